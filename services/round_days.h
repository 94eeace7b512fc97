/*
 * Who is at work on which day: what a centre can spare while its own workers visit others.
 *
 * Open days come from the centre's staffing of the round less its closed days. Of those in the round, everybody whose
 * home the centre is counts as own staff, taking part or not, except on days off that are not spent at work.
 *
 *   shadow   nobody who comes as a guest counts:      own - away >= staff, own - away >= own needed
 *   swap     as many come as go, and each covers but on the overlap days, the first days of the period:
 *            own - away >= own needed; on overlap days also own - away >= staff. A centre with one worker takes part
 *            when it is closed on the overlap days
 *   leads    where leads are needed and none can be spared no lead goes; else no more people go than leads can be
 *            spared (the planner counts people, so the limit is the safe one)
 */
#ifndef VAHETUS_SERVICES_ROUND_DAYS_H
#define VAHETUS_SERVICES_ROUND_DAYS_H

#include "db/rounds.h"

enum { DAYS_OF_PERIOD_MAX = 32 };

/* The staffing of an open day; NULL when the centre is closed or has told nothing. */
const struct round_staffing *round_open_on(const struct round_centre *centre, int32_t day);

/* The open days of a centre in a period, ascending; where nothing is told, Monday to Friday. Returns how many. */
size_t round_open_days(const struct round_centre *centre, const struct round_period *period,
                       int32_t days[DAYS_OF_PERIOD_MAX]);

/* Own workers of a centre at work on a day, nobody being on a visit. */
struct round_presence {
    int32_t own, leads, absent;
};
struct round_presence round_presence_on(const struct round *round, const char *centre, int32_t day);

/* Is it a day on which no guest counts as cover yet? */
bool round_overlaps(const struct round *round, const struct round_period *period, int32_t day);

enum round_limit { LIMIT_ROUND, LIMIT_STAFF, LIMIT_OWN, LIMIT_LEADS, LIMIT_OVERLAP };
extern const char *const round_limit_words[];

/* How many own workers a centre can spare in a period, what sets that and on which day (0: the round does). With
 * `leads_stay` no lead may go. */
struct round_spare {
    int32_t away;
    enum round_limit by;
    int32_t day;
    bool leads_stay;
};
struct round_spare round_spare_of(const struct round *round, const struct round_centre *centre,
                                  const struct round_period *period);

/* Why the planner cannot send a worker in a period. */
enum round_block { BLOCK_NONE = -1, BLOCK_COORDINATOR, BLOCK_DAYS_OFF, BLOCK_CHECK, BLOCK_LEAD, BLOCK_EMPLOYER };
extern const char *const round_block_words[];
enum round_block round_block_of(const struct round *round, const struct round_worker *worker,
                                const struct round_period *period);

/* Every centre sends and hosts at least once: sets the minimums of all. Relaxed, by name, are those that cannot send
 * anybody in any period as things stand; of a balanced round they need not host, either. */
void round_set_minimums(struct round *round);

const struct round_period *round_period_of(const struct round *round, const char *id); /* NULL: not in it */
const struct round_period *round_period_on(const struct round *round, int32_t day);    /* NULL: in none */
const struct visit *round_visit_of(const struct round *round, const struct uuid *id);  /* NULL: not in it */

#endif
