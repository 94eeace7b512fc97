/* Pins that break a rule by themselves, whatever the other visits are: the smallest sets are found by looking. */
#include "matcher/rotate.h"

#include <stdlib.h>

static bool add(struct matcher_plan *plan, enum matcher_round_rule rule, uint32_t centre, uint32_t worker,
                uint32_t period)
{
    struct matcher_breach *why = realloc(plan->why, (plan->why_count + 1) * sizeof *why);

    if (why == NULL)
        return false;
    plan->why = why;
    why[plan->why_count++] =
        (struct matcher_breach){.rule = rule, .centre = centre, .worker = worker, .period = period};
    return true;
}

static bool add_pin(struct matcher_plan *plan, const struct rotation *rotation, const struct pin *pin)
{
    return add(plan, MATCHER_ROUND_PIN, rotation->options[pin->option].host, pin->worker, pin->period);
}

/* A pin that no plan can hold. */
static bool look_alone(const struct rotation *rotation, struct matcher_plan *plan, bool *found)
{
    const struct matcher_round *round = rotation->round;

    for (size_t i = 0; i < round->pins_count && !*found; i++) {
        const struct matcher_visit *pin = &round->pins[i];
        const struct matcher_round_worker *worker = &round->workers[pin->worker];
        enum matcher_round_rule rule = MATCHER_ROUND_OK;
        if (pin->host == worker->home)
            rule = MATCHER_ROUND_OWN_CENTRE;
        else if (rotation_find_option(rotation, pin->worker, pin->host) == NO_OPTION)
            rule = MATCHER_ROUND_FIT;
        else if (round->centres[pin->host].closed >> pin->period & 1)
            rule = MATCHER_ROUND_CLOSED;
        else if (worker->unavailable >> pin->period & 1)
            rule = MATCHER_ROUND_UNAVAILABLE;
        if (rule == MATCHER_ROUND_OK)
            continue;
        *found = true;
        if (!add(plan, rule, pin->host, pin->worker, pin->period) ||
            !add(plan, MATCHER_ROUND_PIN, pin->host, pin->worker, pin->period))
            return false;
    }
    return true;
}

static enum matcher_round_rule clash(const struct rotation *rotation, const struct pin *a, const struct pin *b)
{
    if (a->period == b->period)
        return MATCHER_ROUND_ONE_PLACE;
    if (rotation->options[a->option].host == rotation->options[b->option].host)
        return MATCHER_ROUND_HOST_ONCE;
    if (periods_near(rotation, a->period) >> b->period & 1)
        return MATCHER_ROUND_GAP;
    return MATCHER_ROUND_OK;
}

/* Two pins of one worker that cannot both be, or more than the worker may make. */
static bool look_at_worker(const struct rotation *rotation, struct matcher_plan *plan, uint32_t worker, bool *found)
{
    size_t first = rotation->first_pin[worker], end = rotation->first_pin[worker + 1];

    for (size_t i = first; i < end; i++)
        for (size_t j = i + 1; j < end; j++) {
            enum matcher_round_rule rule = clash(rotation, &rotation->pins[i], &rotation->pins[j]);
            if (rule == MATCHER_ROUND_OK)
                continue;
            *found = true;
            return add(plan, rule, MATCHER_NONE, worker, MATCHER_NONE) && add_pin(plan, rotation, &rotation->pins[i]) &&
                   add_pin(plan, rotation, &rotation->pins[j]);
        }
    if (end - first <= rotation->round->max_visits)
        return true;
    *found = true;
    if (!add(plan, MATCHER_ROUND_MAX_VISITS, MATCHER_NONE, worker, MATCHER_NONE))
        return false;
    for (size_t i = first; i <= first + rotation->round->max_visits; i++)
        if (!add_pin(plan, rotation, &rotation->pins[i]))
            return false;
    return true;
}

/* More pins than guests at a host, or than a centre can spare. */
static bool look_at_cells(const struct rotation *rotation, struct matcher_plan *plan, bool *found)
{
    size_t cells = (size_t)rotation->centres * rotation->periods;
    int32_t *guests = calloc(2 * cells + 1, sizeof *guests), *away;
    bool ok = guests != NULL;

    away = ok ? guests + cells : NULL;
    for (size_t i = 0; ok && i < rotation->pins_count && !*found; i++) {
        const struct pin *pin = &rotation->pins[i];
        uint32_t host = rotation->options[pin->option].host, home = rotation->round->workers[pin->worker].home;
        size_t to = (size_t)host * rotation->periods + pin->period;
        size_t from = (size_t)home * rotation->periods + pin->period;
        bool full = ++guests[to] > rotation->guests[to], bare = ++away[from] > rotation->away[from];
        if (!full && !bare)
            continue;
        *found = true;
        ok = add(plan, full ? MATCHER_ROUND_GUESTS : MATCHER_ROUND_AWAY, full ? host : home, MATCHER_NONE, pin->period);
        for (size_t j = 0; ok && j <= i; j++) {
            const struct pin *other = &rotation->pins[j];
            bool same = full ? rotation->options[other->option].host == host
                             : rotation->round->workers[other->worker].home == home;
            if (same && other->period == pin->period)
                ok = add_pin(plan, rotation, other);
        }
    }
    free(guests);
    return ok;
}

bool why_pins(const struct rotation *rotation, struct matcher_plan *plan, bool *found)
{
    *found = false;
    if (!look_alone(rotation, plan, found))
        return false;
    for (uint32_t w = 0; w < rotation->workers && !*found; w++)
        if (!look_at_worker(rotation, plan, w, found))
            return false;
    return *found || look_at_cells(rotation, plan, found);
}
