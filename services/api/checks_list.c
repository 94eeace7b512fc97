#include "services/api/api.h"
#include "services/api/check_reply.h"

/* The checks of one person, newest first; that they were read is written down. */
struct input {
    struct uuid person;
};

struct result {
    struct check_reply *checks;
    size_t count;
};

const struct field check_reply_fields[] = {
    FIELD_UUID(struct check_reply, check.id, "id"),
    FIELD_UUID(struct check_reply, check.person, "person"),
    FIELD_WORD(struct check_reply, check.result, "result", check_result_words),
    FIELD_DATE(struct check_reply, check.checked_on, "checked_on"),
    FIELD_DATE(struct check_reply, check.valid_until, "valid_until"),
    FIELD_CODE(struct check_reply, check.checker, "checker"),
    FIELD_WORD(struct check_reply, check.basis, "basis", check_basis_words),
    FIELD_LINE(struct check_reply, check.reference, "reference", .nullable = true),
    FIELD_UUID(struct check_reply, check.source, "accepted_from", .nullable = true,
               GIVEN(struct check_reply, check.has_source)),
    FIELD_INTEGER(struct check_reply, agreed_now, "agreed_now"),
    FIELDS_END,
};

static const struct field query_fields[] = {
    FIELD_UUID(struct input, person, "person", .required = true),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, checks, count, "checks", check_reply_fields),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct check *checks;
    if (!checks_list(asking->db, asking->arena, &asking->actor, &input->person, &checks, &result->count, error))
        return false;
    result->checks = arena_alloc(asking->arena, (result->count + 1) * sizeof *result->checks);
    if (!result->checks)
        return error_set(error, ERROR_INTERNAL, "no_memory", "a person's checks");
    for (size_t i = 0; i < result->count; i++)
        result->checks[i].check = checks[i];
    return true;
}

const struct endpoint endpoint_listChecks = {
    .operation = "listChecks",
    .method = "GET",
    .path = "/api/v1/checks",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
