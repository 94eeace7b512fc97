/*
 * Private: people side by side, one bit each, so that one instruction looks at 64 of them or more.
 *
 * A bin holds those whom a need would look at together. What a person has is written down its lane, one bit in each of
 * LANE_COLUMNS columns (bit-sliced signatures: O'Neil, Quass 1997; Rinfret, O'Neil, O'Neil, "Bit-Sliced Index
 * Arithmetic", 2001). Columns are fewer than codes: several codes share one, so a set bit says "perhaps", a clear one
 * "surely not". That is enough to refuse, and to bound a score from above; who is left is judged by the record.
 */
#ifndef MATCHER_INDEX_LANES_H
#define MATCHER_INDEX_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    /* how many columns the codes of a kind share */
    LANE_SKILLS = 36,
    LANE_INTERESTS = 12,
    LANE_AGE_GROUPS = 4,
    LANE_LANGUAGES = 5, /* three columns each: the level in binary */
    LANE_CENTRES = 4,   /* worked at */
    LANE_LOST_BITS = 6, /* points lost whatever the need, in units: score_lost */
    LANE_CLOCK_BITS = 3,
    /* where they begin */
    LANE_USED = 0,
    LANE_SKILL = LANE_USED + 1,
    LANE_INTEREST = LANE_SKILL + LANE_SKILLS,
    LANE_AGE_GROUP = LANE_INTEREST + LANE_INTERESTS,
    LANE_LANGUAGE = LANE_AGE_GROUP + LANE_AGE_GROUPS,
    LANE_CENTRE = LANE_LANGUAGE + LANE_LANGUAGES * 3,
    LANE_LOST = LANE_CENTRE + LANE_CENTRES,
    LANE_FROM = LANE_LOST + LANE_LOST_BITS, /* quarters of the free time's start past its bin's, in binary */
    LANE_TO = LANE_FROM + LANE_CLOCK_BITS,  /* and of its last quarter past its bin's */
    LANE_COLUMNS = LANE_TO + LANE_CLOCK_BITS,
};

enum { CHUNK_WORDS_LEAST = 2, CHUNK_WORDS_MOST = 8, CHUNK_LANES_MOST = CHUNK_WORDS_MOST * 64 };

/* Up to 512 lanes; columns of `words` words, then the name of the record of each lane. */
struct chunk {
    struct chunk *next;
    uint16_t words;
    uint16_t used;  /* lanes taken */
    uint16_t fresh; /* lanes from here on have never been taken: all clear */
    uint64_t bits[];
};

/* The columns to set for one person. */
struct lane {
    unsigned count;
    uint8_t columns[LANE_COLUMNS];
};

void lane_add(struct lane *lane, unsigned column);
/* The low `bits` bits of `value`, from `column` on. */
void lane_add_number(struct lane *lane, unsigned column, unsigned bits, unsigned value);

/* False when memory ran out: the bin is as it was. A bin is a list of chunks, NULL when empty. */
bool bin_add(struct chunk **bin, const struct lane *lane, uint32_t name);
void bin_remove(struct chunk **bin, uint32_t name);
void bin_clear(struct chunk **bin);

static inline uint32_t *chunk_names(const struct chunk *chunk)
{
    return (uint32_t *)(void *)(uintptr_t)(chunk->bits + (size_t)LANE_COLUMNS * chunk->words);
}

#endif
