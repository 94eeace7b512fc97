/* When people of 13 to 17 may help (R5): the hours are settings, the days without school are rows. */
#ifndef VAHETUS_DB_MINORS_H
#define VAHETUS_DB_MINORS_H

#include "db/types.h"

struct day_span {
    int32_t first_day, last_day; /* both count */
};

/* Minutes of the local day. */
struct minor_hours {
    int32_t latest_end_minute; /* a shift of a minor ends by then */
    int32_t school_from_minute, school_to_minute;
};

/* The settings; where one is missing, 20.00 and 8.00 to 15.00. */
DB_CHECKED bool minor_hours_read(struct db *db, struct minor_hours *hours, struct error *error);
DB_CHECKED bool school_free_read(struct db *db, struct arena *arena, struct day_span **spans, size_t *count,
                                 struct error *error);

/* Does a shift touch school hours? Minutes count on from the midnight of `day`; `free_day` says that the day is listed
 * as one without school. A shift that runs on into the next day is too late for a minor anyway. */
bool school_hours_touched(const struct minor_hours *hours, bool free_day, int32_t day, int32_t from_minute,
                          int32_t to_minute);

#endif
