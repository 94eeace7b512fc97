/*
 * The reader of requests: bytes in, spans out. No sockets, no memory of its own, no clock.
 *
 * The gate is here. A request is one line METHOD SP TARGET SP VERSION, header lines, an empty line, and a body of
 * exactly Content-Length bytes; every line ends in CRLF. What is refused, and with which status, is the table in
 * http_fault.h; the first fault in the order of the bytes wins, so the verdict does not depend on how the bytes were
 * cut on their way (tests/services/test_http_reader.c tries every cut).
 *
 * After RFC 9112, narrower where it leaves a choice: no transfer coding, no obs-fold, no bare LF, one Host always, no
 * body on GET and HEAD, origin-form targets only. One empty line before the request line is skipped (RFC 9112 2.2).
 */
#ifndef VAHETUS_SERVICES_HTTP_READER_H
#define VAHETUS_SERVICES_HTTP_READER_H

#include "services/http.h"
#include "services/http_fault.h"

enum {
    HTTP_HEAD_MAX = 16 * 1024, /* bytes, from the first of the request line to the empty line's last */
    HTTP_HEADERS_MAX = 100,
    HTTP_TARGET_MAX = 8192,
    HTTP_METHOD_MAX = 32,
};

/* A piece of the head: offsets from the request's first byte. */
struct http_span {
    uint16_t start;
    uint16_t length;
};

struct http_line {
    struct http_span name;
    struct http_span value; /* without the space around it */
};

enum http_progress {
    HTTP_MORE_HEAD, /* the head is not whole yet */
    HTTP_MORE_BODY, /* the head is whole and good, the body is not */
    HTTP_WHOLE,     /* message_length bytes are one request */
    HTTP_REFUSED,   /* `fault` says why; nothing after it may be read */
};

struct http_reader {
    size_t body_max;
    size_t content_length;
    size_t message_length; /* of head and body, once the head is whole */
    uint16_t scanned;      /* every byte before it was looked at */
    uint16_t line_start;
    uint16_t head_length; /* 0 until the head is whole */
    uint16_t line_count;  /* headers found */
    uint8_t fault;        /* enum http_fault */
    uint8_t method;       /* enum http_method */
    uint8_t host_count;
    uint8_t length_count;
    bool in_headers; /* the request line has been read */
    bool has_transfer_encoding;
    bool is_version_1_0;
    bool wants_close;
    bool wants_keep_alive;
    bool expects_continue;
    struct http_span method_name;
    struct http_span target;
    struct http_line lines[HTTP_HEADERS_MAX];
};

/* Makes the reader ready for a request's first byte. */
void http_reader_start(struct http_reader *reader, size_t body_max);

/*
 * Reads on. `bytes` are all bytes from the request's first one that have arrived, `length` of them: at least as many
 * as at the last call, the old ones unchanged, though they may have moved. Cost: each byte of the head is looked at
 * once over all calls.
 */
enum http_progress http_reader_read(struct http_reader *reader, const char *bytes, size_t length);

/* Whether the connection may carry another request after this one. */
bool http_reader_keeps_alive(const struct http_reader *reader);

#endif
