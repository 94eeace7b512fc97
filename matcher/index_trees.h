/*
 * Private: trees of lanes.
 *
 * The chunks of a tree are its leaves, of one level, in the order of their keys: a stretch of free time by its first
 * and last quarter, then a curve that fills the map (Morton, "A Computer Oriented Geodetic Data Base", 1966). So the
 * people of a chunk are free alike and neighbours, and where many live together a chunk spans a part of the town. A
 * full chunk gives some of its people to a neighbour that has room, else it is cut in two (overflow: Bayer,
 * McCreight, "Organization and maintenance of large ordered indexes", 1972); it is cut at the roundest key near its
 * middle, and people of two stretches are not mixed for that, so that most chunks hold one stretch alone. Two that are
 * nearly empty become one. Adding and removing cost O(log chunks) and a look through one chunk.
 */
#ifndef MATCHER_INDEX_TREES_H
#define MATCHER_INDEX_TREES_H

#include "matcher/index_lanes.h"

/* Chunks of all trees: their memory, and a list of those that nobody uses now. */
struct chunk_pool {
    struct arena arena;
    struct chunk *unused; /* the first */
};

struct tree {
    struct leaf *leaves; /* in the order of their keys */
    uint32_t count, capacity;
};

/* Asks for the memory that adding this lane will write: whoever adds several waits for all of it at once. */
void tree_fetch(const struct tree *tree, const struct lane *lane);
/* The lane is the same when it comes and when it goes. False when memory ran out: the tree is as it was. */
bool tree_add(struct tree *tree, struct chunk_pool *pool, const struct lane *lane);
void tree_remove(struct tree *tree, struct chunk_pool *pool, const struct lane *lane);
/* Its leaves; chunks go with the pool. */
void tree_clear(struct tree *tree);
void chunks_clear(struct chunk_pool *pool);
/* The last leaf that holds nobody before this stretch; else the first. */
uint32_t tree_leaf_of(const struct tree *tree, unsigned from, unsigned last);
static inline unsigned leaf_first_from(const struct leaf *leaf)
{
    return (unsigned)(leaf->first >> (64 - LANE_CLOCK_BITS));
}

#endif
