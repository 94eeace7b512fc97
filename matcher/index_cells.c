/* Grids, cells and bins: adding and removing a person. */
#include "matcher/index_cells.h"

#include "matcher/index.h"
#include "matcher/score.h"

#include <stdlib.h>

/* ---- Stretches of free time ---- */

static void free_exceptions(const struct matcher_person *person, struct matcher_week *week)
{
    for (size_t i = 0; i < person->exceptions_count; i++) {
        const struct matcher_exception *exception = &person->exceptions[i];
        int weekday = matcher_weekday(exception->day);
        if (exception->free && !matcher_week_add(week, weekday, exception->from_minute, exception->to_minute))
            continue; /* cannot be: its bounds were looked at when it came in */
    }
}

static struct entry make_entry(unsigned weekday, unsigned from, unsigned to)
{
    unsigned last = to - 1;
    bool past_midnight = to > 96;

    return (struct entry){
        .weekday = (uint8_t)weekday,
        .from = (uint8_t)(from / BIN_QUARTERS),
        .last = (uint8_t)(past_midnight ? BIN_LASTS - 1 : last / BIN_QUARTERS),
        .from_past = (uint8_t)(from % BIN_QUARTERS),
        .last_past = (uint8_t)(past_midnight ? BIN_QUARTERS - 1 : last % BIN_QUARTERS),
    };
}

/* Two stretches that fall into one bin become one lane, as free as either. */
static unsigned add_entry(struct entry *entries, unsigned count, struct entry entry)
{
    for (unsigned i = count; i > 0 && entries[i - 1].weekday == entry.weekday; i--)
        if (entries[i - 1].from == entry.from && entries[i - 1].last == entry.last) {
            struct entry *held = &entries[i - 1];
            held->from_past = entry.from_past < held->from_past ? entry.from_past : held->from_past;
            held->last_past = entry.last_past > held->last_past ? entry.last_past : held->last_past;
            return count;
        }
    entries[count] = entry;
    return count + 1;
}

unsigned entries_of(const struct matcher *matcher, const struct record *record, const struct matcher_person *person,
                    struct entry entries[ENTRIES_MOST])
{
    struct span spans[WEEK_SPANS_MOST];
    unsigned spans_count, count = 0;

    if (record->flags & TRAIT_EXCEPTIONS) {
        struct matcher_week week = person->availability;
        free_exceptions(person, &week);
        spans_count = week_to_spans(&week, spans);
    } else {
        spans_count = weeks_spans(&matcher->weeks, record->week, spans);
    }
    if (spans_count == 0)
        return 0;
    /* Sunday's last quarter and Monday's first are neighbours. */
    bool ring = spans[0].from == 0 && spans[spans_count - 1].to == WEEK_QUARTERS;
    for (unsigned i = 0; i < spans_count; i++) {
        unsigned to = spans[i].to;
        if (ring && i == spans_count - 1)
            to += spans[0].to;
        for (unsigned day = spans[i].from / 96; day * 96 < spans[i].to; day++) {
            unsigned from = spans[i].from > day * 96 ? spans[i].from - day * 96 : 0;
            count = add_entry(entries, count, make_entry(day, from, to - day * 96));
        }
    }
    return count;
}

/* ---- Cells ---- */

static int32_t floor_to(int32_t value, int32_t step)
{
    int32_t down = value / step * step;

    return down > value ? down - step : down;
}

static enum person_class class_of(const struct record *record)
{
    return record->flags & TRAIT_WORKER ? CLASS_WORKER : CLASS_VOLUNTEER;
}

static struct corner corner_of(const struct record *record)
{
    enum person_class class = class_of(record);

    return (struct corner){floor_to(record->lat_e7, cell_lat_e7(class)), floor_to(record->lon_e7, cell_lon_e7(class))};
}

/* The number of the person's cell; 0 too when it is not known yet. */
static unsigned cell_of(const struct crowd_map *map, const struct record *record)
{
    struct corner corner = corner_of(record);

    if ((record->flags & (RECORD_HOME_KNOWN | RECORD_PLACE)) != RECORD_HOME_KNOWN)
        return 0;
    for (unsigned cell = 1; cell < map->count; cell++)
        if (map->corners[cell].lat_e7 == corner.lat_e7 && map->corners[cell].lon_e7 == corner.lon_e7)
            return cell;
    return 0;
}

static void meet_cell(struct crowd_map *map, const struct record *record)
{
    if (map->count == 0)
        map->count = 1;
    if (cell_of(map, record) == 0 && map->count < CELLS_MOST &&
        (record->flags & (RECORD_HOME_KNOWN | RECORD_PLACE)) == RECORD_HOME_KNOWN)
        map->corners[map->count++] = corner_of(record);
}

/* ---- A person's lanes ---- */

static bool is_listed(const struct record *record)
{
    return (record->flags & (TRAIT_ACTIVE | TRAIT_NOT_PROHIBITED)) == (TRAIT_ACTIVE | TRAIT_NOT_PROHIBITED);
}

static unsigned shared_columns(const struct matcher_set *set, unsigned columns, unsigned char seen[])
{
    unsigned count = 0;

    for (unsigned word = 0; word < MATCHER_CODES / 64; word++)
        for (uint64_t left = set->bits[word]; left != 0; left &= left - 1)
            count += seen[(word * 64 + (unsigned)__builtin_ctzll(left)) % columns]++ == 0;
    return count;
}

static void lane_add_set(struct lane *lane, const struct matcher_set *set, unsigned column, unsigned columns)
{
    unsigned char seen[MATCHER_CODES] = {0};

    if (shared_columns(set, columns, seen) == 0)
        return;
    for (unsigned i = 0; i < columns; i++)
        if (seen[i] != 0)
            lane_add(lane, column + i);
}

static void lane_add_languages(struct lane *lane, const struct matcher_person *person)
{
    unsigned levels[LANE_LANGUAGES] = {0};

    for (unsigned i = 0; i < MATCHER_LANGUAGES; i++)
        if (person->languages[i] > levels[i % LANE_LANGUAGES])
            levels[i % LANE_LANGUAGES] = person->languages[i];
    for (unsigned i = 0; i < LANE_LANGUAGES; i++)
        lane_add_number(lane, LANE_LANGUAGE + i * 3, 3, levels[i]);
}

static unsigned lost_units(const struct matcher_settings *settings, const struct matcher_person *person)
{
    int32_t units = score_lost(settings, person) / score_unit(settings), most = (1 << LANE_LOST_BITS) - 1;

    return (unsigned)(units < most ? units : most);
}

static void lane_of(const struct matcher *matcher, const struct matcher_person *person, struct lane *lane)
{
    const struct matcher_set ages = {{person->age_groups}};
    struct matcher_set centres = {{0}};

    lane->count = 0;
    lane_add_set(lane, &person->skills, LANE_SKILL, LANE_SKILLS);
    lane_add_set(lane, &person->interests, LANE_INTEREST, LANE_INTERESTS);
    lane_add_set(lane, &ages, LANE_AGE_GROUP, LANE_AGE_GROUPS);
    lane_add_languages(lane, person);
    for (size_t i = 0; i < person->worked_at_count; i++)
        matcher_set_add(&centres, person->worked_at[i] % LANE_CENTRES);
    lane_add_set(lane, &centres, LANE_CENTRE, LANE_CENTRES);
    lane_add_number(lane, LANE_LOST, LANE_LOST_BITS, lost_units(&matcher->settings, person));
}

static bool add_timed(struct crowd_bins *crowd, struct lane lane, const struct entry *entry, unsigned cell,
                      uint32_t name)
{
    lane_add_number(&lane, LANE_FROM, LANE_CLOCK_BITS, entry->from_past);
    lane_add_number(&lane, LANE_LAST, LANE_CLOCK_BITS, entry->last_past);
    if (!bin_add(&crowd->timed[entry->weekday][entry->from][entry->last], &lane, cell, name))
        return false;
    crowd->lasts[entry->weekday][entry->from] |= UINT32_C(1) << entry->last;
    return true;
}

static void remove_timed(struct crowd_bins *crowd, const struct entry *entry, unsigned cell, uint32_t name)
{
    struct bin *bin = &crowd->timed[entry->weekday][entry->from][entry->last];

    bin_remove(bin, cell, name);
    if (bin->chunks_count == 0)
        crowd->lasts[entry->weekday][entry->from] &= ~(UINT32_C(1) << entry->last);
}

bool cells_add(struct matcher *matcher, uint32_t name)
{
    const struct record *record = store_at(&matcher->people.store, name);
    struct crowd_map *map = &matcher->cells.crowds[class_of(record)];
    struct matcher_person person;
    struct entry entries[ENTRIES_MOST];
    struct lane lane;
    unsigned added = 0;

    if (!is_listed(record))
        return true;
    if (map->bins == NULL)
        map->bins = calloc(1, sizeof *map->bins);
    if (map->bins == NULL)
        return false;
    meet_cell(map, record);
    unsigned cell = cell_of(map, record);
    record_unpack(&matcher->weeks, record, &person);
    lane_of(matcher, &person, &lane);
    if (!(record->flags & TRAIT_TIME_GIVEN))
        return bin_add(&map->bins->untimed, &lane, cell, name);
    unsigned count = entries_of(matcher, record, &person, entries);
    while (added < count && add_timed(map->bins, lane, &entries[added], cell, name))
        added++;
    if (added == count)
        return true;
    while (added > 0)
        remove_timed(map->bins, &entries[--added], cell, name);
    return false;
}

void cells_remove(struct matcher *matcher, uint32_t name)
{
    const struct record *record = store_at(&matcher->people.store, name);
    struct crowd_map *map = &matcher->cells.crowds[class_of(record)];
    unsigned cell = cell_of(map, record);
    struct matcher_person person;
    struct entry entries[ENTRIES_MOST];

    if (!is_listed(record))
        return;
    if (!(record->flags & TRAIT_TIME_GIVEN)) {
        bin_remove(&map->bins->untimed, cell, name);
        return;
    }
    if (record->flags & TRAIT_EXCEPTIONS)
        record_unpack(&matcher->weeks, record, &person);
    unsigned count = entries_of(matcher, record, &person, entries);
    while (count > 0)
        remove_timed(map->bins, &entries[--count], cell, name);
}

void cells_clear(struct cells *cells)
{
    for (int class = 0; class < CLASSES; class ++) {
        struct crowd_bins *crowd = cells->crowds[class].bins;
        for (int day = 0; crowd != NULL && day < 7; day++)
            for (int from = 0; from < BIN_FROMS; from++)
                for (int last = 0; last < BIN_LASTS; last++)
                    bin_clear(&crowd->timed[day][from][last]);
        if (crowd != NULL)
            bin_clear(&crowd->untimed);
        free(crowd);
    }
}
