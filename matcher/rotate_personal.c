/* Room for prices, and for the dynamic programme of rotate_price.c. */
#include "matcher/rotate.h"

#include <stdlib.h>
#include <string.h>

bool prices_new(struct prices *prices, const struct rotation *rotation)
{
    size_t cells = (size_t)rotation->centres * rotation->periods + 1;

    *prices = (struct prices){
        .guests = calloc(cells, sizeof *prices->guests),
        .away = calloc(cells, sizeof *prices->away),
        .balance = calloc(cells, sizeof *prices->balance),
        .send = calloc((size_t)rotation->centres + 1, sizeof *prices->send),
        .host = calloc((size_t)rotation->centres + 1, sizeof *prices->host),
        .fair = calloc((size_t)rotation->workers + 1, sizeof *prices->fair),
    };
    if (prices->guests == NULL || prices->away == NULL || prices->balance == NULL || prices->send == NULL ||
        prices->host == NULL || prices->fair == NULL) {
        prices_clear(prices);
        return false;
    }
    return true;
}

void prices_clear(struct prices *prices)
{
    free(prices->guests);
    free(prices->away);
    free(prices->balance);
    free(prices->send);
    free(prices->host);
    free(prices->fair);
    *prices = (struct prices){0};
}

void prices_copy(struct prices *to, const struct prices *from, const struct rotation *rotation)
{
    size_t cells = (size_t)rotation->centres * rotation->periods;

    for (size_t i = 0; i < cells; i++) {
        to->guests[i] = from->guests[i];
        to->away[i] = from->away[i];
        to->balance[i] = from->balance[i];
    }
    for (size_t c = 0; c < rotation->centres; c++) {
        to->send[c] = from->send[c];
        to->host[c] = from->host[c];
    }
    for (size_t w = 0; w < rotation->workers; w++)
        to->fair[w] = from->fair[w];
}

static unsigned most_states(const struct rotation *rotation, uint32_t layers)
{
    unsigned wants = 0, bits;

    for (uint32_t w = 0; w < rotation->workers; w++)
        wants =
            rotation->round->workers[w].wants_count > wants ? (unsigned)rotation->round->workers[w].wants_count : wants;
    for (bits = wants + PERSONAL_REMEMBERED; bits > wants && bits > 5; bits--)
        if (((size_t)rotation->periods + 1) * layers << bits <= 400000 && bits <= 11)
            break;
    return 1u << bits;
}

bool personal_new(struct personal *personal, const struct rotation *rotation)
{
    uint64_t step = (uint64_t)rotation->round->min_gap + 1;
    uint32_t by_gap = (uint32_t)((rotation->periods + step - 1) / step);
    uint32_t layers = rotation->most_visits < by_gap ? rotation->most_visits + 1 : 1;
    unsigned states = most_states(rotation, layers);
    size_t cells = ((size_t)rotation->periods + 1) * layers * states, most = 0;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        size_t options = rotation->first_option[w + 1] - rotation->first_option[w];
        most = options > most ? options : most;
    }
    *personal = (struct personal){
        .layers = layers,
        .most_states = states,
        .ahead = malloc(cells * sizeof *personal->ahead),
        .groups = malloc(((size_t)rotation->periods + 1) * PERSONAL_GROUPS * sizeof *personal->groups),
        .costs = malloc((most * rotation->periods + 1) * sizeof *personal->costs),
        .values = malloc((most * rotation->periods + 1) * sizeof *personal->values),
        .mark_of = malloc((most + 1) * sizeof *personal->mark_of),
        .group_of = malloc((most + 1) * sizeof *personal->group_of),
        .reached = malloc((size_t)layers * states * sizeof *personal->reached),
        .reached_count = malloc(layers * sizeof *personal->reached_count),
        .seen = malloc(states * sizeof *personal->seen),
        .remembered = malloc(((size_t)rotation->workers + 1) * sizeof *personal->remembered),
    };
    if (personal->ahead == NULL || personal->groups == NULL || personal->costs == NULL || personal->values == NULL ||
        personal->mark_of == NULL || personal->group_of == NULL || personal->reached == NULL ||
        personal->reached_count == NULL || personal->seen == NULL || personal->remembered == NULL) {
        personal_clear(personal);
        return false;
    }
    memset(personal->remembered, 0xff, ((size_t)rotation->workers + 1) * sizeof *personal->remembered);
    return true;
}

void personal_clear(struct personal *personal)
{
    free(personal->ahead);
    free(personal->behind);
    free(personal->groups);
    free(personal->costs);
    free(personal->values);
    free(personal->mark_of);
    free(personal->group_of);
    free(personal->reached);
    free(personal->reached_count);
    free(personal->seen);
    free(personal->remembered);
    *personal = (struct personal){0};
}
