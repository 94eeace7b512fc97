/*
 * Groups taken apart: everybody may take as many options of a group as could be taken together, whichever they are.
 * That is an assignment. Its prices prove a bound for every proposal, and mostly its choice is one. Where it is not,
 * the worse of what clashes is forbidden and the assignment mended, until nothing clashes.
 */
#include "matcher/pair_state.h"

#include <stdlib.h>
#include <string.h>

enum {
    ROUNDS_MOST = 40, /* of mending; then the rest is dropped */
    PATIENCE = 3,     /* rounds after which a group keeps what it has and is offered nothing that clashes with it */
};

struct flow {
    struct pair_search *search;
    struct matcher_assign *assign;
    uint32_t *unit_of;    /* by option: who takes it; PAIR_NONE: nobody may */
    uint32_t *unit_first; /* units_count + 1, in unit_options */
    uint32_t *unit_options;
    uint32_t *capacities; /* by unit */
    size_t units_count, pairs_count;
    uint8_t *taken, *wishes; /* by option */
    uint8_t *rounds;         /* by group: how often it was mended */
    int64_t *lures;          /* by seat: a little less than its price, so that everything taken is worth something */
    uint32_t *room;          /* for one group */
};

static void flow_close(struct flow *flow)
{
    matcher_assign_free(flow->assign);
    free(flow->unit_of);
    free(flow->unit_first);
    free(flow->unit_options);
    free(flow->capacities);
    free(flow->taken);
    free(flow->wishes);
    free(flow->rounds);
    free(flow->lures);
    free(flow->room);
}

static bool flow_open(struct flow *flow, struct pair_search *search)
{
    const struct pair_problem *problem = search->problem;
    size_t options = problem->options_count;

    *flow = (struct flow){.search = search};
    flow->unit_of = malloc((options + 1) * sizeof *flow->unit_of);
    flow->unit_first = malloc((options + 2) * sizeof *flow->unit_first);
    flow->unit_options = malloc((options + 1) * sizeof *flow->unit_options);
    flow->capacities = malloc((options + 1) * sizeof *flow->capacities);
    flow->taken = calloc(options + 1, 1);
    flow->wishes = malloc(options + 1);
    flow->rounds = calloc(problem->groups_count + 1, 1);
    flow->lures = calloc(problem->seats_count + 1, sizeof *flow->lures);
    flow->room = malloc((problem->largest_group + 1) * sizeof *flow->room);
    if (flow->unit_of != NULL && flow->unit_first != NULL && flow->unit_options != NULL && flow->capacities != NULL &&
        flow->taken != NULL && flow->wishes != NULL && flow->rounds != NULL && flow->lures != NULL &&
        flow->room != NULL)
        return true;
    flow_close(flow);
    return false;
}

/* A unit for each person in each group. */
static void make_units(struct flow *flow)
{
    struct pair_problem *problem = flow->search->problem;
    struct pair_set *set = &flow->search->set;

    memset(flow->unit_of, 0xff, problem->options_count * sizeof *flow->unit_of);
    for (uint32_t group = 0; group < problem->groups_count; group++)
        for (uint32_t from = problem->group_first[group], end; from < problem->group_first[group + 1]; from = end) {
            uint32_t person = problem->options[problem->group_options[from]].person;
            for (end = from; end < problem->group_first[group + 1] &&
                             problem->options[problem->group_options[end]].person == person;)
                end++;
            uint32_t most = pair_set_most(set, group, from, end - from, flow->search->wishes);
            if (most == 0)
                continue;
            flow->capacities[flow->units_count] = most;
            flow->unit_first[flow->units_count] = (uint32_t)flow->pairs_count;
            for (size_t i = 0; i < set->list_count; i++) {
                flow->unit_of[set->list[i]] = (uint32_t)flow->units_count;
                flow->unit_options[flow->pairs_count++] = set->list[i];
            }
            flow->units_count++;
        }
    flow->unit_first[flow->units_count] = (uint32_t)flow->pairs_count;
}

static bool stop_assigning(void *context)
{
    return pair_must_stop(context);
}

static uint32_t places_left(const struct pair_search *search, uint32_t s)
{
    const struct pair_seat *seat = &search->problem->seats[s];
    uint32_t pinned = 0;

    for (uint32_t i = 0; i < seat->count; i++)
        pinned += search->wishes[search->problem->seat_options[seat->first + i]] == PAIR_PINNED;
    return seat->places > pinned ? seat->places - pinned : 0;
}

/* NULL: no memory, as all bounds are kept (pair_gather.c). */
static struct matcher_assign *solve(struct flow *flow)
{
    struct pair_search *search = flow->search;
    const struct pair_problem *problem = search->problem;
    const struct matcher_assign_options options = {.stop = stop_assigning, .context = search};
    struct matcher_assign_problem *assign = matcher_assign_problem_new(
        (uint32_t)flow->units_count, (uint32_t)problem->seats_count, flow->pairs_count, NULL);
    bool ok = assign != NULL;

    for (uint32_t unit = 0; ok && unit < flow->units_count; unit++) {
        ok = matcher_assign_person_capacity(assign, unit, flow->capacities[unit], NULL);
        for (uint32_t i = flow->unit_first[unit]; ok && i < flow->unit_first[unit + 1]; i++) {
            const struct pair_option *option = &problem->options[flow->unit_options[i]];
            ok = matcher_assign_pair(assign, unit, option->seat, option->weight, NULL);
        }
    }
    for (uint32_t seat = 0; ok && seat < problem->seats_count; seat++)
        ok = matcher_assign_need_capacity(assign, seat, places_left(search, seat), NULL);
    if (!ok || !matcher_assign_finish(assign, NULL, NULL)) {
        matcher_assign_problem_free(assign);
        return NULL;
    }
    return matcher_assign_solve(assign, &options, NULL);
}

/* What the assignment chooses, and what is pinned. */
static bool read_choice(struct flow *flow, bool with_prices)
{
    struct pair_search *search = flow->search;
    const struct pair_problem *problem = search->problem;
    struct matcher_assign_answer answer;

    if (!matcher_assign_answer(flow->assign, &answer, NULL)) {
        matcher_assign_answer_free(&answer);
        return false;
    }
    for (size_t o = 0; o < problem->options_count; o++)
        flow->taken[o] = search->wishes[o] == PAIR_PINNED;
    for (size_t k = 0; k < answer.pairs_count; k++)
        for (uint32_t i = flow->unit_first[answer.pairs[k].person]; i < flow->unit_first[answer.pairs[k].person + 1];
             i++)
            if (problem->options[flow->unit_options[i]].seat == answer.pairs[k].need)
                flow->taken[flow->unit_options[i]] = 1;
    for (size_t s = 0; with_prices && s < problem->seats_count; s++) {
        search->prices[s] = (int64_t)answer.need_prices[s] * PAIR_SCALE;
        flow->lures[s] = search->prices[s] - 1;
    }
    matcher_assign_answer_free(&answer);
    return true;
}

/* ---- Mending ---- */

/* Keeps the best of what the group has taken; the others are dropped, and forbidden where the assignment can be asked
 * again. */
static bool mend_group(struct flow *flow, uint32_t group, bool again)
{
    struct pair_problem *problem = flow->search->problem;
    struct pair_set *set = &flow->search->set;
    const uint32_t *options = problem->group_options + problem->group_first[group];
    size_t count = problem->group_first[group + 1] - problem->group_first[group];
    struct matcher_error error = {0};

    for (size_t i = 0; i < count; i++) {
        uint8_t wish = flow->search->wishes[options[i]];
        flow->wishes[options[i]] = wish == PAIR_FREE && !flow->taken[options[i]] ? PAIR_FORBIDDEN : wish;
    }
    pair_set_best(set, group, flow->lures, flow->wishes);
    for (size_t i = 0; i < count; i++)
        flow->wishes[options[i]] = 0;
    for (size_t i = 0; i < set->best_count; i++)
        flow->wishes[set->best[i]] = 1;
    flow->rounds[group] = (uint8_t)(flow->rounds[group] + (flow->rounds[group] < PATIENCE));
    for (size_t i = 0; i < count; i++) {
        uint32_t option = options[i];
        bool drops = flow->taken[option] && !flow->wishes[option];
        if (flow->rounds[group] == PATIENCE && !flow->wishes[option] && !drops)
            drops = !pair_allows(problem, set->best, set->best_count, option);
        if (!drops)
            continue;
        flow->taken[option] = 0;
        if (again && flow->unit_of[option] != PAIR_NONE &&
            !matcher_assign_forbid(flow->assign, flow->unit_of[option], problem->options[option].seat, &error))
            return false;
    }
    return true;
}

static bool mend_all(struct flow *flow, bool again, bool *mended)
{
    const struct pair_problem *problem = flow->search->problem;

    *mended = false;
    for (uint32_t group = 0; group < problem->groups_count; group++) {
        if (pair_group_allowed(flow->search->problem, group, flow->taken, flow->room))
            continue;
        *mended = true;
        if (!mend_group(flow, group, again))
            return false;
    }
    return true;
}

/* False: no memory. */
static bool mend(struct flow *flow)
{
    bool mended = true, changeable = !flow->search->stopped;

    for (int round = 0; mended && changeable && round < ROUNDS_MOST; round++) {
        if (pair_must_stop(flow->search))
            break;
        if (!mend_all(flow, true, &mended) || (mended && !read_choice(flow, false)))
            return false;
    }
    return !mended || mend_all(flow, false, &mended);
}

bool pair_flow(struct pair_search *search)
{
    struct pair_problem *problem = search->problem;
    struct flow flow;

    if (!flow_open(&flow, search))
        return false;
    make_units(&flow);
    flow.assign = solve(&flow);
    bool ok = flow.assign != NULL && read_choice(&flow, true) && mend(&flow);
    if (ok) {
        pair_fill(search, NULL, problem->seats_count, flow.taken, flow.room);
        memcpy(search->taken, flow.taken, problem->options_count);
        search->worth = pair_worth(search, search->taken);
    }
    flow_close(&flow);
    return ok;
}
