/* What the tests of pairing ask of every answer. */
#ifndef TESTS_MATCHER_PAIR_JUDGING_H
#define TESTS_MATCHER_PAIR_JUDGING_H

#include "tests/matcher/pair_maker.h"

enum { PAIR_CLAIMED = 256 };

/* How many worlds: 20,000, or the share of them that cases.h says. */
uint64_t pair_worlds(void);

/* The answer as its judge takes it; the pairs are copied. Nothing is wished. */
struct matcher_pairing_claim pair_claim(const struct matcher_pairing_answer *answer,
                                        struct matcher_pair pairs[PAIR_CLAIMED]);
/* Accepted? A refusal has a reason. */
bool pair_judged(const struct pair_world *world, const struct matcher_pairing_claim *claim);
/* Parts add up, seats add up, and what is missing counts everybody of the kind who is not there. */
void pair_check_answer(const struct pair_world *world, const struct matcher_pairing_answer *answer);

#endif
