/*
 * What would let an impossible round be planned. Whatever does must break every conflict, so only rules of a smallest
 * one are let go, one at a time; where a conflict remains, a rule of that too (hitting sets of conflicts: Reiter, "A
 * theory of diagnosis from first principles", 1987). Then as little of each as suffices.
 */
#include "matcher/rotate_relax.h"

#include <stdlib.h>

enum { MOST_PAIRS = 200 /* tried */ };

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
    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < why_count; i++)
        add_release(relaxing, &why[i], list, count);
    for (size_t i = 0; i < why_count; i++)
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
