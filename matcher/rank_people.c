/*
 * The best k people, exactly, from the index.
 *
 * Every lane of the bins that may serve gets its loss: points that it surely lacks of the most anybody can have. The
 * few dozen that lose least are judged by their records, in that order, until the next cannot pass the bar any more.
 * Should the bar then still lie below what was left out, the next few dozen follow.
 */
#include "matcher/rank_search.h"
#include "matcher/rules.h"
#include "matcher/score.h"

/* ---- One person ---- */

/* Free, as the week says, for one of the windows with the least way there and back? */
static bool may_be_free(const struct search *search, const struct record *record, int32_t least_m)
{
    const struct matcher *matcher = search->probe.matcher;
    int travel_min = matcher->settings.travel_in_availability ? matcher_travel_min(least_m) : 0;

    if (search->ask || record->flags & TRAIT_EXCEPTIONS || search->probe.any_time)
        return true;
    for (unsigned i = 0; i < search->probe.windows_count; i++) {
        const struct window *window = &search->probe.windows[i];
        int from_min = window->weekday * 1440 + window->from_min - travel_min;
        int to_min = window->weekday * 1440 + window->to_min + travel_min;
        if (!window->leads)
            continue;
        if (from_min < 0 || to_min > 7 * 1440 ||
            weeks_cover(&matcher->weeks, record->week, (unsigned)from_min / 15, (unsigned)(to_min + 14) / 15))
            return true;
    }
    return false;
}

/* Who stands in several bins that may serve is judged in the first of them alone. */
static bool is_first_bin(const struct search *search, const struct record *record, const struct card *card,
                         const struct lead *lead)
{
    const struct probe *probe = &search->probe;
    struct entry entries[ENTRIES_MOST];
    unsigned count;

    if (search->ask)
        return true;
    count = entries_of(probe->matcher, record, card->person, entries);
    for (unsigned i = 0; i < count; i++) {
        bool is_it =
            entries[i].weekday == lead->weekday && entries[i].from == lead->from && entries[i].last == lead->last;
        if (is_it || probe->any_time)
            return is_it;
        for (unsigned w = 0; w < probe->windows_count; w++)
            if (probe->windows[w].weekday == entries[i].weekday && probe->windows[w].leads &&
                entry_serves(&entries[i], &probe->windows[w], probe->cells[lead->class][lead->cell].travel_min))
                return false;
    }
    return false;
}

void search_judge(struct search *search, const struct lead *lead)
{
    const struct probe *probe = &search->probe;
    const struct matcher *matcher = probe->matcher;
    const struct record *record = store_at(&matcher->people.store, *lead->name);
    const struct matcher_settings *settings = &matcher->settings;
    struct matcher_candidate candidate;
    struct card card;
    int32_t least_m = 0, most = probe->most - lead->units * probe->unit;

    if (lead->cell != 0 && probe->view->need->at.known) {
        least_m = probe_least_m(probe, record->lat_e7, record->lon_e7, 0, 0);
        most -= settings->points[MATCHER_PART_NEARNESS] - probe->cells[lead->class][lead->cell].units * probe->unit -
                score_nearness_at(settings, least_m);
    }
    if (below_bar(&search->bar, search->ask, most) || record->birth_day > probe->view->born_by ||
        least_m > record_reach_m(record) || !may_be_free(search, record, least_m))
        return;
    card_fill(matcher, record, &card);
    if (search->counts) {
        *search->count += pair_fits(matcher, &card, card.traits, probe->view, search->query) &&
                          is_first_bin(search, record, &card, lead);
        return;
    }
    if (!pair_score(matcher, &card, card.traits, probe->view, search->query, &search->bar, &candidate) ||
        !is_first_bin(search, record, &card, lead))
        return;
    candidate.id = card.person->id;
    keep_best(search->out, search->count, search->k, &candidate);
    set_bar(&search->bar, search->out, *search->count, search->k, search->query);
}

/* ---- Rounds ---- */

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

/* Leads in the order of their losses; a place for each loss, counted. */
void search_judge_leads(struct search *search)
{
    const struct store *store = &search->probe.matcher->people.store;
    uint16_t order[LEADS_MOST], starts[LEAD_UNITS + 1] = {0};

    for (unsigned i = 0; i < search->leads_count; i++)
        starts[search->leads[i].units + 1]++;
    for (unsigned i = 1; i < LEAD_UNITS; i++)
        starts[i] = (uint16_t)(starts[i] + starts[i - 1]);
    for (unsigned i = 0; i < search->leads_count; i++)
        order[starts[search->leads[i].units]++] = (uint16_t)i;
    for (unsigned i = 0; i < search->leads_count; i++) {
        const unsigned ahead = 8, far_ahead = 16;
        if (i + far_ahead < search->leads_count)
            __builtin_prefetch(search->leads[order[i + far_ahead]].name);
        if (i + ahead < search->leads_count) {
            const unsigned char *next = store_granule(store, *search->leads[order[i + ahead]].name);
            __builtin_prefetch(next);
            __builtin_prefetch(next + 64);
        }
        if (search->leads[order[i]].units > search_units_left(search))
            break;
        search_judge(search, &search->leads[order[i]]);
    }
    search->leads_count = 0;
}

static void search_crowds(struct search *search)
{
    uint32_t wanted = search->probe.view->traits;

    unsigned rounds = 0;

    search->least = 0;
    search->at_once = search->counts || search->k > LEADS_KEPT / 2;
    while (search->least <= search_units_left(search)) {
        search->most = search_units_left(search);
        search->class = CLASS_VOLUNTEER;
        if (!(wanted & TRAIT_WORKER))
            search_bins(search);
        search->class = CLASS_WORKER;
        if (!(wanted & TRAIT_VOLUNTEER))
            search_bins(search);
        search_judge_leads(search);
        if (search->most >= LEAD_UNITS - 1)
            break; /* nobody was left out */
        search->least = search->most + 1;
        search->at_once = search->at_once || rounds++ > 0; /* those who look good keep failing */
    }
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
        if ((view->traits & ~record->flags) != 0 || record->birth_day > view->born_by ||
            !may_be_free(search, record, 0))
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
    search->leads_count = 0;
    probe_make(matcher, matcher->need_records[slot]->view, search->query, &search->probe);
    if (search->probe.shifts_open == 0 || search->k == 0)
        return true;
    if (search->query != NULL && search->query->exhaustive && !search->counts) {
        judge_everybody(search);
        return true;
    }
    search_crowds(search);
    search->ask = true;
    search_crowds(search);
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
