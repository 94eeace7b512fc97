#include "db/audit.h"

#include "db/record.h"
#include "db/statement.h"

#define AUDIT_COLUMNS                                                                                                  \
    "SELECT x.id, x.at, x.actor_account, x.actor_person, x.actor_role, COALESCE(c.name, m.name, g.name), x.action, "   \
    "x.subject_id, x.person_id FROM audit x "                                                                          \
    "LEFT JOIN centre c ON c.code = SUBSTRING_INDEX(x.actor_role, ':', -1) "                                           \
    "LEFT JOIN municipality m ON m.code = SUBSTRING_INDEX(x.actor_role, ':', -1) "                                     \
    "LEFT JOIN cooperation_group g ON g.code = SUBSTRING_INDEX(x.actor_role, ':', -1) "

static bool read_all(struct rows *rows, struct arena *arena, struct audit_entry **entries, size_t *count,
                     struct error *error)
{
    *entries = NULL;
    *count = 0;
    while (rows_next(rows)) {
        struct audit_entry *larger = grow(arena, *entries, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *entries = larger;
        larger[(*count)++] = (struct audit_entry){.id = rows_int(rows, 0),
                                                  .at_ms = rows_time(rows, 1),
                                                  .actor_account = rows_uuid(rows, 2),
                                                  .actor_person = rows_uuid(rows, 3),
                                                  .actor_role = rows_text(rows, 4, arena),
                                                  .scope_name = rows_text(rows, 5, arena),
                                                  .action = rows_text(rows, 6, arena),
                                                  .subject = rows_uuid(rows, 7),
                                                  .person = rows_uuid(rows, 8)};
    }
    return rows_end(rows, error);
}

bool audit_list(struct db *db, struct arena *arena, const struct uuid *person, int64_t before, size_t limit,
                struct audit_entry **entries, size_t *count, struct error *error)
{
    struct rows rows;
    if (person == NULL || uuid_is_none(person))
        return query(db, &rows, error, AUDIT_COLUMNS "WHERE (? = 0 OR x.id < ?) ORDER BY x.id DESC LIMIT ?", "iii",
                     before, before, (int64_t)limit) &&
               read_all(&rows, arena, entries, count, error);
    return query(db, &rows, error,
                 AUDIT_COLUMNS "WHERE x.person_id = ? AND (? = 0 OR x.id < ?) ORDER BY x.id DESC LIMIT ?", "uiii",
                 person, before, before, (int64_t)limit) &&
           read_all(&rows, arena, entries, count, error);
}

bool audit_views(struct db *db, struct arena *arena, const struct uuid *person, int64_t before, size_t limit,
                 struct audit_entry **entries, size_t *count, struct error *error)
{
    struct rows rows;
    return query(db, &rows, error,
                 AUDIT_COLUMNS "WHERE x.person_id = ? AND (? = 0 OR x.id < ?) AND x.actor_account IS NOT NULL "
                               "AND (x.actor_person IS NULL OR x.actor_person <> x.person_id) "
                               "ORDER BY x.id DESC LIMIT ?",
                 "uiii", person, before, before, (int64_t)limit) &&
           read_all(&rows, arena, entries, count, error);
}

bool audit_add(struct db *db, const struct actor *actor, const char *action, const struct uuid *subject,
               const struct uuid *person, const char *centre, struct error *error)
{
    return record_audit(db, actor, action, subject, person, centre, error);
}
