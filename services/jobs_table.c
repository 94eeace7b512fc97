/* Every kind of leased job, and every task that is done again and again. */
#include "db/reminders.h"
#include "db/round_answers.h"
#include "db/sweep.h"
#include "services/jobs.h"
#include "services/outbox.h"
#include "services/pairing_job.h"
#include "services/plan_job.h"
#include "services/retention.h"

const struct job_kind *const job_kinds[] = {
    &plan_job,
    &pairing_job,
    NULL,
};

static bool expire_work(struct db *db, void *context, struct error *error)
{
    return sweep_invitations(db, context, error);
}

static bool remind_work(struct db *db, void *context, struct error *error)
{
    return remind_of_shifts(db, context, error);
}

/* Until there is nothing left of what has run out; then what is near. */
static bool expire(struct db *db, const struct job_tools *tools, void *context, struct error *error)
{
    size_t count = 1;
    (void)tools;
    (void)context;
    while (count > 0) {
        if (!db_transaction(db, expire_work, &count, error))
            return false;
    }
    return db_transaction(db, remind_work, &count, error);
}

static bool remind_checks_work(struct db *db, void *context, struct error *error)
{
    return remind_of_checks(db, context, error);
}

static bool remind_questions_work(struct db *db, void *context, struct error *error)
{
    return remind_of_questions(db, context, error);
}

static bool tidy_work(struct db *db, void *context, struct error *error)
{
    (void)context;
    return sweep_expired(db, error);
}

static bool tidy(struct db *db, const struct job_tools *tools, void *context, struct error *error)
{
    size_t count = 0;
    (void)tools;
    return db_transaction(db, tidy_work, context, error) && db_transaction(db, remind_checks_work, &count, error) &&
           db_transaction(db, remind_questions_work, &count, error);
}

static const struct task minute_task = {.name = "expire_and_remind", .period_ms = 30 * 1000, .run = expire};
static const struct task tidy_task = {.name = "tidy", .period_ms = 10 * 60 * 1000, .run = tidy};

const struct task *const tasks[] = {
    &minute_task, &outbox_task, &retention_task, &tidy_task, NULL,
};
