/* What every plan that the planner gives out must stand. */
#ifndef TESTS_MATCHER_ROUND_JUDGING_H
#define TESTS_MATCHER_ROUND_JUDGING_H

#include "matcher/matcher.h"

/* Legal, worth what it says, and its certificate proves its bound; else the test fails, naming the seed. */
void judge_plan(const struct matcher_round *round, const struct matcher_plan *plan, uint64_t seed);

#endif
