/*
 * A repair for who is away in many periods: one period after the other, each by its own smallest repair, while the
 * visits that the later ones will lose stand as they were. A plan soon; nothing proves that its changes are the fewest.
 */
#include "matcher/repair.h"

#include <stdlib.h>

struct turns {
    const struct matcher_round *round;
    const struct matcher_repair_options *options;
    struct round_copy copy;
    struct matcher_visit *pins; /* the round's, then the visits of later turns */
    struct matcher_visit *now;  /* the plan so far */
    size_t now_count;
};

static bool is_lost(const struct matcher_round *round, const struct matcher_visit *visit)
{
    return round->workers[visit->worker].unavailable >> visit->period & 1 ||
           round->centres[visit->host].closed >> visit->period & 1;
}

/* The round in which only visits of periods up to `period` are lost. */
static void turn_back(struct turns *turns, const struct matcher_visit *keep, size_t keep_count, uint32_t period)
{
    const struct matcher_round *round = turns->round;
    struct round_copy *copy = &turns->copy;

    round_copy_reset(copy);
    for (size_t i = 0; i < round->pins_count; i++)
        turns->pins[i] = round->pins[i];
    copy->round.pins = turns->pins;
    for (size_t i = 0; i < keep_count; i++)
        if (keep[i].period > period && round->centres[keep[i].host].closed >> keep[i].period & 1)
            copy->guests[(size_t)keep[i].host * round->periods + keep[i].period] = 0; /* for those, and no others */
    for (size_t i = 0; i < keep_count; i++) {
        uint64_t bit = UINT64_C(1) << keep[i].period;
        if (keep[i].period <= period || !is_lost(round, &keep[i]))
            continue;
        if (round->centres[keep[i].host].closed & bit)
            copy->guests[(size_t)keep[i].host * round->periods + keep[i].period]++;
        copy->workers[keep[i].worker].unavailable &= ~bit;
        copy->centres[keep[i].host].closed &= ~bit;
        turns->pins[copy->round.pins_count++] = keep[i];
    }
}

/* The smallest repair becomes the plan so far; *found: there is one. */
static bool take_turn(struct turns *turns, bool *found)
{
    const struct matcher_repair_options options = {
        .fewest = true, .progress = turns->options->progress, .context = turns->options->context};
    struct matcher_repairs repairs;

    *found = false;
    if (!repairs_at_once(&turns->copy.round, turns->now, turns->now_count, &options, &repairs))
        return false;
    for (size_t i = 0; i < repairs.count && !*found; i++) {
        struct matcher_repair *repair = &repairs.list[i];
        if (!repair->has_plan)
            continue;
        *found = true;
        free(turns->now);
        turns->now = repair->visits; /* handed over */
        turns->now_count = repair->visits_count;
        repair->visits = NULL;
    }
    matcher_repairs_free(&repairs);
    return true;
}

static bool make_room(struct turns *turns, const struct matcher_visit *keep, size_t keep_count)
{
    turns->pins = calloc(turns->round->pins_count + keep_count + 1, sizeof *turns->pins);
    turns->now = calloc(keep_count + 1, sizeof *turns->now);
    if (!round_copy_new(&turns->copy, turns->round) || turns->pins == NULL || turns->now == NULL)
        return false;
    for (size_t i = 0; i < keep_count; i++)
        turns->now[i] = keep[i];
    turns->now_count = keep_count;
    return true;
}

bool repair_in_turn(const struct matcher_round *round, const struct matcher_visit *keep, size_t keep_count,
                    const struct matcher_repair_options *options, struct matcher_visit **visits, size_t *count)
{
    struct turns turns = {.round = round, .options = options};
    uint64_t periods = 0;
    bool found = true, ok = make_room(&turns, keep, keep_count);

    for (size_t i = 0; i < keep_count; i++)
        periods |= (uint64_t)is_lost(round, &keep[i]) << keep[i].period;
    found = __builtin_popcountll(periods) > 1; /* else it was tried */
    for (; ok && found && periods != 0; periods &= periods - 1) {
        turn_back(&turns, keep, keep_count, (uint32_t)__builtin_ctzll(periods));
        ok = take_turn(&turns, &found);
    }
    *visits = NULL;
    *count = 0;
    if (ok && found) {
        *visits = turns.now;
        *count = turns.now_count;
        turns.now = NULL;
    }
    round_copy_clear(&turns.copy);
    free(turns.pins);
    free(turns.now);
    return ok;
}
