/* Publishing: the plan is verified once more, and every visit agreed to on both sides and resting on a check that its
 * host relies on (R1); then one transaction makes it public and writes every letter. */
#include "services/api/api.h"
#include "services/api/round_ledger.h"
#include "services/api/visit_edit.h"
#include "services/api/visit_lacks.h"

struct input {
    struct uuid id;
};

struct result {
    struct round_reply round;
    bool refused;
    struct broken_rule broken;
    struct visit_lacks lacks;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

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

static bool can_be_published(const struct round *round, int64_t version)
{
    return round->state != ROUND_PUBLISHED && round->state != ROUND_CLOSED && round->state != ROUND_PLANNING &&
           round->visit_count > 0 && (version == 0 || version == round->version);
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct round_model *model;
    /* What is judged here stands until it is public: a result that comes meanwhile waits, and then finds it. */
    if (!round_hold_checks(asking->db, &input->id, error) || !round_model_read(asking, &input->id, &model, error))
        return false;
    /* Of what cannot be published as it stands nothing more is said than that: round_publish does. */
    if (can_be_published(model->source, asking->version)) {
        if (!judge(asking, model, result, error) ||
            (!result->refused && !visit_lacks_find(asking, model->source, &result->lacks, error)))
            return false;
        if (result->refused || result->lacks.count > 0)
            return true;
    }
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
    if (result->lacks.count > 0)
        return visit_lacks_reply(asking, &result->lacks, reply);
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
