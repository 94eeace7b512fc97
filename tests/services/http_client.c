/* The client half of http_fixture.h. */
#include "tests/services/http_fixture.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { SILENCE_MS = 10000 };

uint64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

int client_connect_port(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    assert_true(fd >= 0);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        fail_msg("cannot connect to port %u: %s", port, strerror(errno));
    return fd;
}

int client_connect(const struct fixture *fixture)
{
    return client_connect_port(fixture_port(fixture));
}

void client_send_bytes(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0)
            return; /* the server has ended the connection: the test will see that when it reads */
        bytes += sent;
        length -= (size_t)sent;
    }
}

void client_send(int fd, const char *bytes)
{
    client_send_bytes(fd, bytes, strlen(bytes));
}

/* recv() that gives up after `ms`: -2. */
static ssize_t receive(int fd, void *buffer, size_t size, int ms)
{
    struct pollfd poll_fd = {fd, POLLIN, 0};
    int ready = poll(&poll_fd, 1, ms);
    return ready == 1 ? recv(fd, buffer, size, 0) : -2;
}

static size_t content_length(const struct answer *answer)
{
    char *value = answer_header(answer, "content-length");
    size_t length = value ? strtoul(value, NULL, 10) : 0;
    free(value);
    return length;
}

struct answer client_read(int fd, bool is_head)
{
    struct answer answer = {0};
    size_t at = 0;
    while (at < 4 || memcmp(answer.head + at - 4, "\r\n\r\n", 4) != 0) {
        ssize_t got = at + 1 < sizeof answer.head ? receive(fd, answer.head + at, 1, SILENCE_MS) : -3;
        if (got != 1)
            fail_msg("no reply (%zd, errno %d) after \"%s\"", got, errno, answer.head);
        at++;
    }
    if (sscanf(answer.head, "HTTP/1.1 %d ", &answer.status) != 1)
        fail_msg("not a reply: %s", answer.head);
    bool has_body = !is_head && answer.status != 204 && answer.status != 304 && answer.status != 100;
    answer.length = has_body ? content_length(&answer) : 0;
    answer.body = calloc(1, answer.length + 1);
    for (size_t have = 0; have < answer.length;) {
        ssize_t got = receive(fd, answer.body + have, answer.length - have, SILENCE_MS);
        if (got <= 0)
            fail_msg("the body ends after %zu of %zu bytes (%zd)", have, answer.length, got);
        have += (size_t)got;
    }
    return answer;
}

void answer_free(struct answer *answer)
{
    free(answer->body);
    answer->body = NULL;
}

char *answer_header(const struct answer *answer, const char *name)
{
    size_t length = strlen(name);
    for (const char *line = strstr(answer->head, "\r\n"); line; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, name, length) == 0 && strncmp(line + length, ": ", 2) == 0) {
            const char *value = line + length + 2;
            return strndup(value, strcspn(value, "\r"));
        }
    }
    return NULL;
}

void answer_expect(const struct answer *answer, const char *name, const char *value)
{
    char *found = answer_header(answer, name);
    const char *seen = found ? found : "(absent)", *expected = value ? value : "(absent)";
    if (strcmp(seen, expected) != 0)
        fail_msg("%s is \"%s\", expected \"%s\"", name, seen, expected);
    free(found);
}

void answer_expect_line(const struct answer *answer, const char *line)
{
    if (strstr(answer->body, line) == NULL)
        fail_msg("\"%s\" is not in:\n%s", line, answer->body);
}

struct answer client_ask(int fd, const char *request, int status)
{
    client_send(fd, request);
    struct answer answer = client_read(fd, strncmp(request, "HEAD ", 5) == 0);
    if (answer.status != status)
        fail_msg("%.80s: status %d, expected %d: %s", request, answer.status, status, answer.body);
    return answer;
}

bool client_read_to_end(int fd, int ms, char *text, size_t size)
{
    size_t at = strlen(text);
    uint64_t until = clock_ms() + (uint64_t)ms;
    for (uint64_t now; (now = clock_ms()) < until;) {
        assert_true(at + 1 < size);
        ssize_t got = receive(fd, text + at, size - at - 1, (int)(until - now));
        if (got == -2)
            return false;
        if (got <= 0)
            return true;
        at += (size_t)got;
        text[at] = '\0';
    }
    return false;
}

void client_expect_end(int fd, int ms)
{
    char text[2000] = "";
    bool is_ended = client_read_to_end(fd, ms, text, sizeof text);
    if (!is_ended || text[0] != '\0')
        fail_msg("the connection should have ended within %d ms without a word, but %s: \"%s\"", ms,
                 is_ended ? "said something first" : "is open", text);
    close(fd);
}
