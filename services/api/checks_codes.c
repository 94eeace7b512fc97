/* The personal code for a check (R6), for the municipality that makes it: one look, and asking for it anew. A look is a
 * POST: it is an act that is written down, and neither person nor code stand in an address. */
#include "services/api/api.h"
#include "services/api/links.h"
#include "services/personal_code.h"

struct input {
    struct uuid person;
    const char *checker;
    struct link_secret link;
};

struct result {
    struct personal_code code;
    char digits[PERSONAL_CODE_SIZE];
};

static const struct field body_fields[] = {
    FIELD_UUID(struct input, person, "person", .required = true),
    FIELD_CODE(struct input, checker, "checker", .required = true, .max = 4),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_LINE(struct result, digits, "personal_code"),
    FIELD_INSTANT(struct result, code.entered_at_ms, "entered_at"),
    FIELD_INSTANT(struct result, code.kept_until_ms, "kept_until"),
    FIELDS_END,
};

static bool see(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    if (!personal_code_see(asking->db, asking->arena, &asking->actor, &input->person, input->checker, &result->code,
                           error))
        return false;
    return (asking->code_key != NULL && personal_code_open(asking->code_key, &result->code, result->digits)) ||
           error_set(error, ERROR_NOT_FOUND, "no_personal_code", "sealed under another key");
}

static void make_link(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    (void)errors;
    link_secret_new(&input->link, asking->now_ms + DAYS_MS(CODE_DAYS));
}

static bool ask(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    (void)result;
    if (asking->code_key == NULL)
        return error_set(error, ERROR_CONFLICT, "codes_not_kept", "no personal_code_key_file");
    return personal_code_ask(asking->db, &asking->actor, &input->person, input->checker, &input->link, error);
}

const struct endpoint endpoint_seeCode = {
    .operation = "seeCode",
    .method = "POST",
    .path = "/api/v1/checks/codes",
    .policy = {.roles = ROLE_MANAGER | ROLE_SPECIALIST, .objects = OBJECTS_CENTRE},
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = see,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
    .never_replayed = true,
};

const struct endpoint endpoint_askCode = {
    .operation = "askCode",
    .method = "POST",
    .path = "/api/v1/checks/codes/requests",
    .policy = {.roles = ROLE_MANAGER | ROLE_SPECIALIST, .objects = OBJECTS_CENTRE},
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = make_link,
    .work = WORK_TRANSACT,
    .act = ask,
    .status = 202,
    .reply = reply_accepted,
};
