/*
 * A search for visits that satisfy the rules that hold: whatever still asks for a visit (balance, a minimum) is
 * answered by each visit that could, depth first; the demand with the fewest answers first. Below, no visit is ever
 * taken away, and the rules that forbid grow stricter with each visit, so nothing is missed.
 */
#include "matcher/verify_search.h"

#include <stdlib.h>

enum { MOST_DEEP = 10000 }; /* visits set beside the pins */

bool inquest_new(struct inquest *inquest, const struct matcher_round *round)
{
    size_t cells = round->centres_count * round->periods + 1, pairs = round->workers_count * round->centres_count;

    *inquest = (struct inquest){
        .round = round, .centres = round->centres_count, .workers = round->workers_count, .periods = round->periods};
    inquest->at_cell = calloc(cells, 1);
    inquest->at_centre = calloc(inquest->centres + 1, 1);
    inquest->at_worker = calloc(inquest->workers + 1, 1);
    inquest->fits = calloc(pairs / 64 + 1, sizeof *inquest->fits);
    inquest->host = calloc(inquest->workers * inquest->periods + 1, sizeof *inquest->host);
    inquest->ruled_out = calloc(pairs * inquest->periods + 1, sizeof *inquest->ruled_out);
    inquest->in = calloc(cells, sizeof *inquest->in);
    inquest->out = calloc(cells, sizeof *inquest->out);
    inquest->sent = calloc(inquest->centres + 1, sizeof *inquest->sent);
    inquest->hosted = calloc(inquest->centres + 1, sizeof *inquest->hosted);
    inquest->made = calloc(inquest->workers + 1, sizeof *inquest->made);
    inquest->turns = calloc(inquest->workers + 1, sizeof *inquest->turns);
    if (inquest->at_cell == NULL || inquest->at_centre == NULL || inquest->at_worker == NULL || inquest->fits == NULL ||
        inquest->host == NULL || inquest->ruled_out == NULL || inquest->in == NULL || inquest->out == NULL ||
        inquest->sent == NULL || inquest->hosted == NULL || inquest->made == NULL || inquest->turns == NULL)
        return false;
    for (size_t i = 0; i < inquest->workers * inquest->periods; i++)
        inquest->host[i] = MATCHER_NONE;
    for (size_t w = 0; w < inquest->workers; w++)
        for (size_t i = 0; i < round->workers[w].fits_count; i++) {
            size_t bit = w * inquest->centres + round->workers[w].fits[i].host;
            inquest->fits[bit / 64] |= UINT64_C(1) << bit % 64;
        }
    return true;
}

void inquest_clear(struct inquest *inquest)
{
    free(inquest->at_cell);
    free(inquest->at_centre);
    free(inquest->at_worker);
    free(inquest->fits);
    free(inquest->host);
    free(inquest->ruled_out);
    free(inquest->in);
    free(inquest->out);
    free(inquest->sent);
    free(inquest->hosted);
    free(inquest->made);
    free(inquest->turns);
}

/* ---- One visit more ---- */

static bool is_near(const struct inquest *inquest, uint32_t worker, uint32_t period)
{
    const uint32_t *host = &inquest->host[(size_t)worker * inquest->periods];
    uint32_t gap = inquest->round->min_gap;

    for (uint32_t t = 0; t < inquest->periods; t++) {
        uint32_t apart = t < period ? period - t : t - period;
        if (host[t] != MATCHER_NONE && apart - 1 < gap)
            return true;
    }
    return false;
}

static bool may_come(struct inquest *inquest, uint32_t worker, uint32_t host, uint32_t period)
{
    const struct matcher_round *round = inquest->round;
    const struct matcher_round_worker *who = &round->workers[worker];
    size_t pair = (size_t)worker * inquest->centres + host, to = cell_of(inquest, host, period),
           from = cell_of(inquest, who->home, period);

    if (inquest->steps > 0)
        inquest->steps--;
    if (who->home == host || !(inquest->fits[pair / 64] >> pair % 64 & 1) ||
        round->centres[host].closed >> period & 1 || who->unavailable >> period & 1 ||
        inquest->ruled_out[pair * inquest->periods + period] != 0)
        return false;
    for (uint32_t t = 0; t < inquest->periods; t++)
        if (inquest->host[(size_t)worker * inquest->periods + t] == host)
            return false;
    if (inquest->host[(size_t)worker * inquest->periods + period] != MATCHER_NONE)
        return false;
    if (inquest->at_cell[to] & HOLDS_GUESTS && inquest->in[to] >= round->centres[host].guests[period])
        return false;
    if (inquest->at_cell[from] & HOLDS_AWAY && inquest->out[from] >= round->centres[who->home].away[period])
        return false;
    if (inquest->at_worker[worker] & HOLDS_MOST && (uint32_t)inquest->made[worker] >= round->max_visits)
        return false;
    return !(inquest->at_worker[worker] & HOLDS_GAP && is_near(inquest, worker, period));
}

/* by = 1: the visit is made; -1: it is taken back. */
static void put(struct inquest *inquest, const struct matcher_visit *visit, int by)
{
    uint32_t home = inquest->round->workers[visit->worker].home;

    inquest->host[(size_t)visit->worker * inquest->periods + visit->period] = by > 0 ? visit->host : MATCHER_NONE;
    inquest->in[cell_of(inquest, visit->host, visit->period)] += by;
    inquest->out[cell_of(inquest, home, visit->period)] += by;
    inquest->hosted[visit->host] += by;
    inquest->sent[home] += by;
    inquest->made[visit->worker] += by;
}

/* ---- What asks for a visit ---- */

/* Visits out of `home` or to `host`, MATCHER_NONE for any, in periods first..last; `missing` of them at least. */
struct demand {
    uint32_t home, host, first, last;
    int64_t missing;
};

typedef bool each_visit(void *context, const struct matcher_visit *visit); /* false: no more of them */

/* False: `each` had enough. */
static bool answer(struct inquest *inquest, const struct demand *demand, each_visit *each, void *context)
{
    uint32_t first_host = demand->host == MATCHER_NONE ? 0 : demand->host;
    uint32_t last_host = demand->host == MATCHER_NONE ? (uint32_t)inquest->centres - 1 : demand->host;

    for (uint32_t t = demand->first; t <= demand->last; t++)
        for (uint32_t w = 0; w < inquest->workers; w++) {
            if (demand->home != MATCHER_NONE && inquest->round->workers[w].home != demand->home)
                continue;
            for (uint32_t h = first_host; h <= last_host; h++) {
                const struct matcher_visit visit = {w, h, t};
                if (may_come(inquest, w, h, t) && !each(context, &visit))
                    return false;
            }
        }
    return true;
}

/* Visits of this worker in this period that could answer. */
static uint64_t count_options(struct inquest *inquest, uint32_t worker, uint32_t host, uint32_t period)
{
    uint64_t options = 0;

    if (host != MATCHER_NONE)
        return may_come(inquest, worker, host, period);
    for (uint32_t h = 0; h < inquest->centres; h++)
        options += may_come(inquest, worker, h, period);
    return options;
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

    if (!(inquest->at_cell[cell] & HOLDS_BALANCE))
        return INT32_MAX;
    for (uint32_t w = 0; w < inquest->workers; w++)
        if (out ? inquest->round->workers[w].home != centre : inquest->round->workers[w].home == centre)
            others += count_options(inquest, w, out ? centre : MATCHER_NONE, period) > 0;
    int64_t more = out ? inquest->in[cell] - inquest->out[cell] : inquest->out[cell] - inquest->in[cell];
    return more + (others < room ? others : room);
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* How many could answer, and at most how many of them at once: as places, spare staff, balance and each worker's own
 * rules tell. */
static int64_t count_answers(struct inquest *inquest, const struct demand *demand, uint64_t *options)
{
    int64_t at_once = 0, by_worker = 0;

    *options = 0;
    for (uint32_t w = 0; w < inquest->workers; w++)
        inquest->turns[w] = (struct inquest_turns){0};
    for (uint32_t t = demand->first; t <= demand->last; t++) {
        int64_t room = 0;
        for (uint32_t w = 0; w < inquest->workers; w++) {
            if (demand->home != MATCHER_NONE && inquest->round->workers[w].home != demand->home)
                continue;
            uint64_t more = count_options(inquest, w, demand->host, t);
            struct inquest_turns *turns = &inquest->turns[w];
            *options += more;
            room += more > 0;
            if (more > 0 && t >= turns->next) { /* as many as can be, with the gap between them */
                turns->count++;
                turns->next = t + 1 + (inquest->at_worker[w] & HOLDS_GAP ? inquest->round->min_gap : 0);
            }
        }
        if (demand->host != MATCHER_NONE)
            room = least(room, least(room_at(inquest, demand->host, t, false),
                                     room_of_balance(inquest, demand->host, t, false)));
        if (demand->home != MATCHER_NONE)
            room = least(
                room, least(room_at(inquest, demand->home, t, true), room_of_balance(inquest, demand->home, t, true)));
        at_once += room;
    }
    for (uint32_t w = 0; w < inquest->workers; w++) {
        int64_t most = demand->host != MATCHER_NONE ? 1 : INT32_MAX;
        if (inquest->at_worker[w] & HOLDS_MOST)
            most = least(most, (int64_t)inquest->round->max_visits - inquest->made[w]);
        by_worker += least(most, inquest->turns[w].count);
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

    if (demand.missing <= 0 || choice->dead)
        return;
    choice->dead = count_answers(inquest, &demand, &options) < demand.missing;
    if (options < choice->options) {
        choice->options = options;
        choice->demand = demand;
    }
}

static struct choice choose(struct inquest *inquest)
{
    struct choice choice = {.options = UINT64_MAX};
    uint32_t last = inquest->periods == 0 ? 0 : (uint32_t)inquest->periods - 1;

    for (uint32_t c = 0; c < inquest->centres && inquest->periods > 0; c++) {
        for (uint32_t t = 0; t <= last; t++) {
            size_t cell = cell_of(inquest, c, t);
            if (!(inquest->at_cell[cell] & HOLDS_BALANCE))
                continue;
            int32_t more_out = inquest->out[cell] - inquest->in[cell];
            consider(inquest, &choice, (struct demand){MATCHER_NONE, c, t, t, more_out});
            consider(inquest, &choice, (struct demand){c, MATCHER_NONE, t, t, -more_out});
        }
        const struct matcher_round_centre *centre = &inquest->round->centres[c];
        if (inquest->at_centre[c] & HOLDS_SEND)
            consider(inquest, &choice, (struct demand){c, MATCHER_NONE, 0, last, centre->min_send - inquest->sent[c]});
        if (inquest->at_centre[c] & HOLDS_HOST)
            consider(inquest, &choice,
                     (struct demand){MATCHER_NONE, c, 0, last, centre->min_host - inquest->hosted[c]});
    }
    return choice;
}

/* ---- Depth first ---- */

struct search {
    struct inquest *inquest;
    uint32_t depth;
    enum finding finding;
};

static enum finding explore(struct inquest *inquest, uint32_t depth);

static bool try_visit(void *context, const struct matcher_visit *visit)
{
    struct search *search = context;
    struct inquest *inquest = search->inquest;
    size_t pair = (size_t)visit->worker * inquest->centres + visit->host;

    put(inquest, visit, 1);
    search->finding = explore(inquest, search->depth + 1);
    put(inquest, visit, -1);
    /* Whatever holds this visit has been looked at. */
    inquest->ruled_out[pair * inquest->periods + visit->period] = search->depth + 1;
    return search->finding == FOUND_NONE;
}

/* Lets the visits back in that this depth ruled out. */
static void let_back(struct inquest *inquest, const struct demand *demand, uint32_t depth)
{
    uint32_t first = demand->host == MATCHER_NONE ? 0 : demand->host;
    uint32_t last = demand->host == MATCHER_NONE ? (uint32_t)inquest->centres - 1 : demand->host;

    for (size_t w = 0; w < inquest->workers; w++)
        for (size_t h = first; h <= last; h++)
            for (uint32_t t = demand->first; t <= demand->last; t++) {
                uint32_t *mark = &inquest->ruled_out[(w * inquest->centres + h) * inquest->periods + t];
                *mark = *mark == depth + 1 ? 0 : *mark;
            }
}

static enum finding explore(struct inquest *inquest, uint32_t depth)
{
    struct search search = {.inquest = inquest, .depth = depth};
    struct choice choice = choose(inquest);

    if (inquest->steps == 0 || depth == MOST_DEEP)
        return OUT_OF_STEPS;
    if (choice.dead)
        return FOUND_NONE;
    if (choice.options == UINT64_MAX)
        return FOUND_PLAN; /* nothing asks for a visit any more */
    answer(inquest, &choice.demand, try_visit, &search);
    let_back(inquest, &choice.demand, depth);
    return search.finding;
}

bool inquest_pin(struct inquest *inquest, const struct matcher_visit *pin)
{
    if (inquest->host[(size_t)pin->worker * inquest->periods + pin->period] == pin->host)
        return true;
    if (!may_come(inquest, pin->worker, pin->host, pin->period))
        return false;
    put(inquest, pin, 1);
    return true;
}

enum finding inquest_search(struct inquest *inquest)
{
    return explore(inquest, 0);
}
