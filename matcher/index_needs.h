/*
 * Private: needs as a person looks through them: a row of one cache line for each time of the week that a shift has, in
 * lists by weekday and hour, and one more in the list of its centre, for people whose times are not known. A row says
 * enough to refuse most, and to bound the score of the others from above.
 */
#ifndef MATCHER_INDEX_NEEDS_H
#define MATCHER_INDEX_NEEDS_H

#include "matcher/index_weeks.h"
#include "matcher/matcher.h"

struct need_view;

enum {
    ROW_TIMES = 8,        /* distinct times of a need with rows of their own */
    ROW_HERE = ROW_TIMES, /* `which` of the row in its centre's list */
    ROWS_MOST = ROW_HERE + 1,
    ROW_ANY = 7 * 24,        /* the list of needs with more times, or none: one row each, without a time */
    ROW_LISTS = ROW_ANY + 1, /* the lists of centres follow */
    ROW_LANGUAGES = 2,       /* of those that are preferred */
};

struct need_row {
    uint64_t required_skills, preferred_skills; /* bit code % 64 */
    int32_t lat_e7, lon_e7;                     /* on the map */
    int32_t born_by;
    int32_t most;                        /* score_most less scarcity */
    uint32_t slot;                       /* of the need */
    uint32_t interests;                  /* bit code % 32 */
    uint32_t skill_points, level_points; /* what is lost for each preferred one that is missing, in 256ths */
    struct span time;                    /* `to` may lie in the next week; `from` WEEK_QUARTERS: it has no time */
    uint16_t age_groups;                 /* bit group % 16 */
    uint16_t centre;
    uint8_t traits;
    uint8_t language, level; /* the first required one; level 0: none */
    struct {
        uint8_t language, level;
    } preferred[ROW_LANGUAGES];
    uint8_t which : 4;    /* of the need's rows */
    bool has_others : 1;  /* the need has rows with other times */
    bool on_map : 1;      /* known */
    bool on_quarters : 1; /* all that have this time begin and end on a quarter hour */
};

struct need_rows {
    struct need_row *rows;
    size_t count, capacity;
};

/* Needs of one centre. The box and `most` may be larger than they need be once needs have gone. */
struct need_place {
    struct need_rows rows;
    int32_t south_e7, west_e7, north_e7, east_e7;
    int32_t most;  /* of its rows */
    bool anywhere; /* some have no place on the map */
};

/* Where a row is. */
struct row_place {
    uint32_t list, at;
};

struct matcher;
struct need_record;

/* Makes the need's rows; their number. */
unsigned need_rows_make(const struct matcher_settings *settings, const struct need_view *view, uint32_t slot,
                        struct need_row rows[ROWS_MOST]);
/* Room for them. False when memory ran out. */
bool need_rows_reserve(struct matcher *matcher, const struct need_row rows[], unsigned count);
void need_rows_add(struct matcher *matcher, struct need_record *record, const struct need_row rows[], unsigned count);
void need_rows_remove(struct matcher *matcher, const struct need_record *record);
/* The need has another slot now. */
void need_rows_move(struct matcher *matcher, const struct need_record *record, uint32_t slot);
void need_rows_clear(struct matcher *matcher);

/* The quarters of a shift alone, without the way. */
struct shift_view;
struct span shift_time(const struct shift_view *shift);

#endif
