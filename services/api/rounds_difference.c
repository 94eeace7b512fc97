/* What one plan has otherwise than another: a list of moves, worker by worker. */
#include "db/proposals.h"

#include <string.h>

#include "services/api/api.h"
#include "services/api/round_reply.h"

struct input {
    struct uuid id, from, to;
};

struct cell {
    const char *host, *period;
};

struct plan_move {
    struct uuid worker;
    struct cell cells[2], *from, *to; /* from, to: NULL for none */
};

struct result {
    struct plan_move *moves;
    size_t count;
    int32_t same;
    bool has_from, has_to;
    int64_t from_objective, to_objective;
};

struct plan {
    const struct visit *visits;
    size_t count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field query_fields[] = {
    FIELD_UUID(struct input, from, "from"),
    FIELD_UUID(struct input, to, "to"),
    FIELDS_END,
};

static const struct field cell_fields[] = {
    FIELD_CODE(struct cell, host, "host"),
    FIELD_LINE(struct cell, period, "period"),
    FIELDS_END,
};

static const struct field move_fields[] = {
    FIELD_UUID(struct plan_move, worker, "worker"),
    FIELD_OBJECT(struct plan_move, from, "from", cell_fields, .by_pointer = true, .nullable = true),
    FIELD_OBJECT(struct plan_move, to, "to", cell_fields, .by_pointer = true, .nullable = true),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, moves, count, "moves", move_fields),
    FIELD_INTEGER(struct result, same, "same"),
    FIELD_INTEGER(struct result, from_objective, "from_objective", .nullable = true, GIVEN(struct result, has_from)),
    FIELD_INTEGER(struct result, to_objective, "to_objective", .nullable = true, GIVEN(struct result, has_to)),
    FIELDS_END,
};

static bool read_plan(const struct asking *asking, const struct round_model *model, const struct uuid *proposal,
                      struct plan *plan, struct error *error)
{
    struct proposal *proposals;
    size_t count;
    if (uuid_is_none(proposal)) {
        *plan = (struct plan){model->source->visits, model->source->visit_count};
        return true;
    }
    if (!proposals_read(asking->db, asking->arena, &asking->actor, &model->source->id, proposal, &proposals, &count,
                        error))
        return false;
    *plan = (struct plan){proposals[0].visits, proposals[0].visit_count};
    return true;
}

/* Under the rules and weights of now; none when it names what has gone. */
static bool value(const struct asking *asking, const struct round_model *model, const struct plan *plan, bool *has,
                  int64_t *objective, struct error *error)
{
    struct matcher_visit *visits = arena_alloc(asking->arena, (plan->count + 1) * sizeof *visits);
    struct matcher_round_report report;
    struct matcher_breach breach;
    struct matcher_error failure = {0};
    *has = visits && round_model_visits(model, plan->visits, plan->count, visits) == plan->count;
    if (!visits || (*has && !matcher_round_check(&model->round, visits, plan->count, &report, &breach, 1, &failure)))
        return error_set(error, ERROR_BUSY, "busy", "no memory to value a plan");
    if (*has)
        *objective = report.objective;
    return true;
}

static bool is_in(const struct plan *plan, const struct visit *visit)
{
    for (size_t i = 0; i < plan->count; i++) {
        const struct visit *other = &plan->visits[i];
        if (uuid_compare(&other->worker, &visit->worker) == 0 && strcmp(other->host, visit->host) == 0 &&
            strcmp(other->period, visit->period) == 0)
            return true;
    }
    return false;
}

/* A visit that falls away and one of the same worker that is new are one move, best in the same period. */
static struct plan_move *open_move(struct result *result, const struct visit *visit)
{
    struct plan_move *any = NULL;
    for (size_t i = 0; i < result->count; i++) {
        struct plan_move *move = &result->moves[i];
        if (move->to || uuid_compare(&move->worker, &visit->worker) != 0)
            continue;
        if (strcmp(move->cells[0].period, visit->period) == 0)
            return move;
        any = any ? any : move;
    }
    return any;
}

static bool compare(const struct asking *asking, const struct plan *from, const struct plan *to, struct result *result)
{
    result->moves = arena_alloc(asking->arena, (from->count + to->count + 1) * sizeof *result->moves);
    if (!result->moves)
        return false;
    for (size_t i = 0; i < from->count; i++) {
        if (is_in(to, &from->visits[i])) {
            result->same++;
            continue;
        }
        struct plan_move *move = &result->moves[result->count++];
        *move = (struct plan_move){.worker = from->visits[i].worker};
        move->cells[0] = (struct cell){from->visits[i].host, from->visits[i].period};
        move->from = &move->cells[0];
    }
    for (size_t i = 0; i < to->count; i++) {
        if (is_in(from, &to->visits[i]))
            continue;
        struct plan_move *move = open_move(result, &to->visits[i]);
        if (!move) {
            move = &result->moves[result->count++];
            *move = (struct plan_move){.worker = to->visits[i].worker};
        }
        move->cells[1] = (struct cell){to->visits[i].host, to->visits[i].period};
        move->to = &move->cells[1];
    }
    return true;
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct round_model *model;
    struct plan from, to;
    if (!round_model_read(asking, &input->id, &model, error) || !read_plan(asking, model, &input->from, &from, error) ||
        !read_plan(asking, model, &input->to, &to, error) ||
        !value(asking, model, &from, &result->has_from, &result->from_objective, error) ||
        !value(asking, model, &to, &result->has_to, &result->to_objective, error))
        return false;
    return compare(asking, &from, &to, result) || error_set(error, ERROR_BUSY, "busy", "no memory for a difference");
}

const struct endpoint endpoint_comparePlans = {
    .operation = "comparePlans",
    .method = "GET",
    .path = "/api/v1/rounds/{id}/difference",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
