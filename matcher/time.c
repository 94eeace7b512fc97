/* Calendar days and weeks of quarter hours. */
#include "matcher/matcher.h"

/* Hinnant's algorithm: years start in March, so that the leap day ends one; an era is 400 years, 146,097 days. */
int32_t matcher_day_from_date(int year, int month, int day)
{
    int shifted = month <= 2 ? year - 1 : year;
    int era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int year_of_era = shifted - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

void matcher_date_from_day(int32_t day, int *year, int *month, int *month_day)
{
    int shifted = day + 719468;
    int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int day_of_era = shifted - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted_month = (5 * day_of_year + 2) / 153;

    *month_day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    *month = shifted_month + (shifted_month < 10 ? 3 : -9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

int matcher_weekday(int32_t day)
{
    int since_monday = (day + 3) % 7; /* day 0 was a Thursday */

    return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

int matcher_age_on(int32_t birth_day, int32_t on_day)
{
    int birth_year, birth_month, birth_month_day, year, month, month_day;

    matcher_date_from_day(birth_day, &birth_year, &birth_month, &birth_month_day);
    matcher_date_from_day(on_day, &year, &month, &month_day);
    return year - birth_year - (month < birth_month || (month == birth_month && month_day < birth_month_day));
}

bool matcher_week_add(struct matcher_week *week, int weekday, int from_minute, int to_minute)
{
    if (weekday < 1 || weekday > 7 || from_minute < 0 || from_minute >= to_minute || to_minute > 1440 ||
        from_minute % 15 != 0 || to_minute % 15 != 0)
        return false;
    for (int quarter = from_minute / 15; quarter < to_minute / 15; quarter++) {
        int bit = (weekday - 1) * 96 + quarter;
        week->bits[bit / 64] |= UINT64_C(1) << (bit % 64);
    }
    return true;
}
