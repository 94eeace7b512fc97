/*
 * Work in the background, each kind on a thread and connection of its own:
 *
 *   leased jobs   rows of the job table (db/jobs.h), claimed by one instance at a time: plans of rounds. A kind is a
 *                 struct job_kind, listed in job_kinds[] (jobs_table.c). It reports progress and is told to stop.
 *   tasks         done again and again: letters of the outbox, expiry, retention. A struct task, listed in tasks[].
 */
#ifndef VAHETUS_SERVICES_JOBS_H
#define VAHETUS_SERVICES_JOBS_H

#include <stdbool.h>
#include <stdint.h>

#include "db/connection.h"
#include "db/jobs.h"
#include "services/settings.h"

struct calendar;
struct words;
struct jobs;

/* What every job and task may use. */
struct job_tools {
    const struct settings *settings;
    const struct words *words;
    const struct calendar *calendar;
    struct uuid owner; /* of leases: this thread, in this process */
};

/* A job under way. */
struct job_run {
    struct db *db;
    struct arena *arena; /* as long as the run */
    const struct job *job;
    const struct job_tools *tools;
    struct jobs *jobs; /* for job_stopping */
};

struct job_kind {
    const char *kind; /* as in the job table */
    /* Does it all, job_finish (in its own transaction) included. False with `error`: the job then becomes failed with
     * the error's code, except after ERROR_BUSY and "lease_lost", when another try takes it over. */
    bool (*run)(struct job_run *run, struct error *error);
};

extern const struct job_kind *const job_kinds[]; /* ended by NULL */

/* Tells how far it is (in thousandths) and keeps the lease. False with `error` when the lease is lost; `stop` is true
 * when somebody asked it to end early, or the server is stopping. Call it at least every 10 s. */
bool job_report(struct job_run *run, int32_t progress, const int64_t *objective, const int64_t *bound, bool *stop,
                struct error *error) __attribute__((warn_unused_result));

/* The server is stopping: end soon. Any thread. */
bool jobs_stopping(const struct jobs *jobs);

struct task {
    const char *name; /* for the log */
    int64_t period_ms;
    /* Once; `context` is what `start` made. Returns false with `error`: logged, tried again after the period. */
    bool (*run)(struct db *db, const struct job_tools *tools, void *context, struct error *error);
    /* All may be NULL. `start` returns false with a sentence in `error`: the server does not start. `interrupt` comes
     * from another thread when the server stops, so that a `run` under way ends soon. */
    bool (*start)(const struct job_tools *tools, void **context, struct error *error);
    void (*interrupt)(void *context);
    void (*stop)(void *context);
};

extern const struct task *const tasks[]; /* ended by NULL */

/* Starts all threads. NULL with `error`. */
struct jobs *jobs_start(const struct job_tools *tools, const struct db_settings *settings, struct error *error)
    __attribute__((warn_unused_result));
/* Asks all to stop, waits for them, frees. Takes NULL. */
void jobs_stop(struct jobs *jobs);

#endif
