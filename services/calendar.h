/*
 * Local time in Europe/Tallinn, and iCalendar files.
 *
 * The zone's rules come from libical, which reads the system's tzdata; calendar_new reads them once into a table of
 * its own, so everything else here is pure arithmetic that any thread may use. Nothing touches TZ or the C library's
 * local time.
 *
 * Conventions, as in fields.h and matcher.h: `*_ms` is an instant in milliseconds since 1970 UTC, `*_day` a calendar
 * day in days since 1970-01-01, `*_minute` minutes since local midnight (1440 only as an end), weekdays are 1 Monday
 * to 7 Sunday.
 */
#ifndef VAHETUS_SERVICES_CALENDAR_H
#define VAHETUS_SERVICES_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/error.h"
#include "services/texts.h"

struct calendar;

/* Reads the zone's rules for 1970 to 2100. NULL with ERROR_INTERNAL ("no_time_zone") when tzdata is missing. */
struct calendar *calendar_new(struct error *error) __attribute__((warn_unused_result));
void calendar_free(struct calendar *calendar); /* takes NULL */

/* ---- Local and UTC ----------------------------------------------------------------------------------------------- */

struct local_time {
    int32_t day;
    int16_t minute;
    int8_t weekday;
    int32_t offset_s; /* east of UTC: 7200 or 10800 */
};

struct local_time calendar_local(const struct calendar *calendar, int64_t instant_ms);

/* The day in Tallinn; what ages, checks and school years are counted by. */
int32_t calendar_day(const struct calendar *calendar, int64_t instant_ms);

/*
 * The instant of a wall-clock time, by RFC 5545 3.3.5: a time that the clock skips in spring is read with the offset
 * before the gap (03.30 becomes 04.30), of one that comes twice in autumn the first is meant. Minutes below 0 and over
 * 1440 lie on the neighbouring days.
 */
int64_t calendar_instant(const struct calendar *calendar, int32_t day, int32_t minute);

/* 1 September to 31 August: the first and the last day of the school year that holds `day`. */
int32_t school_year_first(int32_t day);
int32_t school_year_last(int32_t day);

/* ---- Weekly patterns --------------------------------------------------------------------------------------------- */

struct span {
    int64_t from_ms, until_ms;
};

struct weekly_pattern {
    unsigned weekdays; /* bit 1 << weekday: 2 is Monday only, 2 | 8 Monday and Wednesday */
    int32_t from_minute, until_minute;
    int32_t first_day, last_day; /* both count */
    const int32_t *except_days;  /* in any order; those the pattern does not meet do no harm */
    size_t except_count;
};

/*
 * The shifts of a pattern, by time. Wall-clock times stay the same across clock changes; a shift that begins in the
 * spring gap and would end before it begins keeps the length it was given. False with ERROR_INVALID when the pattern
 * makes no sense ("end_before_start", "too_long_span": over 400 days, "no_shifts") or makes more than `capacity`
 * shifts ("too_many_items"); `count` is then untouched.
 */
bool calendar_unfold(const struct calendar *calendar, const struct weekly_pattern *pattern, struct span *spans,
                     size_t capacity, size_t *count, struct error *error) __attribute__((warn_unused_result));

/* One shift on one date, by the same rules. */
bool calendar_shift(const struct calendar *calendar, int32_t day, int32_t from_minute, int32_t until_minute,
                    struct span *span, struct error *error) __attribute__((warn_unused_result));

/* ---- Times in words ---------------------------------------------------------------------------------------------- */

enum { TIME_TEXT_SIZE = 160 };

/* "T 12. jan, 16.00-19.00" (et), "вт, 12 янв., 16.00-19.00" (ru), "Tue 12 Jan, 16.00-19.00" (en), with an en dash and
 * with the year where it is not that of `now_ms`; over midnight both days are named. Returns `buffer`. */
char *calendar_span_text(const struct calendar *calendar, enum language language, struct span span, int64_t now_ms,
                         char buffer[TIME_TEXT_SIZE]);

/* "T 12. jan, 16.20" and the like: one instant, by the same rules. */
char *calendar_time_text(const struct calendar *calendar, enum language language, int64_t instant_ms, int64_t now_ms,
                         char buffer[TIME_TEXT_SIZE]);

/* "T 12. jan 2027" and the like, always with the year. */
char *calendar_day_text(enum language language, int32_t day, char buffer[TIME_TEXT_SIZE]);

/* "T 2. veebr – N 4. veebr 2027"; one day when both are the same. */
char *calendar_days_text(enum language language, int32_t first_day, int32_t last_day, char buffer[TIME_TEXT_SIZE]);

/* ---- .ics files -------------------------------------------------------------------------------------------------- */

enum calendar_status {
    CALENDAR_TENTATIVE = 1, /* waits for a check or for the other side */
    CALENDAR_CONFIRMED,
    CALENDAR_CANCELLED, /* stays in the file for a while, so that calendars take it out */
};

struct calendar_event {
    const char *id; /* stable: the placement's or the visit's UUID as text */
    enum calendar_status status;
    bool whole_days;             /* a visit: first_day to last_day count, span does not */
    struct span span;            /* a shift */
    int32_t first_day, last_day; /* both count */
    int64_t sequence;            /* the row's version: ascends with every change */
    int64_t changed_ms;
    const char *summary;     /* "Abiline: lauamängud" */
    const char *description; /* lines are split by \n; may be NULL, as may all below */
    const char *location;
    const char *url;
    const char *const *categories; /* ended by NULL */
    bool has_position;
    double lat, lon;
};

/* The host of an address such as public_url: the right side of UIDs. Cut to `size`, always terminated. */
void calendar_host_of(const char *public_url, char *host, size_t size);

struct calendar_file {
    const char *name;   /* what the calendar is called */
    const char *domain; /* the right side of UIDs: the host of public_url */
    enum language language;
    bool cancels; /* METHOD:CANCEL: every event is taken out of the calendar it was put into */
    const char *organizer_name, *organizer_address; /* ORGANIZER, which CANCEL needs; NULL: none */
    int refresh_minutes; /* how often programs should ask again; 0: not said (a single event's attachment) */
    const struct calendar_event *events;
    size_t event_count;
};

/*
 * Writes an RFC 5545 calendar: METHOD:PUBLISH or CANCEL, times in UTC, visits as whole days, lines folded, text
 * escaped. The same input gives the same bytes. A new string that the caller frees; NULL with `error` set.
 */
char *calendar_write(const struct calendar_file *file, struct error *error) __attribute__((warn_unused_result));

#endif
