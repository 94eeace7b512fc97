/* Dates, instants and times of day. */
#include "matcher/command/moment.h"

#include "matcher/matcher.h"

#include <string.h>

/* `count` digits. */
static bool digits(const char **text, int count, int *value)
{
    *value = 0;
    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return false;
        *value = *value * 10 + (**text - '0');
    }
    return true;
}

static bool mark(const char **text, char wanted)
{
    if (**text != wanted)
        return false;
    (*text)++;
    return true;
}

static bool date(const char **text, int32_t *day)
{
    int year, month, month_day, back_year, back_month, back_day;

    if (!digits(text, 4, &year) || !mark(text, '-') || !digits(text, 2, &month) || !mark(text, '-') ||
        !digits(text, 2, &month_day) || year < 1900 || year > 2199 || month < 1 || month > 12 || month_day < 1 ||
        month_day > 31)
        return false;
    *day = matcher_day_from_date(year, month, month_day);
    matcher_date_from_day(*day, &back_year, &back_month, &back_day);
    return back_year == year && back_month == month && back_day == month_day;
}

static bool clock_time(const char **text, int *minute)
{
    int hours, minutes;

    if (!digits(text, 2, &hours) || !mark(text, ':') || !digits(text, 2, &minutes) || minutes > 59)
        return false;
    *minute = hours * 60 + minutes;
    return *minute <= 24 * 60;
}

bool moment_date(const char *text, int32_t *day)
{
    return date(&text, day) && *text == '\0';
}

bool moment_time_of_day(const char *text, int *minute)
{
    return clock_time(&text, minute) && *text == '\0' && *minute % 15 == 0;
}

static bool zero_seconds(const char **text)
{
    int seconds;

    if (**text != ':')
        return true;
    (*text)++;
    if (!digits(text, 2, &seconds) || seconds != 0)
        return false;
    if (**text == '.')
        for ((*text)++; **text == '0'; (*text)++)
            ;
    return true;
}

bool moment_instant(const char *text, int32_t *utc_min)
{
    int32_t day;
    int minute, offset = 0;

    if (!date(&text, &day) || !mark(&text, 'T') || !clock_time(&text, &minute) || minute >= 24 * 60 ||
        !zero_seconds(&text))
        return false;
    if (*text == '+' || *text == '-') {
        int sign = *text++ == '+' ? 1 : -1;
        if (!clock_time(&text, &offset) || offset > 14 * 60)
            return false;
        offset *= sign;
    } else if (!mark(&text, 'Z')) {
        return false;
    }
    *utc_min = day * 1440 + minute - offset;
    return *text == '\0';
}

static int32_t last_sunday(int year, int month)
{
    int32_t day = matcher_day_from_date(year, month, 31);

    return day - matcher_weekday(day) % 7;
}

int moment_tallinn_offset(int32_t utc_min)
{
    int32_t day = utc_min >= 0 ? utc_min / 1440 : -((1439 - utc_min) / 1440);
    int year, month, month_day;

    matcher_date_from_day(day, &year, &month, &month_day);
    bool summer = utc_min >= last_sunday(year, 3) * 1440 + 60 && utc_min < last_sunday(year, 10) * 1440 + 60;
    return summer ? 180 : 120;
}
