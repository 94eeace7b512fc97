/*
 * Private: people side by side, one bit each, so that one instruction looks at 64 of them or more.
 *
 * A bin holds those whom a need would look at together. What a person has is written down its lane, one bit in each of
 * LANE_COLUMNS columns (bit-sliced signatures: O'Neil, Quass 1997; Rinfret, O'Neil, O'Neil, "Bit-Sliced Index
 * Arithmetic", 2001). Columns are fewer than codes: several codes share one, so a set bit says "perhaps", a clear one
 * "surely not". That is enough to refuse, and to bound a score from above; who is left is judged by the record.
 *
 * A chunk is eight words of 64 lanes, so that each of its columns is one cache line. The people of a word live in one
 * cell of the map: an inverted list by bin and cell, in pieces of 64.
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
    LANE_CLOCK_BITS = 2,
    /* where they begin */
    LANE_USED = 0,
    LANE_SKILL = LANE_USED + 1,
    LANE_INTEREST = LANE_SKILL + LANE_SKILLS,
    LANE_AGE_GROUP = LANE_INTEREST + LANE_INTERESTS,
    LANE_LANGUAGE = LANE_AGE_GROUP + LANE_AGE_GROUPS,
    LANE_CENTRE = LANE_LANGUAGE + LANE_LANGUAGES * 3,
    LANE_LOST = LANE_CENTRE + LANE_CENTRES,
    LANE_FROM = LANE_LOST + LANE_LOST_BITS,  /* quarters of the free time's start past its bin's, in binary */
    LANE_LAST = LANE_FROM + LANE_CLOCK_BITS, /* and of its last quarter past its bin's */
    LANE_COLUMNS = LANE_LAST + LANE_CLOCK_BITS,
};

enum { CHUNK_WORDS = 8, CHUNK_LANES = CHUNK_WORDS * 64, NO_CELL = UINT16_MAX };

struct chunk {
    uint64_t columns[LANE_COLUMNS][CHUNK_WORDS]; /* on a cache line each */
    uint32_t names[CHUNK_LANES];                 /* of the records */
    void *block;                                 /* as malloc gave it */
};

struct bin {
    struct chunk **chunks;
    uint16_t *cells; /* by word: where its people live; NO_CELL: nobody's */
    uint32_t *open;  /* by cell: a word with a free lane, by its number in the bin plus one; 0 unknown */
    uint16_t chunks_count, chunks_capacity, cells_count;
};

/* The columns to set for one person. */
struct lane {
    unsigned count;
    uint8_t columns[LANE_COLUMNS];
};

void lane_add(struct lane *lane, unsigned column);
/* The low `bits` bits of `value`, from `column` on. */
void lane_add_number(struct lane *lane, unsigned column, unsigned bits, unsigned value);

/* False when memory ran out: the bin is as it was. */
bool bin_add(struct bin *bin, const struct lane *lane, unsigned cell, uint32_t name);
void bin_remove(struct bin *bin, unsigned cell, uint32_t name);
void bin_clear(struct bin *bin);

#endif
