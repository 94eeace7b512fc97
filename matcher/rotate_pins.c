/*
 * A legal plan at once, for rounds so large that circulations take seconds: the pins, and in a balanced round for each
 * of them somebody who comes back the other way. Annealing goes on from there.
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

/* Somebody of the host who visits the pinned worker's centre then. */
static bool answer_pin(const struct rotation *rotation, struct state *state, const struct pin *pin)
{
    uint32_t home = rotation->round->workers[pin->worker].home, host = rotation->options[pin->option].host;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        if (rotation->round->workers[w].home != host || !is_free(rotation, state, w, pin->period))
            continue;
        uint32_t option = rotation_find_option(rotation, w, home);
        if (option == NO_OPTION || !(rotation->allowed[option] >> pin->period & 1) ||
            goes_there(rotation, state, w, option))
            continue;
        state_put(state, rotation, w, option, pin->period);
        return true;
    }
    return false;
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
        *done = answered && cells_hold(rotation, UINT64_MAX, comes, leaves) && state_is_legal(state, rotation);
        if (!*done)
            take_visits(rotation, state, UINT64_MAX, false);
        state_count(state, rotation);
    }
    free(comes);
    free(leaves);
    return ok;
}
