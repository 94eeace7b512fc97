/* Trees of lanes: adding and removing. */
#include "matcher/index_trees.h"

#include <stdlib.h>
#include <string.h>

enum {
    LANES_FEW = CHUNK_LANES / 8,       /* fewer look for a neighbour to join */
    LANES_JOIN = CHUNK_LANES / 2,      /* who together have no more */
    LANES_SHARE = CHUNK_LANES / 4 * 3, /* a neighbour with no more takes some of a full chunk */
};

static uint64_t key_of(const struct lane *lane)
{
    return lane_key(lane->from, lane->last, lane->north, lane->east);
}

/* ---- Chunks ---- */

/* A chunk that nobody uses holds the pointer to the next. */
static struct chunk *chunk_take(struct chunk_pool *pool)
{
    if (pool->unused != NULL) {
        struct chunk *chunk = pool->unused;
        memcpy(&pool->unused, chunk, sizeof pool->unused);
        return memset(chunk, 0, sizeof *chunk);
    }
    struct chunk *chunk = arena_take(&pool->arena, sizeof *chunk);
    return chunk == NULL ? NULL : memset(chunk, 0, sizeof *chunk);
}

static void chunk_give_back(struct chunk_pool *pool, struct chunk *chunk)
{
    memcpy(chunk, &pool->unused, sizeof pool->unused);
    pool->unused = chunk;
}

void chunks_clear(struct chunk_pool *pool)
{
    arena_clear(&pool->arena);
    pool->unused = NULL;
}

/* A new leaf at `at`, with an empty chunk. */
static bool insert_leaf(struct tree *tree, struct chunk_pool *pool, uint32_t at, uint64_t first)
{
    if (tree->count == tree->capacity) {
        uint32_t capacity = tree->capacity == 0 ? 1 : tree->capacity + (tree->capacity + 1) / 2;
        struct leaf *leaves = realloc(tree->leaves, capacity * sizeof *leaves);
        if (leaves == NULL)
            return false;
        tree->leaves = leaves;
        tree->capacity = capacity;
    }
    struct chunk *chunk = chunk_take(pool);
    if (chunk == NULL)
        return false;
    memmove(tree->leaves + at + 1, tree->leaves + at, (tree->count - at) * sizeof *tree->leaves);
    tree->leaves[at] = leaf_empty(chunk, first);
    tree->count++;
    return true;
}

static void drop_leaf(struct tree *tree, struct chunk_pool *pool, uint32_t at)
{
    chunk_give_back(pool, tree->leaves[at].chunk);
    memmove(tree->leaves + at, tree->leaves + at + 1, (--tree->count - at) * sizeof *tree->leaves);
}

/* The last leaf that begins at the key or before it; else the first. */
static uint32_t leaf_of(const struct tree *tree, uint64_t key)
{
    uint32_t low = 0, high = tree->count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (tree->leaves[middle].first <= key)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* A key may be in several leaves. */
uint32_t tree_leaf_of(const struct tree *tree, unsigned from, unsigned last)
{
    uint64_t key = lane_key(from, last, 0, 0);

    return leaf_of(tree, key > 0 ? key - 1 : 0);
}

/* ---- Sharing, cutting in two and joining ---- */

/* The roundest key that `least` to `most` are before; when too many are equal, theirs. */
static uint64_t key_between(const uint64_t keys[CHUNK_LANES], unsigned least, unsigned most)
{
    uint64_t value = 0;

    for (int bit = 63; bit >= 0; bit--) {
        uint64_t higher = value | UINT64_C(1) << bit;
        unsigned smaller = 0;
        for (unsigned i = 0; i < CHUNK_LANES; i++)
            smaller += keys[i] < higher;
        if (smaller <= most)
            value = higher;
        if (smaller <= most && smaller >= least)
            break;
    }
    return value;
}

/* Sets `low` for the first `least` to `most` of a full chunk. The first key of the others. */
static uint64_t cut(const struct lane_list *list, unsigned least, unsigned most, uint64_t low[CHUNK_WORDS])
{
    uint64_t first = key_between(list->keys, least, most);
    unsigned staying = 0;

    for (unsigned i = 0; i < CHUNK_LANES; i++)
        staying += list->keys[i] < first;
    memset(low, 0, CHUNK_WORDS * sizeof *low);
    for (unsigned i = 0; i < CHUNK_LANES; i++) {
        bool tied = list->keys[i] == first && staying < least;
        staying += tied;
        low[i / 64] |= (uint64_t)(tied || list->keys[i] < first) << (i % 64);
    }
    return first;
}

/* Have all the same stretch? */
static bool is_pure(const struct leaf *leaf)
{
    return leaf->from_least == leaf->from_most && leaf->last_least == leaf->last_most;
}

/* May it take some of a full one? */
static bool may_share(const struct leaf *leaf, const struct leaf *neighbour)
{
    return neighbour->used <= LANES_SHARE &&
           !(is_pure(leaf) && is_pure(neighbour) &&
             (leaf->from_least != neighbour->from_least || leaf->last_least != neighbour->last_least));
}

/* Makes room in a full leaf: a neighbour takes some of it, or a new one half. */
static bool make_room(struct tree *tree, struct chunk_pool *pool, uint32_t at)
{
    struct lane_list list;
    uint64_t low[CHUNK_WORDS], high[CHUNK_WORDS];
    bool with_before = at > 0 && may_share(&tree->leaves[at], &tree->leaves[at - 1]);
    bool with_after = at + 1 < tree->count && may_share(&tree->leaves[at], &tree->leaves[at + 1]);
    bool down = with_before && (!with_after || tree->leaves[at - 1].used < tree->leaves[at + 1].used);

    if (!with_before && !with_after && !insert_leaf(tree, pool, at + 1, UINT64_MAX))
        return false;
    struct leaf *leaf = &tree->leaves[at], *other = down ? leaf - 1 : leaf + 1;
    unsigned room = CHUNK_LANES - other->used, least = room * 3 / 8, most = room * 5 / 8;
    leaf_list(leaf, &list);
    uint64_t first = down ? cut(&list, least, most, low) : cut(&list, CHUNK_LANES - most, CHUNK_LANES - least, low);
    for (unsigned word = 0; word < CHUNK_WORDS; word++)
        high[word] = ~low[word];
    leaf_move(leaf, &list, down ? low : high, other);
    if (down)
        leaf->first = first;
    else
        other->first = first;
    return true;
}

/* The leaf after `at` moves into it. */
static void join(struct tree *tree, struct chunk_pool *pool, uint32_t at)
{
    struct leaf *from = &tree->leaves[at + 1];
    struct lane_list list;
    uint64_t all[CHUNK_WORDS];

    leaf_list(from, &list);
    memcpy(all, from->chunk->columns[LANE_USED], sizeof all);
    leaf_move(from, &list, all, &tree->leaves[at]);
    drop_leaf(tree, pool, at + 1);
}

static void tidy(struct tree *tree, struct chunk_pool *pool, uint32_t at)
{
    if (tree->leaves[at].used == 0)
        drop_leaf(tree, pool, at);
    else if (tree->leaves[at].used >= LANES_FEW)
        return;
    else if (at + 1 < tree->count && tree->leaves[at].used + tree->leaves[at + 1].used <= LANES_JOIN)
        join(tree, pool, at);
    else if (at > 0 && tree->leaves[at - 1].used + tree->leaves[at].used <= LANES_JOIN)
        join(tree, pool, at - 1);
}

/* ---- Adding and removing ---- */

void tree_fetch(const struct tree *tree, const struct lane *lane)
{
    if (tree->count == 0)
        return;
    const struct chunk *chunk = tree->leaves[leaf_of(tree, key_of(lane))].chunk;
    __builtin_prefetch(chunk->columns[LANE_USED]);
    for (unsigned i = 0; i < lane->count; i++)
        __builtin_prefetch(chunk->columns[lane->columns[i]], 1);
}

bool tree_add(struct tree *tree, struct chunk_pool *pool, const struct lane *lane)
{
    uint64_t key = key_of(lane);

    if (tree->count == 0 && !insert_leaf(tree, pool, 0, key))
        return false;
    uint32_t at = leaf_of(tree, key);
    if (tree->leaves[at].used == CHUNK_LANES) {
        if (!make_room(tree, pool, at))
            return false;
        at = leaf_of(tree, key);
    }
    struct leaf *leaf = &tree->leaves[at];
    leaf->first = key < leaf->first ? key : leaf->first;
    leaf_put(leaf, lane);
    return true;
}

/* People with one key may fill several leaves. */
void tree_remove(struct tree *tree, struct chunk_pool *pool, const struct lane *lane)
{
    uint64_t key = key_of(lane);

    if (tree->count == 0)
        return;
    for (uint32_t at = leaf_of(tree, key);; at--) {
        if (leaf_take(&tree->leaves[at], lane)) {
            tidy(tree, pool, at);
            return;
        }
        if (at == 0 || tree->leaves[at].first < key)
            return;
    }
}

void tree_clear(struct tree *tree)
{
    free(tree->leaves);
    *tree = (struct tree){0};
}
