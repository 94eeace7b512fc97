#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "services/api/api.h"
#include "services/api/need_reply.h"

struct input {
    struct need_filter filter;
    int32_t limit;
    const char *cursor;
};

static const struct field query_fields[] = {
    FIELD_CODE(struct input, filter.centre, "centre", .max = 40),
    FIELD_CODE(struct input, filter.municipality, "municipality", .max = 4),
    FIELD_DATE(struct input, filter.from_day, "from", GIVEN(struct input, filter.has_from)),
    FIELD_DATE(struct input, filter.to_day, "to", GIVEN(struct input, filter.has_to)),
    FIELD_CODE(struct input, filter.skill, "skill", .max = 40),
    FIELD_CODE(struct input, filter.language, "language", .max = 2),
    FIELD_WORD(struct input, filter.for_whom, "for", need_for_words, .absent = WORD_NONE),
    FIELD_TOKEN(struct input, cursor, "cursor", .max = 120),
    FIELD_INTEGER(struct input, limit, "limit", .min = 1, .max = 200, .absent = 50),
    FIELDS_END,
};

struct result {
    struct need_reply *needs;
    size_t count;
    const char *next;
};

static const struct field result_fields[] = {
    FIELD_OBJECTS(struct result, needs, count, "needs", need_reply_fields),
    FIELD_LINE(struct result, next, "next", .nullable = true),
    FIELDS_END,
};

/* A cursor is the next shift's start in milliseconds, "_", and the need's id. */
static bool cursor_read(const char *cursor, struct need_filter *filter)
{
    char *end;
    filter->after_from_ms = strtoll(cursor, &end, 10);
    filter->after_given = true;
    return *end == '_' && uuid_parse(end + 1, &filter->after_id);
}

static void check(const struct asking *asking, void *target, struct field_errors *errors)
{
    struct input *input = target;
    (void)asking;
    input->filter.limit = (size_t)input->limit;
    if (input->filter.has_from && input->filter.has_to && input->filter.to_day < input->filter.from_day)
        field_error_add(errors, "end_before_start", "?to");
    if (input->cursor != NULL && !cursor_read(input->cursor, &input->filter))
        field_error_add(errors, "unknown_value", "?cursor");
}

static const char *cursor_write(const struct asking *asking, const struct need_list_item *last)
{
    char text[80], id[UUID_TEXT_SIZE];
    int length =
        snprintf(text, sizeof text, "%lld_%s", (long long)last->next_from_ms, uuid_format(&last->need->id, id));
    return arena_text(asking->arena, text, (size_t)length);
}

static bool list(const struct asking *asking, const void *context, void *target, struct error *error)
{
    const struct input *input = context;
    struct result *result = target;
    struct need_list_item *items = NULL;
    if (!needs_list_open(asking->db, asking->arena, &input->filter, &items, &result->count, error))
        return false;
    result->needs = arena_alloc(asking->arena, (result->count + 1) * sizeof *result->needs);
    if (result->needs == NULL)
        return error_set(error, ERROR_BUSY, "busy", "out of memory");
    for (size_t i = 0; i < result->count; i++)
        need_reply_make(asking, items[i].need, &result->needs[i]);
    if (result->count == input->filter.limit)
        result->next = cursor_write(asking, &items[result->count - 1]);
    return true;
}

const struct endpoint endpoint_listNeeds = {
    .operation = "listNeeds",
    .method = "GET",
    .path = "/api/v1/needs",
    .policy = POLICY_PUBLIC,
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = list,
    RESULT_SIZE(struct result),
    .reply_fields = result_fields,
};
