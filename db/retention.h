/* R10: profiles without a sign of life. After `inactive_months` (24) a letter asks whether the profile is to stay; who
 * gives no sign of life for `stay_answer_days` (30) after the letter left is forgotten. Workers are left alone while
 * they work, and so is whoever has something agreed. */
#ifndef VAHETUS_DB_RETENTION_H
#define VAHETUS_DB_RETENTION_H

#include "db/types.h"

enum { RETENTION_RULES_MAX = 24 };

/* A dry run of the nightly work: what each rule would take now, and `days_ahead` from now if nothing changed. */
struct retention_due {
    const char *rule; /* a static word */
    int32_t kept_days, kept_months;
    int64_t now, ahead;
};
DB_CHECKED bool retention_report(struct db *db, int64_t days_ahead, struct retention_due list[RETENTION_RULES_MAX],
                                 size_t *count, struct error *error);

/* A sign of life, noted to a day. For whoever acts for a person: signing in, answering. */
DB_CHECKED bool person_is_active(struct db *db, const struct uuid *person, struct error *error);

/* Asks at most `count` people, each by a link of their own, good for the days to answer; `asked` says how many. In a
 * transaction. */
DB_CHECKED bool retention_ask(struct db *db, const struct link_secret *links, size_t count, size_t *asked,
                              struct error *error);

/* Forgets at most 50 of those who were asked and gave no sign of life. In a transaction. */
DB_CHECKED bool retention_forget(struct db *db, size_t *forgotten, struct error *error);

/* The letter's button: the profile stays. ERROR_GONE "link_unknown", "link_used", "link_expired". */
DB_CHECKED bool profile_keep(struct db *db, const unsigned char token_hash[32], const char *request,
                             struct error *error);

#endif
