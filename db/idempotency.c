#include "db/idempotency.h"

#include <string.h>

#include "db/record.h"
#include "db/statement.h"

enum { APPEND_MAX = 64 };

bool idempotency_find(struct db *db, struct arena *arena, const unsigned char key_hash[32],
                      const unsigned char body_hash[32], enum idempotency_state *state, int *status,
                      const char **answer, size_t *answer_length, struct error *error)
{
    struct rows rows;
    unsigned char stored[32] = {0};
    *state = IDEMPOTENCY_NEW;
    if (!query(db, &rows, error, "SELECT body_hash, status, answer, LENGTH(answer) FROM idempotency WHERE key_hash = ?",
               "h", key_hash))
        return false;
    if (rows_next(&rows)) {
        rows_copy(&rows, 0, stored, sizeof stored);
        *status = (int)rows_int(&rows, 1);
        *answer = rows_text(&rows, 2, arena);
        *answer_length = (size_t)rows_int(&rows, 3);
        *state = memcmp(stored, body_hash, sizeof stored) == 0 ? IDEMPOTENCY_DONE : IDEMPOTENCY_DIFFERS;
    }
    return rows_end(&rows, error);
}

bool idempotency_append(struct db *db, const struct idempotency_done *rows, size_t count, struct error *error)
{
    unsigned char keys[APPEND_MAX][32], bodies[APPEND_MAX][32];
    int64_t statuses[APPEND_MAX];
    const char *answers[APPEND_MAX];
    if (count > APPEND_MAX)
        return error_set(error, ERROR_INTERNAL, "database_error", "%zu keys", count);
    struct arena *arena = arena_new();
    bool copied = arena != NULL;
    for (size_t i = 0; copied && i < count; i++) {
        memcpy(keys[i], rows[i].key_hash, sizeof keys[i]);
        memcpy(bodies[i], rows[i].body_hash, sizeof bodies[i]);
        statuses[i] = rows[i].status;
        answers[i] = arena_text(arena, rows[i].answer, rows[i].answer_length);
        copied = answers[i] != NULL;
    }
    bool done = copied ? execute_many(db, error,
                                      "INSERT INTO idempotency (key_hash, body_hash, state, status, answer, "
                                      "working_until) VALUES (?, ?, 'done', ?, ?, NOW(3))",
                                      "hhis", count, (const void *const[]){keys, bodies, statuses, answers})
                       : error_set(error, ERROR_INTERNAL, "out_of_memory", "idempotency_append");
    arena_free(arena);
    if (!done && error->kind == ERROR_CONFLICT) {
        *error = (struct error){0};
        error_set(error, ERROR_CONFLICT, "key_exists", "a key was used before");
    }
    return done;
}
