/*
 * Simulated annealing over single visits (Kirkpatrick, Gelatt, Vecchi 1983): hosts exchanged between two workers of a
 * period, a colleague instead of a worker, two colleagues' periods exchanged, a centre put into a cycle or taken out of
 * one, and in free rounds a visit more, less or elsewhere. Every plan on the way is legal. A move looks at two workers'
 * visits and takes a tenth of a microsecond, so that millions are tried where a master prices once.
 */
#include "matcher/rotate_anneal.h"

#include <stdlib.h>

/* ---- What one worker's change is worth ---- */

static bool may_change(struct anneal *anneal, struct change *change)
{
    const struct rotation *rotation = anneal->rotation;
    uint32_t worker = change->worker;
    uint64_t visited = anneal->now->visited[worker];
    int64_t part = 0, kept = 0;
    uint8_t goals = 0;

    if (change->less != NO_PERIOD) {
        if (rotation->pinned[worker] >> change->less & 1)
            return false;
        visited &= ~(UINT64_C(1) << change->less);
    }
    if (change->more != NO_PERIOD) {
        uint32_t option = change->option;
        if (option == NO_OPTION || !(rotation->allowed[option] >> change->more & 1) ||
            (visited & anneal->near[change->more]) != 0 ||
            (uint32_t)__builtin_popcountll(visited) >= rotation->most_visits)
            return false;
        part = visit_worth(rotation, option, change->more);
        goals = rotation->options[option].goals;
        kept = rotation->kept != NULL && rotation->kept[option] >> change->more & 1;
    }
    for (uint64_t left = visited; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        uint32_t option = anneal->now->at[(size_t)t * rotation->workers + worker];
        if (change->more != NO_PERIOD && option == change->option)
            return false;
        part += visit_worth(rotation, option, t);
        goals |= rotation->options[option].goals;
        kept += rotation->kept != NULL && rotation->kept[option] >> t & 1;
    }
    part += goals_worth(&rotation->round->workers[worker], goals);
    change->value = worker_value(rotation->round, part) + kept * rotation->keep_worth;
    return true;
}

/* ---- Taking a move ---- */

static void leave(struct anneal *anneal, uint32_t worker, uint32_t period)
{
    const struct rotation *rotation = anneal->rotation;
    size_t row = (size_t)period * rotation->workers;
    uint32_t host = rotation->options[anneal->now->at[row + worker]].host;
    uint32_t last = anneal->travellers[row + --anneal->count[period]];

    anneal->travellers[row + anneal->place[row + worker]] = last;
    anneal->place[row + last] = anneal->place[row + worker];
    anneal->comes[(size_t)host * rotation->periods + period]--;
    anneal->leaves[(size_t)rotation->round->workers[worker].home * rotation->periods + period]--;
    state_take(anneal->now, rotation, worker, period);
}

static void go(struct anneal *anneal, uint32_t worker, uint32_t option, uint32_t period)
{
    const struct rotation *rotation = anneal->rotation;
    size_t row = (size_t)period * rotation->workers;

    anneal->place[row + worker] = anneal->count[period];
    anneal->travellers[row + anneal->count[period]++] = worker;
    anneal->comes[(size_t)rotation->options[option].host * rotation->periods + period]++;
    anneal->leaves[(size_t)rotation->round->workers[worker].home * rotation->periods + period]++;
    state_put(anneal->now, rotation, worker, option, period);
}

/* Takes what is prepared in `changes` if it is better, or by chance. */
bool anneal_take(struct anneal *anneal, unsigned count)
{
    int64_t gain = 0;

    for (unsigned i = 0; i < count; i++) {
        if (!may_change(anneal, &anneal->changes[i]))
            return false;
        gain += anneal->changes[i].value - anneal->value[anneal->changes[i].worker];
    }
    if (gain < 0 && gain * 512 < -anneal->warmth * random_minus_log(&anneal->random))
        return false;
    for (unsigned i = 0; i < count; i++)
        if (anneal->changes[i].less != NO_PERIOD)
            leave(anneal, anneal->changes[i].worker, anneal->changes[i].less);
    for (unsigned i = 0; i < count; i++) {
        const struct change *change = &anneal->changes[i];
        if (change->more != NO_PERIOD)
            go(anneal, change->worker, change->option, change->more);
        anneal->value[change->worker] = change->value;
    }
    anneal->now->value += gain;
    return true;
}

/* ---- All of it ---- */

static void anneal_clear(struct anneal *anneal)
{
    free(anneal->near);
    free(anneal->value);
    free(anneal->comes);
    free(anneal->leaves);
    free(anneal->colleagues);
    free(anneal->first_of);
    free(anneal->travellers);
    free(anneal->place);
    free(anneal->count);
}

static bool anneal_new(struct anneal *anneal)
{
    const struct rotation *rotation = anneal->rotation;
    size_t cells = (size_t)rotation->centres * rotation->periods + 1;
    size_t seats = (size_t)rotation->workers * rotation->periods + 1;

    anneal->near = calloc((size_t)rotation->periods + 1, sizeof *anneal->near);
    anneal->value = calloc((size_t)rotation->workers + 1, sizeof *anneal->value);
    anneal->comes = calloc(cells, sizeof *anneal->comes);
    anneal->leaves = calloc(cells, sizeof *anneal->leaves);
    anneal->colleagues = calloc((size_t)rotation->workers + 1, sizeof *anneal->colleagues);
    anneal->first_of = calloc((size_t)rotation->centres + 2, sizeof *anneal->first_of);
    anneal->travellers = calloc(seats, sizeof *anneal->travellers);
    anneal->place = calloc(seats, sizeof *anneal->place);
    anneal->count = calloc((size_t)rotation->periods + 1, sizeof *anneal->count);
    return anneal->near != NULL && anneal->value != NULL && anneal->comes != NULL && anneal->leaves != NULL &&
           anneal->colleagues != NULL && anneal->first_of != NULL && anneal->travellers != NULL &&
           anneal->place != NULL && anneal->count != NULL;
}

static void fill(struct anneal *anneal)
{
    const struct rotation *rotation = anneal->rotation;
    struct state *now = anneal->now;

    for (uint32_t t = 0; t < rotation->periods; t++)
        anneal->near[t] = periods_near(rotation, t);
    for (uint32_t w = 0; w < rotation->workers; w++)
        anneal->first_of[rotation->round->workers[w].home + 2]++;
    for (uint32_t c = 0; c < rotation->centres; c++)
        anneal->first_of[c + 1] += anneal->first_of[c];
    for (uint32_t w = 0; w < rotation->workers; w++)
        anneal->colleagues[anneal->first_of[rotation->round->workers[w].home + 1]++] = w;
    for (uint32_t w = 0; w < rotation->workers; w++) {
        uint64_t visited = now->visited[w];
        for (uint64_t left = visited; left != 0; left &= left - 1) {
            uint32_t t = (uint32_t)__builtin_ctzll(left);
            uint32_t option = now->at[(size_t)t * rotation->workers + w];
            state_take(now, rotation, w, t);
            go(anneal, w, option, t);
        }
        struct change nothing = {.worker = w, .less = NO_PERIOD, .more = NO_PERIOD};
        may_change(anneal, &nothing);
        anneal->value[w] = nothing.value;
    }
}

bool anneal_run(const struct rotation *rotation, struct state *best, struct state *now, int64_t warmest,
                int64_t coldest, uint64_t moves, uint64_t *random, struct rotate_watch *watch)
{
    struct anneal anneal = {.rotation = rotation, .now = now, .random = *random};
    bool ok = anneal_new(&anneal);

    if (ok) {
        state_copy(now, best, rotation);
        fill(&anneal);
        now->value = 0;
        for (uint32_t w = 0; w < rotation->workers; w++)
            now->value += anneal.value[w];
        int64_t most = best->value;
        uint64_t blocks = moves / 1024 + 1;
        double warmth = (double)warmest,
               factor = __builtin_exp(__builtin_log((double)coldest / (double)warmest) / (double)blocks);
        for (uint64_t block = 0; block < blocks; block++) {
            anneal.warmth = (int64_t)(warmth * 1.386);
            for (int i = 0; i < 1024; i++)
                if (anneal_move(&anneal) && now->value > most && block * 10 >= blocks * 7) {
                    most = now->value;
                    state_copy(best, now, rotation);
                }
            warmth *= factor;
            if (block % 64 == 0 && watch_tick(watch))
                break;
        }
        if (watch->stopped && now->value > most) /* before it was cold */
            state_copy(best, now, rotation);
        state_count(best, rotation);
        state_count(now, rotation);
    }
    *random = anneal.random;
    anneal_clear(&anneal);
    return ok;
}
