/*
 * The best k, exactly: one pass, the cheapest refusals first, a heap of the best so far whose worst is the bar. A part
 * that costs time is worked out only when the parts at hand plus the most it could give may still pass the bar.
 */
#include "matcher/rank.h"
#include "matcher/rules.h"
#include "matcher/score.h"

/* ---- One pair ---- */

static bool below(const struct bar *bar, bool ask_time, int64_t most)
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
        if (view->need->children && pairing->card->birth_day <= shift->check_born_by &&
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
    return (view->traits & ~traits) != 0 || card->birth_day > view->born_by || surely_not_free(card, view);
}

bool pair_score(const struct matcher *matcher, const struct card *card, uint32_t traits, const struct need_view *view,
                const struct matcher_query *query, const struct bar *bar, struct matcher_candidate *candidate)
{
    if (refused_at_once(card, traits, view) || rules_of_pair(card, traits, view) != 0)
        return false;
    bool ask_time = !(traits & TRAIT_TIME_GIVEN);
    if (below(bar, ask_time, INT32_MAX)) /* k others, whose times are known, come before whatever the score */
        return false;
    const int32_t *points = matcher->settings.points;
    struct pairing pairing = {.settings = &matcher->settings, .card = card, .view = view, .query = query};
    int32_t sum = score_static(&pairing, candidate->parts);
    if (below(bar, ask_time, (int64_t)sum + points[MATCHER_PART_NEARNESS] + points[MATCHER_PART_TIME]))
        return false;
    struct leg leg = leg_to_need(matcher, card, view);
    if (rule_reach(card, view, leg.distance_m))
        return false;
    pairing.distance_m = leg.distance_m;
    candidate->parts[MATCHER_PART_NEARNESS] = score_nearness(&pairing);
    sum += candidate->parts[MATCHER_PART_NEARNESS];
    if (below(bar, ask_time, (int64_t)sum + points[MATCHER_PART_TIME]))
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

/* ---- The best k ---- */

static bool comes_before(const struct matcher_candidate *a, const struct matcher_candidate *b)
{
    uint32_t ask_a = a->flags >> MATCHER_FLAG_ASK_TIME & 1, ask_b = b->flags >> MATCHER_FLAG_ASK_TIME & 1;

    if (ask_a != ask_b)
        return ask_a < ask_b;
    if (a->order != b->order)
        return a->order > b->order;
    return matcher_id_compare(&a->id, &b->id) < 0;
}

/* A binary heap with the last in the list on top. */
static void sift_down(struct matcher_candidate *heap, size_t count, size_t at)
{
    struct matcher_candidate moving = heap[at];

    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && comes_before(&heap[child], &heap[child + 1]))
            child++;
        if (!comes_before(&moving, &heap[child]))
            break;
        heap[at] = heap[child];
    }
    heap[at] = moving;
}

static void sift_up(struct matcher_candidate *heap, size_t at)
{
    struct matcher_candidate moving = heap[at];

    for (; at > 0 && comes_before(&heap[(at - 1) / 2], &moving); at = (at - 1) / 2)
        heap[at] = heap[(at - 1) / 2];
    heap[at] = moving;
}

static void keep_best(struct matcher_candidate *heap, size_t *count, size_t k,
                      const struct matcher_candidate *candidate)
{
    if (*count < k) {
        heap[*count] = *candidate;
        sift_up(heap, (*count)++);
    } else if (comes_before(candidate, &heap[0])) {
        heap[0] = *candidate;
        sift_down(heap, k, 0);
    }
}

static void heap_to_list(struct matcher_candidate *heap, size_t count)
{
    for (size_t left = count; left > 1; left--) {
        struct matcher_candidate last = heap[0];
        heap[0] = heap[left - 1];
        sift_down(heap, left - 1, 0);
        heap[left - 1] = last;
    }
}

static void set_bar(struct bar *bar, const struct matcher_candidate *heap, size_t count, size_t k,
                    const struct matcher_query *query)
{
    bool exhaustive = query != NULL && query->exhaustive;

    bar->set = !exhaustive && k > 0 && count == k;
    if (bar->set) {
        bar->ask_time = heap[0].flags >> MATCHER_FLAG_ASK_TIME & 1;
        bar->order = heap[0].order;
    }
}

bool matcher_rank_people(const struct matcher *matcher, const struct matcher_id *need,
                         const struct matcher_query *query, size_t k, struct matcher_candidate *out, size_t *count,
                         struct matcher_error *error)
{
    uint32_t slot = idtable_find(&matcher->needs.table, matcher->needs.ids, need);
    struct matcher_candidate candidate;
    struct bar bar = {0};

    *count = 0;
    if (slot == IDTABLE_NONE)
        return matcher_fail(error, MATCHER_UNKNOWN, "need", 0);
    const struct need_view *view = matcher->need_records[slot]->view;
    for (size_t i = 0; i < matcher->people.count && k > 0; i++) {
        if (refused_at_once(&matcher->cards[i], matcher->traits[i], view) ||
            !pair_score(matcher, &matcher->cards[i], matcher->traits[i], view, query, &bar, &candidate))
            continue;
        candidate.id = *matcher->people.ids[i];
        keep_best(out, count, k, &candidate);
        set_bar(&bar, out, *count, k, query);
    }
    heap_to_list(out, *count);
    return true;
}

/* As pair_score says it, without the score: one shift that fits is enough. */
static bool pair_fits(const struct matcher *matcher, const struct card *card, uint32_t traits,
                      const struct need_view *view, const struct matcher_query *query)
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

bool matcher_count_people(const struct matcher *matcher, const struct matcher_id *need,
                          const struct matcher_query *query, size_t *count, struct matcher_error *error)
{
    uint32_t slot = idtable_find(&matcher->needs.table, matcher->needs.ids, need);

    *count = 0;
    if (slot == IDTABLE_NONE)
        return matcher_fail(error, MATCHER_UNKNOWN, "need", 0);
    const struct need_view *view = matcher->need_records[slot]->view;
    for (size_t i = 0; i < matcher->people.count; i++)
        *count += pair_fits(matcher, &matcher->cards[i], matcher->traits[i], view, query);
    return true;
}

static int32_t scarcity(const struct matcher_settings *settings, const struct need_view *view)
{
    int64_t seats = view->open_seats > 0 ? view->open_seats : 1;
    int64_t taken_off = (int64_t)settings->scarcity_points * view->need->connections / seats;

    return taken_off < settings->scarcity_most ? (int32_t)taken_off : settings->scarcity_most;
}

bool matcher_rank_needs(const struct matcher *matcher, const struct matcher_id *person,
                        const struct matcher_query *query, size_t k, struct matcher_candidate *out, size_t *count,
                        struct matcher_error *error)
{
    uint32_t slot = idtable_find(&matcher->people.table, matcher->people.ids, person);
    struct bar bar = {0};

    *count = 0;
    if (slot == IDTABLE_NONE)
        return matcher_fail(error, MATCHER_UNKNOWN, "person", 0);
    for (size_t i = 0; i < matcher->needs.count && k > 0; i++) {
        const struct need_view *view = matcher->need_records[i]->view;
        struct matcher_candidate candidate;
        bar.taken_off = scarcity(&matcher->settings, view);
        if (!pair_score(matcher, &matcher->cards[slot], matcher->traits[slot], view, query, &bar, &candidate))
            continue;
        candidate.id = view->need->id;
        keep_best(out, count, k, &candidate);
        set_bar(&bar, out, *count, k, query);
    }
    heap_to_list(out, *count);
    return true;
}
