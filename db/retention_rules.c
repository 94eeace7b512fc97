#include "db/retention_rules.h"

#include "db/record.h"
#include "db/retention.h"
#include "db/statement.h"

/* One rule, as the statement that erases what is due and the one that counts it and says how long it is kept. */
#define ERASES(table, due) "DELETE FROM " table " WHERE " due " LIMIT 5000"
#define COUNTS(table, due, kept, unit)                                                                                 \
    "SELECT COUNT(*), IF('" unit "' = 'day', " kept ", 0), IF('" unit "' = 'month', " kept ", 0) FROM " table          \
    " WHERE " due
#define RULE(name, table, kept, unit, due)                                                                             \
    {                                                                                                                  \
        name, ERASES(table, due), COUNTS(table, due, kept, unit)                                                       \
    }
/* Of the service's own work: nobody's data, so not in the report. */
#define TIDIED(table, due)                                                                                             \
    {                                                                                                                  \
        NULL, ERASES(table, due), NULL                                                                                 \
    }
/* Done by other statements than a DELETE; here it is counted. */
#define COUNTED(name, table, kept, unit, due)                                                                          \
    {                                                                                                                  \
        name, NULL, COUNTS(table, due, kept, unit)                                                                     \
    }

#define OVER_AGREEMENT(column) column " < @at - INTERVAL " AGREEMENT_MONTHS " MONTH "
#define LEFT_LONG_AGO                                                                                                  \
    "person_id IN (SELECT id FROM person WHERE state = 'anonymised' AND updated_at < @at - INTERVAL 12 MONTH) "
#define LAST_LETTERS "event IN ('profile_deleted', 'guardian_released') "

static const struct {
    const char *name, *erase, *count;
} rules[] = {
    COUNTED("profile_asked", "person p", INACTIVE_MONTHS, "month", SILENT_TO_ASK),
    COUNTED("profile_forgotten", "person p", ANSWER_DAYS, "day", SILENT_TO_FORGET),
    RULE("registration", "registration", "30", "day", "created_at < @at - INTERVAL 30 DAY AND expires_at < @at"),
    RULE("personal_code", "personal_code", "14", "day", "COALESCE(entered_at, asked_at) < @at - INTERVAL 14 DAY"),
    /* Hours first, then what led to them, then what they leaned on. */
    RULE("placement", "placement", AGREEMENT_MONTHS, "month", OVER_AGREEMENT("ends_at")),
    RULE("invitation", "invitation", AGREEMENT_MONTHS, "month",
         OVER_AGREEMENT(
             "created_at") "AND NOT EXISTS (SELECT 1 FROM placement l WHERE l.invitation_id = invitation.id)"),
    RULE("offer", "offer", AGREEMENT_MONTHS, "month",
         OVER_AGREEMENT("created_at") "AND NOT EXISTS (SELECT 1 FROM placement l WHERE l.offer_id = offer.id)"),
    RULE("permission", "guardian_permission", AGREEMENT_MONTHS, "month",
         OVER_AGREEMENT("valid_until") "AND NOT EXISTS (SELECT 1 FROM placement l "
                                       "WHERE l.permission_id = guardian_permission.id)"),
    /* A year after somebody left: checks that no hours lean on go, the others lose what points to a document. */
    RULE("check", "background_check", "12", "month",
         LEFT_LONG_AGO "AND NOT EXISTS (SELECT 1 FROM placement l WHERE l.check_id = background_check.id)"),
    {"check_reference",
     "UPDATE background_check SET reference = NULL WHERE reference IS NOT NULL AND " LEFT_LONG_AGO "LIMIT 5000",
     COUNTS("background_check", "reference IS NOT NULL AND " LEFT_LONG_AGO, "12", "month")},
    RULE("origin_certificate", "origin_certificate", "12", "month",
         LEFT_LONG_AGO "AND NOT EXISTS (SELECT 1 FROM placement l WHERE l.origin_id = origin_certificate.id)"),
    /* What was proposed is of use for a season; what was sent lives on as invitations. */
    RULE("pairing", "pairing", "90", "day", "state <> 'working' AND created_at < @at - INTERVAL 90 DAY"),
    /* An address that was forgotten stays only until its last letter is out. */
    TIDIED("outbox", "state IN ('sent', 'failed') AND " LAST_LETTERS),
    RULE("letter", "outbox", "30", "day", "state IN ('sent', 'failed') AND created_at < @at - INTERVAL 30 DAY"),
    RULE("log", "audit", LOG_MONTHS, "month", "at < @at - INTERVAL " LOG_MONTHS " MONTH"),
    RULE("session", "session", "0", "day", "expires_at < @at"),
    TIDIED("link", "expires_at < @at - INTERVAL 7 DAY"),
    TIDIED("idempotency", "created_at < @at - INTERVAL 24 HOUR"),
    TIDIED("rate_limit", "window_start < @at - INTERVAL 1 DAY"),
    TIDIED("change_entry", "at < @at - INTERVAL 2 DAY"),
};

enum { RULES = sizeof rules / sizeof *rules };

bool retention_look(struct db *db, int64_t days, struct error *error)
{
    return execute(db, NULL, error, "SET @at = NOW(3) + INTERVAL ? DAY", "i", days);
}

bool retention_erase(struct db *db, struct error *error)
{
    if (!retention_look(db, 0, error))
        return false;
    for (size_t i = 0; i < RULES; i++)
        if (rules[i].erase != NULL && !execute(db, NULL, error, rules[i].erase, ""))
            return false;
    return true;
}

static bool count_due(struct db *db, const char *sql, struct retention_due *due, int64_t *count, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error, sql, ""))
        return false;
    if (rows_next(&rows)) {
        *count = rows_int(&rows, 0);
        due->kept_days = (int32_t)rows_int(&rows, 1);
        due->kept_months = (int32_t)rows_int(&rows, 2);
    }
    return rows_end(&rows, error);
}

bool retention_report(struct db *db, int64_t days_ahead, struct retention_due list[RETENTION_RULES_MAX], size_t *count,
                      struct error *error)
{
    _Static_assert((int)RULES <= (int)RETENTION_RULES_MAX, "room for every rule");
    *count = 0;
    for (size_t i = 0; i < RULES; i++) {
        if (rules[i].count == NULL)
            continue;
        struct retention_due *due = &list[(*count)++];
        *due = (struct retention_due){.rule = rules[i].name};
        if (!retention_look(db, 0, error) || !count_due(db, rules[i].count, due, &due->now, error) ||
            !retention_look(db, days_ahead, error) || !count_due(db, rules[i].count, due, &due->ahead, error))
            return false;
    }
    return true;
}
