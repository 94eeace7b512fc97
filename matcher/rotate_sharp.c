/* Inequalities with prices, for plans that are not listed yet (rotate_sharp.h). */
#include "matcher/rotate_sharp.h"

#include <math.h>
#include <stdlib.h>

void sharp_clear(struct sharp *sharp)
{
    prices_clear(&sharp->prices);
    free(sharp->cuts);
    free(sharp->first_in);
    free(sharp->cuts_in);
    free(sharp->met);
    *sharp = (struct sharp){0};
}

/* The inequalities of each row. */
static bool fill_rows(struct sharp *sharp, size_t rows)
{
    sharp->first_in = calloc(rows + 2, sizeof *sharp->first_in);
    sharp->cuts_in = malloc((CUT_ROWS * sharp->count + 1) * sizeof *sharp->cuts_in);
    sharp->met = calloc(sharp->count + 1, sizeof *sharp->met);
    if (sharp->first_in == NULL || sharp->cuts_in == NULL || sharp->met == NULL)
        return false;
    for (size_t k = 0; k < sharp->count; k++)
        for (int i = 0; i < CUT_ROWS; i++)
            sharp->first_in[sharp->cuts[k].rows[i] + 2]++;
    for (size_t row = 0; row < rows; row++)
        sharp->first_in[row + 2] += sharp->first_in[row + 1];
    for (uint32_t k = 0; k < sharp->count; k++)
        for (int i = 0; i < CUT_ROWS; i++)
            sharp->cuts_in[sharp->first_in[sharp->cuts[k].rows[i] + 1]++] = k;
    return true;
}

bool sharp_take(struct sharp *sharp, const struct listed *listed)
{
    size_t priced = 0;

    for (size_t k = 0; k < listed->cuts_count; k++)
        priced += listed->cuts[k].price > 0;
    if (priced == 0)
        return true;
    sharp_clear(sharp);
    sharp->rotation = listed->rotation;
    sharp->cuts = calloc(priced, sizeof *sharp->cuts);
    if (sharp->cuts != NULL && prices_new(&sharp->prices, listed->rotation)) {
        for (size_t k = 0; k < listed->cuts_count; k++)
            if (listed->cuts[k].price > 0) {
                const struct cut *cut = &listed->cuts[k];
                struct sharp_cut *new = &sharp->cuts[sharp->count++];
                *new = (struct sharp_cut){.limit = cut->limit, .price = cut->price};
                for (int i = 0; i < CUT_ROWS; i++)
                    new->rows[i] = cut->rows[i];
            }
        if (fill_rows(sharp, listed_rows(listed)))
            return true;
    }
    sharp_clear(sharp);
    return false;
}

unsigned sharp_cuts_of(struct sharp *sharp, uint32_t worker, const struct plan_visit *visits, uint32_t count,
                       uint32_t *cuts)
{
    uint32_t rows[LISTED_ROWS];
    unsigned rows_count = listed_visits_rows(sharp->rotation, worker, visits, count, rows), found = 0;

    for (int pass = 0; pass < 2; pass++) /* count, clean */
        for (unsigned i = 0; i < rows_count; i++)
            for (size_t k = sharp->first_in[rows[i]]; k < sharp->first_in[rows[i] + 1]; k++) {
                uint32_t cut = sharp->cuts_in[k];
                sharp->met[cut] = (uint8_t)(pass == 0 ? sharp->met[cut] + 1 : 0);
                if (sharp->met[cut] == 2)
                    cuts[found++] = cut;
            }
    return found;
}

int64_t sharp_loss(void *context, uint32_t worker, const struct plan_visit *visits, uint32_t count)
{
    struct sharp *sharp = context;
    uint32_t cuts[CUTS_AT_MOST];
    int64_t loss = 0;

    for (unsigned i = sharp_cuts_of(sharp, worker, visits, count, cuts); i-- > 0;)
        loss += sharp->cuts[cuts[i]].price;
    return loss;
}

int64_t sharp_round(struct sharp *sharp, const double *by_cut)
{
    int64_t sum = 0;

    for (size_t k = 0; k < sharp->count; k++) {
        double price = fmin(by_cut[k] * PRICE_SCALE, 1e12);
        sharp->cuts[k].price = price > 0 ? llround(price) : 0;
        sum += sharp->cuts[k].price * sharp->cuts[k].limit;
    }
    return sum;
}

void sharp_keep(struct sharp *sharp, const struct prices *prices, int64_t bound)
{
    prices_copy(&sharp->prices, prices, sharp->rotation);
    sharp->bound = bound;
    sharp->is_priced = true;
    for (size_t k = 0; k < sharp->count; k++)
        sharp->cuts[k].kept = sharp->cuts[k].price;
}

int64_t sharp_restore(struct sharp *sharp)
{
    int64_t sum = 0;

    for (size_t k = 0; k < sharp->count; k++) {
        sharp->cuts[k].price = sharp->cuts[k].kept;
        sum += sharp->cuts[k].price * sharp->cuts[k].limit;
    }
    return sum;
}
