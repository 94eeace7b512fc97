/* Chunks of lanes: putting in, taking out, moving. */
#include "matcher/index_lanes.h"

#include <string.h>

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

unsigned chunk_number(const struct chunk *chunk, unsigned lane, unsigned column, unsigned bits)
{
    unsigned number = 0;

    for (unsigned i = 0; i < bits; i++)
        number |= (unsigned)(chunk->columns[column + i][lane / 64] >> (lane % 64) & 1) << i;
    return number;
}

/* ---- Keys ---- */

/* The bits of `value` with a clear bit before each. */
static uint32_t spread(uint32_t value)
{
    uint32_t bits = value;

    bits = (bits | bits << 8) & UINT32_C(0x00ff00ff);
    bits = (bits | bits << 4) & UINT32_C(0x0f0f0f0f);
    bits = (bits | bits << 2) & UINT32_C(0x33333333);
    return (bits | bits << 1) & UINT32_C(0x55555555);
}

uint64_t lane_key(unsigned from, unsigned last, unsigned north, unsigned east)
{
    uint64_t stretch = (uint64_t)from << LANE_CLOCK_BITS | last;

    return stretch << (64 - 2 * LANE_CLOCK_BITS) | (uint64_t)(spread(north) << 1 | spread(east))
                                                       << (64 - 2 * LANE_CLOCK_BITS - 32);
}

/* ---- Leaves ---- */

static uint8_t least(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

static uint8_t most(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

struct leaf leaf_empty(struct chunk *chunk, uint64_t first)
{
    struct leaf leaf = {.first = first,
                        .chunk = chunk,
                        .south = UINT16_MAX,
                        .west = UINT16_MAX,
                        .from_least = UINT8_MAX,
                        .last_least = UINT8_MAX};

    for (unsigned word = 0; word < CHUNK_WORDS; word++)
        leaf.lost[word] = (uint8_t)(word * ((1 << LANE_LOST_BITS) / 2 / CHUNK_WORDS));
    return leaf;
}

static void meet(struct leaf *leaf, unsigned from, unsigned last, const struct spot *spot)
{
    leaf->used++;
    leaf->from_least = least(leaf->from_least, (uint8_t)from);
    leaf->from_most = most(leaf->from_most, (uint8_t)from);
    leaf->last_least = least(leaf->last_least, (uint8_t)last);
    leaf->last_most = most(leaf->last_most, (uint8_t)last);
    leaf->anywhere = leaf->anywhere || (spot->north | spot->east) == 0;
    if ((spot->north | spot->east) == 0)
        return;
    leaf->south = spot->north < leaf->south ? spot->north : leaf->south;
    leaf->north = spot->north > leaf->north ? spot->north : leaf->north;
    leaf->west = spot->east < leaf->west ? spot->east : leaf->west;
    leaf->east = spot->east > leaf->east ? spot->east : leaf->east;
}

/* A free lane in the word that says most of what somebody loses; its loss may have to fall for that. */
static unsigned free_lane(struct leaf *leaf, unsigned lost)
{
    const uint64_t *used = leaf->chunk->columns[LANE_USED];
    unsigned best = CHUNK_WORDS;

    for (unsigned word = 0; word < CHUNK_WORDS; word++) {
        if (used[word] == UINT64_MAX)
            continue;
        if (best == CHUNK_WORDS)
            best = word;
        else if (leaf->lost[word] <= lost ? leaf->lost[best] > lost || leaf->lost[word] > leaf->lost[best]
                                          : leaf->lost[best] > leaf->lost[word])
            best = word;
    }
    unsigned at = (unsigned)__builtin_ctzll(~used[best]);
    leaf->lost[best] = least(leaf->lost[best], (uint8_t)lost);
    return best * 64 + at;
}

void leaf_put(struct leaf *leaf, const struct lane *lane)
{
    struct chunk *chunk = leaf->chunk;
    unsigned at = free_lane(leaf, lane->lost);
    uint64_t bit = UINT64_C(1) << (at % 64);

    chunk->columns[LANE_USED][at / 64] |= bit;
    for (unsigned i = 0; i < lane->count; i++)
        chunk->columns[lane->columns[i]][at / 64] |= bit;
    chunk->spots[at] = (struct spot){.name = lane->name, .north = lane->north, .east = lane->east};
    meet(leaf, lane->from, lane->last, &chunk->spots[at]);
}

/* Somebody may have several lanes, of one day. */
bool leaf_take(struct leaf *leaf, const struct lane *lane)
{
    struct chunk *chunk = leaf->chunk;
    unsigned at = 0;

    while (at < CHUNK_LANES &&
           (chunk->spots[at].name != lane->name || chunk_number(chunk, at, LANE_FROM, LANE_CLOCK_BITS) != lane->from))
        at++;
    if (at == CHUNK_LANES)
        return false;
    uint64_t bit = UINT64_C(1) << (at % 64);
    chunk->columns[LANE_USED][at / 64] &= ~bit;
    for (unsigned i = 0; i < lane->count; i++)
        chunk->columns[lane->columns[i]][at / 64] &= ~bit;
    chunk->spots[at].name = STORE_NONE;
    leaf->used--;
    return true;
}

/* ---- Moving ---- */

/* A number that some columns hold in binary, of eight lanes at a time: one byte each. */
static void read_numbers(const struct chunk *chunk, unsigned column, unsigned bits, uint8_t numbers[CHUNK_LANES])
{
    const uint64_t each = UINT64_C(0x0101010101010101), own = UINT64_C(0x8040201008040201);

    for (unsigned at = 0; at < CHUNK_LANES; at += 8) {
        uint64_t eight = 0;
        for (unsigned i = 0; i < bits; i++) {
            uint64_t set = (chunk->columns[column + i][at / 64] >> (at % 64) & UINT8_MAX) * each & own;
            eight |= ((set + (each * INT8_MAX)) >> 7 & each) << i;
        }
        for (unsigned i = 0; i < 8; i++)
            numbers[at + i] = (uint8_t)(eight >> i * 8);
    }
}

void leaf_list(const struct leaf *leaf, struct lane_list *list)
{
    const struct chunk *chunk = leaf->chunk;

    read_numbers(chunk, LANE_FROM, LANE_CLOCK_BITS, list->from);
    read_numbers(chunk, LANE_LAST, LANE_CLOCK_BITS, list->last);
    read_numbers(chunk, LANE_LOST, LANE_LOST_BITS, list->lost);
    for (unsigned i = 0; i < CHUNK_LANES; i++)
        list->keys[i] = lane_key(list->from[i], list->last[i], chunk->spots[i].north, chunk->spots[i].east);
}

/* Where each goes in an empty leaf: those who lose least into the first words, as many into each. */
static void places_in_order(const struct lane_list *list, const uint64_t mask[CHUNK_WORDS], struct leaf *into,
                            uint16_t place[CHUNK_LANES])
{
    uint16_t starts[(1 << LANE_LOST_BITS) + 1] = {0};
    uint8_t taken[CHUNK_WORDS] = {0};
    unsigned count = 0;

    for (unsigned word = 0; word < CHUNK_WORDS; word++)
        for (uint64_t left = mask[word]; left != 0; left &= left - 1, count++)
            starts[list->lost[word * 64 + (unsigned)__builtin_ctzll(left)] + 1]++;
    for (unsigned i = 0; i < 1 << LANE_LOST_BITS; i++)
        starts[i + 1] = (uint16_t)(starts[i + 1] + starts[i]);
    memset(into->lost, UINT8_MAX, sizeof into->lost);
    for (unsigned word = 0; word < CHUNK_WORDS; word++)
        for (uint64_t left = mask[word]; left != 0; left &= left - 1) {
            unsigned at = word * 64 + (unsigned)__builtin_ctzll(left), lost = list->lost[at];
            unsigned to = starts[lost]++ * CHUNK_WORDS / count;
            place[at] = (uint16_t)(to * 64 + taken[to]++);
            into->lost[to] = least(into->lost[to], (uint8_t)lost);
        }
}

static void places_that_fit(const struct lane_list *list, const uint64_t mask[CHUNK_WORDS], struct leaf *into,
                            uint16_t place[CHUNK_LANES])
{
    for (unsigned word = 0; word < CHUNK_WORDS; word++)
        for (uint64_t left = mask[word]; left != 0; left &= left - 1) {
            unsigned at = word * 64 + (unsigned)__builtin_ctzll(left), to = free_lane(into, list->lost[at]);
            into->chunk->columns[LANE_USED][to / 64] |= UINT64_C(1) << (to % 64);
            place[at] = (uint16_t)to;
        }
}

/* Says anew what is true of everybody who is there. */
static void measure(struct leaf *leaf, const struct lane_list *list)
{
    struct leaf now = leaf_empty(leaf->chunk, leaf->first);

    for (unsigned word = 0; word < CHUNK_WORDS; word++)
        for (uint64_t left = leaf->chunk->columns[LANE_USED][word]; left != 0; left &= left - 1) {
            unsigned at = word * 64 + (unsigned)__builtin_ctzll(left);
            meet(&now, list->from[at], list->last[at], &leaf->chunk->spots[at]);
        }
    memcpy(now.lost, leaf->lost, sizeof now.lost);
    *leaf = now;
}

void leaf_move(struct leaf *leaf, const struct lane_list *list, const uint64_t mask[CHUNK_WORDS], struct leaf *into)
{
    struct chunk *chunk = leaf->chunk;
    uint16_t place[CHUNK_LANES];

    if (into->used == 0)
        places_in_order(list, mask, into, place);
    else
        places_that_fit(list, mask, into, place);
    for (unsigned word = 0; word < CHUNK_WORDS; word++)
        for (uint64_t left = mask[word]; left != 0; left &= left - 1) {
            unsigned at = word * 64 + (unsigned)__builtin_ctzll(left);
            into->chunk->spots[place[at]] = chunk->spots[at];
            meet(into, list->from[at], list->last[at], &chunk->spots[at]);
            chunk->spots[at].name = STORE_NONE;
        }
    for (unsigned column = 0; column < LANE_COLUMNS; column++)
        for (unsigned word = 0; word < CHUNK_WORDS; word++) {
            for (uint64_t left = chunk->columns[column][word] & mask[word]; left != 0; left &= left - 1) {
                unsigned to = place[word * 64 + (unsigned)__builtin_ctzll(left)];
                into->chunk->columns[column][to / 64] |= UINT64_C(1) << (to % 64);
            }
            chunk->columns[column][word] &= ~mask[word];
        }
    measure(leaf, list);
}
