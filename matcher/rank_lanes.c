/*
 * What a look at a chunk costs: a few dozen instructions for every column that counts, whatever the number of lanes in
 * a vector. Sums are kept bit by bit across the lanes (carry-save adders, as in Rinfret, O'Neil, O'Neil 2001).
 */
#include "matcher/rank_probe.h"

/* The same code for the vectors of each machine; the loader chooses. The answers are the same everywhere. */
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&          \
    !defined(__SANITIZE_THREAD__)
#define FOR_EACH_MACHINE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define FOR_EACH_MACHINE
#endif

#define INLINE static inline __attribute__((always_inline))

INLINE const lanes *column_of(const struct chunk *chunk, unsigned column)
{
    return (const lanes *)(const void *)chunk->columns[column];
}

/* Adds `units` to the lanes of `mask`. */
INLINE void add(struct sums *sums, const lanes *mask, unsigned units)
{
    lanes carry = {0};

    if (units >= 1 << SUM_BITS) {
        sums->over |= *mask;
        return;
    }
    for (unsigned i = (unsigned)__builtin_ctz(units); i < SUM_BITS; i++) {
        lanes bit = sums->bits[i];
        if (units >> i & 1) {
            sums->bits[i] = bit ^ *mask ^ carry;
            carry = (bit & *mask) | (carry & (bit | *mask));
        } else {
            sums->bits[i] = bit ^ carry;
            carry &= bit;
        }
    }
    sums->over |= carry;
}

/* Adds the points each lane has lost for good: LANE_LOST_BITS columns. */
INLINE void add_lost(struct sums *sums, const struct chunk *chunk)
{
    lanes carry = {0};

    for (unsigned i = 0; i < SUM_BITS; i++) {
        lanes bit = sums->bits[i], lost = i < LANE_LOST_BITS ? *column_of(chunk, LANE_LOST + i) : (lanes){0};
        sums->bits[i] = bit ^ lost ^ carry;
        carry = (bit & lost) | (carry & (bit | lost));
    }
    sums->over |= carry;
}

/* Lanes whose level, three columns in binary, is at least `level` (1..6). */
INLINE void level_at_least(const struct chunk *chunk, unsigned column, unsigned level, lanes *out)
{
    const lanes *low = column_of(chunk, column), *middle = low + 1, *high = low + 2;

    switch (level) {
    case 1:
        *out = *low | *middle | *high;
        break;
    case 2:
        *out = *middle | *high;
        break;
    case 3:
        *out = *high | (*low & *middle);
        break;
    case 4:
        *out = *high;
        break;
    case 5:
        *out = *high & (*low | *middle);
        break;
    default:
        *out = *high & *middle;
    }
}

FOR_EACH_MACHINE
void lanes_free(const struct chunk *chunk, unsigned first, unsigned last, lanes *into)
{
    lanes early = ~(lanes){0}, late = ~(lanes){0};

    for (unsigned i = 0; i < LANE_CLOCK_BITS; i++) {
        lanes from = *column_of(chunk, LANE_FROM + i), to = *column_of(chunk, LANE_LAST + i);
        early = first >> i & 1 ? ~from | early : ~from & early; /* from <= first */
        late = last >> i & 1 ? to & late : to | late;           /* to >= last */
    }
    *into |= early & late;
}

FOR_EACH_MACHINE
bool probe_look(const struct probe *probe, const struct chunk *chunk, unsigned units, struct sums *sums)
{
    lanes some;

    sums->candidates &= *column_of(chunk, LANE_USED);
    for (unsigned i = 0; i < probe->required_count; i++)
        sums->candidates &= *column_of(chunk, probe->required[i]);
    for (unsigned i = 0; i < probe->levels_count; i++) {
        level_at_least(chunk, probe->levels[i].language, probe->levels[i].level, &some);
        sums->candidates &= some;
    }
    if (lanes_none(&sums->candidates))
        return false;
    sums->over = (lanes){0};
    for (unsigned i = 0; i < SUM_BITS; i++)
        sums->bits[i] = units >> i & 1 ? ~(lanes){0} : (lanes){0};
    add_lost(sums, chunk);
    for (unsigned i = 0; i < probe->losses_count; i++) {
        const struct loss *loss = &probe->losses[i];
        some = *column_of(chunk, probe->columns[loss->first]);
        for (unsigned j = 1; j < loss->count; j++)
            some |= *column_of(chunk, probe->columns[loss->first + j]);
        some = ~some;
        add(sums, &some, loss->units);
    }
    for (unsigned i = 0; i < probe->level_losses_count; i++)
        for (unsigned level = 1; level <= probe->level_losses[i].wanted; level++) {
            level_at_least(chunk, probe->level_losses[i].column, level, &some);
            some = ~some;
            add(sums, &some, probe->level_losses[i].units);
        }
    return true;
}

FOR_EACH_MACHINE
bool sums_at_most(const struct sums *sums, int32_t most, lanes *mask)
{
    lanes result = ~(lanes){0};

    *mask = sums->candidates;
    if (most < (1 << SUM_BITS) - 1) { /* from there on, those who are over belong to it too */
        for (unsigned i = 0; i < SUM_BITS; i++)
            result = most >> i & 1 ? ~sums->bits[i] | result : ~sums->bits[i] & result;
        *mask &= result & ~sums->over;
    }
    return !lanes_none(mask);
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
