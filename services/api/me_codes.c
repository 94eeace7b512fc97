/* A person's own personal codes (R6): who holds one, masked, and until when; and taking one back. */
#include "services/api/api.h"
#include "services/api/personal_code_reply.h"

struct input {
    const char *checker;
};

struct result {
    struct code_reply *codes;
    size_t count;
};

static const struct field path_fields[] = {
    FIELD_CODE(struct input, checker, "checker", .max = 4),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, codes, count, "codes", code_reply_fields),
    FIELDS_END,
};

static bool list(const struct asking *asking, const void *input, void *out, struct error *error)
{
    struct result *result = out;
    struct personal_code *codes;
    (void)input;
    if (!personal_codes_of(asking->db, asking->arena, &asking->caller->person, &codes, &result->count, error))
        return false;
    result->codes = code_replies_make(asking, codes, result->count, error);
    return result->codes != NULL;
}

static bool erase(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    (void)result;
    return personal_code_erase_own(asking->db, &asking->actor, input->checker, error);
}

const struct endpoint endpoint_listMyCodes = {
    .operation = "listMyCodes",
    .method = "GET",
    .path = "/api/v1/me/personal-codes",
    .policy = {.roles = ROLES_PERSONS, .objects = OBJECTS_OWN},
    .work = WORK_TRANSACT,
    .act = list,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};

const struct endpoint endpoint_eraseMyCode = {
    .operation = "eraseMyCode",
    .method = "DELETE",
    .path = "/api/v1/me/personal-codes/{checker}",
    .policy = {.roles = ROLES_PERSONS, .objects = OBJECTS_OWN},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = erase,
    .status = 204,
};
