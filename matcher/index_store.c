/* Small blocks of memory named by 32 bits. */
#include "matcher/index_store.h"

#include <stdlib.h>
#include <string.h>

static const uint32_t slab_granules = UINT32_C(1) << STORE_SLAB_BITS;

static uint32_t granules_of(size_t size)
{
    return (uint32_t)((size + STORE_GRANULE - 1) / STORE_GRANULE);
}

static void put_on_list(struct store *store, uint32_t name, uint32_t granules)
{
    memcpy(store_granule(store, name), &store->free_lists[granules], sizeof name);
    store->free_lists[granules] = name;
}

static bool add_slab(struct store *store)
{
    if (store->slabs_count == STORE_LARGE >> STORE_SLAB_BITS)
        return false;
    if (store->slabs_count == store->slabs_capacity) {
        size_t capacity = store->slabs_capacity == 0 ? 16 : store->slabs_capacity * 2;
        unsigned char **slabs = realloc(store->slabs, capacity * sizeof *slabs);
        if (slabs == NULL)
            return false;
        store->slabs = slabs;
        store->slabs_capacity = capacity;
    }
    unsigned char *slab = arena_take(&store->arena, (size_t)slab_granules * STORE_GRANULE);
    if (slab == NULL)
        return false;
    /* What the slab before has left is too short for this block, and may be just right for another. */
    uint32_t left = store->slabs_count == 0 ? 0 : (uint32_t)(store->slabs_count << STORE_SLAB_BITS) - store->next;
    if (left > 0)
        put_on_list(store, store->next, left);
    store->slabs[store->slabs_count] = slab;
    store->next = (uint32_t)(store->slabs_count << STORE_SLAB_BITS);
    if (store->slabs_count++ == 0)
        store->next++; /* name 0 is nobody's */
    return true;
}

static uint32_t take_small(struct store *store, uint32_t granules)
{
    uint32_t name = store->free_lists[granules];

    if (name != STORE_NONE) {
        memcpy(&store->free_lists[granules], store_granule(store, name), sizeof name);
        return name;
    }
    size_t left = (store->slabs_count << STORE_SLAB_BITS) - store->next;
    if ((store->slabs_count == 0 || left < granules) && !add_slab(store))
        return STORE_NONE;
    name = store->next;
    store->next += granules;
    return name;
}

uint32_t store_take(struct store *store, size_t size)
{
    if (size <= STORE_SMALL_MOST)
        return take_small(store, granules_of(size));
    void *block = malloc(size);
    uint32_t name = block == NULL ? STORE_NONE : take_small(store, 1);
    if (name == STORE_NONE) {
        free(block);
        return STORE_NONE;
    }
    memcpy(store_granule(store, name), &block, sizeof block);
    return name | STORE_LARGE;
}

void store_give_back(struct store *store, uint32_t name, size_t size)
{
    if (name == STORE_NONE)
        return;
    if (name & STORE_LARGE)
        free(store_at(store, name));
    put_on_list(store, name & ~STORE_LARGE, name & STORE_LARGE ? 1 : granules_of(size));
}

void store_clear(struct store *store)
{
    arena_clear(&store->arena);
    free(store->slabs);
    *store = (struct store){0};
}
