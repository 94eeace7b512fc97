/*
 * Small rounds closed by branch and bound. A personal plan whose loss against the worker's best one under the prices is
 * more than the gap between bound and best plan can be in no better plan (Lagrangian variable fixing); what is left is
 * listed whole and tried depth first, workers with few plans first.
 */
#include "matcher/rotate_plans.h"

#include <stdlib.h>
#include <string.h>

struct column {
    int64_t loss;  /* times PRICE_SCALE, >= 0 */
    int64_t value; /* of the worker, visits kept counted in */
    size_t first_visit;
    uint32_t visits_count;
};

struct exact {
    const struct rotation *rotation;
    const struct exact_limits *limits;
    struct rotate_watch *watch;
    struct personal personal;
    struct column *columns;
    size_t columns_count, columns_room;
    struct plan_visit *visits;
    size_t visits_count, visits_room;
    size_t *first_column;   /* by worker, then one more */
    uint32_t *order;        /* workers, fewest columns first */
    uint32_t *left_at_home; /* by centre: workers not decided */
    int32_t *out, *in;      /* by centre * periods + period */
    int32_t *sent, *hosted;
    size_t *chosen; /* by place in `order`: column */
    struct state *best;
    bool *has_best;
    int64_t upper; /* bound times PRICE_SCALE */
    int64_t best_total;
    uint64_t nodes;
    bool gave_up, no_memory, done;
};

static void exact_clear(struct exact *exact)
{
    personal_clear(&exact->personal);
    free(exact->columns);
    free(exact->visits);
    free(exact->first_column);
    free(exact->order);
    free(exact->left_at_home);
    free(exact->out);
    free(exact->in);
    free(exact->sent);
    free(exact->hosted);
    free(exact->chosen);
}

static bool exact_new(struct exact *exact)
{
    const struct rotation *rotation = exact->rotation;
    size_t cells = (size_t)rotation->centres * rotation->periods + 1;
    size_t workers = (size_t)rotation->workers + 1, centres = (size_t)rotation->centres + 1;

    exact->first_column = calloc(workers, sizeof *exact->first_column);
    exact->order = calloc(workers, sizeof *exact->order);
    exact->left_at_home = calloc(centres, sizeof *exact->left_at_home);
    exact->out = calloc(cells, sizeof *exact->out);
    exact->in = calloc(cells, sizeof *exact->in);
    exact->sent = calloc(centres, sizeof *exact->sent);
    exact->hosted = calloc(centres, sizeof *exact->hosted);
    exact->chosen = calloc(workers, sizeof *exact->chosen);
    return exact->first_column != NULL && exact->order != NULL && exact->left_at_home != NULL && exact->out != NULL &&
           exact->in != NULL && exact->sent != NULL && exact->hosted != NULL && exact->chosen != NULL &&
           personal_new(&exact->personal, rotation);
}

/* What a personal plan may lose at most. */
static int64_t slack(const struct exact *exact)
{
    return *exact->has_best ? exact->upper - (exact->best_total + 1) * PRICE_SCALE : INT64_MAX / 2;
}

/* ---- Listing personal plans ---- */

struct listing {
    struct exact *exact;
    int64_t best; /* of the worker at hand */
};

static bool more_room(struct exact *exact, void **list, size_t count, size_t *room, size_t element)
{
    if (count < *room)
        return true;
    size_t larger = *room == 0 ? 256 : *room * 2;
    void *grown = realloc(*list, larger * element);
    if (grown == NULL) {
        exact->no_memory = true;
        return false;
    }
    *list = grown;
    *room = larger;
    return true;
}

static bool add_column(void *context, uint32_t worker, const struct plan_visit *path, uint32_t length, int64_t reduced)
{
    struct listing *listing = context;
    struct exact *exact = listing->exact;
    void *columns = exact->columns, *visits = exact->visits;

    if (exact->columns_count >= exact->limits->columns)
        return false;
    bool room = more_room(exact, &columns, exact->columns_count, &exact->columns_room, sizeof *exact->columns);
    exact->columns = columns;
    while (room && exact->visits_count + length > exact->visits_room) {
        room = more_room(exact, &visits, exact->visits_room, &exact->visits_room, sizeof *exact->visits);
        exact->visits = visits;
    }
    if (!room)
        return false;
    exact->columns[exact->columns_count++] = (struct column){
        .loss = listing->best - reduced,
        .value = plan_value(exact->rotation, worker, path, length),
        .first_visit = exact->visits_count,
        .visits_count = length,
    };
    if (length > 0)
        memcpy(exact->visits + exact->visits_count, path, length * sizeof *path);
    exact->visits_count += length;
    return true;
}

static int by_loss(const void *a, const void *b)
{
    const struct column *left = a, *right = b;

    if (left->loss != right->loss)
        return left->loss < right->loss ? -1 : 1;
    return (left->first_visit > right->first_visit) - (left->first_visit < right->first_visit);
}

/* False when some worker has no plan at all, gave_up or no_memory. */
static bool list_columns(struct exact *exact, const struct prices *prices)
{
    const struct rotation *rotation = exact->rotation;
    int64_t allowed = slack(exact);

    for (uint32_t w = 0; w < rotation->workers; w++) {
        struct listing listing = {.exact = exact};
        struct plan_listing plans = {.take = add_column, .context = &listing, .nodes = 20 * exact->limits->columns};
        exact->first_column[w] = exact->columns_count;
        listing.best = personal_best(&exact->personal, rotation, prices, w);
        if (listing.best == IMPOSSIBLE)
            return false;
        plans.least = listing.best - allowed;
        exact->gave_up = !personal_list(&exact->personal, rotation, &plans);
        size_t count = exact->columns_count - exact->first_column[w];
        if (exact->gave_up || exact->no_memory || count == 0)
            return false;
        qsort(exact->columns + exact->first_column[w], count, sizeof *exact->columns, by_loss);
    }
    exact->first_column[rotation->workers] = exact->columns_count;
    return true;
}

static size_t columns_of(const struct exact *exact, uint32_t worker)
{
    return exact->first_column[worker + 1] - exact->first_column[worker];
}

/* Insertion sort is plenty: rounds that can be closed have few workers. */
static void order_workers(struct exact *exact)
{
    for (uint32_t w = 0; w < exact->rotation->workers; w++) {
        uint32_t at = w;
        for (; at > 0 && columns_of(exact, exact->order[at - 1]) > columns_of(exact, w); at--)
            exact->order[at] = exact->order[at - 1];
        exact->order[at] = w;
        exact->left_at_home[exact->rotation->round->workers[w].home]++;
    }
}

/* ---- Depth first ---- */

static bool must_balance(const struct exact *exact, uint32_t centre, uint32_t period)
{
    return exact->rotation->round->balanced &&
           !(exact->rotation->unbalanced != NULL && exact->rotation->unbalanced[centre] >> period & 1);
}

static void apply(struct exact *exact, uint32_t worker, const struct column *column, int32_t sign)
{
    const struct rotation *rotation = exact->rotation;
    uint32_t home = rotation->round->workers[worker].home;

    for (uint32_t i = 0; i < column->visits_count; i++) {
        const struct plan_visit *visit = &exact->visits[column->first_visit + i];
        uint32_t host = rotation->options[visit->option].host;
        exact->out[(size_t)home * rotation->periods + visit->period] += sign;
        exact->in[(size_t)host * rotation->periods + visit->period] += sign;
        exact->sent[home] += sign;
        exact->hosted[host] += sign;
    }
}

/* After `worker` was decided: can capacities still hold, and balance and minimums still come about? */
static bool still_possible(const struct exact *exact, uint32_t worker, const struct column *column, uint32_t undecided)
{
    const struct rotation *rotation = exact->rotation;
    uint32_t home = rotation->round->workers[worker].home;
    int64_t left_home = exact->left_at_home[home];

    for (uint32_t i = 0; i < column->visits_count; i++) {
        const struct plan_visit *visit = &exact->visits[column->first_visit + i];
        uint32_t host = rotation->options[visit->option].host;
        size_t from = (size_t)home * rotation->periods + visit->period;
        size_t to = (size_t)host * rotation->periods + visit->period;
        if (exact->out[from] > rotation->away[from] || exact->in[to] > rotation->guests[to])
            return false;
        if (must_balance(exact, home, visit->period) && exact->out[from] - exact->in[from] > (int64_t)undecided)
            return false;
        if (must_balance(exact, host, visit->period) &&
            exact->in[to] - exact->out[to] > (int64_t)exact->left_at_home[host])
            return false;
    }
    for (uint32_t t = 0; t < rotation->periods; t++) {
        size_t cell = (size_t)home * rotation->periods + t;
        if (must_balance(exact, home, t) && exact->in[cell] - exact->out[cell] > left_home)
            return false;
    }
    return exact->sent[home] + left_home * rotation->most_visits >= rotation->round->centres[home].min_send;
}

static bool is_whole(const struct exact *exact)
{
    const struct rotation *rotation = exact->rotation;

    for (uint32_t c = 0; c < rotation->centres; c++) {
        if (exact->sent[c] < rotation->round->centres[c].min_send ||
            exact->hosted[c] < rotation->round->centres[c].min_host)
            return false;
        for (uint32_t t = 0; t < rotation->periods; t++) {
            size_t cell = (size_t)c * rotation->periods + t;
            if (must_balance(exact, c, t) && exact->out[cell] != exact->in[cell])
                return false;
        }
    }
    return true;
}

static void take_plan(struct exact *exact)
{
    const struct rotation *rotation = exact->rotation;
    struct state *best = exact->best;

    memset(best->at, 0xff, (size_t)rotation->periods * rotation->workers * sizeof *best->at);
    memset(best->visited, 0, rotation->workers * sizeof *best->visited);
    memcpy(best->sent, exact->sent, rotation->centres * sizeof *best->sent);
    memcpy(best->hosted, exact->hosted, rotation->centres * sizeof *best->hosted);
    for (uint32_t i = 0; i < rotation->workers; i++) {
        const struct column *column = &exact->columns[exact->chosen[i]];
        for (uint32_t v = 0; v < column->visits_count; v++) {
            const struct plan_visit *visit = &exact->visits[column->first_visit + v];
            best->at[(size_t)visit->period * rotation->workers + exact->order[i]] = visit->option;
            best->visited[exact->order[i]] |= UINT64_C(1) << visit->period;
        }
    }
    state_count(best, rotation);
    *exact->has_best = true;
}

static void search_from(struct exact *exact, uint32_t depth, int64_t loss, int64_t value)
{
    uint32_t workers = exact->rotation->workers;

    if (depth == workers) {
        if ((!*exact->has_best || value > exact->best_total) && is_whole(exact)) {
            exact->best_total = value;
            take_plan(exact);
            exact->done = exact->limits->any_plan;
        }
        return;
    }
    uint32_t worker = exact->order[depth];
    uint32_t home = exact->rotation->round->workers[worker].home;
    exact->left_at_home[home]--;
    for (size_t i = exact->first_column[worker]; i < exact->first_column[worker + 1]; i++) {
        const struct column *column = &exact->columns[i];
        if (loss + column->loss > slack(exact)) /* the others lose more */
            break;
        if (++exact->nodes > exact->limits->nodes || (exact->nodes % 4096 == 0 && watch_tick(exact->watch)))
            exact->gave_up = true;
        if (exact->gave_up || exact->done)
            break;
        apply(exact, worker, column, 1);
        exact->chosen[depth] = i;
        if (still_possible(exact, worker, column, workers - depth - 1))
            search_from(exact, depth + 1, loss + column->loss, value + column->value);
        apply(exact, worker, column, -1);
    }
    exact->left_at_home[home]++;
}

enum exact_answer exact_close(const struct rotation *rotation, const struct bound *bound, struct state *best,
                              bool *has_best, const struct exact_limits *limits, struct rotate_watch *watch)
{
    struct exact exact = {
        .rotation = rotation,
        .limits = limits,
        .watch = watch,
        .best = best,
        .has_best = has_best,
        .upper = bound->scaled,
        .best_total = *has_best ? best->value - best->penalty : 0,
    };
    enum exact_answer answer = EXACT_NO_MEMORY;

    if (exact_new(&exact)) {
        if (list_columns(&exact, &bound->best)) {
            order_workers(&exact);
            search_from(&exact, 0, 0, 0);
        }
        answer = exact.no_memory ? EXACT_NO_MEMORY : exact.gave_up ? EXACT_TOO_BIG : EXACT_CLOSED;
    }
    exact_clear(&exact);
    return answer;
}
