/*
 * An annealed large-neighbourhood search (Schrimpf et al. 2000; Ropke, Pisinger 2006): empty one to three periods,
 * solve them anew one after the other with a little noise and a little advice from the prices, keep the outcome when it
 * is better or by chance not much worse. Every state is legal but for minimums and pins that it may still miss.
 */
#include "matcher/rotate.h"
#include "matcher/rotate_random.h"

#include <stdlib.h>
#include <string.h>

struct search {
    const struct rotation *rotation;
    struct state now, before;
    struct flow *flow;
    int64_t *worth; /* by option, for one period */
    int64_t *gains; /* by option * periods + period, or NULL: what a visit costs the best personal plan */
    uint64_t random;
    int64_t visit_size; /* a typical visit's worth */
};

static uint64_t draw(struct search *search, uint64_t most)
{
    return random_below(&search->random, most);
}

static void search_clear(struct search *search)
{
    state_clear(&search->now);
    state_clear(&search->before);
    flow_free(search->flow);
    free(search->worth);
    free(search->gains);
}

int64_t typical_visit(const struct rotation *rotation)
{
    size_t options = rotation->first_option[rotation->workers];
    int64_t sum = 0;

    for (size_t i = 0; i < options; i++)
        sum += rotation->options[i].fit < 0 ? -rotation->options[i].fit : rotation->options[i].fit;
    return options == 0 ? 1 : sum / (int64_t)options + 1;
}

static bool fill_gains(struct search *search, const struct prices *guide)
{
    const struct rotation *rotation = search->rotation;
    struct personal personal;

    if (guide == NULL)
        return true;
    search->gains = calloc(rotation->first_option[rotation->workers] * rotation->periods + 1, sizeof *search->gains);
    if (search->gains == NULL)
        return false;
    if (!personal_new(&personal, rotation))
        return false;
    bool ok = true;
    for (uint32_t w = 0; ok && w < rotation->workers; w++)
        if (personal_best(&personal, rotation, guide, w) != IMPOSSIBLE)
            ok = personal_gains(&personal, rotation, search->gains + rotation->first_option[w] * rotation->periods);
    personal_clear(&personal);
    return ok;
}

static bool search_new(struct search *search, const struct rotation *rotation, const struct prices *guide,
                       uint64_t seed)
{
    *search = (struct search){.rotation = rotation, .random = seed, .visit_size = typical_visit(rotation)};
    search->flow = flow_new(rotation);
    search->worth = calloc(rotation->first_option[rotation->workers] + 1, sizeof *search->worth);
    if (search->flow == NULL || search->worth == NULL || !state_new(&search->now, rotation) ||
        !state_new(&search->before, rotation) || !fill_gains(search, guide)) {
        search_clear(search);
        return false;
    }
    flow_limit(search->flow, rotation);
    return true;
}

static void empty_period(struct search *search, uint32_t period)
{
    const struct rotation *rotation = search->rotation;
    uint32_t *at = search->now.at + (size_t)period * rotation->workers;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        if (at[w] == NO_OPTION)
            continue;
        search->now.visited[w] &= ~(UINT64_C(1) << period);
        search->now.sent[rotation->round->workers[w].home]--;
        search->now.hosted[rotation->options[at[w]].host]--;
        at[w] = NO_OPTION;
    }
}

/* Noise and advice for one period's solution. */
static void fill_worth(struct search *search, uint32_t period, int64_t noise, int64_t advice)
{
    const struct rotation *rotation = search->rotation;
    size_t options = rotation->first_option[rotation->workers];

    for (size_t i = 0; i < options; i++) {
        int64_t worth = noise == 0 ? 0 : (int64_t)draw(search, (uint64_t)(2 * noise + 1)) - noise;
        if (advice != 0 && search->gains != NULL) {
            int64_t gain = search->gains[i * rotation->periods + period];
            worth += (gain > -1000000000 ? gain : -1000000000) * advice / 4;
        }
        search->worth[i] = worth;
    }
}

/* Up to three different periods, near to each other half of the time. */
static unsigned choose_periods(struct search *search, uint32_t chosen[3])
{
    uint32_t periods = search->rotation->periods;
    unsigned wanted = 1 + (unsigned)draw(search, 3), count = 0;
    bool near = random_next(&search->random) & 1;

    wanted = wanted < periods ? wanted : periods;
    while (count < wanted) {
        uint32_t t = (uint32_t)draw(search, periods);
        if (near && count > 0)
            t = (chosen[count - 1] + 1) % periods;
        bool double_one = false;
        for (unsigned i = 0; i < count; i++)
            double_one = double_one || chosen[i] == t;
        if (double_one)
            near = false;
        else
            chosen[count++] = t;
    }
    return count;
}

static void one_move(struct search *search)
{
    static const int64_t advices[] = {0, 0, 1, 2, 4, 6};
    uint32_t chosen[3];
    unsigned count = choose_periods(search, chosen);
    int64_t noise = random_next(&search->random) % 3 == 0 ? 0 : search->visit_size / (INT64_C(1) << draw(search, 6));
    int64_t advice = advices[draw(search, 6)];

    for (unsigned i = 0; i < count; i++)
        empty_period(search, chosen[i]);
    for (unsigned i = count; i > 1; i--) { /* in any order */
        unsigned other = (unsigned)draw(search, i);
        uint32_t swapped = chosen[i - 1];
        chosen[i - 1] = chosen[other];
        chosen[other] = swapped;
    }
    for (unsigned i = 0; i < count; i++) {
        bool last = i + 1 == count;
        fill_worth(search, chosen[i], noise, last ? advice / 2 : advice);
        flow_solve(search->flow, search->rotation, &search->now, chosen[i], search->worth);
    }
}

static int64_t total(const struct state *state)
{
    return state->value - state->penalty;
}

/* Pins, and whom they need, in all periods: what follows must not take these away. */
static void place_pins(struct search *search)
{
    const struct rotation *rotation = search->rotation;
    uint64_t pinned = 0;

    for (uint32_t w = 0; w < rotation->workers; w++)
        pinned |= rotation->pinned[w];
    for (size_t i = 0; i < rotation->first_option[rotation->workers]; i++)
        search->worth[i] = -MISSING_MINIMUM / 1000; /* nobody goes who need not */
    for (uint64_t left = pinned; left != 0; left &= left - 1)
        flow_solve(search->flow, rotation, &search->now, (uint32_t)__builtin_ctzll(left), search->worth);
}

/* Every period once; in a very large round there may not be the time for all. */
static void first_plan(struct search *search, struct rotate_watch *watch)
{
    const struct rotation *rotation = search->rotation;

    place_pins(search);
    for (uint32_t t = 0; t < rotation->periods && !watch_tick(watch); t++) {
        empty_period(search, t);
        fill_worth(search, t, 0, search->gains == NULL ? 0 : 4);
        flow_solve(search->flow, rotation, &search->now, t, search->worth);
    }
    state_count(&search->now, rotation);
}

bool search_run(const struct rotation *rotation, struct state *best, const struct prices *guide, uint64_t iterations,
                uint64_t seed, struct rotate_watch *watch)
{
    struct search search;

    if (rotation->periods == 0 || rotation->workers == 0)
        return true;
    if (!search_new(&search, rotation, guide, seed))
        return false;
    state_copy(&search.now, best, rotation);
    for (uint32_t t = 0; t < rotation->periods; t++)
        empty_period(&search, t);
    first_plan(&search, watch);
    if (total(&search.now) > total(best))
        state_copy(best, &search.now, rotation);
    else
        state_copy(&search.now, best, rotation);
    for (uint64_t i = 0; i < iterations; i++) {
        int64_t left = (int64_t)((iterations - i) * 1024 / iterations); /* 1024 falling to 0 */
        int64_t warmth = search.visit_size * left / 1024 * left / 1024 / 2;
        state_copy(&search.before, &search.now, rotation);
        one_move(&search);
        state_count(&search.now, rotation);
        if (total(&search.now) > total(best))
            state_copy(best, &search.now, rotation);
        if (total(&search.now) < total(&search.before) - warmth * random_minus_log(&search.random) / 512)
            state_copy(&search.now, &search.before, rotation);
        watch->progress.iteration++;
        watch->progress.has_plan = state_is_legal(best, rotation);
        watch->progress.objective = best->value;
        if (watch_tick(watch))
            break;
    }
    search_clear(&search);
    return true;
}
