/* Private to vahetus-match: dates, instants and times of day from text, and the wall clock of Europe/Tallinn. */
#ifndef MATCHER_COMMAND_MOMENT_H
#define MATCHER_COMMAND_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

/* "2027-03-28", a date that exists, years 1900 to 2199. */
bool moment_date(const char *text, int32_t *day);
/* "16:30", "24:00"; a multiple of 15 minutes. */
bool moment_time_of_day(const char *text, int *minute);
/* "2027-03-28T14:00:00Z", also without seconds, with a zero fraction, or with an offset such as +02:00; whole minutes.
 */
bool moment_instant(const char *text, int32_t *utc_min);
/* Local minus UTC in minutes: 120, or 180 in summer, from 01:00 UTC on the last Sunday of March to that of October
 * (Directive 2000/84/EC; Estonia since 2002). */
int moment_tallinn_offset(int32_t utc_min);

#endif
