/* Live views on a real HTTP server: who hears of what, who no longer may, and what a client that leaves takes along. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <event2/event.h>

#include "services/stream.h"
#include "tests/services/http_fixture.h"

enum { LONGEST_MS = 10000 };

static struct event_base *base;
static struct http_server *http;
static struct stream *stream;
static struct event *timer;

/* GET /SESSION/ACCOUNT/PERSON/TOPIC,TOPIC: digits of made-up ids, then topics. */
static void on_request(void *context, struct http_request *request)
{
    (void)context;
    struct caller caller = {.signed_in = true};
    char topics[TOPICS_MAX][TOPIC_SIZE], names[400];
    size_t count = 0;
    unsigned session, account, person;
    assert_int_equal(sscanf(http_request_path(request), "/%u/%u/%u/%399s", &session, &account, &person, names), 4);
    caller.session.bytes[0] = (unsigned char)session;
    caller.account.bytes[0] = (unsigned char)account;
    caller.person.bytes[0] = (unsigned char)person;
    for (char *rest = names, *name; (name = strsep(&rest, ",")) != NULL && count < TOPICS_MAX;)
        snprintf(topics[count++], TOPIC_SIZE, "%s", name);
    stream_open(stream, request, &caller, topics, count);
}

static void wake(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor, (void)what, (void)context;
}

static int set_up(void **state)
{
    (void)state;
    struct error error = {0};
    struct http_settings settings;
    const struct timeval tick = {.tv_usec = 5000};
    http_settings_default(&settings);
    settings.port = 0;
    const struct http_handler handler = {.on_request = on_request};
    base = http_event_base_new();
    stream = stream_new();
    http = http_server_new(base, &settings, &handler, &error);
    if (http == NULL || stream == NULL)
        return -1;
    timer = event_new(base, -1, EV_PERSIST, wake, NULL);
    return event_add(timer, &tick);
}

static int tear_down(void **state)
{
    (void)state;
    http_server_free(http);
    assert_int_equal(stream_count(stream), 0);
    stream_free(stream);
    event_free(timer);
    event_base_free(base);
    return 0;
}

struct client {
    int fd;
    char text[20000];
    size_t length;
    bool ended;
};

/* Reads what has come, without waiting. */
static void read_some(struct client *client)
{
    ssize_t length = read(client->fd, client->text + client->length, sizeof client->text - client->length - 1);
    client->ended |= length == 0;
    if (length > 0)
        client->length += (size_t)length;
    client->text[client->length] = '\0';
}

/* Runs the loop until the client has this text (NULL: the end). */
static void until(struct client *client, const char *piece)
{
    uint64_t begun = clock_ms();
    while (piece != NULL ? strstr(client->text, piece) == NULL : !client->ended) {
        if (clock_ms() - begun > LONGEST_MS)
            fail_msg("no %s in: %s", piece == NULL ? "end" : piece, client->text);
        event_base_loop(base, EVLOOP_ONCE);
        read_some(client);
    }
}

static void until_count(size_t count)
{
    for (uint64_t begun = clock_ms(); stream_count(stream) != count; event_base_loop(base, EVLOOP_ONCE))
        if (clock_ms() - begun > LONGEST_MS)
            fail_msg("%zu streams, not %zu", stream_count(stream), count);
}

static struct client open_client(const char *path)
{
    struct client client = {.fd = client_connect_port(http_server_port(http))};
    char request[600];
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", path);
    client_send(client.fd, request);
    fcntl(client.fd, F_SETFL, O_NONBLOCK);
    until(&client, "event: hello\ndata: {}\n\n");
    client.length = 0;
    client.text[0] = '\0';
    return client;
}

static void tell(const char *topic, const char *data)
{
    stream_publish(stream, http, topic, "need", data);
}

static void everybody_hears_of_their_own_topics(void **state)
{
    (void)state;
    struct client kehra = open_client("/1/1/0/centre:kehra,need:5"), loo = open_client("/2/2/0/centre:loo,need:5");
    assert_int_equal(stream_count(stream), 2);
    tell("centre:kehra", "{\"a\":1}");
    tell("centre:loo", "{\"b\":2}");
    tell("need:5", "{\"c\":3}");
    tell("need:55", "{\"nobody\":1}");
    tell("centre:keh", "{\"nobody\":2}");
    until(&kehra, "event: need\ndata: {\"c\":3}\n\n");
    until(&loo, "event: need\ndata: {\"c\":3}\n\n");
    assert_string_equal(kehra.text, "event: need\ndata: {\"a\":1}\n\nevent: need\ndata: {\"c\":3}\n\n");
    assert_string_equal(loo.text, "event: need\ndata: {\"b\":2}\n\nevent: need\ndata: {\"c\":3}\n\n");
    close(kehra.fd);
    close(loo.fd);
    until_count(0);
}

static void a_client_that_leaves_is_forgotten(void **state)
{
    (void)state;
    struct client first = open_client("/1/1/0/me:1"), second = open_client("/1/1/0/me:1"),
                  third = open_client("/1/1/0/me:1");
    close(second.fd);
    until_count(2);
    tell("me:1", "{}");
    until(&first, "data: {}\n\n");
    until(&third, "data: {}\n\n");
    close(first.fd);
    close(third.fd);
    until_count(0);
    tell("me:1", "{}");
}

static void what_ended_hears_no_more(void **state)
{
    (void)state;
    static const struct {
        unsigned char id;
        bool ends[3];
    } cases[] = {{7, {true, false, false}}, {8, {true, true, false}}, {9, {false, false, true}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct client clients[] = {open_client("/7/8/0/centre:kehra"), /* one account, two sessions */
                                   open_client("/6/8/0/centre:kehra"),
                                   open_client("/5/0/9/centre:kehra")}; /* a person */
        struct uuid id = {.bytes = {cases[i].id}};
        size_t left = 3;
        stream_revoke(stream, http, &id);
        tell("centre:kehra", "{\"secret\":1}");
        for (size_t j = 0; j < 3; j++) {
            left -= cases[i].ends[j];
            until(&clients[j], cases[i].ends[j] ? NULL : "secret");
            assert_true(cases[i].ends[j] == (strstr(clients[j].text, "secret") == NULL));
        }
        assert_int_equal(stream_count(stream), left);
        for (size_t j = 0; j < 3; j++)
            close(clients[j].fd);
        until_count(0);
    }
}

/* No id is nobody's: a stream without an account is not ended by it. */
static void nobody_is_not_everybody(void **state)
{
    (void)state;
    const struct uuid none = {{0}};
    struct client client = open_client("/1/0/0/me:1");
    stream_revoke(stream, http, &none);
    tell("me:1", "{}");
    until(&client, "data: {}\n\n");
    close(client.fd);
    until_count(0);
}

/* One that does not read is cut, in the middle of telling all the others. */
static void a_client_that_does_not_read_holds_up_nobody(void **state)
{
    (void)state;
    static char data[60000];
    struct client slow = open_client("/1/1/0/round:1"), quick = open_client("/2/2/0/round:1");
    memset(data, 'x', sizeof data - 1);
    uint64_t begun = clock_ms();
    while (stream_count(stream) == 2) {
        tell("round:1", data);
        for (int i = 0; i < 20; i++) {
            event_base_loop(base, EVLOOP_NONBLOCK);
            quick.length = 0;
            read_some(&quick);
        }
        assert_true(clock_ms() - begun < LONGEST_MS);
    }
    quick.length = 0;
    tell("round:1", "{\"last\":1}");
    for (begun = clock_ms(); strstr(quick.text, "last") == NULL; read_some(&quick)) {
        if (quick.length > sizeof quick.text / 2) {
            memmove(quick.text, quick.text + quick.length - 100, 101);
            quick.length = 100;
        }
        event_base_loop(base, EVLOOP_ONCE);
        assert_true(clock_ms() - begun < LONGEST_MS);
    }
    assert_int_equal(stream_count(stream), 1);
    close(slow.fd);
    close(quick.fd);
    until_count(0);
}

static void a_head_opens_nothing(void **state)
{
    (void)state;
    struct client client = {.fd = client_connect_port(http_server_port(http))};
    client_send(client.fd, "HEAD /1/1/0/me:1 HTTP/1.1\r\nHost: a\r\n\r\n");
    fcntl(client.fd, F_SETFL, O_NONBLOCK);
    until(&client, "\r\n\r\n");
    until_count(0);
    close(client.fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(everybody_hears_of_their_own_topics, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_client_that_leaves_is_forgotten, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_ended_hears_no_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nobody_is_not_everybody, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_client_that_does_not_read_holds_up_nobody, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_head_opens_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
