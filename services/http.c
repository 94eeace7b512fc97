#include "services/http_private.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <time.h>

void http_settings_default(struct http_settings *settings)
{
    *settings = (struct http_settings){
        .address = "127.0.0.1",
        .port = 8080,
        .connections_max = 10000,
        .body_max_bytes = 64 * 1024,
        .request_timeout_ms = 10000,
        .idle_timeout_ms = 60000,
        .reply_timeout_ms = 30000,
        .write_timeout_ms = 20000,
        .heartbeat_ms = 20000,
        .linger_ms = 2000,
        .drain_timeout_ms = 10000,
    };
}

struct event_base *http_event_base_new(void)
{
    struct event_config *config = event_config_new();
    if (!config)
        return NULL;
    event_config_set_flag(config, EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
    struct event_base *base = event_base_new_with_config(config);
    event_config_free(config);
    return base;
}

uint64_t http_clock_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

void http_server_new_turn(struct http_server *server)
{
    server->now_us = http_clock_us();
    http_connection_reap(server);
}

/* ---- deadlines ----------------------------------------------------------------------------------------------- */

static unsigned connections_now(const struct http_server *server)
{
    return server->counters.connections + server->turned_away_now;
}

/* Everybody overdue stands at the head of a list; handling one takes it away from there. */
static void end_overdue(struct http_server *server)
{
    uint64_t now_ms = server->now_us / 1000;
    for (int state = 0; state < HTTP_STATE_COUNT; state++) {
        struct http_connection *connection;
        while ((connection = TAILQ_FIRST(&server->states[state])) &&
               now_ms - connection->entered_ms >= server->stay_ms[state])
            http_connection_overdue(connection);
    }
}

static void cut_everybody(struct http_server *server)
{
    for (int state = 0; state < HTTP_STATE_COUNT; state++) {
        struct http_connection *connection;
        while ((connection = TAILQ_FIRST(&server->states[state])))
            http_connection_end(connection);
    }
}

/* Ends whoever waits for nothing. True when everybody has gone and that was told: the server may be gone, too. */
static bool take_leave(struct http_server *server)
{
    struct http_connection *connection;
    while ((connection = TAILQ_FIRST(&server->states[HTTP_IDLE])))
        http_connection_end(connection);
    while ((connection = TAILQ_FIRST(&server->states[HTTP_STREAM]))) {
        http_stream_lost(connection);
        http_connection_send(connection);
    }
    if (server->now_us / 1000 >= server->drain_until_ms)
        cut_everybody(server);
    if (connections_now(server) > 0 || !server->on_drained)
        return false;
    void (*on_drained)(void *context) = server->on_drained;
    server->on_drained = NULL;
    event_del(server->tick_event);
    server->tick_is_on = false;
    on_drained(server->drained_context);
    return true;
}

static void on_tick(evutil_socket_t fd, short what, void *argument)
{
    (void)fd, (void)what;
    struct http_server *server = argument;
    http_server_new_turn(server);
    end_overdue(server);
    http_listener_resume(server);
    if (server->is_draining && take_leave(server))
        return;
    if (connections_now(server) == 0 && !server->on_drained && TAILQ_EMPTY(&server->dead)) {
        event_del(server->tick_event);
        server->tick_is_on = false;
    }
}

void http_server_start_tick(struct http_server *server)
{
    static const struct timeval period = {.tv_usec = HTTP_TICK_MS * 1000};
    if (!server->tick_is_on)
        event_add(server->tick_event, &period);
    server->tick_is_on = true;
}

/* ---- draining ------------------------------------------------------------------------------------------------ */

/* The last connection may have gone in the middle of a callback: the tick tells, at once, from the loop. */
void http_server_check_drained(struct http_server *server)
{
    if (server->is_draining && connections_now(server) == 0)
        event_active(server->tick_event, EV_TIMEOUT, 0);
}

void http_server_drain(struct http_server *server, void (*on_drained)(void *context), void *context)
{
    if (server->is_draining)
        return;
    server->now_us = http_clock_us();
    server->is_draining = true;
    server->on_drained = on_drained;
    server->drained_context = context;
    server->drain_until_ms = server->now_us / 1000 + server->settings.drain_timeout_ms;
    http_listener_close(server);
    http_server_start_tick(server);
    event_active(server->tick_event, EV_TIMEOUT, 0); /* which sends everybody home, never from within a callback */
}

bool http_server_is_draining(const struct http_server *server)
{
    return server->is_draining;
}

/* ---- life ---------------------------------------------------------------------------------------------------- */

/* One descriptor each, and some for everything else; the soft limit of most systems is 1024. */
static void raise_descriptor_limit(rlim_t wanted)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static bool allocate(struct http_server *server)
{
    uint32_t count = http_slot_count(server);
    server->slots = calloc(count, sizeof *server->slots);
    server->free_slots = malloc(count * sizeof *server->free_slots);
    server->scratch = malloc(sizeof *server->scratch + HTTP_SCRATCH_SIZE);
    server->tick_event = event_new(server->base, -1, EV_PERSIST, on_tick, server);
    if (!server->slots || !server->free_slots || !server->scratch || !server->tick_event)
        return false;
    server->scratch->capacity = HTTP_SCRATCH_SIZE;
    while (server->free_slot_count < count) {
        server->free_slots[server->free_slot_count] = count - 1 - server->free_slot_count;
        server->free_slot_count++;
    }
    return getrandom(&server->label_key, sizeof server->label_key, 0) == (ssize_t)sizeof server->label_key;
}

struct http_server *http_server_new(struct event_base *base, const struct http_settings *settings,
                                    const struct http_handler *handler, struct error *error)
{
    struct http_server *server = calloc(1, sizeof *server);
    if (!server) {
        error_set(error, ERROR_INTERNAL, "out_of_memory", "no memory for the HTTP server");
        return NULL;
    }
    server->base = base;
    server->settings = *settings;
    server->handler = *handler;
    server->listen_fd = server->reserve_fd = -1;
    for (int state = 0; state < HTTP_STATE_COUNT; state++)
        TAILQ_INIT(&server->states[state]);
    TAILQ_INIT(&server->dead);
    server->stay_ms[HTTP_IDLE] = settings->idle_timeout_ms;
    server->stay_ms[HTTP_READING] = settings->request_timeout_ms;
    server->stay_ms[HTTP_WORKING] = settings->reply_timeout_ms;
    server->stay_ms[HTTP_WRITING] = settings->write_timeout_ms;
    server->stay_ms[HTTP_STREAM] = settings->heartbeat_ms;
    server->stay_ms[HTTP_LINGERING] = settings->linger_ms;
    if (settings->connections_max == 0 || settings->connections_max >= (1U << HTTP_SLOT_BITS) - HTTP_TURN_AWAY_MAX)
        error_set(error, ERROR_INVALID, "connections_max", "connections_max must lie between 1 and 1,000,000");
    else if (!allocate(server))
        error_set(error, ERROR_INTERNAL, "out_of_memory", "no memory for the HTTP server");
    else if (http_listener_open(server, error)) {
        raise_descriptor_limit((rlim_t)http_slot_count(server) + 512);
        signal(SIGPIPE, SIG_IGN);
        server->now_us = http_clock_us();
        server->settings.address = NULL; /* the caller's */
        return server;
    }
    http_server_free(server);
    return NULL;
}

void http_server_free(struct http_server *server)
{
    if (!server)
        return;
    http_listener_close(server);
    server->on_drained = NULL;
    cut_everybody(server);
    http_connection_reap(server);
    if (server->tick_event)
        event_free(server->tick_event);
    free(server->scratch);
    free(server->free_slots);
    free(server->slots);
    free(server);
}

uint16_t http_server_port(const struct http_server *server)
{
    return server->port;
}

struct http_counters http_server_counters(const struct http_server *server)
{
    return server->counters;
}

/* Counted always, told at most so often: a flood of refusals must not become a flood of log lines. */
void http_server_report(struct http_server *server, enum http_fault fault, const char *label, const char *peer)
{
    uint64_t second = server->now_us / 1000000;
    if (second != server->report_second) {
        server->report_second = second;
        server->report_count = 0;
    }
    if (!server->handler.on_refused || server->report_count++ >= HTTP_REPORTS_PER_SECOND)
        return;
    const struct http_fault_row *row = http_fault_row(fault);
    server->handler.on_refused(server->handler.context, &(struct http_refusal){row->status, row->code, peer, label});
}
