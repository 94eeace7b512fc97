#include "services/round_checks.h"

#include <string.h>

#include "services/round_days.h"

const char *const round_check_words[] = {"relied", "acceptable", "ends_early", "missing", "origin_missing", NULL};

bool round_check_lasts(const struct round_worker *worker, const struct round_period *period)
{
    return worker->has_check && worker->check_valid_until >= period->last_day;
}

static bool is_own(const struct worker_check *check, const char *municipality)
{
    return strcmp(check->municipality, municipality) == 0;
}

/* The newest of the host's own; NULL: it has none. */
static const struct worker_check *newest_own(const struct round_worker *worker, const char *municipality)
{
    for (size_t i = 0; i < worker->check_count; i++) {
        if (is_own(&worker->checks[i], municipality))
            return &worker->checks[i];
    }
    return NULL;
}

/* No newer result prohibits: that ends what any older one says, also for whoever relied on it, until there is a newer
 * one of their own. */
static bool stands(const struct round_worker *worker, const struct worker_check *check)
{
    for (const struct worker_check *newer = worker->checks; newer < check; newer++) {
        if (!newer->permitted)
            return false;
    }
    return check->permitted;
}

/* From the first day on: by the newest itself, or by the one before it where it was renewed during the visit. */
static bool covers_first_day(const struct round_worker *worker, const struct worker_check *newest, int32_t first_day)
{
    if (newest->checked_on <= first_day)
        return true;
    for (const struct worker_check *check = newest + 1; check < worker->checks + worker->check_count; check++) {
        if (is_own(check, newest->municipality) && stands(worker, check) && check->checked_on <= first_day &&
            check->valid_until >= newest->checked_on)
            return true;
    }
    return false;
}

static bool is_relied_on(const struct round_worker *worker, const struct worker_check *own,
                         const struct round_period *period)
{
    return own && stands(worker, own) && own->valid_until >= period->last_day &&
           covers_first_day(worker, own, period->first_day);
}

/* One that another municipality made itself. A newer result of the host's own is not overruled by it. */
static const struct worker_check *acceptable(const struct round_worker *worker, const char *municipality,
                                             const struct worker_check *own, const struct round_period *period)
{
    for (size_t i = 0; i < worker->check_count; i++) {
        const struct worker_check *check = &worker->checks[i];
        if (!is_own(check, municipality) && stands(worker, check) && !check->accepted &&
            check->valid_until >= period->last_day && check->checked_on <= period->first_day &&
            (!own || check->checked_on > own->checked_on))
            return check;
    }
    return NULL;
}

static bool has_seen_origin(const struct round_worker *worker, const char *municipality,
                            const struct round_period *period)
{
    for (size_t i = 0; i < worker->origin_count; i++) {
        if (strcmp(worker->origins[i].municipality, municipality) == 0)
            return worker->origins[i].valid_until >= period->last_day;
    }
    return false;
}

struct round_check round_check_at(const struct round_worker *worker, const char *municipality,
                                  const struct round_period *period)
{
    const struct worker_check *newest = worker->check_count > 0 ? &worker->checks[0] : NULL;
    if (!newest || !newest->permitted)
        return (struct round_check){ROUND_CHECK_MISSING, NULL};
    const struct worker_check *own = newest_own(worker, municipality);
    if (is_relied_on(worker, own, period)) {
        bool shown = !worker->foreign_citizen || has_seen_origin(worker, municipality, period);
        return (struct round_check){shown ? ROUND_CHECK_RELIED : ROUND_CHECK_ORIGIN, own};
    }
    const struct worker_check *other = acceptable(worker, municipality, own, period);
    if (other)
        return (struct round_check){ROUND_CHECK_ACCEPTABLE, other};
    if (newest->valid_until < period->last_day)
        return (struct round_check){ROUND_CHECK_ENDS_EARLY, newest};
    return (struct round_check){ROUND_CHECK_MISSING, NULL};
}

struct round_check round_check_of(const struct round *round, const struct visit *visit)
{
    const struct round_worker *worker = round_worker_of(round, &visit->worker);
    const struct round_centre *host = round_centre_of(round, visit->host);
    const struct round_period *period = round_period_of(round, visit->period);
    if (!worker || !host || !period)
        return (struct round_check){ROUND_CHECK_MISSING, NULL};
    return round_check_at(worker, host->municipality, period);
}

enum task { TASK_NONE = 0, TASK_HOME = 1, TASK_HOST = 2 };

static unsigned tasks_of(const struct round *round, const struct visit *visit, int32_t today)
{
    const struct round_period *period = round_period_of(round, visit->period);
    bool over = !period || period->last_day < today;
    unsigned tasks = (visit->employer_agreed ? TASK_NONE : TASK_HOME) | (visit->host_agreed ? TASK_NONE : TASK_HOST);
    if (over)
        return round->state == ROUND_PUBLISHED ? TASK_NONE : tasks;
    switch (round_check_of(round, visit).state) {
    case ROUND_CHECK_ACCEPTABLE:
    case ROUND_CHECK_ORIGIN:
        return tasks | TASK_HOST;
    case ROUND_CHECK_ENDS_EARLY:
    case ROUND_CHECK_MISSING:
        return tasks | TASK_HOME;
    default:
        return tasks;
    }
}

size_t round_lacking(const struct round *round, int32_t today, const char **centres)
{
    size_t count = 0;
    for (size_t i = 0; i < round->centre_count; i++) {
        const char *centre = round->centres[i].id;
        bool lacks = false;
        for (size_t k = 0; k < round->visit_count && !lacks; k++) {
            const struct visit *visit = &round->visits[k];
            const struct round_worker *worker = round_worker_of(round, &visit->worker);
            unsigned tasks = tasks_of(round, visit, today);
            lacks = ((tasks & TASK_HOST) && strcmp(visit->host, centre) == 0) ||
                    ((tasks & TASK_HOME) && worker && strcmp(worker->home_centre, centre) == 0);
        }
        if (lacks)
            centres[count++] = centre;
    }
    return count;
}
