/*
 * Planning a round as a leased job: read the round, plan it, let the independent verifier judge the plan, store it. A
 * plan that the verifier does not accept is never stored, nor is a conflict that it refutes. Cancelled or out of time,
 * the best plan found is kept.
 */
#include "services/plan_job.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/proposals.h"
#include "services/random.h"
#include "services/round_model.h"

enum { REPORT_EVERY_MS = 250, SECONDS_DEFAULT = 10, THOUSAND = 1000, JUDGE_STEPS = 100000000 };

struct plan_run {
    struct job_run *run;
    struct error *error;
    int64_t started_ms, reported_ms, limit_ms;
    bool failed; /* a report failed: the lease is lost or the database away */
};

int64_t plan_clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int32_t plan_seconds(const char *parameters)
{
    json_t *json = parameters ? json_loads(parameters, 0, NULL) : NULL;
    json_int_t seconds = json_integer_value(json_object_get(json, "seconds"));
    json_decref(json);
    return seconds > 0 ? (int32_t)seconds : SECONDS_DEFAULT;
}

/* Called by the planner every few milliseconds of work. */
static bool on_progress(void *context, const struct matcher_progress *progress)
{
    struct plan_run *plan = context;
    int64_t now = plan_clock_ms(), spent = now - plan->started_ms;
    if (spent >= plan->limit_ms)
        return true;
    if (now - plan->reported_ms < REPORT_EVERY_MS)
        return false;
    plan->reported_ms = now;
    bool stop = false;
    int32_t share = (int32_t)(spent * THOUSAND / plan->limit_ms);
    if (!job_report(plan->run, share, progress->has_plan ? &progress->objective : NULL,
                    progress->has_plan ? &progress->bound : NULL, &stop, plan->error))
        plan->failed = true;
    return stop || plan->failed;
}

static json_t *breach_json(const struct round_model *model, const struct matcher_breach *breach)
{
    json_t *json = json_pack("{s:s}", "rule", matcher_round_rule_name(breach->rule));
    char id[UUID_TEXT_SIZE];
    if (json && breach->centre < model->round.centres_count)
        json_object_set_new(json, "centre", json_string(model->centres[breach->centre]->id));
    if (json && breach->worker < model->round.workers_count)
        json_object_set_new(json, "worker", json_string(uuid_format(&model->workers[breach->worker]->id, id)));
    if (json && breach->period < model->round.periods)
        json_object_set_new(json, "period", json_string(model->source->periods[breach->period].id));
    return json;
}

/* What gives way, and by how much; api/rounds_plan.c puts it into words. */
static json_t *relief_json(const struct round_model *model, const struct matcher_relief *relief)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < relief->loosenings_count; i++) {
        const struct matcher_loosening *one = &relief->loosenings[i];
        struct matcher_breach place = {one->rule, one->centre, one->worker, one->period};
        json_t *json = breach_json(model, &place);
        if (json && json_object_set_new(json, "from", json_integer(one->from)) == 0 &&
            json_object_set_new(json, "by", json_integer(one->by)) == 0)
            json_array_append(list, json);
        json_decref(json);
    }
    return json_pack("{s:I, s:o}", "objective", (json_int_t)relief->objective, "loosenings", list);
}

static json_t *reliefs_json(const struct round_model *model, const struct matcher_reliefs *reliefs)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < reliefs->count; i++)
        json_array_append_new(list, relief_json(model, &reliefs->list[i]));
    return list;
}

/* What is kept of a run besides objective and bound; read again by api/rounds_plan.c. */
static char *result_text(const struct round_model *model, const struct matcher_plan *plan,
                         const struct matcher_reliefs *reliefs, bool verified)
{
    json_t *why = json_array();
    for (size_t i = 0; why && i < plan->why_count; i++)
        json_array_append_new(why, breach_json(model, &plan->why[i]));
    json_t *json = json_pack("{s:s, s:b, s:o}", "result", matcher_plan_status_name(plan->status), "verified", verified,
                             "why", why);
    if (json && plan->status == MATCHER_PLAN_INFEASIBLE)
        json_object_set_new(json, "reliefs", reliefs_json(model, reliefs));
    char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
    json_decref(json);
    return text;
}

/* A visit that stood before keeps its id (and its pin), so calendars see a change and no new event. */
static struct visit visit_of(const struct round_model *model, const struct matcher_visit *planned)
{
    for (size_t i = 0; i < model->visit_count; i++) {
        const struct matcher_visit *before = &model->visits[i];
        if (before->worker == planned->worker && before->host == planned->host && before->period == planned->period)
            return *model->visit_sources[i];
    }
    return (struct visit){.id = uuid_new(),
                          .worker = model->workers[planned->worker]->id,
                          .host = model->centres[planned->host]->id,
                          .period = model->source->periods[planned->period].id};
}

struct ending {
    struct job_run *run;
    const struct round_model *model;
    const struct matcher_plan *plan;
    const char *result;
};

/* Every run's plan can be gone back to. */
static bool keep(struct db *db, const struct ending *ending, struct visit *visits, struct error *error)
{
    const struct matcher_plan *plan = ending->plan;
    struct proposal proposal = {.id = uuid_new(),
                                .result = matcher_plan_status_name(plan->status),
                                .objective = plan->objective,
                                .bound = plan->bound,
                                .has_bound = true,
                                .legal = true,
                                .visits = visits,
                                .visit_count = plan->visits_count};
    return proposal_keep(db, NULL, &ending->model->source->id, &proposal, &ending->run->job->id, error);
}

static bool store(struct db *db, void *context, struct error *error)
{
    struct ending *ending = context;
    const struct matcher_plan *plan = ending->plan;
    const struct round *source = ending->model->source;
    if (plan->has_plan) {
        struct visit *visits = arena_alloc(ending->run->arena, (plan->visits_count + 1) * sizeof *visits);
        if (!visits)
            return error_set(error, ERROR_BUSY, "busy", "no memory for a plan");
        for (size_t i = 0; i < plan->visits_count; i++)
            visits[i] = visit_of(ending->model, &plan->visits[i]);
        if (!round_store_plan(db, &source->id, source->version, visits, plan->visits_count, error) ||
            !keep(db, ending, visits, error))
            return false;
    }
    bool bounded = plan->has_plan;
    return job_finish(db, &ending->run->job->id, &ending->run->tools->owner, JOB_DONE,
                      plan->has_plan ? &plan->objective : NULL, bounded ? &plan->bound : NULL, ending->result, NULL,
                      error);
}

/* That there is no plan is said only where the judge finds none either, as far as it looks. */
static bool judge_impossible(const struct round_model *model, const struct matcher_plan *plan, struct error *error)
{
    struct matcher_conflict_verdict verdict;
    struct matcher_error failure = {0};
    if (!matcher_verify_conflict(&model->round, plan->why, plan->why_count, JUDGE_STEPS, &verdict, &failure))
        return error_set(error, ERROR_BUSY, "busy", "no memory to verify a conflict");
    return verdict.accepted || verdict.proved ||
           error_set(error, ERROR_INTERNAL, "plan_not_verified", "the verifier refused a conflict: %s", verdict.reason);
}

static bool judge(const struct round_model *model, const struct matcher_plan *plan, struct error *error)
{
    struct matcher_verdict verdict;
    struct matcher_error failure = {0};
    if (plan->status == MATCHER_PLAN_INFEASIBLE)
        return judge_impossible(model, plan, error);
    if (!plan->has_plan)
        return true;
    if (!matcher_verify_round(&model->round, plan->visits, plan->visits_count, plan->objective, &verdict, &failure))
        return error_set(error, ERROR_BUSY, "busy", "no memory to verify a plan");
    return verdict.accepted ||
           error_set(error, ERROR_INTERNAL, "plan_not_verified", "the verifier refused a plan: %s", verdict.reason);
}

/* The cheapest ways out of an impossible round, as many as are found in as long as the plan was given again. */
static bool find_reliefs(struct plan_run *plan_run, const struct round_model *model, const struct matcher_plan *plan,
                         struct matcher_reliefs *reliefs)
{
    struct matcher_relax_options options = {.seed = 1, .progress = on_progress, .context = plan_run};
    struct matcher_error failure = {0};
    plan_run->started_ms = plan_clock_ms();
    return (matcher_round_relax(&model->round, plan->why, plan->why_count, &options, reliefs, &failure) &&
            !plan_run->failed) ||
           (!plan_run->failed && error_set(plan_run->error, ERROR_BUSY, "busy", "no memory for ways out"));
}

static bool finish(struct plan_run *plan_run, const struct round_model *model, const struct matcher_plan *plan,
                   struct error *error)
{
    struct job_run *run = plan_run->run;
    if (!judge(model, plan, error))
        return false;
    struct matcher_reliefs reliefs = {0};
    if (plan->status == MATCHER_PLAN_INFEASIBLE && !find_reliefs(plan_run, model, plan, &reliefs))
        return false;
    char *result = result_text(model, plan, &reliefs, plan->has_plan);
    matcher_reliefs_free(&reliefs);
    struct ending ending = {run, model, plan, result};
    bool stored = result ? db_transaction(run->db, store, &ending, error)
                         : error_set(error, ERROR_BUSY, "busy", "no memory for a result");
    free(result);
    return stored;
}

static bool run_plan(struct job_run *run, struct error *error)
{
    struct round *source;
    if (!round_read_any(run->db, run->arena, &run->job->subject, &source, error))
        return false;
    struct round_model *model = round_model_new(run->arena, run->tools->words, source, error);
    if (!model)
        return false;
    struct plan_run plan_run = {
        .run = run,
        .error = error,
        .started_ms = plan_clock_ms(),
        .limit_ms = (int64_t)plan_seconds(run->job->parameters) * 1000,
    };
    /* The budget is out of reach: time decides, and who watches. */
    struct matcher_rotate_options options = {
        .seed = 1, .budget = UINT64_MAX, .progress = on_progress, .context = &plan_run};
    struct matcher_plan plan = {0};
    struct matcher_error failure = {0};
    bool done = false;
    if (!matcher_rotate(&model->round, &options, &plan, &failure))
        error_set(error, failure.failure == MATCHER_NO_MEMORY ? ERROR_BUSY : ERROR_INTERNAL,
                  failure.failure == MATCHER_NO_MEMORY ? "busy" : "round_invalid", "the planner does not take %s[%u]",
                  failure.field ? failure.field : "the round", failure.at);
    else if (!plan_run.failed)
        done = finish(&plan_run, model, &plan, error);
    matcher_plan_free(&plan);
    return done;
}

const struct job_kind plan_job = {.kind = "round_plan", .run = run_plan};
