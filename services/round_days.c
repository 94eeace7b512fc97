#include "services/round_days.h"

#include <string.h>

#include "services/round_checks.h"

const char *const round_limit_words[] = {"round", "staff", "own", "leads", "overlap", NULL};
const char *const round_block_words[] = {"coordinator", "days_off", "check", "lead", "employer", NULL};

enum { WEEK = 7, FRIDAY = 5, FIRST_WEEKDAY = 3 /* 1970-01-01 was a Thursday, 3 days after a Monday */ };

static int32_t weekday_of(int32_t day)
{
    return ((day + FIRST_WEEKDAY) % WEEK + WEEK) % WEEK + 1;
}

static bool is_closed_on(const struct round_centre *centre, int32_t day)
{
    for (size_t i = 0; i < centre->closed_day_count; i++) {
        if (centre->closed_days[i] == day)
            return true;
    }
    return false;
}

const struct round_staffing *round_open_on(const struct round_centre *centre, int32_t day)
{
    if (is_closed_on(centre, day))
        return NULL;
    for (size_t i = 0; i < centre->staffing_count; i++) {
        if (centre->staffing[i].day == weekday_of(day))
            return &centre->staffing[i];
    }
    return NULL;
}

size_t round_open_days(const struct round_centre *centre, const struct round_period *period,
                       int32_t days[DAYS_OF_PERIOD_MAX])
{
    size_t count = 0;
    for (int32_t day = period->first_day; day <= period->last_day && count < DAYS_OF_PERIOD_MAX; day++) {
        bool open = centre->staffing_count > 0 ? round_open_on(centre, day) != NULL
                                               : weekday_of(day) <= FRIDAY && !is_closed_on(centre, day);
        if (open)
            days[count++] = day;
    }
    return count;
}

static bool is_absent(const struct round_worker *worker, int32_t day)
{
    for (size_t i = 0; i < worker->days_off_count; i++) {
        const struct days_off *off = &worker->days_off[i];
        if (!off->at_work && off->first_day <= day && day <= off->last_day)
            return true;
    }
    return false;
}

struct round_presence round_presence_on(const struct round *round, const char *centre, int32_t day)
{
    struct round_presence presence = {0};
    for (size_t i = 0; i < round->worker_count; i++) {
        const struct round_worker *worker = &round->workers[i];
        if (strcmp(worker->home_centre, centre) != 0)
            continue;
        if (is_absent(worker, day)) {
            presence.absent++;
        } else {
            presence.own++;
            presence.leads += worker->lead;
        }
    }
    return presence;
}

bool round_overlaps(const struct round *round, const struct round_period *period, int32_t day)
{
    return round->kind == ROUND_SWAP && day < period->first_day + round->rules.overlap_days;
}

static void narrow(struct round_spare *spare, int32_t away, enum round_limit by, int32_t day)
{
    if (away >= spare->away)
        return;
    spare->away = away > 0 ? away : 0;
    spare->by = by;
    spare->day = day;
}

struct round_spare round_spare_of(const struct round *round, const struct round_centre *centre,
                                  const struct round_period *period)
{
    struct round_spare spare = {.away = centre->away, .by = LIMIT_ROUND};
    int32_t days[DAYS_OF_PERIOD_MAX];
    size_t count = centre->staffing_count > 0 ? round_open_days(centre, period, days) : 0;
    for (size_t i = 0; i < count; i++) {
        const struct round_staffing *needed = round_open_on(centre, days[i]);
        struct round_presence there = round_presence_on(round, centre->id, days[i]);
        if (!needed)
            continue;
        if (round->kind == ROUND_SHADOW)
            narrow(&spare, there.own - needed->staff, LIMIT_STAFF, days[i]);
        else if (round_overlaps(round, period, days[i]))
            narrow(&spare, there.own - needed->staff, LIMIT_OVERLAP, days[i]);
        narrow(&spare, there.own - needed->own, LIMIT_OWN, days[i]);
        if (needed->leads == 0)
            continue;
        if (there.leads <= needed->leads)
            spare.leads_stay = true;
        else
            narrow(&spare, there.leads - needed->leads, LIMIT_LEADS, days[i]);
    }
    return spare;
}

/* A promise does for planning; publishing, and what is edited afterwards, asks for the check itself. */
static bool may_go_unchecked(const struct round *round, const struct round_worker *worker)
{
    return worker->check_promised && round->state != ROUND_PUBLISHED && round->state != ROUND_CLOSED;
}

static bool is_off(const struct round_worker *worker, const struct round_period *period)
{
    for (size_t i = 0; i < worker->days_off_count; i++) {
        if (worker->days_off[i].first_day <= period->last_day && worker->days_off[i].last_day >= period->first_day)
            return true;
    }
    return false;
}

enum round_block round_block_of(const struct round *round, const struct round_worker *worker,
                                const struct round_period *period)
{
    for (size_t i = 0; i < worker->unavailable.count; i++) {
        if (strcmp(worker->unavailable.items[i], period->id) == 0)
            return BLOCK_COORDINATOR;
    }
    if (is_off(worker, period))
        return BLOCK_DAYS_OFF;
    if (!round_check_lasts(worker, period) && !may_go_unchecked(round, worker))
        return BLOCK_CHECK;
    if (round->kind == ROUND_SWAP && !worker->cover_agreed)
        return BLOCK_EMPLOYER;
    const struct round_centre *home = round_centre_of(round, worker->home_centre);
    return worker->lead && home && round_spare_of(round, home, period).leads_stay ? BLOCK_LEAD : BLOCK_NONE;
}

static bool can_send(const struct round *round, const struct round_centre *centre)
{
    for (size_t i = 0; i < round->period_count; i++) {
        if (round_spare_of(round, centre, &round->periods[i]).away < 1)
            continue;
        for (size_t k = 0; k < round->worker_count; k++) {
            const struct round_worker *worker = &round->workers[k];
            if (strcmp(worker->home_centre, centre->id) == 0 && worker->takes_part &&
                round_block_of(round, worker, &round->periods[i]) == BLOCK_NONE)
                return true;
        }
    }
    return false;
}

void round_set_minimums(struct round *round)
{
    for (size_t i = 0; i < round->centre_count; i++) {
        struct round_centre *centre = &round->centres[i];
        centre->min_send = can_send(round, centre);
        centre->min_host = centre->min_send == 1 || round->kind == ROUND_SHADOW;
    }
}

const struct visit *round_visit_of(const struct round *round, const struct uuid *id)
{
    for (size_t i = 0; i < round->visit_count; i++) {
        if (uuid_compare(&round->visits[i].id, id) == 0)
            return &round->visits[i];
    }
    return NULL;
}

const struct round_period *round_period_of(const struct round *round, const char *id)
{
    for (size_t i = 0; i < round->period_count; i++) {
        if (strcmp(round->periods[i].id, id) == 0)
            return &round->periods[i];
    }
    return NULL;
}

const struct round_period *round_period_on(const struct round *round, int32_t day)
{
    for (size_t i = 0; i < round->period_count; i++) {
        if (round->periods[i].first_day <= day && day <= round->periods[i].last_day)
            return &round->periods[i];
    }
    return NULL;
}
