/*
 * The linear programme of a repair. Columns in other periods than those with gaps, and those that only losses there
 * allow, come when prices ask for them (column generation: Dantzig, Wolfe 1960); what places are worth there by
 * themselves is taken off beforehand, so that few do.
 */
#include "matcher/repair_program.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_COLUMNS = 40000,
    MOST_ELEMENTS = 20, /* of a column, windows and hosts left aside */
    MOST_PRICED = 6000, /* columns that prices may ask for */
    PIVOTS = 2000,      /* at once */
    MOST_CALLS = 4,
    FILLING = 30, /* losses that filling a gap from nowhere counts for */
};
#define WORTH_WHILE 1e-6

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
    size_t elements = count * (MOST_ELEMENTS + 2 * (size_t)rotation->periods) + 1;
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
        program_begin_column(program, PROGRAM_FILL, 0, 0, 0);
        program->batch.upper[program->columns_count - 1] = DBL_MAX;
        program_put(program, (int)row, program->lower[row] > 0 ? 1 : -1);
    }
}

/* What is not used of places that have a price from the start costs that price, so that none is paid in the end. */
static void add_room(struct program *program, int row, int64_t price)
{
    if (row < 0 || price <= 0)
        return;
    program->lower[row] = program->upper[row];
    program_begin_column(program, PROGRAM_ROOM, 0, 0, 0);
    program->batch.worth[program->columns_count - 1] = -(double)price / PRICE_SCALE;
    program->batch.upper[program->columns_count - 1] = DBL_MAX;
    program_put(program, row, 1);
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

    program->changes = program_add_row(program, 0, DBL_MAX);
    program_add_centres(program);
    for (uint32_t w = 0; w < rotation->workers; w++)
        program_add_worker(program, w);
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
    size_t count = program_count_columns(program);
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
        program_add_visit(program, worker, program_kept_at(program, worker, t), t, weighing, -1);
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
            if (!((rotation->allowed[i] & ~program->visits[i]) >> t & 1) || program_kept_at(program, worker, t) == i ||
                program->columns_count >= program->most_columns)
                continue;
            program_add_visit(program, worker, (uint32_t)i, t, weighing, 1);
            double worth = reduced_worth(program, program->columns_count - 1, prices);
            drop_last(program);
            if (worth > most) {
                most = worth;
                best = (uint32_t)i;
            }
        }
        if (best != NO_OPTION)
            program_add_visit(program, worker, best, t, weighing, 1);
    }
}

bool program_price(struct program *program, bool *more)
{
    const double *prices = lp_prices(program->lp);
    size_t first = program->columns_count;

    for (uint32_t w = 0; w < program->rotation->workers; w++) {
        struct weighing weighing = program_weigh(program, w);
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
