/*
 * The linear programme of a repair. Columns are differences to what is kept: a visit lost, a visit added. A row for
 * each rule they touch: balance and places of a centre in a period, minimums, and of a worker the visits at most, those
 * too near each other, and hosts that the kept plan has already (that a new host comes once is left to branching).
 * Columns in other periods than those with gaps, and those that only losses there allow, come when prices ask for them
 * (column generation: Dantzig, Wolfe 1960); what places are worth there by themselves is taken off beforehand, so that
 * few do.
 */
#include "matcher/repair_program.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_COLUMNS = 40000,
    MOST_ELEMENTS = 20, /* of a column, windows left aside */
    MOST_PRICED = 6000, /* columns that prices may ask for */
    PIVOTS = 2000,      /* at once */
    MOST_CALLS = 4,
    FILLING = 30, /* losses that filling a gap from nowhere counts for */
};
#define WORTH_WHILE 1e-6

/* ---- Which columns ---- */

/* What one worker may lose and add. */
struct choice {
    uint64_t losable, near, stays; /* near: too near a visit that stays */
    bool may_go;
};

static struct choice choice_of(const struct program *program, uint32_t worker)
{
    const struct rotation *rotation = program->rotation;
    uint64_t visited = program->kept->visited[worker];
    struct choice choice = {.losable = visited & program->periods & ~rotation->pinned[worker]};

    choice.stays = visited & ~choice.losable;
    for (uint64_t left = choice.stays; left != 0; left &= left - 1)
        choice.near |= periods_near(rotation, (uint32_t)__builtin_ctzll(left));
    choice.may_go = (unsigned)__builtin_popcountll(choice.stays) < rotation->most_visits;
    return choice;
}

static uint32_t kept_at(const struct program *program, uint32_t worker, uint32_t period)
{
    return program->kept->at[(size_t)period * program->rotation->workers + worker];
}

/* Periods in which a visit to the host may be added. */
static uint64_t addable(const struct program *program, uint32_t worker, const struct choice *choice, uint32_t option)
{
    uint64_t periods = program->rotation->allowed[option] & program->periods & ~choice->near;

    for (uint64_t left = program->kept->visited[worker]; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        if (kept_at(program, worker, t) == option)
            periods = choice->stays >> t & 1 ? 0 : periods & ~(UINT64_C(1) << t);
    }
    return choice->may_go ? periods : 0;
}

static size_t count_columns(const struct program *program)
{
    const struct rotation *rotation = program->rotation;
    size_t count = 5 * (size_t)rotation->centres * rotation->periods + 2 * (size_t)rotation->centres +
                   (size_t)rotation->workers * (rotation->periods + 1); /* fills, room */

    for (uint32_t w = 0; w < rotation->workers; w++) {
        struct choice choice = choice_of(program, w);
        count += (size_t)__builtin_popcountll(choice.losable) + MATCHER_WANTS + 1;
        for (size_t i = rotation->first_option[w]; i < rotation->first_option[w + 1]; i++)
            count += (size_t)__builtin_popcountll(addable(program, w, &choice, (uint32_t)i));
    }
    return count;
}

/* ---- Rows ---- */

static int add_row(struct program *program, double lower, double upper)
{
    program->lower[program->rows] = lower;
    program->upper[program->rows] = upper;
    return (int)program->rows++;
}

static void add_cell(struct program *program, uint32_t centre, uint32_t period, int32_t sent, int32_t hosted)
{
    const struct rotation *rotation = program->rotation;
    size_t cell = (size_t)centre * rotation->periods + period;
    int32_t guests = rotation->guests[cell], away = rotation->away[cell];

    if (rotation->round->balanced)
        program->balance[cell] = add_row(program, hosted - sent, hosted - sent);
    if (!rotation->round->balanced || guests <= away)
        program->guests[cell] = add_row(program, -DBL_MAX, guests - hosted);
    if (!rotation->round->balanced || away < guests)
        program->away[cell] = add_row(program, -DBL_MAX, away - sent);
}

static void add_period(struct program *program, uint32_t period)
{
    const struct rotation *rotation = program->rotation;

    for (uint32_t c = 0; c < rotation->centres; c++) {
        int32_t sent = 0, hosted = 0;
        for (uint32_t w = 0; w < rotation->workers; w++) {
            uint32_t option = kept_at(program, w, period);
            sent += option != NO_OPTION && rotation->round->workers[w].home == c;
            hosted += option != NO_OPTION && rotation->options[option].host == c;
        }
        add_cell(program, c, period, sent, hosted);
    }
}

static void add_centres(struct program *program)
{
    const struct rotation *rotation = program->rotation;

    for (uint32_t t = 0; t < rotation->periods; t++)
        add_period(program, t);
    for (uint32_t c = 0; c < rotation->centres; c++) {
        const struct matcher_round_centre *centre = &rotation->round->centres[c];
        if (centre->min_send > 0)
            program->send[c] = add_row(program, centre->min_send - program->kept->sent[c], DBL_MAX);
        if (centre->min_host > 0)
            program->host[c] = add_row(program, centre->min_host - program->kept->hosted[c], DBL_MAX);
    }
}

/* The periods that hold one visit at most, from the first of them on; 0 beyond the last window that says more. */
static uint64_t window_from(const struct rotation *rotation, uint32_t first)
{
    uint32_t gap = rotation->round->min_gap;

    if (first > 0 && (uint64_t)first + gap >= rotation->periods)
        return 0;
    uint64_t ahead = periods_near(rotation, first) & ~((UINT64_C(1) << first) - 1);
    return rotation->periods < 64 ? ahead & ((UINT64_C(1) << rotation->periods) - 1) : ahead;
}

static void add_worker(struct program *program, uint32_t worker)
{
    const struct rotation *rotation = program->rotation;
    uint64_t visited = program->kept->visited[worker];

    program->count[worker] = add_row(program, -DBL_MAX, (double)rotation->most_visits - __builtin_popcountll(visited));
    for (uint32_t t = 0; t < rotation->periods; t++) {
        uint64_t window = window_from(rotation, t);
        if (window != 0)
            program->window[(size_t)worker * rotation->periods + t] =
                add_row(program, -DBL_MAX, 1 - __builtin_popcountll(visited & window));
        if (visited >> t & 1)
            program->once[(size_t)worker * rotation->periods + t] = add_row(program, -DBL_MAX, 0);
    }
}

/* ---- Columns ---- */

static void begin_column(struct program *program, enum program_kind kind, uint32_t worker, uint32_t option,
                         uint32_t period)
{
    size_t column = program->columns_count++;

    program->columns[column] = (struct program_column){kind, worker, option, period};
    program->batch.worth[column] = 0;
    program->batch.upper[column] = kind == PROGRAM_FAIR ? DBL_MAX : 1;
    program->batch.starts[column + 1] = program->batch.starts[column];
}

static void put(struct program *program, int row, double element)
{
    int *end = &program->batch.starts[program->columns_count];

    if (row < 0 || element == 0)
        return;
    program->batch.rows[*end] = row;
    program->batch.elements[*end] = element;
    ++*end;
}

/* What a worker's value is made of, relative to what is kept. */
struct weighing {
    int64_t part;           /* kept */
    int slope;              /* a point of the part counts so often */
    int met[MATCHER_WANTS]; /* kept visits that meet each goal */
};

static struct weighing weigh_kept(const struct program *program, uint32_t worker)
{
    const struct matcher_round *round = program->rotation->round;
    struct context context = context_of(program->rotation, program->kept, worker, 0);
    struct weighing weighing = {.part = context.part};

    weighing.slope = context.part < round->fair_target ? 1 + (int)round->fair_weight : 1;
    for (uint64_t left = program->kept->visited[worker]; left != 0; left &= left - 1) {
        uint32_t option = kept_at(program, worker, (uint32_t)__builtin_ctzll(left));
        for (unsigned goals = program->rotation->options[option].goals; goals != 0; goals &= goals - 1)
            weighing.met[__builtin_ctz(goals)]++;
    }
    return weighing;
}

/* A point of the part counts another way beyond the target: below it, what passes it counts less; above it, what is
 * then missing costs. */
static void put_fair(struct program *program, uint32_t worker, const struct weighing *weighing, double points)
{
    put(program, program->fair[worker], weighing->slope > 1 ? points : -points);
}

/* What a visit pays by the prices that rows begin from. */
static double first_pay(const struct program *program, size_t from, size_t to)
{
    const struct prices *first = program->first;

    return (double)(first->guests[to] + first->away[from] + first->balance[from] - first->balance[to]) / PRICE_SCALE;
}

/* `by`: 1 added, -1 lost. */
static void add_visit(struct program *program, uint32_t worker, uint32_t option, uint32_t period,
                      const struct weighing *weighing, int by)
{
    const struct rotation *rotation = program->rotation;
    uint32_t home = rotation->round->workers[worker].home, host = rotation->options[option].host;
    size_t from = (size_t)home * rotation->periods + period, to = (size_t)host * rotation->periods + period;
    int64_t worth = visit_worth(rotation, option, period);

    begin_column(program, by > 0 ? PROGRAM_VISIT : PROGRAM_LOSS, worker, option, period);
    program->batch.worth[program->columns_count - 1] = (double)(by * weighing->slope * worth);
    if (!(program->periods >> period & 1))
        program->batch.worth[program->columns_count - 1] -= by * first_pay(program, from, to);
    *(by > 0 ? &program->visits[option] : &program->losses[worker]) |= UINT64_C(1) << period;
    put(program, program->balance[from], by);
    put(program, program->balance[to], -by);
    put(program, program->guests[to], by);
    put(program, program->away[from], by);
    put(program, program->send[home], by);
    put(program, program->host[host], by);
    put(program, program->count[worker], by);
    for (uint32_t t = 0; t <= period; t++)
        if (window_from(rotation, t) >> period & 1)
            put(program, program->window[(size_t)worker * rotation->periods + t], by);
    for (uint64_t left = program->kept->visited[worker]; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        if (kept_at(program, worker, t) == option)
            put(program, program->once[(size_t)worker * rotation->periods + t], by);
    }
    for (unsigned goals = rotation->options[option].goals; goals != 0; goals &= goals - 1)
        put(program, program->goals[(size_t)worker * MATCHER_WANTS + (unsigned)__builtin_ctz(goals)], -by);
    put_fair(program, worker, weighing, (double)(by * worth));
    if (by < 0)
        put(program, program->changes, 1);
}

/* Goals that are liked: met by what is added, or no longer met. One that is not liked costs nothing here. */
static void add_goals(struct program *program, uint32_t worker, const struct weighing *weighing)
{
    const struct matcher_round_worker *person = &program->rotation->round->workers[worker];

    for (uint32_t g = 0; g < person->wants_count; g++) {
        int row = program->goals[(size_t)worker * MATCHER_WANTS + g], by = weighing->met[g] > 0 ? -1 : 1;
        if (row < 0)
            continue;
        begin_column(program, PROGRAM_GOAL, worker, g, 0);
        program->batch.worth[program->columns_count - 1] = (double)by * weighing->slope * person->wants[g].worth;
        put(program, row, by);
        put_fair(program, worker, weighing, (double)by * person->wants[g].worth);
    }
}

static void add_value_rows(struct program *program, uint32_t worker, const struct weighing *weighing)
{
    const struct matcher_round *round = program->rotation->round;
    const struct matcher_round_worker *person = &round->workers[worker];
    int64_t apart = llabs(round->fair_target - weighing->part);

    for (uint32_t g = 0; g < person->wants_count; g++)
        if (person->wants[g].worth > 0)
            program->goals[(size_t)worker * MATCHER_WANTS + g] =
                add_row(program, -DBL_MAX, weighing->met[g] > 0 ? weighing->met[g] - 1 : 0);
    if (round->fair_weight > 0)
        program->fair[worker] = add_row(program, -DBL_MAX, (double)apart);
}

static void add_worker_columns(struct program *program, uint32_t worker)
{
    const struct rotation *rotation = program->rotation;
    struct choice choice = choice_of(program, worker);
    struct weighing weighing = weigh_kept(program, worker);

    add_worker(program, worker);
    add_value_rows(program, worker, &weighing);
    for (uint64_t left = choice.losable; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        add_visit(program, worker, kept_at(program, worker, t), t, &weighing, -1);
    }
    for (size_t i = rotation->first_option[worker]; i < rotation->first_option[worker + 1]; i++)
        for (uint64_t left = addable(program, worker, &choice, (uint32_t)i); left != 0; left &= left - 1)
            add_visit(program, worker, (uint32_t)i, (uint32_t)__builtin_ctzll(left), &weighing, 1);
    add_goals(program, worker, &weighing);
    if (program->fair[worker] < 0)
        return;
    begin_column(program, PROGRAM_FAIR, worker, 0, 0);
    program->batch.worth[program->columns_count - 1] = -(double)rotation->round->fair_weight;
    put(program, program->fair[worker], -1);
}

/* ---- Room ---- */

static bool make_rows(struct program *program)
{
    const struct rotation *rotation = program->rotation;
    size_t cells = (size_t)rotation->centres * rotation->periods, seats = (size_t)rotation->workers * rotation->periods;
    size_t all =
        3 * cells + 2 * (size_t)rotation->centres + (size_t)rotation->workers * (2 + MATCHER_WANTS) + 2 * seats;
    int *next = malloc((all + 1) * sizeof *next);

    program->rows_of_all = next;
    program->lower = malloc((all + 1) * sizeof *program->lower);
    program->upper = malloc((all + 1) * sizeof *program->upper);
    if (next == NULL || program->lower == NULL || program->upper == NULL)
        return false;
    memset(next, 0xff, (all + 1) * sizeof *next);
    int **const lists[] = {&program->guests, &program->away, &program->balance, &program->send,   &program->host,
                           &program->count,  &program->fair, &program->goals,   &program->window, &program->once};
    const size_t sizes[] = {cells,
                            cells,
                            cells,
                            rotation->centres,
                            rotation->centres,
                            rotation->workers,
                            rotation->workers,
                            (size_t)rotation->workers * MATCHER_WANTS,
                            seats,
                            seats};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        *lists[i] = next;
        next += sizes[i];
    }
    return true;
}

static bool make_columns(struct program *program, size_t count)
{
    const struct rotation *rotation = program->rotation;
    size_t windows = rotation->round->min_gap < rotation->periods ? rotation->round->min_gap + 1 : rotation->periods;
    size_t elements = count * (MOST_ELEMENTS + windows) + 1;
    struct program_batch *batch = &program->batch;

    program->columns = malloc((count + 1) * sizeof *program->columns);
    batch->worth = malloc((count + 1) * sizeof *batch->worth);
    batch->upper = malloc((count + 1) * sizeof *batch->upper);
    batch->starts = calloc(count + 2, sizeof *batch->starts);
    batch->fresh_starts = calloc(MOST_PRICED + 2, sizeof *batch->fresh_starts);
    program->visits = calloc(rotation->first_option[rotation->workers] + 1, sizeof *program->visits);
    program->losses = calloc((size_t)rotation->workers + 1, sizeof *program->losses);
    batch->rows = malloc(elements * sizeof *batch->rows);
    batch->elements = malloc(elements * sizeof *batch->elements);
    return program->columns != NULL && batch->worth != NULL && batch->upper != NULL && batch->starts != NULL &&
           batch->rows != NULL && batch->elements != NULL && batch->fresh_starts != NULL && program->visits != NULL &&
           program->losses != NULL;
}

/* Gaps that visits cannot close are filled, so that there is always an answer, and prices. */
static void add_fills(struct program *program)
{
    for (size_t row = 0; row < program->rows; row++) {
        if (program->lower[row] <= 0 && program->upper[row] >= 0)
            continue;
        begin_column(program, PROGRAM_FILL, 0, 0, 0);
        program->batch.upper[program->columns_count - 1] = DBL_MAX;
        put(program, (int)row, program->lower[row] > 0 ? 1 : -1);
    }
}

/* What is not used of places that have a price from the start costs that price, so that none is paid in the end. */
static void add_room(struct program *program, int row, int64_t price)
{
    if (row < 0 || price <= 0)
        return;
    program->lower[row] = program->upper[row];
    begin_column(program, PROGRAM_ROOM, 0, 0, 0);
    program->batch.worth[program->columns_count - 1] = -(double)price / PRICE_SCALE;
    program->batch.upper[program->columns_count - 1] = DBL_MAX;
    put(program, row, 1);
}

static void add_rooms(struct program *program)
{
    const struct rotation *rotation = program->rotation;

    for (size_t i = 0; i < (size_t)rotation->centres * rotation->periods; i++) {
        if (program->periods >> i % rotation->periods & 1)
            continue;
        add_room(program, program->guests[i], program->first->guests[i]);
        add_room(program, program->away[i], program->first->away[i]);
    }
}

/* Columns from the first on, to the library. */
static bool hand_over(struct program *program, size_t first)
{
    const struct program_batch *batch = &program->batch;
    int start = batch->starts[first];
    const struct lp_columns columns = {
        .count = program->columns_count - first,
        .worth = batch->worth + first,
        .upper = batch->upper + first,
        .starts = first == 0 ? batch->starts : batch->fresh_starts,
        .rows = batch->rows + start,
        .elements = batch->elements + start,
    };

    for (size_t i = first; first > 0 && i <= program->columns_count; i++)
        batch->fresh_starts[i - first] = batch->starts[i] - start;
    return lp_append(program->lp, &columns);
}

static bool make_programme(struct program *program)
{
    const struct rotation *rotation = program->rotation;

    program->changes = add_row(program, 0, DBL_MAX);
    add_centres(program);
    for (uint32_t w = 0; w < rotation->workers; w++)
        add_worker_columns(program, w);
    add_fills(program);
    add_rooms(program);
    program->lp = lp_new(program->rows, program->lower, program->upper);
    if (program->lp == NULL || !hand_over(program, 0))
        return false;
    lp_limit(program->lp, PIVOTS);
    return true;
}

bool program_new(struct program *program, const struct rotation *rotation, const struct state *kept, uint64_t periods,
                 const struct prices *first)
{
    *program = (struct program){.rotation = rotation, .kept = kept, .periods = periods, .first = first};
    size_t count = count_columns(program);
    program->too_large = count > MOST_COLUMNS;
    program->most_columns = count + MOST_PRICED;
    if (program->too_large ||
        (make_rows(program) && make_columns(program, count + MOST_PRICED) && make_programme(program)))
        return true;
    program_clear(program);
    return false;
}

void program_clear(struct program *program)
{
    lp_free(program->lp);
    free(program->columns);
    free(program->rows_of_all);
    free(program->lower);
    free(program->upper);
    free(program->batch.worth);
    free(program->batch.upper);
    free(program->batch.starts);
    free(program->batch.rows);
    free(program->batch.elements);
    free(program->batch.fresh_starts);
    free(program->visits);
    free(program->losses);
    *program = (struct program){0};
}

/* ---- What is wanted ---- */

static double worth_of(const struct program *program, size_t column)
{
    enum program_kind kind = program->columns[column].kind;

    if (!program->fewest)
        return program->batch.worth[column];
    return kind == PROGRAM_LOSS ? -1 : kind == PROGRAM_FILL ? -FILLING : 0;
}

static void want(struct program *program)
{
    double *worth = program->batch.upper; /* the library has its own */

    for (size_t i = 0; i < program->columns_count; i++)
        worth[i] = worth_of(program, i);
    lp_set_worth(program->lp, worth);
}

void program_want_fewest(struct program *program)
{
    program->fewest = true;
    want(program);
}

void program_want_best(struct program *program, unsigned losses)
{
    program->fewest = false;
    want(program);
    for (size_t i = 0; i < program->columns_count; i++)
        if (program->columns[i].kind == PROGRAM_FILL)
            lp_upper(program->lp)[i] = 0;
    lp_row_lower(program->lp)[program->changes] = losses;
    lp_row_upper(program->lp)[program->changes] = losses;
}

/* ---- Columns that prices ask for ---- */

static double reduced_worth(const struct program *program, size_t column, const double *prices)
{
    const struct program_batch *batch = &program->batch;
    double worth = worth_of(program, column);

    for (int at = batch->starts[column]; at < batch->starts[column + 1]; at++)
        worth -= prices[batch->rows[at]] * batch->elements[at];
    return worth;
}

/* The column at the end is taken off again. */
static void drop_last(struct program *program)
{
    const struct program_column *column = &program->columns[--program->columns_count];

    *(column->kind == PROGRAM_VISIT ? &program->visits[column->option] : &program->losses[column->worker]) &=
        ~(UINT64_C(1) << column->period);
}

static void price_losses(struct program *program, uint32_t worker, const struct weighing *weighing,
                         const double *prices)
{
    uint64_t visited = program->kept->visited[worker] & ~program->rotation->pinned[worker];

    for (uint64_t left = visited & ~program->losses[worker]; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        if (program->columns_count >= program->most_columns)
            return;
        add_visit(program, worker, kept_at(program, worker, t), t, weighing, -1);
        if (reduced_worth(program, program->columns_count - 1, prices) <= WORTH_WHILE)
            drop_last(program);
    }
}

/* Of a worker's visits in each period the one that prices ask for most. */
static void price_visits(struct program *program, uint32_t worker, const struct weighing *weighing,
                         const double *prices)
{
    const struct rotation *rotation = program->rotation;

    for (uint32_t t = 0; t < rotation->periods; t++) {
        double most = WORTH_WHILE;
        uint32_t best = NO_OPTION;
        for (size_t i = rotation->first_option[worker]; i < rotation->first_option[worker + 1]; i++) {
            if (!((rotation->allowed[i] & ~program->visits[i]) >> t & 1) || kept_at(program, worker, t) == i ||
                program->columns_count >= program->most_columns)
                continue;
            add_visit(program, worker, (uint32_t)i, t, weighing, 1);
            double worth = reduced_worth(program, program->columns_count - 1, prices);
            drop_last(program);
            if (worth > most) {
                most = worth;
                best = (uint32_t)i;
            }
        }
        if (best != NO_OPTION)
            add_visit(program, worker, best, t, weighing, 1);
    }
}

bool program_price(struct program *program, bool *more)
{
    const double *prices = lp_prices(program->lp);
    size_t first = program->columns_count;

    for (uint32_t w = 0; w < program->rotation->workers; w++) {
        struct weighing weighing = weigh_kept(program, w);
        price_losses(program, w, &weighing, prices);
        price_visits(program, w, &weighing, prices);
    }
    *more = program->columns_count > first;
    if (!*more)
        return true;
    if (!hand_over(program, first))
        return false;
    want(program);
    return true;
}

/* ---- Solving ---- */

enum lp_answer program_solve(struct program *program, bool dual, bool (*stop)(void *context), void *context)
{
    enum lp_answer answer = LP_STOPPED;

    for (int call = 0; answer == LP_STOPPED && call < MOST_CALLS && !stop(context); call++) {
        answer = lp_solve(program->lp, dual);
        program->pivots += (uint64_t)lp_pivots(program->lp);
    }
    return answer;
}
