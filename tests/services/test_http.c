/*
 * The server as a client sees it: requests and replies on real sockets.
 */
#include "tests/services/http_fixture.h"

#include <event2/event.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define GET(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"

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

static int stop(void **state)
{
    fixture_stop(*state);
    return 0;
}

static void expect_line(const struct answer *answer, const char *line)
{
    if (!strstr(answer->body, line))
        fail_msg("\"%s\" is not in:\n%s", line, answer->body);
}

static void test_request_arrives(void **state)
{
    int fd = client_connect(*state);
    struct answer answer = client_ask(fd,
                                      "POST /echo?q=J%C3%BCri+x&r HTTP/1.1\r\nHost: a\r\nX-TEST:  some value \r\n"
                                      "Cookie: a=1; session=s3cret; b=2\r\nContent-Length: 5\r\n\r\nhello",
                                      200);
    expect_line(&answer, "method POST\npath /echo\naddress 127.0.0.1\ncookie s3cret\n");
    expect_line(&answer, "parameter q=J\xc3\xbcri x\nparameter r=\n");
    expect_line(&answer, "x-test some value\nbody 5\nhello");
    answer_expect(&answer, "Cache-Control", "no-store");
    answer_expect(&answer, "X-Content-Type-Options", "nosniff");
    answer_expect(&answer, "Connection", NULL);
    answer_free(&answer);
    close(fd);
}

static void test_keep_alive(void **state)
{
    int fd = client_connect(*state);
    for (int i = 0; i < 50; i++) {
        struct answer answer = client_ask(fd, i % 2 ? GET("/echo") : GET("/late"), 200);
        answer_free(&answer);
    }
    assert_int_equal(fixture_counters(*state).connections_idle, 1);
    close(fd);
}

/* More requests than are kept at once, prompt ones and late ones mixed, in one go: the replies come in order. */
static void *send_many(void *argument)
{
    int fd = *(int *)argument;
    char request[100];
    for (int i = 0; i < 3000; i++) {
        snprintf(request, sizeof request, "GET /%s?i=%d HTTP/1.1\r\nHost: a\r\n\r\n", i % 7 ? "echo" : "late", i);
        client_send(fd, request);
    }
    return NULL;
}

static void test_pipelining_keeps_the_order(void **state)
{
    pthread_t thread;
    int fd = client_connect(*state);
    assert_int_equal(pthread_create(&thread, NULL, send_many, &fd), 0);
    for (int i = 0; i < 3000; i++) {
        char line[40];
        struct answer answer = client_read(fd, false);
        snprintf(line, sizeof line, "parameter i=%d\n", i);
        expect_line(&answer, line);
        answer_free(&answer);
    }
    pthread_join(thread, NULL);
    close(fd);
}

/* A client that pipelines requests for much and reads nothing is not worked for beyond a bound. */
static void test_pipelining_is_bounded(void **state)
{
    int fd = client_connect(*state);
    uint64_t before = fixture_counters(*state).requests;
    for (int i = 0; i < 400; i++)
        client_send(fd, GET("/big?n=400000"));
    uint64_t served = fixture_counters(*state).requests - before;
    if (served > 100)
        fail_msg("%lu requests were worked on for a client that does not read", (unsigned long)served);
    for (int i = 0; i < 400; i++) {
        struct answer answer = client_read(fd, false);
        assert_int_equal(answer.length, 400000);
        answer_free(&answer);
    }
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
    expect_line(&answer, "body 4\nbody");
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

static void test_connection_close(void **state)
{
    static const char *const requests[] = {
        "GET /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /echo HTTP/1.0\r\nHost: a\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        int fd = client_connect(*state);
        struct answer answer = client_ask(fd, requests[i], 200);
        answer_expect(&answer, "Connection", "close");
        answer_free(&answer);
        client_expect_end(fd, 5000);
    }
    int fd = client_connect(*state);
    struct answer answer = client_ask(fd, GET("/close") GET("/echo"), 204);
    answer_free(&answer);
    client_expect_end(fd, 5000);
    fd = client_connect(*state);
    answer = client_ask(fd, "GET /echo HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", 200);
    answer_expect(&answer, "Connection", "keep-alive");
    answer_free(&answer);
    answer = client_ask(fd, GET("/echo"), 200);
    answer_free(&answer);
    close(fd);
}

/* The client says that it sends no more, and still gets the replies to all it has asked. */
static void test_half_closed_client(void **state)
{
    int fd = client_connect(*state);
    client_send(fd, GET("/late?ms=50") GET("/late") GET("/echo"));
    shutdown(fd, SHUT_WR);
    for (int i = 0; i < 3; i++) {
        struct answer answer = client_read(fd, false);
        assert_int_equal(answer.status, 200);
        answer_free(&answer);
    }
    client_expect_end(fd, 5000);

    fd = client_connect(*state);
    client_send(fd, "GET /echo HT");
    shutdown(fd, SHUT_WR);
    struct answer answer = client_read(fd, false);
    assert_int_equal(answer.status, 400);
    answer_free(&answer);
    client_expect_end(fd, 5000);
}

static void test_every_cut(void **state)
{
    static const char request[] =
        "POST /echo?a=b HTTP/1.1\r\nHost: a\r\nX-Test: v\r\nContent-Length: 12\r\n\r\nhello, world";
    int fd = client_connect(*state);
    struct answer whole = client_ask(fd, request, 200);
    for (size_t cut = 1; cut < sizeof request - 1; cut++) {
        client_send_bytes(fd, request, cut);
        fixture_counters(*state); /* the server's loop has gone round */
        struct answer answer = client_ask(fd, request + cut, 200);
        assert_string_equal(answer.body, whole.body);
        answer_free(&answer);
    }
    for (size_t i = 0; i < sizeof request - 1; i++)
        client_send_bytes(fd, request + i, 1);
    struct answer answer = client_read(fd, false);
    assert_string_equal(answer.body, whole.body);
    answer_free(&answer);
    answer_free(&whole);
    close(fd);
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
    expect_line(&answer, "body 65536\n");
    expect_line(&answer, request + at);
    answer_free(&answer);
    answer = client_ask(fd, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", 413);
    answer_free(&answer);
    client_expect_end(fd, 5000);
}

/* The client goes on sending what it was going to, and yet reads the refusal: no reset overtakes it. */
static void test_refusal_is_received(void **state)
{
    enum { LENGTH = 8 * 1024 * 1024 };
    int fd = client_connect(*state);
    char *body = calloc(1, LENGTH);
    client_send(fd, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 8388608\r\n\r\n");
    client_send_bytes(fd, body, LENGTH);
    struct answer answer = client_read(fd, false);
    assert_int_equal(answer.status, 413);
    expect_line(&answer, "\"code\":\"body_too_large\"");
    answer_expect(&answer, "Content-Type", "application/problem+json");
    answer_free(&answer);
    client_expect_end(fd, 5000);
    free(body);
}

static void test_client_leaves_before_the_reply(void **state)
{
    struct fixture_seen before = fixture_seen(*state);
    int fd = client_connect(*state);
    client_send(fd, GET("/late?ms=100"));
    while (fixture_counters(*state).pending == 0)
        continue;
    struct linger reset = {.l_onoff = 1};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(fd);
    uint64_t until = clock_ms() + 5000;
    struct fixture_seen seen;
    while ((seen = fixture_seen(*state)).late_lost == before.late_lost && clock_ms() < until)
        usleep(1000);
    assert_int_equal(seen.late_lost, before.late_lost + 1);
    assert_int_equal(seen.done_gone, before.done_gone + 1);
    assert_int_equal(seen.released, seen.done);
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
        expect_line(&answer, i % 2 ? cases[i / 2].trusting : cases[i / 2].plain);
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
        expect_line(&answer, cases[i].line);
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
        cmocka_unit_test(test_keep_alive),
        cmocka_unit_test(test_pipelining_keeps_the_order),
        cmocka_unit_test(test_pipelining_is_bounded),
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_etag),
        cmocka_unit_test(test_expect_continue),
        cmocka_unit_test(test_connection_close),
        cmocka_unit_test(test_half_closed_client),
        cmocka_unit_test(test_every_cut),
        cmocka_unit_test(test_large_body),
        cmocka_unit_test(test_refusal_is_received),
        cmocka_unit_test(test_client_leaves_before_the_reply),
        cmocka_unit_test(test_reply_that_would_smuggle),
        cmocka_unit_test(test_forwarded_address),
        cmocka_unit_test(test_cookies),
        cmocka_unit_test(test_address_in_use),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
