/*
 * What a look at a chunk costs: a few dozen instructions for every column that counts, whatever the number of lanes in
 * a vector. Sums are kept bit by bit across the lanes (carry-save adders, as in Rinfret, O'Neil, O'Neil 2001).
 */
#include "matcher/rank_machine.h"
#include "matcher/rank_probe.h"

#define UNROLL _Pragma("GCC unroll 8") /* so that sums stay in registers */

INLINE const lanes *column_of(const struct chunk *chunk, unsigned column)
{
    return (const lanes *)(const void *)chunk->columns[column];
}

/* Adds units to the lanes of `mask`. */
INLINE void add(struct sums *sums, const lanes *mask, const struct addend *units)
{
    lanes carry = {0};

    UNROLL for (unsigned i = 0; i < SUM_BITS; i++)
    {
        lanes bit = sums->bits[i], more = *mask & units->bits[i];
        sums->bits[i] = bit ^ more ^ carry;
        carry = (bit & more) | (carry & (bit | more));
    }
    sums->over |= carry | (*mask & units->over);
}

/* Adds the points each lane has lost for good: LANE_LOST_BITS columns. */
INLINE void add_lost(struct sums *sums, const struct chunk *chunk)
{
    lanes carry = {0};

    UNROLL for (unsigned i = 0; i < SUM_BITS; i++)
    {
        lanes bit = sums->bits[i], lost = i < LANE_LOST_BITS ? *column_of(chunk, LANE_LOST + i) : (lanes){0};
        sums->bits[i] = bit ^ lost ^ carry;
        carry = (bit & lost) | (carry & (bit | lost));
    }
    sums->over |= carry;
}

/* Adds units for each level that the lanes are short of the wanted one: a subtraction that ends at 0. */
INLINE void add_short(struct sums *sums, const struct chunk *chunk, const struct level_loss *loss)
{
    const lanes *level = column_of(chunk, loss->column);
    lanes left[3], borrow = {0};

    UNROLL for (unsigned i = 0; i < 3; i++)
    {
        lanes wanted = (lanes){0} - (loss->wanted >> i & 1u);
        left[i] = wanted ^ level[i] ^ borrow;
        borrow = (~wanted & level[i]) | (borrow & ~(wanted ^ level[i]));
    }
    UNROLL for (unsigned i = 0; i < 3; i++) if (loss->wanted >> i != 0)
    {
        left[i] &= ~borrow;
        add(sums, &left[i], &loss->units[i]);
    }
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

/* Whom nothing refuses. */
INLINE bool look_at_rules(const struct probe *probe, const struct chunk *chunk, lanes *alive)
{
    lanes some;

    *alive &= *column_of(chunk, LANE_USED);
    for (unsigned i = 0; i < probe->required_count; i++)
        *alive &= *column_of(chunk, probe->required[i]);
    for (unsigned i = 0; i < probe->levels_count; i++) {
        level_at_least(chunk, probe->levels[i].language, probe->levels[i].level, &some);
        *alive &= some;
    }
    return !lanes_none(alive);
}

/* Sums begin so high that whoever loses more than `most` goes over, which tells at any time who is still alive. */
INLINE void begin(struct sums *sums, unsigned units, unsigned most)
{
    sums->offset = most < SUM_MOST ? SUM_MOST - most : 0;
    UNROLL for (unsigned i = 0; i < SUM_BITS; i++) sums->bits[i] =
        (lanes){0} - ((units + sums->offset) >> i & UINT64_C(1));
    sums->over = (lanes){0};
}

INLINE bool still_alive(struct sums *sums, bool limited)
{
    if (limited)
        sums->alive &= ~sums->over;
    return !lanes_none(&sums->alive);
}

FOR_EACH_MACHINE
bool probe_look(const struct probe *probe, const struct chunk *chunk, unsigned units, unsigned most, struct sums *sums)
{
    bool limited = most <= SUM_MOST;
    struct sums now;

    now.alive = sums->alive;
    if (!look_at_rules(probe, chunk, &now.alive))
        return false;
    begin(&now, units, most);
    for (unsigned i = 0; i < probe->losses_count; i++) {
        const struct loss *loss = &probe->losses[i];
        lanes some = *column_of(chunk, probe->columns[loss->first]);
        for (unsigned j = 1; j < loss->count; j++)
            some |= *column_of(chunk, probe->columns[loss->first + j]);
        some = ~some;
        add(&now, &some, &loss->units);
    }
    if (!still_alive(&now, limited))
        return false;
    for (unsigned i = 0; i < probe->level_losses_count; i++)
        add_short(&now, chunk, &probe->level_losses[i]);
    if (!still_alive(&now, limited))
        return false;
    add_lost(&now, chunk);
    if (!still_alive(&now, limited))
        return false;
    *sums = now;
    return true;
}

#if defined(__GNUC__) && !defined(__clang__)
/* The analyzer of gcc 12 takes the number of a vector's words for the width of one. */
#pragma GCC diagnostic ignored "-Wanalyzer-shift-count-overflow"
#endif

/* All ones in each word that has a lane: compilers make a branch or worse of a comparison. */
INLINE void words_with_some(const lanes *mask, lanes *words)
{
    *words = -((*mask | -*mask) >> 63);
}

/* Word by word, so that nothing branches; then the least of the eight. */
FOR_EACH_MACHINE
unsigned sums_least(const struct sums *sums, lanes *least)
{
    lanes some = sums->alive & ~sums->over, sum, has;
    unsigned all = SUM_MOST + 1;

    words_with_some(&some, &has);
    sum = ~has & (SUM_MOST + 1);
    UNROLL for (unsigned i = SUM_BITS; i-- > 0;)
    {
        lanes without = some & ~sums->bits[i];
        words_with_some(&without, &has);
        sum |= ~has & (UINT64_C(1) << i);
        some = without | (some & ~has);
    }
    UNROLL for (unsigned i = 0; i < CHUNK_WORDS; i++) all = sum[i] < all ? (unsigned)sum[i] : all;
    if (all <= SUM_MOST) {
        sum ^= all;
        words_with_some(&sum, &has);
        *least = some & ~has;
        return all - sums->offset;
    }
    *least = sums->alive;
    return lanes_none(least) ? SUM_MOST + 2 : SUM_MOST + 1;
}
