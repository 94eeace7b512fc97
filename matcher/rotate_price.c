/*
 * The best personal plan under prices. State: period, visits made, goals met so far; a visit jumps over the periods at
 * home that must follow. That a host comes once at most is relaxed, but for a few hosts of each worker that earlier
 * answers had twice: whether they were visited is in the state (decremental state space relaxation: Righini, Salani
 * 2008). Hosts that meet the same goals differ by their value alone, so the best of each such group stands for all.
 * Only states that some visits lead to are looked at.
 */
#include "matcher/rotate.h"

#include <stdlib.h>
#include <string.h>

static int64_t *cell(int64_t *table, const struct personal *personal, uint32_t period, uint32_t made)
{
    return table + ((size_t)period * personal->layers + made) * personal->states;
}

/* ---- What visits are worth ---- */

/* How much one point of `part` counts, times PRICE_SCALE. */
static int64_t part_weight(const struct rotation *rotation, const struct prices *prices, uint32_t worker)
{
    return PRICE_SCALE + (PRICE_SCALE - prices->fair[worker]) * rotation->round->fair_weight;
}

/* What each visit pays, less what keeping it is worth. */
static void fill_costs(struct personal *personal, const struct rotation *rotation, const struct prices *prices,
                       uint32_t worker)
{
    size_t first = rotation->first_option[worker], home = rotation->round->workers[worker].home;

    personal->options = (uint32_t)(rotation->first_option[worker + 1] - first);
    for (uint32_t t = 0; t < rotation->periods; t++) {
        int64_t *costs = personal->costs + (size_t)t * personal->options;
        int64_t leaving = prices->away[home * rotation->periods + t] + prices->balance[home * rotation->periods + t] -
                          prices->send[home];
        for (uint32_t i = 0; i < personal->options; i++) {
            size_t host = rotation->options[first + i].host, cell = host * rotation->periods + t;
            costs[i] = leaving + prices->guests[cell] - prices->balance[cell] - prices->host[host];
        }
    }
    for (uint32_t i = 0; i < personal->options && rotation->kept != NULL; i++)
        for (uint64_t left = rotation->kept[first + i]; left != 0; left &= left - 1)
            personal->costs[(size_t)__builtin_ctzll(left) * personal->options + i] -=
                rotation->keep_worth * PRICE_SCALE;
}

static void fill_values(struct personal *personal, const struct rotation *rotation)
{
    uint32_t first = (uint32_t)rotation->first_option[personal->worker];

    for (uint32_t t = 0; t < rotation->periods; t++) {
        const int64_t *costs = personal->costs + (size_t)t * personal->options;
        int64_t *values = personal->values + (size_t)t * personal->options;
        for (uint32_t i = 0; i < personal->options; i++)
            values[i] = rotation->allowed[first + i] >> t & 1
                            ? visit_worth(rotation, first + i, t) * personal->weight - costs[i]
                            : IMPOSSIBLE;
    }
}

bool personal_may_visit(const struct rotation *rotation, uint32_t option, uint32_t period)
{
    return rotation->allowed[option] >> period & 1;
}

int64_t personal_cost(const struct personal *personal, const struct rotation *rotation, uint32_t option,
                      uint32_t period)
{
    return personal->costs[(size_t)period * personal->options + option - rotation->first_option[personal->worker]];
}

/* ---- Hosts that are remembered ---- */

static unsigned room_to_remember(const struct personal *personal)
{
    unsigned bits = 0;

    while (bits < PERSONAL_REMEMBERED && personal->wants << (bits + 1) <= personal->most_states)
        bits++;
    return bits;
}

bool personal_remember(struct personal *personal, uint32_t option)
{
    uint32_t *list = personal->remembered[personal->worker].options;
    unsigned room = room_to_remember(personal);

    for (unsigned i = 0; i < room; i++) {
        if (list[i] == option)
            return false;
        if (list[i] == NO_OPTION) {
            list[i] = option;
            return true;
        }
    }
    return false;
}

static unsigned find_mark(const struct personal *personal, const struct rotation *rotation, uint32_t option)
{
    unsigned mark = rotation->options[option].goals;
    const uint32_t *list = personal->remembered[personal->worker].options;

    for (unsigned i = 0; i < personal->bits; i++)
        if (list[i] == option)
            mark |= personal->wants << i;
    return mark;
}

/* ---- Groups of hosts, and states they lead to ---- */

static void fill_marks(struct personal *personal, const struct rotation *rotation)
{
    uint32_t first = (uint32_t)rotation->first_option[personal->worker];

    personal->marks_count = 0;
    for (uint32_t i = 0; i < personal->options; i++) {
        if (rotation->allowed[first + i] == 0)
            continue;
        unsigned mark = find_mark(personal, rotation, first + i), m = 0;
        while (m < personal->marks_count && personal->marks[m] != mark)
            m++;
        if (m == personal->marks_count)
            personal->marks[personal->marks_count++] = mark;
        personal->mark_of[i] = (uint16_t)mark;
        personal->group_of[i] = (uint16_t)m;
    }
}

/* Of the hosts with the same mark, the best in each period; remembered hosts have one of their own. */
static void fill_groups(struct personal *personal, const struct rotation *rotation)
{
    uint32_t first = (uint32_t)rotation->first_option[personal->worker];

    for (uint32_t t = 0; t < rotation->periods; t++) {
        const int64_t *values = personal_values(personal, t);
        struct group *groups = personal->groups + (size_t)t * PERSONAL_GROUPS;
        unsigned count = 0;
        for (unsigned m = 0; m < personal->marks_count; m++)
            groups[m] = (struct group){.value = IMPOSSIBLE, .mark = personal->marks[m]};
        for (uint32_t i = 0; i < personal->options; i++) {
            if (values[i] == IMPOSSIBLE)
                continue;
            struct group *group = &groups[personal->group_of[i]];
            if (values[i] > group->value) {
                group->value = values[i];
                group->option = first + i;
            }
        }
        for (unsigned m = 0; m < personal->marks_count; m++)
            if (groups[m].value != IMPOSSIBLE)
                groups[count++] = groups[m];
        personal->groups_count[t] = count;
    }
}

/* Is `other` never a worse choice than `group`? */
static bool dominates(const struct personal *personal, const struct group *other, const struct group *group)
{
    unsigned goals = personal->wants - 1;

    return other->value >= group->value && (group->mark & goals & ~other->mark) == 0 &&
           (other->mark & ~goals & ~group->mark) == 0;
}

static void drop_dominated(struct personal *personal, const struct rotation *rotation)
{
    for (uint32_t t = 0; t < rotation->periods; t++) {
        struct group *groups = personal->groups + (size_t)t * PERSONAL_GROUPS;
        unsigned kept = 0, count = personal->groups_count[t];
        bool dropped[PERSONAL_GROUPS] = {false};
        for (unsigned i = 0; i < count; i++)
            for (unsigned j = 0; j < count && !dropped[i]; j++)
                dropped[i] = j != i && !dropped[j] && dominates(personal, &groups[j], &groups[i]);
        for (unsigned i = 0; i < count; i++)
            if (!dropped[i])
                groups[kept++] = groups[i];
        personal->groups_count[t] = kept;
    }
}

static bool may_follow(const struct personal *personal, unsigned state, unsigned mark)
{
    return (state & mark & ~(personal->wants - 1)) == 0;
}

static void reach(struct personal *personal, uint32_t layer, unsigned state)
{
    if (personal->seen[state])
        return;
    personal->seen[state] = true;
    personal->reached[(size_t)layer * personal->most_states + personal->reached_count[layer]++] = (uint16_t)state;
}

static void fill_reached(struct personal *personal)
{
    memset(personal->reached_count, 0, personal->layers * sizeof *personal->reached_count);
    memset(personal->seen, 0, personal->states * sizeof *personal->seen);
    reach(personal, 0, 0);
    if (personal->layers == 1) { /* visits are not counted: all that any number of them leads to */
        for (unsigned i = 0; i < personal->reached_count[0]; i++)
            for (unsigned m = 0; m < personal->marks_count; m++)
                if (may_follow(personal, personal->reached[i], personal->marks[m]))
                    reach(personal, 0, personal->reached[i] | personal->marks[m]);
        return;
    }
    for (uint32_t made = 1; made < personal->layers; made++) {
        const uint16_t *before = personal->reached + (size_t)(made - 1) * personal->most_states;
        memset(personal->seen, 0, personal->states * sizeof *personal->seen);
        for (unsigned i = 0; i < personal->reached_count[made - 1]; i++)
            for (unsigned m = 0; m < personal->marks_count; m++)
                if (may_follow(personal, before[i], personal->marks[m]))
                    reach(personal, made, before[i] | personal->marks[m]);
    }
}

/* ---- The programme ---- */

bool personal_may_go(const struct personal *personal, const struct rotation *rotation, uint32_t made)
{
    return rotation->most_visits > 0 && (personal->layers == 1 || made + 1 < personal->layers);
}

static uint32_t made_after(const struct personal *personal, uint32_t made)
{
    return personal->layers > 1 ? made + 1 : 0;
}

static uint32_t after_visit(const struct rotation *rotation, uint32_t period)
{
    uint64_t next = (uint64_t)period + 1 + rotation->round->min_gap;

    return next < rotation->periods ? (uint32_t)next : rotation->periods;
}

/* The best from a period on, for states that `made` visits lead to. */
static void fill_cell(struct personal *personal, const struct rotation *rotation, uint32_t period, uint32_t made)
{
    int64_t *here = cell(personal->ahead, personal, period, made);
    const int64_t *stay = cell(personal->ahead, personal, period + 1, made);
    const uint16_t *reached = personal->reached + (size_t)made * personal->most_states;
    unsigned count = personal->reached_count[made];
    bool must = rotation->pinned[personal->worker] >> period & 1;

    for (unsigned i = 0; i < count; i++)
        here[reached[i]] = must ? IMPOSSIBLE : stay[reached[i]];
    if (!personal_may_go(personal, rotation, made))
        return;
    const int64_t *go = cell(personal->ahead, personal, after_visit(rotation, period), made_after(personal, made));
    const struct group *groups = personal->groups + (size_t)period * PERSONAL_GROUPS;
    for (unsigned g = 0; g < personal->groups_count[period]; g++) {
        unsigned mark = groups[g].mark, once = mark & ~(personal->wants - 1);
        int64_t value = groups[g].value;
        for (unsigned i = 0; i < count; i++) {
            unsigned state = reached[i];
            if (state & once)
                continue;
            int64_t all = value + go[state | mark];
            here[state] = all > here[state] ? all : here[state];
        }
    }
}

static void fill_ahead(struct personal *personal, const struct rotation *rotation)
{
    const struct matcher_round_worker *person = &rotation->round->workers[personal->worker];

    for (uint32_t made = 0; made < personal->layers; made++) {
        const uint16_t *reached = personal->reached + (size_t)made * personal->most_states;
        int64_t *end = cell(personal->ahead, personal, rotation->periods, made);
        for (unsigned i = 0; i < personal->reached_count[made]; i++)
            end[reached[i]] = goals_worth(person, (uint8_t)(reached[i] & (personal->wants - 1))) * personal->weight;
    }
    for (uint32_t t = rotation->periods; t-- > 0;)
        for (uint32_t made = 0; made < personal->layers; made++)
            fill_cell(personal, rotation, t, made);
}

/* Stays at home where that is as good: fewer visits press less on the capacities. */
static void trace(struct personal *personal, const struct rotation *rotation)
{
    uint32_t made = 0;
    unsigned state = 0;

    for (uint32_t t = 0; t < rotation->periods; t++)
        personal->visits[t] = NO_OPTION;
    for (uint32_t t = 0; t < rotation->periods;) {
        int64_t value = cell(personal->ahead, personal, t, made)[state];
        const struct group *group = personal->groups + (size_t)t * PERSONAL_GROUPS;
        if (!(rotation->pinned[personal->worker] >> t & 1) &&
            value == cell(personal->ahead, personal, t + 1, made)[state]) {
            t++;
            continue;
        }
        const int64_t *go = cell(personal->ahead, personal, after_visit(rotation, t), made_after(personal, made));
        while (!may_follow(personal, state, group->mark) || group->value + go[state | group->mark] != value)
            group++;
        personal->visits[t] = group->option;
        state |= group->mark;
        made = made_after(personal, made);
        t = after_visit(rotation, t);
    }
}

int64_t personal_best(struct personal *personal, const struct rotation *rotation, const struct prices *prices,
                      uint32_t worker)
{
    const struct matcher_round *round = rotation->round;
    bool welcome = true;

    personal->worker = worker;
    personal->weight = part_weight(rotation, prices, worker);
    personal->wants = 1u << round->workers[worker].wants_count;
    personal->bits = 0;
    unsigned room = personal->strict ? room_to_remember(personal) : 0;
    while (personal->bits < room && personal->remembered[worker].options[personal->bits] != NO_OPTION)
        personal->bits++;
    personal->states = personal->wants << personal->bits;
    for (size_t i = 0; i < round->workers[worker].wants_count; i++)
        welcome = welcome && round->workers[worker].wants[i].worth >= 0;
    fill_costs(personal, rotation, prices, worker);
    fill_values(personal, rotation);
    fill_marks(personal, rotation);
    fill_groups(personal, rotation);
    fill_reached(personal);
    if (welcome)
        drop_dominated(personal, rotation);
    fill_ahead(personal, rotation);
    int64_t best = cell(personal->ahead, personal, 0, 0)[0];
    if (best < IMPOSSIBLE / 2)
        return IMPOSSIBLE;
    trace(personal, rotation);
    return best - (PRICE_SCALE - prices->fair[worker]) * round->fair_weight * round->fair_target;
}

int64_t personal_part(const struct personal *personal, const struct rotation *rotation)
{
    int64_t part = 0;
    uint8_t goals = 0;

    for (uint32_t t = 0; t < rotation->periods; t++)
        if (personal->visits[t] != NO_OPTION) {
            part += visit_worth(rotation, personal->visits[t], t);
            goals |= rotation->options[personal->visits[t]].goals;
        }
    return part + goals_worth(&rotation->round->workers[personal->worker], goals);
}

uint32_t personal_twice(const struct personal *personal, const struct rotation *rotation)
{
    for (uint32_t t = 1; t < rotation->periods; t++)
        for (uint32_t s = 0; s < t && personal->visits[t] != NO_OPTION; s++)
            if (personal->visits[s] == personal->visits[t])
                return personal->visits[t];
    return NO_OPTION;
}
