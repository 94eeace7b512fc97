/*
 * The listed plans in turns: what they prove, and better plans of the round made of them (rotate_listed.h).
 */
#include "matcher/rotate_run.h"

#include <stdlib.h>

/* A linear programme takes 15 ms at 400 rows, and grows with their square; so far it pays. By trial, on the rounds of
 * 19 centres and 38 workers that tests/bench/RESULTS.md names: a turn takes half a second. */
enum { ROWS_AT_MOST = 400, PLANS_AT_MOST = 80000, REACH_AT_LEAST = 8, PASSES = 150 };
enum { PROGRAMMES = 10, PROGRAMMES_AT_FIRST = 50, ITERATIONS = 15 }; /* as long as so many windows */

void planner_unlist(struct planner *planner)
{
    if (!planner->is_listed)
        return;
    listed_tree_clear(&planner->tree);
    listed_clear(&planner->listed);
    planner->is_listed = false;
}

/* Inequalities that the last list broke make prices that prove more, and lists shorter. False: no memory. */
static bool sharpen(struct planner *planner)
{
    const struct generation_limits limits = {.passes = PASSES,
                                             .enough = (planner_total(planner) + 1) * PRICE_SCALE - 1,
                                             .tail = 0.25,
                                             .nodes = 100000,
                                             .wanted = 3};
    struct generation generation = {.bound = INT64_MAX};
    struct bundle bundle = {0};
    size_t known = planner->pool.count;
    bool ok = prices_new(&generation.at, &planner->rotation);

    if (ok) {
        prices_copy(&generation.at, &planner->generation.at, &planner->rotation);
        ok = bundle_new(&bundle, &planner->root, &planner->sharp, &generation.at) &&
             bundle_adopt(&bundle, &planner->bundle);
        bundle.step = 0; /* the prices may have far to go */
        ok = ok && generate(&bundle, &planner->personal, &generation, &limits, &planner->watch);
        bundle_clear(&bundle);
    }
    pool_shorten(&planner->pool, known);
    prices_clear(&generation.at);
    if (ok && planner->sharp.is_priced && planner->sharp.bound < planner->generation.bound)
        planner->generation.bound = planner->sharp.bound;
    return ok;
}

/* As far below the bound as there is room for, and no farther than the best plan; or so far or not at all. */
static bool fill(struct planner *planner, bool to_plan, bool *fits)
{
    struct sharp *sharp = planner->sharp.is_priced ? &planner->sharp : NULL;
    int64_t bound = planner_bound(planner), worth = planner_total(planner);

    *fits = false;
    for (;; worth += (bound - worth) / 2) {
        if (bound - worth < REACH_AT_LEAST && worth > planner_total(planner))
            return true;
        struct planner_listing listing = {
            .pool = &planner->listed.pool, .worth = worth, .room = PLANS_AT_MOST, .sharp = sharp};
        pool_clear(&planner->listed.pool);
        if (!planner_list(planner, &listing, fits))
            return false;
        if (*fits)
            break;
        if (to_plan)
            return true;
    }
    planner->listed_worth = worth;
    return listed_begin(&planner->listed, sharp == NULL ? &planner->generation.at : &sharp->prices);
}

static bool make_list(struct planner *planner, bool to_plan)
{
    bool fits;

    if (planner->sharp.count > 0 && !planner->sharp.is_priced && !sharpen(planner))
        return false;
    if (!listed_new(&planner->listed, &planner->rotation))
        return false;
    planner->is_listed = true;
    if (!fill(planner, to_plan, &fits) ||
        !listed_tree_new(&planner->tree, &planner->listed, &planner->sharp, &planner->watch))
        return false;
    if (!fits) {
        planner_unlist(planner);
        planner->is_too_much = !to_plan;
    }
    return true;
}

static void take_found(struct planner *planner)
{
    struct listed_tree *tree = &planner->tree;

    if (!tree->found)
        return;
    tree->found = false;
    state_copy(&planner->trial, &planner->best, &planner->rotation);
    put_chosen(&planner->listed.master, tree->chosen, &planner->trial);
    int64_t total = planner->trial.value - planner->trial.penalty;
    if (!state_is_legal(&planner->trial, &planner->rotation)) {
        planner->is_too_much = true; /* what the tree closed for its sake is not proved */
        return;
    }
    if (total > planner_total(planner))
        state_copy(&planner->best, &planner->trial, &planner->rotation);
    state_copy(&planner->current, &planner->trial, &planner->rotation);
    planner->current_for = planner_total(planner);
    planner->in_vain = 0;
    mending_restart(&planner->mending);
}

/* What is left has this bound, or there is nothing left above what was asked for. */
static void take_bound(struct planner *planner)
{
    int64_t most = listed_tree_bound(&planner->tree), none = (planner->tree.least + 1) * PRICE_SCALE - 1;
    bool is_done = most <= none;

    if (planner->is_too_much)
        return;
    most = is_done ? none : most;
    if (is_done && planner->tree.least <= planner_total(planner))
        planner->closed = true;
    else if (most < planner->generation.bound)
        planner->generation.bound = most;
    if (is_done)
        planner_unlist(planner);
}

bool planner_may_list(const struct planner *planner)
{
    const struct rotation *rotation = &planner->rotation;

    return rotation->workers + 2 * (size_t)rotation->centres * rotation->periods <= ROWS_AT_MOST;
}

static bool take_turn(struct planner *planner)
{
    struct listed_tree *tree = &planner->tree;
    int64_t total = planner_total(planner);

    tree->plan = total;
    tree->least = total > planner->listed_worth ? total : planner->listed_worth;
    if (!listed_tree_grow(tree, tree->is_started ? PROGRAMMES : PROGRAMMES_AT_FIRST))
        return false;
    take_found(planner);
    if (!listed_tree_dive(tree))
        return false;
    take_found(planner);
    take_bound(planner);
    return planner_spend(planner, ITERATIONS);
}

bool planner_finish(struct planner *planner, bool to_plan)
{
    if (planner->is_too_much || !planner_may_list(planner) || !planner_has_plan(planner) || planner_over(planner))
        return true;
    if (!planner->is_listed && !make_list(planner, to_plan))
        return false;
    return !planner->is_listed || take_turn(planner);
}
