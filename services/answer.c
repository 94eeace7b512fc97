#include "services/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "services/problem.h"

enum { HEADERS_MAX = 6, DISPOSITION_SIZE = 160 };

struct headers {
    struct http_header items[HEADERS_MAX];
    size_t count;
};

static void add(struct headers *headers, const char *name, const char *value)
{
    if (value != NULL && headers->count < HEADERS_MAX)
        headers->items[headers->count++] = (struct http_header){name, value};
}

struct answer_note *answer_note(struct http_request *request)
{
    struct answer_note *note = http_request_data(request);
    if (note == NULL) {
        note = http_request_alloc(request, sizeof *note);
        http_request_set_data(request, note, NULL);
    }
    return note;
}

static void answer_out_of_memory(struct http_request *request)
{
    static const char body[] = "{\"type\":\"/problems/busy\",\"title\":\"busy\",\"status\":503,\"code\":\"busy\"}";
    const struct http_reply reply = {
        .status = 503, .content_type = "application/problem+json", .body = body, .length = sizeof body - 1};
    http_reply(request, &reply);
}

void answer_problem(struct http_request *request, const struct error *error, enum language language,
                    const struct answer_extra *extra)
{
    struct answer_note *note = answer_note(request);
    if (note != NULL)
        note->error = *error;
    json_t *document = problem_new(error, extra == NULL ? NULL : extra->errors, language, http_request_label(request));
    char *body = document == NULL ? NULL : json_dumps(document, JSON_COMPACT);
    json_decref(document);
    if (body == NULL) {
        answer_out_of_memory(request);
        return;
    }
    struct headers headers = {.count = 0};
    char retry_after[24];
    int status = problem_status(error);
    int64_t retry_after_s = extra == NULL ? 0 : extra->retry_after_s;
    snprintf(retry_after, sizeof retry_after, "%lld", (long long)(retry_after_s > 0 ? retry_after_s : 1));
    if (status == 429 || status == 503)
        add(&headers, "Retry-After", retry_after);
    if (status == 401)
        add(&headers, "WWW-Authenticate", "Session");
    add(&headers, "Allow", extra == NULL ? NULL : extra->allow);
    add(&headers, "Content-Language", language_tag(language));
    const struct http_reply reply = {
        .status = status,
        .content_type = "application/problem+json",
        .body = body,
        .length = strlen(body),
        .body_release = free,
        .headers = headers.items,
        .header_count = headers.count,
    };
    http_reply(request, &reply);
}

static void answer_result(struct http_request *request, struct call *call)
{
    struct reply *from = &call->reply;
    struct headers headers = {.count = 0};
    char disposition[DISPOSITION_SIZE];
    add(&headers, "Location", from->location);
    add(&headers, "Set-Cookie", from->set_cookie);
    if (from->filename != NULL) {
        snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"", from->filename);
        add(&headers, "Content-Disposition", disposition);
    }
    bool is_problem = from->status >= 400;
    const char *type = from->content_type != NULL ? from->content_type
                       : is_problem               ? "application/problem+json"
                                                  : "application/json";
    struct http_reply reply = {
        .status = from->status,
        .content_type = call->body != NULL || from->text != NULL ? type : NULL,
        .etag = from->etag,
        .cache_control = from->cache_control,
        .headers = headers.items,
        .header_count = headers.count,
    };
    if (call->body != NULL) {
        reply.body = call->body;
        reply.length = call->body_length;
        reply.body_release = free;
        call->body = NULL;
    } else if (from->text != NULL) {
        reply.body = from->text;
        reply.length = from->text_length;
    }
    http_reply(request, &reply);
}

void answer_call(struct http_request *request, struct call *call)
{
    struct answer_note *note = answer_note(request);
    if (note != NULL)
        note->endpoint = call->endpoint;
    if (call->error.kind == ERROR_NONE) {
        answer_result(request, call);
        return;
    }
    const struct answer_extra extra = {.errors = call->field_errors};
    answer_problem(request, &call->error, call->asking.language, &extra);
}
