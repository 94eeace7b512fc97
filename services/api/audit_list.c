#include "services/api/api.h"

#include <stdio.h>
#include <string.h>

#include "services/api/audit_page.h"

/* The log for the data protection officer: ids and actions, no profiles. */
struct input {
    struct uuid person;
    const char *cursor;
    int64_t before;
    int32_t limit;
};

struct row {
    struct audit_entry entry;
    struct uuid actor;
};

struct result {
    struct row *rows;
    size_t count;
    char next[AUDIT_CURSOR_SIZE];
};

static const struct field query_fields[] = {
    FIELD_UUID(struct input, person, "person"),
    FIELD_LINE(struct input, cursor, "cursor", .max = 20),
    FIELD_INTEGER(struct input, limit, "limit", .min = 1, .max = 200, .absent = 50),
    FIELDS_END,
};

static const struct field row_fields[] = {
    FIELD_INTEGER(struct row, entry.id, "id"),
    FIELD_INSTANT(struct row, entry.at_ms, "at"),
    FIELD_UUID(struct row, actor, "actor", .nullable = true),
    FIELD_LINE(struct row, entry.actor_role, "role", .nullable = true),
    FIELD_LINE(struct row, entry.action, "action"),
    FIELD_UUID(struct row, entry.person, "person", .nullable = true),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, rows, count, "entries", row_fields),
    FIELD_LINE(struct result, next, "next", .nullable = true),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    (void)asking;
    audit_cursor_read(input->cursor, &input->before, errors);
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct audit_entry *entries;
    size_t count;
    const struct uuid *person = uuid_is_none(&input->person) ? NULL : &input->person;
    if (!audit_list(asking->db, asking->arena, person, input->before, (size_t)input->limit + 1, &entries, &count,
                    error))
        return false;
    result->count = audit_page_end(entries, count, input->limit, result->next);
    result->rows = arena_alloc(asking->arena, (result->count + 1) * sizeof *result->rows);
    if (!result->rows)
        return error_set(error, ERROR_BUSY, "busy", "no memory for the log");
    for (size_t i = 0; i < result->count; i++) {
        result->rows[i].entry = entries[i];
        result->rows[i].actor =
            uuid_is_none(&entries[i].actor_account) ? entries[i].actor_person : entries[i].actor_account;
    }
    return true;
}

/* What it was done to: "" where the action names nothing. */
static bool reply(const struct asking *asking, const void *input, const void *out, struct reply *reply)
{
    const struct result *result = out;
    (void)asking;
    (void)input;
    json_t *entries = json_object_get(reply->json, "entries");
    for (size_t i = 0; i < result->count; i++) {
        const struct uuid *subject = &result->rows[i].entry.subject;
        char text[UUID_TEXT_SIZE] = "";
        if (!uuid_is_none(subject))
            uuid_format(subject, text);
        if (json_object_set_new(json_array_get(entries, i), "object", json_string(text)) != 0)
            return false;
    }
    return true;
}

const struct endpoint endpoint_listAudit = {
    .operation = "listAudit",
    .method = "GET",
    .path = "/api/v1/audit",
    .policy = {.roles = ROLE_DPO | ROLE_ADMIN, .objects = OBJECTS_NONE},
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
    .reply = reply,
};
