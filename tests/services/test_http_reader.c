/*
 * The request reader by table: each case is read whole, byte by byte and cut in two at every place, and the verdict
 * must be the same. Every piece is handed over in memory of exactly its length, so that a sanitizer sees a byte too
 * far.
 */
#include "services/http_reader.h"
#include "services/http_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { BODY_MAX = 1000 };

struct verdict {
    enum http_progress progress;
    struct http_reader reader;
};

static char *exact_copy(const char *bytes, size_t length)
{
    char *copy = malloc(length ? length : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    return copy;
}

/* Reads the first `cuts[0]` bytes, then `cuts[1]` and so on, up to the first verdict that is final. */
static struct verdict read_in_pieces(const char *bytes, const size_t *cuts, size_t count)
{
    struct verdict verdict;
    memset(&verdict, 0, sizeof verdict);
    http_reader_start(&verdict.reader, BODY_MAX);
    for (size_t i = 0; i < count; i++) {
        char *piece = exact_copy(bytes, cuts[i]);
        verdict.progress = http_reader_read(&verdict.reader, piece, cuts[i]);
        free(piece);
        if (verdict.progress == HTTP_REFUSED)
            break;
    }
    return verdict;
}

static bool spans_equal(struct http_span left, struct http_span right)
{
    return left.start == right.start && left.length == right.length;
}

static bool verdicts_equal(const struct verdict *left, const struct verdict *right)
{
    const struct http_reader *l = &left->reader, *r = &right->reader;
    if (left->progress != right->progress || l->fault != r->fault)
        return false;
    if (left->progress == HTTP_REFUSED)
        return true;
    if (l->message_length != r->message_length || l->content_length != r->content_length ||
        l->line_count != r->line_count || !spans_equal(l->target, r->target) || l->method != r->method ||
        l->expects_continue != r->expects_continue || http_reader_keeps_alive(l) != http_reader_keeps_alive(r))
        return false;
    for (size_t i = 0; i < l->line_count; i++)
        if (!spans_equal(l->lines[i].name, r->lines[i].name) || !spans_equal(l->lines[i].value, r->lines[i].value))
            return false;
    return true;
}

static struct verdict read_every_way(const char *bytes, size_t length)
{
    struct verdict whole = read_in_pieces(bytes, &length, 1);
    size_t *each = malloc((length + 1) * sizeof *each);
    assert_non_null(each);
    for (size_t i = 0; i < length; i++)
        each[i] = i + 1;
    struct verdict pieces = read_in_pieces(bytes, each, length);
    free(each);
    if (length > 0 && !verdicts_equal(&whole, &pieces))
        fail_msg("byte by byte: progress %d fault %d, whole: progress %d fault %d: %.60s", pieces.progress,
                 pieces.reader.fault, whole.progress, whole.reader.fault, bytes);
    for (size_t cut = 0; cut <= length; cut += length > 2000 ? 37 : 1) {
        struct verdict halves = read_in_pieces(bytes, (size_t[]){cut, length}, 2);
        if (!verdicts_equal(&whole, &halves))
            fail_msg("cut at %zu: progress %d fault %d, whole: progress %d fault %d: %.60s", cut, halves.progress,
                     halves.reader.fault, whole.progress, whole.reader.fault, bytes);
    }
    return whole;
}

#define HOST "Host: a.example\r\n"

static const struct {
    const char *bytes;
    enum http_fault fault;
} refused[] = {
    {"GET /\r\n", HTTP_FAULT_REQUEST_LINE_MALFORMED},
    {"GET\r\n", HTTP_FAULT_REQUEST_LINE_MALFORMED},
    {"\r\n\r\nGET / HTTP/1.1\r\n", HTTP_FAULT_REQUEST_LINE_MALFORMED},
    {" GET / HTTP/1.1\r\n", HTTP_FAULT_METHOD_MALFORMED},
    {"G(T / HTTP/1.1\r\n", HTTP_FAULT_METHOD_MALFORMED},
    {"G\xc3\x84T / HTTP/1.1\r\n", HTTP_FAULT_METHOD_MALFORMED},
    {"ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG / HTTP/1.1\r\n", HTTP_FAULT_METHOD_TOO_LONG},
    {"GET / HTTP/1.1 \r\n", HTTP_FAULT_VERSION_MALFORMED},
    {"GET  / HTTP/1.1\r\n", HTTP_FAULT_VERSION_MALFORMED},
    {"GET /a b HTTP/1.1\r\n", HTTP_FAULT_VERSION_MALFORMED},
    {"GET / http/1.1\r\n", HTTP_FAULT_VERSION_MALFORMED},
    {"GET / HTTP/1.10\r\n", HTTP_FAULT_VERSION_MALFORMED},
    {"GET / HTTP/11\r\n", HTTP_FAULT_VERSION_MALFORMED},
    {"GET / HTTP/x.1\r\n", HTTP_FAULT_VERSION_MALFORMED},
    {"GET / HTTP/1.2\r\n", HTTP_FAULT_VERSION_UNSUPPORTED},
    {"GET / HTTP/0.9\r\n", HTTP_FAULT_VERSION_UNSUPPORTED},
    {"PRI * HTTP/2.0\r\n", HTTP_FAULT_VERSION_UNSUPPORTED},
    {"GET a HTTP/1.1\r\n", HTTP_FAULT_TARGET_MALFORMED},
    {"GET * HTTP/1.1\r\n", HTTP_FAULT_TARGET_MALFORMED},
    {"GET http://a.example/ HTTP/1.1\r\n", HTTP_FAULT_TARGET_MALFORMED},
    {"CONNECT a.example:443 HTTP/1.1\r\n", HTTP_FAULT_TARGET_MALFORMED},
    {"GET ?a HTTP/1.1\r\n", HTTP_FAULT_TARGET_MALFORMED},
    {"GET /a#b HTTP/1.1\r\n", HTTP_FAULT_TARGET_CHARACTER},
    {"GET /a\"b HTTP/1.1\r\n", HTTP_FAULT_TARGET_CHARACTER},
    {"GET /a\\b HTTP/1.1\r\n", HTTP_FAULT_TARGET_CHARACTER},
    {"GET /?a=<b> HTTP/1.1\r\n", HTTP_FAULT_TARGET_CHARACTER},
    {"GET /\xc3\xa4 HTTP/1.1\r\n", HTTP_FAULT_TARGET_CHARACTER},
    {"GET /% HTTP/1.1\r\n", HTTP_FAULT_PERCENT_MALFORMED},
    {"GET /%4 HTTP/1.1\r\n", HTTP_FAULT_PERCENT_MALFORMED},
    {"GET /%4g HTTP/1.1\r\n", HTTP_FAULT_PERCENT_MALFORMED},
    {"GET /?a=%zz HTTP/1.1\r\n", HTTP_FAULT_PERCENT_MALFORMED},
    {"GET /a%00 HTTP/1.1\r\n", HTTP_FAULT_PERCENT_FORBIDDEN},
    {"GET /?a=%00 HTTP/1.1\r\n", HTTP_FAULT_PERCENT_FORBIDDEN},
    {"GET /?a=%0d%0a HTTP/1.1\r\n", HTTP_FAULT_PERCENT_FORBIDDEN},
    {"GET /a%2fb HTTP/1.1\r\n", HTTP_FAULT_PERCENT_FORBIDDEN},
    {"GET /a%5Cb HTTP/1.1\r\n", HTTP_FAULT_PERCENT_FORBIDDEN},
    {"GET /a%7f HTTP/1.1\r\n", HTTP_FAULT_PERCENT_FORBIDDEN},
    {"GET //a HTTP/1.1\r\n", HTTP_FAULT_PATH_SEGMENT},
    {"GET /a//b HTTP/1.1\r\n", HTTP_FAULT_PATH_SEGMENT},
    {"GET /a// HTTP/1.1\r\n", HTTP_FAULT_PATH_SEGMENT},
    {"GET /. HTTP/1.1\r\n", HTTP_FAULT_PATH_SEGMENT},
    {"GET /a/../b HTTP/1.1\r\n", HTTP_FAULT_PATH_SEGMENT},
    {"GET /a/%2e%2E/b HTTP/1.1\r\n", HTTP_FAULT_PATH_SEGMENT},
    {"GET /a/.%2e HTTP/1.1\r\n", HTTP_FAULT_PATH_SEGMENT},
    {"GET /%c3 HTTP/1.1\r\n", HTTP_FAULT_TARGET_NOT_UTF8},
    {"GET /%ed%a0%80 HTTP/1.1\r\n", HTTP_FAULT_TARGET_NOT_UTF8},
    {"GET /%c0%ae%c0%ae HTTP/1.1\r\n", HTTP_FAULT_TARGET_NOT_UTF8},
    {"GET /?a=%ff HTTP/1.1\r\n", HTTP_FAULT_TARGET_NOT_UTF8},
    {"GET /?a=%c3&b=%a4 HTTP/1.1\r\n", HTTP_FAULT_TARGET_NOT_UTF8},
    {"GET / HTTP/1.1\n", HTTP_FAULT_BARE_LINE_FEED},
    {"GET / HTTP/1.1\r\nHost: a\n\r\n", HTTP_FAULT_BARE_LINE_FEED},
    {"GET / HTTP/1.1\r\n" HOST "A: b\rc\r\n\r\n", HTTP_FAULT_BARE_CARRIAGE_RETURN},
    {"GET / HTTP/1.1\r\n" HOST "A: b\r\r\n\r\n", HTTP_FAULT_BARE_CARRIAGE_RETURN},
    {"GET / HTTP/1.1\r\n" HOST "A: b\vc\r\n\r\n", HTTP_FAULT_CONTROL_CHARACTER},
    {"GET / HTTP/1.1\r\n" HOST "A: b\x7f\r\n\r\n", HTTP_FAULT_CONTROL_CHARACTER},
    {"GET / HTTP/1.1\r\n" HOST "A : b\r\n\r\n", HTTP_FAULT_HEADER_MALFORMED},
    {"GET / HTTP/1.1\r\n" HOST ": b\r\n\r\n", HTTP_FAULT_HEADER_MALFORMED},
    {"GET / HTTP/1.1\r\n" HOST "Ab\r\n\r\n", HTTP_FAULT_HEADER_MALFORMED},
    {"GET / HTTP/1.1\r\n" HOST "A\xc3\xa4: b\r\n\r\n", HTTP_FAULT_HEADER_MALFORMED},
    {"GET / HTTP/1.1\r\n" HOST "A: b\r\n c\r\n\r\n", HTTP_FAULT_HEADER_FOLDED},
    {"GET / HTTP/1.1\r\n\tA: b\r\n" HOST "\r\n", HTTP_FAULT_HEADER_FOLDED},
    {"GET / HTTP/1.1\r\n\r\n", HTTP_FAULT_HOST_MISSING},
    {"GET / HTTP/1.0\r\n\r\n", HTTP_FAULT_HOST_MISSING},
    {"GET / HTTP/1.1\r\n" HOST HOST "\r\n", HTTP_FAULT_HOST_REPEATED},
    {"GET / HTTP/1.1\r\nHost:\r\n\r\n", HTTP_FAULT_HOST_MALFORMED},
    {"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", HTTP_FAULT_HOST_MALFORMED},
    {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", HTTP_FAULT_HOST_MALFORMED},
    {"GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", HTTP_FAULT_HOST_MALFORMED},
    {"GET / HTTP/1.1\r\nHost: a:\r\n\r\n", HTTP_FAULT_HOST_MALFORMED},
    {"GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", HTTP_FAULT_HOST_MALFORMED},
    {"GET / HTTP/1.1\r\nHost: a:8x\r\n\r\n", HTTP_FAULT_HOST_MALFORMED},
    {"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", HTTP_FAULT_HOST_MALFORMED},
    {"GET / HTTP/1.1\r\nHost: [::g]\r\n\r\n", HTTP_FAULT_HOST_MALFORMED},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: +2\r\n\r\nab", HTTP_FAULT_LENGTH_MALFORMED},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: -2\r\n\r\nab", HTTP_FAULT_LENGTH_MALFORMED},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 0x2\r\n\r\nab", HTTP_FAULT_LENGTH_MALFORMED},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 2, 2\r\n\r\nab", HTTP_FAULT_LENGTH_MALFORMED},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 2 2\r\n\r\nab", HTTP_FAULT_LENGTH_MALFORMED},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n", HTTP_FAULT_LENGTH_MALFORMED},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 2\r\nContent-Length: 2\r\n\r\nab", HTTP_FAULT_LENGTH_REPEATED},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 2\r\ncontent-LENGTH: 3\r\n\r\nab", HTTP_FAULT_LENGTH_REPEATED},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", HTTP_FAULT_LENGTH_AMBIGUOUS},
    {"POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", HTTP_FAULT_ENCODING_REFUSED},
    {"GET / HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\n", HTTP_FAULT_ENCODING_REFUSED},
    {"POST / HTTP/1.1\r\n" HOST "\r\n", HTTP_FAULT_LENGTH_REQUIRED},
    {"PUT / HTTP/1.1\r\n" HOST "\r\n", HTTP_FAULT_LENGTH_REQUIRED},
    {"PATCH / HTTP/1.0\r\n" HOST "\r\n", HTTP_FAULT_LENGTH_REQUIRED},
    {"GET / HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nab", HTTP_FAULT_BODY_NOT_ALLOWED},
    {"HEAD / HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nab", HTTP_FAULT_BODY_NOT_ALLOWED},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 1001\r\n\r\n", HTTP_FAULT_BODY_TOO_LARGE},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 18446744073709551618\r\n\r\nab", HTTP_FAULT_BODY_TOO_LARGE},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999999999\r\n\r\n", HTTP_FAULT_BODY_TOO_LARGE},
    {"POST / HTTP/1.1\r\n" HOST "Expect: 200-ok\r\nContent-Length: 2\r\n\r\nab", HTTP_FAULT_EXPECTATION_FAILED},
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct verdict verdict = read_every_way(refused[i].bytes, strlen(refused[i].bytes));
        if (verdict.progress != HTTP_REFUSED || verdict.reader.fault != refused[i].fault)
            fail_msg("%s: expected %s, got progress %d, fault %s", refused[i].bytes,
                     http_fault_row(refused[i].fault)->code, verdict.progress,
                     verdict.reader.fault ? http_fault_row(verdict.reader.fault)->code : "none");
    }
}

static const struct {
    const char *bytes;
    enum http_progress progress;
    enum http_method method;
    const char *target;
    size_t left; /* bytes behind the message */
    bool keeps_alive;
} read_well[] = {
    {"", HTTP_MORE_HEAD, HTTP_OTHER, "", 0, true},
    {"GET / HTTP/1.1\r\n" HOST, HTTP_MORE_HEAD, HTTP_GET, "/", 0, true},
    {"GET / HTTP/1.1\r\n" HOST "\r\n", HTTP_WHOLE, HTTP_GET, "/", 0, true},
    {"\r\nGET /a HTTP/1.1\r\n" HOST "\r\n", HTTP_WHOLE, HTTP_GET, "/a", 0, true},
    {"GET /a/ HTTP/1.1\r\n" HOST "\r\nGET", HTTP_WHOLE, HTTP_GET, "/a/", 3, true},
    {"HEAD /a?b=c&d[]={|}^`\\ HTTP/1.1\r\nHost:a:65535\r\n\r\n", HTTP_WHOLE, HTTP_HEAD, "/a?b=c&d[]={|}^`\\", 0, true},
    {"GET /J%C3%BCri%20x/..a/.b?%2F%5C=+%F0%9F%98%80 HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", HTTP_WHOLE, HTTP_GET,
     "/J%C3%BCri%20x/..a/.b?%2F%5C=+%F0%9F%98%80", 0, true},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nab", HTTP_MORE_BODY, HTTP_POST, "/", 0, true},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabcd", HTTP_WHOLE, HTTP_POST, "/", 1, true},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: \t003 \r\n\r\n\0\n\r", HTTP_WHOLE, HTTP_POST, "/", 0, true},
    {"PUT / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", HTTP_WHOLE, HTTP_PUT, "/", 0, true},
    {"DELETE /x HTTP/1.1\r\n" HOST "\r\n", HTTP_WHOLE, HTTP_DELETE, "/x", 0, true},
    {"get / HTTP/1.1\r\n" HOST "\r\n", HTTP_WHOLE, HTTP_OTHER, "/", 0, true},
    {"BREW / HTTP/1.1\r\n" HOST "\r\n", HTTP_WHOLE, HTTP_OTHER, "/", 0, true},
    {"GET / HTTP/1.1\r\n" HOST "Connection: foo , CLOSE\r\n\r\n", HTTP_WHOLE, HTTP_GET, "/", 0, false},
    {"GET / HTTP/1.1\r\n" HOST "Connection: closed\r\n\r\n", HTTP_WHOLE, HTTP_GET, "/", 0, true},
    {"GET / HTTP/1.0\r\n" HOST "\r\n", HTTP_WHOLE, HTTP_GET, "/", 0, false},
    {"GET / HTTP/1.0\r\n" HOST "Connection: Keep-Alive\r\n\r\n", HTTP_WHOLE, HTTP_GET, "/", 0, true},
    {"GET / HTTP/1.1\r\n" HOST "X:\r\nY: \t \r\nZ: a\tb \xc3\xa4\r\n\r\n", HTTP_WHOLE, HTTP_GET, "/", 0, true},
};

static void test_read_well(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof read_well / sizeof read_well[0]; i++) {
        const char *bytes = read_well[i].bytes;
        size_t length = strlen(bytes);
        if (strstr(bytes, "003")) /* the case whose body holds a NUL */
            length += 3;
        struct verdict verdict = read_every_way(bytes, length);
        const struct http_reader *reader = &verdict.reader;
        if (verdict.progress != read_well[i].progress)
            fail_msg("%s: progress %d, expected %d (fault %d)", bytes, verdict.progress, read_well[i].progress,
                     reader->fault);
        assert_int_equal(reader->method, read_well[i].method);
        assert_int_equal(reader->target.length, strlen(read_well[i].target));
        assert_memory_equal(bytes + reader->target.start, read_well[i].target, reader->target.length);
        assert_int_equal(http_reader_keeps_alive(reader), read_well[i].keeps_alive);
        if (verdict.progress == HTTP_WHOLE)
            assert_int_equal(length - reader->message_length, read_well[i].left);
    }
}

/* A request of `headers` headers and a head of `length` bytes in all. */
static char *head_of(size_t headers, size_t length)
{
    char *bytes = malloc(length + 100);
    assert_non_null(bytes);
    size_t at = (size_t)sprintf(bytes, "GET / HTTP/1.1\r\n" HOST);
    for (size_t i = 1; i < headers; i++)
        at += (size_t)sprintf(bytes + at, "A%zu:\r\n", i);
    assert_true(length >= at + 2);
    size_t fill = length - at - 2;
    if (fill > 0) { /* goes into the last header's value */
        at -= 2;
        memset(bytes + at, 'x', fill);
        at += fill;
        memcpy(bytes + at, "\r\n", 2);
        at += 2;
    }
    memcpy(bytes + at, "\r\n", 3);
    return bytes;
}

static void expect_of_size(size_t headers, size_t length, enum http_fault fault)
{
    char *bytes = head_of(headers, length);
    struct verdict verdict = read_every_way(bytes, strlen(bytes));
    if (verdict.reader.fault != fault)
        fail_msg("%zu headers, %zu bytes: fault %d, expected %d", headers, length, verdict.reader.fault, fault);
    free(bytes);
}

static void test_sizes(void **state)
{
    (void)state;
    expect_of_size(100, 1000, HTTP_FAULT_NONE);
    expect_of_size(101, 1000, HTTP_FAULT_TOO_MANY_HEADERS);
    expect_of_size(3, HTTP_HEAD_MAX, HTTP_FAULT_NONE);
    expect_of_size(3, HTTP_HEAD_MAX + 1, HTTP_FAULT_HEAD_TOO_LARGE);
    expect_of_size(3, 30000, HTTP_FAULT_HEAD_TOO_LARGE);

    char line[HTTP_TARGET_MAX + 100];
    for (size_t extra = 0; extra < 2; extra++) {
        memset(line, 'a', sizeof line);
        memcpy(line, "GET /", 5);
        memcpy(line + 4 + HTTP_TARGET_MAX + extra, " HTTP/1.1\r\n" HOST "\r\n", sizeof(" HTTP/1.1\r\n" HOST "\r\n"));
        struct verdict verdict = read_every_way(line, strlen(line));
        assert_int_equal(verdict.progress, extra ? HTTP_REFUSED : HTTP_WHOLE);
        assert_int_equal(verdict.reader.fault, extra ? HTTP_FAULT_TARGET_TOO_LONG : HTTP_FAULT_NONE);
    }
    memset(line, 'a', sizeof line); /* no end in sight */
    struct verdict verdict = read_every_way(line, sizeof line);
    assert_int_equal(verdict.reader.fault, HTTP_FAULT_TARGET_TOO_LONG);
}

static void test_nul_bytes(void **state)
{
    (void)state;
    static const char value[] = "GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", target[] = "GET /a\0 HTTP/1.1\r\n";
    assert_int_equal(read_every_way(value, sizeof value - 1).reader.fault, HTTP_FAULT_CONTROL_CHARACTER);
    assert_int_equal(read_every_way(target, sizeof target - 1).reader.fault, HTTP_FAULT_CONTROL_CHARACTER);
}

static void test_target_is_decoded(void **state)
{
    (void)state;
    static const char target[] = "/J%c3%bcri/?q=a+b%2B%26c&empty&=noname&&last=%3D=";
    char out[sizeof target + 2];
    size_t query;
    assert_int_equal(http_target_decode(target, sizeof target - 1, out, &query), HTTP_FAULT_NONE);
    assert_string_equal(out, "/J\xc3\xbcri/");
    struct http_parameter parameters[8];
    assert_int_equal(http_query_split(out + query, parameters, 8), 4);
    static const struct http_parameter expected[] = {{"q", "a b+&c"}, {"empty", ""}, {"", "noname"}, {"last", "=="}};
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(parameters[i].name, expected[i].name);
        assert_string_equal(parameters[i].value, expected[i].value);
    }
    assert_int_equal(http_target_decode("/a?", 3, out, &query), HTTP_FAULT_NONE);
    assert_int_equal(http_query_split(out + query, parameters, 8), 0);

    char many[2 * HTTP_PARAMETERS_MAX + 10], decoded[sizeof many + 2];
    for (int count = HTTP_PARAMETERS_MAX; count <= HTTP_PARAMETERS_MAX + 1; count++) {
        strcpy(many, "/?a");
        for (int i = 1; i < count; i++)
            strcat(many, "&a");
        assert_int_equal(http_target_decode(many, strlen(many), decoded, &query),
                         count > HTTP_PARAMETERS_MAX ? HTTP_FAULT_TOO_MANY_PARAMETERS : HTTP_FAULT_NONE);
    }
}

static void test_utf8(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_utf8;
    } cases[] = {
        {"", true},
        {"a\x7f", true},
        {"\xc2\x80", true},
        {"\xed\x9f\xbf", true},
        {"\xee\x80\x80", true},
        {"\xf4\x8f\xbf\xbf", true},
        {"\xf0\x90\x80\x80", true},
        {"\x80", false},
        {"\xc1\xbf", false},
        {"\xc2", false},
        {"\xc2\x41", false},
        {"\xe0\x9f\xbf", false},
        {"\xed\xa0\x80", false},
        {"\xe1\x80", false},
        {"\xe1\x80\x41", false},
        {"\xf0\x8f\xbf\xbf", false},
        {"\xf4\x90\x80\x80", false},
        {"\xf5\x80\x80\x80", false},
        {"\xff", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t length = strlen(cases[i].text);
        char *text = exact_copy(cases[i].text, length);
        if (http_is_utf8(text, length) != cases[i].is_utf8)
            fail_msg("case %zu: expected %d", i, cases[i].is_utf8);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),   cmocka_unit_test(test_read_well),         cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_nul_bytes), cmocka_unit_test(test_target_is_decoded), cmocka_unit_test(test_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
