#include "services/round_cover.h"

#include <string.h>

#include "services/round_days.h"

static int32_t least(int32_t one, int32_t other)
{
    return one < other ? one : other;
}

/* Counts who is away and who is there as a guest on a day that lies in the period. */
static void count_visits(const struct round *round, const struct round_centre *centre,
                         const struct round_staffing *open, struct cover_day *day)
{
    int32_t guests = 0;
    for (size_t i = 0; i < round->visit_count; i++) {
        const struct visit *visit = &round->visits[i];
        const struct round_worker *worker = round_worker_of(round, &visit->worker);
        if (!worker || strcmp(visit->period, day->period) != 0)
            continue;
        guests += strcmp(visit->host, centre->id) == 0;
        if (strcmp(worker->home_centre, centre->id) == 0) {
            day->away++;
            day->own--;
            day->leads -= worker->lead;
        }
    }
    day->guests = round->kind == ROUND_SWAP && !day->overlap ? guests : 0;
    day->margin = least(least(day->own + day->guests - open->staff, day->own - open->own), day->leads - open->leads);
    if (open->leads == 0)
        day->margin = least(day->own + day->guests - open->staff, day->own - open->own);
}

static size_t cover_period(const struct round *round, const struct round_centre *centre,
                           const struct round_period *period, struct cover_day *out)
{
    int32_t days[DAYS_OF_PERIOD_MAX];
    size_t count = round_open_days(centre, period, days);
    for (size_t i = 0; i < count; i++) {
        const struct round_staffing *open = round_open_on(centre, days[i]);
        struct round_presence there = round_presence_on(round, centre->id, days[i]);
        out[i] = (struct cover_day){.centre = centre->id,
                                    .period = period->id,
                                    .day = days[i],
                                    .required = open->staff,
                                    .own_required = open->own,
                                    .leads_required = open->leads,
                                    .own = there.own,
                                    .leads = there.leads,
                                    .absent = there.absent,
                                    .overlap = round_overlaps(round, period, days[i])};
        count_visits(round, centre, open, &out[i]);
    }
    return count;
}

struct cover_day *round_cover(struct arena *arena, const struct round *round, size_t *count)
{
    size_t room = round->centre_count * round->period_count * DAYS_OF_PERIOD_MAX;
    struct cover_day *days = arena_alloc(arena, (room + 1) * sizeof *days);
    *count = 0;
    for (size_t i = 0; days && i < round->centre_count; i++) {
        const struct round_centre *centre = &round->centres[i];
        for (size_t k = 0; centre->takes_part && centre->staffing_count > 0 && k < round->period_count; k++)
            *count += cover_period(round, centre, &round->periods[k], &days[*count]);
    }
    return days;
}
