/*
 * What the server refuses by itself, before any handler sees it: one row each with the status, the stable code and a
 * sentence for the person at the other end. Used by the reader, which finds most of them, and by http_reply.c, which
 * makes a problem document of them.
 */
#ifndef VAHETUS_SERVICES_HTTP_FAULT_H
#define VAHETUS_SERVICES_HTTP_FAULT_H

/* clang-format off: one row per fault */
#define HTTP_FAULTS(FAULT)                                                                                             \
    FAULT(REQUEST_LINE_MALFORMED, 400, "request_line_malformed", "The request line is not METHOD TARGET HTTP/1.1.")    \
    FAULT(METHOD_MALFORMED, 400, "method_malformed", "The method is not a token.")                                     \
    FAULT(METHOD_TOO_LONG, 501, "method_unknown", "The method is longer than any that is served.")                     \
    FAULT(VERSION_MALFORMED, 400, "version_malformed", "The version is neither HTTP/1.1 nor HTTP/1.0.")                \
    FAULT(VERSION_UNSUPPORTED, 505, "version_unsupported", "Only HTTP/1.1 and HTTP/1.0 are served.")                   \
    FAULT(TARGET_MALFORMED, 400, "target_malformed", "The target must be a path that starts with one slash.")          \
    FAULT(TARGET_CHARACTER, 400, "target_character", "The target holds a character that must be percent-encoded.")     \
    FAULT(TARGET_TOO_LONG, 414, "target_too_long", "The target is longer than 8192 bytes.")                            \
    FAULT(PERCENT_MALFORMED, 400, "percent_malformed", "A percent sign is not followed by two hexadecimal digits.")    \
    FAULT(PERCENT_FORBIDDEN, 400, "percent_forbidden", "The target encodes a control character or a slash.")           \
    FAULT(PATH_SEGMENT, 400, "path_segment", "The path holds an empty segment or a dot segment.")                      \
    FAULT(TARGET_NOT_UTF8, 400, "target_not_utf8", "The decoded target is not UTF-8.")                                 \
    FAULT(TOO_MANY_PARAMETERS, 400, "too_many_parameters", "The query holds more than 64 parameters.")                 \
    FAULT(BARE_LINE_FEED, 400, "bare_line_feed", "A line ends without a carriage return.")                             \
    FAULT(BARE_CARRIAGE_RETURN, 400, "bare_carriage_return", "A carriage return is not followed by a line feed.")      \
    FAULT(CONTROL_CHARACTER, 400, "control_character", "The head holds a control character.")                          \
    FAULT(HEADER_MALFORMED, 400, "header_malformed", "A header is not NAME: VALUE with a token as its name.")          \
    FAULT(HEADER_FOLDED, 400, "header_folded", "A header is folded over several lines.")                               \
    FAULT(TOO_MANY_HEADERS, 431, "too_many_headers", "The request holds more than 100 headers.")                       \
    FAULT(HEAD_TOO_LARGE, 431, "head_too_large", "The request's head is longer than 16 KiB.")                          \
    FAULT(HOST_MISSING, 400, "host_missing", "The request names no Host.")                                             \
    FAULT(HOST_REPEATED, 400, "host_repeated", "The request names more than one Host.")                                \
    FAULT(HOST_MALFORMED, 400, "host_malformed", "Host is not a name or an address with an optional port.")            \
    FAULT(LENGTH_MALFORMED, 400, "length_malformed", "Content-Length is not a plain decimal number.")                  \
    FAULT(LENGTH_REPEATED, 400, "length_repeated", "The request holds more than one Content-Length.")                  \
    FAULT(LENGTH_AMBIGUOUS, 400, "length_ambiguous", "Content-Length and Transfer-Encoding exclude each other.")       \
    FAULT(LENGTH_REQUIRED, 411, "length_required", "This method needs a Content-Length.")                              \
    FAULT(ENCODING_REFUSED, 411, "transfer_encoding_refused", "Send a Content-Length instead of Transfer-Encoding.")   \
    FAULT(BODY_NOT_ALLOWED, 400, "body_not_allowed", "GET and HEAD carry no body here.")                               \
    FAULT(BODY_TOO_LARGE, 413, "body_too_large", "The body is larger than is accepted.")                               \
    FAULT(EXPECTATION_FAILED, 417, "expectation_failed", "The only expectation that is met is 100-continue.")          \
    FAULT(REQUEST_TRUNCATED, 400, "request_truncated", "The connection ended in the middle of the request.")           \
    FAULT(REQUEST_TIMEOUT, 408, "request_timeout", "The request did not arrive whole in time.")                        \
    FAULT(TOO_MANY_CONNECTIONS, 503, "too_many_connections", "Too many connections; try again in a moment.")           \
    FAULT(REPLY_TIMEOUT, 503, "reply_timeout", "The answer took too long; try again in a moment.")                     \
    FAULT(OUT_OF_MEMORY, 503, "out_of_memory", "The server is short of memory; try again in a moment.")                \
    FAULT(REPLY_FAULTY, 500, "reply_faulty", "The server made an answer that cannot be sent.")
/* clang-format on */

#define HTTP_FAULT_NAME(name, status, code, detail) HTTP_FAULT_##name,
enum http_fault { HTTP_FAULT_NONE = 0, HTTP_FAULTS(HTTP_FAULT_NAME) HTTP_FAULT_COUNT };
#undef HTTP_FAULT_NAME

struct http_fault_row {
    int status;
    const char *code;
    const char *detail;
};

/* The row of a fault other than HTTP_FAULT_NONE. */
const struct http_fault_row *http_fault_row(enum http_fault fault);

#endif
