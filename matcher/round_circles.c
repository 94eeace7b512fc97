/* The visits of a period as circles and paths from centre to centre. */
#include "matcher/rotate.h"

#include <stdlib.h>

struct walk {
    const struct matcher_round *round;
    struct matcher_visit *from;  /* by period, home, worker: what is left to walk */
    size_t *first, *end;         /* by centre: its visits of the period at hand that were not walked yet */
    int32_t *excess;             /* by centre: walks that begin there, as paths */
    size_t *place;               /* by centre: 1 + place in `chain` where the walk left it; 0: not on it */
    struct matcher_visit *chain; /* the walk so far */
    size_t chain_count;
    struct matcher_visit *ordered; /* out */
    struct matcher_circle *circles;
    size_t ordered_count, circles_count;
};

static void walk_clear(struct walk *walk)
{
    free(walk->from);
    free(walk->first);
    free(walk->end);
    free(walk->excess);
    free(walk->place);
    free(walk->chain);
}

static bool walk_new(struct walk *walk, size_t visits_count)
{
    size_t centres = walk->round->centres_count + 1;

    walk->from = calloc(visits_count + 1, sizeof *walk->from);
    walk->first = calloc(centres, sizeof *walk->first);
    walk->end = calloc(centres, sizeof *walk->end);
    walk->excess = calloc(centres, sizeof *walk->excess);
    walk->place = calloc(centres, sizeof *walk->place);
    walk->chain = calloc(visits_count + 1, sizeof *walk->chain);
    return walk->from != NULL && walk->first != NULL && walk->end != NULL && walk->excess != NULL &&
           walk->place != NULL && walk->chain != NULL;
}

static int by_period_and_worker(const void *a, const void *b)
{
    const struct matcher_visit *left = a, *right = b;

    if (left->period != right->period)
        return left->period < right->period ? -1 : 1;
    if (left->worker != right->worker)
        return left->worker < right->worker ? -1 : 1;
    return (left->host > right->host) - (left->host < right->host);
}

static uint32_t home_of(const struct walk *walk, const struct matcher_visit *visit)
{
    return walk->round->workers[visit->worker].home;
}

/* The chain from `begin` on becomes a circle or path of the answer. */
static void put_circle(struct walk *walk, size_t begin, bool closed)
{
    struct matcher_circle *circle = &walk->circles[walk->circles_count++];

    *circle = (struct matcher_circle){.period = walk->chain[begin].period,
                                      .closed = closed,
                                      .first = walk->ordered_count,
                                      .count = walk->chain_count - begin};
    size_t lowest = begin;
    for (size_t i = begin; closed && i < walk->chain_count; i++)
        if (home_of(walk, &walk->chain[i]) < home_of(walk, &walk->chain[lowest]))
            lowest = i;
    for (size_t i = 0; i < circle->count; i++)
        walk->ordered[walk->ordered_count++] = walk->chain[begin + (lowest - begin + i) % circle->count];
    for (size_t i = begin; i < walk->chain_count; i++)
        walk->place[home_of(walk, &walk->chain[i])] = 0;
    walk->chain_count = begin;
}

/* From a centre on along what is left, until nothing is; circles are cut off as they close. */
static void walk_from(struct walk *walk, uint32_t centre)
{
    while (walk->first[centre] < walk->end[centre]) {
        const struct matcher_visit *visit = &walk->from[walk->first[centre]++];
        walk->chain[walk->chain_count] = *visit;
        walk->place[centre] = ++walk->chain_count;
        centre = visit->host;
        if (walk->place[centre] > 0)
            put_circle(walk, walk->place[centre] - 1, true);
    }
    if (walk->chain_count > 0)
        put_circle(walk, 0, false);
}

/* Visits first..end-1 of `from`, of one period: grouped by home, who stands first first. */
static void one_period(struct walk *walk, const struct matcher_visit *sorted, size_t first, size_t end)
{
    size_t centres = walk->round->centres_count;

    for (size_t c = 0; c < centres; c++) {
        walk->end[c] = 0;
        walk->excess[c] = 0;
    }
    for (size_t i = first; i < end; i++) {
        walk->end[home_of(walk, &sorted[i])]++;
        walk->excess[home_of(walk, &sorted[i])]++;
        walk->excess[sorted[i].host]--;
    }
    for (size_t c = 0, at = first; c < centres; c++) {
        walk->first[c] = at;
        at += walk->end[c];
        walk->end[c] = walk->first[c];
    }
    for (size_t i = first; i < end; i++)
        walk->from[walk->end[home_of(walk, &sorted[i])]++] = sorted[i];
    for (uint32_t c = 0; c < centres; c++)
        for (; walk->excess[c] > 0; walk->excess[c]--)
            walk_from(walk, c);
    for (uint32_t c = 0; c < centres; c++)
        while (walk->first[c] < walk->end[c])
            walk_from(walk, c);
}

bool matcher_round_circles(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                           struct matcher_visit *ordered, struct matcher_circle *circles, size_t *circles_count,
                           struct matcher_error *error)
{
    struct walk walk = {.round = round, .ordered = ordered, .circles = circles};

    *circles_count = 0;
    if (!round_holds(round, visits, visits_count, error))
        return false;
    struct matcher_visit *sorted = calloc(visits_count + 1, sizeof *sorted);
    bool ok = walk_new(&walk, visits_count) && sorted != NULL;
    if (ok) {
        for (size_t i = 0; i < visits_count; i++)
            sorted[i] = visits[i];
        qsort(sorted, visits_count, sizeof *sorted, by_period_and_worker);
        for (size_t first = 0, end; first < visits_count; first = end) {
            end = first;
            while (end < visits_count && sorted[end].period == sorted[first].period)
                end++;
            one_period(&walk, sorted, first, end);
        }
        *circles_count = walk.circles_count;
    }
    walk_clear(&walk);
    free(sorted);
    if (!ok && error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = MATCHER_NO_MEMORY};
    return ok;
}
