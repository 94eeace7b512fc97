#include "services/problem.h"

#include <stdio.h>
#include <string.h>

enum { MESSAGE_SIZE = 600, CODE_TEXT_SIZE = 80 };

/* Codes that have a status of their own. */
static const struct {
    const char *code;
    int status;
} statuses[] = {
    {"method_not_allowed", 405},    {"length_required", 411},        {"body_too_large", 413},
    {"uri_too_long", 414},          {"unsupported_media_type", 415}, {"idempotency_key_reused", 422},
    {"precondition_required", 428},
};

int problem_status(const struct error *error)
{
    for (size_t i = 0; error->code != NULL && i < sizeof statuses / sizeof *statuses; i++) {
        if (strcmp(statuses[i].code, error->code) == 0)
            return statuses[i].status;
    }
    switch (error->kind) {
    case ERROR_MALFORMED:
        return 400;
    case ERROR_UNAUTHENTICATED:
        return 401;
    case ERROR_FORBIDDEN:
        return 403;
    case ERROR_NOT_FOUND:
        return 404;
    case ERROR_CONFLICT:
        return 409;
    case ERROR_GONE:
        return 410;
    case ERROR_STALE:
        return 412;
    case ERROR_INVALID:
        return 422;
    case ERROR_TOO_MANY:
        return 429;
    case ERROR_BUSY:
        return 503;
    case ERROR_INTERNAL:
    case ERROR_NONE:
        break;
    }
    return 500;
}

/* The texts of a code that has none of its own are those of its kind. */
static const char *code_of_kind(enum error_kind kind)
{
    static const char *const codes[] = {
        [ERROR_NONE] = "internal",       [ERROR_MALFORMED] = "malformed", [ERROR_UNAUTHENTICATED] = "unauthenticated",
        [ERROR_FORBIDDEN] = "forbidden", [ERROR_NOT_FOUND] = "not_found", [ERROR_CONFLICT] = "conflict",
        [ERROR_GONE] = "gone",           [ERROR_STALE] = "stale",         [ERROR_INVALID] = "invalid",
        [ERROR_TOO_MANY] = "too_many",   [ERROR_INTERNAL] = "internal",   [ERROR_BUSY] = "busy",
    };
    return codes[kind];
}

static void add_text(json_t *document, const char *member, enum language language, const char *code, const char *last)
{
    const char *found = text_part(language, "problem", code, last);
    if (found != NULL)
        json_object_set_new(document, member, json_string(found));
}

static json_t *field_errors_write(const struct field_errors *errors, enum language language)
{
    json_t *list = json_array();
    for (size_t i = 0; list != NULL && i < errors->count; i++) {
        const struct field_error *error = &errors->items[i];
        char min[24], max[24], message[MESSAGE_SIZE];
        snprintf(min, sizeof min, "%lld", (long long)error->min);
        snprintf(max, sizeof max, "%lld", (long long)error->max);
        const struct text_value values[] = {{"min", min}, {"max", max}};
        const char *pattern = text_part(language, "field", error->code, NULL);
        text_fill_into(message, sizeof message, pattern == NULL ? error->code : pattern, values, 2);
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s}", "field", error->path, "code", error->code, "message", message));
    }
    return list;
}

json_t *problem_new(const struct error *error, const struct field_errors *errors, enum language language,
                    const char *request)
{
    const char *code = error->code == NULL || error->kind == ERROR_INTERNAL ? code_of_kind(error->kind) : error->code;
    const char *worded = text_part(language, "problem", code, "title") != NULL ? code : code_of_kind(error->kind);
    char type[CODE_TEXT_SIZE];
    snprintf(type, sizeof type, "/problems/%s", code);
    json_t *document = json_pack("{s:s, s:i, s:s}", "type", type, "status", problem_status(error), "code", code);
    if (document == NULL)
        return NULL;
    add_text(document, "title", language, worded, "title");
    add_text(document, "detail", language, worded, "detail");
    if (request != NULL)
        json_object_set_new(document, "request_id", json_string(request));
    if (errors != NULL && errors->count > 0)
        json_object_set_new(document, "errors", field_errors_write(errors, language));
    return document;
}
