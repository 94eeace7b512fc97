/*
 * A real HTTP server on a thread of its own, and a blocking client that looks at every byte, for the test_http*
 * programs. The server's paths:
 *   /echo       what of the request arrived, a line each
 *   /late       the same from a later turn of the loop; /late?ms=N after N ms
 *   /never      no reply at all
 *   /big?n=N    N bytes of 'x'
 *   /tag        a reply with the ETag "one"
 *   /close      a reply that ends the connection
 *   /bad        a reply with a line break in a header
 *   /stream     an event stream; one event at once
 * Everything else is 404.
 */
#ifndef VAHETUS_TESTS_HTTP_FIXTURE_H
#define VAHETUS_TESTS_HTTP_FIXTURE_H

#include "services/http.h"

struct assets;

/* Starts a server on a free port. `assets` may be NULL; it answers what no path above does. */
struct fixture *fixture_start(const struct http_settings *settings, const struct assets *assets);
/* Stops it as it is. */
void fixture_stop(struct fixture *fixture);
/* For cmocka: a server with the default settings in *state; what is in *state stops. */
int fixture_set_up(void **state);
int fixture_tear_down(void **state);
uint16_t fixture_port(const struct fixture *fixture);

/* Run on the server's thread, and waited for. */
struct http_counters fixture_counters(struct fixture *fixture);
void fixture_drain(struct fixture *fixture);
/* Sends `data` as an event "news" to every stream; how many took it. */
unsigned fixture_broadcast(struct fixture *fixture, const char *data);
void fixture_close_streams(struct fixture *fixture);

/* What has been reported so far. */
struct fixture_seen {
    unsigned done;           /* on_done, in all */
    unsigned done_gone;      /* with status 0 */
    unsigned done_timed_out; /* with status 503, nobody replied */
    unsigned released;       /* data hung on requests that was released */
    unsigned refused;        /* on_refused */
    unsigned streams_closed; /* on_closed of streams */
    unsigned drained;
    unsigned late_lost;    /* replies from a later turn whose request was no more */
    char refused_code[40]; /* the last one */
};
struct fixture_seen fixture_seen(struct fixture *fixture);

/* ---- the client ---------------------------------------------------------------------------------------------- */

/* A request, for client_send and client_ask. */
#define GET(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"

struct answer {
    int status;
    char head[20000];
    char *body; /* in malloc'd memory, NUL-terminated */
    size_t length;
};

int client_connect(const struct fixture *fixture);
int client_connect_port(uint16_t port);
/* All of it, at once. */
void client_send(int fd, const char *bytes);
void client_send_bytes(int fd, const char *bytes, size_t length);
/* Reads one reply. `is_head`: without a body, whatever Content-Length says. Fails the test after 10 s of silence. */
struct answer client_read(int fd, bool is_head);
void answer_free(struct answer *answer);
/* The value of a header in malloc'd memory, or NULL. */
char *answer_header(const struct answer *answer, const char *name);
/* Fails the test unless the header has this value; NULL: unless it is absent. */
void answer_expect(const struct answer *answer, const char *name, const char *value);
/* Fails the test unless the body contains it. */
void answer_expect_line(const struct answer *answer, const char *line);
/* Sends `request`, reads the reply, and checks its status. */
struct answer client_ask(int fd, const char *request, int status);
/* Reads until the end or for `ms`, whichever is first; what came is appended to `text`. True at the end (or reset). */
bool client_read_to_end(int fd, int ms, char *text, size_t size);
/* Fails the test unless the server ends the connection within `ms` and without another byte. */
void client_expect_end(int fd, int ms);

uint64_t clock_ms(void);

#endif
