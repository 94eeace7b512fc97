/*
 * Two-sided top trading cycles (Dur, Unver, "Two-sided matching via balanced exchange", 2019), period by period: each
 * centre points to its own worker who is next, each of these to the host they like most among those still open; who
 * stand in a circle go. As many leave a centre as come, nobody goes where they would rather not, and within a period no
 * worker can gain by saying anything but what they like.
 *
 * Liking is fit + bonus, more than 0; the next of a centre is who has gone least so far, then the order of the list.
 */
#include "matcher/rotate.h"

#include <stdlib.h>

struct trade {
    const struct rotation *rotation;
    struct state *state;
    uint32_t period;
    uint32_t *next;   /* by centre: its worker who points, or NO_OPTION */
    uint32_t *wish;   /* by centre: the option that this worker likes most */
    int32_t *places;  /* by centre: exchanges left */
    uint32_t *passed; /* by centre: in which walk it was met */
    bool *done;       /* by worker: went, or stays */
};

static bool is_visited(const struct trade *trade, uint32_t worker, uint32_t option)
{
    const struct rotation *rotation = trade->rotation;

    for (uint64_t left = trade->state->visited[worker]; left != 0; left &= left - 1)
        if (trade->state->at[(size_t)__builtin_ctzll(left) * rotation->workers + worker] == option)
            return true;
    return false;
}

static bool may_leave(const struct trade *trade, uint32_t worker)
{
    const struct rotation *rotation = trade->rotation;

    return !trade->done[worker] && !(trade->state->visited[worker] & periods_near(rotation, trade->period)) &&
           (unsigned)__builtin_popcountll(trade->state->visited[worker]) < rotation->most_visits;
}

static uint32_t next_of(const struct trade *trade, uint32_t centre)
{
    const struct rotation *rotation = trade->rotation;
    uint32_t next = NO_OPTION;
    int fewest = MATCHER_PERIODS + 1;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        int visits = __builtin_popcountll(trade->state->visited[w]);
        if (rotation->round->workers[w].home == centre && visits < fewest && may_leave(trade, w)) {
            next = w;
            fewest = visits;
        }
    }
    return next;
}

static uint32_t wish_of(const struct trade *trade, uint32_t worker)
{
    const struct rotation *rotation = trade->rotation;
    uint32_t wish = NO_OPTION;
    int64_t most = 0;

    for (size_t i = rotation->first_option[worker]; i < rotation->first_option[worker + 1]; i++) {
        int64_t worth = visit_worth(rotation, (uint32_t)i, trade->period);
        uint32_t host = rotation->options[i].host;
        if (worth > most && personal_may_visit(rotation, (uint32_t)i, trade->period) && trade->places[host] > 0 &&
            trade->next[host] != NO_OPTION && !is_visited(trade, worker, (uint32_t)i)) {
            wish = (uint32_t)i;
            most = worth;
        }
    }
    return wish;
}

/* Who points, and where to; workers whom no open host pleases stay. False: nobody points any more. */
static bool point(struct trade *trade)
{
    const struct rotation *rotation = trade->rotation;
    bool again = true, any = false;

    while (again) {
        again = any = false;
        for (uint32_t c = 0; c < rotation->centres; c++)
            trade->next[c] = trade->places[c] > 0 ? next_of(trade, c) : NO_OPTION;
        for (uint32_t c = 0; c < rotation->centres; c++) {
            if (trade->next[c] == NO_OPTION)
                continue;
            trade->wish[c] = wish_of(trade, trade->next[c]);
            again = again || trade->wish[c] == NO_OPTION;
            trade->done[trade->next[c]] = trade->wish[c] == NO_OPTION;
            any = true;
        }
    }
    return any;
}

static uint32_t host_wished(const struct trade *trade, uint32_t centre)
{
    return trade->rotation->options[trade->wish[centre]].host;
}

/* Everybody points to somebody who points: from any centre the way leads into a circle, which goes. */
static void go_round(struct trade *trade)
{
    const struct rotation *rotation = trade->rotation;
    uint32_t centre = 0;

    for (uint32_t c = 0; c < rotation->centres; c++)
        trade->passed[c] = 0;
    while (trade->next[centre] == NO_OPTION)
        centre++;
    while (!trade->passed[centre]) {
        trade->passed[centre] = 1;
        centre = host_wished(trade, centre);
    }
    uint32_t first = centre;
    do {
        uint32_t worker = trade->next[centre], wish = trade->wish[centre];
        state_put(trade->state, rotation, worker, wish, trade->period);
        trade->done[worker] = true;
        trade->places[centre]--;
        centre = rotation->options[wish].host;
    } while (centre != first);
}

static void one_period(struct trade *trade)
{
    const struct rotation *rotation = trade->rotation;

    for (uint32_t c = 0; c < rotation->centres; c++) {
        size_t cell = (size_t)c * rotation->periods + trade->period;
        trade->places[c] =
            rotation->guests[cell] < rotation->away[cell] ? rotation->guests[cell] : rotation->away[cell];
    }
    for (uint32_t w = 0; w < rotation->workers; w++)
        trade->done[w] = false;
    while (point(trade))
        go_round(trade);
}

bool ttc_run(const struct rotation *rotation, struct state *state)
{
    struct trade trade = {
        .rotation = rotation,
        .state = state,
        .next = calloc((size_t)rotation->centres + 1, sizeof *trade.next),
        .wish = calloc((size_t)rotation->centres + 1, sizeof *trade.wish),
        .places = calloc((size_t)rotation->centres + 1, sizeof *trade.places),
        .passed = calloc((size_t)rotation->centres + 1, sizeof *trade.passed),
        .done = calloc((size_t)rotation->workers + 1, sizeof *trade.done),
    };
    bool ok =
        trade.next != NULL && trade.wish != NULL && trade.places != NULL && trade.passed != NULL && trade.done != NULL;

    for (trade.period = 0; ok && trade.period < rotation->periods; trade.period++)
        one_period(&trade);
    if (ok)
        state_count(state, rotation);
    free(trade.next);
    free(trade.wish);
    free(trade.places);
    free(trade.passed);
    free(trade.done);
    return ok;
}
