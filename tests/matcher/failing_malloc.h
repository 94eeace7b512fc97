/* Allocations that fail on demand. Programs that use it are linked with -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc.
 */
#ifndef TESTS_MATCHER_FAILING_MALLOC_H
#define TESTS_MATCHER_FAILING_MALLOC_H

extern long fail_at; /* counts down; the allocation that finds 0 fails. Below 0: none does */

#endif
