/* Nightly and minutely tidying: what has run out goes. */
#ifndef VAHETUS_DB_SWEEP_H
#define VAHETUS_DB_SWEEP_H

#include "db/types.h"

/* Invitations over their time expire, with a change row each; at most 500. In a transaction. */
DB_CHECKED bool sweep_invitations(struct db *db, size_t *count, struct error *error);

/* Deletes registrations that were not confirmed within 30 days after they expired, used and expired links, expired
 * sessions, idempotency keys over 24 h, old windows of limits, change rows over 2 days, sent letters over 30 days; at
 * most a few thousand of each. In a transaction. */
DB_CHECKED bool sweep_expired(struct db *db, struct error *error);

#endif
