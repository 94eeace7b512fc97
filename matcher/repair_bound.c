/*
 * What a plan is worth at most that loses one or two visits more and keeps the rest. When all else stays, periods have
 * to do with each other through workers alone: a lost visit leaves a gap from home to host in its own period, and sets
 * its worker free for others. Both are units in the networks of the periods: a gap wants a way from out(home) to
 * in(host); a freed worker's visit is worth its gain and wants a way from in(host) on to out(home). What a circulation
 * of most value gains from some units more is at most the best matching of where they begin to where they end along
 * residual ways, for the difference of two circulations falls apart into such ways and circles that bring nothing.
 */
#include "matcher/repair.h"

/* ---- Units ---- */

/* `from` holds the most from where the unit begins to every node. */
struct unit {
    const int64_t *from;
    uint32_t to;
};

#define MOST_UNITS (MOST_GAPS + 4)

/* Best matching of a few units, by dynamic programming over sets of ends that are taken (Held, Karp 1962). */
static int64_t match(const struct unit *units, unsigned count)
{
    int64_t best[1u << MOST_UNITS] = {0};

    for (unsigned taken = 1; taken < 1u << count; taken++) {
        const struct unit *unit = &units[__builtin_popcount(taken) - 1];
        best[taken] = INT64_MIN;
        for (unsigned left = taken; left != 0; left &= left - 1) {
            int64_t value = best[taken & ~(left & -left)] + unit->from[units[__builtin_ctz(left)].to];
            best[taken] = value > best[taken] ? value : best[taken];
        }
    }
    return best[(1u << count) - 1];
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

/* ---- What freed workers may do, once each way ---- */

/* The most from at most `most` periods of `open` that are not too near each other, and which: by dynamic programming.
 */
static int64_t sum_apart(const struct rotation *rotation, const int64_t *gains, uint64_t open, unsigned most,
                         uint64_t *where)
{
    uint32_t step = rotation->round->min_gap + 1 < MATCHER_PERIODS ? rotation->round->min_gap + 1 : MATCHER_PERIODS;
    int64_t best[2][MATCHER_PERIODS + 1] = {{0}}, before = 0;
    uint64_t chosen[2][MATCHER_PERIODS + 1] = {{0}}, taken = 0;

    for (unsigned made = 1; made <= most; made++) {
        int64_t *now = best[made & 1], *fewer = best[~made & 1];
        uint64_t *those = chosen[made & 1], *others = chosen[~made & 1];
        now[0] = 0;
        those[0] = 0;
        for (uint32_t t = 0; t < rotation->periods; t++) {
            uint32_t from = t + 1 > step ? t + 1 - step : 0;
            int64_t with = gains[t] + fewer[from];
            now[t + 1] = now[t];
            those[t + 1] = those[t];
            if (gains[t] > 0 && open >> t & 1 && with > now[t + 1]) {
                now[t + 1] = with;
                those[t + 1] = others[from] | UINT64_C(1) << t;
            }
        }
        if (now[rotation->periods] == before) /* one more brings nothing */
            break;
        before = now[rotation->periods];
        taken = those[rotation->periods];
    }
    *where |= taken;
    return before;
}

/* Workers set free by a set of losses: one, or two. */
struct mover {
    const struct loss *loss;
    const int64_t *freed; /* as in struct loss */
    unsigned room;
};

struct lost_set {
    const struct loss *losses[2];
    unsigned losses_count;
    struct mover movers[2];
    unsigned movers_count;
};

/* What movers bring by period, over what gaps alone are worth. */
struct gains {
    int64_t alone[2][MATCHER_PERIODS];
    int64_t both[MATCHER_PERIODS];
    int64_t synergy[MATCHER_PERIODS]; /* of both over the sum of each, at least 0 */
    uint64_t gaps;                    /* periods that have some */
};

static void note_gains(struct gains *gains, unsigned movers, uint32_t period, int64_t first, int64_t second,
                       int64_t both)
{
    int64_t each = (first > 0 ? first : 0) + (second > 0 ? second : 0);

    gains->alone[0][period] = first;
    gains->alone[1][period] = second;
    gains->both[period] = both;
    gains->synergy[period] = movers == 2 && both > each ? both - each : 0;
}

/* Gaps and freed workers of one period; returns what the gaps alone are worth. */
static int64_t weigh_period(const struct repair_bound *bound, const struct lost_set *set, uint32_t period,
                            struct gains *gains)
{
    const struct open_gaps *open = &bound->gaps[period];
    struct unit units[MOST_UNITS];
    unsigned gaps = 0, movers = set->movers_count;
    struct unit first = {0}, second = {0};

    if (movers > 0)
        first = freed_unit(bound, set->movers[0].loss, set->movers[0].freed, period);
    if (movers > 1)
        second = freed_unit(bound, set->movers[1].loss, set->movers[1].freed, period);
    for (unsigned i = 0; i < set->losses_count; i++)
        if (set->losses[i]->period == period)
            units[gaps++] = gap_unit(bound, set->losses[i]);
    for (unsigned i = 0; i < open->count; i++)
        units[gaps++] =
            (struct unit){.from = bound->ways[period] + (size_t)open->from[i] * bound->nodes, .to = open->to[i]};
    if (gaps == 0) { /* nearly all periods */
        int64_t one = movers > 0 ? first.from[first.to] : 0, two = movers > 1 ? second.from[second.to] : 0;
        int64_t crossed = movers > 1 ? first.from[second.to] + second.from[first.to] : 0;
        note_gains(gains, movers, period, one, two, one + two > crossed ? one + two : crossed);
        return 0;
    }
    gains->gaps |= UINT64_C(1) << period;
    int64_t closed = match(units, gaps), one = 0, two = 0, both = 0;
    if (movers > 1) {
        units[gaps] = second;
        two = match(units, gaps + 1) - closed;
        units[gaps + 1] = first;
        both = match(units, gaps + 2) - closed;
    }
    if (movers > 0) {
        units[gaps] = first;
        one = match(units, gaps + 1) - closed;
    }
    note_gains(gains, movers, period, one, two, both);
    return closed;
}

/* The most that movers bring in periods `open` (by mover) with `rooms` visits left: what both bring together over what
 * each brings counts as often as both have room. */
static int64_t sum_gains(const struct repair_bound *bound, const struct lost_set *set, const struct gains *gains,
                         const uint64_t open[2], const unsigned rooms[2], uint64_t where[2])
{
    int64_t value = 0;
    uint64_t both = 0;

    if (set->movers_count == 2)
        value += sum_apart(bound->rotation, gains->synergy, open[0] & open[1],
                           rooms[0] < rooms[1] ? rooms[0] : rooms[1], &both);
    for (unsigned m = 0; m < set->movers_count; m++) {
        where[m] |= both;
        value += sum_apart(bound->rotation, gains->alone[m], open[m], rooms[m], &where[m]);
    }
    return value;
}

/* The same, exact where there are gaps: both movers in one such period may bring less than the sum of each. */
static int64_t sum_exactly(const struct repair_bound *bound, const struct lost_set *set, const struct gains *gains,
                           uint64_t gaps, const uint64_t open[2], const unsigned rooms[2], uint64_t where[2])
{
    int64_t best = INT64_MIN;

    if (gaps == 0)
        return sum_gains(bound, set, gains, open, rooms, where);
    uint32_t t = (uint32_t)__builtin_ctzll(gaps);
    for (unsigned use = 0; use < 1u << set->movers_count; use++) {
        uint64_t left[2] = {open[0], open[1]}, there[2] = {where[0], where[1]};
        unsigned rest[2] = {rooms[0], rooms[1]};
        bool possible = true;
        for (unsigned m = 0; m < set->movers_count; m++) {
            left[m] &= ~(UINT64_C(1) << t);
            if (!(use >> m & 1))
                continue;
            possible = possible && rooms[m] > 0 && open[m] >> t & 1;
            rest[m] -= rooms[m] > 0;
            left[m] &= ~periods_near(bound->rotation, t);
            there[m] |= UINT64_C(1) << t;
        }
        if (!possible)
            continue;
        int64_t value = use == 0 ? 0 : use == 3 ? gains->both[t] : gains->alone[use - 1][t];
        value += sum_exactly(bound, set, gains, gaps & (gaps - 1), left, rest, there);
        if (value > best) {
            best = value;
            where[0] = there[0];
            where[1] = there[1];
        }
    }
    return best;
}

static int64_t bound_of(const struct repair_bound *bound, const struct lost_set *set, uint64_t *wanted)
{
    const uint64_t open[2] = {UINT64_MAX, UINT64_MAX};
    const unsigned rooms[2] = {set->movers[0].room, set->movers[1].room};
    uint64_t where[2] = {0};
    struct gains gains = {.gaps = 0};
    int64_t value = bound->value;

    for (unsigned i = 0; i < set->losses_count; i++)
        value += set->losses[i]->delta;
    for (uint32_t t = 0; t < bound->rotation->periods; t++)
        value += weigh_period(bound, set, t, &gains);
    if (wanted == NULL)
        return value + sum_gains(bound, set, &gains, open, rooms, where);
    if (__builtin_popcountll(gains.gaps) <= MOST_GAPS)
        value += sum_exactly(bound, set, &gains, gains.gaps, open, rooms, where);
    else
        value += sum_gains(bound, set, &gains, open, rooms, where);
    wanted[0] = where[0];
    wanted[1] = where[1];
    return value;
}

int64_t bound_of_none(const struct repair_bound *bound)
{
    const struct lost_set set = {.losses_count = 0};

    return bound_of(bound, &set, NULL);
}

int64_t bound_of_one(const struct repair_bound *bound, size_t a, uint64_t wanted[2])
{
    const struct loss *loss = &bound->losses[a];
    struct lost_set set = {.losses = {loss}, .losses_count = 1, .movers_count = 1};

    set.movers[0] = (struct mover){.loss = loss, .freed = loss->freed, .room = loss->room};
    if (loss->freed == NULL) {
        fill_freed(bound, loss->worker, UINT64_C(1) << loss->period, bound->both);
        set.movers[0].freed = bound->both;
    }
    return bound_of(bound, &set, wanted);
}

int64_t bound_of_two(const struct repair_bound *bound, size_t a, size_t b, uint64_t wanted[2])
{
    struct loss first = bound->losses[a], second = bound->losses[b];
    struct lost_set set = {.losses = {&first, &second}, .losses_count = 2, .movers_count = 2};

    set.movers[0] = (struct mover){.loss = &first, .freed = first.freed, .room = first.room};
    set.movers[1] = (struct mover){.loss = &second, .freed = second.freed, .room = second.room};
    if (first.worker != second.worker)
        return bound_of(bound, &set, wanted);
    uint64_t without = UINT64_C(1) << first.period | UINT64_C(1) << second.period;
    fill_freed(bound, first.worker, without, bound->both);
    first.delta = value_without(bound, first.worker, without) - value_without(bound, first.worker, 0);
    second.delta = 0;
    set.movers[0].freed = bound->both;
    set.movers[0].room++;
    set.movers_count = 1;
    int64_t value = bound_of(bound, &set, wanted);
    if (wanted != NULL)
        wanted[1] = wanted[0];
    return value;
}
