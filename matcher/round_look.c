/* What a board shows of one plan: who covers where, and what each worker and centre gets out of it. */
#include "matcher/rotate.h"

#include <stdlib.h>

static bool fail(struct matcher_error *error, enum matcher_failure failure, const char *field, size_t at)
{
    if (error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = failure, .field = field, .at = (uint32_t)at};
    return false;
}

bool round_holds(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                 struct matcher_error *error)
{
    if (!matcher_round_valid(round, error))
        return false;
    for (size_t i = 0; i < visits_count; i++)
        if (visits[i].worker >= round->workers_count || visits[i].host >= round->centres_count ||
            visits[i].period >= round->periods)
            return fail(error, MATCHER_INVALID, "visits", i);
    return true;
}

/* ---- Cover ---- */

static void count_cover(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                        struct matcher_cover *cover)
{
    uint32_t periods = round->periods;

    for (size_t cell = 0; cell < round->centres_count * periods; cell++)
        cover[cell] = (struct matcher_cover){0};
    for (size_t w = 0; w < round->workers_count; w++)
        for (uint32_t t = 0; t < periods; t++)
            cover[(size_t)round->workers[w].home * periods + t].own++;
    for (size_t i = 0; i < visits_count; i++) {
        cover[(size_t)round->workers[visits[i].worker].home * periods + visits[i].period].away++;
        cover[(size_t)visits[i].host * periods + visits[i].period].guests++;
    }
}

static int32_t hands_required(const struct matcher_round *round, const struct matcher_cover *cell, int32_t spared)
{
    if (round->balanced)
        return cell->own;
    return cell->own > spared ? cell->own - spared : 0;
}

/* Where a worker would be: home but for visits. */
static void list_absences(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                          const struct matcher_cover *cover, struct matcher_absence *absences)
{
    uint32_t periods = round->periods;

    for (size_t w = 0; w < round->workers_count; w++)
        for (uint32_t t = 0; t < periods; t++)
            absences[w * periods + t].centre = round->workers[w].home;
    for (size_t i = 0; i < visits_count; i++)
        absences[(size_t)visits[i].worker * periods + visits[i].period].centre =
            round->balanced ? visits[i].host : MATCHER_NONE;
    for (size_t at = 0; at < round->workers_count * periods; at++) {
        uint32_t centre = absences[at].centre;
        absences[at].margin = centre == MATCHER_NONE ? 0 : cover[(size_t)centre * periods + at % periods].margin - 1;
    }
}

bool matcher_round_cover(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                         const int32_t *required, struct matcher_cover *cover, struct matcher_absence *absences,
                         struct matcher_error *error)
{
    if (!round_holds(round, visits, visits_count, error))
        return false;
    count_cover(round, visits, visits_count, cover);
    for (size_t c = 0; c < round->centres_count; c++)
        for (uint32_t t = 0; t < round->periods; t++) {
            size_t at = c * round->periods + t;
            struct matcher_cover *cell = &cover[at];
            cell->required = required != NULL ? required[at] : hands_required(round, cell, round->centres[c].away[t]);
            cell->present = cell->own - cell->away + (round->balanced ? cell->guests : 0);
            cell->margin = cell->present - cell->required;
        }
    if (absences != NULL)
        list_absences(round, visits, visits_count, cover, absences);
    return true;
}

/* ---- Shares ---- */

static int by_worker_and_period(const void *a, const void *b)
{
    const struct matcher_visit *left = a, *right = b;

    if (left->worker != right->worker)
        return left->worker < right->worker ? -1 : 1;
    return (left->period > right->period) - (left->period < right->period);
}

/* visits[0..count-1] are all of this worker. */
static struct matcher_worker_share share_of(const struct matcher_round *round, uint32_t w,
                                            const struct matcher_visit *visits, size_t count)
{
    struct matcher_worker_share share = {.visits = (uint32_t)count, .goals = (uint32_t)round->workers[w].wants_count};

    share.part = round_part(round, w, visits, count, &share.goals_met);
    share.short_by = share.part < round->fair_target ? round->fair_target - share.part : 0;
    return share;
}

static void add_share(struct matcher_centre_share *centre, const struct matcher_worker_share *share)
{
    centre->least_part = centre->workers == 0 || share->part < centre->least_part ? share->part : centre->least_part;
    centre->workers++;
    centre->sent += share->visits;
    centre->part += share->part;
    centre->short_by += share->short_by;
}

bool matcher_round_shares(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                          struct matcher_worker_share *workers, struct matcher_centre_share *centres,
                          struct matcher_error *error)
{
    if (!round_holds(round, visits, visits_count, error))
        return false;
    struct matcher_visit *sorted = calloc(visits_count + 1, sizeof *sorted);
    if (sorted == NULL)
        return fail(error, MATCHER_NO_MEMORY, NULL, 0);
    for (size_t c = 0; c < round->centres_count; c++)
        centres[c] = (struct matcher_centre_share){0};
    for (size_t i = 0; i < visits_count; i++) {
        sorted[i] = visits[i];
        centres[visits[i].host].hosted++;
    }
    qsort(sorted, visits_count, sizeof *sorted, by_worker_and_period);
    for (size_t w = 0, at = 0; w < round->workers_count; w++) {
        size_t first = at;
        while (at < visits_count && sorted[at].worker == w)
            at++;
        workers[w] = share_of(round, (uint32_t)w, sorted + first, at - first);
        add_share(&centres[round->workers[w].home], &workers[w]);
    }
    free(sorted);
    return true;
}
