#include "db/cover.h"

#include "db/record.h"
#include "db/statement.h"

bool cover_needs_read(struct db *db, struct arena *arena, const struct uuid *round, struct cover_need **needs,
                      size_t *count, struct error *error)
{
    struct rows rows;
    *needs = NULL;
    *count = 0;
    if (!query(db, &rows, error,
               "SELECT c.centre_code, c.day, c.need_id FROM round_cover_need c JOIN need n ON n.id = c.need_id "
               "AND n.state <> 'closed' WHERE c.round_id = ? ORDER BY c.centre_code, c.day",
               "u", round))
        return false;
    while (rows_next(&rows)) {
        struct cover_need *larger = grow(arena, *needs, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *needs = larger;
        larger[(*count)++] = (struct cover_need){rows_text(&rows, 0, arena), rows_date(&rows, 1), rows_uuid(&rows, 2)};
    }
    return rows_end(&rows, error);
}

bool cover_need_note(struct db *db, const struct uuid *round, const char *centre, int32_t day, const struct uuid *need,
                     struct error *error)
{
    int64_t open = 0;
    if (!query_int(db, &open, error,
                   "SELECT COUNT(*) FROM round_cover_need c JOIN need n ON n.id = c.need_id AND n.state <> 'closed' "
                   "WHERE c.round_id = ? AND c.centre_code = ? AND c.day = ?",
                   "usd", round, centre, day))
        return false;
    if (open > 0)
        return error_set(error, ERROR_CONFLICT, "cover_posted", "the day has a need");
    return execute(db, NULL, error,
                   "INSERT INTO round_cover_need (round_id, centre_code, day, need_id) VALUES (?, ?, ?, ?) "
                   "ON DUPLICATE KEY UPDATE need_id = VALUES(need_id)",
                   "usdu", round, centre, day, need);
}
