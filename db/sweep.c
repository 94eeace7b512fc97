#include "db/sweep.h"

#include "db/record.h"
#include "db/statement.h"

bool sweep_invitations(struct db *db, size_t *count, struct error *error)
{
    enum { SWEEP_MAX = 500 };
    struct uuid ids[SWEEP_MAX], people[SWEEP_MAX], needs[SWEEP_MAX];
    char centres[SWEEP_MAX][33];
    struct rows rows;
    *count = 0;
    if (!query(db, &rows, error,
               "SELECT i.id, i.person_id, i.need_id, n.centre_code FROM invitation i JOIN need n ON n.id = i.need_id "
               "WHERE i.state = 'sent' AND i.expires_at <= NOW(3) LIMIT 500",
               ""))
        return false;
    while (*count < SWEEP_MAX && rows_next(&rows)) {
        ids[*count] = rows_uuid(&rows, 0);
        people[*count] = rows_uuid(&rows, 1);
        needs[*count] = rows_uuid(&rows, 2);
        size_t length = rows_copy(&rows, 3, centres[*count], sizeof centres[0] - 1);
        centres[*count][length < sizeof centres[0] ? length : sizeof centres[0] - 1] = '\0';
        ++*count;
    }
    if (!rows_end(&rows, error))
        return false;
    for (size_t i = 0; i < *count; i++)
        if (!execute(db, NULL, error,
                     "UPDATE invitation SET state = 'expired', answered_at = NOW(3), version = version + 1 "
                     "WHERE id = ? AND state = 'sent'",
                     "u", &ids[i]) ||
            !record_change(db, "invitation", &ids[i], &people[i], &needs[i], centres[i], error))
            return false;
    return true;
}

bool sweep_expired(struct db *db, struct error *error)
{
    static const char *const statements[] = {
        "DELETE FROM registration WHERE created_at < NOW() - INTERVAL 30 DAY AND expires_at < NOW() LIMIT 5000",
        /* A year after somebody left: checks that no hours lean on go, the others lose what points to a document. */
        "DELETE FROM background_check WHERE person_id IN (SELECT id FROM person WHERE state = 'anonymised' "
        "AND updated_at < NOW() - INTERVAL 12 MONTH) AND id NOT IN (SELECT check_id FROM placement "
        "WHERE check_id IS NOT NULL) LIMIT 5000",
        "UPDATE background_check SET reference = NULL WHERE reference IS NOT NULL AND person_id IN "
        "(SELECT id FROM person WHERE state = 'anonymised' AND updated_at < NOW() - INTERVAL 12 MONTH) LIMIT 5000",
        "DELETE FROM link WHERE expires_at < NOW() - INTERVAL 7 DAY LIMIT 5000",
        "DELETE FROM session WHERE expires_at < NOW() LIMIT 5000",
        "DELETE FROM idempotency WHERE created_at < NOW() - INTERVAL 24 HOUR LIMIT 5000",
        "DELETE FROM rate_limit WHERE window_start < NOW() - INTERVAL 1 DAY LIMIT 5000",
        /* What was proposed is of use for a season; what was sent lives on as invitations. */
        "DELETE FROM pairing WHERE created_at < NOW() - INTERVAL 90 DAY AND state <> 'working' LIMIT 100",
        "DELETE FROM change_entry WHERE at < NOW() - INTERVAL 2 DAY LIMIT 5000",
        /* An address that was forgotten stays only until its last letter is out. */
        "DELETE FROM outbox WHERE state IN ('sent', 'failed') AND event IN ('profile_deleted', 'guardian_released') "
        "LIMIT 5000",
        "DELETE FROM outbox WHERE state IN ('sent', 'failed') AND created_at < NOW() - INTERVAL 30 DAY LIMIT 5000",
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        if (!execute(db, NULL, error, statements[i], ""))
            return false;
    return true;
}
