/*
 * The smallest repairs of a plan: sets of visits to lose, best bound first, each followed by the best additions, until
 * no other set can be better.
 */
#include "matcher/repair.h"

#include <stdlib.h>

enum {
    CANDIDATES = 8192,
    EVALUATIONS = 300,            /* for each number of changes */
    MOST_FREED = 8 * 1024 * 1024, /* numbers in memory for pairs of visits */
};

struct candidate {
    int64_t bound;
    uint32_t losses[2];
};

struct repairing {
    const struct matcher_round *round;
    const struct matcher_repair_options *options;
    struct rotation rotation;
    struct network network;
    struct repair_bound bound;
    struct state kept, trial, best; /* `kept`: what stays when nothing is lost but by force */
    uint64_t *open;                 /* by worker: periods in which additions are tried */
    struct candidate *candidates;
    size_t candidates_count;
    int64_t dropped;     /* the highest bound of those that found no room */
    uint64_t keep_count; /* visits of the earlier plan, each once, as far as the round knows them */
    uint64_t kept_count; /* of these in `kept` */
    uint32_t *broken;    /* workers whose visits in `kept` break a rule of their own */
    uint32_t broken_count;
    bool hopeless; /* the pins break a rule */
    bool stopped, pairs;
};

/* ---- What is kept ---- */

static bool own_rules_hold(const struct rotation *rotation, const struct state *state, uint32_t worker,
                           uint64_t without)
{
    uint64_t visited = state->visited[worker] & ~without, near = 0;

    for (uint64_t left = visited; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left), option = state->at[(size_t)t * rotation->workers + worker];
        if (near >> t & 1)
            return false;
        near |= periods_near(rotation, t);
        for (uint64_t more = left & (left - 1); more != 0; more &= more - 1)
            if (state->at[(size_t)__builtin_ctzll(more) * rotation->workers + worker] == option)
                return false;
    }
    return (unsigned)__builtin_popcountll(visited) <= rotation->most_visits;
}

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

/* ---- Sets of lost visits ---- */

static bool mends_workers(const struct repairing *repairing, const struct candidate *candidate, unsigned count)
{
    const struct loss *losses = repairing->bound.losses;

    for (uint32_t i = 0; i < repairing->broken_count; i++) {
        uint64_t without = 0;
        for (unsigned l = 0; l < count; l++)
            if (losses[candidate->losses[l]].worker == repairing->broken[i])
                without |= UINT64_C(1) << losses[candidate->losses[l]].period;
        if (!own_rules_hold(&repairing->rotation, &repairing->kept, repairing->broken[i], without))
            return false;
    }
    return true;
}

static int64_t bound_of(const struct repairing *repairing, const struct candidate *candidate, unsigned count,
                        uint64_t wanted[2])
{
    if (count == 0)
        return bound_of_none(&repairing->bound);
    if (count == 1)
        return bound_of_one(&repairing->bound, candidate->losses[0], wanted);
    return bound_of_two(&repairing->bound, candidate->losses[0], candidate->losses[1], wanted);
}

static int best_first(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;

    if (left->bound != right->bound)
        return left->bound > right->bound ? -1 : 1;
    if (left->losses[0] != right->losses[0])
        return left->losses[0] < right->losses[0] ? -1 : 1;
    return (left->losses[1] > right->losses[1]) - (left->losses[1] < right->losses[1]);
}

static void sort_candidates(struct repairing *repairing)
{
    qsort(repairing->candidates, repairing->candidates_count, sizeof *repairing->candidates, best_first);
}

static void consider(struct repairing *repairing, struct candidate candidate, unsigned count)
{
    if (repairing->broken_count > count || !mends_workers(repairing, &candidate, count))
        return;
    candidate.bound = bound_of(repairing, &candidate, count, NULL);
    if (candidate.bound < -UNREACHED / 2)
        return;
    if (repairing->candidates_count == CANDIDATES) {
        sort_candidates(repairing);
        repairing->candidates_count /= 2;
        int64_t dropped = repairing->candidates[repairing->candidates_count].bound;
        repairing->dropped = dropped > repairing->dropped ? dropped : repairing->dropped;
    }
    repairing->candidates[repairing->candidates_count++] = candidate;
}

static bool must_stop(struct repairing *repairing)
{
    const struct matcher_repair_options *options = repairing->options;
    const struct matcher_progress progress = {0};

    if (!repairing->stopped && options->progress != NULL)
        repairing->stopped = options->progress(options->context, &progress);
    return repairing->stopped;
}

/* All sets of `count` visits that a plan may lose. */
static void list_candidates(struct repairing *repairing, unsigned count)
{
    uint32_t losses = (uint32_t)repairing->bound.losses_count;

    repairing->candidates_count = 0;
    repairing->dropped = INT64_MIN;
    if (count == 0)
        consider(repairing, (struct candidate){0}, 0);
    for (uint32_t a = 0; count > 0 && a < losses && !must_stop(repairing); a++) {
        if (count == 1)
            consider(repairing, (struct candidate){.losses = {a, a}}, 1);
        for (uint32_t b = a + 1; count == 2 && b < losses; b++)
            consider(repairing, (struct candidate){.losses = {a, b}}, 2);
    }
    sort_candidates(repairing);
}

/* ---- The plan behind a set ---- */

static void lose(struct repairing *repairing, const struct candidate *candidate, unsigned count, bool back)
{
    for (unsigned l = 0; l < count; l++) {
        const struct loss *loss = &repairing->bound.losses[candidate->losses[l]];
        repairing->rotation.allowed[loss->option] ^= UINT64_C(1) << loss->period; /* or it would not be lost */
        if (!back)
            state_take(&repairing->trial, &repairing->rotation, loss->worker, loss->period);
    }
}

/* Best additions of one period, what was added there before taken out; gaps that stay open. */
static uint32_t add_in(struct repairing *repairing, uint32_t period)
{
    const struct rotation *rotation = &repairing->rotation;
    struct state *trial = &repairing->trial;
    uint32_t missing;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        size_t at = (size_t)period * rotation->workers + w;
        if (trial->at[at] != NO_OPTION && trial->at[at] != repairing->kept.at[at])
            state_take(trial, rotation, w, period);
    }
    network_fill(&repairing->network, trial, period, false, repairing->open);
    network_solve(&repairing->network, &missing);
    network_apply(&repairing->network, trial);
    return missing;
}

/* Best additions of one period after the other, again while they get better; false: a gap stays open, or a minimum is
 * missing. */
static bool add_visits(struct repairing *repairing, uint64_t first, uint64_t then)
{
    struct state *trial = &repairing->trial;
    int64_t before = INT64_MIN;
    uint32_t open = 0;

    for (int pass = 0; pass < 4; pass++) {
        open = 0;
        for (uint64_t left = first; left != 0; left &= left - 1)
            open += add_in(repairing, (uint32_t)__builtin_ctzll(left));
        for (uint64_t left = then & ~first; left != 0; left &= left - 1)
            open += add_in(repairing, (uint32_t)__builtin_ctzll(left));
        state_count(trial, &repairing->rotation);
        if (trial->value == before)
            break;
        before = trial->value;
    }
    return open == 0 && state_is_legal(trial, &repairing->rotation);
}

/* With freed workers where the bound wants them, or (again) wherever they can go. */
static bool try_set(struct repairing *repairing, const struct candidate *candidate, unsigned count,
                    const uint64_t wanted[2], bool again)
{
    const struct rotation *rotation = &repairing->rotation;
    uint64_t first = 0, then = 0;

    state_copy(&repairing->trial, &repairing->kept, rotation);
    for (uint32_t w = 0; w < rotation->workers; w++)
        repairing->open[w] = UINT64_MAX;
    for (uint32_t t = 0; t < rotation->periods; t++)
        then |= (uint64_t)repairing->bound.improved[t] << t;
    for (unsigned l = 0; l < count; l++) {
        const struct loss *loss = &repairing->bound.losses[candidate->losses[l]];
        first |= UINT64_C(1) << loss->period;
        then |= wanted[l];
        if (!again)
            repairing->open[loss->worker] = wanted[l];
    }
    if (again && rotation->periods > 0)
        then |= UINT64_MAX >> (64 - rotation->periods);
    lose(repairing, candidate, count, false);
    bool legal = add_visits(repairing, first, then);
    lose(repairing, candidate, count, true);
    return legal;
}

/* What the set is worth, into `best` when that is more; true: no other additions are worth more. */
static bool evaluate(struct repairing *repairing, const struct candidate *candidate, unsigned count,
                     const uint64_t wanted[2], bool *found)
{
    bool closed = false;

    for (int again = 0; again < 2 && !closed; again++) {
        if (!try_set(repairing, candidate, count, wanted, again == 1))
            continue;
        closed = repairing->trial.value == candidate->bound;
        if (!*found || repairing->trial.value > repairing->best.value)
            state_copy(&repairing->best, &repairing->trial, &repairing->rotation);
        *found = true;
    }
    return closed;
}

/* All that may be better than the best so far, best first. Returns the highest bound of those that were not closed, or
 * INT64_MIN. */
static int64_t try_candidates(struct repairing *repairing, unsigned count, bool *found, bool *possible)
{
    int64_t unclosed = repairing->dropped;
    unsigned evaluations = 0;

    *possible = repairing->dropped != INT64_MIN;
    for (size_t at = 0; at < repairing->candidates_count; at++) {
        struct candidate candidate = repairing->candidates[at];
        uint64_t wanted[2] = {0};
        if (*found && candidate.bound <= repairing->best.value)
            break;
        if (evaluations == EVALUATIONS || must_stop(repairing)) {
            *possible = true;
            return candidate.bound > unclosed ? candidate.bound : unclosed;
        }
        candidate.bound = bound_of(repairing, &candidate, count, wanted);
        if (candidate.bound < -UNREACHED / 2)
            continue;
        *possible = true;
        if (*found && candidate.bound <= repairing->best.value)
            continue;
        evaluations++;
        if (!evaluate(repairing, &candidate, count, wanted, found) && candidate.bound > unclosed)
            unclosed = candidate.bound;
    }
    return unclosed;
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

/* The best plan that loses `count` visits more than it must. */
static bool find_repair(struct repairing *repairing, const struct matcher_visit *keep, size_t keep_count,
                        int64_t earlier, unsigned count, struct matcher_repair *repair)
{
    bool found = false, possible;

    repair->bound = trivial_bound(repairing);
    if (repairing->hopeless || repairing->bound.too_many_gaps || (count == 2 && !repairing->pairs))
        return true;
    list_candidates(repairing, count);
    if (repairing->stopped)
        return true;
    int64_t unclosed = try_candidates(repairing, count, &found, &possible);
    repair->impossible = !possible;
    if (possible)
        repair->bound = found && repairing->best.value > unclosed ? repairing->best.value : unclosed;
    return !found || fill_repair(repairing, keep, keep_count, earlier, repair);
}

static bool find_repairs(struct repairing *repairing, const struct matcher_visit *keep, size_t keep_count,
                         struct matcher_repairs *repairs)
{
    unsigned most = repairing->options->most == 0 ? MATCHER_REPAIRS : repairing->options->most;
    struct matcher_round_report earlier;
    bool fewer = true;

    if (!matcher_round_check(repairing->round, keep, keep_count, &earlier, NULL, 0, NULL))
        return false;
    repairs->forced = repairing->keep_count - repairing->kept_count + repairing->options->keep_forced;
    repairs->changes_bound = repairs->forced;
    for (unsigned count = 0; count < most && count < MATCHER_REPAIRS; count++) {
        struct matcher_repair *repair = &repairs->list[repairs->count++];
        repair->changes = repairs->forced + count;
        if (!find_repair(repairing, keep, keep_count, earlier.objective, count, repair))
            return false;
        fewer = fewer && repair->impossible;
        repairs->changes_bound += fewer;
        if (repairing->options->fewest && repair->has_plan)
            break;
    }
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
    struct repairing repairing = {.round = round, .options = options};

    *repairs = (struct matcher_repairs){0};
    if (!round_holds(round, keep, keep_count, error))
        return false;
    if (round->centres_count > MATCHER_REPAIR_CENTRES)
        return refuse(error, MATCHER_INVALID, "centres");
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
             find_repairs(&repairing, keep, keep_count, repairs);
    }
    repairing_clear(&repairing);
    if (ok)
        return true;
    matcher_repairs_free(repairs);
    return refuse(error, MATCHER_NO_MEMORY, NULL);
}

void matcher_repairs_free(struct matcher_repairs *repairs)
{
    if (repairs == NULL)
        return;
    for (size_t i = 0; i < MATCHER_REPAIRS; i++) {
        free(repairs->list[i].visits);
        free(repairs->list[i].changed);
    }
    *repairs = (struct matcher_repairs){0};
}
