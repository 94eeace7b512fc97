#include "db/minors.h"

#include "db/handle.h"
#include "db/record.h"
#include "db/statement.h"

bool minor_hours_read(struct db *db, struct minor_hours *hours, struct error *error)
{
    struct rows rows;
    *hours = (struct minor_hours){0};
    if (!query(db, &rows, error,
               "SELECT COALESCE(MAX(IF(name = 'minor_latest_end_minute', CAST(value AS SIGNED), NULL)), 1200), "
               "COALESCE(MAX(IF(name = 'school_from_minute', CAST(value AS SIGNED), NULL)), 480), "
               "COALESCE(MAX(IF(name = 'school_to_minute', CAST(value AS SIGNED), NULL)), 900) FROM setting "
               "WHERE name IN ('minor_latest_end_minute', 'school_from_minute', 'school_to_minute')",
               ""))
        return false;
    if (rows_next(&rows)) {
        hours->latest_end_minute = (int32_t)rows_int(&rows, 0);
        hours->school_from_minute = (int32_t)rows_int(&rows, 1);
        hours->school_to_minute = (int32_t)rows_int(&rows, 2);
    }
    return rows_end(&rows, error);
}

bool school_free_read(struct db *db, struct arena *arena, struct day_span **spans, size_t *count, struct error *error)
{
    struct rows rows;
    *spans = NULL;
    *count = 0;
    if (!query(db, &rows, error, "SELECT first_day, last_day FROM school_free ORDER BY first_day", ""))
        return false;
    while (rows_next(&rows)) {
        struct day_span *larger = grow(arena, *spans, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *spans = larger;
        larger[(*count)++] = (struct day_span){rows_date(&rows, 0), rows_date(&rows, 1)};
    }
    return rows_end(&rows, error);
}

static bool is_weekend(int32_t day)
{
    enum { SATURDAY_OF_1970 = 2 }; /* 1970-01-03 was a Saturday */
    return ((day - SATURDAY_OF_1970) % 7 + 7) % 7 < 2;
}

bool school_hours_touched(const struct minor_hours *hours, bool free_day, int32_t day, int32_t from_minute,
                          int32_t to_minute)
{
    return !free_day && !is_weekend(day) && from_minute < hours->school_to_minute &&
           to_minute > hours->school_from_minute;
}
