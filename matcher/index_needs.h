/*
 * Private: needs as a person looks through them, a line or so each, by the weekday of their shifts.
 */
#ifndef MATCHER_INDEX_NEEDS_H
#define MATCHER_INDEX_NEEDS_H

#include "matcher/index_weeks.h"
#include "matcher/matcher.h"

struct need_view;

enum { ROW_TIMES = 4, ROW_DAYS = 8, ROW_SEVERAL = 7 /* the list of needs on several weekdays, or many times */ };

struct need_row {
    uint64_t required_skills, preferred_skills, interests; /* bit code % 64 */
    uint64_t age_groups;
    int32_t lat_e7, lon_e7; /* on the map */
    int32_t born_by;
    int32_t most; /* score_most less scarcity */
    uint32_t traits;
    uint32_t slot;
    bool on_map;                  /* known, and without distances of its own */
    uint8_t language, level;      /* the first required one; level 0: none */
    uint8_t times_count;          /* ROW_TIMES + 1: too many to say */
    struct span times[ROW_TIMES]; /* distinct quarters of the week; `to` may lie in the next one */
};

struct need_rows {
    struct need_row *rows;
    size_t count, capacity;
};

/* Where a need's row is. */
struct row_place {
    uint32_t day, at;
};

struct need_row need_row_make(const struct matcher_settings *settings, const struct need_view *view, uint32_t slot);
unsigned need_row_day(const struct need_row *row);
bool need_rows_reserve(struct need_rows *rows); /* for one more */

#endif
