/* What a failure of the server means to a caller: one table over the names of keys and constraints. */
#include <mysqld_error.h>
#include <stdio.h>
#include <string.h>

#include "db/handle.h"

enum {
    CLIENT_GONE = 2006,
    CLIENT_LOST = 2013,
    CLIENT_CANNOT_CONNECT = 2002,
    CLIENT_CANNOT_CONNECT_HOST = 2003,
    SERVER_CONNECTION_KILLED = 1927,
    SERVER_SHUTDOWN = 1053,
    SERVER_CHECK_FAILED = 4025,
    SERVER_STATEMENT_TIME = 1969,
    SERVER_IDLE_TRANSACTION = 4031,
    CLUSTER_NOT_READY = 1047,
};

/* Names are unique in the schema, so finding one in the server's message tells which rule was broken. */
static const struct {
    const char *constraint;
    enum error_kind kind;
    const char *code;
} meanings[] = {
    {"placement_no_double_booking", ERROR_CONFLICT, "double_booking"},
    {"placement_checked", ERROR_CONFLICT, "check_missing"},
    {"placement_origin_shown", ERROR_CONFLICT, "origin_missing"},
    {"placement_permitted", ERROR_CONFLICT, "guardian_missing"},
    {"placement_supervised", ERROR_CONFLICT, "responsible_missing"},
    {"shift_seats", ERROR_CONFLICT, "seat_taken"},
    {"invitation_open_once", ERROR_CONFLICT, "already_invited"},
    {"offer_open_once", ERROR_CONFLICT, "already_offered"},
    {"background_check_accepted_once", ERROR_CONFLICT, "check_accepted"},
    {"account_role_once", ERROR_CONFLICT, "role_exists"},
    {"account_email", ERROR_CONFLICT, "email_taken"},
    {"person_email", ERROR_CONFLICT, "email_taken"},
    {"job_one_at_a_time", ERROR_CONFLICT, "job_running"},
    {"pairing_one_at_a_time", ERROR_CONFLICT, "job_running"},
    {"visit_one_place", ERROR_CONFLICT, "same_period"},
    {"visit_host_once", ERROR_CONFLICT, "repeat"},
    {"origin_certificate_year", ERROR_INVALID, "check_too_old"},
    {"background_check_year", ERROR_INVALID, "check_too_old"},
    {"shift_length", ERROR_INVALID, "bad_shift_length"},
    {"need_responsible", ERROR_INVALID, "responsible_is_worker"},
    {"account_role_scope", ERROR_INVALID, "scope_missing"},
};

static bool fail_by_kind(unsigned code, const char *sql, struct error *error)
{
    switch (code) {
    case ER_DUP_ENTRY:
        return error_set(error, ERROR_CONFLICT, "exists", "duplicate key in: %.80s", sql);
    case ER_NO_REFERENCED_ROW_2:
        return error_set(error, ERROR_INVALID, "unknown_code", "no such reference in: %.80s", sql);
    case ER_ROW_IS_REFERENCED_2:
        return error_set(error, ERROR_CONFLICT, "in_use", "still referenced in: %.80s", sql);
    case SERVER_CHECK_FAILED:
    case ER_DATA_TOO_LONG:
    case ER_WARN_DATA_OUT_OF_RANGE:
    case WARN_DATA_TRUNCATED:
    case ER_TRUNCATED_WRONG_VALUE_FOR_FIELD:
        return error_set(error, ERROR_INVALID, "invalid_value", "refused (%u) in: %.80s", code, sql);
    case ER_RECORD_FILE_FULL:
    case ER_DISK_FULL:
    case ER_ERROR_ON_WRITE:
        return error_set(error, ERROR_BUSY, "try_again", "the disk is full (%u) in: %.80s", code, sql);
    case SERVER_STATEMENT_TIME:
        return error_set(error, ERROR_BUSY, "try_again", "over the time limit: %.80s", sql);
    default:
        return error_set(error, ERROR_INTERNAL, "database_error", "error %u in: %.80s", code, sql);
    }
}

bool db_fail(struct db *db, unsigned code, const char *message, const char *sql, struct error *error)
{
    switch (code) {
    case CLIENT_GONE:
    case CLIENT_LOST:
    case CLIENT_CANNOT_CONNECT:
    case CLIENT_CANNOT_CONNECT_HOST:
    case SERVER_CONNECTION_KILLED:
    case SERVER_SHUTDOWN:
    case SERVER_IDLE_TRANSACTION:
        db->lost = true;
        db->again = true;
        return error_set(error, ERROR_BUSY, "database_away", "connection lost (%u)", code);
    case ER_LOCK_DEADLOCK:
    case ER_LOCK_WAIT_TIMEOUT:
    case ER_CHECKREAD:
    case CLUSTER_NOT_READY:
        db->again = true;
        return error_set(error, ERROR_BUSY, "try_again", "in a race (%u): %.80s", code, sql);
    default:
        break;
    }
    if (code == ER_DUP_ENTRY || code == SERVER_CHECK_FAILED) {
        for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
            char quoted[80], ticked[80];
            snprintf(quoted, sizeof quoted, "'%s'", meanings[i].constraint);
            snprintf(ticked, sizeof ticked, "`%s`", meanings[i].constraint);
            if (strstr(message, quoted) != NULL || strstr(message, ticked) != NULL)
                return error_set(error, meanings[i].kind, meanings[i].code, "%s", meanings[i].constraint);
        }
    }
    return fail_by_kind(code, sql, error);
}
