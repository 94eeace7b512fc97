/*
 * Private: people side by side, one bit each, so that one instruction looks at 64 of them or more.
 *
 * What a person has is written down its lane, one bit in each of
 * LANE_COLUMNS columns (bit-sliced signatures: O'Neil, Quass 1997; Rinfret, O'Neil, O'Neil, "Bit-Sliced Index
 * Arithmetic", 2001). Columns are fewer than codes: several codes share one, so a set bit says "perhaps", a clear one
 * "surely not". That is enough to refuse, and to bound a score from above; who is left is judged by the record.
 *
 * A chunk is eight words of 64 lanes, so that each of its columns is one cache line. The chunks of a tree are its
 * leaves, of one level, in the order of their keys: a stretch of free time by its first and last quarter, then a curve
 * that fills the map (Morton, "A Computer Oriented Geodetic Data Base", 1966). So the people of a chunk are free alike
 * and neighbours, and where many live together a chunk spans a part of the town. A full chunk is cut in two at its
 * median; two that are nearly empty become one. Adding and removing cost O(log chunks) and a look through one chunk.
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
    LANE_LOST_BITS = 6,  /* points lost whatever the need, in units: score_lost */
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
    uint32_t name;        /* of the record */
    uint16_t north, east; /* SPOT_LAT_E7 and SPOT_LON_E7 each, from the south pole and the date line */
};
enum { SPOT_LAT_E7 = 1 << 15, SPOT_LON_E7 = 1 << 16 };

struct chunk {
    uint64_t columns[LANE_COLUMNS][CHUNK_WORDS]; /* on a cache line each */
    struct spot spots[CHUNK_LANES];
};

/* Chunks of all trees: their memory, and a list of those that nobody uses now. */
struct chunk_pool {
    struct arena arena;
    struct chunk *unused; /* the first */
};

/* Somebody's place in a tree: the columns to set, and what the key is made of. */
struct lane {
    uint32_t name; /* of the record */
    int32_t lat_e7, lon_e7;
    bool on_map;        /* the start is, without distances of its own */
    uint8_t from, last; /* the quarters; 0 without times */
    uint8_t count;
    uint8_t columns[LANE_COLUMNS];
};

/* What is true of everybody in a chunk. It may be looser than it need be once people have left. */
struct leaf {
    uint64_t first; /* no key here is smaller, and none before is larger */
    struct chunk *chunk;
    int32_t south_e7, west_e7, north_e7, east_e7; /* where they start from */
    uint16_t used;
    bool anywhere; /* and some who have no start on the map */
    uint8_t from_least, from_most, last_least, last_most;
};

struct tree {
    struct leaf *leaves; /* in the order of their keys */
    uint32_t count, capacity;
};

void lane_add(struct lane *lane, unsigned column);
/* The low `bits` bits of `value`, from `column` on. */
void lane_add_number(struct lane *lane, unsigned column, unsigned bits, unsigned value);

/* Asks for the memory that adding this lane will write: whoever adds several waits for all of it at once. */
void tree_fetch(const struct tree *tree, const struct lane *lane);
/* The lane is the same when it comes and when it goes; `store` holds the records of all. False when memory ran out: the
 * tree is as it was. */
bool tree_add(struct tree *tree, struct chunk_pool *pool, const struct store *store, const struct lane *lane);
void tree_remove(struct tree *tree, struct chunk_pool *pool, const struct store *store, const struct lane *lane);
/* Its leaves; chunks go with the pool. */
void tree_clear(struct tree *tree);
void chunks_clear(struct chunk_pool *pool);
/* The last leaf that holds nobody before this stretch; else the first. */
uint32_t tree_leaf_of(const struct tree *tree, unsigned from, unsigned last);
static inline unsigned leaf_first_from(const struct leaf *leaf)
{
    return (unsigned)(leaf->first >> (64 - LANE_CLOCK_BITS));
}
/* A number that some columns hold in binary. */
unsigned chunk_number(const struct chunk *chunk, unsigned lane, unsigned column, unsigned bits);

/* Lies the start on the map, without distances of its own? */
static inline bool record_on_map(const struct record *record)
{
    return (record->flags & (RECORD_HOME_KNOWN | RECORD_PLACE)) == RECORD_HOME_KNOWN;
}

#endif
