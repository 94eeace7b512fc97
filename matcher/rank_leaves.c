/* Through the leaves that may serve, those who lose least first: lanes to leads. */
#include "matcher/rank_search.h"
#include "matcher/score.h"

#include <string.h>

/* ---- Times ---- */

/* The first and the last quarter of a window with the way, on its own day; past midnight is one quarter of its own. */
struct quarters {
    int first, last;
};

static struct quarters quarters_of(const struct window *window, int travel_min)
{
    int from_min = window->from_min - travel_min, last = (window->to_min + travel_min + 14) / 15 - 1;

    return (struct quarters){from_min > 0 ? from_min / 15 : 0, last < PAST_MIDNIGHT ? last : PAST_MIDNIGHT};
}

bool entry_serves(const struct entry *entry, const struct window *window, int travel_min)
{
    struct quarters wanted = quarters_of(window, travel_min);

    return window->weekday == entry->weekday && entry->from <= wanted.first && entry->last >= wanted.last;
}

/* May somebody of the leaf be free for the window? */
static bool leaf_serves(const struct leaf *leaf, struct quarters wanted)
{
    return leaf->from_least <= wanted.first && leaf->last_most >= wanted.last;
}

/* The lanes of a chunk that are free for one of the windows. */
static void free_lanes(const struct probe *probe, const struct visit *visit, lanes *free)
{
    *free = visit->reads_clock ? (lanes){0} : ~(lanes){0};
    for (unsigned w = 0; visit->reads_clock && w < probe->windows_count; w++)
        if (probe->windows[w].leads && probe->windows[w].weekday == visit->weekday) {
            struct quarters wanted = quarters_of(&probe->windows[w], visit->travel_min);
            lanes_free(visit->chunk, (unsigned)wanted.first, (unsigned)wanted.last, free);
        }
}

/* Whoever is free here for one of the leaf's windows is not free for another that touches them all and is none of
 * them: it would lie in the same stretch. That wants stretches whose ends the leaf knows: within their day. */
static int32_t units_of_time(const struct probe *probe, const struct leaf *leaf, unsigned weekday)
{
    uint16_t served = 0, out = UINT16_MAX;
    unsigned lost = 0;

    if (probe->any_time || leaf->from_least == 0)
        return 0;
    for (unsigned w = 0; w < probe->windows_count; w++) {
        struct quarters wanted = quarters_of(&probe->windows[w], 0);
        if (probe->windows[w].weekday != weekday || !leaf_serves(leaf, wanted))
            continue;
        if (wanted.last == PAST_MIDNIGHT)
            return 0;
        served |= (uint16_t)(1u << w);
        out &= probe->windows[w].touching;
    }
    for (unsigned left = out & (uint16_t)~served; left != 0; left &= left - 1)
        lost += probe->windows[__builtin_ctz(left)].shifts;
    int32_t most = probe->matcher->settings.points[MATCHER_PART_TIME];
    return (most - score_time_at(&probe->matcher->settings, probe->shifts_open - lost, probe->shifts_open)) /
           probe->unit;
}

/* ---- Leads ---- */

/* Leaves those who are among the best so far; those who lose more wait for another round. */
static void drop_leads(struct search *search)
{
    unsigned kept = 0;

    if (search->leads_count <= search->leads_kept * 2)
        return;
    for (unsigned i = 0; i < search->leads_count; i++)
        if (search->leads[i].units <= search->most)
            search->leads[kept++] = search->leads[i];
    search->leads_count = kept;
    if (search->leads_count > search->leads_kept * 2) /* too many alike */
        search_judge_leads(search);
}

static void add_lead(struct search *search, const struct lead *lead)
{
    search->leads[search->leads_count++] = *lead;
    search->losing[lead->units]++;
    search->leads_hopeful++;
    while (search->most > 0 && search->leads_hopeful >= search->leads_kept + search->losing[search->most])
        search->leads_hopeful -= search->losing[search->most--];
}

/* What the spot adds to the distance of the chunk. */
static void refine(const struct probe *probe, struct lead *lead)
{
    const struct spot *spot = &lead->chunk->spots[lead->lane];
    int32_t lat_e7 = (int32_t)(spot->north * (int64_t)SPOT_LAT_E7 - 900000000);
    int32_t lon_e7 = (int32_t)(spot->east * (int64_t)SPOT_LON_E7 - 1800000000);

    if (lead->anywhere || lead->units == LEAD_UNITS - 1)
        return;
    int32_t near_units = probe_near_units(probe, probe_least_m(probe, lat_e7, lon_e7, SPOT_LAT_E7, SPOT_LON_E7));
    int32_t units = lead->units - lead->near_units + near_units;
    lead->near_units = (uint16_t)near_units;
    lead->units = (uint16_t)(units < LEAD_UNITS - 1 ? units : LEAD_UNITS - 1);
}

/* Those who lose least first, when they are many: then most of the others need not be looked at. */
static void order_met(struct search *search)
{
    uint16_t starts[LEAD_UNITS + 1] = {0};
    struct lead ordered[CHUNK_LANES];

    for (unsigned i = 0; i < search->met_count; i++)
        starts[search->met[i].units + 1]++;
    for (unsigned i = 1; i < LEAD_UNITS; i++)
        starts[i] = (uint16_t)(starts[i] + starts[i - 1]);
    for (unsigned i = 0; i < search->met_count; i++)
        ordered[starts[search->met[i].units]++] = search->met[i];
    memcpy(search->met, ordered, search->met_count * sizeof *ordered);
}

/* Those met become leads, or are judged at once. */
static void settle(struct search *search)
{
    const unsigned many = 32;

    if (search->met_count > many && !search->at_once)
        order_met(search);
    for (unsigned i = 0; i < search->met_count; i++) {
        struct lead *lead = &search->met[i];
        if (lead->units > search->most)
            continue;
        refine(&search->probe, lead);
        if (lead->units < search->least || lead->units > search->most)
            continue;
        if (search->at_once)
            search_judge(search, lead);
        else
            add_lead(search, lead);
    }
    search->met_count = 0;
    if (!search->at_once)
        drop_leads(search);
    if (search_units_left(search) < search->most)
        search->most = search_units_left(search);
}

static void meet(struct search *search, const struct visit *visit, const struct sums *sums)
{
    for (unsigned word = 0; word < CHUNK_WORDS; word++)
        for (uint64_t left = sums->alive[word]; left != 0; left &= left - 1) {
            unsigned at = word * 64 + (unsigned)__builtin_ctzll(left);
            search->met[search->met_count++] = (struct lead){.chunk = visit->chunk,
                                                             .lane = (uint16_t)at,
                                                             .units = (uint16_t)sums_of_lane(sums, at),
                                                             .near_units = visit->near_units,
                                                             .weekday = visit->weekday,
                                                             .anywhere = visit->anywhere};
            __builtin_prefetch(&visit->chunk->spots[at]);
        }
}

/* ---- Chunks ---- */

static void fetch(const struct probe *probe, const struct visit *visit)
{
    for (unsigned i = 0; i < probe->touched_count; i++)
        __builtin_prefetch(visit->chunk->columns[probe->touched[i]]);
    for (unsigned i = LANE_FROM; visit->reads_clock && i < LANE_COLUMNS; i++)
        __builtin_prefetch(visit->chunk->columns[i]);
}

static void look_at(struct search *search, const struct visit *visit)
{
    struct sums sums;

    free_lanes(&search->probe, visit, &sums.alive);
    bool any = probe_look(&search->probe, visit->chunk, visit->units, (unsigned)search->most, &sums);
    settle(search); /* the chunk before */
    if (any)
        meet(search, visit, &sums);
}

/* Those who may lose least first; while one is looked at, the columns of the next two are on their way. */
static void make_visits(struct search *search)
{
    uint16_t order[VISITS_MOST], starts[LEAD_UNITS + 1] = {0};

    for (unsigned i = 0; i < search->visits_count; i++)
        starts[search->visits[i].units + 1]++;
    for (unsigned i = 1; i < LEAD_UNITS; i++)
        starts[i] = (uint16_t)(starts[i] + starts[i - 1]);
    for (unsigned i = 0; i < search->visits_count; i++)
        order[starts[search->visits[i].units]++] = (uint16_t)i;
    for (unsigned i = 0; i < search->visits_count; i++) {
        const struct visit *visit = &search->visits[order[i]];
        if (visit->units > search->most)
            break;
        for (unsigned next = i == 0 ? 0 : i + 2; next <= i + 2 && next < search->visits_count; next++)
            fetch(&search->probe, &search->visits[order[next]]);
        look_at(search, visit);
    }
    settle(search);
    search->visits_count = 0;
}

/* Is somebody free, with the way from here? */
static bool is_free_for_some(const struct probe *probe, const struct leaf *leaf, struct visit *visit)
{
    bool some = false;

    visit->reads_clock = true;
    for (unsigned w = 0; visit->reads_clock && w < probe->windows_count; w++) {
        if (!probe->windows[w].leads || probe->windows[w].weekday != visit->weekday)
            continue;
        struct quarters wanted = quarters_of(&probe->windows[w], visit->travel_min);
        some = some || leaf_serves(leaf, wanted);
        visit->reads_clock = leaf->from_most > wanted.first || leaf->last_least < wanted.last;
    }
    return some;
}

/* Puts a leaf on the list, unless nobody there can pass the bar or come in time. */
static void consider(struct search *search, const struct leaf *leaf, unsigned weekday)
{
    const struct probe *probe = &search->probe;
    int32_t units = search->ask ? 0 : units_of_time(probe, leaf, weekday), least_m = 0;

    if (units > search->most)
        return;
    if (!leaf->anywhere)
        least_m = probe_least_m(probe, leaf->south_e7, leaf->west_e7, (int64_t)leaf->north_e7 - leaf->south_e7,
                                (int64_t)leaf->east_e7 - leaf->west_e7);
    int32_t near_units = probe_near_units(probe, least_m);
    units += near_units;
    int32_t travel_min = probe->matcher->settings.travel_in_availability ? matcher_travel_min(least_m) : 0;
    struct visit visit = {.chunk = leaf->chunk,
                          .units = (uint16_t)(units < SUM_MOST ? units : SUM_MOST),
                          .near_units = (uint16_t)near_units,
                          .travel_min = (uint16_t)travel_min,
                          .weekday = (uint8_t)weekday,
                          .anywhere = leaf->anywhere};
    if (visit.units > search->most || (!search->ask && !probe->any_time && !is_free_for_some(probe, leaf, &visit)))
        return;
    if (search->visits_count == VISITS_MOST)
        make_visits(search);
    search->visits[search->visits_count++] = visit;
}

/* The leaves are in the order of first quarters, then of last ones: whole ranges are left out. */
static void search_day(struct search *search, const struct tree *tree, unsigned weekday)
{
    int latest_first = -1, earliest_last = PAST_MIDNIGHT;

    for (unsigned w = 0; w < search->probe.windows_count; w++) {
        struct quarters wanted = quarters_of(&search->probe.windows[w], 0);
        if (search->probe.windows[w].weekday != weekday)
            continue;
        latest_first = wanted.first > latest_first ? wanted.first : latest_first;
        earliest_last = wanted.last < earliest_last ? wanted.last : earliest_last;
    }
    for (uint32_t i = 0; i < tree->count && (int)leaf_first_from(&tree->leaves[i]) <= latest_first;) {
        bool serves = tree->leaves[i].last_most >= earliest_last;
        if (serves)
            consider(search, &tree->leaves[i], weekday);
        i++;
        uint32_t next = serves || i >= tree->count
                            ? i
                            : tree_leaf_of(tree, leaf_first_from(&tree->leaves[i]), (unsigned)earliest_last);
        i = next > i ? next : i;
    }
}

static void search_all(struct search *search, const struct tree *tree, unsigned weekday)
{
    for (uint32_t i = 0; i < tree->count; i++)
        consider(search, &tree->leaves[i], weekday);
}

void search_leaves(struct search *search)
{
    const struct crowd *crowd = search->probe.matcher->crowds[search->class];
    unsigned days = 0;

    if (crowd == NULL)
        return;
    for (unsigned w = 0; w < search->probe.windows_count; w++)
        days |= 1u << search->probe.windows[w].weekday;
    if (search->ask)
        search_all(search, &crowd->untimed, 0);
    for (unsigned day = 0; !search->ask && day < 7; day++) {
        if (search->probe.any_time)
            search_all(search, &crowd->timed[day], day);
        else if (days >> day & 1)
            search_day(search, &crowd->timed[day], day);
    }
    make_visits(search);
}
