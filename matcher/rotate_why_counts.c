/*
 * Minimums that no plan can reach, as counting tells: what a centre could send and host at most, period by period and
 * worker by worker, and all centres together. Pins are not looked at; whatever they are, no more is possible.
 */
#include "matcher/rotate.h"

#include <stdlib.h>

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The most visits of one worker in these periods, each as early as the gap lets it be. */
static int64_t most_visits(const struct matcher_round *round, uint64_t periods, int64_t hosts)
{
    int64_t most = least(hosts, round->max_visits), made = 0;

    for (uint64_t t = 0; t < round->periods && made < most; t++)
        if (periods >> t & 1) {
            made++;
            t += round->min_gap;
        }
    return made;
}

/* Periods in which this worker could be there. */
static uint64_t periods_open(const struct matcher_round *round, const struct matcher_round_worker *worker,
                             uint32_t host)
{
    uint64_t all = round->periods < MATCHER_PERIODS ? (UINT64_C(1) << round->periods) - 1 : UINT64_MAX;

    return host == worker->home ? 0 : all & ~(round->centres[host].closed | worker->unavailable);
}

/* Own workers who could leave and guests who could come, by period. */
struct crowd_of_centre {
    int32_t leaving[MATCHER_PERIODS], coming[MATCHER_PERIODS];
};

static void add_periods(int32_t *counts, uint64_t periods)
{
    for (; periods != 0; periods &= periods - 1)
        counts[__builtin_ctzll(periods)]++;
}

/* Periods in which the worker could be anywhere; *hosts: at how many. */
static uint64_t periods_anywhere(const struct matcher_round *round, const struct matcher_round_worker *worker,
                                 int64_t *hosts)
{
    uint64_t periods = 0;

    *hosts = 0;
    for (size_t i = 0; i < worker->fits_count; i++) {
        uint64_t here = periods_open(round, worker, worker->fits[i].host);
        periods |= here;
        *hosts += here != 0;
    }
    return periods;
}

/* Periods with room for anybody, out or in, and how many at once in all of them. */
struct rooms {
    uint64_t out, in;
    int64_t sent, hosted;
};

static struct rooms rooms_of(const struct matcher_round *round, const uint64_t *unbalanced, uint32_t centre,
                             const struct crowd_of_centre *crowd)
{
    const struct matcher_round_centre *place = &round->centres[centre];
    struct rooms rooms = {0};

    for (uint32_t t = 0; t < round->periods; t++) {
        int64_t out = least(crowd->leaving[t], place->away[t]), in = least(crowd->coming[t], place->guests[t]);
        if (round->balanced && !(unbalanced != NULL && unbalanced[centre] >> t & 1))
            out = in = least(out, in);
        rooms.out |= (uint64_t)(out > 0) << t;
        rooms.in |= (uint64_t)(in > 0) << t;
        rooms.sent += out;
        rooms.hosted += in;
    }
    return rooms;
}

/* Of one centre, at most. */
struct reach {
    int64_t sent, hosted;
};

static struct reach count_reach(const struct matcher_round *round, const uint64_t *unbalanced, uint32_t centre)
{
    struct crowd_of_centre crowd = {0};
    struct reach most = {0};
    int64_t hosts;

    for (size_t w = 0; w < round->workers_count; w++) {
        const struct matcher_round_worker *worker = &round->workers[w];
        if (worker->home == centre)
            add_periods(crowd.leaving, periods_anywhere(round, worker, &hosts));
        else if (round_find_fit(worker, centre) != NULL)
            add_periods(crowd.coming, periods_open(round, worker, centre));
    }
    struct rooms rooms = rooms_of(round, unbalanced, centre, &crowd);
    for (size_t w = 0; w < round->workers_count; w++) {
        const struct matcher_round_worker *worker = &round->workers[w];
        if (worker->home == centre) {
            uint64_t periods = periods_anywhere(round, worker, &hosts) & rooms.out;
            most.sent += most_visits(round, periods, hosts);
        } else if (round_find_fit(worker, centre) != NULL) {
            most.hosted += round->max_visits > 0 && (periods_open(round, worker, centre) & rooms.in) != 0;
        }
    }
    return (struct reach){least(most.sent, rooms.sent), least(most.hosted, rooms.hosted)};
}

bool centre_is_short(const struct matcher_round *round, const uint64_t *unbalanced, uint32_t centre)
{
    const struct matcher_round_centre *place = &round->centres[centre];

    if (place->min_send <= 0 && place->min_host <= 0)
        return false;
    struct reach most = count_reach(round, unbalanced, centre);
    return most.sent < place->min_send || most.hosted < place->min_host;
}

uint32_t first_short(const struct matcher_round *round, const uint64_t *unbalanced)
{
    uint32_t c = 0;

    while (c < round->centres_count && !centre_is_short(round, unbalanced, c))
        c++;
    return c;
}

bool sums_are_short(const struct matcher_round *round, const uint64_t *unbalanced)
{
    struct reach all = {0}, wanted = {0};

    for (uint32_t c = 0; c < round->centres_count; c++) {
        wanted.sent += round->centres[c].min_send;
        wanted.hosted += round->centres[c].min_host;
    }
    if (wanted.sent == 0 && wanted.hosted == 0)
        return false;
    for (uint32_t c = 0; c < round->centres_count; c++) {
        struct reach most = count_reach(round, unbalanced, c);
        all.sent += most.sent;
        all.hosted += most.hosted;
    }
    int64_t visits = least(all.sent, all.hosted);
    return visits < wanted.sent || visits < wanted.hosted;
}
