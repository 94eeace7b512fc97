/*
 * The master problem (Dantzig, Wolfe 1960; Barnhart et al. 1998): a share of each personal plan, one plan in all for
 * each worker, under guests, away, balance and minimums. In a balanced round the smaller of guests and away stands for
 * both. What cannot be met yet is filled at a price.
 */
#include "matcher/rotate_master.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool balances(const struct rotation *rotation, size_t centre, uint32_t period)
{
    return rotation->round->balanced && !(rotation->unbalanced != NULL && rotation->unbalanced[centre] >> period & 1);
}

static int add_row(struct master *master, double lower, double upper)
{
    master->lower[master->rows] = lower;
    master->upper[master->rows] = upper;
    return (int)master->rows++;
}

static void add_cell_rows(struct master *master, size_t centre, uint32_t period)
{
    const struct rotation *rotation = master->rotation;
    size_t cell = centre * rotation->periods + period;
    double guests = rotation->guests[cell], away = rotation->away[cell];

    if (!(master->periods >> period & 1)) {
        master->guests_row[cell] = master->away_row[cell] = master->balance_row[cell] = NO_ROW;
        return;
    }
    if (!balances(rotation, centre, period)) {
        master->guests_row[cell] = guests > 0 ? add_row(master, -DBL_MAX, guests) : NO_ROW;
        master->away_row[cell] = away > 0 ? add_row(master, -DBL_MAX, away) : NO_ROW;
        master->balance_row[cell] = NO_ROW;
        return;
    }
    bool open = guests > 0 && away > 0;
    master->guests_row[cell] = open && guests <= away ? add_row(master, -DBL_MAX, guests) : NO_ROW;
    master->away_row[cell] = open && guests > away ? add_row(master, -DBL_MAX, away) : NO_ROW;
    master->balance_row[cell] = open ? add_row(master, 0, 0) : NO_ROW;
}

static void add_rows(struct master *master)
{
    const struct rotation *rotation = master->rotation;

    for (size_t c = 0; c < rotation->centres; c++) {
        const struct matcher_round_centre *centre = &rotation->round->centres[c];
        for (uint32_t t = 0; t < rotation->periods; t++)
            add_cell_rows(master, c, t);
        master->send_row[c] = centre->min_send > 0 ? add_row(master, centre->min_send, DBL_MAX) : NO_ROW;
        master->host_row[c] = centre->min_host > 0 ? add_row(master, centre->min_host, DBL_MAX) : NO_ROW;
    }
    for (uint32_t w = 0; w < rotation->workers; w++)
        master->worker_row[w] = NO_ROW;
    for (uint32_t i = 0; i < master->workers_count; i++)
        master->worker_row[master->workers[i]] = add_row(master, 1, 1);
}

int master_visit_rows(const struct master *master, uint32_t worker, const struct plan_visit *visit, int *rows,
                      double *elements)
{
    const struct rotation *rotation = master->rotation;
    size_t home = rotation->round->workers[worker].home, host = rotation->options[visit->option].host;
    size_t home_cell = home * rotation->periods + visit->period, host_cell = host * rotation->periods + visit->period;
    const int in[] = {master->guests_row[host_cell],  master->away_row[home_cell], master->balance_row[home_cell],
                      master->balance_row[host_cell], master->send_row[home],      master->host_row[host]};
    static const double signs[] = {1, 1, 1, -1, 1, 1};
    int count = 0;

    for (int i = 0; i < 6; i++)
        if (in[i] != NO_ROW) {
            rows[count] = in[i];
            elements[count++] = signs[i];
        }
    return count;
}

/* What the others do is taken off the limits. */
static void take_fixed(struct master *master, const struct state *fixed)
{
    const struct rotation *rotation = master->rotation;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        if (master->worker_row[w] != NO_ROW)
            continue;
        for (uint64_t left = fixed->visited[w]; left != 0; left &= left - 1) {
            uint32_t t = (uint32_t)__builtin_ctzll(left);
            const struct plan_visit visit = {fixed->at[(size_t)t * rotation->workers + w], t};
            int rows[6];
            double elements[6];
            int count = master_visit_rows(master, w, &visit, rows, elements);
            for (int i = 0; i < count; i++) {
                master->lower[rows[i]] -= master->lower[rows[i]] > -DBL_MAX ? elements[i] : 0;
                master->upper[rows[i]] -= master->upper[rows[i]] < DBL_MAX ? elements[i] : 0;
            }
        }
    }
}

/* More than any visit can be worth, and than anybody can have too little: else a programme would rather take nobody's
 * plan. */
static double dear(const struct rotation *rotation)
{
    double most = 1;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        double goals = 0;
        for (size_t i = 0; i < rotation->round->workers[w].wants_count; i++)
            goals += fabs((double)rotation->round->workers[w].wants[i].worth);
        for (size_t i = rotation->first_option[w]; i < rotation->first_option[w + 1]; i++) {
            double worth = fabs((double)rotation->options[i].fit) + goals;
            const int32_t *bonus = rotation->round->centres[rotation->options[i].host].bonus;
            for (uint32_t t = 0; bonus != NULL && t < rotation->periods; t++)
                if (fabs((double)rotation->options[i].fit) + goals + fabs((double)bonus[t]) > worth)
                    worth = fabs((double)rotation->options[i].fit) + goals + fabs((double)bonus[t]);
            most = worth > most ? worth : most;
        }
    }
    double weight = (double)rotation->round->fair_weight;
    return fmax(8 * (1 + weight) * most, 2 * weight * (double)rotation->round->fair_target) +
           (rotation->kept != NULL ? 8 * (double)rotation->keep_worth : 0);
}

/* Both ways for each row: whatever the others do, and whatever is fixed, some solution fits. */
static bool add_fills(struct master *master)
{
    size_t room = 2 * master->rows + 1;
    double *worth = calloc(room, sizeof *worth), *upper = calloc(room, sizeof *upper);
    double *elements = calloc(room, sizeof *elements);
    int *starts = calloc(room + 1, sizeof *starts), *rows = calloc(room, sizeof *rows);
    bool ok = worth != NULL && upper != NULL && elements != NULL && starts != NULL && rows != NULL;
    int count = 0;

    for (size_t row = 0; ok && row < master->rows; row++)
        for (int sign = -1; sign <= 1; sign += 2) {
            starts[count] = count;
            rows[count] = (int)row;
            elements[count] = sign;
            worth[count] = -master->fill_cost;
            upper[count++] = DBL_MAX;
            starts[count] = count;
        }
    const struct lp_columns columns = {(size_t)count, worth, upper, starts, rows, elements};
    ok = ok && lp_append(master->lp, &columns);
    master->fills = (size_t)count;
    free(worth);
    free(upper);
    free(elements);
    free(starts);
    free(rows);
    return ok;
}

bool master_new(struct master *master, const struct rotation *rotation, struct pool *pool, const uint32_t *workers,
                uint32_t count, const struct state *fixed, uint64_t periods)
{
    size_t cells = (size_t)rotation->centres * rotation->periods + 1, centres = (size_t)rotation->centres + 1;
    size_t rows = 3 * cells + 2 * centres + count;

    *master = (struct master){
        .rotation = rotation,
        .pool = pool,
        .workers = workers,
        .workers_count = count,
        .periods = periods,
        .guests_row = malloc(cells * sizeof *master->guests_row),
        .away_row = malloc(cells * sizeof *master->away_row),
        .balance_row = malloc(cells * sizeof *master->balance_row),
        .send_row = malloc(centres * sizeof *master->send_row),
        .host_row = malloc(centres * sizeof *master->host_row),
        .worker_row = malloc(((size_t)rotation->workers + 1) * sizeof *master->worker_row),
        .lower = malloc(rows * sizeof *master->lower),
        .upper = malloc(rows * sizeof *master->upper),
        .sums = malloc(rows * sizeof *master->sums),
        .fill_cost = dear(rotation),
    };
    if (master->guests_row != NULL && master->away_row != NULL && master->balance_row != NULL &&
        master->send_row != NULL && master->host_row != NULL && master->worker_row != NULL && master->lower != NULL &&
        master->upper != NULL && master->sums != NULL) {
        add_rows(master);
        if (fixed != NULL)
            take_fixed(master, fixed);
        master->lp = lp_new(master->rows, master->lower, master->upper);
        if (master->lp != NULL && add_fills(master))
            return true;
    }
    master_clear(master);
    return false;
}

void master_clear(struct master *master)
{
    free(master->guests_row);
    free(master->away_row);
    free(master->balance_row);
    free(master->send_row);
    free(master->host_row);
    free(master->worker_row);
    free(master->lower);
    free(master->upper);
    free(master->sums);
    free(master->plan_of);
    lp_free(master->lp);
    *master = (struct master){0};
}

/* ---- Columns ---- */

struct batch {
    double *worth, *upper, *elements;
    int *starts, *rows;
};

size_t master_plan_room(const struct master *master, uint32_t plan)
{
    return 1 + 6 * (size_t)master->pool->plans[plan].visits_count;
}

int master_plan_rows(const struct master *master, uint32_t number, int *rows, double *elements)
{
    const struct plan *plan = &master->pool->plans[number];
    const struct plan_visit *visits = pool_visits(master->pool, number);
    int used = 0;

    rows[used] = master->worker_row[plan->worker];
    elements[used++] = 1;
    for (uint32_t v = 0; v < plan->visits_count; v++) {
        int more[6];
        double signs[6];
        int n = master_visit_rows(master, plan->worker, &visits[v], more, signs);
        for (int j = 0; j < n; j++) { /* send and host rows come more than once */
            int k = 0;
            while (k < used && rows[k] != more[j])
                k++;
            if (k == used) {
                rows[used] = more[j];
                elements[used++] = 0;
            }
            elements[k] += signs[j];
        }
    }
    return used;
}

static void fill_batch(const struct master *master, struct batch *batch, const uint32_t *plans, size_t count)
{
    int used = 0;

    for (size_t i = 0; i < count; i++) {
        batch->worth[i] = (double)master->pool->plans[plans[i]].value;
        batch->upper[i] = DBL_MAX;
        batch->starts[i] = used;
        used += master_plan_rows(master, plans[i], batch->rows + used, batch->elements + used);
    }
    batch->starts[count] = used;
}

bool master_add(struct master *master, const uint32_t *plans, size_t count)
{
    size_t elements = 0;

    if (count == 0)
        return true;
    for (size_t i = 0; i < count; i++)
        elements += master_plan_room(master, plans[i]);
    if (master->columns + count > master->room) {
        size_t room = 2 * (master->columns + count);
        uint32_t *grown = realloc(master->plan_of, room * sizeof *grown);
        if (grown == NULL)
            return false;
        master->plan_of = grown;
        master->room = room;
    }
    struct batch batch = {
        .worth = malloc(count * sizeof *batch.worth),
        .upper = malloc(count * sizeof *batch.upper),
        .elements = malloc(elements * sizeof *batch.elements),
        .starts = malloc((count + 1) * sizeof *batch.starts),
        .rows = malloc(elements * sizeof *batch.rows),
    };
    bool ok = batch.worth != NULL && batch.upper != NULL && batch.elements != NULL && batch.starts != NULL &&
              batch.rows != NULL;
    if (ok) {
        fill_batch(master, &batch, plans, count);
        const struct lp_columns columns = {count, batch.worth, batch.upper, batch.starts, batch.rows, batch.elements};
        ok = lp_append(master->lp, &columns);
    }
    if (ok) {
        memcpy(master->plan_of + master->columns, plans, count * sizeof *plans);
        master->columns += count;
    }
    free(batch.worth);
    free(batch.upper);
    free(batch.elements);
    free(batch.starts);
    free(batch.rows);
    return ok;
}

bool master_holds(struct master *master, const uint32_t *chosen)
{
    double *sums = master->sums;

    for (size_t row = 0; row < master->rows; row++)
        sums[row] = 0;
    for (uint32_t i = 0; i < master->workers_count; i++) {
        const struct plan_visit *visits = pool_visits(master->pool, chosen[i]);
        for (uint32_t v = 0; v < master->pool->plans[chosen[i]].visits_count; v++) {
            int rows[6];
            double elements[6];
            int count = master_visit_rows(master, master->workers[i], &visits[v], rows, elements);
            for (int j = 0; j < count; j++)
                sums[rows[j]] += elements[j];
        }
        sums[master->worker_row[master->workers[i]]]++;
    }
    for (size_t row = 0; row < master->rows; row++)
        if (sums[row] < master->lower[row] || sums[row] > master->upper[row])
            return false;
    return true;
}

double master_missing(const struct master *master)
{
    const double *values = lp_values(master->lp);
    double missing = 0;

    for (size_t i = 0; i < master->fills; i++)
        missing += values[i];
    return missing;
}

bool master_solve(struct master *master, bool dual, struct rotate_watch *watch)
{
    for (int way = 0; way < 2; way++) {
        enum lp_answer answer = LP_STOPPED;
        for (int i = 0; i < 20 && answer == LP_STOPPED && !watch_tick(watch); i++)
            answer = lp_solve(master->lp, (way == 0) == dual);
        if (answer == LP_SOLVED)
            return true;
    }
    return false;
}

/* ---- Plans in and out of states ---- */

size_t pool_add_own(struct pool *pool, const struct rotation *rotation, const struct state *state, uint32_t worker)
{
    struct plan_visit visits[MATCHER_PERIODS];
    uint32_t count = 0;
    bool is_new;

    for (uint64_t left = state->visited[worker]; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        visits[count++] = (struct plan_visit){state->at[(size_t)t * rotation->workers + worker], t};
    }
    return pool_add(pool, rotation, worker, visits, count, &is_new);
}

void put_chosen(const struct master *master, const uint32_t *chosen, struct state *state)
{
    const struct rotation *rotation = master->rotation;

    for (uint32_t i = 0; i < master->workers_count; i++) {
        uint32_t worker = master->workers[i];
        for (uint64_t left = state->visited[worker]; left != 0; left &= left - 1)
            state_take(state, rotation, worker, (uint32_t)__builtin_ctzll(left));
        const struct plan_visit *visits = pool_visits(master->pool, chosen[i]);
        for (uint32_t v = 0; v < master->pool->plans[chosen[i]].visits_count; v++)
            state_put(state, rotation, worker, visits[v].option, visits[v].period);
    }
    state_count(state, rotation);
}
