/* Private to db/: reading and writing all that belongs to people. */
#ifndef VAHETUS_DB_PEOPLE_ROWS_H
#define VAHETUS_DB_PEOPLE_ROWS_H

#include "db/people.h"

/* Writes what is given of a person's profile, lists replaced, consents noted. The person's row exists. */
DB_CHECKED bool person_store(struct db *db, const struct uuid *id, const struct person_fields *fields,
                             struct error *error);

#endif
