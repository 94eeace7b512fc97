/*
 * What a look at a chunk costs: a few dozen instructions for every column that counts, whatever the number of lanes in
 * a vector. Sums are kept bit by bit across the lanes (carry-save adders, as in Rinfret, O'Neil, O'Neil 2001).
 */
#include "matcher/rank_machine.h"
#include "matcher/rank_probe.h"

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

    for (unsigned i = 0; i < probe->required_count; i++)
        *alive &= *column_of(chunk, probe->required[i]);
    for (unsigned i = 0; i < probe->levels_count; i++) {
        level_at_least(chunk, probe->levels[i].language, probe->levels[i].level, &some);
        *alive &= some;
    }
    return !lanes_none(alive);
}

/* Sums begin with what everybody in a word loses, and so high that whoever loses more than `most` goes over, which
 * tells at any time who is still alive. */
INLINE void begin(struct sums *sums, const struct leaf *leaf, unsigned units, unsigned most)
{
    lanes lost = {0};

    sums->offset = most < SUM_MOST ? SUM_MOST - most : 0;
    UNROLL for (unsigned i = 0; i < CHUNK_WORDS; i++) lost[i] = leaf->lost[i];
    lost += units + sums->offset;
    UNROLL for (unsigned i = 0; i < SUM_BITS; i++) sums->bits[i] = (lanes){0} - (lost >> i & UINT64_C(1));
    sums->over = (lanes)(lost > SUM_MOST);
}

INLINE bool still_alive(struct sums *sums, bool limited)
{
    if (limited)
        sums->alive &= ~sums->over;
    return !lanes_none(&sums->alive);
}

FOR_EACH_MACHINE
bool probe_look(const struct probe *probe, const struct leaf *leaf, unsigned units, unsigned most, struct sums *sums)
{
    bool limited = most <= SUM_MOST;
    const struct chunk *chunk = leaf->chunk;
    struct sums now;

    now.alive = sums->alive;
    if (!look_at_rules(probe, chunk, &now.alive))
        return false;
    begin(&now, leaf, units, most);
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
    *sums = now;
    return true;
}
