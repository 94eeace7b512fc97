/* Visits edited by hand: added, moved, swapped, pinned, removed. Nothing that breaks a rule is stored. */
#include "services/api/api.h"
#include "services/api/visit_edit.h"

struct input {
    struct uuid id, visit, worker, swap_with;
    const char *host, *period;
    bool pinned, pinned_given;
};

static const struct field add_path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field path_fields[] = {
    FIELD_UUID(struct input, id, "id"),
    FIELD_UUID(struct input, visit, "visit"),
    FIELDS_END,
};

static const struct field add_fields[] = {
    FIELD_UUID(struct input, worker, "worker", .required = true),
    FIELD_CODE(struct input, host, "host", .required = true, .max = 40),
    FIELD_LINE(struct input, period, "period", .required = true, .max = 20),
    FIELD_BOOLEAN(struct input, pinned, "pinned"),
    FIELDS_END,
};

static const struct field change_fields[] = {
    FIELD_CODE(struct input, host, "host", .max = 40),
    FIELD_LINE(struct input, period, "period", .max = 20),
    FIELD_BOOLEAN(struct input, pinned, "pinned", GIVEN(struct input, pinned_given)),
    FIELD_UUID(struct input, swap_with, "swap_with"),
    FIELDS_END,
};

static void check_add(const struct asking *asking, void *data, struct field_errors *errors)
{
    (void)asking;
    (void)errors;
    ((struct input *)data)->visit = uuid_new();
}

static void check_change(const struct asking *asking, void *data, struct field_errors *errors)
{
    const struct input *input = data;
    bool moves = input->host || input->period;
    (void)asking;
    if (!field_is_sound(errors, "/period") || !field_is_sound(errors, "/swap_with") ||
        !field_is_sound(errors, "/pinned"))
        return;
    if (!uuid_is_none(&input->swap_with) && moves)
        field_error_add(errors, "one_of", "/swap_with");
    else if (!moves && !input->pinned_given && uuid_is_none(&input->swap_with))
        field_error_add(errors, "required", "/host");
}

/* The round at the version that the caller saw. */
static bool read_model(const struct asking *asking, const struct input *input, struct round_model **model,
                       struct error *error)
{
    if (!round_model_read(asking, &input->id, model, error))
        return false;
    return !asking->version || (*model)->source->version == asking->version ||
           error_set(error, ERROR_STALE, "stale_version", "the round has changed");
}

/* The cell that a name of a host and a period means. */
static bool find_cell(const struct round_model *model, const char *host, const char *period, uint32_t *cell,
                      struct error *error)
{
    uint32_t h = round_model_centre(model, host), t = round_model_period(model, period);
    if (h == MATCHER_NONE || t == MATCHER_NONE)
        return error_set(error, ERROR_INVALID, "unknown_code", "a host or period that is not in the round");
    *cell = h * model->round.periods + t;
    return true;
}

static bool add(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct round_model *model;
    uint32_t cell;
    if (!read_model(asking, input, &model, error) || !find_cell(model, input->host, input->period, &cell, error))
        return false;
    uint32_t worker = round_model_worker(model, &input->worker);
    if (worker == MATCHER_NONE)
        return error_set(error, ERROR_INVALID, "unknown_person", "a worker who is not in the round");
    struct matcher_move *moves = moves_of(asking, model, model->visit_count, worker, error);
    if (!moves)
        return false;
    if (moves[cell].rule != MATCHER_ROUND_OK) {
        struct matcher_breach breach = breach_of_move(&moves[cell], worker);
        return visit_edit_refuse(asking, model, &breach, out, error);
    }
    struct visit visit = {.id = input->visit,
                          .worker = input->worker,
                          .host = input->host,
                          .period = input->period,
                          .pinned = input->pinned};
    struct visits_edit edit = {.add = &visit, .add_count = 1};
    return visit_edit_store(asking, model, &edit, out, error);
}

static bool move(const struct asking *asking, const struct round_model *model, const struct input *input, size_t which,
                 struct visit_edit *out, struct error *error)
{
    struct visit visit = *model->visit_sources[which];
    uint32_t cell;
    if (input->host)
        visit.host = input->host;
    if (input->period)
        visit.period = input->period;
    if (input->pinned_given)
        visit.pinned = input->pinned;
    if (!find_cell(model, visit.host, visit.period, &cell, error))
        return false;
    struct matcher_move *moves = moves_of(asking, model, which, model->visits[which].worker, error);
    if (!moves)
        return false;
    if (moves[cell].rule != MATCHER_ROUND_OK) {
        struct matcher_breach breach = breach_of_move(&moves[cell], model->visits[which].worker);
        return visit_edit_refuse(asking, model, &breach, out, error);
    }
    struct visits_edit edit = {.change = &visit, .change_count = 1};
    return visit_edit_store(asking, model, &edit, out, error);
}

/* Two visits trade hosts and periods; the whole plan is judged, since both ends move at once. */
static bool swap(const struct asking *asking, const struct round_model *model, const struct input *input, size_t which,
                 struct visit_edit *out, struct error *error)
{
    size_t other = 0;
    if (!visit_find(model, &input->swap_with, &other, error))
        return false;
    const struct visit *first = model->visit_sources[which], *second = model->visit_sources[other];
    struct visit changed[2] = {*first, *second};
    changed[0].host = second->host;
    changed[0].period = second->period;
    changed[1].host = first->host;
    changed[1].period = first->period;
    struct visits_edit edit = {.change = changed, .change_count = 2};
    return visit_edit_judge(asking, model, &edit, out, error) &&
           (out->refused || visit_edit_store(asking, model, &edit, out, error));
}

static bool change(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct round_model *model;
    size_t which;
    if (!read_model(asking, input, &model, error) || !visit_find(model, &input->visit, &which, error))
        return false;
    return uuid_is_none(&input->swap_with) ? move(asking, model, input, which, out, error)
                                           : swap(asking, model, input, which, out, error);
}

static bool remove_visit(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct round_model *model;
    size_t which;
    enum matcher_round_rule rule;
    int64_t delta;
    struct matcher_error failure = {0};
    if (!read_model(asking, input, &model, error) || !visit_find(model, &input->visit, &which, error))
        return false;
    if (!matcher_round_removal(&model->round, model->visits, model->visit_count, which, &rule, &delta, &failure))
        return error_set(error, ERROR_BUSY, "busy", "no memory to remove");
    if (rule != MATCHER_ROUND_OK) {
        const struct matcher_visit *visit = &model->visits[which];
        struct matcher_breach breach = {rule, visit->host, visit->worker, visit->period};
        return visit_edit_refuse(asking, model, &breach, out, error);
    }
    struct visits_edit edit = {.remove = &input->visit, .remove_count = 1};
    return visit_edit_store(asking, model, &edit, out, error);
}

#define VISIT_ENDPOINT                                                                                                 \
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP}, INPUT_SIZE(struct input), .work = WORK_TRANSACT,  \
    RESULT_SIZE(struct visit_edit), .reply_fields = visit_edit_fields, .reply = visit_edit_reply

const struct endpoint endpoint_addVisit = {
    .operation = "addVisit",
    .method = "POST",
    .path = "/api/v1/rounds/{id}/visits",
    .path_fields = add_path_fields,
    .body_fields = add_fields,
    .check = check_add,
    .act = add,
    .status = 201,
    VISIT_ENDPOINT,
};

const struct endpoint endpoint_updateVisit = {
    .operation = "updateVisit",
    .method = "PATCH",
    .path = "/api/v1/rounds/{id}/visits/{visit}",
    .path_fields = path_fields,
    .body_fields = change_fields,
    .check = check_change,
    .act = change,
    .needs_version = true,
    VISIT_ENDPOINT,
};

const struct endpoint endpoint_deleteVisit = {
    .operation = "deleteVisit",
    .method = "DELETE",
    .path = "/api/v1/rounds/{id}/visits/{visit}",
    .path_fields = path_fields,
    .act = remove_visit,
    .status = 200,
    .needs_version = true,
    VISIT_ENDPOINT,
};
