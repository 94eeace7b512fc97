/*
 * Event streams, and the graceful end.
 */
#include "tests/services/http_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum { HEARTBEAT_MS = 300 };

static int start(void **state)
{
    struct http_settings settings;
    http_settings_default(&settings);
    settings.heartbeat_ms = HEARTBEAT_MS;
    settings.request_timeout_ms = 600;
    settings.idle_timeout_ms = 400;
    settings.linger_ms = 300;
    settings.drain_timeout_ms = 1500;
    *state = fixture_start(&settings, NULL);
    return 0;
}

static int open_stream(struct fixture *fixture)
{
    int fd = client_connect(fixture);
    struct answer answer = client_ask(fd, GET("/stream"), 200);
    char *type = answer_header(&answer, "content-type"), *length = answer_header(&answer, "content-length");
    assert_string_equal(type, "text/event-stream");
    assert_null(length);
    free(type);
    answer_free(&answer);
    return fd;
}

static void wait_for_streams(struct fixture *fixture, unsigned count)
{
    uint64_t until = clock_ms() + 5000;
    while (fixture_counters(fixture).streams != count && clock_ms() < until)
        usleep(1000);
    assert_int_equal(fixture_counters(fixture).streams, count);
}

static void test_events_arrive(void **state)
{
    int fd = open_stream(*state);
    char text[5000] = "";
    client_read_to_end(fd, 50, text, sizeof text);
    assert_int_equal(strncmp(text, "id: 1\nevent: hello\ndata: one\ndata: two\ndata: \ndata: three\n\n", 59), 0);
    assert_int_equal(fixture_broadcast(*state, "{\"need\":1}"), 1);
    text[0] = '\0';
    client_read_to_end(fd, 50, text, sizeof text);
    assert_non_null(strstr(text, "event: news\ndata: {\"need\":1}\n\n"));

    /* Exempt from the deadlines of requests and idle connections, and alive all the time. */
    text[0] = '\0';
    assert_false(client_read_to_end(fd, 5 * HEARTBEAT_MS, text, sizeof text));
    assert_true(strlen(text) >= 2 * 3 && strlen(text) <= 6 * 3);
    assert_int_equal(strncmp(text, ":\n\n:\n\n", 6), 0);
    fixture_close_streams(*state);
    text[0] = '\0';
    assert_true(client_read_to_end(fd, 3000, text, sizeof text));
    wait_for_streams(*state, 0);
    close(fd);
}

static void test_client_leaves(void **state)
{
    unsigned closed = fixture_seen(*state).streams_closed;
    int first = open_stream(*state), second = open_stream(*state);
    wait_for_streams(*state, 2);
    close(first);
    wait_for_streams(*state, 1);
    assert_int_equal(fixture_seen(*state).streams_closed, closed + 1);
    assert_int_equal(fixture_broadcast(*state, "x"), 1);
    close(second);
    wait_for_streams(*state, 0);
    assert_int_equal(fixture_seen(*state).streams_closed, closed + 2);
    assert_int_equal(fixture_broadcast(*state, "x"), 0);
}

static void test_head_opens_no_stream(void **state)
{
    unsigned closed = fixture_seen(*state).streams_closed;
    int fd = client_connect(*state);
    struct answer answer = client_ask(fd, "HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n", 200);
    answer_free(&answer);
    client_expect_end(fd, 3000);
    assert_int_equal(fixture_seen(*state).streams_closed, closed + 1);
    assert_int_equal(fixture_counters(*state).streams, 0);
}

static void test_client_that_does_not_read_is_cut(void **state)
{
    static char data[100001];
    int fd = open_stream(*state), other = open_stream(*state);
    uint64_t dropped = fixture_counters(*state).dropped_slow, until = clock_ms() + 20000;
    static char text[400000];
    memset(data, 'x', sizeof data - 1);
    while (fixture_counters(*state).dropped_slow == dropped && clock_ms() < until) {
        fixture_broadcast(*state, data);
        text[0] = '\0'; /* the other one reads, and stays */
        while (!strstr(text, "data: xxx") || strcmp(text + strlen(text) - 2, "\n\n") != 0)
            assert_false(client_read_to_end(other, 5, text, sizeof text));
    }
    assert_int_equal(fixture_counters(*state).dropped_slow, dropped + 1);
    assert_int_equal(fixture_counters(*state).streams, 1);
    close(fd);
    close(other);
    wait_for_streams(*state, 0);
}

/* Idle ones and streams are ended, what is under way gets its reply, nobody new is let in; then the server says so. */
static void test_drain(void **state)
{
    struct fixture *fixture = *state;
    int idle = client_connect(fixture), stream = open_stream(fixture), late = client_connect(fixture),
        half = client_connect(fixture);
    struct answer answer = client_ask(idle, GET("/echo"), 200);
    answer_free(&answer);
    client_send(late, GET("/late?ms=300"));
    client_send(half, "GET /echo HTTP/1.1\r\n");
    while (fixture_counters(fixture).pending == 0)
        continue;
    fixture_drain(fixture);
    client_expect_end(idle, 1000);
    char text[1000] = "";
    assert_true(client_read_to_end(stream, 1000, text, sizeof text));
    close(stream);
    answer = client_read(late, false);
    assert_int_equal(answer.status, 200);
    assert_non_null(strstr(answer.head, "\r\nConnection: close\r\n"));
    answer_free(&answer);
    client_expect_end(late, 1000);
    assert_int_equal(fixture_seen(fixture).drained, 0);
    answer = client_ask(half, "Host: a\r\n\r\n", 200);
    answer_free(&answer);
    client_expect_end(half, 1000);
    uint64_t until = clock_ms() + 3000;
    while (fixture_seen(fixture).drained == 0 && clock_ms() < until)
        usleep(1000);
    assert_int_equal(fixture_seen(fixture).drained, 1);
    assert_int_equal(fixture_counters(fixture).connections, 0);
}

/* Whoever never comes to an end is cut off when the time is over. */
static void test_drain_is_bounded(void **state)
{
    struct fixture *fixture = *state;
    int fd = client_connect(fixture);
    client_send(fd, GET("/never"));
    while (fixture_counters(fixture).pending == 0)
        continue;
    uint64_t started = clock_ms();
    fixture_drain(fixture);
    while (fixture_seen(fixture).drained == 0 && clock_ms() - started < 5000)
        usleep(1000);
    assert_int_equal(fixture_seen(fixture).drained, 1);
    assert_true(clock_ms() - started >= 1500);
    assert_int_equal(fixture_seen(fixture).done_gone, 1);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_events_arrive, start, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_client_leaves, start, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_head_opens_no_stream, start, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_client_that_does_not_read_is_cut, start, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_drain, start, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_drain_is_bounded, start, fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
