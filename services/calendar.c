#include "services/calendar.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#include "matcher/matcher.h"

#define ZONE "Europe/Tallinn"

/* libical reads older changes of this zone wrongly (1982 and 1983); nothing here happened before 2000. */
enum { FIRST_YEAR = 2000, LAST_YEAR = 2100, CHANGES_MAX = 512 };
enum { DAY_MINUTES = 1440, DAY_S = 86400, PATTERN_DAYS_MAX = 400 };

/* From this instant on clocks are this far ahead of UTC. */
struct change {
    int64_t from_s;
    int32_t offset_s;
};

struct calendar {
    size_t count; /* at least 1; the first change also holds for all that lies before it */
    struct change changes[CHANGES_MAX];
};

/* ---- Reading the zone once --------------------------------------------------------------------------------------- */

static int32_t zone_offset(icaltimezone *zone, int64_t instant_s)
{
    int32_t day = (int32_t)(instant_s / DAY_S);
    int second = (int)(instant_s % DAY_S);
    int daylight;
    struct icaltimetype utc = icaltime_null_time();
    matcher_date_from_day(day, &utc.year, &utc.month, &utc.day);
    utc.hour = second / 3600;
    utc.minute = second / 60 % 60;
    utc.second = second % 60;
    return icaltimezone_get_utc_offset_of_utc_time(zone, &utc, &daylight);
}

/* The first second at which the offset of `after_s` holds; it does not yet at `before_s`. */
static int64_t change_between(icaltimezone *zone, int64_t before_s, int64_t after_s)
{
    int32_t offset_s = zone_offset(zone, after_s);
    while (after_s - before_s > 1) {
        int64_t middle_s = before_s + (after_s - before_s) / 2;
        if (zone_offset(zone, middle_s) == offset_s)
            after_s = middle_s;
        else
            before_s = middle_s;
    }
    return after_s;
}

struct calendar *calendar_new(struct error *error)
{
    icaltimezone *zone = icaltimezone_get_builtin_timezone(ZONE);
    if (zone == NULL || icaltimezone_get_component(zone) == NULL) {
        error_set(error, ERROR_INTERNAL, "no_time_zone", "the time zone " ZONE " is missing: install tzdata");
        return NULL;
    }
    struct calendar *calendar = calloc(1, sizeof *calendar);
    if (calendar == NULL) {
        error_set(error, ERROR_INTERNAL, "no_memory", "no memory for the calendar");
        return NULL;
    }
    int64_t at_s = (int64_t)matcher_day_from_date(FIRST_YEAR, 1, 1) * DAY_S;
    int64_t end_s = (int64_t)matcher_day_from_date(LAST_YEAR, 1, 1) * DAY_S;
    calendar->changes[0] = (struct change){at_s, zone_offset(zone, at_s)};
    calendar->count = 1;
    /* Clock changes lie months apart, so a step of a week passes over none. */
    for (; at_s < end_s && calendar->count < CHANGES_MAX; at_s += 7 * DAY_S) {
        int64_t next_s = at_s + 7 * DAY_S;
        int32_t offset_s = zone_offset(zone, next_s);
        if (offset_s != calendar->changes[calendar->count - 1].offset_s)
            calendar->changes[calendar->count++] = (struct change){change_between(zone, at_s, next_s), offset_s};
    }
    return calendar;
}

void calendar_free(struct calendar *calendar)
{
    free(calendar);
}

/* ---- Local and UTC ----------------------------------------------------------------------------------------------- */

static int64_t floor_divide(int64_t dividend, int64_t divisor)
{
    return dividend / divisor - (dividend % divisor < 0);
}

/* The place of the change that holds at `instant_s`. */
static size_t change_at(const struct calendar *calendar, int64_t instant_s)
{
    size_t low = 0;
    size_t high = calendar->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (calendar->changes[middle].from_s <= instant_s)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct local_time calendar_local(const struct calendar *calendar, int64_t instant_ms)
{
    int64_t instant_s = floor_divide(instant_ms, 1000);
    struct local_time local = {.offset_s = calendar->changes[change_at(calendar, instant_s)].offset_s};
    int64_t local_s = instant_s + local.offset_s;
    local.day = (int32_t)floor_divide(local_s, DAY_S);
    local.minute = (int16_t)((local_s - (int64_t)local.day * DAY_S) / 60);
    local.weekday = (int8_t)matcher_weekday(local.day);
    return local;
}

int32_t calendar_day(const struct calendar *calendar, int64_t instant_ms)
{
    return calendar_local(calendar, instant_ms).day;
}

int64_t calendar_instant(const struct calendar *calendar, int32_t day, int32_t minute)
{
    int64_t local_s = (int64_t)day * DAY_S + (int64_t)minute * 60;
    /* A day before the wall-clock time no clock is yet past it; the change that holds then is at most one before the
     * one we look for. Where the next change has come by the time that the earlier offset gives, it holds; in a gap the
     * earlier offset gives an instant behind the change, read with the earlier offset all the same. */
    size_t at = change_at(calendar, local_s - DAY_S);
    const struct change *now = &calendar->changes[at];
    int64_t instant_s = local_s - now->offset_s;
    if (at + 1 < calendar->count) {
        const struct change *next = now + 1;
        if (instant_s >= next->from_s && local_s - next->offset_s >= next->from_s)
            instant_s = local_s - next->offset_s;
    }
    return instant_s * 1000;
}

int32_t school_year_first(int32_t day)
{
    int year;
    int month;
    int month_day;
    matcher_date_from_day(day, &year, &month, &month_day);
    return matcher_day_from_date(month >= 9 ? year : year - 1, 9, 1);
}

int32_t school_year_last(int32_t day)
{
    int year;
    int month;
    int month_day;
    matcher_date_from_day(day, &year, &month, &month_day);
    return matcher_day_from_date(month >= 9 ? year + 1 : year, 8, 31);
}

/* ---- Weekly patterns --------------------------------------------------------------------------------------------- */

bool calendar_shift(const struct calendar *calendar, int32_t day, int32_t from_minute, int32_t until_minute,
                    struct span *span, struct error *error)
{
    if (from_minute < 0 || until_minute > DAY_MINUTES || from_minute >= until_minute)
        return error_set(error, ERROR_INVALID, "end_before_start", "a shift from minute %d until %d", from_minute,
                         until_minute);
    span->from_ms = calendar_instant(calendar, day, from_minute);
    span->until_ms = calendar_instant(calendar, day, until_minute);
    if (span->until_ms <= span->from_ms) /* it began in the hour that the clock skips */
        span->until_ms = span->from_ms + (int64_t)(until_minute - from_minute) * 60000;
    return true;
}

static bool is_excepted(const struct weekly_pattern *pattern, int32_t day)
{
    for (size_t i = 0; i < pattern->except_count; i++) {
        if (pattern->except_days[i] == day)
            return true;
    }
    return false;
}

bool calendar_unfold(const struct calendar *calendar, const struct weekly_pattern *pattern, struct span *spans,
                     size_t capacity, size_t *count, struct error *error)
{
    if (pattern->last_day < pattern->first_day)
        return error_set(error, ERROR_INVALID, "end_before_start", "a pattern that ends before it begins");
    if ((int64_t)pattern->last_day - pattern->first_day >= PATTERN_DAYS_MAX)
        return error_set(error, ERROR_INVALID, "too_long_span", "a pattern over more than %d days", PATTERN_DAYS_MAX);
    size_t made = 0;
    for (int32_t day = pattern->first_day; day <= pattern->last_day; day++) {
        if ((pattern->weekdays & 1U << matcher_weekday(day)) == 0 || is_excepted(pattern, day))
            continue;
        if (made == capacity)
            return error_set(error, ERROR_INVALID, "too_many_items", "a pattern of more than %zu shifts", capacity);
        if (!calendar_shift(calendar, day, pattern->from_minute, pattern->until_minute, &spans[made], error))
            return false;
        made++;
    }
    if (made == 0)
        return error_set(error, ERROR_INVALID, "no_shifts", "a pattern without a single shift");
    *count = made;
    return true;
}
