/*
 * The HTTP server without anything behind it, to be measured: `http_bench_server [ASSETS]` prints its port and serves
 *   /json        200 bytes of JSON
 *   /late        the same, answered from a later turn of the loop
 *   /stream      an event stream with one event at its start
 *   /counters    connections, requests, memory
 *   all else     the files in ASSETS
 * until SIGTERM, which drains it.
 */
#include "services/assets.h"
#include "services/http.h"

#include <event2/event.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct event_base *base;
static struct http_server *server;
static struct assets *assets;
static char json[201];

static void reply_json(struct http_request *request)
{
    http_reply(request,
               &(struct http_reply){
                   .status = 200, .content_type = "application/json", .body = json, .length = sizeof json - 1});
}

static void answer_late(evutil_socket_t fd, short what, void *argument)
{
    (void)fd, (void)what;
    uint64_t *id = argument;
    struct http_request *request = http_request_find(server, *id);
    if (request)
        reply_json(request);
    free(id);
}

static void reply_counters(struct http_request *request)
{
    struct http_counters counters = http_server_counters(server);
    char text[300], line[200];
    unsigned long rss_kib = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "VmRSS:", 6) == 0)
            rss_kib = strtoul(line + 6, NULL, 10);
    if (status)
        fclose(status);
    int length = snprintf(text, sizeof text,
                          "{\"connections\":%u,\"idle\":%u,\"requests\":%" PRIu64 ",\"refused\":%" PRIu64
                          ",\"dropped_slow\":%" PRIu64 ",\"rss_kib\":%lu}\n",
                          counters.connections, counters.connections_idle, counters.requests, counters.refused,
                          counters.dropped_slow, rss_kib);
    http_reply(request, &(struct http_reply){
                            .status = 200, .content_type = "application/json", .body = text, .length = (size_t)length});
}

static void on_request(void *context, struct http_request *request)
{
    (void)context;
    const char *path = http_request_path(request);
    if (strcmp(path, "/json") == 0) {
        reply_json(request);
    } else if (strcmp(path, "/late") == 0) {
        uint64_t *id = malloc(sizeof *id);
        *id = http_request_id(request);
        event_base_once(base, -1, EV_TIMEOUT, answer_late, id, NULL);
    } else if (strcmp(path, "/stream") == 0) {
        uint64_t id = http_request_id(request);
        http_stream_open(request, NULL, NULL);
        http_stream_send(server, id, NULL, "hello", "{}");
    } else if (strcmp(path, "/counters") == 0) {
        reply_counters(request);
    } else if (!assets || assets_reply(assets, request, LANGUAGE_ET) != ASSETS_REPLIED) {
        http_reply(request, &(struct http_reply){.status = 404});
    }
}

static void on_drained(void *context)
{
    event_base_loopbreak(context);
}

static void on_signal(evutil_socket_t number, short what, void *context)
{
    (void)number, (void)what;
    http_server_drain(server, on_drained, context);
}

int main(int count, char **arguments)
{
    struct error error = {0};
    struct http_settings settings;
    http_settings_default(&settings);
    settings.port = 0;
    memset(json, 'x', sizeof json - 1);
    memcpy(json, "{\"text\":\"", 9);
    memcpy(json + sizeof json - 3, "\"}", 2);

    base = http_event_base_new();
    server = http_server_new(base, &settings, &(struct http_handler){.on_request = on_request}, &error);
    if (server && count > 1)
        assets = assets_load(&(struct assets_settings){.folder = arguments[1]}, &error);
    if (error.kind != ERROR_NONE) {
        fprintf(stderr, "http_bench_server: %s\n", error.detail);
        return 1;
    }
    struct event *signal_event = evsignal_new(base, SIGTERM, on_signal, base);
    event_add(signal_event, NULL);
    printf("%u\n", http_server_port(server));
    fflush(stdout);
    event_base_dispatch(base);
    event_free(signal_event);
    http_server_free(server);
    assets_free(assets);
    event_base_free(base);
    return 0;
}
