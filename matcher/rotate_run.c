/*
 * How a plan is found and proved: a first one by circulations, prices and a bound by column generation, better ones
 * piece by piece and by a dive, and branch and bound over what is left when that is little. All take turns by counts,
 * never by a clock, so that the same budget gives the same plan.
 */
#include "matcher/rotate_run.h"

#include <stdlib.h>

static int64_t total(const struct planner *planner)
{
    return planner->best.value - planner->best.penalty;
}

static bool has_plan(const struct planner *planner)
{
    return state_is_legal(&planner->best, &planner->rotation);
}

int64_t planner_bound(const struct planner *planner)
{
    int64_t scaled = planner->bound.scaled;

    if (planner->generation.bound < scaled)
        scaled = planner->generation.bound;
    return floor_scaled(scaled);
}

bool planner_proved(const struct planner *planner)
{
    return planner->closed || planner->bound.infeasible || planner->generation.impossible ||
           (has_plan(planner) && planner_bound(planner) <= total(planner));
}

static bool over(const struct planner *planner)
{
    return planner->watch.stopped || planner_proved(planner) ||
           planner->watch.progress.iteration >= planner->watch.progress.budget;
}

/* Tells how far it is. */
static void tell(struct planner *planner)
{
    struct matcher_progress *progress = &planner->watch.progress;

    progress->has_plan = has_plan(planner);
    progress->objective = planner->best.value;
    progress->bound = planner->options->has_keep ? floor_scaled(planner->plain_bound.scaled) : planner_bound(planner);
    progress->visits = 0;
    for (uint32_t w = 0; w < planner->rotation.workers; w++)
        progress->visits += (uint32_t)__builtin_popcountll(planner->best.visited[w]);
    watch_tick(&planner->watch);
}

static bool spend(struct planner *planner, uint64_t iterations)
{
    planner->watch.progress.iteration += iterations;
    tell(planner);
    return true;
}

/* ---- Room ---- */

static bool make_room(struct planner *planner)
{
    const struct rotation *rotation = &planner->rotation;

    planner->everybody = calloc((size_t)rotation->workers + 1, sizeof *planner->everybody);
    planner->chosen = calloc((size_t)rotation->workers + 1, sizeof *planner->chosen);
    if (planner->everybody == NULL || planner->chosen == NULL || !personal_new(&planner->personal, rotation))
        return false;
    planner->personal.strict = true;
    for (uint32_t w = 0; w < rotation->workers; w++)
        planner->everybody[w] = w;
    planner->generation = (struct generation){.bound = INT64_MAX};
    if (!prices_new(&planner->generation.at, rotation) ||
        !mending_new(&planner->mending, rotation, &planner->pool, &planner->personal, &planner->generation.at,
                     planner->options->seed))
        return false;
    for (uint32_t w = 0; w < rotation->workers; w++)
        planner->generation.at.fair[w] = PRICE_SCALE;
    planner->random = planner->options->seed;
    return state_new(&planner->trial, rotation) &&
           master_new(&planner->root, rotation, &planner->pool, planner->everybody, rotation->workers, NULL,
                      UINT64_MAX) &&
           bundle_new(&planner->bundle, &planner->root, &planner->generation.at);
}

void planner_clear(struct planner *planner)
{
    state_clear(&planner->best);
    state_clear(&planner->trial);
    bundle_clear(&planner->bundle);
    mending_clear(&planner->mending);
    master_clear(&planner->root);
    prices_clear(&planner->generation.at);
    personal_clear(&planner->personal);
    pool_clear(&planner->pool);
    free(planner->everybody);
    free(planner->chosen);
}

/* ---- Parts ---- */

static uint64_t default_budget(const struct rotation *rotation)
{
    uint64_t size = (uint64_t)rotation->workers * (rotation->periods + UINT64_C(1)) + 1;
    uint64_t budget = UINT64_C(60000) / size;

    return budget < 100 ? 100 : budget > 2000 ? 2000 : budget;
}

/* The best plan's own plans give the bundle something whole to begin with. */
static bool add_own(struct planner *planner)
{
    const struct rotation *rotation = &planner->rotation;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        size_t own = pool_add_own(&planner->pool, rotation, &planner->best, w);
        if (own == SIZE_MAX)
            return false;
        planner->chosen[w] = (uint32_t)own;
    }
    return bundle_add(&planner->bundle, planner->chosen, rotation->workers);
}

static bool improve_bound(struct planner *planner, unsigned passes)
{
    const struct generation_limits limits = {
        .passes = passes,
        .enough = has_plan(planner) ? (total(planner) + 1) * PRICE_SCALE - 1 : INT64_MIN,
        .tail = 1,
        .nodes = 100000,
        .wanted = 2,
    };

    if (planner->generation.bound == INT64_MAX && has_plan(planner) && !add_own(planner))
        return false;
    return generate(&planner->bundle, &planner->personal, &planner->generation, &limits, &planner->watch);
}

static bool first_plan(struct planner *planner, uint64_t iterations)
{
    return search_run(&planner->rotation, &planner->best, NULL, iterations, planner->options->seed, &planner->watch);
}

/* An iteration is a thousand moves for every visit there may be. */
static bool anneal(struct planner *planner, uint64_t iterations)
{
    const struct rotation *rotation = &planner->rotation;
    uint64_t seats = (uint64_t)rotation->workers * rotation->most_visits;
    int64_t visit = planner->visit_size;

    if (!has_plan(planner) || over(planner))
        return true;
    return anneal_run(rotation, &planner->best, &planner->trial, visit * 3 / 5 + 1, visit / 64 + 1, iterations * 1000 * seats,
                      &planner->random, &planner->watch) &&
           spend(planner, iterations);
}

static bool mend_some(struct planner *planner, unsigned pieces)
{
    for (unsigned i = 0; i < pieces && !over(planner); i++) {
        bool better;
        if (!mend(&planner->mending, &planner->best, &better, &planner->watch))
            return false;
        spend(planner, 1);
    }
    return true;
}

/* ---- Closing ---- */

struct close_listing {
    struct planner *planner;
    uint32_t *list;
    size_t count, room;
    bool no_memory;
};

static bool list_plan(void *context, uint32_t worker, const struct plan_visit *visits, uint32_t count, int64_t reduced)
{
    struct close_listing *listing = context;
    bool is_new;
    size_t plan;

    (void)reduced;
    if (listing->count == listing->room)
        return false;
    plan = pool_add(&listing->planner->pool, &listing->planner->rotation, worker, visits, count, &is_new);
    listing->no_memory = plan == SIZE_MAX;
    if (listing->no_memory)
        return false;
    listing->list[listing->count++] = (uint32_t)plan;
    return true;
}

/* What each worker can have at most under the best prices, and so what a plan may lose at most: times PRICE_SCALE. */
static int64_t count_slack(struct planner *planner, int64_t *most)
{
    struct prices *prices = &planner->generation.at;
    __int128 sum = master_constant(&planner->root, prices);

    for (uint32_t w = 0; w < planner->rotation.workers; w++) {
        struct personal_answer answer;
        personal_search(&planner->personal, &planner->rotation, prices, w, 1, 0, 20000, &answer);
        most[w] = answer.bound;
        sum += answer.bound;
    }
    sum -= ((__int128)total(planner) + 1) * PRICE_SCALE;
    return sum < INT64_MAX / 4 ? (int64_t)sum : INT64_MAX / 4;
}

/* All plans that the prices do not rule out; *all tells whether they fit. */
static bool list_all(struct planner *planner, struct close_listing *listing, bool *all)
{
    const struct rotation *rotation = &planner->rotation;
    int64_t *most = calloc((size_t)rotation->workers + 1, sizeof *most);

    if (most == NULL)
        return false;
    int64_t slack = count_slack(planner, most);
    *all = true;
    for (uint32_t w = 0; w < rotation->workers && *all; w++) {
        struct plan_listing plans = {.take = list_plan, .context = listing, .nodes = 40 * listing->room};
        personal_best(&planner->personal, rotation, &planner->generation.at, w);
        plans.least = most[w] - slack;
        *all = personal_list(&planner->personal, rotation, &plans);
    }
    free(most);
    return !listing->no_memory;
}

/* A master of all of them; the whole plan at hand may be one that they cannot better. */
static bool close_with(struct planner *planner, struct close_listing *listing, uint64_t nodes)
{
    struct branching branching = {.best = total(planner), .chosen = planner->chosen, .nodes = nodes};
    struct master master;

    if (!master_new(&master, &planner->rotation, &planner->pool, planner->everybody, planner->rotation.workers, NULL,
                    UINT64_MAX))
        return false;
    bool ok = master_add(&master, listing->list, listing->count);
    while (ok && lp_solve(master.lp, false) == LP_STOPPED && !watch_tick(&planner->watch))
        continue;
    ok = ok && branch(&master, &branching, &planner->watch);
    if (ok && branching.found)
        put_chosen(&master, branching.chosen, &planner->best);
    planner->closed = ok && branching.complete;
    master_clear(&master);
    return ok;
}

/* Whole plans that can be part of something better, all of them, and the best of these together. */
static bool try_to_close(struct planner *planner, size_t plans, uint64_t nodes)
{
    struct close_listing listing = {.planner = planner, .room = plans};
    size_t known = planner->pool.count;
    bool all = false;

    if (!has_plan(planner) || over(planner) || planner->generation.bound == INT64_MAX)
        return true;
    listing.list = malloc(plans * sizeof *listing.list);
    bool ok = listing.list != NULL && list_all(planner, &listing, &all);
    if (ok && all)
        ok = close_with(planner, &listing, nodes);
    else
        pool_shorten(&planner->pool, known);
    free(listing.list);
    tell(planner);
    return ok;
}

/* Rounds without a plan so far may be impossible: plans tried depth first. */
static bool prove_impossible(struct planner *planner, uint64_t nodes, size_t columns)
{
    const struct exact_limits limits = {.nodes = nodes, .columns = columns};
    bool found = has_plan(planner);

    if (found || over(planner))
        return true;
    if (planner->bound.scaled == INT64_MAX &&
        !bound_improve(&planner->bound, &planner->rotation, 0, 20, &planner->watch))
        return false;
    if (planner->bound.infeasible)
        return true;
    enum exact_answer answer =
        exact_close(&planner->rotation, &planner->bound, &planner->best, &found, &limits, &planner->watch);
    planner->closed = answer == EXACT_CLOSED && !planner->watch.stopped;
    return answer != EXACT_NO_MEMORY;
}

/* ---- All together ---- */

/* A gap of more than a part of one worker's plan leaves too many plans to list; small rounds are worth a try. */
static bool may_be_closed(const struct planner *planner)
{
    int64_t bound = planner_bound(planner), gap = bound - total(planner);
    size_t cells = planner->rotation.first_option[planner->rotation.workers] * planner->rotation.periods;

    return cells < 3000 || gap * 4 < bound / (int64_t)planner->rotation.workers;
}

static bool take_turns(struct planner *planner)
{
    bool annealed = false;

    while (!over(planner)) {
        if (!planner->generation.converged && !improve_bound(planner, 40))
            return false;
        tell(planner);
        if (planner->generation.converged && total(planner) != planner->tried_for && may_be_closed(planner)) {
            planner->tried_for = total(planner);
            if (!try_to_close(planner, 4000, 100))
                return false;
        }
        if (!annealed && !anneal(planner, 40))
            return false;
        annealed = true;
        if (!mend_some(planner, 10) || !prove_impossible(planner, 100000, 20000))
            return false;
    }
    return true;
}

/* Prices for the certificate: from those that proved most. */
static bool certify(struct planner *planner)
{
    struct rotate_watch quiet = {0};
    const struct rotation *plain = &planner->plain;
    struct bound *bound = planner->options->has_keep ? &planner->plain_bound : &planner->bound;
    int64_t target = has_plan(planner) ? planner->best.value : -planner->objective_range;

    if (!planner->options->has_keep && planner->generation.bound != INT64_MAX)
        bound_start(bound, plain, &planner->generation.at);
    uint64_t cells = (plain->first_option[plain->workers] + UINT64_C(1)) * (plain->periods + UINT64_C(1));
    uint64_t steps = UINT64_C(3000000) / cells; /* a moment: people wait */
    return bound_improve(bound, plain, target, steps < 2 ? 2 : steps > 200 ? 200 : (unsigned)steps, &quiet);
}

bool planner_run(struct planner *planner)
{
    const struct rotation *rotation = &planner->rotation;

    planner->watch.progress.budget = planner->options->budget > 0 ? planner->options->budget : default_budget(rotation);
    planner->watch.progress.bound = planner->objective_range;
    planner->tried_for = INT64_MIN;
    planner->visit_size = typical_visit(rotation);
    state_count(&planner->best, rotation);
    if (planner->options->trading)
        return ttc_run(rotation, &planner->best) && certify(planner);
    if (!first_plan(planner, 1) || !make_room(planner))
        return false;
    tell(planner);
    if (rotation->workers > 0 && rotation->periods > 0 &&
        (!anneal(planner, 2) || (!has_plan(planner) && !first_plan(planner, 40)) ||
         !prove_impossible(planner, 100000, 20000) || !take_turns(planner)))
        return false;
    return certify(planner);
}
