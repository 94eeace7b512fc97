#include "db/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 4096 - 64 };

struct block {
    struct block *next;
    size_t used;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

struct arena {
    struct block *newest;
};

static struct block *block_new(size_t size)
{
    struct block *block = calloc(1, sizeof *block + size);
    if (block != NULL)
        block->size = size;
    return block;
}

struct arena *arena_new(void)
{
    return calloc(1, sizeof(struct arena));
}

void arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    for (struct block *block = arena->newest; block != NULL;) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
    free(arena);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t step = alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + step - 1) / step * step;
    struct block *block = arena->newest;
    if (block == NULL || block->size - block->used < size) {
        block = block_new(size > BLOCK_SIZE / 2 ? size : BLOCK_SIZE);
        if (block == NULL)
            return NULL;
        /* A large piece fills its own block; what is left of the block before it stays in use. */
        if (arena->newest != NULL && block->size == size) {
            block->next = arena->newest->next;
            arena->newest->next = block;
        } else {
            block->next = arena->newest;
            arena->newest = block;
        }
    }
    void *piece = block->bytes + block->used;
    block->used += size;
    return piece;
}

char *arena_text(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    if (copy != NULL && length > 0)
        memcpy(copy, text, length);
    return copy;
}
