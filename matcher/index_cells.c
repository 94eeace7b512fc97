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
        .to = (uint8_t)(past_midnight ? BIN_TOS - 1 : last / BIN_QUARTERS),
        .from_past = (uint8_t)(from % BIN_QUARTERS),
        .last_past = (uint8_t)(past_midnight ? BIN_QUARTERS - 1 : last % BIN_QUARTERS),
    };
}

/* Two stretches that fall into one bin become one lane, as free as either. */
static unsigned add_entry(struct entry *entries, unsigned count, struct entry entry)
{
    for (unsigned i = count; i > 0 && entries[i - 1].weekday == entry.weekday; i--)
        if (entries[i - 1].from == entry.from && entries[i - 1].to == entry.to) {
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

static size_t corner_hash(const struct cell *corner)
{
    uint64_t key = (uint64_t)(uint32_t)corner->lat_e7 << 32 | (uint32_t)corner->lon_e7;

    key = (key ^ (uint64_t)corner->anywhere << 63) * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(key >> 32);
}

static bool same_corner(const struct cell *a, const struct cell *b)
{
    return a->anywhere == b->anywhere && a->lat_e7 == b->lat_e7 && a->lon_e7 == b->lon_e7;
}

/* Where the cell stands in the table, or where it would. */
static size_t table_at(const struct grid *grid, const struct cell *corner)
{
    size_t mask = grid->table_capacity - 1, at = corner_hash(corner) & mask;

    while (grid->table[at] != 0 && !same_corner(grid->cells[grid->table[at] - 1], corner))
        at = (at + 1) & mask;
    return at;
}

static bool grid_reserve(struct grid *grid)
{
    if (grid->count == grid->capacity) {
        size_t capacity = grid->capacity == 0 ? 16 : grid->capacity * 2;
        struct cell **cells = realloc(grid->cells, capacity * sizeof(struct cell *));
        if (cells == NULL)
            return false;
        grid->cells = cells;
        grid->capacity = capacity;
    }
    if (grid->table_capacity > grid->count * 2 + 2)
        return true;
    struct grid larger = *grid;
    larger.table_capacity = grid->table_capacity == 0 ? 64 : grid->table_capacity * 2;
    larger.table = calloc(larger.table_capacity, sizeof *larger.table);
    if (larger.table == NULL)
        return false;
    for (size_t i = 0; i < grid->count; i++)
        larger.table[table_at(&larger, grid->cells[i])] = (uint32_t)(i + 1);
    free(grid->table);
    *grid = larger;
    return true;
}

static struct cell *find_cell(const struct grid *grid, const struct cell *corner)
{
    if (grid->count == 0)
        return NULL;
    uint32_t number = grid->table[table_at(grid, corner)];
    return number == 0 ? NULL : grid->cells[number - 1];
}

static struct cell *cell_for(struct grid *grid, const struct cell *corner)
{
    struct cell *cell = find_cell(grid, corner);

    if (cell != NULL)
        return cell;
    if (!grid_reserve(grid))
        return NULL;
    cell = malloc(sizeof *cell);
    if (cell == NULL)
        return NULL;
    *cell = *corner;
    grid->cells[grid->count++] = cell;
    grid->table[table_at(grid, corner)] = (uint32_t)grid->count;
    return cell;
}

static void cell_free(struct cell *cell)
{
    for (int day = 0; day < 7; day++) {
        for (int from = 0; cell->days[day] != NULL && from < BIN_FROMS; from++)
            for (int to = 0; to < BIN_TOS; to++)
                bin_clear(&cell->days[day]->bins[from][to]);
        free(cell->days[day]);
    }
    bin_clear(&cell->untimed);
    free(cell);
}

/* Takes an empty cell off the map; the last takes its number. */
static void drop_cell(struct grid *grid, struct cell *cell)
{
    size_t mask = grid->table_capacity - 1, hole = table_at(grid, cell), number = grid->table[hole] - 1;
    struct cell *last = grid->cells[grid->count - 1];

    grid->table[table_at(grid, last)] = (uint32_t)(number + 1);
    for (size_t at = (hole + 1) & mask; grid->table[at] != 0; at = (at + 1) & mask) {
        const struct cell *there = grid->table[at] == number + 1 ? last : grid->cells[grid->table[at] - 1];
        size_t home = corner_hash(there) & mask;
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            grid->table[hole] = grid->table[at];
            hole = at;
        }
    }
    grid->table[hole] = 0;
    grid->cells[number] = last;
    grid->count--;
    cell_free(cell);
}

/* ---- A person's lanes ---- */

static struct grid *grid_of(struct matcher *matcher, const struct record *record)
{
    enum person_class class = record->flags & TRAIT_WORKER ? CLASS_WORKER : CLASS_VOLUNTEER;

    return record->flags & TRAIT_TIME_GIVEN ? &matcher->cells.known[class] : &matcher->cells.ask[class];
}

static bool is_listed(const struct record *record)
{
    return (record->flags & (TRAIT_ACTIVE | TRAIT_NOT_PROHIBITED)) == (TRAIT_ACTIVE | TRAIT_NOT_PROHIBITED);
}

static struct cell corner_of(const struct record *record)
{
    struct cell corner = {.anywhere = (record->flags & (RECORD_HOME_KNOWN | RECORD_PLACE)) != RECORD_HOME_KNOWN};

    if (!corner.anywhere) {
        corner.lat_e7 = floor_to(record->lat_e7, CELL_LAT_E7);
        corner.lon_e7 = floor_to(record->lon_e7, CELL_LON_E7);
    }
    return corner;
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

static bool add_untimed(struct cell *cell, const struct lane *lane, uint32_t name)
{
    if (!bin_add(&cell->untimed, lane, name))
        return false;
    cell->entries++;
    return true;
}

static bool add_timed(struct cell *cell, struct lane lane, const struct entry *entry, uint32_t name)
{
    struct day_bins **day = &cell->days[entry->weekday];

    if (*day == NULL)
        *day = calloc(1, sizeof **day);
    if (*day == NULL)
        return false;
    lane_add_number(&lane, LANE_FROM, LANE_CLOCK_BITS, entry->from_past);
    lane_add_number(&lane, LANE_TO, LANE_CLOCK_BITS, entry->last_past);
    if (!bin_add(&(*day)->bins[entry->from][entry->to], &lane, name))
        return false;
    (*day)->rows[entry->from] |= (uint16_t)(1u << entry->to);
    cell->entries++;
    return true;
}

static void remove_timed(struct cell *cell, const struct entry *entry, uint32_t name)
{
    struct day_bins *day = cell->days[entry->weekday];
    struct chunk **bin = &day->bins[entry->from][entry->to];

    bin_remove(bin, name);
    cell->entries--;
    if (*bin == NULL)
        day->rows[entry->from] &= (uint16_t) ~(1u << entry->to);
}

bool cells_add(struct matcher *matcher, uint32_t name)
{
    const struct record *record = store_at(&matcher->people.store, name);
    const struct cell corner = corner_of(record);
    struct grid *grid = grid_of(matcher, record);
    struct matcher_person person;
    struct entry entries[ENTRIES_MOST];
    struct lane lane;
    unsigned count = 0, added = 0;

    if (!is_listed(record))
        return true;
    record_unpack(&matcher->weeks, record, &person);
    if (record->flags & TRAIT_TIME_GIVEN)
        count = entries_of(matcher, record, &person, entries);
    if (record->flags & TRAIT_TIME_GIVEN && count == 0)
        return true;
    struct cell *cell = cell_for(grid, &corner);
    if (cell == NULL)
        return false;
    lane_of(matcher, &person, &lane);
    bool ok = record->flags & TRAIT_TIME_GIVEN || add_untimed(cell, &lane, name);
    while (ok && added < count && (ok = add_timed(cell, lane, &entries[added], name)))
        added++;
    while (!ok && added > 0)
        remove_timed(cell, &entries[--added], name);
    if (cell->entries == 0)
        drop_cell(grid, cell);
    return ok;
}

void cells_remove(struct matcher *matcher, uint32_t name)
{
    const struct record *record = store_at(&matcher->people.store, name);
    const struct cell corner = corner_of(record);
    struct grid *grid = grid_of(matcher, record);
    struct cell *cell = is_listed(record) ? find_cell(grid, &corner) : NULL;
    struct matcher_person person;
    struct entry entries[ENTRIES_MOST];

    if (cell == NULL)
        return;
    if (record->flags & TRAIT_TIME_GIVEN) {
        if (record->flags & TRAIT_EXCEPTIONS)
            record_unpack(&matcher->weeks, record, &person);
        unsigned count = entries_of(matcher, record, &person, entries);
        while (count > 0)
            remove_timed(cell, &entries[--count], name);
    } else {
        bin_remove(&cell->untimed, name);
        cell->entries--;
    }
    if (cell->entries == 0)
        drop_cell(grid, cell);
}

static void grid_clear(struct grid *grid)
{
    for (size_t i = 0; i < grid->count; i++)
        cell_free(grid->cells[i]);
    free(grid->cells);
    free(grid->table);
    *grid = (struct grid){0};
}

void cells_clear(struct cells *cells)
{
    for (int class = 0; class < CLASSES; class ++) {
        grid_clear(&cells->known[class]);
        grid_clear(&cells->ask[class]);
    }
}
