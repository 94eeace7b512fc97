/*
 * Sets of visits to lose, best bound first, each followed by the best additions, until no other set can be better.
 */
#include "matcher/repair.h"

#include <stdlib.h>

enum { EVALUATIONS = 300 }; /* for each number of changes */

bool own_rules_hold(const struct rotation *rotation, const struct state *state, uint32_t worker, uint64_t without)
{
    uint64_t visited = state->visited[worker] & ~without, near = 0;

    for (uint64_t left = visited; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left), option = state->at[(size_t)t * rotation->workers + worker];
        if (near >> t & 1)
            return false;
        near |= periods_near(rotation, t);
        for (uint64_t more = left & (left - 1); more != 0; more &= more - 1)
            if (state->at[(size_t)__builtin_ctzll(more) * rotation->workers + worker] == option)
                return false;
    }
    return (unsigned)__builtin_popcountll(visited) <= rotation->most_visits;
}

static bool mends_workers(const struct repairing *repairing, const struct candidate *candidate, unsigned count)
{
    const struct loss *losses = repairing->bound.losses;

    for (uint32_t i = 0; i < repairing->broken_count; i++) {
        uint64_t without = 0;
        for (unsigned l = 0; l < count; l++)
            if (losses[candidate->losses[l]].worker == repairing->broken[i])
                without |= UINT64_C(1) << losses[candidate->losses[l]].period;
        if (!own_rules_hold(&repairing->rotation, &repairing->kept, repairing->broken[i], without))
            return false;
    }
    return true;
}

static int64_t bound_of(const struct repairing *repairing, const struct candidate *candidate, unsigned count,
                        uint64_t wanted[2])
{
    if (count == 0)
        return bound_of_none(&repairing->bound);
    if (count == 1)
        return bound_of_one(&repairing->bound, candidate->losses[0], wanted);
    return bound_of_two(&repairing->bound, candidate->losses[0], candidate->losses[1], wanted);
}

static int best_first(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;

    if (left->bound != right->bound)
        return left->bound > right->bound ? -1 : 1;
    if (left->losses[0] != right->losses[0])
        return left->losses[0] < right->losses[0] ? -1 : 1;
    return (left->losses[1] > right->losses[1]) - (left->losses[1] < right->losses[1]);
}

static void sort_candidates(struct repairing *repairing)
{
    qsort(repairing->candidates, repairing->candidates_count, sizeof *repairing->candidates, best_first);
}

static void consider(struct repairing *repairing, struct candidate candidate, unsigned count)
{
    if (repairing->broken_count > count || !mends_workers(repairing, &candidate, count))
        return;
    candidate.bound = bound_of(repairing, &candidate, count, NULL);
    if (candidate.bound < -UNREACHED / 2)
        return;
    if (repairing->candidates_count == CANDIDATES) {
        sort_candidates(repairing);
        repairing->candidates_count /= 2;
        int64_t dropped = repairing->candidates[repairing->candidates_count].bound;
        repairing->dropped = dropped > repairing->dropped ? dropped : repairing->dropped;
    }
    repairing->candidates[repairing->candidates_count++] = candidate;
}

bool repairing_must_stop(struct repairing *repairing)
{
    const struct matcher_repair_options *options = repairing->options;
    const struct matcher_progress progress = {0};

    if (!repairing->stopped && options->progress != NULL)
        repairing->stopped = options->progress(options->context, &progress);
    return repairing->stopped;
}

void list_candidates(struct repairing *repairing, unsigned count)
{
    uint32_t losses = (uint32_t)repairing->bound.losses_count;

    repairing->candidates_count = 0;
    repairing->dropped = INT64_MIN;
    if (count == 0)
        consider(repairing, (struct candidate){0}, 0);
    for (uint32_t a = 0; count > 0 && a < losses && !repairing_must_stop(repairing); a++) {
        if (count == 1)
            consider(repairing, (struct candidate){.losses = {a, a}}, 1);
        for (uint32_t b = a + 1; count == 2 && b < losses; b++)
            consider(repairing, (struct candidate){.losses = {a, b}}, 2);
    }
    sort_candidates(repairing);
}

/* ---- The plan behind a set ---- */

static void lose(struct repairing *repairing, const struct candidate *candidate, unsigned count, bool back)
{
    for (unsigned l = 0; l < count; l++) {
        const struct loss *loss = &repairing->bound.losses[candidate->losses[l]];
        repairing->rotation.allowed[loss->option] ^= UINT64_C(1) << loss->period; /* or it would not be lost */
        if (!back)
            state_take(&repairing->trial, &repairing->rotation, loss->worker, loss->period);
    }
}

/* Best additions of one period, what was added there before taken out; gaps that stay open. */
static uint32_t add_in(struct repairing *repairing, uint32_t period)
{
    const struct rotation *rotation = &repairing->rotation;
    struct state *trial = &repairing->trial;
    uint32_t missing;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        size_t at = (size_t)period * rotation->workers + w;
        if (trial->at[at] != NO_OPTION && trial->at[at] != repairing->kept.at[at])
            state_take(trial, rotation, w, period);
    }
    network_fill(&repairing->network, trial, period, false, repairing->open);
    network_solve(&repairing->network, &missing);
    network_apply(&repairing->network, trial);
    return missing;
}

/* Best additions of one period after the other, again while they get better; false: a gap stays open, or a minimum is
 * missing. */
static bool add_visits(struct repairing *repairing, uint64_t first, uint64_t then)
{
    struct state *trial = &repairing->trial;
    int64_t before = INT64_MIN;
    uint32_t open = 0;

    for (int pass = 0; pass < 4; pass++) {
        open = 0;
        for (uint64_t left = first; left != 0; left &= left - 1)
            open += add_in(repairing, (uint32_t)__builtin_ctzll(left));
        for (uint64_t left = then & ~first; left != 0; left &= left - 1)
            open += add_in(repairing, (uint32_t)__builtin_ctzll(left));
        state_count(trial, &repairing->rotation);
        if (trial->value == before)
            break;
        before = trial->value;
    }
    return open == 0 && state_is_legal(trial, &repairing->rotation);
}

/* With freed workers where the bound wants them, or (again) wherever they can go. */
static bool try_set(struct repairing *repairing, const struct candidate *candidate, unsigned count,
                    const uint64_t wanted[2], bool again)
{
    const struct rotation *rotation = &repairing->rotation;
    uint64_t first = 0, then = 0;

    state_copy(&repairing->trial, &repairing->kept, rotation);
    for (uint32_t w = 0; w < rotation->workers; w++)
        repairing->open[w] = UINT64_MAX;
    for (uint32_t t = 0; t < rotation->periods; t++)
        then |= (uint64_t)repairing->bound.improved[t] << t;
    for (unsigned l = 0; l < count; l++) {
        const struct loss *loss = &repairing->bound.losses[candidate->losses[l]];
        first |= UINT64_C(1) << loss->period;
        then |= wanted[l];
        if (!again)
            repairing->open[loss->worker] = wanted[l];
    }
    if (again && rotation->periods > 0)
        then |= UINT64_MAX >> (64 - rotation->periods);
    lose(repairing, candidate, count, false);
    bool legal = add_visits(repairing, first, then);
    lose(repairing, candidate, count, true);
    return legal;
}

/* What the set is worth, into `best` when that is more; true: no other additions are worth more. */
static bool evaluate(struct repairing *repairing, const struct candidate *candidate, unsigned count,
                     const uint64_t wanted[2], bool *found)
{
    bool closed = false;

    for (int again = 0; again < 2 && !closed; again++) {
        if (!try_set(repairing, candidate, count, wanted, again == 1))
            continue;
        closed = repairing->trial.value == candidate->bound;
        if (!*found || repairing->trial.value > repairing->best.value)
            state_copy(&repairing->best, &repairing->trial, &repairing->rotation);
        *found = true;
    }
    return closed;
}

int64_t try_candidates(struct repairing *repairing, unsigned count, bool *found, bool *possible)
{
    int64_t unclosed = repairing->dropped;
    unsigned evaluations = 0;

    *possible = repairing->dropped != INT64_MIN;
    for (size_t at = 0; at < repairing->candidates_count; at++) {
        struct candidate candidate = repairing->candidates[at];
        uint64_t wanted[2] = {0};
        if (*found && candidate.bound <= repairing->best.value)
            break;
        if (evaluations == EVALUATIONS || repairing_must_stop(repairing)) {
            *possible = true;
            return candidate.bound > unclosed ? candidate.bound : unclosed;
        }
        candidate.bound = bound_of(repairing, &candidate, count, wanted);
        if (candidate.bound < -UNREACHED / 2)
            continue;
        *possible = true;
        if (*found && candidate.bound <= repairing->best.value)
            continue;
        evaluations++;
        if (!evaluate(repairing, &candidate, count, wanted, found) && candidate.bound > unclosed)
            unclosed = candidate.bound;
    }
    return unclosed;
}
