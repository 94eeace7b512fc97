/*
 * Rows and columns of a repair's programme. Columns are differences to what is kept: a visit lost, a visit added. A row
 * for each rule they touch: balance and places of a centre in a period, minimums, and of a worker the visits at most,
 * those too near each other, and hosts that the kept plan has already (that a new host comes once is left to
 * branching).
 */
#include "matcher/repair_program.h"

#include <float.h>
#include <stdlib.h>

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

/* Periods in which a visit to the host may be added. */
static uint64_t addable(const struct program *program, uint32_t worker, const struct choice *choice, uint32_t option)
{
    uint64_t periods = program->rotation->allowed[option] & program->periods & ~choice->near;

    for (uint64_t left = program->kept->visited[worker]; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        if (program_kept_at(program, worker, t) == option)
            periods = choice->stays >> t & 1 ? 0 : periods & ~(UINT64_C(1) << t);
    }
    return choice->may_go ? periods : 0;
}

size_t program_count_columns(const struct program *program)
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

int program_add_row(struct program *program, double lower, double upper)
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
        program->balance[cell] = program_add_row(program, hosted - sent, hosted - sent);
    if (!rotation->round->balanced || guests <= away)
        program->guests[cell] = program_add_row(program, -DBL_MAX, guests - hosted);
    if (!rotation->round->balanced || away < guests)
        program->away[cell] = program_add_row(program, -DBL_MAX, away - sent);
}

static void add_period(struct program *program, uint32_t period)
{
    const struct rotation *rotation = program->rotation;

    for (uint32_t c = 0; c < rotation->centres; c++) {
        int32_t sent = 0, hosted = 0;
        for (uint32_t w = 0; w < rotation->workers; w++) {
            uint32_t option = program_kept_at(program, w, period);
            sent += option != NO_OPTION && rotation->round->workers[w].home == c;
            hosted += option != NO_OPTION && rotation->options[option].host == c;
        }
        add_cell(program, c, period, sent, hosted);
    }
}

void program_add_centres(struct program *program)
{
    const struct rotation *rotation = program->rotation;

    for (uint32_t t = 0; t < rotation->periods; t++)
        add_period(program, t);
    for (uint32_t c = 0; c < rotation->centres; c++) {
        const struct matcher_round_centre *centre = &rotation->round->centres[c];
        if (centre->min_send > 0)
            program->send[c] = program_add_row(program, centre->min_send - program->kept->sent[c], DBL_MAX);
        if (centre->min_host > 0)
            program->host[c] = program_add_row(program, centre->min_host - program->kept->hosted[c], DBL_MAX);
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

static void add_worker_rows(struct program *program, uint32_t worker)
{
    const struct rotation *rotation = program->rotation;
    uint64_t visited = program->kept->visited[worker];

    program->count[worker] =
        program_add_row(program, -DBL_MAX, (double)rotation->most_visits - __builtin_popcountll(visited));
    for (uint32_t t = 0; t < rotation->periods; t++) {
        uint64_t window = window_from(rotation, t);
        if (window != 0)
            program->window[(size_t)worker * rotation->periods + t] =
                program_add_row(program, -DBL_MAX, 1 - __builtin_popcountll(visited & window));
        if (visited >> t & 1)
            program->once[(size_t)worker * rotation->periods + t] = program_add_row(program, -DBL_MAX, 0);
    }
}

/* ---- Columns ---- */

void program_begin_column(struct program *program, enum program_kind kind, uint32_t worker, uint32_t option,
                          uint32_t period)
{
    size_t column = program->columns_count++;

    program->columns[column] = (struct program_column){kind, worker, option, period};
    program->batch.worth[column] = 0;
    program->batch.upper[column] = kind == PROGRAM_FAIR ? DBL_MAX : 1;
    program->batch.starts[column + 1] = program->batch.starts[column];
}

void program_put(struct program *program, int row, double element)
{
    int *end = &program->batch.starts[program->columns_count];

    if (row < 0 || element == 0)
        return;
    program->batch.rows[*end] = row;
    program->batch.elements[*end] = element;
    ++*end;
}

struct weighing program_weigh(const struct program *program, uint32_t worker)
{
    const struct matcher_round *round = program->rotation->round;
    struct context context = context_of(program->rotation, program->kept, worker, 0);
    struct weighing weighing = {.part = context.part};

    weighing.slope = context.part < round->fair_target ? 1 + (int)round->fair_weight : 1;
    for (uint64_t left = program->kept->visited[worker]; left != 0; left &= left - 1) {
        uint32_t option = program_kept_at(program, worker, (uint32_t)__builtin_ctzll(left));
        for (unsigned goals = program->rotation->options[option].goals; goals != 0; goals &= goals - 1)
            weighing.met[__builtin_ctz(goals)]++;
    }
    return weighing;
}

/* A point of the part counts another way beyond the target: below it, what passes it counts less; above it, what is
 * then missing costs. */
static void put_fair(struct program *program, uint32_t worker, const struct weighing *weighing, double points)
{
    program_put(program, program->fair[worker], weighing->slope > 1 ? points : -points);
}

/* What a visit pays by the prices that rows begin from. */
static double first_pay(const struct program *program, size_t from, size_t to)
{
    const struct prices *first = program->first;

    return (double)(first->guests[to] + first->away[from] + first->balance[from] - first->balance[to]) / PRICE_SCALE;
}

void program_add_visit(struct program *program, uint32_t worker, uint32_t option, uint32_t period,
                       const struct weighing *weighing, int by)
{
    const struct rotation *rotation = program->rotation;
    uint32_t home = rotation->round->workers[worker].home, host = rotation->options[option].host;
    size_t from = (size_t)home * rotation->periods + period, to = (size_t)host * rotation->periods + period;
    int64_t worth = visit_worth(rotation, option, period);

    program_begin_column(program, by > 0 ? PROGRAM_VISIT : PROGRAM_LOSS, worker, option, period);
    program->batch.worth[program->columns_count - 1] = (double)(by * weighing->slope * worth);
    if (!(program->periods >> period & 1))
        program->batch.worth[program->columns_count - 1] -= by * first_pay(program, from, to);
    *(by > 0 ? &program->visits[option] : &program->losses[worker]) |= UINT64_C(1) << period;
    program_put(program, program->balance[from], by);
    program_put(program, program->balance[to], -by);
    program_put(program, program->guests[to], by);
    program_put(program, program->away[from], by);
    program_put(program, program->send[home], by);
    program_put(program, program->host[host], by);
    program_put(program, program->count[worker], by);
    for (uint32_t t = 0; t <= period; t++)
        if (window_from(rotation, t) >> period & 1)
            program_put(program, program->window[(size_t)worker * rotation->periods + t], by);
    for (uint64_t left = program->kept->visited[worker]; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        if (program_kept_at(program, worker, t) == option)
            program_put(program, program->once[(size_t)worker * rotation->periods + t], by);
    }
    for (unsigned goals = rotation->options[option].goals; goals != 0; goals &= goals - 1)
        program_put(program, program->goals[(size_t)worker * MATCHER_WANTS + (unsigned)__builtin_ctz(goals)], -by);
    put_fair(program, worker, weighing, (double)(by * worth));
    if (by < 0)
        program_put(program, program->changes, 1);
}

/* Goals that are liked: met by what is added, or no longer met. One that is not liked costs nothing here. */
static void add_goals(struct program *program, uint32_t worker, const struct weighing *weighing)
{
    const struct matcher_round_worker *person = &program->rotation->round->workers[worker];

    for (uint32_t g = 0; g < person->wants_count; g++) {
        int row = program->goals[(size_t)worker * MATCHER_WANTS + g], by = weighing->met[g] > 0 ? -1 : 1;
        if (row < 0)
            continue;
        program_begin_column(program, PROGRAM_GOAL, worker, g, 0);
        program->batch.worth[program->columns_count - 1] = (double)by * weighing->slope * person->wants[g].worth;
        program_put(program, row, by);
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
                program_add_row(program, -DBL_MAX, weighing->met[g] > 0 ? weighing->met[g] - 1 : 0);
    if (round->fair_weight > 0)
        program->fair[worker] = program_add_row(program, -DBL_MAX, (double)apart);
}

void program_add_worker(struct program *program, uint32_t worker)
{
    const struct rotation *rotation = program->rotation;
    struct choice choice = choice_of(program, worker);
    struct weighing weighing = program_weigh(program, worker);

    add_worker_rows(program, worker);
    add_value_rows(program, worker, &weighing);
    for (uint64_t left = choice.losable; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        program_add_visit(program, worker, program_kept_at(program, worker, t), t, &weighing, -1);
    }
    for (size_t i = rotation->first_option[worker]; i < rotation->first_option[worker + 1]; i++)
        for (uint64_t left = addable(program, worker, &choice, (uint32_t)i); left != 0; left &= left - 1)
            program_add_visit(program, worker, (uint32_t)i, (uint32_t)__builtin_ctzll(left), &weighing, 1);
    add_goals(program, worker, &weighing);
    if (program->fair[worker] < 0)
        return;
    program_begin_column(program, PROGRAM_FAIR, worker, 0, 0);
    program->batch.worth[program->columns_count - 1] = -(double)rotation->round->fair_weight;
    program_put(program, program->fair[worker], -1);
}
