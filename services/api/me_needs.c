#include "services/api/api.h"
#include "services/api/fit.h"
#include "services/api/need_reply.h"
#include "services/index.h"

/* Open needs that fit the caller: memory ranks them, scarce ones first among equals; the database tells what they are.
 */
enum { REASONS_SHOWN = 3, READ_AT_ONCE = 64 };

struct fitting {
    struct uuid id;
    struct need_reply need;
    struct fit fit;
};

struct input {
    int32_t top;
    struct fitting *ranked; /* by look */
    size_t count;
};

struct result {
    struct fitting *needs;
    size_t count;
};

static const struct field query_fields[] = {
    FIELD_INTEGER(struct input, top, "top", .min = 1, .max = 100, .absent = 20),
    FIELDS_END,
};

static const struct field fitting_fields[] = {
    FIELD_OBJECT(struct fitting, need, "need", need_reply_fields),
    FIT_FIELDS(struct fitting, fit),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, needs, count, "needs", fitting_fields),
    FIELDS_END,
};

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_BUSY, "busy", "no memory for fitting needs");
}

static bool look(const struct asking *asking, void *data, struct error *error)
{
    struct input *input = data;
    const struct matcher *matcher = index_matcher(asking->index);
    struct matcher_id id = index_id(&asking->caller->person);
    struct matcher_person person;
    struct matcher_query query = fit_query(asking);
    struct matcher_error failure = {0};
    size_t top = (size_t)input->top;
    struct matcher_candidate *found = arena_alloc(asking->arena, top * sizeof *found);
    input->ranked = arena_alloc(asking->arena, top * sizeof *input->ranked);
    if (!found || !input->ranked)
        return no_memory(error);
    if (!matcher_read_person(matcher, &id, &person))
        return true;
    if (!matcher_rank_needs(matcher, &id, &query, top, found, &input->count, &failure))
        return no_memory(error);
    for (size_t i = 0; i < input->count; i++) {
        const struct matcher_need *need = matcher_find_need(matcher, &found[i].id);
        input->ranked[i].id = index_uuid(&found[i].id);
        if (!fit_make(asking, &person, need, &found[i], REASONS_SHOWN, &input->ranked[i].fit, error))
            return false;
    }
    return true;
}

static bool add_needs(const struct asking *asking, const struct fitting *ranked, size_t count, struct result *result,
                      struct error *error)
{
    struct uuid ids[READ_AT_ONCE];
    struct need *needs[READ_AT_ONCE];
    if (count == 0)
        return true;
    for (size_t i = 0; i < count; i++)
        ids[i] = ranked[i].id;
    if (!needs_read_many(asking->db, asking->arena, ids, count, needs, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!needs[i] || needs[i]->state != NEED_OPEN)
            continue; /* closed or filled since */
        struct fitting *fitting = &result->needs[result->count++];
        fitting->fit = ranked[i].fit;
        fitting->fit.part_list = fitting->fit.parts;
        need_reply_make(asking, needs[i], &fitting->need);
    }
    return true;
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    result->needs = arena_alloc(asking->arena, (input->count + 1) * sizeof *result->needs);
    if (!result->needs)
        return no_memory(error);
    for (size_t i = 0; i < input->count; i += READ_AT_ONCE) {
        size_t count = input->count - i < READ_AT_ONCE ? input->count - i : READ_AT_ONCE;
        if (!add_needs(asking, input->ranked + i, count, result, error))
            return false;
    }
    return true;
}

const struct endpoint endpoint_listMyNeeds = {
    .operation = "listMyNeeds",
    .method = "GET",
    .path = "/api/v1/me/needs",
    .policy = {.roles = ROLES_PERSONS, .objects = OBJECTS_OWN},
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .look = look,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
