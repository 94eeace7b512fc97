/* The plan of a round as a file: a table, a workbook, a calendar of all visits or of one worker's. */
#include "services/api/api.h"

#include <stdlib.h>
#include <string.h>

#include "services/plan_file.h"
#include "services/settings.h"

enum file { FILE_CSV, FILE_XLSX, FILE_ICS };

struct input {
    struct uuid id, worker; /* worker: none for everybody */
    int file;
};

struct result {
    const char *bytes;
    size_t length;
    int file;
};

static const char *const names[] = {"plan.csv", "plan.xlsx", "plan.ics", NULL};
static const char *const content_types[] = {
    "text/csv; charset=utf-8",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/calendar; charset=utf-8",
};

static const struct field path_fields[] = {
    FIELD_UUID(struct input, id, "id"),
    FIELD_WORD(struct input, file, "file", names),
    FIELDS_END,
};

static const struct field query_fields[] = {
    FIELD_UUID(struct input, worker, "worker"),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    static char *(*const writers[])(const struct plan_file *, size_t *, struct error *) = {
        plan_file_csv,
        plan_file_xlsx,
        plan_file_ics,
    };
    const struct input *input = data;
    struct result *result = out;
    struct round *round;
    if (!round_read(asking->db, asking->arena, &asking->actor, &input->id, &round, error))
        return false;
    struct plan_file file = {.language = asking->language,
                             .public_url = asking->settings->public_url,
                             .now_ms = asking->now_ms,
                             .round = round};
    if (!plan_file_fill(&file, asking->arena, &input->worker, error))
        return false;
    char *bytes = writers[input->file](&file, &result->length, error);
    if (bytes == NULL)
        return false;
    result->file = input->file;
    result->bytes = arena_text(asking->arena, bytes, result->length);
    free(bytes);
    return result->bytes != NULL || error_set(error, ERROR_BUSY, "busy", "no memory for a plan's file");
}

static bool reply(const struct asking *asking, const void *input, const void *out, struct reply *reply)
{
    const struct result *result = out;
    (void)asking;
    (void)input;
    reply->content_type = content_types[result->file];
    reply->text = result->bytes;
    reply->text_length = result->length;
    reply->filename = names[result->file];
    return true;
}

const struct endpoint endpoint_getPlanFile = {
    .operation = "getPlanFile",
    .method = "GET",
    .path = "/api/v1/rounds/{id}/files/{file}",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply = reply,
};
