/* Rows of needs. */
#include "matcher/index_needs.h"

#include "matcher/index.h"
#include "matcher/score.h"

#include <stdlib.h>

static void add_time(struct need_row *row, const struct shift_view *shift)
{
    struct span time = {
        .from = (uint16_t)(shift->week_bit + shift->shift->from_minute / 15),
        .to = (uint16_t)(shift->week_bit + (shift->shift->to_minute + 14) / 15),
    };

    for (unsigned i = 0; i < row->times_count && i < ROW_TIMES; i++)
        if (row->times[i].from == time.from && row->times[i].to == time.to)
            return;
    if (row->times_count < ROW_TIMES)
        row->times[row->times_count++] = time;
    else
        row->times_count = ROW_TIMES + 1;
}

struct need_row need_row_make(const struct matcher_settings *settings, const struct need_view *view, uint32_t slot)
{
    const struct matcher_need *need = view->need;
    struct need_row row = {
        .lat_e7 = need->at.lat_e7,
        .lon_e7 = need->at.lon_e7,
        .age_groups = need->age_groups,
        .born_by = view->born_by,
        .most = score_most(settings, view) - score_scarcity(settings, view),
        .traits = view->traits,
        .slot = slot,
        .on_map = need->at.known && need->at.place == MATCHER_NO_PLACE,
    };

    for (int word = 0; word < MATCHER_CODES / 64; word++) {
        row.required_skills |= need->required_skills.bits[word];
        row.preferred_skills |= need->preferred_skills.bits[word];
        row.interests |= need->interests.bits[word];
    }
    if (view->required_count > 0) {
        row.language = view->required[0].language;
        row.level = view->required[0].level;
    }
    for (size_t i = 0; i < view->shifts_count; i++)
        add_time(&row, &view->shifts[i]);
    return row;
}

unsigned need_row_day(const struct need_row *row)
{
    if (row->times_count == 0 || row->times_count > ROW_TIMES)
        return ROW_SEVERAL;
    for (unsigned i = 1; i < row->times_count; i++)
        if (row->times[i].from / 96 != row->times[0].from / 96)
            return ROW_SEVERAL;
    return row->times[0].from / 96;
}

bool need_rows_reserve(struct need_rows *rows)
{
    if (rows->count < rows->capacity)
        return true;
    size_t capacity = rows->capacity == 0 ? 16 : rows->capacity * 2;
    struct need_row *larger = realloc(rows->rows, capacity * sizeof *larger);
    if (larger == NULL)
        return false;
    rows->rows = larger;
    rows->capacity = capacity;
    return true;
}
