/* Private: what is never allowed. */
#ifndef MATCHER_RULES_H
#define MATCHER_RULES_H

#include "matcher/index.h"

#define RULE_BIT(name) (UINT32_C(1) << MATCHER_RULE_##name)

/* Rules of person and need alone, except distance: those that fail. */
uint32_t rules_of_pair(const struct card *card, uint32_t traits, const struct need_view *view);
/* REACH alone; `distance_m` -1 is unknown and refuses nobody. */
bool rule_reach(const struct card *card, const struct need_view *view, int32_t distance_m);
/* Rules that look at a shift: those that fail. `leg` is the way from the start to the need. */
uint32_t rules_of_shift(const struct matcher *matcher, const struct card *card, const struct need_view *view,
                        const struct shift_view *shift, struct leg leg);
bool shift_is_open(const struct shift_view *shift, const struct matcher_query *query);

/* The pieces that explain_shift.c asks for one by one. */
bool certificate_holds(const struct matcher_person *person, unsigned code, int32_t day);
bool placement_clashes(const struct matcher *matcher, const struct matcher_agreed *agreed, const struct need_view *view,
                       const struct matcher_shift *shift);
/* Free for quarters from_quarter..to_quarter, counted from the midnight of the shift's day (may be negative). */
bool person_is_free(const struct matcher_person *person, const struct shift_view *shift, int from_quarter,
                    int to_quarter);
/* The quarters that a shift takes with the way there and back. */
void shift_quarters(const struct matcher *matcher, const struct matcher_shift *shift, struct leg leg, int *from_quarter,
                    int *to_quarter);
/* Active workers of the person's home centre, the person left out, who are at home during the shift; counts to
 * `enough`. */
unsigned home_staff_staying(const struct matcher *matcher, const struct matcher_person *person,
                            const struct matcher_shift *shift, unsigned enough);
/* How many own workers too few stay at the home centre during the shift. */
unsigned home_staff_missing(const struct matcher *matcher, const struct matcher_person *person,
                            const struct shift_view *shift);
bool check_holds(const struct matcher_person *person, const struct need_view *view, const struct shift_view *shift);

/* A quick look that refuses most: the week alone does not cover any shift, even without the way there. Inline: a scan
 * asks it of everybody. */
static inline bool surely_not_free(const struct card *card, const struct need_view *view)
{
    if ((card->traits & (TRAIT_TIME_GIVEN | TRAIT_EXCEPTIONS)) != TRAIT_TIME_GIVEN)
        return false;
    for (size_t i = 0; i < view->shifts_count; i++) {
        const struct shift_view *shift = &view->shifts[i];
        const uint64_t *words = card->person->availability.bits + shift->word;
        if (!shift->has_masks ||
            ((~words[0] & shift->masks[0]) == 0 && (shift->masks[1] == 0 || (~words[1] & shift->masks[1]) == 0)))
            return false;
    }
    return true;
}

#endif
