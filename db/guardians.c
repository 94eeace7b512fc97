#include "db/guardians.h"

#include "db/handle.h"
#include "db/placing.h"
#include "db/record.h"
#include "db/statement.h"

static bool find_person(struct db *db, const unsigned char token_hash[32], struct uuid *person, struct error *error)
{
    struct rows rows;
    bool expired = false;
    if (!query(db, &rows, error,
               "SELECT l.about_id, l.expires_at < NOW(3) FROM link l JOIN guardian g ON g.person_id = l.about_id "
               "WHERE l.token_hash = ? AND l.purpose = 'guardian'",
               "h", token_hash))
        return false;
    bool found = rows_next(&rows);
    if (found) {
        *person = rows_uuid(&rows, 0);
        expired = rows_int(&rows, 1) != 0;
    }
    if (!rows_end(&rows, error))
        return false;
    if (!found)
        return error_set(error, ERROR_GONE, "link_unknown", "no such link");
    return !expired || error_set(error, ERROR_GONE, "link_expired", "link is over its time");
}

static bool read_centres(struct db *db, struct arena *arena, struct guardian_request *request, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT c.code, c.name, COALESCE(MAX(q.state = 'given'), 0) FROM centre c "
               "LEFT JOIN guardian_permission q ON q.centre_code = c.code AND q.person_id = ? "
               "AND q.school_year = YEAR(? - INTERVAL 8 MONTH) "
               "WHERE q.id IS NOT NULL OR c.code IN (SELECT centre_code FROM person_centre WHERE person_id = ?) "
               "GROUP BY c.code, c.name ORDER BY c.name",
               "udu", &request->person, moment_today(), &request->person))
        return false;
    while (rows_next(&rows)) {
        struct guardian_centre *centres = grow(arena, request->centres, request->centre_count, sizeof *centres, error);
        if (centres == NULL)
            break;
        request->centres = centres;
        centres[request->centre_count++] = (struct guardian_centre){
            .id = rows_text(&rows, 0, arena), .name = rows_text(&rows, 1, arena), .granted = rows_int(&rows, 2) != 0};
    }
    return rows_end(&rows, error);
}

bool guardian_request_read(struct db *db, struct arena *arena, const unsigned char token_hash[32],
                           struct guardian_request *request, struct error *error)
{
    struct rows rows;
    *request = (struct guardian_request){0};
    if (!find_person(db, token_hash, &request->person, error) ||
        !query(db, &rows, error,
               "SELECT p.first_name, g.name, g.language, "
               "CAST(CONCAT(YEAR(? - INTERVAL 8 MONTH) + 1, '-08-31') AS DATE), "
               "(SELECT CAST(value AS SIGNED) FROM setting WHERE name = 'minor_latest_end_minute') "
               "FROM person p JOIN guardian g ON g.person_id = p.id WHERE p.id = ?",
               "du", moment_today(), &request->person))
        return false;
    if (rows_next(&rows)) {
        request->child_first_name = rows_text(&rows, 0, arena);
        request->guardian_name = rows_text(&rows, 1, arena);
        request->language = rows_word(&rows, 2, language_words);
        request->school_year_end = rows_date(&rows, 3);
        request->latest_end_minute = (int32_t)rows_int(&rows, 4);
    }
    return rows_end(&rows, error) && read_centres(db, arena, request, error);
}

bool guardian_answer(struct db *db, const unsigned char token_hash[32], const struct codes *centres,
                     const char *request, struct error *error)
{
    struct uuid person;
    int32_t today = moment_today();
    if (!find_person(db, token_hash, &person, error) ||
        !execute(db, NULL, error, "UPDATE person SET version = version + 1 WHERE id = ?", "u", &person) ||
        !execute(db, NULL, error,
                 "UPDATE guardian_permission SET state = 'withdrawn', answered_at = NOW(3) WHERE person_id = ? "
                 "AND state = 'given' AND school_year = YEAR(? - INTERVAL 8 MONTH)",
                 "ud", &person, today))
        return false;
    for (size_t i = 0; i < centres->count; i++) {
        struct uuid id;
        new_id(&id);
        if (!execute(db, NULL, error,
                     "INSERT INTO guardian_permission (id, person_id, centre_code, school_year, state, valid_until, "
                     "answered_at) SELECT ?, p.id, ?, YEAR(? - INTERVAL 8 MONTH), 'given', "
                     "LEAST(CAST(CONCAT(YEAR(? - INTERVAL 8 MONTH) + 1, '-08-31') AS DATE), "
                     "p.birth_date + INTERVAL 18 YEAR - INTERVAL 1 DAY), NOW(3) FROM person p WHERE p.id = ? "
                     "AND p.birth_date IS NOT NULL "
                     "ON DUPLICATE KEY UPDATE state = 'given', answered_at = NOW(3)",
                     "usddu", &id, centres->items[i], today, today, &person))
            return false;
    }
    struct actor guardian = {.request = request};
    return placements_rejudge(db, &person, NULL, error) &&
           record_change(db, "person", &person, &person, NULL, NULL, error) &&
           record_audit(db, &guardian, "guardian_answer", &person, &person, NULL, error);
}
