#include "services/api/api.h"
#include "services/api/check_reply.h"
#include "services/api/personal_code_reply.h"

#include "db/origin.h"

/* The checks of one person, newest first; that they were read is written down. */
struct input {
    struct uuid person;
};

struct result {
    struct check_reply *checks;
    size_t count;
    struct code_reply *codes; /* of the municipalities that the caller checks for */
    size_t code_count;
    bool origin_needed;
    struct origin_certificate *origins;
    size_t origin_count;
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

static const struct field origin_fields[] = {
    FIELD_CODE(struct origin_certificate, checker, "checker"),
    FIELD_DATE(struct origin_certificate, issued_on, "issued_on"),
    FIELD_DATE(struct origin_certificate, valid_until, "valid_until"),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, checks, count, "checks", check_reply_fields),
    FIELD_OBJECTS(struct result, codes, code_count, "codes", code_reply_fields),
    FIELD_BOOLEAN(struct result, origin_needed, "origin_needed"),
    FIELD_OBJECTS(struct result, origins, origin_count, "origin_certificates", origin_fields),
    FIELDS_END,
};

/* What else the check needs: the personal code, and of citizens of other countries a certificate. */
static bool read_rest(const struct asking *asking, const struct uuid *person, struct result *result,
                      struct error *error)
{
    struct personal_code *codes;
    if (!personal_codes_seen_by(asking->db, asking->arena, &asking->actor, person, &codes, &result->code_count,
                                error) ||
        !origin_list(asking->db, asking->arena, &asking->actor, person, &result->origin_needed, &result->origins,
                     &result->origin_count, error))
        return false;
    result->codes = code_replies_make(asking, codes, result->code_count, error);
    return result->codes != NULL;
}

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
    return read_rest(asking, &input->person, result, error);
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
