/*
 * What the bound of repairs rests on, made ready once: the visits that could be lost, each period's best circulation
 * with the gaps that are left in it, the residual ways between all nodes, and what freed workers could do.
 */
#include "matcher/repair.h"

#include <stdlib.h>

int64_t value_without(const struct repair_bound *bound, uint32_t worker, uint64_t without)
{
    return worker_value(bound->rotation->round, context_of(bound->rotation, bound->kept, worker, without).part);
}

void fill_freed(const struct repair_bound *bound, uint32_t worker, uint64_t without, int64_t *freed)
{
    const struct rotation *rotation = bound->rotation;
    struct context context = context_of(rotation, bound->kept, worker, without);

    for (size_t i = 0; i < (size_t)rotation->periods * bound->nodes; i++)
        freed[i] = -UNREACHED;
    for (size_t i = rotation->first_option[worker]; i < rotation->first_option[worker + 1]; i++)
        for (uint32_t t = 0; t < rotation->periods; t++) {
            uint32_t option = (uint32_t)i;
            if (!may_add(rotation, bound->kept, &context, worker, without, option, t) ||
                bound->kept->at[(size_t)t * rotation->workers + worker] == option) /* then it would not be lost */
                continue;
            int64_t gain = gain_at_most(rotation, &context, worker, option, t),
                    *most = freed + (size_t)t * bound->nodes;
            const int64_t *on = bound->ways[t] + (size_t)node_in(rotation->options[option].host) * bound->nodes;
            for (uint32_t node = 0; node < bound->nodes; node++)
                if (on[node] != -UNREACHED && gain + on[node] > most[node])
                    most[node] = gain + on[node];
        }
}

static bool list_losses(struct repair_bound *bound)
{
    const struct rotation *rotation = bound->rotation;
    const struct state *kept = bound->kept;
    size_t most = 0;

    for (uint32_t w = 0; w < rotation->workers; w++)
        most += (size_t)__builtin_popcountll(kept->visited[w]);
    bound->losses = calloc(most + 1, sizeof *bound->losses);
    if (bound->losses == NULL)
        return false;
    for (uint32_t w = 0; w < rotation->workers; w++)
        for (uint64_t left = kept->visited[w] & ~rotation->pinned[w]; left != 0; left &= left - 1) {
            uint32_t t = (uint32_t)__builtin_ctzll(left);
            unsigned others = (unsigned)__builtin_popcountll(kept->visited[w]) - 1;
            bound->losses[bound->losses_count++] = (struct loss){
                .worker = w,
                .option = kept->at[(size_t)t * rotation->workers + w],
                .period = t,
                .delta = value_without(bound, w, UINT64_C(1) << t) - value_without(bound, w, 0),
                .room = rotation->most_visits > others ? rotation->most_visits - others : 0,
            };
        }
    return true;
}

static void note_gaps(struct repair_bound *bound, const struct network *network)
{
    struct open_gaps *gaps = &bound->gaps[network->period];
    unsigned starts = 0, ends = 0;

    for (uint32_t node = 0; node < network->nodes; node++) {
        for (int32_t need = network->need[node]; need > 0 && starts < MOST_GAPS; need--)
            gaps->from[starts++] = node;
        for (int32_t need = network->need[node]; need < 0 && ends < MOST_GAPS; need++)
            gaps->to[ends++] = node;
    }
    gaps->count = starts;
}

static bool solve_periods(struct repair_bound *bound, struct network *network)
{
    uint32_t missing;

    for (uint32_t t = 0; t < bound->rotation->periods; t++) {
        bound->ways[t] = malloc((size_t)bound->nodes * bound->nodes * sizeof **bound->ways);
        if (bound->ways[t] == NULL)
            return false;
        network_fill(network, bound->kept, t, true, NULL);
        bound->value += network_solve(network, &missing);
        bound->too_many_gaps = bound->too_many_gaps || missing > MOST_GAPS;
        bound->improved[t] = missing > 0;
        for (uint32_t w = 0; w < bound->rotation->workers; w++)
            bound->improved[t] = bound->improved[t] || network->used[w] != NO_ARC;
        note_gaps(bound, network);
        network_close(network, bound->ways[t]);
    }
    return true;
}

bool repair_bound_new(struct repair_bound *bound, const struct rotation *rotation, const struct state *kept,
                      struct network *network, bool pairs)
{
    *bound = (struct repair_bound){.rotation = rotation, .kept = kept, .nodes = network->nodes};
    bound->ways = calloc((size_t)rotation->periods + 1, sizeof *bound->ways);
    bound->improved = calloc((size_t)rotation->periods + 1, sizeof *bound->improved);
    bound->gaps = calloc((size_t)rotation->periods + 1, sizeof *bound->gaps);
    if (bound->ways == NULL || bound->improved == NULL || bound->gaps == NULL || !list_losses(bound) ||
        !solve_periods(bound, network))
        return false;
    for (uint32_t w = 0; w < rotation->workers; w++)
        bound->value += value_without(bound, w, 0);
    size_t size = (size_t)rotation->periods * bound->nodes;
    bound->freed = calloc((pairs ? bound->losses_count : 0) * size + size + 1, sizeof *bound->freed);
    if (bound->freed == NULL)
        return false;
    bound->both = bound->freed;
    for (size_t i = 0; i < bound->losses_count && pairs; i++) {
        struct loss *loss = &bound->losses[i];
        loss->freed = bound->freed + (i + 1) * size;
        fill_freed(bound, loss->worker, UINT64_C(1) << loss->period, loss->freed);
    }
    return true;
}

unsigned repair_bound_gaps(const struct repair_bound *bound)
{
    unsigned gaps = 0;

    for (uint32_t t = 0; t < bound->rotation->periods; t++)
        gaps += bound->improved[t];
    return gaps;
}

void repair_bound_clear(struct repair_bound *bound)
{
    for (uint32_t t = 0; bound->ways != NULL && t < bound->rotation->periods; t++)
        free(bound->ways[t]);
    free(bound->ways);
    free(bound->improved);
    free(bound->gaps);
    free(bound->losses);
    free(bound->freed);
    *bound = (struct repair_bound){0};
}
