/* Private: one pair, judged and scored. */
#ifndef MATCHER_RANK_H
#define MATCHER_RANK_H

#include "matcher/index.h"

/* What a scan has to beat: nothing, or the worst of the best so far. */
struct bar {
    bool set, ask_time;
    int32_t order;
    int32_t taken_off; /* scarcity: subtracted from the score of what is judged */
};

/* False when the pair breaks a hard rule in every open shift, or surely stays below the bar. `candidate->id` is left to
 * the caller. */
bool pair_score(const struct matcher *matcher, const struct card *card, uint32_t traits, const struct need_view *view,
                const struct matcher_query *query, const struct bar *bar, struct matcher_candidate *candidate);

#endif
