/*
 * Private: inequalities that listed plans broke (rotate_cuts.c), with prices of their own. They tighten the bound of
 * all plans, and so what must be listed next: the bundle prices them like other rows (rotate_bundle.c), and what they
 * take off a plan is known when it is whole (struct plan_loss).
 */
#ifndef MATCHER_ROTATE_SHARP_H
#define MATCHER_ROTATE_SHARP_H

#include "matcher/rotate_listed.h"

struct sharp_cut {
    uint32_t rows[CUT_ROWS];
    int32_t limit;
    int64_t price, kept; /* times PRICE_SCALE, >= 0: at hand, and at the best prices */
};

struct sharp {
    const struct rotation *rotation; /* NULL: there are none */
    struct sharp_cut *cuts;
    size_t count;
    size_t *first_in; /* [rows + 1]: in `cuts_in`, the cuts of each row */
    uint32_t *cuts_in;
    uint8_t *met;         /* by cut; 0 between calls */
    bool is_priced;       /* then: */
    struct prices prices; /* the best, beside those of the cuts */
    int64_t bound;        /* of all plans under these, times PRICE_SCALE */
};

/* Those that have a price in the listed plans' programme, to be priced anew; when there are none, as before. False: no
 * memory; then as after sharp_clear. */
bool sharp_take(struct sharp *sharp, const struct listed *listed) MATCHER_MUST_CHECK;
void sharp_clear(struct sharp *sharp);
/* Cuts that a plan is in; room for CUTS_AT_MOST. Returns how many. */
unsigned sharp_cuts_of(struct sharp *sharp, uint32_t worker, const struct plan_visit *visits, uint32_t count,
                       uint32_t *cuts);
/* What a plan loses by them; for struct plan_loss, `context` is the sharp. */
int64_t sharp_loss(void *context, uint32_t worker, const struct plan_visit *visits, uint32_t count);
/* Prices of the cuts; returns what they cost. */
int64_t sharp_round(struct sharp *sharp, const double *by_cut);
/* The prices at hand are the best so far; and back to those: returns what the cuts cost. */
void sharp_keep(struct sharp *sharp, const struct prices *prices, int64_t bound);
int64_t sharp_restore(struct sharp *sharp);

#endif
