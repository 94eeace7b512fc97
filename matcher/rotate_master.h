/*
 * Private: the master problem and its columns.
 *
 * rotate_master.c    which plans together: a linear programme over personal plans for some of the workers, beside what
 *                    the others do
 * rotate_generate.c  better plans for it, priced by the dynamic programme, until none helps; the bound that proves
 * rotate_dive.c      plans fixed one after another until all are whole
 * rotate_branch.c    all plans that the bound cannot rule out: branch and bound, which proves the best
 */
#ifndef MATCHER_ROTATE_MASTER_H
#define MATCHER_ROTATE_MASTER_H

#include "matcher/rotate_lp.h"
#include "matcher/rotate_plans.h"

#define NO_ROW (-1)

struct master {
    const struct rotation *rotation;
    struct pool *pool;
    struct lp *lp;
    const uint32_t *workers; /* those who are free to choose */
    uint32_t workers_count;
    uint64_t periods; /* those with rows: in the others nothing can change */
    /* Rows; NO_ROW where a rule does not apply. */
    int *guests_row, *away_row, *balance_row; /* by cell */
    int *send_row, *host_row;                 /* by centre */
    int *worker_row;                          /* by worker */
    double *lower, *upper;                    /* by row */
    size_t rows;
    size_t fills;      /* columns that stand for what is missing, the first ones */
    uint32_t *plan_of; /* by column after the fills: its number in the pool */
    size_t columns, room;
    double fill_cost;
    double *batch; /* rotate_master.c's own */
};

/* The free workers' part of a round in which the others do what `fixed` has (NULL: all are free; else its visits of
 * workers in the list do not count). False: no memory; then as after master_clear. */
bool master_new(struct master *master, const struct rotation *rotation, struct pool *pool, const uint32_t *workers,
                uint32_t count, const struct state *fixed, uint64_t periods) MATCHER_MUST_CHECK;
void master_clear(struct master *master);
/* Plans of the pool, which must be new to the master. */
bool master_add(struct master *master, const uint32_t *plans, size_t count) MATCHER_MUST_CHECK;
double master_missing(const struct master *master); /* how much of the fills is in use */
/* Rows that a visit is in, with signs; at most 6. */
int master_visit_rows(const struct master *master, uint32_t worker, const struct plan_visit *visit, int *rows,
                      double *elements);
double master_limit(const struct master *master, size_t row);
int master_sign(const struct master *master, size_t row); /* 1: at most, 0: exactly, -1: at least */
/* Prices by row (the last solution's, say) to integers of the right sign, and back. */
void master_round(const struct master *master, const double *by_row, struct prices *prices);
void master_spread(const struct master *master, const struct prices *prices, double *by_row);
/* Prices of cells without rows become part of those with one. */
void master_project(const struct master *master, struct prices *prices);
int64_t master_worker_price(const struct master *master, uint32_t worker); /* times PRICE_SCALE */

/* What the prices themselves cost: capacities times prices less minimums times prices, for what the free workers have
 * left. */
__int128 master_constant(const struct master *master, const struct prices *prices);

struct generation {
    struct prices at; /* in: where to start; out: the best prices met */
    int64_t bound;    /* times PRICE_SCALE: the best sum that free workers can have; INT64_MAX: none yet */
    bool impossible;  /* proved: some worker has no plan */
    bool converged;   /* no plan helps the master any more */
    double worth;     /* of the master's last solution */
    unsigned rounds;  /* priced so far */
    double share;     /* of a full slope step, from one walk to the next; 0 at first */
};

struct generation_limits {
    unsigned steps;  /* by slope, before the first master; 1: only a look at where it starts */
    unsigned rounds; /* of the master */
    double target;   /* what the bound may come down to, for the length of steps */
    int64_t enough;  /* stop when bound <= this (times PRICE_SCALE) */
    double tail;     /* stop when bound and worth are this near */
    uint64_t nodes;  /* of one worker's search */
    unsigned wanted; /* plans of a worker in a round */
    int share;       /* of the best prices where plans are priced, in 64ths */
};

bool generate(struct master *master, struct personal *personal, struct generation *generation,
              const struct generation_limits *limits, struct rotate_watch *watch) MATCHER_MUST_CHECK;

/* The master's whole answer: plans of the free workers, by place in the list. */
struct branching {
    int64_t best;     /* in: what the free workers must be worth more than; out: what `chosen` is worth */
    uint32_t *chosen; /* plans of the pool; room for workers_count */
    bool found;       /* something better */
    uint64_t nodes;   /* in: at most; out: left */
    bool complete;    /* out: nothing better than `best` among the master's columns */
};
bool branch(struct master *master, struct branching *branching, struct rotate_watch *watch) MATCHER_MUST_CHECK;

/* The free workers' part of a plan; the plan must be legal without them or made so by theirs. */
bool dive(struct master *master, struct personal *personal, struct generation *generation,
          const struct generation_limits *limits, uint32_t *chosen, bool *found,
          struct rotate_watch *watch) MATCHER_MUST_CHECK;

/* Adds the plans that workers in the list have in `state`. */
bool master_add_own(struct master *master, const struct state *state) MATCHER_MUST_CHECK;
void put_chosen(const struct master *master, const uint32_t *chosen, struct state *state);

#endif
