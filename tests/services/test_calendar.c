/* Local time in Tallinn against the C library's own reading of tzdata; weekly patterns across both clock changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "matcher/matcher.h"
#include "services/calendar.h"

enum { DAY_MS = 86400000, SPANS = 64 };

static const struct calendar *calendar;

static int set_up(void **state)
{
    struct error error = {0};
    calendar = calendar_new(&error);
    *state = (void *)(uintptr_t)calendar;
    setenv("TZ", "Europe/Tallinn", 1); /* for the oracle alone: the code under test never looks */
    tzset();
    return calendar == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    calendar_free(*state);
    return 0;
}

/* "2027-03-28 03:30" to days and minutes. */
static int32_t day_of(const char *date)
{
    int year;
    int month;
    int day;
    assert_int_equal(sscanf(date, "%d-%d-%d", &year, &month, &day), 3);
    return matcher_day_from_date(year, month, day);
}

static int32_t minute_of(const char *time)
{
    int hour;
    int minute;
    assert_int_equal(sscanf(time, "%d:%d", &hour, &minute), 2);
    return hour * 60 + minute;
}

static int64_t utc_ms(const char *utc)
{
    struct tm parts = {0};
    assert_non_null(strptime(utc, "%Y-%m-%dT%H:%M:%SZ", &parts));
    return (int64_t)timegm(&parts) * 1000;
}

static const char *utc_text(int64_t instant_ms)
{
    static char texts[4][32];
    static int next;
    char *text = texts[next++ % 4];
    time_t seconds = (time_t)(instant_ms / 1000);
    struct tm parts;
    gmtime_r(&seconds, &parts);
    strftime(text, sizeof texts[0], "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

static void instants_read_as_the_c_library_reads_them(void **state)
{
    (void)state;
    for (int64_t second = 978307200; second < 4102444800; second += 1237 * 7) { /* 2001 to 2100 */
        time_t seconds = (time_t)second;
        struct tm parts;
        localtime_r(&seconds, &parts);
        struct local_time local = calendar_local(calendar, second * 1000 + 999);
        int32_t day = matcher_day_from_date(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
        if (local.day != day || local.minute != parts.tm_hour * 60 + parts.tm_min ||
            local.offset_s != parts.tm_gmtoff || local.weekday % 7 != parts.tm_wday)
            fail_msg("%s: day %d minute %d offset %d, expected %d %d %ld", utc_text(second * 1000), local.day,
                     local.minute, local.offset_s, day, parts.tm_hour * 60 + parts.tm_min, parts.tm_gmtoff);
    }
}

static void every_quarter_hour_of_a_year_comes_back(void **state)
{
    (void)state;
    int64_t from = utc_ms("2026-12-31T00:00:00Z");
    for (int64_t instant = from; instant < from + 400LL * DAY_MS; instant += 15 * 60000) {
        struct local_time local = calendar_local(calendar, instant);
        int64_t back = calendar_instant(calendar, local.day, local.minute);
        bool repeated = instant >= utc_ms("2027-10-31T01:00:00Z") && instant < utc_ms("2027-10-31T02:00:00Z");
        assert_string_equal(utc_text(back), utc_text(repeated ? instant - 3600000 : instant));
    }
}

static void wall_clock_times_at_the_changes(void **state)
{
    (void)state;
    static const struct {
        const char *date;
        const char *time;
        const char *utc;
    } cases[] = {
        {"2027-01-12", "16:00", "2027-01-12T14:00:00Z"},
        {"2027-07-12", "16:00", "2027-07-12T13:00:00Z"},
        {"2027-03-27", "23:59", "2027-03-27T21:59:00Z"},
        {"2027-03-28", "00:00", "2027-03-27T22:00:00Z"},
        {"2027-03-28", "02:59", "2027-03-28T00:59:00Z"},
        {"2027-03-28", "03:00", "2027-03-28T01:00:00Z"}, /* does not exist: read as 04.00 */
        {"2027-03-28", "03:30", "2027-03-28T01:30:00Z"}, /* read as 04.30 */
        {"2027-03-28", "03:59", "2027-03-28T01:59:00Z"},
        {"2027-03-28", "04:00", "2027-03-28T01:00:00Z"},
        {"2027-03-28", "04:30", "2027-03-28T01:30:00Z"},
        {"2027-03-28", "24:00", "2027-03-28T21:00:00Z"},
        {"2027-10-31", "00:00", "2027-10-30T21:00:00Z"},
        {"2027-10-31", "02:59", "2027-10-30T23:59:00Z"},
        {"2027-10-31", "03:00", "2027-10-31T00:00:00Z"}, /* comes twice: the first */
        {"2027-10-31", "03:59", "2027-10-31T00:59:00Z"},
        {"2027-10-31", "04:00", "2027-10-31T02:00:00Z"},
        {"2027-10-31", "24:00", "2027-10-31T22:00:00Z"},
        {"2026-03-29", "12:00", "2026-03-29T09:00:00Z"},
        {"2026-10-25", "12:00", "2026-10-25T10:00:00Z"},
        {"2028-02-29", "12:00", "2028-02-29T10:00:00Z"},
        {"2099-07-01", "12:00", "2099-07-01T09:00:00Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(utc_text(calendar_instant(calendar, day_of(cases[i].date), minute_of(cases[i].time))),
                            cases[i].utc);
}

static void days_turn_at_local_midnight(void **state)
{
    (void)state;
    assert_int_equal(calendar_day(calendar, utc_ms("2027-01-11T21:59:59Z")), day_of("2027-01-11"));
    assert_int_equal(calendar_day(calendar, utc_ms("2027-01-11T22:00:00Z")), day_of("2027-01-12"));
    assert_int_equal(calendar_day(calendar, utc_ms("2027-07-11T20:59:59Z")), day_of("2027-07-11"));
    assert_int_equal(calendar_day(calendar, utc_ms("2027-07-11T21:00:00Z")), day_of("2027-07-12"));
    assert_int_equal(calendar_local(calendar, -1).day, 0); /* two hours ahead of UTC already in 1970's table */
}

static void school_years(void **state)
{
    (void)state;
    static const char *const cases[][3] = {{"2026-08-31", "2025-09-01", "2026-08-31"},
                                           {"2026-09-01", "2026-09-01", "2027-08-31"},
                                           {"2026-12-31", "2026-09-01", "2027-08-31"},
                                           {"2027-01-01", "2026-09-01", "2027-08-31"},
                                           {"2028-02-29", "2027-09-01", "2028-08-31"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(school_year_first(day_of(cases[i][0])), day_of(cases[i][1]));
        assert_int_equal(school_year_last(day_of(cases[i][0])), day_of(cases[i][2]));
    }
}

/* Unfolds and compares with the expected "from/until" texts, ended by NULL. */
static void assert_unfolds(const struct weekly_pattern *pattern, const char *const *expected)
{
    struct span spans[SPANS];
    size_t count = 0;
    struct error error = {0};
    if (!calendar_unfold(calendar, pattern, spans, SPANS, &count, &error))
        fail_msg("%s: %s", error.code, error.detail);
    for (size_t i = 0; i < count; i++) {
        char both[80];
        snprintf(both, sizeof both, "%s/%s", utc_text(spans[i].from_ms), utc_text(spans[i].until_ms));
        if (expected[i] == NULL)
            fail_msg("one too many: %s", both);
        assert_string_equal(both, expected[i]);
    }
    assert_null(expected[count]);
}

static struct weekly_pattern pattern_of(unsigned weekdays, const char *from, const char *until, const char *first,
                                        const char *last)
{
    return (struct weekly_pattern){.weekdays = weekdays,
                                   .from_minute = minute_of(from),
                                   .until_minute = minute_of(until),
                                   .first_day = day_of(first),
                                   .last_day = day_of(last)};
}

static void a_sunday_pattern_keeps_its_wall_clock_in_spring(void **state)
{
    (void)state;
    struct weekly_pattern pattern = pattern_of(1U << 7, "12:00", "15:00", "2027-03-15", "2027-04-04");
    assert_unfolds(&pattern, (const char *[]){"2027-03-21T10:00:00Z/2027-03-21T13:00:00Z",
                                              "2027-03-28T09:00:00Z/2027-03-28T12:00:00Z",
                                              "2027-04-04T09:00:00Z/2027-04-04T12:00:00Z", NULL});
}

static void a_sunday_pattern_keeps_its_wall_clock_in_autumn(void **state)
{
    (void)state;
    struct weekly_pattern pattern = pattern_of(1U << 7, "12:00", "15:00", "2027-10-24", "2027-11-07");
    assert_unfolds(&pattern, (const char *[]){"2027-10-24T09:00:00Z/2027-10-24T12:00:00Z",
                                              "2027-10-31T10:00:00Z/2027-10-31T13:00:00Z",
                                              "2027-11-07T10:00:00Z/2027-11-07T13:00:00Z", NULL});
}

static void shifts_of_the_night_of_a_change(void **state)
{
    (void)state;
    static const struct {
        const char *date, *from, *until, *expected;
    } cases[] = {
        /* over the gap: four hours on the wall, three in truth */
        {"2027-03-28", "01:00", "05:00", "2027-03-27T23:00:00Z/2027-03-28T02:00:00Z"},
        {"2027-03-28", "02:00", "03:30", "2027-03-28T00:00:00Z/2027-03-28T01:30:00Z"}, /* ends in it */
        {"2027-03-28", "03:30", "05:00", "2027-03-28T01:30:00Z/2027-03-28T02:00:00Z"}, /* begins in it */
        {"2027-03-28", "03:30", "04:15", "2027-03-28T01:30:00Z/2027-03-28T02:15:00Z"}, /* would end before it begins */
        {"2027-03-28", "03:30", "04:30", "2027-03-28T01:30:00Z/2027-03-28T02:30:00Z"}, /* would last no time */
        {"2027-03-28", "03:00", "04:00", "2027-03-28T01:00:00Z/2027-03-28T02:00:00Z"}, /* the whole gap */
        {"2027-03-28", "00:00", "24:00", "2027-03-27T22:00:00Z/2027-03-28T21:00:00Z"}, /* a day of 23 hours */
        {"2027-10-31", "02:00", "05:00", "2027-10-30T23:00:00Z/2027-10-31T03:00:00Z"}, /* four hours in truth */
        {"2027-10-31", "03:15", "03:45", "2027-10-31T00:15:00Z/2027-10-31T00:45:00Z"}, /* the first of the two */
        {"2027-10-31", "03:30", "04:30", "2027-10-31T00:30:00Z/2027-10-31T02:30:00Z"},
        {"2027-10-31", "00:00", "24:00", "2027-10-30T21:00:00Z/2027-10-31T22:00:00Z"}, /* a day of 25 hours */
        {"2027-10-30", "20:00", "24:00", "2027-10-30T17:00:00Z/2027-10-30T21:00:00Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span span;
        struct error error = {0};
        assert_true(calendar_shift(calendar, day_of(cases[i].date), minute_of(cases[i].from), minute_of(cases[i].until),
                                   &span, &error));
        char both[80];
        snprintf(both, sizeof both, "%s/%s", utc_text(span.from_ms), utc_text(span.until_ms));
        assert_string_equal(both, cases[i].expected);
    }
}

static void several_weekdays_and_exceptions(void **state)
{
    (void)state;
    struct weekly_pattern pattern = pattern_of(1U << 1 | 1U << 3, "16:00", "19:00", "2027-01-11", "2027-01-22");
    int32_t except[] = {day_of("2027-01-13"), day_of("2027-01-14"), day_of("2030-01-01")};
    pattern.except_days = except;
    pattern.except_count = 3;
    assert_unfolds(&pattern, (const char *[]){"2027-01-11T14:00:00Z/2027-01-11T17:00:00Z",
                                              "2027-01-18T14:00:00Z/2027-01-18T17:00:00Z",
                                              "2027-01-20T14:00:00Z/2027-01-20T17:00:00Z", NULL});
}

static void a_school_year_has_no_double_and_no_overlap(void **state)
{
    (void)state;
    struct span spans[400];
    size_t count = 0;
    struct error error = {0};
    struct weekly_pattern pattern = pattern_of(0xFE, "00:30", "23:30", "2027-01-01", "2027-12-31");
    assert_true(calendar_unfold(calendar, &pattern, spans, 400, &count, &error));
    assert_int_equal(count, 365);
    for (size_t i = 0; i < count; i++) {
        assert_true(spans[i].from_ms < spans[i].until_ms);
        assert_true(i == 0 || spans[i - 1].until_ms < spans[i].from_ms);
        assert_int_equal(calendar_local(calendar, spans[i].from_ms).minute, 30);
        assert_int_equal(calendar_local(calendar, spans[i].until_ms).minute, 1410);
    }
}

static void refuses_patterns_without_sense(void **state)
{
    (void)state;
    static const struct {
        unsigned weekdays;
        const char *from, *until, *first, *last, *code;
    } cases[] = {
        {2, "16:00", "16:00", "2027-01-11", "2027-01-11", "end_before_start"},
        {2, "16:00", "15:00", "2027-01-11", "2027-01-11", "end_before_start"},
        {2, "23:00", "25:00", "2027-01-11", "2027-01-11", "end_before_start"},
        {2, "16:00", "19:00", "2027-01-11", "2027-01-10", "end_before_start"},
        {2, "16:00", "19:00", "2027-01-11", "2028-03-11", "too_long_span"},
        {2, "16:00", "19:00", "2027-01-12", "2027-01-17", "no_shifts"},
        {0, "16:00", "19:00", "2027-01-11", "2027-01-17", "no_shifts"},
        {0xFE, "16:00", "19:00", "2027-01-01", "2027-04-01", "too_many_items"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct weekly_pattern pattern =
            pattern_of(cases[i].weekdays, cases[i].from, cases[i].until, cases[i].first, cases[i].last);
        struct span spans[SPANS];
        size_t count = 77;
        struct error error = {0};
        assert_false(calendar_unfold(calendar, &pattern, spans, SPANS, &count, &error));
        assert_string_equal(error.code, cases[i].code);
        assert_int_equal(error.kind, ERROR_INVALID);
        assert_int_equal(count, 77);
    }
}

static void says_times_in_three_languages(void **state)
{
    (void)state;
    int64_t now = utc_ms("2027-01-02T10:00:00Z");
    static const struct {
        const char *from, *until;
        const char *expected[LANGUAGE_COUNT];
    } cases[] = {
        {"2027-01-12T14:00:00Z",
         "2027-01-12T17:00:00Z",
         {"T 12. jan, 16.00–19.00", "вт, 12 янв., 16.00–19.00", "Tue 12 Jan, 16.00–19.00"}},
        {"2028-05-07T06:05:00Z",
         "2028-05-07T07:00:00Z",
         {"P 7. mai 2028, 9.05–10.00", "вс, 7 мая 2028, 9.05–10.00", "Sun 7 May 2028, 9.05–10.00"}},
        {"2027-07-02T17:00:00Z",
         "2027-07-02T21:00:00Z",
         {"R 2. juuli, 20.00–24.00", "пт, 2 июля, 20.00–24.00", "Fri 2 Jul, 20.00–24.00"}},
        {"2027-12-31T18:00:00Z",
         "2028-01-01T08:00:00Z",
         {"R 31. dets, 20.00 – L 1. jan 2028, 10.00", "пт, 31 дек., 20.00 – сб, 1 янв. 2028, 10.00",
          "Fri 31 Dec, 20.00 – Sat 1 Jan 2028, 10.00"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            char buffer[TIME_TEXT_SIZE];
            struct span span = {utc_ms(cases[i].from), utc_ms(cases[i].until)};
            assert_string_equal(calendar_span_text(calendar, (enum language)language, span, now, buffer),
                                cases[i].expected[language]);
        }
    }
    char buffer[TIME_TEXT_SIZE];
    assert_string_equal(calendar_day_text(LANGUAGE_ET, day_of("2027-02-02"), buffer), "T 2. veebr 2027");
    assert_string_equal(calendar_days_text(LANGUAGE_ET, day_of("2027-02-02"), day_of("2027-02-04"), buffer),
                        "T 2. veebr – N 4. veebr 2027");
    assert_string_equal(calendar_days_text(LANGUAGE_EN, day_of("2027-12-30"), day_of("2028-01-02"), buffer),
                        "Thu 30 Dec 2027 – Sun 2 Jan 2028");
    assert_string_equal(calendar_days_text(LANGUAGE_RU, day_of("2027-02-02"), day_of("2027-02-02"), buffer),
                        "вт, 2 февр. 2027");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instants_read_as_the_c_library_reads_them),
        cmocka_unit_test(every_quarter_hour_of_a_year_comes_back),
        cmocka_unit_test(wall_clock_times_at_the_changes),
        cmocka_unit_test(days_turn_at_local_midnight),
        cmocka_unit_test(school_years),
        cmocka_unit_test(a_sunday_pattern_keeps_its_wall_clock_in_spring),
        cmocka_unit_test(a_sunday_pattern_keeps_its_wall_clock_in_autumn),
        cmocka_unit_test(shifts_of_the_night_of_a_change),
        cmocka_unit_test(several_weekdays_and_exceptions),
        cmocka_unit_test(a_school_year_has_no_double_and_no_overlap),
        cmocka_unit_test(refuses_patterns_without_sense),
        cmocka_unit_test(says_times_in_three_languages),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
