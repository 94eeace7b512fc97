/* Small invented rounds, and exhaustive search. */
#include "tests/matcher/round_maker.h"

#include "tests/matcher/crowd.h"

#include <string.h>

static void make_centre(struct made_round *made, uint64_t *seed, int c)
{
    struct matcher_round_centre *centre = &made->centres[c];

    for (uint32_t t = 0; t < made->round.periods; t++) {
        made->guests[c][t] = crowd_below(seed, 6) == 0 ? 2 : 1;
        made->away[c][t] = crowd_below(seed, 5) == 0 ? crowd_below(seed, 3) : 1;
        made->bonus[c][t] = crowd_below(seed, 3) == 0 ? crowd_below(seed, 200) - 50 : 0;
        centre->closed |= (uint64_t)(crowd_below(seed, 8) == 0) << t;
    }
    for (uint32_t goal = 0; goal < 3; goal++)
        if (crowd_below(seed, 2) == 0)
            made->offers[c][centre->offers_count++] = goal;
    centre->guests = made->guests[c];
    centre->away = made->away[c];
    centre->bonus = made->bonus[c];
    centre->offers = made->offers[c];
    centre->min_send = crowd_below(seed, 6) == 0;
    centre->min_host = crowd_below(seed, 8) == 0;
}

static void make_worker(struct made_round *made, uint64_t *seed, int w)
{
    struct matcher_round_worker *worker = &made->workers[w];

    worker->home = (uint32_t)crowd_below(seed, (int)made->round.centres_count);
    for (uint32_t t = 0; t < made->round.periods; t++)
        worker->unavailable |= (uint64_t)(crowd_below(seed, 7) == 0) << t;
    for (uint32_t h = 0; h < made->round.centres_count; h++)
        if (crowd_below(seed, 5) > 0)
            made->fits[w][worker->fits_count++] = (struct matcher_fit){.host = h, .fit = crowd_below(seed, 500) - 100};
    worker->fits = made->fits[w];
    for (uint32_t goal = 0; goal < 3; goal++)
        if (crowd_below(seed, 3) == 0)
            worker->wants[worker->wants_count++] = (struct matcher_want){goal, crowd_below(seed, 400) - 100};
}

void make_round(struct made_round *made, uint64_t seed)
{
    make_larger_round(made, seed, 0);
}

void make_larger_round(struct made_round *made, uint64_t seed, int more)
{
    struct matcher_round *round = &made->round;

    memset(made, 0, sizeof *made);
    seed = seed * 1000003 + 17;
    round->periods = (uint32_t)(2 + crowd_below(&seed, 2));
    round->goals = 3;
    round->max_visits = (uint32_t)(1 + crowd_below(&seed, 3));
    round->balanced = crowd_below(&seed, 2) == 0;
    round->min_gap = (uint32_t)crowd_below(&seed, 3);
    round->fair_target = crowd_below(&seed, 2) == 0 ? crowd_below(&seed, 900) : 0;
    round->fair_weight = crowd_below(&seed, 3);
    round->centres = made->centres;
    round->centres_count = (size_t)(2 + more + crowd_below(&seed, 2));
    round->workers = made->workers;
    round->workers_count = (size_t)(2 + more + crowd_below(&seed, 2));
    round->pins = made->pins;
    for (size_t c = 0; c < round->centres_count; c++)
        make_centre(made, &seed, (int)c);
    for (size_t w = 0; w < round->workers_count; w++)
        make_worker(made, &seed, (int)w);
    for (int i = crowd_below(&seed, 3); i > 0; i--)
        made->pins[round->pins_count++] = (struct matcher_visit){
            (uint32_t)crowd_below(&seed, (int)round->workers_count),
            (uint32_t)crowd_below(&seed, (int)round->centres_count), (uint32_t)crowd_below(&seed, (int)round->periods)};
}

/* ---- Every plan ---- */

struct exhaustion {
    const struct matcher_round *round;
    const struct matcher_visit *keep;
    size_t keep_count;
    struct matcher_visit visits[MADE_VISITS];
    size_t count;
    bool found;
    int64_t objective;
    uint64_t changes;
    struct best_by_changes *by_changes; /* or NULL */
    const uint64_t *unbalanced;         /* or NULL: as the round says */
};

static uint64_t lost(const struct exhaustion *all)
{
    uint64_t changes = 0;

    for (size_t i = 0; i < all->keep_count; i++) {
        bool kept = false;
        for (size_t j = 0; j < all->count; j++)
            kept = kept || memcmp(&all->keep[i], &all->visits[j], sizeof all->visits[j]) == 0;
        changes += !kept;
    }
    return changes;
}

static bool is_balanced(const struct exhaustion *all)
{
    int more[MADE_CENTRES][MADE_PERIODS] = {{0}};

    for (size_t i = 0; i < all->count; i++) {
        more[all->round->workers[all->visits[i].worker].home][all->visits[i].period]++;
        more[all->visits[i].host][all->visits[i].period]--;
    }
    for (size_t c = 0; c < all->round->centres_count; c++)
        for (size_t t = 0; t < all->round->periods; t++)
            if (more[c][t] != 0 && !(all->unbalanced[c] >> t & 1))
                return false;
    return true;
}

static void judge(struct exhaustion *all)
{
    struct matcher_verdict verdict;

    if (all->unbalanced != NULL && (all->found || !is_balanced(all)))
        return;

    if (!matcher_verify_round(all->round, all->visits, all->count, 0, &verdict, NULL) ||
        (!verdict.accepted && verdict.breach.rule != MATCHER_ROUND_OK))
        return;
    uint64_t changes = lost(all);
    if (all->by_changes != NULL &&
        (!all->by_changes->found[changes] || verdict.objective > all->by_changes->most[changes])) {
        all->by_changes->found[changes] = true;
        all->by_changes->most[changes] = verdict.objective;
    }
    if (all->found && (changes > all->changes || (changes == all->changes && verdict.objective <= all->objective)))
        return;
    all->found = true;
    all->objective = verdict.objective;
    all->changes = changes;
}

/* Each worker in each period stays, or goes to a host with a fit. */
static void try_from(struct exhaustion *all, uint32_t worker, uint32_t period)
{
    if (worker == all->round->workers_count) {
        judge(all);
        return;
    }
    uint32_t next_worker = period + 1 == all->round->periods ? worker + 1 : worker;
    uint32_t next_period = period + 1 == all->round->periods ? 0 : period + 1;
    try_from(all, next_worker, next_period);
    for (size_t i = 0; i < all->round->workers[worker].fits_count; i++) {
        uint32_t host = all->round->workers[worker].fits[i].host;
        if (host == all->round->workers[worker].home || all->round->centres[host].closed >> period & 1 ||
            all->round->workers[worker].unavailable >> period & 1)
            continue;
        if (all->count > 0 && all->visits[all->count - 1].worker == worker &&
            period - all->visits[all->count - 1].period <= all->round->min_gap)
            continue;
        all->visits[all->count++] = (struct matcher_visit){worker, host, period};
        try_from(all, next_worker, next_period);
        all->count--;
    }
}

bool best_of_all_plans(const struct matcher_round *round, const struct matcher_visit *keep, size_t keep_count,
                       int64_t *objective, uint64_t *changes)
{
    struct exhaustion all = {.round = round, .keep = keep, .keep_count = keep_count};

    try_from(&all, 0, 0);
    *objective = all.objective;
    *changes = all.changes;
    return all.found;
}

void best_plans_by_changes(const struct matcher_round *round, const struct matcher_visit *keep, size_t keep_count,
                           struct best_by_changes *best)
{
    struct exhaustion all = {.round = round, .keep = keep, .keep_count = keep_count, .by_changes = best};

    *best = (struct best_by_changes){0};
    try_from(&all, 0, 0);
}

bool any_plan_unbalanced(const struct matcher_round *round, const uint64_t *unbalanced)
{
    struct matcher_round free_round = *round;
    struct exhaustion all = {.round = &free_round, .unbalanced = unbalanced};

    free_round.balanced = false;
    try_from(&all, 0, 0);
    return all.found;
}
