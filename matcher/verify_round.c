/*
 * Judges plans and bounds of exchange rounds. It trusts nobody and shares no code with the planner: everything is
 * looked up and counted anew from the round, in the plainest way, and the bound has its own dynamic programme, forward
 * in time.
 */
#include "matcher/matcher.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool fail(struct matcher_error *error, enum matcher_failure failure, const char *field)
{
    if (error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = failure, .field = field};
    return false;
}

/* ---- Plans ---- */

struct trial {
    const struct matcher_round *round;
    const struct matcher_visit *visits;
    size_t count;
    struct matcher_verdict *verdict;
};

__attribute__((format(printf, 6, 7))) static void reject(struct trial *trial, enum matcher_round_rule rule,
                                                         uint32_t centre, uint32_t worker, uint32_t period,
                                                         const char *format, ...)
{
    struct matcher_verdict *verdict = trial->verdict;
    va_list arguments;

    if (!verdict->accepted)
        return;
    verdict->accepted = false;
    verdict->breach = (struct matcher_breach){.rule = rule, .centre = centre, .worker = worker, .period = period};
    va_start(arguments, format);
    vsnprintf(verdict->reason, sizeof verdict->reason, format, arguments);
    va_end(arguments);
}

static bool fit_of(const struct matcher_round_worker *worker, uint32_t host, int32_t *fit)
{
    for (size_t i = 0; i < worker->fits_count; i++)
        if (worker->fits[i].host == host) {
            *fit = worker->fits[i].fit;
            return true;
        }
    return false;
}

static bool has_goal(const struct matcher_round_centre *centre, uint32_t goal)
{
    for (size_t i = 0; i < centre->offers_count; i++)
        if (centre->offers[i] == goal)
            return true;
    return false;
}

/* Rules of one visit by itself. */
static void judge_visit(struct trial *trial, const struct matcher_visit *v)
{
    const struct matcher_round *round = trial->round;
    int32_t fit;

    if (v->worker >= round->workers_count || v->host >= round->centres_count || v->period >= round->periods) {
        reject(trial, MATCHER_ROUND_RANGE, v->host, v->worker, v->period, "no such worker, host or period");
        return;
    }
    const struct matcher_round_worker *worker = &round->workers[v->worker];
    if (worker->home == v->host)
        reject(trial, MATCHER_ROUND_OWN_CENTRE, v->host, v->worker, v->period, "own_centre: worker %u visits home",
               v->worker);
    if (!fit_of(worker, v->host, &fit))
        reject(trial, MATCHER_ROUND_FIT, v->host, v->worker, v->period, "fit: worker %u has none for centre %u",
               v->worker, v->host);
    if (round->centres[v->host].closed & UINT64_C(1) << v->period)
        reject(trial, MATCHER_ROUND_CLOSED, v->host, v->worker, v->period, "closed: centre %u in period %u", v->host,
               v->period);
    if (worker->unavailable & UINT64_C(1) << v->period)
        reject(trial, MATCHER_ROUND_UNAVAILABLE, v->host, v->worker, v->period, "unavailable: worker %u in period %u",
               v->worker, v->period);
}

/* Rules between two visits of one worker. */
static void judge_two(struct trial *trial, const struct matcher_visit *a, const struct matcher_visit *b)
{
    uint32_t apart = a->period < b->period ? b->period - a->period : a->period - b->period;

    if (apart == 0)
        reject(trial, MATCHER_ROUND_ONE_PLACE, b->host, b->worker, b->period,
               "one_place: worker %u is twice away in period %u", a->worker, a->period);
    else if (apart - 1 < trial->round->min_gap)
        reject(trial, MATCHER_ROUND_GAP, b->host, b->worker, b->period, "min_gap: worker %u in periods %u and %u",
               a->worker, a->period, b->period);
    if (a->host == b->host)
        reject(trial, MATCHER_ROUND_HOST_ONCE, b->host, b->worker, b->period,
               "host_once: worker %u visits centre %u twice", a->worker, a->host);
}

static int in_worker_order(const void *left, const void *right)
{
    const struct matcher_visit *a = left, *b = right;

    return (a->worker > b->worker) - (a->worker < b->worker);
}

/* The objective's share of one worker, whose visits are run[0..length-1]. */
static int64_t worth(const struct matcher_round *round, uint32_t w, const struct matcher_visit *run, size_t length)
{
    const struct matcher_round_worker *worker = &round->workers[w];
    int64_t part = 0;

    for (size_t i = 0; i < length; i++) {
        int32_t fit = 0;
        if (fit_of(worker, run[i].host, &fit))
            part += fit;
        if (round->centres[run[i].host].bonus != NULL)
            part += round->centres[run[i].host].bonus[run[i].period];
    }
    for (size_t want = 0; want < worker->wants_count; want++) {
        bool met = false;
        for (size_t i = 0; i < length; i++)
            met = met || has_goal(&round->centres[run[i].host], worker->wants[want].goal);
        part += met ? worker->wants[want].worth : 0;
    }
    int64_t short_by = round->fair_target - part;
    return short_by > 0 ? part - round->fair_weight * short_by : part;
}

static void judge_workers(struct trial *trial)
{
    const struct matcher_round *round = trial->round;
    size_t at = 0;

    for (uint32_t w = 0; w < round->workers_count; w++) {
        size_t first = at;
        while (at < trial->count && trial->visits[at].worker == w)
            at++;
        for (size_t i = first; i < at; i++)
            for (size_t j = i + 1; j < at; j++)
                judge_two(trial, &trial->visits[i], &trial->visits[j]);
        if (at - first > round->max_visits)
            reject(trial, MATCHER_ROUND_MAX_VISITS, MATCHER_NONE, w, MATCHER_NONE,
                   "max_visits: worker %u makes %zu of %u", w, at - first, round->max_visits);
        trial->verdict->objective += worth(round, w, trial->visits + first, at - first);
    }
}

struct tally {
    int64_t in, out;
};

/* `cells` by centre, then period. */
static void judge_centre(struct trial *trial, uint32_t c, const struct tally *cells)
{
    const struct matcher_round *round = trial->round;
    int64_t sent = 0, hosted = 0;

    for (uint32_t t = 0; t < round->periods; t++) {
        const struct tally *cell = &cells[(size_t)c * round->periods + t];
        sent += cell->out;
        hosted += cell->in;
        if (cell->in > round->centres[c].guests[t])
            reject(trial, MATCHER_ROUND_GUESTS, c, MATCHER_NONE, t, "guests: centre %u, period %u: %lld of %d", c, t,
                   (long long)cell->in, round->centres[c].guests[t]);
        if (cell->out > round->centres[c].away[t])
            reject(trial, MATCHER_ROUND_AWAY, c, MATCHER_NONE, t, "away: centre %u, period %u: %lld of %d", c, t,
                   (long long)cell->out, round->centres[c].away[t]);
        if (round->balanced && cell->in != cell->out)
            reject(trial, MATCHER_ROUND_BALANCE, c, MATCHER_NONE, t,
                   "balanced: centre %u, period %u: %lld out, %lld in", c, t, (long long)cell->out,
                   (long long)cell->in);
    }
    if (sent < round->centres[c].min_send)
        reject(trial, MATCHER_ROUND_MIN_SEND, c, MATCHER_NONE, MATCHER_NONE, "min_send: centre %u sends %lld of %d", c,
               (long long)sent, round->centres[c].min_send);
    if (hosted < round->centres[c].min_host)
        reject(trial, MATCHER_ROUND_MIN_HOST, c, MATCHER_NONE, MATCHER_NONE, "min_host: centre %u hosts %lld of %d", c,
               (long long)hosted, round->centres[c].min_host);
}

static void judge_pins(struct trial *trial)
{
    for (size_t p = 0; p < trial->round->pins_count; p++) {
        const struct matcher_visit *pin = &trial->round->pins[p];
        bool kept = false;
        for (size_t i = 0; i < trial->count && !kept; i++)
            kept = trial->visits[i].worker == pin->worker && trial->visits[i].host == pin->host &&
                   trial->visits[i].period == pin->period;
        if (!kept)
            reject(trial, MATCHER_ROUND_PIN, pin->host, pin->worker, pin->period,
                   "pin: worker %u at centre %u in period %u is missing", pin->worker, pin->host, pin->period);
    }
}

bool matcher_verify_round(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                          int64_t claimed, struct matcher_verdict *verdict, struct matcher_error *error)
{
    *verdict = (struct matcher_verdict){.accepted = true};
    if (!matcher_round_valid(round, error))
        return false;
    struct trial trial = {.round = round, .count = visits_count, .verdict = verdict};
    struct matcher_visit *sorted = calloc(visits_count + 1, sizeof *sorted);
    struct tally *cells = calloc(round->centres_count * round->periods + 1, sizeof *cells);
    if (sorted == NULL || cells == NULL) {
        free(sorted);
        free(cells);
        return fail(error, MATCHER_NO_MEMORY, NULL);
    }
    if (visits_count > 0)
        memcpy(sorted, visits, visits_count * sizeof *sorted);
    for (size_t i = 0; i < visits_count; i++)
        judge_visit(&trial, &sorted[i]);
    if (verdict->accepted || verdict->breach.rule != MATCHER_ROUND_RANGE) {
        qsort(sorted, visits_count, sizeof *sorted, in_worker_order);
        trial.visits = sorted;
        judge_workers(&trial);
        for (size_t i = 0; i < visits_count; i++) {
            cells[(size_t)sorted[i].host * round->periods + sorted[i].period].in++;
            cells[(size_t)round->workers[sorted[i].worker].home * round->periods + sorted[i].period].out++;
        }
        for (uint32_t c = 0; c < round->centres_count; c++)
            judge_centre(&trial, c, cells);
        judge_pins(&trial);
        if (verdict->objective != claimed)
            reject(&trial, MATCHER_ROUND_OK, MATCHER_NONE, MATCHER_NONE, MATCHER_NONE,
                   "objective: %lld claimed, %lld true", (long long)claimed, (long long)verdict->objective);
    }
    free(sorted);
    free(cells);
    return true;
}
