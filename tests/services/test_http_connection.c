/*
 * Connections as a client sees them, on real sockets: kept, pipelined, cut anywhere, ended by either side.
 */
#include "tests/services/http_fixture.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

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
        answer_expect_line(&answer, line);
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
    answer_expect_line(&answer, "\"code\":\"body_too_large\"");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keep_alive),
        cmocka_unit_test(test_pipelining_keeps_the_order),
        cmocka_unit_test(test_pipelining_is_bounded),
        cmocka_unit_test(test_connection_close),
        cmocka_unit_test(test_half_closed_client),
        cmocka_unit_test(test_every_cut),
        cmocka_unit_test(test_refusal_is_received),
        cmocka_unit_test(test_client_leaves_before_the_reply),
    };
    return cmocka_run_group_tests(tests, fixture_set_up, fixture_tear_down);
}
