/* Shifts as people write them, in local time: single dates and weekly patterns, unfolded to instants. */
#ifndef VAHETUS_SERVICES_API_SHIFTS_INPUT_H
#define VAHETUS_SERVICES_API_SHIFTS_INPUT_H

#include "db/needs.h"
#include "services/endpoint.h"

enum { NEED_SHIFTS_MAX = 120 };

struct local_shift {
    int32_t date_day;
    int32_t from_minute, to_minute;
    int32_t seats;
};
extern const struct field local_shift_fields[];

struct weekly_shifts {
    int32_t *days; /* 1 is Monday */
    size_t day_count;
    int32_t from_minute, to_minute;
    int32_t first_day, last_day;
    int32_t *except_days;
    size_t except_count;
    int32_t seats;
};
extern const struct field weekly_shifts_fields[];

/* Unfolds both lists to at most NEED_SHIFTS_MAX shifts in the call's arena, each with an id of its own; past ones and
 * impossible ones become errors at `shifts_name`/INDEX or /weekly/INDEX. */
void shifts_unfold(const struct asking *asking, const char *shifts_name, const struct local_shift *single,
                   size_t single_count, const struct weekly_shifts *weekly, size_t weekly_count,
                   struct shift_input **shifts, size_t *count, struct field_errors *errors);

#endif
