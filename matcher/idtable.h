/*
 * Private: a hash table from ids to slots of a dense array, and the array's own bookkeeping. Open addressing with
 * linear probing and backward-shift deletion (Knuth, TAOCP 3, 6.4, algorithm R): no tombstones, so it never needs
 * cleaning.
 */
#ifndef MATCHER_IDTABLE_H
#define MATCHER_IDTABLE_H

#include "matcher/matcher.h"

#define IDTABLE_NONE UINT32_MAX

struct idtable_cell {
    uint32_t slot; /* IDTABLE_NONE: empty */
    uint32_t hash;
};

struct idtable {
    struct idtable_cell *cells;
    size_t capacity; /* 0 or a power of two, more than twice the entries */
    size_t count;
};

uint32_t idtable_hash(const struct matcher_id *id);
uint32_t idtable_hash_bytes(const unsigned char *bytes, size_t length);
/* `ids[slot]` is the id stored at a slot. */
uint32_t idtable_find(const struct idtable *table, const struct matcher_id *const *ids, const struct matcher_id *id);
/* Makes room for one entry more; false when memory ran out (the table is as it was). */
bool idtable_reserve(struct idtable *table);
/* After idtable_reserve; the id is not in the table yet. */
void idtable_add(struct idtable *table, uint32_t hash, uint32_t slot);
void idtable_remove(struct idtable *table, uint32_t hash, uint32_t slot);
/* The entry at `from` moved to `to` in the dense array. */
void idtable_move(struct idtable *table, uint32_t hash, uint32_t from, uint32_t to);
void idtable_clear(struct idtable *table);

#endif
