/* Who is responsible at a shift while minors help there (R5): named with the need, or a worker in a responsible seat.
 */
#include "db/handle.h"
#include "db/placing.h"
#include "db/statement.h"

enum { MINORS_MAX = 500, CENTRES_MAX = 50 };

/* Judges the coming placements of minors anew: those of a need, or (NULL) those of a centre's needs that name nobody.
 */
static bool judge_minors(struct db *db, const struct uuid *need, const char *centre, struct error *error)
{
    struct uuid people[MINORS_MAX];
    struct rows rows;
    size_t count = 0;
    if (!query(db, &rows, error,
               "SELECT DISTINCT l.person_id FROM placement l JOIN need n ON n.id = l.need_id WHERE l.centre_code = ? "
               "AND l.minor = 1 AND l.state IN ('awaiting', 'agreed') AND l.ends_at > NOW() "
               "AND IF(? IS NULL, n.responsible IS NULL, n.id = ?) ORDER BY l.person_id LIMIT 500",
               "suu", centre, need, need))
        return false;
    while (count < MINORS_MAX && rows_next(&rows))
        people[count++] = rows_uuid(&rows, 0);
    if (!rows_end(&rows, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!placements_rejudge(db, &people[i], NULL, error))
            return false;
    return true;
}

static bool settle_centre(struct db *db, const char *centre, struct error *error)
{
    return judge_minors(db, NULL, centre, error) &&
           execute(db, NULL, error,
                   "UPDATE need SET version = version + 1 WHERE centre_code = ? AND responsible IS NULL "
                   "AND state <> 'closed'",
                   "s", centre) &&
           execute(db, NULL, error,
                   "INSERT INTO change_entry (kind, subject_id, need_id, centre_code) SELECT 'need', id, id, "
                   "centre_code FROM need WHERE centre_code = ? AND responsible IS NULL AND state <> 'closed'",
                   "s", centre);
}

static bool settle_centres(struct db *db, struct rows *rows, struct error *error)
{
    char centres[CENTRES_MAX][33] = {{0}};
    size_t count = 0;
    while (count < CENTRES_MAX && rows_next(rows))
        rows_copy(rows, 0, centres[count++], sizeof centres[0] - 1);
    if (!rows_end(rows, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!settle_centre(db, centres[i], error))
            return false;
    return true;
}

bool supervision_follows(struct db *db, const struct uuid *need, struct error *error)
{
    struct rows rows;
    return query(db, &rows, error, "SELECT centre_code FROM need WHERE id = ? AND role = 'responsible'", "u", need) &&
           settle_centres(db, &rows, error);
}

bool supervision_follows_person(struct db *db, const struct uuid *person, struct error *error)
{
    struct rows rows;
    return query(db, &rows, error,
                 "SELECT DISTINCT n.centre_code FROM placement l JOIN need n ON n.id = l.need_id "
                 "WHERE l.person_id = ? AND l.ends_at > NOW() AND n.role = 'responsible'",
                 "u", person) &&
           settle_centres(db, &rows, error);
}

bool supervision_changes(struct db *db, const struct uuid *need, const char *centre, struct error *error)
{
    return judge_minors(db, need, centre, error);
}
