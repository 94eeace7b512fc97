#include "services/api/account_reply.h"
#include "services/api/api.h"
#include "services/api/links.h"

/* Makes an account, or adds a role to the one with this address; a letter brings the link to set the password. */
struct input {
    struct uuid id;
    const char *email, *scope;
    int role, language;
    struct link_secret link;
};

static const struct field body_fields[] = {
    FIELD_EMAIL(struct input, email, "email", .required = true, .max = 254),
    FIELD_WORD(struct input, role, "role", account_role_words, .required = true),
    FIELD_CODE(struct input, scope, "scope", .max = 40),
    FIELD_WORD(struct input, language, "language", language_words, .required = true),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    bool scoped = input->role != ACCOUNT_ADMIN && input->role != ACCOUNT_DPO;
    if (field_is_sound(errors, "/role") && scoped != (input->scope != NULL))
        field_error_add(errors, scoped ? "required" : "not_allowed_here", "/scope");
    input->id = uuid_new();
    link_secret_new(&input->link, asking->now_ms + PASSWORD_LINK_MS);
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct uuid account;
    return account_create(asking->db, &asking->actor, &input->id, input->email, input->language, input->role,
                          input->scope, NULL, &input->link, &account, error) &&
           account_read(asking->db, asking->arena, &account, out, error);
}

const struct endpoint endpoint_createAccount = {
    .operation = "createAccount",
    .method = "POST",
    .path = "/api/v1/accounts",
    .policy = {.roles = ROLE_ADMIN, .objects = OBJECTS_NONE},
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct account),
    .status = 201,
    .reply_fields = account_fields,
};
