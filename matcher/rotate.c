/* A round in, a plan out: bound, search and proof take turns until the two meet or the budget ends. */
#include "matcher/rotate.h"

#include <stdlib.h>
#include <string.h>

struct planner {
    const struct matcher_rotate_options *options;
    struct rotation rotation; /* with `keep`: visits kept count before the objective */
    struct rotation plain;    /* the same round for the objective alone; shares the arrays */
    struct rotate_watch watch;
    struct state best;
    struct bound bound;       /* of `rotation` */
    struct bound plain_bound; /* with `keep`: of `plain`, for the certificate */
    uint64_t keep_count, keep_legal;
    bool keep_exact; /* keep_worth outweighs every objective */
    int64_t objective_range;
    bool closed; /* exact_close has seen all plans */
    bool stopped_by_budget;
};

bool watch_tick(struct rotate_watch *watch)
{
    if (watch->options == NULL || watch->options->progress == NULL)
        return false;
    if (!watch->stopped)
        watch->stopped = watch->options->progress(watch->options->context, &watch->progress);
    return watch->stopped;
}

/* ---- Re-planning ---- */

/* No plan is worth more than this, or less than its opposite. */
static int64_t objective_range(const struct rotation *rotation)
{
    const struct matcher_round *round = rotation->round;
    int64_t bonus = 0, range = 0;

    for (uint32_t c = 0; c < rotation->centres; c++)
        for (uint32_t t = 0; t < rotation->periods && round->centres[c].bonus != NULL; t++)
            bonus = llabs(round->centres[c].bonus[t]) > bonus ? llabs(round->centres[c].bonus[t]) : bonus;
    for (uint32_t w = 0; w < rotation->workers; w++) {
        int64_t fit = 0, wants = 0;
        for (size_t i = rotation->first_option[w]; i < rotation->first_option[w + 1]; i++)
            fit = llabs(rotation->options[i].fit) > fit ? llabs(rotation->options[i].fit) : fit;
        for (size_t i = 0; i < round->workers[w].wants_count; i++)
            wants += llabs(round->workers[w].wants[i].worth);
        int64_t part = rotation->most_visits * (fit + bonus) + wants;
        range += part + round->fair_weight * (part + round->fair_target);
    }
    return range;
}

static bool mark_kept(struct planner *planner)
{
    struct rotation *rotation = &planner->rotation;
    const struct matcher_rotate_options *options = planner->options;
    const int64_t most = MISSING_MINIMUM / 4;

    planner->objective_range = objective_range(rotation);
    planner->plain = *rotation;
    if (!options->has_keep)
        return true;
    rotation->kept = calloc(rotation->first_option[rotation->workers] + 1, sizeof *rotation->kept);
    if (rotation->kept == NULL)
        return false;
    for (size_t i = 0; i < options->keep_count; i++) {
        const struct matcher_visit *visit = &options->keep[i];
        uint32_t option = rotation_find_option(rotation, visit->worker, visit->host);
        planner->keep_count++;
        if (option == NO_OPTION || !personal_may_visit(rotation, visit->worker, option, visit->period))
            continue;
        if (rotation->kept[option] >> visit->period & 1)
            planner->keep_count--; /* named twice */
        else
            planner->keep_legal++;
        rotation->kept[option] |= UINT64_C(1) << visit->period;
    }
    int64_t count = planner->keep_legal > 0 ? (int64_t)planner->keep_legal : 1;
    planner->keep_exact = planner->objective_range <= (most / count - 1) / 2;
    rotation->keep_worth = planner->keep_exact ? 2 * planner->objective_range + 1 : most / count;
    return true;
}

static uint64_t count_kept(const struct planner *planner)
{
    const struct rotation *rotation = &planner->rotation;
    uint64_t kept = 0;

    for (uint32_t t = 0; t < rotation->periods && rotation->kept != NULL; t++)
        for (uint32_t w = 0; w < rotation->workers; w++) {
            uint32_t option = planner->best.at[(size_t)t * rotation->workers + w];
            kept += option != NO_OPTION && rotation->kept[option] >> t & 1;
        }
    return kept;
}

/* ---- Taking turns ---- */

static uint64_t default_budget(const struct rotation *rotation)
{
    uint64_t size = (uint64_t)rotation->workers * (rotation->first_option[rotation->workers] + 1) + 1;
    uint64_t budget = UINT64_C(120000000) / size;

    return budget < 100 ? 100 : budget > 8000 ? 8000 : budget;
}

static int64_t total(const struct planner *planner)
{
    return planner->best.value - planner->best.penalty;
}

static bool has_plan(const struct planner *planner)
{
    return state_is_legal(&planner->best, &planner->rotation);
}

static bool improve_bounds(struct planner *planner, unsigned steps)
{
    struct bound *bound = &planner->bound;
    const struct rotation *rotation = &planner->rotation;

    if (bound->scaled == INT64_MAX && !bound_improve(bound, rotation, 0, 0, &planner->watch))
        return false;
    int64_t gap = planner->objective_range / 50 + 1;
    int64_t target = has_plan(planner) ? total(planner) : floor_scaled(bound->scaled) - gap;
    if (!bound->infeasible && !bound_improve(bound, rotation, target, steps, &planner->watch))
        return false;
    planner->watch.progress.bound = floor_scaled(bound->scaled);
    return true;
}

static bool proved(const struct planner *planner)
{
    return planner->closed || planner->bound.infeasible ||
           (has_plan(planner) && floor_scaled(planner->bound.scaled) <= total(planner));
}

static bool try_to_close(struct planner *planner, uint64_t nodes, size_t columns)
{
    const struct exact_limits limits = {.nodes = nodes, .columns = columns};
    bool found = has_plan(planner);

    if (proved(planner) || planner->watch.stopped)
        return true;
    enum exact_answer answer =
        exact_close(&planner->rotation, &planner->bound, &planner->best, &found, &limits, &planner->watch);
    planner->closed = answer == EXACT_CLOSED && !planner->watch.stopped;
    planner->watch.progress.has_plan = found;
    planner->watch.progress.objective = planner->best.value;
    return answer != EXACT_NO_MEMORY;
}

/* Search in rounds of growing length, each warmed up anew and better advised. */
static bool search_in_rounds(struct planner *planner)
{
    uint64_t budget = planner->options->budget > 0 ? planner->options->budget : default_budget(&planner->rotation);
    uint64_t length = budget / 4 < 200 ? 200 : budget / 4 > 4000 ? 4000 : budget / 4;
    uint64_t seed = planner->options->seed;

    planner->watch.progress.budget = budget;
    while (planner->watch.progress.iteration < budget && !proved(planner) && !planner->watch.stopped) {
        uint64_t left = budget - planner->watch.progress.iteration;
        const struct prices *guide = seed == planner->options->seed ? NULL : &planner->bound.best;
        uint64_t steps = guide == NULL ? 100 : length;
        if (!search_run(&planner->rotation, &planner->best, guide, steps < left ? steps : left, seed, &planner->watch))
            return false;
        if (!improve_bounds(planner, guide == NULL ? 800 : 100) || !try_to_close(planner, 100000, 20000))
            return false;
        if (planner->rotation.workers == 0 || planner->rotation.periods == 0)
            break;
        if (guide != NULL && length < 20000)
            length += length / 2;
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    }
    return true;
}

static bool run(struct planner *planner)
{
    if (!improve_bounds(planner, 60))
        return false;
    state_count(&planner->best, &planner->rotation);
    if (!search_in_rounds(planner))
        return false;
    if (!try_to_close(planner, 2000000, 100000))
        return false;
    if (!planner->options->has_keep)
        return true;
    struct rotate_watch quiet = {0};
    int64_t target = has_plan(planner) ? planner->best.value : -planner->objective_range;
    return bound_improve(&planner->plain_bound, &planner->plain, target, 300, &quiet);
}

/* ---- The answer ---- */

static bool copy_prices(struct matcher_plan *plan, const struct rotation *rotation, const struct bound *bound)
{
    struct prices copy;

    if (!prices_new(&copy, rotation))
        return false;
    prices_copy(&copy, &bound->best, rotation);
    plan->certificate = (struct matcher_certificate_prices){
        .scale = PRICE_SCALE,
        .guests = copy.guests,
        .away = copy.away,
        .balance = copy.balance,
        .send = copy.send,
        .host = copy.host,
        .fair = copy.fair,
    };
    return true;
}

static bool copy_visits(struct matcher_plan *plan, const struct rotation *rotation, const struct state *state)
{
    size_t count = 0;

    for (uint32_t w = 0; w < rotation->workers; w++)
        count += (size_t)__builtin_popcountll(state->visited[w]);
    plan->visits = calloc(count + 1, sizeof *plan->visits);
    if (plan->visits == NULL)
        return false;
    for (uint32_t t = 0; t < rotation->periods; t++)
        for (uint32_t w = 0; w < rotation->workers; w++) {
            uint32_t option = state->at[(size_t)t * rotation->workers + w];
            if (option != NO_OPTION)
                plan->visits[plan->visits_count++] =
                    (struct matcher_visit){.worker = w, .host = rotation->options[option].host, .period = t};
        }
    return true;
}

static void state_bounds(struct planner *planner, struct matcher_plan *plan)
{
    const struct bound *certified = planner->options->has_keep ? &planner->plain_bound : &planner->bound;
    uint64_t kept = count_kept(planner), kept_at_most = planner->keep_legal;

    plan->root_bound = floor_scaled(certified->scaled);
    plan->bound = plan->root_bound;
    if (planner->closed && plan->has_plan && (!planner->options->has_keep || planner->keep_exact))
        plan->bound = plan->objective;
    if (!planner->options->has_keep)
        return;
    int64_t upper = floor_scaled(planner->bound.scaled);
    if (planner->closed && plan->has_plan && planner->keep_exact) {
        kept_at_most = kept;
    } else if (planner->keep_exact) {
        int64_t by_bound = (upper + planner->objective_range) / planner->rotation.keep_worth;
        kept_at_most = by_bound >= 0 && (uint64_t)by_bound < kept_at_most ? (uint64_t)by_bound : kept_at_most;
        int64_t left = upper - (int64_t)kept * planner->rotation.keep_worth;
        plan->bound = left < plan->bound ? left : plan->bound;
    }
    uint64_t all = planner->keep_count + planner->options->keep_forced;
    plan->changes = all - kept;
    plan->changes_bound = all - kept_at_most;
}

static int by_period_and_worker(const void *a, const void *b)
{
    const struct matcher_changed *left = a, *right = b;

    if (left->period != right->period)
        return left->period < right->period ? -1 : 1;
    if (left->worker != right->worker)
        return left->worker < right->worker ? -1 : 1;
    return (left->from > right->from) - (left->from < right->from);
}

static const struct matcher_visit *visit_then(const struct matcher_visit *visits, size_t count,
                                              const struct matcher_visit *like, bool same_host)
{
    for (size_t i = 0; i < count; i++)
        if (visits[i].worker == like->worker && visits[i].period == like->period &&
            (!same_host || visits[i].host == like->host))
            return &visits[i];
    return NULL;
}

/* What was lost, beside what the worker does then instead; and what is new where nothing was. */
static bool list_changes(const struct matcher_rotate_options *options, struct matcher_plan *plan)
{
    size_t count = 0;

    plan->changed = calloc(options->keep_count + plan->visits_count + 1, sizeof *plan->changed);
    if (plan->changed == NULL)
        return false;
    for (size_t i = 0; i < options->keep_count; i++) {
        const struct matcher_visit *old = &options->keep[i];
        if (visit_then(plan->visits, plan->visits_count, old, true) != NULL ||
            visit_then(options->keep, i, old, true) != NULL)
            continue;
        const struct matcher_visit *now = visit_then(plan->visits, plan->visits_count, old, false);
        plan->changed[count++] = (struct matcher_changed){.worker = old->worker,
                                                          .period = old->period,
                                                          .from = old->host,
                                                          .to = now == NULL ? MATCHER_NONE : now->host};
    }
    for (size_t i = 0; i < plan->visits_count; i++)
        if (visit_then(options->keep, options->keep_count, &plan->visits[i], false) == NULL)
            plan->changed[count++] = (struct matcher_changed){.worker = plan->visits[i].worker,
                                                              .period = plan->visits[i].period,
                                                              .from = MATCHER_NONE,
                                                              .to = plan->visits[i].host};
    plan->changed_count = count;
    qsort(plan->changed, count, sizeof *plan->changed, by_period_and_worker);
    return true;
}

/* Nothing illegal leaves this file, whatever the parts before may have done. */
static bool check_visits(const struct matcher_round *round, struct matcher_plan *plan)
{
    struct matcher_round_report report;

    if (!matcher_round_check(round, plan->visits, plan->visits_count, &report, NULL, 0, NULL))
        return false;
    if (report.breaches_count > 0 || report.objective != plan->objective) {
        plan->status = MATCHER_PLAN_UNKNOWN;
        plan->has_plan = false;
        plan->objective = 0;
        plan->visits_count = 0;
    }
    return true;
}

static bool answer(struct planner *planner, struct matcher_plan *plan)
{
    const struct bound *certified = planner->options->has_keep ? &planner->plain_bound : &planner->bound;

    plan->has_plan = has_plan(planner);
    plan->iterations = planner->watch.progress.iteration;
    plan->stopped = !proved(planner);
    if (!copy_prices(plan, &planner->rotation, certified))
        return false;
    if (!plan->has_plan && proved(planner)) {
        const struct exact_limits limits = {.nodes = 200000, .columns = 20000};
        plan->status = MATCHER_PLAN_INFEASIBLE;
        return why_exact(planner->rotation.round, plan, &limits);
    }
    plan->status = plan->has_plan ? MATCHER_PLAN_FEASIBLE : MATCHER_PLAN_UNKNOWN;
    plan->objective = plan->has_plan ? planner->best.value : 0;
    state_bounds(planner, plan);
    if (!plan->has_plan)
        return true;
    if (plan->objective == plan->bound && plan->changes == plan->changes_bound)
        plan->status = MATCHER_PLAN_OPTIMAL;
    return copy_visits(plan, &planner->rotation, &planner->best) && check_visits(planner->rotation.round, plan) &&
           (!planner->options->has_keep || list_changes(planner->options, plan));
}

/* Pins that cannot hold are found before anything is planned. */
static bool refuse(struct planner *planner, struct matcher_plan *plan, bool *refused)
{
    if (!why_pins(&planner->rotation, plan, refused))
        return false;
    if (!*refused && planner->rotation.round->balanced && !why_period(&planner->rotation, plan, refused))
        return false;
    if (*refused) {
        plan->status = MATCHER_PLAN_INFEASIBLE;
        return copy_prices(plan, &planner->rotation, &planner->bound);
    }
    return true;
}

bool matcher_rotate(const struct matcher_round *round, const struct matcher_rotate_options *options,
                    struct matcher_plan *plan, struct matcher_error *error)
{
    struct planner planner = {.options = options, .watch.options = options};
    bool ok, refused = false;

    *plan = (struct matcher_plan){.status = MATCHER_PLAN_UNKNOWN};
    if (!matcher_round_valid(round, error))
        return false;
    ok = rotation_build(&planner.rotation, round) && mark_kept(&planner) &&
         state_new(&planner.best, &planner.rotation) && bound_new(&planner.bound, &planner.rotation) &&
         bound_new(&planner.plain_bound, &planner.rotation) && refuse(&planner, plan, &refused);
    if (ok && !refused)
        ok = run(&planner) && answer(&planner, plan);
    state_clear(&planner.best);
    bound_clear(&planner.bound);
    bound_clear(&planner.plain_bound);
    rotation_clear(&planner.rotation);
    if (ok)
        return true;
    matcher_plan_free(plan);
    if (error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = MATCHER_NO_MEMORY};
    return false;
}

void matcher_plan_free(struct matcher_plan *plan)
{
    if (plan == NULL)
        return;
    free(plan->visits);
    free(plan->certificate.guests);
    free(plan->certificate.away);
    free(plan->certificate.balance);
    free(plan->certificate.send);
    free(plan->certificate.host);
    free(plan->certificate.fair);
    free(plan->why);
    free(plan->changed);
    *plan = (struct matcher_plan){0};
}
