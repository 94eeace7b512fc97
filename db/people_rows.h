/* Private to db/: reading and writing all that belongs to people. */
#ifndef VAHETUS_DB_PEOPLE_ROWS_H
#define VAHETUS_DB_PEOPLE_ROWS_H

#include "db/people.h"

/* Writes what is given of a person's profile, lists replaced, consents noted. The person's row exists. */
DB_CHECKED bool person_store(struct db *db, const struct uuid *id, const struct person_fields *fields,
                             struct error *error);

/* The guardian of a minor and, with a link, the letter that asks for permission at the centres chosen. */
DB_CHECKED bool guardian_ask(struct db *db, const struct uuid *person, const char *centre,
                             const struct link_secret *link, struct error *error);

#endif
