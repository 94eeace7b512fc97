/*
 * The log: one JSON object a line on stderr. Values are words, numbers and codes of ours: no personal data, no tokens,
 * no bodies, no query strings, no addresses.
 */
#ifndef VAHETUS_SERVICES_LOG_H
#define VAHETUS_SERVICES_LOG_H

#include <stddef.h>
#include <stdint.h>

#include "db/error.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

/* Lines above this level are left out. The default is LOG_INFO. */
void log_set_level(enum log_level level);

/* {"time", "level", "event", "message"}: something that happened to the service. `event` is a stable word. Any
 * thread. */
void log_event(enum log_level level, const char *event, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same for an error and where it came from; nothing for an error that is not set. */
void log_error(const char *event, const struct error *error);

/* One line for each request: its route's template rather than its path, which may hold tokens. */
struct log_request {
    const char *request; /* label */
    const char *method;
    const char *route; /* template, or "" */
    const char *operation;
    int status;
    uint64_t duration_us;
    size_t body_bytes;
    const struct error *error; /* may be NULL or clear */
};
void log_request(const struct log_request *line);

#endif
