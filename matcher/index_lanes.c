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

/* ---- Chunks ---- */

static struct chunk *chunk_new(void)
{
    const size_t line = 64;
    unsigned char *block = calloc(1, sizeof(struct chunk) + line);

    if (block == NULL)
        return NULL;
    struct chunk *chunk = (struct chunk *)(void *)(block + (line - (uintptr_t)block % line) % line);
    chunk->block = block;
    return chunk;
}

static bool add_chunk(struct bin *bin)
{
    if (bin->chunks_count == bin->chunks_capacity) {
        size_t capacity = bin->chunks_capacity == 0 ? 2 : bin->chunks_capacity * 2u;
        struct chunk **chunks = capacity > UINT16_MAX ? NULL : realloc(bin->chunks, capacity * sizeof(struct chunk *));
        if (chunks == NULL)
            return false;
        bin->chunks = chunks;
        uint16_t *cells = realloc(bin->cells, capacity * CHUNK_WORDS * sizeof *cells);
        if (cells == NULL)
            return false;
        bin->cells = cells;
        bin->chunks_capacity = (uint16_t)capacity;
    }
    struct chunk *chunk = chunk_new();
    if (chunk == NULL)
        return false;
    for (unsigned word = 0; word < CHUNK_WORDS; word++)
        bin->cells[bin->chunks_count * CHUNK_WORDS + word] = NO_CELL;
    bin->chunks[bin->chunks_count++] = chunk;
    return true;
}

static bool chunk_is_empty(const struct bin *bin, unsigned number)
{
    for (unsigned word = 0; word < CHUNK_WORDS; word++)
        if (bin->cells[number * CHUNK_WORDS + word] != NO_CELL)
            return false;
    return true;
}

/* The last chunk takes the place of one that has become empty. */
static void drop_chunk(struct bin *bin, unsigned number)
{
    unsigned last = --bin->chunks_count;

    free(bin->chunks[number]->block);
    bin->chunks[number] = bin->chunks[last];
    memmove(bin->cells + (size_t)number * CHUNK_WORDS, bin->cells + (size_t)last * CHUNK_WORDS,
            CHUNK_WORDS * sizeof *bin->cells);
    for (unsigned cell = 0; cell < bin->cells_count; cell++)
        if (bin->open[cell] > 0 && (bin->open[cell] - 1) / CHUNK_WORDS == last)
            bin->open[cell] = number == last ? 0 : number * CHUNK_WORDS + (bin->open[cell] - 1) % CHUNK_WORDS + 1;
}

/* ---- Words ---- */

static bool has_room(const struct bin *bin, unsigned number, unsigned cell)
{
    return bin->cells[number] == cell &&
           bin->chunks[number / CHUNK_WORDS]->columns[LANE_USED][number % CHUNK_WORDS] != UINT64_MAX;
}

static bool cells_reserve(struct bin *bin, unsigned cell)
{
    if (cell < bin->cells_count)
        return true;
    size_t count = (size_t)cell + 1;
    uint32_t *open = realloc(bin->open, count * sizeof *open);
    if (open == NULL)
        return false;
    memset(open + bin->cells_count, 0, (count - bin->cells_count) * sizeof *open);
    bin->open = open;
    bin->cells_count = (uint16_t)count;
    return true;
}

/* A word of the cell with a free lane: the one remembered, any other, or a new one. */
static bool find_word(struct bin *bin, unsigned cell, unsigned *found)
{
    unsigned words = bin->chunks_count * (unsigned)CHUNK_WORDS, empty = words;

    if (!cells_reserve(bin, cell))
        return false;
    if (bin->open[cell] > 0 && has_room(bin, bin->open[cell] - 1, cell)) {
        *found = bin->open[cell] - 1;
        return true;
    }
    for (unsigned number = 0; number < words; number++) {
        if (has_room(bin, number, cell)) {
            *found = number;
            bin->open[cell] = number + 1;
            return true;
        }
        if (bin->cells[number] == NO_CELL && empty == words)
            empty = number;
    }
    if (empty == words && !add_chunk(bin))
        return false;
    bin->cells[empty] = (uint16_t)cell;
    bin->open[cell] = empty + 1;
    *found = empty;
    return true;
}

bool bin_add(struct bin *bin, const struct lane *lane, unsigned cell, uint32_t name)
{
    unsigned number;

    if (!find_word(bin, cell, &number))
        return false;
    struct chunk *chunk = bin->chunks[number / CHUNK_WORDS];
    unsigned word = number % CHUNK_WORDS;
    unsigned at = (unsigned)__builtin_ctzll(~chunk->columns[LANE_USED][word]);
    uint64_t bit = UINT64_C(1) << at;
    chunk->columns[LANE_USED][word] |= bit;
    for (unsigned i = 0; i < lane->count; i++)
        chunk->columns[lane->columns[i]][word] |= bit;
    chunk->names[word * 64 + at] = name;
    return true;
}

/* The lane of a name in a word; 64 when it is not here. */
static unsigned find_lane(const struct chunk *chunk, unsigned word, uint32_t name)
{
    for (uint64_t left = chunk->columns[LANE_USED][word]; left != 0; left &= left - 1)
        if (chunk->names[word * 64 + (unsigned)__builtin_ctzll(left)] == name)
            return (unsigned)__builtin_ctzll(left);
    return 64;
}

/* Leaves the lane clear for the next. */
void bin_remove(struct bin *bin, unsigned cell, uint32_t name)
{
    for (unsigned number = 0; number < bin->chunks_count * (unsigned)CHUNK_WORDS; number++) {
        struct chunk *chunk = bin->chunks[number / CHUNK_WORDS];
        unsigned word = number % CHUNK_WORDS;
        unsigned at = bin->cells[number] == cell ? find_lane(chunk, word, name) : 64;
        if (at == 64)
            continue;
        for (unsigned column = 0; column < LANE_COLUMNS; column++)
            chunk->columns[column][word] &= ~(UINT64_C(1) << at);
        bin->open[cell] = number + 1;
        if (chunk->columns[LANE_USED][word] == 0) {
            bin->cells[number] = NO_CELL;
            bin->open[cell] = 0;
            if (chunk_is_empty(bin, number / CHUNK_WORDS))
                drop_chunk(bin, number / CHUNK_WORDS);
        }
        return;
    }
}

void bin_clear(struct bin *bin)
{
    for (unsigned i = 0; i < bin->chunks_count; i++)
        free(bin->chunks[i]->block);
    free(bin->chunks);
    free(bin->cells);
    free(bin->open);
    *bin = (struct bin){0};
}
