/* A round's own bounds; one plan looked at: what it is worth and which rules it breaks. */
#include "matcher/rotate.h"

#include <stdlib.h>
#include <string.h>

static bool bad(struct matcher_error *error, const char *field, size_t at)
{
    if (error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = MATCHER_INVALID, .field = field, .at = (uint32_t)at};
    return false;
}

static bool no_memory(struct matcher_error *error)
{
    if (error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = MATCHER_NO_MEMORY};
    return false;
}

static bool small(int64_t value)
{
    return value >= -MATCHER_VALUE_MAX && value <= MATCHER_VALUE_MAX;
}

static bool centre_valid(const struct matcher_round *round, size_t at, struct matcher_error *error)
{
    const struct matcher_round_centre *centre = &round->centres[at];

    if (centre->min_send < 0)
        return bad(error, "centres.min_send", at);
    if (centre->min_host < 0)
        return bad(error, "centres.min_host", at);
    for (uint32_t t = 0; t < round->periods; t++) {
        if (centre->guests[t] < 0 || centre->guests[t] > 1000000)
            return bad(error, "centres.guests", at);
        if (centre->away[t] < 0 || centre->away[t] > 1000000)
            return bad(error, "centres.away", at);
        if (centre->bonus != NULL && !small(centre->bonus[t]))
            return bad(error, "centres.bonus", at);
    }
    for (size_t i = 0; i < centre->offers_count; i++)
        if (centre->offers[i] >= round->goals || (i > 0 && centre->offers[i] <= centre->offers[i - 1]))
            return bad(error, "centres.offers", at);
    return true;
}

static bool worker_valid(const struct matcher_round *round, size_t at, struct matcher_error *error)
{
    const struct matcher_round_worker *worker = &round->workers[at];

    if (worker->home >= round->centres_count)
        return bad(error, "workers.home", at);
    if (worker->wants_count > MATCHER_WANTS)
        return bad(error, "workers.wants", at);
    for (size_t i = 0; i < worker->wants_count; i++) {
        if (worker->wants[i].goal >= round->goals || !small(worker->wants[i].worth))
            return bad(error, "workers.wants", at);
        for (size_t j = 0; j < i; j++)
            if (worker->wants[j].goal == worker->wants[i].goal)
                return bad(error, "workers.wants", at);
    }
    for (size_t i = 0; i < worker->fits_count; i++)
        if (worker->fits[i].host >= round->centres_count || !small(worker->fits[i].fit) ||
            (i > 0 && worker->fits[i].host <= worker->fits[i - 1].host))
            return bad(error, "workers.fits", at);
    return true;
}

bool matcher_round_valid(const struct matcher_round *round, struct matcher_error *error)
{
    if (round->periods > MATCHER_PERIODS)
        return bad(error, "periods", 0);
    if (round->centres_count > MATCHER_CENTRES)
        return bad(error, "centres", 0);
    if (round->workers_count > MATCHER_WORKERS)
        return bad(error, "workers", 0);
    if (round->fair_target < 0 || round->fair_target > 1000000000)
        return bad(error, "fair_target", 0);
    if (round->fair_weight < 0 || round->fair_weight > 1000)
        return bad(error, "fair_weight", 0);
    for (size_t c = 0; c < round->centres_count; c++)
        if (!centre_valid(round, c, error))
            return false;
    for (size_t w = 0; w < round->workers_count; w++)
        if (!worker_valid(round, w, error))
            return false;
    for (size_t i = 0; i < round->pins_count; i++)
        if (round->pins[i].worker >= round->workers_count || round->pins[i].host >= round->centres_count ||
            round->pins[i].period >= round->periods)
            return bad(error, "pins", i);
    return true;
}

/* ---- One plan ---- */

struct check {
    const struct matcher_round *round;
    const struct matcher_visit *visits; /* by worker, then period */
    size_t visits_count;
    int32_t *guests, *away; /* [centre * periods + period] */
    int64_t *sent, *hosted;
    struct matcher_round_report *report;
    struct matcher_breach *breaches;
    size_t room;
};

static void add(struct check *check, enum matcher_round_rule rule, uint32_t centre, uint32_t worker, uint32_t period)
{
    if (check->report->breaches_count < check->room)
        check->breaches[check->report->breaches_count] =
            (struct matcher_breach){.rule = rule, .centre = centre, .worker = worker, .period = period};
    check->report->breaches_count++;
}

static int by_worker_and_period(const void *a, const void *b)
{
    const struct matcher_visit *left = a, *right = b;

    if (left->worker != right->worker)
        return left->worker < right->worker ? -1 : 1;
    if (left->period != right->period)
        return left->period < right->period ? -1 : 1;
    return (left->host > right->host) - (left->host < right->host);
}

const struct matcher_fit *round_find_fit(const struct matcher_round_worker *worker, uint32_t host)
{
    size_t low = 0, high = worker->fits_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (worker->fits[middle].host < host)
            low = middle + 1;
        else
            high = middle;
    }
    return low < worker->fits_count && worker->fits[low].host == host ? &worker->fits[low] : NULL;
}

/* Rules of one visit against those of its worker before it (visits[first..at-1]). */
static void check_visit(struct check *check, size_t first, size_t at)
{
    const struct matcher_round *round = check->round;
    const struct matcher_visit *visit = &check->visits[at];
    const struct matcher_round_worker *worker = &round->workers[visit->worker];

    if (visit->host == worker->home)
        add(check, MATCHER_ROUND_OWN_CENTRE, visit->host, visit->worker, visit->period);
    else if (round_find_fit(worker, visit->host) == NULL)
        add(check, MATCHER_ROUND_FIT, visit->host, visit->worker, visit->period);
    if (round->centres[visit->host].closed >> visit->period & 1)
        add(check, MATCHER_ROUND_CLOSED, visit->host, visit->worker, visit->period);
    if (worker->unavailable >> visit->period & 1)
        add(check, MATCHER_ROUND_UNAVAILABLE, visit->host, visit->worker, visit->period);
    if (at > first) {
        uint32_t since = visit->period - check->visits[at - 1].period;
        if (since == 0)
            add(check, MATCHER_ROUND_ONE_PLACE, visit->host, visit->worker, visit->period);
        else if (since <= round->min_gap)
            add(check, MATCHER_ROUND_GAP, visit->host, visit->worker, visit->period);
    }
    for (size_t i = first; i < at; i++)
        if (check->visits[i].host == visit->host) {
            add(check, MATCHER_ROUND_HOST_ONCE, visit->host, visit->worker, visit->period);
            break;
        }
    if (at - first == round->max_visits)
        add(check, MATCHER_ROUND_MAX_VISITS, visit->host, visit->worker, visit->period);
    check->guests[(size_t)visit->host * round->periods + visit->period]++;
    check->away[(size_t)worker->home * round->periods + visit->period]++;
    check->hosted[visit->host]++;
    check->sent[worker->home]++;
}

static bool offers_goal(const struct matcher_round_centre *centre, uint32_t goal)
{
    for (size_t i = 0; i < centre->offers_count; i++)
        if (centre->offers[i] == goal)
            return true;
    return false;
}

int64_t round_part(const struct matcher_round *round, uint32_t w, const struct matcher_visit *visits, size_t count,
                   uint32_t *goals_met)
{
    const struct matcher_round_worker *worker = &round->workers[w];
    int64_t part = 0;

    *goals_met = 0;
    for (size_t i = 0; i < count; i++) {
        const struct matcher_round_centre *host = &round->centres[visits[i].host];
        const struct matcher_fit *fit = round_find_fit(worker, visits[i].host);
        part += fit == NULL ? 0 : fit->fit;
        part += host->bonus == NULL ? 0 : host->bonus[visits[i].period];
    }
    for (size_t want = 0; want < worker->wants_count; want++)
        for (size_t i = 0; i < count; i++)
            if (offers_goal(&round->centres[visits[i].host], worker->wants[want].goal)) {
                part += worker->wants[want].worth;
                ++*goals_met;
                break;
            }
    return part;
}

static void check_workers(struct check *check)
{
    uint32_t goals_met;
    size_t at = 0;

    for (uint32_t w = 0; w < check->round->workers_count; w++) {
        size_t first = at;
        for (; at < check->visits_count && check->visits[at].worker == w; at++)
            check_visit(check, first, at);
        check->report->objective +=
            worker_value(check->round, round_part(check->round, w, check->visits + first, at - first, &goals_met));
    }
}

static void check_centres(struct check *check)
{
    const struct matcher_round *round = check->round;

    for (uint32_t c = 0; c < round->centres_count; c++) {
        const struct matcher_round_centre *centre = &round->centres[c];
        for (uint32_t t = 0; t < round->periods; t++) {
            size_t cell = (size_t)c * round->periods + t;
            if (check->guests[cell] > centre->guests[t])
                add(check, MATCHER_ROUND_GUESTS, c, MATCHER_NONE, t);
            if (check->away[cell] > centre->away[t])
                add(check, MATCHER_ROUND_AWAY, c, MATCHER_NONE, t);
            if (round->balanced && check->away[cell] != check->guests[cell])
                add(check, MATCHER_ROUND_BALANCE, c, MATCHER_NONE, t);
        }
        if (check->sent[c] < centre->min_send)
            add(check, MATCHER_ROUND_MIN_SEND, c, MATCHER_NONE, MATCHER_NONE);
        if (check->hosted[c] < centre->min_host)
            add(check, MATCHER_ROUND_MIN_HOST, c, MATCHER_NONE, MATCHER_NONE);
    }
}

static void check_pins(struct check *check)
{
    for (size_t i = 0; i < check->round->pins_count; i++) {
        const struct matcher_visit *pin = &check->round->pins[i];
        if (check->visits_count == 0 ||
            bsearch(pin, check->visits, check->visits_count, sizeof *pin, by_worker_and_period) == NULL)
            add(check, MATCHER_ROUND_PIN, pin->host, pin->worker, pin->period);
    }
}

static bool in_range(const struct matcher_round *round, const struct matcher_visit *visit)
{
    return visit->worker < round->workers_count && visit->host < round->centres_count && visit->period < round->periods;
}

bool matcher_round_check(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                         struct matcher_round_report *report, struct matcher_breach *breaches, size_t room,
                         struct matcher_error *error)
{
    size_t cells = round->centres_count * round->periods + 1, count = 0;
    struct check check = {.round = round, .report = report, .breaches = breaches, .room = room};

    *report = (struct matcher_round_report){0};
    if (!matcher_round_valid(round, error))
        return false;
    struct matcher_visit *sorted = calloc(visits_count + 1, sizeof *sorted);
    int32_t *counts = calloc(2 * cells, sizeof *counts);
    int64_t *totals = calloc(2 * (round->centres_count + 1), sizeof *totals);
    bool ok = sorted != NULL && counts != NULL && totals != NULL;
    if (ok) {
        for (size_t i = 0; i < visits_count; i++) {
            if (in_range(round, &visits[i]))
                sorted[count++] = visits[i];
            else
                add(&check, MATCHER_ROUND_RANGE, visits[i].host, visits[i].worker, visits[i].period);
        }
        qsort(sorted, count, sizeof *sorted, by_worker_and_period);
        check.visits = sorted;
        check.visits_count = count;
        check.guests = counts;
        check.away = counts + cells;
        check.sent = totals;
        check.hosted = totals + round->centres_count + 1;
        check_workers(&check);
        check_centres(&check);
        check_pins(&check);
    }
    free(sorted);
    free(counts);
    free(totals);
    return ok || no_memory(error);
}
