/*
 * What would let an impossible round be planned. Whatever does must break every conflict, so only rules of a smallest
 * one are let go, one at a time; where a conflict remains, a rule of that too (hitting sets of conflicts: Reiter, "A
 * theory of diagnosis from first principles", 1987). Then as little of each as suffices.
 */
#include "matcher/rotate.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_BUDGET = 100,
    MOST_PAIRS = 200, /* tried */
};

static const int32_t default_costs[MATCHER_ROUND_RULES] = {
    [MATCHER_ROUND_GUESTS] = 2,   [MATCHER_ROUND_PIN] = 3,    [MATCHER_ROUND_MIN_SEND] = 4,
    [MATCHER_ROUND_MIN_HOST] = 4, [MATCHER_ROUND_AWAY] = 5,   [MATCHER_ROUND_MAX_VISITS] = 6,
    [MATCHER_ROUND_GAP] = 6,      [MATCHER_ROUND_CLOSED] = 8, [MATCHER_ROUND_UNAVAILABLE] = 8,
};

const int32_t *matcher_relax_default_costs(void)
{
    return default_costs;
}

/* A rule of a conflict, let go altogether, and what then still stands in the way. */
struct release {
    struct matcher_loosening loosening;
    struct matcher_breach *why;
    size_t why_count;
};

struct relaxing {
    const struct matcher_round *round;
    const struct matcher_relax_options *options;
    const int32_t *costs;
    struct round_copy copy;
    struct matcher_reliefs *reliefs;
    size_t room; /* of reliefs->list */
    bool stopped;
};

/* ---- Letting go ---- */

/* Where the rule stands, and how far it can give way; by = 0: not at all. */
static struct matcher_loosening whole_loosening(const struct relaxing *relaxing, const struct matcher_breach *breach)
{
    const struct matcher_round *round = relaxing->round;
    const int32_t plenty = (int32_t)round->workers_count;
    struct matcher_loosening all = {
        .rule = breach->rule, .centre = breach->centre, .worker = breach->worker, .period = breach->period};

    if (breach->rule == MATCHER_ROUND_GUESTS || breach->rule == MATCHER_ROUND_AWAY) {
        const struct matcher_round_centre *centre = &round->centres[breach->centre];
        all.from = (breach->rule == MATCHER_ROUND_GUESTS ? centre->guests : centre->away)[breach->period];
        all.by = all.from < plenty ? plenty - all.from : 0;
    } else if (breach->rule == MATCHER_ROUND_MAX_VISITS) {
        all.centre = all.worker = all.period = MATCHER_NONE;
        all.from = (int32_t)round->max_visits;
        all.by = round->max_visits < round->periods ? (int32_t)(round->periods - round->max_visits) : 0;
    } else if (breach->rule == MATCHER_ROUND_GAP) {
        all.centre = all.worker = all.period = MATCHER_NONE;
        all.from = all.by = (int32_t)(round->min_gap < MATCHER_PERIODS ? round->min_gap : MATCHER_PERIODS);
    } else if (breach->rule == MATCHER_ROUND_MIN_SEND) {
        all.from = all.by = round->centres[breach->centre].min_send;
    } else if (breach->rule == MATCHER_ROUND_MIN_HOST) {
        all.from = all.by = round->centres[breach->centre].min_host;
    } else {
        all.from = all.by = 1;
    }
    if (breach->rule == MATCHER_ROUND_CLOSED)
        all.worker = MATCHER_NONE;
    if (breach->rule == MATCHER_ROUND_UNAVAILABLE)
        all.centre = MATCHER_NONE;
    if (relaxing->costs[breach->rule] == 0)
        all.by = 0;
    return all;
}

static void loosen(struct round_copy *copy, const struct matcher_loosening *loosening)
{
    struct matcher_round *round = &copy->round;
    size_t cell = (size_t)loosening->centre * round->periods + loosening->period;

    if (loosening->rule == MATCHER_ROUND_GUESTS)
        copy->guests[cell] += loosening->by;
    else if (loosening->rule == MATCHER_ROUND_AWAY)
        copy->away[cell] += loosening->by;
    else if (loosening->rule == MATCHER_ROUND_MAX_VISITS)
        round->max_visits += (uint32_t)loosening->by;
    else if (loosening->rule == MATCHER_ROUND_GAP)
        round->min_gap = (uint32_t)(loosening->from - loosening->by);
    else if (loosening->rule == MATCHER_ROUND_MIN_SEND)
        copy->centres[loosening->centre].min_send -= loosening->by;
    else if (loosening->rule == MATCHER_ROUND_MIN_HOST)
        copy->centres[loosening->centre].min_host -= loosening->by;
    else if (loosening->rule == MATCHER_ROUND_PIN)
        round_copy_unpin(copy, loosening->worker, loosening->centre, loosening->period);
    else if (loosening->rule == MATCHER_ROUND_CLOSED)
        copy->centres[loosening->centre].closed &= ~(UINT64_C(1) << loosening->period);
    else if (loosening->rule == MATCHER_ROUND_UNAVAILABLE)
        copy->workers[loosening->worker].unavailable &= ~(UINT64_C(1) << loosening->period);
}

/* ---- Trying ---- */

static bool ask(void *context, const struct matcher_progress *progress)
{
    struct relaxing *relaxing = context;

    if (!relaxing->stopped && relaxing->options->progress != NULL)
        relaxing->stopped = relaxing->options->progress(relaxing->options->context, progress);
    return relaxing->stopped;
}

/* False: no memory. */
static bool plan_with(struct relaxing *relaxing, const struct matcher_loosening *loosenings, size_t count,
                      struct matcher_plan *plan)
{
    const struct matcher_rotate_options options = {
        .seed = relaxing->options->seed,
        .budget = relaxing->options->budget > 0 ? relaxing->options->budget : DEFAULT_BUDGET,
        .progress = ask,
        .context = relaxing,
    };

    round_copy_reset(&relaxing->copy);
    for (size_t i = 0; i < count; i++)
        loosen(&relaxing->copy, &loosenings[i]);
    return matcher_rotate(&relaxing->copy.round, &options, plan, NULL);
}

/* The least of one loosening with which there is still a plan; `plan` is that of the whole, and becomes that of the
 * least. */
static bool shrink(struct relaxing *relaxing, struct matcher_relief *relief, size_t which, struct matcher_plan *plan)
{
    struct matcher_loosening *loosening = &relief->loosenings[which];
    int32_t enough = loosening->by, too_little = 0, tried = 1; /* one more or less is enough most of the time */

    while (enough - too_little > 1 && !relaxing->stopped) {
        struct matcher_plan less;
        loosening->by = tried;
        if (!plan_with(relaxing, relief->loosenings, relief->loosenings_count, &less))
            return false;
        if (less.has_plan) {
            enough = tried;
            matcher_plan_free(plan);
            *plan = less;
        } else {
            too_little = tried;
            matcher_plan_free(&less);
        }
        tried = too_little + (enough - too_little) / 2;
    }
    loosening->by = enough;
    return true;
}

static bool add_relief(struct relaxing *relaxing, struct matcher_relief *relief, struct matcher_plan *plan)
{
    struct matcher_reliefs *reliefs = relaxing->reliefs;

    if (reliefs->count == relaxing->room) {
        size_t room = relaxing->room == 0 ? 16 : relaxing->room * 2;
        struct matcher_relief *list = realloc(reliefs->list, room * sizeof *list);
        if (list == NULL)
            return false;
        reliefs->list = list;
        relaxing->room = room;
    }
    for (size_t i = 0; i < relief->loosenings_count; i++)
        relief->cost += (int64_t)relaxing->costs[relief->loosenings[i].rule] * relief->loosenings[i].by;
    relief->objective = plan->objective;
    relief->bound = plan->bound;
    relief->visits = plan->visits; /* handed over */
    relief->visits_count = plan->visits_count;
    plan->visits = NULL;
    reliefs->list[reliefs->count++] = *relief;
    return true;
}

/* A plan with these let go: a way out, by as little as suffices; *plan otherwise tells why not. */
static bool try_relief(struct relaxing *relaxing, struct matcher_relief *relief, struct matcher_plan *plan)
{
    if (!plan_with(relaxing, relief->loosenings, relief->loosenings_count, plan))
        return false;
    if (!plan->has_plan) {
        relaxing->reliefs->undecided += plan->status != MATCHER_PLAN_INFEASIBLE;
        return true;
    }
    for (size_t i = relief->loosenings_count; i > 0; i--)
        if (!shrink(relaxing, relief, i - 1, plan))
            return false;
    return add_relief(relaxing, relief, plan);
}

/* ---- Which ---- */

static bool same_loosening(const struct matcher_loosening *a, const struct matcher_loosening *b)
{
    return a->rule == b->rule && a->centre == b->centre && a->worker == b->worker && a->period == b->period;
}

static void add_release(const struct relaxing *relaxing, const struct matcher_breach *breach, struct release *list,
                        size_t *count)
{
    const struct matcher_loosening all = whole_loosening(relaxing, breach);

    for (size_t i = 0; i < *count; i++)
        if (same_loosening(&list[i].loosening, &all))
            return;
    if (all.by > 0)
        list[(*count)++] = (struct release){.loosening = all};
}

/* What may give way in a conflict; a centre that hosts too little may also open. NULL: no memory. */
static struct release *list_releases(const struct relaxing *relaxing, const struct matcher_breach *why,
                                     size_t why_count, size_t *count)
{
    const struct matcher_round *round = relaxing->round;
    struct release *list = calloc(why_count * (1 + (size_t)round->periods) + 1, sizeof *list);

    *count = 0;
    for (size_t i = 0; list != NULL && i < why_count; i++)
        add_release(relaxing, &why[i], list, count);
    for (size_t i = 0; list != NULL && i < why_count; i++)
        for (uint32_t t = 0; t < round->periods && why[i].rule == MATCHER_ROUND_MIN_HOST; t++)
            if (round->centres[why[i].centre].closed >> t & 1)
                add_release(relaxing, &(struct matcher_breach){MATCHER_ROUND_CLOSED, why[i].centre, MATCHER_NONE, t},
                            list, count);
    return list;
}

static bool try_alone(struct relaxing *relaxing, struct release *release)
{
    struct matcher_relief relief = {.loosenings = {release->loosening}, .loosenings_count = 1};
    struct matcher_plan plan = {0};
    bool ok = try_relief(relaxing, &relief, &plan);

    release->why = plan.why; /* handed over */
    release->why_count = plan.why_count;
    plan.why = NULL;
    matcher_plan_free(&plan);
    return ok;
}

static bool was_tried(const struct release *releases, size_t before, const struct matcher_loosening *first,
                      const struct relaxing *relaxing, const struct matcher_loosening *second)
{
    for (size_t i = 0; i < before; i++) { /* as (second, first)? */
        if (!same_loosening(&releases[i].loosening, second))
            continue;
        for (size_t j = 0; j < releases[i].why_count; j++) {
            const struct matcher_loosening other = whole_loosening(relaxing, &releases[i].why[j]);
            if (same_loosening(&other, first))
                return true;
        }
    }
    return false;
}

/* A rule that no conflict at first named may do alone: then there is a way out without the first. */
static bool try_second(struct relaxing *relaxing, const struct matcher_loosening *second, bool *alone)
{
    struct release release = {.loosening = *second};
    size_t before = relaxing->reliefs->count;

    for (size_t i = 0; i < before; i++)
        if (relaxing->reliefs->list[i].loosenings_count == 1 &&
            same_loosening(&relaxing->reliefs->list[i].loosenings[0], second)) {
            *alone = true;
            return true;
        }
    bool ok = try_alone(relaxing, &release);
    free(release.why);
    *alone = relaxing->reliefs->count > before;
    return ok;
}

static bool try_pair(struct relaxing *relaxing, const struct matcher_loosening *first,
                     const struct matcher_loosening *second)
{
    struct matcher_relief relief = {.loosenings = {*first, *second}, .loosenings_count = 2};
    struct matcher_plan plan = {0};
    bool ok = try_relief(relaxing, &relief, &plan);

    matcher_plan_free(&plan);
    return ok;
}

static bool is_among(const struct release *releases, size_t count, const struct matcher_loosening *loosening)
{
    for (size_t i = 0; i < count; i++)
        if (same_loosening(&releases[i].loosening, loosening))
            return true;
    return false;
}

static bool try_pairs(struct relaxing *relaxing, const struct release *releases, size_t count)
{
    size_t tried = 0;

    for (size_t i = 0; i < count; i++) {
        const struct matcher_loosening *first = &releases[i].loosening;
        size_t seconds_count;
        struct release *seconds = list_releases(relaxing, releases[i].why, releases[i].why_count, &seconds_count);
        bool ok = seconds != NULL;
        for (size_t j = 0; ok && j < seconds_count && tried < MOST_PAIRS && !relaxing->stopped; j++) {
            const struct matcher_loosening *second = &seconds[j].loosening;
            bool alone = false;
            if (same_loosening(first, second) || was_tried(releases, i, first, relaxing, second))
                continue;
            tried++;
            if (!is_among(releases, count, second))
                ok = try_second(relaxing, second, &alone);
            if (ok && !alone)
                ok = try_pair(relaxing, first, second);
        }
        free(seconds);
        if (!ok)
            return false;
    }
    return true;
}

/* Pairs count only where no rule does alone. */
static void drop_pairs(struct matcher_reliefs *reliefs)
{
    size_t singles = 0, count = 0;

    for (size_t i = 0; i < reliefs->count; i++)
        singles += reliefs->list[i].loosenings_count == 1;
    for (size_t i = 0; i < reliefs->count; i++) {
        if (singles > 0 && reliefs->list[i].loosenings_count > 1)
            free(reliefs->list[i].visits);
        else
            reliefs->list[count++] = reliefs->list[i];
    }
    reliefs->count = count;
}

/* ---- The answer ---- */

static int by_place(const struct matcher_loosening *a, const struct matcher_loosening *b)
{
    const uint32_t left[] = {a->rule, a->centre, a->worker, a->period};
    const uint32_t right[] = {b->rule, b->centre, b->worker, b->period};

    for (size_t i = 0; i < 4; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

static int cheapest_first(const void *a, const void *b)
{
    const struct matcher_relief *left = a, *right = b;

    if (left->cost != right->cost)
        return left->cost < right->cost ? -1 : 1;
    if (left->objective != right->objective)
        return left->objective > right->objective ? -1 : 1;
    int order = by_place(&left->loosenings[0], &right->loosenings[0]);
    return order != 0 ? order : by_place(&left->loosenings[1], &right->loosenings[1]);
}

static void rank(struct relaxing *relaxing)
{
    struct matcher_reliefs *reliefs = relaxing->reliefs;
    size_t most = relaxing->options->most == 0 ? MATCHER_RELIEFS : relaxing->options->most;

    if (reliefs->count > 1)
        qsort(reliefs->list, reliefs->count, sizeof *reliefs->list, cheapest_first);
    for (size_t i = most; i < reliefs->count; i++)
        free(reliefs->list[i].visits);
    reliefs->count = reliefs->count < most ? reliefs->count : most;
    reliefs->stopped = relaxing->stopped;
}

static bool relax(struct relaxing *relaxing, const struct matcher_breach *why, size_t why_count)
{
    size_t count;
    struct release *releases = list_releases(relaxing, why, why_count, &count);
    bool ok = releases != NULL;

    for (size_t i = 0; ok && i < count && !relaxing->stopped; i++)
        ok = try_alone(relaxing, &releases[i]);
    if (ok && relaxing->reliefs->count == 0)
        ok = try_pairs(relaxing, releases, count);
    drop_pairs(relaxing->reliefs);
    for (size_t i = 0; releases != NULL && i < count; i++)
        free(releases[i].why);
    free(releases);
    return ok;
}

static bool refuse(struct matcher_error *error, enum matcher_failure failure, const char *field, size_t at)
{
    if (error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = failure, .field = field, .at = (uint32_t)at};
    return false;
}

/* Has the breach what its rule is about, and does the round have it? */
static bool is_of(const struct matcher_round *round, const struct matcher_breach *breach)
{
    bool centre = breach->centre < round->centres_count, worker = breach->worker < round->workers_count;
    bool period = breach->period < round->periods;

    switch (breach->rule) {
    case MATCHER_ROUND_GUESTS:
    case MATCHER_ROUND_AWAY:
    case MATCHER_ROUND_CLOSED:
        return centre && period;
    case MATCHER_ROUND_MIN_SEND:
    case MATCHER_ROUND_MIN_HOST:
        return centre;
    case MATCHER_ROUND_UNAVAILABLE:
        return worker && period;
    case MATCHER_ROUND_PIN:
        return worker && centre && period;
    default:
        return breach->rule < MATCHER_ROUND_RULES;
    }
}

bool matcher_round_relax(const struct matcher_round *round, const struct matcher_breach *why, size_t why_count,
                         const struct matcher_relax_options *options, struct matcher_reliefs *reliefs,
                         struct matcher_error *error)
{
    struct relaxing relaxing = {.round = round,
                                .options = options,
                                .costs = options->costs == NULL ? default_costs : options->costs,
                                .reliefs = reliefs};

    *reliefs = (struct matcher_reliefs){0};
    if (!matcher_round_valid(round, error))
        return false;
    for (size_t i = 0; i < why_count; i++)
        if (!is_of(round, &why[i]))
            return refuse(error, MATCHER_INVALID, "why", i);
    bool ok = round_copy_new(&relaxing.copy, round) && relax(&relaxing, why, why_count);
    round_copy_clear(&relaxing.copy);
    if (ok) {
        rank(&relaxing);
        return true;
    }
    matcher_reliefs_free(reliefs);
    return refuse(error, MATCHER_NO_MEMORY, NULL, 0);
}

void matcher_reliefs_free(struct matcher_reliefs *reliefs)
{
    if (reliefs == NULL)
        return;
    for (size_t i = 0; i < reliefs->count; i++)
        free(reliefs->list[i].visits);
    free(reliefs->list);
    *reliefs = (struct matcher_reliefs){0};
}
