/*
 * Memory that lives as long as one call: small pieces taken one by one and freed all at once. Results of db/ stand
 * here. A call's typed input and everything that hangs on it stand here, so handing the call to a thread hands over all
 * of it.
 */
#ifndef VAHETUS_DB_ARENA_H
#define VAHETUS_DB_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/* NULL when out of memory. The caller owns it. */
struct arena *arena_new(void);
void arena_free(struct arena *arena); /* takes NULL */

/* Zeroed memory, aligned for any type, valid until arena_free. NULL when out of memory. */
void *arena_alloc(struct arena *arena, size_t size);

/* A terminated copy of `length` bytes. NULL when out of memory. */
char *arena_text(struct arena *arena, const char *text, size_t length);

#endif
