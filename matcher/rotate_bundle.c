/* The bundle's columns, and the shares that make the next prices (rotate_bundle.h). */
#include "matcher/rotate_bundle.h"
#include "matcher/rotate_sharp.h"

#include <math.h>
#include <stdlib.h>

enum { OF_WORKER = 2, IDLE_AT_MOST = 15, SWEEPS = 200, NULLS_AT_MOST = 3 };

void bundle_clear(struct bundle *bundle)
{
    free(bundle->columns);
    free(bundle->entries);
    free(bundle->first_of);
    free(bundle->limit);
    free(bundle->sign);
    free(bundle->centre);
    free(bundle->excess);
    free(bundle->price);
    *bundle = (struct bundle){0};
}

bool bundle_new(struct bundle *bundle, const struct master *master, struct sharp *sharp, const struct prices *centre)
{
    size_t cuts = sharp == NULL ? 0 : sharp->count, rows = master->rows + cuts + 1;

    *bundle = (struct bundle){.master = master,
                              .sharp = sharp,
                              .rows = master->rows + cuts,
                              .centre_value = HUGE_VAL,
                              .first_of = calloc((size_t)master->rotation->workers + 2, sizeof *bundle->first_of),
                              .limit = calloc(rows, sizeof *bundle->limit),
                              .sign = calloc(rows, sizeof *bundle->sign),
                              .centre = calloc(rows, sizeof *bundle->centre),
                              .excess = calloc(rows, sizeof *bundle->excess),
                              .price = calloc(rows, sizeof *bundle->price)};
    if (bundle->first_of == NULL || bundle->limit == NULL || bundle->sign == NULL || bundle->centre == NULL ||
        bundle->excess == NULL || bundle->price == NULL) {
        bundle_clear(bundle);
        return false;
    }
    for (size_t row = 0; row < master->rows; row++) {
        bundle->sign[row] = (signed char)master_sign(master, row);
        bundle->limit[row] = master_limit(master, row);
    }
    for (size_t k = 0; k < cuts; k++) {
        bundle->sign[master->rows + k] = 1;
        bundle->limit[master->rows + k] = sharp->cuts[k].limit;
        bundle->centre[master->rows + k] = (double)sharp->cuts[k].price / PRICE_SCALE;
    }
    for (uint32_t i = 0; i < master->workers_count; i++)
        bundle->sign[master->worker_row[master->workers[i]]] = OF_WORKER;
    master_spread(master, centre, bundle->centre);
    for (size_t row = 0; row < bundle->rows; row++)
        bundle->price[row] = bundle->centre[row];
    return true;
}

/* ---- Rows ---- */

static void set_price(struct bundle *bundle, int row)
{
    double price = bundle->centre[row] + bundle->step * bundle->excess[row];
    int sign = bundle->sign[row];

    bundle->price[row] = sign == OF_WORKER || (sign > 0 && price < 0) || (sign < 0 && price > 0) ? 0 : price;
}

static double reduced_worth(const struct bundle *bundle, const struct bundle_column *column)
{
    const struct bundle_entry *entries = bundle->entries + column->first;
    double worth = column->worth;

    for (uint32_t e = 0; e < column->count; e++)
        worth -= bundle->price[entries[e].row] * entries[e].element;
    return worth;
}

static void put_share(struct bundle *bundle, const struct bundle_column *column, double share)
{
    const struct bundle_entry *entries = bundle->entries + column->first;

    for (uint32_t e = 0; e < column->count; e++) {
        bundle->excess[entries[e].row] += share * entries[e].element;
        set_price(bundle, entries[e].row);
    }
}

/* ---- Columns ---- */

static int by_worker_and_plan(const void *a, const void *b)
{
    const struct bundle_column *left = a, *right = b;

    if (left->worker != right->worker)
        return left->worker < right->worker ? -1 : 1;
    return (left->plan > right->plan) - (left->plan < right->plan);
}

static bool room_for(struct bundle *bundle, size_t columns)
{
    if (columns <= bundle->columns_room)
        return true;
    struct bundle_column *grown = realloc(bundle->columns, 2 * columns * sizeof *grown);
    if (grown == NULL)
        return false;
    bundle->columns = grown;
    bundle->columns_room = 2 * columns;
    return true;
}

/* Each plan once, in order. */
static void sort_columns(struct bundle *bundle)
{
    size_t once = 0, at = 0;

    if (bundle->columns_count > 1)
        qsort(bundle->columns, bundle->columns_count, sizeof *bundle->columns, by_worker_and_plan);
    for (size_t i = 0; i < bundle->columns_count; i++) {
        struct bundle_column *last = once == 0 ? NULL : &bundle->columns[once - 1];
        if (last != NULL && last->plan == bundle->columns[i].plan) {
            last->share += bundle->columns[i].share;
            last->idle = 0;
        } else {
            bundle->columns[once++] = bundle->columns[i];
        }
    }
    bundle->columns_count = once;
    for (uint32_t w = 0; w <= bundle->master->rotation->workers; w++) {
        while (at < once && bundle->columns[at].worker < w)
            at++;
        bundle->first_of[w] = at;
    }
}

static bool fill_entries(struct bundle *bundle)
{
    const struct master *master = bundle->master;
    size_t most = 0, count = 0;

    for (size_t i = 0; i < bundle->columns_count; i++)
        most += 6 * (size_t)master->pool->plans[bundle->columns[i].plan].visits_count + bundle->rows - master->rows;
    if (most > bundle->entries_room) {
        free(bundle->entries);
        bundle->entries = malloc(2 * most * sizeof *bundle->entries);
        bundle->entries_room = bundle->entries == NULL ? 0 : 2 * most;
        if (bundle->entries == NULL)
            return false;
    }
    for (size_t i = 0; i < bundle->columns_count; i++) {
        struct bundle_column *column = &bundle->columns[i];
        const struct plan_visit *visits = pool_visits(master->pool, column->plan);
        column->first = count;
        for (uint32_t v = 0; v < master->pool->plans[column->plan].visits_count; v++) {
            int rows[6];
            double elements[6];
            int n = master_visit_rows(master, column->worker, &visits[v], rows, elements);
            for (int j = 0; j < n; j++)
                bundle->entries[count++] = (struct bundle_entry){rows[j], (int)elements[j]};
        }
        uint32_t cuts[CUTS_AT_MOST];
        unsigned met = bundle->sharp == NULL ? 0
                                             : sharp_cuts_of(bundle->sharp, column->worker, visits,
                                                             master->pool->plans[column->plan].visits_count, cuts);
        while (met-- > 0)
            bundle->entries[count++] = (struct bundle_entry){(int)(master->rows + cuts[met]), 1};
        column->count = (uint32_t)(count - column->first);
    }
    return true;
}

/* What the shares add up to, anew: rounding errors do not pile up. */
static void count_excess(struct bundle *bundle)
{
    for (size_t row = 0; row < bundle->rows; row++)
        bundle->excess[row] = -bundle->limit[row];
    for (uint32_t i = 0; i < bundle->master->workers_count; i++) {
        uint32_t worker = bundle->master->workers[i];
        size_t first = bundle->first_of[worker], end = bundle->first_of[worker + 1];
        double sum = 0;
        for (size_t c = first; c < end; c++)
            sum += bundle->columns[c].share;
        for (size_t c = first; c < end; c++) {
            struct bundle_column *column = &bundle->columns[c];
            column->share = sum > 1e-3 ? column->share / sum : c == first;
            for (uint32_t e = 0; e < column->count; e++) {
                const struct bundle_entry *entry = &bundle->entries[column->first + e];
                bundle->excess[entry->row] += column->share * entry->element;
            }
        }
    }
}

bool bundle_add(struct bundle *bundle, const uint32_t *plans, size_t count)
{
    const struct pool *pool = bundle->master->pool;
    size_t kept = 0;

    for (size_t i = 0; i < bundle->columns_count; i++)
        if (bundle->columns[i].share > 0 || bundle->columns[i].idle <= IDLE_AT_MOST)
            bundle->columns[kept++] = bundle->columns[i];
    bundle->columns_count = kept;
    if (!room_for(bundle, kept + count))
        return false;
    for (size_t i = 0; i < count; i++)
        bundle->columns[bundle->columns_count++] = (struct bundle_column){
            .plan = plans[i], .worker = pool->plans[plans[i]].worker, .worth = (double)pool->plans[plans[i]].value};
    sort_columns(bundle);
    if (!fill_entries(bundle))
        return false;
    count_excess(bundle);
    return true;
}

bool bundle_adopt(struct bundle *bundle, const struct bundle *other)
{
    if (!room_for(bundle, other->columns_count))
        return false;
    for (size_t i = 0; i < other->columns_count; i++)
        bundle->columns[i] = other->columns[i];
    bundle->columns_count = other->columns_count;
    bundle->step = other->step;
    bundle->least_step = other->least_step;
    return bundle_add(bundle, NULL, 0);
}

bool bundle_sieve(struct bundle *bundle, bool (*fits)(const void *context, uint32_t plan), const void *context)
{
    size_t kept = 0;

    for (size_t i = 0; i < bundle->columns_count; i++)
        if (fits(context, bundle->columns[i].plan))
            bundle->columns[kept++] = bundle->columns[i];
    bundle->columns_count = kept;
    return bundle_add(bundle, NULL, 0);
}

double bundle_share(const struct bundle *bundle, uint32_t worker, const struct plan_visit *visit)
{
    const struct pool *pool = bundle->master->pool;
    double share = 0;

    for (size_t c = bundle->first_of[worker]; c < bundle->first_of[worker + 1]; c++) {
        const struct plan_visit *visits = pool_visits(pool, bundle->columns[c].plan);
        uint32_t count = bundle->columns[c].share > 0 ? pool->plans[bundle->columns[c].plan].visits_count : 0;
        for (uint32_t v = 0; v < count; v++)
            if (visits[v].option == visit->option && visits[v].period == visit->period)
                share += bundle->columns[c].share;
    }
    return share;
}

/* ---- Shares ---- */

/* ||a - b||^2 */
static double distance(const struct bundle *bundle, const struct bundle_column *a, const struct bundle_column *b)
{
    const struct bundle_entry *first = bundle->entries + a->first, *second = bundle->entries + b->first;
    int norm = 0;

    for (uint32_t i = 0; i < a->count; i++) {
        norm += first[i].element * first[i].element;
        for (uint32_t j = 0; j < b->count; j++)
            if (first[i].row == second[j].row)
                norm -= 2 * first[i].element * second[j].element;
    }
    for (uint32_t j = 0; j < b->count; j++)
        norm += second[j].element * second[j].element;
    return norm;
}

/* From the worst plan in use to the best one, as far as that helps; returns what was to be had. */
static double move_one(struct bundle *bundle, uint32_t worker)
{
    struct bundle_column *best = NULL, *worst = NULL;
    double sum = 0;

    for (size_t c = bundle->first_of[worker]; c < bundle->first_of[worker + 1]; c++) {
        struct bundle_column *column = &bundle->columns[c];
        column->reduced = reduced_worth(bundle, column);
        if (best == NULL || column->reduced > best->reduced)
            best = column;
        if (column->share > 0) {
            sum += column->share * column->reduced;
            if (worst == NULL || column->reduced < worst->reduced)
                worst = column;
        }
    }
    if (best == NULL || worst == NULL || best == worst)
        return 0;
    double loss = best->reduced - sum, norm = distance(bundle, best, worst);
    double share = norm > 0 ? (best->reduced - worst->reduced) / (bundle->step * norm) : worst->share;
    if (share >= worst->share) {
        share = worst->share;
        worst->share = 0;
    } else {
        worst->share -= share;
    }
    best->share += share;
    put_share(bundle, worst, -share);
    put_share(bundle, best, share);
    return loss;
}

double bundle_most(const struct bundle *bundle, uint32_t worker)
{
    double most = -HUGE_VAL;

    for (size_t c = bundle->first_of[worker]; c < bundle->first_of[worker + 1]; c++)
        most = fmax(most, bundle->columns[c].reduced);
    return most;
}

/* The model's bound at the prices at hand; plans that it does not need grow older. */
static double model_bound(struct bundle *bundle)
{
    double sum = 0;

    for (size_t row = 0; row < bundle->rows; row++)
        sum += bundle->price[row] * bundle->limit[row];
    for (uint32_t i = 0; i < bundle->master->workers_count; i++) {
        size_t first = bundle->first_of[bundle->master->workers[i]];
        size_t end = bundle->first_of[bundle->master->workers[i] + 1];
        double most = -HUGE_VAL;
        for (size_t c = first; c < end; c++) {
            bundle->columns[c].reduced = reduced_worth(bundle, &bundle->columns[c]);
            most = fmax(most, bundle->columns[c].reduced);
        }
        for (size_t c = first; c < end; c++)
            bundle->columns[c].idle =
                bundle->columns[c].share > 0 || bundle->columns[c].reduced >= most ? 0 : bundle->columns[c].idle + 1;
        sum += first == end ? 0 : most;
    }
    return sum;
}

double bundle_settle(struct bundle *bundle)
{
    for (int row = 0; row < (int)bundle->rows; row++)
        set_price(bundle, row);
    bundle->left = HUGE_VAL;
    for (int sweep = 0; sweep < SWEEPS && bundle->left > bundle->enough; sweep++) {
        bundle->left = 0;
        for (uint32_t i = 0; i < bundle->master->workers_count; i++)
            bundle->left += move_one(bundle, bundle->master->workers[i]);
    }
    return model_bound(bundle);
}

/* A tenth of what the model promised is enough to move there; the step grows when the model was right, and the shares
 * were nearly found: the longer the step, the harder they are to find, and too long
 * a one is taken back. */
void bundle_step(struct bundle *bundle, double model, double value)
{
    double promised = bundle->centre_value - model, got = bundle->centre_value - value;

    if (bundle->centre_value < HUGE_VAL && bundle->left > promised)
        bundle->step = fmax(bundle->step * 0.7, bundle->least_step);
    if (bundle->centre_value < HUGE_VAL && got < 0.1 * promised) {
        if (++bundle->nulls >= NULLS_AT_MOST) {
            bundle->step = fmax(bundle->step * 0.7, bundle->least_step);
            bundle->nulls = 0;
        }
        return;
    }
    if (bundle->centre_value < HUGE_VAL && got > 0.5 * promised && bundle->left < 0.3 * promised)
        bundle->step *= 1.3;
    bundle->nulls = 0;
    bundle->centre_value = value;
    for (size_t row = 0; row < bundle->rows; row++)
        bundle->centre[row] = bundle->price[row];
}

void bundle_look_again(struct bundle *bundle)
{
    bundle->centre_value = HUGE_VAL;
    for (size_t row = 0; row < bundle->rows; row++)
        bundle->price[row] = bundle->centre[row];
}
