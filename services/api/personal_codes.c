/* The page behind the letter that asks for a personal code (R6): who asks, and the code on its way to them. */
#include "services/api/api.h"

#include "services/api/personal_code_reply.h"

struct input {
    const char *token;
    char code[PERSONAL_CODE_SIZE];
    bool foreign_citizen;
};

struct result {
    struct personal_code code;
    char masked[PERSONAL_CODE_SIZE];
};

static const struct field path_fields[] = {
    FIELD_TOKEN(struct input, token, "token", .min = 22, .max = 64),
    FIELDS_END,
};

static const struct field body_fields[] = {
    FIELD_LINE(struct input, code, "personal_code", .min = PERSONAL_CODE_LENGTH, .max = PERSONAL_CODE_LENGTH),
    FIELD_BOOLEAN(struct input, foreign_citizen, "foreign_citizen", .required = true),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_LINE(struct result, code.first_name, "first_name"),
    FIELD_CODE(struct result, code.checker, "checker"),
    FIELD_LINE(struct result, code.checker_name, "checker_name"),
    FIELD_INSTANT(struct result, code.kept_until_ms, "kept_until"),
    FIELD_BOOLEAN(struct result, code.foreign_citizen, "foreign_citizen"),
    FIELD_LINE(struct result, masked, "masked", .nullable = true),
    FIELDS_END,
};

/* Only citizens of other countries may have none. */
static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    int32_t birth_day;
    (void)asking;
    if (!field_is_sound(errors, "/personal_code"))
        return;
    if (input->code[0] == '\0') {
        if (field_is_sound(errors, "/foreign_citizen") && !input->foreign_citizen)
            field_error_add(errors, "required", "/personal_code");
    } else if (!personal_code_read(input->code, &birth_day)) {
        field_error_add(errors, "bad_personal_code", "/personal_code");
    }
}

static bool find(const struct asking *asking, const struct input *input, struct result *result, struct error *error)
{
    unsigned char hash[HASH_BYTES];
    token_hash(input->token, hash);
    return personal_code_by_link(asking->db, asking->arena, hash, &result->code, error);
}

static bool get(const struct asking *asking, const void *data, void *result, struct error *error)
{
    return find(asking, data, result, error);
}

/* A slip that leaves the check digit right gives away somebody else's birth date, mostly. */
static bool is_theirs(const char *code, const struct personal_code *asked)
{
    int32_t birth_day = 0;
    return !personal_code_read(code, &birth_day) || !asked->has_birth_date || birth_day == asked->birth_date;
}

static bool enter(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    unsigned char sealed[SEALED_CODE_BYTES];
    bool has_code = input->code[0] != '\0';
    if (!find(asking, input, result, error))
        return false;
    if (asking->code_key == NULL)
        return error_set(error, ERROR_BUSY, "codes_not_kept", "no personal_code_key_file");
    if (!is_theirs(input->code, &result->code))
        return error_set(error, ERROR_INVALID, "code_of_another", "not the birth date of the profile");
    if (has_code) {
        personal_code_seal(asking->code_key, &result->code.person, result->code.checker, input->code, sealed);
        personal_code_mask(input->code, result->masked);
    }
    result->code.foreign_citizen = input->foreign_citizen;
    result->code.kept_until_ms = asking->now_ms + (int64_t)CODE_DAYS * 24 * 3600 * 1000;
    return personal_code_enter(asking->db, &result->code, has_code ? sealed : NULL, input->foreign_citizen,
                               asking->request, error);
}

const struct endpoint endpoint_getCodeRequest = {
    .operation = "getCodeRequest",
    .method = "GET",
    .path = "/api/v1/personal-codes/{token}",
    .policy = {.roles = ROLE_ANYBODY, .objects = OBJECTS_OWN},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = get,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};

const struct endpoint endpoint_enterCode = {
    .operation = "enterCode",
    .method = "POST",
    .path = "/api/v1/personal-codes/{token}",
    .policy = {.roles = ROLE_ANYBODY, .objects = OBJECTS_OWN},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = enter,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
    .never_replayed = true, /* a hash of eleven digits would give them away */
    .rate = RATE_SIGN_IN,
};
