/*
 * Private: the master problem and its columns.
 *
 * rotate_master.c    which plans together: a linear programme over personal plans for some of the workers, beside what
 *                    the others do
 * rotate_bundle.c    prices for it (rotate_bundle.h), without solving it
 * rotate_generate.c  better plans for it, priced by the dynamic programme, until none helps; the bound that proves
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
    double *sums; /* by row, for master_holds */
};

/* The free workers' part of a round in which the others do what `fixed` has (NULL: all are free; else its visits of
 * workers in the list do not count). False: no memory; then as after master_clear. */
bool master_new(struct master *master, const struct rotation *rotation, struct pool *pool, const uint32_t *workers,
                uint32_t count, const struct state *fixed, uint64_t periods) MATCHER_MUST_CHECK;
void master_clear(struct master *master);
/* Plans of the pool, which must be new to the master. */
bool master_add(struct master *master, const uint32_t *plans, size_t count) MATCHER_MUST_CHECK;
/* A plan's column: rows and elements, of which there are at most master_plan_room; returns how many there are. */
int master_plan_rows(const struct master *master, uint32_t plan, int *rows, double *elements);
size_t master_plan_room(const struct master *master, uint32_t plan);
/* By the dual method (for changed limits) or the primal one (for new columns); should that lose its way, by the other.
 * False: both did, or it is time to stop. */
bool master_solve(struct master *master, bool dual, struct rotate_watch *watch) MATCHER_MUST_CHECK;
/* Do the rows hold with one plan of each worker, by place in the list? In whole numbers. */
bool master_holds(struct master *master, const uint32_t *chosen);
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

/* What the prices themselves cost: capacities times prices less minimums times prices, for what the free workers have
 * left. */
__int128 master_constant(const struct master *master, const struct prices *prices);

struct bundle;

struct generation {
    struct prices at; /* the best prices met */
    int64_t bound;    /* times PRICE_SCALE: the best sum that free workers can have; INT64_MAX: none yet */
    bool impossible;  /* proved: some worker has no plan */
    bool converged;   /* better prices would prove hardly more */
    uint64_t nodes;   /* of one worker's search; grows when too few are what keeps the bound up */
    unsigned stalled; /* passes in a row that brought nothing */
};

/* For another part: as if nothing were known but prices to begin with. */
void generation_restart(struct generation *generation);

struct generation_limits {
    unsigned passes; /* of pricing */
    int64_t enough;  /* stop when bound <= this (times PRICE_SCALE) */
    double tail;     /* converged when no prices would prove this much more */
    uint64_t nodes;  /* of one worker's search at most */
    unsigned wanted; /* plans of a worker in a pass */
};

/* Prices and plans for the bundle's master, from where the bundle is. False: no memory. */
bool generate(struct bundle *bundle, struct personal *personal, struct generation *generation,
              const struct generation_limits *limits, struct rotate_watch *watch) MATCHER_MUST_CHECK;

/* The master's whole answer: plans of the free workers, by place in the list. */
struct branching {
    int64_t best;     /* in: what the free workers must be worth more than; out: what `chosen` is worth */
    uint32_t *chosen; /* plans of the pool; room for workers_count */
    bool found;       /* something better */
    uint64_t nodes;   /* in: at most; out: left */
    bool dive;        /* whatever is nearly whole first: for a good answer soon rather than for the proof */
    bool complete;    /* out: nothing better than `best` among the master's columns */
};
bool branch(struct master *master, struct branching *branching, struct rotate_watch *watch) MATCHER_MUST_CHECK;

/* The plan of a worker in `state`: its number in the pool; SIZE_MAX: no memory. */
size_t pool_add_own(struct pool *pool, const struct rotation *rotation, const struct state *state,
                    uint32_t worker) MATCHER_MUST_CHECK;
/* Writes the master's answer into a plan. */
void put_chosen(const struct master *master, const uint32_t *chosen, struct state *state);

#endif
