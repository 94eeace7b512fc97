/*
 * Private: the personal plans that prices do not rule out, all of them, as one problem. Whatever is worth more than
 * a tree's `least` is made of them, so what is proved about them is proved about the round.
 *
 * rotate_listed.c    the plans, and their linear programme
 * rotate_listed_prices.c   what its prices prove
 * rotate_cuts.c      inequalities that fractions break and whole plans keep
 * rotate_sharp.c     the same for plans that are not listed (rotate_sharp.h)
 * rotate_split.c     which two halves a worker's plans are split into
 * rotate_tree.c      branch and bound, the highest bound first, and dives from its nodes
 *
 * The library's programme holds a thousand of the plans, and is handed more whenever its own prices ask for them
 * (enumerated columns: Baldacci, Christofides, Mingozzi, "An exact algorithm for the vehicle routing problem based on
 * the set partitioning formulation with additional cuts", 2008). Bounds are counted over all plans, in integers.
 */
#ifndef MATCHER_ROTATE_LISTED_H
#define MATCHER_ROTATE_LISTED_H

#include "matcher/rotate_master.h"

/* Rows that inequalities are made of, each with a limit: one plan for a worker, guests and own workers away of a centre
 * in a period. Those of plans of MATCHER_PERIODS visits, at most. */
enum { LISTED_ROWS = 1 + 2 * MATCHER_PERIODS, CUT_ROWS = 3, CUTS_AT_MOST = 400 };

/* At most `limit` of the plans that are in two or three of the rows. */
struct cut {
    uint32_t rows[CUT_ROWS];
    int32_t limit;
    uint32_t *plans; /* those, ascending */
    size_t count;
    int64_t price; /* times PRICE_SCALE, >= 0 */
    unsigned idle; /* times in a row that it was free */
};

struct listed_share {
    uint32_t plan;
    double share;
};

struct listed {
    const struct rotation *rotation;
    struct pool pool; /* the plans, by worker */
    uint32_t *everybody;
    struct master master;    /* whose rows these are; its programme holds cuts, too, and columns that are told below */
    size_t *first_of;        /* [workers + 1]: plans */
    size_t *first_in;        /* [rows + 1]: in `plans_in` */
    uint32_t *plans_in;      /* by row: the plans that are in it, ascending */
    uint16_t *closed;        /* by plan: at which depth, 0 when it is open */
    bool *is_in;             /* by plan: a column of the programme */
    int64_t *reduced, *most; /* by plan and by worker, at the last prices; times PRICE_SCALE */
    uint32_t *columns;       /* by column after the fills: its plan */
    size_t columns_count;
    struct cut *cuts; /* by row after the master's */
    size_t cuts_count, cuts_room;
    struct prices prices;
    int64_t *costs; /* of a worker's visits: [option][period] */
    int64_t bound;  /* what the open plans are worth at most, times PRICE_SCALE */
    struct listed_share *shares;
    size_t shares_count; /* of plans in use, ascending */
    uint64_t solved;     /* programmes so far */
};

/* Room for no plans yet; they are put into listed->pool, worker by worker. False: no memory; then as after
 * listed_clear. */
bool listed_new(struct listed *listed, const struct rotation *rotation) MATCHER_MUST_CHECK;
void listed_clear(struct listed *listed);
/* The plans are there: the programme begins with those that lose least under these prices. False: no memory. */
bool listed_begin(struct listed *listed, const struct prices *prices) MATCHER_MUST_CHECK;

enum listed_answer {
    LISTED_SOLVED, /* `shares` are an optimum of the open plans' programme; `bound` is proved */
    LISTED_CLOSED, /* `bound` is proved, and no more than `best` */
    LISTED_LOST,   /* the library lost its way, or is to stop: nothing is known */
    LISTED_NO_MEMORY,
};
/* The open plans; those that lose too much for anything above `best` are closed at `depth`. */
enum listed_answer listed_solve(struct listed *listed, unsigned depth, int64_t best,
                                struct rotate_watch *watch) MATCHER_MUST_CHECK;
/* What the programme would be worth if it was solved for the open plans at hand, about: its worth after a few pivots,
 * from there. */
double listed_try(struct listed *listed, const struct lp_basis *basis);
void listed_reopen(struct listed *listed, unsigned depth); /* what was closed at this depth or deeper */
/* Leaves behind columns of the programme, by place: those that are closed for good, and all from the `from`th plan on;
 * `is_kept` (or NULL): but these. `gone` has room for all, *count tells how many. */
void listed_tidy(struct listed *listed, size_t from, const bool *is_kept, int *gone, size_t *count);
/* Which plans are open: a bit for each. The caller's, by free; NULL: no memory. */
uint8_t *listed_open(const struct listed *listed);
/* Others than these are closed. */
void listed_close_others(struct listed *listed, const uint8_t *open, unsigned depth);

/* The library's prices, of the right sign and whole; its own price of each worker does not matter. */
void listed_take_prices(struct listed *listed);
/* What the open plans are worth at most under these prices, whatever they are; times PRICE_SCALE. IMPOSSIBLE: none. */
int64_t listed_count_bound(struct listed *listed);
/* By the same prices: plans that lose more than `slack` are closed at `depth`. */
void listed_close_hopeless(struct listed *listed, unsigned depth, int64_t slack);

size_t listed_rows(const struct listed *listed); /* how many there are */
int32_t listed_limit(const struct listed *listed, uint32_t row);
/* Rows that a plan is in; returns how many. */
unsigned listed_visits_rows(const struct rotation *rotation, uint32_t worker, const struct plan_visit *visits,
                            uint32_t count, uint32_t *rows);
unsigned listed_plan_rows(const struct listed *listed, uint32_t plan, uint32_t *rows);
bool cut_has(const struct listed *listed, const struct cut *cut, uint32_t plan);

/* Inequalities that the shares break, into the programme; *added tells how many. False: no memory. */
bool listed_cut(struct listed *listed, size_t *added) MATCHER_MUST_CHECK;

/* ---- Branch and bound ---- */

/* A worker's plans with such a visit, and those without. */
struct listed_split {
    uint32_t worker;
    uint32_t option; /* NO_OPTION: any */
    uint32_t period; /* NO_PERIOD: any */
    bool with;       /* which side */
};
#define NO_PERIOD UINT32_MAX

/* Closes the other side. */
void listed_split_close(struct listed *listed, const struct listed_split *split, unsigned depth);

/* What splits took off the bound so far (pseudo-costs: Benichou et al., "Experiments in mixed-integer linear
 * programming", 1971), without and with, for a whole way from share to 0 or 1. */
struct listed_memory {
    double falls[2];
    unsigned times[2];
};

struct listed_node {
    int64_t bound;
    uint32_t parent; /* NO_NODE at the root */
    struct listed_split split;
    double way;             /* from the split's share to whole */
    struct lp_basis *basis; /* to begin its halves from */
    uint8_t *open;          /* the plans that may be part of anything above `above` in it */
    int64_t above;
    uint8_t halves; /* that still want both */
    bool is_open, was_dived;
};
#define NO_NODE UINT32_MAX

struct sharp;
struct listed_tree {
    struct listed *listed;
    struct sharp *sharp; /* the caller's; takes the root's inequalities */
    struct rotate_watch *watch;
    struct listed_node *nodes;
    size_t count, room;
    int64_t least;      /* what is worth more than this is listed */
    int64_t target;     /* >= least; what is worth more is looked for first, and proved not to be there */
    int64_t plan;       /* what the best plan is worth, which may be less */
    int64_t root;       /* the root's bound, times PRICE_SCALE */
    int64_t *loss;      /* by plan: of that, at the root's prices */
    int64_t closed_for; /* the `least` that plans were closed for by that */
    int64_t lost;       /* the highest bound of what could be neither solved nor split; IMPOSSIBLE: none */
    uint32_t *chosen;   /* by worker: the plan that is worth `plan` */
    bool found;         /* one was, since it was last looked at */
    int32_t *left;      /* by row, in a dive */
    struct listed_memory *memory, all; /* by option, then worker and period; of everything */
    bool is_started;
};

/* At depth 1 plans are closed for good, at this one for a node, deeper for what is tried out below it. */
enum { LISTED_NODE_DEPTH = 2 };

struct listed_choice {
    bool found; /* something fractional could be split */
    struct listed_split split;
    double share; /* of the worker's plans that have it */
};
/* The split that promises most where the shares now are; `basis` is theirs. False: no memory. */
bool listed_split_choose(struct listed_tree *tree, const struct lp_basis *basis,
                         struct listed_choice *choice) MATCHER_MUST_CHECK;
/* A half took so much off the bound; `way` is how far it is from the split's share to whole, on that side. */
void listed_remember(struct listed_tree *tree, const struct listed_split *split, double way, double fall);

bool listed_tree_new(struct listed_tree *tree, struct listed *listed, struct sharp *sharp,
                     struct rotate_watch *watch) MATCHER_MUST_CHECK;
void listed_tree_clear(struct listed_tree *tree);
/* The highest bound of all that is left, times PRICE_SCALE; IMPOSSIBLE when nothing is. */
int64_t listed_tree_bound(const struct listed_tree *tree);
/* About so many programmes. False: no memory. */
bool listed_tree_grow(struct listed_tree *tree, uint64_t programmes) MATCHER_MUST_CHECK;
/* From the highest node that was not dived from: a good plan. False: no memory. */
bool listed_tree_dive(struct listed_tree *tree) MATCHER_MUST_CHECK;
#endif
