/*
 * The best personal plan under prices. State: period, visits left, goals met so far; a visit jumps over the periods at
 * home that must follow. That a host comes once at most is relaxed. Hosts that meet the same goals differ by their
 * value alone, so the best of each such group stands for all. O(periods x visits x 2^wants x groups) for one worker.
 */
#include "matcher/rotate.h"

#include <stdlib.h>

#define GOAL_SETS (1u << MATCHER_WANTS)

bool prices_new(struct prices *prices, const struct rotation *rotation)
{
    size_t cells = (size_t)rotation->centres * rotation->periods + 1;

    *prices = (struct prices){
        .guests = calloc(cells, sizeof *prices->guests),
        .away = calloc(cells, sizeof *prices->away),
        .balance = calloc(cells, sizeof *prices->balance),
        .send = calloc((size_t)rotation->centres + 1, sizeof *prices->send),
        .host = calloc((size_t)rotation->centres + 1, sizeof *prices->host),
        .fair = calloc((size_t)rotation->workers + 1, sizeof *prices->fair),
    };
    if (prices->guests == NULL || prices->away == NULL || prices->balance == NULL || prices->send == NULL ||
        prices->host == NULL || prices->fair == NULL) {
        prices_clear(prices);
        return false;
    }
    return true;
}

void prices_clear(struct prices *prices)
{
    free(prices->guests);
    free(prices->away);
    free(prices->balance);
    free(prices->send);
    free(prices->host);
    free(prices->fair);
    *prices = (struct prices){0};
}

void prices_copy(struct prices *to, const struct prices *from, const struct rotation *rotation)
{
    size_t cells = (size_t)rotation->centres * rotation->periods;

    for (size_t i = 0; i < cells; i++) {
        to->guests[i] = from->guests[i];
        to->away[i] = from->away[i];
        to->balance[i] = from->balance[i];
    }
    for (size_t c = 0; c < rotation->centres; c++) {
        to->send[c] = from->send[c];
        to->host[c] = from->host[c];
    }
    for (size_t w = 0; w < rotation->workers; w++)
        to->fair[w] = from->fair[w];
}

bool personal_new(struct personal *personal, const struct rotation *rotation)
{
    uint64_t step = (uint64_t)rotation->round->min_gap + 1;
    uint32_t by_gap = (uint32_t)((rotation->periods + step - 1) / step);
    uint32_t layers = rotation->most_visits < by_gap ? rotation->most_visits + 1 : 1;
    size_t cells = ((size_t)rotation->periods + 1) * layers * GOAL_SETS;

    *personal = (struct personal){
        .layers = layers,
        .ahead = malloc(cells * sizeof *personal->ahead),
        .behind = malloc(cells * sizeof *personal->behind),
        .groups = malloc(((size_t)rotation->periods + 1) * GOAL_SETS * sizeof *personal->groups),
    };
    if (personal->ahead == NULL || personal->behind == NULL || personal->groups == NULL) {
        personal_clear(personal);
        return false;
    }
    return true;
}

void personal_clear(struct personal *personal)
{
    free(personal->ahead);
    free(personal->behind);
    free(personal->groups);
    *personal = (struct personal){0};
}

static int64_t *cell(int64_t *table, const struct personal *personal, uint32_t period, uint32_t left)
{
    return table + ((size_t)period * personal->layers + left) * personal->goals;
}

/* How much one point of `part` counts, times PRICE_SCALE. */
static int64_t part_weight(const struct rotation *rotation, const struct prices *prices, uint32_t worker)
{
    return PRICE_SCALE + (PRICE_SCALE - prices->fair[worker]) * rotation->round->fair_weight;
}

static int64_t priced_visit(const struct rotation *rotation, const struct prices *prices, uint32_t worker,
                            uint32_t option, uint32_t period, int64_t weight)
{
    size_t home = rotation->round->workers[worker].home, host = rotation->options[option].host;
    size_t home_cell = home * rotation->periods + period, host_cell = host * rotation->periods + period;
    int64_t worth = visit_worth(rotation, option, period) * weight;

    if (rotation->kept != NULL && rotation->kept[option] >> period & 1)
        worth += rotation->keep_worth * PRICE_SCALE;
    return worth - prices->guests[host_cell] + prices->balance[host_cell] - prices->away[home_cell] -
           prices->balance[home_cell] + prices->send[home] + prices->host[host];
}

bool personal_may_visit(const struct rotation *rotation, uint32_t worker, uint32_t option, uint32_t period)
{
    uint64_t bit = UINT64_C(1) << period;

    if (rotation->pinned[worker] & bit) {
        for (size_t i = rotation->first_pin[worker]; i < rotation->first_pin[worker + 1]; i++)
            if (rotation->pins[i].period == period)
                return rotation->pins[i].option == option;
    }
    return !(rotation->blocked[worker] & bit) &&
           !(rotation->round->centres[rotation->options[option].host].closed & bit);
}

int64_t personal_visit(const struct rotation *rotation, const struct prices *prices, uint32_t worker, uint32_t option,
                       uint32_t period)
{
    return priced_visit(rotation, prices, worker, option, period, part_weight(rotation, prices, worker));
}

int64_t personal_ahead(const struct personal *personal, uint32_t period, uint32_t left, unsigned goals)
{
    return personal->ahead[((size_t)period * personal->layers + left) * personal->goals + goals];
}

static void fill_groups(struct personal *personal, const struct rotation *rotation, const struct prices *prices,
                        uint32_t worker)
{
    int64_t weight = part_weight(rotation, prices, worker);
    size_t first = rotation->first_option[worker], end = rotation->first_option[worker + 1];

    for (uint32_t t = 0; t < rotation->periods; t++) {
        struct group *groups = personal->groups + (size_t)t * GOAL_SETS;
        uint16_t where[GOAL_SETS];
        unsigned count = 0;
        for (unsigned goals = 0; goals < personal->goals; goals++)
            where[goals] = UINT16_MAX;
        for (size_t option = first; option < end; option++) {
            if (!personal_may_visit(rotation, worker, (uint32_t)option, t))
                continue;
            uint8_t goals = rotation->options[option].goals;
            int64_t value = priced_visit(rotation, prices, worker, (uint32_t)option, t, weight);
            if (where[goals] == UINT16_MAX) {
                where[goals] = (uint16_t)count;
                groups[count++] = (struct group){.value = value, .option = (uint32_t)option, .goals = goals};
            } else if (value > groups[where[goals]].value) {
                groups[where[goals]].value = value;
                groups[where[goals]].option = (uint32_t)option;
            }
        }
        personal->groups_count[t] = count;
    }
}

static uint32_t after_visit(const struct rotation *rotation, uint32_t period)
{
    uint64_t next = (uint64_t)period + 1 + rotation->round->min_gap;

    return next < rotation->periods ? (uint32_t)next : rotation->periods;
}

static void fill_ahead(struct personal *personal, const struct rotation *rotation, uint32_t worker, int64_t weight)
{
    const struct matcher_round_worker *person = &rotation->round->workers[worker];

    for (uint32_t left = 0; left < personal->layers; left++)
        for (unsigned goals = 0; goals < personal->goals; goals++)
            cell(personal->ahead, personal, rotation->periods, left)[goals] =
                goals_worth(person, (uint8_t)goals) * weight;
    for (uint32_t t = rotation->periods; t-- > 0;) {
        bool must = rotation->pinned[worker] >> t & 1;
        const struct group *groups = personal->groups + (size_t)t * GOAL_SETS;
        for (uint32_t left = 0; left < personal->layers; left++) {
            int64_t *here = cell(personal->ahead, personal, t, left);
            const int64_t *stay = cell(personal->ahead, personal, t + 1, left);
            for (unsigned goals = 0; goals < personal->goals; goals++)
                here[goals] = must ? IMPOSSIBLE : stay[goals];
            if (rotation->most_visits == 0 || (personal->layers > 1 && left == 0))
                continue;
            const int64_t *go =
                cell(personal->ahead, personal, after_visit(rotation, t), personal->layers > 1 ? left - 1 : 0);
            for (unsigned i = 0; i < personal->groups_count[t]; i++)
                for (unsigned goals = 0; goals < personal->goals; goals++) {
                    int64_t value = groups[i].value + go[goals | groups[i].goals];
                    here[goals] = value > here[goals] ? value : here[goals];
                }
        }
    }
}

/* Stays at home where that is as good: fewer visits press less on the capacities. */
static void trace(struct personal *personal, const struct rotation *rotation, uint32_t worker)
{
    uint32_t left = personal->layers - 1;
    unsigned goals = 0;

    for (uint32_t t = 0; t < rotation->periods; t++)
        personal->visits[t] = NO_OPTION;
    for (uint32_t t = 0; t < rotation->periods;) {
        int64_t value = cell(personal->ahead, personal, t, left)[goals];
        const struct group *group = personal->groups + (size_t)t * GOAL_SETS;
        uint32_t left_after = personal->layers > 1 ? left - 1 : 0;
        if (!(rotation->pinned[worker] >> t & 1) && value == cell(personal->ahead, personal, t + 1, left)[goals]) {
            t++;
            continue;
        }
        const int64_t *go = cell(personal->ahead, personal, after_visit(rotation, t), left_after);
        while (group->value + go[goals | group->goals] != value)
            group++;
        personal->visits[t] = group->option;
        goals |= group->goals;
        left = left_after;
        t = after_visit(rotation, t);
    }
}

int64_t personal_best(struct personal *personal, const struct rotation *rotation, const struct prices *prices,
                      uint32_t worker)
{
    const struct matcher_round *round = rotation->round;
    int64_t weight = part_weight(rotation, prices, worker);

    personal->goals = 1u << round->workers[worker].wants_count;
    fill_groups(personal, rotation, prices, worker);
    fill_ahead(personal, rotation, worker, weight);
    int64_t best = cell(personal->ahead, personal, 0, personal->layers - 1)[0];
    if (best < IMPOSSIBLE / 2)
        return IMPOSSIBLE;
    trace(personal, rotation, worker);
    return best - (PRICE_SCALE - prices->fair[worker]) * round->fair_weight * round->fair_target;
}

static void fill_behind(struct personal *personal, const struct rotation *rotation, uint32_t worker)
{
    size_t cells = ((size_t)rotation->periods + 1) * personal->layers * personal->goals;

    for (size_t i = 0; i < cells; i++)
        personal->behind[i] = IMPOSSIBLE;
    cell(personal->behind, personal, 0, personal->layers - 1)[0] = 0;
    for (uint32_t t = 0; t < rotation->periods; t++)
        for (uint32_t left = 0; left < personal->layers; left++)
            for (unsigned goals = 0; goals < personal->goals; goals++) {
                int64_t here = cell(personal->behind, personal, t, left)[goals];
                if (here <= IMPOSSIBLE / 2)
                    continue;
                int64_t *stay = &cell(personal->behind, personal, t + 1, left)[goals];
                if (!(rotation->pinned[worker] >> t & 1) && here > *stay)
                    *stay = here;
                if (rotation->most_visits == 0 || (personal->layers > 1 && left == 0))
                    continue;
                uint32_t left_after = personal->layers > 1 ? left - 1 : 0;
                for (unsigned i = 0; i < personal->groups_count[t]; i++) {
                    const struct group *group = personal->groups + (size_t)t * GOAL_SETS + i;
                    int64_t *go =
                        &cell(personal->behind, personal, after_visit(rotation, t), left_after)[goals | group->goals];
                    *go = here + group->value > *go ? here + group->value : *go;
                }
            }
}

/* The most around a visit of this period that meets `met`, without the visit's own value. */
static int64_t best_around(struct personal *personal, const struct rotation *rotation, uint32_t period, uint8_t met)
{
    int64_t most = IMPOSSIBLE;

    for (uint32_t left = personal->layers > 1; left < personal->layers; left++)
        for (unsigned goals = 0; goals < personal->goals; goals++) {
            uint32_t left_after = personal->layers > 1 ? left - 1 : 0;
            int64_t before = cell(personal->behind, personal, period, left)[goals];
            int64_t after = cell(personal->ahead, personal, after_visit(rotation, period), left_after)[goals | met];
            if (before > IMPOSSIBLE / 2 && after > IMPOSSIBLE / 2 && before + after > most)
                most = before + after;
        }
    return most;
}

void personal_gains(struct personal *personal, const struct rotation *rotation, const struct prices *prices,
                    uint32_t worker, int64_t *gains)
{
    int64_t weight = part_weight(rotation, prices, worker);
    int64_t best = cell(personal->ahead, personal, 0, personal->layers - 1)[0];
    size_t first = rotation->first_option[worker], end = rotation->first_option[worker + 1];

    fill_behind(personal, rotation, worker);
    for (uint32_t t = 0; t < rotation->periods; t++) {
        int64_t around[GOAL_SETS];
        for (unsigned i = 0; i < personal->groups_count[t]; i++) {
            uint8_t goals = personal->groups[(size_t)t * GOAL_SETS + i].goals;
            around[goals] = rotation->most_visits > 0 ? best_around(personal, rotation, t, goals) : IMPOSSIBLE;
        }
        for (size_t option = first; option < end; option++) {
            int64_t *gain = &gains[(option - first) * rotation->periods + t];
            *gain = IMPOSSIBLE;
            if (!personal_may_visit(rotation, worker, (uint32_t)option, t))
                continue;
            int64_t value = around[rotation->options[option].goals];
            if (value > IMPOSSIBLE / 2)
                *gain =
                    (value + priced_visit(rotation, prices, worker, (uint32_t)option, t, weight) - best) / PRICE_SCALE;
        }
    }
}
