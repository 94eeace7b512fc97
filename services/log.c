#include "services/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINE_SIZE = 1024 };

static _Atomic int threshold = LOG_INFO;

struct line {
    char text[LINE_SIZE];
    size_t length;
};

void log_set_level(enum log_level level)
{
    threshold = (int)level;
}

__attribute__((format(printf, 2, 3))) static void add(struct line *line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t room = sizeof line->text - line->length;
    int length = vsnprintf(line->text + line->length, room, format, arguments);
    va_end(arguments);
    if (length > 0)
        line->length += (size_t)length < room ? (size_t)length : room - 1;
}

/* As add, for text that stands as it is: a line is written for every request, so it is worth doing without printf. */
static void put(struct line *line, const char *text, size_t length)
{
    size_t room = sizeof line->text - line->length - 1;
    if (length > room)
        length = room;
    memcpy(line->text + line->length, text, length);
    line->length += length;
}

#define put_literal(line, literal) put(line, literal, sizeof(literal) - 1)

/* A JSON string; whatever does not fit is cut off between characters. */
static void add_text(struct line *line, const char *text)
{
    put(line, "\"", 1);
    for (const char *at = text; *at != '\0' && line->length < LINE_SIZE - 80; at++) {
        unsigned char c = (unsigned char)*at;
        if (c == '"' || c == '\\')
            put(line, "\\", 1);
        if (c < 0x20 || c >= 0x7F)
            add(line, "\\u%04x", c < 0x80 ? c : 0xFFFDU);
        else
            put(line, at, 1);
    }
    put(line, "\"", 1);
}

static void begin(struct line *line, enum log_level level, const char *event)
{
    static const char *const names[] = {"error", "warning", "info", "debug"};
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    line->length = 0;
    add(line, "{\"time\":\"%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ\",\"level\":\"%s\",\"event\":", utc.tm_year + 1900,
        utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, now.tv_nsec / 1000000, names[level]);
    add_text(line, event);
}

/* One write() a line, so lines of several threads do not mix. A log that cannot be written stops nothing. */
static void finish(struct line *line)
{
    add(line, "}");
    line->text[line->length++] = '\n';
    ssize_t written = write(STDERR_FILENO, line->text, line->length);
    (void)written;
}

void log_event(enum log_level level, const char *event, const char *format, ...)
{
    if ((int)level > threshold)
        return;
    char message[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct line line;
    begin(&line, level, event);
    put_literal(&line, ",\"message\":");
    add_text(&line, message);
    finish(&line);
}

void log_error(const char *event, const struct error *error)
{
    if (error->kind == ERROR_NONE)
        return;
    struct line line;
    begin(&line, error->kind == ERROR_BUSY ? LOG_WARNING : LOG_ERROR, event);
    put_literal(&line, ",\"code\":");
    add_text(&line, error->code);
    put_literal(&line, ",\"message\":");
    add_text(&line, error->detail);
    finish(&line);
}

void log_request(const struct log_request *request)
{
    bool fault = request->status >= 500;
    if (threshold < (fault ? LOG_WARNING : LOG_INFO))
        return;
    struct line line;
    begin(&line, fault ? LOG_WARNING : LOG_INFO, "request");
    put_literal(&line, ",\"request\":");
    add_text(&line, request->request);
    put_literal(&line, ",\"method\":");
    add_text(&line, request->method);
    put_literal(&line, ",\"route\":");
    add_text(&line, request->route);
    put_literal(&line, ",\"operation\":");
    add_text(&line, request->operation);
    add(&line, ",\"status\":%d,\"duration_us\":%llu,\"bytes\":%zu", request->status,
        (unsigned long long)request->duration_us, request->body_bytes);
    if (request->error != NULL && request->error->kind != ERROR_NONE) {
        put_literal(&line, ",\"code\":");
        add_text(&line, request->error->code);
        put_literal(&line, ",\"detail\":");
        add_text(&line, request->error->detail);
    }
    finish(&line);
}
