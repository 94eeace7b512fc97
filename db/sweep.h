/* Nightly and minutely tidying: what has run out goes. */
#ifndef VAHETUS_DB_SWEEP_H
#define VAHETUS_DB_SWEEP_H

#include "db/types.h"

/* Invitations over their time expire, with a change row each; at most 500. In a transaction. */
DB_CHECKED bool sweep_invitations(struct db *db, size_t *count, struct error *error);

/* Erases what has been kept for its time, by the table of retention_rules.c, at most a few thousand rows of each rule.
 * In a transaction. */
DB_CHECKED bool sweep_expired(struct db *db, struct error *error);

#endif
