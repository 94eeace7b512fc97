/*
 * What the files http*.c share and nobody else sees.
 *
 *     http.c             the server: start, clock, drain, counters
 *     http_listener.c    accepting, and turning away
 *     http_connection.c  a socket: its states, what it sends, its deadlines
 *     http_receive.c     bytes that arrive: cut into requests and handed out in order
 *     http_request.c     a whole request: its memory and what can be asked of it
 *     http_negotiate.c   lists in headers: If-None-Match, Accept-Encoding, Accept
 *     http_reply.c       replies and problem documents
 *     http_stream.c      event streams
 *     http_reader.c http_target.c http_text.c http_fault.c    pure: bytes and verdicts
 */
#ifndef VAHETUS_SERVICES_HTTP_PRIVATE_H
#define VAHETUS_SERVICES_HTTP_PRIVATE_H

#include "services/http.h"
#include "services/http_reader.h"

#include <event2/event.h>
#include <event2/event_struct.h>
#include <netinet/in.h>
#include <sys/queue.h>
#include <sys/socket.h>

enum {
    HTTP_LABEL_SIZE = 17,            /* 16 hex digits */
    HTTP_SCRATCH_SIZE = 64 * 1024,   /* what one read takes at most where nothing is kept yet */
    HTTP_OUTPUT_MAX = 256 * 1024,    /* unsent bytes beyond which no pipelined request is begun and a stream is cut */
    HTTP_REQUESTS_PER_TURN = 64,     /* pipelined requests after which the other connections have their turn */
    HTTP_PROGRESS_BYTES = 16 * 1024, /* what a reader must take within write_timeout_ms */
    HTTP_REPLY_HEAD_MAX = 16 * 1024,
    HTTP_TURN_AWAY_MAX = 128, /* connections beyond connections_max that are told so; further ones are just closed */
    HTTP_SLOT_BITS = 20,      /* of a request's id: the slot of its connection */
    HTTP_TICK_MS = 100,       /* how often deadlines are looked at */
    HTTP_REPORTS_PER_SECOND = 10,
};

/*
 * Every connection is in exactly one state, and every state is a list in the order of entering. All members of a
 * list have the same time to stay, so whoever is overdue stands at its head.
 */
enum http_state {
    HTTP_IDLE,      /* between requests: nothing received, nothing to send */
    HTTP_READING,   /* a part of a request has arrived */
    HTTP_WORKING,   /* a request waits for its reply */
    HTTP_WRITING,   /* replies wait for the client to read them */
    HTTP_STREAM,    /* an event stream; stays until one side ends it, its time is the heartbeat's */
    HTTP_LINGERING, /* all is said; what the client still sends is thrown away, so that it can read the last reply */
    HTTP_STATE_COUNT,
};

/* Bytes that have arrived and are not a whole request yet. Held only while there are any. */
struct http_input {
    struct http_reader reader;
    size_t length;
    size_t capacity;
    bool said_continue;
    char bytes[];
};

TAILQ_HEAD(http_list, http_connection);

struct http_connection {
    TAILQ_ENTRY(http_connection) link;
    struct http_server *server;
    struct event read_event;
    struct event write_event;
    struct evbuffer *output;
    struct http_input *input;     /* NULL when nothing is kept */
    struct http_request *request; /* waits for its reply */
    uint64_t stream;              /* id of the event stream, 0 for none */
    void (*on_stream_closed)(void *context, uint64_t stream);
    void *stream_context;
    uint64_t entered_ms; /* into its state */
    uint64_t sent;       /* bytes handed to the system, in all */
    uint64_t had;        /* of these, what the client had acknowledged on entering WRITING or STREAM */
    uint32_t slot;
    int fd;
    uint8_t state;    /* enum http_state */
    bool in_turn;     /* its requests are being handed out: replies are sent at the end of the turn */
    bool closes;      /* no further request; closed when all is sent */
    bool input_ended; /* the client sends no more */
    bool is_paused;   /* enough input is kept: the socket is not read */
    bool is_dead;     /* closed; freed at the loop's next turn */
    bool turned_away; /* beyond the limit, not counted against it */
    char peer[INET6_ADDRSTRLEN];
};

struct http_server {
    struct event_base *base;
    struct http_settings settings;
    struct http_handler handler;
    struct http_counters counters;
    struct http_list states[HTTP_STATE_COUNT];
    unsigned stay_ms[HTTP_STATE_COUNT];
    struct http_list dead;
    struct http_connection **slots; /* by slot; a request's id holds its connection's slot */
    uint32_t *free_slots;
    uint32_t free_slot_count;
    struct http_input *scratch; /* for what arrives on connections that keep nothing */
    uint64_t next_serial;
    uint64_t label_key;
    uint64_t now_us; /* monotonic, of this turn of the loop */
    time_t date_second;
    char date[32];
    unsigned turned_away_now;
    uint64_t report_second;
    unsigned report_count;
    int listen_fd;  /* -1 once draining */
    int reserve_fd; /* given up for a moment to take and refuse a connection at the descriptor limit */
    uint16_t port;
    struct event *accept_event;
    struct event *tick_event;
    bool tick_is_on;
    bool accept_is_paused;
    bool is_draining;
    uint64_t drain_until_ms;
    void (*on_drained)(void *context);
    void *drained_context;
    char head[HTTP_REPLY_HEAD_MAX]; /* the reply's head that is being written */
};

struct http_request {
    struct http_connection *connection;
    uint64_t id;
    uint64_t started_us;
    const char *head; /* the lines' offsets are into it; names and values are NUL-terminated */
    const struct http_line *lines;
    size_t line_count;
    const char *method_name;
    const char *path;
    const char *body;
    size_t body_length;
    const char *address;
    const struct http_parameter *parameters;
    size_t parameter_count;
    void *data;
    void (*release_data)(void *data);
    struct http_piece *pieces; /* further memory, once the request's own is used up */
    char *room;
    size_t room_size;
    enum http_method method;
    bool keeps_alive;
    bool is_version_1_0;
    char label[HTTP_LABEL_SIZE];
};

static inline uint32_t http_slot_count(const struct http_server *server)
{
    return server->settings.connections_max + HTTP_TURN_AWAY_MAX;
}

/* http.c */
uint64_t http_clock_us(void);
void http_server_new_turn(struct http_server *server); /* at the start of every event: the time, and freeing the dead */
void http_server_start_tick(struct http_server *server);
void http_server_check_drained(struct http_server *server);
void http_server_report(struct http_server *server, enum http_fault fault, const char *label, const char *peer);

/* http_listener.c */
bool http_listener_open(struct http_server *server, struct error *error);
void http_listener_resume(struct http_server *server); /* after a pause for want of memory or descriptors */
void http_listener_close(struct http_server *server);

/* http_connection.c. `fd` is taken over, also on failure. */
void http_connection_new(struct http_server *server, int fd, const struct sockaddr_storage *peer, bool turned_away);
void http_connection_end(struct http_connection *connection);
void http_connection_overdue(struct http_connection *connection); /* its time in its state is up */
void http_connection_send(struct http_connection *connection);    /* what is in its output, unless it is in its turn */
void http_connection_reap(struct http_server *server);            /* frees the dead */
/* Entering a state anew starts its time again. */
void http_connection_enter(struct http_connection *connection, enum http_state state);
/* Finds the state that follows from what the connection holds, and enters it unless it is there already. */
void http_connection_settle(struct http_connection *connection);
/* Writes as much as the socket takes. False if the connection is no more. */
bool http_connection_flush(struct http_connection *connection);

/* http_receive.c */
void http_receive(evutil_socket_t fd, short what, void *connection); /* the read event; EV_TIMEOUT: take your turn */
void http_receive_later(struct http_connection *connection);         /* a turn with what is kept, soon */
/* One answer, 4xx or 5xx, and the end. `reader` has read `bytes` so far; both may be NULL. */
void http_receive_refuse(struct http_connection *connection, enum http_fault fault, const struct http_reader *reader,
                         const char *bytes);

/* http_request.c */
struct http_request *http_request_new(struct http_connection *connection, const struct http_reader *reader,
                                      const char *bytes);
/* The id for the log of what is refused before there is a request: of the same kind as a request's own. */
void http_label_new(struct http_server *server, char label[HTTP_LABEL_SIZE]);
/* Takes the request off its connection, reports its outcome, frees it. */
void http_request_end(struct http_request *request, const struct http_outcome *outcome);
/* The value of the n-th header of this name, or NULL. */
const char *http_request_header_at(const struct http_request *request, const char *name, size_t n);

/* http_reply.c */
/* A problem document straight into the output, with the id for the log, in the best language of `accept_language`
 * (NULL: none asked for); the connection closes after it if `keeps_alive` is false. */
void http_reply_fault(struct http_connection *connection, enum http_fault fault, const char *label,
                      const char *accept_language, bool without_body, bool keeps_alive);
/* Answers with the fault's problem document and keeps the connection if it can. */
void http_reply_timed_out(struct http_request *request);
/* The head of an event stream, and the end of its request. */
void http_reply_stream_head(struct http_request *request);
/* The fault as text that can be sent without any connection object. Returns its length. */
size_t http_reply_fault_text(enum http_fault fault, const char *label, char *text, size_t size);

/* http_stream.c */
void http_stream_heartbeat(struct http_connection *connection);
/* The connection of the stream has ended, or is about to. */
void http_stream_lost(struct http_connection *connection);

#endif
