/*
 * Private: do some rules of a round leave a plan? Of all visits those are looked at that a minimum or a pin asks for,
 * or, where balance holds, one that answers such a visit. A linear programme lets rules be missed, as little as can be:
 * its prices, rounded to integers, prove that no visits satisfy the rules, and name those that the proof needs; or its
 * answer is whole and satisfies them; else a visit that it is in doubt about is made, then forbidden.
 *
 * rotate_conflict.c       the search (prices as a proof: Farkas 1902; branch and bound: Land, Doig 1960)
 * rotate_conflict_rows.c  visits and rows
 */
#ifndef MATCHER_ROTATE_CONFLICT_H
#define MATCHER_ROTATE_CONFLICT_H

#include "matcher/rotate.h"
#include "matcher/rotate_lp.h"

#define CONFLICT_FACT UINT32_MAX /* instead of a rule: one place in a period, a host once */
#define NO_LOWER      INT32_MIN
#define NO_UPPER      INT32_MAX

struct conflict_row {
    int32_t lower, upper; /* NO_LOWER, NO_UPPER */
    uint32_t rule;        /* that it is of */
};

struct conflict {
    const struct matcher_round *round;
    const struct matcher_breach *rules; /* all of them; a rule is named by its place here */
    size_t rules_count;
    bool too_large; /* nothing else is made */
    struct matcher_visit *visits;
    size_t visits_count;
    struct conflict_row *rows;
    size_t rows_count;
    /* By visit: its rows, and whether it counts there or counts against. */
    int *starts, *rows_of;
    double *elements;
    struct lp *lp; /* a column for each visit, then one for each way to miss a row */
    int64_t *prices;
    uint64_t steps; /* that are left: pivots x size, some nanoseconds each */
};

/* Of the rules that are not out. `too_large` when that is beyond what can be looked at in a moment. False: no memory;
 * clear in either case. */
bool conflict_new(struct conflict *conflict, const struct matcher_round *round, const struct matcher_breach *rules,
                  const bool *out, size_t rules_count) MATCHER_MUST_CHECK;
void conflict_clear(struct conflict *conflict);

enum conflict_answer {
    CONFLICT_PROVED, /* no visits satisfy all rules that are not out */
    CONFLICT_PLAN,   /* some do */
    CONFLICT_OPEN,   /* the steps did not suffice */
};
/* More may be out than at first. When proved: used[rule] for those without which there is no proof. */
enum conflict_answer conflict_search(struct conflict *conflict, const bool *out, bool *used);
/* After CONFLICT_PLAN: is the visit in the plan? */
bool conflict_makes(const struct conflict *conflict, size_t visit);

#endif
