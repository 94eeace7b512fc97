/*
 * A plan by diving (Sadykov, Vanderbeck, Pessoa, Tahiri, Uchoa 2019): visits of which the shares are nearly sure are
 * fixed a few at a time, and prices and plans are found anew for what is left. When little is, the best whole answer
 * is looked for among the plans at hand.
 */
#include "matcher/rotate_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PASSES = 12, PASSES_AT_END = 40, NODES = 500, NODES_AT_END = 150 };
#define ENOUGH 0.6  /* of the visits, fixed before the end is tried */
#define MORE   0.15 /* before it is tried once more */

struct dive_wish {
    uint32_t worker;
    struct plan_visit visit;
    double share;
};

struct dive {
    struct mending *mending; /* whose part is what is left */
    struct master master;
    struct bundle bundle;
    struct dive_wish *wishes;
    size_t wishes_count, wishes_room;
    int32_t *comes, *leaves; /* by cell, of what is fixed */
    size_t fixed;
    double all; /* visits, in shares */
};

/* ---- Fixing ---- */

static int surest_first(const void *a, const void *b)
{
    const struct dive_wish *left = a, *right = b;

    if (left->share != right->share)
        return left->share > right->share ? -1 : 1;
    if (left->worker != right->worker)
        return left->worker < right->worker ? -1 : 1;
    if (left->visit.period != right->visit.period)
        return left->visit.period < right->visit.period ? -1 : 1;
    return (left->visit.option > right->visit.option) - (left->visit.option < right->visit.option);
}

static void fix(struct dive *dive, uint32_t worker, const struct plan_visit *visit)
{
    struct rotation *part = &dive->mending->part;
    uint64_t near = periods_near(part, visit->period);
    size_t home = part->round->workers[worker].home, host = part->options[visit->option].host;

    for (size_t i = part->first_option[worker]; i < part->first_option[worker + 1]; i++)
        part->allowed[i] &= ~near;
    part->allowed[visit->option] = UINT64_C(1) << visit->period;
    part->pinned[worker] |= UINT64_C(1) << visit->period;
    dive->comes[host * part->periods + visit->period]++;
    dive->leaves[home * part->periods + visit->period]++;
    dive->fixed++;
}

static bool may_fix(const struct dive *dive, const struct dive_wish *wish)
{
    const struct rotation *part = &dive->mending->part;
    uint32_t t = wish->visit.period;
    size_t home_cell = (size_t)part->round->workers[wish->worker].home * part->periods + t;
    size_t host_cell = (size_t)part->options[wish->visit.option].host * part->periods + t;

    return !(part->pinned[wish->worker] >> t & 1) && part->allowed[wish->visit.option] >> t & 1 &&
           dive->comes[host_cell] < part->guests[host_cell] && dive->leaves[home_cell] < part->away[home_cell];
}

/* All visits with a share that are not fixed yet, surest first; some more than once. */
static bool list_wishes(struct dive *dive)
{
    const struct bundle *bundle = &dive->bundle;
    const struct pool *pool = dive->mending->pool;

    dive->wishes_count = 0;
    dive->all = 0;
    for (size_t c = 0; c < bundle->columns_count; c++) {
        const struct bundle_column *column = &bundle->columns[c];
        const struct plan *plan = &pool->plans[column->plan];
        if (column->share <= 0)
            continue;
        dive->all += column->share * plan->visits_count;
        if (dive->wishes_count + plan->visits_count > dive->wishes_room) {
            size_t room = 2 * (dive->wishes_room + plan->visits_count) + 1024;
            struct dive_wish *grown = realloc(dive->wishes, room * sizeof *grown);
            if (grown == NULL)
                return false;
            dive->wishes = grown;
            dive->wishes_room = room;
        }
        const struct plan_visit *visits = pool_visits(pool, column->plan);
        for (uint32_t v = 0; v < plan->visits_count; v++)
            if (!(dive->mending->part.pinned[plan->worker] >> visits[v].period & 1))
                dive->wishes[dive->wishes_count++] =
                    (struct dive_wish){plan->worker, visits[v], bundle_share(bundle, plan->worker, &visits[v])};
    }
    if (dive->wishes_count > 1)
        qsort(dive->wishes, dive->wishes_count, sizeof *dive->wishes, surest_first);
    return true;
}

/* What is nearly sure, and some of the rest. */
static size_t fix_some(struct dive *dive)
{
    double left = dive->all - (double)dive->fixed;
    size_t fixed = 0, wanted = left > 24 ? (size_t)(left / 12) : 2;

    for (size_t i = 0; i < dive->wishes_count; i++) {
        const struct dive_wish *wish = &dive->wishes[i];
        if (wish->share < 0.98 && (fixed >= wanted || (fixed > 0 && wish->share < 0.6)))
            break;
        if (may_fix(dive, wish)) {
            fix(dive, wish->worker, &wish->visit);
            fixed++;
        }
    }
    return fixed;
}

/* Does a plan keep to what is fixed? */
static bool fits(const void *context, uint32_t number)
{
    const struct mending *mending = context;
    const struct plan *plan = &mending->pool->plans[number];
    const struct plan_visit *visits = pool_visits(mending->pool, number);
    uint64_t periods = 0;

    for (uint32_t v = 0; v < plan->visits_count; v++) {
        if (!(mending->part.allowed[visits[v].option] >> visits[v].period & 1))
            return false;
        periods |= UINT64_C(1) << visits[v].period;
    }
    return (mending->part.pinned[plan->worker] & ~periods) == 0;
}

/* ---- The dive ---- */

static bool dive_new(struct dive *dive, struct planner *planner)
{
    const struct rotation *rotation = &planner->rotation;
    struct mending *mending = &planner->mending;
    size_t options = rotation->first_option[rotation->workers];
    size_t cells = (size_t)rotation->centres * rotation->periods + 1;

    *dive = (struct dive){
        .mending = mending, .comes = calloc(cells, sizeof *dive->comes), .leaves = calloc(cells, sizeof *dive->leaves)};
    memcpy(mending->part.allowed, rotation->allowed, options * sizeof *mending->part.allowed);
    memset(mending->part.pinned, 0, rotation->workers * sizeof *mending->part.pinned);
    mending->workers_count = rotation->workers;
    for (uint32_t w = 0; w < rotation->workers; w++)
        mending->workers[w] = w;
    if (dive->comes == NULL || dive->leaves == NULL)
        return false;
    for (size_t i = 0; i < rotation->pins_count; i++) {
        const struct pin *pin = &rotation->pins[i];
        fix(dive, pin->worker, &(struct plan_visit){pin->option, pin->period});
    }
    if (!master_new(&dive->master, &mending->part, mending->pool, mending->workers, mending->workers_count, NULL,
                    UINT64_MAX))
        return false;
    prices_copy(&mending->generation.at, &planner->generation.at, rotation);
    return bundle_new(&dive->bundle, &dive->master, NULL, &mending->generation.at) &&
           bundle_adopt(&dive->bundle, &planner->bundle);
}

static void dive_clear(struct dive *dive)
{
    bundle_clear(&dive->bundle);
    master_clear(&dive->master);
    free(dive->wishes);
    free(dive->comes);
    free(dive->leaves);
}

/* Prices and plans for what is left; false in *hope when nothing better than `best` can come of it. */
static bool price_rest(struct dive *dive, unsigned passes, int64_t best, bool *hope, struct rotate_watch *watch)
{
    struct generation *generation = &dive->mending->generation;
    const struct generation_limits limits = {
        .passes = passes, .enough = (best + 1) * PRICE_SCALE - 1, .tail = 4, .nodes = NODES, .wanted = 3};

    generation_restart(generation);
    if (!bundle_sieve(&dive->bundle, fits, dive->mending))
        return false;
    bundle_look_again(&dive->bundle);
    if (!generate(&dive->bundle, dive->mending->personal, generation, &limits, watch))
        return false;
    *hope = !generation->impossible && generation->bound > limits.enough && !watch->stopped;
    return true;
}

/* The best whole answer among the plans at hand. */
static bool end(struct dive *dive, int64_t best, struct state *state, bool *better, struct rotate_watch *watch)
{
    struct branching branching = {.best = best, .chosen = dive->mending->chosen, .nodes = NODES_AT_END, .dive = true};
    struct master master;
    bool hope = false;

    if (!price_rest(dive, PASSES_AT_END, best, &hope, watch))
        return false;
    if (!hope)
        return true;
    double slack = (double)dive->mending->generation.bound / PRICE_SCALE - (double)best;
    if (!master_new(&master, &dive->mending->part, dive->mending->pool, dive->mending->workers,
                    dive->mending->workers_count, NULL, UINT64_MAX))
        return false;
    bool ok = mend_choose(dive->mending, &master, &dive->bundle, slack, &branching, state, watch);
    *better = ok && branching.found;
    master_clear(&master);
    return ok;
}

/* The best whole answer is looked for when three fifths of all visits are fixed, and again with more of them. */
static bool go_down(struct dive *dive, struct planner *planner)
{
    int64_t best = planner_total(planner);
    bool hope = true, better = false;
    double enough = ENOUGH;

    for (bool first = true; hope && !better && enough < 1; first = false) {
        if (!first && !price_rest(dive, PASSES, best, &hope, &planner->watch))
            return false;
        if (!hope)
            break;
        if (!list_wishes(dive))
            return false;
        if (fix_some(dive) > 0 && (double)dive->fixed < enough * dive->all)
            continue;
        enough += MORE;
        if (!end(dive, best, &planner->best, &better, &planner->watch))
            return false;
    }
    return true;
}

bool planner_dive(struct planner *planner)
{
    size_t known = planner->pool.count;
    struct dive dive;

    if (!planner_has_plan(planner) || planner_over(planner))
        return true;
    bool ok = dive_new(&dive, planner) && go_down(&dive, planner);
    dive_clear(&dive);
    pool_shorten(&planner->pool, known);
    return ok && planner_spend(planner, 1);
}
