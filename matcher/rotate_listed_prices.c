/* What prices prove about the listed plans, counted in integers over all that are open. */
#include "matcher/rotate_listed.h"

#include <math.h>

/* What each visit of the worker pays. */
static void fill_costs(struct listed *listed, uint32_t worker)
{
    const struct rotation *rotation = listed->rotation;
    const struct prices *prices = &listed->prices;
    size_t first = rotation->first_option[worker], end = rotation->first_option[worker + 1];
    size_t home = rotation->round->workers[worker].home;
    int64_t *cost = listed->costs;

    for (size_t i = first; i < end; i++) {
        size_t host = rotation->options[i].host;
        for (uint32_t t = 0; t < rotation->periods; t++) {
            size_t home_cell = home * rotation->periods + t, host_cell = host * rotation->periods + t;
            *cost++ = prices->guests[host_cell] + prices->away[home_cell] + prices->balance[home_cell] -
                      prices->balance[host_cell] - prices->send[home] - prices->host[host];
        }
    }
}

static void reduce_plans(struct listed *listed, uint32_t worker)
{
    const struct rotation *rotation = listed->rotation;
    size_t first = rotation->first_option[worker];

    fill_costs(listed, worker);
    for (size_t p = listed->first_of[worker]; p < listed->first_of[worker + 1]; p++) {
        if (listed->closed[p] != 0)
            continue;
        const struct plan *plan = &listed->pool.plans[p];
        const struct plan_visit *visits = pool_visits(&listed->pool, p);
        int64_t reduced = plan->value * PRICE_SCALE;
        for (uint32_t i = 0; i < plan->visits_count; i++)
            reduced -= listed->costs[(visits[i].option - first) * rotation->periods + visits[i].period];
        listed->reduced[p] = reduced;
    }
}

/* They times the limits, and the most that each worker's plans are worth under them. */
int64_t listed_count_bound(struct listed *listed)
{
    const struct rotation *rotation = listed->rotation;
    __int128 sum = master_constant(&listed->master, &listed->prices);

    for (uint32_t w = 0; w < rotation->workers; w++)
        reduce_plans(listed, w);
    for (size_t k = 0; k < listed->cuts_count; k++) {
        const struct cut *cut = &listed->cuts[k];
        sum += (__int128)cut->price * cut->limit;
        for (size_t i = 0; cut->price > 0 && i < cut->count; i++)
            listed->reduced[cut->plans[i]] -= cut->price;
    }
    for (uint32_t w = 0; w < rotation->workers; w++) {
        int64_t most = IMPOSSIBLE;
        for (size_t p = listed->first_of[w]; p < listed->first_of[w + 1]; p++)
            if (listed->closed[p] == 0 && listed->reduced[p] > most)
                most = listed->reduced[p];
        listed->most[w] = most;
        if (most == IMPOSSIBLE) /* nothing is left for somebody */
            return IMPOSSIBLE;
        sum += most;
    }
    return sum < INT64_MAX / 4 ? (int64_t)sum : INT64_MAX / 4;
}

void listed_take_prices(struct listed *listed)
{
    const double *by_row = lp_prices(listed->master.lp);

    master_round(&listed->master, by_row, &listed->prices);
    for (size_t k = 0; k < listed->cuts_count; k++) {
        double price = fmin(by_row[listed->master.rows + k] * PRICE_SCALE, 1e12);
        listed->cuts[k].price = price > 0 ? llround(price) : 0;
    }
}

void listed_close_hopeless(struct listed *listed, unsigned depth, int64_t slack)
{
    for (uint32_t w = 0; w < listed->rotation->workers; w++)
        for (size_t p = listed->first_of[w]; p < listed->first_of[w + 1]; p++)
            if (listed->closed[p] == 0 && listed->most[w] - listed->reduced[p] > slack)
                listed->closed[p] = (uint16_t)depth;
}
