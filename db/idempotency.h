/* Idempotency keys: a repeated request gets the first one's answer, for 24 hours. */
#ifndef VAHETUS_DB_IDEMPOTENCY_H
#define VAHETUS_DB_IDEMPOTENCY_H

#include "db/types.h"

enum idempotency_state {
    IDEMPOTENCY_NEW,    /* it is ours to do, then idempotency_finish in the same transaction */
    IDEMPOTENCY_DONE,   /* `status` and `answer` are what was answered */
    IDEMPOTENCY_BUSY,   /* another request with this key is under way: 409 */
    IDEMPOTENCY_DIFFERS /* the key came with another body: 422 */
};

/* `key_hash` is of caller, route and key. Claims the key for 60 s, durably, outside the work's transaction. */
DB_CHECKED bool idempotency_begin(struct db *db, struct arena *arena, const unsigned char key_hash[32],
                                  const unsigned char body_hash[32], int *state, int *status, const char **answer,
                                  size_t *answer_length, struct error *error);

/* Stores the answer, inside the transaction that did the work: both are durable or none. */
DB_CHECKED bool idempotency_finish(struct db *db, const unsigned char key_hash[32], int status, const void *answer,
                                   size_t answer_length, struct error *error);

/* For appended rows, where begin would cost a commit of its own: one row that is done, in the same transaction. A key
 * that is there already fails with ERROR_CONFLICT "key_exists"; replayed singly, idempotency_begin then tells more. */
struct idempotency_done {
    unsigned char key_hash[32], body_hash[32];
    int status;
    const void *answer;
    size_t answer_length;
};
DB_CHECKED bool idempotency_append(struct db *db, const struct idempotency_done *rows, size_t count,
                                   struct error *error);

/* Lets go of a key whose work failed, so that it can be tried again. */
DB_CHECKED bool idempotency_release(struct db *db, const unsigned char key_hash[32], struct error *error);

#endif
