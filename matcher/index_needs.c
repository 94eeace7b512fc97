/* Rows of needs. */
#include "matcher/index_needs.h"

#include "matcher/index.h"
#include "matcher/score.h"

#include <stdlib.h>
#include <string.h>

struct span shift_time(const struct shift_view *shift)
{
    return (struct span){
        .from = (uint16_t)(shift->week_bit + shift->shift->from_minute / 15),
        .to = (uint16_t)(shift->week_bit + (shift->shift->to_minute + 14) / 15),
    };
}

/* Distinct times, ROW_TIMES at most; their number, 0 when they are more. */
static unsigned times_of(const struct need_view *view, struct span times[ROW_TIMES])
{
    unsigned count = 0;

    for (size_t i = 0; i < view->shifts_count; i++) {
        struct span time = shift_time(&view->shifts[i]);
        unsigned same = 0;
        while (same < count && (times[same].from != time.from || times[same].to != time.to))
            same++;
        if (same < count)
            continue;
        if (count == ROW_TIMES)
            return 0;
        times[count++] = time;
    }
    return count;
}

/* Do all shifts that have this time begin and end on a quarter hour? */
static bool is_on_quarters(const struct need_view *view, struct span time)
{
    for (size_t i = 0; i < view->shifts_count; i++) {
        struct span other = shift_time(&view->shifts[i]);
        const struct matcher_shift *shift = view->shifts[i].shift;
        if (other.from == time.from && other.to == time.to && (shift->from_minute % 15 != 0 || shift->to_minute % 15))
            return false;
    }
    return true;
}

static uint32_t in_256ths(int32_t points, int32_t of)
{
    return of == 0 ? 0 : (uint32_t)((int64_t)points * 256 / of);
}

/* All but the time. */
static struct need_row row_of(const struct matcher_settings *settings, const struct need_view *view, uint32_t slot)
{
    const struct matcher_need *need = view->need;
    struct need_row row = {
        .lat_e7 = need->at.lat_e7,
        .lon_e7 = need->at.lon_e7,
        .born_by = view->born_by,
        .most = score_most(settings, view) - score_scarcity(settings, view),
        .slot = slot,
        .skill_points = in_256ths(settings->points[MATCHER_PART_SKILLS], view->skills_total),
        .level_points = in_256ths(settings->points[MATCHER_PART_LANGUAGES], view->levels_total),
        .time = {.from = WEEK_QUARTERS},
        .centre = (uint16_t)need->centre,
        .traits = (uint8_t)view->traits,
        .on_map = need->at.known,
    };

    for (int word = 0; word < MATCHER_CODES / 64; word++) {
        row.required_skills |= need->required_skills.bits[word];
        row.preferred_skills |= need->preferred_skills.bits[word];
        row.interests |= (uint32_t)(need->interests.bits[word] | need->interests.bits[word] >> 32);
    }
    for (unsigned i = 0; i < MATCHER_AGE_GROUPS; i += 16)
        row.age_groups |= (uint16_t)(need->age_groups >> i);
    if (view->required_count > 0) {
        row.language = view->required[0].language;
        row.level = view->required[0].level;
    }
    for (unsigned i = 0; i < ROW_LANGUAGES && i < view->preferred_count; i++) {
        row.preferred[i].language = view->preferred[i].language;
        row.preferred[i].level = view->preferred[i].level;
    }
    return row;
}

unsigned need_rows_make(const struct matcher_settings *settings, const struct need_view *view, uint32_t slot,
                        struct need_row rows[ROWS_MOST])
{
    const struct need_row row = row_of(settings, view, slot);
    struct span times[ROW_TIMES];
    unsigned timed = times_of(view, times), count = timed > 0 ? timed : 1;

    rows[0] = row;
    for (unsigned i = 0; i < timed; i++) {
        rows[i] = row;
        rows[i].which = (uint8_t)(i & 15);
        rows[i].time = times[i];
        rows[i].has_others = timed > 1;
        rows[i].on_quarters = is_on_quarters(view, times[i]);
    }
    rows[count] = row;
    rows[count].which = ROW_HERE;
    return count + 1;
}

/* ---- Lists ---- */

static uint32_t list_of(const struct need_row *row)
{
    if (row->which == ROW_HERE)
        return ROW_LISTS + row->centre;
    return row->time.from < WEEK_QUARTERS ? row->time.from / 4 : ROW_ANY;
}

static struct need_rows *rows_of(struct matcher *matcher, uint32_t list)
{
    return list < ROW_LISTS ? &matcher->need_rows[list] : &matcher->need_places[list - ROW_LISTS].rows;
}

static bool places_reserve(struct matcher *matcher, size_t count)
{
    if (count <= matcher->need_places_count)
        return true;
    struct need_place *places = realloc(matcher->need_places, count * sizeof *places);
    if (places == NULL)
        return false;
    memset(places + matcher->need_places_count, 0, (count - matcher->need_places_count) * sizeof *places);
    matcher->need_places = places;
    matcher->need_places_count = count;
    return true;
}

static bool reserve(struct need_rows *rows)
{
    if (rows->count + ROW_TIMES <= rows->capacity)
        return true;
    size_t capacity = (rows->count + ROW_TIMES) * 3 / 2;
    struct need_row *larger = realloc(rows->rows, capacity * sizeof *larger);
    if (larger == NULL)
        return false;
    rows->rows = larger;
    rows->capacity = capacity;
    return true;
}

bool need_rows_reserve(struct matcher *matcher, const struct need_row rows[], unsigned count)
{
    if (!places_reserve(matcher, (size_t)rows[0].centre + 1))
        return false;
    for (unsigned i = 0; i < count; i++)
        if (!reserve(rows_of(matcher, list_of(&rows[i]))))
            return false;
    return true;
}

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* A row has come. */
static void widen(struct need_place *place, const struct need_row *row)
{
    if (place->rows.count == 1)
        *place = (struct need_place){.rows = place->rows,
                                     .south_e7 = INT32_MAX,
                                     .west_e7 = INT32_MAX,
                                     .north_e7 = INT32_MIN,
                                     .east_e7 = INT32_MIN,
                                     .most = INT32_MIN};
    place->most = most(place->most, row->most);
    place->anywhere = place->anywhere || !row->on_map;
    if (!row->on_map)
        return;
    place->south_e7 = least(place->south_e7, row->lat_e7);
    place->north_e7 = most(place->north_e7, row->lat_e7);
    place->west_e7 = least(place->west_e7, row->lon_e7);
    place->east_e7 = most(place->east_e7, row->lon_e7);
}

void need_rows_add(struct matcher *matcher, struct need_record *record, const struct need_row rows[], unsigned count)
{
    record->rows_count = count;
    for (unsigned i = 0; i < count; i++) {
        uint32_t list = list_of(&rows[i]);
        struct need_rows *into = rows_of(matcher, list);
        record->rows[i] = (struct row_place){.list = list, .at = (uint32_t)into->count};
        into->rows[into->count++] = rows[i];
    }
    widen(&matcher->need_places[rows[0].centre], &rows[count - 1]);
}

/* Which of the need's places is this row's? */
static unsigned place_at(const struct need_record *record, const struct need_row *row)
{
    return row->which == ROW_HERE ? record->rows_count - 1 : row->which;
}

/* The last row of each list takes the place. */
void need_rows_remove(struct matcher *matcher, const struct need_record *record)
{
    for (unsigned i = 0; i < record->rows_count; i++) {
        struct row_place place = record->rows[i];
        struct need_rows *rows = rows_of(matcher, place.list);
        const struct need_row *last = &rows->rows[--rows->count];
        struct need_record *moved = matcher->need_records[last->slot];
        moved->rows[place_at(moved, last)].at = place.at;
        rows->rows[place.at] = *last;
    }
}

void need_rows_move(struct matcher *matcher, const struct need_record *record, uint32_t slot)
{
    for (unsigned i = 0; i < record->rows_count; i++)
        rows_of(matcher, record->rows[i].list)->rows[record->rows[i].at].slot = slot;
}

void need_rows_clear(struct matcher *matcher)
{
    for (int list = 0; list < ROW_LISTS; list++)
        free(matcher->need_rows[list].rows);
    for (size_t centre = 0; centre < matcher->need_places_count; centre++)
        free(matcher->need_places[centre].rows.rows);
    free(matcher->need_places);
}
