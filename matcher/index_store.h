/*
 * Private: small blocks of memory named by 32 bits.
 *
 * A pointer and malloc's own head cost 24 bytes a block, which is a third of a packed person. Here a block lies in a
 * slab and is named by the number of its first granule; what is freed waits in a list for the next block of its size.
 * Blocks too large for that come from malloc, one granule holding the pointer.
 */
#ifndef MATCHER_INDEX_STORE_H
#define MATCHER_INDEX_STORE_H

#include "matcher/index_arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STORE_GRANULE = 8,       /* bytes; also the alignment of every block */
    STORE_SLAB_BITS = 14,    /* granules in a slab: 128 KiB */
    STORE_SMALL_MOST = 2048, /* bytes; above it malloc takes over */
};

#define STORE_NONE  UINT32_C(0)
#define STORE_LARGE UINT32_C(0x80000000) /* bit of the name: the granule holds a pointer */

struct store {
    struct arena arena; /* of the slabs */
    unsigned char **slabs;
    size_t slabs_count, slabs_capacity;
    uint32_t next;                                             /* the first granule never used of the newest slab */
    uint32_t free_lists[STORE_SMALL_MOST / STORE_GRANULE + 1]; /* by size in granules; STORE_NONE ends one */
};

/* STORE_NONE when memory ran out. `size` > 0; free a block with the size it was asked with. */
uint32_t store_take(struct store *store, size_t size);
void store_give_back(struct store *store, uint32_t name, size_t size); /* takes STORE_NONE */
/* Frees the slabs. Blocks larger than STORE_SMALL_MOST must have been given back one by one. */
void store_clear(struct store *store);

static inline unsigned char *store_granule(const struct store *store, uint32_t name)
{
    uint32_t granule = name & ~STORE_LARGE;

    return store->slabs[granule >> STORE_SLAB_BITS] +
           (size_t)(granule & ((UINT32_C(1) << STORE_SLAB_BITS) - 1)) * STORE_GRANULE;
}

static inline void *store_at(const struct store *store, uint32_t name)
{
    unsigned char *at = store_granule(store, name);

    return name & STORE_LARGE ? *(void **)(void *)at : at;
}

#endif
