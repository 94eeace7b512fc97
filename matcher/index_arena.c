/* Memory in large blocks. */
#ifdef __linux__
#define _DEFAULT_SOURCE /* for madvise */
#include <sys/mman.h>
#endif

#include "matcher/index_arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

static const size_t line = 64, huge = (size_t)2 << 20, large_block = (size_t)32 << 20;

/* The first multiple of `step` at `at` or after it. */
static unsigned char *aligned(unsigned char *at, size_t step)
{
    return at + (step - (uintptr_t)at % step) % step;
}

/* A wish; whether it is granted changes nothing but the speed. */
static void ask_for_huge_pages(unsigned char *block, size_t size)
{
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    unsigned char *from = aligned(block, huge);
    size_t whole = ((size_t)(block + size - from)) / huge * huge;

    if (madvise(from, whole, MADV_HUGEPAGE) != 0)
        return;
#else
    (void)block;
    (void)size;
#endif
}

/* What has taken less than a huge page takes just what it is asked for. */
static bool add_block(struct arena *arena, size_t least)
{
    bool grown = arena->taken >= huge;
    size_t size = (grown && least < large_block ? large_block : least) + line;

    if (arena->count == arena->capacity) {
        size_t capacity = arena->capacity == 0 ? 16 : arena->capacity * 2;
        unsigned char **blocks = realloc(arena->blocks, capacity * sizeof *blocks);
        if (blocks == NULL)
            return false;
        arena->blocks = blocks;
        arena->capacity = capacity;
    }
    unsigned char *block = malloc(size);
    if (block == NULL)
        return false;
    if (grown)
        ask_for_huge_pages(block, size);
    arena->blocks[arena->count++] = block;
    arena->taken += size;
    arena->used = (size_t)(aligned(block, line) - block);
    arena->size = size;
    return true;
}

void *arena_take(struct arena *arena, size_t size)
{
    size = (size + line - 1) / line * line;
    if (arena->size - arena->used < size && !add_block(arena, size))
        return NULL;
    void *piece = arena->blocks[arena->count - 1] + arena->used;
    arena->used += size;
    return piece;
}

void arena_clear(struct arena *arena)
{
    for (size_t i = 0; i < arena->count; i++)
        free(arena->blocks[i]);
    free(arena->blocks);
    *arena = (struct arena){0};
}
