#include "db/personal_codes.h"

#include "db/checks.h"
#include "db/origin.h"
#include "db/record.h"
#include "db/statement.h"

#define KEPT_UNTIL "COALESCE(q.entered_at, q.asked_at) + INTERVAL 14 DAY"
#define CODE_COLUMNS                                                                                                   \
    "SELECT q.person_id, p.first_name, p.birth_date, q.municipality_code, m.name, q.asked_at, " KEPT_UNTIL             \
    ", q.entered_at, q.sealed, p.foreign_citizen FROM personal_code q "                                                \
    "JOIN person p ON p.id = q.person_id AND p.state <> 'anonymised' "                                                 \
    "JOIN municipality m ON m.code = q.municipality_code "
/* Kept no longer than it says, whenever the sweep comes by. */
#define IN_TIME KEPT_UNTIL " > NOW(3) "
_Static_assert(CODE_DAYS == 14, "the SQL above says so, too");

static void read_code(struct rows *rows, struct arena *arena, struct personal_code *code)
{
    *code = (struct personal_code){.person = rows_uuid(rows, 0),
                                   .first_name = rows_text(rows, 1, arena),
                                   .has_birth_date = !rows_null(rows, 2),
                                   .birth_date = rows_date(rows, 2),
                                   .checker = rows_text(rows, 3, arena),
                                   .checker_name = rows_text(rows, 4, arena),
                                   .asked_at_ms = rows_time(rows, 5),
                                   .kept_until_ms = rows_time(rows, 6),
                                   .is_entered = !rows_null(rows, 7),
                                   .entered_at_ms = rows_time(rows, 7),
                                   .has_code = !rows_null(rows, 8),
                                   .foreign_citizen = rows_int(rows, 9) != 0};
    if (code->has_code)
        rows_copy(rows, 8, code->sealed, sizeof code->sealed);
}

/* The only row that there can be. */
static bool read_one_code(struct rows *rows, struct arena *arena, struct personal_code *code, bool *found,
                          struct error *error)
{
    *found = rows_next(rows);
    if (*found)
        read_code(rows, arena, code);
    return rows_end(rows, error);
}

static bool read_codes(struct rows *rows, struct arena *arena, struct personal_code **codes, size_t *count,
                       struct error *error)
{
    *codes = NULL;
    *count = 0;
    while (rows_next(rows)) {
        struct personal_code *larger = grow(arena, *codes, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *codes = larger;
        read_code(rows, arena, &larger[(*count)++]);
    }
    return rows_end(rows, error);
}

/* ---- Asking ------------------------------------------------------------------------------------------------------ */

/* The letter of a question that was just noted. */
static bool send_link(struct db *db, const struct uuid *id, const char *email, int language,
                      const struct link_secret *link, struct error *error)
{
    return execute(db, NULL, error, "DELETE FROM outbox WHERE event = 'personal_code' AND about_id = ?", "u", id) &&
           record_letter(db, "personal_code", id, email, language, link->text, 0, error);
}

struct asked {
    struct uuid id; /* of the question there is; none otherwise */
    char email[255];
    int language;
    bool is_entered, is_recent;
};

/* Locks the question, so that two acceptances at once ask once. */
static bool read_asked(struct db *db, const struct uuid *person, const char *checker, struct asked *asked,
                       struct error *error)
{
    struct rows rows;
    *asked = (struct asked){0};
    if (!query(db, &rows, error,
               "SELECT p.email, p.language, q.id, q.entered_at IS NOT NULL, q.asked_at > NOW(3) - INTERVAL 10 MINUTE "
               "FROM person p LEFT JOIN personal_code q ON q.person_id = p.id AND q.municipality_code = ? AND " IN_TIME
               "WHERE p.id = ? FOR UPDATE",
               "su", checker, person))
        return false;
    if (rows_next(&rows)) {
        if (!rows_null(&rows, 0))
            rows_copy(&rows, 0, asked->email, sizeof asked->email - 1);
        asked->language = rows_word(&rows, 1, language_words);
        asked->id = rows_uuid(&rows, 2);
        asked->is_entered = rows_int(&rows, 3) != 0;
        asked->is_recent = rows_int(&rows, 4) != 0;
    }
    return rows_end(&rows, error);
}

/* A question, in place of the one before it. */
static bool ask(struct db *db, const struct uuid *person, const char *checker, const struct asked *asked,
                const struct link_secret *link, struct error *error)
{
    struct uuid id;
    new_id(&id);
    return execute(db, NULL, error, "DELETE FROM personal_code WHERE person_id = ? AND municipality_code = ?", "us",
                   person, checker) &&
           execute(db, NULL, error,
                   "INSERT INTO personal_code (id, person_id, municipality_code, token_hash) VALUES (?, ?, ?, ?)",
                   "uush", &id, person, checker, link->hash) &&
           send_link(db, &id, asked->email, asked->language, link, error);
}

bool personal_code_ask_waiting(struct db *db, const struct uuid *person, const char *centre,
                               const struct link_secret *link, struct error *error)
{
    struct rows rows;
    struct asked asked;
    char checker[5] = "";
    if (!query(db, &rows, error,
               "SELECT c.municipality_code FROM centre c WHERE c.code = ? AND EXISTS (SELECT 1 FROM placement l "
               "WHERE l.person_id = ? AND l.centre_code = c.code AND l.state = 'awaiting' AND l.ends_at > NOW() "
               "AND l.children = 1 AND l.young = 0 AND l.check_id IS NULL)",
               "su", centre, person))
        return false;
    bool waits = rows_next(&rows);
    if (waits)
        rows_copy(&rows, 0, checker, sizeof checker - 1);
    if (!rows_end(&rows, error) || !waits)
        return !waits && error->kind == ERROR_NONE;
    if (!read_asked(db, person, checker, &asked, error))
        return false;
    return asked.email[0] == '\0' || !uuid_is_none(&asked.id) || ask(db, person, checker, &asked, link, error);
}

/* Somebody whom the actor may know of, and a municipality whose centre or whose self the actor works for: narrower than
 * what a coordinator reaches. */
static bool may_check(struct db *db, const struct actor *actor, const struct uuid *person, const char *checker,
                      struct error *error)
{
    int64_t one = 0;
    if (!check_person_known(db, actor, person, error))
        return false;
    if (query_int(db, &one, error,
                  "SELECT 1 FROM account_centre WHERE account_id = ? AND municipality_code = ? "
                  "AND role IN ('manager', 'specialist') LIMIT 1",
                  "us", &actor->account, checker))
        return true;
    return error_set(error, ERROR_FORBIDDEN, "not_your_municipality", "the checker is another's");
}

bool personal_code_ask(struct db *db, const struct actor *actor, const struct uuid *person, const char *checker,
                       const struct link_secret *link, struct error *error)
{
    struct asked asked;
    if (!may_check(db, actor, person, checker, error) || !read_asked(db, person, checker, &asked, error))
        return false;
    if (asked.is_entered)
        return error_set(error, ERROR_CONFLICT, "code_entered", "the code is there");
    if (asked.is_recent)
        return error_set(error, ERROR_CONFLICT, "asked_recently", "a letter has left within ten minutes");
    if (asked.email[0] == '\0')
        return error_set(error, ERROR_CONFLICT, "no_email", "nowhere to write to");
    return ask(db, person, checker, &asked, link, error) &&
           record_audit(db, actor, "personal_code_ask", NULL, person, NULL, error);
}

/* ---- The person -------------------------------------------------------------------------------------------------- */

bool personal_code_by_link(struct db *db, struct arena *arena, const unsigned char token_hash[32],
                           struct personal_code *code, struct error *error)
{
    struct rows rows;
    bool found;
    if (!query(db, &rows, error, CODE_COLUMNS "WHERE q.token_hash = ? FOR UPDATE", "h", token_hash))
        return false;
    if (!read_one_code(&rows, arena, code, &found, error))
        return false;
    if (!found)
        return error_set(error, ERROR_GONE, "link_unknown", "no such link, or it is used");
    int64_t one = 0;
    bool in_time = query_int(db, &one, error, "SELECT 1 FROM personal_code q WHERE q.token_hash = ? AND " IN_TIME, "h",
                             token_hash);
    if (error->kind != ERROR_NONE)
        return false;
    return in_time || error_set(error, ERROR_GONE, "link_expired", "link is over its time");
}

bool personal_code_enter(struct db *db, const struct personal_code *code, const unsigned char sealed[SEALED_CODE_BYTES],
                         bool foreign_citizen, const char *request, struct error *error)
{
    struct actor self = {.person = code->person, .request = request};
    return execute(db, NULL, error,
                   "UPDATE personal_code SET sealed = ?, entered_at = NOW(3), token_hash = NULL "
                   "WHERE person_id = ? AND municipality_code = ?",
                   "bus", sealed, (size_t)SEALED_CODE_BYTES, &code->person, code->checker) &&
           person_set_foreign(db, &code->person, foreign_citizen, error) &&
           record_audit(db, &self, "personal_code_enter", NULL, &code->person, NULL, error);
}

bool personal_codes_of(struct db *db, struct arena *arena, const struct uuid *person, struct personal_code **codes,
                       size_t *count, struct error *error)
{
    struct rows rows;
    return query(db, &rows, error, CODE_COLUMNS "WHERE q.person_id = ? AND " IN_TIME "ORDER BY m.name", "u", person) &&
           read_codes(&rows, arena, codes, count, error);
}

bool personal_code_erase_own(struct db *db, const struct actor *person, const char *checker, struct error *error)
{
    uint64_t erased = 0;
    if (!execute(db, &erased, error, "DELETE FROM personal_code WHERE person_id = ? AND municipality_code = ?", "us",
                 &person->person, checker))
        return false;
    if (erased == 0)
        return error_set(error, ERROR_NOT_FOUND, "no_personal_code", "nothing is kept there");
    return record_audit(db, person, "personal_code_erase", NULL, &person->person, NULL, error);
}

/* ---- The checking municipality ----------------------------------------------------------------------------------- */

bool personal_codes_seen_by(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *person,
                            struct personal_code **codes, size_t *count, struct error *error)
{
    struct rows rows;
    return query(db, &rows, error,
                 CODE_COLUMNS "WHERE q.person_id = ? AND q.municipality_code IN (SELECT r.municipality_code "
                              "FROM account_centre r WHERE r.account_id = ? AND r.role IN ('manager', 'specialist')) "
                              "AND " IN_TIME "ORDER BY m.name",
                 "uu", person, &actor->account) &&
           read_codes(&rows, arena, codes, count, error);
}

bool personal_code_see(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *person,
                       const char *checker, struct personal_code *code, struct error *error)
{
    struct rows rows;
    bool found;
    if (!may_check(db, actor, person, checker, error) ||
        !query(db, &rows, error,
               CODE_COLUMNS "WHERE q.person_id = ? AND q.municipality_code = ? AND q.sealed IS NOT NULL AND " IN_TIME,
               "us", person, checker))
        return false;
    if (!read_one_code(&rows, arena, code, &found, error))
        return false;
    if (!found)
        return error_set(error, ERROR_NOT_FOUND, "no_personal_code", "not entered, or erased");
    return record_audit(db, actor, "personal_code_see", NULL, person, NULL, error);
}

bool personal_code_settle(struct db *db, const struct uuid *person, const char *checker, struct error *error)
{
    return execute(db, NULL, error,
                   "DELETE FROM personal_code WHERE person_id = ? AND (? IS NULL OR municipality_code = ?)", "uss",
                   person, checker, checker);
}
