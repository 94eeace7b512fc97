/*
 * A legal plan at once, for rounds so large that circulations take seconds: the pins, in a balanced round for each of
 * them somebody who comes back the other way, and swaps between centres that must send or host. Annealing goes on from
 * there.
 */
#include "matcher/rotate.h"

#include <stdlib.h>

static bool is_free(const struct rotation *rotation, const struct state *state, uint32_t worker, uint32_t period)
{
    return (state->visited[worker] & periods_near(rotation, period)) == 0 &&
           (uint32_t)__builtin_popcountll(state->visited[worker]) < rotation->most_visits &&
           (rotation->pinned[worker] & periods_near(rotation, period)) == 0;
}

static bool goes_there(const struct rotation *rotation, const struct state *state, uint32_t worker, uint32_t option)
{
    for (uint64_t left = state->visited[worker]; left != 0; left &= left - 1)
        if (state->at[(size_t)__builtin_ctzll(left) * rotation->workers + worker] == option)
            return true;
    for (size_t i = rotation->first_pin[worker]; i < rotation->first_pin[worker + 1]; i++)
        if (rotation->pins[i].option == option)
            return true;
    return false;
}

/* What somebody of a centre, who is not needed elsewhere, can do there then; NO_OPTION: nobody. */
static uint32_t find_visitor(const struct rotation *rotation, const struct state *state, uint32_t from, uint32_t to,
                             uint32_t period, uint32_t *worker)
{
    for (uint32_t w = 0; w < rotation->workers; w++) {
        if (rotation->round->workers[w].home != from || !is_free(rotation, state, w, period))
            continue;
        uint32_t option = rotation_find_option(rotation, w, to);
        if (option == NO_OPTION || !(rotation->allowed[option] >> period & 1) || goes_there(rotation, state, w, option))
            continue;
        *worker = w;
        return option;
    }
    return NO_OPTION;
}

/* Somebody of the host who visits the pinned worker's centre then. */
static bool answer_pin(const struct rotation *rotation, struct state *state, const struct pin *pin)
{
    uint32_t home = rotation->round->workers[pin->worker].home, host = rotation->options[pin->option].host, worker;
    uint32_t option = find_visitor(rotation, state, host, home, pin->period, &worker);

    if (option != NO_OPTION)
        state_put(state, rotation, worker, option, pin->period);
    return option != NO_OPTION;
}

/* Guests and away of every cell of these periods, into arrays that are empty there. */
static void count_cells(const struct rotation *rotation, const struct state *state, uint64_t periods, int32_t *comes,
                        int32_t *leaves)
{
    for (uint32_t w = 0; w < rotation->workers; w++)
        for (uint64_t left = state->visited[w] & periods; left != 0; left &= left - 1) {
            size_t t = (size_t)__builtin_ctzll(left);
            size_t host = rotation->options[state->at[t * rotation->workers + w]].host;
            leaves[(size_t)rotation->round->workers[w].home * rotation->periods + t]++;
            comes[host * rotation->periods + t]++;
        }
}

/* Places and balance of these periods. */
static bool cells_hold(const struct rotation *rotation, uint64_t periods, const int32_t *comes, const int32_t *leaves)
{
    size_t cells = (size_t)rotation->centres * rotation->periods;

    for (size_t i = 0; i < cells; i++)
        if (periods >> i % rotation->periods & 1 && (comes[i] > rotation->guests[i] || leaves[i] > rotation->away[i] ||
                                                     (rotation->round->balanced && comes[i] != leaves[i])))
            return false;
    return true;
}

static void put_pins(const struct rotation *rotation, struct state *state)
{
    for (size_t i = 0; i < rotation->pins_count; i++)
        state_put(state, rotation, rotation->pins[i].worker, rotation->pins[i].option, rotation->pins[i].period);
}

/* Balanced, somebody who comes back for each pin of these periods; false when one finds nobody. */
static bool answer_pins(const struct rotation *rotation, struct state *state, uint64_t periods)
{
    bool answered = true;

    for (size_t i = 0; i < rotation->pins_count && answered && rotation->round->balanced; i++)
        if (periods >> rotation->pins[i].period & 1)
            answered = answer_pin(rotation, state, &rotation->pins[i]);
    return answered;
}

/* Visits of these periods, pins left in place or not. */
static void take_visits(const struct rotation *rotation, struct state *state, uint64_t periods, bool leave_pins)
{
    for (uint32_t w = 0; w < rotation->workers; w++)
        for (uint64_t left = state->visited[w] & periods & ~(leave_pins ? rotation->pinned[w] : 0); left != 0;
             left &= left - 1)
            state_take(state, rotation, w, (uint32_t)__builtin_ctzll(left));
}

/* ---- Minimums ---- */

static bool lacks(const struct rotation *rotation, const struct state *state, uint32_t centre)
{
    const struct matcher_round_centre *own = &rotation->round->centres[centre];

    return state->sent[centre] < own->min_send || state->hosted[centre] < own->min_host;
}

static bool has_room(const struct rotation *rotation, size_t cell, const int32_t *comes, const int32_t *leaves)
{
    return comes[cell] < rotation->guests[cell] && leaves[cell] < rotation->away[cell];
}

/* In some period one of each centre visits the other. */
static bool swap_two(const struct rotation *rotation, struct state *state, uint32_t a, uint32_t b, int32_t *comes,
                     int32_t *leaves)
{
    for (uint32_t t = 0; t < rotation->periods; t++) {
        size_t cells[2] = {(size_t)a * rotation->periods + t, (size_t)b * rotation->periods + t};
        uint32_t workers[2] = {0, 0}, there, back;
        if (!has_room(rotation, cells[0], comes, leaves) || !has_room(rotation, cells[1], comes, leaves))
            continue;
        there = find_visitor(rotation, state, a, b, t, &workers[0]);
        back = there == NO_OPTION ? NO_OPTION : find_visitor(rotation, state, b, a, t, &workers[1]);
        if (back == NO_OPTION)
            continue;
        state_put(state, rotation, workers[0], there, t);
        state_put(state, rotation, workers[1], back, t);
        for (int i = 0; i < 2; i++) {
            comes[cells[i]]++;
            leaves[cells[i]]++;
        }
        return true;
    }
    return false;
}

/* Centres that send or host too little swap with each other, else with any. */
static bool meet_minimums(const struct rotation *rotation, struct state *state, int32_t *comes, int32_t *leaves)
{
    for (uint32_t c = 0; c < rotation->centres; c++)
        while (lacks(rotation, state, c)) {
            bool swapped = false;
            for (uint32_t i = 0; i < 2 * rotation->centres && !swapped; i++) {
                uint32_t other = i % rotation->centres;
                bool any = i >= rotation->centres;
                swapped = other != c && (any || lacks(rotation, state, other)) &&
                          swap_two(rotation, state, c, other, comes, leaves);
            }
            if (!swapped)
                return false;
        }
    return true;
}

/* ---- All of it ---- */

bool pins_answered(const struct rotation *rotation, uint64_t *periods)
{
    size_t cells = (size_t)rotation->centres * rotation->periods + 1;
    int32_t *comes = calloc(cells, sizeof *comes), *leaves = calloc(cells, sizeof *leaves);
    struct state state = {0};
    bool ok = comes != NULL && leaves != NULL && state_new(&state, rotation);

    *periods = 0;
    if (ok)
        put_pins(rotation, &state);
    for (uint32_t t = 0; ok && t < rotation->periods; t++) {
        uint64_t period = UINT64_C(1) << t;
        bool answered = answer_pins(rotation, &state, period);
        count_cells(rotation, &state, period, comes, leaves);
        if (answered && cells_hold(rotation, period, comes, leaves))
            *periods |= period;
        take_visits(rotation, &state, period, true); /* another period may need them */
    }
    state_clear(&state);
    free(comes);
    free(leaves);
    return ok;
}

bool pins_plan(const struct rotation *rotation, struct state *state, bool *done)
{
    size_t cells = (size_t)rotation->centres * rotation->periods + 1;
    int32_t *comes = calloc(cells, sizeof *comes), *leaves = calloc(cells, sizeof *leaves);
    bool ok = comes != NULL && leaves != NULL;

    if (ok) {
        put_pins(rotation, state);
        bool answered = answer_pins(rotation, state, UINT64_MAX);
        count_cells(rotation, state, UINT64_MAX, comes, leaves);
        *done = answered && cells_hold(rotation, UINT64_MAX, comes, leaves) &&
                meet_minimums(rotation, state, comes, leaves) && state_is_legal(state, rotation);
        if (!*done)
            take_visits(rotation, state, UINT64_MAX, false);
        state_count(state, rotation);
    }
    free(comes);
    free(leaves);
    return ok;
}
