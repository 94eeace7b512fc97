/* Where a visit could go: every cell, legal with its cost, or with the rule it breaks. */
#include "services/api/api.h"
#include "services/api/visit_edit.h"

struct input {
    struct uuid id, visit;
};

struct move {
    const char *host, *period;
    bool legal;
    int64_t change;
    struct uuid swap_with;
    struct broken_rule broken;
    struct broken_rule *broken_given; /* NULL: legal */
};

struct result {
    struct uuid visit;
    struct move *moves;
    size_t count;
};

static const struct field path_fields[] = {
    FIELD_UUID(struct input, id, "id"),
    FIELD_UUID(struct input, visit, "visit"),
    FIELDS_END,
};

static const struct field move_fields[] = {
    FIELD_CODE(struct move, host, "host"),
    FIELD_LINE(struct move, period, "period"),
    FIELD_BOOLEAN(struct move, legal, "legal"),
    FIELD_INTEGER(struct move, change, "change"),
    FIELD_UUID(struct move, swap_with, "swap_with", .nullable = true),
    FIELD_OBJECT(struct move, broken_given, "broken", broken_rule_fields, .by_pointer = true, .nullable = true),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_UUID(struct result, visit, "visit"),
    FIELD_OBJECTS(struct result, moves, count, "moves", move_fields),
    FIELDS_END,
};

/* The visit of a worker in a period; none when there is none. */
static struct uuid visit_in(const struct round_model *model, uint32_t worker, uint32_t period)
{
    for (size_t i = 0; i < model->visit_count; i++) {
        if (model->visits[i].worker == worker && model->visits[i].period == period)
            return model->visit_sources[i]->id;
    }
    return (struct uuid){0};
}

static bool write_move(const struct asking *asking, const struct round_model *model, const struct matcher_move *found,
                       uint32_t worker, struct move *move)
{
    move->host = model->centres[found->host]->id;
    move->period = model->source->periods[found->period].id;
    move->legal = found->rule == MATCHER_ROUND_OK;
    move->change = found->delta;
    if (move->legal)
        return true;
    if (found->swap)
        move->swap_with = visit_in(model, found->partner, found->period);
    struct matcher_breach breach = breach_of_move(found, worker);
    move->broken_given = &move->broken;
    return broken_rule_make(asking, model, &breach, &move->broken);
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct round_model *model;
    size_t which;
    if (!round_model_read(asking, &input->id, &model, error) || !visit_find(model, &input->visit, &which, error))
        return false;
    struct matcher_move *found = moves_of(asking, model, which, model->visits[which].worker, error);
    if (!found)
        return false;
    result->visit = input->visit;
    result->count = model->round.centres_count * model->round.periods;
    result->moves = arena_alloc(asking->arena, (result->count + 1) * sizeof *result->moves);
    if (!result->moves)
        return error_set(error, ERROR_BUSY, "busy", "no memory for moves");
    for (size_t i = 0; i < result->count; i++) {
        if (!write_move(asking, model, &found[i], model->visits[which].worker, &result->moves[i]))
            return error_set(error, ERROR_BUSY, "busy", "no memory for moves");
    }
    return true;
}

const struct endpoint endpoint_listMoves = {
    .operation = "listMoves",
    .method = "GET",
    .path = "/api/v1/rounds/{id}/visits/{visit}/moves",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
