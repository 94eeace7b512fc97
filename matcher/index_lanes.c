/* Trees of lanes: adding and removing. */
#include "matcher/index_lanes.h"

#include <stdlib.h>
#include <string.h>

enum {
    LANES_FEW = CHUNK_LANES / 8,  /* fewer look for a neighbour to join */
    LANES_JOIN = CHUNK_LANES / 2, /* who together have no more */
};

void lane_add(struct lane *lane, unsigned column)
{
    lane->columns[lane->count++] = (uint8_t)column;
}

void lane_add_number(struct lane *lane, unsigned column, unsigned bits, unsigned value)
{
    for (unsigned i = 0; i < bits; i++)
        if (value >> i & 1)
            lane_add(lane, column + i);
}

/* ---- Keys ---- */

/* The bits of `value` with a clear bit before each. */
static uint64_t spread(uint32_t value)
{
    uint64_t bits = value;

    bits = (bits | bits << 16) & UINT64_C(0x0000ffff0000ffff);
    bits = (bits | bits << 8) & UINT64_C(0x00ff00ff00ff00ff);
    bits = (bits | bits << 4) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    bits = (bits | bits << 2) & UINT64_C(0x3333333333333333);
    return (bits | bits << 1) & UINT64_C(0x5555555555555555);
}

/* On the curve; 0 off the map. A degree east counts as half a degree north, as it is around 60 degrees. */
static uint64_t place_key(bool on_map, int32_t lat_e7, int32_t lon_e7)
{
    uint32_t north = (uint32_t)(lat_e7 + 900000000), east = (uint32_t)((lon_e7 + 1800000000LL) / 2);

    return on_map ? (spread(north) << 1 | spread(east)) + 1 : 0;
}

enum { KEY_PLACE_BITS = 64 - 2 * LANE_CLOCK_BITS };

static uint64_t make_key(unsigned from, unsigned last, uint64_t place)
{
    return ((uint64_t)from << LANE_CLOCK_BITS | last) << KEY_PLACE_BITS | place >> (62 - KEY_PLACE_BITS);
}

static uint64_t key_of(const struct lane *lane)
{
    return make_key(lane->from, lane->last, place_key(lane->on_map, lane->lat_e7, lane->lon_e7));
}

unsigned chunk_number(const struct chunk *chunk, unsigned lane, unsigned column, unsigned bits)
{
    unsigned number = 0;

    for (unsigned i = 0; i < bits; i++)
        number |= (unsigned)(chunk->columns[column + i][lane / 64] >> (lane % 64) & 1) << i;
    return number;
}

/* What a chunk and a record say of somebody, the columns left out. */
static void read_lane(const struct chunk *chunk, unsigned at, const struct store *store, struct lane *lane)
{
    const struct record *record = store_at(store, chunk->spots[at].name);

    lane->name = chunk->spots[at].name;
    lane->lat_e7 = record->lat_e7;
    lane->lon_e7 = record->lon_e7;
    lane->on_map = record_on_map(record);
    lane->from = (uint8_t)chunk_number(chunk, at, LANE_FROM, LANE_CLOCK_BITS);
    lane->last = (uint8_t)chunk_number(chunk, at, LANE_LAST, LANE_CLOCK_BITS);
}

static bool is_used(const struct chunk *chunk, unsigned lane)
{
    return chunk->columns[LANE_USED][lane / 64] >> (lane % 64) & 1;
}

/* ---- Leaves ---- */

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

static uint8_t least(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

static uint8_t most(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

static void leaf_meet(struct leaf *leaf, const struct lane *lane)
{
    leaf->used++;
    leaf->from_least = least(leaf->from_least, lane->from);
    leaf->from_most = most(leaf->from_most, lane->from);
    leaf->last_least = least(leaf->last_least, lane->last);
    leaf->last_most = most(leaf->last_most, lane->last);
    if (!lane->on_map) {
        leaf->anywhere = true;
        return;
    }
    leaf->south_e7 = lane->lat_e7 < leaf->south_e7 ? lane->lat_e7 : leaf->south_e7;
    leaf->north_e7 = lane->lat_e7 > leaf->north_e7 ? lane->lat_e7 : leaf->north_e7;
    leaf->west_e7 = lane->lon_e7 < leaf->west_e7 ? lane->lon_e7 : leaf->west_e7;
    leaf->east_e7 = lane->lon_e7 > leaf->east_e7 ? lane->lon_e7 : leaf->east_e7;
}

static struct leaf empty_leaf(struct chunk *chunk, uint64_t first)
{
    return (struct leaf){.first = first,
                         .chunk = chunk,
                         .south_e7 = INT32_MAX,
                         .west_e7 = INT32_MAX,
                         .north_e7 = INT32_MIN,
                         .east_e7 = INT32_MIN,
                         .from_least = UINT8_MAX,
                         .last_least = UINT8_MAX};
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
    tree->leaves[at] = empty_leaf(chunk, first);
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
    uint64_t key = make_key(from, last, 0);

    return leaf_of(tree, key > 0 ? key - 1 : 0);
}

/* ---- Cutting in two and joining ---- */

/* A key that parts them: as many are smaller as are not, or nearly so; when most are equal, theirs. */
static uint64_t median(const uint64_t keys[CHUNK_LANES])
{
    uint64_t value = 0;

    for (int bit = 63; bit >= 0; bit--) {
        uint64_t higher = value | UINT64_C(1) << bit;
        unsigned smaller = 0;
        for (unsigned i = 0; i < CHUNK_LANES; i++)
            smaller += keys[i] < higher;
        if (smaller <= CHUNK_LANES / 2)
            value = higher;
        if (smaller <= CHUNK_LANES / 2 && smaller > CHUNK_LANES * 7 / 16)
            break;
    }
    return value;
}

/* Those of a full chunk with the larger keys move to a chunk of their own, each in its lane. */
static bool split(struct tree *tree, struct chunk_pool *pool, const struct store *store, uint32_t at)
{
    uint64_t keys[CHUNK_LANES];
    struct lane lanes[CHUNK_LANES];
    unsigned staying = 0;

    for (unsigned i = 0; i < CHUNK_LANES; i++) {
        const unsigned ahead = 16;
        __builtin_prefetch(store_granule(store, tree->leaves[at].chunk->spots[(i + ahead) % CHUNK_LANES].name));
        read_lane(tree->leaves[at].chunk, i, store, &lanes[i]);
        keys[i] = key_of(&lanes[i]);
    }
    uint64_t first = median(keys);
    if (!insert_leaf(tree, pool, at + 1, first))
        return false;
    struct leaf *low = &tree->leaves[at], *high = low + 1;
    uint64_t stay[CHUNK_WORDS] = {0};
    *low = empty_leaf(low->chunk, low->first);
    for (unsigned i = 0; i < CHUNK_LANES; i++)
        staying += keys[i] < first;
    for (unsigned i = 0; i < CHUNK_LANES; i++) {
        bool tied = keys[i] == first && staying < CHUNK_LANES / 4;
        staying += tied;
        if (tied || keys[i] < first)
            stay[i / 64] |= UINT64_C(1) << (i % 64);
        leaf_meet(tied || keys[i] < first ? low : high, &lanes[i]);
    }
    for (unsigned column = 0; column < LANE_COLUMNS; column++)
        for (unsigned word = 0; word < CHUNK_WORDS; word++) {
            high->chunk->columns[column][word] = low->chunk->columns[column][word] & ~stay[word];
            low->chunk->columns[column][word] &= stay[word];
        }
    memcpy(high->chunk->spots, low->chunk->spots, sizeof high->chunk->spots);
    return true;
}

static unsigned free_lane(const struct chunk *chunk)
{
    unsigned word = 0;

    while (chunk->columns[LANE_USED][word] == UINT64_MAX)
        word++;
    return word * 64 + (unsigned)__builtin_ctzll(~chunk->columns[LANE_USED][word]);
}

static void set_lane(struct leaf *leaf, const struct lane *lane)
{
    struct chunk *chunk = leaf->chunk;
    unsigned at = free_lane(chunk);
    uint64_t bit = UINT64_C(1) << (at % 64);

    chunk->columns[LANE_USED][at / 64] |= bit;
    for (unsigned i = 0; i < lane->count; i++)
        chunk->columns[lane->columns[i]][at / 64] |= bit;
    chunk->spots[at] = (struct spot){
        .name = lane->name,
        .north = (uint16_t)((lane->lat_e7 + 900000000LL) / SPOT_LAT_E7),
        .east = (uint16_t)((lane->lon_e7 + 1800000000LL) / SPOT_LON_E7),
    };
    leaf_meet(leaf, lane);
}

static void clear_lane(struct chunk *chunk, unsigned at, const struct lane *lane)
{
    uint64_t bit = UINT64_C(1) << (at % 64);

    chunk->columns[LANE_USED][at / 64] &= ~bit;
    for (unsigned i = 0; i < lane->count; i++)
        chunk->columns[lane->columns[i]][at / 64] &= ~bit;
}

/* The leaf after `at` moves into it. */
static void join(struct tree *tree, struct chunk_pool *pool, const struct store *store, uint32_t at)
{
    const struct chunk *from = tree->leaves[at + 1].chunk;

    for (unsigned i = 0; i < CHUNK_LANES; i++) {
        struct lane lane = {0};
        if (!is_used(from, i))
            continue;
        read_lane(from, i, store, &lane);
        for (unsigned column = LANE_USED + 1; column < LANE_COLUMNS; column++)
            if (from->columns[column][i / 64] >> (i % 64) & 1)
                lane_add(&lane, column);
        set_lane(&tree->leaves[at], &lane);
    }
    drop_leaf(tree, pool, at + 1);
}

static void tidy(struct tree *tree, struct chunk_pool *pool, const struct store *store, uint32_t at)
{
    if (tree->leaves[at].used == 0)
        drop_leaf(tree, pool, at);
    else if (tree->leaves[at].used >= LANES_FEW)
        return;
    else if (at + 1 < tree->count && tree->leaves[at].used + tree->leaves[at + 1].used <= LANES_JOIN)
        join(tree, pool, store, at);
    else if (at > 0 && tree->leaves[at - 1].used + tree->leaves[at].used <= LANES_JOIN)
        join(tree, pool, store, at - 1);
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

bool tree_add(struct tree *tree, struct chunk_pool *pool, const struct store *store, const struct lane *lane)
{
    uint64_t key = key_of(lane);

    if (tree->count == 0 && !insert_leaf(tree, pool, 0, key))
        return false;
    uint32_t at = leaf_of(tree, key);
    if (tree->leaves[at].used == CHUNK_LANES) {
        if (!split(tree, pool, store, at))
            return false;
        at = leaf_of(tree, key);
    }
    struct leaf *leaf = &tree->leaves[at];
    leaf->first = key < leaf->first ? key : leaf->first;
    set_lane(leaf, lane);
    return true;
}

/* Where the lane is; CHUNK_LANES when it is not here. Somebody may have several, of one day. */
static unsigned find_lane(const struct chunk *chunk, const struct lane *lane)
{
    for (unsigned at = 0; at < CHUNK_LANES; at++)
        if (chunk->spots[at].name == lane->name && is_used(chunk, at) &&
            chunk_number(chunk, at, LANE_FROM, LANE_CLOCK_BITS) == lane->from)
            return at;
    return CHUNK_LANES;
}

/* People with one key may fill several leaves. */
void tree_remove(struct tree *tree, struct chunk_pool *pool, const struct store *store, const struct lane *lane)
{
    uint64_t key = key_of(lane);

    if (tree->count == 0)
        return;
    for (uint32_t at = leaf_of(tree, key);; at--) {
        struct leaf *leaf = &tree->leaves[at];
        unsigned found = find_lane(leaf->chunk, lane);
        if (found < CHUNK_LANES) {
            clear_lane(leaf->chunk, found, lane);
            leaf->used--;
            tidy(tree, pool, store, at);
            return;
        }
        if (at == 0 || leaf->first < key)
            return;
    }
}

void tree_clear(struct tree *tree)
{
    free(tree->leaves);
    *tree = (struct tree){0};
}
