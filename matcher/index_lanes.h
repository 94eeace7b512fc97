/*
 * Private: people side by side, one bit each, so that one instruction looks at 64 of them or more.
 *
 * What a person has is written down its lane, one bit in each of LANE_COLUMNS columns (bit-sliced signatures: O'Neil,
 * Quass 1997; Rinfret, O'Neil, O'Neil, "Bit-Sliced Index Arithmetic", 2001). Columns are fewer than codes: several
 * codes share one, so a set bit says "perhaps", a clear one "surely not". That is enough to refuse, and to bound a
 * score from above; who is left is judged by the record.
 *
 * A chunk is eight words of 64 lanes, so that each of its columns is one cache line; index_trees.h says whose lanes
 * stand in it. What somebody loses whatever the need decides the word: its lanes lose alike, and the leaf knows the
 * least, so that a question reads one byte for eight of them instead of six columns. A free lane has no bit in any
 * column, so it looks like somebody who has nothing; its spot names no record.
 */
#ifndef MATCHER_INDEX_LANES_H
#define MATCHER_INDEX_LANES_H

#include "matcher/index_person.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    /* how many columns the codes of a kind share */
    LANE_SKILLS = 36,
    LANE_INTERESTS = 12,
    LANE_AGE_GROUPS = 4,
    LANE_LANGUAGES = 5,  /* three columns each: the level in binary */
    LANE_CENTRES = 4,    /* worked at */
    LANE_LOST_BITS = 6,  /* points lost whatever the need, in units: score_lost; read when lanes move */
    LANE_CLOCK_BITS = 7, /* a quarter of the day, and one more for all past midnight */
    /* where they begin */
    LANE_USED = 0,
    LANE_LOST = LANE_USED + 1,
    LANE_LANGUAGE = LANE_LOST + LANE_LOST_BITS,
    LANE_CENTRE = LANE_LANGUAGE + LANE_LANGUAGES * 3,
    LANE_AGE_GROUP = LANE_CENTRE + LANE_CENTRES,
    LANE_INTEREST = LANE_AGE_GROUP + LANE_AGE_GROUPS,
    LANE_SKILL = LANE_INTEREST + LANE_INTERESTS,
    LANE_FROM = LANE_SKILL + LANE_SKILLS,    /* the first quarter of the stretch of free time, in binary */
    LANE_LAST = LANE_FROM + LANE_CLOCK_BITS, /* and its last */
    LANE_COLUMNS = LANE_LAST + LANE_CLOCK_BITS,
};

enum { CHUNK_WORDS = 8, CHUNK_LANES = CHUNK_WORDS * 64 };

/* Whose lane it is, and a square of some 370 m at 60 degrees where they start from. */
struct spot {
    uint32_t name;        /* of the record; STORE_NONE for a free lane */
    uint16_t north, east; /* SPOT_LAT_E7 and SPOT_LON_E7 each, from the south pole and the date line */
};
enum { SPOT_LAT_E7 = 1 << 15, SPOT_LON_E7 = 1 << 16 };

struct chunk {
    uint64_t columns[LANE_COLUMNS][CHUNK_WORDS]; /* on a cache line each */
    struct spot spots[CHUNK_LANES];
};

/* Somebody's place in a tree: the columns to set, and what the key is made of. */
struct lane {
    uint32_t name;        /* of the record */
    uint16_t north, east; /* the square; 0 and 0 without a start on the map, or with distances of its own */
    uint8_t from, last;   /* the quarters; 0 without times */
    uint8_t lost;         /* units */
    uint8_t count;
    uint8_t columns[LANE_COLUMNS];
};

/* What is true of everybody in a chunk. It may be looser than it need be once people have left. */
struct leaf {
    uint64_t first; /* no key here is smaller, and none before is larger */
    struct chunk *chunk;
    uint16_t south, west, north, east; /* squares where they start from */
    uint16_t used;
    bool anywhere; /* and some who have no start on the map */
    uint8_t from_least, from_most, last_least, last_most;
    uint8_t lost[CHUNK_WORDS]; /* units that everybody in the word loses at least */
};

void lane_add(struct lane *lane, unsigned column);
/* The low `bits` bits of `value`, from `column` on. */
void lane_add_number(struct lane *lane, unsigned column, unsigned bits, unsigned value);
/* A number that some columns hold in binary. */
unsigned chunk_number(const struct chunk *chunk, unsigned lane, unsigned column, unsigned bits);

/* A new leaf of an empty chunk. */
struct leaf leaf_empty(struct chunk *chunk, uint64_t first);
/* There must be room. */
void leaf_put(struct leaf *leaf, const struct lane *lane);
/* False: it is not here. */
bool leaf_take(struct leaf *leaf, const struct lane *lane);

/* What the lanes of a chunk say; anything of free ones. */
struct lane_list {
    uint64_t keys[CHUNK_LANES];
    uint8_t from[CHUNK_LANES], last[CHUNK_LANES], lost[CHUNK_LANES];
};
void leaf_list(const struct leaf *leaf, struct lane_list *list);
/* The lanes of `mask`, all used, move to another leaf, which has room. In an empty one those who lose least come into
 * the first words; in another each comes into the word that fits best. */
void leaf_move(struct leaf *leaf, const struct lane_list *list, const uint64_t mask[CHUNK_WORDS], struct leaf *into);
/* The key of a stretch and a square. */
uint64_t lane_key(unsigned from, unsigned last, unsigned north, unsigned east);

/* Lies the start on the map, without distances of its own? */
static inline bool record_on_map(const struct record *record)
{
    return (record->flags & (RECORD_HOME_KNOWN | RECORD_PLACE)) == RECORD_HOME_KNOWN;
}

#endif
