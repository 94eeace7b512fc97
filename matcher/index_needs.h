/*
 * Private: needs as a person looks through them: a row of one cache line for each time of the week that a shift has, in
 * lists by weekday and hour. A row says enough to refuse most, and to bound the score of the others from above.
 */
#ifndef MATCHER_INDEX_NEEDS_H
#define MATCHER_INDEX_NEEDS_H

#include "matcher/index_weeks.h"
#include "matcher/matcher.h"

struct need_view;

enum {
    ROW_TIMES = 8,    /* distinct times of a need with rows of their own */
    ROW_ANY = 7 * 24, /* the list of needs with more of them, or none: one row each, without a time */
    ROW_LISTS = ROW_ANY + 1,
    ROW_LANGUAGES = 2, /* of those that are preferred */
};

struct need_row {
    uint64_t required_skills, preferred_skills; /* bit code % 64 */
    int32_t lat_e7, lon_e7;                     /* on the map */
    int32_t born_by;
    int32_t most;        /* score_most less scarcity */
    uint32_t slot;       /* of the need */
    uint32_t interests;  /* bit code % 32 */
    struct span time;    /* `to` may lie in the next week */
    uint16_t age_groups; /* bit group % 16 */
    uint16_t centre;
    uint16_t skills_total, levels_total; /* of what is preferred */
    uint8_t traits;
    uint8_t which;           /* of the need's rows */
    uint8_t language, level; /* the first required one; level 0: none */
    struct {
        uint8_t language, level;
    } preferred[ROW_LANGUAGES];
    bool has_others; /* the need has more rows */
    bool on_map;     /* known, and without distances of its own */
};

struct need_rows {
    struct need_row *rows;
    size_t count, capacity;
};

/* Where a row is. */
struct row_place {
    uint32_t list, at;
};

/* The need's rows, ROW_TIMES at most, without `which`; their number, at least one. */
unsigned need_rows_make(const struct matcher_settings *settings, const struct need_view *view, uint32_t slot,
                        struct need_row rows[ROW_TIMES]);
unsigned need_row_list(const struct need_row *row);
bool need_rows_reserve(struct need_rows *rows); /* for ROW_TIMES more */
/* The quarters of a shift alone, without the way. */
struct shift_view;
struct span shift_time(const struct shift_view *shift);

#endif
