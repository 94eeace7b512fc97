/* Several changes of a plan at once, judged together: an undo, a repair, a cycle that turns. */
#include "services/api/api.h"
#include "services/api/visit_edit.h"

enum { CHANGES_MAX = 64 };

struct input {
    struct uuid id;
    struct uuid *remove;
    size_t remove_count;
    struct visit_change {
        struct visit visit;
        bool pinned_given;
    } * change;
    size_t change_count;
    struct visit *add;
    size_t add_count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field change_fields[] = {
    FIELD_UUID(struct visit_change, visit.id, "id", .required = true),
    FIELD_CODE(struct visit_change, visit.host, "host", .required = true, .max = 40),
    FIELD_LINE(struct visit_change, visit.period, "period", .required = true, .max = 20),
    FIELD_BOOLEAN(struct visit_change, visit.pinned, "pinned", GIVEN(struct visit_change, pinned_given)),
    FIELDS_END,
};

static const struct field add_fields[] = {
    FIELD_UUID(struct visit, worker, "worker", .required = true),
    FIELD_CODE(struct visit, host, "host", .required = true, .max = 40),
    FIELD_LINE(struct visit, period, "period", .required = true, .max = 20),
    FIELD_BOOLEAN(struct visit, pinned, "pinned"),
    FIELDS_END,
};

static const struct field body_fields[] = {
    FIELD_LIST(struct input, remove, remove_count, "remove", field_uuid_item, .max = CHANGES_MAX),
    FIELD_OBJECTS(struct input, change, change_count, "change", change_fields, .max = CHANGES_MAX),
    FIELD_OBJECTS(struct input, add, add_count, "add", add_fields, .max = CHANGES_MAX),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    (void)asking;
    if (input->remove_count + input->change_count + input->add_count == 0 && field_is_sound(errors, "/change"))
        field_error_add(errors, "required", "/change");
    for (size_t i = 0; i < input->add_count; i++)
        input->add[i].id = uuid_new();
    for (size_t i = 0; i < input->change_count; i++) {
        bool twice = false;
        for (size_t k = 0; k < i; k++)
            twice |= uuid_compare(&input->change[k].visit.id, &input->change[i].visit.id) == 0;
        for (size_t k = 0; k < input->remove_count; k++)
            twice |= uuid_compare(&input->remove[k], &input->change[i].visit.id) == 0;
        if (twice && field_is_sound(errors, "/change/%zu", i))
            field_error_add(errors, "duplicate_item", "/change/%zu/id", i);
    }
}

/* A change keeps the worker, and the pin unless it names one. */
static struct visit *changes_of(const struct asking *asking, const struct round_model *model, const struct input *input,
                                struct error *error)
{
    size_t which = 0;
    struct visit *visits = arena_alloc(asking->arena, (input->change_count + 1) * sizeof *visits);
    if (!visits) {
        error_set(error, ERROR_BUSY, "busy", "no memory for an edit");
        return NULL;
    }
    for (size_t i = 0; i < input->change_count; i++) {
        const struct visit_change *change = &input->change[i];
        if (!visit_find(model, &change->visit.id, &which, error))
            return NULL;
        visits[i] = *model->visit_sources[which];
        visits[i].host = change->visit.host;
        visits[i].period = change->visit.period;
        if (change->pinned_given)
            visits[i].pinned = change->visit.pinned;
    }
    return visits;
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct visit_edit *edit = out;
    struct round_model *model;
    if (!round_model_read(asking, &input->id, &model, error))
        return false;
    if (asking->version && model->source->version != asking->version)
        return error_set(error, ERROR_STALE, "stale_version", "the round has changed");
    struct visits_edit change = {.remove = input->remove,
                                 .remove_count = input->remove_count,
                                 .change = changes_of(asking, model, input, error),
                                 .change_count = input->change_count,
                                 .add = input->add,
                                 .add_count = input->add_count};
    return change.change && visit_edit_judge(asking, model, &change, edit, error) &&
           (edit->refused || visit_edit_store(asking, model, &change, edit, error));
}

const struct endpoint endpoint_editVisits = {
    .operation = "editVisits",
    .method = "POST",
    .path = "/api/v1/rounds/{id}/edits",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct visit_edit),
    .status = 200,
    .reply_fields = visit_edit_fields,
    .reply = visit_edit_reply,
    .needs_version = true,
};
