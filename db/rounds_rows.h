/* Private to db/: rounds as they are locked before they change, and the parts they are read in. */
#ifndef VAHETUS_DB_ROUNDS_ROWS_H
#define VAHETUS_DB_ROUNDS_ROWS_H

#include "db/rounds.h"

/* Locks a round that the actor coordinates (NULL: a job acts). ERROR_NOT_FOUND "unknown_round"; with a version
 * (0: any) ERROR_STALE. `state` (may be NULL) is filled. */
DB_CHECKED bool round_lock(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version, int *state,
                           struct error *error);

/* A locked round has changed: version and change row. */
DB_CHECKED bool round_touch(struct db *db, const struct uuid *id, struct error *error);

/* What a coordinator sets, written over what was: rounds_store.c. The round is locked. */
DB_CHECKED bool round_store_kind(struct db *db, const struct uuid *round, int kind, struct error *error);
DB_CHECKED bool round_store_rules(struct db *db, const struct uuid *round, const struct round_rules *rules,
                                  struct error *error);
DB_CHECKED bool round_store_periods(struct db *db, const struct uuid *round, const struct round_period *periods,
                                    size_t count, struct error *error);
DB_CHECKED bool round_store_centre(struct db *db, const struct uuid *round, const struct round_centre *centre,
                                   struct error *error);
DB_CHECKED bool round_store_worker(struct db *db, const struct uuid *round, const struct round_worker *worker,
                                   struct error *error);
DB_CHECKED bool round_store_days_off(struct db *db, const struct uuid *round, const struct uuid *worker,
                                     const struct days_off *days, size_t count, struct error *error);
/* Staffing, languages, numbers and offers of the centres, leads and ways of the workers, from one round to another. */
DB_CHECKED bool round_copy_centres(struct db *db, const struct uuid *from, const struct uuid *to, struct error *error);

/* A round's periods in their order, after the `count` that are there: rounds_read.c. */
DB_CHECKED bool round_read_periods(struct db *db, struct arena *arena, const struct uuid *round,
                                   struct round_period **periods, size_t *count, struct error *error);

/* What else belongs to a round that is being read: rounds_inputs.c. */
DB_CHECKED bool round_read_inputs(struct db *db, struct arena *arena, struct round *round, struct error *error);

/* Checks and certificates of origin of its workers: rounds_checks.c. */
DB_CHECKED bool round_read_checks(struct db *db, struct arena *arena, struct round *round, struct error *error);

/* A locked round's visits become these; those that stay keep their ids. A pinned one that is left out is
 * ERROR_CONFLICT "pin". */
DB_CHECKED bool round_replace_visits(struct db *db, const struct uuid *round, const struct visit *visits, size_t count,
                                     struct error *error);

#endif
