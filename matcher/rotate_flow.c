/*
 * One period, all workers: visits of most value under guests, away and balance. A transport of units from the places
 * that a centre can spare to the places for guests that it has, each unit carried by a worker:
 *
 *   source -> out(centre) -> worker -> in(host) -> sink
 *
 * Balanced, every place must be used, and the arc out(c) -> in(c) stands for one that stays as it is. Successive paths
 * of most value (Ahuja, Magnanti, Orlin, "Network Flows", 1993, 9.7) with queue-based label correction: O(visits x
 * arcs) in practice. Free (not balanced), paths end when none adds value.
 */
#include "matcher/rotate.h"

#include <stdlib.h>

struct arc {
    uint32_t to, next;
    int32_t room;
    uint32_t option; /* of a visit */
    int64_t value;   /* the twin at index ^ 1 has the opposite */
};

struct flow {
    struct arc *arcs;
    uint32_t arcs_count;
    uint32_t nodes;
    uint32_t *first;      /* by node: its first arc */
    int64_t *label;       /* by node: the most value of a path from the source */
    uint32_t *arrived_by; /* by node: arc */
    uint32_t *queue;
    bool *queued;
    unsigned most_hosts;    /* of one worker; 0: all */
    int32_t spared, vacant; /* places that need no balance; those not used meet at the hub, the last node */
    bool *left;             /* by centre: a pinned worker leaves it, so somebody may have to come */
};

enum { HOSTS_AT_MOST = 64 };

/* A worker's hosts to choose from, best first when they are limited. */
struct wish {
    uint32_t option;
    int64_t value;
};

#define NO_ARC UINT32_MAX
static const uint32_t source = 0, sink = 1;

struct flow *flow_new(const struct rotation *rotation)
{
    size_t arcs =
        2 * (rotation->first_option[rotation->workers] + rotation->workers + 7 * (size_t)rotation->centres + 2);
    struct flow *flow = calloc(1, sizeof *flow);

    if (flow == NULL)
        return NULL;
    flow->nodes = 3 + 2 * rotation->centres + rotation->workers;
    flow->arcs = malloc((arcs + 1) * sizeof *flow->arcs);
    flow->first = malloc(flow->nodes * sizeof *flow->first);
    flow->label = malloc(flow->nodes * sizeof *flow->label);
    flow->arrived_by = malloc(flow->nodes * sizeof *flow->arrived_by);
    flow->queue = malloc(flow->nodes * sizeof *flow->queue);
    flow->queued = calloc(flow->nodes, sizeof *flow->queued);
    flow->left = calloc((size_t)rotation->centres + 1, sizeof *flow->left);
    if (flow->arcs == NULL || flow->first == NULL || flow->label == NULL || flow->arrived_by == NULL ||
        flow->queue == NULL || flow->queued == NULL || flow->left == NULL) {
        flow_free(flow);
        return NULL;
    }
    return flow;
}

void flow_free(struct flow *flow)
{
    if (flow == NULL)
        return;
    free(flow->arcs);
    free(flow->first);
    free(flow->label);
    free(flow->arrived_by);
    free(flow->queue);
    free(flow->queued);
    free(flow->left);
    free(flow);
}

static void add_arc(struct flow *flow, uint32_t from, uint32_t to, int32_t room, int64_t value, uint32_t option)
{
    if (room <= 0)
        return;
    flow->arcs[flow->arcs_count] =
        (struct arc){.to = to, .next = flow->first[from], .room = room, .value = value, .option = option};
    flow->first[from] = flow->arcs_count++;
    flow->arcs[flow->arcs_count] =
        (struct arc){.to = from, .next = flow->first[to], .value = -value, .option = NO_OPTION};
    flow->first[to] = flow->arcs_count++;
}

/* Label correction for the most valuable path from source to sink; false when there is none. */
static bool find_path(struct flow *flow)
{
    uint32_t head = 0, count = 0;

    for (uint32_t node = 0; node < flow->nodes; node++) {
        flow->label[node] = INT64_MIN;
        flow->arrived_by[node] = NO_ARC;
    }
    flow->label[source] = 0;
    flow->queue[count++] = source;
    while (count > 0) {
        uint32_t node = flow->queue[head];
        head = head + 1 == flow->nodes ? 0 : head + 1;
        count--;
        flow->queued[node] = false;
        for (uint32_t a = flow->first[node]; a != NO_ARC; a = flow->arcs[a].next) {
            const struct arc *arc = &flow->arcs[a];
            if (arc->room == 0 || flow->label[node] + arc->value <= flow->label[arc->to])
                continue;
            flow->label[arc->to] = flow->label[node] + arc->value;
            flow->arrived_by[arc->to] = a;
            if (!flow->queued[arc->to]) {
                uint32_t tail = head + count;
                flow->queue[tail < flow->nodes ? tail : tail - flow->nodes] = arc->to;
                flow->queued[arc->to] = true;
                count++;
            }
        }
    }
    return flow->label[sink] != INT64_MIN;
}

static void push_unit(struct flow *flow)
{
    for (uint32_t node = sink; node != source;) {
        uint32_t a = flow->arrived_by[node];
        flow->arcs[a].room--;
        flow->arcs[a ^ 1].room++;
        node = flow->arcs[a ^ 1].to;
    }
}

/* ---- The network of a period ---- */

static int32_t at_most(int64_t value, int64_t most)
{
    return (int32_t)(value < 0 ? 0 : value < most ? value : most);
}

/* Units that a minimum still wants are worth a lot, the others nothing. */
static void add_centre(struct flow *flow, const struct rotation *rotation, const struct state *state, uint32_t centre,
                       uint32_t period)
{
    const struct matcher_round_centre *own = &rotation->round->centres[centre];
    size_t cell = (size_t)centre * rotation->periods + period;
    uint32_t out = 2 + centre, in = 2 + rotation->centres + centre;
    int64_t send = (int64_t)own->min_send - state->sent[centre], host = (int64_t)own->min_host - state->hosted[centre];
    int32_t away = at_most(rotation->away[cell], rotation->workers);
    int32_t guests = at_most(rotation->guests[cell], rotation->workers);

    if (!rotation->round->balanced) {
        int32_t wanted_out = at_most(send, away), wanted_in = at_most(host, guests);
        add_arc(flow, source, out, away - wanted_out, 0, NO_OPTION);
        add_arc(flow, source, out, wanted_out, MISSING_MINIMUM, NO_OPTION);
        add_arc(flow, in, sink, guests - wanted_in, 0, NO_OPTION);
        add_arc(flow, in, sink, wanted_in, MISSING_MINIMUM, NO_OPTION);
        return;
    }
    if (rotation->unbalanced != NULL && rotation->unbalanced[centre] >> period & 1) { /* any place may stay unused */
        uint32_t hub = flow->nodes - 1;
        add_arc(flow, source, out, away, 0, NO_OPTION);
        add_arc(flow, out, hub, away, 0, NO_OPTION);
        add_arc(flow, hub, in, guests, 0, NO_OPTION);
        add_arc(flow, in, sink, guests, 0, NO_OPTION);
        flow->spared += away;
        flow->vacant += guests;
        return;
    }
    int32_t places = away < guests ? away : guests;
    int32_t more = at_most(send > host ? send : host, places), both = at_most(send < host ? send : host, places);
    add_arc(flow, source, out, places, 0, NO_OPTION);
    add_arc(flow, in, sink, places, 0, NO_OPTION);
    add_arc(flow, out, in, places - more, 0, NO_OPTION);
    add_arc(flow, out, in, more - both, -MISSING_MINIMUM, NO_OPTION);
    add_arc(flow, out, in, both, -2 * MISSING_MINIMUM, NO_OPTION);
}

/* What a worker has elsewhere in the round. */
struct elsewhere {
    int64_t part; /* fit and bonus */
    uint8_t goals;
    uint32_t hosts[MATCHER_PERIODS];
    unsigned count;
};

static struct elsewhere look_elsewhere(const struct rotation *rotation, const struct state *state, uint32_t worker)
{
    struct elsewhere other = {0};

    for (uint64_t left = state->visited[worker]; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        uint32_t option = state->at[(size_t)t * rotation->workers + worker];
        other.part += visit_worth(rotation, option, t);
        other.goals |= rotation->options[option].goals;
        other.hosts[other.count++] = rotation->options[option].host;
    }
    return other;
}

static uint32_t pinned_option(const struct rotation *rotation, uint32_t worker, uint32_t period)
{
    if (rotation->pinned[worker] >> period & 1)
        for (size_t i = rotation->first_pin[worker]; i < rotation->first_pin[worker + 1]; i++)
            if (rotation->pins[i].period == period)
                return rotation->pins[i].option;
    return NO_OPTION;
}

static bool host_is_taken(const struct rotation *rotation, const struct elsewhere *other, uint32_t worker,
                          uint32_t host, uint32_t period)
{
    for (unsigned i = 0; i < other->count; i++)
        if (other->hosts[i] == host)
            return true;
    for (size_t i = rotation->first_pin[worker]; i < rotation->first_pin[worker + 1]; i++)
        if (rotation->pins[i].period != period && rotation->options[rotation->pins[i].option].host == host)
            return true;
    return false;
}

static unsigned add_wish(struct wish *wishes, unsigned count, unsigned most, struct wish wish)
{
    unsigned at = count;

    if (count == most && wishes[most - 1].value >= wish.value)
        return count;
    for (at = count < most ? count : most - 1; at > 0 && wishes[at - 1].value < wish.value; at--)
        wishes[at] = wishes[at - 1];
    wishes[at] = wish;
    return count < most ? count + 1 : count;
}

static void add_worker(struct flow *flow, const struct rotation *rotation, const struct state *state, uint32_t worker,
                       uint32_t period, const int64_t *worth)
{
    const struct matcher_round_worker *person = &rotation->round->workers[worker];
    uint32_t pinned = pinned_option(rotation, worker, period);
    uint32_t node = 2 + 2 * rotation->centres + worker;
    size_t first = rotation->first_option[worker], end = rotation->first_option[worker + 1];

    if (state->visited[worker] & periods_near(rotation, period))
        return;
    if (pinned == NO_OPTION && rotation->blocked[worker] >> period & 1)
        return;
    uint64_t missing_pins = rotation->pinned[worker] & ~state->visited[worker] & ~(UINT64_C(1) << period);
    struct elsewhere other = look_elsewhere(rotation, state, worker);
    if (other.count + (unsigned)__builtin_popcountll(missing_pins) >= rotation->most_visits)
        return;
    int64_t without = worker_value(rotation->round, other.part + goals_worth(person, other.goals));
    add_arc(flow, 2 + person->home, node, 1, 0, NO_OPTION);
    struct wish wishes[HOSTS_AT_MOST] = {{0}};
    unsigned count = 0;
    for (size_t i = first; i < end; i++) {
        const struct option *option = &rotation->options[i];
        if (!personal_may_visit(rotation, (uint32_t)i, period) ||
            host_is_taken(rotation, &other, worker, option->host, period))
            continue;
        int64_t part = other.part + visit_worth(rotation, (uint32_t)i, period);
        int64_t value =
            worker_value(rotation->round, part + goals_worth(person, other.goals | option->goals)) - without;
        value += pinned != NO_OPTION ? MISSING_PIN : 0;
        value += rotation->kept != NULL && rotation->kept[i] >> period & 1 ? rotation->keep_worth : 0;
        value += worth == NULL ? 0 : worth[i];
        if (flow->most_hosts == 0 || flow->left[option->host])
            add_arc(flow, node, 2 + rotation->centres + option->host, 1, value, (uint32_t)i);
        else
            count = add_wish(wishes, count, flow->most_hosts, (struct wish){(uint32_t)i, value});
    }
    for (unsigned i = 0; i < count; i++)
        add_arc(flow, node, 2 + rotation->centres + rotation->options[wishes[i].option].host, 1, wishes[i].value,
                wishes[i].option);
}

void flow_limit(struct flow *flow, const struct rotation *rotation)
{
    if (rotation->centres > 2 * HOSTS_AT_MOST)
        flow->most_hosts = 24;
}

static void read_visits(struct flow *flow, const struct rotation *rotation, struct state *state, uint32_t period)
{
    uint32_t *at = state->at + (size_t)period * rotation->workers;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        at[w] = NO_OPTION;
        for (uint32_t a = flow->first[2 + 2 * rotation->centres + w]; a != NO_ARC; a = flow->arcs[a].next)
            if (flow->arcs[a].option != NO_OPTION && flow->arcs[a].room == 0)
                at[w] = flow->arcs[a].option;
        if (at[w] == NO_OPTION)
            continue;
        state->visited[w] |= UINT64_C(1) << period;
        state->sent[rotation->round->workers[w].home]++;
        state->hosted[rotation->options[at[w]].host]++;
    }
}

void flow_solve(struct flow *flow, const struct rotation *rotation, struct state *state, uint32_t period,
                const int64_t *worth)
{
    flow->arcs_count = 0;
    for (uint32_t node = 0; node < flow->nodes; node++)
        flow->first[node] = NO_ARC;
    for (uint32_t c = 0; c < rotation->centres; c++)
        flow->left[c] = false;
    for (size_t i = 0; i < rotation->pins_count; i++)
        if (rotation->pins[i].period == period)
            flow->left[rotation->round->workers[rotation->pins[i].worker].home] = true;
    flow->spared = flow->vacant = 0;
    for (uint32_t c = 0; c < rotation->centres; c++)
        add_centre(flow, rotation, state, c, period);
    add_arc(flow, source, flow->nodes - 1, flow->vacant, 0, NO_OPTION);
    add_arc(flow, flow->nodes - 1, sink, flow->spared, 0, NO_OPTION);
    for (uint32_t w = 0; w < rotation->workers; w++)
        add_worker(flow, rotation, state, w, period, worth);
    while (find_path(flow) && (rotation->round->balanced || flow->label[sink] > 0))
        push_unit(flow);
    read_visits(flow, rotation, state, period);
}
