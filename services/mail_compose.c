/*
 * The bytes of a message: RFC 5322, RFC 2045 to 2047, RFC 2183. libcurl's MIME API encodes only while it sends, and the
 * same bytes must also become a file, so the encoding is done here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "services/mail.h"

enum { LINE_MAX_CHARS = 76, WORD_BYTES = 42, ADDRESS_MAX = 254, LOCAL_MAX = 64 };

struct buffer {
    char *bytes;
    size_t length, size;
    bool failed; /* out of memory: everything after is left out */
};

static void add_bytes(struct buffer *buffer, const void *bytes, size_t length)
{
    if (buffer->failed || length == 0)
        return;
    if (buffer->length + length + 1 > buffer->size) {
        size_t size = (buffer->length + length + 1) * 2;
        char *grown = realloc(buffer->bytes, size);
        if (grown == NULL) {
            buffer->failed = true;
            return;
        }
        buffer->bytes = grown;
        buffer->size = size;
    }
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
}

static void add(struct buffer *buffer, const char *text_to_add)
{
    add_bytes(buffer, text_to_add, strlen(text_to_add));
}

static void add_list(struct buffer *buffer, const char *const *pieces)
{
    for (; *pieces != NULL; pieces++)
        add(buffer, *pieces);
}

/* Adds several texts. */
#define ADD_ALL(buffer, ...) add_list(buffer, (const char *const[]){__VA_ARGS__, NULL})

/* ---- Header fields ----------------------------------------------------------------------------------------------- */

static bool is_alphanumeric(unsigned char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

bool mail_address_ok(const char *address)
{
    const char *at = address == NULL ? NULL : strchr(address, '@');
    if (at == NULL || at == address || at - address > LOCAL_MAX || strlen(address) > ADDRESS_MAX)
        return false;
    for (const char *local = address; local < at; local++) {
        if (!is_alphanumeric((unsigned char)*local) && strchr(".!#$%&'*+/=?^_`{|}~-", *local) == NULL)
            return false;
        if (*local == '.' && (local == address || local + 1 == at || local[1] == '.'))
            return false;
    }
    if (at[1] == '\0')
        return false;
    for (const char *domain = at + 1; *domain != '\0'; domain++) {
        bool edge = domain == at + 1 || domain[1] == '\0' || domain[1] == '.' || domain[-1] == '.';
        if (!is_alphanumeric((unsigned char)*domain) && (edge || (*domain != '-' && *domain != '.')))
            return false;
    }
    return true;
}

/* A header's text on one line: every control character, so every line end too, becomes a space. NULL without memory. */
static char *one_line(const char *from)
{
    char *line = strdup(from);
    for (char *at = line; at != NULL && *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7F)
            *at = ' ';
    }
    return line;
}

static void add_base64(struct buffer *buffer, const unsigned char *bytes, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        unsigned group = (unsigned)bytes[i] << 16 | (left > 1 ? (unsigned)bytes[i + 1] << 8 : 0) |
                         (left > 2 ? (unsigned)bytes[i + 2] : 0);
        char four[4] = {digits[group >> 18], digits[group >> 12 & 63], left > 1 ? digits[group >> 6 & 63] : '=',
                        left > 2 ? digits[group & 63] : '='};
        add_bytes(buffer, four, sizeof four);
    }
}

/* RFC 2047: words of at most 75 characters, each with whole characters, on lines of their own. */
static void add_encoded_words(struct buffer *buffer, const char *line)
{
    size_t length = strlen(line);
    for (size_t at = 0; at < length;) {
        size_t end = at + WORD_BYTES < length ? at + WORD_BYTES : length;
        while (end < length && end > at + 1 && ((unsigned char)line[end] & 0xC0) == 0x80)
            end--;
        add(buffer, at == 0 ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
        add_base64(buffer, (const unsigned char *)line + at, end - at);
        add(buffer, "?=");
        at = end;
    }
}

static bool is_plain(const char *line)
{
    for (const char *at = line; *at != '\0'; at++) {
        if ((unsigned char)*at >= 0x7F)
            return false;
    }
    return strlen(line) <= 60 && strstr(line, "=?") == NULL;
}

static void add_subject(struct buffer *buffer, const char *subject)
{
    char *line = one_line(subject);
    buffer->failed |= line == NULL;
    if (line == NULL)
        return;
    add(buffer, "Subject: ");
    if (is_plain(line))
        add(buffer, line);
    else
        add_encoded_words(buffer, line);
    add(buffer, "\r\n");
    free(line);
}

/* `From: "Mari \"M\" Maa" <mari@example.com>`; the address has been judged already. */
static void add_mailbox(struct buffer *buffer, const char *field, const char *name, const char *address)
{
    ADD_ALL(buffer, field, ": ");
    char *line = one_line(name == NULL ? "" : name);
    buffer->failed |= line == NULL;
    if (line == NULL)
        return;
    if (line[0] != '\0' && is_plain(line)) {
        add(buffer, "\"");
        for (const char *at = line; *at != '\0'; at++) {
            if (*at == '"' || *at == '\\')
                add(buffer, "\\");
            add_bytes(buffer, at, 1);
        }
        add(buffer, "\"\r\n ");
    } else if (line[0] != '\0') {
        add_encoded_words(buffer, line);
        add(buffer, "\r\n ");
    }
    ADD_ALL(buffer, "<", address, ">\r\n");
    free(line);
}

static void add_date(struct buffer *buffer, int64_t date_ms)
{
    /* not by strftime: its names follow the locale */
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t seconds = (time_t)(date_ms / 1000);
    struct tm utc;
    if (gmtime_r(&seconds, &utc) == NULL)
        return;
    char line[80];
    snprintf(line, sizeof line, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[utc.tm_wday], utc.tm_mday,
             months[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
    add(buffer, line);
}

/* ---- Parts ------------------------------------------------------------------------------------------------------- */

/* RFC 2045 6.7: UTF-8 text with CRLF line ends, no line over 76 characters. */
static void add_quoted_printable(struct buffer *buffer, const char *from)
{
    size_t column = 0;
    for (const char *at = from; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte == '\n' || (byte == '\r' && at[1] == '\n')) {
            at += byte == '\r';
            add(buffer, "\r\n");
            column = 0;
            continue;
        }
        bool line_ends = at[1] == '\0' || at[1] == '\n' || at[1] == '\r';
        bool as_it_is = byte == '\t' || (byte >= 0x20 && byte < 0x7F && byte != '=');
        if (line_ends && (byte == ' ' || byte == '\t'))
            as_it_is = false;
        size_t width = as_it_is ? 1 : 3;
        if (column + width > LINE_MAX_CHARS - 1) {
            add(buffer, "=\r\n");
            column = 0;
        }
        char piece[4];
        snprintf(piece, sizeof piece, as_it_is ? "%c" : "=%02X", byte);
        add(buffer, piece);
        column += width;
    }
    if (column > 0)
        add(buffer, "\r\n");
}

static void add_text_part(struct buffer *buffer, const char *boundary, const char *type, const char *content)
{
    ADD_ALL(buffer, "--", boundary, "\r\nContent-Type: ", type,
            "\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
    add_quoted_printable(buffer, content);
}

/* In base64, so that its line ends arrive as they are. */
static void add_file_part(struct buffer *buffer, const char *boundary, const char *type, const char *name,
                          const char *content)
{
    enum { LINE_BYTES = LINE_MAX_CHARS / 4 * 3 };
    ADD_ALL(buffer, "--", boundary, "\r\nContent-Type: ", type, "\r\nContent-Disposition: attachment; filename=\"",
            name, "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    size_t length = strlen(content);
    for (size_t at = 0; at < length; at += LINE_BYTES) {
        add_base64(buffer, (const unsigned char *)content + at, length - at < LINE_BYTES ? length - at : LINE_BYTES);
        add(buffer, "\r\n");
    }
}

/* A file's name from letters, digits, dots and dashes only. */
static void file_name(const char *from, char *to, size_t size)
{
    size_t length = 0;
    for (; *from != '\0' && length + 1 < size; from++) {
        if (is_alphanumeric((unsigned char)*from) || *from == '.' || *from == '-' || *from == '_')
            to[length++] = *from;
    }
    to[length] = '\0';
}

static void add_alternatives(struct buffer *buffer, const struct mail_message *message, const char *boundary)
{
    ADD_ALL(buffer, "Content-Type: multipart/alternative; boundary=\"", boundary, "\"\r\n\r\n");
    add_text_part(buffer, boundary, "text/plain; charset=utf-8", message->text);
    add_text_part(buffer, boundary, "text/html; charset=utf-8", message->html);
    ADD_ALL(buffer, "--", boundary, "--\r\n");
}

/* "=_" stands in no quoted-printable or base64 text, so the boundaries are in none of the parts. */
static void add_body(struct buffer *buffer, const struct mail_message *message)
{
    if (message->calendar == NULL && message->cancellation == NULL) {
        add_alternatives(buffer, message, "=_vahetus_alternative");
        return;
    }
    static const char mixed[] = "=_vahetus_mixed";
    ADD_ALL(buffer, "Content-Type: multipart/mixed; boundary=\"", mixed, "\"\r\n\r\n--", mixed, "\r\n");
    add_alternatives(buffer, message, "=_vahetus_alternative");
    if (message->calendar != NULL)
        add_file_part(buffer, mixed, "text/calendar; charset=utf-8; method=PUBLISH", "vahetus.ics", message->calendar);
    if (message->cancellation != NULL)
        add_file_part(buffer, mixed, "text/calendar; charset=utf-8; method=CANCEL", "vahetus-cancel.ics",
                      message->cancellation);
    ADD_ALL(buffer, "--", mixed, "--\r\n");
}

static bool is_link(const char *url)
{
    if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
        return false;
    for (const char *at = url; *at != '\0'; at++) {
        if ((unsigned char)*at <= 0x20 || (unsigned char)*at >= 0x7F || strchr("<>\"", *at) != NULL)
            return false;
    }
    return strlen(url) < 900;
}

/* The right side of a Message-ID must not change with the machine, so it is the sender's domain. */
static void add_head(struct buffer *buffer, const struct mail_message *message)
{
    char id[64];
    file_name(message->id, id, sizeof id);
    add_date(buffer, message->date_ms);
    ADD_ALL(buffer, "Message-ID: <", id, strchr(message->from_address, '@'), ">\r\n");
    add_mailbox(buffer, "From", message->from_name, message->from_address);
    if (message->reply_to != NULL)
        add_mailbox(buffer, "Reply-To", NULL, message->reply_to);
    add_mailbox(buffer, "To", message->to_name, message->to_address);
    add_subject(buffer, message->subject);
    ADD_ALL(buffer, "Content-Language: ", language_tag(message->language), "\r\n");
    add(buffer, "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n");
    if (message->unsubscribe_url != NULL)
        ADD_ALL(buffer, "List-Unsubscribe: <", message->unsubscribe_url, ">\r\n");
    add(buffer, "MIME-Version: 1.0\r\n");
}

char *mail_compose(const struct mail_message *message, size_t *length, struct error *error)
{
    if (!mail_address_ok(message->from_address) || !mail_address_ok(message->to_address) ||
        (message->reply_to != NULL && !mail_address_ok(message->reply_to))) {
        error_set(error, ERROR_INVALID, "bad_address", "a mail address that no server would take");
        return NULL;
    }
    if (message->unsubscribe_url != NULL && !is_link(message->unsubscribe_url)) {
        error_set(error, ERROR_INVALID, "bad_link", "an unsubscribe link that is no web address");
        return NULL;
    }
    struct buffer buffer = {0};
    add_head(&buffer, message);
    add_body(&buffer, message);
    if (buffer.failed) {
        error_set(error, ERROR_INTERNAL, "no_memory", "no memory for a mail message");
        free(buffer.bytes);
        return NULL;
    }
    *length = buffer.length;
    return buffer.bytes;
}
