/* Bins of lanes: adding and removing. */
#include "matcher/index_lanes.h"

#include <stdlib.h>
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

static unsigned lanes_of(const struct chunk *chunk)
{
    return chunk->words * 64u;
}

static struct chunk *chunk_new(unsigned words)
{
    size_t columns = (size_t)LANE_COLUMNS * words * sizeof(uint64_t), names = (size_t)words * 64 * sizeof(uint32_t);
    struct chunk *chunk = calloc(1, sizeof *chunk + columns + names);

    if (chunk != NULL)
        chunk->words = (uint16_t)words;
    return chunk;
}

/* The same lanes in twice the room. */
static struct chunk *chunk_grown(const struct chunk *chunk)
{
    struct chunk *larger = chunk_new(chunk->words * 2u);

    if (larger == NULL)
        return NULL;
    larger->next = chunk->next;
    larger->used = chunk->used;
    larger->fresh = chunk->fresh;
    for (size_t column = 0; column < LANE_COLUMNS; column++)
        memcpy(larger->bits + column * larger->words, chunk->bits + column * chunk->words,
               chunk->words * sizeof(uint64_t));
    memcpy(chunk_names(larger), chunk_names(chunk), lanes_of(chunk) * sizeof(uint32_t));
    return larger;
}

static void chunk_write(struct chunk *chunk, unsigned at, const struct lane *lane, uint32_t name)
{
    uint64_t bit = UINT64_C(1) << (at % 64), *word = chunk->bits + at / 64;

    if (at < chunk->fresh) { /* somebody's before */
        for (size_t column = 0; column < LANE_COLUMNS; column++)
            word[column * chunk->words] &= ~bit;
    } else {
        chunk->fresh = (uint16_t)(at + 1);
    }
    for (unsigned i = 0; i < lane->count; i++)
        word[(size_t)lane->columns[i] * chunk->words] |= bit;
    word[(size_t)LANE_USED * chunk->words] |= bit;
    chunk_names(chunk)[at] = name;
    chunk->used++;
}

static unsigned free_lane(const struct chunk *chunk)
{
    if (chunk->used == chunk->fresh)
        return chunk->fresh;
    unsigned word = 0;
    while (chunk->bits[word] == UINT64_MAX)
        word++;
    return word * 64 + (unsigned)__builtin_ctzll(~chunk->bits[word]);
}

/* A chunk with a free lane goes to the front, where the next one looks first. */
static bool bin_reserve(struct chunk **bin)
{
    for (struct chunk **link = bin; *link != NULL; link = &(*link)->next) {
        struct chunk *chunk = *link;
        if (chunk->used == lanes_of(chunk))
            continue;
        *link = chunk->next;
        chunk->next = *bin;
        *bin = chunk;
        return true;
    }
    bool grows = *bin != NULL && (*bin)->words < CHUNK_WORDS_MOST;
    struct chunk *chunk = grows ? chunk_grown(*bin) : chunk_new(CHUNK_WORDS_LEAST);
    if (chunk == NULL)
        return false;
    if (grows)
        free(*bin);
    else
        chunk->next = *bin;
    *bin = chunk;
    return true;
}

bool bin_add(struct chunk **bin, const struct lane *lane, uint32_t name)
{
    if (!bin_reserve(bin))
        return false;
    chunk_write(*bin, free_lane(*bin), lane, name);
    return true;
}

/* The lane of a name; lanes_of(chunk) when it is not here. */
static unsigned find_lane(const struct chunk *chunk, uint32_t name)
{
    const uint32_t *names = chunk_names(chunk);

    for (unsigned at = 0; at < chunk->fresh; at++)
        if (names[at] == name && chunk->bits[at / 64] >> (at % 64) & 1)
            return at;
    return lanes_of(chunk);
}

void bin_remove(struct chunk **bin, uint32_t name)
{
    for (struct chunk **link = bin; *link != NULL; link = &(*link)->next) {
        struct chunk *chunk = *link;
        unsigned at = find_lane(chunk, name);
        if (at == lanes_of(chunk))
            continue;
        chunk->bits[at / 64] &= ~(UINT64_C(1) << (at % 64));
        if (--chunk->used == 0) {
            *link = chunk->next;
            free(chunk);
        }
        return;
    }
}

void bin_clear(struct chunk **bin)
{
    while (*bin != NULL) {
        struct chunk *next = (*bin)->next;
        free(*bin);
        *bin = next;
    }
}
