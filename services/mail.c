#include "services/mail.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SOCKETS_MAX = 8, TIMEOUT_S = 30, CONNECT_TIMEOUT_S = 10, URL_SIZE = 600, ADDRESS_SIZE = 256, PATH_SIZE = 4096 };

struct mail_sender {
    struct mail_settings settings; /* owns its texts */
    char url[URL_SIZE];
    CURL *curl;  /* keeps its connection between messages; NULL until the first and after a failure */
    int library; /* curl_global_init has been called */
    atomic_bool stopping;
    /* libcurl says QUIT when it closes, and waits two minutes for an answer whatever its timeouts are: so its sockets
     * are known here, and shut down before it closes them. */
    curl_socket_t sockets[SOCKETS_MAX];
    size_t socket_count;
};

/* What a message on its way reads and learns. */
struct transfer {
    const char *bytes;
    size_t length, at;
    bool recipient_named; /* RCPT TO has been said: what the server refuses from here on is this message */
};

/* ---- A sender ---------------------------------------------------------------------------------------------------- */

static bool copy_text(const char **copy, const char *from)
{
    *copy = from == NULL || from[0] == '\0' ? NULL : strdup(from);
    return *copy != NULL || from == NULL || from[0] == '\0';
}

static bool copy_settings(struct mail_settings *copy, const struct mail_settings *settings)
{
    *copy = *settings;
    copy->timeout_s = settings->timeout_s > 0 ? settings->timeout_s : TIMEOUT_S;
    bool complete = copy_text(&copy->host, settings->host);
    complete &= copy_text(&copy->user, settings->user);
    complete &= copy_text(&copy->password, settings->password);
    complete &= copy_text(&copy->ca_file, settings->ca_file);
    complete &= copy_text(&copy->directory, settings->directory);
    return complete;
}

static bool is_this_machine(const char *host)
{
    return strcasecmp(host, "localhost") == 0 || strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0;
}

static bool prepare_smtp(struct mail_sender *sender, struct error *error)
{
    const struct mail_settings *settings = &sender->settings;
    if (settings->security == MAIL_SECURITY_NONE && !is_this_machine(settings->host))
        return error_set(error, ERROR_INTERNAL, "mail_insecure",
                         "smtp_security = none only works with a mail server on this machine");
    bool six = strchr(settings->host, ':') != NULL;
    int length = snprintf(sender->url, sizeof sender->url, "%s://%s%s%s:%d",
                          settings->security == MAIL_SECURITY_TLS ? "smtps" : "smtp", six ? "[" : "", settings->host,
                          six ? "]" : "", settings->port);
    if (length < 0 || (size_t)length >= sizeof sender->url)
        return error_set(error, ERROR_INTERNAL, "mail_host", "the mail server's name is too long");
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return error_set(error, ERROR_INTERNAL, "mail_library", "libcurl cannot start");
    sender->library = 1;
    return true;
}

static bool prepare_directory(const char *directory, struct error *error)
{
    if (directory == NULL)
        return error_set(error, ERROR_INTERNAL, "mail_directory", "neither a mail server nor a directory for mail");
    if (mkdir(directory, 0700) == 0 || errno == EEXIST)
        return true;
    return error_set(error, ERROR_INTERNAL, "mail_directory", "the directory for mail cannot be made: %s",
                     strerror(errno));
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    (void)purpose;
    struct mail_sender *sender = context;
    if (sender->socket_count == SOCKETS_MAX)
        return CURL_SOCKET_BAD;
    curl_socket_t opened = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (opened >= 0)
        sender->sockets[sender->socket_count++] = opened;
    return opened;
}

static int close_socket(void *context, curl_socket_t socket_to_close)
{
    struct mail_sender *sender = context;
    for (size_t i = 0; i < sender->socket_count; i++) {
        if (sender->sockets[i] == socket_to_close) {
            sender->sockets[i] = sender->sockets[--sender->socket_count];
            break;
        }
    }
    return close(socket_to_close);
}

/* Ends the connection without a word, and so without a wait. */
static void disconnect(struct mail_sender *sender)
{
    for (size_t i = 0; i < sender->socket_count; i++)
        shutdown(sender->sockets[i], SHUT_RDWR);
    curl_easy_cleanup(sender->curl);
    sender->curl = NULL;
}

struct mail_sender *mail_sender_new(const struct mail_settings *settings, struct error *error)
{
    struct mail_sender *sender = calloc(1, sizeof *sender);
    if (sender == NULL || !copy_settings(&sender->settings, settings)) {
        error_set(error, ERROR_INTERNAL, "no_memory", "no memory for sending mail");
        mail_sender_free(sender);
        return NULL;
    }
    bool ready = sender->settings.host == NULL ? prepare_directory(sender->settings.directory, error)
                                               : prepare_smtp(sender, error);
    if (!ready) {
        mail_sender_free(sender);
        return NULL;
    }
    return sender;
}

void mail_sender_free(struct mail_sender *sender)
{
    if (sender == NULL)
        return;
    disconnect(sender);
    if (sender->library)
        curl_global_cleanup();
    free((char *)(uintptr_t)sender->settings.host);
    free((char *)(uintptr_t)sender->settings.user);
    free((char *)(uintptr_t)sender->settings.password);
    free((char *)(uintptr_t)sender->settings.ca_file);
    free((char *)(uintptr_t)sender->settings.directory);
    free(sender);
}

void mail_sender_stop(struct mail_sender *sender)
{
    atomic_store(&sender->stopping, true);
}

/* ---- By SMTP ----------------------------------------------------------------------------------------------------- */

static size_t give_bytes(char *target, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t length = transfer->length - transfer->at;
    if (length > size * count)
        length = size * count;
    memcpy(target, transfer->bytes + transfer->at, length);
    transfer->at += length;
    return length;
}

/* libcurl names no phase in its result, so it is read off the commands that go out. Nothing is kept or logged. */
static int watch_commands(CURL *curl, curl_infotype kind, char *bytes, size_t length, void *context)
{
    (void)curl;
    struct transfer *transfer = context;
    if (kind == CURLINFO_HEADER_OUT && length > 8 && strncasecmp(bytes, "RCPT TO:", 8) == 0)
        transfer->recipient_named = true;
    return 0;
}

static int watch_stop(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)a, (void)b, (void)c, (void)d;
    const struct mail_sender *sender = context;
    return atomic_load(&sender->stopping);
}

static void set_connection(CURL *curl, struct mail_sender *sender)
{
    const struct mail_settings *settings = &sender->settings;
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* whatever the environment says */
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     (long)(settings->security == MAIL_SECURITY_NONE ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (settings->ca_file != NULL)
        curl_easy_setopt(curl, CURLOPT_CAINFO, settings->ca_file);
    if (settings->user != NULL) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, settings->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, settings->password == NULL ? "" : settings->password);
    }
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, settings->timeout_s * 1000L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
                     (long)(settings->timeout_s < CONNECT_TIMEOUT_S ? settings->timeout_s : CONNECT_TIMEOUT_S));
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, sender);
    curl_easy_setopt(curl, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
    curl_easy_setopt(curl, CURLOPT_CLOSESOCKETDATA, sender);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch_stop);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, sender);
}

static void set_message(CURL *curl, const struct mail_sender *sender, const char *from_address,
                        struct curl_slist *recipients, struct transfer *transfer)
{
    /* the path is the name that EHLO says: the sender's domain, not this machine's name */
    char url[URL_SIZE + ADDRESS_SIZE];
    snprintf(url, sizeof url, "%s/%s", sender->url, strchr(from_address, '@') + 1);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from_address);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_bytes);
    curl_easy_setopt(curl, CURLOPT_READDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)transfer->length);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L); /* to watch_commands alone */
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, watch_commands);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, transfer);
}

/* A refused sign-in or a server that takes nobody's mail is ours to repair; a refused recipient or text is final. */
static enum mail_outcome judge(CURLcode result, long code, const struct transfer *transfer, struct error *error)
{
    if (result == CURLE_OK)
        return MAIL_SENT;
    error_set(error, ERROR_BUSY, "mail_failed", "%s (the server last said %ld)", curl_easy_strerror(result), code);
    return transfer->recipient_named && code >= 500 && code <= 599 ? MAIL_REFUSED : MAIL_LATER;
}

static enum mail_outcome send_smtp(struct mail_sender *sender, const char *from_address, const char *to_address,
                                   const char *bytes, size_t length, struct error *error)
{
    struct curl_slist *recipients = curl_slist_append(NULL, to_address);
    if (sender->curl == NULL)
        sender->curl = curl_easy_init();
    if (recipients == NULL || sender->curl == NULL) {
        curl_slist_free_all(recipients);
        error_set(error, ERROR_INTERNAL, "no_memory", "no memory for sending mail");
        return MAIL_LATER;
    }
    struct transfer transfer = {.bytes = bytes, .length = length};
    long code = 0;
    set_connection(sender->curl, sender);
    set_message(sender->curl, sender, from_address, recipients, &transfer);
    CURLcode result = curl_easy_perform(sender->curl);
    curl_easy_getinfo(sender->curl, CURLINFO_RESPONSE_CODE, &code);
    enum mail_outcome outcome = judge(result, code, &transfer, error);
    curl_easy_reset(sender->curl); /* forgets the message; the connection stays */
    if (outcome != MAIL_SENT)      /* never go on with a connection whose state is not known */
        disconnect(sender);
    curl_slist_free_all(recipients);
    return outcome;
}

/* ---- As a file --------------------------------------------------------------------------------------------------- */

static bool write_all(int descriptor, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

/* Complete on disk under its name, or not there at all. */
static bool store(const char *directory, const char *partial, const char *path, const char *bytes, size_t length)
{
    int descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return false;
    bool complete = write_all(descriptor, bytes, length) && fsync(descriptor) == 0;
    complete &= close(descriptor) == 0;
    complete = complete && rename(partial, path) == 0;
    if (!complete) {
        int reason = errno;
        unlink(partial);
        errno = reason;
        return false;
    }
    int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        fsync(folder);
        close(folder);
    }
    return true;
}

static enum mail_outcome send_file(const struct mail_sender *sender, const char *id, const char *bytes, size_t length,
                                   struct error *error)
{
    char path[PATH_SIZE];
    char partial[PATH_SIZE];
    const char *directory = sender->settings.directory;
    if (id[0] == '\0' || strspn(id, "0123456789abcdefABCDEF-") != strlen(id)) {
        error_set(error, ERROR_INTERNAL, "mail_id", "a message's id that is no key");
        return MAIL_REFUSED;
    }
    int long_enough = snprintf(path, sizeof path, "%s/%s.eml", directory, id);
    int also = snprintf(partial, sizeof partial, "%s/.%s.partial", directory, id);
    if (long_enough >= PATH_SIZE || also >= PATH_SIZE) {
        error_set(error, ERROR_INTERNAL, "mail_directory", "the directory's name is too long");
        return MAIL_LATER;
    }
    if (store(directory, partial, path, bytes, length))
        return MAIL_SENT;
    error_set(error, ERROR_BUSY, "mail_directory", "a mail file cannot be written: %s", strerror(errno));
    return MAIL_LATER;
}

enum mail_outcome mail_send(struct mail_sender *sender, const char *id, const char *from_address,
                            const char *to_address, const char *bytes, size_t length, struct error *error)
{
    if (!mail_address_ok(from_address) || !mail_address_ok(to_address)) {
        error_set(error, ERROR_INVALID, "bad_address", "a mail address that no server would take");
        return MAIL_REFUSED;
    }
    if (sender->settings.host == NULL)
        return send_file(sender, id, bytes, length, error);
    return send_smtp(sender, from_address, to_address, bytes, length, error);
}
