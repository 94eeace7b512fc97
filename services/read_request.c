#include "services/read_request.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "services/keyed.h"
#include "services/settings.h"

enum { PARAMETERS_MAX = 64 };

static const struct field no_fields[] = {FIELDS_END};

enum language request_language(const struct http_request *request, const struct caller *caller)
{
    enum language language;
    if (language_from_tag(http_request_parameter(request, "lang"), &language))
        return language;
    const char *accepted = http_request_header(request, "accept-language");
    if (accepted == NULL && caller != NULL && caller->has_language)
        return caller->language;
    return language_negotiate(accepted);
}

static bool is_change(const struct endpoint *endpoint)
{
    return strcmp(endpoint->method, "GET") != 0;
}

/* "application/json", perhaps with parameters. */
static bool is_json(const char *content_type)
{
    static const char json[] = "application/json";
    if (content_type == NULL || strncasecmp(content_type, json, sizeof json - 1) != 0)
        return false;
    char next = content_type[sizeof json - 1];
    return next == '\0' || next == ';' || next == ' ';
}

/* A page of another site cannot change anything here: it can neither fake Origin nor send JSON unasked. */
static bool gate(const struct settings *settings, struct http_request *request, size_t body_length, struct call *call)
{
    const char *origin = http_request_header(request, "origin");
    if (origin == NULL || strcmp(origin, settings->public_url) != 0)
        return error_set(&call->error, ERROR_FORBIDDEN, "origin_refused", "Origin is missing or not public_url");
    if (body_length > 0 && !call->endpoint->any_content_type && !is_json(http_request_header(request, "content-type")))
        return error_set(&call->error, ERROR_MALFORMED, "unsupported_media_type", "Content-Type is not JSON");
    return true;
}

static bool read_path(const struct route_match *match, struct call *call)
{
    for (size_t i = 0; i < match->value_count; i++) {
        struct field_errors errors = {0};
        const struct route_value *value = &match->values[i];
        if (!fields_read_value(call->endpoint->path_fields, value->name, value->value, call->input, call->arena,
                               &errors))
            return error_set(&call->error, ERROR_NOT_FOUND, "not_found", "no %s has this form", value->name);
    }
    return true;
}

static bool read_query(const struct http_request *request, struct call *call, struct field_errors *errors)
{
    size_t count, kept = 0;
    const struct http_parameter *all = http_request_parameters(request, &count);
    struct http_parameter parameters[PARAMETERS_MAX];
    for (size_t i = 0; i < count && kept < PARAMETERS_MAX; i++) {
        if (strcmp(all[i].name, "lang") != 0)
            parameters[kept++] = all[i];
    }
    const struct field *table = call->endpoint->query_fields;
    return fields_read_parameters(table == NULL ? no_fields : table, parameters, kept, call->input, call->arena,
                                  errors);
}

static bool any_required(const struct field *table)
{
    for (; table->name != NULL; table++) {
        if (table->required)
            return true;
    }
    return false;
}

static bool read_body(const char *body, size_t length, struct call *call, struct field_errors *errors)
{
    const struct field *table = call->endpoint->body_fields;
    bool is_patch = strcmp(call->endpoint->method, "PATCH") == 0;
    if (length == 0) {
        if (table == NULL)
            return true;
        if (is_patch || any_required(table))
            return error_set(&call->error, ERROR_MALFORMED, "body_missing", "no body");
        return fields_read(table, NULL, call->input, call->arena, errors);
    }
    json_t *json = fields_parse(body, length, &call->error);
    if (json == NULL)
        return false;
    bool good = fields_read(table == NULL ? no_fields : table, json, call->input, call->arena, errors);
    if (is_patch && json_object_size(json) == 0)
        good = field_error_add(errors, "required", "%s", "");
    json_decref(json);
    return good;
}

/* If-Match: "7-1f2e...", as the ETag was, or "7" alone. Only the version says what a write may overtake. A tag that is
 * none of ours fits no version. */
static bool read_version(const struct http_request *request, struct call *call)
{
    const char *tag = http_request_header(request, "if-match");
    if (tag == NULL)
        return !call->endpoint->needs_version ||
               error_set(&call->error, ERROR_STALE, "precondition_required", "no If-Match");
    if (strcmp(tag, "*") == 0)
        return true;
    char *end = NULL;
    bool quoted = tag[0] == '"' && tag[1] >= '1' && tag[1] <= '9';
    call->asking.version = quoted ? strtoll(tag + 1, &end, 10) : 0;
    if (quoted && *end == '-')
        end += 1 + strspn(end + 1, "0123456789abcdef");
    if (!quoted || strcmp(end, "\"") != 0)
        return error_set(&call->error, ERROR_STALE, "stale", "If-Match is none of our tags");
    return true;
}

static bool read_key(const struct http_request *request, const char *body, size_t length, struct call *call)
{
    const char *key = http_request_header(request, "idempotency-key");
    bool takes_keys = strcmp(call->endpoint->method, "POST") == 0 && !call->endpoint->never_replayed &&
                      (call->endpoint->work == WORK_APPEND || call->endpoint->work == WORK_TRANSACT);
    return key == NULL || !takes_keys || keyed_read(call, key, http_request_path(request), body, length, &call->error);
}

static bool read_fields(struct http_request *request, const char *body, size_t length, struct call *call)
{
    struct field_errors *errors = call_field_errors(call);
    if (errors == NULL)
        return error_set(&call->error, ERROR_BUSY, "busy", "out of memory");
    bool good = read_query(request, call, errors) & read_body(body, length, call, errors);
    errors->read = errors->count;
    /* With the errors of reading, so that nobody mends these only to be told of others. */
    bool was_read = good || (errors->count > 0 && call->error.kind == ERROR_NONE);
    if (was_read && call->endpoint->check != NULL)
        call->endpoint->check(&call->asking, call->input, errors);
    if (errors->count > 0)
        return error_set(&call->error, ERROR_INVALID, "invalid", "%zu fields, the first is %s", errors->count,
                         errors->items[0].code);
    return good || error_set(&call->error, ERROR_BUSY, "busy", "out of memory");
}

bool request_read(const struct settings *settings, struct http_request *request, const struct route_match *match,
                  struct call *call)
{
    size_t length;
    const char *body = http_request_body(request, &length);
    if (is_change(call->endpoint) && !gate(settings, request, length, call))
        return false;
    return read_path(match, call) && read_fields(request, body, length, call) && read_version(request, call) &&
           read_key(request, body, length, call);
}
