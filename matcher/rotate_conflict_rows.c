/*
 * The visits that matter to some rules of a round, and a row for each rule they touch: places, spare staff and balance
 * of a centre in a period, minimums, and of a worker one place in a period, the gap, a host once and the visits at
 * most. Rows that cannot be broken are left out.
 */
#include "matcher/rotate_conflict.h"

#include <float.h>
#include <stdlib.h>

enum { MOST_VISITS = 30000, FEW_ROWS = 8, MOST_ROWS = FEW_ROWS + MATCHER_PERIODS, ROW_AGAINST = 3 };
static const uint64_t most_turns = 1000000; /* workers x periods */

/* Rows by number, whether they are made or not: those of cells (centre x periods + period), of centres, of turns
 * (worker x periods + period), and of workers. */
struct layout {
    struct conflict *conflict;
    const bool *out;
    uint32_t periods, most_first;                               /* the last window of the gap begins there */
    size_t away, balance, send, host, place, window, most, end; /* where each kind begins; guests first */
    uint32_t *rule_of;                                          /* by row: CONFLICT_FACT, or */
    uint64_t *balanced, *out_wanted, *in_wanted;                /* by centre: periods */
    int *row_at;                                                /* visits in the row, then its place or -1 */
    int *pin_at;                                                /* by visit: the place of its pin's row, or -1 */
    size_t elements, extras;
};

#define NO_RULE (UINT32_MAX - 1)

static uint64_t all_periods(const struct layout *layout)
{
    return layout->periods < MATCHER_PERIODS ? (UINT64_C(1) << layout->periods) - 1 : UINT64_MAX;
}

static bool layout_new(struct layout *layout, struct conflict *conflict, const bool *out)
{
    const struct matcher_round *round = conflict->round;
    size_t centres = round->centres_count, cells = centres * round->periods;
    size_t workers = round->workers_count, turns = workers * round->periods;

    *layout = (struct layout){.conflict = conflict, .out = out, .periods = round->periods};
    layout->most_first = round->periods > round->min_gap ? round->periods - 1 - round->min_gap : 0;
    layout->away = cells;
    layout->balance = 2 * cells;
    layout->send = 3 * cells;
    layout->host = layout->send + centres;
    layout->place = layout->host + centres;
    layout->window = layout->place + turns;
    layout->most = layout->window + turns;
    layout->end = layout->most + workers;
    layout->rule_of = calloc(layout->end + 1, sizeof *layout->rule_of);
    layout->row_at = calloc(layout->end + 1, sizeof *layout->row_at);
    layout->balanced = calloc(3 * centres + 1, sizeof *layout->balanced);
    layout->out_wanted = layout->balanced == NULL ? NULL : layout->balanced + centres;
    layout->in_wanted = layout->balanced == NULL ? NULL : layout->balanced + 2 * centres;
    return layout->rule_of != NULL && layout->row_at != NULL && layout->balanced != NULL;
}

static void layout_clear(struct layout *layout)
{
    free(layout->rule_of);
    free(layout->row_at);
    free(layout->balanced);
    free(layout->pin_at);
}

static void hold_rows(struct layout *layout, size_t first, size_t end, uint32_t rule)
{
    for (size_t row = first; row < end; row++)
        layout->rule_of[row] = rule;
}

/* The rules that hold, by row, and the visits that they ask for. */
static void hold_rules(struct layout *layout)
{
    const struct conflict *conflict = layout->conflict;

    hold_rows(layout, 0, layout->end, NO_RULE);
    hold_rows(layout, layout->place, layout->window, CONFLICT_FACT);
    for (uint32_t i = 0; i < conflict->rules_count; i++) {
        const struct matcher_breach *rule = &conflict->rules[i];
        size_t cell = (size_t)rule->centre * layout->periods + rule->period;
        if (layout->out[i])
            continue;
        if (rule->rule == MATCHER_ROUND_GUESTS) {
            layout->rule_of[cell] = i;
        } else if (rule->rule == MATCHER_ROUND_AWAY) {
            layout->rule_of[layout->away + cell] = i;
        } else if (rule->rule == MATCHER_ROUND_BALANCE) {
            layout->rule_of[layout->balance + cell] = i;
            layout->balanced[rule->centre] |= UINT64_C(1) << rule->period;
        } else if (rule->rule == MATCHER_ROUND_MIN_SEND) {
            layout->rule_of[layout->send + rule->centre] = i;
            layout->out_wanted[rule->centre] = all_periods(layout);
        } else if (rule->rule == MATCHER_ROUND_MIN_HOST) {
            layout->rule_of[layout->host + rule->centre] = i;
            layout->in_wanted[rule->centre] = all_periods(layout);
        } else if (rule->rule == MATCHER_ROUND_GAP) {
            hold_rows(layout, layout->window, layout->most, i);
        } else if (rule->rule == MATCHER_ROUND_MAX_VISITS) {
            hold_rows(layout, layout->most, layout->end, i);
        } else if (rule->rule == MATCHER_ROUND_PIN) {
            layout->in_wanted[rule->centre] |= UINT64_C(1) << rule->period;
        }
    }
}

/* ---- Which visits ---- */

static uint64_t periods_wanted(const struct layout *layout, const struct matcher_round_worker *worker, uint32_t host)
{
    const struct matcher_round *round = layout->conflict->round;

    if (host == worker->home)
        return 0;
    return all_periods(layout) & ~(round->centres[host].closed | worker->unavailable) &
           (layout->out_wanted[worker->home] | layout->in_wanted[host]);
}

/* Where balance holds, whoever leaves asks for a guest, and a guest for somebody who leaves. True: something is asked
 * for anew. */
static bool want_back(struct layout *layout)
{
    const struct matcher_round *round = layout->conflict->round;
    bool more = false;

    for (size_t w = 0; w < round->workers_count; w++)
        for (size_t i = 0; i < round->workers[w].fits_count; i++) {
            uint32_t home = round->workers[w].home, host = round->workers[w].fits[i].host;
            uint64_t periods = periods_wanted(layout, &round->workers[w], host);
            uint64_t in = periods & layout->balanced[home] & ~layout->in_wanted[home];
            uint64_t out = periods & layout->balanced[host] & ~layout->out_wanted[host];
            layout->in_wanted[home] |= in;
            layout->out_wanted[host] |= out;
            more = more || (in | out) != 0;
        }
    return more;
}

/* By worker, host and period. False: no memory. */
static bool list_visits(struct layout *layout)
{
    struct conflict *conflict = layout->conflict;
    const struct matcher_round *round = conflict->round;

    while (want_back(layout))
        ;
    for (size_t w = 0; w < round->workers_count; w++)
        for (size_t i = 0; i < round->workers[w].fits_count; i++)
            conflict->visits_count += (size_t)__builtin_popcountll(
                periods_wanted(layout, &round->workers[w], round->workers[w].fits[i].host));
    conflict->too_large = conflict->visits_count > MOST_VISITS;
    if (conflict->too_large)
        return true;
    conflict->visits = calloc(conflict->visits_count + 1, sizeof *conflict->visits);
    if (conflict->visits == NULL)
        return false;
    size_t count = 0;
    for (uint32_t w = 0; w < round->workers_count; w++)
        for (size_t i = 0; i < round->workers[w].fits_count; i++) {
            uint32_t host = round->workers[w].fits[i].host;
            for (uint64_t left = periods_wanted(layout, &round->workers[w], host); left != 0; left &= left - 1)
                conflict->visits[count++] = (struct matcher_visit){w, host, (uint32_t)__builtin_ctzll(left)};
        }
    return true;
}

/* ---- Rows ---- */

/* Of a visit, the one at ROW_AGAINST counted against. */
static size_t list_rows(const struct layout *layout, const struct matcher_visit *visit, size_t *rows)
{
    const struct matcher_round *round = layout->conflict->round;
    size_t home = round->workers[visit->worker].home, t = visit->period, count = FEW_ROWS;
    size_t turn = (size_t)visit->worker * layout->periods;
    size_t first = t > round->min_gap ? t - round->min_gap : 0;

    rows[0] = visit->host * (size_t)layout->periods + t;
    rows[1] = layout->away + home * layout->periods + t;
    rows[2] = layout->balance + home * layout->periods + t;
    rows[ROW_AGAINST] = layout->balance + visit->host * (size_t)layout->periods + t;
    rows[4] = layout->send + home;
    rows[5] = layout->host + visit->host;
    rows[6] = layout->place + turn + t;
    rows[7] = layout->most + visit->worker;
    for (; first <= t && first <= layout->most_first && round->min_gap > 0; first++)
        rows[count++] = layout->window + turn + first;
    return count;
}

static struct conflict_row row_of(const struct layout *layout, size_t row)
{
    const struct matcher_round *round = layout->conflict->round;
    struct conflict_row made = {NO_LOWER, 1, layout->rule_of[row]};
    size_t cell = row % (layout->away + (layout->away == 0));
    const struct matcher_round_centre *centre = &round->centres[layout->periods > 0 ? cell / layout->periods : 0];

    if (row < layout->away)
        made.upper = centre->guests[cell % layout->periods];
    else if (row < layout->balance)
        made.upper = centre->away[cell % layout->periods];
    else if (row < layout->send)
        made.lower = made.upper = 0;
    else if (row < layout->host)
        made = (struct conflict_row){round->centres[row - layout->send].min_send, NO_UPPER, made.rule};
    else if (row < layout->place)
        made = (struct conflict_row){round->centres[row - layout->host].min_host, NO_UPPER, made.rule};
    else if (row >= layout->most)
        made.upper = (int32_t)(round->max_visits < MATCHER_PERIODS ? round->max_visits : MATCHER_PERIODS);
    return made;
}

static void count_visits(struct layout *layout)
{
    const struct conflict *conflict = layout->conflict;
    size_t rows[MOST_ROWS];

    for (size_t v = 0; v < conflict->visits_count; v++) {
        size_t count = list_rows(layout, &conflict->visits[v], rows);
        for (size_t i = 0; i < count; i++)
            layout->row_at[rows[i]]++;
        layout->elements += count + 2; /* a host once, a pin */
    }
}

static void add_row(struct layout *layout, struct conflict_row row)
{
    struct conflict *conflict = layout->conflict;

    layout->extras += (row.lower != NO_LOWER) + (row.lower != NO_LOWER && row.upper != NO_UPPER);
    conflict->rows[conflict->rows_count++] = row;
}

/* Those that hold, and can be broken. */
static void number_rows(struct layout *layout)
{
    for (size_t row = 0; row < layout->end; row++) {
        int count = layout->row_at[row];
        layout->row_at[row] = -1;
        if (layout->rule_of[row] == NO_RULE)
            continue;
        struct conflict_row made = row_of(layout, row);
        if (made.lower == NO_LOWER ? count <= made.upper : made.upper == 0 && count == 0)
            continue;
        layout->row_at[row] = (int)layout->conflict->rows_count;
        add_row(layout, made);
    }
}

static bool same_host(const struct matcher_visit *a, const struct matcher_visit *b)
{
    return a->worker == b->worker && a->host == b->host;
}

/* Pins that hold; one of a visit that cannot be has a row without it. */
static void add_pins(struct layout *layout)
{
    struct conflict *conflict = layout->conflict;

    for (size_t v = 0; v < conflict->visits_count; v++)
        layout->pin_at[v] = -1;
    for (uint32_t i = 0; i < conflict->rules_count; i++) {
        const struct matcher_breach *rule = &conflict->rules[i];
        const struct matcher_visit pin = {rule->worker, rule->centre, rule->period};
        if (rule->rule != MATCHER_ROUND_PIN || layout->out[i])
            continue;
        for (size_t v = 0; v < conflict->visits_count; v++)
            if (is_pinned(&conflict->visits[v], 1, &pin))
                layout->pin_at[v] = (int)conflict->rows_count;
        add_row(layout, (struct conflict_row){1, NO_UPPER, i});
    }
}

static void put(struct conflict *conflict, size_t *elements, int row, double element)
{
    if (row < 0)
        return;
    conflict->rows_of[*elements] = row;
    conflict->elements[(*elements)++] = element;
}

/* The elements of each visit; rows for a host once come as they are met. */
static void fill_visits(struct layout *layout)
{
    struct conflict *conflict = layout->conflict;
    size_t rows[MOST_ROWS], elements = 0;
    int once = -1;

    for (size_t v = 0; v < conflict->visits_count; v++) {
        const struct matcher_visit *visit = &conflict->visits[v];
        size_t count = list_rows(layout, visit, rows);
        conflict->starts[v] = (int)elements;
        for (size_t i = 0; i < count; i++)
            put(conflict, &elements, layout->row_at[rows[i]], i == ROW_AGAINST ? -1 : 1);
        put(conflict, &elements, layout->pin_at[v], 1);
        if (v == 0 || !same_host(visit, visit - 1)) {
            bool again = v + 1 < conflict->visits_count && same_host(visit, visit + 1);
            once = again ? (int)conflict->rows_count : -1;
            if (again)
                add_row(layout, (struct conflict_row){NO_LOWER, 1, CONFLICT_FACT});
        }
        put(conflict, &elements, once, 1);
    }
    conflict->starts[conflict->visits_count] = (int)elements;
}

/* ---- The programme ---- */

/* After the visits, what misses a row from below or above; as little of that as can be is looked for. */
static size_t fill_extras(struct conflict *conflict)
{
    size_t column = conflict->visits_count, elements = (size_t)conflict->starts[column];

    for (size_t row = 0; row < conflict->rows_count; row++) {
        bool below = conflict->rows[row].lower != NO_LOWER, above = below && conflict->rows[row].upper != NO_UPPER;
        for (int side = 0; side < below + above; side++) {
            put(conflict, &elements, (int)row, side == 0 ? 1 : -1);
            conflict->starts[++column] = (int)elements;
        }
    }
    return column;
}

static bool make_programme(struct conflict *conflict, size_t columns)
{
    size_t most = columns > conflict->rows_count ? columns : conflict->rows_count;
    double *room = calloc(2 * most + 1, sizeof *room), *worth = room, *upper = room == NULL ? NULL : room + most;
    bool ok = room != NULL;

    for (size_t row = 0; ok && row < conflict->rows_count; row++) {
        worth[row] = -DBL_MAX;
        upper[row] = DBL_MAX;
    }
    conflict->lp = ok ? lp_new(conflict->rows_count, worth, upper) : NULL;
    for (size_t column = 0; ok && column < columns; column++) {
        worth[column] = column < conflict->visits_count ? 0 : -1;
        upper[column] = column < conflict->visits_count ? 1 : DBL_MAX;
    }
    ok = conflict->lp != NULL && lp_append(conflict->lp, &(struct lp_columns){.count = columns,
                                                                              .worth = worth,
                                                                              .upper = upper,
                                                                              .starts = conflict->starts,
                                                                              .rows = conflict->rows_of,
                                                                              .elements = conflict->elements});
    free(room);
    return ok;
}

static bool make_rows(struct layout *layout)
{
    struct conflict *conflict = layout->conflict;

    count_visits(layout);
    size_t most = layout->end + conflict->visits_count + conflict->rules_count;
    conflict->rows = calloc(most + 1, sizeof *conflict->rows);
    layout->pin_at = calloc(conflict->visits_count + 1, sizeof *layout->pin_at);
    if (conflict->rows == NULL || layout->pin_at == NULL)
        return false;
    number_rows(layout);
    add_pins(layout);
    most = conflict->visits_count + 2 * (conflict->rows_count + conflict->visits_count);
    conflict->starts = calloc(most + 2, sizeof *conflict->starts);
    most += layout->elements;
    conflict->rows_of = calloc(most + 1, sizeof *conflict->rows_of);
    conflict->elements = calloc(most + 1, sizeof *conflict->elements);
    if (conflict->starts == NULL || conflict->rows_of == NULL || conflict->elements == NULL)
        return false;
    fill_visits(layout);
    conflict->prices = calloc(conflict->rows_count + 1, sizeof *conflict->prices);
    return conflict->prices != NULL && make_programme(conflict, fill_extras(conflict));
}

bool conflict_new(struct conflict *conflict, const struct matcher_round *round, const struct matcher_breach *rules,
                  const bool *out, size_t rules_count)
{
    struct layout layout;

    *conflict = (struct conflict){.round = round, .rules = rules, .rules_count = rules_count};
    conflict->too_large = (uint64_t)round->workers_count * round->periods > most_turns;
    if (conflict->too_large)
        return true;
    bool ok = layout_new(&layout, conflict, out);
    if (ok) {
        hold_rules(&layout);
        ok = list_visits(&layout) && (conflict->too_large || make_rows(&layout));
    }
    layout_clear(&layout);
    return ok;
}

void conflict_clear(struct conflict *conflict)
{
    lp_free(conflict->lp);
    free(conflict->visits);
    free(conflict->rows);
    free(conflict->starts);
    free(conflict->rows_of);
    free(conflict->elements);
    free(conflict->prices);
}
