/*
 * Every line of tests/api/malformed.table against a listening server: one answer with the expected status, then the
 * end, and no request handed out. With VAHETUS_PORT=N it asks the server on that port of 127.0.0.1.
 */
#include "tests/services/http_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { CASES_LEAST = 60, WAIT_MS = 5000 };

struct text {
    char *bytes;
    size_t length;
};

static void append(struct text *text, const char *bytes, size_t length)
{
    text->bytes = realloc(text->bytes, text->length + length + 1);
    assert_non_null(text->bytes);
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

static char escaped_byte(const char **at)
{
    char hex[3] = "", kind = *(*at)++;
    switch (kind) {
    case 'r':
        return '\r';
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case '0':
        return '\0';
    case 'x':
        memcpy(hex, *at, 2);
        *at += 2;
        return (char)strtoul(hex, NULL, 16);
    default:
        assert_int_equal(kind, '\\');
        return kind;
    }
}

/* Up to the end, or to the brace that closes a repetition. */
static struct text unescape(const char **at, bool in_braces)
{
    struct text text = {calloc(1, 1), 0};
    while (**at != '\0' && !(in_braces && **at == '}')) {
        char byte = *(*at)++, *end;
        if (byte == '{') {
            unsigned long count = strtoul(*at, &end, 10);
            assert_int_equal(*end, '*');
            *at = end + 1;
            struct text part = unescape(at, true);
            assert_int_equal(*(*at)++, '}');
            while (count-- > 0)
                append(&text, part.bytes, part.length);
            free(part.bytes);
            continue;
        }
        if (byte == '\\')
            byte = escaped_byte(at);
        append(&text, &byte, 1);
    }
    return text;
}

static uint16_t port_asked(const struct fixture *fixture)
{
    const char *given = getenv("VAHETUS_PORT");
    return given ? (uint16_t)strtoul(given, NULL, 10) : fixture_port(fixture);
}

static bool is_expected(int status, const char *list)
{
    char word[12];
    snprintf(word, sizeof word, "%d", status);
    return strstr(list, word) != NULL;
}

/* All that the server says, up to the end: exactly one answer. */
static void check_answer(int fd, const char *name, const char *statuses, const char *how)
{
    static char text[20000];
    int status = 0;
    text[0] = '\0';
    if (!client_read_to_end(fd, WAIT_MS, text, sizeof text))
        fail_msg("%s, %s: the connection is still open after %d ms: %s", name, how, WAIT_MS, text);
    const char *body = strstr(text, "\r\n\r\n"), *length = strstr(text, "\r\nContent-Length: ");
    if (sscanf(text, "HTTP/1.1 %d ", &status) != 1 || !body || !length) {
        fail_msg("%s, %s: not an answer: \"%s\"", name, how, text);
        return;
    }
    if (!is_expected(status, statuses))
        fail_msg("%s, %s: status %d, expected %s", name, how, status, statuses);
    if (strlen(body + 4) != strtoul(length + 18, NULL, 10) || !strstr(text, "\r\nConnection: close\r\n") ||
        !strstr(text, "\r\nContent-Type: application/problem+json\r\n"))
        fail_msg("%s, %s: not one problem document with the end announced: %s", name, how, text);
    const char *label = strstr(body, "\"request_id\":\"");
    if (label == NULL || strspn(label + 14, "0123456789abcdef") != 16)
        fail_msg("%s, %s: no request id: %s", name, how, text);
}

static void check_case(uint16_t port, const char *name, const char *statuses, const struct text *request)
{
    int fd = client_connect_port(port);
    client_send_bytes(fd, request->bytes, request->length);
    check_answer(fd, name, statuses, "whole");
    close(fd);

    size_t step = request->length > 500 ? 97 : 1;
    fd = client_connect_port(port);
    for (size_t at = 0; at < request->length; at += step)
        client_send_bytes(fd, request->bytes + at, step < request->length - at ? step : request->length - at);
    check_answer(fd, name, statuses, "in pieces");
    close(fd);
}

static void test_table(void **state)
{
    struct fixture *fixture = *state;
    const char *folder = getenv("srcdir");
    char path[4096], line[4096];
    unsigned count = 0;
    snprintf(path, sizeof path, "%s/tests/api/malformed.table", folder ? folder : ".");
    FILE *table = fopen(path, "r");
    if (!table) {
        fail_msg("%s cannot be read", path);
        return;
    }
    while (fgets(line, sizeof line, table)) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || line[0] == '\0')
            continue;
        char *statuses = strstr(line, " | "), *bytes = statuses ? strstr(statuses + 3, " | ") : NULL;
        if (!statuses || !bytes) {
            fail_msg("not a line of the table: %s", line);
            break;
        }
        *statuses = *bytes = '\0';
        const char *at = bytes + 3;
        struct text request = unescape(&at, false);
        check_case(port_asked(fixture), line, statuses + 3, &request);
        free(request.bytes);
        count++;
    }
    fclose(table);
    assert_true(count >= CASES_LEAST);
    if (!getenv("VAHETUS_PORT")) {
        assert_int_equal(fixture_counters(fixture).requests, 0);
        assert_int_equal(fixture_counters(fixture).refused, 2 * count);
    }
    print_message("%u malformed requests, each whole and in pieces\n", count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table)};
    return cmocka_run_group_tests(tests, fixture_set_up, fixture_tear_down);
}
