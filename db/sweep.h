/* Nightly and minutely tidying: what has run out goes. */
#ifndef VAHETUS_DB_SWEEP_H
#define VAHETUS_DB_SWEEP_H

#include "db/types.h"

/* Invitations over their time expire, with a change row each; at most 500. In a transaction. */
DB_CHECKED bool sweep_invitations(struct db *db, size_t *count, struct error *error);

/* Deletes registrations of over 30 days (R10; a confirmed one's answers went at once), checks of people forgotten a
 * year ago (where done hours lean on one, its reference alone), used and expired links, expired
 * sessions, idempotency keys over 24 h, old windows of limits, change rows over 2 days, sent letters over 30 days; at
 * most a few thousand of each. In a transaction. */
DB_CHECKED bool sweep_expired(struct db *db, struct error *error);

#endif
