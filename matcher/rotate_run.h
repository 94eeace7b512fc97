/* Private: planning under way (rotate_run.c), between what rotate.c makes ready and what it answers. */
#ifndef MATCHER_ROTATE_RUN_H
#define MATCHER_ROTATE_RUN_H

#include "matcher/rotate_bundle.h"
#include "matcher/rotate_mend.h"
#include "matcher/rotate_sharp.h"

struct planner {
    const struct matcher_rotate_options *options;
    struct rotation rotation; /* with `keep`: visits kept count before the objective */
    struct rotation plain;    /* the same round for the objective alone; shares the arrays */
    struct rotate_watch watch;
    struct state best;
    struct bound bound;       /* of `rotation`, as a certificate proves it */
    struct bound plain_bound; /* with `keep`: of `plain`, for the certificate */
    uint64_t keep_count, keep_legal;
    bool keep_exact; /* keep_worth outweighs every objective */
    int64_t objective_range;
    struct matcher_repairs repairs; /* with `keep`: of the earlier plan, unless they were at hand */
    uint64_t repairs_bound;         /* changes that they prove */
    /* The one planning began with, or NULL. */
    const struct matcher_repair *repair;
    int64_t visit_size; /* a typical visit's worth */
    bool closed;        /* all plans were looked at, or ruled out */
    bool decided;       /* the rules alone were looked at */
    /* Made by planner_run. */
    struct pool pool;
    struct personal personal;
    struct master root; /* all workers: the rows that prices are for */
    struct bundle bundle;
    struct state trial;   /* annealing's */
    struct state current; /* made better piece by piece: the best plan, or one on the way to a better one */
    int64_t current_for;  /* what the best plan was worth when `current` began as it, or last passed it */
    unsigned in_vain;     /* pieces of `current` in a row that did not make it better */
    uint64_t random;
    struct generation generation;
    struct mending mending;
    uint32_t *everybody, *chosen;
    int64_t tried_for;    /* the best plan when closing was last tried */
    int64_t whole_for;    /* and when all plans were last tried */
    int64_t reach;        /* how far below the bound it looks next */
    struct listed listed; /* rotate_finish.c's */
    struct listed_tree tree;
    struct sharp sharp;   /* of the last of them */
    int64_t listed_worth; /* anything worth more is made of the listed plans */
    bool is_listed, is_too_much;
    int64_t unfinished; /* a worth that could not be proved to be too much, nor found */
};

/* Until the plan is proved, the budget is spent, or told to stop. False: no memory. */
bool planner_run(struct planner *planner) MATCHER_MUST_CHECK;
bool planner_proved(const struct planner *planner);
/* No plan is worth more (visits kept counted in). */
int64_t planner_bound(const struct planner *planner);
int64_t planner_total(const struct planner *planner); /* of the best plan, what is missing taken off */
bool planner_has_plan(const struct planner *planner);
bool planner_over(const struct planner *planner);
void planner_tell(struct planner *planner); /* whoever waits, how far it is */
bool planner_spend(struct planner *planner, uint64_t iterations);
/* Personal plans that anything worth more than `worth` is made of. */
struct planner_listing {
    struct pool *pool;
    int64_t worth;
    uint32_t *list; /* their numbers in the pool, or NULL */
    size_t count, room;
    struct sharp *sharp; /* by its prices; or NULL: by the bundle's */
    const struct rotation *rotation;
    bool no_memory;
};
/* rotate_close.c. False: no memory. */
/* All of them, worker by worker; *all tells whether they fit. */
bool planner_list(struct planner *planner, struct planner_listing *listing, bool *all);
bool planner_close_in(struct planner *planner);
bool planner_dive_listed(struct planner *planner);
/* rotate_finish.c. A turn with the listed plans: the bound lower, or the plan better. `to_plan`: only when all are
 * listed that anything better than the best plan may have. False: no memory. */
bool planner_finish(struct planner *planner, bool to_plan) MATCHER_MUST_CHECK;
bool planner_may_list(const struct planner *planner); /* it is not too large for that */
void planner_unlist(struct planner *planner);
/* rotate_dive.c. Into planner->best when it is worth more; false: no memory. */
bool planner_dive(struct planner *planner) MATCHER_MUST_CHECK;
void planner_clear(struct planner *planner);

#endif
