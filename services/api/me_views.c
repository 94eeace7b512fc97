#include "services/api/api.h"

#include <stdio.h>
#include <string.h>

#include "services/api/audit_page.h"

/* Who saw or changed my data (R9): role and place, never a colleague's name. */
struct input {
    const char *cursor;
    int64_t before;
    int32_t limit;
};

struct view {
    int64_t at_ms;
    const char *what;
    char who[96];
};

struct result {
    struct view *views;
    size_t count;
    char next[AUDIT_CURSOR_SIZE];
};

static const struct field query_fields[] = {
    FIELD_LINE(struct input, cursor, "cursor", .max = 20),
    FIELD_INTEGER(struct input, limit, "limit", .min = 1, .max = 200, .absent = 50),
    FIELDS_END,
};

static const struct field view_fields[] = {
    FIELD_INSTANT(struct view, at_ms, "at"),
    FIELD_LINE(struct view, what, "what"),
    FIELD_LINE(struct view, who, "who", .required = true),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, views, count, "views", view_fields),
    FIELD_LINE(struct result, next, "next", .nullable = true),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    (void)asking;
    audit_cursor_read(input->cursor, &input->before, errors);
}

/* "manager:kehra" of "Kehra noortekeskus" reads "Keskuse juht, Kehra noortekeskus". */
static void say_who(const struct asking *asking, const struct audit_entry *entry, char who[96])
{
    char role[24] = "service";
    if (entry->actor_role)
        snprintf(role, sizeof role, "%.*s", (int)strcspn(entry->actor_role, ":"), entry->actor_role);
    const char *name = text_part(asking->language, "role", role, NULL);
    snprintf(who, 96, "%s%s%s", name ? name : role, entry->scope_name ? ", " : "",
             entry->scope_name ? entry->scope_name : "");
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct audit_entry *entries;
    size_t count;
    if (!audit_views(asking->db, asking->arena, &asking->caller->person, input->before, (size_t)input->limit + 1,
                     &entries, &count, error))
        return false;
    result->count = audit_page_end(entries, count, input->limit, result->next);
    result->views = arena_alloc(asking->arena, (result->count + 1) * sizeof *result->views);
    if (!result->views)
        return error_set(error, ERROR_BUSY, "busy", "no memory for views");
    for (size_t i = 0; i < result->count; i++) {
        const char *what = text_part(asking->language, "audit", entries[i].action, NULL);
        result->views[i].at_ms = entries[i].at_ms;
        result->views[i].what = what ? what : entries[i].action;
        say_who(asking, &entries[i], result->views[i].who);
    }
    return true;
}

const struct endpoint endpoint_listMyViews = {
    .operation = "listMyViews",
    .method = "GET",
    .path = "/api/v1/me/views",
    .policy = {.roles = ROLES_PERSONS, .objects = OBJECTS_OWN},
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
