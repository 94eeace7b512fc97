#include "services/api/shifts_input.h"

#include "services/calendar.h"
#include "services/random.h"

/* A date further ahead is a slip of the keys. */
enum { DAYS_AHEAD_MAX = 731 };

struct number {
    int32_t value;
};

static const struct field weekday_item[] = {FIELD_INTEGER(struct number, value, "day", .min = 1, .max = 7), FIELDS_END};

const struct field local_shift_fields[] = {
    FIELD_DATE(struct local_shift, date_day, "date", .required = true),
    FIELD_MINUTE(struct local_shift, from_minute, "from", .required = true),
    FIELD_MINUTE(struct local_shift, to_minute, "to", .required = true),
    FIELD_INTEGER(struct local_shift, seats, "seats", .min = 1, .max = 50, .absent = 1),
    FIELDS_END,
};

const struct field weekly_shifts_fields[] = {
    FIELD_LIST(struct weekly_shifts, days, day_count, "days", weekday_item, .required = true, .min = 1, .max = 7),
    FIELD_MINUTE(struct weekly_shifts, from_minute, "from", .required = true),
    FIELD_MINUTE(struct weekly_shifts, to_minute, "to", .required = true),
    FIELD_DATE(struct weekly_shifts, first_day, "first", .required = true),
    FIELD_DATE(struct weekly_shifts, last_day, "last", .required = true),
    FIELD_LIST(struct weekly_shifts, except_days, except_count, "except", field_date_item, .max = 60),
    FIELD_INTEGER(struct weekly_shifts, seats, "seats", .min = 1, .max = 50, .absent = 1),
    FIELDS_END,
};

static bool is_too_far(const struct asking *asking, int32_t day)
{
    return day > calendar_day(asking->calendar, asking->now_ms) + DAYS_AHEAD_MAX;
}

/* The same times twice are a slip: more people are more seats. */
static bool is_there(const struct shift_input *shifts, size_t count, const struct span *span)
{
    for (size_t i = 0; i < count; i++)
        if (shifts[i].from_ms == span->from_ms && shifts[i].to_ms == span->until_ms)
            return true;
    return false;
}

static void add_single(const struct asking *asking, const char *name, const struct local_shift *single, size_t index,
                       struct shift_input *shifts, size_t *count, struct field_errors *errors)
{
    struct span span;
    struct error error = {0};
    /* A shift that ends before it begins ends on the next day: an evening may run past midnight. */
    int32_t to = single->to_minute > single->from_minute ? single->to_minute : single->to_minute + 1440;
    if (single->to_minute == single->from_minute) {
        field_error_add(errors, "end_before_start", "/%s/%zu/to", name, index);
    } else if (!calendar_shift(asking->calendar, single->date_day, single->from_minute, to, &span, &error)) {
        field_error_add(errors, error.code, "/%s/%zu/to", name, index);
    } else if (span.from_ms <= asking->now_ms) {
        field_error_add(errors, "in_the_past", "/%s/%zu/date", name, index);
    } else if (is_too_far(asking, single->date_day)) {
        field_error_add(errors, "too_far_ahead", "/%s/%zu/date", name, index);
    } else if (*count == NEED_SHIFTS_MAX) {
        field_error_add(errors, "too_many_items", "/%s/%zu", name, index);
    } else if (is_there(shifts, *count, &span)) {
        field_error_add(errors, "duplicate_item", "/%s/%zu", name, index);
    } else {
        shifts[(*count)++] = (struct shift_input){uuid_new(), span.from_ms, span.until_ms, single->seats};
    }
}

static void add_weekly(const struct asking *asking, const struct weekly_shifts *weekly, size_t index,
                       struct shift_input *shifts, size_t *count, struct field_errors *errors)
{
    struct weekly_pattern pattern = {
        .from_minute = weekly->from_minute,
        .until_minute = weekly->to_minute > weekly->from_minute ? weekly->to_minute : weekly->to_minute + 1440,
        .first_day = weekly->first_day,
        .last_day = weekly->last_day,
        .except_days = weekly->except_days,
        .except_count = weekly->except_count,
    };
    for (size_t i = 0; i < weekly->day_count; i++)
        pattern.weekdays |= 1u << weekly->days[i];
    struct span spans[NEED_SHIFTS_MAX];
    size_t span_count;
    struct error error = {0};
    if (weekly->to_minute == weekly->from_minute) {
        field_error_add(errors, "end_before_start", "/weekly/%zu/to", index);
    } else if (is_too_far(asking, weekly->first_day)) {
        field_error_add(errors, "too_far_ahead", "/weekly/%zu/first", index);
    } else if (!calendar_unfold(asking->calendar, &pattern, spans, NEED_SHIFTS_MAX - *count, &span_count, &error)) {
        field_error_add(errors, error.code, "/weekly/%zu", index);
    } else {
        size_t before = *count;
        for (size_t i = 0; i < span_count; i++) {
            if (spans[i].from_ms > asking->now_ms)
                shifts[(*count)++] =
                    (struct shift_input){uuid_new(), spans[i].from_ms, spans[i].until_ms, weekly->seats};
        }
        if (*count == before)
            field_error_add(errors, "in_the_past", "/weekly/%zu/last", index);
    }
}

void shifts_unfold(const struct asking *asking, const char *shifts_name, const struct local_shift *single,
                   size_t single_count, const struct weekly_shifts *weekly, size_t weekly_count,
                   struct shift_input **shifts, size_t *count, struct field_errors *errors)
{
    *count = 0;
    *shifts = arena_alloc(asking->arena, NEED_SHIFTS_MAX * sizeof **shifts);
    if (!*shifts)
        return; /* the database refuses a need without shifts, so nothing half-made is stored */
    for (size_t i = 0; i < single_count; i++)
        if (field_is_sound(errors, "/%s/%zu", shifts_name, i))
            add_single(asking, shifts_name, &single[i], i, *shifts, count, errors);
    for (size_t i = 0; i < weekly_count; i++)
        if (field_is_sound(errors, "/weekly/%zu", i))
            add_weekly(asking, &weekly[i], i, *shifts, count, errors);
}
