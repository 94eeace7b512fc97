/* Long work that one server instance at a time holds by a lease: planning a round, and what comes later. */
#ifndef VAHETUS_DB_JOBS_H
#define VAHETUS_DB_JOBS_H

#include "db/types.h"

struct job {
    struct uuid id, subject;
    const char *kind;
    int state;        /* enum job_state */
    int32_t progress; /* in thousandths */
    bool has_objective, has_bound;
    int64_t objective, bound;
    bool cancel_requested;
    const char *parameters, *result; /* the service's own texts; NULL: none */
    const char *failure;             /* a code; NULL: none */
    int64_t created_at_ms, finished_at_ms;
    int32_t attempts;
};

/* Starts planning of a round: the round becomes planning. ERROR_NOT_FOUND; ERROR_CONFLICT "job_running",
 * "round_published". */
DB_CHECKED bool plan_start(struct db *db, const struct actor *actor, const struct uuid *job, const struct uuid *round,
                           const char *parameters, struct error *error);
/* The newest plan job of a round that the actor coordinates. True with `*job` NULL when there was none. */
DB_CHECKED bool plan_read(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *round,
                          struct job **job, struct error *error);
/* Asks it to stop; a waiting one is cancelled at once and the round goes back. ERROR_CONFLICT "no_job". */
DB_CHECKED bool plan_cancel(struct db *db, const struct actor *actor, const struct uuid *round, struct error *error);

/* The newest job of a kind about a subject that the caller has found to be the actor's. True with `*job` NULL when
 * there was none. */
DB_CHECKED bool job_newest(struct db *db, struct arena *arena, const char *kind, const struct uuid *subject,
                           struct job **job, struct error *error);
/* Asks it to stop: one that waits is cancelled at once (`ended`), one that runs is told by its next job_progress.
 * ERROR_CONFLICT "no_job". */
DB_CHECKED bool job_cancel(struct db *db, const char *kind, const struct uuid *subject, bool *ended,
                           struct error *error);

/* Any other kind. ERROR_CONFLICT "job_running" when one of this kind and subject is under way. */
DB_CHECKED bool job_create(struct db *db, const struct actor *actor, const struct uuid *id, const char *kind,
                           const struct uuid *subject, const char *parameters, struct error *error);

/* Claims the oldest waiting job (or one whose lease ran out; given up as failed after 3 attempts) for `owner`. True
 * with `*job` NULL when there is none. */
DB_CHECKED bool job_claim(struct db *db, struct arena *arena, const struct uuid *owner, int64_t lease_ms,
                          struct job **job, struct error *error);

/* Reports progress and extends the lease. `cancel` tells that it should stop. ERROR_CONFLICT "lease_lost". */
DB_CHECKED bool job_progress(struct db *db, const struct uuid *id, const struct uuid *owner, int32_t progress,
                             const int64_t *objective, const int64_t *bound, int64_t lease_ms, bool *cancel,
                             struct error *error);

/* The end: done, failed or cancelled, with a result. What the job was about and is still under way goes on without it:
 * a round to proposed or back to draft, a pairing to failed or cancelled. Call round_store_plan or pairing_store first,
 * in the same transaction. ERROR_CONFLICT "lease_lost". */
DB_CHECKED bool job_finish(struct db *db, const struct uuid *id, const struct uuid *owner, int state,
                           const int64_t *objective, const int64_t *bound, const char *result, const char *failure,
                           struct error *error);

#endif
