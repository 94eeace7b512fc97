/*
 * The smallest repairs of a plan: sets of visits to lose, best bound first, each followed by the best additions, until
 * no other set can be better.
 */
#include "matcher/repair.h"

#include <stdlib.h>

enum {
    MOST_FREED = 8 * 1024 * 1024, /* numbers in memory for pairs of visits */
    MOST_MORE = 3,                /* numbers of changes tried beyond what is proved to be lost */
};

/* ---- What is kept ---- */

static void keep_pins(struct repairing *repairing)
{
    const struct rotation *rotation = &repairing->rotation;

    for (size_t i = 0; i < rotation->pins_count; i++) {
        const struct pin *pin = &rotation->pins[i];
        if (pin->option == NO_OPTION || !personal_may_visit(rotation, pin->option, pin->period) ||
            repairing->kept.visited[pin->worker] >> pin->period & 1)
            repairing->hopeless = true;
        else
            state_put(&repairing->kept, rotation, pin->worker, pin->option, pin->period);
    }
    for (uint32_t w = 0; w < rotation->workers; w++)
        repairing->hopeless = repairing->hopeless || !own_rules_hold(rotation, &repairing->kept, w, 0);
}

static int by_worker_period_and_host(const void *a, const void *b)
{
    const struct matcher_visit *left = a, *right = b;

    if (left->worker != right->worker)
        return left->worker < right->worker ? -1 : 1;
    if (left->period != right->period)
        return left->period < right->period ? -1 : 1;
    return (left->host > right->host) - (left->host < right->host);
}

/* What can stay of the earlier plan. One that has a worker in two places at a time is no plan: nothing is said of it.
 */
static bool keep_visits(struct repairing *repairing, const struct matcher_visit *keep, size_t keep_count)
{
    const struct rotation *rotation = &repairing->rotation;
    struct matcher_visit *sorted = calloc(keep_count + 1, sizeof *sorted);

    if (sorted == NULL)
        return false;
    for (size_t i = 0; i < keep_count; i++)
        sorted[i] = keep[i];
    qsort(sorted, keep_count, sizeof *sorted, by_worker_period_and_host);
    for (size_t i = 0; i < keep_count; i++) {
        const struct matcher_visit *visit = &sorted[i];
        uint32_t option = rotation_find_option(rotation, visit->worker, visit->host);
        uint32_t at = repairing->kept.at[(size_t)visit->period * rotation->workers + visit->worker];
        if (i > 0 && by_worker_period_and_host(visit - 1, visit) == 0)
            continue;
        repairing->hopeless =
            repairing->hopeless || (i > 0 && visit[-1].worker == visit->worker && visit[-1].period == visit->period);
        repairing->keep_count++;
        if (option == NO_OPTION ||
            (at != option && (at != NO_OPTION || !personal_may_visit(rotation, option, visit->period))))
            continue;
        repairing->kept_count++;
        if (at == NO_OPTION)
            state_put(&repairing->kept, rotation, visit->worker, option, visit->period);
    }
    free(sorted);
    for (uint32_t w = 0; w < rotation->workers; w++)
        if (!own_rules_hold(rotation, &repairing->kept, w, 0))
            repairing->broken[repairing->broken_count++] = w;
    return true;
}

/* ---- The answer ---- */

static int64_t trivial_bound(const struct repairing *repairing)
{
    return objective_range(&repairing->rotation);
}

static bool fill_repair(struct repairing *repairing, const struct matcher_visit *keep, size_t keep_count,
                        int64_t earlier, struct matcher_repair *repair)
{
    struct matcher_round_report report;

    repair->visits = state_visits(&repairing->best, &repairing->rotation, &repair->visits_count);
    repair->changed = calloc(keep_count + repair->visits_count + 1, sizeof *repair->changed);
    if (repair->visits == NULL || repair->changed == NULL ||
        !matcher_plans_difference(keep, keep_count, repair->visits, repair->visits_count, repair->changed,
                                  &repair->changed_count, NULL) ||
        !matcher_round_check(repairing->round, repair->visits, repair->visits_count, &report, NULL, 0, NULL))
        return false;
    repair->has_plan = report.breaches_count == 0; /* nothing illegal leaves this file */
    repair->objective = report.objective;
    repair->delta = report.objective - earlier;
    if (!repair->has_plan)
        repair->visits_count = repair->changed_count = 0;
    return true;
}

/* All sets of `count` visits, if there are not too many of them. */
static void try_sets(struct repairing *repairing, unsigned count, bool *found, struct matcher_repair *repair)
{
    bool possible;

    if (repairing->bound.too_many_gaps || count >= MATCHER_REPAIRS || (count == 2 && !repairing->pairs))
        return;
    list_candidates(repairing, count);
    if (repairing->stopped)
        return;
    int64_t unclosed = try_candidates(repairing, count, found, &possible);
    int64_t bound = *found && repairing->best.value > unclosed ? repairing->best.value : unclosed;
    repair->impossible = !possible && !*found;
    repair->bound = bound < repair->bound ? bound : repair->bound;
}

/* Balanced, each period with a gap may want losses of its own. */
static bool has_many_gaps(const struct repairing *repairing)
{
    return repairing->round->balanced && repair_bound_gaps(&repairing->bound) > 1;
}

static bool is_closed(const struct repairing *repairing, bool found, const struct matcher_repair *repair)
{
    return repair->impossible || repairing->stopped || (found && repairing->best.value >= repair->bound);
}

/* The best plan that loses `count` visits more than it must. Gaps in one period are closed by few losses, mostly, and
 * sets prove that; those in several are looked at together first. */
static bool find_repair(struct repairing *repairing, const struct matcher_visit *keep, size_t keep_count,
                        int64_t earlier, unsigned count, struct matcher_repair *repair)
{
    bool found = false, together = has_many_gaps(repairing), quick = repairing->options->quick;

    repair->impossible = count < repairing->least;
    repair->bound = trivial_bound(repairing);
    if (repairing->hopeless || repair->impossible)
        return true;
    if (together && !whole_best(repairing->whole, count, &found, &repair->bound))
        return false;
    if (!is_closed(repairing, found, repair) && !(found && quick && count == repairing->least))
        try_sets(repairing, count, &found, repair);
    if (!together && !found && !is_closed(repairing, found, repair) &&
        !whole_best(repairing->whole, count, &found, &repair->bound))
        return false;
    if (found && repair->bound == trivial_bound(repairing))
        repair->bound = INT64_MAX;
    return !found || fill_repair(repairing, keep, keep_count, earlier, repair);
}

static void repair_clear(struct matcher_repair *repair)
{
    free(repair->visits);
    free(repair->changed);
    *repair = (struct matcher_repair){0};
}

/* Where few changes do not do: the fewest that do, a few more at most. */
static bool find_larger(struct repairing *repairing, const struct matcher_visit *keep, size_t keep_count,
                        int64_t earlier, struct matcher_repairs *repairs)
{
    unsigned first = repairing->least > MATCHER_REPAIRS ? repairing->least : MATCHER_REPAIRS;
    struct matcher_repair *repair = &repairs->list[repairs->count];

    for (unsigned count = first; count < first + MOST_MORE && !repair->has_plan && !repairing->stopped; count++) {
        repair_clear(repair);
        repair->changes = repairs->forced + count;
        if (!find_repair(repairing, keep, keep_count, earlier, count, repair))
            return false;
    }
    repairs->count += repair->has_plan;
    return true;
}

static bool has_plan(const struct matcher_repairs *repairs)
{
    for (size_t i = 0; i < repairs->count; i++)
        if (repairs->list[i].has_plan)
            return true;
    return false;
}

/* What every plan loses. */
static bool count_losses(struct repairing *repairing, struct matcher_repairs *repairs)
{
    uint64_t bound;

    if (repairing->hopeless || repairing->counted)
        return true;
    repairing->counted = true;
    if (!whole_fewest(repairing->whole, &repairing->least))
        return false;
    bound = repairs->forced + repairing->least;
    repairs->changes_bound = bound > repairs->changes_bound ? bound : repairs->changes_bound;
    return true;
}

static bool find_small(struct repairing *repairing, const struct matcher_visit *keep, size_t keep_count,
                       int64_t earlier, struct matcher_repairs *repairs)
{
    unsigned most = repairing->options->most == 0 ? MATCHER_REPAIRS : repairing->options->most;
    bool fewer = true;

    for (unsigned count = 0; count < most && count < MATCHER_REPAIRS; count++) {
        struct matcher_repair *repair = &repairs->list[repairs->count++];
        repair->changes = repairs->forced + count;
        if (!find_repair(repairing, keep, keep_count, earlier, count, repair))
            return false;
        fewer = fewer && repair->impossible;
        if (fewer && repairs->changes_bound <= repair->changes)
            repairs->changes_bound = repair->changes + 1;
        if (repairing->options->fewest && repair->has_plan)
            break;
    }
    return true;
}

static bool find_repairs(struct repairing *repairing, const struct matcher_visit *keep, size_t keep_count,
                         struct matcher_repairs *repairs)
{
    struct matcher_round_report earlier;

    repairs->forced = repairing->keep_count - repairing->kept_count + repairing->options->keep_forced;
    repairs->changes_bound = repairs->forced;
    if (!matcher_round_check(repairing->round, keep, keep_count, &earlier, NULL, 0, NULL) ||
        (has_many_gaps(repairing) && !count_losses(repairing, repairs)) ||
        !find_small(repairing, keep, keep_count, earlier.objective, repairs))
        return false;
    if (repairs->count == MATCHER_REPAIRS && !has_plan(repairs) && !repairing->stopped &&
        (!count_losses(repairing, repairs) || !find_larger(repairing, keep, keep_count, earlier.objective, repairs)))
        return false;
    repairs->stopped = repairing->stopped;
    return true;
}

static bool make_room(struct repairing *repairing)
{
    const struct rotation *rotation = &repairing->rotation;
    size_t workers = (size_t)rotation->workers + 1;

    repairing->open = calloc(workers, sizeof *repairing->open);
    repairing->broken = calloc(workers, sizeof *repairing->broken);
    repairing->candidates = calloc(CANDIDATES, sizeof *repairing->candidates);
    return repairing->open != NULL && repairing->broken != NULL && repairing->candidates != NULL &&
           network_new(&repairing->network, rotation) && state_new(&repairing->kept, rotation) &&
           state_new(&repairing->trial, rotation) && state_new(&repairing->best, rotation);
}

static void repairing_clear(struct repairing *repairing)
{
    whole_free(repairing->whole);
    repair_bound_clear(&repairing->bound);
    network_clear(&repairing->network);
    state_clear(&repairing->kept);
    state_clear(&repairing->trial);
    state_clear(&repairing->best);
    free(repairing->open);
    free(repairing->broken);
    free(repairing->candidates);
    rotation_clear(&repairing->rotation);
}

bool repairs_at_once(const struct matcher_round *round, const struct matcher_visit *keep, size_t keep_count,
                     const struct matcher_repair_options *options, struct matcher_repairs *repairs)
{
    struct repairing repairing = {.round = round, .options = options};

    *repairs = (struct matcher_repairs){0};
    bool ok = rotation_build(&repairing.rotation, round, NULL) && make_room(&repairing);
    if (ok) {
        keep_pins(&repairing);
        ok = keep_visits(&repairing, keep, keep_count);
    }
    if (ok) {
        size_t numbers = repairing.kept_count * round->periods * repairing.network.nodes;
        repairing.pairs = numbers <= MOST_FREED && (options->most == 0 || options->most > 2);
        ok = repair_bound_new(&repairing.bound, &repairing.rotation, &repairing.kept, &repairing.network,
                              repairing.pairs) &&
             (repairing.whole = whole_new(&repairing)) != NULL && find_repairs(&repairing, keep, keep_count, repairs);
    }
    repairing_clear(&repairing);
    return ok;
}

/* Where few changes do not do, as many as one period after the other takes. */
static bool add_turns(const struct matcher_round *round, const struct matcher_visit *keep, size_t keep_count,
                      const struct matcher_repair_options *options, struct matcher_repairs *repairs)
{
    struct matcher_repair *repair = &repairs->list[repairs->count];
    struct matcher_round_report earlier, report;

    repair_clear(repair);
    if (!repair_in_turn(round, keep, keep_count, options, &repair->visits, &repair->visits_count))
        return false;
    if (repair->visits == NULL)
        return true;
    repairs->count++;
    repair->changed = calloc(keep_count + repair->visits_count + 1, sizeof *repair->changed);
    if (repair->changed == NULL ||
        !matcher_plans_difference(keep, keep_count, repair->visits, repair->visits_count, repair->changed,
                                  &repair->changed_count, NULL) ||
        !matcher_round_check(round, keep, keep_count, &earlier, NULL, 0, NULL) ||
        !matcher_round_check(round, repair->visits, repair->visits_count, &report, NULL, 0, NULL))
        return false;
    repair->changes = options->keep_forced;
    for (size_t i = 0; i < repair->changed_count; i++)
        repair->changes += repair->changed[i].from != MATCHER_NONE;
    repair->has_plan = report.breaches_count == 0;
    repair->objective = report.objective;
    repair->bound = INT64_MAX;
    repair->delta = report.objective - earlier.objective;
    return true;
}

static bool refuse(struct matcher_error *error, enum matcher_failure failure, const char *field)
{
    if (error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = failure, .field = field};
    return false;
}

bool matcher_round_repairs(const struct matcher_round *round, const struct matcher_visit *keep, size_t keep_count,
                           const struct matcher_repair_options *options, struct matcher_repairs *repairs,
                           struct matcher_error *error)
{
    *repairs = (struct matcher_repairs){0};
    if (!round_holds(round, keep, keep_count, error))
        return false;
    if (round->centres_count > MATCHER_REPAIR_CENTRES)
        return refuse(error, MATCHER_INVALID, "centres");
    if (repairs_at_once(round, keep, keep_count, options, repairs) &&
        (repairs->count < MATCHER_REPAIRS || repairs->stopped || has_plan(repairs) ||
         add_turns(round, keep, keep_count, options, repairs)))
        return true;
    matcher_repairs_free(repairs);
    return refuse(error, MATCHER_NO_MEMORY, NULL);
}

void matcher_repairs_free(struct matcher_repairs *repairs)
{
    if (repairs == NULL)
        return;
    for (size_t i = 0; i < sizeof repairs->list / sizeof *repairs->list; i++)
        repair_clear(&repairs->list[i]);
    *repairs = (struct matcher_repairs){0};
}
