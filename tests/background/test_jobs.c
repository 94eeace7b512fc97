/*
 * Jobs and tasks on their threads, with tables of the test's own instead of jobs_table.c: claimed once, reported,
 * cancelled, failed, taken over; tasks again and again, and an end that does not wait for them.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "services/jobs.h"
#include "tests/db/database.h"

enum { LONGEST_MS = 20000 };

static struct db *db;
static struct settings settings;

/* What the job under way shall do, and what it has met. */
static _Atomic enum behaviour { FINISH, UNTIL_STOPPED, FAIL, BUSY } behaviour;
static atomic_int job_runs, task_runs, refusals, starts, stops, interrupts, jobs_stopped;
static atomic_bool task_waits, task_fails;

static bool finish_work(struct db *connection, void *context, struct error *error)
{
    const struct job_run *run = context;
    const int64_t objective = 7, bound = 9;
    return job_finish(connection, &run->job->id, &run->tools->owner, JOB_DONE, &objective, &bound, "{\"good\":true}",
                      NULL, error);
}

static bool run_job(struct job_run *run, struct error *error)
{
    job_runs++;
    if (behaviour == FAIL)
        return error_set(error, ERROR_INVALID, "plan_infeasible", "nothing fits");
    if (behaviour == BUSY)
        return error_set(error, ERROR_BUSY, "database_away", "later");
    const int64_t objective = 3;
    for (bool stop = false; behaviour == UNTIL_STOPPED && !stop; usleep(2000))
        if (!job_report(run, 400, &objective, NULL, &stop, error))
            return false;
    jobs_stopped += jobs_stopping(run->jobs);
    return db_transaction(run->db, finish_work, run, error);
}

static const struct job_kind example = {.kind = "example", .run = run_job};
const struct job_kind *const job_kinds[] = {&example, NULL};

static bool run_task(struct db *connection, const struct job_tools *tools, void *context, struct error *error)
{
    (void)connection;
    (void)tools;
    task_runs++;
    while (task_waits)
        usleep(1000);
    if (task_fails) {
        refusals++;
        return error_set(error, ERROR_BUSY, "database_away", "not now");
    }
    assert_ptr_equal(context, &starts);
    return true;
}

static bool start_task(const struct job_tools *tools, void **context, struct error *error)
{
    (void)tools;
    (void)error;
    starts++;
    *context = &starts;
    return true;
}

static void interrupt_task(void *context)
{
    (void)context;
    interrupts++;
    task_waits = false;
}

static void stop_task(void *context)
{
    (void)context;
    stops++;
}

static const struct task often = {.name = "often",
                                  .period_ms = 5,
                                  .run = run_task,
                                  .start = start_task,
                                  .interrupt = interrupt_task,
                                  .stop = stop_task};
const struct task *const tasks[] = {&often, NULL};

static int set_up(void **state)
{
    (void)state;
    struct error error = {0};
    db = database_ready("vahetus_jobs");
    behaviour = FINISH;
    job_runs = task_runs = refusals = starts = stops = interrupts = jobs_stopped = 0;
    task_waits = task_fails = false;
    return !settings_load(&settings, NULL, &error);
}

static int tear_down(void **state)
{
    (void)state;
    settings_free(&settings);
    database_drop(db);
    return 0;
}

static struct jobs *start(void)
{
    struct error error = {0};
    const struct job_tools tools = {.settings = &settings};
    struct jobs *jobs = jobs_start(&tools, database_settings(), &error);
    if (jobs == NULL)
        fail_msg("%s", error.detail);
    return jobs;
}

static struct uuid create(const char *kind)
{
    struct uuid id = make_id(), subject = make_id();
    const struct actor service = {0};
    DOES(db, job_create(db, &service, &id, kind, &subject, "{}", &error));
    return id;
}

/* Waits until the query answers `wanted`. */
static void until(const char *sql, int64_t wanted)
{
    for (int waited_ms = 0; number(db, sql) != wanted; waited_ms += 2) {
        if (waited_ms > LONGEST_MS)
            fail_msg("%s is %lld, not %lld", sql, (long long)number(db, sql), (long long)wanted);
        usleep(2000);
    }
}

static void until_count(atomic_int *count, int wanted)
{
    for (int waited_ms = 0; *count < wanted; waited_ms++) {
        if (waited_ms > LONGEST_MS)
            fail_msg("%d, not %d", (int)*count, wanted);
        usleep(1000);
    }
}

static void a_job_is_done_once_by_one_of_many(void **state)
{
    (void)state;
    struct jobs *first, *second;
    settings.job_threads = 3;
    first = start();
    second = start();
    for (int i = 0; i < 12; i++)
        create("example");
    until("SELECT COUNT(*) FROM job WHERE state = 'done'", 12);
    assert_int_equal(job_runs, 12);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM job WHERE objective = 7 AND bound = 9 AND attempts = 1"), 12);
    jobs_stop(first);
    jobs_stop(second);
}

static void a_job_tells_how_far_it_is_and_is_cancelled(void **state)
{
    (void)state;
    behaviour = UNTIL_STOPPED;
    struct jobs *jobs = start();
    create("example");
    until("SELECT COUNT(*) FROM job WHERE state = 'running' AND progress = 400 AND objective = 3", 1);
    must(db, "UPDATE job SET cancel_requested = 1");
    until("SELECT COUNT(*) FROM job WHERE state = 'running'", 0);
    assert_int_equal(jobs_stopped, 0);
    jobs_stop(jobs);
}

static void a_job_that_fails_says_why(void **state)
{
    (void)state;
    behaviour = FAIL;
    struct jobs *jobs = start();
    create("example");
    create("nobody_knows_it");
    until("SELECT COUNT(*) FROM job WHERE state = 'failed'", 2);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM job WHERE failure = 'plan_infeasible'"), 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM job WHERE failure = 'unknown_job'"), 1);
    assert_int_equal(job_runs, 1);
    jobs_stop(jobs);
}

/* A job whose server is gone, or whose database was away, is taken over when its lease ends; not for ever. */
static void a_job_without_a_holder_is_taken_over(void **state)
{
    (void)state;
    behaviour = BUSY;
    struct jobs *jobs = start();
    create("example");
    until_count(&job_runs, 1);
    until("SELECT COUNT(*) FROM job WHERE state = 'running' AND attempts = 1", 1);
    behaviour = FINISH;
    must(db, "UPDATE job SET lease_until = NOW(3) - INTERVAL 1 SECOND");
    until("SELECT COUNT(*) FROM job WHERE state = 'done' AND attempts = 2", 1);
    behaviour = BUSY;
    create("example");
    for (int i = 3; i <= 5; i++) {
        until_count(&job_runs, i);
        must(db, "UPDATE job SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE state = 'running'");
    }
    until("SELECT COUNT(*) FROM job WHERE state = 'failed' AND attempts = 3", 1);
    assert_int_equal(job_runs, 5);
    jobs_stop(jobs);
}

static void a_job_whose_lease_is_lost_leaves_the_rest_to_others(void **state)
{
    (void)state;
    behaviour = UNTIL_STOPPED;
    struct jobs *jobs = start();
    create("example");
    until("SELECT COUNT(*) FROM job WHERE state = 'running' AND progress = 400", 1);
    must(db, "UPDATE job SET lease_owner = 'somebody-else-16', lease_until = NOW(3) + INTERVAL 1 HOUR");
    behaviour = FINISH;
    create("example"); /* its thread goes on with the next */
    until("SELECT COUNT(*) FROM job WHERE state = 'done'", 1);
    assert_int_equal(
        number(db, "SELECT COUNT(*) FROM job WHERE state = 'running' AND lease_owner = 'somebody-else-16'"), 1);
    jobs_stop(jobs);
}

static void tasks_are_done_again_and_again(void **state)
{
    (void)state;
    struct jobs *jobs = start();
    until_count(&task_runs, 5);
    task_fails = true;
    until_count(&refusals, 2); /* a failure is not the end */
    task_fails = false;
    int before = task_runs;
    until_count(&task_runs, before + 2);
    jobs_stop(jobs);
    assert_int_equal(starts, 1);
    assert_int_equal(stops, 1);
    assert_int_equal(interrupts, 1);
}

/* A task that would hang and a job that would never end are both told; nothing runs any more afterwards. */
static void the_end_waits_for_nobody(void **state)
{
    (void)state;
    behaviour = UNTIL_STOPPED;
    task_waits = true;
    struct jobs *jobs = start();
    create("example");
    until("SELECT COUNT(*) FROM job WHERE state = 'running' AND progress = 400", 1);
    until_count(&task_runs, 1);
    jobs_stop(jobs);
    assert_int_equal(interrupts, 1);
    assert_int_equal(stops, 1);
    assert_int_equal(jobs_stopped, 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM job WHERE state = 'done'"), 1);
    int runs = task_runs;
    jobs_stop(NULL);
    assert_int_equal(task_runs, runs);
}

int main(void)
{
    const struct CMUnitTest tests_of_jobs[] = {
        cmocka_unit_test_setup_teardown(a_job_is_done_once_by_one_of_many, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_job_tells_how_far_it_is_and_is_cancelled, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_job_that_fails_says_why, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_job_without_a_holder_is_taken_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_job_whose_lease_is_lost_leaves_the_rest_to_others, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tasks_are_done_again_and_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_end_waits_for_nobody, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests_of_jobs, NULL, NULL);
}
