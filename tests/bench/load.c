/*
 * The client of the benches, the same for every HTTP peer: one thread, keep-alive connections, one request at a time on
 * each. Requests are made beforehand and bodies of answers are thrown away in the kernel, so that the client takes as
 * little of the machine as it can: on few cores what it takes is missing to the server, most to the fastest.
 *
 *   load post PORT CONNECTIONS SECONDS ORIGIN   registrations, each with an address and an idempotency key of its own
 *   load get PORT CONNECTIONS SECONDS FILE      needs at random, by the ids in FILE, one a line
 *   load path PORT CONNECTIONS SECONDS PATH     one path
 *
 * Prints requests, seconds, the 50th and 99th percentile in ms, and how many answers were not of status 2xx.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST_MAX = 2048, HEAD_MAX = 4096, REQUESTS_MAX = 4096, EVENTS = 256, STAMP = 16 };

struct request {
    char bytes[REQUEST_MAX];
    size_t length;
};

struct connection {
    int fd;
    char head[HEAD_MAX];
    size_t head_length;
    bool in_body;
    size_t body_left;
    double sent_s;
};

static struct {
    struct request *requests; /* taken at random; of registrations there is one, whose stamps are renewed */
    size_t request_count;
    char *stamps[2]; /* the digits to renew, in the address and in the key */
    uint64_t stamp;
    struct connection *connections;
    int epoll;
    float *times_ms;
    size_t done, capacity, failed;
} load;

static void die(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- Requests ---------------------------------------------------------------------------------------------------- */

#define STAMP_ZERO "0000000000000000"

static void make_post(const char *port, const char *origin)
{
    static const char body[] =
        "{\"first_name\":\"Mari\",\"last_name\":\"Maasikas\",\"birth_date\":\"1990-05-17\",\"email\":\"mari." STAMP_ZERO
        "@naidis.example\",\"language\":\"et\",\"home\":{\"lat\":59.336,\"lon\":25.321},\"reach\":{\"max_m\":60000,"
        "\"centres\":[\"kehra\",\"alavere\"]},\"availability\":[{\"day\":1,\"from\":\"16:00\",\"to\":\"20:00\"},"
        "{\"day\":3,\"from\":\"16:00\",\"to\":\"20:00\"},{\"day\":5,\"from\":\"14:00\",\"to\":\"20:00\"}],"
        "\"languages\":{\"et\":\"C1\",\"ru\":\"B1\"},\"skills\":[\"cooking\",\"sport\"],\"interests\":[],"
        "\"age_groups\":[\"12-15\"],\"terms\":\"2026-11\"}";
    struct request *request = load.requests;
    request->length =
        (size_t)snprintf(request->bytes, sizeof request->bytes,
                         "POST /api/v1/volunteers HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nOrigin: %s\r\nContent-Type: "
                         "application/json\r\nIdempotency-Key: bench-" STAMP_ZERO "\r\nContent-Length: %zu\r\n\r\n%s",
                         port, origin, sizeof body - 1, body);
    if (request->length >= sizeof request->bytes)
        die("the origin is too long");
    load.request_count = 1;
    load.stamps[0] = strstr(request->bytes, STAMP_ZERO);
    load.stamps[1] = strstr(load.stamps[0] + STAMP, STAMP_ZERO);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    load.stamp = ((uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000) << 20;
}

static void make_get(const char *port, const char *path)
{
    struct request *request = &load.requests[load.request_count++];
    request->length = (size_t)snprintf(request->bytes, sizeof request->bytes,
                                       "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n\r\n", path, port);
    if (request->length >= sizeof request->bytes)
        die("the path is too long");
}

static void make_gets(const char *port, const char *file)
{
    char id[64], path[128];
    FILE *stream = fopen(file, "r");
    if (stream == NULL)
        die(file);
    while (load.request_count < REQUESTS_MAX && fscanf(stream, "%63s", id) == 1) {
        snprintf(path, sizeof path, "/api/v1/needs/%s", id);
        make_get(port, path);
    }
    fclose(stream);
    if (load.request_count == 0)
        die("no ids");
}

static const struct request *next_request(void)
{
    static const char digits[] = "0123456789abcdef";
    static unsigned seed = 1;
    if (load.stamps[0] == NULL)
        return &load.requests[(size_t)rand_r(&seed) % load.request_count];
    load.stamp++;
    for (int i = 0; i < STAMP; i++)
        load.stamps[0][i] = load.stamps[1][i] = digits[load.stamp >> (4 * (STAMP - 1 - i)) & 15];
    return load.requests;
}

/* ---- Connections ------------------------------------------------------------------------------------------------- */

static void ask(struct connection *connection)
{
    const struct request *request = next_request();
    connection->head_length = 0;
    connection->in_body = false;
    connection->sent_s = now_s();
    if (send(connection->fd, request->bytes, request->length, MSG_NOSIGNAL) != (ssize_t)request->length)
        die("sending");
}

static void open_connection(struct connection *connection, const char *port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    int on = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connection->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connection->fd < 0 || connect(connection->fd, (struct sockaddr *)&to, sizeof to) != 0)
        die("connecting");
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    if (epoll_ctl(load.epoll, EPOLL_CTL_ADD, connection->fd, &event) != 0)
        die("epoll");
}

static void finish_answer(struct connection *connection)
{
    if (load.done == load.capacity) {
        load.capacity = load.capacity == 0 ? 1 << 16 : 2 * load.capacity;
        load.times_ms = realloc(load.times_ms, load.capacity * sizeof *load.times_ms);
        if (load.times_ms == NULL)
            die("memory");
    }
    load.failed += connection->head[9] != '2'; /* of "HTTP/1.1 200" */
    load.times_ms[load.done++] = (float)((now_s() - connection->sent_s) * 1000);
    ask(connection);
}

static size_t length_of(const char *head)
{
    static const char name[] = "\r\ncontent-length:";
    for (const char *at = strchr(head, '\r'); at != NULL; at = strchr(at + 1, '\r'))
        if (strncasecmp(at, name, sizeof name - 1) == 0)
            return strtoul(at + sizeof name - 1, NULL, 10);
    die("an answer without Content-Length");
    return 0;
}

/* The bytes of a head have come, perhaps with the beginning of the body. */
static void read_head(struct connection *connection, size_t length)
{
    connection->head_length += length;
    connection->head[connection->head_length] = '\0';
    const char *end = strstr(connection->head, "\r\n\r\n");
    if (end == NULL)
        return;
    size_t come = connection->head_length - (size_t)(end + 4 - connection->head);
    connection->body_left = length_of(connection->head) - come;
    connection->in_body = true;
}

static void take(struct connection *connection)
{
    ssize_t got;
    if (connection->in_body) {
        got = recv(connection->fd, NULL, connection->body_left, MSG_TRUNC | MSG_DONTWAIT);
        if (got > 0)
            connection->body_left -= (size_t)got;
    } else {
        got = recv(connection->fd, connection->head + connection->head_length, HEAD_MAX - 1 - connection->head_length,
                   MSG_DONTWAIT);
        if (got > 0)
            read_head(connection, (size_t)got);
    }
    if (got == 0)
        errno = ECONNRESET;
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
        die("an answer");
    if (connection->in_body && connection->body_left == 0)
        finish_answer(connection);
}

static int compare(const void *a, const void *b)
{
    float left = *(const float *)a, right = *(const float *)b;
    return (left > right) - (left < right);
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fputs("usage: load post|get|path PORT CONNECTIONS SECONDS ORIGIN|FILE|PATH\n", stderr);
        return 2;
    }
    const char *what = argv[1], *port = argv[2];
    size_t count = (size_t)atoi(argv[3]);
    double seconds = atof(argv[4]);
    load.requests = calloc(REQUESTS_MAX, sizeof *load.requests);
    load.connections = calloc(count, sizeof *load.connections);
    load.epoll = epoll_create1(0);
    if (load.requests == NULL || load.connections == NULL || load.epoll < 0)
        die("memory");
    if (strcmp(what, "post") == 0)
        make_post(port, argv[5]);
    else if (strcmp(what, "get") == 0)
        make_gets(port, argv[5]);
    else
        make_get(port, argv[5]);
    for (size_t i = 0; i < count; i++)
        open_connection(&load.connections[i], port);
    double begun = now_s();
    for (size_t i = 0; i < count; i++)
        ask(&load.connections[i]);
    while (now_s() - begun < seconds) {
        struct epoll_event events[EVENTS];
        int ready = epoll_wait(load.epoll, events, EVENTS, 100);
        for (int i = 0; i < ready; i++)
            take(events[i].data.ptr);
    }
    double took = now_s() - begun;
    if (load.done == 0)
        die("no answer at all");
    qsort(load.times_ms, load.done, sizeof *load.times_ms, compare);
    printf("%zu %.3f %.3f %.3f %zu\n", load.done, took, load.times_ms[load.done / 2],
           load.times_ms[load.done * 99 / 100], load.failed);
    return 0;
}
