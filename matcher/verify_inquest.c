/* Visits that are made while a conflict is judged, and whether one more may be. */
#include "matcher/verify_search.h"

#include <stdlib.h>

static const uint64_t most_cells = UINT64_C(1) << 24; /* workers x hosts x periods that are searched */

static void sort_by_home(struct inquest *inquest)
{
    for (uint32_t w = 0; w < inquest->workers; w++)
        inquest->first_of[inquest->round->workers[w].home + 2]++;
    for (uint32_t c = 0; c < inquest->centres; c++)
        inquest->first_of[c + 2] += inquest->first_of[c + 1];
    for (uint32_t w = 0; w < inquest->workers; w++)
        inquest->by_home[inquest->first_of[inquest->round->workers[w].home + 1]++] = w;
}

bool inquest_new(struct inquest *inquest, const struct matcher_round *round, uint64_t steps)
{
    size_t cells = round->centres_count * round->periods + 1, pairs = round->workers_count * round->centres_count + 1;
    size_t centres = round->centres_count + 1, workers = round->workers_count + 1;
    bool searches = pairs * (round->periods + UINT64_C(1)) <= most_cells;

    *inquest = (struct inquest){.round = round,
                                .centres = (uint32_t)round->centres_count,
                                .workers = (uint32_t)round->workers_count,
                                .periods = round->periods,
                                .at_cell = calloc(cells, 1),
                                .at_centre = calloc(centres, 1),
                                .at_worker = calloc(workers, 1),
                                .fits = calloc(pairs / 64 + 1, sizeof *inquest->fits),
                                .met = calloc(pairs / 64 + 1, sizeof *inquest->met),
                                .away = calloc(workers, sizeof *inquest->away),
                                .by_home = calloc(workers, sizeof *inquest->by_home),
                                .first_of = calloc(centres + 2, sizeof *inquest->first_of),
                                .in = calloc(cells, sizeof *inquest->in),
                                .out = calloc(cells, sizeof *inquest->out),
                                .sent = calloc(centres, sizeof *inquest->sent),
                                .hosted = calloc(centres, sizeof *inquest->hosted),
                                .made = calloc(workers, sizeof *inquest->made),
                                .turns = calloc(workers, sizeof *inquest->turns),
                                .coming = calloc(centres, sizeof *inquest->coming),
                                .leaving = calloc(centres, sizeof *inquest->leaving),
                                .steps = steps};
    if (searches)
        inquest->ruled_out = calloc(pairs * round->periods + 1, sizeof *inquest->ruled_out);
    if (inquest->at_cell == NULL || inquest->at_centre == NULL || inquest->at_worker == NULL || inquest->fits == NULL ||
        inquest->met == NULL || inquest->away == NULL || inquest->by_home == NULL || inquest->first_of == NULL ||
        inquest->in == NULL || inquest->out == NULL || inquest->sent == NULL || inquest->hosted == NULL ||
        inquest->made == NULL || inquest->turns == NULL || inquest->coming == NULL || inquest->leaving == NULL ||
        (searches && inquest->ruled_out == NULL))
        return false;
    sort_by_home(inquest);
    for (size_t w = 0; w < inquest->workers; w++)
        for (size_t i = 0; i < round->workers[w].fits_count; i++) {
            size_t bit = w * inquest->centres + round->workers[w].fits[i].host;
            inquest->fits[bit / 64] |= UINT64_C(1) << bit % 64;
        }
    inquest_spend(inquest, pairs / 16);
    return true;
}

void inquest_clear(struct inquest *inquest)
{
    free(inquest->at_cell);
    free(inquest->at_centre);
    free(inquest->at_worker);
    free(inquest->fits);
    free(inquest->met);
    free(inquest->away);
    free(inquest->by_home);
    free(inquest->first_of);
    free(inquest->ruled_out);
    free(inquest->in);
    free(inquest->out);
    free(inquest->sent);
    free(inquest->hosted);
    free(inquest->made);
    free(inquest->turns);
    free(inquest->coming);
    free(inquest->leaving);
}

void inquest_spend(struct inquest *inquest, uint64_t steps)
{
    inquest->steps = inquest->steps > steps ? inquest->steps - steps : 0;
}

/* Bits of `period` and of `gap` periods on either side. */
static uint64_t around(uint32_t period, uint32_t gap)
{
    uint32_t first = period > gap ? period - gap : 0;
    uint32_t last = gap < MATCHER_PERIODS - period ? period + gap : MATCHER_PERIODS - 1;

    return UINT64_MAX >> (MATCHER_PERIODS - 1 - last) & UINT64_MAX << first;
}

bool inquest_may(struct inquest *inquest, uint32_t worker, uint32_t host, uint32_t period)
{
    const struct matcher_round *round = inquest->round;
    const struct matcher_round_worker *who = &round->workers[worker];
    size_t pair = (size_t)worker * inquest->centres + host, to = cell_of(inquest, host, period),
           from = cell_of(inquest, who->home, period);

    inquest_spend(inquest, 1);
    if (who->home == host || !(inquest->fits[pair / 64] >> pair % 64 & 1) || inquest->met[pair / 64] >> pair % 64 & 1)
        return false;
    if ((round->centres[host].closed | who->unavailable | inquest->away[worker]) >> period & 1)
        return false;
    if (inquest->ruled_out != NULL && inquest->ruled_out[pair * inquest->periods + period] != 0)
        return false;
    if (inquest->at_cell[to] & HOLDS_GUESTS && inquest->in[to] >= round->centres[host].guests[period])
        return false;
    if (inquest->at_cell[from] & HOLDS_AWAY && inquest->out[from] >= round->centres[who->home].away[period])
        return false;
    if (inquest->at_worker[worker] & HOLDS_MOST && (uint32_t)inquest->made[worker] >= round->max_visits)
        return false;
    return !(inquest->at_worker[worker] & HOLDS_GAP && inquest->away[worker] & around(period, round->min_gap));
}

uint64_t inquest_options(struct inquest *inquest, uint32_t worker, uint32_t host, uint32_t period)
{
    uint64_t options = 0;

    if (host != MATCHER_NONE)
        return inquest_may(inquest, worker, host, period);
    for (uint32_t h = 0; h < inquest->centres; h++)
        options += inquest_may(inquest, worker, h, period);
    return options;
}

void inquest_put(struct inquest *inquest, const struct matcher_visit *visit, int by)
{
    uint32_t home = inquest->round->workers[visit->worker].home;
    size_t pair = (size_t)visit->worker * inquest->centres + visit->host;

    inquest->away[visit->worker] ^= UINT64_C(1) << visit->period;
    inquest->met[pair / 64] ^= UINT64_C(1) << pair % 64;
    inquest->in[cell_of(inquest, visit->host, visit->period)] += by;
    inquest->out[cell_of(inquest, home, visit->period)] += by;
    inquest->hosted[visit->host] += by;
    inquest->sent[home] += by;
    inquest->made[visit->worker] += by;
}
