#include "services/jobs.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "services/log.h"
#include "services/random.h"

enum { LEASE_MS = 30000, POLL_MS = 500, RETRY_MS = 2000 };

/* One thread: a task's, or (task NULL) one that runs leased jobs. */
struct background {
    struct jobs *jobs;
    const struct task *task;
    void *context;
    bool started; /* the task's own start has run */
    struct job_tools tools;
    struct db *db;
    pthread_t thread;
    bool running;
};

struct jobs {
    struct background *threads;
    size_t count;
    atomic_bool stopping;
    pthread_mutex_t lock;
    pthread_cond_t wake;
};

bool jobs_stopping(const struct jobs *jobs)
{
    return jobs->stopping;
}

/* False when it is time to stop. */
static bool wait_ms(struct jobs *jobs, int64_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&jobs->lock);
    while (!jobs->stopping && pthread_cond_timedwait(&jobs->wake, &jobs->lock, &until) != ETIMEDOUT)
        continue;
    pthread_mutex_unlock(&jobs->lock);
    return !jobs->stopping;
}

/* ---- Leased jobs ------------------------------------------------------------------------------------------------- */

struct report {
    const struct job_run *run;
    int32_t progress;
    const int64_t *objective, *bound;
    bool *stop;
};

static bool report_work(struct db *db, void *context, struct error *error)
{
    const struct report *report = context;
    return job_progress(db, &report->run->job->id, &report->run->tools->owner, report->progress, report->objective,
                        report->bound, LEASE_MS, report->stop, error);
}

bool job_report(struct job_run *run, int32_t progress, const int64_t *objective, const int64_t *bound, bool *stop,
                struct error *error)
{
    struct report report = {run, progress, objective, bound, stop};
    if (!db_transaction(run->db, report_work, &report, error))
        return false;
    *stop = *stop || jobs_stopping(run->jobs);
    return true;
}

static const struct job_kind *kind_of(const char *name)
{
    for (const struct job_kind *const *at = job_kinds; *at != NULL; at++) {
        if (strcmp((*at)->kind, name) == 0)
            return *at;
    }
    return NULL;
}

struct failed_job {
    const struct job_run *run;
    const char *code;
};

static bool fail_work(struct db *db, void *context, struct error *error)
{
    const struct failed_job *failed = context;
    return job_finish(db, &failed->run->job->id, &failed->run->tools->owner, JOB_FAILED, NULL, NULL, NULL, failed->code,
                      error);
}

static void run_job(struct job_run *run)
{
    struct error error = {0};
    const struct job_kind *kind = kind_of(run->job->kind);
    if (kind == NULL)
        error_set(&error, ERROR_INTERNAL, "unknown_job", "no such kind of job: %.40s", run->job->kind);
    else if (kind->run(run, &error))
        return;
    log_error("job", &error);
    if (error.kind == ERROR_BUSY || strcmp(error.code, "lease_lost") == 0)
        return;
    struct failed_job failed = {run, error.code};
    struct error second = {0};
    if (!db_transaction(run->db, fail_work, &failed, &second))
        log_error("job", &second);
}

struct claim {
    struct background *self;
    struct arena *arena;
    struct job *job;
};

/* In a transaction, or two of us would find the same job before either has marked it. */
static bool claim_work(struct db *db, void *context, struct error *error)
{
    struct claim *claim = context;
    return job_claim(db, claim->arena, &claim->self->tools.owner, LEASE_MS, &claim->job, error);
}

/* Claims and runs one job. True when there was one. */
static bool next_job(struct background *self)
{
    struct arena *arena = arena_new();
    struct claim claim = {self, arena, NULL};
    struct error error = {0};
    bool found = arena != NULL && db_transaction(self->db, claim_work, &claim, &error) && claim.job != NULL;
    if (found) {
        struct job_run run = {self->db, arena, claim.job, &self->tools, self->jobs};
        run_job(&run);
    } else if (error.kind != ERROR_NONE) {
        log_error("job", &error);
    }
    arena_free(arena);
    return found;
}

static void *jobs_main(void *context)
{
    struct background *self = context;
    do {
        while (!jobs_stopping(self->jobs) && next_job(self))
            continue;
    } while (wait_ms(self->jobs, POLL_MS));
    return NULL;
}

/* ---- Tasks ------------------------------------------------------------------------------------------------------- */

static void *task_main(void *context)
{
    struct background *self = context;
    int64_t pause_ms = 0;
    while (wait_ms(self->jobs, pause_ms)) {
        struct error error = {0};
        pause_ms = self->task->period_ms;
        if (!self->task->run(self->db, &self->tools, self->context, &error)) {
            log_error(self->task->name, &error);
            pause_ms = pause_ms > RETRY_MS ? pause_ms : RETRY_MS;
        }
    }
    return NULL;
}

/* ---- Start and stop ---------------------------------------------------------------------------------------------- */

static bool start_thread(struct jobs *jobs, const struct task *task, const struct job_tools *tools,
                         const struct db_settings *settings, struct error *error)
{
    struct background *self = &jobs->threads[jobs->count++];
    *self = (struct background){.jobs = jobs, .task = task, .tools = *tools};
    self->tools.owner = uuid_new();
    if (task != NULL && task->start != NULL && !task->start(&self->tools, &self->context, error))
        return false;
    self->started = true;
    self->db = db_open(settings, error);
    if (self->db == NULL)
        return false;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    self->running = pthread_create(&self->thread, NULL, task == NULL ? jobs_main : task_main, self) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return self->running || error_set(error, ERROR_INTERNAL, "internal", "a thread cannot be started");
}

struct jobs *jobs_start(const struct job_tools *tools, const struct db_settings *settings, struct error *error)
{
    struct jobs *jobs = calloc(1, sizeof *jobs);
    size_t task_count = 0;
    while (tasks[task_count] != NULL)
        task_count++;
    size_t job_threads = job_kinds[0] == NULL ? 0 : (size_t)tools->settings->job_threads;
    if (jobs != NULL)
        jobs->threads = calloc(task_count + job_threads + 1, sizeof *jobs->threads);
    if (jobs == NULL || jobs->threads == NULL) {
        free(jobs);
        error_set(error, ERROR_INTERNAL, "internal", "out of memory");
        return NULL;
    }
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->wake, NULL);
    bool good = true;
    for (size_t i = 0; good && i < task_count + job_threads; i++)
        good = start_thread(jobs, i < task_count ? tasks[i] : NULL, tools, settings, error);
    if (good)
        return jobs;
    jobs_stop(jobs);
    return NULL;
}

void jobs_stop(struct jobs *jobs)
{
    if (jobs == NULL)
        return;
    pthread_mutex_lock(&jobs->lock);
    jobs->stopping = true;
    pthread_cond_broadcast(&jobs->wake);
    pthread_mutex_unlock(&jobs->lock);
    for (size_t i = 0; i < jobs->count; i++) {
        struct background *self = &jobs->threads[i];
        if (self->started && self->task != NULL && self->task->interrupt != NULL)
            self->task->interrupt(self->context);
    }
    for (size_t i = 0; i < jobs->count; i++) {
        struct background *self = &jobs->threads[i];
        if (self->running)
            pthread_join(self->thread, NULL);
        db_close(self->db);
        if (self->started && self->task != NULL && self->task->stop != NULL)
            self->task->stop(self->context);
    }
    pthread_cond_destroy(&jobs->wake);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs->threads);
    free(jobs);
}
