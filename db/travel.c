/* Ways between centres that a coordinator sets by hand. */
#include <string.h>

#include "db/record.h"
#include "db/region.h"
#include "db/statement.h"

/* The centres that an account coordinates. */
#define COORDINATED                                                                                                    \
    "SELECT c.code FROM centre c JOIN group_member g ON g.municipality_code = c.municipality_code "                    \
    "AND g.since <= UTC_DATE() AND g.until > UTC_DATE() JOIN account_role a ON a.role = 'admin' "                      \
    "OR a.role = 'coordinator' AND a.group_code = g.group_code WHERE c.active = 1 AND a.account_id = ?"

bool travels_read(struct db *db, struct arena *arena, const struct actor *actor, struct codes *centres,
                  struct travel **ways, size_t *count, struct error *error)
{
    struct rows rows;
    *centres = (struct codes){0};
    *ways = NULL;
    *count = 0;
    if (!query(db, &rows, error, "SELECT DISTINCT x.code FROM (" COORDINATED ") x ORDER BY x.code", "u",
               &actor->account))
        return false;
    while (rows_next(&rows))
        if (!codes_add(centres, rows_text(&rows, 0, arena), arena, error))
            break;
    if (!rows_end(&rows, error) ||
        !query(db, &rows, error,
               "SELECT centre_code, other_code, metres, minutes FROM travel WHERE centre_code IN (" COORDINATED
               ") AND other_code IN (" COORDINATED ") ORDER BY 1, 2",
               "uu", &actor->account, &actor->account))
        return false;
    while (rows_next(&rows)) {
        struct travel *larger = grow(arena, *ways, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *ways = larger;
        larger[(*count)++] = (struct travel){rows_text(&rows, 0, arena), rows_text(&rows, 1, arena),
                                             (int32_t)rows_int(&rows, 2), (int32_t)rows_int(&rows, 3)};
    }
    return rows_end(&rows, error);
}

bool travel_set(struct db *db, const struct actor *actor, const struct travel *way, bool by_hand, struct error *error)
{
    int64_t both = 0;
    bool ordered = strcmp(way->from, way->to) < 0;
    if (!query_int(db, &both, error, "SELECT COUNT(*) FROM centre WHERE code IN (?, ?) AND code IN (" COORDINATED ")",
                   "ssu", way->from, way->to, &actor->account))
        return false;
    if (both < 2)
        return error_set(error, ERROR_NOT_FOUND, "unknown_centre", "not two centres of the actor's group");
    return (by_hand ? travel_put(db, way, error)
                    : execute(db, NULL, error, "DELETE FROM travel WHERE centre_code = ? AND other_code = ?", "ss",
                              ordered ? way->from : way->to, ordered ? way->to : way->from)) &&
           record_audit(db, actor, by_hand ? "travel_set" : "travel_reset", NULL, NULL, way->from, error);
}
