#include "services/http_private.h"

#include <event2/buffer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    COPY_MAX = 2048, /* shorter bodies are copied: cheaper than a reference of their own */
    FAULT_TEXT_MAX = 1024,
    FAULT_TITLE_MAX = 600,
};

/* ---- blobs --------------------------------------------------------------------------------------------------- */

struct http_blob {
    void *data;
    size_t length;
    void (*release)(void *data);
    size_t references;
};

struct http_blob *http_blob_new(void *data, size_t length, void (*release)(void *data))
{
    struct http_blob *blob = malloc(sizeof *blob);
    if (blob)
        *blob = (struct http_blob){data, length, release, 1};
    return blob;
}

struct http_blob *http_blob_retain(struct http_blob *blob)
{
    blob->references++;
    return blob;
}

void http_blob_release(struct http_blob *blob)
{
    if (!blob || --blob->references > 0)
        return;
    if (blob->release)
        blob->release(blob->data);
    free(blob);
}

const void *http_blob_data(const struct http_blob *blob)
{
    return blob->data;
}

size_t http_blob_length(const struct http_blob *blob)
{
    return blob->length;
}

/* ---- the head ------------------------------------------------------------------------------------------------ */

struct writer {
    char *at;
    char *end;
    bool is_full;
};

static void put_bytes(struct writer *writer, const char *bytes, size_t length)
{
    if ((size_t)(writer->end - writer->at) < length) {
        writer->is_full = true;
        return;
    }
    memcpy(writer->at, bytes, length);
    writer->at += length;
}

#define put_literal(writer, literal) put_bytes(writer, literal, sizeof(literal) - 1)

static void put_number(struct writer *writer, size_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    put_bytes(writer, digits + at, sizeof digits - at);
}

static void put_header(struct writer *writer, const char *name, const char *value)
{
    put_bytes(writer, name, strlen(name));
    put_literal(writer, ": ");
    put_bytes(writer, value, strlen(value));
    put_literal(writer, "\r\n");
}

static const char *reason_of(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {411, "Length Required"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {422, "Unprocessable Content"},
        {428, "Precondition Required"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
        {505, "HTTP Version Not Supported"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "";
}

static const char *date_now(struct http_server *server)
{
    time_t now = time(NULL);
    if (now != server->date_second) {
        struct tm parts;
        gmtime_r(&now, &parts);
        strftime(server->date, sizeof server->date, "%a, %d %b %Y %H:%M:%S GMT", &parts);
        server->date_second = now;
    }
    return server->date;
}

/* Everything but the body. `length` is the body's, also where the body itself stays away (HEAD). */
static bool write_head(struct http_connection *connection, const struct http_reply *reply, size_t length,
                       bool has_length, bool says_keep_alive)
{
    struct http_server *server = connection->server;
    struct writer writer = {server->head, server->head + sizeof server->head, false};
    const char *reason = reason_of(reply->status);
    put_literal(&writer, "HTTP/1.1 ");
    put_number(&writer, (size_t)reply->status);
    put_literal(&writer, " ");
    put_bytes(&writer, reason, strlen(reason));
    put_literal(&writer, "\r\n");
    put_header(&writer, "Date", date_now(server));
    if (reply->content_type)
        put_header(&writer, "Content-Type", reply->content_type);
    if (has_length) {
        put_literal(&writer, "Content-Length: ");
        put_number(&writer, length);
        put_literal(&writer, "\r\n");
    }
    if (reply->etag)
        put_header(&writer, "ETag", reply->etag);
    put_header(&writer, "Cache-Control", reply->cache_control ? reply->cache_control : "no-store");
    put_literal(&writer, "X-Content-Type-Options: nosniff\r\n");
    for (size_t i = 0; i < reply->header_count; i++)
        put_header(&writer, reply->headers[i].name, reply->headers[i].value);
    if (connection->closes)
        put_literal(&writer, "Connection: close\r\n");
    else if (says_keep_alive)
        put_literal(&writer, "Connection: keep-alive\r\n");
    put_literal(&writer, "\r\n");
    return !writer.is_full && evbuffer_add(connection->output, server->head, (size_t)(writer.at - server->head)) == 0;
}

/* ---- the body ------------------------------------------------------------------------------------------------ */

static void release_blob(const void *data, size_t length, void *blob)
{
    (void)data, (void)length;
    http_blob_release(blob);
}

struct moved_body {
    void (*release)(void *body);
    void *body;
};

static void release_moved(const void *data, size_t length, void *argument)
{
    (void)data, (void)length;
    struct moved_body *moved = argument;
    moved->release(moved->body);
    free(moved);
}

static void release_body(const struct http_reply *reply)
{
    if (reply->body_release)
        reply->body_release((void *)(uintptr_t)reply->body);
}

static bool append_body(struct evbuffer *output, const struct http_reply *reply)
{
    if (reply->blob) {
        const struct http_blob *blob = reply->blob;
        if (blob->length <= COPY_MAX)
            return evbuffer_add(output, blob->data, blob->length) == 0;
        http_blob_retain(reply->blob);
        if (evbuffer_add_reference(output, blob->data, blob->length, release_blob, reply->blob) == 0)
            return true;
        http_blob_release(reply->blob);
        return false;
    }
    if (!reply->body_release || reply->length <= COPY_MAX) {
        bool is_added = reply->length == 0 || evbuffer_add(output, reply->body, reply->length) == 0;
        release_body(reply);
        return is_added;
    }
    struct moved_body *moved = malloc(sizeof *moved);
    if (moved) {
        *moved = (struct moved_body){reply->body_release, (void *)(uintptr_t)reply->body};
        if (evbuffer_add_reference(output, reply->body, reply->length, release_moved, moved) == 0)
            return true;
    }
    free(moved);
    release_body(reply);
    return false;
}

/* ---- replies ------------------------------------------------------------------------------------------------- */

static bool is_plain(const char *text)
{
    for (; text && *text != '\0'; text++)
        if (((unsigned char)*text < 0x20 && *text != '\t') || *text == 0x7f)
            return false;
    return true;
}

/* No control character may get into the head: it would begin another header, or another reply. */
static bool is_sound(const struct http_reply *reply)
{
    if (reply->status < 200 || reply->status > 599 || !is_plain(reply->content_type) || !is_plain(reply->etag) ||
        !is_plain(reply->cache_control))
        return false;
    for (size_t i = 0; i < reply->header_count; i++)
        if (!reply->headers[i].name || !reply->headers[i].value || !is_plain(reply->headers[i].name) ||
            !is_plain(reply->headers[i].value))
            return false;
    return true;
}

/* Hands the outcome over and sends. */
static void finish(struct http_request *request, struct http_outcome outcome)
{
    struct http_connection *connection = request->connection;
    outcome.duration_us = http_clock_us() - request->started_us;
    http_request_end(request, &outcome);
    http_connection_send(connection);
}

void http_reply(struct http_request *request, const struct http_reply *reply)
{
    struct http_connection *connection = request->connection;
    struct http_outcome outcome = {.status = reply->status};
    connection->closes = !request->keeps_alive || reply->close || connection->server->is_draining;
    if (!is_sound(reply)) {
        release_body(reply);
        outcome.status = 500;
        http_reply_fault(connection, HTTP_FAULT_REPLY_FAULTY, request->label, NULL, request->method == HTTP_HEAD,
                         request->keeps_alive);
        finish(request, outcome);
        return;
    }
    struct http_reply head = *reply;
    bool is_read = request->method == HTTP_GET || request->method == HTTP_HEAD;
    if (head.status == 200 && is_read && head.etag && http_request_has_etag(request, head.etag))
        outcome.status = head.status = 304;
    bool has_body = head.status != 304 && head.status != 204;
    size_t length = head.blob ? head.blob->length : head.length;
    if (!has_body)
        head.content_type = NULL;
    size_t before = evbuffer_get_length(connection->output);
    bool is_good = write_head(connection, &head, length, has_body, request->is_version_1_0);
    if (is_good && has_body && request->method != HTTP_HEAD) {
        outcome.body_bytes = length;
        is_good = append_body(connection->output, reply);
    } else {
        release_body(reply);
    }
    if (!is_good) { /* no memory, or more headers than fit: what was begun cannot be taken back */
        outcome.status = 500;
        outcome.body_bytes = 0;
        if (evbuffer_get_length(connection->output) == before)
            http_reply_fault(connection, HTTP_FAULT_REPLY_FAULTY, request->label, NULL, request->method == HTTP_HEAD,
                             false);
        connection->closes = true;
    }
    finish(request, outcome);
}

void http_reply_stream_head(struct http_request *request)
{
    struct http_connection *connection = request->connection;
    static const struct http_header unbuffered = {"X-Accel-Buffering", "no"};
    struct http_reply head = {
        .status = 200, .content_type = "text/event-stream", .headers = &unbuffered, .header_count = 1};
    connection->closes = true; /* the end of the connection is the end of the stream */
    write_head(connection, &head, 0, false, false);
    finish(request, (struct http_outcome){.status = 200});
}

/* ---- faults -------------------------------------------------------------------------------------------------- */

static size_t problem_text(const struct http_fault_row *row, const char *label, const char *title, char *text,
                           size_t size)
{
    /* Nothing is escaped here, so a title that needs it gives way to ours. */
    if (!title || strpbrk(title, "\"\\") || strlen(title) > FAULT_TITLE_MAX)
        title = row->detail;
    return (size_t)snprintf(
        text, size, "{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\",\"request_id\":\"%s\"}",
        row->code, title, row->status, row->code, label);
}

static const struct http_header retry_after = {"Retry-After", "5"};

void http_reply_fault(struct http_connection *connection, enum http_fault fault, const char *label,
                      const char *accept_language, bool without_body, bool keeps_alive)
{
    const struct http_fault_row *row = http_fault_row(fault);
    const struct http_handler *handler = &connection->server->handler;
    const char *title = handler->title_of ? handler->title_of(handler->context, row->code, accept_language) : NULL;
    char text[FAULT_TEXT_MAX];
    size_t length = problem_text(row, label, title, text, sizeof text);
    connection->closes = !keeps_alive || connection->server->is_draining;
    struct http_reply reply = {
        .status = row->status,
        .content_type = "application/problem+json",
        .headers = &retry_after,
        .header_count = row->status == 503,
    };
    if (write_head(connection, &reply, length, true, false) && !without_body)
        evbuffer_add(connection->output, text, length);
}

size_t http_reply_fault_text(enum http_fault fault, const char *label, char *text, size_t size)
{
    const struct http_fault_row *row = http_fault_row(fault);
    char problem[FAULT_TEXT_MAX];
    size_t length = problem_text(row, label, NULL, problem, sizeof problem);
    return (size_t)snprintf(text, size,
                            "HTTP/1.1 %d %s\r\nContent-Type: application/problem+json\r\nContent-Length: %zu\r\n"
                            "Cache-Control: no-store\r\nRetry-After: 5\r\nConnection: close\r\n\r\n%s",
                            row->status, reason_of(row->status), length, problem);
}

void http_reply_timed_out(struct http_request *request)
{
    const struct http_fault_row *row = http_fault_row(HTTP_FAULT_REPLY_TIMEOUT);
    request->connection->server->counters.timed_out++;
    http_reply_fault(request->connection, HTTP_FAULT_REPLY_TIMEOUT, request->label,
                     http_request_header(request, "accept-language"), request->method == HTTP_HEAD,
                     request->keeps_alive);
    finish(request, (struct http_outcome){.status = row->status, .timed_out = true});
}
