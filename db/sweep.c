#include "db/sweep.h"

#include "db/record.h"
#include "db/retention_rules.h"
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
    return retention_erase(db, error);
}
