/* Times between C and Connector/C: days by the civil calendar (Howard Hinnant, "chrono-compatible low-level date
 * algorithms"), no time zones. */
#include "db/handle.h"

#include <time.h>

enum { MS_PER_DAY = 86400000 };

static int32_t day_of_civil(int year, int month, int day)
{
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

MYSQL_TIME moment_from_day(int32_t day)
{
    int64_t shifted = (int64_t)day + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    MYSQL_TIME time = {.time_type = MYSQL_TIMESTAMP_DATE};
    time.day = (unsigned)(day_of_year - (153 * month + 2) / 5 + 1);
    time.month = (unsigned)(month < 10 ? month + 3 : month - 9);
    time.year = (unsigned)(year_of_era + era * 400 + (time.month <= 2));
    return time;
}

MYSQL_TIME moment_from_ms(int64_t ms)
{
    int64_t day = ms / MS_PER_DAY;
    int64_t rest = ms % MS_PER_DAY;
    if (rest < 0) {
        rest += MS_PER_DAY;
        day--;
    }
    MYSQL_TIME time = moment_from_day((int32_t)day);
    time.time_type = MYSQL_TIMESTAMP_DATETIME;
    time.hour = (unsigned)(rest / 3600000);
    time.minute = (unsigned)(rest / 60000 % 60);
    time.second = (unsigned)(rest / 1000 % 60);
    time.second_part = (unsigned long)(rest % 1000) * 1000;
    return time;
}

int32_t moment_to_day(const MYSQL_TIME *time)
{
    return day_of_civil((int)time->year, (int)time->month, (int)time->day);
}

int64_t moment_to_ms(const MYSQL_TIME *time)
{
    return (int64_t)moment_to_day(time) * MS_PER_DAY + time->hour * 3600000LL + time->minute * 60000LL +
           time->second * 1000LL + (int64_t)(time->second_part / 1000);
}

/* The clock of Europe/Tallinn as the European Union sets it: UTC+3 from 01:00 UTC on the last Sunday of March until
 * 01:00 UTC on the last Sunday of October, otherwise UTC+2. The generated column shift.day holds the same rule. */
static int64_t tallinn_ms(int64_t ms)
{
    enum { SUNDAY_OF_1970 = 3 }; /* 1970-01-04 was a Sunday */
    MYSQL_TIME utc = moment_from_ms(ms);
    int64_t edges[2];
    for (int i = 0; i < 2; i++) {
        int32_t last = day_of_civil((int)utc.year, i == 0 ? 3 : 10, 31);
        last -= ((last - SUNDAY_OF_1970) % 7 + 7) % 7;
        edges[i] = (int64_t)last * MS_PER_DAY + 3600000;
    }
    return ms + (ms >= edges[0] && ms < edges[1] ? 10800000 : 7200000);
}

int32_t moment_tallinn_day(int64_t ms)
{
    int64_t local = tallinn_ms(ms);
    return (int32_t)(local / MS_PER_DAY - (local % MS_PER_DAY < 0));
}

int32_t moment_tallinn_minute(int64_t ms, int32_t day)
{
    return (int32_t)((tallinn_ms(ms) - (int64_t)day * MS_PER_DAY) / 60000);
}

int32_t moment_today(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return moment_tallinn_day(now.tv_sec * 1000LL + now.tv_nsec / 1000000);
}
