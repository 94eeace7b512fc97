/*
 * Simulated annealing over single visits (Kirkpatrick, Gelatt, Vecchi 1983): hosts exchanged between two workers of a
 * period, a colleague instead of a worker, two colleagues' periods exchanged, a centre put into a cycle or taken out of
 * one, and in free rounds a visit more, less or elsewhere. Every plan on the way is legal. A move looks at two workers'
 * visits and takes a tenth of a microsecond, so that millions are tried where a master prices once.
 */
#include "matcher/rotate.h"
#include "matcher/rotate_random.h"

#include <stdlib.h>
#include <string.h>

/* One worker's part of a move: a visit less, a visit more, or both. */
struct change {
    uint32_t worker;
    uint32_t less, more; /* periods, NO_PERIOD */
    uint32_t option;     /* of the visit more */
    int64_t value;       /* of the worker afterwards */
};

#define NO_PERIOD UINT32_MAX

struct anneal {
    const struct rotation *rotation;
    struct state *now;
    uint64_t random;
    uint64_t *near;       /* by period */
    int64_t *value;       /* by worker */
    int32_t *comes;       /* guests by cell */
    int32_t *leaves;      /* by cell */
    uint32_t *colleagues; /* workers by home */
    uint32_t *first_of;   /* by centre, in `colleagues` */
    uint32_t *travellers; /* by period: who is away, in any order */
    uint32_t *place;      /* [period * workers + worker]: in `travellers` */
    uint32_t *count;      /* by period: how many */
    int64_t warmth;
    struct change changes[2];
};

/* ---- What one worker's change is worth ---- */

static uint32_t option_at(const struct rotation *rotation, uint32_t worker, uint32_t host)
{
    size_t first = rotation->first_option[worker], count = rotation->first_option[worker + 1] - first;
    uint32_t home = rotation->round->workers[worker].home;

    if (host == home)
        return NO_OPTION;
    if (count + 1 == rotation->centres) /* all but home */
        return (uint32_t)(first + host - (host > home));
    return rotation_find_option(rotation, worker, host);
}

static bool may_change(struct anneal *anneal, struct change *change)
{
    const struct rotation *rotation = anneal->rotation;
    uint32_t worker = change->worker;
    uint64_t visited = anneal->now->visited[worker];
    int64_t part = 0, kept = 0;
    uint8_t goals = 0;

    if (change->less != NO_PERIOD) {
        if (rotation->pinned[worker] >> change->less & 1)
            return false;
        visited &= ~(UINT64_C(1) << change->less);
    }
    if (change->more != NO_PERIOD) {
        uint32_t option = change->option;
        if (option == NO_OPTION || !(rotation->allowed[option] >> change->more & 1) ||
            (visited & anneal->near[change->more]) != 0 ||
            (uint32_t)__builtin_popcountll(visited) >= rotation->most_visits)
            return false;
        part = visit_worth(rotation, option, change->more);
        goals = rotation->options[option].goals;
        kept = rotation->kept != NULL && rotation->kept[option] >> change->more & 1;
    }
    for (uint64_t left = visited; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        uint32_t option = anneal->now->at[(size_t)t * rotation->workers + worker];
        if (change->more != NO_PERIOD && option == change->option)
            return false;
        part += visit_worth(rotation, option, t);
        goals |= rotation->options[option].goals;
        kept += rotation->kept != NULL && rotation->kept[option] >> t & 1;
    }
    part += goals_worth(&rotation->round->workers[worker], goals);
    change->value = worker_value(rotation->round, part) + kept * rotation->keep_worth;
    return true;
}

/* ---- Taking a move ---- */

static void leave(struct anneal *anneal, uint32_t worker, uint32_t period)
{
    const struct rotation *rotation = anneal->rotation;
    size_t row = (size_t)period * rotation->workers;
    uint32_t host = rotation->options[anneal->now->at[row + worker]].host;
    uint32_t last = anneal->travellers[row + --anneal->count[period]];

    anneal->travellers[row + anneal->place[row + worker]] = last;
    anneal->place[row + last] = anneal->place[row + worker];
    anneal->comes[(size_t)host * rotation->periods + period]--;
    anneal->leaves[(size_t)rotation->round->workers[worker].home * rotation->periods + period]--;
    state_take(anneal->now, rotation, worker, period);
}

static void go(struct anneal *anneal, uint32_t worker, uint32_t option, uint32_t period)
{
    const struct rotation *rotation = anneal->rotation;
    size_t row = (size_t)period * rotation->workers;

    anneal->place[row + worker] = anneal->count[period];
    anneal->travellers[row + anneal->count[period]++] = worker;
    anneal->comes[(size_t)rotation->options[option].host * rotation->periods + period]++;
    anneal->leaves[(size_t)rotation->round->workers[worker].home * rotation->periods + period]++;
    state_put(anneal->now, rotation, worker, option, period);
}

/* Minimums that hold go on holding. */
static bool may_spare(const struct anneal *anneal, uint32_t worker, uint32_t period, bool send, bool host)
{
    const struct rotation *rotation = anneal->rotation;
    const struct matcher_round *round = rotation->round;
    uint32_t home = round->workers[worker].home;
    uint32_t there = rotation->options[anneal->now->at[(size_t)period * rotation->workers + worker]].host;

    return (!send || anneal->now->sent[home] > round->centres[home].min_send) &&
           (!host || anneal->now->hosted[there] > round->centres[there].min_host);
}

/* Takes what is prepared in `changes` if it is better, or by chance. */
static bool take(struct anneal *anneal, unsigned count)
{
    int64_t gain = 0;

    for (unsigned i = 0; i < count; i++) {
        if (!may_change(anneal, &anneal->changes[i]))
            return false;
        gain += anneal->changes[i].value - anneal->value[anneal->changes[i].worker];
    }
    if (gain < 0 && gain * 512 < -anneal->warmth * random_minus_log(&anneal->random))
        return false;
    for (unsigned i = 0; i < count; i++)
        if (anneal->changes[i].less != NO_PERIOD)
            leave(anneal, anneal->changes[i].worker, anneal->changes[i].less);
    for (unsigned i = 0; i < count; i++) {
        const struct change *change = &anneal->changes[i];
        if (change->more != NO_PERIOD)
            go(anneal, change->worker, change->option, change->more);
        anneal->value[change->worker] = change->value;
    }
    anneal->now->value += gain;
    return true;
}

/* ---- Moves ---- */

struct visit {
    uint32_t worker, period, host;
};

static uint32_t draw(struct anneal *anneal, uint32_t most)
{
    return (uint32_t)random_below(&anneal->random, most);
}

static uint32_t host_at(const struct anneal *anneal, uint32_t worker, uint32_t period)
{
    const struct rotation *rotation = anneal->rotation;

    return rotation->options[anneal->now->at[(size_t)period * rotation->workers + worker]].host;
}

/* Some visit of somebody. */
static bool draw_visit(struct anneal *anneal, struct visit *visit)
{
    uint32_t period = draw(anneal, anneal->rotation->periods);

    if (anneal->count[period] == 0)
        return false;
    visit->period = period;
    visit->worker = anneal->travellers[(size_t)period * anneal->rotation->workers + draw(anneal, anneal->count[period])];
    visit->host = host_at(anneal, visit->worker, period);
    return true;
}

/* Some worker of a centre, who is away then or is not. */
static uint32_t draw_colleague(struct anneal *anneal, uint32_t centre, uint32_t period, bool away)
{
    uint32_t first = anneal->first_of[centre], count = anneal->first_of[centre + 1] - first;

    if (count == 0)
        return NO_OPTION;
    uint32_t start = draw(anneal, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t worker = anneal->colleagues[first + (start + i) % count];
        if ((anneal->now->visited[worker] >> period & 1) == away)
            return worker;
    }
    return NO_OPTION;
}

static struct change change_of(const struct anneal *anneal, uint32_t worker, uint32_t less, uint32_t more,
                               uint32_t host)
{
    return (struct change){.worker = worker,
                           .less = less,
                           .more = more,
                           .option = more == NO_PERIOD ? NO_OPTION : option_at(anneal->rotation, worker, host)};
}

static bool exchange_hosts(struct anneal *anneal, const struct visit *visit)
{
    uint32_t t = visit->period;
    uint32_t other = anneal->travellers[(size_t)t * anneal->rotation->workers + draw(anneal, anneal->count[t])];

    if (other == visit->worker)
        return false;
    anneal->changes[0] = change_of(anneal, visit->worker, t, t, host_at(anneal, other, t));
    anneal->changes[1] = change_of(anneal, other, t, t, visit->host);
    return take(anneal, 2);
}

static bool send_colleague(struct anneal *anneal, const struct visit *visit)
{
    uint32_t home = anneal->rotation->round->workers[visit->worker].home;
    uint32_t other = draw_colleague(anneal, home, visit->period, false);

    if (other == NO_OPTION)
        return false;
    anneal->changes[0] = change_of(anneal, visit->worker, visit->period, NO_PERIOD, 0);
    anneal->changes[1] = change_of(anneal, other, NO_PERIOD, visit->period, visit->host);
    return take(anneal, 2);
}

/* Two of one centre: each does the other's visit, in its period. */
static bool exchange_periods(struct anneal *anneal, const struct visit *visit)
{
    uint32_t home = anneal->rotation->round->workers[visit->worker].home;
    uint32_t t = draw(anneal, anneal->rotation->periods);
    uint32_t other = draw_colleague(anneal, home, t, true);

    if (other == NO_OPTION || other == visit->worker || t == visit->period ||
        anneal->now->visited[visit->worker] >> t & 1 || anneal->now->visited[other] >> visit->period & 1)
        return false;
    uint32_t host = host_at(anneal, other, t);
    anneal->changes[0] = change_of(anneal, visit->worker, visit->period, t, host);
    anneal->changes[1] = change_of(anneal, other, t, visit->period, visit->host);
    return take(anneal, 2);
}

static bool has_room(const struct anneal *anneal, uint32_t centre, uint32_t period, bool guest)
{
    size_t cell = (size_t)centre * anneal->rotation->periods + period;

    return guest ? anneal->comes[cell] < anneal->rotation->guests[cell]
                 : anneal->leaves[cell] < anneal->rotation->away[cell];
}

/* The worker goes to another centre instead, and somebody from there to the host. */
static bool put_between(struct anneal *anneal, const struct visit *visit)
{
    uint32_t centre = draw(anneal, anneal->rotation->centres), t = visit->period;

    if (centre == visit->host || !has_room(anneal, centre, t, true) || !has_room(anneal, centre, t, false))
        return false;
    uint32_t other = draw_colleague(anneal, centre, t, false);
    if (other == NO_OPTION || other == visit->worker)
        return false;
    anneal->changes[0] = change_of(anneal, visit->worker, t, t, centre);
    anneal->changes[1] = change_of(anneal, other, NO_PERIOD, t, visit->host);
    return take(anneal, 2);
}

/* Somebody of the host stays at home, and the worker goes where they were. */
static bool take_out(struct anneal *anneal, const struct visit *visit)
{
    uint32_t t = visit->period, other = draw_colleague(anneal, visit->host, t, true);

    if (other == NO_OPTION || !may_spare(anneal, other, t, true, false) ||
        !may_spare(anneal, visit->worker, t, false, true))
        return false;
    uint32_t host = host_at(anneal, other, t);
    anneal->changes[0] = change_of(anneal, visit->worker, t, t, host);
    anneal->changes[1] = change_of(anneal, other, t, NO_PERIOD, 0);
    if (host == anneal->rotation->round->workers[visit->worker].home) { /* a cycle of two */
        if (!may_spare(anneal, visit->worker, t, true, true) || !may_spare(anneal, other, t, true, true))
            return false;
        anneal->changes[0] = change_of(anneal, visit->worker, t, NO_PERIOD, 0);
    }
    return take(anneal, 2);
}

/* Two who stayed at home visit each other's centres. */
static bool add_pair(struct anneal *anneal)
{
    const struct rotation *rotation = anneal->rotation;
    uint32_t t = draw(anneal, rotation->periods), one = draw(anneal, rotation->workers);
    uint32_t home = rotation->round->workers[one].home, centre = draw(anneal, rotation->centres);

    if (centre == home || anneal->now->visited[one] >> t & 1 || !has_room(anneal, home, t, true) ||
        !has_room(anneal, home, t, false) || !has_room(anneal, centre, t, true) || !has_room(anneal, centre, t, false))
        return false;
    uint32_t other = draw_colleague(anneal, centre, t, false);
    if (other == NO_OPTION)
        return false;
    anneal->changes[0] = change_of(anneal, one, NO_PERIOD, t, centre);
    anneal->changes[1] = change_of(anneal, other, NO_PERIOD, t, home);
    return take(anneal, 2);
}

/* Free rounds: a visit elsewhere, at another time, or at home. */
static bool move_visit(struct anneal *anneal, const struct visit *visit)
{
    const struct rotation *rotation = anneal->rotation;
    uint32_t t = draw(anneal, 2) == 0 ? visit->period : draw(anneal, rotation->periods);
    uint32_t host = draw(anneal, 4) == 0 ? visit->host : draw(anneal, rotation->centres);
    uint32_t home = rotation->round->workers[visit->worker].home;

    if ((t == visit->period && host == visit->host) || (t != visit->period && !has_room(anneal, home, t, false)) ||
        !has_room(anneal, host, t, true) || (t != visit->period && anneal->now->visited[visit->worker] >> t & 1) ||
        (host != visit->host && !may_spare(anneal, visit->worker, visit->period, false, true)))
        return false;
    anneal->changes[0] = change_of(anneal, visit->worker, visit->period, t, host);
    return take(anneal, 1);
}

static bool drop_visit(struct anneal *anneal, const struct visit *visit)
{
    if (!may_spare(anneal, visit->worker, visit->period, true, true))
        return false;
    anneal->changes[0] = change_of(anneal, visit->worker, visit->period, NO_PERIOD, 0);
    return take(anneal, 1);
}

static bool add_visit(struct anneal *anneal)
{
    const struct rotation *rotation = anneal->rotation;
    uint32_t t = draw(anneal, rotation->periods), worker = draw(anneal, rotation->workers);
    uint32_t host = draw(anneal, rotation->centres);

    if (anneal->now->visited[worker] >> t & 1 || !has_room(anneal, rotation->round->workers[worker].home, t, false) ||
        !has_room(anneal, host, t, true))
        return false;
    anneal->changes[0] = change_of(anneal, worker, NO_PERIOD, t, host);
    return take(anneal, 1);
}

static bool one_move(struct anneal *anneal)
{
    struct visit visit;
    uint32_t kind = draw(anneal, 16);
    bool balanced = anneal->rotation->round->balanced;

    if (kind == 0)
        return balanced ? add_pair(anneal) : add_visit(anneal);
    if (!draw_visit(anneal, &visit))
        return false;
    if (kind < 6)
        return exchange_hosts(anneal, &visit);
    if (kind < 9)
        return send_colleague(anneal, &visit);
    if (kind < 11)
        return exchange_periods(anneal, &visit);
    if (balanced)
        return kind < 14 ? put_between(anneal, &visit) : take_out(anneal, &visit);
    return kind < 15 ? move_visit(anneal, &visit) : drop_visit(anneal, &visit);
}

/* ---- All of it ---- */

static void anneal_clear(struct anneal *anneal)
{
    free(anneal->near);
    free(anneal->value);
    free(anneal->comes);
    free(anneal->leaves);
    free(anneal->colleagues);
    free(anneal->first_of);
    free(anneal->travellers);
    free(anneal->place);
    free(anneal->count);
}

static bool anneal_new(struct anneal *anneal)
{
    const struct rotation *rotation = anneal->rotation;
    size_t cells = (size_t)rotation->centres * rotation->periods + 1;
    size_t seats = (size_t)rotation->workers * rotation->periods + 1;

    anneal->near = calloc((size_t)rotation->periods + 1, sizeof *anneal->near);
    anneal->value = calloc((size_t)rotation->workers + 1, sizeof *anneal->value);
    anneal->comes = calloc(cells, sizeof *anneal->comes);
    anneal->leaves = calloc(cells, sizeof *anneal->leaves);
    anneal->colleagues = calloc((size_t)rotation->workers + 1, sizeof *anneal->colleagues);
    anneal->first_of = calloc((size_t)rotation->centres + 2, sizeof *anneal->first_of);
    anneal->travellers = calloc(seats, sizeof *anneal->travellers);
    anneal->place = calloc(seats, sizeof *anneal->place);
    anneal->count = calloc((size_t)rotation->periods + 1, sizeof *anneal->count);
    return anneal->near != NULL && anneal->value != NULL && anneal->comes != NULL && anneal->leaves != NULL &&
           anneal->colleagues != NULL && anneal->first_of != NULL && anneal->travellers != NULL &&
           anneal->place != NULL && anneal->count != NULL;
}

static void fill(struct anneal *anneal)
{
    const struct rotation *rotation = anneal->rotation;
    struct state *now = anneal->now;

    for (uint32_t t = 0; t < rotation->periods; t++)
        anneal->near[t] = periods_near(rotation, t);
    for (uint32_t w = 0; w < rotation->workers; w++)
        anneal->first_of[rotation->round->workers[w].home + 2]++;
    for (uint32_t c = 0; c < rotation->centres; c++)
        anneal->first_of[c + 1] += anneal->first_of[c];
    for (uint32_t w = 0; w < rotation->workers; w++)
        anneal->colleagues[anneal->first_of[rotation->round->workers[w].home + 1]++] = w;
    for (uint32_t w = 0; w < rotation->workers; w++) {
        uint64_t visited = now->visited[w];
        for (uint64_t left = visited; left != 0; left &= left - 1) {
            uint32_t t = (uint32_t)__builtin_ctzll(left);
            uint32_t option = now->at[(size_t)t * rotation->workers + w];
            state_take(now, rotation, w, t);
            go(anneal, w, option, t);
        }
        struct change nothing = {.worker = w, .less = NO_PERIOD, .more = NO_PERIOD};
        may_change(anneal, &nothing);
        anneal->value[w] = nothing.value;
    }
}

bool anneal_run(const struct rotation *rotation, struct state *best, struct state *now, int64_t warmest,
                int64_t coldest, uint64_t moves, uint64_t *random, struct rotate_watch *watch)
{
    struct anneal anneal = {.rotation = rotation, .now = now, .random = *random};
    bool ok = anneal_new(&anneal);

    if (ok) {
        state_copy(now, best, rotation);
        fill(&anneal);
        now->value = 0;
        for (uint32_t w = 0; w < rotation->workers; w++)
            now->value += anneal.value[w];
        int64_t most = best->value;
        uint64_t blocks = moves / 1024 + 1;
        double warmth = (double)warmest, factor = __builtin_exp(__builtin_log((double)coldest / (double)warmest) / (double)blocks);
        for (uint64_t block = 0; block < blocks; block++) {
            anneal.warmth = (int64_t)(warmth * 1.386);
            for (int i = 0; i < 1024; i++)
                if (one_move(&anneal) && now->value > most && block * 10 >= blocks * 7) {
                    most = now->value;
                    state_copy(best, now, rotation);
                }
            warmth *= factor;
            if (block % 64 == 0 && watch_tick(watch))
                break;
        }
        state_count(best, rotation);
        state_count(now, rotation);
    }
    *random = anneal.random;
    anneal_clear(&anneal);
    return ok;
}
