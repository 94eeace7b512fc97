/* Solving an assignment: bids first, then a path for every unit that is left. */
#include "matcher/assign_state.h"

#include <stdlib.h>
#include <string.h>

enum { POLL_EVERY = 64 };

void matcher_assign_free(struct matcher_assign *assign)
{
    if (assign == NULL)
        return;
    matcher_assign_problem_free(assign->problem);
    free(assign->bidders);
    free(assign->items);
    free(assign->item_price);
    free(assign->slots);
    free(assign->queue.heap);
    free(assign->queue.place);
    free(assign->queue.level);
    free(assign->touched_items);
    free(assign->touched_bidders);
    free(assign->waiting);
    free(assign->near);
    assign_kept_free(assign->kept);
    free(assign);
}

/* ---- Who bids for what ---- */

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t person_units(const struct matcher_assign_problem *problem, uint32_t person)
{
    return lesser(problem->person_capacity[person], problem->first[person + 1] - problem->first[person]);
}

static uint32_t need_units(const struct matcher_assign_problem *problem, uint32_t need)
{
    return lesser(problem->need_capacity[need], problem->need_degree[need]);
}

/* False when memory ran out. */
static bool make_room(struct matcher_assign *assign, size_t slots, size_t units)
{
    size_t bidders = (size_t)assign->bidders_count + 1, items = (size_t)assign->items_count + 1;
    size_t nodes = bidders + items;

    assign->bidders = malloc(bidders * sizeof *assign->bidders);
    assign->items = malloc(items * sizeof *assign->items);
    assign->item_price = calloc(items, sizeof *assign->item_price);
    assign->slots = malloc((slots + 1) * sizeof *assign->slots);
    assign->queue.heap = malloc(nodes * sizeof *assign->queue.heap);
    assign->queue.place = malloc(nodes * sizeof *assign->queue.place);
    assign->queue.level = malloc(nodes * sizeof *assign->queue.level);
    assign->touched_items = malloc(items * sizeof *assign->touched_items);
    assign->touched_bidders = malloc(bidders * sizeof *assign->touched_bidders);
    assign->waiting = malloc((units + 1) * sizeof *assign->waiting);
    if (assign->bidders == NULL || assign->items == NULL || assign->item_price == NULL || assign->slots == NULL ||
        assign->queue.heap == NULL || assign->queue.place == NULL || assign->queue.level == NULL ||
        assign->touched_items == NULL || assign->touched_bidders == NULL || assign->waiting == NULL)
        return false;
    memset(assign->queue.place, 0xff, nodes * sizeof *assign->queue.place);
    return true;
}

static void open_items(struct matcher_assign *assign)
{
    const struct matcher_assign_problem *problem = assign->problem;
    const uint32_t *capacity = assign->needs_bid ? problem->person_capacity : problem->need_capacity;
    uint32_t slots = 0;

    for (uint32_t j = 0; j < assign->items_count; j++) {
        uint32_t units = assign->needs_bid ? person_units(problem, j) : need_units(problem, j);
        assign->items[j] =
            (struct item){.first_slot = slots, .slots = units, .capacity = capacity[j], .distance = FAR_AWAY};
        slots += units;
        if (capacity[j] == 0) /* nothing is worth more than that: the item drops out of every scan */
            assign->item_price[j] = MATCHER_ASSIGN_WEIGHT_MAX;
    }
}

static void open_bidders(struct matcher_assign *assign)
{
    const struct matcher_assign_problem *problem = assign->problem;
    const uint32_t *capacity = assign->needs_bid ? problem->need_capacity : problem->person_capacity;

    assign->arcs = problem->arcs;
    for (uint32_t i = 0; i < assign->bidders_count; i++)
        assign->bidders[i] = (struct bidder){.first = problem->first[i],
                                             .count = problem->first[i + 1] - problem->first[i],
                                             .capacity = capacity[i],
                                             .distance = FAR_AWAY};
}

static bool open_state(struct matcher_assign *assign)
{
    struct matcher_assign_problem *problem = assign->problem;
    size_t seats = 0, people = 0;

    for (uint32_t j = 0; j < problem->needs; j++)
        seats += need_units(problem, j);
    for (uint32_t i = 0; i < problem->people; i++)
        people += person_units(problem, i);
    assign->needs_bid = seats < people;
    assign->bidders_count = assign->needs_bid ? problem->needs : problem->people;
    assign->items_count = assign->needs_bid ? problem->people : problem->needs;
    if (!make_room(assign, seats < people ? people : seats, seats < people ? seats : people))
        return false;
    open_items(assign);
    if (assign->needs_bid && !assign_turn(problem))
        return false;
    open_bidders(assign);
    return assign_open_near(assign);
}

/* ---- Solving ---- */

static bool let_in(struct matcher_assign *assign, const struct matcher_assign_options *options)
{
    while (assign->waiting_count > 0) {
        if (options->budget > 0 && assign->searches >= options->budget)
            return false;
        if (assign->searches % POLL_EVERY == 0 && options->stop != NULL && options->stop(options->context))
            return false;
        (void)assign_serve(assign, assign->waiting[--assign->waiting_count]);
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
    free(assign->near);
    assign->near = NULL;
    return assign;
}
