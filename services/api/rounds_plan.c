/* Planning a round: start it, watch it, stop it. The work itself is services/plan_job.c. */
#include "services/api/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/jobs.h"
#include "services/api/round_reply.h"
#include "services/plan_job.h"

struct input {
    struct uuid id, job;
    int32_t seconds;
};

struct staffing {
    const char *centre, *period;
    int32_t own, away, guests;
};

struct result {
    const char *state, *result;
    bool has_objective, has_bound, verified, has_seconds_left, has_started;
    int64_t objective, bound, started_ms;
    int32_t progress, seconds_left;
    struct visit_reply *visits;
    size_t visit_count;
    struct staffing *staffing;
    size_t staffing_count;
    struct broken_rule *why;
    size_t why_count;
    struct relaxation {
        struct broken_rule what; /* the first that gives way, and all of it in words */
        bool has_to;
        int64_t to, objective;
    } * relaxations;
    size_t relaxation_count;
    const char *failure;
    int32_t attempts;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field body_fields[] = {
    FIELD_INTEGER(struct input, seconds, "seconds", .min = 1, .max = 600, .absent = 10),
    FIELDS_END,
};

static const struct field staffing_fields[] = {
    FIELD_CODE(struct staffing, centre, "centre"),    FIELD_LINE(struct staffing, period, "period"),
    FIELD_INTEGER(struct staffing, own, "own"),       FIELD_INTEGER(struct staffing, away, "away"),
    FIELD_INTEGER(struct staffing, guests, "guests"), FIELDS_END,
};

static const struct field relaxation_fields[] = {
    FIELD_CODE(struct relaxation, what.rule, "rule"),
    FIELD_LINE(struct relaxation, what.text, "text"),
    FIELD_UUID(struct relaxation, what.worker, "worker", .nullable = true),
    FIELD_CODE(struct relaxation, what.centre, "centre", .nullable = true),
    FIELD_LINE(struct relaxation, what.period, "period", .nullable = true),
    FIELD_INTEGER(struct relaxation, to, "to", .nullable = true, GIVEN(struct relaxation, has_to)),
    FIELD_INTEGER(struct relaxation, objective, "objective"),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_CODE(struct result, state, "state"),
    FIELD_CODE(struct result, result, "result", .nullable = true),
    FIELD_INTEGER(struct result, objective, "objective", .nullable = true, GIVEN(struct result, has_objective)),
    FIELD_INTEGER(struct result, bound, "bound", .nullable = true, GIVEN(struct result, has_bound)),
    FIELD_INTEGER(struct result, progress, "progress"),
    FIELD_INTEGER(struct result, seconds_left, "seconds_left", .nullable = true,
                  GIVEN(struct result, has_seconds_left)),
    FIELD_INSTANT(struct result, started_ms, "started", .nullable = true, GIVEN(struct result, has_started)),
    FIELD_BOOLEAN(struct result, verified, "verified"),
    FIELD_OBJECTS(struct result, visits, visit_count, "visits", visit_reply_fields),
    FIELD_OBJECTS(struct result, staffing, staffing_count, "staffing", staffing_fields),
    FIELD_OBJECTS(struct result, why, why_count, "why", broken_rule_fields),
    FIELD_OBJECTS(struct result, relaxations, relaxation_count, "relaxations", relaxation_fields),
    FIELD_LINE(struct result, failure, "failure", .nullable = true),
    FIELD_INTEGER(struct result, attempts, "attempts"),
    FIELDS_END,
};

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_BUSY, "busy", "no memory for a plan");
}

/* Per centre and period: its own workers, how many of them are away, how many guests are there. */
static bool count_staffing(const struct asking *asking, const struct round_model *model, struct result *result,
                           struct error *error)
{
    const struct matcher_round *round = &model->round;
    size_t periods = round->periods;
    result->staffing_count = round->centres_count * periods;
    result->staffing = arena_alloc(asking->arena, (result->staffing_count + 1) * sizeof *result->staffing);
    if (!result->staffing)
        return no_memory(error);
    for (size_t i = 0; i < result->staffing_count; i++) {
        result->staffing[i].centre = model->centres[i / periods]->id;
        result->staffing[i].period = model->source->periods[i % periods].id;
    }
    for (size_t i = 0; i < round->workers_count * periods; i++)
        result->staffing[round->workers[i / periods].home * periods + i % periods].own++;
    for (size_t i = 0; i < model->visit_count; i++) {
        const struct matcher_visit *visit = &model->visits[i];
        result->staffing[visit->host * periods + visit->period].guests++;
        result->staffing[round->workers[visit->worker].home * periods + visit->period].away++;
    }
    return true;
}

static uint32_t number_of(const struct round_model *model, const json_t *json, const char *member)
{
    const char *text = json_string_value(json_object_get(json, member));
    struct uuid id;
    if (!text)
        return MATCHER_NONE;
    if (strcmp(member, "centre") == 0)
        return round_model_centre(model, text);
    if (strcmp(member, "period") == 0)
        return round_model_period(model, text);
    return uuid_parse(text, &id) ? round_model_worker(model, &id) : MATCHER_NONE;
}

static enum matcher_round_rule rule_of(const char *name)
{
    for (int rule = 0; name && rule < MATCHER_ROUND_RULES; rule++) {
        if (strcmp(matcher_round_rule_name((enum matcher_round_rule)rule), name) == 0)
            return (enum matcher_round_rule)rule;
    }
    return MATCHER_ROUND_OK;
}

static struct matcher_breach place_of(const struct round_model *model, const json_t *json)
{
    return (struct matcher_breach){rule_of(json_string_value(json_object_get(json, "rule"))),
                                   number_of(model, json, "centre"), number_of(model, json, "worker"),
                                   number_of(model, json, "period")};
}

/* The smallest set of rules that cannot hold together, as the job stored it. */
static bool read_why(const struct asking *asking, const struct round_model *model, const json_t *why,
                     struct result *result, struct error *error)
{
    size_t count = json_array_size(why);
    result->why = arena_alloc(asking->arena, (count + 1) * sizeof *result->why);
    if (!result->why)
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        const json_t *one = json_array_get(why, i);
        struct matcher_breach breach = place_of(model, one);
        if (!broken_rule_make(asking, model, &breach, &result->why[result->why_count++]))
            return no_memory(error);
    }
    return true;
}

/* "Loo noortekeskus võtab perioodil 2027-W06 vastu 2 külalist": relax.RULE with names and the number that would do. */
static const char *say_loosening(const struct asking *asking, const struct round_model *model, const json_t *json,
                                 struct relaxation *relaxation)
{
    char number[24];
    struct matcher_breach place = place_of(model, json);
    struct broken_rule named;
    json_int_t from = json_integer_value(json_object_get(json, "from"));
    json_int_t by = json_integer_value(json_object_get(json, "by"));
    bool less =
        place.rule == MATCHER_ROUND_MIN_SEND || place.rule == MATCHER_ROUND_MIN_HOST || place.rule == MATCHER_ROUND_GAP;
    if (!broken_rule_make(asking, model, &place, &named))
        return NULL;
    relaxation->to = less ? from - by : from + by;
    relaxation->has_to = less || place.rule == MATCHER_ROUND_GUESTS || place.rule == MATCHER_ROUND_AWAY ||
                         place.rule == MATCHER_ROUND_MAX_VISITS;
    snprintf(number, sizeof number, "%lld", (long long)relaxation->to);
    if (relaxation->what.rule == NULL)
        relaxation->what = named;
    const struct text_value values[] = {
        {"centre", named.centre ? model->centres[place.centre]->name : ""},
        {"worker", place.worker < model->round.workers_count ? model->workers[place.worker]->name : ""},
        {"period", named.period ? named.period : ""},
        {"to", number}};
    const char *pattern = text_part(asking->language, "relax", named.rule, NULL);
    char *filled = text_fill(pattern ? pattern : named.text, values, 4);
    const char *kept = filled ? arena_text(asking->arena, filled, strlen(filled)) : NULL;
    free(filled);
    return kept;
}

/* Ways out that the job found, the cheapest first. */
static bool read_reliefs(const struct asking *asking, const struct round_model *model, const json_t *reliefs,
                         struct result *result, struct error *error)
{
    size_t count = json_array_size(reliefs);
    result->relaxations = arena_alloc(asking->arena, (count + 1) * sizeof *result->relaxations);
    if (!result->relaxations)
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        const json_t *relief = json_array_get(reliefs, i), *list = json_object_get(relief, "loosenings");
        struct relaxation *relaxation = &result->relaxations[result->relaxation_count++];
        const char *first = say_loosening(asking, model, json_array_get(list, 0), relaxation);
        const char *second =
            json_array_size(list) > 1 ? say_loosening(asking, model, json_array_get(list, 1), relaxation) : "";
        if (!first || !second)
            return no_memory(error);
        size_t size = strlen(first) + strlen(second) + 3;
        char *both = arena_alloc(asking->arena, size);
        if (!both)
            return no_memory(error);
        snprintf(both, size, "%s%s%s", first, *second ? "; " : "", second);
        relaxation->what.text = both;
        relaxation->has_to &= *second == '\0';
        relaxation->objective = json_integer_value(json_object_get(relief, "objective"));
    }
    return true;
}

static const char *state_of(const struct job *job)
{
    switch ((enum job_state)job->state) {
    case JOB_WAITING:
        return "queued";
    case JOB_RUNNING:
        return job->cancel_requested ? "stopping" : "running";
    case JOB_FAILED:
        return "failed";
    default:
        return "done";
    }
}

static bool read_job(const struct asking *asking, const struct round_model *model, const struct job *job,
                     struct result *result, struct error *error)
{
    result->state = state_of(job);
    result->has_objective = job->has_objective;
    result->objective = job->objective;
    result->has_bound = job->has_bound;
    result->bound = job->bound;
    result->progress = job->state == JOB_DONE ? 100 : job->progress / 10;
    result->has_started = true;
    result->started_ms = job->created_at_ms;
    if (job->state == JOB_RUNNING) {
        result->has_seconds_left = true;
        result->seconds_left = plan_seconds(job->parameters) * (1000 - job->progress) / 1000;
    }
    json_t *stored = job->result ? json_loads(job->result, 0, NULL) : NULL;
    const char *word = json_string_value(json_object_get(stored, "result"));
    result->verified = json_is_true(json_object_get(stored, "verified"));
    result->result = word ? arena_text(asking->arena, word, strlen(word)) : NULL;
    result->failure = job->failure;
    result->attempts = job->attempts;
    bool good = read_why(asking, model, json_object_get(stored, "why"), result, error) &&
                read_reliefs(asking, model, json_object_get(stored, "reliefs"), result, error);
    json_decref(stored);
    return good;
}

/* Edits by hand since the plan change what it is worth: the objective is always that of the visits as they stand. */
static bool read_objective(const struct round_model *model, struct result *result, struct error *error)
{
    struct matcher_round_report report;
    struct matcher_breach breach;
    struct matcher_error failure = {0};
    if (model->visit_count == 0)
        return true;
    if (!matcher_round_check(&model->round, model->visits, model->visit_count, &report, &breach, 1, &failure))
        return no_memory(error);
    result->has_objective = true;
    result->objective = report.objective;
    result->verified = report.breaches_count == 0;
    return true;
}

static bool read_plan(const struct asking *asking, const struct uuid *round, struct result *result, struct error *error)
{
    struct round_model *model;
    struct job *job;
    if (!round_model_read(asking, round, &model, error) ||
        !plan_read(asking->db, asking->arena, &asking->actor, round, &job, error) ||
        !count_staffing(asking, model, result, error))
        return false;
    result->state = "none";
    result->visits = visit_replies_make(asking, model, &result->visit_count, error);
    if (!result->visits || (job && !read_job(asking, model, job, result, error)))
        return false;
    bool under_way = job && (job->state == JOB_WAITING || job->state == JOB_RUNNING);
    return under_way || read_objective(model, result, error);
}

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    (void)asking;
    (void)errors;
    ((struct input *)data)->job = uuid_new();
}

static bool get(const struct asking *asking, const void *data, void *result, struct error *error)
{
    return read_plan(asking, &((const struct input *)data)->id, result, error);
}

static bool start(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    char parameters[40];
    snprintf(parameters, sizeof parameters, "{\"seconds\":%d}", (int)input->seconds);
    return plan_start(asking->db, &asking->actor, &input->job, &input->id, parameters, error) &&
           read_plan(asking, &input->id, result, error);
}

static bool cancel(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    return plan_cancel(asking->db, &asking->actor, &input->id, error) && read_plan(asking, &input->id, result, error);
}

#define PLAN_ENDPOINT(method_, act_)                                                                                   \
    .method = (method_), .path = "/api/v1/rounds/{id}/plan",                                                           \
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP}, .path_fields = path_fields,                       \
    INPUT_SIZE(struct input), .work = WORK_TRANSACT, .act = (act_), RESULT_SIZE(struct result),                        \
    .reply_fields = reply_fields

const struct endpoint endpoint_getPlan = {.operation = "getPlan", PLAN_ENDPOINT("GET", get)};

const struct endpoint endpoint_planRound = {
    .operation = "planRound",
    PLAN_ENDPOINT("POST", start),
    .body_fields = body_fields,
    .check = check,
    .status = 202,
};

const struct endpoint endpoint_cancelPlan = {.operation = "cancelPlan", PLAN_ENDPOINT("DELETE", cancel)};
