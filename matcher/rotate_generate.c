/*
 * Column generation, and the bound. The bundle proposes prices; every worker's best plans under them are found by our
 * own dynamic programme, which counts in integers what they prove, and become columns of the bundle.
 */
#include "matcher/rotate_bundle.h"
#include "matcher/rotate_sharp.h"

#include <math.h>
#include <stdlib.h>

enum { NODES_AT_FIRST = 500, STALLED_AT_MOST = 25 };

struct pricing {
    struct prices at;
    uint32_t *fresh; /* plans found */
    size_t fresh_count;
    __int128 bound;
    double unsearched; /* what more nodes might take off it, in units of the objective */
    bool impossible;
};

static bool price_worker(struct pricing *pricing, const struct bundle *bundle, struct personal *personal,
                         uint32_t worker, const struct generation_limits *limits, uint64_t nodes)
{
    const struct master *master = bundle->master;
    struct personal_answer answer;

    personal_search(personal, master->rotation, &pricing->at, worker, limits->wanted, 50 * PRICE_SCALE, nodes, &answer);
    if (answer.bound == IMPOSSIBLE) {
        pricing->impossible = true;
        return true;
    }
    pricing->bound += answer.bound;
    double known = answer.found_count > 0 ? (double)answer.found[0].reduced / PRICE_SCALE : bundle_most(bundle, worker);
    pricing->unsearched += fmax(0, (double)answer.bound / PRICE_SCALE - fmax(known, -1e15));
    for (unsigned f = 0; f < answer.found_count; f++) {
        bool is_new;
        size_t plan =
            pool_add(master->pool, master->rotation, worker, answer.found[f].visits, answer.found[f].count, &is_new);
        if (plan == SIZE_MAX)
            return false;
        pricing->fresh[pricing->fresh_count++] = (uint32_t)plan;
    }
    return true;
}

static bool price_all(struct pricing *pricing, const struct bundle *bundle, struct personal *personal,
                      const struct generation_limits *limits, uint64_t nodes)
{
    const struct master *master = bundle->master;

    pricing->bound = master_constant(master, &pricing->at);
    pricing->bound += bundle->sharp == NULL ? 0 : sharp_round(bundle->sharp, bundle->price + master->rows);
    pricing->impossible = false;
    pricing->fresh_count = 0;
    pricing->unsearched = 0;
    for (uint32_t i = 0; i < master->workers_count && !pricing->impossible; i++)
        if (!price_worker(pricing, bundle, personal, master->workers[i], limits, nodes))
            return false;
    return true;
}

static int64_t narrow(__int128 sum)
{
    return sum < INT64_MAX / 4 ? (int64_t)sum : INT64_MAX / 4;
}

/* The bound that was proved; whether it fell by anything that matters. */
static void note_bound(struct generation *generation, const struct pricing *pricing, const struct bundle *bundle,
                       double tail)
{
    const struct rotation *rotation = bundle->master->rotation;
    int64_t bound = narrow(pricing->bound);

    generation->stalled++;
    if (bound >= generation->bound)
        return;
    if (generation->bound == INT64_MAX || (double)(generation->bound - bound) > tail / 4 * PRICE_SCALE)
        generation->stalled = 0;
    generation->bound = bound;
    prices_copy(&generation->at, &pricing->at, rotation);
    if (bundle->sharp != NULL)
        sharp_keep(bundle->sharp, &pricing->at, bound);
}

/* No prices prove more than the model says, but for what was left unsearched: with more nodes next time. */
static void look_at_end(struct generation *generation, struct bundle *bundle, const struct pricing *pricing,
                        const struct generation_limits *limits, double model)
{
    bool near = bundle->centre_value - model <= limits->tail && bundle->left <= 2 * limits->tail;

    if (!near && generation->stalled < STALLED_AT_MOST)
        return;
    if (pricing->unsearched <= limits->tail / 2 || generation->nodes >= limits->nodes) {
        generation->converged = true;
        return;
    }
    generation->nodes = generation->nodes * 10 < limits->nodes ? generation->nodes * 10 : limits->nodes;
    generation->stalled = 0;
    bundle_look_again(bundle); /* what was known of the centre was too little */
}

static bool one_pass(struct bundle *bundle, struct personal *personal, struct generation *generation,
                     const struct generation_limits *limits, struct pricing *pricing)
{
    const struct master *master = bundle->master;
    bool first = bundle->centre_value == HUGE_VAL;
    double model = first ? -HUGE_VAL : bundle_settle(bundle);

    master_round(master, bundle->price, &pricing->at);
    if (!price_all(pricing, bundle, personal, limits, generation->nodes))
        return false;
    generation->impossible = pricing->impossible;
    if (pricing->impossible)
        return true;
    double value = (double)narrow(pricing->bound) / PRICE_SCALE - pricing->unsearched; /* of plans that are known */
    if (first && bundle->step == 0) { /* a fifth of what a visit is worth at most, or so */
        bundle->step = fmax(1, fabs(value) / ((master->workers_count + 1.0) * (master->rotation->most_visits + 1) * 5));
        bundle->least_step = bundle->step / 10;
    }
    note_bound(generation, pricing, bundle, limits->tail);
    bundle_step(bundle, model, value);
    bundle->enough = first ? limits->tail : fmax(limits->tail / 4, (bundle->centre_value - model) / 20);
    if (!first)
        look_at_end(generation, bundle, pricing, limits, model);
    return bundle_add(bundle, pricing->fresh, pricing->fresh_count);
}

void generation_restart(struct generation *generation)
{
    generation->bound = INT64_MAX;
    generation->stalled = 0;
    generation->nodes = 0;
    generation->impossible = generation->converged = false;
}

bool generate(struct bundle *bundle, struct personal *personal, struct generation *generation,
              const struct generation_limits *limits, struct rotate_watch *watch)
{
    const struct rotation *rotation = bundle->master->rotation;
    struct pricing pricing = {
        .fresh = calloc((size_t)bundle->master->workers_count * PLANS_FOUND + 1, sizeof *pricing.fresh)};
    const struct plan_loss loss = {sharp_loss, bundle->sharp};
    bool ok = prices_new(&pricing.at, rotation) && pricing.fresh != NULL;

    if (ok)
        prices_copy(&pricing.at, &generation->at, rotation); /* for `fair` */
    if (generation->nodes == 0)
        generation->nodes = NODES_AT_FIRST < limits->nodes ? NODES_AT_FIRST : limits->nodes;
    personal->loss = bundle->sharp == NULL ? NULL : &loss;
    for (unsigned i = 0; ok && i < limits->passes && !generation->impossible && !generation->converged &&
                         generation->bound > limits->enough && !watch_tick(watch);
         i++)
        ok = one_pass(bundle, personal, generation, limits, &pricing);
    personal->loss = NULL;
    prices_clear(&pricing.at);
    free(pricing.fresh);
    return ok;
}
