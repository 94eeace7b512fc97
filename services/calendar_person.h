/* A person's shifts and visits as an .ics file: the feed behind the person's calendar address, and what letters carry.
 */
#ifndef VAHETUS_SERVICES_CALENDAR_PERSON_H
#define VAHETUS_SERVICES_CALENDAR_PERSON_H

#include <stddef.h>

#include "db/error.h"
#include "db/placements.h"
#include "db/rounds.h"
#include "services/calendar.h"

struct person_calendar {
    enum language language;
    const char *public_url;                         /* without a slash at its end; its host is the right side of UIDs */
    int refresh_minutes;                            /* as in struct calendar_file; 0 for an attachment */
    bool cancels;                                   /* a file that takes its events out of calendars (METHOD:CANCEL) */
    const char *organizer_name, *organizer_address; /* of a file in a letter; NULL: none */
    const struct placement *placements;             /* `activity` holds its name here, not its code */
    size_t placement_count;
    const struct my_visit *visits;
    size_t visit_count;
};

/* Agreed, awaiting, done and cancelled placements and published visits. A new string that the caller frees; NULL with
 * `error` set. */
char *person_calendar_write(const struct person_calendar *calendar, struct error *error)
    __attribute__((warn_unused_result));

#endif
