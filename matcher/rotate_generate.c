/*
 * Column generation. First the prices walk down the bound by slope steps (Camerini, Fratta, Maffioli 1975), and the
 * plans met become the first columns; then the master's prices lead. Those swing: plans are priced between them and the
 * best prices met so far (Wentges 1997; Pessoa, Sadykov, Uchoa, Vanderbeck 2018). The bound is recomputed each time in
 * integers by our own dynamic programme: what the library says is never part of a proof.
 */
#include "matcher/rotate_master.h"

#include <stdlib.h>

struct pricing {
    struct master *master;
    struct personal *personal;
    const struct generation_limits *limits;
    bool led;              /* by the master's prices: only plans that help it are taken */
    struct prices out;     /* the master's */
    struct prices between; /* where plans are priced */
    uint32_t *fresh;       /* plans to add */
    size_t fresh_count, fresh_room;
    double *at, *slope, *direction; /* by row */
};

/* ---- Pricing ---- */

static int64_t mix(int64_t inner, int64_t outer, int share)
{
    return (inner * share + outer * (64 - share)) / 64;
}

static void mix_prices(struct pricing *pricing, const struct prices *inner, int share)
{
    const struct rotation *rotation = pricing->master->rotation;
    const struct prices *outer = &pricing->out;
    struct prices *between = &pricing->between;
    size_t cells = (size_t)rotation->centres * rotation->periods;

    for (size_t i = 0; i < cells; i++) {
        between->guests[i] = mix(inner->guests[i], outer->guests[i], share);
        between->away[i] = mix(inner->away[i], outer->away[i], share);
        between->balance[i] = mix(inner->balance[i], outer->balance[i], share);
    }
    for (size_t c = 0; c < rotation->centres; c++) {
        between->send[c] = mix(inner->send[c], outer->send[c], share);
        between->host[c] = mix(inner->host[c], outer->host[c], share);
    }
}

/* What a plan is worth at the master's own prices. */
static int64_t reduced_outside(const struct pricing *pricing, uint32_t worker, const struct found_plan *found)
{
    const struct rotation *rotation = pricing->master->rotation;
    const struct prices *out = &pricing->out;
    size_t home = rotation->round->workers[worker].home;
    int64_t reduced = plan_value(rotation, worker, found->visits, found->count) * PRICE_SCALE;

    for (uint32_t i = 0; i < found->count; i++) {
        size_t host = rotation->options[found->visits[i].option].host;
        size_t home_cell = home * rotation->periods + found->visits[i].period;
        size_t host_cell = host * rotation->periods + found->visits[i].period;
        reduced -= out->guests[host_cell] - out->balance[host_cell] + out->away[home_cell] + out->balance[home_cell] -
                   out->send[home] - out->host[host];
    }
    return reduced;
}

static bool take_plan(struct pricing *pricing, uint32_t worker, const struct found_plan *found)
{
    bool is_new;

    if (pricing->led &&
        reduced_outside(pricing, worker, found) <= master_worker_price(pricing->master, worker) + PRICE_SCALE / 100)
        return true;
    size_t plan =
        pool_add(pricing->master->pool, pricing->master->rotation, worker, found->visits, found->count, &is_new);
    if (plan == SIZE_MAX)
        return false;
    if (!pricing->led && !is_new)
        return true;
    pricing->fresh[pricing->fresh_count++] = (uint32_t)plan;
    return true;
}

static void add_slope(struct pricing *pricing, uint32_t worker, const struct found_plan *found)
{
    for (uint32_t i = 0; i < found->count; i++) {
        int rows[6];
        double elements[6];
        int count = master_visit_rows(pricing->master, worker, &found->visits[i], rows, elements);
        for (int j = 0; j < count; j++)
            pricing->slope[rows[j]] -= elements[j];
    }
}

struct priced {
    __int128 bound;
    bool impossible;
};

static bool price_all(struct pricing *pricing, struct priced *priced)
{
    const struct master *master = pricing->master;

    priced->bound = master_constant(master, &pricing->between);
    priced->impossible = false;
    pricing->fresh_count = 0;
    for (size_t row = 0; row < master->rows; row++)
        pricing->slope[row] = master_limit(master, row);
    for (uint32_t i = 0; i < master->workers_count; i++) {
        struct personal_answer answer;
        personal_search(pricing->personal, master->rotation, &pricing->between, master->workers[i],
                        pricing->limits->wanted, 50 * PRICE_SCALE, pricing->limits->nodes, &answer);
        if (answer.bound == IMPOSSIBLE) {
            priced->impossible = true;
            return true;
        }
        priced->bound += answer.bound;
        if (answer.found_count > 0)
            add_slope(pricing, master->workers[i], &answer.found[0]);
        for (unsigned f = 0; f < answer.found_count; f++)
            if (!take_plan(pricing, master->workers[i], &answer.found[f]))
                return false;
    }
    return true;
}

static int64_t narrow(__int128 sum)
{
    return sum < INT64_MAX / 4 ? (int64_t)sum : INT64_MAX / 4;
}

/* Prices at `between`; *better tells whether the bound fell. */
static bool price_there(struct pricing *pricing, struct generation *generation, int64_t *value, bool *better)
{
    const struct rotation *rotation = pricing->master->rotation;
    struct priced priced;

    for (uint32_t w = 0; w < rotation->workers; w++)
        pricing->between.fair[w] = generation->at.fair[w];
    if (!price_all(pricing, &priced))
        return false;
    generation->impossible = priced.impossible;
    generation->rounds++;
    *value = priced.impossible ? 0 : narrow(priced.bound);
    *better = !priced.impossible && *value < generation->bound;
    if (*better) {
        generation->bound = *value;
        prices_copy(&generation->at, &pricing->between, rotation);
    }
    return true;
}

static bool pricing_new(struct pricing *pricing)
{
    const struct rotation *rotation = pricing->master->rotation;
    size_t rows = pricing->master->rows + 1;

    pricing->fresh = calloc((size_t)pricing->master->workers_count * PLANS_FOUND + 1, sizeof *pricing->fresh);
    pricing->at = calloc(rows, sizeof *pricing->at);
    pricing->slope = calloc(rows, sizeof *pricing->slope);
    pricing->direction = calloc(rows, sizeof *pricing->direction);
    return prices_new(&pricing->out, rotation) && prices_new(&pricing->between, rotation) && pricing->fresh != NULL &&
           pricing->at != NULL && pricing->slope != NULL && pricing->direction != NULL;
}

static void pricing_clear(struct pricing *pricing)
{
    prices_clear(&pricing->out);
    prices_clear(&pricing->between);
    free(pricing->fresh);
    free(pricing->at);
    free(pricing->slope);
    free(pricing->direction);
}

/* ---- Slope steps ---- */

static bool at_its_end(const struct pricing *pricing, size_t row, double direction)
{
    int sign = master_sign(pricing->master, row);

    return (sign > 0 && pricing->at[row] <= 0 && direction > 0) || (sign < 0 && pricing->at[row] >= 0 && direction < 0);
}

/* Moves by `length` against the deflected slope. */
static void step(struct pricing *pricing, double above)
{
    double norm = 0;

    for (size_t row = 0; row < pricing->master->rows; row++) {
        double *direction = &pricing->direction[row];
        *direction = pricing->slope[row] + *direction * 0.7;
        if (at_its_end(pricing, row, *direction))
            *direction = 0;
        norm += *direction * *direction;
    }
    for (size_t row = 0; row < pricing->master->rows && norm > 0; row++) {
        int sign = master_sign(pricing->master, row);
        double *at = &pricing->at[row];
        *at -= above / norm * pricing->direction[row];
        *at = (sign > 0 && *at < 0) || (sign < 0 && *at > 0) ? 0 : *at;
    }
}

/* Adds what is new to the master all along. */
static bool walk(struct pricing *pricing, struct generation *generation, struct rotate_watch *watch)
{
    struct master *master = pricing->master;
    double share = generation->share > 0 ? generation->share : 1;
    unsigned since = 0;

    pricing->led = false;
    master_spread(master, &generation->at, pricing->at);
    for (unsigned i = 0; i < pricing->limits->steps && !generation->impossible && !watch_tick(watch); i++) {
        bool better;
        int64_t value, before = generation->bound;
        master_round(master, pricing->at, &pricing->between);
        if (!price_there(pricing, generation, &value, &better))
            return false;
        if ((i + 20 >= pricing->limits->steps || i % 10 == 0) &&
            !master_add(master, pricing->fresh, pricing->fresh_count))
            return false;
        bool much = better && (before == INT64_MAX || before - value > value / 20000);
        since = much ? 0 : since + 1;
        if (since > 8) {
            share *= 0.7;
            generation->share = share;
            since = 0;
            master_spread(master, &generation->at, pricing->at);
            for (size_t row = 0; row < master->rows; row++)
                pricing->direction[row] = 0;
            continue;
        }
        double above = (double)value / PRICE_SCALE - pricing->limits->target;
        if (above <= 0)
            break;
        step(pricing, above * share);
    }
    return true;
}

/* ---- Led by the master ---- */

static bool good_enough(const struct generation *generation, const struct generation_limits *limits)
{
    return generation->bound <= limits->enough ||
           (double)generation->bound / PRICE_SCALE <= generation->worth + limits->tail;
}

static bool lead(struct pricing *pricing, struct generation *generation, struct rotate_watch *watch)
{
    struct master *master = pricing->master;
    const struct generation_limits *limits = pricing->limits;

    pricing->led = true;
    for (unsigned i = 0; i < limits->rounds && !generation->impossible && !watch->stopped; i++) {
        while (lp_solve(master->lp, false) == LP_STOPPED && !watch_tick(watch))
            continue;
        generation->worth = lp_worth(master->lp);
        master_round(master, lp_prices(master->lp), &pricing->out);
        bool better = false;
        int share = generation->bound == INT64_MAX ? 0 : limits->share;
        for (;; share = share > 16 ? share / 2 : 0) { /* nothing to add: nearer to the master's prices */
            int64_t value;
            mix_prices(pricing, &generation->at, share);
            if (!price_there(pricing, generation, &value, &better))
                return false;
            if (generation->impossible || pricing->fresh_count > 0 || share == 0 || watch_tick(watch))
                break;
        }
        if (!generation->impossible && pricing->fresh_count == 0 && share == 0) {
            generation->converged = true;
            return true;
        }
        if (!master_add(master, pricing->fresh, pricing->fresh_count))
            return false;
        if (good_enough(generation, limits))
            return true;
    }
    return true;
}

bool generate(struct master *master, struct personal *personal, struct generation *generation,
              const struct generation_limits *limits, struct rotate_watch *watch)
{
    struct pricing pricing = {.master = master, .personal = personal, .limits = limits};
    bool ok = pricing_new(&pricing);

    generation->converged = false;
    master_project(master, &generation->at);
    ok = ok && walk(&pricing, generation, watch) && lead(&pricing, generation, watch);
    pricing_clear(&pricing);
    return ok;
}
