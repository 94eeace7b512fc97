/* A round in, a plan out: what is asked for is made ready, planned (rotate_run.c), and answered. */
#include "matcher/rotate_run.h"

#include <stdlib.h>
#include <string.h>

enum { CERTIFYING_STEPS = 5 };

bool watch_tick(struct rotate_watch *watch)
{
    if (watch->options == NULL || watch->options->progress == NULL)
        return false;
    if (!watch->stopped)
        watch->stopped = watch->options->progress(watch->options->context, &watch->progress);
    return watch->stopped;
}

/* ---- Re-planning ---- */

int64_t objective_range(const struct rotation *rotation)
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

/* A visit named twice is one visit: each is a line of the difference to no plan at all. */
static bool count_once(const struct matcher_rotate_options *options, uint64_t *count)
{
    struct matcher_changed *lines = calloc(options->keep_count + 1, sizeof *lines);
    size_t lines_count = 0;
    bool ok = lines != NULL &&
              matcher_plans_difference(options->keep, options->keep_count, NULL, 0, lines, &lines_count, NULL);

    free(lines);
    *count = lines_count;
    return ok;
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
    if (!count_once(options, &planner->keep_count))
        return false;
    for (size_t i = 0; i < options->keep_count; i++) {
        const struct matcher_visit *visit = &options->keep[i];
        uint32_t option = rotation_find_option(rotation, visit->worker, visit->host);
        if (option == NO_OPTION || !personal_may_visit(rotation, option, visit->period))
            continue;
        planner->keep_legal += !(rotation->kept[option] >> visit->period & 1);
        rotation->kept[option] |= UINT64_C(1) << visit->period;
    }
    int64_t count = planner->keep_legal > 0 ? (int64_t)planner->keep_legal : 1;
    planner->keep_exact = planner->objective_range <= (most / count - 1) / 2;
    rotation->keep_worth = planner->keep_exact ? 2 * planner->objective_range + 1 : most / count;
    return true;
}

static bool has_plan(const struct planner *planner)
{
    return state_is_legal(&planner->best, &planner->rotation);
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

/* ---- The answer ---- */

static bool copy_prices(struct matcher_plan *plan, const struct rotation *rotation, const struct bound *bound)
{
    struct prices copy;

    if (!prices_new(&copy, rotation))
        return false;
    prices_copy(&copy, &bound->best, rotation);
    prices_close(&copy, rotation);
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

static void state_bounds(struct planner *planner, struct matcher_plan *plan)
{
    const struct bound *certified = planner->options->has_keep ? &planner->plain_bound : &planner->bound;
    uint64_t kept = count_kept(planner), kept_at_most = planner->keep_legal;

    plan->root_bound = floor_scaled(certified->scaled);
    plan->bound = plan->root_bound;
    if (!planner->options->has_keep && planner_bound(planner) < plan->bound)
        plan->bound = planner_bound(planner);
    if (planner->closed && plan->has_plan && (!planner->options->has_keep || planner->keep_exact))
        plan->bound = plan->objective;
    if (!planner->options->has_keep)
        return;
    int64_t upper = planner_bound(planner);
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
    if (planner->repairs_bound > plan->changes_bound)
        plan->changes_bound = planner->repairs_bound;
    if (planner->repair != NULL && planner->repair->changes == plan->changes && planner->repair->bound < plan->bound)
        plan->bound = planner->repair->bound;
}

/* What was lost, beside what the worker does then instead; and what is new where nothing was. */
static bool list_changes(const struct matcher_rotate_options *options, struct matcher_plan *plan)
{
    plan->changed = calloc(options->keep_count + plan->visits_count + 1, sizeof *plan->changed);
    return plan->changed != NULL &&
           matcher_plans_difference(options->keep, options->keep_count, plan->visits, plan->visits_count, plan->changed,
                                    &plan->changed_count, NULL);
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
    plan->stopped = !planner_proved(planner);
    if (!copy_prices(plan, &planner->plain, certified))
        return false;
    if (!plan->has_plan && planner_proved(planner)) {
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
    plan->visits = state_visits(&planner->best, &planner->rotation, &plan->visits_count);
    return plan->visits != NULL && check_visits(planner->rotation.round, plan) &&
           (!planner->options->has_keep || list_changes(planner->options, plan));
}

/* ---- Little is changed: it may be enough to try all of that ---- */

static void take_repair(struct planner *planner, const struct matcher_repair *repair)
{
    const struct rotation *rotation = &planner->rotation;

    for (size_t i = 0; i < repair->visits_count; i++) {
        const struct matcher_visit *visit = &repair->visits[i];
        state_put(&planner->best, rotation, visit->worker, rotation_find_option(rotation, visit->worker, visit->host),
                  visit->period);
    }
    state_count(&planner->best, rotation);
}

/* The fewest changes by the search for repairs, if there are few. */
static bool repair_first(struct planner *planner)
{
    const struct matcher_rotate_options *options = planner->options;
    const struct matcher_repair_options wanted = {.fewest = true,
                                                  .quick = options->budget == 1,
                                                  .keep_forced = options->keep_forced,
                                                  .progress = options->progress,
                                                  .context = options->context};
    const struct matcher_round *round = planner->rotation.round;
    const struct matcher_repairs *repairs = options->repairs != NULL ? options->repairs : &planner->repairs;

    if (!options->has_keep || round->centres_count > MATCHER_REPAIR_CENTRES)
        return true;
    if (options->repairs == NULL &&
        !matcher_round_repairs(round, options->keep, options->keep_count, &wanted, &planner->repairs, NULL))
        return false;
    planner->repairs_bound = repairs->changes_bound;
    for (size_t i = 0; i < repairs->count && planner->repair == NULL; i++)
        if (repairs->list[i].has_plan) {
            planner->repair = &repairs->list[i];
            take_repair(planner, planner->repair);
        }
    return true;
}

/* Nothing is left to plan: no fewer changes, and no better plan with as many. A repair counts as an iteration. */
static bool repair_is_proved(const struct planner *planner)
{
    return planner->repair != NULL && planner->repair->changes == planner->repairs_bound &&
           planner->repair->objective == planner->repair->bound;
}

/* Pins that cannot hold, and minimums that nobody could reach, are found before anything is planned. */
static bool refuse(struct planner *planner, struct matcher_plan *plan, bool *refused)
{
    if (!why_pins(&planner->rotation, plan, refused))
        return false;
    if (!*refused && !why_counts(&planner->rotation, plan, refused))
        return false;
    if (!*refused && planner->rotation.round->balanced && !why_period(&planner->rotation, plan, refused))
        return false;
    if (*refused) {
        plan->status = MATCHER_PLAN_INFEASIBLE;
        return copy_prices(plan, &planner->plain, &planner->bound);
    }
    return true;
}

/* A proved repair wants prices for its certificate and nothing more. */
static bool plan_or_certify(struct planner *planner)
{
    struct rotate_watch quiet = {0};

    planner->closed = repair_is_proved(planner);
    if (!planner->closed && (planner->repair == NULL || planner->options->budget != 1))
        return planner_run(planner);
    return bound_improve(&planner->plain_bound, &planner->plain, planner->best.value, CERTIFYING_STEPS, &quiet);
}

bool matcher_rotate(const struct matcher_round *round, const struct matcher_rotate_options *options,
                    struct matcher_plan *plan, struct matcher_error *error)
{
    struct planner planner = {.options = options, .watch.options = options, .generation.bound = INT64_MAX};
    bool ok, refused = false;

    *plan = (struct matcher_plan){.status = MATCHER_PLAN_UNKNOWN};
    if (!matcher_round_valid(round, error))
        return false;
    ok = rotation_build(&planner.rotation, round, NULL) && mark_kept(&planner) &&
         state_new(&planner.best, &planner.rotation) && bound_new(&planner.bound, &planner.rotation) &&
         bound_new(&planner.plain_bound, &planner.rotation) && refuse(&planner, plan, &refused);
    if (ok && !refused)
        ok = repair_first(&planner) && plan_or_certify(&planner) && answer(&planner, plan);
    planner_clear(&planner);
    matcher_repairs_free(&planner.repairs);
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
