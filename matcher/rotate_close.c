/*
 * Personal plans that the prices do not rule out, all of them, and the best of these together: a proof when none of
 * them is left out, a good plan when some are.
 */
#include "matcher/rotate_run.h"

#include <stdlib.h>

/* What takes more nodes is left to the listed plans (rotate_finish.c) where there is room for them. */
enum { PLANS_TO_CLOSE = 4000, NODES = 100, ROWS_A_NODE = 12, NODES_OF_A_WORKER = 20000, NODES_WITH_CUTS = 1000000 };

static bool list_plan(void *context, uint32_t worker, const struct plan_visit *visits, uint32_t count, int64_t reduced)
{
    struct planner_listing *listing = context;
    bool is_new;
    size_t plan;

    (void)reduced;
    if (listing->count == listing->room)
        return false;
    plan = pool_add(listing->pool, listing->rotation, worker, visits, count, &is_new);
    listing->no_memory = plan == SIZE_MAX;
    if (listing->no_memory)
        return false;
    if (listing->list != NULL)
        listing->list[listing->count] = (uint32_t)plan;
    listing->count++;
    return true;
}

/* What each worker can have at most under the prices, and so what a plan may lose at most: times PRICE_SCALE. */
static int64_t count_slack(struct planner *planner, const struct planner_listing *listing, struct prices *prices,
                           int64_t *most)
{
    const uint64_t nodes = listing->sharp == NULL ? NODES_OF_A_WORKER : NODES_WITH_CUTS;
    __int128 sum = master_constant(&planner->root, prices);

    sum += listing->sharp == NULL ? 0 : sharp_restore(listing->sharp);
    for (uint32_t w = 0; w < planner->rotation.workers; w++) {
        struct personal_answer answer;
        personal_search(&planner->personal, &planner->rotation, prices, w, 1, 0, nodes, &answer);
        most[w] = answer.bound;
        sum += answer.bound;
    }
    sum -= ((__int128)listing->worth + 1) * PRICE_SCALE;
    return sum < INT64_MAX / 4 ? (int64_t)sum : INT64_MAX / 4;
}

bool planner_list(struct planner *planner, struct planner_listing *listing, bool *all)
{
    const struct rotation *rotation = &planner->rotation;
    const struct plan_loss loss = {sharp_loss, listing->sharp};
    struct prices *prices = listing->sharp == NULL ? &planner->generation.at : &listing->sharp->prices;
    int64_t *most = calloc((size_t)rotation->workers + 1, sizeof *most);

    if (most == NULL)
        return false;
    planner->personal.loss = listing->sharp == NULL ? NULL : &loss;
    int64_t slack = count_slack(planner, listing, prices, most);
    listing->rotation = rotation;
    listing->count = 0;
    *all = true;
    for (uint32_t w = 0; w < rotation->workers && *all; w++) {
        struct plan_listing plans = {.take = list_plan, .context = listing, .nodes = 40 * listing->room};
        personal_best(&planner->personal, rotation, prices, w);
        plans.least = most[w] - slack;
        *all = personal_list(&planner->personal, rotation, &plans);
    }
    planner->personal.loss = NULL;
    free(most);
    return !listing->no_memory;
}

/* The best of them together, if it is worth more than was asked for. */
static bool choose_among(struct planner *planner, const struct planner_listing *listing, struct branching *branching)
{
    struct master master;

    if (!master_new(&master, &planner->rotation, &planner->pool, planner->everybody, planner->rotation.workers, NULL,
                    UINT64_MAX))
        return false;
    bool ok = master_add(&master, listing->list, listing->count);
    while (ok && lp_solve(master.lp, false) == LP_STOPPED && !watch_tick(&planner->watch))
        continue;
    ok = ok && branch(&master, branching, &planner->watch);
    if (ok && branching->found && branching->best > planner_total(planner))
        put_chosen(&master, branching->chosen, &planner->best);
    master_clear(&master);
    return ok;
}

/* Is a plan worth more than `worth`? All personal plans that can be part of it, and the best of these together; when
 * there is none, that is a bound. */
static bool close_above(struct planner *planner, int64_t worth, uint64_t nodes, bool *complete)
{
    struct planner_listing listing = {.pool = &planner->pool, .worth = worth, .room = PLANS_TO_CLOSE};
    struct branching branching = {.best = worth, .chosen = planner->chosen, .nodes = nodes};
    size_t known = planner->pool.count;
    int64_t bound = (worth + 1) * PRICE_SCALE - 1;

    listing.list = malloc(listing.room * sizeof *listing.list);
    bool ok = listing.list != NULL && planner_list(planner, &listing, complete);
    if (ok && *complete) {
        ok = choose_among(planner, &listing, &branching);
        *complete = ok && branching.complete;
    }
    pool_shorten(&planner->pool, known);
    if (*complete && planner_total(planner) >= worth)
        planner->closed = true;
    else if (*complete && bound < planner->generation.bound)
        planner->generation.bound = bound;
    free(listing.list);
    planner_tell(planner);
    return ok;
}

static uint64_t nodes_to_close(const struct planner *planner)
{
    return planner_may_list(planner) ? planner->root.rows / ROWS_A_NODE : NODES;
}

/* Nearly as much as the bound says, then less and less: near to it few plans are left, and either a better one is
 * among them or the bound falls. What was not finished is not tried again before a plan makes it easier. */
bool planner_close_in(struct planner *planner)
{
    bool complete = true;

    while (planner_has_plan(planner) && !planner_over(planner) && complete) {
        int64_t worth = planner_bound(planner) - planner->reach;
        worth = worth > planner_total(planner) ? worth : planner_total(planner);
        if (worth == planner->unfinished)
            return true;
        if (!close_above(planner, worth, nodes_to_close(planner), &complete))
            return false;
        if (complete)
            planner->reach *= 2;
        else
            planner->unfinished = worth;
    }
    return true;
}

/* A good plan of personal plans that lose little each, by a dive. */
bool planner_dive_listed(struct planner *planner)
{
    struct planner_listing listing = {.pool = &planner->pool, .room = PLANS_TO_CLOSE};
    struct branching branching = {
        .best = planner_total(planner), .chosen = planner->chosen, .nodes = 300, .dive = true};
    size_t known = planner->pool.count;
    bool ok = true, all = false;

    if (!planner_has_plan(planner) || planner_over(planner))
        return true;
    listing.list = malloc(listing.room * sizeof *listing.list);
    ok = listing.list != NULL;
    for (int64_t reach = planner->reach; ok && !all && reach > 4; reach /= 2) {
        listing.worth = planner_bound(planner) - reach;
        ok = planner_list(planner, &listing, &all);
    }
    ok = ok && (!all || choose_among(planner, &listing, &branching));
    pool_shorten(&planner->pool, known);
    free(listing.list);
    return ok && planner_spend(planner, 1);
}
