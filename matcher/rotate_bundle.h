/*
 * Private: prices by a proximal bundle method with a model for each worker (Kiwiel 1990; Lemarechal, Nemirovskii,
 * Nesterov 1995), solved from its dual side.
 *
 * The plans met so far are a model of what each worker can have under any prices. The next prices make the model's
 * bound plus the squared way from the best prices so far (the centre) least. Its dual asks for shares of the plans, one
 * in all for each worker, whose worth less a penalty on what they break is most: the prices are the centre's plus step
 * x excess of each row, as in the method of multipliers (Hestenes 1969; Powell 1969). The shares are found by moving
 * from a worker's worst plan to the best, one worker after the other: a move touches a dozen rows, where a pivot of the
 * simplex method works through a basis of a thousand.
 */
#ifndef MATCHER_ROTATE_BUNDLE_H
#define MATCHER_ROTATE_BUNDLE_H

#include "matcher/rotate_master.h"

struct bundle_entry {
    int row, element;
};

struct bundle_column {
    uint32_t plan, worker;
    double worth, share;
    double reduced; /* at the prices at hand, when last looked at */
    size_t first;   /* in `entries` */
    uint32_t count;
    unsigned idle; /* times in a row that it was neither used nor best */
};

struct sharp;
struct bundle {
    const struct master *master;   /* whose rows these are */
    struct sharp *sharp;           /* whose cuts are the rows after these; or NULL */
    size_t rows;                   /* all of them */
    struct bundle_column *columns; /* by worker, then plan */
    size_t columns_count, columns_room;
    struct bundle_entry *entries;
    size_t entries_room;
    size_t *first_of;                /* [workers + 1]: in `columns` */
    double *limit;                   /* by row */
    signed char *sign;               /* by row: as master_sign, OF_WORKER for the workers' own */
    double *centre, *excess, *price; /* by row, in units of the objective */
    double centre_value;             /* the bound there, of plans found; HUGE_VAL before the first */
    double step, least_step;         /* 0: to be set by whoever knows a visit's worth */
    double enough;                   /* what settling may leave undone */
    double left;                     /* what it did leave */
    unsigned nulls;                  /* steps in a row that did not get anywhere */
};

/* False: no memory; then as after bundle_clear. */
bool bundle_new(struct bundle *bundle, const struct master *master, struct sharp *sharp,
                const struct prices *centre) MATCHER_MUST_CHECK;
void bundle_clear(struct bundle *bundle);
/* Plans of the pool, in any order, known ones too; those long idle are left behind. */
bool bundle_add(struct bundle *bundle, const uint32_t *plans, size_t count) MATCHER_MUST_CHECK;
/* The next prices, into bundle->price; returns what the model says they prove at least. O(sweeps x entries). */
double bundle_settle(struct bundle *bundle);
/* What the model has for a worker at those prices; -HUGE_VAL without plans. */
double bundle_most(const struct bundle *bundle, uint32_t worker);
/* What plans there are worth there: moves the centre or does not. */
void bundle_step(struct bundle *bundle, double model, double value);
/* The columns of another bundle with the same rows, their shares, and its step. False: no memory. */
bool bundle_adopt(struct bundle *bundle, const struct bundle *other) MATCHER_MUST_CHECK;
/* Leaves behind the plans that `fits` does not want; the shares of the others make one again. False: no memory. */
bool bundle_sieve(struct bundle *bundle, bool (*fits)(const void *context, uint32_t plan),
                  const void *context) MATCHER_MUST_CHECK;
/* How much of a worker makes this visit. */
double bundle_share(const struct bundle *bundle, uint32_t worker, const struct plan_visit *visit);
/* The next prices are the centre's again. */
void bundle_look_again(struct bundle *bundle);

#endif
