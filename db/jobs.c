#include "db/jobs.h"

#include <string.h>

#include "db/pairings.h"
#include "db/record.h"
#include "db/rounds.h"
#include "db/rounds_rows.h"
#include "db/statement.h"

#define PLAN_KIND "round_plan"

#define JOB_COLUMNS                                                                                                    \
    "SELECT id, subject_id, kind, state, progress, objective, bound, cancel_requested, parameters, result, failure, "  \
    "created_at, finished_at, attempts FROM job "

static struct job *read_job(struct rows *rows, struct arena *arena)
{
    struct job *job = arena_alloc(arena, sizeof *job);
    if (job == NULL)
        return NULL;
    *job = (struct job){.id = rows_uuid(rows, 0),
                        .subject = rows_uuid(rows, 1),
                        .kind = rows_text(rows, 2, arena),
                        .state = rows_word(rows, 3, job_state_words),
                        .progress = (int32_t)rows_int(rows, 4),
                        .has_objective = !rows_null(rows, 5),
                        .objective = rows_int(rows, 5),
                        .has_bound = !rows_null(rows, 6),
                        .bound = rows_int(rows, 6),
                        .cancel_requested = rows_int(rows, 7) != 0,
                        .parameters = rows_text(rows, 8, arena),
                        .result = rows_text(rows, 9, arena),
                        .failure = rows_text(rows, 10, arena),
                        .created_at_ms = rows_time(rows, 11),
                        .finished_at_ms = rows_time(rows, 12),
                        .attempts = (int32_t)rows_int(rows, 13)};
    return job;
}

static bool end_job(struct rows *rows, struct arena *arena, struct job **job, struct error *error)
{
    *job = NULL;
    if (rows_next(rows)) {
        *job = read_job(rows, arena);
        if (*job == NULL)
            error_set(error, ERROR_INTERNAL, "out_of_memory", "job");
    }
    return rows_end(rows, error);
}

static bool job_changed(struct db *db, const struct uuid *subject, struct error *error)
{
    return record_change(db, "job", subject, NULL, NULL, NULL, error);
}

bool job_create(struct db *db, const struct actor *actor, const struct uuid *id, const char *kind,
                const struct uuid *subject, const char *parameters, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO job (id, kind, subject_id, parameters, created_by) VALUES (?, ?, ?, ?, ?)", "ususu", id,
                   kind, subject, parameters, &actor->account) &&
           job_changed(db, subject, error) && record_audit(db, actor, "job_create", id, NULL, NULL, error);
}

bool job_newest(struct db *db, struct arena *arena, const char *kind, const struct uuid *subject, struct job **job,
                struct error *error)
{
    struct rows rows;
    return query(db, &rows, error, JOB_COLUMNS "WHERE kind = ? AND subject_id = ? ORDER BY id DESC LIMIT 1", "su", kind,
                 subject) &&
           end_job(&rows, arena, job, error);
}

bool job_cancel(struct db *db, const char *kind, const struct uuid *subject, bool *ended, struct error *error)
{
    uint64_t waiting = 0, running = 0;
    if (!execute(db, &waiting, error,
                 "UPDATE job SET state = 'cancelled', finished_at = NOW(3) WHERE kind = ? AND subject_id = ? "
                 "AND state = 'waiting'",
                 "su", kind, subject) ||
        !execute(db, &running, error,
                 "UPDATE job SET cancel_requested = 1 WHERE kind = ? AND subject_id = ? AND state = 'running'", "su",
                 kind, subject))
        return false;
    *ended = waiting > 0;
    if (waiting == 0 && running == 0)
        return error_set(error, ERROR_CONFLICT, "no_job", "nothing is under way");
    return job_changed(db, subject, error);
}

bool plan_start(struct db *db, const struct actor *actor, const struct uuid *job, const struct uuid *round,
                const char *parameters, struct error *error)
{
    int state = ROUND_DRAFT;
    if (!round_lock(db, actor, round, 0, &state, error))
        return false;
    if (state == ROUND_PUBLISHED || state == ROUND_CLOSED)
        return error_set(error, ERROR_CONFLICT, "round_published", "published");
    return job_create(db, actor, job, PLAN_KIND, round, parameters, error) &&
           execute(db, NULL, error, "UPDATE round SET state = 'planning' WHERE id = ?", "u", round) &&
           round_touch(db, round, error);
}

bool plan_read(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *round,
               struct job **job, struct error *error)
{
    int64_t one = 0;
    if (!query_int(db, &one, error,
                   "SELECT 1 FROM round r JOIN account_role a ON a.role = 'admin' OR a.role = 'coordinator' "
                   "AND a.group_code = r.group_code WHERE r.id = ? AND a.account_id = ? LIMIT 1",
                   "uu", round, &actor->account))
        return error_set(error, ERROR_NOT_FOUND, "unknown_round", "no such round, or not the actor's");
    return job_newest(db, arena, PLAN_KIND, round, job, error);
}

/* A round whose plan ended without one goes back to where it stood: with visits it is proposed,
 * else collecting where workers were asked, else a draft. */
static bool release_round(struct db *db, const struct uuid *round, struct error *error)
{
    return execute(db, NULL, error,
                   "UPDATE round SET state = IF(EXISTS (SELECT 1 FROM visit WHERE round_id = ?), 'proposed', "
                   "IF(answer_by IS NULL, 'draft', 'collecting')), version = version + 1 WHERE id = ? AND state = "
                   "'planning'",
                   "uu", round, round) &&
           record_change(db, "round", round, NULL, NULL, NULL, error);
}

bool plan_cancel(struct db *db, const struct actor *actor, const struct uuid *round, struct error *error)
{
    bool ended = false;
    return round_lock(db, actor, round, 0, NULL, error) && job_cancel(db, PLAN_KIND, round, &ended, error) &&
           (!ended || release_round(db, round, error)) &&
           record_audit(db, actor, "plan_cancel", round, NULL, NULL, error);
}

enum { KIND_SIZE = 41 };

/* What an ended job was about goes on without it. */
static bool release_subject(struct db *db, const char *kind, const struct uuid *subject, int state, struct error *error)
{
    if (strcmp(kind, PLAN_KIND) == 0)
        return release_round(db, subject, error);
    return strcmp(kind, PAIRING_JOB_KIND) != 0 ||
           pairing_release(db, subject, state == JOB_CANCELLED ? PAIRING_CANCELLED : PAIRING_FAILED, error);
}

static void copy_kind(const struct rows *rows, unsigned column, char kind[KIND_SIZE])
{
    size_t length = rows_copy(rows, column, kind, KIND_SIZE - 1);
    kind[length < KIND_SIZE ? length : KIND_SIZE - 1] = '\0';
}

/* Jobs that died with their instances three times are given up. */
static bool give_up(struct db *db, struct error *error)
{
    struct rows rows;
    struct uuid job = {{0}}, subject = {{0}};
    char kind[KIND_SIZE] = "";
    if (!query(db, &rows, error,
               "SELECT id, subject_id, kind FROM job WHERE state = 'running' "
               "AND lease_until < NOW(3) AND attempts >= 3 LIMIT 1 FOR UPDATE SKIP LOCKED",
               ""))
        return false;
    bool found = rows_next(&rows);
    if (found) {
        job = rows_uuid(&rows, 0);
        subject = rows_uuid(&rows, 1);
        copy_kind(&rows, 2, kind);
    }
    if (!rows_end(&rows, error))
        return false;
    return !found || (execute(db, NULL, error,
                              "UPDATE job SET state = 'failed', failure = 'gave_up', lease_until = NULL, "
                              "finished_at = NOW(3) WHERE id = ?",
                              "u", &job) &&
                      release_subject(db, kind, &subject, JOB_FAILED, error) && job_changed(db, &subject, error));
}

bool job_claim(struct db *db, struct arena *arena, const struct uuid *owner, int64_t lease_ms, struct job **job,
               struct error *error)
{
    struct rows rows;
    *job = NULL;
    if (!give_up(db, error) ||
        !query(db, &rows, error,
               JOB_COLUMNS "WHERE state = 'waiting' OR state = 'running' AND lease_until < NOW(3) AND attempts < 3 "
                           "ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED",
               "") ||
        !end_job(&rows, arena, job, error))
        return false;
    if (*job == NULL)
        return true;
    (*job)->state = JOB_RUNNING;
    (*job)->attempts++;
    return execute(db, NULL, error,
                   "UPDATE job SET state = 'running', lease_owner = ?, attempts = attempts + 1, "
                   "lease_until = NOW(3) + INTERVAL ? * 1000 MICROSECOND WHERE id = ?",
                   "uiu", owner, lease_ms, &(*job)->id) &&
           job_changed(db, &(*job)->subject, error);
}

/* Whether the job is still the owner's; its subject and wish to stop. */
static bool lock_job(struct db *db, const struct uuid *id, const struct uuid *owner, struct uuid *subject,
                     char kind[KIND_SIZE], bool *cancel, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT subject_id, kind, cancel_requested FROM job WHERE id = ? AND lease_owner = ? "
               "AND state = 'running' FOR UPDATE",
               "uu", id, owner))
        return false;
    bool found = rows_next(&rows);
    if (found) {
        *subject = rows_uuid(&rows, 0);
        copy_kind(&rows, 1, kind);
        *cancel = rows_int(&rows, 2) != 0;
    }
    if (!rows_end(&rows, error))
        return false;
    return found || error_set(error, ERROR_CONFLICT, "lease_lost", "another instance has this job");
}

bool job_progress(struct db *db, const struct uuid *id, const struct uuid *owner, int32_t progress,
                  const int64_t *objective, const int64_t *bound, int64_t lease_ms, bool *cancel, struct error *error)
{
    struct uuid subject;
    char kind[KIND_SIZE];
    return lock_job(db, id, owner, &subject, kind, cancel, error) &&
           execute(db, NULL, error,
                   "UPDATE job SET progress = ?, objective = COALESCE(?, objective), bound = COALESCE(?, bound), "
                   "lease_until = NOW(3) + INTERVAL ? * 1000 MICROSECOND WHERE id = ?",
                   "iIIiu", (int64_t)progress, (int)(objective != NULL), objective == NULL ? INT64_C(0) : *objective,
                   (int)(bound != NULL), bound == NULL ? INT64_C(0) : *bound, lease_ms, id) &&
           job_changed(db, &subject, error);
}

bool job_finish(struct db *db, const struct uuid *id, const struct uuid *owner, int state, const int64_t *objective,
                const int64_t *bound, const char *result, const char *failure, struct error *error)
{
    struct uuid subject;
    char kind[KIND_SIZE];
    bool cancel;
    return lock_job(db, id, owner, &subject, kind, &cancel, error) &&
           execute(db, NULL, error,
                   "UPDATE job SET state = ?, progress = 1000, objective = COALESCE(?, objective), "
                   "bound = COALESCE(?, bound), result = ?, failure = ?, lease_until = NULL, finished_at = NOW(3) "
                   "WHERE id = ?",
                   "sIIssu", job_state_words[state], (int)(objective != NULL),
                   objective == NULL ? INT64_C(0) : *objective, (int)(bound != NULL),
                   bound == NULL ? INT64_C(0) : *bound, result, failure, id) &&
           release_subject(db, kind, &subject, state, error) && job_changed(db, &subject, error);
}
