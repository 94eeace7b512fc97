/* Rate limits that hold over all instances: per address and per recipient, as hashes. */
#ifndef VAHETUS_DB_LIMITS_H
#define VAHETUS_DB_LIMITS_H

#include "db/types.h"

/* Counts one hit of `bucket_hash` in the window of `window_s` seconds that holds now. ERROR_TOO_MANY
 * ("rate_limited") when there were `limit` already; `retry_after_s` (may be NULL) says when the window ends. */
DB_CHECKED bool limit_hit(struct db *db, const unsigned char bucket_hash[32], int window_s, int limit,
                          int *retry_after_s, struct error *error);

#endif
