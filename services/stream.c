#include "services/stream.h"

#include <stdlib.h>
#include <string.h>

struct listener {
    struct listener *next;
    struct stream *stream;
    uint64_t id; /* of the HTTP stream */
    struct uuid session, account, person;
    int64_t until_ms; /* when the session ends */
    size_t topic_count;
    char topics[TOPICS_MAX][TOPIC_SIZE];
};

struct stream {
    struct listener *listeners;
    size_t count;
};

struct stream *stream_new(void)
{
    return calloc(1, sizeof(struct stream));
}

void stream_free(struct stream *stream)
{
    if (stream == NULL)
        return;
    for (struct listener *listener = stream->listeners; listener != NULL;) {
        struct listener *next = listener->next;
        free(listener);
        listener = next;
    }
    free(stream);
}

static void on_closed(void *context, uint64_t id)
{
    struct listener *closed = context;
    (void)id;
    for (struct listener **link = &closed->stream->listeners; *link != NULL; link = &(*link)->next) {
        if (*link == closed) {
            *link = closed->next;
            closed->stream->count--;
            free(closed);
            return;
        }
    }
}

void stream_open(struct stream *stream, struct http_request *request, const struct caller *caller,
                 char topics[][TOPIC_SIZE], size_t topic_count)
{
    static const char busy[] = "{\"type\":\"/problems/busy\",\"title\":\"busy\",\"status\":503,\"code\":\"busy\"}";
    struct http_server *server = http_request_server(request);
    struct listener *listener = calloc(1, sizeof *listener);
    if (listener == NULL) {
        const struct http_reply reply = {
            .status = 503, .content_type = "application/problem+json", .body = busy, .length = sizeof busy - 1};
        http_reply(request, &reply);
        return;
    }
    uint64_t id = http_request_id(request);
    *listener = (struct listener){.next = stream->listeners,
                                  .stream = stream,
                                  .id = id,
                                  .session = caller->session,
                                  .account = caller->account,
                                  .person = caller->person,
                                  .until_ms = caller->session_until_ms,
                                  .topic_count = topic_count < TOPICS_MAX ? topic_count : TOPICS_MAX};
    memcpy(listener->topics, topics, listener->topic_count * TOPIC_SIZE);
    stream->listeners = listener;
    stream->count++;
    /* A HEAD or a client that is gone ends it at once: the listener may be no more after this. */
    http_stream_open(request, on_closed, listener);
    http_stream_send(server, id, NULL, "hello", "{}");
}

static bool listens(const struct listener *listener, const char *topic)
{
    for (size_t i = 0; i < listener->topic_count; i++) {
        if (strcmp(listener->topics[i], topic) == 0)
            return true;
    }
    return false;
}

void stream_publish(struct stream *stream, struct http_server *server, const char *topic, const char *event,
                    const char *data)
{
    for (struct listener *listener = stream->listeners, *next; listener != NULL; listener = next) {
        next = listener->next; /* sending may end this listener, never another */
        if (listens(listener, topic))
            http_stream_send(server, listener->id, NULL, event, data);
    }
}

static bool belongs_to(const struct listener *listener, const struct uuid *id)
{
    return uuid_compare(&listener->session, id) == 0 || uuid_compare(&listener->account, id) == 0 ||
           uuid_compare(&listener->person, id) == 0;
}

static void end_listener(struct http_server *server, struct listener *listener)
{
    uint64_t gone = listener->id;
    on_closed(listener, gone); /* http_stream_close does not call it */
    http_stream_close(server, gone);
}

void stream_revoke(struct stream *stream, struct http_server *server, const struct uuid *id)
{
    for (struct listener *listener = stream->listeners, *next; listener != NULL; listener = next) {
        next = listener->next;
        if (!uuid_is_none(id) && belongs_to(listener, id))
            end_listener(server, listener);
    }
}

void stream_expire(struct stream *stream, struct http_server *server, int64_t now_ms)
{
    for (struct listener *listener = stream->listeners, *next; listener != NULL; listener = next) {
        next = listener->next;
        if (listener->until_ms <= now_ms)
            end_listener(server, listener);
    }
}

size_t stream_count(const struct stream *stream)
{
    return stream->count;
}
