/* The round in flat arrays, and what visits are worth. */
#include "matcher/rotate.h"

#include <stdlib.h>
#include <string.h>

static bool offers(const struct matcher_round_centre *centre, uint32_t goal)
{
    size_t low = 0, high = centre->offers_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (centre->offers[middle] < goal)
            low = middle + 1;
        else
            high = middle;
    }
    return low < centre->offers_count && centre->offers[low] == goal;
}

static void fill_options(struct rotation *rotation)
{
    const struct matcher_round *round = rotation->round;
    size_t used = 0;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        const struct matcher_round_worker *worker = &round->workers[w];
        rotation->first_option[w] = used;
        for (size_t i = 0; i < worker->fits_count; i++) {
            if (worker->fits[i].host == worker->home)
                continue;
            struct option *option = &rotation->options[used++];
            *option = (struct option){.host = worker->fits[i].host, .fit = worker->fits[i].fit};
            for (size_t want = 0; want < worker->wants_count; want++)
                if (offers(&round->centres[option->host], worker->wants[want].goal))
                    option->goals |= (uint8_t)(1u << want);
        }
    }
    rotation->first_option[rotation->workers] = used;
}

static void fill_capacities(struct rotation *rotation)
{
    const struct matcher_round *round = rotation->round;

    for (uint32_t c = 0; c < rotation->centres; c++)
        for (uint32_t t = 0; t < rotation->periods; t++) {
            const struct matcher_round_centre *centre = &round->centres[c];
            size_t cell = (size_t)c * rotation->periods + t;
            rotation->guests[cell] = centre->closed >> t & 1 ? 0 : centre->guests[t];
            rotation->away[cell] = centre->away[t];
            rotation->bonus[cell] = centre->bonus == NULL ? 0 : centre->bonus[t];
        }
}

static int by_worker_and_period(const void *a, const void *b)
{
    const struct pin *left = a, *right = b;

    if (left->worker != right->worker)
        return left->worker < right->worker ? -1 : 1;
    if (left->period != right->period)
        return left->period < right->period ? -1 : 1;
    return (left->option > right->option) - (left->option < right->option);
}

/* A pin whose worker has no fit for the host keeps NO_OPTION: why_pins finds it. */
static void fill_pins(struct rotation *rotation)
{
    const struct matcher_round *round = rotation->round;
    size_t count = 0;

    for (size_t i = 0; i < round->pins_count; i++)
        rotation->pins[i] = (struct pin){
            .worker = round->pins[i].worker,
            .option = rotation_find_option(rotation, round->pins[i].worker, round->pins[i].host),
            .period = round->pins[i].period,
        };
    if (round->pins_count > 1)
        qsort(rotation->pins, round->pins_count, sizeof *rotation->pins, by_worker_and_period);
    for (size_t i = 0; i < round->pins_count; i++)
        if (count == 0 || by_worker_and_period(&rotation->pins[count - 1], &rotation->pins[i]) != 0)
            rotation->pins[count++] = rotation->pins[i];
    rotation->pins_count = count;
    for (size_t i = 0, w = 0; w <= rotation->workers; w++) {
        while (i < count && rotation->pins[i].worker < w)
            i++;
        rotation->first_pin[w] = i;
    }
    for (uint32_t w = 0; w < rotation->workers; w++) {
        rotation->blocked[w] = round->workers[w].unavailable;
        for (size_t i = rotation->first_pin[w]; i < rotation->first_pin[w + 1]; i++) {
            rotation->pinned[w] |= UINT64_C(1) << rotation->pins[i].period;
            rotation->blocked[w] |= periods_near(rotation, rotation->pins[i].period);
        }
    }
}

/* Can the centre send, and take, anybody then? Balanced, it cannot do the one without the other. */
static bool may_leave(const struct rotation *rotation, uint32_t centre, uint32_t period)
{
    size_t cell = (size_t)centre * rotation->periods + period;
    bool free =
        !rotation->round->balanced || (rotation->unbalanced != NULL && rotation->unbalanced[centre] >> period & 1);

    return rotation->away[cell] > 0 && (free || rotation->guests[cell] > 0);
}

static bool may_come(const struct rotation *rotation, uint32_t centre, uint32_t period)
{
    size_t cell = (size_t)centre * rotation->periods + period;
    bool free =
        !rotation->round->balanced || (rotation->unbalanced != NULL && rotation->unbalanced[centre] >> period & 1);

    return rotation->guests[cell] > 0 && (free || rotation->away[cell] > 0);
}

static void fill_allowed(struct rotation *rotation)
{
    for (uint32_t w = 0; w < rotation->workers; w++) {
        uint32_t home = rotation->round->workers[w].home;
        for (size_t i = rotation->first_option[w]; i < rotation->first_option[w + 1]; i++) {
            uint64_t periods = 0;
            for (uint32_t t = 0; t < rotation->periods; t++)
                if (may_leave(rotation, home, t) && may_come(rotation, rotation->options[i].host, t))
                    periods |= UINT64_C(1) << t;
            uint64_t pinned = 0;
            for (size_t p = rotation->first_pin[w]; p < rotation->first_pin[w + 1]; p++)
                if (rotation->pins[p].option == i)
                    pinned |= UINT64_C(1) << rotation->pins[p].period;
            rotation->allowed[i] = periods & (pinned | ~(rotation->blocked[w] | rotation->pinned[w]));
        }
    }
}

static uint32_t most_visits(const struct matcher_round *round)
{
    uint64_t step = (uint64_t)round->min_gap + 1;
    uint64_t room = (round->periods + step - 1) / step;

    return room < round->max_visits ? (uint32_t)room : round->max_visits;
}

bool rotation_build(struct rotation *rotation, const struct matcher_round *round, const uint64_t *unbalanced)
{
    size_t cells = round->centres_count * round->periods, options = 0;

    for (size_t w = 0; w < round->workers_count; w++)
        options += round->workers[w].fits_count;
    *rotation = (struct rotation){
        .round = round,
        .periods = round->periods,
        .centres = (uint32_t)round->centres_count,
        .workers = (uint32_t)round->workers_count,
        .most_visits = most_visits(round),
        .options = calloc(options + 1, sizeof *rotation->options),
        .first_option = calloc(round->workers_count + 1, sizeof *rotation->first_option),
        .guests = calloc(cells + 1, sizeof *rotation->guests),
        .away = calloc(cells + 1, sizeof *rotation->away),
        .bonus = calloc(cells + 1, sizeof *rotation->bonus),
        .pins = calloc(round->pins_count + 1, sizeof *rotation->pins),
        .first_pin = calloc(round->workers_count + 1, sizeof *rotation->first_pin),
        .pinned = calloc(round->workers_count + 1, sizeof *rotation->pinned),
        .blocked = calloc(round->workers_count + 1, sizeof *rotation->blocked),
        .allowed = calloc(options + 1, sizeof *rotation->allowed),
        .unbalanced = unbalanced,
    };
    if (rotation->options == NULL || rotation->first_option == NULL || rotation->guests == NULL ||
        rotation->away == NULL || rotation->bonus == NULL || rotation->pins == NULL || rotation->first_pin == NULL ||
        rotation->pinned == NULL || rotation->blocked == NULL || rotation->allowed == NULL)
        return false;
    fill_options(rotation);
    fill_capacities(rotation);
    fill_pins(rotation);
    fill_allowed(rotation);
    return true;
}

void rotation_clear(struct rotation *rotation)
{
    free(rotation->options);
    free(rotation->first_option);
    free(rotation->guests);
    free(rotation->away);
    free(rotation->bonus);
    free(rotation->pins);
    free(rotation->first_pin);
    free(rotation->pinned);
    free(rotation->blocked);
    free(rotation->allowed);
    free(rotation->kept);
    *rotation = (struct rotation){0};
}

uint32_t rotation_find_option(const struct rotation *rotation, uint32_t worker, uint32_t host)
{
    size_t low = rotation->first_option[worker], end = rotation->first_option[worker + 1], high = end;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rotation->options[middle].host < host)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && rotation->options[low].host == host ? (uint32_t)low : NO_OPTION;
}

uint64_t periods_near(const struct rotation *rotation, uint32_t period)
{
    uint32_t gap = rotation->round->min_gap < 64 ? rotation->round->min_gap : 64;
    uint32_t first = period > gap ? period - gap : 0;
    uint32_t last = period + gap < 63 ? period + gap : 63;
    uint64_t up_to_last = last == 63 ? UINT64_MAX : (UINT64_C(1) << (last + 1)) - 1;

    return up_to_last & ~((UINT64_C(1) << first) - 1);
}

int64_t goals_worth(const struct matcher_round_worker *worker, uint8_t goals)
{
    int64_t worth = 0;

    for (unsigned left = goals; left != 0; left &= left - 1)
        worth += worker->wants[__builtin_ctz(left)].worth;
    return worth;
}

int64_t worker_value(const struct matcher_round *round, int64_t part)
{
    return part < round->fair_target ? part - round->fair_weight * (round->fair_target - part) : part;
}

/* ---- Plans under way ---- */

bool state_new(struct state *state, const struct rotation *rotation)
{
    size_t cells = (size_t)rotation->periods * rotation->workers;

    *state = (struct state){
        .at = malloc((cells + 1) * sizeof *state->at),
        .visited = calloc((size_t)rotation->workers + 1, sizeof *state->visited),
        .sent = calloc((size_t)rotation->centres + 1, sizeof *state->sent),
        .hosted = calloc((size_t)rotation->centres + 1, sizeof *state->hosted),
    };
    if (state->at == NULL || state->visited == NULL || state->sent == NULL || state->hosted == NULL) {
        state_clear(state);
        return false;
    }
    memset(state->at, 0xff, (cells + 1) * sizeof *state->at);
    return true;
}

void state_clear(struct state *state)
{
    free(state->at);
    free(state->visited);
    free(state->sent);
    free(state->hosted);
    *state = (struct state){0};
}

void state_copy(struct state *to, const struct state *from, const struct rotation *rotation)
{
    memcpy(to->at, from->at, (size_t)rotation->periods * rotation->workers * sizeof *to->at);
    memcpy(to->visited, from->visited, rotation->workers * sizeof *to->visited);
    memcpy(to->sent, from->sent, rotation->centres * sizeof *to->sent);
    memcpy(to->hosted, from->hosted, rotation->centres * sizeof *to->hosted);
    to->value = from->value;
    to->penalty = from->penalty;
}

void state_put(struct state *state, const struct rotation *rotation, uint32_t worker, uint32_t option, uint32_t period)
{
    state->at[(size_t)period * rotation->workers + worker] = option;
    state->visited[worker] |= UINT64_C(1) << period;
    state->sent[rotation->round->workers[worker].home]++;
    state->hosted[rotation->options[option].host]++;
}

void state_take(struct state *state, const struct rotation *rotation, uint32_t worker, uint32_t period)
{
    uint32_t *at = &state->at[(size_t)period * rotation->workers + worker];

    state->visited[worker] &= ~(UINT64_C(1) << period);
    state->sent[rotation->round->workers[worker].home]--;
    state->hosted[rotation->options[*at].host]--;
    *at = NO_OPTION;
}

static int64_t lost_minimums(const struct state *state, const struct rotation *rotation)
{
    int64_t missing = 0;

    for (uint32_t c = 0; c < rotation->centres; c++) {
        const struct matcher_round_centre *centre = &rotation->round->centres[c];
        missing += state->sent[c] < centre->min_send ? centre->min_send - state->sent[c] : 0;
        missing += state->hosted[c] < centre->min_host ? centre->min_host - state->hosted[c] : 0;
    }
    return missing;
}

void state_count(struct state *state, const struct rotation *rotation)
{
    const struct matcher_round *round = rotation->round;
    int64_t kept = 0, pins = 0;

    state->value = 0;
    for (uint32_t w = 0; w < rotation->workers; w++) {
        int64_t part = 0;
        uint8_t goals = 0;
        for (uint64_t left = state->visited[w]; left != 0; left &= left - 1) {
            uint32_t t = (uint32_t)__builtin_ctzll(left);
            uint32_t option = state->at[(size_t)t * rotation->workers + w];
            part += visit_worth(rotation, option, t);
            goals |= rotation->options[option].goals;
            kept += rotation->kept != NULL && rotation->kept[option] >> t & 1;
        }
        state->value += worker_value(round, part + goals_worth(&round->workers[w], goals));
    }
    for (size_t i = 0; i < rotation->pins_count; i++)
        pins += state->at[(size_t)rotation->pins[i].period * rotation->workers + rotation->pins[i].worker] !=
                rotation->pins[i].option;
    int64_t minimums = lost_minimums(state, rotation);
    state->penalty = (pins < MISSING_COUNTED ? pins : MISSING_COUNTED) * MISSING_PIN +
                     (minimums < MISSING_COUNTED ? minimums : MISSING_COUNTED) * MISSING_MINIMUM -
                     kept * rotation->keep_worth;
}

bool state_is_legal(const struct state *state, const struct rotation *rotation)
{
    for (size_t i = 0; i < rotation->pins_count; i++)
        if (state->at[(size_t)rotation->pins[i].period * rotation->workers + rotation->pins[i].worker] !=
            rotation->pins[i].option)
            return false;
    return lost_minimums(state, rotation) == 0;
}

struct matcher_visit *state_visits(const struct state *state, const struct rotation *rotation, size_t *count)
{
    size_t most = 0, used = 0;

    for (uint32_t w = 0; w < rotation->workers; w++)
        most += (size_t)__builtin_popcountll(state->visited[w]);
    struct matcher_visit *visits = calloc(most + 1, sizeof *visits);
    for (uint32_t t = 0; visits != NULL && t < rotation->periods; t++)
        for (uint32_t w = 0; w < rotation->workers; w++) {
            uint32_t option = state->at[(size_t)t * rotation->workers + w];
            if (option != NO_OPTION)
                visits[used++] =
                    (struct matcher_visit){.worker = w, .host = rotation->options[option].host, .period = t};
        }
    *count = used;
    return visits;
}
