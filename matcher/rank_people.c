/*
 * The best k people, exactly, from the index: cells by the most their people can score, best first; in a cell the bins
 * whose free time may serve; in a bin the lanes whose bound passes the bar; and those by their records.
 */
#include "matcher/rank.h"
#include "matcher/rank_probe.h"
#include "matcher/rules.h"
#include "matcher/score.h"

#include <stdlib.h>

enum {
    CELLS_AT_ONCE = 512, /* cells put in order together: more are looked at in turns, which costs time alone */
    LATER_MOST = 96,     /* looks whose weaker lanes wait until the bar is higher */
    EAGER_LANES = 48,    /* lanes of one look that are judged at once */
};

struct place {
    const struct cell *cell;
    int32_t most; /* the most anybody there can score, times aside */
    int32_t nearness;
    int32_t travel_min;
};

/* A look at a chunk: what is needed to look again. */
struct look {
    const struct chunk *chunk;
    const struct place *place;
    struct bin_time time;
    struct entry bin; /* .weekday 7: times not given */
    uint16_t part;
    int32_t most;
    int32_t done_units; /* lanes that lose no more than this have been judged; -1 none */
};

struct search {
    struct probe probe;
    struct bar bar;
    bool ask;    /* among people without times */
    bool counts; /* how many fit, not who */
    size_t k, *count;
    struct matcher_candidate *out;
    const struct matcher_query *query;
    struct place places[CELLS_AT_ONCE];
    struct look later[LATER_MOST];
    unsigned places_count, later_count;
};

/* ---- Stretches of free time ---- */

/* Where a window's time begins and ends in bins, the least way there and back included. */
struct need_time {
    unsigned from, from_past, to, last_past;
};

static struct need_time time_of(const struct window *window, int32_t travel_min)
{
    int from_min = window->from_min - travel_min, to = (window->to_min + travel_min + 14) / 15;
    unsigned from = from_min > 0 ? (unsigned)from_min / 15 : 0, last = (unsigned)to - 1;

    return (struct need_time){
        .from = from / BIN_QUARTERS,
        .from_past = from % BIN_QUARTERS,
        .to = to > 96 ? BIN_TOS - 1 : last / BIN_QUARTERS,
        .last_past = to > 96 ? 0 : last % BIN_QUARTERS,
    };
}

static bool serves(const struct need_time *need, const struct entry *entry)
{
    return (entry->from < need->from || (entry->from == need->from && entry->from_past <= need->from_past)) &&
           (entry->to > need->to || (entry->to == need->to && entry->last_past >= need->last_past));
}

/* Who stands in several bins that may serve is judged in the first of them alone. */
static bool is_first_bin(const struct search *search, const struct record *record, const struct card *card,
                         const struct look *look)
{
    const struct probe *probe = &search->probe;
    struct entry entries[ENTRIES_MOST];
    unsigned count;

    if (search->ask)
        return true;
    count = entries_of(probe->matcher, record, card->person, entries);
    for (unsigned i = 0; i < count; i++) {
        bool is_it = entries[i].weekday == look->bin.weekday && entries[i].from == look->bin.from &&
                     entries[i].to == look->bin.to;
        if (is_it || probe->any_time)
            return is_it;
        for (unsigned w = 0; w < probe->windows_count; w++) {
            struct need_time need = time_of(&probe->windows[w], look->place->travel_min);
            if (probe->windows[w].weekday == entries[i].weekday && serves(&need, &entries[i]))
                return false;
        }
    }
    return false;
}

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
        if (from_min < 0 || to_min > 7 * 1440 ||
            weeks_cover(&matcher->weeks, record->week, (unsigned)from_min / 15, (unsigned)(to_min + 14) / 15))
            return true;
    }
    return false;
}

static void judge(struct search *search, const struct look *look, uint32_t name, unsigned lost_units)
{
    const struct probe *probe = &search->probe;
    const struct matcher *matcher = probe->matcher;
    const struct record *record = store_at(&matcher->people.store, name);
    struct matcher_candidate candidate;
    struct card card;
    int32_t least_m = 0, most = look->most - (int32_t)lost_units * probe->unit;

    if (!look->place->cell->anywhere && probe->view->need->at.known) {
        least_m = probe_least_m(probe, record->lat_e7, record->lon_e7, 0, 0);
        most -= look->place->nearness - score_nearness_at(&matcher->settings, least_m);
    }
    if (below_bar(&search->bar, search->ask, most) || record->birth_day > probe->view->born_by ||
        least_m > record_reach_m(record) || !may_be_free(search, record, least_m))
        return;
    card_fill(matcher, record, &card);
    if (search->counts) {
        *search->count += pair_fits(matcher, &card, card.traits, probe->view, search->query) &&
                          is_first_bin(search, record, &card, look);
        return;
    }
    if (!pair_score(matcher, &card, card.traits, probe->view, search->query, &search->bar, &candidate) ||
        !is_first_bin(search, record, &card, look))
        return;
    candidate.id = card.person->id;
    keep_best(search->out, search->count, search->k, &candidate);
    set_bar(&search->bar, search->out, *search->count, search->k, search->query);
}

/* ---- One chunk ---- */

static int32_t units_left(const struct search *search, int32_t most)
{
    const struct bar *bar = &search->bar;

    if (!bar->set || (bar->ask_time && !search->ask))
        return INT32_MAX;
    if (search->ask && !bar->ask_time)
        return -1;
    return most < bar->order ? -1 : (most - bar->order) / search->probe.unit;
}

static void judge_lanes(struct search *search, const struct look *look, const struct sums *sums, lanes mask)
{
    const uint32_t *names = chunk_names(look->chunk) + (size_t)look->part * LOOK_LANES;
    const struct store *store = &search->probe.matcher->people.store;
    uint8_t at[LOOK_LANES];
    unsigned count = 0;

    for (unsigned word = 0; word < LOOK_WORDS; word++)
        for (uint64_t left = mask[word]; left != 0; left &= left - 1) {
            at[count] = (uint8_t)(word * 64 + (unsigned)__builtin_ctzll(left));
            __builtin_prefetch(store_granule(store, names[at[count]]));
            __builtin_prefetch(store_granule(store, names[at[count]]) + 64);
            count++;
        }
    for (unsigned i = 0; i < count; i++)
        judge(search, look, names[at[i]], sums_of_lane(sums, at[i]));
}

/* The lanes that lose least, a few dozen, are judged now and raise the bar; the others wait for it. */
static void look_at(struct search *search, struct look *look)
{
    int32_t units = units_left(search, look->most);
    struct sums sums;

    if (units < 0 || units <= look->done_units ||
        !probe_look(&search->probe, look->chunk, look->part, look->bin.weekday == 7 ? NULL : &look->time, &sums))
        return;
    lanes mask = sums_at_most(&sums, units) & ~sums_at_most(&sums, look->done_units);
    if (look->done_units < 0 && !search->counts && search->k <= EAGER_LANES && lanes_count(mask) > EAGER_LANES &&
        search->later_count < LATER_MOST) {
        int32_t low = 0, high = units < 1 << SUM_BITS ? units : 1 << SUM_BITS;
        while (low < high) {
            int32_t middle = (low + high) / 2;
            if (lanes_count(sums_at_most(&sums, middle)) >= EAGER_LANES / 2)
                high = middle;
            else
                low = middle + 1;
        }
        look->done_units = low;
        mask = sums_at_most(&sums, low);
        search->later[search->later_count++] = *look;
    }
    judge_lanes(search, look, &sums, mask);
}

static void look_again(struct search *search)
{
    for (unsigned i = 0; i < search->later_count; i++)
        look_at(search, &search->later[i]);
    search->later_count = 0;
}

static void search_bin(struct search *search, const struct place *place, const struct chunk *bin,
                       const struct bin_time *time, const struct entry *entry, int32_t most)
{
    struct look look = {.place = place, .bin = *entry, .most = most};

    if (time != NULL)
        look.time = *time;
    for (const struct chunk *chunk = bin; chunk != NULL; chunk = chunk->next)
        for (uint16_t part = 0; part < chunk->words / LOOK_WORDS; part++) {
            look.chunk = chunk;
            look.part = part;
            look.done_units = -1;
            look_at(search, &look);
        }
}

/* ---- One cell ---- */

static void time_of_bin(const struct probe *probe, const struct need_time *times, unsigned weekday, unsigned from,
                        unsigned to, struct bin_time *time)
{
    time->windows = 0;
    time->whole = false;
    for (unsigned w = 0; w < probe->windows_count; w++) {
        const struct need_time *need = &times[w];
        if (probe->windows[w].weekday != weekday || from > need->from || to < need->to)
            continue;
        time->windows |= (uint16_t)(1u << w);
        time->from[w] = (uint8_t)(from < need->from ? BIN_QUARTERS - 1 : need->from_past);
        time->to[w] = (uint8_t)(to > need->to ? 0 : need->last_past);
        time->whole = time->whole || (time->from[w] == BIN_QUARTERS - 1 && time->to[w] == 0);
    }
}

/* Whoever is free here for one of the bin's windows is not free for another that touches them all and is none of
 * them: it would lie in the same stretch. That wants stretches whose ends the bin knows: not past midnight, and not
 * several short ones in one bin. */
static int32_t time_lost(const struct probe *probe, const struct need_time *times, const struct bin_time *time,
                         bool is_short)
{
    uint16_t out = UINT16_MAX;
    unsigned lost = 0;

    for (unsigned left = time->windows; left != 0; left &= left - 1) {
        unsigned w = (unsigned)__builtin_ctz(left);
        out &= probe->windows[w].touching;
        if (is_short || times[w].to == BIN_TOS - 1)
            return 0;
    }
    for (unsigned left = out & (uint16_t)~time->windows; left != 0; left &= left - 1)
        lost += probe->windows[__builtin_ctz(left)].shifts;
    return probe->matcher->settings.points[MATCHER_PART_TIME] -
           score_time_at(&probe->matcher->settings, probe->shifts_open - lost, probe->shifts_open);
}

static void search_day(struct search *search, const struct place *place, const struct need_time *times,
                       unsigned weekday)
{
    const struct day_bins *day = place->cell->days[weekday];
    struct entry entry = {.weekday = (uint8_t)weekday};
    struct bin_time time;
    unsigned latest = 0, earliest = BIN_TOS;

    for (unsigned w = 0; w < search->probe.windows_count; w++)
        if (search->probe.windows[w].weekday == weekday) {
            latest = times[w].from > latest ? times[w].from : latest;
            earliest = times[w].to < earliest ? times[w].to : earliest;
        }
    for (unsigned from = 0; from <= latest; from++)
        for (unsigned left = day->rows[from] >> earliest << earliest; left != 0; left &= left - 1) {
            unsigned to = (unsigned)__builtin_ctz(left);
            time_of_bin(&search->probe, times, weekday, from, to, &time);
            if (time.windows == 0)
                continue;
            entry.from = (uint8_t)from;
            entry.to = (uint8_t)to;
            int32_t most = place->most - time_lost(&search->probe, times, &time, from == to);
            if (units_left(search, most) >= 0)
                search_bin(search, place, day->bins[from][to], &time, &entry, most);
        }
}

/* Every bin of the cell: the windows are too many to choose by. */
static void search_all_days(struct search *search, const struct place *place)
{
    const struct bin_time time = {.whole = true};
    struct entry entry = {0};

    for (entry.weekday = 0; entry.weekday < 7; entry.weekday++) {
        const struct day_bins *day = place->cell->days[entry.weekday];
        for (entry.from = 0; day != NULL && entry.from < BIN_FROMS; entry.from++)
            for (entry.to = 0; entry.to < BIN_TOS; entry.to++)
                search_bin(search, place, day->bins[entry.from][entry.to], &time, &entry, place->most);
    }
}

static void search_cell(struct search *search, const struct place *place)
{
    const struct entry untimed = {.weekday = 7};
    struct need_time times[PROBE_WINDOWS];
    unsigned days = 0;

    if (units_left(search, place->most) < 0)
        return;
    if (search->ask) {
        search_bin(search, place, place->cell->untimed, NULL, &untimed, place->most);
        return;
    }
    if (search->probe.any_time) {
        search_all_days(search, place);
        return;
    }
    for (unsigned w = 0; w < search->probe.windows_count; w++) {
        times[w] = time_of(&search->probe.windows[w], place->travel_min);
        days |= 1u << search->probe.windows[w].weekday;
    }
    for (; days != 0; days &= days - 1)
        if (place->cell->days[__builtin_ctz(days)] != NULL)
            search_day(search, place, times, (unsigned)__builtin_ctz(days));
}

/* ---- All cells ---- */

static int by_most(const void *a, const void *b)
{
    const struct place *left = a, *right = b;

    return (left->most < right->most) - (left->most > right->most);
}

static void search_places(struct search *search)
{
    qsort(search->places, search->places_count, sizeof search->places[0], by_most);
    for (unsigned i = 0; i < search->places_count; i++)
        search_cell(search, &search->places[i]);
    look_again(search);
    search->places_count = 0;
}

static void add_places(struct search *search, const struct grid *grid)
{
    const struct probe *probe = &search->probe;
    const struct matcher_settings *settings = &probe->matcher->settings;

    for (size_t i = 0; i < grid->count; i++) {
        const struct cell *cell = grid->cells[i];
        int32_t least_m =
            cell->anywhere ? 0 : probe_least_m(probe, cell->lat_e7, cell->lon_e7, CELL_LAT_E7, CELL_LON_E7);
        int32_t nearness = probe->view->need->at.known ? score_nearness_at(settings, least_m) : 0;
        int32_t most = probe->most - settings->points[MATCHER_PART_NEARNESS] + nearness;
        if (units_left(search, most) < 0)
            continue;
        if (search->places_count == CELLS_AT_ONCE)
            search_places(search);
        search->places[search->places_count++] = (struct place){
            .cell = cell,
            .most = most,
            .nearness = nearness,
            .travel_min = settings->travel_in_availability ? matcher_travel_min(least_m) : 0,
        };
    }
}

static void search_grids(struct search *search, const struct grid grids[CLASSES])
{
    uint32_t wanted = search->probe.view->traits;

    if (!(wanted & TRAIT_WORKER))
        add_places(search, &grids[CLASS_VOLUNTEER]);
    if (!(wanted & TRAIT_VOLUNTEER))
        add_places(search, &grids[CLASS_WORKER]);
    search_places(search);
}

/* ---- Everybody ---- */

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
    search->places_count = search->later_count = 0;
    probe_make(matcher, matcher->need_records[slot]->view, search->query, &search->probe);
    if (search->probe.shifts_open == 0 || search->k == 0)
        return true;
    if (search->query != NULL && search->query->exhaustive && !search->counts) {
        judge_everybody(search);
        return true;
    }
    search_grids(search, matcher->cells.known);
    search->ask = true;
    search_grids(search, matcher->cells.ask);
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
