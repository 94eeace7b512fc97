#include "services/http_private.h"

#include <errno.h>
#include <event2/buffer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void http_receive_later(struct http_connection *connection)
{
    event_active(&connection->read_event, EV_TIMEOUT, 0);
}

/* The value of Accept-Language among the headers read so far, cut to `size`; false if there is none. */
static bool find_language(const struct http_reader *reader, const char *bytes, char *value, size_t size)
{
    static const char name[] = "accept-language";
    for (size_t i = 0; i < reader->line_count; i++) {
        const struct http_line *line = &reader->lines[i];
        if (line->name.length != sizeof name - 1 || strncasecmp(bytes + line->name.start, name, sizeof name - 1) != 0)
            continue;
        snprintf(value, size, "%.*s", (int)line->value.length, bytes + line->value.start);
        return true;
    }
    return false;
}

void http_receive_refuse(struct http_connection *connection, enum http_fault fault, const struct http_reader *reader,
                         const char *bytes)
{
    char language[128];
    bool asked = reader && bytes && find_language(reader, bytes, language, sizeof language);
    bool without_body = reader && reader->method == HTTP_HEAD;
    char label[HTTP_LABEL_SIZE];
    http_label_new(connection->server, label);
    connection->server->counters.refused++;
    http_server_report(connection->server, fault, label, connection->peer);
    http_reply_fault(connection, fault, label, asked ? language : NULL, without_body, false);
}

static void hand_over(struct http_connection *connection, struct http_request *request)
{
    struct http_server *server = connection->server;
    connection->request = request;
    server->counters.requests++;
    server->counters.pending++;
    http_connection_enter(connection, HTTP_WORKING);
    server->handler.on_request(server->handler.context, request);
}

static void say_continue(struct http_connection *connection, struct http_input *input, size_t available)
{
    const struct http_reader *reader = &input->reader;
    if (!reader->expects_continue || reader->is_version_1_0 || input->said_continue || available > reader->head_length)
        return;
    input->said_continue = true;
    evbuffer_add(connection->output, "HTTP/1.1 100 Continue\r\n\r\n", 25);
}

static bool may_begin_request(const struct http_connection *connection)
{
    return !connection->request && !connection->stream && !connection->closes && !connection->is_dead &&
           evbuffer_get_length(connection->output) < HTTP_OUTPUT_MAX;
}

/* Hands out the whole requests at the front of the input, in order, each after the reply to the one before. Returns
 * how many bytes are done with. */
static size_t advance(struct http_connection *connection, struct http_input *input)
{
    size_t done = 0;
    for (unsigned served = 0; may_begin_request(connection); served++) {
        if (served == HTTP_REQUESTS_PER_TURN) {
            http_receive_later(connection);
            return done;
        }
        size_t available = input->length - done;
        enum http_progress progress = http_reader_read(&input->reader, input->bytes + done, available);
        if (progress == HTTP_REFUSED) {
            http_receive_refuse(connection, input->reader.fault, &input->reader, input->bytes + done);
            return input->length;
        }
        if (progress != HTTP_WHOLE) {
            if (connection->input_ended && available > 0)
                http_receive_refuse(connection, HTTP_FAULT_REQUEST_TRUNCATED, &input->reader, input->bytes + done);
            else if (connection->input_ended)
                connection->closes = true;
            else if (progress == HTTP_MORE_BODY)
                say_continue(connection, input, available);
            return done;
        }
        struct http_request *request = http_request_new(connection, &input->reader, input->bytes + done);
        if (!request) {
            http_receive_refuse(connection, HTTP_FAULT_OUT_OF_MEMORY, &input->reader, input->bytes + done);
            return input->length;
        }
        done += input->reader.message_length;
        http_reader_start(&input->reader, connection->server->settings.body_max_bytes);
        input->said_continue = false;
        hand_over(connection, request);
    }
    return done;
}

/* Memory for `capacity` bytes of input, with what `old` holds from `done` on. */
static struct http_input *copy_input(const struct http_input *old, size_t done, size_t capacity)
{
    struct http_input *input = malloc(sizeof *input + capacity);
    if (!input)
        return NULL;
    *input = *old;
    input->capacity = capacity;
    input->length = old->length - done;
    memcpy(input->bytes, old->bytes + done, input->length);
    return input;
}

/* Keeps what is left after `done` bytes: nothing at all where nothing is left. */
static bool keep_rest(struct http_connection *connection, struct http_input *input, size_t done)
{
    size_t rest = input->length - done;
    if (rest == 0 || connection->closes) {
        free(connection->input);
        connection->input = NULL;
    } else if (input != connection->input) {
        connection->input = copy_input(input, done, rest < 1024 ? 2048 : 2 * rest);
        return connection->input != NULL;
    } else if (done > 0) {
        memmove(input->bytes, input->bytes + done, rest);
        input->length = rest;
    }
    return true;
}

/* One turn: hand out requests, send what was answered, find the state. */
static void take_turn(struct http_connection *connection, struct http_input *input)
{
    connection->in_turn = true;
    size_t done = advance(connection, input);
    connection->in_turn = false;
    if (connection->is_dead)
        return;
    if (!keep_rest(connection, input, done)) {
        http_connection_end(connection);
        return;
    }
    bool was_full = evbuffer_get_length(connection->output) >= HTTP_OUTPUT_MAX;
    if (!event_pending(&connection->write_event, EV_WRITE, NULL) && !http_connection_flush(connection))
        return;
    http_connection_settle(connection);
    if (was_full && connection->input && may_begin_request(connection))
        http_receive_later(connection);
}

/* The most input that is kept: one request of the largest size. More stays in the socket, which slows the client. */
static size_t input_max(const struct http_server *server)
{
    return HTTP_HEAD_MAX + server->settings.body_max_bytes;
}

/* Where the next bytes go: behind what is kept, or into the scratch that all connections share. NULL: no memory. */
static struct http_input *input_with_room(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    struct http_input *input = connection->input;
    if (!input) {
        input = server->scratch;
        input->length = 0;
        input->said_continue = false;
        http_reader_start(&input->reader, server->settings.body_max_bytes);
        return input;
    }
    if (input->length < input->capacity)
        return input;
    size_t capacity = 2 * input->capacity;
    input = copy_input(input, 0, capacity < input_max(server) ? capacity : input_max(server));
    if (input) {
        free(connection->input);
        connection->input = input;
    }
    return input;
}

static void end_of_input(struct http_connection *connection)
{
    connection->input_ended = true;
    event_del(&connection->read_event);
    if (connection->state == HTTP_STREAM || connection->state == HTTP_LINGERING)
        http_connection_end(connection);
}

/* Throws away what a client sends after its last request, or on an event stream. */
static void discard(struct http_connection *connection)
{
    ssize_t got = recv(connection->fd, connection->server->scratch->bytes, HTTP_SCRATCH_SIZE, 0);
    if (got == 0)
        end_of_input(connection);
    else if (got < 0 && errno != EAGAIN && errno != EINTR)
        http_connection_end(connection);
}

static void receive(struct http_connection *connection)
{
    if (connection->input && connection->input->length >= input_max(connection->server)) {
        connection->is_paused = true;
        event_del(&connection->read_event);
        return;
    }
    struct http_input *input = input_with_room(connection);
    if (!input) {
        http_connection_end(connection);
        return;
    }
    ssize_t got = recv(connection->fd, input->bytes + input->length, input->capacity - input->length, 0);
    if (got < 0) {
        if (errno != EAGAIN && errno != EINTR)
            http_connection_end(connection);
        return;
    }
    if (got == 0)
        end_of_input(connection);
    input->length += (size_t)got;
    connection->server->counters.bytes_in += (uint64_t)got;
    if (!connection->is_dead)
        take_turn(connection, input);
}

void http_receive(evutil_socket_t fd, short what, void *argument)
{
    (void)fd;
    struct http_connection *connection = argument;
    http_server_new_turn(connection->server);
    if (connection->is_dead)
        return;
    if (what & EV_READ) {
        if (connection->closes || connection->stream)
            discard(connection);
        else
            receive(connection);
    } else if (!connection->closes) {
        if (connection->is_paused) {
            connection->is_paused = false;
            event_add(&connection->read_event, NULL);
        }
        take_turn(connection, connection->input ? connection->input : input_with_room(connection));
    }
}
