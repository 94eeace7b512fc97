/*
 * The best k people, exactly, from the index.
 *
 * Every lane of the leaves that may serve gets its loss: points that it surely lacks of the most anybody can have.
 * Those who lose least are judged by their records, in that order, until the next cannot pass the bar any more.
 */
#include "matcher/rank_search.h"
#include "matcher/rules.h"
#include "matcher/score.h"

/* ---- One person ---- */

/* Who has several stretches that may serve is judged in the first of them alone; in none who is surely not free. The
 * least way is the person's own, and no shorter than any chunk's, so that the first has been met too. */
static bool is_first(const struct search *search, const struct record *record, const struct card *card,
                     const struct visit *visit, unsigned lane, int32_t least_m)
{
    const struct probe *probe = &search->probe;
    int travel_min = probe->matcher->settings.travel_in_availability ? matcher_travel_min(least_m) : 0;
    struct entry entries[ENTRIES_MOST];
    unsigned count, first, of_the_day = 0;

    if (search->ask)
        return true;
    count = entries_of(record, card->person, entries);
    for (first = 0; first < count && !probe->any_time; first++) {
        bool serves = false;
        for (unsigned w = 0; w < probe->windows_count && !serves; w++)
            serves = probe->windows[w].leads && entry_serves(&entries[first], &probe->windows[w], travel_min);
        if (serves)
            break;
    }
    if (first == count || entries[first].weekday != visit->weekday)
        return false;
    for (unsigned i = 0; i < count; i++)
        of_the_day += entries[i].weekday == visit->weekday;
    return of_the_day == 1 || chunk_number(visit->leaf->chunk, lane, LANE_FROM, LANE_CLOCK_BITS) == entries[first].from;
}

void search_judge(struct search *search, const struct lead *lead)
{
    const struct probe *probe = &search->probe;
    const struct matcher *matcher = probe->matcher;
    const struct visit *visit = &search->visits[lead->visit];
    const struct record *record = store_at(&matcher->people.store, visit->leaf->chunk->spots[lead->lane].name);
    const struct matcher_settings *settings = &matcher->settings;
    struct matcher_candidate candidate;
    struct card card;
    int32_t least_m = 0, most = probe->most - lead->units * probe->unit;

    if (record_on_map(record) && probe->view->need->at.known) {
        least_m = probe_least_m(probe, record->lat_e7, record->lon_e7, 0, 0);
        most -= settings->points[MATCHER_PART_NEARNESS] - lead->near_units * probe->unit -
                score_nearness_at(settings, least_m);
    }
    if (below_bar(&search->bar, search->ask, most) || record->birth_day > probe->view->born_by ||
        least_m > record_reach_m(record))
        return;
    card_fill(matcher, record, &card);
    if (!is_first(search, record, &card, visit, lead->lane, least_m))
        return;
    if (search->counts) {
        *search->count += pair_fits(matcher, &card, card.traits, probe->view, search->query);
        return;
    }
    if (!pair_score(matcher, &card, card.traits, probe->view, search->query, &search->bar, &candidate))
        return;
    candidate.id = card.person->id;
    keep_best(search->out, search->count, search->k, &candidate);
    set_bar(&search->bar, search->out, *search->count, search->k, search->query);
}

/* What may be lost without falling below the bar; -1: nobody can pass it. */
int32_t search_units_left(const struct search *search)
{
    const struct bar *bar = &search->bar;

    if (!bar->set || (bar->ask_time && !search->ask))
        return INT32_MAX;
    if (search->ask && !bar->ask_time)
        return -1;
    return search->probe.most < bar->order ? -1 : (search->probe.most - bar->order) / search->probe.unit;
}

/* Is the person surely not free for any shift, even without the way? What dated exceptions say is left to the rules. */
static bool surely_away(const struct record *record, const struct need_view *view)
{
    struct span spans[WEEK_SPANS_MOST];

    if ((record->flags & (TRAIT_TIME_GIVEN | TRAIT_EXCEPTIONS)) != TRAIT_TIME_GIVEN)
        return false;
    unsigned count = record_spans(record, spans);
    for (size_t i = 0; i < view->shifts_count; i++) {
        struct span shift = shift_time(&view->shifts[i]);
        if (shift.to > WEEK_QUARTERS)
            return false;
        for (unsigned j = 0; j < count; j++)
            if (spans[j].from <= shift.from && spans[j].to >= shift.to)
                return false;
    }
    return true;
}

static void judge_everybody(struct search *search)
{
    const struct matcher *matcher = search->probe.matcher;
    const struct need_view *view = search->probe.view;
    size_t cursor = 0;

    for (const struct record *record; (record = record_next(matcher, &cursor)) != NULL;) {
        struct matcher_candidate candidate;
        struct card card;
        search->ask = !(record->flags & TRAIT_TIME_GIVEN);
        if ((view->traits & ~record->flags) != 0 || record->birth_day > view->born_by || surely_away(record, view))
            continue;
        card_fill(matcher, record, &card);
        if (!pair_score(matcher, &card, card.traits, view, search->query, &search->bar, &candidate))
            continue;
        candidate.id = card.person->id;
        keep_best(search->out, search->count, search->k, &candidate);
    }
}

static bool search_people(struct search *search, const struct matcher *matcher, const struct matcher_id *need,
                          struct matcher_error *error)
{
    uint32_t slot = idtable_find(&matcher->needs.table, matcher->needs.ids, need);

    *search->count = 0;
    if (slot == IDTABLE_NONE)
        return matcher_fail(error, MATCHER_UNKNOWN, "need", 0);
    search->bar = (struct bar){0};
    search->ask = false;
    search->visits_count = 0;
    probe_make(matcher, matcher->need_records[slot]->view, search->query, &search->probe);
    if (search->probe.shifts_open == 0 || search->k == 0)
        return true;
    if (search->query != NULL && search->query->exhaustive && !search->counts) {
        judge_everybody(search);
        return true;
    }
    search_leaves(search);
    search->ask = true;
    if (search_units_left(search) >= 0)
        search_leaves(search);
    return true;
}

bool matcher_rank_people(const struct matcher *matcher, const struct matcher_id *need,
                         const struct matcher_query *query, size_t k, struct matcher_candidate *out, size_t *count,
                         struct matcher_error *error)
{
    struct search search;

    search.query = query;
    search.k = k;
    search.out = out;
    search.count = count;
    search.counts = false;
    if (!search_people(&search, matcher, need, error))
        return false;
    heap_to_list(out, *count);
    return true;
}

bool matcher_count_people(const struct matcher *matcher, const struct matcher_id *need,
                          const struct matcher_query *query, size_t *count, struct matcher_error *error)
{
    struct search search;

    search.query = query;
    search.k = SIZE_MAX;
    search.out = NULL;
    search.count = count;
    search.counts = true;
    return search_people(&search, matcher, need, error);
}
