#include "services/api/round_input.h"

enum { SPAN_DAYS_MAX = 731 };

void days_off_check(const struct days_off *days, size_t count, const char *path, struct field_errors *errors)
{
    for (size_t i = 0; i < count; i++) {
        if (!field_is_sound(errors, "%s/days_off/%zu", path, i))
            continue;
        if (days[i].last_day < days[i].first_day)
            field_error_add(errors, "end_before_start", "%s/days_off/%zu/last", path, i);
        else if (days[i].last_day - days[i].first_day > SPAN_DAYS_MAX)
            field_error_add(errors, "too_long_span", "%s/days_off/%zu/last", path, i);
        for (size_t k = 0; k < i; k++) {
            if (field_is_sound(errors, "%s/days_off/%zu", path, k) && days[k].first_day <= days[i].last_day &&
                days[k].last_day >= days[i].first_day)
                field_error_add(errors, "overlap", "%s/days_off/%zu/first", path, i);
        }
    }
}
