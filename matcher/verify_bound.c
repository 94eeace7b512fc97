/*
 * Recomputes the bound that a certificate's prices prove. For any plan
 *
 *   scale x objective <= sum of capacity x price - sum of minimum x price
 *                        + sum over workers of the best personal plan under those prices and the worker's pins,
 *
 * and the best personal plan is found here by a dynamic programme forward in time over (period, visits made, goals
 * met). It lets a worker visit a host twice, which only makes the bound larger. 128-bit sums: nothing is lost on the
 * way.
 */
#include "matcher/matcher.h"

#include <stdlib.h>

typedef __int128 wide;

static const wide minus_infinity = -((wide)1 << 120);

struct prover {
    const struct matcher_round *round;
    const struct matcher_certificate_prices *prices;
    wide *table; /* [period][visits][goals] */
    uint32_t most_visits;
    unsigned goal_sets;
};

static size_t cell_of(const struct matcher_round *round, uint32_t centre, uint32_t period)
{
    return (size_t)centre * round->periods + period;
}

static bool signs_are_right(const struct matcher_round *round, const struct matcher_certificate_prices *prices)
{
    size_t cells = round->centres_count * round->periods;

    if (prices->scale < 1)
        return false;
    for (size_t i = 0; i < cells; i++)
        if (prices->guests[i] < 0 || prices->away[i] < 0 || (!round->balanced && prices->balance[i] != 0))
            return false;
    for (size_t c = 0; c < round->centres_count; c++)
        if (prices->send[c] < 0 || prices->host[c] < 0)
            return false;
    for (size_t w = 0; w < round->workers_count; w++)
        if (prices->fair[w] < 0 || prices->fair[w] > prices->scale)
            return false;
    return true;
}

static wide fixed_part(const struct prover *prover)
{
    const struct matcher_round *round = prover->round;
    const struct matcher_certificate_prices *prices = prover->prices;
    wide sum = 0;

    for (uint32_t c = 0; c < round->centres_count; c++) {
        for (uint32_t t = 0; t < round->periods; t++) {
            sum += (wide)round->centres[c].guests[t] * prices->guests[cell_of(round, c, t)];
            sum += (wide)round->centres[c].away[t] * prices->away[cell_of(round, c, t)];
        }
        sum -= (wide)round->centres[c].min_send * prices->send[c];
        sum -= (wide)round->centres[c].min_host * prices->host[c];
    }
    return sum;
}

static uint8_t goals_met(const struct matcher_round *round, const struct matcher_round_worker *worker, uint32_t host)
{
    uint8_t met = 0;

    for (size_t want = 0; want < worker->wants_count; want++)
        for (size_t i = 0; i < round->centres[host].offers_count; i++)
            if (round->centres[host].offers[i] == worker->wants[want].goal)
                met |= (uint8_t)(1u << want);
    return met;
}

static bool worker_must(const struct matcher_round *round, uint32_t worker, uint32_t period, uint32_t *host)
{
    for (size_t i = 0; i < round->pins_count; i++)
        if (round->pins[i].worker == worker && round->pins[i].period == period) {
            *host = round->pins[i].host;
            return true;
        }
    return false;
}

static wide *entry(const struct prover *prover, uint32_t period, uint32_t made, unsigned goals)
{
    return &prover->table[((size_t)period * (prover->most_visits + 1) + made) * prover->goal_sets + goals];
}

static void raise(wide *to, wide value)
{
    if (value > *to)
        *to = value;
}

/* A visit of `worth` that meets `met`, from every state at `period`, to the period after the time at home. */
static void spread_visit(const struct prover *prover, uint32_t period, wide worth, uint8_t met)
{
    uint64_t after = (uint64_t)period + 1 + prover->round->min_gap;
    uint32_t next = after < prover->round->periods ? (uint32_t)after : prover->round->periods;

    for (uint32_t made = 0; made < prover->most_visits; made++)
        for (unsigned goals = 0; goals < prover->goal_sets; goals++)
            if (*entry(prover, period, made, goals) > minus_infinity)
                raise(entry(prover, next, made + 1, goals | met), *entry(prover, period, made, goals) + worth);
}

/* Are there pinned periods that a visit now would jump over? */
static bool jumps_over_pin(const struct prover *prover, uint32_t worker, uint32_t period)
{
    const struct matcher_round *round = prover->round;

    for (size_t i = 0; i < round->pins_count; i++)
        if (round->pins[i].worker == worker && round->pins[i].period > period &&
            round->pins[i].period - period <= round->min_gap)
            return true;
    return false;
}

static void spread_period(const struct prover *prover, uint32_t w, uint32_t t, wide weight)
{
    const struct matcher_round *round = prover->round;
    const struct matcher_certificate_prices *prices = prover->prices;
    const struct matcher_round_worker *worker = &round->workers[w];
    uint32_t pinned_host = 0;
    bool must = worker_must(round, w, t, &pinned_host);

    for (uint32_t made = 0; made <= prover->most_visits && !must; made++)
        for (unsigned goals = 0; goals < prover->goal_sets; goals++)
            raise(entry(prover, t + 1, made, goals), *entry(prover, t, made, goals));
    if (worker->unavailable & UINT64_C(1) << t || jumps_over_pin(prover, w, t))
        return;
    for (size_t i = 0; i < worker->fits_count; i++) {
        uint32_t host = worker->fits[i].host;
        if (host == worker->home || (must && host != pinned_host) || round->centres[host].closed & UINT64_C(1) << t)
            continue;
        wide points = worker->fits[i].fit;
        points += round->centres[host].bonus == NULL ? 0 : round->centres[host].bonus[t];
        wide worth = points * weight - prices->guests[cell_of(round, host, t)] -
                     prices->away[cell_of(round, worker->home, t)] - prices->balance[cell_of(round, worker->home, t)] +
                     prices->balance[cell_of(round, host, t)] + prices->send[worker->home] + prices->host[host];
        spread_visit(prover, t, worth, goals_met(round, worker, host));
    }
}

/* The best personal plan, times scale; minus_infinity when the pins allow none. */
static wide best_of_worker(struct prover *prover, uint32_t w)
{
    const struct matcher_round *round = prover->round;
    const struct matcher_round_worker *worker = &round->workers[w];
    int64_t scale = prover->prices->scale, fair = prover->prices->fair[w];
    wide weight = (wide)fair + (wide)(scale - fair) * (1 + round->fair_weight); /* the mix of the two linear forms */
    wide best = minus_infinity;

    prover->goal_sets = 1u << worker->wants_count;
    size_t entries = ((size_t)round->periods + 1) * (prover->most_visits + 1) * prover->goal_sets;
    for (size_t i = 0; i < entries; i++)
        prover->table[i] = minus_infinity;
    *entry(prover, 0, 0, 0) = 0;
    for (uint32_t t = 0; t < round->periods; t++)
        spread_period(prover, w, t, weight);
    for (uint32_t made = 0; made <= prover->most_visits; made++)
        for (unsigned goals = 0; goals < prover->goal_sets; goals++) {
            wide value = *entry(prover, round->periods, made, goals);
            for (size_t want = 0; want < worker->wants_count && value > minus_infinity; want++)
                value += goals >> want & 1 ? worker->wants[want].worth * weight : 0;
            raise(&best, value);
        }
    if (best == minus_infinity)
        return best;
    return best - (wide)(scale - fair) * round->fair_weight * round->fair_target;
}

bool matcher_verify_bound(const struct matcher_round *round, const struct matcher_certificate_prices *prices,
                          bool *proved, int64_t *bound, struct matcher_error *error)
{
    struct prover prover = {.round = round, .prices = prices};

    *proved = false;
    *bound = INT64_MAX;
    if (!matcher_round_valid(round, error))
        return false;
    if (!signs_are_right(round, prices))
        return true;
    uint64_t room = ((uint64_t)round->periods + round->min_gap) / ((uint64_t)round->min_gap + 1);
    prover.most_visits = round->max_visits < room ? round->max_visits : (uint32_t)room;
    prover.table =
        malloc(((size_t)round->periods + 1) * (prover.most_visits + 1) * (1u << MATCHER_WANTS) * sizeof(wide));
    if (prover.table == NULL) {
        if (error != NULL && error->failure == MATCHER_NO_FAILURE)
            *error = (struct matcher_error){.failure = MATCHER_NO_MEMORY};
        return false;
    }
    wide sum = fixed_part(&prover);
    bool possible = true;
    for (uint32_t w = 0; w < round->workers_count && possible; w++) {
        wide best = best_of_worker(&prover, w);
        possible = best > minus_infinity;
        sum += possible ? best : 0;
    }
    free(prover.table);
    wide floor = sum >= 0 ? sum / prices->scale : -((prices->scale - 1 - sum) / prices->scale);
    *proved = !possible || (floor < INT64_MAX && floor > INT64_MIN);
    if (*proved)
        *bound = possible ? (int64_t)floor : INT64_MIN; /* pins that allow no plan: nothing is possible at all */
    return true;
}
