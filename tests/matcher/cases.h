/* How many seeded cases a test tries. */
#ifndef VAHETUS_TESTS_CASES_H
#define VAHETUS_TESTS_CASES_H

#include <stddef.h>

/*
 * `usual` of them; `many` with ./check --long. VAHETUS_CASES_PERCENT, which the suites under slow checkers set, takes
 * so many in a hundred of `usual` instead, at least one. What a test asks of its cases together must be in proportion.
 */
size_t cases(size_t usual, size_t many);

#endif
