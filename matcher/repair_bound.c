/*
 * What a plan is worth at most that loses one or two visits more and keeps the rest. When all else stays, periods have
 * to do with each other through workers alone: a lost visit leaves a gap from home to host in its own period, and sets
 * its worker free for others. Both are units in the networks of the periods: a gap wants a way from out(home) to
 * in(host); a freed worker's visit is worth its gain and wants a way from in(host) on to out(home). What a circulation
 * of most value gains from some units more is at most the best matching of where they begin to where they end along
 * residual ways, for the difference of two circulations falls apart into such ways and circles that bring nothing.
 */
#include "matcher/repair.h"

#include <stdlib.h>

/* ---- Units ---- */

/* `from` holds the most from where the unit begins to every node. */
struct unit {
    const int64_t *from;
    uint32_t to;
};

/* Best matching of up to four units by looking at all. */
static int64_t match(const struct unit *units, unsigned count, unsigned taken, unsigned at)
{
    int64_t best = at == count ? 0 : -4 * UNREACHED;

    for (unsigned i = 0; at < count && i < count; i++) {
        if (taken >> i & 1)
            continue;
        int64_t value = units[at].from[units[i].to] + match(units, count, taken | 1u << i, at + 1);
        best = value > best ? value : best;
    }
    return best;
}

static struct unit gap_unit(const struct repair_bound *bound, const struct loss *loss)
{
    uint32_t home = bound->rotation->round->workers[loss->worker].home;

    return (struct unit){.from = bound->ways[loss->period] + (size_t)node_out(home) * bound->nodes,
                         .to = node_in(bound->rotation->options[loss->option].host)};
}

static struct unit freed_unit(const struct repair_bound *bound, const struct loss *loss, const int64_t *freed,
                              uint32_t period)
{
    return (struct unit){.from = freed + (size_t)period * bound->nodes,
                         .to = node_out(bound->rotation->round->workers[loss->worker].home)};
}

/* The most of a visit of `worker` in each period, on to every node, when visits `without` are lost. */
static void fill_freed(const struct repair_bound *bound, uint32_t worker, uint64_t without, int64_t *freed)
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

/* ---- What freed workers may do, once each way ---- */

/* The largest `most` numbers above 0, their sum, and where they are. */
static int64_t sum_of_largest(const int64_t *gains, uint32_t count, unsigned most, uint64_t *where)
{
    int64_t sum = 0;
    uint64_t taken = 0;

    for (; most > 0; most--) {
        uint32_t best = MATCHER_NONE;
        for (uint32_t i = 0; i < count; i++)
            if (!(taken >> i & 1) && gains[i] > 0 && (best == MATCHER_NONE || gains[i] > gains[best]))
                best = i;
        if (best == MATCHER_NONE)
            break;
        taken |= UINT64_C(1) << best;
        sum += gains[best];
    }
    if (where != NULL)
        *where |= taken;
    return sum;
}

/* Gains of freed workers by period, over what the gaps alone are worth. */
struct gains {
    int64_t alone[2][MATCHER_PERIODS];
    int64_t together[MATCHER_PERIODS]; /* what both bring in one period over the sum of each */
};

/* Periods without a gap, nearly all of them. */
static void weigh_quiet_period(const struct repair_bound *bound, const struct loss *const movers[2],
                               const int64_t *const freed[2], unsigned movers_count, uint32_t period,
                               struct gains *gains)
{
    struct unit units[2];
    int64_t each = 0;

    for (unsigned m = 0; m < movers_count; m++) {
        units[m] = freed_unit(bound, movers[m], freed[m], period);
        int64_t gain = units[m].from[units[m].to];
        each += gains->alone[m][period] = gain > 0 ? gain : 0;
    }
    gains->together[period] = 0;
    if (movers_count == 2) {
        int64_t crossed = units[0].from[units[1].to] + units[1].from[units[0].to];
        gains->together[period] = crossed > each ? crossed - each : 0;
    }
}

/* Gaps and freed workers of one period; returns what the gaps alone are worth. */
static int64_t weigh_period(const struct repair_bound *bound, const struct loss *const losses[2], unsigned count,
                            const int64_t *const freed[2], unsigned movers_count, uint32_t period, struct gains *gains)
{
    struct unit units[4];
    unsigned gaps = 0;
    int64_t each = 0;

    for (unsigned i = 0; i < count; i++)
        if (losses[i]->period == period)
            units[gaps++] = gap_unit(bound, losses[i]);
    if (gaps == 0) {
        weigh_quiet_period(bound, losses, freed, movers_count, period, gains);
        return 0;
    }
    int64_t closed = match(units, gaps, 0, 0);
    for (unsigned m = 0; m < movers_count; m++) {
        units[gaps] = freed_unit(bound, losses[m], freed[m], period);
        int64_t gain = match(units, gaps + 1, 0, 0) - closed;
        each += gains->alone[m][period] = gain > 0 ? gain : 0;
    }
    gains->together[period] = 0;
    if (movers_count == 2) {
        units[gaps] = freed_unit(bound, losses[0], freed[0], period);
        units[gaps + 1] = freed_unit(bound, losses[1], freed[1], period);
        int64_t more = match(units, gaps + 2, 0, 0) - closed - each;
        gains->together[period] = more > 0 ? more : 0;
    }
    return closed;
}

static int64_t bound_of(const struct repair_bound *bound, const struct loss *const losses[2], unsigned count,
                        const int64_t *const freed[2], const unsigned rooms[2], unsigned movers_count, uint64_t *wanted)
{
    uint32_t periods = bound->rotation->periods;
    struct gains gains;
    int64_t value = bound->value;
    uint64_t both = 0;

    for (unsigned i = 0; i < count; i++)
        value += losses[i]->delta;
    for (uint32_t t = 0; t < periods; t++)
        value += weigh_period(bound, losses, count, freed, movers_count, t, &gains);
    if (movers_count == 2)
        value += sum_of_largest(gains.together, periods, rooms[0] < rooms[1] ? rooms[0] : rooms[1], &both);
    for (unsigned m = 0; m < movers_count; m++) {
        uint64_t *where = wanted == NULL ? NULL : &wanted[m];
        if (where != NULL)
            *where = both;
        value += sum_of_largest(gains.alone[m], periods, rooms[m], where);
    }
    return value;
}

int64_t bound_of_one(const struct repair_bound *bound, size_t a, uint64_t *wanted)
{
    const struct loss *loss = &bound->losses[a], *const losses[2] = {loss, loss};
    const int64_t *freed = loss->freed;

    if (freed == NULL) {
        fill_freed(bound, loss->worker, UINT64_C(1) << loss->period, bound->both);
        freed = bound->both;
    }
    return bound_of(bound, losses, 1, (const int64_t *const[2]){freed, NULL}, (const unsigned[2]){loss->room, 0}, 1,
                    wanted);
}

static int64_t value_without(const struct repair_bound *bound, uint32_t worker, uint64_t without)
{
    return worker_value(bound->rotation->round, context_of(bound->rotation, bound->kept, worker, without).part);
}

int64_t bound_of_two(const struct repair_bound *bound, size_t a, size_t b, uint64_t wanted[2])
{
    struct loss first = bound->losses[a], second = bound->losses[b];
    const struct loss *const losses[2] = {&first, &second};

    if (first.worker != second.worker)
        return bound_of(bound, losses, 2, (const int64_t *const[2]){first.freed, second.freed},
                        (const unsigned[2]){first.room, second.room}, 2, wanted);
    uint64_t without = UINT64_C(1) << first.period | UINT64_C(1) << second.period;
    fill_freed(bound, first.worker, without, bound->both);
    first.delta = value_without(bound, first.worker, without) - value_without(bound, first.worker, 0);
    second.delta = 0;
    int64_t value = bound_of(bound, losses, 2, (const int64_t *const[2]){bound->both, NULL},
                             (const unsigned[2]){first.room + 1, 0}, 1, wanted);
    if (wanted != NULL)
        wanted[1] = wanted[0];
    return value;
}

/* ---- Making ready ---- */

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

static bool solve_periods(struct repair_bound *bound, struct network *network)
{
    uint32_t missing;

    for (uint32_t t = 0; t < bound->rotation->periods; t++) {
        bound->ways[t] = malloc((size_t)bound->nodes * bound->nodes * sizeof **bound->ways);
        if (bound->ways[t] == NULL)
            return false;
        network_fill(network, bound->kept, t, true, NULL);
        int64_t value = network_solve(network, &missing);
        bound->improved[t] = missing > 0;
        for (uint32_t w = 0; w < bound->rotation->workers; w++)
            bound->improved[t] = bound->improved[t] || network->used[w] != NO_ARC;
        bound->gaps += missing;
        bound->value += value - (bound->gaps <= MOST_GAPS ? (int64_t)missing * UNREACHED : 0);
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
    if (bound->ways == NULL || bound->improved == NULL || !list_losses(bound) || !solve_periods(bound, network))
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

void repair_bound_clear(struct repair_bound *bound)
{
    for (uint32_t t = 0; bound->ways != NULL && t < bound->rotation->periods; t++)
        free(bound->ways[t]);
    free(bound->ways);
    free(bound->improved);
    free(bound->losses);
    free(bound->freed);
    *bound = (struct repair_bound){0};
}
