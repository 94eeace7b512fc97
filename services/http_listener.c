#include "services/http_private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

enum {
    BACKLOG = 4096,
    ACCEPTS_PER_TURN = 64,
    DEAD_PEER_MS = 60000, /* unacknowledged bytes older than this end a connection */
};

static void take(struct http_server *server, int fd, const struct sockaddr_storage *peer)
{
    bool is_beyond = server->counters.connections >= server->settings.connections_max;
    server->counters.accepted++;
    if (!is_beyond) {
        http_connection_new(server, fd, peer, false);
        return;
    }
    server->counters.turned_away++;
    if (server->turned_away_now < HTTP_TURN_AWAY_MAX)
        http_connection_new(server, fd, peer, true);
    else
        close(fd);
}

static void pause_accepting(struct http_server *server)
{
    server->accept_is_paused = true;
    event_del(server->accept_event);
    http_server_start_tick(server);
}

void http_listener_resume(struct http_server *server)
{
    if (!server->accept_is_paused)
        return;
    server->accept_is_paused = false;
    if (server->reserve_fd < 0)
        server->reserve_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    event_add(server->accept_event, NULL);
}

/* No descriptor is left: the reserved one makes room to take a waiting connection and tell it so. Without this the
 * listening socket would stay readable and the loop would spin. At the limit accept() fails before it looks whether
 * anybody waits, so this finds out, too: then `errno` is EAGAIN. False if nobody was turned away. */
static bool turn_away_one(struct http_server *server)
{
    if (server->reserve_fd < 0)
        return false;
    close(server->reserve_fd);
    int fd = accept4(server->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), reason = errno;
    if (fd >= 0) {
        char text[1024], unread[4096], label[HTTP_LABEL_SIZE];
        http_label_new(server, label);
        size_t length = http_reply_fault_text(HTTP_FAULT_TOO_MANY_CONNECTIONS, label, text, sizeof text);
        (void)!recv(fd, unread, sizeof unread, MSG_DONTWAIT); /* unread bytes would turn the close into a reset */
        (void)!send(fd, text, length, MSG_NOSIGNAL | MSG_DONTWAIT);
        shutdown(fd, SHUT_WR);
        close(fd);
        server->counters.turned_away++;
        http_server_report(server, HTTP_FAULT_TOO_MANY_CONNECTIONS, label, "");
    }
    server->reserve_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    errno = reason;
    return fd >= 0;
}

static void on_acceptable(evutil_socket_t listen_fd, short what, void *argument)
{
    (void)what;
    struct http_server *server = argument;
    http_server_new_turn(server);
    for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
        struct sockaddr_storage peer;
        socklen_t length = sizeof peer;
        int fd = accept4(listen_fd, (struct sockaddr *)&peer, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0)
            take(server, fd, &peer);
        else if (errno == EAGAIN)
            return;
        else if (errno == EMFILE || errno == ENFILE) {
            if (turn_away_one(server))
                continue;
            if (errno != EAGAIN)
                pause_accepting(server);
            return;
        } else if (errno != EINTR && errno != ECONNABORTED && errno != EPROTO) {
            pause_accepting(server); /* out of memory, or a network that is going down: look again at the next tick */
            return;
        }
    }
}

static bool parse_address(const char *text, uint16_t port, struct sockaddr_storage *address, socklen_t *length)
{
    struct sockaddr_in *four = (struct sockaddr_in *)address;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)address;
    if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons(port);
        *length = sizeof *four;
        return true;
    }
    if (inet_pton(AF_INET6, text, &six->sin6_addr) != 1)
        return false;
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(port);
    *length = sizeof *six;
    return true;
}

static uint16_t port_of(int fd)
{
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof address;
    getsockname(fd, (struct sockaddr *)&address, &length);
    return ntohs(address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port
                                               : ((struct sockaddr_in *)&address)->sin_port);
}

static bool listening_failed(const struct http_settings *settings, int reason, struct error *error)
{
    if (reason == EADDRINUSE)
        return error_set(error, ERROR_CONFLICT, "address_in_use",
                         "%s port %u is in use by another program: stop that one, or choose another port",
                         settings->address, settings->port);
    if (reason == EACCES)
        return error_set(error, ERROR_FORBIDDEN, "address_forbidden",
                         "%s port %u may be used by root only: choose a port from 1024 up", settings->address,
                         settings->port);
    if (reason == EADDRNOTAVAIL)
        return error_set(error, ERROR_NOT_FOUND, "address_unknown", "%s is no address of this machine",
                         settings->address);
    return error_set(error, ERROR_INTERNAL, "listen_failed", "cannot listen on %s port %u: %s", settings->address,
                     settings->port, strerror(reason));
}

bool http_listener_open(struct http_server *server, struct error *error)
{
    const struct http_settings *settings = &server->settings;
    struct sockaddr_storage address = {0};
    socklen_t length = 0;
    if (!parse_address(settings->address, settings->port, &address, &length))
        return error_set(error, ERROR_INVALID, "address_malformed", "\"%s\" is not an IPv4 or IPv6 address",
                         settings->address);
    int fd = server->listen_fd = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int on = 1, dead_peer_ms = DEAD_PEER_MS;
    /* The options of the listening socket pass on to every connection: no call for each of them. */
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
        setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &dead_peer_ms, sizeof dead_peer_ms) != 0 ||
        bind(fd, (struct sockaddr *)&address, length) != 0 || listen(fd, BACKLOG) != 0)
        return listening_failed(settings, errno, error);
    server->port = port_of(fd);
    server->reserve_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    server->accept_event = event_new(server->base, fd, EV_READ | EV_PERSIST, on_acceptable, server);
    if (server->reserve_fd < 0 || !server->accept_event || event_add(server->accept_event, NULL) != 0)
        return error_set(error, ERROR_INTERNAL, "listen_failed",
                         "cannot watch the listening socket: out of memory or "
                         "descriptors");
    return true;
}

void http_listener_close(struct http_server *server)
{
    if (server->accept_event)
        event_free(server->accept_event);
    if (server->listen_fd >= 0)
        close(server->listen_fd);
    if (server->reserve_fd >= 0)
        close(server->reserve_fd);
    server->accept_event = NULL;
    server->listen_fd = server->reserve_fd = -1;
    server->accept_is_paused = false;
}
