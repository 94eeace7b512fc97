/*
 * A smallest set of rules that cannot hold together, by the deletion filter (Chinneck, Dravnieks, "Locating minimal
 * infeasible constraint sets in linear programs", 1991): leave one rule out; if the rest is still proved impossible it
 * stays out. What stays in at the end: each is needed. Whole classes of rules are tried first, they go together most of
 * the time. Who lives where, fits, closed and unavailable periods are facts here and not among the rules.
 */
#include "matcher/rotate.h"

#include <stdlib.h>
#include <string.h>

/* A copy of the round whose rules can be left out and put back. */
struct relaxed {
    struct matcher_round round;
    const struct matcher_round *original;
    struct matcher_round_centre *centres;
    int32_t *guests, *away;
    struct matcher_visit *pins;
    uint64_t *unbalanced;
    struct matcher_breach *rules; /* all that may be left out, class by class */
    bool *out;
    size_t rules_count;
};

static void relaxed_clear(struct relaxed *relaxed)
{
    free(relaxed->centres);
    free(relaxed->guests);
    free(relaxed->away);
    free(relaxed->pins);
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
    for (uint32_t c = 0; c < relaxed->round.centres_count; c++)
        for (uint32_t t = 0; t < relaxed->round.periods; t++)
            if (periods >> t & 1)
                add_rule(relaxed, rule, c, MATCHER_NONE, t);
}

/* Only rules of these periods, and of the whole round when `whole`. */
static void list_rules(struct relaxed *relaxed, uint64_t periods, bool whole)
{
    const struct matcher_round *round = relaxed->original;

    list_cells(relaxed, MATCHER_ROUND_GUESTS, periods);
    list_cells(relaxed, MATCHER_ROUND_AWAY, periods);
    if (whole) {
        add_rule(relaxed, MATCHER_ROUND_GAP, MATCHER_NONE, MATCHER_NONE, MATCHER_NONE);
        add_rule(relaxed, MATCHER_ROUND_MAX_VISITS, MATCHER_NONE, MATCHER_NONE, MATCHER_NONE);
        for (uint32_t c = 0; c < round->centres_count; c++)
            if (round->centres[c].min_send > 0)
                add_rule(relaxed, MATCHER_ROUND_MIN_SEND, c, MATCHER_NONE, MATCHER_NONE);
        for (uint32_t c = 0; c < round->centres_count; c++)
            if (round->centres[c].min_host > 0)
                add_rule(relaxed, MATCHER_ROUND_MIN_HOST, c, MATCHER_NONE, MATCHER_NONE);
    }
    if (round->balanced)
        list_cells(relaxed, MATCHER_ROUND_BALANCE, periods);
    for (size_t i = 0; i < round->pins_count; i++)
        if (periods >> round->pins[i].period & 1)
            add_rule(relaxed, MATCHER_ROUND_PIN, round->pins[i].host, round->pins[i].worker, round->pins[i].period);
}

static bool relaxed_new(struct relaxed *relaxed, const struct matcher_round *round, uint64_t periods, bool whole)
{
    size_t cells = round->centres_count * round->periods + 1;
    size_t most = 3 * cells + 2 * round->centres_count + 2 + round->pins_count;

    *relaxed = (struct relaxed){.round = *round, .original = round};
    relaxed->centres = calloc(round->centres_count + 1, sizeof *relaxed->centres);
    relaxed->guests = calloc(cells, sizeof *relaxed->guests);
    relaxed->away = calloc(cells, sizeof *relaxed->away);
    relaxed->pins = calloc(round->pins_count + 1, sizeof *relaxed->pins);
    relaxed->unbalanced = calloc(round->centres_count + 1, sizeof *relaxed->unbalanced);
    relaxed->rules = calloc(most, sizeof *relaxed->rules);
    relaxed->out = calloc(most, sizeof *relaxed->out);
    if (relaxed->centres == NULL || relaxed->guests == NULL || relaxed->away == NULL || relaxed->pins == NULL ||
        relaxed->unbalanced == NULL || relaxed->rules == NULL || relaxed->out == NULL) {
        relaxed_clear(relaxed);
        return false;
    }
    list_rules(relaxed, periods, whole);
    return true;
}

static void leave_out(struct relaxed *relaxed, const struct matcher_breach *rule)
{
    struct matcher_round *round = &relaxed->round;
    size_t cell = (size_t)rule->centre * round->periods + rule->period;
    const int32_t plenty = (int32_t)round->workers_count;

    if (rule->rule == MATCHER_ROUND_GUESTS)
        relaxed->guests[cell] = relaxed->guests[cell] > plenty ? relaxed->guests[cell] : plenty;
    else if (rule->rule == MATCHER_ROUND_AWAY)
        relaxed->away[cell] = relaxed->away[cell] > plenty ? relaxed->away[cell] : plenty;
    else if (rule->rule == MATCHER_ROUND_GAP)
        round->min_gap = 0;
    else if (rule->rule == MATCHER_ROUND_MAX_VISITS)
        round->max_visits = round->periods;
    else if (rule->rule == MATCHER_ROUND_MIN_SEND)
        relaxed->centres[rule->centre].min_send = 0;
    else if (rule->rule == MATCHER_ROUND_MIN_HOST)
        relaxed->centres[rule->centre].min_host = 0;
    else if (rule->rule == MATCHER_ROUND_BALANCE)
        relaxed->unbalanced[rule->centre] |= UINT64_C(1) << rule->period;
}

static bool same_pin(const struct matcher_visit *pin, const struct matcher_breach *rule)
{
    return pin->worker == rule->worker && pin->host == rule->centre && pin->period == rule->period;
}

/* The round without what is out. */
static void rebuild(struct relaxed *relaxed)
{
    const struct matcher_round *round = relaxed->original;

    relaxed->round = *round;
    relaxed->round.centres = relaxed->centres;
    relaxed->round.pins = relaxed->pins;
    relaxed->round.pins_count = 0;
    for (uint32_t c = 0; c < round->centres_count; c++) {
        relaxed->centres[c] = round->centres[c];
        relaxed->centres[c].guests = relaxed->guests + (size_t)c * round->periods;
        relaxed->centres[c].away = relaxed->away + (size_t)c * round->periods;
        relaxed->unbalanced[c] = 0;
        memcpy(relaxed->guests + (size_t)c * round->periods, round->centres[c].guests,
               round->periods * sizeof(int32_t));
        memcpy(relaxed->away + (size_t)c * round->periods, round->centres[c].away, round->periods * sizeof(int32_t));
    }
    for (size_t i = 0; i < relaxed->rules_count; i++)
        if (relaxed->out[i])
            leave_out(relaxed, &relaxed->rules[i]);
    for (size_t p = 0; p < round->pins_count; p++) {
        bool out = false;
        for (size_t i = 0; i < relaxed->rules_count; i++)
            out = out || (relaxed->out[i] && relaxed->rules[i].rule == MATCHER_ROUND_PIN &&
                          same_pin(&round->pins[p], &relaxed->rules[i]));
        if (!out)
            relaxed->pins[relaxed->round.pins_count++] = round->pins[p];
    }
}

/* ---- Two ways to prove a round impossible ---- */

struct oracle {
    uint32_t period; /* of why_period */
    const struct exact_limits *limits;
    bool (*is_impossible)(const struct oracle *oracle, const struct rotation *rotation, bool *no_memory);
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

/* ---- The filter ---- */

static bool still_impossible(struct relaxed *relaxed, const struct oracle *oracle, bool *no_memory)
{
    struct rotation rotation;
    bool impossible = false;

    rebuild(relaxed);
    if (rotation_build(&rotation, &relaxed->round, relaxed->unbalanced)) {
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

static bool run_filter(struct relaxed *relaxed, const struct oracle *oracle, struct matcher_plan *plan)
{
    bool no_memory = false;

    for (size_t first = 0; first < relaxed->rules_count;) {
        size_t end = first;
        while (end < relaxed->rules_count && relaxed->rules[end].rule == relaxed->rules[first].rule)
            end++;
        filter(relaxed, oracle, first, end, &no_memory);
        first = end;
    }
    return !no_memory && collect(relaxed, plan);
}

bool why_period(const struct rotation *rotation, struct matcher_plan *plan, bool *found)
{
    uint64_t pinned = 0;

    *found = false;
    for (uint32_t w = 0; w < rotation->workers; w++)
        pinned |= rotation->pinned[w];
    for (uint32_t t = 0; t < rotation->periods && !*found; t++) {
        struct oracle oracle = {.period = t, .is_impossible = period_is_impossible};
        bool no_memory = false;
        if (!(pinned >> t & 1))
            continue;
        *found = period_is_impossible(&oracle, rotation, &no_memory);
        if (no_memory)
            return false;
        if (!*found)
            continue;
        struct relaxed relaxed;
        if (!relaxed_new(&relaxed, rotation->round, UINT64_C(1) << t, false))
            return false;
        bool ok = run_filter(&relaxed, &oracle, plan);
        relaxed_clear(&relaxed);
        return ok;
    }
    return true;
}

bool why_exact(const struct matcher_round *round, struct matcher_plan *plan, const struct exact_limits *limits)
{
    const struct oracle oracle = {.limits = limits, .is_impossible = round_is_impossible};
    struct relaxed relaxed;

    if (!relaxed_new(&relaxed, round, UINT64_MAX, true))
        return false;
    bool ok = run_filter(&relaxed, &oracle, plan);
    relaxed_clear(&relaxed);
    return ok;
}
