#include "services/http_private.h"

#include <event2/buffer.h>
#include <string.h>

static struct http_connection *find(struct http_server *server, uint64_t stream)
{
    uint32_t slot = stream & ((1U << HTTP_SLOT_BITS) - 1);
    if (slot >= http_slot_count(server))
        return NULL;
    struct http_connection *connection = server->slots[slot];
    return connection && connection->stream == stream ? connection : NULL;
}

void http_stream_open(struct http_request *request, void (*on_closed)(void *context, uint64_t stream), void *context)
{
    struct http_connection *connection = request->connection;
    uint64_t id = request->id;
    bool is_opened = request->method != HTTP_HEAD && !connection->server->is_draining;
    if (is_opened) {
        connection->stream = id;
        connection->on_stream_closed = on_closed;
        connection->stream_context = context;
        connection->server->counters.streams++;
    }
    http_reply_stream_head(request);
    if (!is_opened && on_closed)
        on_closed(context, id);
}

static void add_field(struct evbuffer *output, const char *name, const char *value, size_t length)
{
    evbuffer_add(output, name, strlen(name));
    evbuffer_add(output, value, length);
    evbuffer_add(output, "\n", 1);
}

bool http_stream_send(struct http_server *server, uint64_t stream, const char *id, const char *name, const char *data)
{
    struct http_connection *connection = find(server, stream);
    if (!connection)
        return false;
    struct evbuffer *output = connection->output;
    if (id)
        add_field(output, "id: ", id, strcspn(id, "\r\n"));
    if (name)
        add_field(output, "event: ", name, strcspn(name, "\r\n"));
    for (const char *line = data; line;) { /* any of CR, LF and CRLF ends a line of a stream */
        size_t length = strcspn(line, "\r\n");
        add_field(output, "data: ", line, length);
        line += length;
        line += strncmp(line, "\r\n", 2) == 0;
        line = *line == '\0' ? NULL : line + 1;
    }
    evbuffer_add(output, "\n", 1);
    http_connection_send(connection);
    if (!connection->is_dead && evbuffer_get_length(output) > HTTP_OUTPUT_MAX) {
        server->counters.dropped_slow++;
        http_connection_end(connection);
    }
    return !connection->is_dead;
}

void http_stream_close(struct http_server *server, uint64_t stream)
{
    struct http_connection *connection = find(server, stream);
    if (!connection)
        return;
    connection->on_stream_closed = NULL;
    http_stream_lost(connection);
    connection->closes = true;
    http_connection_send(connection);
}

void http_stream_heartbeat(struct http_connection *connection)
{
    evbuffer_add(connection->output, ":\n\n", 3);
    http_connection_send(connection);
}

void http_stream_lost(struct http_connection *connection)
{
    uint64_t stream = connection->stream;
    if (stream == 0)
        return;
    connection->stream = 0;
    connection->server->counters.streams--;
    if (connection->on_stream_closed)
        connection->on_stream_closed(connection->stream_context, stream);
}
