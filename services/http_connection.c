#include "services/http_private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/buffer.h>
#include <linux/sockios.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static void on_writable(evutil_socket_t fd, short what, void *argument);

/* How much the client's side has acknowledged. What the system holds for it says little: it asks for more only when a
 * third of a buffer of megabytes is free. */
static uint64_t acknowledged(const struct http_connection *connection)
{
    int waiting = 0;
    if (ioctl(connection->fd, SIOCOUTQ, &waiting) != 0)
        return connection->sent;
    return connection->sent - (uint64_t)waiting;
}

/* ---- states -------------------------------------------------------------------------------------------------- */

/* The only place where a connection goes from one state to another. Entering a state anew starts its time again. */
void http_connection_enter(struct http_connection *connection, enum http_state state)
{
    struct http_server *server = connection->server;
    TAILQ_REMOVE(&server->states[connection->state], connection, link);
    server->counters.connections_idle -= connection->state == HTTP_IDLE;
    server->counters.connections_idle += state == HTTP_IDLE;
    connection->state = (uint8_t)state;
    connection->entered_ms = server->now_us / 1000;
    if (state == HTTP_WRITING || state == HTTP_STREAM)
        connection->had = acknowledged(connection);
    TAILQ_INSERT_TAIL(&server->states[state], connection, link);
}

/* All is sent: the client gets the end of our half, and time to read it before the socket goes. */
static void begin_lingering(struct http_connection *connection)
{
    if (connection->input_ended) {
        http_connection_end(connection);
        return;
    }
    shutdown(connection->fd, SHUT_WR);
    free(connection->input);
    connection->input = NULL;
    if (connection->is_paused) {
        connection->is_paused = false;
        event_add(&connection->read_event, NULL);
    }
    http_connection_enter(connection, HTTP_LINGERING);
}

/* Finds the state that follows from what the connection holds. */
void http_connection_settle(struct http_connection *connection)
{
    if (connection->is_dead || connection->state == HTTP_LINGERING)
        return;
    bool has_output = evbuffer_get_length(connection->output) > 0;
    enum http_state state = HTTP_IDLE;
    if (connection->request)
        state = HTTP_WORKING;
    else if (connection->stream)
        state = HTTP_STREAM;
    else if (has_output)
        state = HTTP_WRITING;
    else if (connection->closes) {
        begin_lingering(connection);
        return;
    } else if (connection->input)
        state = HTTP_READING;
    if (state != connection->state || state == HTTP_IDLE)
        http_connection_enter(connection, state);
}

/* ---- sending ------------------------------------------------------------------------------------------------- */

/* Writes as much as the socket takes. False if the connection is no more. */
bool http_connection_flush(struct http_connection *connection)
{
    size_t length;
    while ((length = evbuffer_get_length(connection->output)) > 0) {
        int sent = evbuffer_write(connection->output, connection->fd);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno != EAGAIN) {
            http_connection_end(connection);
            return false;
        }
        if (sent > 0) {
            connection->sent += (uint64_t)sent;
            connection->server->counters.bytes_out += (uint64_t)sent;
        }
        if (sent < 0 || (size_t)sent < length) {
            event_add(&connection->write_event, NULL);
            return true;
        }
    }
    return true;
}

void http_connection_send(struct http_connection *connection)
{
    if (connection->in_turn || connection->is_dead)
        return;
    if (!event_pending(&connection->write_event, EV_WRITE, NULL) && !http_connection_flush(connection))
        return;
    http_connection_settle(connection);
    if (connection->state != HTTP_LINGERING && !connection->is_dead && !connection->request &&
        (connection->input || connection->input_ended))
        http_receive_later(connection);
}

static void on_writable(evutil_socket_t fd, short what, void *argument)
{
    (void)fd, (void)what;
    struct http_connection *connection = argument;
    http_server_new_turn(connection->server);
    http_connection_send(connection);
}

/* ---- life ---------------------------------------------------------------------------------------------------- */

static bool prepare(struct http_connection *connection)
{
    struct event_base *base = connection->server->base;
    connection->output = evbuffer_new();
    return connection->output &&
           event_assign(&connection->read_event, base, connection->fd, EV_READ | EV_PERSIST, http_receive,
                        connection) == 0 &&
           event_assign(&connection->write_event, base, connection->fd, EV_WRITE, on_writable, connection) == 0 &&
           event_add(&connection->read_event, NULL) == 0;
}

static void write_peer(const struct sockaddr_storage *peer, char *text)
{
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)peer;
    if (peer->ss_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)peer)->sin_addr, text, INET6_ADDRSTRLEN);
    else if (peer->ss_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&six->sin6_addr))
        inet_ntop(AF_INET, &six->sin6_addr.s6_addr[12], text, INET6_ADDRSTRLEN);
    else if (peer->ss_family == AF_INET6)
        inet_ntop(AF_INET6, &six->sin6_addr, text, INET6_ADDRSTRLEN);
}

void http_connection_new(struct http_server *server, int fd, const struct sockaddr_storage *peer, bool turned_away)
{
    struct http_connection *connection = calloc(1, sizeof *connection);
    if (!connection) {
        close(fd);
        return;
    }
    connection->server = server;
    connection->fd = fd;
    connection->turned_away = turned_away;
    write_peer(peer, connection->peer);
    if (!prepare(connection)) {
        if (connection->output)
            evbuffer_free(connection->output);
        free(connection);
        close(fd);
        return;
    }
    connection->slot = server->free_slots[--server->free_slot_count];
    server->slots[connection->slot] = connection;
    TAILQ_INSERT_TAIL(&server->states[HTTP_IDLE], connection, link);
    connection->entered_ms = server->now_us / 1000;
    server->counters.connections_idle++;
    if (turned_away)
        server->turned_away_now++;
    else
        server->counters.connections++;
    http_server_start_tick(server);
    if (turned_away) {
        char label[HTTP_LABEL_SIZE];
        http_label_new(server, label);
        http_server_report(server, HTTP_FAULT_TOO_MANY_CONNECTIONS, label, connection->peer);
        http_reply_fault(connection, HTTP_FAULT_TOO_MANY_CONNECTIONS, label, NULL, false, false);
        http_connection_send(connection);
    }
}

void http_connection_end(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    if (connection->is_dead)
        return;
    connection->is_dead = true;
    event_del(&connection->read_event);
    event_del(&connection->write_event);
    close(connection->fd);
    TAILQ_REMOVE(&server->states[connection->state], connection, link);
    TAILQ_INSERT_TAIL(&server->dead, connection, link);
    server->counters.connections_idle -= connection->state == HTTP_IDLE;
    if (connection->turned_away)
        server->turned_away_now--;
    else
        server->counters.connections--;
    server->slots[connection->slot] = NULL;
    server->free_slots[server->free_slot_count++] = connection->slot;
    evbuffer_free(connection->output);
    free(connection->input);
    if (connection->request) {
        server->counters.abandoned++;
        http_request_end(connection->request,
                         &(struct http_outcome){.duration_us = http_clock_us() - connection->request->started_us});
    }
    http_stream_lost(connection);
    http_server_check_drained(server);
}

void http_connection_reap(struct http_server *server)
{
    struct http_connection *connection;
    while ((connection = TAILQ_FIRST(&server->dead))) {
        TAILQ_REMOVE(&server->dead, connection, link);
        free(connection);
    }
}

/* Without this the kernel would go on offering what a silent client does not take. */
static void cut_off(struct http_connection *connection)
{
    struct linger reset = {.l_onoff = 1};
    setsockopt(connection->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    connection->server->counters.dropped_slow++;
    http_connection_end(connection);
}

void http_connection_overdue(struct http_connection *connection)
{
    switch ((enum http_state)connection->state) {
    case HTTP_READING:
        http_receive_refuse(connection, HTTP_FAULT_REQUEST_TIMEOUT,
                            connection->input ? &connection->input->reader : NULL,
                            connection->input ? connection->input->bytes : NULL);
        http_connection_send(connection);
        break;
    case HTTP_WORKING:
        http_reply_timed_out(connection->request);
        break;
    case HTTP_WRITING:
        if (acknowledged(connection) - connection->had < HTTP_PROGRESS_BYTES)
            cut_off(connection);
        else
            http_connection_enter(connection, HTTP_WRITING);
        break;
    case HTTP_STREAM:
        if (evbuffer_get_length(connection->output) > 0 && acknowledged(connection) == connection->had) {
            cut_off(connection);
        } else {
            http_connection_enter(connection, HTTP_STREAM);
            http_stream_heartbeat(connection);
        }
        break;
    case HTTP_IDLE:
    case HTTP_LINGERING:
    case HTTP_STATE_COUNT:
        http_connection_end(connection);
        break;
    }
}
