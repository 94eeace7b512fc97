/* Small invented rounds from a seed, and the best plan found by looking at every plan there is. */
#ifndef TESTS_MATCHER_ROUND_MAKER_H
#define TESTS_MATCHER_ROUND_MAKER_H

#include "matcher/matcher.h"

enum { MADE_CENTRES = 4, MADE_WORKERS = 4, MADE_PERIODS = 4, MADE_VISITS = MADE_WORKERS * MADE_PERIODS };

struct made_round {
    struct matcher_round round;
    struct matcher_round_centre centres[MADE_CENTRES];
    struct matcher_round_worker workers[MADE_WORKERS];
    int32_t guests[MADE_CENTRES][MADE_PERIODS], away[MADE_CENTRES][MADE_PERIODS], bonus[MADE_CENTRES][MADE_PERIODS];
    uint32_t offers[MADE_CENTRES][3];
    struct matcher_fit fits[MADE_WORKERS][MADE_CENTRES];
    struct matcher_visit pins[3];
};

/* Points into itself: do not move it afterwards. */
void make_round(struct made_round *made, uint64_t seed);
/* The same with `more` (0 or 1) centres and workers. */
void make_larger_round(struct made_round *made, uint64_t seed, int more);

/* Every plan, judged by matcher_verify_round alone. False: there is no legal one. `keep` may be NULL; else the fewest
 * of its visits lost come first. */
bool best_of_all_plans(const struct matcher_round *round, const struct matcher_visit *keep, size_t keep_count,
                       int64_t *objective, uint64_t *changes);

/* Is there any, when balance must hold but at the centres and periods of `unbalanced` (by centre: bit t)? */
bool any_plan_unbalanced(const struct matcher_round *round, const uint64_t *unbalanced);

/* The best for each number of visits of `keep` lost: found and most[changes]. */
struct best_by_changes {
    bool found[MADE_VISITS + 1];
    int64_t most[MADE_VISITS + 1];
};
void best_plans_by_changes(const struct matcher_round *round, const struct matcher_visit *keep, size_t keep_count,
                           struct best_by_changes *best);

#endif
