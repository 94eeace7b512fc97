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

bool below_bar(const struct bar *bar, bool ask_time, int64_t most);
/* As pair_score says it, without the score: one shift that fits is enough. */
bool pair_fits(const struct matcher *matcher, const struct card *card, uint32_t traits, const struct need_view *view,
               const struct matcher_query *query);

/* The best k: keep_best offers one more, set_bar reads what the next has to beat, heap_to_list sorts at the end. */
void keep_best(struct matcher_candidate *heap, size_t *count, size_t k, const struct matcher_candidate *candidate);
void set_bar(struct bar *bar, const struct matcher_candidate *heap, size_t count, size_t k,
             const struct matcher_query *query);
void heap_to_list(struct matcher_candidate *heap, size_t count);

#endif
