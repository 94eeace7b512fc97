/* Days, instants and times of day as they stand in JSON (declared in fields.h). */
#include "services/fields.h"

#include <stdio.h>
#include <string.h>

enum { DAY_MS = 86400000 };

/* Two digits at `text`, or -1. */
static int two_digits(const char *text)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return -1;
    return (text[0] - '0') * 10 + text[1] - '0';
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

/* Days since 1970-01-01 of a civil date, by shifting the year to begin in March (H. Hinnant, "chrono-compatible
 * low-level date algorithms"). */
static int32_t days_from_civil(int year, int month, int day)
{
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void civil_from_days(int32_t days, int *year, int *month, int *day)
{
    days += 719468;
    int era = (days >= 0 ? days : days - 146096) / 146097;
    int day_of_era = days - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted + (shifted < 10 ? 3 : -9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

/* "2027-03-28" at the start of `text`; years 1900 to 2199. */
static bool read_date(const char *text, int32_t *days)
{
    if (strnlen(text, 10) < 10 || text[4] != '-' || text[7] != '-')
        return false;
    int century = two_digits(text), rest = two_digits(text + 2);
    int month = two_digits(text + 5), day = two_digits(text + 8);
    if (century < 19 || century > 21 || rest < 0 || month < 1 || month > 12)
        return false;
    int year = century * 100 + rest;
    if (day < 1 || day > days_of_month(year, month))
        return false;
    *days = days_from_civil(year, month, day);
    return true;
}

bool date_parse(const char *text, int32_t *days)
{
    return strlen(text) == 10 && read_date(text, days);
}

bool instant_parse(const char *text, int64_t *unix_ms)
{
    int32_t days;
    size_t length = strlen(text);
    if (length < 20 || length > 30 || !read_date(text, &days) || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        return false;
    int hour = two_digits(text + 11), minute = two_digits(text + 14), second = two_digits(text + 17);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return false;
    const char *at = text + 19;
    int fraction_ms = 0;
    if (*at == '.') {
        int scale = 100;
        for (at++; *at >= '0' && *at <= '9'; at++, scale /= 10)
            fraction_ms += (*at - '0') * scale;
        if (at == text + 20)
            return false;
    }
    if (strcmp(at, "Z") != 0)
        return false;
    *unix_ms = (int64_t)days * DAY_MS + ((hour * 60 + minute) * 60 + second) * INT64_C(1000) + fraction_ms;
    return true;
}

bool minute_parse(const char *text, int32_t *minute)
{
    if (strlen(text) != 5 || text[2] != ':')
        return false;
    int hours = two_digits(text), minutes = two_digits(text + 3);
    if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 24 * 60)
        return false;
    *minute = hours * 60 + minutes;
    return true;
}

void date_format(int32_t days, char text[11])
{
    int year, month, day;
    civil_from_days(days, &year, &month, &day);
    char wide[40];
    snprintf(wide, sizeof wide, "%04d-%02d-%02d", year, month, day);
    memcpy(text, wide, 10);
    text[10] = '\0';
}

void instant_format(int64_t unix_ms, char text[25])
{
    int64_t days = unix_ms / DAY_MS - (unix_ms % DAY_MS < 0);
    int of_day = (int)(unix_ms - days * DAY_MS);
    date_format((int32_t)days, text);
    char wide[40];
    int seconds = of_day / 1000, fraction_ms = of_day % 1000;
    int length = snprintf(wide, sizeof wide, "T%02d:%02d:%02d", seconds / 3600 % 100, seconds / 60 % 60, seconds % 60);
    if (fraction_ms != 0)
        length += snprintf(wide + length, sizeof wide - (size_t)length, ".%03d", fraction_ms);
    wide[length] = 'Z';
    memcpy(text + 10, wide, (size_t)length + 1);
    text[10 + length + 1] = '\0';
}

void minute_format(int32_t minute, char text[6])
{
    char wide[40];
    snprintf(wide, sizeof wide, "%02d:%02d", minute / 60 % 100, minute % 60);
    memcpy(text, wide, 5);
    text[5] = '\0';
}
