/* Through the leaves that may serve, in the order of the tree: lanes to sums. */
#include "matcher/rank_search.h"
#include "matcher/score.h"

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
            lanes_free(visit->leaf->chunk, (unsigned)wanted.first, (unsigned)wanted.last, free);
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

/* ---- Chunks ---- */

void search_fetch(const struct probe *probe, const struct visit *visit)
{
    for (unsigned i = probe->touched_count; i-- > 0;) /* as they are read: skills first */
        __builtin_prefetch(visit->leaf->chunk->columns[probe->touched[i]]);
    for (unsigned i = LANE_FROM; visit->reads_clock && i < LANE_COLUMNS; i++)
        __builtin_prefetch(visit->leaf->chunk->columns[i]);
}

bool search_look(const struct search *search, const struct visit *visit, unsigned most, struct sums *sums)
{
    free_lanes(&search->probe, visit, &sums->alive);
    return probe_look(&search->probe, visit->leaf, visit->units, most, sums);
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

    if (units > search_units_left(search))
        return;
    if (!leaf->anywhere)
        least_m = probe_squares_m(probe, leaf->south, leaf->west, leaf->north - leaf->south + 1u,
                                  leaf->east - leaf->west + 1u);
    int32_t near_units = probe_near_units(probe, least_m);
    units += near_units;
    int32_t travel_min = probe->matcher->settings.travel_in_availability ? matcher_travel_min(least_m) : 0;
    struct visit visit = {.leaf = leaf,
                          .units = (uint16_t)(units < SUM_MOST ? units : SUM_MOST),
                          .near_units = (uint16_t)near_units,
                          .travel_min = (uint16_t)travel_min,
                          .weekday = (uint8_t)weekday};
    if (visit.units > search_units_left(search) ||
        (!search->ask && !probe->any_time && !is_free_for_some(probe, leaf, &visit)))
        return;
    if (search->visits_count == VISITS_MOST)
        search_visits(search);
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

static void search_crowd(struct search *search, const struct crowd *crowd, unsigned days)
{
    if (search->ask)
        search_all(search, &crowd->untimed, 0);
    for (unsigned day = 0; !search->ask && day < 7; day++) {
        if (search->probe.any_time)
            search_all(search, &crowd->timed[day], day);
        else if (days >> day & 1)
            search_day(search, &crowd->timed[day], day);
    }
}

void search_leaves(struct search *search)
{
    struct crowd *const *crowds = search->probe.matcher->crowds;
    uint32_t wanted = search->probe.view->traits;
    unsigned days = 0;

    for (unsigned w = 0; w < search->probe.windows_count; w++)
        days |= 1u << search->probe.windows[w].weekday;
    if (crowds[CLASS_VOLUNTEER] != NULL && !(wanted & TRAIT_WORKER))
        search_crowd(search, crowds[CLASS_VOLUNTEER], days);
    if (crowds[CLASS_WORKER] != NULL && !(wanted & TRAIT_VOLUNTEER))
        search_crowd(search, crowds[CLASS_WORKER], days);
    search_visits(search);
}
