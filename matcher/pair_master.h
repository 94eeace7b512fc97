/*
 * Private: which sets of options go together, for one part of the problem that has no seat in common with the rest.
 *
 * A column is a set of one group; a row is a seat, or a group that has columns (at most one of them). The linear
 * programme's prices ask groups for better sets (Dantzig, Wolfe, "Decomposition principle for linear programs", 1960;
 * Barnhart et al., "Branch-and-price", 1998), until none has any.
 */
#ifndef MATCHER_PAIR_MASTER_H
#define MATCHER_PAIR_MASTER_H

#include "matcher/pair_state.h"
#include "matcher/rotate_lp.h"

struct pair_column {
    uint32_t group;        /* its place in the part */
    uint32_t first, count; /* in members */
};

struct pair_master {
    struct pair_search *search;
    const struct pair_part *part;
    struct lp *lp;
    uint32_t *seat_row;  /* by seat of the problem; those of the part alone are set */
    uint32_t *group_row; /* by place in the part; PAIR_NONE: no columns yet */
    size_t rows, rows_used;
    struct pair_column *columns;
    size_t columns_count, columns_room;
    uint32_t *members; /* options */
    size_t members_count, members_room;
    size_t sent;            /* columns that the programme has */
    bool limits_stale;      /* which columns keep the wishes is to be looked at again */
    int64_t *duals, *asked; /* by seat: the programme's prices; those under trial */
    double *paid;           /* by place in the part: the programme's price of the group */
    double *shares;         /* by option: how much of it the programme's solution takes */
    uint8_t *trial;         /* by option: a proposal under trial */
    uint32_t *room;         /* for one group */
};

enum pair_node {
    PAIR_NODE_CLOSED,  /* nothing better is in here */
    PAIR_NODE_OPEN,    /* the programme takes shares; `split` is one to decide, PAIR_NONE: it knows no better */
    PAIR_NODE_STOPPED, /* a limit */
    PAIR_NODE_NO_MEMORY,
};

/* False: no memory. */
bool pair_master_open(struct pair_master *master, struct pair_search *search, const struct pair_part *part);
void pair_master_close(struct pair_master *master);

/* The part under the wishes at hand, to be better than search->worth - other (what the rest of the proposal is worth).
 * Better proposals go to search->taken. *bound is true of the part, at most what it was; `prices` are those that prove
 * it, times PAIR_SCALE, and where the search for better ones begins. */
enum pair_node pair_master_solve(struct pair_master *master, int64_t *prices, int64_t *bound, uint32_t *split);

/* pair_shares.c. A proposal from the solution at hand goes to search->taken when it is better; false: no memory. */
bool pair_master_try(struct pair_master *master);
/* The option to decide: PAIR_NONE when the programme takes whole columns alone. */
uint32_t pair_master_split(struct pair_master *master);

/* pair_branch.c: the best of the part. The bound proved is left in *bound, the prices of the root in search->prices.
 * False: no memory. */
bool pair_branch(struct pair_search *search, const struct pair_part *part, int64_t *bound);
/* What the proposal takes in the part. */
int64_t pair_part_worth(const struct pair_search *search, const struct pair_part *part, const uint8_t *taken);

#endif
