/*
 * Clients that are slow, silent, gone, greedy or too many. The deadlines are those of the server, only shorter.
 */
#include "tests/services/http_fixture.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    REQUEST_MS = 500,
    IDLE_MS = 900,
    REPLY_MS = 400,
    WRITE_MS = 500,
    SLACK_MS = 1500, /* a busy machine's */
    CONNECTIONS = 40,
};

static int start(void **state)
{
    struct http_settings settings;
    http_settings_default(&settings);
    settings.request_timeout_ms = REQUEST_MS;
    settings.idle_timeout_ms = IDLE_MS;
    settings.reply_timeout_ms = REPLY_MS;
    settings.write_timeout_ms = WRITE_MS;
    settings.linger_ms = 300;
    settings.connections_max = CONNECTIONS;
    *state = fixture_start(&settings, NULL);
    return 0;
}

static void expect_between(uint64_t ms, uint64_t low, uint64_t high)
{
    if (ms < low || ms > high)
        fail_msg("took %lu ms, expected %lu to %lu", (unsigned long)ms, (unsigned long)low, (unsigned long)high);
}

/* Sends `begin` at once and `drip` again and again; expects a 408 after the request's time, whatever is sent. */
static void expect_request_timeout(struct fixture *fixture, const char *begin, const char *drip)
{
    int fd = client_connect(fixture);
    uint64_t started = clock_ms();
    char text[2000] = "";
    client_send(fd, begin);
    while (!client_read_to_end(fd, 50, text, sizeof text)) {
        client_send(fd, drip);
        expect_between(clock_ms() - started, 0, REQUEST_MS + SLACK_MS);
    }
    expect_between(clock_ms() - started, REQUEST_MS, REQUEST_MS + SLACK_MS);
    if (strncmp(text, "HTTP/1.1 408 ", 13) != 0 || !strstr(text, "\"code\":\"request_timeout\""))
        fail_msg("expected one 408, got: %s", text);
    close(fd);
}

static void test_slow_clients(void **state)
{
    expect_request_timeout(*state, "G", "");
    expect_request_timeout(*state, "GET / HTTP/1.1\r\nHost: a\r\n", "A: b\r\n");
    expect_request_timeout(*state, "GET /", "a");
    expect_request_timeout(*state, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n", "x");
}

/* The time runs for each request: a connection may live much longer than one. */
static void test_many_requests_outlive_one_deadline(void **state)
{
    int fd = client_connect(*state);
    for (int i = 0; i < 8; i++) {
        client_send(fd, "GET /echo HTTP/1.1\r\n");
        usleep(REQUEST_MS * 1000 / 4);
        struct answer answer = client_ask(fd, "Host: a\r\n\r\n", 200);
        answer_free(&answer);
    }
    close(fd);
}

static void test_idle_connection_ends(void **state)
{
    uint64_t started = clock_ms();
    int silent = client_connect(*state), used = client_connect(*state);
    client_expect_end(silent, IDLE_MS + SLACK_MS);
    expect_between(clock_ms() - started, IDLE_MS, IDLE_MS + SLACK_MS);
    close(used);

    used = client_connect(*state);
    started = clock_ms();
    struct answer answer = client_ask(used, GET("/echo"), 200);
    answer_free(&answer);
    client_expect_end(used, IDLE_MS + SLACK_MS);
    expect_between(clock_ms() - started, IDLE_MS, IDLE_MS + SLACK_MS);
}

static void test_nobody_replies(void **state)
{
    int fd = client_connect(*state);
    uint64_t started = clock_ms();
    struct fixture_seen before = fixture_seen(*state);
    struct answer answer = client_ask(fd, GET("/never"), 503);
    expect_between(clock_ms() - started, REPLY_MS, REPLY_MS + SLACK_MS);
    assert_non_null(strstr(answer.body, "\"code\":\"reply_timeout\""));
    answer_free(&answer);
    answer = client_ask(fd, GET("/late?ms=600"), 503); /* the reply comes when the request is no more */
    answer_free(&answer);
    uint64_t until = clock_ms() + 5000;
    while (fixture_seen(*state).late_lost == before.late_lost && clock_ms() < until)
        usleep(1000);
    struct fixture_seen seen = fixture_seen(*state);
    assert_int_equal(seen.late_lost - before.late_lost, 1);
    assert_int_equal(seen.done_timed_out - before.done_timed_out, 2);
    answer = client_ask(fd, GET("/echo"), 200);
    answer_free(&answer);
    close(fd);
}

static void test_client_that_does_not_read(void **state)
{
    int fd = client_connect(*state);
    uint64_t dropped = fixture_counters(*state).dropped_slow, started = clock_ms();
    client_send(fd, GET("/big?n=50000000"));
    while (fixture_counters(*state).dropped_slow == dropped && clock_ms() - started < 2 * WRITE_MS + SLACK_MS)
        usleep(1000);
    assert_int_equal(fixture_counters(*state).dropped_slow, dropped + 1);
    expect_between(clock_ms() - started, WRITE_MS, 2 * WRITE_MS + SLACK_MS);
    close(fd);
}

static void test_client_that_reads_slowly(void **state)
{
    static char part[100 * 1000];
    int fd = client_connect(*state);
    uint64_t started = clock_ms();
    size_t length = 0;
    client_send(fd, GET("/big?n=50000000"));
    while (length < 50000000) {
        ssize_t got = recv(fd, part, sizeof part, 0);
        if (got <= 0)
            fail_msg("cut off after %zu bytes and %lu ms", length, (unsigned long)(clock_ms() - started));
        length += (size_t)got;
        if (clock_ms() - started < 4 * WRITE_MS)
            usleep(50000);
    }
    close(fd);
}

/* Beyond the limit: told so, and served again as soon as there is room. */
static void test_too_many_connections(void **state)
{
    int fds[CONNECTIONS];
    uint64_t until = clock_ms() + 5000;
    while (fixture_counters(*state).connections > 0 && clock_ms() < until)
        usleep(1000);
    for (int i = 0; i < CONNECTIONS; i++)
        fds[i] = client_connect(*state);
    for (int i = 0; i < 10; i++) {
        int fd = client_connect(*state);
        client_send(fd, GET("/echo"));
        struct answer answer = client_read(fd, false);
        assert_int_equal(answer.status, 503);
        assert_non_null(strstr(answer.body, "\"code\":\"too_many_connections\""));
        assert_non_null(strstr(answer.head, "\r\nRetry-After: 5\r\n"));
        answer_free(&answer);
        client_expect_end(fd, 3000);
    }
    assert_string_equal(fixture_seen(*state).refused_code, "too_many_connections");
    close(fds[0]);
    while (fixture_counters(*state).connections == CONNECTIONS && clock_ms() < until)
        usleep(1000);
    fds[0] = client_connect(*state);
    for (int i = 0; i < CONNECTIONS; i++) {
        struct answer answer = client_ask(fds[i], GET("/echo"), 200);
        answer_free(&answer);
        close(fds[i]);
    }
}

static double cpu_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* No descriptor is left: each newcomer is refused, and nothing spins or floods. */
static void test_descriptor_limit(void **state)
{
    enum { SERVED = 3, CLIENTS = 15 };
    int fds[CLIENTS];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(fixture_port(*state))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < CLIENTS; i++)
        fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int next = dup(0);
    close(next);
    struct rlimit limit, low;
    getrlimit(RLIMIT_NOFILE, &limit);
    low = (struct rlimit){(rlim_t)next + SERVED, limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);

    unsigned refused_before = fixture_seen(*state).refused;
    double cpu = cpu_seconds();
    uint64_t started = clock_ms();
    for (int i = 0; i < CLIENTS; i++) {
        assert_int_equal(connect(fds[i], (struct sockaddr *)&address, sizeof address), 0);
        struct answer answer = client_ask(fds[i], GET("/echo"), i < SERVED ? 200 : 503);
        answer_free(&answer);
        char rest[100] = "";
        if (i >= SERVED) /* not closed yet: that would make room */
            assert_true(client_read_to_end(fds[i], 3000, rest, sizeof rest));
    }
    usleep(300000);
    cpu = cpu_seconds() - cpu;
    if (cpu > 0.5 * (double)(clock_ms() - started) / 1000)
        fail_msg("%.3f s of CPU in %lu ms: the loop spins", cpu, (unsigned long)(clock_ms() - started));
    assert_true(fixture_seen(*state).refused - refused_before <= 2 * 10);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    int fd = client_connect(*state);
    struct answer answer = client_ask(fd, GET("/echo"), 200);
    answer_free(&answer);
    close(fd);
    for (int i = 0; i < CLIENTS; i++)
        close(fds[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slow_clients),
        cmocka_unit_test(test_many_requests_outlive_one_deadline),
        cmocka_unit_test(test_idle_connection_ends),
        cmocka_unit_test(test_nobody_replies),
        cmocka_unit_test(test_client_that_does_not_read),
        cmocka_unit_test(test_client_that_reads_slowly),
        cmocka_unit_test(test_too_many_connections),
    };
    const struct CMUnitTest alone[] = {
        cmocka_unit_test_setup_teardown(test_descriptor_limit, start,
                                        fixture_tear_down), /* no old descriptor may become free */
    };
    return cmocka_run_group_tests(tests, start, fixture_tear_down) + cmocka_run_group_tests(alone, NULL, NULL);
}
