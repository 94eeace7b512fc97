/*
 * HTTP/1.1 for one event loop: sockets in, well-formed requests out, exactly one reply for each.
 *
 * The server reads strictly (see http_reader.h for the gate), refuses what is malformed by itself with a problem
 * document and a closed connection, and calls `on_request` for every request that is whole: head and body are in
 * memory, the path is decoded, the query is split. Nothing here knows of JSON, sessions, routes or the database.
 *
 * Threads: every function here belongs to the thread that runs the loop. A worker thread never sees a request; it
 * carries the request's id, and the loop finds the request by that id when the work comes back.
 *
 * Life of a request: it belongs to the server. It lives from `on_request` until its reply was given to
 * http_reply(), or its client went away, or its time ran out (the server then answers 503 itself). After any of these
 * http_request_find() returns NULL and the pointer is dead. Whoever keeps something for longer than the call to
 * on_request keeps the id, not the pointer.
 *
 * SIGPIPE is ignored process-wide by http_server_new().
 */
#ifndef VAHETUS_SERVICES_HTTP_H
#define VAHETUS_SERVICES_HTTP_H

#include "db/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_base;
struct http_server;
struct http_request;

/* ---- server ------------------------------------------------------------------------------------------------- */

struct http_settings {
    const char *address;         /* numeric IPv4 or IPv6 address to listen on; copied */
    uint16_t port;               /* 0: any free one, see http_server_port() */
    bool trust_forwarded;        /* believe X-Forwarded-For of peers on loopback (a proxy on this machine) */
    unsigned connections_max;    /* beyond it: 503 and closed */
    size_t body_max_bytes;       /* beyond it: 413 */
    unsigned request_timeout_ms; /* from a request's first byte to its last: then 408 and closed */
    unsigned idle_timeout_ms;    /* between requests: then closed without a word */
    unsigned reply_timeout_ms;   /* from on_request to http_reply(): then 503 */
    unsigned write_timeout_ms;   /* a client that takes less than 16 KiB in this time is dropped */
    unsigned heartbeat_ms;       /* between two signs of life on an event stream */
    unsigned linger_ms;          /* how long a refused client may still talk before the socket is closed */
    unsigned drain_timeout_ms;   /* after http_server_drain(): then whoever is left is cut off */
};

/* 127.0.0.1:8080, 10,000 connections, 64 KiB, 10 s, 60 s, 30 s, 20 s, 20 s, 2 s, 10 s; forwarded addresses not trusted.
 */
void http_settings_default(struct http_settings *settings);

/* How a request ended, for log and metrics. */
struct http_outcome {
    int status;           /* what was answered; 0: the client went away before the reply */
    size_t body_bytes;    /* of the reply, as sent (0 for HEAD and 304) */
    uint64_t duration_us; /* from on_request to the reply */
    bool timed_out;       /* nobody replied in time: the server answered 503 */
};

/* Bytes that never became a request. */
struct http_refusal {
    int status;        /* what was answered */
    const char *code;  /* static, a stable word such as "host_missing" (the problem document's `code`) */
    const char *peer;  /* the peer's address */
    const char *label; /* the id that the answer carries as `request_id` */
};

/* The server's one user. `on_request` must be set, the others may be NULL. */
struct http_handler {
    void *context;
    /* A whole request. Reply now or later, once. */
    void (*on_request)(void *context, struct http_request *request);
    /* Exactly once for every on_request, when its reply is handed over or cannot be any more; the request's
     * members may still be read. Do not reply here. */
    void (*on_done)(void *context, const struct http_request *request, const struct http_outcome *outcome);
    /* A refusal at the gate, or a connection turned away (`code` "too_many_connections"). At most ten a second
     * are reported: the counters know them all. */
    void (*on_refused)(void *context, const struct http_refusal *refusal);
    /* The sentence for the person refused, in the best language of an Accept-Language value that may be NULL; plain
     * text of static lifetime, or NULL for the English one of http_fault.h. */
    const char *(*title_of)(void *context, const char *code, const char *accept_language);
};

/* Listens. NULL and `error` (a sentence, such as "127.0.0.1:8080 is in use by another program ...") on failure.
 * `base` must outlive the server; http_event_base_new() makes one that suits it. */
struct http_server *http_server_new(struct event_base *base, const struct http_settings *settings,
                                    const struct http_handler *handler, struct error *error)
    __attribute__((warn_unused_result));

/* Cuts every connection and frees. Accepts NULL. Pending requests end with on_done, status 0. */
void http_server_free(struct http_server *server);

/* An event base with the epoll changelist (fewer system calls); NULL when the system gives none. */
struct event_base *http_event_base_new(void) __attribute__((warn_unused_result));

/* The port that is listened on. */
uint16_t http_server_port(const struct http_server *server);

/* Stops accepting, ends idle connections and event streams, lets requests under way get their reply, then calls
 * `on_drained` once from the loop, after drain_timeout_ms at the latest. Free the server there or later. */
void http_server_drain(struct http_server *server, void (*on_drained)(void *context), void *context);
bool http_server_is_draining(const struct http_server *server);

struct http_counters {
    uint64_t accepted;     /* connections since start */
    uint64_t requests;     /* calls of on_request */
    uint64_t refused;      /* malformed, too large, too slow: answered 4xx or 5xx here */
    uint64_t turned_away;  /* connections beyond connections_max or the descriptor limit */
    uint64_t timed_out;    /* requests nobody replied to in time */
    uint64_t abandoned;    /* requests whose client went away before the reply */
    uint64_t dropped_slow; /* connections cut because the client did not read */
    uint64_t bytes_in;
    uint64_t bytes_out;
    unsigned connections;      /* open now, streams among them */
    unsigned connections_idle; /* of these, between requests */
    unsigned pending;          /* requests without a reply, now */
    unsigned streams;          /* event streams, now */
};
struct http_counters http_server_counters(const struct http_server *server);

/* ---- request: reading it ------------------------------------------------------------------------------------- */

enum http_method {
    HTTP_OTHER = 0, /* a well-formed method that is none of these: a route table answers 405 */
    HTTP_GET,
    HTTP_HEAD, /* route it as GET: the body of the reply is left out for you */
    HTTP_POST,
    HTTP_PUT,
    HTTP_PATCH,
    HTTP_DELETE,
    HTTP_OPTIONS,
};

/* What a request keeps for its user: the pointers live as long as the request does, all text is NUL-terminated. */
uint64_t http_request_id(const struct http_request *request);       /* never 0, never used twice in a process */
const char *http_request_label(const struct http_request *request); /* the id for logs: 16 hex digits, no order */
struct http_server *http_request_server(const struct http_request *request);
enum http_method http_request_method(const struct http_request *request);
const char *http_request_method_name(const struct http_request *request);
/* Decoded and valid UTF-8; starts with "/", holds no empty or dot segment, control character or encoded slash. A
 * slash at its end is kept. */
const char *http_request_path(const struct http_request *request);
/* The body's bytes (followed by a NUL that is not counted); length 0 where there was none. */
const char *http_request_body(const struct http_request *request, size_t *length);
/* The client's address as text, "192.0.2.7" or "2001:db8::1": the peer's, or the last entry of X-Forwarded-For if
 * that is trusted. */
const char *http_request_address(const struct http_request *request);

/* The value of the header `name` (any case), without the space around it; NULL if absent. Of several the first. */
const char *http_request_header(const struct http_request *request, const char *name);
/* How often the header is there. */
size_t http_request_header_count(const struct http_request *request, const char *name);
/* The value of one cookie, copied into the request's memory; NULL if absent or if it is there twice. */
const char *http_request_cookie(struct http_request *request, const char *name);

/* Query parameters in their order, names and values decoded (percent and plus), valid UTF-8 without control
 * characters; "a" and "a=" both have the value "". At most 64. */
struct http_parameter {
    const char *name;
    const char *value;
};
const struct http_parameter *http_request_parameters(const struct http_request *request, size_t *count);
/* The value of the first parameter of this name, NULL if absent. */
const char *http_request_parameter(const struct http_request *request, const char *name);

/* Does If-None-Match name this tag (weak comparison; `*` matches)? http_reply() asks this by itself for a reply
 * with `etag`. */
bool http_request_has_etag(const struct http_request *request, const char *etag);
/* The weight, in thousandths, that Accept-Encoding gives to `coding` ("br", "gzip", "identity"): 0 is refused. */
unsigned http_request_encoding_weight(const struct http_request *request, const char *coding);
/* Does Accept name the media type itself (or its "type/" followed by a star)? An Accept of any type does not count. */
bool http_request_accepts(const struct http_request *request, const char *media_type);

/* Zeroed memory that lives as long as the request; NULL when there is none. Aligned for any type. */
void *http_request_alloc(struct http_request *request, size_t size) __attribute__((warn_unused_result));
/* A copy in that memory; NULL when there is none. */
char *http_request_strdup(struct http_request *request, const char *text) __attribute__((warn_unused_result));
/* Hangs one thing of the user's on the request; `release` (may be NULL) runs after on_done. A second call replaces
 * the first and releases what was there. */
void http_request_set_data(struct http_request *request, void *data, void (*release)(void *data));
void *http_request_data(const struct http_request *request);

/* The request of this id if it still waits for its reply, else NULL: replied, gone, or out of time. */
struct http_request *http_request_find(struct http_server *server, uint64_t id);

/* ---- reply --------------------------------------------------------------------------------------------------- */

/* Memory that several replies share, such as an asset. Counted on the loop's thread. */
struct http_blob;
/* Takes over `data`: `release(data)` runs (if set) when the last reference goes. NULL when there is no memory; then
 * `data` is still the caller's. */
struct http_blob *http_blob_new(void *data, size_t length, void (*release)(void *data))
    __attribute__((warn_unused_result));
struct http_blob *http_blob_retain(struct http_blob *blob);
void http_blob_release(struct http_blob *blob); /* accepts NULL */
const void *http_blob_data(const struct http_blob *blob);
size_t http_blob_length(const struct http_blob *blob);

struct http_header {
    const char *name;
    const char *value;
};

/* Fill with designated initialisers; what is left out is 0 and means the default. */
struct http_reply {
    int status;               /* 200 to 599 */
    const char *content_type; /* NULL: a reply without a body */
    const void *body;         /* `length` bytes, copied unless body_release is set */
    size_t length;
    void (*body_release)(void *body);  /* moves the body: called once with it, when it was sent or dropped */
    struct http_blob *blob;            /* instead of body; the reply holds a reference of its own while it needs it */
    const char *etag;                  /* quoted, as in the header. 200 to GET becomes 304 when If-None-Match has it */
    const char *cache_control;         /* NULL: "no-store" */
    const struct http_header *headers; /* any others, such as Location, Set-Cookie, Retry-After */
    size_t header_count;
    bool close; /* end the connection after this reply */
};

/* Answers the request and ends its life; `reply` and all it points to may be reused when it returns (but see
 * body_release). Content-Length, Date, Connection and X-Content-Type-Options are added here. A header with a control
 * character in it is a fault of the caller and turns the reply into a 500. */
void http_reply(struct http_request *request, const struct http_reply *reply);

/* ---- event streams ------------------------------------------------------------------------------------------- */

/* Answers the request with an open text/event-stream and ends the request's life; the id of the request is the id of
 * the stream from now on. `on_closed` runs once when the client has gone, was too slow (256 KiB unsent), or the
 * server drains; not for http_stream_close(). A HEAD gets the head alone and no stream: on_closed runs at once. */
void http_stream_open(struct http_request *request, void (*on_closed)(void *context, uint64_t stream), void *context);

/* Sends one event. `id` and `name` may be NULL and hold no line break; `data` may hold line breaks. False if the
 * stream is no more, or ended by this call for slowness (on_closed has run then). */
bool http_stream_send(struct http_server *server, uint64_t stream, const char *id, const char *name, const char *data);

/* Ends the stream after what was sent has gone out. An unknown id is no error. */
void http_stream_close(struct http_server *server, uint64_t stream);

#endif
