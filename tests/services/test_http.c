/*
 * The server as a client sees it: requests and replies on real sockets. Connections: test_http_connection.c.
 */
#include "tests/services/http_fixture.h"

#include <event2/event.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct http_settings settings_for_tests(void)
{
    struct http_settings settings;
    http_settings_default(&settings);
    return settings;
}

static int start(void **state)
{
    struct http_settings settings = settings_for_tests();
    *state = fixture_start(&settings, NULL);
    return 0;
}

static void test_request_arrives(void **state)
{
    int fd = client_connect(*state);
    struct answer answer = client_ask(fd,
                                      "POST /echo?q=J%C3%BCri+x&r HTTP/1.1\r\nHost: a\r\nX-TEST:  some value \r\n"
                                      "Cookie: a=1; session=s3cret; b=2\r\nContent-Length: 5\r\n\r\nhello",
                                      200);
    answer_expect_line(&answer, "method POST\npath /echo\naddress 127.0.0.1\ncookie s3cret\n");
    answer_expect_line(&answer, "parameter q=J\xc3\xbcri x\nparameter r=\n");
    answer_expect_line(&answer, "x-test some value\nbody 5\nhello");
    answer_expect(&answer, "Cache-Control", "no-store");
    answer_expect(&answer, "X-Content-Type-Options", "nosniff");
    answer_expect(&answer, "Connection", NULL);
    answer_free(&answer);
    close(fd);
}

static void test_head(void **state)
{
    int fd = client_connect(*state);
    struct answer answer = client_ask(fd, "HEAD /big?n=3000 HTTP/1.1\r\nHost: a\r\n\r\n", 200);
    answer_expect(&answer, "Content-Length", "3000");
    answer_free(&answer);
    answer = client_ask(fd, GET("/echo"), 200); /* a body of the first reply would stand before this one */
    answer_free(&answer);
    answer = client_ask(fd, "HEAD /nowhere HTTP/1.1\r\nHost: a\r\n\r\n", 404);
    answer_free(&answer);
    answer = client_ask(fd, "HEAD /../ HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    answer_free(&answer);
    client_expect_end(fd, 5000);
}

static void test_etag(void **state)
{
    static const struct {
        const char *tags;
        int status;
    } cases[] = {
        {"\"one\"", 304}, {"W/\"one\"", 304}, {"\"two\" , \"one\"", 304},
        {"*", 304},       {"\"two\"", 200},   {"\"two\", \"three\"", 200},
        {"one", 200},     {"", 200},
    };
    int fd = client_connect(*state);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char request[200];
        snprintf(request, sizeof request, "GET /tag HTTP/1.1\r\nHost: a\r\nIf-None-Match: %s\r\n\r\n", cases[i].tags);
        struct answer answer = client_ask(fd, request, cases[i].status);
        answer_expect(&answer, "ETag", "\"one\"");
        answer_expect(&answer, "Content-Length", cases[i].status == 304 ? NULL : "1");
        answer_free(&answer);
    }
    struct answer answer =
        client_ask(fd, "POST /tag HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nIf-None-Match: *\r\n\r\n", 200);
    answer_free(&answer);
    close(fd);
}

static void test_expect_continue(void **state)
{
    int fd = client_connect(*state);
    client_send(fd, "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n");
    struct answer answer = client_read(fd, true);
    assert_int_equal(answer.status, 100);
    answer_free(&answer);
    answer = client_ask(fd, "body", 200);
    answer_expect_line(&answer, "body 4\nbody");
    answer_free(&answer);

    /* No interim reply where the body is already there, and a large one is refused before it is sent. */
    answer =
        client_ask(fd, "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody", 200);
    answer_free(&answer);
    answer = client_ask(
        fd, "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 999999999\r\n\r\n", 413);
    answer_free(&answer);
    client_expect_end(fd, 5000);
}

static void test_large_body(void **state)
{
    enum { LENGTH = 64 * 1024 };
    static char request[LENGTH + 200];
    int fd = client_connect(*state);
    int at = sprintf(request, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n", LENGTH);
    for (int i = 0; i < LENGTH; i++)
        request[at + i] = (char)('a' + i % 26);
    struct answer answer = client_ask(fd, request, 200);
    answer_expect_line(&answer, "body 65536\n");
    answer_expect_line(&answer, request + at);
    answer_free(&answer);
    answer = client_ask(fd, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", 413);
    answer_free(&answer);
    client_expect_end(fd, 5000);
}

static void test_reply_that_would_smuggle(void **state)
{
    int fd = client_connect(*state);
    struct answer answer = client_ask(fd, GET("/bad"), 500);
    assert_null(strstr(answer.head, "Set-Cookie"));
    answer_free(&answer);
    close(fd);
}

static void test_forwarded_address(void **state)
{
    static const struct {
        const char *headers;
        const char *trusting, *plain;
    } cases[] = {
        {"X-Forwarded-For: 192.0.2.1, 198.51.100.7\r\n", "address 198.51.100.7\n", "address 127.0.0.1\n"},
        {"X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 2001:db8::1\r\n", "address 2001:db8::1\n",
         "address 127.0.0.1\n"},
        {"X-Forwarded-For: somebody\r\n", "address 127.0.0.1\n", "address 127.0.0.1\n"},
        {"", "address 127.0.0.1\n", "address 127.0.0.1\n"},
    };
    struct http_settings settings = settings_for_tests();
    settings.trust_forwarded = true;
    struct fixture *trusting = fixture_start(&settings, NULL);
    for (size_t i = 0; i < 2 * sizeof cases / sizeof cases[0]; i++) {
        char request[300];
        int fd = client_connect(i % 2 ? trusting : *state);
        snprintf(request, sizeof request, "GET /echo HTTP/1.1\r\nHost: a\r\n%s\r\n", cases[i / 2].headers);
        struct answer answer = client_ask(fd, request, 200);
        answer_expect_line(&answer, i % 2 ? cases[i / 2].trusting : cases[i / 2].plain);
        answer_free(&answer);
        close(fd);
    }
    fixture_stop(trusting);
}

static void test_cookies(void **state)
{
    static const struct {
        const char *headers, *line;
    } cases[] = {
        {"Cookie: session=a\r\n", "cookie a\n"},
        {"Cookie: session=a; session=b\r\n", "cookie -\n"},
        {"Cookie: session=a\r\nCookie: session=b\r\n", "cookie -\n"},
        {"Cookie: xsession=a; session2=b;session=c=d ; e\r\n", "cookie c=d\n"},
        {"Cookie: session\r\n", "cookie -\n"},
        {"Cookie: session=\r\n", "cookie \n"},
    };
    int fd = client_connect(*state);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char request[300];
        snprintf(request, sizeof request, "GET /echo HTTP/1.1\r\nHost: a\r\n%s\r\n", cases[i].headers);
        struct answer answer = client_ask(fd, request, 200);
        answer_expect_line(&answer, cases[i].line);
        answer_free(&answer);
    }
    close(fd);
}

static void test_address_in_use(void **state)
{
    struct error error = {0};
    struct http_settings settings = settings_for_tests();
    settings.port = fixture_port(*state);
    struct event_base *base = http_event_base_new();
    const struct http_handler handler = {0};
    assert_null(http_server_new(base, &settings, &handler, &error));
    assert_string_equal(error.code, "address_in_use");
    assert_non_null(strstr(error.detail, "is in use by another program"));
    settings.address = "localhost";
    error = (struct error){0};
    assert_null(http_server_new(base, &settings, &handler, &error));
    assert_string_equal(error.code, "address_malformed");
    event_base_free(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request_arrives),
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_etag),
        cmocka_unit_test(test_expect_continue),
        cmocka_unit_test(test_large_body),
        cmocka_unit_test(test_reply_that_would_smuggle),
        cmocka_unit_test(test_forwarded_address),
        cmocka_unit_test(test_cookies),
        cmocka_unit_test(test_address_in_use),
    };
    return cmocka_run_group_tests(tests, start, fixture_tear_down);
}
