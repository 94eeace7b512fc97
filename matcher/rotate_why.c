/*
 * A smallest set of rules that cannot hold together, by the deletion filter (Chinneck, Dravnieks, "Locating minimal
 * infeasible constraint sets in linear programs", 1991): leave one rule out; if the rest is still proved impossible it
 * stays out. What stays in at the end: each is needed. Whole classes of rules are tried first, they go together most of
 * the time. Who lives where, fits, closed and unavailable periods are facts here and not among the rules.
 */
#include "matcher/rotate.h"

#include <stdlib.h>

static const uint64_t counted_at_most = 1000000000; /* a second or so */
enum { CLOSER_AT_MOST = 30000 };                    /* workers x hosts x periods that are planned to see more */

/* A copy of the round whose rules can be left out and put back. */
struct relaxed {
    struct round_copy copy;
    uint64_t *unbalanced;
    struct matcher_breach *rules; /* all that may be left out, class by class */
    bool *out;
    size_t rules_count;
    bool minimums;  /* else there are none */
    uint64_t tries; /* that are left: in a very large round the set is not the smallest */
};

static void relaxed_clear(struct relaxed *relaxed)
{
    round_copy_clear(&relaxed->copy);
    free(relaxed->unbalanced);
    free(relaxed->rules);
    free(relaxed->out);
}

static void add_rule(struct relaxed *relaxed, enum matcher_round_rule rule, uint32_t centre, uint32_t worker,
                     uint32_t period)
{
    relaxed->rules[relaxed->rules_count++] =
        (struct matcher_breach){.rule = rule, .centre = centre, .worker = worker, .period = period};
}

static void list_cells(struct relaxed *relaxed, enum matcher_round_rule rule, uint64_t periods)
{
    const struct matcher_round *round = relaxed->copy.original;

    for (uint32_t c = 0; c < round->centres_count; c++)
        for (uint32_t t = 0; t < round->periods; t++)
            if (periods >> t & 1)
                add_rule(relaxed, rule, c, MATCHER_NONE, t);
}

static void list_minimums(struct relaxed *relaxed)
{
    const struct matcher_round *round = relaxed->copy.original;

    for (uint32_t c = 0; c < round->centres_count; c++)
        if (round->centres[c].min_send > 0)
            add_rule(relaxed, MATCHER_ROUND_MIN_SEND, c, MATCHER_NONE, MATCHER_NONE);
    for (uint32_t c = 0; c < round->centres_count; c++)
        if (round->centres[c].min_host > 0)
            add_rule(relaxed, MATCHER_ROUND_MIN_HOST, c, MATCHER_NONE, MATCHER_NONE);
}

/* Places and balance in these periods alone; pins always, for they bind their workers in others too. */
static void list_rules(struct relaxed *relaxed, uint64_t periods)
{
    const struct matcher_round *round = relaxed->copy.original;

    list_cells(relaxed, MATCHER_ROUND_GUESTS, periods);
    list_cells(relaxed, MATCHER_ROUND_AWAY, periods);
    add_rule(relaxed, MATCHER_ROUND_GAP, MATCHER_NONE, MATCHER_NONE, MATCHER_NONE);
    add_rule(relaxed, MATCHER_ROUND_MAX_VISITS, MATCHER_NONE, MATCHER_NONE, MATCHER_NONE);
    if (relaxed->minimums)
        list_minimums(relaxed);
    if (round->balanced)
        list_cells(relaxed, MATCHER_ROUND_BALANCE, periods);
    for (size_t i = 0; i < round->pins_count; i++)
        if (!is_pinned(round->pins, i, &round->pins[i])) /* each once */
            add_rule(relaxed, MATCHER_ROUND_PIN, round->pins[i].host, round->pins[i].worker, round->pins[i].period);
}

static bool relaxed_new(struct relaxed *relaxed, const struct matcher_round *round, uint64_t periods, bool minimums)
{
    size_t cells = round->centres_count * round->periods + 1;
    size_t most = 3 * cells + 2 * round->centres_count + 2 + round->pins_count;

    *relaxed = (struct relaxed){.minimums = minimums, .tries = UINT64_MAX};
    relaxed->unbalanced = calloc(round->centres_count + 1, sizeof *relaxed->unbalanced);
    relaxed->rules = calloc(most, sizeof *relaxed->rules);
    relaxed->out = calloc(most, sizeof *relaxed->out);
    if (!round_copy_new(&relaxed->copy, round) || relaxed->unbalanced == NULL || relaxed->rules == NULL ||
        relaxed->out == NULL) {
        relaxed_clear(relaxed);
        return false;
    }
    list_rules(relaxed, periods);
    return true;
}

static void leave_out(struct relaxed *relaxed, const struct matcher_breach *rule)
{
    struct round_copy *copy = &relaxed->copy;
    struct matcher_round *round = &copy->round;
    size_t cell = (size_t)rule->centre * round->periods + rule->period;
    const int32_t plenty = (int32_t)round->workers_count;

    if (rule->rule == MATCHER_ROUND_GUESTS)
        copy->guests[cell] = copy->guests[cell] > plenty ? copy->guests[cell] : plenty;
    else if (rule->rule == MATCHER_ROUND_AWAY)
        copy->away[cell] = copy->away[cell] > plenty ? copy->away[cell] : plenty;
    else if (rule->rule == MATCHER_ROUND_GAP)
        round->min_gap = 0;
    else if (rule->rule == MATCHER_ROUND_MAX_VISITS)
        round->max_visits = round->periods;
    else if (rule->rule == MATCHER_ROUND_MIN_SEND)
        copy->centres[rule->centre].min_send = 0;
    else if (rule->rule == MATCHER_ROUND_MIN_HOST)
        copy->centres[rule->centre].min_host = 0;
    else if (rule->rule == MATCHER_ROUND_BALANCE)
        relaxed->unbalanced[rule->centre] |= UINT64_C(1) << rule->period;
    else if (rule->rule == MATCHER_ROUND_PIN)
        round_copy_unpin(copy, rule->worker, rule->centre, rule->period);
}

/* The round without what is out. */
static void rebuild(struct relaxed *relaxed)
{
    round_copy_reset(&relaxed->copy);
    for (uint32_t c = 0; c < relaxed->copy.round.centres_count; c++) {
        relaxed->unbalanced[c] = 0;
        if (!relaxed->minimums)
            relaxed->copy.centres[c].min_send = relaxed->copy.centres[c].min_host = 0;
    }
    for (size_t i = 0; i < relaxed->rules_count; i++)
        if (relaxed->out[i])
            leave_out(relaxed, &relaxed->rules[i]);
}

/* ---- Three ways to prove a round impossible ---- */

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

    rebuild(relaxed);
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
    const struct exact_limits limits = {.nodes = 20000, .columns = 5000};
    const struct oracle alone = {.centre = centre, .is_short = minimum_is_short};
    const struct oracle together = {.is_short = minimums_are_short};
    const struct oracle closer = {.limits = &limits, .is_impossible = round_is_impossible};
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
    return size > CLOSER_AT_MOST || filter_again(relaxed, &closer);
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

    if (!relaxed_new(&relaxed, round, UINT64_MAX, true))
        return false;
    bool ok = run_filter(&relaxed, &oracle) && collect(&relaxed, plan);
    relaxed_clear(&relaxed);
    return ok;
}
