#include "tests/services/http_fixture.h"

#include "services/assets.h"

#include <event2/event.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { STREAMS_MAX = 64 };

struct fixture {
    struct event_base *base;
    struct event *command_event;
    struct http_server *server;
    const struct assets *assets;
    pthread_t thread;
    int commands[2]; /* pipes: one byte asks, one byte answers */
    int answers[2];
    const char *data;
    unsigned taken;
    struct fixture_seen seen;      /* the loop's own */
    struct http_counters counters; /* as they were at the last command, and what was seen by then */
    struct fixture_seen shown;
    uint64_t streams[STREAMS_MAX];
    unsigned stream_count;
};

static void reply_echo(struct http_request *request)
{
    char *text = NULL;
    size_t size, body_length, count;
    FILE *stream = open_memstream(&text, &size);
    const char *body = http_request_body(request, &body_length);
    const char *cookie = http_request_cookie(request, "session");
    fprintf(stream, "method %s\npath %s\naddress %s\ncookie %s\n", http_request_method_name(request),
            http_request_path(request), http_request_address(request), cookie ? cookie : "-");
    const struct http_parameter *parameters = http_request_parameters(request, &count);
    for (size_t i = 0; i < count; i++)
        fprintf(stream, "parameter %s=%s\n", parameters[i].name, parameters[i].value);
    fprintf(stream, "x-test %s\nbody %zu\n%s", http_request_header(request, "x-test"), body_length, body);
    fclose(stream);
    http_reply(request,
               &(struct http_reply){
                   .status = 200, .content_type = "text/plain", .body = text, .length = size, .body_release = free});
}

struct late {
    struct fixture *fixture;
    uint64_t id;
};

static void on_late(evutil_socket_t fd, short what, void *argument)
{
    (void)fd, (void)what;
    struct late *late = argument;
    struct http_request *request = http_request_find(late->fixture->server, late->id);
    if (request)
        reply_echo(request);
    else
        late->fixture->seen.late_lost++;
    free(late);
}

static void reply_later(struct fixture *fixture, struct http_request *request)
{
    const char *ms = http_request_parameter(request, "ms");
    long wait_ms = ms ? strtol(ms, NULL, 10) : 0;
    struct timeval wait = {wait_ms / 1000, wait_ms % 1000 * 1000};
    struct late *late = malloc(sizeof *late);
    *late = (struct late){fixture, http_request_id(request)};
    event_base_once(fixture->base, -1, EV_TIMEOUT, on_late, late, &wait);
}

static void on_stream_closed(void *context, uint64_t stream)
{
    struct fixture *fixture = context;
    fixture->seen.streams_closed++;
    for (unsigned i = 0; i < fixture->stream_count; i++)
        if (fixture->streams[i] == stream)
            fixture->streams[i] = 0;
}

static void open_stream(struct fixture *fixture, struct http_request *request)
{
    uint64_t id = http_request_id(request);
    http_stream_open(request, on_stream_closed, fixture);
    fixture->streams[fixture->stream_count++ % STREAMS_MAX] = id;
    http_stream_send(fixture->server, id, "1", "hello", "one\ntwo\r\n\rthree");
}

static void count_release(void *data)
{
    ((struct fixture *)data)->seen.released++;
}

static void reply_big(struct http_request *request)
{
    size_t length = strtoul(http_request_parameter(request, "n"), NULL, 10);
    char *body = malloc(length + 1);
    memset(body, 'x', length);
    http_reply(request,
               &(struct http_reply){
                   .status = 200, .content_type = "text/plain", .body = body, .length = length, .body_release = free});
}

static enum language fixture_language(struct http_request *request)
{
    enum language language = language_negotiate(http_request_header(request, "accept-language"));
    assets_language_chosen(request, &language);
    return language;
}

static void on_request(void *context, struct http_request *request)
{
    struct fixture *fixture = context;
    const char *path = http_request_path(request);
    http_request_set_data(request, fixture, count_release);
    if (strcmp(path, "/echo") == 0)
        reply_echo(request);
    else if (strcmp(path, "/late") == 0)
        reply_later(fixture, request);
    else if (strcmp(path, "/never") == 0)
        return;
    else if (strcmp(path, "/big") == 0)
        reply_big(request);
    else if (strcmp(path, "/stream") == 0)
        open_stream(fixture, request);
    else if (strcmp(path, "/tag") == 0)
        http_reply(request,
                   &(struct http_reply){
                       .status = 200, .content_type = "text/plain", .body = "1", .length = 1, .etag = "\"one\""});
    else if (strcmp(path, "/close") == 0)
        http_reply(request, &(struct http_reply){.status = 204, .close = true});
    else if (strcmp(path, "/bad") == 0)
        http_reply(request, &(struct http_reply){.status = 200,
                                                 .headers = &(struct http_header){"Location", "/\r\nSet-Cookie: a=b"},
                                                 .header_count = 1});
    else if (!fixture->assets || assets_reply(fixture->assets, request, fixture_language(request)) != ASSETS_REPLIED)
        http_reply(request, &(struct http_reply){
                                .status = 404, .content_type = "text/plain", .body = "nothing here", .length = 12});
}

static void on_done(void *context, const struct http_request *request, const struct http_outcome *outcome)
{
    struct fixture *fixture = context;
    fixture->seen.done++;
    fixture->seen.done_gone += outcome->status == 0;
    fixture->seen.done_timed_out += outcome->timed_out;
    (void)http_request_path(request);
}

static void on_refused(void *context, const struct http_refusal *refusal)
{
    struct fixture *fixture = context;
    fixture->seen.refused++;
    snprintf(fixture->seen.refused_code, sizeof fixture->seen.refused_code, "%s", refusal->code);
}

static void on_drained(void *context)
{
    ((struct fixture *)context)->seen.drained++;
}

/* ---- commands ------------------------------------------------------------------------------------------------ */

static void for_all_streams(struct fixture *fixture, bool closes)
{
    fixture->taken = 0;
    for (unsigned i = 0; i < fixture->stream_count && i < STREAMS_MAX; i++) {
        if (fixture->streams[i] == 0)
            continue;
        if (closes)
            http_stream_close(fixture->server, fixture->streams[i]);
        else
            fixture->taken += http_stream_send(fixture->server, fixture->streams[i], NULL, "news", fixture->data);
    }
}

static void on_command(evutil_socket_t fd, short what, void *context)
{
    (void)what;
    struct fixture *fixture = context;
    char command;
    if (read(fd, &command, 1) != 1)
        return;
    if (command == 'd')
        http_server_drain(fixture->server, on_drained, fixture);
    else if (command == 'b' || command == 'c')
        for_all_streams(fixture, command == 'c');
    else if (command == 'q')
        event_base_loopbreak(fixture->base);
    fixture->counters = http_server_counters(fixture->server);
    fixture->shown = fixture->seen;
    (void)!write(fixture->answers[1], "", 1);
}

static void *run(void *context)
{
    struct fixture *fixture = context;
    event_base_dispatch(fixture->base);
    return NULL;
}

static void command(struct fixture *fixture, char byte)
{
    assert_int_equal(write(fixture->commands[1], &byte, 1), 1);
    assert_int_equal(read(fixture->answers[0], &byte, 1), 1);
}

struct fixture *fixture_start(const struct http_settings *settings, const struct assets *assets)
{
    struct error error = {0};
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct http_settings own = *settings;
    own.port = 0;
    assert_non_null(fixture);
    fixture->assets = assets;
    fixture->base = http_event_base_new();
    assert_non_null(fixture->base);
    const struct http_handler handler = {fixture, on_request, on_done, on_refused, NULL};
    fixture->server = http_server_new(fixture->base, &own, &handler, &error);
    if (!fixture->server)
        fail_msg("the server does not start: %s", error.detail);
    assert_int_equal(pipe(fixture->commands) | pipe(fixture->answers), 0);
    fixture->command_event = event_new(fixture->base, fixture->commands[0], EV_READ | EV_PERSIST, on_command, fixture);
    event_add(fixture->command_event, NULL);
    assert_int_equal(pthread_create(&fixture->thread, NULL, run, fixture), 0);
    return fixture;
}

void fixture_stop(struct fixture *fixture)
{
    command(fixture, 'q');
    pthread_join(fixture->thread, NULL);
    http_server_free(fixture->server);
    event_free(fixture->command_event);
    event_base_free(fixture->base);
    for (int i = 0; i < 2; i++) {
        close(fixture->commands[i]);
        close(fixture->answers[i]);
    }
    free(fixture);
}

int fixture_set_up(void **state)
{
    struct http_settings settings;
    http_settings_default(&settings);
    *state = fixture_start(&settings, NULL);
    return 0;
}

int fixture_tear_down(void **state)
{
    fixture_stop(*state);
    return 0;
}

uint16_t fixture_port(const struct fixture *fixture)
{
    return http_server_port(fixture->server);
}

struct http_counters fixture_counters(struct fixture *fixture)
{
    command(fixture, 'n');
    return fixture->counters;
}

struct fixture_seen fixture_seen(struct fixture *fixture)
{
    command(fixture, 'n');
    return fixture->shown;
}

void fixture_drain(struct fixture *fixture)
{
    command(fixture, 'd');
}

unsigned fixture_broadcast(struct fixture *fixture, const char *data)
{
    fixture->data = data;
    command(fixture, 'b');
    return fixture->taken;
}

void fixture_close_streams(struct fixture *fixture)
{
    command(fixture, 'c');
}
