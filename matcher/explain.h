/* Private: an answer to "why not?" under way. explain.c puts it together, explain_shift.c looks at shifts. */
#ifndef MATCHER_EXPLAIN_H
#define MATCHER_EXPLAIN_H

#include "matcher/rank.h"
#include "matcher/rules.h"

struct inquiry {
    const struct matcher *matcher;
    const struct matcher_query *query;
    const struct card *card;
    uint32_t traits;
    const struct need_view *view;
    struct leg leg;
    uint32_t pair_rules;
    bool some_shift_fits; /* by the rules of shifts alone */
    struct matcher_why *why;
    size_t reasons_room, changes_room;
    bool out_of_memory;
};

/* One more in inquiry->why. Memory that runs out is told by inquiry->out_of_memory, once for all. */
void add_reason(struct inquiry *inquiry, enum matcher_rule rule, int32_t shift, int32_t code);
void add_change(struct inquiry *inquiry, struct matcher_change change);

/* The following for shifts of a need; `rules` are those that the shift breaks (rules_of_shift). */
void reasons_of_shift(struct inquiry *inquiry, const struct shift_view *shift, uint32_t rules);
void changes_of_shift(struct inquiry *inquiry, const struct shift_view *shift, uint32_t rules);
/* Full shifts that would fit, if they had one more seat. */
void change_open_shifts(struct inquiry *inquiry);

#endif
