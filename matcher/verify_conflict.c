/*
 * Judges the claim that a round has no plan, from the round and the named rules alone.
 */
#include "matcher/verify_search.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_RULES = 1000 }; /* of a conflict, that are left out one by one */

/* ---- Which rules hold ---- */

static bool is_worker(const struct inquest *inquest, const struct matcher_breach *rule)
{
    return rule->worker < inquest->workers;
}

/* Of facts, which always hold: is it one? */
static bool is_true(const struct inquest *inquest, const struct matcher_breach *rule)
{
    const struct matcher_round *round = inquest->round;

    if (!is_worker(inquest, rule))
        return false;
    if (rule->rule == MATCHER_ROUND_ONE_PLACE || rule->rule == MATCHER_ROUND_HOST_ONCE)
        return true;
    if (rule->centre >= inquest->centres || rule->period >= inquest->periods)
        return false;
    size_t pair = (size_t)rule->worker * inquest->centres + rule->centre;
    if (rule->rule == MATCHER_ROUND_OWN_CENTRE)
        return round->workers[rule->worker].home == rule->centre;
    if (rule->rule == MATCHER_ROUND_FIT)
        return !(inquest->fits[pair / 64] >> pair % 64 & 1);
    return rule->rule == MATCHER_ROUND_CLOSED ? round->centres[rule->centre].closed >> rule->period & 1
                                              : round->workers[rule->worker].unavailable >> rule->period & 1;
}

static bool is_fact(enum matcher_round_rule rule)
{
    return rule == MATCHER_ROUND_OWN_CENTRE || rule == MATCHER_ROUND_FIT || rule == MATCHER_ROUND_CLOSED ||
           rule == MATCHER_ROUND_UNAVAILABLE || rule == MATCHER_ROUND_ONE_PLACE || rule == MATCHER_ROUND_HOST_ONCE;
}

/* The rule holds from now on. False: it names nothing of this round. Facts of a visit always hold, and pins are set by
 * the caller. */
static bool hold(struct inquest *inquest, const struct matcher_breach *rule)
{
    bool has_centre = rule->centre < inquest->centres, has_cell = has_centre && rule->period < inquest->periods;
    size_t cell = has_cell ? cell_of(inquest, rule->centre, rule->period) : 0;

    switch (rule->rule) {
    case MATCHER_ROUND_GUESTS:
        inquest->at_cell[cell] |= HOLDS_GUESTS;
        return has_cell;
    case MATCHER_ROUND_AWAY:
        inquest->at_cell[cell] |= HOLDS_AWAY;
        return has_cell;
    case MATCHER_ROUND_BALANCE:
        inquest->at_cell[cell] |= HOLDS_BALANCE;
        return has_cell && inquest->round->balanced;
    case MATCHER_ROUND_MIN_SEND:
        inquest->at_centre[has_centre ? rule->centre : 0] |= HOLDS_SEND;
        return has_centre;
    case MATCHER_ROUND_MIN_HOST:
        inquest->at_centre[has_centre ? rule->centre : 0] |= HOLDS_HOST;
        return has_centre;
    case MATCHER_ROUND_GAP:
    case MATCHER_ROUND_MAX_VISITS:
        for (uint32_t w = 0; w < inquest->workers; w++)
            if (w == rule->worker || rule->worker == MATCHER_NONE)
                inquest->at_worker[w] |= rule->rule == MATCHER_ROUND_GAP ? HOLDS_GAP : HOLDS_MOST;
        return is_worker(inquest, rule) || rule->worker == MATCHER_NONE;
    case MATCHER_ROUND_PIN:
        for (size_t i = 0; i < inquest->round->pins_count; i++)
            if (inquest->round->pins[i].worker == rule->worker && inquest->round->pins[i].host == rule->centre &&
                inquest->round->pins[i].period == rule->period)
                return true;
        return false;
    default:
        return is_fact(rule->rule) && is_true(inquest, rule);
    }
}

static bool same_pin(const struct matcher_breach *a, const struct matcher_breach *b)
{
    return a->rule == b->rule && a->worker == b->worker && a->centre == b->centre && a->period == b->period;
}

/* Sets the pins among the rules, each once; false: one cannot stand beside the rules that hold and those before it. */
static bool set_pins(struct inquest *inquest, const struct matcher_breach *rules, size_t count, size_t without)
{
    for (size_t i = 0; i < count; i++) {
        const struct matcher_visit pin = {rules[i].worker, rules[i].centre, rules[i].period};
        bool again = false;
        if (rules[i].rule != MATCHER_ROUND_PIN || i == without)
            continue;
        if (inquest_may(inquest, pin.worker, pin.host, pin.period)) {
            inquest_put(inquest, &pin, 1);
            continue;
        }
        for (size_t j = 0; j < i; j++)
            again = again || (j != without && same_pin(&rules[i], &rules[j]));
        if (!again)
            return false;
    }
    return true;
}

/* The facts and these rules, the one at `without` left out. */
static enum finding search_rules(const struct matcher_round *round, const struct matcher_breach *rules, size_t count,
                                 size_t without, uint64_t steps, bool *no_memory)
{
    struct inquest inquest;
    enum finding finding = FOUND_NONE;

    if (inquest_new(&inquest, round, steps)) {
        for (size_t i = 0; i < count; i++)
            if (i != without)
                (void)hold(&inquest, &rules[i]);
        if (set_pins(&inquest, rules, count, without))
            finding = inquest_search(&inquest);
    } else {
        *no_memory = true;
    }
    inquest_clear(&inquest);
    return finding;
}

/* All rules of the round. */
static enum finding search_round(const struct matcher_round *round, uint64_t steps, bool *no_memory)
{
    struct inquest inquest;
    enum finding finding = FOUND_NONE;
    struct matcher_breach *pins = calloc(round->pins_count + 1, sizeof *pins);

    if (inquest_new(&inquest, round, steps) && pins != NULL) {
        memset(inquest.at_cell, HOLDS_GUESTS | HOLDS_AWAY | (round->balanced ? HOLDS_BALANCE : 0),
               (size_t)inquest.centres * inquest.periods);
        memset(inquest.at_centre, HOLDS_SEND | HOLDS_HOST, inquest.centres);
        memset(inquest.at_worker, HOLDS_GAP | HOLDS_MOST, inquest.workers);
        for (size_t i = 0; i < round->pins_count; i++)
            pins[i] = (struct matcher_breach){MATCHER_ROUND_PIN, round->pins[i].host, round->pins[i].worker,
                                              round->pins[i].period};
        if (set_pins(&inquest, pins, round->pins_count, SIZE_MAX))
            finding = inquest_search(&inquest);
    } else {
        *no_memory = true;
    }
    free(pins);
    inquest_clear(&inquest);
    return finding;
}

/* ---- The verdict ---- */

__attribute__((format(printf, 2, 3))) static void reject(struct matcher_conflict_verdict *verdict, const char *format,
                                                         ...)
{
    va_list arguments;

    verdict->accepted = verdict->smallest = false;
    va_start(arguments, format);
    vsnprintf(verdict->reason, sizeof verdict->reason, format, arguments);
    va_end(arguments);
}

static bool names_rules(const struct matcher_round *round, const struct matcher_breach *why, size_t count,
                        uint64_t steps, struct matcher_conflict_verdict *verdict, bool *no_memory)
{
    struct inquest inquest;

    *no_memory = !inquest_new(&inquest, round, steps);
    for (size_t i = 0; i < count && !*no_memory && verdict->accepted && inquest.steps > 0; i++) {
        if (!hold(&inquest, &why[i]))
            reject(verdict, "why[%zu]: no such rule in this round", i);
        inquest_spend(&inquest, why[i].rule == MATCHER_ROUND_PIN ? round->pins_count : 1);
    }
    bool all = inquest.steps > 0;
    inquest_clear(&inquest);
    return verdict->accepted && !*no_memory && all;
}

/* Each rule is needed: without it something satisfies the others. */
static void judge_smallest(const struct matcher_round *round, const struct matcher_breach *why, size_t count,
                           uint64_t steps, struct matcher_conflict_verdict *verdict, bool *no_memory)
{
    verdict->smallest = count <= MOST_RULES;
    for (size_t i = 0; i < count && count <= MOST_RULES && verdict->accepted && !*no_memory; i++) {
        enum finding finding = is_fact(why[i].rule) ? FOUND_PLAN : search_rules(round, why, count, i, steps, no_memory);
        verdict->smallest = verdict->smallest && finding == FOUND_PLAN;
        if (finding == FOUND_NONE && !*no_memory)
            reject(verdict, "why[%zu]: the others are in conflict without it", i);
    }
}

bool matcher_verify_conflict(const struct matcher_round *round, const struct matcher_breach *why, size_t why_count,
                             uint64_t steps, struct matcher_conflict_verdict *verdict, struct matcher_error *error)
{
    bool no_memory = false;

    *verdict = (struct matcher_conflict_verdict){.accepted = true};
    if (!matcher_round_valid(round, error))
        return false;
    if (names_rules(round, why, why_count, steps, verdict, &no_memory)) {
        enum finding finding = search_rules(round, why, why_count, SIZE_MAX, steps, &no_memory);
        if (finding == FOUND_PLAN && !no_memory)
            reject(verdict, "why: these rules are not in conflict");
        if (finding == FOUND_NONE && !no_memory)
            judge_smallest(round, why, why_count, steps / (why_count + 1), verdict, &no_memory);
        if (finding == OUT_OF_STEPS && !no_memory) {
            finding = search_round(round, steps, &no_memory);
            if (finding == FOUND_PLAN)
                reject(verdict, "the round has a plan");
        }
        verdict->proved = finding == FOUND_NONE;
    }
    if (no_memory && error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = MATCHER_NO_MEMORY};
    return !no_memory;
}
