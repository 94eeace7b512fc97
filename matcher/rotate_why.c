/*
 * A smallest set of rules that cannot hold together, by the deletion filter (Chinneck, Dravnieks, "Locating minimal
 * infeasible constraint sets in linear programs", 1991): leave one rule out; if the rest is still proved impossible it
 * stays out, and so does whatever the proof does not use (rotate_conflict.h). What stays in at the end: each is needed.
 * Where no such proof is to be had, whole classes of rules are tried first, they go together most of the time. Who
 * lives where, fits, closed and unavailable periods are facts here and not among the rules.
 */
#include "matcher/rotate_why.h"
#include "matcher/rotate_conflict.h"

#include <stdlib.h>

static const uint64_t counted_at_most = 1000000000; /* a second or so */
static const uint64_t steps_of_proofs = 20000000;   /* likewise */

/* ---- Ways to prove a round impossible ---- */

struct oracle {
    uint32_t period; /* of why_period */
    uint32_t centre; /* of why_counts */
    const struct exact_limits *limits;
    bool (*is_impossible)(const struct oracle *oracle, const struct rotation *rotation, bool *no_memory);
    /* By counting alone, without that: by what is set here. */
    bool (*is_short)(const struct oracle *oracle, const struct matcher_round *round, const uint64_t *unbalanced);
};

/* Does a circulation carry all pins of the period? */
static bool carries_pins(struct flow *flow, struct state *state, const struct rotation *rotation, uint32_t period)
{
    bool all = true;

    flow_solve(flow, rotation, state, period, NULL);
    for (size_t i = 0; i < rotation->pins_count; i++)
        if (rotation->pins[i].period == period)
            all = all &&
                  state->at[(size_t)period * rotation->workers + rotation->pins[i].worker] == rotation->pins[i].option;
    return all;
}

/* The most pins of one period that a circulation carries; the state holds no other visit. */
static bool period_is_impossible(const struct oracle *oracle, const struct rotation *rotation, bool *no_memory)
{
    struct state state = {0}, again = {0};
    struct flow *flow = flow_new(rotation), *limited = flow_new(rotation);
    bool impossible = false;

    if (flow == NULL || limited == NULL || !state_new(&state, rotation) || !state_new(&again, rotation)) {
        *no_memory = true;
    } else {
        flow_limit(limited, rotation); /* what it carries, all hosts carry */
        impossible = !carries_pins(limited, &state, rotation, oracle->period) &&
                     !carries_pins(flow, &again, rotation, oracle->period);
    }
    state_clear(&state);
    state_clear(&again);
    flow_free(flow);
    flow_free(limited);
    return impossible;
}

static bool round_is_impossible(const struct oracle *oracle, const struct rotation *rotation, bool *no_memory)
{
    struct rotate_watch watch = {0};
    struct exact_limits limits = *oracle->limits;
    struct bound bound;
    struct state state = {0};
    bool has_plan = false, impossible = false;

    if (is_short_somewhere(rotation->round, rotation->unbalanced))
        return true;
    limits.any_plan = true;
    if (!bound_new(&bound, rotation) || !state_new(&state, rotation) ||
        !bound_improve(&bound, rotation, 0, 0, &watch)) {
        *no_memory = true;
    } else if (bound.infeasible) {
        impossible = true;
    } else {
        enum exact_answer answer = exact_close(rotation, &bound, &state, &has_plan, &limits, &watch);
        *no_memory = answer == EXACT_NO_MEMORY;
        impossible = answer == EXACT_CLOSED && !has_plan;
    }
    state_clear(&state);
    bound_clear(&bound);
    return impossible;
}

static bool minimum_is_short(const struct oracle *oracle, const struct matcher_round *round, const uint64_t *unbalanced)
{
    return centre_is_short(round, unbalanced, oracle->centre);
}

static bool minimums_are_short(const struct oracle *oracle, const struct matcher_round *round,
                               const uint64_t *unbalanced)
{
    (void)oracle;
    return sums_are_short(round, unbalanced);
}

/* ---- The filter ---- */

static bool still_impossible(struct relaxed *relaxed, const struct oracle *oracle, bool *no_memory)
{
    struct rotation rotation;
    bool impossible = false;

    relaxed_rebuild(relaxed);
    if (oracle->is_short != NULL)
        return oracle->is_short(oracle, &relaxed->copy.round, relaxed->unbalanced);
    if (rotation_build(&rotation, &relaxed->copy.round, relaxed->unbalanced)) {
        impossible = oracle->is_impossible(oracle, &rotation, no_memory);
    } else {
        *no_memory = true;
    }
    rotation_clear(&rotation);
    return impossible;
}

/* Leaves rules first..end-1 out if the rest stays impossible. */
static void try_without(struct relaxed *relaxed, const struct oracle *oracle, size_t first, size_t end, bool *no_memory)
{
    if (relaxed->tries == 0)
        return;
    relaxed->tries--;
    for (size_t i = first; i < end; i++)
        relaxed->out[i] = true;
    if (!still_impossible(relaxed, oracle, no_memory))
        for (size_t i = first; i < end; i++)
            relaxed->out[i] = false;
}

/* Classes, then halves of what is needed, down to single rules. */
static void filter(struct relaxed *relaxed, const struct oracle *oracle, size_t first, size_t end, bool *no_memory)
{
    if (first >= end || *no_memory)
        return;
    try_without(relaxed, oracle, first, end, no_memory);
    if (relaxed->out[first] || end - first == 1)
        return;
    size_t middle = first + (end - first) / 2;
    filter(relaxed, oracle, first, middle, no_memory);
    filter(relaxed, oracle, middle, end, no_memory);
}

static bool collect(const struct relaxed *relaxed, struct matcher_plan *plan)
{
    size_t count = 0;

    plan->why = calloc(relaxed->rules_count + 1, sizeof *plan->why);
    if (plan->why == NULL)
        return false;
    for (size_t i = 0; i < relaxed->rules_count; i++)
        if (!relaxed->out[i])
            plan->why[count++] = relaxed->rules[i];
    plan->why_count = count;
    return true;
}

static bool run_filter(struct relaxed *relaxed, const struct oracle *oracle)
{
    bool no_memory = false;

    for (size_t first = 0; first < relaxed->rules_count;) {
        size_t end = first;
        while (end < relaxed->rules_count && relaxed->rules[end].rule == relaxed->rules[first].rule)
            end++;
        filter(relaxed, oracle, first, end, &no_memory);
        first = end;
    }
    return !no_memory;
}

/* Of what is left, by an oracle that sees more, rule by rule. */
static bool filter_again(struct relaxed *relaxed, const struct oracle *oracle)
{
    bool no_memory = false;

    for (size_t i = 0; i < relaxed->rules_count && !no_memory; i++)
        if (!relaxed->out[i])
            try_without(relaxed, oracle, i, i + 1, &no_memory);
    return !no_memory;
}

static void leave_unused(struct relaxed *relaxed, const bool *used)
{
    for (size_t i = 0; i < relaxed->rules_count; i++)
        relaxed->out[i] = relaxed->out[i] || !used[i];
}

static size_t count_left(const struct relaxed *relaxed)
{
    size_t left = 0;

    for (size_t i = 0; i < relaxed->rules_count; i++)
        left += !relaxed->out[i];
    return left;
}

/* Of what is left, by proofs: what a proof does not use goes, and what none can do without stays. *proved: the rules
 * that are left are in conflict, to begin with. */
static bool filter_by_proofs(struct relaxed *relaxed, bool *proved)
{
    bool *used = calloc(relaxed->rules_count + 1, sizeof *used);
    struct conflict conflict = {0};
    bool ok = used != NULL &&
              conflict_new(&conflict, relaxed->copy.original, relaxed->rules, relaxed->out, relaxed->rules_count);

    conflict.steps = steps_of_proofs;
    *proved = ok && !conflict.too_large && conflict_search(&conflict, relaxed->out, used) == CONFLICT_PROVED;
    if (*proved)
        leave_unused(relaxed, used);
    for (size_t i = 0; *proved && i < relaxed->rules_count; i++) {
        if (relaxed->out[i])
            continue;
        relaxed->out[i] = true;
        if (conflict_search(&conflict, relaxed->out, used) == CONFLICT_PROVED)
            leave_unused(relaxed, used);
        else
            relaxed->out[i] = false;
    }
    conflict_clear(&conflict);
    free(used);
    return ok;
}

/* The rules of one period that its pins cannot hold with; *found tells whether there are any. */
static bool look_at_period(const struct rotation *rotation, uint32_t period, struct matcher_plan *plan, bool *found)
{
    struct oracle oracle = {.period = period, .is_impossible = period_is_impossible};
    struct relaxed relaxed;
    bool no_memory = false;

    if (!relaxed_new(&relaxed, rotation->round, UINT64_C(1) << period, false))
        return false;
    *found = still_impossible(&relaxed, &oracle, &no_memory);
    bool ok = !no_memory && (!*found || (run_filter(&relaxed, &oracle) && collect(&relaxed, plan)));
    relaxed_clear(&relaxed);
    return ok;
}

/* Circulations weigh pins against what visits are worth: that proves something only while a pin outweighs all. */
bool why_period(const struct rotation *rotation, struct matcher_plan *plan, bool *found)
{
    uint64_t pinned = 0, answered;

    *found = false;
    if (objective_range(rotation) >= MISSING_PIN / 4)
        return true;
    if (!pins_answered(rotation, &answered)) /* most of the time all: a circulation takes long in a large round */
        return false;
    for (uint32_t w = 0; w < rotation->workers; w++)
        pinned |= rotation->pinned[w];
    for (uint32_t t = 0; t < rotation->periods && !*found; t++)
        if ((pinned & ~answered) >> t & 1 && !look_at_period(rotation, t, plan, found))
            return false;
    return true;
}

/* Rules that have nothing to do with this centre's minimums, as they are counted. */
static void leave_others(struct relaxed *relaxed, uint32_t centre)
{
    for (size_t i = 0; i < relaxed->rules_count; i++) {
        const struct matcher_breach *rule = &relaxed->rules[i];
        relaxed->out[i] = rule->rule == MATCHER_ROUND_PIN || (rule->centre != centre && rule->centre != MATCHER_NONE);
    }
}

static bool filter_counts(struct relaxed *relaxed, const struct matcher_round *round, uint32_t centre)
{
    const struct oracle alone = {.centre = centre, .is_short = minimum_is_short};
    const struct oracle together = {.is_short = minimums_are_short};
    bool proved;
    uint64_t size = (uint64_t)round->workers_count * round->centres_count * (round->periods + 1);

    if (centre < round->centres_count) {
        leave_others(relaxed, centre);
        if (!filter_again(relaxed, &alone))
            return false;
    } else {
        relaxed->tries = counted_at_most / size + 1;
        if (!run_filter(relaxed, &together))
            return false;
    }
    return count_left(relaxed) < 2 || filter_by_proofs(relaxed, &proved);
}

bool is_short_somewhere(const struct matcher_round *round, const uint64_t *unbalanced)
{
    return first_short(round, unbalanced) < round->centres_count || sums_are_short(round, unbalanced);
}

bool why_counts(const struct rotation *rotation, struct matcher_plan *plan, bool *found)
{
    const struct matcher_round *round = rotation->round;
    uint32_t centre = first_short(round, NULL);
    struct relaxed relaxed;

    *found = centre < round->centres_count || sums_are_short(round, NULL);
    if (!*found)
        return true;
    if (!relaxed_new(&relaxed, round, UINT64_MAX, true))
        return false;
    bool ok = filter_counts(&relaxed, round, centre) && collect(&relaxed, plan);
    relaxed_clear(&relaxed);
    return ok;
}

bool why_exact(const struct matcher_round *round, struct matcher_plan *plan, const struct exact_limits *limits)
{
    const struct oracle oracle = {.limits = limits, .is_impossible = round_is_impossible};
    struct relaxed relaxed;
    bool proved;

    if (!relaxed_new(&relaxed, round, UINT64_MAX, true))
        return false;
    bool ok =
        filter_by_proofs(&relaxed, &proved) && (proved || run_filter(&relaxed, &oracle)) && collect(&relaxed, plan);
    relaxed_clear(&relaxed);
    return ok;
}

/* ---- Before there is a plan ---- */

static bool take_plan(const struct conflict *conflict, const struct rotation *rotation, struct state *best)
{
    struct state state;

    if (!state_new(&state, rotation))
        return false;
    for (size_t v = 0; v < conflict->visits_count; v++) {
        const struct matcher_visit *visit = &conflict->visits[v];
        if (conflict_makes(conflict, v))
            state_put(&state, rotation, visit->worker, rotation_find_option(rotation, visit->worker, visit->host),
                      visit->period);
    }
    state_count(&state, rotation);
    if (state_is_legal(&state, rotation))
        state_copy(best, &state, rotation);
    state_clear(&state);
    return true;
}

bool why_decide(const struct rotation *rotation, struct state *best, bool *impossible)
{
    struct relaxed relaxed;
    struct conflict conflict = {0};
    enum conflict_answer answer = CONFLICT_OPEN;

    if (!relaxed_new(&relaxed, rotation->round, UINT64_MAX, true))
        return false;
    bool *used = calloc(relaxed.rules_count + 1, sizeof *used);
    bool ok = used != NULL && conflict_new(&conflict, rotation->round, relaxed.rules, relaxed.out, relaxed.rules_count);
    conflict.steps = steps_of_proofs;
    if (ok && !conflict.too_large)
        answer = conflict_search(&conflict, relaxed.out, used);
    *impossible = answer == CONFLICT_PROVED;
    if (answer == CONFLICT_PLAN)
        ok = take_plan(&conflict, rotation, best);
    conflict_clear(&conflict);
    free(used);
    relaxed_clear(&relaxed);
    return ok;
}
