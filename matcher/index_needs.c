/* Rows of needs. */
#include "matcher/index_needs.h"

#include "matcher/index.h"
#include "matcher/score.h"

#include <stdlib.h>

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

unsigned need_rows_make(const struct matcher_settings *settings, const struct need_view *view, uint32_t slot,
                        struct need_row rows[ROW_TIMES])
{
    const struct matcher_need *need = view->need;
    struct span times[ROW_TIMES];
    struct need_row row = {
        .lat_e7 = need->at.lat_e7,
        .lon_e7 = need->at.lon_e7,
        .born_by = view->born_by,
        .most = score_most(settings, view) - score_scarcity(settings, view),
        .slot = slot,
        .time = {.from = WEEK_QUARTERS},
        .centre = (uint16_t)need->centre,
        .skills_total = (uint16_t)view->skills_total,
        .levels_total = (uint16_t)view->levels_total,
        .traits = (uint8_t)view->traits,
        .on_map = need->at.known && need->at.place == MATCHER_NO_PLACE,
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
    unsigned count = times_of(view, times);
    for (unsigned i = 0; i < count; i++) {
        rows[i] = row;
        rows[i].time = times[i];
        rows[i].has_others = count > 1;
    }
    if (count == 0)
        rows[0] = row;
    return count > 0 ? count : 1;
}

unsigned need_row_list(const struct need_row *row)
{
    return row->time.from / 4 < ROW_ANY ? row->time.from / 4 : ROW_ANY;
}

bool need_rows_reserve(struct need_rows *rows)
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
