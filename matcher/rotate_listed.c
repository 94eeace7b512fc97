/* The listed plans, their linear programme, and what its prices prove (rotate_listed.h). */
#include "matcher/rotate_listed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_AT_FIRST = 20, COLUMNS_AT_A_TIME = 8, TOLERATED = PRICE_SCALE / 50, TRIED = 40 };

bool listed_new(struct listed *listed, const struct rotation *rotation)
{
    size_t workers = (size_t)rotation->workers + 1, most = 0;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        size_t options = rotation->first_option[w + 1] - rotation->first_option[w];
        most = options > most ? options : most;
    }
    *listed = (struct listed){.rotation = rotation,
                              .everybody = malloc(workers * sizeof *listed->everybody),
                              .first_of = calloc(workers + 1, sizeof *listed->first_of),
                              .most = calloc(workers, sizeof *listed->most),
                              .costs = malloc((most * rotation->periods + 1) * sizeof *listed->costs)};
    if (listed->everybody != NULL && listed->first_of != NULL && listed->most != NULL && listed->costs != NULL) {
        for (uint32_t w = 0; w < rotation->workers; w++)
            listed->everybody[w] = w;
        if (prices_new(&listed->prices, rotation) && master_new(&listed->master, rotation, &listed->pool,
                                                                listed->everybody, rotation->workers, NULL, UINT64_MAX))
            return true;
    }
    listed_clear(listed);
    return false;
}

void listed_clear(struct listed *listed)
{
    for (size_t k = 0; k < listed->cuts_count; k++)
        free(listed->cuts[k].plans);
    free(listed->cuts);
    free(listed->everybody);
    free(listed->first_of);
    free(listed->first_in);
    free(listed->plans_in);
    free(listed->closed);
    free(listed->is_in);
    free(listed->reduced);
    free(listed->most);
    free(listed->columns);
    free(listed->costs);
    free(listed->shares);
    prices_clear(&listed->prices);
    master_clear(&listed->master);
    pool_clear(&listed->pool);
    *listed = (struct listed){0};
}

/* ---- Rows ---- */

size_t listed_rows(const struct listed *listed)
{
    return listed->rotation->workers + 2 * (size_t)listed->rotation->centres * listed->rotation->periods;
}

/* In a balanced round the smaller of guests and away holds for both. */
int32_t listed_limit(const struct listed *listed, uint32_t row)
{
    const struct rotation *rotation = listed->rotation;
    uint32_t cells = rotation->centres * rotation->periods;

    if (row < rotation->workers)
        return 1;
    uint32_t cell = (row - rotation->workers) % cells;
    int32_t guests = rotation->guests[cell], away = rotation->away[cell];
    if (listed->master.balance_row[cell] != NO_ROW)
        return guests < away ? guests : away;
    return row - rotation->workers < cells ? guests : away;
}

unsigned listed_visits_rows(const struct rotation *rotation, uint32_t worker, const struct plan_visit *visits,
                            uint32_t count, uint32_t *rows)
{
    uint32_t cells = rotation->centres * rotation->periods, home = rotation->round->workers[worker].home;
    unsigned used = 0;

    rows[used++] = worker;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t host = rotation->options[visits[i].option].host;
        rows[used++] = rotation->workers + host * rotation->periods + visits[i].period;
        rows[used++] = rotation->workers + cells + home * rotation->periods + visits[i].period;
    }
    return used;
}

unsigned listed_plan_rows(const struct listed *listed, uint32_t plan, uint32_t *rows)
{
    const struct plan *of = &listed->pool.plans[plan];

    return listed_visits_rows(listed->rotation, of->worker, pool_visits(&listed->pool, plan), of->visits_count, rows);
}

bool cut_has(const struct listed *listed, const struct cut *cut, uint32_t plan)
{
    uint32_t rows[LISTED_ROWS];
    unsigned count = listed_plan_rows(listed, plan, rows), in = 0;

    for (unsigned i = 0; i < count; i++)
        for (unsigned j = 0; j < CUT_ROWS; j++)
            in += rows[i] == cut->rows[j];
    return in >= 2;
}

/* ---- Columns ---- */

static bool append(struct listed *listed, const uint32_t *plans, size_t count)
{
    size_t room = 1;

    for (size_t i = 0; i < count; i++)
        room += master_plan_room(&listed->master, plans[i]) + listed->cuts_count;
    double *worth = malloc((count + 1) * sizeof *worth), *upper = malloc((count + 1) * sizeof *upper);
    double *elements = malloc(room * sizeof *elements);
    int *starts = malloc((count + 1) * sizeof *starts), *rows = malloc(room * sizeof *rows);
    bool ok = worth != NULL && upper != NULL && elements != NULL && starts != NULL && rows != NULL;
    int used = 0;

    for (size_t i = 0; ok && i < count; i++) {
        worth[i] = (double)listed->pool.plans[plans[i]].value;
        upper[i] = HUGE_VAL;
        starts[i] = used;
        used += master_plan_rows(&listed->master, plans[i], rows + used, elements + used);
        for (size_t k = 0; k < listed->cuts_count; k++)
            if (cut_has(listed, &listed->cuts[k], plans[i])) {
                rows[used] = (int)(listed->master.rows + k);
                elements[used++] = 1;
            }
    }
    if (ok) {
        starts[count] = used;
        ok = lp_append(listed->master.lp, &(struct lp_columns){count, worth, upper, starts, rows, elements});
    }
    for (size_t i = 0; ok && i < count; i++) {
        listed->columns[listed->columns_count++] = plans[i];
        listed->is_in[plans[i]] = true;
    }
    free(worth);
    free(upper);
    free(elements);
    free(starts);
    free(rows);
    return ok;
}

/* The worker's best plans that are not in yet and worth more than `least`; returns how many. */
static size_t choose_best(const struct listed *listed, uint32_t worker, int64_t least, uint32_t *plans, size_t wanted)
{
    size_t count = 0;

    for (size_t p = listed->first_of[worker]; p < listed->first_of[worker + 1]; p++) {
        if (listed->closed[p] != 0 || listed->is_in[p] || listed->reduced[p] <= least)
            continue;
        size_t at = count < wanted ? count++ : wanted;
        if (at == wanted && listed->reduced[p] <= listed->reduced[plans[wanted - 1]])
            continue;
        at = at == wanted ? wanted - 1 : at;
        for (; at > 0 && listed->reduced[plans[at - 1]] < listed->reduced[p]; at--)
            plans[at] = plans[at - 1];
        plans[at] = (uint32_t)p;
    }
    return count;
}

/* By the library's own price of each worker, or so many of everybody. */
static bool add_columns(struct listed *listed, bool at_first, size_t *added)
{
    const struct master *master = &listed->master;
    size_t wanted = at_first ? COLUMNS_AT_FIRST : COLUMNS_AT_A_TIME, count = 0;
    uint32_t *plans = calloc(wanted * listed->rotation->workers + 1, sizeof *plans);
    const double *by_row = at_first ? NULL : lp_prices(master->lp);

    if (plans == NULL)
        return false;
    for (uint32_t w = 0; w < listed->rotation->workers; w++) {
        int64_t least = IMPOSSIBLE;
        if (!at_first)
            least = llround(fmin(fmax(by_row[master->worker_row[w]], -1e14), 1e14) * PRICE_SCALE) + TOLERATED;
        count += choose_best(listed, w, least, plans + count, wanted);
    }
    bool ok = count == 0 || append(listed, plans, count);
    free(plans);
    *added = count;
    return ok;
}

/* The plans of each row. */
static bool fill_rows(struct listed *listed)
{
    size_t rows = listed_rows(listed), in = 1;
    uint32_t plan_rows[LISTED_ROWS];

    for (size_t p = 0; p < listed->pool.count; p++)
        in += 1 + 2 * (size_t)listed->pool.plans[p].visits_count;
    listed->first_in = calloc(rows + 2, sizeof *listed->first_in);
    listed->plans_in = malloc(in * sizeof *listed->plans_in);
    if (listed->first_in == NULL || listed->plans_in == NULL)
        return false;
    for (uint32_t p = 0; p < listed->pool.count; p++)
        for (unsigned i = listed_plan_rows(listed, p, plan_rows); i-- > 0;)
            listed->first_in[plan_rows[i] + 2]++;
    for (size_t row = 0; row < rows; row++)
        listed->first_in[row + 2] += listed->first_in[row + 1];
    for (uint32_t p = 0; p < listed->pool.count; p++)
        for (unsigned i = listed_plan_rows(listed, p, plan_rows); i-- > 0;)
            listed->plans_in[listed->first_in[plan_rows[i] + 1]++] = p;
    return true;
}

bool listed_begin(struct listed *listed, const struct prices *prices)
{
    const struct rotation *rotation = listed->rotation;
    size_t count = listed->pool.count, at = 0, added;

    listed->closed = calloc(count + 1, sizeof *listed->closed);
    listed->is_in = calloc(count + 1, sizeof *listed->is_in);
    listed->reduced = calloc(count + 1, sizeof *listed->reduced);
    listed->columns = calloc(count + 1, sizeof *listed->columns);
    listed->shares = calloc(count + 1, sizeof *listed->shares);
    if (listed->closed == NULL || listed->is_in == NULL || listed->reduced == NULL || listed->columns == NULL ||
        listed->shares == NULL || !fill_rows(listed))
        return false;
    for (uint32_t w = 0; w <= rotation->workers; w++) {
        while (at < count && listed->pool.plans[at].worker < w)
            at++;
        listed->first_of[w] = at;
    }
    prices_copy(&listed->prices, prices, rotation);
    listed->bound = listed_count_bound(listed);
    return add_columns(listed, true, &added);
}

void listed_tidy(struct listed *listed, size_t from, const bool *is_kept, int *gone, size_t *count)
{
    size_t kept = 0;

    *count = 0;
    for (size_t c = 0; c < listed->columns_count; c++) {
        uint32_t plan = listed->columns[c];
        size_t column = listed->master.fills + c;
        if ((listed->closed[plan] == 1 || c >= from) && (is_kept == NULL || !is_kept[column])) {
            gone[(*count)++] = (int)column;
            listed->is_in[plan] = false;
        } else {
            listed->columns[kept++] = plan;
        }
    }
    listed->columns_count = kept;
    lp_delete(listed->master.lp, *count, gone);
}

/* ---- The programme ---- */

void listed_reopen(struct listed *listed, unsigned depth)
{
    for (size_t p = 0; p < listed->pool.count; p++)
        if (listed->closed[p] >= depth)
            listed->closed[p] = 0;
}

uint8_t *listed_open(const struct listed *listed)
{
    uint8_t *open = calloc(listed->pool.count / 8 + 1, sizeof *open);

    for (size_t p = 0; open != NULL && p < listed->pool.count; p++)
        open[p / 8] |= (uint8_t)((listed->closed[p] == 0) << p % 8);
    return open;
}

void listed_close_others(struct listed *listed, const uint8_t *open, unsigned depth)
{
    for (size_t p = 0; p < listed->pool.count; p++)
        if (listed->closed[p] == 0 && !(open[p / 8] >> p % 8 & 1))
            listed->closed[p] = (uint16_t)depth;
}

static void set_limits(struct listed *listed)
{
    double *upper = lp_upper(listed->master.lp) + listed->master.fills;

    for (size_t c = 0; c < listed->columns_count; c++)
        upper[c] = listed->closed[listed->columns[c]] != 0 ? 0 : HUGE_VAL;
}

static int by_plan(const void *a, const void *b)
{
    const struct listed_share *left = a, *right = b;

    return (left->plan > right->plan) - (left->plan < right->plan);
}

static void take_shares(struct listed *listed)
{
    const double *values = lp_values(listed->master.lp) + listed->master.fills;

    listed->shares_count = 0;
    for (size_t c = 0; c < listed->columns_count; c++)
        if (values[c] > 1e-7)
            listed->shares[listed->shares_count++] = (struct listed_share){listed->columns[c], values[c]};
    if (listed->shares_count > 1)
        qsort(listed->shares, listed->shares_count, sizeof *listed->shares, by_plan);
}

/* The programme, as far as it takes to see that it is worth no more than `best`, if it is. */
static bool solve_programme(struct listed *listed, bool dual, int64_t best, bool *is_closed, struct rotate_watch *watch)
{
    enum lp_answer answer = LP_LOST;
    int64_t bound;

    *is_closed = false;
    if (watch_tick(watch))
        return false;
    if (dual) {
        lp_want(listed->master.lp, (double)best + 0.9);
        answer = lp_solve(listed->master.lp, true);
        lp_want(listed->master.lp, -HUGE_VAL);
    }
    if (answer == LP_LITTLE) {
        listed_take_prices(listed);
        bound = listed_count_bound(listed);
        *is_closed = bound < (best + 1) * PRICE_SCALE;
        listed->bound = bound < listed->bound ? bound : listed->bound;
    }
    return *is_closed || answer == LP_SOLVED || master_solve(&listed->master, dual, watch);
}

enum listed_answer listed_solve(struct listed *listed, unsigned depth, int64_t best, struct rotate_watch *watch)
{
    bool dual = listed->solved > 0, is_closed;
    size_t added;

    listed->bound = INT64_MAX;
    for (;; dual = false) {
        set_limits(listed);
        listed->solved++;
        if (!solve_programme(listed, dual, best, &is_closed, watch))
            return LISTED_LOST;
        if (is_closed)
            return LISTED_CLOSED;
        listed_take_prices(listed);
        int64_t bound = listed_count_bound(listed);
        listed->bound = bound < listed->bound ? bound : listed->bound;
        if (listed->bound < (best + 1) * PRICE_SCALE)
            return LISTED_CLOSED;
        listed_close_hopeless(listed, depth, bound - (best + 1) * PRICE_SCALE);
        if (!add_columns(listed, false, &added))
            return LISTED_NO_MEMORY;
        if (added == 0)
            break;
    }
    take_shares(listed);
    return LISTED_SOLVED;
}

double listed_try(struct listed *listed, const struct lp_basis *basis)
{
    set_limits(listed);
    return lp_try(listed->master.lp, basis, TRIED);
}
