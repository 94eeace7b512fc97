/* From one plan to another, line by line. */
#include "matcher/matcher.h"

#include <stdlib.h>

static int by_period_worker_and_host(const void *a, const void *b)
{
    const struct matcher_visit *left = a, *right = b;

    if (left->period != right->period)
        return left->period < right->period ? -1 : 1;
    if (left->worker != right->worker)
        return left->worker < right->worker ? -1 : 1;
    return (left->host > right->host) - (left->host < right->host);
}

/* Sorted, each once; how many there are. */
static size_t sort_visits(struct matcher_visit *sorted, const struct matcher_visit *visits, size_t visits_count)
{
    size_t count = 0;

    for (size_t i = 0; i < visits_count; i++)
        sorted[i] = visits[i];
    qsort(sorted, visits_count, sizeof *sorted, by_period_worker_and_host);
    for (size_t i = 0; i < visits_count; i++)
        if (count == 0 || by_period_worker_and_host(&sorted[count - 1], &sorted[i]) != 0)
            sorted[count++] = sorted[i];
    return count;
}

struct run_of_visits {
    const struct matcher_visit *list;
    size_t count;
};

/* The visits that begin at `list` and are of the same worker and period. */
static size_t run_length(const struct matcher_visit *list, size_t count)
{
    size_t length = 0;

    while (length < count && list[length].worker == list[0].worker && list[length].period == list[0].period)
        length++;
    return length;
}

static bool has_host(struct run_of_visits run, uint32_t host)
{
    for (size_t i = 0; i < run.count; i++)
        if (run.list[i].host == host)
            return true;
    return false;
}

/* One worker and period: what is lost beside what is there instead. Who is in several places at a time (a plan need not
 * be legal) has a line for each place lost, beside the first. */
static size_t compare(struct run_of_visits before, struct run_of_visits after, struct matcher_changed *changed)
{
    const struct matcher_visit *any = before.count > 0 ? before.list : after.list;
    struct matcher_changed line = {
        .worker = any->worker, .period = any->period, .from = MATCHER_NONE, .to = MATCHER_NONE};
    size_t count = 0;

    if (after.count > 0)
        line.to = after.list[0].host;
    for (size_t i = 0; i < before.count; i++) {
        line.from = before.list[i].host;
        if (!has_host(after, line.from))
            changed[count++] = line;
    }
    for (size_t i = 0; before.count == 0 && i < after.count; i++) {
        line.to = after.list[i].host;
        changed[count++] = line;
    }
    return count;
}

bool matcher_plans_difference(const struct matcher_visit *before, size_t before_count,
                              const struct matcher_visit *after, size_t after_count, struct matcher_changed *changed,
                              size_t *changed_count, struct matcher_error *error)
{
    struct matcher_visit *old = calloc(before_count + 1, sizeof *old), *new = calloc(after_count + 1, sizeof *new);
    bool ok = old != NULL && new != NULL;

    *changed_count = 0;
    if (ok) {
        size_t olds = sort_visits(old, before, before_count), news = sort_visits(new, after, after_count);
        for (size_t i = 0, j = 0; i < olds || j < news;) {
            struct run_of_visits was = {old + i, run_length(old + i, olds - i)};
            struct run_of_visits is = {new + j, run_length(new + j, news - j)};
            if (was.count > 0 && is.count > 0) {
                struct matcher_visit a = old[i], b = new[j];
                a.host = b.host = 0;
                int order = by_period_worker_and_host(&a, &b);
                was.count = order <= 0 ? was.count : 0;
                is.count = order >= 0 ? is.count : 0;
            }
            *changed_count += compare(was, is, changed + *changed_count);
            i += was.count;
            j += is.count;
        }
    }
    free(old);
    free(new);
    if (!ok && error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = MATCHER_NO_MEMORY};
    return ok;
}
