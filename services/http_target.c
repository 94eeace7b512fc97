#include "services/http_text.h"

#include <string.h>

/* Decodes the percent escapes of bytes that are all of `allowed`, or of an escape; `forbidden` may not be encoded. */
static enum http_fault decode(const char *in, size_t length, unsigned allowed, const char *forbidden, char *out,
                              size_t *out_length)
{
    size_t to = 0;
    for (size_t at = 0; at < length; at++) {
        char byte = in[at];
        if (byte == '%') {
            if (length - at < 3 || !http_byte_is(in[at + 1], HTTP_IS_HEX) || !http_byte_is(in[at + 2], HTTP_IS_HEX))
                return HTTP_FAULT_PERCENT_MALFORMED;
            byte = (char)(http_hex_value(in[at + 1]) << 4 | http_hex_value(in[at + 2]));
            if ((unsigned char)byte < 0x20 || byte == 0x7f || strchr(forbidden, byte))
                return HTTP_FAULT_PERCENT_FORBIDDEN;
            at += 2;
        } else if (!http_byte_is(byte, allowed)) {
            return HTTP_FAULT_TARGET_CHARACTER;
        }
        out[to++] = byte;
    }
    out[to] = '\0';
    *out_length = to;
    return HTTP_FAULT_NONE;
}

/* No segment is empty (but for the last one), "." or "..". */
static bool segments_are_plain(const char *path)
{
    for (const char *slash = path; slash && slash[1] != '\0';) {
        const char *segment = slash + 1;
        slash = strchr(segment, '/');
        size_t length = slash ? (size_t)(slash - segment) : strlen(segment);
        if (length == 0 || (length == 1 && segment[0] == '.') || (length == 2 && memcmp(segment, "..", 2) == 0))
            return false;
    }
    return true;
}

static enum http_fault check_query(const char *query, size_t length, char *scratch)
{
    size_t parameters = 1, decoded;
    for (size_t i = 0; i < length; i++)
        parameters += query[i] == '&';
    if (parameters > HTTP_PARAMETERS_MAX)
        return HTTP_FAULT_TOO_MANY_PARAMETERS;
    enum http_fault fault = decode(query, length, HTTP_IS_QUERY, "", scratch, &decoded);
    if (fault == HTTP_FAULT_NONE && !http_is_utf8(scratch, decoded))
        fault = HTTP_FAULT_TARGET_NOT_UTF8;
    return fault;
}

enum http_fault http_target_decode(const char *target, size_t length, char *out, size_t *query)
{
    *query = 0;
    if (length == 0 || target[0] != '/')
        return HTTP_FAULT_TARGET_MALFORMED;
    const char *mark = memchr(target, '?', length);
    size_t path_length = mark ? (size_t)(mark - target) : length, decoded;
    enum http_fault fault = decode(target, path_length, HTTP_IS_PATH, "/\\", out, &decoded);
    if (fault != HTTP_FAULT_NONE)
        return fault;
    if (!segments_are_plain(out))
        return HTTP_FAULT_PATH_SEGMENT;
    if (!http_is_utf8(out, decoded))
        return HTTP_FAULT_TARGET_NOT_UTF8;
    if (!mark)
        return HTTP_FAULT_NONE;
    char *rest = out + decoded + 1;
    size_t rest_length = length - path_length - 1;
    fault = check_query(mark + 1, rest_length, rest);
    memcpy(rest, mark + 1, rest_length);
    rest[rest_length] = '\0';
    *query = decoded + 1;
    return fault;
}

/* Decodes a checked piece in place: a plus is a space here. */
static void decode_in_place(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        if (*from == '%') {
            *to++ = (char)(http_hex_value(from[1]) << 4 | http_hex_value(from[2]));
            from += 2;
        } else {
            *to++ = *from == '+' ? ' ' : *from;
        }
    }
    *to = '\0';
}

size_t http_query_split(char *query, struct http_parameter *parameters, size_t max)
{
    size_t count = 0;
    char *rest = query, *piece;
    while (count < max && (piece = strsep(&rest, "&"))) {
        if (*piece == '\0')
            continue;
        char *value = strchr(piece, '=');
        if (value)
            *value++ = '\0';
        else
            value = piece + strlen(piece);
        decode_in_place(piece);
        decode_in_place(value);
        parameters[count++] = (struct http_parameter){piece, value};
    }
    return count;
}
