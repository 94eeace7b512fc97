#include "db/accounts.h"
#include "services/api/api.h"
#include "services/api/session_reply.h"
#include "services/password.h"

struct input {
    const char *token;
    const char *email, *password;
};

static const struct field input_fields[] = {
    FIELD_TOKEN(struct input, token, "token", .min = 22, .max = 64),
    FIELD_EMAIL(struct input, email, "email", .max = 254),
    FIELD_TEXT(struct input, password, "password", .min = 1, .max = 200, .input_only = true),
    FIELDS_END,
};

static void check(const struct asking *asking, void *target, struct field_errors *errors)
{
    const struct input *input = target;
    (void)asking;
    if (!field_is_sound(errors, "/token") || !field_is_sound(errors, "/email") || !field_is_sound(errors, "/password"))
        return;
    if (input->token != NULL && (input->email != NULL || input->password != NULL))
        field_error_add(errors, "one_of", "/token");
    else if (input->token == NULL && input->email == NULL)
        field_error_add(errors, "required", "/email");
    else if (input->token == NULL && input->password == NULL)
        field_error_add(errors, "required", "/password");
}

/* What the transaction needs. */
struct sign_in {
    const struct asking *asking;
    const struct input *input;
    struct uuid account;
    struct session_made made;
    struct session_reply *reply;
};

static bool sign_in_work(struct db *db, void *context, struct error *error)
{
    struct sign_in *sign_in = context;
    const struct session_made *made = &sign_in->made;
    unsigned char hash[HASH_BYTES];
    if (sign_in->input->token != NULL) {
        token_hash(sign_in->input->token, hash);
        if (!sign_in_by_link(db, hash, &made->id, made->hash, session_until(sign_in->asking, false),
                             session_until(sign_in->asking, true), error))
            return false;
    } else if (!account_sign_in(db, &sign_in->account, &made->id, made->hash, made->expires_at_ms,
                                sign_in->asking->request, error)) {
        return false;
    }
    return session_reply_read(sign_in->asking, made, sign_in->reply, error);
}

/* An unknown address costs the same hashing as a wrong password, and gets the same answer. */
static bool prove_password(struct sign_in *sign_in, struct error *error)
{
    const struct asking *asking = sign_in->asking;
    const char *hash = NULL;
    struct error fault = {0};
    if (!account_password_hash(asking->db, asking->arena, sign_in->input->email, &sign_in->account, &hash, &fault)) {
        if (fault.kind != ERROR_NONE) {
            *error = fault;
            return false;
        }
        hash = NULL;
    }
    return password_matches(sign_in->input->password, hash) ||
           error_set(error, ERROR_UNAUTHENTICATED, "sign_in_failed", "e-mail or password");
}

static bool sign_in(const struct asking *asking, const void *input, void *result, struct error *error)
{
    struct sign_in work = {.asking = asking, .input = input, .reply = result};
    session_make(asking, true, &work.made); /* a link may be a volunteer's, whose session lasts longer */
    if (work.input->token == NULL && !prove_password(&work, error))
        return false;
    return db_transaction(asking->db, sign_in_work, &work, error);
}

const struct endpoint endpoint_createSession = {
    .operation = "createSession",
    .method = "POST",
    .path = "/api/v1/sessions",
    .policy = POLICY_PUBLIC,
    .body_fields = input_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_HASH,
    .act = sign_in,
    RESULT_SIZE(struct session_reply),
    .status = 201,
    .reply_fields = session_reply_fields,
    .reply = session_reply_cookie,
    .rate = RATE_SIGN_IN,
};
