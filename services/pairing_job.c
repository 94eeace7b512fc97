/*
 * Pairing everybody as a leased job: read a private copy of people and needs, solve, judge, store. Stopped while it
 * reads it is cancelled; stopped or out of time while it solves, the best found is kept with its bound.
 */
#include "services/pairing_job.h"

#include <time.h>

#include "services/pairing_solve.h"

enum { REPORT_EVERY_MS = 250, LIMIT_MS = 60 * 1000, READ_SHARE = 200, SOLVE_SHARE = 750 };

struct pairing_run {
    struct job_run *run;
    struct error *error;
    int64_t started_ms, reported_ms;
    bool failed; /* a report failed: the lease is lost or the database away */
    bool stopped;
};

static int64_t clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* True: stop. */
static bool report(struct pairing_run *run, int32_t share, const int64_t *objective, const int64_t *bound)
{
    int64_t now = clock_ms(CLOCK_MONOTONIC);
    if (now - run->reported_ms < REPORT_EVERY_MS)
        return run->stopped;
    run->reported_ms = now;
    bool stop = false;
    if (!job_report(run->run, share, objective, bound, &stop, run->error))
        run->failed = true;
    run->stopped = run->stopped || stop || run->failed;
    return run->stopped;
}

static bool while_reading(void *context, struct error *error)
{
    struct pairing_run *run = context;
    return report(run, READ_SHARE / 2, NULL, NULL) && !error_set(error, ERROR_CONFLICT, "cancelled", "stopped");
}

static bool while_solving(void *context, const struct matcher_pairing_progress *progress)
{
    struct pairing_run *run = context;
    int64_t spent = clock_ms(CLOCK_MONOTONIC) - run->started_ms;
    if (spent >= LIMIT_MS)
        return true;
    return report(run, (int32_t)(READ_SHARE + spent * SOLVE_SHARE / LIMIT_MS), &progress->filled,
                  &progress->bound_filled);
}

struct ending {
    struct job_run *run;
    const struct pairing_outcome *outcome;
};

static bool store(struct db *db, void *context, struct error *error)
{
    const struct ending *ending = context;
    const struct pairing *solved = &ending->outcome->solved;
    return pairing_store(db, solved, &ending->outcome->content, error) &&
           job_finish(db, &ending->run->job->id, &ending->run->tools->owner, JOB_DONE, &solved->worth,
                      &solved->bound_worth, NULL, NULL, error);
}

static bool cancelled(struct db *db, void *context, struct error *error)
{
    const struct ending *ending = context;
    return job_finish(db, &ending->run->job->id, &ending->run->tools->owner, JOB_CANCELLED, NULL, NULL, NULL, NULL,
                      error);
}

static bool solve(struct job_run *run, struct pairing_run *state, struct pairing_model *model, struct error *error)
{
    static const struct pairing_content nothing;
    struct codes centres;
    struct pairing_task task = {.model = model,
                                .words = run->tools->words,
                                .now_ms = clock_ms(CLOCK_REALTIME),
                                .before = &nothing,
                                .with_advice = true,
                                .stop = while_solving,
                                .context = state};
    struct pairing_seat *today;
    struct pairing_outcome outcome;
    struct ending ending = {run, &outcome};
    if (!pairing_centres(run->db, run->arena, &run->job->subject, &centres, error) ||
        !pairing_model_read_all(model, run->db, run->arena, run->tools->words, run->tools->calendar, &centres,
                                while_reading, state, error))
        return state->stopped && !state->failed ? db_transaction(run->db, cancelled, &ending, error) : false;
    if (!pairing_today(run->db, run->arena, &run->job->subject, &today, &task.today_count, error))
        return false;
    task.today = today;
    state->started_ms = clock_ms(CLOCK_MONOTONIC);
    if (!pairing_solve(&task, run->arena, &outcome, error) || state->failed)
        return false;
    outcome.solved.id = run->job->subject;
    return db_transaction(run->db, store, &ending, error);
}

static bool run_pairing(struct job_run *run, struct error *error)
{
    struct pairing_run state = {.run = run, .error = error};
    struct pairing_model model = {0};
    bool done = solve(run, &state, &model, error);
    pairing_model_free(&model);
    return done;
}

const struct job_kind pairing_job = {.kind = PAIRING_JOB_KIND, .run = run_pairing};
