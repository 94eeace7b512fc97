/* What a centre's manager reads first: offers that wait for a decision, who answered, and what somebody has done here.
 */
#ifndef VAHETUS_DB_ANSWERS_H
#define VAHETUS_DB_ANSWERS_H

#include "db/types.h"

enum { ANSWERS_DAYS = 30 };

struct centre_answer {
    struct uuid id, need, person;
    int kind, state, reason; /* enum invitation_kind, invitation_state; decline_reason or WORD_NONE */
    const char *first_name;
    const char *name;   /* NULL where staff may not know it */
    int64_t said_at_ms; /* answered, or offered */
    const char *activity;
    bool has_shift; /* the first that was asked for or offered */
    int64_t from_ms, to_ms;
    int32_t shift_count;
    bool check_needed; /* an open offer whose first shift no check covers */
};

/* Offers to a centre's open needs that wait for it, then what was answered in the last ANSWERS_DAYS days, newest first;
 * at most 200. No contact, so that a page that is open all day shows only what it needs. ERROR_NOT_FOUND. */
DB_CHECKED bool answers_of_centre(struct db *db, struct arena *arena, const struct actor *actor, const char *centre,
                                  struct centre_answer **answers, size_t *count, struct error *error);

struct service_entry {
    const char *activity;
    int64_t from_ms, to_ms;
    int32_t minutes;
};

/* What a certificate says. */
struct service_record {
    struct uuid person;
    const char *name, *centre, *centre_name, *municipality_name;
    struct service_entry *entries; /* by time */
    size_t count;
    int64_t minutes;
};

/* The shifts that a person has done at a centre. ERROR_NOT_FOUND "unknown_centre"; "unknown_person" for whoever has
 * done none there. */
DB_CHECKED bool service_record_read(struct db *db, struct arena *arena, const struct actor *actor, const char *centre,
                                    const struct uuid *person, struct service_record *record, struct error *error);

#endif
