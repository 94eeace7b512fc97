#include "services/api/account_reply.h"
#include "services/api/api.h"

struct input {
    struct uuid cursor;
    int32_t limit;
};

struct result {
    struct account *accounts;
    size_t count;
    struct uuid next;
};

static const struct field grant_fields[] = {
    FIELD_WORD(struct account_grant, role, "role", account_role_words),
    FIELD_LINE(struct account_grant, scope, "scope", .nullable = true),
    FIELD_LINE(struct account_grant, scope_name, "scope_name", .nullable = true),
    FIELDS_END,
};

const struct field account_fields[] = {
    FIELD_UUID(struct account, id, "id"),
    FIELD_EMAIL(struct account, email, "email"),
    FIELD_OBJECTS(struct account, roles, role_count, "roles", grant_fields),
    FIELD_WORD(struct account, language, "language", language_words),
    FIELDS_END,
};

static const struct field query_fields[] = {
    FIELD_UUID(struct input, cursor, "cursor"),
    FIELD_INTEGER(struct input, limit, "limit", .min = 1, .max = 200, .absent = 50),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, accounts, count, "accounts", account_fields),
    FIELD_UUID(struct result, next, "next", .nullable = true),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct page page = {input->cursor, (size_t)input->limit + 1};
    if (!accounts_list(asking->db, asking->arena, page, &result->accounts, &result->count, error))
        return false;
    if (result->count > (size_t)input->limit) {
        result->count = (size_t)input->limit;
        result->next = result->accounts[result->count - 1].id;
    }
    return true;
}

const struct endpoint endpoint_listAccounts = {
    .operation = "listAccounts",
    .method = "GET",
    .path = "/api/v1/accounts",
    .policy = {.roles = ROLE_ADMIN, .objects = OBJECTS_NONE},
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
