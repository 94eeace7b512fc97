/* What workers tell of their published visits: that one cannot be, and what they learned. */
#ifndef VAHETUS_DB_VISIT_REPORTS_H
#define VAHETUS_DB_VISIT_REPORTS_H

#include "db/rounds.h"

/* The worker of a published visit that is not over cannot make it; the group's coordinators get a letter. Telling it
 * again changes the reason. ERROR_NOT_FOUND "unknown_visit"; ERROR_CONFLICT "visit_over". `today` in Tallinn. */
DB_CHECKED bool visit_report(struct db *db, const struct actor *actor, const struct uuid *visit, int reason,
                             int32_t today, struct error *error);

/* Somebody may no longer visit: each published visit of theirs ahead that is not reported is, in the same words and
 * with the same letter as when they tell it themselves, so that nobody reads the reason off it. */
DB_CHECKED bool visits_suspend(struct db *db, const struct uuid *person, struct error *error);

struct visit_report {
    struct uuid visit, worker;
    const char *worker_name, *host, *period;
    int reason; /* enum report_reason */
    int64_t at_ms;
    bool open; /* the visit stands as it was reported */
};
/* Of a round that the actor coordinates: open ones first, then newest first; at most 500. */
DB_CHECKED bool visit_reports_read(struct db *db, struct arena *arena, const struct actor *actor,
                                   const struct uuid *round, struct visit_report **reports, size_t *count,
                                   struct error *error);

struct journal {
    struct uuid visit;
    const char *round_name, *worker_name, *home_name, *host, *host_name;
    int32_t first_day, last_day;
    struct codes offers;
    const char *goal, *learned, *take_home, *for_host; /* NULL: not written */
};
/* The journal of a worker's own published visit. ERROR_NOT_FOUND "unknown_visit". */
DB_CHECKED bool journal_read(struct db *db, struct arena *arena, const struct uuid *person, const struct uuid *visit,
                             struct journal *journal, struct error *error);

/* All that a person has written, of visits that stand and of those that do not: `visit` and the four texts. */
DB_CHECKED bool journals_of_person(struct db *db, struct arena *arena, const struct uuid *person,
                                   struct journal **journals, size_t *count, struct error *error);

struct journal_change {
    bool goal_given, learned_given, take_home_given, for_host_given;
    const char *goal, *learned, *take_home, *for_host; /* NULL: erased */
};
DB_CHECKED bool journal_write(struct db *db, const struct actor *actor, const struct uuid *visit,
                              const struct journal_change *change, struct error *error);

/* What a secondment order says of one visit. */
struct order_line {
    struct uuid visit, worker;
    const char *worker_name, *home, *home_name, *employer;
    const char *host, *host_name, *host_employer, *address, *period;
    const char *goal; /* from the journal; NULL: none written */
    struct codes wants;
    bool employer_agreed, host_agreed;
};
/* Visits of a round by workers of the centres that the actor speaks for (manager, specialist, coordinator), by home,
 * worker and time. Whoever has read the round may ask. */
DB_CHECKED bool orders_read(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *round,
                            struct order_line **lines, size_t *count, struct error *error);

#endif
