/*
 * Classes of bytes in HTTP (RFC 9110 5.6.2, RFC 3986), one table for reader, target and request.
 */
#ifndef VAHETUS_SERVICES_HTTP_TEXT_H
#define VAHETUS_SERVICES_HTTP_TEXT_H

#include "services/http_reader.h"

enum {
    HTTP_IS_TOKEN = 1, /* method and header names */
    HTTP_IS_LINE = 2,  /* may stand in a line of the head: all but control characters, and tab */
    HTTP_IS_PATH = 4,  /* may stand in a path as it is, without the percent sign */
    HTTP_IS_QUERY = 8, /* the same in a query; with [ ] { } | ^ ` \ , which browsers leave as they are */
    HTTP_IS_HOST = 16, /* may stand in a host name or IPv4 address */
    HTTP_IS_HEX = 32,
    HTTP_IS_DIGIT = 64,
};

extern const unsigned char http_byte_class[256];

static inline bool http_byte_is(char byte, unsigned classes)
{
    return (http_byte_class[(unsigned char)byte] & classes) != 0;
}

/* Value of a hexadecimal digit. */
unsigned http_hex_value(char digit);

/* ASCII case-insensitive comparison of `length` bytes at `bytes` with the NUL-terminated lower-case `word`. */
bool http_text_is(const char *bytes, size_t length, const char *word);

/* Is this Host value a registered name, an IPv4 address or an [IPv6 address], with or without a port? */
bool http_host_is_valid(const char *host, size_t length);

bool http_is_utf8(const char *bytes, size_t length);

/*
 * Decodes and checks a target. `out` has room for length + 2 bytes: the path, a NUL, the query as it came, a NUL.
 * `query` is the query's offset in `out`, or 0 where there is none. Of the query everything is checked that
 * http_query_split() relies upon.
 */
enum http_fault http_target_decode(const char *target, size_t length, char *out, size_t *query);

/* Splits and decodes a checked query in place. At most `max` parameters; returns how many there are. */
size_t http_query_split(char *query, struct http_parameter *parameters, size_t max);

enum { HTTP_PARAMETERS_MAX = 64 };

#endif
