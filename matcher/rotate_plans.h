/*
 * Private: whole personal plans, and lists of them.
 *
 * rotate_plans.c    the best legal plan of one worker under prices, and others nearly as good
 * rotate_pool.c     all plans met so far, each once
 */
#ifndef MATCHER_ROTATE_PLANS_H
#define MATCHER_ROTATE_PLANS_H

#include "matcher/rotate.h"

struct plan_visit {
    uint32_t option;
    uint32_t period;
};

/* ---- All plans met ---- */

struct plan {
    uint32_t worker;
    uint32_t visits_count;
    size_t first_visit; /* in pool->visits */
    int64_t value;      /* of the worker, visits kept counted in */
    uint32_t before;    /* the plan of the same worker met before, + 1; 0 for none */
};

struct pool {
    struct plan *plans;
    size_t count, room;
    struct plan_visit *visits;
    size_t visits_count, visits_room;
    uint32_t *table; /* plan + 1, or 0; open addressing */
    size_t table_size;
    uint32_t *last_of; /* by worker: the plan met last, + 1 */
};

void pool_clear(struct pool *pool);
void pool_shorten(struct pool *pool, size_t count); /* the first `count` stay */
/* The number of this plan, new or met before (*is_new tells); SIZE_MAX: no memory. Visits by period. */
size_t pool_add(struct pool *pool, const struct rotation *rotation, uint32_t worker, const struct plan_visit *visits,
                uint32_t count, bool *is_new);
static inline const struct plan_visit *pool_visits(const struct pool *pool, size_t plan)
{
    return pool->visits + pool->plans[plan].first_visit;
}
/* What these visits are worth to their worker. */
int64_t plan_value(const struct rotation *rotation, uint32_t worker, const struct plan_visit *visits, uint32_t count);

/* ---- One worker's best ---- */

enum { PLANS_FOUND = 4 };

/* What inequalities take off a whole plan (times PRICE_SCALE, >= 0) wherever personal->loss names it. */
struct plan_loss {
    int64_t (*of)(void *context, uint32_t worker, const struct plan_visit *visits, uint32_t count);
    void *context;
};

struct found_plan {
    int64_t reduced; /* value less what its visits pay, times PRICE_SCALE */
    uint32_t count;
    struct plan_visit visits[MATCHER_PERIODS];
};

struct personal_answer {
    int64_t promised; /* personal_best with the best share `fair`, which is written into the prices */
    int64_t bound;    /* no legal plan has more; >= the best one found */
    struct found_plan found[PLANS_FOUND]; /* best first */
    unsigned found_count;
};

/* The best legal plan of a worker, true fairness and hosts once: the dynamic programme says what can still come, and a
 * depth-first search with growing loss looks at plans (Korf 1985). At most `nodes` steps, then `bound` is what the
 * programme says. `wanted` plans at most, no worse than the best by more than `spread`. IMPOSSIBLE bounds: none. */
void personal_search(struct personal *personal, const struct rotation *rotation, struct prices *prices, uint32_t worker,
                     unsigned wanted, int64_t spread, uint64_t nodes, struct personal_answer *answer);

/* Every legal plan with at least `least` (times PRICE_SCALE) of reduced worth, into the pool; their numbers go to
 * `take`, which returns false to give up. After personal_best of the same worker at the best `fair`. */
struct plan_listing {
    bool (*take)(void *context, uint32_t worker, const struct plan_visit *visits, uint32_t count, int64_t reduced);
    void *context;
    int64_t least;
    uint64_t nodes; /* counted down; 0 at the end means it gave up */
};
bool personal_list(struct personal *personal, const struct rotation *rotation, struct plan_listing *listing);

#endif
