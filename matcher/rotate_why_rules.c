/* The rules of a round that may be left out, class by class, and the round without some of them. */
#include "matcher/rotate_why.h"

#include <stdlib.h>

void relaxed_clear(struct relaxed *relaxed)
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

bool relaxed_new(struct relaxed *relaxed, const struct matcher_round *round, uint64_t periods, bool minimums)
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

void relaxed_rebuild(struct relaxed *relaxed)
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
