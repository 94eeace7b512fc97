#include "services/http_reader.h"

#include "services/http_text.h"

#include <string.h>

/* The compiler's zeroing of locals costs more here than all the reading: 8 KiB for each request. */
#if defined(__has_attribute)
#if __has_attribute(uninitialized)
#define HTTP_UNINITIALISED __attribute__((uninitialized))
#endif
#endif
#ifndef HTTP_UNINITIALISED
#define HTTP_UNINITIALISED
#endif

/* Longest request line that is read to its end: a longer one has a target that is too long. */
enum { REQUEST_LINE_MAX = HTTP_METHOD_MAX + HTTP_TARGET_MAX + 10 };

void http_reader_start(struct http_reader *reader, size_t body_max)
{
    /* The lines are left as they are: line_count says how many hold something. */
    memset(reader, 0, offsetof(struct http_reader, lines));
    reader->body_max = body_max;
}

static struct http_span span(size_t start, size_t end)
{
    return (struct http_span){(uint16_t)start, (uint16_t)(end - start)};
}

static enum http_method method_of(const char *name, size_t length)
{
    static const struct {
        const char *name;
        enum http_method method;
    } methods[] = {
        {"GET", HTTP_GET},   {"POST", HTTP_POST},       {"PATCH", HTTP_PATCH}, {"DELETE", HTTP_DELETE},
        {"HEAD", HTTP_HEAD}, {"OPTIONS", HTTP_OPTIONS}, {"PUT", HTTP_PUT},
    };
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
        if (strlen(methods[i].name) == length && memcmp(methods[i].name, name, length) == 0)
            return methods[i].method;
    return HTTP_OTHER;
}

static enum http_fault read_version(struct http_reader *reader, const char *version, size_t length)
{
    if (length != 8 || memcmp(version, "HTTP/", 5) != 0 || !http_byte_is(version[5], HTTP_IS_DIGIT) ||
        version[6] != '.' || !http_byte_is(version[7], HTTP_IS_DIGIT))
        return HTTP_FAULT_VERSION_MALFORMED;
    if (version[5] != '1' || version[7] > '1')
        return HTTP_FAULT_VERSION_UNSUPPORTED;
    reader->is_version_1_0 = version[7] == '0';
    return HTTP_FAULT_NONE;
}

static enum http_fault read_request_line(struct http_reader *reader, const char *bytes, size_t start, size_t end)
{
    const char *method_end = memchr(bytes + start, ' ', end - start);
    if (!method_end)
        return HTTP_FAULT_REQUEST_LINE_MALFORMED;
    size_t target = (size_t)(method_end - bytes) + 1;
    const char *target_stop = memchr(bytes + target, ' ', end - target);
    if (!target_stop)
        return HTTP_FAULT_REQUEST_LINE_MALFORMED;
    size_t target_end = (size_t)(target_stop - bytes);

    reader->method_name = span(start, target - 1);
    if (reader->method_name.length == 0)
        return HTTP_FAULT_METHOD_MALFORMED;
    for (size_t i = start; i < target - 1; i++)
        if (!http_byte_is(bytes[i], HTTP_IS_TOKEN))
            return HTTP_FAULT_METHOD_MALFORMED;
    if (reader->method_name.length > HTTP_METHOD_MAX)
        return HTTP_FAULT_METHOD_TOO_LONG;
    reader->method = (uint8_t)method_of(bytes + start, reader->method_name.length);

    enum http_fault fault = read_version(reader, bytes + target_end + 1, end - target_end - 1);
    if (fault != HTTP_FAULT_NONE)
        return fault;
    if (target_end - target > HTTP_TARGET_MAX)
        return HTTP_FAULT_TARGET_TOO_LONG;
    reader->target = span(target, target_end);
    char decoded[HTTP_TARGET_MAX + 2] HTTP_UNINITIALISED;
    size_t query;
    return http_target_decode(bytes + target, target_end - target, decoded, &query);
}

static enum http_fault read_content_length(struct http_reader *reader, const char *value, size_t length)
{
    if (++reader->length_count > 1)
        return HTTP_FAULT_LENGTH_REPEATED;
    if (length == 0)
        return HTTP_FAULT_LENGTH_MALFORMED;
    size_t number = 0;
    bool is_huge = false;
    for (size_t i = 0; i < length; i++) {
        if (!http_byte_is(value[i], HTTP_IS_DIGIT))
            return HTTP_FAULT_LENGTH_MALFORMED;
        is_huge |= __builtin_mul_overflow(number, (size_t)10, &number);
        is_huge |= __builtin_add_overflow(number, (size_t)(value[i] - '0'), &number);
    }
    reader->content_length = is_huge ? SIZE_MAX : number;
    return HTTP_FAULT_NONE;
}

static void read_connection(struct http_reader *reader, const char *value, size_t length)
{
    size_t start = 0;
    while (start < length) {
        const char *comma = memchr(value + start, ',', length - start);
        size_t next = comma ? (size_t)(comma - value) : length;
        size_t end = next;
        while (start < end && (value[start] == ' ' || value[start] == '\t'))
            start++;
        while (end > start && (value[end - 1] == ' ' || value[end - 1] == '\t'))
            end--;
        reader->wants_close |= http_text_is(value + start, end - start, "close");
        reader->wants_keep_alive |= http_text_is(value + start, end - start, "keep-alive");
        start = next + 1;
    }
}

/* The headers that decide where the request ends and what becomes of the connection. */
static enum http_fault read_known_header(struct http_reader *reader, const char *name, size_t name_length,
                                         const char *value, size_t length)
{
    if (http_text_is(name, name_length, "host")) {
        if (reader->host_count++ > 0)
            return HTTP_FAULT_HOST_REPEATED;
        return http_host_is_valid(value, length) ? HTTP_FAULT_NONE : HTTP_FAULT_HOST_MALFORMED;
    }
    if (http_text_is(name, name_length, "content-length"))
        return read_content_length(reader, value, length);
    if (http_text_is(name, name_length, "transfer-encoding"))
        reader->has_transfer_encoding = true;
    else if (http_text_is(name, name_length, "connection"))
        read_connection(reader, value, length);
    else if (http_text_is(name, name_length, "expect")) {
        if (!http_text_is(value, length, "100-continue"))
            return HTTP_FAULT_EXPECTATION_FAILED;
        reader->expects_continue = true;
    }
    return HTTP_FAULT_NONE;
}

static enum http_fault read_header_line(struct http_reader *reader, const char *bytes, size_t start, size_t end)
{
    if (bytes[start] == ' ' || bytes[start] == '\t')
        return HTTP_FAULT_HEADER_FOLDED;
    if (reader->line_count == HTTP_HEADERS_MAX)
        return HTTP_FAULT_TOO_MANY_HEADERS;
    size_t colon = start;
    while (colon < end && http_byte_is(bytes[colon], HTTP_IS_TOKEN))
        colon++;
    if (colon == start || colon == end || bytes[colon] != ':')
        return HTTP_FAULT_HEADER_MALFORMED;
    size_t value = colon + 1;
    while (value < end && (bytes[value] == ' ' || bytes[value] == '\t'))
        value++;
    while (end > value && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t'))
        end--;
    reader->lines[reader->line_count++] = (struct http_line){span(start, colon), span(value, end)};
    return read_known_header(reader, bytes + start, colon - start, bytes + value, end - value);
}

/* The empty line: now the head can be judged as a whole. */
static enum http_fault read_end_of_head(struct http_reader *reader)
{
    bool needs_length = reader->method == HTTP_POST || reader->method == HTTP_PUT || reader->method == HTTP_PATCH;
    bool refuses_body = reader->method == HTTP_GET || reader->method == HTTP_HEAD;
    if (reader->host_count == 0)
        return HTTP_FAULT_HOST_MISSING;
    if (reader->has_transfer_encoding)
        return reader->length_count ? HTTP_FAULT_LENGTH_AMBIGUOUS : HTTP_FAULT_ENCODING_REFUSED;
    if (needs_length && reader->length_count == 0)
        return HTTP_FAULT_LENGTH_REQUIRED;
    if (refuses_body && reader->content_length > 0)
        return HTTP_FAULT_BODY_NOT_ALLOWED;
    if (reader->content_length > reader->body_max)
        return HTTP_FAULT_BODY_TOO_LARGE;
    reader->message_length = reader->head_length + reader->content_length;
    return HTTP_FAULT_NONE;
}

static enum http_fault read_line(struct http_reader *reader, const char *bytes, size_t start, size_t end)
{
    if (reader->in_headers) {
        if (start < end)
            return read_header_line(reader, bytes, start, end);
        reader->head_length = (uint16_t)(end + 2);
        return read_end_of_head(reader);
    }
    if (start == end) /* one empty line before the request is a leftover of the request before */
        return start == 0 ? HTTP_FAULT_NONE : HTTP_FAULT_REQUEST_LINE_MALFORMED;
    reader->in_headers = true;
    return read_request_line(reader, bytes, start, end);
}

/* The first byte that cannot stand in a line. A carriage return is none yet while it is the last byte. */
static enum http_fault fault_of_byte(char byte)
{
    if (byte == '\n')
        return HTTP_FAULT_BARE_LINE_FEED;
    return byte == '\r' ? HTTP_FAULT_BARE_CARRIAGE_RETURN : HTTP_FAULT_CONTROL_CHARACTER;
}

static enum http_fault read_head(struct http_reader *reader, const char *bytes, size_t length)
{
    while (reader->head_length == 0) {
        size_t line_max = reader->in_headers ? HTTP_HEAD_MAX : reader->line_start + (size_t)REQUEST_LINE_MAX + 2;
        size_t limit = length < line_max ? length : line_max;
        size_t at = reader->scanned;
        while (at < limit && http_byte_is(bytes[at], HTTP_IS_LINE))
            at++;
        reader->scanned = (uint16_t)at;
        if (at + 1 >= line_max) /* no room for the line's own end */
            return reader->in_headers ? HTTP_FAULT_HEAD_TOO_LARGE : HTTP_FAULT_TARGET_TOO_LONG;
        if (at == limit || (bytes[at] == '\r' && at + 1 == length))
            return HTTP_FAULT_NONE;
        if (bytes[at] != '\r' || bytes[at + 1] != '\n')
            return fault_of_byte(bytes[at]);
        enum http_fault fault = read_line(reader, bytes, reader->line_start, at);
        if (fault != HTTP_FAULT_NONE)
            return fault;
        reader->scanned = reader->line_start = (uint16_t)(at + 2);
    }
    return HTTP_FAULT_NONE;
}

enum http_progress http_reader_read(struct http_reader *reader, const char *bytes, size_t length)
{
    if (reader->fault == HTTP_FAULT_NONE)
        reader->fault = (uint8_t)read_head(reader, bytes, length);
    if (reader->fault != HTTP_FAULT_NONE)
        return HTTP_REFUSED;
    if (reader->head_length == 0)
        return HTTP_MORE_HEAD;
    return length >= reader->message_length ? HTTP_WHOLE : HTTP_MORE_BODY;
}

bool http_reader_keeps_alive(const struct http_reader *reader)
{
    return !reader->wants_close && (!reader->is_version_1_0 || reader->wants_keep_alive);
}
