/* Through the bins that may serve: lanes to leads. */
#include "matcher/rank_search.h"
#include "matcher/score.h"

#include <string.h>

/* ---- Times ---- */

/* The first and the last quarter of a window with the way, on its own day; past midnight is one quarter of its own. */
struct quarters {
    int first, last;
};

enum { PAST_MIDNIGHT = 96 };

static struct quarters quarters_of(const struct window *window, int travel_min)
{
    int from_min = window->from_min - travel_min, last = (window->to_min + travel_min + 14) / 15 - 1;

    return (struct quarters){from_min > 0 ? from_min / 15 : 0, last < PAST_MIDNIGHT ? last : PAST_MIDNIGHT};
}

bool entry_serves(const struct entry *entry, const struct window *window, int travel_min)
{
    struct quarters wanted = quarters_of(window, travel_min);
    int last = entry->last == BIN_LASTS - 1 ? PAST_MIDNIGHT : entry->last * BIN_QUARTERS + entry->last_past;

    return entry->from * BIN_QUARTERS + entry->from_past <= wanted.first && last >= wanted.last;
}

/* May somebody of the bin be free for the window? */
static bool bin_serves(unsigned from, unsigned last, struct quarters wanted)
{
    return (int)(from * BIN_QUARTERS) <= wanted.first &&
           (last == BIN_LASTS - 1 || (int)(last * BIN_QUARTERS + BIN_QUARTERS - 1) >= wanted.last);
}

static void set_word(lanes bits[], unsigned count, unsigned word, unsigned value)
{
    for (unsigned i = 0; i < count; i++)
        bits[i][word] = value >> i & 1 ? UINT64_MAX : 0;
}

static unsigned clamped(int quarters)
{
    return quarters < 0 ? 0 : quarters < BIN_QUARTERS ? (unsigned)quarters : BIN_QUARTERS - 1;
}

/* The lanes of a chunk that are free for one of the windows. */
static void free_lanes(const struct search *search, const struct chunk *chunk, const uint16_t *cells,
                       const struct entry *bin, const lanes *words, lanes *free)
{
    const struct probe *probe = &search->probe;

    *free = (lanes){0};
    for (unsigned w = 0; w < probe->windows_count; w++) {
        struct clock_most clock = {.in = *words};
        bool all = true, any = false;
        if (probe->windows[w].weekday != bin->weekday || !probe->windows[w].leads)
            continue;
        for (unsigned word = 0; word < CHUNK_WORDS; word++) {
            if ((*words)[word] == 0)
                continue;
            struct quarters wanted =
                quarters_of(&probe->windows[w], probe->cells[search->class][cells[word]].travel_min);
            if (!bin_serves(bin->from, bin->last, wanted)) {
                clock.in[word] = 0;
                continue;
            }
            unsigned from = clamped(wanted.first - bin->from * BIN_QUARTERS);
            unsigned last = bin->last == BIN_LASTS - 1 ? 0 : clamped(wanted.last - bin->last * BIN_QUARTERS);
            set_word(clock.from, LANE_CLOCK_BITS, word, from);
            set_word(clock.last, LANE_CLOCK_BITS, word, last);
            all = all && from == BIN_QUARTERS - 1 && last == 0;
            any = true;
        }
        if (any && all)
            *free |= clock.in;
        else if (any)
            lanes_free(chunk, &clock, free);
    }
}

/* Whoever is free here for one of the bin's windows is not free for another that touches them all and is none of
 * them: it would lie in the same stretch. That wants stretches whose ends the bin knows: not past midnight, and not
 * several short ones in one bin. */
static int32_t units_of_time(const struct probe *probe, const struct entry *bin)
{
    uint16_t served = 0, out = UINT16_MAX;
    unsigned lost = 0;

    if (probe->any_time || bin->from >= bin->last)
        return 0;
    for (unsigned w = 0; w < probe->windows_count; w++) {
        struct quarters wanted = quarters_of(&probe->windows[w], 0);
        if (probe->windows[w].weekday != bin->weekday || !bin_serves(bin->from, bin->last, wanted))
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

/* Leaves the best LEADS_KEPT or so; those who lose more wait for another round. */
static void drop_leads(struct search *search)
{
    uint16_t losing[LEAD_UNITS] = {0};
    unsigned kept = 0, sum = 0;
    int32_t most = 0;

    for (unsigned i = 0; i < search->leads_count; i++)
        losing[search->leads[i].units]++;
    for (; most < LEAD_UNITS - 1 && sum + losing[most] < LEADS_KEPT; most++)
        sum += losing[most];
    search->most = most < search->most ? most : search->most;
    for (unsigned i = 0; i < search->leads_count; i++)
        if (search->leads[i].units <= search->most)
            search->leads[kept++] = search->leads[i];
    search->leads_count = kept;
}

static void take_lanes(struct search *search, const struct chunk *chunk, const uint16_t *cells, const struct entry *bin,
                       const struct sums *sums, const lanes *mask)
{
    for (unsigned word = 0; word < CHUNK_WORDS; word++)
        for (uint64_t left = (*mask)[word]; left != 0; left &= left - 1) {
            unsigned at = word * 64 + (unsigned)__builtin_ctzll(left);
            struct lead lead = {.name = &chunk->names[at],
                                .units = (uint16_t)sums_of_lane(sums, at),
                                .cell = cells[word],
                                .class = (uint8_t)search->class,
                                .weekday = bin->weekday,
                                .from = bin->from,
                                .last = bin->last};
            if (search->at_once)
                search_judge(search, &lead);
            else
                search->leads[search->leads_count++] = lead;
        }
}

/* A chunk to look at: who may be wanted, and what its words lose already. */
struct glance {
    const struct chunk *chunk;
    const uint16_t *cells;
    struct sums sums;
};

static bool glance_at(const struct search *search, const struct bin *bin, unsigned number, const struct entry *entry,
                      int32_t units, struct glance *glance)
{
    const struct cell_bound *bounds = search->probe.cells[search->class];
    lanes words = {0};
    bool any = false;

    glance->chunk = bin->chunks[number];
    glance->cells = bin->cells + (size_t)number * CHUNK_WORDS;
    for (unsigned word = 0; word < CHUNK_WORDS; word++) {
        unsigned cell = glance->cells[word];
        int32_t lost = cell == NO_CELL ? 0 : bounds[cell].units + units;
        if (cell == NO_CELL || lost > search->most)
            continue;
        words[word] = UINT64_MAX;
        set_word(glance->sums.bits, SUM_BITS, word, lost < 1 << SUM_BITS ? (unsigned)lost : (1 << SUM_BITS) - 1);
        any = true;
    }
    if (!any)
        return false;
    if (search->ask || search->probe.any_time)
        glance->sums.candidates = words;
    else
        free_lanes(search, glance->chunk, glance->cells, entry, &words, &glance->sums.candidates);
    return !lanes_none(&glance->sums.candidates);
}

static void fetch(const struct probe *probe, const struct chunk *chunk)
{
    for (unsigned i = 0; i < probe->touched_count; i++)
        __builtin_prefetch(chunk->columns[probe->touched[i]]);
}

static void look_at(struct search *search, struct glance *glance, const struct entry *entry)
{
    lanes mask;

    if (!probe_look(&search->probe, glance->chunk, &glance->sums) ||
        sums_between(&glance->sums, search->least, search->most, &mask) == 0)
        return;
    take_lanes(search, glance->chunk, glance->cells, entry, &glance->sums, &mask);
    if (search->leads_count > LEADS_KEPT * 2)
        drop_leads(search);
    if (search->leads_count > LEADS_KEPT * 2) /* too many alike */
        search_judge_leads(search);
    if (search->at_once && search_units_left(search) < search->most)
        search->most = search_units_left(search);
}

static void search_bin(struct search *search, const struct bin *bin, const struct entry *entry)
{
    int32_t units = search->ask ? 0 : units_of_time(&search->probe, entry);

    if (units > search->most)
        return;
    struct glance glances[2]; /* one is looked at while the columns of the other are on their way */
    unsigned under_way = 0, waiting = 0;
    for (unsigned i = 0; i < bin->chunks_count; i++) {
        if (!glance_at(search, bin, i, entry, units, &glances[under_way]))
            continue;
        fetch(&search->probe, glances[under_way].chunk);
        under_way = !under_way;
        if (waiting > 0)
            look_at(search, &glances[under_way], entry);
        waiting = 1;
    }
    if (waiting > 0)
        look_at(search, &glances[!under_way], entry);
}

/* Does anybody of the bin serve, wherever they live? */
static bool is_wanted(const struct probe *probe, const struct entry *bin)
{
    for (unsigned w = 0; w < probe->windows_count; w++)
        if (probe->windows[w].weekday == bin->weekday && probe->windows[w].leads &&
            bin_serves(bin->from, bin->last, quarters_of(&probe->windows[w], 0)))
            return true;
    return probe->any_time;
}

static void search_day(struct search *search, const struct crowd_bins *crowd, unsigned weekday)
{
    struct entry bin = {.weekday = (uint8_t)weekday};

    for (bin.from = 0; bin.from < BIN_FROMS; bin.from++)
        for (uint32_t left = crowd->lasts[weekday][bin.from]; left != 0; left &= left - 1) {
            bin.last = (uint8_t)__builtin_ctz(left);
            if (is_wanted(&search->probe, &bin))
                search_bin(search, &crowd->timed[weekday][bin.from][bin.last], &bin);
        }
}

void search_bins(struct search *search)
{
    const struct crowd_bins *crowd = search->probe.matcher->cells.crowds[search->class].bins;
    const struct entry untimed = {.weekday = 7};
    unsigned days = search->probe.any_time ? (1 << 7) - 1 : 0;

    if (crowd == NULL)
        return;
    if (search->ask) {
        search_bin(search, &crowd->untimed, &untimed);
        return;
    }
    for (unsigned w = 0; w < search->probe.windows_count; w++)
        days |= 1u << search->probe.windows[w].weekday;
    for (; days != 0; days &= days - 1)
        search_day(search, crowd, (unsigned)__builtin_ctz(days));
}
