/*
 * Prices by a deflected subgradient method (Held, Wolfe, Crowder, "Validation of subgradient optimization", 1974;
 * Camerini, Fratta, Maffioli 1975), in integers throughout so that every machine finds the same ones. Any prices prove
 * a bound; these try to prove a small one.
 */
#include "matcher/rotate.h"

#include <stdlib.h>
#include <string.h>

#define DEFLECTION 16 /* directions are kept times this */

/* One price, its slope, and the direction it moves in; `fair` moves by another unit. */
struct slopes {
    int64_t *slope, *direction;
    size_t count;
};

struct walk {
    struct prices at;
    struct slopes slopes;
    struct personal personal;
    int64_t *part_of; /* by worker, of its plan under the prices */
    int64_t fair_unit;
};

static size_t price_count(const struct rotation *rotation)
{
    return (size_t)rotation->centres * rotation->periods * 3 + (size_t)rotation->centres * 2 + rotation->workers;
}

/* The i-th of all prices: guests, away, balance, send, host, fair in this order. */
static int64_t *price_at(const struct rotation *rotation, struct prices *prices, size_t i)
{
    size_t cells = (size_t)rotation->centres * rotation->periods;

    if (i < cells)
        return &prices->guests[i];
    if (i < 2 * cells)
        return &prices->away[i - cells];
    if (i < 3 * cells)
        return &prices->balance[i - 2 * cells];
    i -= 3 * cells;
    if (i < rotation->centres)
        return &prices->send[i];
    i -= rotation->centres;
    return i < rotation->centres ? &prices->host[i] : &prices->fair[i - rotation->centres];
}

int64_t floor_scaled(int64_t scaled)
{
    return scaled >= 0 ? scaled / PRICE_SCALE : -((PRICE_SCALE - 1 - scaled) / PRICE_SCALE);
}

bool bound_new(struct bound *bound, const struct rotation *rotation)
{
    *bound = (struct bound){.scaled = INT64_MAX};
    return prices_new(&bound->best, rotation);
}

void bound_start(struct bound *bound, const struct rotation *rotation, const struct prices *prices)
{
    prices_copy(&bound->best, prices, rotation);
    bound->scaled = INT64_MAX;
}

void bound_clear(struct bound *bound)
{
    prices_clear(&bound->best);
}

/* A centre that can send or take nobody then: its prices forbid what no plan does, and cost nothing. */
void prices_close(struct prices *prices, const struct rotation *rotation)
{
    const struct matcher_round *round = rotation->round;
    size_t cells = (size_t)rotation->centres * rotation->periods;
    int64_t most = 0, goals = 0;

    for (size_t i = 0; i < cells; i++) {
        const int64_t here[] = {prices->guests[i], prices->away[i], llabs(prices->balance[i])};
        for (int k = 0; k < 3; k++)
            most = here[k] > most ? here[k] : most;
    }
    for (uint32_t w = 0; w < rotation->workers; w++) {
        int64_t sum = 0;
        for (size_t i = 0; i < round->workers[w].wants_count; i++)
            sum += llabs(round->workers[w].wants[i].worth);
        goals = sum > goals ? sum : goals;
    }
    for (size_t c = 0; c < rotation->centres; c++) {
        most = prices->send[c] > most ? prices->send[c] : most;
        most = prices->host[c] > most ? prices->host[c] : most;
    }
    int64_t dear = 8 * most + (2 * (int64_t)MATCHER_VALUE_MAX + goals) * (1 + round->fair_weight) * PRICE_SCALE;
    for (size_t i = 0; i < cells; i++) {
        bool comes = rotation->guests[i] > 0, leaves = rotation->away[i] > 0;
        bool closed = round->centres[i / rotation->periods].closed >> i % rotation->periods & 1;
        if (!comes)
            prices->guests[i] = closed ? 0 : 2 * dear;
        if (!leaves)
            prices->away[i] = 2 * dear;
        if (round->balanced && comes != leaves)
            prices->balance[i] = leaves ? dear : -dear;
        else if (round->balanced && !comes)
            prices->balance[i] = 0;
    }
}

static void walk_clear(struct walk *walk)
{
    prices_clear(&walk->at);
    personal_clear(&walk->personal);
    free(walk->slopes.slope);
    free(walk->slopes.direction);
    free(walk->part_of);
}

static bool walk_new(struct walk *walk, const struct rotation *rotation)
{
    size_t count = price_count(rotation);
    const struct matcher_round *round = rotation->round;

    *walk = (struct walk){.slopes.count = count};
    walk->fair_unit = round->fair_target > 16 ? round->fair_target / 16 : 1;
    walk->slopes.slope = calloc(count + 1, sizeof *walk->slopes.slope);
    walk->slopes.direction = calloc(count + 1, sizeof *walk->slopes.direction);
    walk->part_of = calloc((size_t)rotation->workers + 1, sizeof *walk->part_of);
    if (walk->slopes.slope == NULL || walk->slopes.direction == NULL || walk->part_of == NULL ||
        !prices_new(&walk->at, rotation) || !personal_new(&walk->personal, rotation)) {
        walk_clear(walk);
        return false;
    }
    return true;
}

__int128 prices_cost(const struct prices *prices, const struct rotation *rotation)
{
    size_t cells = (size_t)rotation->centres * rotation->periods;
    __int128 sum = 0;

    for (size_t i = 0; i < cells; i++)
        sum += (__int128)rotation->guests[i] * prices->guests[i] + (__int128)rotation->away[i] * prices->away[i];
    for (size_t c = 0; c < rotation->centres; c++) {
        const struct matcher_round_centre *centre = &rotation->round->centres[c];
        sum -= (__int128)centre->min_send * prices->send[c] + (__int128)centre->min_host * prices->host[c];
    }
    return sum;
}

/* The slopes as if nobody went anywhere. */
static void start_slopes(struct walk *walk, const struct rotation *rotation)
{
    size_t cells = (size_t)rotation->centres * rotation->periods;
    int64_t *slope = walk->slopes.slope;

    for (size_t i = 0; i < cells; i++) {
        slope[i] = rotation->guests[i];
        slope[cells + i] = rotation->away[i];
        slope[2 * cells + i] = 0;
    }
    for (size_t c = 0; c < rotation->centres; c++) {
        const struct matcher_round_centre *centre = &rotation->round->centres[c];
        slope[3 * cells + c] = -centre->min_send;
        slope[3 * cells + rotation->centres + c] = -centre->min_host;
    }
}

static void add_visits(struct walk *walk, const struct rotation *rotation, uint32_t worker)
{
    size_t cells = (size_t)rotation->centres * rotation->periods;
    size_t home = rotation->round->workers[worker].home;
    int64_t *slope = walk->slopes.slope, part = 0;
    uint8_t goals = 0;

    for (uint32_t t = 0; t < rotation->periods; t++) {
        uint32_t option = walk->personal.visits[t];
        if (option == NO_OPTION)
            continue;
        size_t host = rotation->options[option].host;
        slope[host * rotation->periods + t]--;
        slope[cells + home * rotation->periods + t]--;
        slope[2 * cells + home * rotation->periods + t]--;
        slope[2 * cells + host * rotation->periods + t]++;
        slope[3 * cells + home]++;
        slope[3 * cells + rotation->centres + host]++;
        part += visit_worth(rotation, option, t);
        goals |= rotation->options[option].goals;
    }
    walk->part_of[worker] = part + goals_worth(&rotation->round->workers[worker], goals);
}

/* The bound at the prices at hand, and the slopes there. IMPOSSIBLE when a worker's pins allow no plan. */
static int64_t evaluate(struct walk *walk, const struct rotation *rotation)
{
    const struct matcher_round *round = rotation->round;
    size_t cells = (size_t)rotation->centres * rotation->periods;
    __int128 sum = prices_cost(&walk->at, rotation);

    start_slopes(walk, rotation);
    for (uint32_t w = 0; w < rotation->workers; w++) {
        int64_t best = personal_best(&walk->personal, rotation, &walk->at, w);
        if (best == IMPOSSIBLE)
            return IMPOSSIBLE;
        sum += best;
        add_visits(walk, rotation, w);
        walk->slopes.slope[3 * cells + 2 * (size_t)rotation->centres + w] =
            round->fair_weight * (round->fair_target - walk->part_of[w]) / walk->fair_unit;
    }
    if (!round->balanced)
        memset(walk->slopes.slope + 2 * cells, 0, cells * sizeof *walk->slopes.slope);
    return sum < INT64_MAX / 4 ? (int64_t)sum : INT64_MAX / 4;
}

static bool at_its_end(const struct rotation *rotation, size_t i, int64_t price, int64_t direction)
{
    size_t cells = (size_t)rotation->centres * rotation->periods;
    size_t fair = 3 * cells + 2 * (size_t)rotation->centres;

    if (i >= 2 * cells && i < 3 * cells)
        return false;
    return (price <= 0 && direction > 0) || (i >= fair && price >= PRICE_SCALE && direction < 0);
}

/* Turns the direction and measures it; prices go down along it. */
static int64_t turn(struct walk *walk, const struct rotation *rotation)
{
    int64_t norm = 0;

    for (size_t i = 0; i < walk->slopes.count; i++) {
        int64_t *direction = &walk->slopes.direction[i];
        *direction = walk->slopes.slope[i] * DEFLECTION + *direction * 11 / 16;
        if (at_its_end(rotation, i, *price_at(rotation, &walk->at, i), *direction))
            *direction = 0;
        int64_t part = *direction < 100000000 && *direction > -100000000 ? *direction : 100000000;
        norm += part * part / (DEFLECTION * DEFLECTION);
        norm = norm < INT64_MAX / 4 ? norm : INT64_MAX / 4;
    }
    return norm > 0 ? norm : 0;
}

/* `length` is the step times 2^16. */
static void step(struct walk *walk, const struct rotation *rotation, __int128 length)
{
    size_t cells = (size_t)rotation->centres * rotation->periods;
    size_t fair = 3 * cells + 2 * (size_t)rotation->centres;
    const int64_t most = INT64_C(1000000000000);

    for (size_t i = 0; i < walk->slopes.count; i++) {
        int64_t *price = price_at(rotation, &walk->at, i);
        __int128 move = length * walk->slopes.direction[i] / DEFLECTION / 65536;
        if (i >= fair)
            move /= walk->fair_unit;
        __int128 next = *price - move;
        next = next > most ? most : next < -most ? -most : next;
        if ((i < 2 * cells || i >= 3 * cells) && next < 0)
            next = 0;
        if (i >= fair && next > PRICE_SCALE)
            next = PRICE_SCALE;
        *price = (int64_t)next;
    }
}

bool bound_improve(struct bound *bound, const struct rotation *rotation, int64_t target, unsigned steps,
                   struct rotate_watch *watch)
{
    struct walk walk;
    int64_t share = 65536; /* of Polyak's step, times 65536 */
    unsigned since_better = 0;

    if (!walk_new(&walk, rotation))
        return false;
    prices_copy(&walk.at, &bound->best, rotation);
    for (unsigned i = 0; i <= steps && share > 0; i++) {
        int64_t value = evaluate(&walk, rotation);
        if (value == IMPOSSIBLE) {
            bound->infeasible = true;
            break;
        }
        if (value < bound->scaled) {
            int64_t worth_while = bound->scaled == INT64_MAX ? 0 : (bound->scaled - target * PRICE_SCALE) / 2000;
            since_better = bound->scaled - worth_while > value ? 0 : since_better + 1;
            bound->scaled = value;
            prices_copy(&bound->best, &walk.at, rotation);
        } else {
            since_better++;
        }
        if (since_better > 10) {
            share = share * 7 / 8;
            since_better = 0;
            prices_copy(&walk.at, &bound->best, rotation);
            value = evaluate(&walk, rotation);
            memset(walk.slopes.direction, 0, walk.slopes.count * sizeof *walk.slopes.direction);
        }
        int64_t above = value - target * PRICE_SCALE;
        int64_t norm = turn(&walk, rotation);
        if (norm == 0 || above <= 0 || watch_tick(watch))
            break;
        step(&walk, rotation, (__int128)above * share / norm);
    }
    walk_clear(&walk);
    return true;
}
