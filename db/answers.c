/* What a centre's manager reads first: offers that wait for a decision, who answered, and what somebody has done here.
 */
#include "db/answers.h"

#include "db/record.h"
#include "db/statement.h"

static bool reaches(struct db *db, const struct actor *actor, const char *centre, struct error *error)
{
    int64_t one = 0;
    if (query_int(db, &one, error, "SELECT 1 FROM account_centre WHERE account_id = ? AND centre_code = ? LIMIT 1",
                  "us", &actor->account, centre))
        return true;
    return error_set(error, ERROR_NOT_FOUND, "unknown_centre", "no such centre, or not the actor's");
}

/* Both kinds in one shape; the shift is the first of those asked for or offered. A name is shown of who said yes. */
#define ANSWERS                                                                                                        \
    "SELECT i.id, i.need_id, i.person_id, 'invitation' AS kind, i.state AS state, i.decline_reason, p.first_name, "    \
    "IF(i.state = 'accepted', TRIM(CONCAT(p.first_name, ' ', p.last_name)), NULL), i.answered_at AS said_at, "         \
    "n.activity, s.starts_at, s.ends_at, "                                                                             \
    "(SELECT COUNT(*) FROM invitation_shift x WHERE x.invitation_id = i.id), 0 "                                       \
    "FROM invitation i JOIN need n ON n.id = i.need_id JOIN person p ON p.id = i.person_id "                           \
    "LEFT JOIN shift s ON s.id = (SELECT y.id FROM invitation_shift x JOIN shift y ON y.id = x.shift_id "              \
    "WHERE x.invitation_id = i.id ORDER BY y.starts_at LIMIT 1) WHERE n.centre_code = ? "                              \
    "AND i.state IN ('accepted', 'declined') AND p.state <> 'anonymised' AND i.answered_at > NOW(3) - INTERVAL ? DAY " \
    "UNION ALL SELECT f.id, f.need_id, f.person_id, 'offer', f.state, NULL, p.first_name, "                            \
    "IF(p.state = 'anonymised', NULL, TRIM(CONCAT(p.first_name, ' ', p.last_name))), "                                 \
    "COALESCE(f.answered_at, f.created_at), n.activity, s.starts_at, s.ends_at, "                                      \
    "(SELECT COUNT(*) FROM offer_shift x WHERE x.offer_id = f.id), "                                                   \
    "n.children AND f.state = 'sent' AND NOT EXISTS (SELECT 1 FROM background_check b WHERE b.person_id = "            \
    "f.person_id "                                                                                                     \
    "AND b.result = 'permitted' AND b.checked_on <= s.day AND b.valid_until >= s.day) "                                \
    "FROM offer f JOIN need n ON n.id = f.need_id JOIN person p ON p.id = f.person_id "                                \
    "LEFT JOIN shift s ON s.id = (SELECT y.id FROM offer_shift x JOIN shift y ON y.id = x.shift_id "                   \
    "WHERE x.offer_id = f.id ORDER BY y.starts_at LIMIT 1) WHERE n.centre_code = ? "                                   \
    "AND (f.state = 'sent' AND n.state <> 'closed' OR f.state = 'accepted' "                                           \
    "AND p.state <> 'anonymised' AND f.answered_at > NOW(3) - INTERVAL ? DAY) ORDER BY (state = 'sent') DESC, "        \
    "said_at DESC, 1 LIMIT 200"

bool answers_of_centre(struct db *db, struct arena *arena, const struct actor *actor, const char *centre,
                       struct centre_answer **answers, size_t *count, struct error *error)
{
    struct rows rows;
    *answers = NULL;
    *count = 0;
    if (!reaches(db, actor, centre, error) ||
        !query(db, &rows, error, ANSWERS, "sisi", centre, (int64_t)ANSWERS_DAYS, centre, (int64_t)ANSWERS_DAYS))
        return false;
    while (rows_next(&rows)) {
        struct centre_answer *larger = grow(arena, *answers, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *answers = larger;
        larger[(*count)++] = (struct centre_answer){.id = rows_uuid(&rows, 0),
                                                    .need = rows_uuid(&rows, 1),
                                                    .person = rows_uuid(&rows, 2),
                                                    .kind = rows_word(&rows, 3, invitation_kind_words),
                                                    .state = rows_word(&rows, 4, invitation_state_words),
                                                    .reason = rows_word(&rows, 5, decline_reason_words),
                                                    .first_name = rows_text(&rows, 6, arena),
                                                    .name = rows_text(&rows, 7, arena),
                                                    .said_at_ms = rows_time(&rows, 8),
                                                    .activity = rows_text(&rows, 9, arena),
                                                    .has_shift = !rows_null(&rows, 10),
                                                    .from_ms = rows_time(&rows, 10),
                                                    .to_ms = rows_time(&rows, 11),
                                                    .shift_count = (int32_t)rows_int(&rows, 12),
                                                    .check_needed = rows_int(&rows, 13) != 0};
    }
    if (!rows_end(&rows, error))
        return false;
    for (size_t i = 0; i < *count; i++)
        if ((*answers)[i].name != NULL && !record_seen(db, actor, centre, &(*answers)[i].person, error))
            return false;
    return true;
}

bool service_record_read(struct db *db, struct arena *arena, const struct actor *actor, const char *centre,
                         const struct uuid *person, struct service_record *record, struct error *error)
{
    struct rows rows;
    *record = (struct service_record){.person = *person, .centre = centre};
    if (!reaches(db, actor, centre, error) ||
        !query(
            db, &rows, error,
            "SELECT TRIM(CONCAT(p.first_name, ' ', p.last_name)), c.name, m.name, n.activity, l.starts_at, l.ends_at, "
            "l.minutes FROM placement l JOIN person p ON p.id = l.person_id JOIN need n ON n.id = l.need_id "
            "JOIN centre c ON c.code = l.centre_code JOIN municipality m ON m.code = c.municipality_code "
            "WHERE l.person_id = ? AND l.centre_code = ? AND l.state = 'done' AND p.state <> 'anonymised' "
            "ORDER BY l.starts_at LIMIT 2000",
            "us", person, centre))
        return false;
    while (rows_next(&rows)) {
        struct service_entry *larger = grow(arena, record->entries, record->count, sizeof *larger, error);
        if (larger == NULL)
            break;
        if (record->count == 0) {
            record->name = rows_text(&rows, 0, arena);
            record->centre_name = rows_text(&rows, 1, arena);
            record->municipality_name = rows_text(&rows, 2, arena);
        }
        record->entries = larger;
        larger[record->count] = (struct service_entry){.activity = rows_text(&rows, 3, arena),
                                                       .from_ms = rows_time(&rows, 4),
                                                       .to_ms = rows_time(&rows, 5),
                                                       .minutes = (int32_t)rows_int(&rows, 6)};
        record->minutes += larger[record->count++].minutes;
    }
    if (!rows_end(&rows, error))
        return false;
    if (record->count == 0)
        return error_set(error, ERROR_NOT_FOUND, "unknown_person", "nobody who has helped at this centre");
    return record_seen(db, actor, centre, person, error);
}
