/* Solving an assignment: bids first, then paths for whoever is left; what was found, and its proof. */
#include "matcher/assign_state.h"

#include <stdlib.h>
#include <string.h>

enum { POLL_EVERY = 64 };

/* ---- The state ---- */

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

void matcher_assign_free(struct matcher_assign *assign)
{
    if (assign == NULL)
        return;
    matcher_assign_problem_free(assign->problem);
    free(assign->people);
    free(assign->needs);
    free(assign->need_price);
    free(assign->seats);
    free(assign->queue.heap);
    free(assign->queue.place);
    free(assign->queue.level);
    free(assign->touched_needs);
    free(assign->touched_people);
    free(assign->waiting);
    free(assign);
}

/* False when memory ran out. */
static bool make_room(struct matcher_assign *assign, size_t seats, size_t units)
{
    size_t people = (size_t)assign->people_count + 1, needs = (size_t)assign->needs_count + 1, nodes = people + needs;

    assign->people = malloc(people * sizeof *assign->people);
    assign->needs = malloc(needs * sizeof *assign->needs);
    assign->need_price = calloc(needs, sizeof *assign->need_price);
    assign->seats = malloc((seats + 1) * sizeof *assign->seats);
    assign->queue.heap = malloc(nodes * sizeof *assign->queue.heap);
    assign->queue.place = malloc(nodes * sizeof *assign->queue.place);
    assign->queue.level = malloc(nodes * sizeof *assign->queue.level);
    assign->touched_needs = malloc(needs * sizeof *assign->touched_needs);
    assign->touched_people = malloc(people * sizeof *assign->touched_people);
    assign->waiting = malloc((units + 1) * sizeof *assign->waiting);
    if (assign->people == NULL || assign->needs == NULL || assign->need_price == NULL || assign->seats == NULL ||
        assign->queue.heap == NULL || assign->queue.place == NULL || assign->queue.level == NULL ||
        assign->touched_needs == NULL || assign->touched_people == NULL || assign->waiting == NULL)
        return false;
    memset(assign->queue.place, 0xff, nodes * sizeof *assign->queue.place);
    return true;
}

static bool open_state(struct matcher_assign *assign)
{
    const struct matcher_assign_problem *problem = assign->problem;
    size_t seats = 0, units = 0;

    assign->arcs = problem->arcs;
    assign->people_count = problem->people;
    assign->needs_count = problem->needs;
    for (uint32_t j = 0; j < problem->needs; j++)
        seats += lesser(problem->need_capacity[j], problem->need_degree[j]);
    for (uint32_t i = 0; i < problem->people; i++)
        units += lesser(problem->person_capacity[i], problem->first[i + 1] - problem->first[i]);
    if (!make_room(assign, seats, units))
        return false;
    for (uint32_t i = 0; i < problem->people; i++)
        assign->people[i] = (struct person){.first = problem->first[i],
                                            .count = problem->first[i + 1] - problem->first[i],
                                            .capacity = problem->person_capacity[i],
                                            .distance = FAR_AWAY};
    seats = 0;
    for (uint32_t j = 0; j < problem->needs; j++) {
        uint32_t count = lesser(problem->need_capacity[j], problem->need_degree[j]);
        assign->needs[j] = (struct need){
            .first_seat = (uint32_t)seats, .seats = count, .capacity = problem->need_capacity[j], .distance = FAR_AWAY};
        seats += count;
        if (count == 0) /* nothing is worth more than that: the need drops out of every scan */
            assign->need_price[j] = MATCHER_ASSIGN_WEIGHT_MAX;
    }
    return true;
}

/* ---- Solving ---- */

static bool let_in(struct matcher_assign *assign, const struct matcher_assign_options *options)
{
    while (assign->waiting_count > 0) {
        if (options->budget > 0 && assign->searches >= options->budget)
            return false;
        if (assign->searches % POLL_EVERY == 0 && options->stop != NULL && options->stop(options->context))
            return false;
        (void)assign_seat_person(assign, assign->waiting[--assign->waiting_count]);
    }
    return true;
}

struct matcher_assign *matcher_assign_solve(struct matcher_assign_problem *problem,
                                            const struct matcher_assign_options *options, struct matcher_error *error)
{
    static const struct matcher_assign_options none;
    struct matcher_assign *assign = calloc(1, sizeof *assign);

    if (options == NULL)
        options = &none;
    if (assign == NULL) {
        matcher_assign_problem_free(problem);
        assign_no_memory(error);
        return NULL;
    }
    assign->problem = problem;
    if (!problem->finished) {
        assign_invalid(error, "problem", 0);
        matcher_assign_free(assign);
        return NULL;
    }
    if (!open_state(assign)) {
        assign_no_memory(error);
        matcher_assign_free(assign);
        return NULL;
    }
    assign->complete = assign_bid_all(assign, options) && let_in(assign, options);
    return assign;
}
