/*
 * One pair: the cheapest refusals first. A part that costs time is worked out only when the parts at hand plus the most
 * it could give may still pass the bar.
 */
#include "matcher/rank.h"
#include "matcher/rules.h"
#include "matcher/score.h"

bool below_bar(const struct bar *bar, bool ask_time, int64_t most)
{
    if (!bar->set)
        return false;
    return ask_time != bar->ask_time ? ask_time : most - bar->taken_off < bar->order;
}

static bool over_hours(const struct matcher_person *person, const struct shift_view *view)
{
    const struct matcher_shift *shift = view->shift;
    int32_t week_start = shift->start_utc_min - shift->from_minute - view->week_bit / 96 * 1440;
    int32_t week_end = week_start + 7 * 1440;
    int64_t minutes = shift->end_utc_min - shift->start_utc_min;

    for (size_t i = 0; i < person->agreed_count; i++) {
        int32_t start = person->agreed[i].start_utc_min > week_start ? person->agreed[i].start_utc_min : week_start;
        int32_t end = person->agreed[i].end_utc_min < week_end ? person->agreed[i].end_utc_min : week_end;
        minutes += end > start ? end - start : 0;
    }
    return minutes > person->hours_per_week * INT64_C(60);
}

/* Which open shifts fit, and the flags that follow. */
static void try_shifts(const struct matcher *matcher, const struct need_view *view, const struct matcher_query *query,
                       struct leg leg, struct pairing *pairing, struct matcher_candidate *candidate)
{
    const struct matcher_person *person = pairing->card->person;
    bool within_hours = person->hours_per_week == 0;

    candidate->shifts = (struct matcher_set){0};
    for (size_t i = 0; i < view->shifts_count; i++) {
        const struct shift_view *shift = &view->shifts[i];
        if (!shift_is_open(shift, query))
            continue;
        pairing->shifts_open++;
        if (rules_of_shift(matcher, pairing->card, view, shift, leg) != 0)
            continue;
        pairing->shifts_fit++;
        matcher_set_add(&candidate->shifts, shift->number);
        if (view->need->children && pairing->card->person->birth_day <= shift->check_born_by &&
            !check_holds(person, view, shift))
            candidate->flags |= 1u << MATCHER_FLAG_CHECK_NEEDED;
        within_hours = within_hours || !over_hours(person, shift);
    }
    if (!within_hours)
        candidate->flags |= 1u << MATCHER_FLAG_OVER_HOURS;
}

/* What a scan can see at a glance. */
static inline bool refused_at_once(const struct card *card, uint32_t traits, const struct need_view *view)
{
    return (view->traits & ~traits) != 0 || card->person->birth_day > view->born_by || surely_not_free(card, view);
}

bool pair_score(const struct matcher *matcher, const struct card *card, uint32_t traits, const struct need_view *view,
                const struct matcher_query *query, const struct bar *bar, struct matcher_candidate *candidate)
{
    if (refused_at_once(card, traits, view) || rules_of_pair(card, traits, view) != 0)
        return false;
    bool ask_time = !(traits & TRAIT_TIME_GIVEN);
    if (below_bar(bar, ask_time, INT32_MAX)) /* k others, whose times are known, come before whatever the score */
        return false;
    const int32_t *points = matcher->settings.points;
    struct pairing pairing = {.settings = &matcher->settings, .card = card, .view = view, .query = query};
    int32_t sum = score_static(&pairing, candidate->parts);
    if (below_bar(bar, ask_time, (int64_t)sum + points[MATCHER_PART_NEARNESS] + points[MATCHER_PART_TIME]))
        return false;
    struct leg leg = leg_to_need(matcher, card, view);
    if (rule_reach(card, view, leg.distance_m))
        return false;
    pairing.distance_m = leg.distance_m;
    candidate->parts[MATCHER_PART_NEARNESS] = score_nearness(&pairing);
    sum += candidate->parts[MATCHER_PART_NEARNESS];
    if (below_bar(bar, ask_time, (int64_t)sum + points[MATCHER_PART_TIME]))
        return false;
    candidate->flags = ask_time ? 1u << MATCHER_FLAG_ASK_TIME : 0;
    try_shifts(matcher, view, query, leg, &pairing, candidate);
    if (pairing.shifts_fit == 0)
        return false;
    candidate->parts[MATCHER_PART_TIME] = score_time(&pairing);
    candidate->score = sum + candidate->parts[MATCHER_PART_TIME];
    candidate->order = candidate->score - bar->taken_off;
    candidate->distance_m = leg.distance_m;
    return true;
}

/* As pair_score says it, without the score: one shift that fits is enough. */
bool pair_fits(const struct matcher *matcher, const struct card *card, uint32_t traits, const struct need_view *view,
               const struct matcher_query *query)
{
    if (refused_at_once(card, traits, view) || rules_of_pair(card, traits, view) != 0)
        return false;
    struct leg leg = leg_to_need(matcher, card, view);
    if (rule_reach(card, view, leg.distance_m))
        return false;
    for (size_t i = 0; i < view->shifts_count; i++) {
        if (shift_is_open(&view->shifts[i], query) && rules_of_shift(matcher, card, view, &view->shifts[i], leg) == 0)
            return true;
    }
    return false;
}
