/*
 * Live views: every browser holds one event stream with its topics, and what changes is told to those who may see it.
 * Events say that something changed; the data is read by its own request. All of it belongs to the loop.
 *
 * Topics: "me:UUID" (a person), "centre:SLUG", "need:UUID", "round:UUID", "pairing:UUID".
 */
#ifndef VAHETUS_SERVICES_STREAM_H
#define VAHETUS_SERVICES_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "services/http.h"
#include "services/policy.h"

enum { TOPIC_SIZE = 64, TOPICS_MAX = 8 };

struct stream;

struct stream *stream_new(void); /* NULL when out of memory */
/* After the HTTP server. Takes NULL. */
void stream_free(struct stream *stream);

/* Answers the request with an open stream and says `hello`. The caller has checked that the topics are allowed. */
void stream_open(struct stream *stream, struct http_request *request, const struct caller *caller,
                 char topics[][TOPIC_SIZE], size_t topic_count);

/* Sends the event to every stream with this topic. `data` is JSON on one line. */
void stream_publish(struct stream *stream, struct http_server *server, const char *topic, const char *event,
                    const char *data);

/* Ends the streams whose session, account or person this is: what they may see has changed. */
void stream_revoke(struct stream *stream, struct http_server *server, const struct uuid *id);

/* Ends the streams whose session is over. */
void stream_expire(struct stream *stream, struct http_server *server, int64_t now_ms);

size_t stream_count(const struct stream *stream);

#endif
