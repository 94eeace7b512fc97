/* Ids to slots. */
#include "matcher/idtable.h"

#include <stdlib.h>
#include <string.h>

/* Eight bytes at a time: a multiplication and a shift each (after Wang Yi's wyhash), the high half folded in. */
uint32_t idtable_hash_bytes(const unsigned char *bytes, size_t length)
{
    uint64_t hash = length * UINT64_C(0x9e3779b97f4a7c15);

    for (size_t at = 0; at < length; at += 8) {
        uint64_t word = 0;
        memcpy(&word, bytes + at, length - at < 8 ? length - at : 8);
        unsigned __int128 product = (unsigned __int128)(hash ^ word) * UINT64_C(0xa0761d6478bd642f);
        hash = (uint64_t)product ^ (uint64_t)(product >> 64);
    }
    return (uint32_t)(hash ^ hash >> 32);
}

uint32_t idtable_hash(const struct matcher_id *id)
{
    return idtable_hash_bytes(id->bytes, id->length);
}

static size_t home_of(const struct idtable *table, uint32_t hash)
{
    return (hash * UINT32_C(0x9e3779b1)) & (table->capacity - 1);
}

uint32_t idtable_find(const struct idtable *table, const struct matcher_id *const *ids, const struct matcher_id *id)
{
    uint32_t hash = idtable_hash(id);

    if (table->capacity == 0)
        return IDTABLE_NONE;
    for (size_t at = home_of(table, hash);; at = (at + 1) & (table->capacity - 1)) {
        const struct idtable_cell *cell = &table->cells[at];
        if (cell->slot == IDTABLE_NONE)
            return IDTABLE_NONE;
        if (cell->hash == hash && matcher_id_compare(ids[cell->slot], id) == 0)
            return cell->slot;
    }
}

static void put(struct idtable *table, struct idtable_cell entry)
{
    size_t at = home_of(table, entry.hash);

    while (table->cells[at].slot != IDTABLE_NONE)
        at = (at + 1) & (table->capacity - 1);
    table->cells[at] = entry;
}

bool idtable_reserve(struct idtable *table)
{
    size_t capacity = table->capacity == 0 ? 64 : table->capacity * 2;

    if ((table->count + 1) * 2 < table->capacity)
        return true;
    struct idtable_cell *cells = malloc(capacity * sizeof *cells);
    if (cells == NULL)
        return false;
    for (size_t i = 0; i < capacity; i++)
        cells[i] = (struct idtable_cell){.slot = IDTABLE_NONE};
    struct idtable larger = {.cells = cells, .capacity = capacity, .count = table->count};
    for (size_t i = 0; i < table->capacity; i++)
        if (table->cells[i].slot != IDTABLE_NONE)
            put(&larger, table->cells[i]);
    free(table->cells);
    *table = larger;
    return true;
}

void idtable_add(struct idtable *table, uint32_t hash, uint32_t slot)
{
    put(table, (struct idtable_cell){.slot = slot, .hash = hash});
    table->count++;
}

static size_t cell_of(const struct idtable *table, uint32_t hash, uint32_t slot)
{
    size_t at = home_of(table, hash);

    while (table->cells[at].slot != slot)
        at = (at + 1) & (table->capacity - 1);
    return at;
}

void idtable_remove(struct idtable *table, uint32_t hash, uint32_t slot)
{
    size_t mask = table->capacity - 1;
    size_t hole = cell_of(table, hash, slot);

    for (size_t at = (hole + 1) & mask; table->cells[at].slot != IDTABLE_NONE; at = (at + 1) & mask) {
        size_t home = home_of(table, table->cells[at].hash);
        if (((at - home) & mask) >= ((at - hole) & mask)) { /* it may stand at the hole: that is not before its home */
            table->cells[hole] = table->cells[at];
            hole = at;
        }
    }
    table->cells[hole].slot = IDTABLE_NONE;
    table->count--;
}

void idtable_move(struct idtable *table, uint32_t hash, uint32_t from, uint32_t to)
{
    table->cells[cell_of(table, hash, from)].slot = to;
}

void idtable_clear(struct idtable *table)
{
    free(table->cells);
    *table = (struct idtable){0};
}
