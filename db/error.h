/*
 * What went wrong, once, in terms a caller can act on.
 *
 * The caller owns the struct and clears it with `struct error error = {0}`; a function that fails fills it and
 * returns false (or NULL). The first error wins: error_set does nothing to an error that is already set.
 * Libraries never log; services/problem.c alone turns an error into an HTTP problem document.
 */
#ifndef VAHETUS_DB_ERROR_H
#define VAHETUS_DB_ERROR_H

#include <stdbool.h>

enum error_kind {
    ERROR_NONE = 0,        /* nothing went wrong */
    ERROR_MALFORMED,       /* the request cannot be read at all                          400 */
    ERROR_UNAUTHENTICATED, /* nobody is signed in, or the session is over                401 */
    ERROR_FORBIDDEN,       /* signed in, but the role or its scope does not reach this   403 */
    ERROR_NOT_FOUND,       /* no such thing, or none that the caller may know of         404 */
    ERROR_CONFLICT,        /* the state or an invariant does not allow it                409 */
    ERROR_GONE,            /* a link that was used or has expired                        410 */
    ERROR_STALE,           /* the version in If-Match is not the current one             412 */
    ERROR_INVALID,         /* fields that can be read but not accepted                   422 */
    ERROR_TOO_MANY,        /* a rate limit                                               429 */
    ERROR_INTERNAL,        /* a fault of ours; the detail is for the log alone           500 */
    ERROR_BUSY,            /* a full queue or a database that is away; try again         503 */
};

struct error {
    enum error_kind kind;
    const char *code; /* static; a stable word such as "check_missing", the key of the texts in three languages */
    char detail[200]; /* for the log and for developers: no personal data, no token */
};

/* Fills `error` unless it is set already; `code` must be a string literal. Always returns false. */
bool error_set(struct error *error, enum error_kind kind, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
