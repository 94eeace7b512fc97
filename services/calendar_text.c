/* Days and times in words, as each language writes them. */
#include <stdio.h>

#include "matcher/matcher.h"
#include "services/calendar.h"

enum { PIECE_SIZE = 64 };

/* "T 12. jan", "вт, 12 янв.", "Tue 12 Jan"; a year is added when `with_year`. */
static void day_piece(enum language language, int32_t day, bool with_year, char buffer[PIECE_SIZE])
{
    int year;
    int month;
    int month_day;
    matcher_date_from_day(day, &year, &month, &month_day);
    char key[16];
    snprintf(key, sizeof key, "day.%d", matcher_weekday(day));
    const char *weekday = text(language, key);
    snprintf(key, sizeof key, "month.%d", month);
    char number[16];
    snprintf(number, sizeof number, "%d", month_day);
    char year_number[16];
    snprintf(year_number, sizeof year_number, "%d", year);
    const struct text_value values[] = {
        {"weekday", weekday}, {"day", number}, {"month", text(language, key)}, {"year", year_number}};
    text_fill_into(buffer, PIECE_SIZE, text(language, with_year ? "date.day_year" : "date.day"), values, 4);
}

static int year_of(int32_t day)
{
    int year;
    int month;
    int month_day;
    matcher_date_from_day(day, &year, &month, &month_day);
    return year;
}

char *calendar_span_text(const struct calendar *calendar, enum language language, struct span span, int64_t now_ms,
                         char buffer[TIME_TEXT_SIZE])
{
    struct local_time from = calendar_local(calendar, span.from_ms);
    struct local_time until = calendar_local(calendar, span.until_ms);
    if (until.minute == 0 && until.day == from.day + 1) { /* midnight belongs to the evening that it ends */
        until.day = from.day;
        until.minute = 1440;
    }
    int this_year = year_of(calendar_day(calendar, now_ms));
    char from_day[PIECE_SIZE];
    char until_day[PIECE_SIZE];
    day_piece(language, from.day, year_of(from.day) != this_year, from_day);
    day_piece(language, until.day, year_of(until.day) != this_year, until_day);
    bool same_day = from.day == until.day;
    snprintf(buffer, TIME_TEXT_SIZE, "%s, %d.%02d%s%s%s%d.%02d", from_day, from.minute / 60, from.minute % 60,
             same_day ? "–" : " – ", same_day ? "" : until_day, same_day ? "" : ", ", until.minute / 60,
             until.minute % 60);
    return buffer;
}

char *calendar_time_text(const struct calendar *calendar, enum language language, int64_t instant_ms, int64_t now_ms,
                         char buffer[TIME_TEXT_SIZE])
{
    struct local_time local = calendar_local(calendar, instant_ms);
    char day[PIECE_SIZE];
    day_piece(language, local.day, year_of(local.day) != year_of(calendar_day(calendar, now_ms)), day);
    snprintf(buffer, TIME_TEXT_SIZE, "%s, %d.%02d", day, local.minute / 60, local.minute % 60);
    return buffer;
}

char *calendar_day_text(enum language language, int32_t day, char buffer[TIME_TEXT_SIZE])
{
    char piece[PIECE_SIZE];
    day_piece(language, day, true, piece);
    snprintf(buffer, TIME_TEXT_SIZE, "%s", piece);
    return buffer;
}

char *calendar_days_text(enum language language, int32_t first_day, int32_t last_day, char buffer[TIME_TEXT_SIZE])
{
    if (first_day == last_day)
        return calendar_day_text(language, first_day, buffer);
    char first[PIECE_SIZE];
    char last[PIECE_SIZE];
    day_piece(language, first_day, year_of(first_day) != year_of(last_day), first);
    day_piece(language, last_day, true, last);
    snprintf(buffer, TIME_TEXT_SIZE, "%s – %s", first, last);
    return buffer;
}
