/* Private to db/: rounds as they are locked before they change. */
#ifndef VAHETUS_DB_ROUNDS_ROWS_H
#define VAHETUS_DB_ROUNDS_ROWS_H

#include "db/rounds.h"

/* Locks a round that the actor coordinates (NULL: a job acts). ERROR_NOT_FOUND "unknown_round"; with a version
 * (0: any) ERROR_STALE. `state` (may be NULL) is filled. */
DB_CHECKED bool round_lock(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version, int *state,
                           struct error *error);

/* A locked round has changed: version and change row. */
DB_CHECKED bool round_touch(struct db *db, const struct uuid *id, struct error *error);

#endif
