/*
 * libFuzzer target of the request reader (./configure --enable-fuzz CC=clang).
 *
 * The first byte says where the rest is cut in two; the rest is what a connection sends. Requests are read one after
 * the other, whole and cut, each time from memory of exactly that length. Checked: the verdict does not depend on the
 * cut, every span lies inside the head, a whole request obeys the gate, and what was judged good decodes.
 */
#include "services/http_reader.h"
#include "services/http_text.h"

#include <stdlib.h>
#include <string.h>

enum { BODY_MAX = 200 };

#define CHECK(condition)                                                                                               \
    do                                                                                                                 \
        if (!(condition))                                                                                              \
            abort();                                                                                                   \
    while (0)

static enum http_progress read_exactly(struct http_reader *reader, const char *bytes, size_t length)
{
    char *copy = malloc(length ? length : 1);
    CHECK(copy);
    memcpy(copy, bytes, length);
    enum http_progress progress = http_reader_read(reader, copy, length);
    free(copy);
    return progress;
}

static void check_span(const struct http_reader *reader, struct http_span span)
{
    CHECK((size_t)span.start + span.length <= reader->head_length);
}

static void check_target(const struct http_reader *reader, const char *bytes)
{
    char *out = malloc(reader->target.length + 2);
    size_t query;
    struct http_parameter parameters[HTTP_PARAMETERS_MAX];
    CHECK(out);
    CHECK(http_target_decode(bytes + reader->target.start, reader->target.length, out, &query) == HTTP_FAULT_NONE);
    CHECK(out[0] == '/' && !strstr(out, "//") && !strstr(out, "/../") && !strstr(out, "/./"));
    CHECK(http_is_utf8(out, strlen(out)));
    for (size_t i = 0, count = query ? http_query_split(out + query, parameters, HTTP_PARAMETERS_MAX) : 0; i < count;
         i++)
        CHECK(http_is_utf8(parameters[i].name, strlen(parameters[i].name)) &&
              http_is_utf8(parameters[i].value, strlen(parameters[i].value)));
    free(out);
}

static void check_whole(const struct http_reader *reader, const char *bytes, size_t length)
{
    CHECK(reader->head_length <= HTTP_HEAD_MAX && reader->line_count <= HTTP_HEADERS_MAX);
    CHECK(reader->content_length <= BODY_MAX && reader->message_length <= length);
    CHECK(reader->host_count == 1 && reader->length_count <= 1 && !reader->has_transfer_encoding);
    CHECK(!memchr(bytes, '\0', reader->head_length));
    check_span(reader, reader->target);
    check_span(reader, reader->method_name);
    for (size_t i = 0; i < reader->line_count; i++) {
        check_span(reader, reader->lines[i].name);
        check_span(reader, reader->lines[i].value);
        CHECK(reader->lines[i].name.length > 0);
    }
    check_target(reader, bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    const char *bytes = (const char *)data + 1;
    size_t left = size - 1;
    for (;;) {
        struct http_reader whole, cut;
        size_t first = left * data[0] / 255;
        http_reader_start(&whole, BODY_MAX);
        http_reader_start(&cut, BODY_MAX);
        enum http_progress progress = read_exactly(&whole, bytes, left);
        enum http_progress early = read_exactly(&cut, bytes, first);
        if (early == HTTP_REFUSED) {
            CHECK(progress == HTTP_REFUSED && whole.fault == cut.fault);
            return 0;
        }
        CHECK(read_exactly(&cut, bytes, left) == progress && whole.fault == cut.fault);
        CHECK(whole.message_length == cut.message_length && whole.line_count == cut.line_count);
        if (progress != HTTP_WHOLE)
            return 0;
        check_whole(&whole, bytes, left);
        bytes += whole.message_length;
        left -= whole.message_length;
    }
}
