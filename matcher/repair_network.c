/*
 * One period of a plan that loses visits: which visits to add. A circulation of most value: circles that bring
 * something are turned (Klein 1967), then each gap is closed along a path of most value (Ahuja, Magnanti, Orlin,
 * "Network Flows", 1993, 9.6 and 9.7). Dense, for a few dozen centres: O(nodes^2) a pass of label correction.
 */
#include "matcher/repair.h"

#include <stdlib.h>

/* ---- One worker ---- */

struct context context_of(const struct rotation *rotation, const struct state *state, uint32_t worker, uint64_t without)
{
    struct context context = {0};

    for (uint64_t left = state->visited[worker] & ~without; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        uint32_t option = state->at[(size_t)t * rotation->workers + worker];
        context.part += visit_worth(rotation, option, t);
        context.goals |= rotation->options[option].goals;
        context.near |= periods_near(rotation, t);
        context.count++;
    }
    context.part += goals_worth(&rotation->round->workers[worker], context.goals);
    return context;
}

bool may_add(const struct rotation *rotation, const struct state *state, const struct context *context, uint32_t worker,
             uint64_t without, uint32_t option, uint32_t period)
{
    if (context->near >> period & 1 || context->count >= rotation->most_visits ||
        !personal_may_visit(rotation, option, period))
        return false;
    for (uint64_t left = state->visited[worker] & ~without; left != 0; left &= left - 1)
        if (state->at[(size_t)__builtin_ctzll(left) * rotation->workers + worker] == option)
            return false;
    return true;
}

int64_t gain_of(const struct rotation *rotation, const struct context *context, uint32_t worker, uint32_t option,
                uint32_t period)
{
    uint8_t met = rotation->options[option].goals & (uint8_t)~context->goals;
    int64_t more = visit_worth(rotation, option, period) + goals_worth(&rotation->round->workers[worker], met);

    return worker_value(rotation->round, context->part + more) - worker_value(rotation->round, context->part);
}

/* A worker's value is concave in the part: gains of several visits together are at most the sum of each alone, when a
 * loss counts by the gentler slope, and a goal that is not liked not at all. */
int64_t gain_at_most(const struct rotation *rotation, const struct context *context, uint32_t worker, uint32_t option,
                     uint32_t period)
{
    const struct matcher_round_worker *person = &rotation->round->workers[worker];
    int64_t more = visit_worth(rotation, option, period);

    for (unsigned met = rotation->options[option].goals & (uint8_t)~context->goals; met != 0; met &= met - 1)
        more += person->wants[__builtin_ctz(met)].worth > 0 ? person->wants[__builtin_ctz(met)].worth : 0;
    if (more < 0)
        return more;
    return worker_value(rotation->round, context->part + more) - worker_value(rotation->round, context->part);
}

/* ---- Room ---- */

bool network_new(struct network *network, const struct rotation *rotation)
{
    size_t nodes = 2 * (size_t)rotation->centres + 1; /* and the hub */

    *network = (struct network){
        .rotation = rotation,
        .nodes = (uint32_t)nodes,
        .way = calloc(nodes * nodes, sizeof *network->way),
        .carrier = calloc(nodes * nodes, sizeof *network->carrier),
        .need = calloc(nodes, sizeof *network->need),
        .label = calloc(nodes, sizeof *network->label),
        .previous = calloc(nodes, sizeof *network->previous),
        .arcs = calloc(rotation->first_option[rotation->workers] + 1, sizeof *network->arcs),
        .used = calloc((size_t)rotation->workers + 1, sizeof *network->used),
        .places = calloc(2 * (size_t)rotation->centres + 1, sizeof *network->places),
    };
    return network->way != NULL && network->carrier != NULL && network->need != NULL && network->label != NULL &&
           network->previous != NULL && network->arcs != NULL && network->used != NULL && network->places != NULL;
}

void network_clear(struct network *network)
{
    free(network->way);
    free(network->carrier);
    free(network->need);
    free(network->label);
    free(network->previous);
    free(network->arcs);
    free(network->used);
    free(network->places);
    *network = (struct network){0};
}

/* ---- Filling ---- */

static uint32_t node_hub(const struct network *network)
{
    return network->nodes - 1;
}

/* Units that pass between two nodes: `used` now, at most `most`. Too many: some must turn back. */
static void add_place(struct network *network, uint32_t from, uint32_t to, int32_t used, int32_t most)
{
    if (used > most) {
        network->need[from] += used - most;
        network->need[to] -= used - most;
    }
    network->places[network->places_count++] =
        (struct place){.from = from, .to = to, .forth = used < most ? most - used : 0, .back = used};
}

static void add_centre(struct network *network, uint32_t centre, int32_t away, int32_t guests)
{
    const struct rotation *rotation = network->rotation;
    size_t cell = (size_t)centre * rotation->periods + network->period;
    int32_t most_away = rotation->away[cell], most_guests = rotation->guests[cell];
    uint32_t out = node_out(centre), in = node_in(centre);

    if (!rotation->round->balanced) {
        add_place(network, in, node_hub(network), guests, most_guests);
        add_place(network, node_hub(network), out, away, most_away);
        return;
    }
    network->need[out] += guests > away ? guests - away : 0;
    network->need[in] -= away > guests ? away - guests : 0;
    add_place(network, in, out, away > guests ? away : guests, most_away < most_guests ? most_away : most_guests);
}

static void add_centres(struct network *network, const struct state *state)
{
    const struct rotation *rotation = network->rotation;
    const uint32_t *at = state->at + (size_t)network->period * rotation->workers;
    int64_t *counts = network->label; /* room that is free now: away and guests by node */

    for (uint32_t node = 0; node < network->nodes; node++) {
        network->need[node] = 0;
        counts[node] = 0;
    }
    for (uint32_t w = 0; w < rotation->workers; w++)
        if (at[w] != NO_OPTION) {
            counts[node_out(rotation->round->workers[w].home)]++;
            counts[node_in(rotation->options[at[w]].host)]++;
        }
    network->places_count = 0;
    for (uint32_t c = 0; c < rotation->centres; c++)
        add_centre(network, c, (int32_t)counts[node_out(c)], (int32_t)counts[node_in(c)]);
}

/* A minimum that is missing outweighs what visits are worth, so that it comes about if it can. */
static int64_t minimum_gain(const struct rotation *rotation, const struct state *state, uint32_t home, uint32_t host)
{
    const struct matcher_round_centre *centres = rotation->round->centres;
    int64_t gain = state->sent[home] < centres[home].min_send ? MISSING_MINIMUM : 0;

    return gain + (state->hosted[host] < centres[host].min_host ? MISSING_MINIMUM : 0);
}

void network_fill(struct network *network, const struct state *state, uint32_t period, bool at_most,
                  const uint64_t *open)
{
    const struct rotation *rotation = network->rotation;

    network->period = period;
    network->arcs_count = 0;
    add_centres(network, state);
    for (uint32_t w = 0; w < rotation->workers; w++) {
        network->used[w] = NO_ARC;
        if (open != NULL && !(open[w] >> period & 1))
            continue;
        struct context context = context_of(rotation, state, w, 0);
        if (context.near >> period & 1 || context.count >= rotation->most_visits)
            continue;
        for (size_t i = rotation->first_option[w]; i < rotation->first_option[w + 1]; i++) {
            uint32_t option = (uint32_t)i;
            if (!may_add(rotation, state, &context, w, 0, option, period))
                continue;
            int64_t gain = at_most ? gain_at_most(rotation, &context, w, option, period)
                                   : gain_of(rotation, &context, w, option, period) +
                                         minimum_gain(rotation, state, rotation->round->workers[w].home,
                                                      rotation->options[option].host);
            network->arcs[network->arcs_count++] = (struct network_arc){.worker = w, .option = option, .gain = gain};
        }
    }
}

void network_free(struct network *network, const struct state *state)
{
    const struct rotation *rotation = network->rotation;
    uint32_t period = network->period;
    uint64_t without = UINT64_C(1) << period;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        uint32_t now = state->at[(size_t)period * rotation->workers + w];
        if (now == NO_OPTION || rotation->pinned[w] & without)
            continue;
        struct context context = context_of(rotation, state, w, without);
        for (size_t i = rotation->first_option[w]; i < rotation->first_option[w + 1]; i++) {
            uint32_t option = (uint32_t)i;
            if (option != now && !may_add(rotation, state, &context, w, without, option, period))
                continue;
            if (option == now)
                network->used[w] = network->arcs_count;
            network->arcs[network->arcs_count++] = (struct network_arc){
                .worker = w, .option = option, .gain = gain_at_most(rotation, &context, w, option, period)};
        }
    }
}

/* ---- Residual arcs ---- */

static void offer(struct network *network, uint32_t from, uint32_t to, int64_t value, uint32_t carrier)
{
    size_t at = (size_t)from * network->nodes + to;

    if (value > network->way[at]) {
        network->way[at] = value;
        network->carrier[at] = carrier;
    }
}

static void draw(struct network *network)
{
    const struct rotation *rotation = network->rotation;

    for (size_t at = 0; at < (size_t)network->nodes * network->nodes; at++)
        network->way[at] = NO_WAY;
    for (uint32_t p = 0; p < network->places_count; p++) {
        const struct place *place = &network->places[p];
        if (place->forth > 0)
            offer(network, place->from, place->to, 0, NO_ARC);
        if (place->back > 0)
            offer(network, place->to, place->from, 0, NO_ARC);
    }
    for (uint32_t a = 0; a < network->arcs_count; a++) {
        const struct network_arc *arc = &network->arcs[a];
        uint32_t used = network->used[arc->worker], in = node_in(rotation->options[arc->option].host);
        uint32_t out = node_out(rotation->round->workers[arc->worker].home);
        if (used == NO_ARC)
            offer(network, out, in, arc->gain, a);
        else if (used == a)
            offer(network, in, out, -arc->gain, a);
        else
            offer(network, node_in(rotation->options[network->arcs[used].option].host), in,
                  arc->gain - network->arcs[used].gain, a);
    }
}

static void push_along(struct network *network, uint32_t from, uint32_t to)
{
    uint32_t a = network->carrier[(size_t)from * network->nodes + to];

    if (a != NO_ARC) {
        uint32_t *used = &network->used[network->arcs[a].worker];
        *used = *used == a ? NO_ARC : a;
        return;
    }
    for (uint32_t p = 0; p < network->places_count; p++) {
        struct place *place = &network->places[p];
        if (place->from == from && place->to == to && place->forth > 0) {
            place->forth--;
            place->back++;
            return;
        }
        if (place->from == to && place->to == from && place->back > 0) {
            place->back--;
            place->forth++;
            return;
        }
    }
}

/* ---- Circles and paths ---- */

/* One pass of label correction; the last node that got better, or NO_ARC. */
static uint32_t correct_labels(struct network *network)
{
    uint32_t nodes = network->nodes, better = NO_ARC;

    for (uint32_t from = 0; from < nodes; from++) {
        if (network->label[from] == NO_WAY)
            continue;
        const int64_t *way = network->way + (size_t)from * nodes;
        for (uint32_t to = 0; to < nodes; to++)
            if (way[to] != NO_WAY && network->label[from] + way[to] > network->label[to]) {
                network->label[to] = network->label[from] + way[to];
                network->previous[to] = from;
                better = to;
            }
    }
    return better;
}

/* A circle of more than no value is turned; false when there is none. */
static bool turn_circle(struct network *network)
{
    uint32_t node = NO_ARC;

    for (uint32_t n = 0; n < network->nodes; n++) {
        network->label[n] = 0;
        network->previous[n] = NO_ARC;
    }
    for (uint32_t pass = 0; pass <= network->nodes; pass++) {
        node = correct_labels(network);
        if (node == NO_ARC)
            return false;
    }
    for (uint32_t n = 0; n < network->nodes; n++)
        node = network->previous[node];
    uint32_t first = node;
    do {
        push_along(network, network->previous[node], node);
        node = network->previous[node];
    } while (node != first);
    return true;
}

/* A gap is closed along the best way from where units must leave to where they must arrive; false: there is none. */
static bool close_gap(struct network *network, int64_t *value)
{
    uint32_t nearest = NO_ARC;

    for (uint32_t n = 0; n < network->nodes; n++) {
        network->label[n] = network->need[n] > 0 ? 0 : NO_WAY;
        network->previous[n] = NO_ARC;
    }
    while (correct_labels(network) != NO_ARC)
        ;
    for (uint32_t n = 0; n < network->nodes; n++)
        if (network->need[n] < 0 && network->label[n] != NO_WAY &&
            (nearest == NO_ARC || network->label[n] > network->label[nearest]))
            nearest = n;
    if (nearest == NO_ARC)
        return false;
    *value += network->label[nearest];
    network->need[nearest]++;
    while (network->previous[nearest] != NO_ARC) {
        push_along(network, network->previous[nearest], nearest);
        nearest = network->previous[nearest];
    }
    network->need[nearest]--;
    return true;
}

void network_label(struct network *network)
{
    for (draw(network); turn_circle(network); draw(network))
        ;
}

int64_t network_solve(struct network *network, uint32_t *missing)
{
    int64_t value = 0, closed = 0;

    *missing = 0;
    network_label(network);
    while (close_gap(network, &closed))
        draw(network);
    for (uint32_t n = 0; n < network->nodes; n++)
        *missing += network->need[n] > 0 ? (uint32_t)network->need[n] : 0;
    for (uint32_t w = 0; w < network->rotation->workers; w++)
        value += network->used[w] == NO_ARC ? 0 : network->arcs[network->used[w]].gain;
    return value;
}

void network_apply(const struct network *network, struct state *state)
{
    for (uint32_t w = 0; w < network->rotation->workers; w++)
        if (network->used[w] != NO_ARC)
            state_put(state, network->rotation, w, network->arcs[network->used[w]].option, network->period);
}

void network_close(struct network *network, int64_t *ways)
{
    size_t nodes = network->nodes;

    for (size_t at = 0; at < nodes * nodes; at++)
        ways[at] = network->way[at] == NO_WAY ? -UNREACHED : network->way[at];
    for (uint32_t n = 0; n < nodes; n++)
        ways[n * nodes + n] = 0;
    for (size_t by = 0; by < nodes; by++)
        for (size_t from = 0; from < nodes; from++) {
            int64_t first = ways[from * nodes + by];
            if (first == -UNREACHED)
                continue;
            for (size_t to = 0; to < nodes; to++) {
                int64_t second = ways[by * nodes + to], way = second == -UNREACHED ? second : first + second;
                ways[from * nodes + to] = way > ways[from * nodes + to] ? way : ways[from * nodes + to];
            }
        }
}
