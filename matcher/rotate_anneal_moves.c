/* What annealing tries (rotate_anneal.h). All keep guests, away and balance; a worker's own rules are judged by taking.
 */
#include "matcher/rotate_anneal.h"

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
    visit->worker =
        anneal->travellers[(size_t)period * anneal->rotation->workers + draw(anneal, anneal->count[period])];
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
    return anneal_take(anneal, 2);
}

static bool send_colleague(struct anneal *anneal, const struct visit *visit)
{
    uint32_t home = anneal->rotation->round->workers[visit->worker].home;
    uint32_t other = draw_colleague(anneal, home, visit->period, false);

    if (other == NO_OPTION)
        return false;
    anneal->changes[0] = change_of(anneal, visit->worker, visit->period, NO_PERIOD, 0);
    anneal->changes[1] = change_of(anneal, other, NO_PERIOD, visit->period, visit->host);
    return anneal_take(anneal, 2);
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
    return anneal_take(anneal, 2);
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
    return anneal_take(anneal, 2);
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
    return anneal_take(anneal, 2);
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
    return anneal_take(anneal, 2);
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
    return anneal_take(anneal, 1);
}

static bool drop_visit(struct anneal *anneal, const struct visit *visit)
{
    if (!may_spare(anneal, visit->worker, visit->period, true, true))
        return false;
    anneal->changes[0] = change_of(anneal, visit->worker, visit->period, NO_PERIOD, 0);
    return anneal_take(anneal, 1);
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
    return anneal_take(anneal, 1);
}

bool anneal_move(struct anneal *anneal)
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
