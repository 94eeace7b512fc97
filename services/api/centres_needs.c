#include "services/api/api.h"
#include "services/api/need_reply.h"

/* All needs of a centre, closed ones too, newest first. */
struct input {
    const char *centre;
    int state;
    struct uuid cursor;
    int32_t limit;
};

struct result {
    struct need_reply *needs;
    size_t count;
    struct uuid next;
};

static const struct field path_fields[] = {FIELD_CODE(struct input, centre, "centre", .max = 40), FIELDS_END};

static const struct field query_fields[] = {
    FIELD_WORD(struct input, state, "state", need_state_words, .absent = WORD_NONE),
    FIELD_UUID(struct input, cursor, "cursor"),
    FIELD_INTEGER(struct input, limit, "limit", .min = 1, .max = 200, .absent = 50),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, needs, count, "needs", need_reply_fields),
    FIELD_UUID(struct result, next, "next", .nullable = true),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct page page = {input->cursor, (size_t)input->limit + 1};
    struct need **needs;
    size_t count;
    if (!needs_list_centre(asking->db, asking->arena, &asking->actor, input->centre, input->state, page, &needs, &count,
                           error))
        return false;
    result->count = count > (size_t)input->limit ? (size_t)input->limit : count;
    result->needs = arena_alloc(asking->arena, (result->count + 1) * sizeof *result->needs);
    if (!result->needs)
        return error_set(error, ERROR_INTERNAL, "no_memory", "needs of a centre");
    for (size_t i = 0; i < result->count; i++)
        need_reply_make(asking, needs[i], &result->needs[i]);
    if (count > result->count)
        result->next = needs[result->count - 1]->id;
    return true;
}

const struct endpoint endpoint_listCentreNeeds = {
    .operation = "listCentreNeeds",
    .method = "GET",
    .path = "/api/v1/centres/{centre}/needs",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
