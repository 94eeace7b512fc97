/* Registration: what somebody sent in, until the link of the mail confirms it. */
#ifndef VAHETUS_DB_REGISTRATIONS_H
#define VAHETUS_DB_REGISTRATIONS_H

#include "db/people.h"
#include "db/types.h"

struct registration_input {
    struct uuid id;
    const char *email; /* lower case */
    int language;
    const char *form; /* the service's own text of all answers, at most 16,000 characters */
    struct link_secret link;
    const char *request; /* label for audit; may be NULL */
};

/* Appends `count` (up to 64) registrations, with their audit rows and letters, in three statements. In a transaction:
 * all are durable or none; after an error the caller replays them one by one. */
DB_CHECKED bool registrations_append(struct db *db, const struct registration_input *inputs, size_t count,
                                     struct error *error);

struct registration {
    struct uuid id;
    const char *email, *form;
    int language;
};

/* By the hash of the link's secret. ERROR_GONE ("link_used", "link_expired") or ERROR_GONE ("link_unknown"). */
DB_CHECKED bool registration_find(struct db *db, struct arena *arena, const unsigned char token_hash[32],
                                  struct registration *registration, struct error *error);

/* Makes the person, or replaces the profile of the one who has this e-mail, and uses up the link. `fields` is what the
 * service read from the form. `guardian_link` (may be NULL) is mailed to the guardian of a person under 18. */
DB_CHECKED bool registration_confirm(struct db *db, const struct actor *actor, const unsigned char token_hash[32],
                                     const struct person_fields *fields, const struct link_secret *guardian_link,
                                     struct uuid *person, struct error *error);

#endif
