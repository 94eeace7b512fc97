/* The best needs for a person. */
#include "matcher/rank.h"

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
    uint32_t name = record_find(matcher, person);
    struct bar bar = {0};
    struct card card;

    *count = 0;
    if (name == STORE_NONE)
        return matcher_fail(error, MATCHER_UNKNOWN, "person", 0);
    card_fill(matcher, store_at(&matcher->people.store, name), &card);
    for (size_t i = 0; i < matcher->needs.count && k > 0; i++) {
        const struct need_view *view = matcher->need_records[i]->view;
        struct matcher_candidate candidate;
        bar.taken_off = scarcity(&matcher->settings, view);
        if (!pair_score(matcher, &card, card.traits, view, query, &bar, &candidate))
            continue;
        candidate.id = view->need->id;
        keep_best(out, count, k, &candidate);
        set_bar(&bar, out, *count, k, query);
    }
    heap_to_list(out, *count);
    return true;
}
