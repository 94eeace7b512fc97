/* Publishing: the plan is verified once more, then one transaction makes it public and writes every letter. */
#include "services/api/api.h"
#include "services/api/round_ledger.h"
#include "services/api/visit_edit.h"
#include "services/round_days.h"

struct input {
    struct uuid id;
};

struct result {
    struct round_reply round;
    bool refused;
    struct broken_rule broken;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

/* Nobody visits without a background check that lasts, not even who was planned on the promise of one (R1). */
static bool judge_checks(const struct asking *asking, const struct round_model *model, struct result *result,
                         struct error *error)
{
    for (size_t i = 0; i < model->visit_count; i++) {
        const struct matcher_visit *visit = &model->visits[i];
        const struct round_worker *worker = model->workers[visit->worker];
        if (round_check_lasts(worker, &model->source->periods[visit->period]))
            continue;
        const struct text_value values[] = {{"worker", worker->name},
                                            {"period", model->source->periods[visit->period].id}};
        result->refused = true;
        result->broken =
            (struct broken_rule){.rule = matcher_round_rule_name(MATCHER_ROUND_UNAVAILABLE),
                                 .text = broken_rule_text(asking, matcher_round_rule_name(MATCHER_ROUND_UNAVAILABLE),
                                                          round_block_words[BLOCK_CHECK], values, 2),
                                 .worker = worker->id,
                                 .centre = model->centres[visit->host]->id,
                                 .period = model->source->periods[visit->period].id};
        return result->broken.text || error_set(error, ERROR_BUSY, "busy", "no memory for a rule");
    }
    return true;
}

/* The independent judge; when it refuses, the first broken rule is named. */
static bool judge(const struct asking *asking, const struct round_model *model, struct result *result,
                  struct error *error)
{
    struct matcher_round_report report;
    struct matcher_breach breach;
    struct matcher_verdict verdict;
    struct matcher_error failure = {0};
    if (!matcher_round_check(&model->round, model->visits, model->visit_count, &report, &breach, 1, &failure) ||
        !matcher_verify_round(&model->round, model->visits, model->visit_count, report.objective, &verdict, &failure))
        return error_set(error, ERROR_BUSY, "busy", "no memory to verify a plan");
    if (verdict.accepted)
        return true;
    result->refused = true;
    return broken_rule_make(asking, model, &verdict.breach, &result->broken) ||
           error_set(error, ERROR_BUSY, "busy", "no memory for a rule");
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct round_model *model;
    if (!round_model_read(asking, &input->id, &model, error) || !judge(asking, model, result, error) ||
        (!result->refused && !judge_checks(asking, model, result, error)))
        return false;
    if (result->refused)
        return true;
    if (!round_publish(asking->db, &asking->actor, &input->id, asking->version, error) ||
        !round_ledger_keep(asking, &input->id, error))
        return false;
    return round_reply_read(asking, &input->id, &result->round, error);
}

static bool reply(const struct asking *asking, const void *input, const void *out, struct reply *reply)
{
    const struct result *result = out;
    (void)input;
    if (result->refused)
        return rule_problem_reply(asking, &result->broken, reply);
    reply->json = fields_write(round_fields, &result->round);
    return reply->json != NULL;
}

const struct endpoint endpoint_publishRound = {
    .operation = "publishRound",
    .method = "POST",
    .path = "/api/v1/rounds/{id}/publication",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .status = 200,
    .reply = reply,
    .needs_version = true,
};
