/* Idempotency keys: a repeated request gets the first one's answer, for 24 hours. */
#ifndef VAHETUS_DB_IDEMPOTENCY_H
#define VAHETUS_DB_IDEMPOTENCY_H

#include "db/types.h"

enum idempotency_state {
    IDEMPOTENCY_NEW,    /* nothing was answered under this key */
    IDEMPOTENCY_DONE,   /* `status` and `answer` are what was answered */
    IDEMPOTENCY_DIFFERS /* the key came with another body: 422 */
};

/* `key_hash` is of caller, route and key. Read outside the work's transaction, when that has failed: so the first
 * request costs no look, and a server that dies in the middle leaves no claim behind. */
DB_CHECKED bool idempotency_find(struct db *db, struct arena *arena, const unsigned char key_hash[32],
                                 const unsigned char body_hash[32], enum idempotency_state *state, int *status,
                                 const char **answer, size_t *answer_length, struct error *error);

/* Stores answers inside the transaction that did the work: both are durable or none. A key that is there already fails
 * with ERROR_CONFLICT "key_exists"; one that another transaction is just storing is waited for. */
struct idempotency_done {
    unsigned char key_hash[32], body_hash[32];
    int status;
    const void *answer;
    size_t answer_length;
};
DB_CHECKED bool idempotency_append(struct db *db, const struct idempotency_done *rows, size_t count,
                                   struct error *error);

#endif
