#include "db/guardians.h"

#include "db/handle.h"
#include "db/links.h"
#include "db/minors.h"
#include "db/placing.h"
#include "db/record.h"
#include "db/statement.h"

static bool find_person(struct db *db, const unsigned char token_hash[32], struct uuid *person, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT l.about_id, l.expires_at < NOW(3) FROM link l JOIN guardian g ON g.person_id = l.about_id "
               "WHERE l.token_hash = ? AND l.purpose = 'guardian'",
               "h", token_hash))
        return false;
    struct link_state link = {.known = rows_next(&rows)};
    if (link.known) {
        *person = rows_uuid(&rows, 0);
        link.expired = rows_int(&rows, 1) != 0;
    }
    return rows_end(&rows, error) && link_holds(link, error);
}

/* The last school year (by the calendar year it begins in) that an answer of `today` speaks of: towards the end of
 * August both the one that ends and the one that begins. */
static bool read_years(struct db *db, int32_t today, int32_t *first, int32_t *last, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT YEAR(? - INTERVAL 8 MONTH), YEAR(? + INTERVAL COALESCE((SELECT CAST(value AS SIGNED) "
               "FROM setting WHERE name = 'guardian_ask_days'), 17) DAY - INTERVAL 8 MONTH)",
               "dd", today, today))
        return false;
    if (rows_next(&rows)) {
        *first = (int32_t)rows_int(&rows, 0);
        *last = (int32_t)rows_int(&rows, 1);
    }
    return rows_end(&rows, error);
}

static bool read_centres(struct db *db, struct arena *arena, int32_t year, struct guardian_request *request,
                         struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT c.code, c.name, COALESCE(MAX(q.state = 'given'), 0) FROM centre c "
               "LEFT JOIN guardian_permission q ON q.centre_code = c.code AND q.person_id = ? "
               "AND q.school_year = ? "
               "WHERE q.id IS NOT NULL OR c.code IN (SELECT centre_code FROM person_centre WHERE person_id = ?) "
               "GROUP BY c.code, c.name ORDER BY c.name",
               "uiu", &request->person, (int64_t)year, &request->person))
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

bool guardian_request_read(struct db *db, struct arena *arena, const unsigned char token_hash[32], int32_t today,
                           struct guardian_request *request, struct error *error)
{
    struct rows rows;
    int32_t first = 0, last = 0;
    *request = (struct guardian_request){0};
    struct minor_hours hours;
    if (!find_person(db, token_hash, &request->person, error) || !read_years(db, today, &first, &last, error) ||
        !minor_hours_read(db, &hours, error) ||
        !query(db, &rows, error,
               "SELECT p.first_name, g.name, g.language, CAST(CONCAT(? + 1, '-08-31') AS DATE) "
               "FROM person p JOIN guardian g ON g.person_id = p.id WHERE p.id = ?",
               "iu", (int64_t)last, &request->person))
        return false;
    if (rows_next(&rows)) {
        request->child_first_name = rows_text(&rows, 0, arena);
        request->guardian_name = rows_text(&rows, 1, arena);
        request->language = rows_word(&rows, 2, language_words);
        request->school_year_end = rows_date(&rows, 3);
        request->latest_end_minute = hours.latest_end_minute;
    }
    return rows_end(&rows, error) && read_centres(db, arena, last, request, error);
}

static bool permit(struct db *db, const struct uuid *person, const char *centre, int32_t year, struct error *error)
{
    struct uuid id;
    new_id(&id);
    return execute(db, NULL, error,
                   "INSERT INTO guardian_permission (id, person_id, centre_code, school_year, state, valid_until, "
                   "answered_at) SELECT ?, p.id, ?, ?, 'given', LEAST(CAST(CONCAT(? + 1, '-08-31') AS DATE), "
                   "p.birth_date + INTERVAL 18 YEAR - INTERVAL 1 DAY), NOW(3) FROM person p WHERE p.id = ? "
                   "AND p.birth_date IS NOT NULL "
                   "ON DUPLICATE KEY UPDATE state = 'given', answered_at = NOW(3)",
                   "usiiu", &id, centre, (int64_t)year, (int64_t)year, person);
}

bool guardian_answer(struct db *db, const unsigned char token_hash[32], const struct codes *centres, int32_t today,
                     const char *request, struct error *error)
{
    struct uuid person;
    int32_t first = 0, last = 0;
    if (!find_person(db, token_hash, &person, error) || !read_years(db, today, &first, &last, error) ||
        !execute(db, NULL, error, "UPDATE person SET version = version + 1 WHERE id = ?", "u", &person) ||
        !execute(db, NULL, error,
                 "UPDATE guardian_permission SET state = 'withdrawn', answered_at = NOW(3) WHERE person_id = ? "
                 "AND state IN ('asked', 'given') AND school_year BETWEEN ? AND ?",
                 "uii", &person, (int64_t)first, (int64_t)last))
        return false;
    for (int32_t year = first; year <= last; year++)
        for (size_t i = 0; i < centres->count; i++)
            if (!permit(db, &person, centres->items[i], year, error))
                return false;
    struct actor guardian = {.request = request};
    return placements_rejudge(db, &person, NULL, error) &&
           record_change(db, "person", &person, &person, NULL, NULL, error) &&
           record_audit(db, &guardian, "guardian_answer", &person, &person, NULL, error);
}

/* ---- Asking ------------------------------------------------------------------------------------------------------ */

/* One row "asked" for each centre that the person chose, was permitted, or is asked by. It ends with the school year or
 * on the day before the 18th birthday. */
static bool note_asked(struct db *db, const struct uuid *person, const char *centre, int32_t year, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT IGNORE INTO guardian_permission (id, person_id, centre_code, school_year, valid_until) "
                   "SELECT UNHEX(REPLACE(UUID(), '-', '')), p.id, c.code, ?, "
                   "LEAST(CAST(CONCAT(? + 1, '-08-31') AS DATE), p.birth_date + INTERVAL 18 YEAR - INTERVAL 1 DAY) "
                   "FROM person p JOIN centre c WHERE p.id = ? AND (c.code = ? "
                   "OR c.code IN (SELECT centre_code FROM person_centre WHERE person_id = p.id) "
                   "OR c.code IN (SELECT centre_code FROM guardian_permission WHERE person_id = p.id "
                   "AND state = 'given'))",
                   "iius", (int64_t)year, (int64_t)year, person, centre);
}

/* A new link; those before it end. */
static bool send_link(struct db *db, const struct uuid *person, const char *email, int language,
                      const struct link_secret *link, struct error *error)
{
    return execute(db, NULL, error,
                   "UPDATE link SET expires_at = NOW(3) - INTERVAL 1 SECOND WHERE purpose = 'guardian' "
                   "AND about_id = ? AND expires_at > NOW(3)",
                   "u", person) &&
           execute(db, NULL, error,
                   "INSERT INTO link (token_hash, purpose, about_id, expires_at) VALUES (?, 'guardian', ?, ?)", "hut",
                   link->hash, person, link->expires_at_ms) &&
           execute(db, NULL, error, "DELETE FROM outbox WHERE event = 'guardian' AND about_id = ?", "u", person) &&
           record_letter(db, "guardian", person, email, language, link->text, 0, error);
}

bool guardian_ask(struct db *db, const struct uuid *person, const char *centre, const struct link_secret *link,
                  int32_t today, struct error *error)
{
    struct rows rows;
    char email[255] = "";
    int language = 0;
    int32_t first = 0, last = 0;
    if (!query(db, &rows, error,
               "SELECT g.email, g.language FROM guardian g JOIN person p ON p.id = g.person_id "
               "WHERE g.person_id = ? AND TIMESTAMPDIFF(YEAR, p.birth_date, ?) < 18",
               "ud", person, today))
        return false;
    bool found = rows_next(&rows);
    if (found) {
        rows_copy(&rows, 0, email, sizeof email - 1);
        language = rows_word(&rows, 1, language_words);
    }
    if (!rows_end(&rows, error))
        return false;
    if (!found)
        return true; /* of age, or nobody to ask */
    if (!read_years(db, today, &first, &last, error))
        return false;
    for (int32_t year = first; year <= last; year++)
        if (!note_asked(db, person, centre, year, error))
            return false;
    return send_link(db, person, email, language, link, error);
}

bool guardians_renew(struct db *db, const struct link_secret *links, size_t count, int32_t today, size_t *asked,
                     struct error *error)
{
    enum { BATCH_MAX = 50 };
    struct uuid people[BATCH_MAX];
    struct rows rows;
    int32_t first = 0, last = 0;
    static const struct actor service;
    *asked = 0;
    if (!read_years(db, today, &first, &last, error) ||
        !query(db, &rows, error,
               "SELECT p.id FROM person p JOIN guardian g ON g.person_id = p.id "
               "WHERE p.state IN ('confirmed', 'active', 'paused') "
               "AND p.birth_date + INTERVAL 18 YEAR > CAST(CONCAT(?, '-09-01') AS DATE) "
               "AND EXISTS (SELECT 1 FROM guardian_permission q WHERE q.person_id = p.id AND q.state = 'given' "
               "AND q.school_year = ?) AND NOT EXISTS (SELECT 1 FROM guardian_permission q WHERE q.person_id = p.id "
               "AND q.school_year = ?) ORDER BY p.id LIMIT ? FOR UPDATE",
               "iiii", (int64_t)last, (int64_t)last - 1, (int64_t)last,
               (int64_t)(count < BATCH_MAX ? count : BATCH_MAX)))
        return false;
    while (*asked < BATCH_MAX && rows_next(&rows))
        people[(*asked)++] = rows_uuid(&rows, 0);
    if (!rows_end(&rows, error))
        return false;
    for (size_t i = 0; i < *asked; i++)
        if (!guardian_ask(db, &people[i], NULL, &links[i], today, error) ||
            !record_audit(db, &service, "guardian_renew", &people[i], &people[i], NULL, error))
            return false;
    return true;
}
