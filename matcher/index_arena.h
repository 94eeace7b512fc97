/*
 * Private: memory that is taken piece by piece and given back all at once.
 *
 * A question reads a thousand places all over the index, and each costs a search for its page as well as the memory
 * itself. So what has grown large comes from blocks of 32 MiB, for which huge pages are asked where the system has
 * them; untouched parts of a block take no memory.
 */
#ifndef MATCHER_INDEX_ARENA_H
#define MATCHER_INDEX_ARENA_H

#include <stddef.h>

struct arena {
    unsigned char **blocks;
    size_t count, capacity;
    size_t taken;      /* bytes of all blocks */
    size_t used, size; /* of the newest block */
};

/* Never written before, at a multiple of 64. NULL when memory ran out. */
void *arena_take(struct arena *arena, size_t size);
void arena_clear(struct arena *arena);

#endif
