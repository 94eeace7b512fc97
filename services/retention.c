#include "services/retention.h"

#include <stdio.h>
#include <time.h>

#include "db/guardians.h"
#include "db/retention.h"
#include "services/calendar.h"
#include "services/log.h"
#include "services/random.h"

enum { BATCH = 20, PERIOD_MS = 3600 * 1000, GUARDIAN_LINK_DAYS = 400 };

/* One batch: fresh secrets for the letters of at most BATCH people. */
struct batch {
    int64_t now_ms;
    int32_t today;
    struct link_secret links[BATCH];
    size_t count;
};

static void make_links(struct batch *batch)
{
    for (size_t i = 0; i < BATCH; i++) {
        token_new(batch->links[i].text);
        token_hash(batch->links[i].text, batch->links[i].hash);
        batch->links[i].expires_at_ms = batch->now_ms + (int64_t)GUARDIAN_LINK_DAYS * 24 * 3600 * 1000;
    }
}

static bool ask_silent(struct db *db, void *context, struct error *error)
{
    struct batch *batch = context;
    return retention_ask(db, batch->links, BATCH, &batch->count, error);
}

static bool forget_silent(struct db *db, void *context, struct error *error)
{
    struct batch *batch = context;
    return retention_forget(db, &batch->count, error);
}

static bool renew_permissions(struct db *db, void *context, struct error *error)
{
    struct batch *batch = context;
    return guardians_renew(db, batch->links, BATCH, batch->today, &batch->count, error);
}

/* Batch by batch until nobody is left; each is a transaction of its own. */
static bool until_done(struct db *db, db_work *work, const char *what, struct batch *batch, struct error *error)
{
    size_t all = 0;
    do {
        make_links(batch);
        if (!db_transaction(db, work, batch, error))
            return false;
        all += batch->count;
    } while (batch->count > 0);
    if (all > 0)
        log_event(LOG_INFO, what, "%zu people", all);
    return true;
}

static bool run(struct db *db, const struct job_tools *tools, void *context, struct error *error)
{
    struct batch batch = {.now_ms = (int64_t)time(NULL) * 1000};
    (void)context;
    batch.today = calendar_day(tools->calendar, batch.now_ms);
    return until_done(db, renew_permissions, "guardians_asked_anew", &batch, error) &&
           until_done(db, forget_silent, "silent_forgotten", &batch, error) &&
           until_done(db, ask_silent, "silent_asked", &batch, error);
}

const struct task retention_task = {.name = "retention", .period_ms = PERIOD_MS, .run = run};
