/*
 * A search for visits that satisfy the rules that hold: whatever still asks for a visit (balance, a minimum) is
 * answered by each visit that could, depth first; the demand with the fewest answers first. Below, no visit is ever
 * taken away, and the rules that forbid grow stricter with each visit, so nothing is missed.
 */
#include "matcher/verify_search.h"

enum { MOST_DEEP = 2000 }; /* visits beside the pins; a level takes some hundred bytes of stack */

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* ---- What asks for a visit ---- */

/* Visits out of `home` or to `host`, MATCHER_NONE for any, in periods first..end-1; `missing` of them at least. */
struct demand {
    uint32_t home, host, first, end;
    int64_t missing;
};

/* Workers and hosts that could answer, in by_home and by number. */
struct reach {
    uint32_t first_worker, workers_end, first_host, hosts_end;
};

static struct reach reach_of(const struct inquest *inquest, const struct demand *demand)
{
    struct reach reach = {0, inquest->workers, 0, inquest->centres};

    if (demand->home != MATCHER_NONE) {
        reach.first_worker = inquest->first_of[demand->home];
        reach.workers_end = inquest->first_of[demand->home + 1];
    }
    if (demand->host != MATCHER_NONE) {
        reach.first_host = demand->host;
        reach.hosts_end = demand->host + 1;
    }
    return reach;
}

/* Guests more that the host could take then, or own workers more that the centre could send (`out`). */
static int64_t room_at(const struct inquest *inquest, uint32_t centre, uint32_t period, bool out)
{
    const struct matcher_round_centre *place = &inquest->round->centres[centre];
    size_t cell = cell_of(inquest, centre, period);

    if (out)
        return inquest->at_cell[cell] & HOLDS_AWAY ? place->away[period] - inquest->out[cell] : INT32_MAX;
    return inquest->at_cell[cell] & HOLDS_GUESTS ? place->guests[period] - inquest->in[cell] : INT32_MAX;
}

/* With balance no more come than could go meanwhile, and the other way round. */
static int64_t room_of_balance(struct inquest *inquest, uint32_t centre, uint32_t period, bool out)
{
    size_t cell = cell_of(inquest, centre, period);
    int64_t others = 0, room = room_at(inquest, centre, period, !out);
    uint32_t own = inquest->first_of[centre], own_end = inquest->first_of[centre + 1];

    if (!(inquest->at_cell[cell] & HOLDS_BALANCE))
        return INT32_MAX;
    for (uint32_t i = out ? 0 : own; i < (out ? inquest->workers : own_end); i++)
        if (!out || i < own || i >= own_end)
            others += inquest_options(inquest, inquest->by_home[i], out ? centre : MATCHER_NONE, period) > 0;
    int64_t more = out ? inquest->in[cell] - inquest->out[cell] : inquest->out[cell] - inquest->in[cell];
    return more + least(others, room);
}

/* Another visit of the worker in this period, as many as the gap between them lets there be. */
static void take_turn(struct inquest *inquest, uint32_t worker, uint32_t period)
{
    struct inquest_turns *turns = &inquest->turns[worker];

    if (period >= turns->next) {
        turns->count++;
        turns->next = period + UINT64_C(1) + (inquest->at_worker[worker] & HOLDS_GAP ? inquest->round->min_gap : 0);
    }
}

static int64_t visits_left(const struct inquest *inquest, uint32_t worker)
{
    if (!(inquest->at_worker[worker] & HOLDS_MOST))
        return INT32_MAX;
    return (int64_t)inquest->round->max_visits - inquest->made[worker];
}

/* How many could answer, and at most how many of them at once: as places, spare staff, balance and each worker's own
 * rules tell. */
static int64_t count_answers(struct inquest *inquest, const struct demand *demand, uint64_t *options)
{
    struct reach reach = reach_of(inquest, demand);
    int64_t at_once = 0, by_worker = 0;

    *options = 0;
    for (uint32_t i = reach.first_worker; i < reach.workers_end; i++)
        inquest->turns[inquest->by_home[i]] = (struct inquest_turns){0};
    for (uint32_t t = demand->first; t < demand->end; t++) {
        int64_t room = 0;
        for (uint32_t i = reach.first_worker; i < reach.workers_end; i++) {
            uint32_t w = inquest->by_home[i];
            uint64_t more = inquest_options(inquest, w, demand->host, t);
            *options += more;
            room += more > 0;
            if (more > 0)
                take_turn(inquest, w, t);
        }
        if (demand->host != MATCHER_NONE)
            room = least(room, least(room_at(inquest, demand->host, t, false),
                                     room_of_balance(inquest, demand->host, t, false)));
        if (demand->home != MATCHER_NONE)
            room = least(
                room, least(room_at(inquest, demand->home, t, true), room_of_balance(inquest, demand->home, t, true)));
        at_once += room;
    }
    for (uint32_t i = reach.first_worker; i < reach.workers_end; i++) {
        uint32_t w = inquest->by_home[i];
        int64_t most = demand->host != MATCHER_NONE ? 1 : INT32_MAX; /* a host once */
        by_worker += least(least(most, visits_left(inquest, w)), inquest->turns[w].count);
    }
    return least(at_once, by_worker);
}

/* The demand that the fewest visits could answer; *dead when one cannot be answered. */
struct choice {
    struct demand demand;
    uint64_t options;
    bool dead;
};

static void consider(struct inquest *inquest, struct choice *choice, struct demand demand)
{
    uint64_t options;

    if (demand.missing <= 0 || choice->dead || inquest->steps == 0)
        return;
    choice->dead = count_answers(inquest, &demand, &options) < demand.missing;
    if (options < choice->options) {
        choice->options = options;
        choice->demand = demand;
    }
}

static int64_t missing_at(const struct inquest *inquest, uint32_t centre, bool out)
{
    const struct matcher_round_centre *place = &inquest->round->centres[centre];

    if (!(inquest->at_centre[centre] & (out ? HOLDS_SEND : HOLDS_HOST)))
        return 0;
    return out ? place->min_send - inquest->sent[centre] : place->min_host - inquest->hosted[centre];
}

static struct choice choose(struct inquest *inquest)
{
    struct choice choice = {.options = UINT64_MAX};
    uint32_t none = MATCHER_NONE, end = inquest->periods;

    inquest_spend(inquest, inquest->centres * (uint64_t)end);
    for (uint32_t c = 0; c < inquest->centres; c++) {
        for (uint32_t t = 0; t < end; t++) {
            size_t cell = cell_of(inquest, c, t);
            int32_t more_out = inquest->out[cell] - inquest->in[cell];
            if (!(inquest->at_cell[cell] & HOLDS_BALANCE))
                continue;
            consider(inquest, &choice, (struct demand){none, c, t, t + 1, more_out});
            consider(inquest, &choice, (struct demand){c, none, t, t + 1, -more_out});
        }
        consider(inquest, &choice, (struct demand){c, none, 0, end, missing_at(inquest, c, true)});
        consider(inquest, &choice, (struct demand){none, c, 0, end, missing_at(inquest, c, false)});
    }
    return choice;
}

/* ---- All minimums together ---- */

/* Visits that could be made at once in this period, as guests and spare staff tell; workers take their turns. */
static int64_t count_period(struct inquest *inquest, uint32_t period)
{
    int64_t coming = 0, leaving = 0;

    for (uint32_t c = 0; c < inquest->centres; c++)
        inquest->coming[c] = inquest->leaving[c] = 0;
    for (uint32_t w = 0; w < inquest->workers; w++) {
        bool any = false;
        for (uint32_t h = 0; h < inquest->centres; h++) {
            bool may = inquest_may(inquest, w, h, period);
            inquest->coming[h] += may;
            any = any || may;
        }
        inquest->leaving[inquest->round->workers[w].home] += any;
        if (any)
            take_turn(inquest, w, period);
    }
    for (uint32_t c = 0; c < inquest->centres; c++) {
        coming += least(inquest->coming[c], room_at(inquest, c, period, false));
        leaving += least(inquest->leaving[c], room_at(inquest, c, period, true));
    }
    return least(coming, leaving);
}

/* A visit serves one centre's minimum of hosting and one centre's of sending: are there enough for all? */
static bool sums_are_short(struct inquest *inquest)
{
    int64_t host = 0, send = 0, most = 0, by_worker = 0;

    for (uint32_t c = 0; c < inquest->centres; c++) {
        host += missing_at(inquest, c, false) > 0 ? missing_at(inquest, c, false) : 0;
        send += missing_at(inquest, c, true) > 0 ? missing_at(inquest, c, true) : 0;
    }
    if ((host == 0 && send == 0) || inquest->ruled_out == NULL)
        return false;
    for (uint32_t w = 0; w < inquest->workers; w++)
        inquest->turns[w] = (struct inquest_turns){0};
    for (uint32_t t = 0; t < inquest->periods; t++)
        most += count_period(inquest, t);
    for (uint32_t w = 0; w < inquest->workers; w++)
        by_worker += least(visits_left(inquest, w), inquest->turns[w].count);
    most = least(most, by_worker);
    return host > most || send > most;
}

/* ---- Depth first ---- */

static enum finding explore(struct inquest *inquest, uint32_t depth);

/* Lets the visits back in that this depth ruled out. */
static void let_back(struct inquest *inquest, const struct demand *demand, uint32_t depth)
{
    struct reach reach = reach_of(inquest, demand);

    for (uint32_t i = reach.first_worker; i < reach.workers_end; i++)
        for (uint32_t h = reach.first_host; h < reach.hosts_end; h++)
            for (uint32_t t = demand->first; t < demand->end; t++) {
                size_t pair = (size_t)inquest->by_home[i] * inquest->centres + h;
                uint16_t *mark = &inquest->ruled_out[pair * inquest->periods + t];
                *mark = *mark == depth + 1 ? 0 : *mark;
            }
    inquest_spend(inquest, (uint64_t)(reach.workers_end - reach.first_worker) * (reach.hosts_end - reach.first_host) *
                               (demand->end - demand->first));
}

/* Each visit that could answer, in turn; whatever holds one that was tried has been looked at. */
static enum finding answer(struct inquest *inquest, const struct demand *demand, uint32_t depth)
{
    struct reach reach = reach_of(inquest, demand);
    enum finding finding = FOUND_NONE;

    for (uint32_t t = demand->first; t < demand->end && finding == FOUND_NONE; t++)
        for (uint32_t i = reach.first_worker; i < reach.workers_end && finding == FOUND_NONE; i++)
            for (uint32_t h = reach.first_host; h < reach.hosts_end && finding == FOUND_NONE; h++) {
                const struct matcher_visit visit = {inquest->by_home[i], h, t};
                size_t pair = (size_t)visit.worker * inquest->centres + h;
                if (!inquest_may(inquest, visit.worker, h, t))
                    continue;
                inquest_put(inquest, &visit, 1);
                finding = explore(inquest, depth + 1);
                inquest_put(inquest, &visit, -1);
                inquest->ruled_out[pair * inquest->periods + t] = (uint16_t)(depth + 1);
            }
    let_back(inquest, demand, depth);
    return finding;
}

static enum finding explore(struct inquest *inquest, uint32_t depth)
{
    struct choice choice = choose(inquest);

    if (choice.dead)
        return FOUND_NONE;
    if (inquest->steps == 0)
        return OUT_OF_STEPS;
    if (choice.options == UINT64_MAX)
        return FOUND_PLAN; /* nothing asks for a visit any more */
    if (depth == MOST_DEEP || inquest->ruled_out == NULL)
        return OUT_OF_STEPS;
    return answer(inquest, &choice.demand, depth);
}

enum finding inquest_search(struct inquest *inquest)
{
    return sums_are_short(inquest) ? FOUND_NONE : explore(inquest, 0);
}
