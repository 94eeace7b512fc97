#include "db/idempotency.h"

#include <string.h>

#include "db/record.h"
#include "db/statement.h"

enum { APPEND_MAX = 64, COLLISION_TRIES = 3 };

/* What is known of the key, if anything. */
static bool look_up(struct db *db, struct arena *arena, const unsigned char key_hash[32],
                    const unsigned char body_hash[32], bool *known, int *state, int *status, const char **answer,
                    size_t *answer_length, struct error *error)
{
    struct rows rows;
    unsigned char stored[32] = {0};
    if (!query(db, &rows, error,
               "SELECT body_hash, state = 'done', status, answer, LENGTH(answer), working_until > NOW(3) "
               "FROM idempotency WHERE key_hash = ? AND created_at > NOW(3) - INTERVAL 24 HOUR",
               "h", key_hash))
        return false;
    *known = rows_next(&rows);
    if (*known) {
        rows_copy(&rows, 0, stored, sizeof stored);
        *status = (int)rows_int(&rows, 2);
        *answer = rows_text(&rows, 3, arena);
        *answer_length = (size_t)rows_int(&rows, 4);
        if (memcmp(stored, body_hash, sizeof stored) != 0)
            *state = IDEMPOTENCY_DIFFERS;
        else if (rows_int(&rows, 1) != 0)
            *state = IDEMPOTENCY_DONE;
        else
            *state = rows_int(&rows, 5) != 0 ? IDEMPOTENCY_BUSY : IDEMPOTENCY_NEW;
    }
    return rows_end(&rows, error);
}

bool idempotency_begin(struct db *db, struct arena *arena, const unsigned char key_hash[32],
                       const unsigned char body_hash[32], int *state, int *status, const char **answer,
                       size_t *answer_length, struct error *error)
{
    for (int try = 0; try < COLLISION_TRIES; try++) {
        bool known = false;
        uint64_t claimed = 0;
        if (!look_up(db, arena, key_hash, body_hash, &known, state, status, answer, answer_length, error))
            return false;
        if (known && *state != IDEMPOTENCY_NEW)
            return true;
        /* A claim that ran out, or one older than a day, is taken over; the condition decides between two who try. */
        if (!execute(db, &claimed, error,
                     "UPDATE idempotency SET body_hash = ?, state = 'working', status = NULL, answer = NULL, "
                     "created_at = NOW(3), working_until = NOW(3) + INTERVAL 60 SECOND WHERE key_hash = ? "
                     "AND (created_at <= NOW(3) - INTERVAL 24 HOUR OR state = 'working' AND working_until <= NOW(3))",
                     "hh", body_hash, key_hash))
            return false;
        *state = IDEMPOTENCY_NEW;
        if (claimed > 0)
            return true;
        if (!known && execute(db, NULL, error,
                              "INSERT INTO idempotency (key_hash, body_hash, working_until) "
                              "VALUES (?, ?, NOW(3) + INTERVAL 60 SECOND)",
                              "hh", key_hash, body_hash))
            return true;
        if (error->kind != ERROR_NONE && error->kind != ERROR_CONFLICT)
            return false;
        *error = (struct error){0}; /* another came between: look again */
    }
    *state = IDEMPOTENCY_BUSY;
    return true;
}

bool idempotency_finish(struct db *db, const unsigned char key_hash[32], int status, const void *answer,
                        size_t answer_length, struct error *error)
{
    return execute(db, NULL, error, "UPDATE idempotency SET state = 'done', status = ?, answer = ? WHERE key_hash = ?",
                   "ibh", (int64_t)status, answer, answer_length, key_hash);
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

bool idempotency_release(struct db *db, const unsigned char key_hash[32], struct error *error)
{
    return execute(db, NULL, error, "DELETE FROM idempotency WHERE key_hash = ? AND state = 'working'", "h", key_hash);
}
