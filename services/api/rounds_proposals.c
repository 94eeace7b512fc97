/* Plans that were kept: the list, one of them, keeping the plan as it stands, going back to one, throwing one away. */
#include "db/proposals.h"

#include <string.h>

#include "services/api/api.h"
#include "services/api/visit_edit.h"

struct input {
    struct uuid id, proposal;
    const char *name;
};

struct proposal_reply {
    struct proposal proposal;
    bool planned, current;
};

struct list {
    struct proposal_reply *proposals;
    size_t count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field one_path_fields[] = {
    FIELD_UUID(struct input, id, "id"),
    FIELD_UUID(struct input, proposal, "proposal"),
    FIELDS_END,
};

static const struct field keep_fields[] = {
    FIELD_LINE(struct input, name, "name", .required = true, .min = 1, .max = 120),
    FIELDS_END,
};

static const struct field proposal_fields[] = {
    FIELD_UUID(struct proposal_reply, proposal.id, "id"),
    FIELD_LINE(struct proposal_reply, proposal.name, "name", .nullable = true),
    FIELD_INSTANT(struct proposal_reply, proposal.kept_at_ms, "kept_at"),
    FIELD_LINE(struct proposal_reply, proposal.kept_by, "kept_by", .nullable = true),
    FIELD_BOOLEAN(struct proposal_reply, planned, "planned"),
    FIELD_LINE(struct proposal_reply, proposal.result, "result", .nullable = true),
    FIELD_INTEGER(struct proposal_reply, proposal.objective, "objective"),
    FIELD_INTEGER(struct proposal_reply, proposal.bound, "bound", .nullable = true,
                  GIVEN(struct proposal_reply, proposal.has_bound)),
    FIELD_BOOLEAN(struct proposal_reply, proposal.legal, "legal"),
    FIELD_INTEGER(struct proposal_reply, proposal.visit_count, "visits_count"),
    FIELD_BOOLEAN(struct proposal_reply, current, "current"),
    FIELDS_END,
};

static const struct field list_fields[] = {
    FIELD_OBJECTS(struct list, proposals, count, "proposals", proposal_fields),
    FIELDS_END,
};

static const struct field visit_fields[] = {
    FIELD_UUID(struct visit, worker, "worker"),
    FIELD_CODE(struct visit, host, "host"),
    FIELD_LINE(struct visit, period, "period"),
    FIELD_BOOLEAN(struct visit, pinned, "pinned"),
    FIELDS_END,
};

static const struct field detail_fields[] = {
    FIELD_GROUP(struct proposal_reply, "proposal", proposal_fields),
    FIELD_OBJECTS(struct proposal_reply, proposal.visits, proposal.visit_count, "visits", visit_fields),
    FIELDS_END,
};

static bool stands(const struct round *round, const struct visit *visit)
{
    for (size_t i = 0; i < round->visit_count; i++) {
        const struct visit *other = &round->visits[i];
        if (uuid_compare(&other->worker, &visit->worker) == 0 && strcmp(other->host, visit->host) == 0 &&
            strcmp(other->period, visit->period) == 0)
            return true;
    }
    return false;
}

static struct proposal_reply reply_of(const struct round *round, const struct proposal *proposal)
{
    struct proposal_reply reply = {.proposal = *proposal,
                                   .planned = proposal->name == NULL,
                                   .current = proposal->visit_count == round->visit_count};
    for (size_t i = 0; reply.current && i < proposal->visit_count; i++)
        reply.current = stands(round, &proposal->visits[i]);
    return reply;
}

static bool list(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct list *result = out;
    struct proposal *proposals;
    struct round *round;
    if (!proposals_read(asking->db, asking->arena, &asking->actor, &input->id, NULL, &proposals, &result->count,
                        error) ||
        !round_read_any(asking->db, asking->arena, &input->id, &round, error))
        return false;
    result->proposals = arena_alloc(asking->arena, (result->count + 1) * sizeof *result->proposals);
    if (!result->proposals)
        return error_set(error, ERROR_BUSY, "busy", "no memory for proposals");
    for (size_t i = 0; i < result->count; i++)
        result->proposals[i] = reply_of(round, &proposals[i]);
    return true;
}

static bool get(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct proposal *proposals;
    struct round *round;
    size_t count;
    if (!proposals_read(asking->db, asking->arena, &asking->actor, &input->id, &input->proposal, &proposals, &count,
                        error) ||
        !round_read_any(asking->db, asking->arena, &input->id, &round, error))
        return false;
    *(struct proposal_reply *)out = reply_of(round, &proposals[0]);
    return true;
}

static void check_keep(const struct asking *asking, void *data, struct field_errors *errors)
{
    (void)asking;
    (void)errors;
    ((struct input *)data)->proposal = uuid_new();
}

static bool keep(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct round_model *model;
    struct matcher_round_report report;
    struct matcher_breach breach;
    struct matcher_error failure = {0};
    if (!round_model_read(asking, &input->id, &model, error))
        return false;
    if (model->visit_count == 0)
        return error_set(error, ERROR_CONFLICT, "no_visits", "nothing to keep");
    if (!matcher_round_check(&model->round, model->visits, model->visit_count, &report, &breach, 1, &failure))
        return error_set(error, ERROR_BUSY, "busy", "no memory to value a plan");
    struct proposal proposal = {.id = input->proposal,
                                .name = input->name,
                                .objective = report.objective,
                                .legal = report.breaches_count == 0,
                                .visits = model->source->visits,
                                .visit_count = model->source->visit_count};
    return proposal_keep(asking->db, &asking->actor, &input->id, &proposal, NULL, error) &&
           get(asking, data, out, error);
}

static bool throw_away(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    (void)out;
    return proposal_delete(asking->db, &asking->actor, &input->id, &input->proposal, error);
}

/* Judged as the round is now: what was legal when it was kept may break a rule by now. */
static bool judge(const struct asking *asking, const struct round_model *model, const struct proposal *proposal,
                  struct visit_edit *edit, struct error *error)
{
    struct matcher_visit *visits = arena_alloc(asking->arena, (proposal->visit_count + 1) * sizeof *visits);
    struct matcher_round round = model->round;
    struct matcher_round_report report;
    struct matcher_breach breach;
    struct matcher_error failure = {0};
    if (!visits)
        return error_set(error, ERROR_BUSY, "busy", "no memory to judge a plan");
    if (round_model_visits(model, proposal->visits, proposal->visit_count, visits) < proposal->visit_count)
        return error_set(error, ERROR_CONFLICT, "proposal_outdated", "it names what has gone from the round");
    round.pins_count = 0; /* its own pins come with it */
    if (!matcher_round_check(&round, visits, proposal->visit_count, &report, &breach, 1, &failure))
        return error_set(error, ERROR_BUSY, "busy", "no memory to judge a plan");
    return report.breaches_count == 0 || visit_edit_refuse(asking, model, &breach, edit, error);
}

static bool choose(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct visit_edit *edit = out;
    struct proposal *proposals;
    struct round_model *model;
    size_t count;
    if (!proposals_read(asking->db, asking->arena, &asking->actor, &input->id, &input->proposal, &proposals, &count,
                        error) ||
        !round_model_read(asking, &input->id, &model, error) || !judge(asking, model, &proposals[0], edit, error))
        return false;
    if (edit->refused)
        return true;
    for (size_t i = 0; i < proposals[0].visit_count; i++)
        proposals[0].visits[i].id = uuid_new();
    return round_choose_plan(asking->db, &asking->actor, &input->id, asking->version, proposals[0].visits,
                             proposals[0].visit_count, error) &&
           visit_edit_finish(asking, model, edit, error);
}

#define PROPOSAL_ENDPOINT                                                                                              \
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP}, INPUT_SIZE(struct input), .work = WORK_TRANSACT

const struct endpoint endpoint_listProposals = {
    .operation = "listProposals",
    .method = "GET",
    .path = "/api/v1/rounds/{id}/proposals",
    .path_fields = path_fields,
    .act = list,
    RESULT_SIZE(struct list),
    .reply_fields = list_fields,
    PROPOSAL_ENDPOINT,
};

const struct endpoint endpoint_keepProposal = {
    .operation = "keepProposal",
    .method = "POST",
    .path = "/api/v1/rounds/{id}/proposals",
    .path_fields = path_fields,
    .body_fields = keep_fields,
    .check = check_keep,
    .act = keep,
    RESULT_SIZE(struct proposal_reply),
    .reply_fields = proposal_fields,
    .status = 201,
    PROPOSAL_ENDPOINT,
};

const struct endpoint endpoint_getProposal = {
    .operation = "getProposal",
    .method = "GET",
    .path = "/api/v1/rounds/{id}/proposals/{proposal}",
    .path_fields = one_path_fields,
    .act = get,
    RESULT_SIZE(struct proposal_reply),
    .reply_fields = detail_fields,
    PROPOSAL_ENDPOINT,
};

const struct endpoint endpoint_deleteProposal = {
    .operation = "deleteProposal",
    .method = "DELETE",
    .path = "/api/v1/rounds/{id}/proposals/{proposal}",
    .path_fields = one_path_fields,
    .act = throw_away,
    .status = 204,
    PROPOSAL_ENDPOINT,
};

const struct endpoint endpoint_chooseProposal = {
    .operation = "chooseProposal",
    .method = "POST",
    .path = "/api/v1/rounds/{id}/proposals/{proposal}/choice",
    .path_fields = one_path_fields,
    .act = choose,
    RESULT_SIZE(struct visit_edit),
    .reply_fields = visit_edit_fields,
    .reply = visit_edit_reply,
    .status = 200,
    .needs_version = true,
    PROPOSAL_ENDPOINT,
};
