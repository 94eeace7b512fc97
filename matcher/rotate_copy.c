/* A round with other rules. */
#include "matcher/rotate.h"

#include <stdlib.h>
#include <string.h>

bool round_copy_new(struct round_copy *copy, const struct matcher_round *round)
{
    size_t cells = round->centres_count * round->periods + 1;

    *copy = (struct round_copy){
        .original = round,
        .centres = calloc(round->centres_count + 1, sizeof *copy->centres),
        .workers = calloc(round->workers_count + 1, sizeof *copy->workers),
        .guests = calloc(cells, sizeof *copy->guests),
        .away = calloc(cells, sizeof *copy->away),
        .pins = calloc(round->pins_count + 1, sizeof *copy->pins),
    };
    if (copy->centres == NULL || copy->workers == NULL || copy->guests == NULL || copy->away == NULL ||
        copy->pins == NULL)
        return false;
    round_copy_reset(copy);
    return true;
}

void round_copy_clear(struct round_copy *copy)
{
    free(copy->centres);
    free(copy->workers);
    free(copy->guests);
    free(copy->away);
    free(copy->pins);
    *copy = (struct round_copy){0};
}

void round_copy_reset(struct round_copy *copy)
{
    const struct matcher_round *round = copy->original;

    copy->round = *round;
    copy->round.centres = copy->centres;
    copy->round.workers = copy->workers;
    copy->round.pins = copy->pins;
    for (size_t c = 0; c < round->centres_count; c++) {
        size_t first = c * round->periods;
        copy->centres[c] = round->centres[c];
        copy->centres[c].guests = copy->guests + first;
        copy->centres[c].away = copy->away + first;
        memcpy(copy->guests + first, round->centres[c].guests, round->periods * sizeof *copy->guests);
        memcpy(copy->away + first, round->centres[c].away, round->periods * sizeof *copy->away);
    }
    for (size_t w = 0; w < round->workers_count; w++)
        copy->workers[w] = round->workers[w];
    for (size_t p = 0; p < round->pins_count; p++)
        copy->pins[p] = round->pins[p];
}

void round_copy_unpin(struct round_copy *copy, uint32_t worker, uint32_t host, uint32_t period)
{
    size_t count = 0;

    for (size_t p = 0; p < copy->round.pins_count; p++) {
        const struct matcher_visit *pin = &copy->pins[p];
        if (pin->worker != worker || pin->host != host || pin->period != period)
            copy->pins[count++] = *pin;
    }
    copy->round.pins_count = count;
}
