/*
 * One way out of an impossible round: the rules that it lets go of are loosened in a copy of the round, first as far as
 * they go, to see whether there is a plan at all, then by as little as suffices, which halving finds: a looser rule
 * never forbids a plan.
 */
#include "matcher/rotate_relax.h"

#include <stdlib.h>

enum { DEFAULT_BUDGET = 100 };

/* ---- Letting go ---- */

struct matcher_loosening whole_loosening(const struct relaxing *relaxing, const struct matcher_breach *breach)
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

    *plan = (struct matcher_plan){.status = MATCHER_PLAN_UNKNOWN};
    if (ask(relaxing, &(struct matcher_progress){0})) /* rounds that are refused at once never ask themselves */
        return true;
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

bool try_relief(struct relaxing *relaxing, struct matcher_relief *relief, struct matcher_plan *plan)
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
