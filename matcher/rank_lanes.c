/*
 * What a look at a chunk costs: a few dozen instructions for every column that counts, whatever the number of lanes in
 * a vector. Sums are kept bit by bit across the lanes (carry-save adders, as in Rinfret, O'Neil, O'Neil 2001).
 */
#include "matcher/rank_probe.h"

#include <string.h>

static inline lanes load(const struct chunk *chunk, unsigned part, unsigned column)
{
    return *(const lanes *)(const void *)(chunk->bits + (size_t)column * chunk->words + (size_t)part * LOOK_WORDS);
}

static inline bool none(lanes mask)
{
    uint64_t any = 0;

    for (int i = 0; i < LOOK_WORDS; i++)
        any |= mask[i];
    return any == 0;
}

unsigned lanes_count(lanes mask)
{
    unsigned count = 0;

    for (int i = 0; i < LOOK_WORDS; i++)
        count += (unsigned)__builtin_popcountll(mask[i]);
    return count;
}

/* Adds `units` to the lanes of `mask`. */
static inline void add(struct sums *sums, lanes mask, unsigned units)
{
    lanes carry = {0};

    if (units >= 1 << SUM_BITS) {
        sums->over |= mask;
        return;
    }
    for (unsigned i = (unsigned)__builtin_ctz(units); i < SUM_BITS; i++) {
        lanes bit = sums->bits[i];
        if (units >> i & 1) {
            sums->bits[i] = bit ^ mask ^ carry;
            carry = (bit & mask) | (carry & (bit | mask));
        } else {
            sums->bits[i] = bit ^ carry;
            carry &= bit;
        }
    }
    sums->over |= carry;
}

/* Lanes whose level, three columns in binary, is at least `level` (1..6). */
static inline lanes level_at_least(const lanes bits[3], unsigned level)
{
    switch (level) {
    case 1:
        return bits[0] | bits[1] | bits[2];
    case 2:
        return bits[1] | bits[2];
    case 3:
        return bits[2] | (bits[0] & bits[1]);
    case 4:
        return bits[2];
    case 5:
        return bits[2] & (bits[0] | bits[1]);
    default:
        return bits[2] & bits[1];
    }
}

static inline void load_level(const struct chunk *chunk, unsigned part, unsigned column, lanes bits[3])
{
    for (unsigned i = 0; i < 3; i++)
        bits[i] = load(chunk, part, column + i);
}

/* Lanes whose number in LANE_CLOCK_BITS columns is at most `most`. */
static inline lanes number_at_most(const struct chunk *chunk, unsigned part, unsigned column, unsigned most)
{
    lanes result = ~(lanes){0};

    for (unsigned i = 0; i < LANE_CLOCK_BITS; i++) {
        lanes bit = load(chunk, part, column + i);
        result = most >> i & 1 ? ~bit | result : ~bit & result;
    }
    return result;
}

static inline lanes free_then(const struct chunk *chunk, unsigned part, const struct bin_time *time)
{
    lanes result = {0};

    for (unsigned left = time->windows; left != 0; left &= left - 1) {
        unsigned window = (unsigned)__builtin_ctz(left);
        lanes fits = ~(lanes){0};
        if (time->from[window] < BIN_QUARTERS - 1)
            fits &= number_at_most(chunk, part, LANE_FROM, time->from[window]);
        if (time->to[window] > 0)
            fits &= ~number_at_most(chunk, part, LANE_TO, time->to[window] - 1u);
        result |= fits;
    }
    return result;
}

static inline void add_level_loss(struct sums *sums, const struct chunk *chunk, unsigned part,
                                  const struct level_loss *loss)
{
    lanes bits[3];

    load_level(chunk, part, loss->column, bits);
    for (unsigned level = 1; level <= loss->wanted; level++)
        add(sums, ~level_at_least(bits, level), loss->units);
}

bool probe_look(const struct probe *probe, const struct chunk *chunk, unsigned part, const struct bin_time *time,
                struct sums *sums)
{
    lanes candidates = load(chunk, part, LANE_USED), bits[3];

    for (unsigned i = 0; i < probe->required_count; i++)
        candidates &= load(chunk, part, probe->required[i]);
    for (unsigned i = 0; i < probe->levels_count; i++) {
        load_level(chunk, part, probe->levels[i].language, bits);
        candidates &= level_at_least(bits, probe->levels[i].level);
    }
    if (time != NULL && !time->whole)
        candidates &= free_then(chunk, part, time);
    if (none(candidates))
        return false;
    sums->candidates = candidates;
    sums->over = (lanes){0};
    for (unsigned i = 0; i < SUM_BITS; i++)
        sums->bits[i] = i < LANE_LOST_BITS ? load(chunk, part, LANE_LOST + i) : (lanes){0};
    for (unsigned i = 0; i < probe->losses_count; i++) {
        const struct loss *loss = &probe->losses[i];
        lanes having = {0};
        for (unsigned j = 0; j < loss->count; j++)
            having |= load(chunk, part, probe->columns[loss->first + j]);
        add(sums, ~having, loss->units);
    }
    for (unsigned i = 0; i < probe->level_losses_count; i++)
        add_level_loss(sums, chunk, part, &probe->level_losses[i]);
    return true;
}

lanes sums_at_most(const struct sums *sums, int32_t units)
{
    lanes result = ~(lanes){0};

    if (units < 0)
        return (lanes){0};
    if (units >= (1 << SUM_BITS) - 1)
        return sums->candidates;
    for (unsigned i = 0; i < SUM_BITS; i++)
        result = units >> i & 1 ? ~sums->bits[i] | result : ~sums->bits[i] & result;
    return result & ~sums->over & sums->candidates;
}

unsigned sums_of_lane(const struct sums *sums, unsigned lane)
{
    unsigned sum = 0;

    if (sums->over[lane / 64] >> (lane % 64) & 1)
        return 1 << SUM_BITS;
    for (unsigned i = 0; i < SUM_BITS; i++)
        sum |= (unsigned)(sums->bits[i][lane / 64] >> (lane % 64) & 1) << i;
    return sum;
}
