/* Private to db/: pairings as they are found and touched. */
#ifndef VAHETUS_DB_PAIRINGS_ROWS_H
#define VAHETUS_DB_PAIRINGS_ROWS_H

#include "db/pairings.h"

/* Whether pairing `p` is of one of the actor's scopes: for WHERE, with the account's id as its parameter. */
#define PAIRING_REACHED                                                                                                \
    "EXISTS (SELECT 1 FROM account_role r WHERE r.account_id = ? AND (r.role = 'coordinator' "                         \
    "AND r.group_code = p.group_code OR r.role = 'specialist' AND r.municipality_code = p.municipality_code))"

/* The active centres of pairing `p`, as rows `c`: what follows FROM. */
#define PAIRING_CENTRES                                                                                                \
    "pairing p JOIN centre c ON c.active = 1 AND (c.municipality_code = p.municipality_code OR EXISTS "                \
    "(SELECT 1 FROM group_member m WHERE m.group_code = p.group_code AND m.municipality_code = c.municipality_code "   \
    "AND m.since <= UTC_DATE() AND m.until > UTC_DATE())) "

/* A locked pairing has changed: version and change row. */
DB_CHECKED bool pairing_touch(struct db *db, const struct uuid *id, struct error *error);

#endif
