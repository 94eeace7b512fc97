/*
 * How a plan is found and proved: a first one by circulations, prices and a bound by column generation, better ones
 * piece by piece and by a dive, and branch and bound over what is left when that is little. All take turns by counts,
 * never by a clock, so that the same budget gives the same plan.
 */
#include "matcher/rotate_run.h"

#include <stdlib.h>

enum { CENTRES_FOR_FLOWS = 128 };

/* So many personal plans within the gap at most: all are tried, though there is a plan already. A moment's work. */
enum { TINY_ROUND = 1000 };

/* Iterations of annealing: ANNEALED from the first plan, long, since all that follows begins there. A plan that 36
 * windows in a row (three widths of them in a round of twelve periods) do not make better is STIRRED from an eighth of
 * a visit's worth: little enough to stay nearly as good, enough to give windows something else. So is one that no
 * window of WIDEST periods makes better: those of 3 to 5 take 10 ms at 57 workers, of 8 half a second, and find less.
 * By trial, on the rounds that tests/bench/RESULTS.md names. */
enum { ANNEALED = 40, STIRRED = 20, PIECES_IN_VAIN = 36, WIDEST = 5 };

int64_t planner_total(const struct planner *planner)
{
    return planner->best.value - planner->best.penalty;
}

bool planner_has_plan(const struct planner *planner)
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
           (planner_has_plan(planner) && planner_bound(planner) <= planner_total(planner));
}

bool planner_over(const struct planner *planner)
{
    return planner->watch.stopped || planner_proved(planner) ||
           planner->watch.progress.iteration >= planner->watch.progress.budget;
}

/* Tells how far it is. */
void planner_tell(struct planner *planner)
{
    struct matcher_progress *progress = &planner->watch.progress;

    progress->has_plan = planner_has_plan(planner);
    progress->objective = planner->best.value;
    progress->bound = planner->options->has_keep ? floor_scaled(planner->plain_bound.scaled) : planner_bound(planner);
    progress->visits = 0;
    for (uint32_t w = 0; w < planner->rotation.workers; w++)
        progress->visits += (uint32_t)__builtin_popcountll(planner->best.visited[w]);
    watch_tick(&planner->watch);
}

bool planner_spend(struct planner *planner, uint64_t iterations)
{
    planner->watch.progress.iteration += iterations;
    planner_tell(planner);
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
    return state_new(&planner->trial, rotation) && state_new(&planner->current, rotation) &&
           master_new(&planner->root, rotation, &planner->pool, planner->everybody, rotation->workers, NULL,
                      UINT64_MAX) &&
           bundle_new(&planner->bundle, &planner->root, NULL, &planner->generation.at);
}

void planner_clear(struct planner *planner)
{
    planner_unlist(planner);
    sharp_clear(&planner->sharp);
    state_clear(&planner->best);
    state_clear(&planner->trial);
    state_clear(&planner->current);
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
        .enough = planner_has_plan(planner) ? (planner_total(planner) + 1) * PRICE_SCALE - 1 : INT64_MIN,
        .tail = 1,
        .nodes = 100000,
        .wanted = 2,
    };

    if (planner->generation.bound == INT64_MAX && planner_has_plan(planner) && !add_own(planner))
        return false;
    return generate(&planner->bundle, &planner->personal, &planner->generation, &limits, &planner->watch);
}

static bool first_plan(struct planner *planner, uint64_t iterations)
{
    bool done = false;

    if (planner->rotation.centres > CENTRES_FOR_FLOWS && iterations == 1 &&
        !pins_plan(&planner->rotation, &planner->best, &done))
        return false;
    if (done) /* circulations would take seconds; annealing starts from little, too */
        return planner_spend(planner, iterations);
    return search_run(&planner->rotation, &planner->best, NULL, iterations, planner->options->seed, &planner->watch);
}

/* An iteration is a thousand moves for every visit there may be. */
static bool anneal(struct planner *planner, uint64_t iterations, int64_t warmest)
{
    const struct rotation *rotation = &planner->rotation;
    uint64_t seats = (uint64_t)rotation->workers * rotation->most_visits;

    if (!planner_has_plan(planner) || planner_over(planner))
        return true;
    return anneal_run(rotation, &planner->best, &planner->trial, warmest + 1, planner->visit_size / 64 + 1,
                      iterations * 1000 * seats, &planner->random, &planner->watch) &&
           planner_spend(planner, iterations);
}

/* Pieces begin with the best plan when another part found it, and after many in vain with the best plan stirred
 * (iterated local search: Lourenco, Martin, Stuetzle 2003). */
static bool choose_current(struct planner *planner)
{
    const struct rotation *rotation = &planner->rotation;
    bool is_stuck =
        (planner->in_vain >= PIECES_IN_VAIN * planner->mending.parts || planner->mending.periods > WIDEST) &&
        planner_has_plan(planner);

    if (planner_total(planner) == planner->current_for && !is_stuck)
        return true;
    state_copy(&planner->current, &planner->best, rotation);
    if (is_stuck) {
        if (!anneal(planner, STIRRED, planner->visit_size / 8))
            return false;
        state_copy(&planner->current, &planner->trial, rotation);
    }
    planner->current_for = planner_total(planner);
    planner->in_vain = 0;
    mending_restart(&planner->mending);
    return true;
}

static bool mend_some(struct planner *planner, unsigned pieces)
{
    for (unsigned i = 0; i < pieces && !planner_over(planner); i++) {
        bool better;
        if (!choose_current(planner) || !mend(&planner->mending, &planner->current, &better, &planner->watch))
            return false;
        planner->in_vain = better ? 0 : planner->in_vain + 1;
        if (planner->current.value - planner->current.penalty > planner_total(planner)) {
            state_copy(&planner->best, &planner->current, &planner->rotation);
            planner->current_for = planner_total(planner);
        }
        planner_spend(planner, 1);
    }
    return true;
}

/* ---- Closing ---- */

/* Bounds of the rotation's own prices, for plans to be tried by: some steps from none, or those that generation ended
 * at. False: no memory. */
static bool set_bound(struct planner *planner, bool is_planned)
{
    struct bound *bound = &planner->bound;

    if (is_planned) {
        if (bound->scaled < planner->generation.bound) /* what was proved stays */
            planner->generation.bound = bound->scaled;
        bound_start(bound, &planner->rotation, &planner->generation.at);
    }
    return bound->scaled != INT64_MAX ||
           bound_improve(bound, &planner->rotation, is_planned ? planner_total(planner) : 0, is_planned ? 1 : 20,
                         &planner->watch);
}

/* Plans tried depth first. A round without one so far may be impossible: there the rules alone come before, once. A
 * tiny round with a plan is closed so where its prices leave a gap and nothing else has closed it, once for each best
 * plan. */
static bool close_whole(struct planner *planner)
{
    bool found = planner_has_plan(planner);
    const struct exact_limits limits = {.nodes = 100000, .columns = found ? TINY_ROUND : 20000};

    if (planner_over(planner) ||
        (found && (planner->generation.bound == INT64_MAX || planner_total(planner) == planner->whole_for)))
        return true;
    if (found)
        planner->whole_for = planner_total(planner);
    if (!found && !planner->decided) {
        planner->decided = true;
        if (!why_decide(&planner->rotation, &planner->best, &planner->closed))
            return false;
        if (planner->closed || planner_has_plan(planner))
            return true;
    }
    if (!set_bound(planner, found))
        return false;
    if (planner->bound.infeasible)
        return true;
    enum exact_answer answer =
        exact_close(&planner->rotation, &planner->bound, &planner->best, &found, &limits, &planner->watch);
    planner->closed = answer == EXACT_CLOSED && !planner->watch.stopped;
    return answer != EXACT_NO_MEMORY;
}

/* ---- All together ---- */

static bool take_turns(struct planner *planner)
{
    bool annealed = false, dived = false;
    unsigned pieces =
        10 * planner->mending.parts * planner->mending.parts; /* prices take the square of a round's size */

    while (!planner_over(planner)) {
        if (!planner->generation.converged && !improve_bound(planner, 40))
            return false;
        planner_tell(planner);
        if (planner->generation.converged && planner_total(planner) != planner->tried_for) {
            planner->tried_for = planner_total(planner);
            if (!planner_close_in(planner))
                return false;
        }
        if (planner->generation.converged && !annealed && !planner_finish(planner, true))
            return false;
        if (!annealed && !anneal(planner, ANNEALED, planner->visit_size * 3 / 5))
            return false;
        annealed = true;
        if (!dived && planner->generation.converged) {
            dived = true;
            if (!planner_dive_listed(planner) || !planner_dive(planner))
                return false;
        }
        if (planner->generation.converged && !planner_finish(planner, false))
            return false;
        if (!mend_some(planner, pieces) || !close_whole(planner))
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
    int64_t target = planner_has_plan(planner) ? planner->best.value : -planner->objective_range;

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
    planner->tried_for = planner->current_for = planner->whole_for = INT64_MIN;
    planner->unfinished = INT64_MIN;
    planner->reach = 8;
    planner->visit_size = typical_visit(rotation);
    state_count(&planner->best, rotation);
    if (planner->options->trading)
        return ttc_run(rotation, &planner->best) && certify(planner);
    if (!first_plan(planner, 1) || !make_room(planner))
        return false;
    planner_tell(planner);
    if (rotation->workers > 0 && rotation->periods > 0 &&
        (!anneal(planner, 2, planner->visit_size * 3 / 5) || (!planner_has_plan(planner) && !first_plan(planner, 40)) ||
         !close_whole(planner) || !take_turns(planner)))
        return false;
    return certify(planner);
}
