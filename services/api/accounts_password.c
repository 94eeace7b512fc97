#include "services/api/api.h"

#include "db/accounts.h"
#include "services/api/session_reply.h"
#include "services/password.h"

/* Sets a password by the secret of a letter; all sessions of the account end and a new one begins. */
struct input {
    const char *token, *password;
};

/* What the transaction needs: hashing is done before it begins. */
struct setting {
    const struct asking *asking;
    const struct input *input;
    char hash[PASSWORD_HASH_SIZE];
    struct session_made made;
    struct session_reply *reply;
};

static const struct field body_fields[] = {
    FIELD_TOKEN(struct input, token, "token", .required = true, .min = 22, .max = 64),
    FIELD_TEXT(struct input, password, "password", .required = true, .min = 12, .max = 200, .input_only = true),
    FIELDS_END,
};

static bool set_work(struct db *db, void *context, struct error *error)
{
    struct setting *setting = context;
    const struct session_made *made = &setting->made;
    unsigned char token[HASH_BYTES];
    token_hash(setting->input->token, token);
    return account_set_password(db, token, setting->hash, &made->id, made->hash, made->expires_at_ms, error) &&
           session_reply_read(setting->asking, made, setting->reply, error);
}

static bool act(const struct asking *asking, const void *input, void *result, struct error *error)
{
    struct setting setting = {.asking = asking, .input = input, .reply = result};
    session_make(asking, true, &setting.made);
    if (!password_hash(setting.input->password, setting.hash))
        return error_set(error, ERROR_BUSY, "busy", "no memory to hash");
    return db_transaction(asking->db, set_work, &setting, error);
}

const struct endpoint endpoint_setPassword = {
    .operation = "setPassword",
    .method = "POST",
    .path = "/api/v1/accounts/passwords",
    .policy = {.roles = ROLE_ANYBODY, .objects = OBJECTS_OWN},
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .work = WORK_HASH,
    .act = act,
    RESULT_SIZE(struct session_reply),
    .status = 201,
    .reply_fields = session_reply_fields,
    .reply = session_reply_cookie,
    .never_replayed = true,
    .rate = RATE_SIGN_IN,
};
