/* Changing, pausing and leaving; the calendar's secret; consents. */
#include "db/people.h"

#include "db/letters.h"
#include "db/people_rows.h"
#include "db/placing.h"
#include "db/record.h"
#include "db/statement.h"

bool person_update(struct db *db, const struct actor *actor, int64_t version, const struct person_fields *fields,
                   struct error *error)
{
    uint64_t matched = 0;
    if (!execute(db, &matched, error,
                 "UPDATE person SET version = version + 1 WHERE id = ? AND state <> 'anonymised' "
                 "AND (? = 0 OR version = ?)",
                 "uii", &actor->person, version, version))
        return false;
    if (matched == 0)
        return error_set(error, ERROR_STALE, "stale_version", "the profile has changed");
    return person_store(db, &actor->person, fields, error) &&
           record_change(db, "person", &actor->person, &actor->person, NULL, NULL, error) &&
           record_audit(db, actor, "person_update", &actor->person, &actor->person, NULL, error);
}

bool person_create(struct db *db, const struct actor *actor, const struct uuid *id, int kind, const char *home_centre,
                   const char *email, const struct person_fields *fields, struct error *error)
{
    return execute(
               db, NULL, error,
               "INSERT INTO person (id, state, first_name, last_name, email) VALUES (?, 'active', '', '', LOWER(?))",
               "us", id, email) &&
           execute(db, NULL, error,
                   "INSERT INTO membership (person_id, kind, centre_code, since) VALUES (?, ?, ?, UTC_DATE())", "uss",
                   id, person_kind_words[kind], home_centre) &&
           person_store(db, id, fields, error) && record_change(db, "person", id, id, NULL, home_centre, error) &&
           record_audit(db, actor, "person_create", id, id, home_centre, error);
}

/* The centres that wait for an answer, or to give one, learn that it is over: as if declined and taken back. */
static bool tell_open_questions(struct db *db, const struct uuid *person, struct error *error)
{
    enum { OFFERS_MAX = 200 };
    struct uuid offers[OFFERS_MAX];
    struct rows rows;
    size_t count = 0;
    if (!execute(db, NULL, error,
                 "INSERT INTO outbox (id, event, about_id, recipient, language) "
                 "SELECT UNHEX(REPLACE(UUID(), '-', '')), 'invitation_declined', i.id, a.email, a.language "
                 "FROM invitation i JOIN need n ON n.id = i.need_id "
                 "JOIN account_role r ON r.role = 'manager' AND r.centre_code = n.centre_code "
                 "JOIN account a ON a.id = r.account_id AND a.state = 'active' "
                 "WHERE i.person_id = ? AND i.state = 'sent' ON DUPLICATE KEY UPDATE attempts = outbox.attempts",
                 "u", person) ||
        !query(db, &rows, error, "SELECT id FROM offer WHERE person_id = ? AND state = 'sent' LIMIT 200", "u", person))
        return false;
    while (count < OFFERS_MAX && rows_next(&rows))
        offers[count++] = rows_uuid(&rows, 0);
    bool done = rows_end(&rows, error);
    for (size_t i = 0; done && i < count; i++)
        done = letters_of_offer_end(db, &offers[i], error);
    return done;
}

/* Open invitations and offers of a person end; their letters that wait are not sent. */
static bool end_open_questions(struct db *db, const struct uuid *person, struct error *error)
{
    return tell_open_questions(db, person, error) &&
           execute(db, NULL, error,
                   "DELETE o FROM outbox o JOIN invitation i ON i.id = o.about_id WHERE o.event = 'invitation' "
                   "AND o.state = 'waiting' AND i.person_id = ? AND i.state = 'sent'",
                   "u", person) &&
           execute(db, NULL, error,
                   "INSERT INTO change_entry (kind, subject_id, person_id, need_id, centre_code) "
                   "SELECT 'invitation', i.id, i.person_id, i.need_id, n.centre_code FROM invitation i "
                   "JOIN need n ON n.id = i.need_id WHERE i.person_id = ? AND i.state = 'sent'",
                   "u", person) &&
           execute(db, NULL, error,
                   "UPDATE invitation SET state = 'withdrawn', answered_at = NOW(3), version = version + 1 "
                   "WHERE person_id = ? AND state = 'sent'",
                   "u", person) &&
           execute(db, NULL, error,
                   "INSERT INTO change_entry (kind, subject_id, person_id, need_id, centre_code) "
                   "SELECT 'offer', f.id, f.person_id, f.need_id, n.centre_code FROM offer f "
                   "JOIN need n ON n.id = f.need_id WHERE f.person_id = ? AND f.state = 'sent'",
                   "u", person) &&
           execute(db, NULL, error,
                   "UPDATE offer SET state = 'withdrawn', answered_at = NOW(3), version = version + 1 "
                   "WHERE person_id = ? AND state = 'sent'",
                   "u", person);
}

bool person_pause(struct db *db, const struct actor *actor, bool paused, struct error *error)
{
    uint64_t matched = 0;
    if (!execute(db, &matched, error,
                 "UPDATE person SET state = ?, version = version + 1 WHERE id = ? "
                 "AND state IN ('confirmed', 'active', 'paused')",
                 "su", paused ? "paused" : "active", &actor->person))
        return false;
    if (matched == 0)
        return error_set(error, ERROR_NOT_FOUND, "unknown_person", "no such person");
    return (!paused || end_open_questions(db, &actor->person, error)) &&
           record_change(db, "person", &actor->person, &actor->person, NULL, NULL, error) &&
           record_audit(db, actor, paused ? "person_pause" : "person_resume", &actor->person, &actor->person, NULL,
                        error);
}

/* What is to come is cancelled, and the centres hear of it. */
static bool cancel_coming(struct db *db, const struct uuid *person, struct error *error)
{
    static const char coming[] = "INSERT INTO change_entry (kind, subject_id, person_id, need_id, centre_code) "
                                 "SELECT 'placement', id, person_id, need_id, centre_code FROM placement "
                                 "WHERE person_id = ? AND state IN ('awaiting', 'agreed') AND ends_at > NOW()";
    static const char cancel[] = "UPDATE placement SET state = 'cancelled', cancelled_by = 'person', "
                                 "version = version + 1 WHERE person_id = ? AND state IN ('awaiting', 'agreed') "
                                 "AND ends_at > NOW()";
    static const char reopen[] =
        "UPDATE need SET state = 'open' WHERE state = 'filled' AND id IN (SELECT need_id FROM placement "
        "WHERE person_id = ? AND state = 'cancelled' AND ends_at > NOW()) AND id IN (SELECT need_id FROM shift "
        "WHERE state = 'open' AND taken < seats AND ends_at > NOW())";
    struct told told = {0};
    bool done = told_by_person(db, person, &told, error) &&
                letters_write(db, &told, 0, "placement_withdrawn", LETTER_CENTRE, error) &&
                execute(db, NULL, error, coming, "u", person) && execute(db, NULL, error, cancel, "u", person) &&
                execute(db, NULL, error, reopen, "u", person) && supervision_follows_person(db, person, error);
    told_free(&told);
    return done;
}

/* The last letters: to the one who leaves, and to the guardian whose name and address go too. Written before both are
 * forgotten; their rows go as soon as they are sent (sweep_expired). */
static bool say_goodbye(struct db *db, const struct uuid *person, struct error *error)
{
    return letter_to_person(db, "profile_deleted", person, person, error) &&
           execute(db, NULL, error,
                   "INSERT INTO outbox (id, event, about_id, recipient, language) "
                   "SELECT UNHEX(REPLACE(UUID(), '-', '')), 'guardian_released', person_id, email, language "
                   "FROM guardian WHERE person_id = ? ON DUPLICATE KEY UPDATE attempts = outbox.attempts",
                   "u", person);
}

bool person_forget(struct db *db, const struct actor *actor, const struct uuid *person, struct error *error)
{
    static const char *const lists[] = {
        "DELETE o FROM outbox o JOIN person p ON p.email = o.recipient WHERE p.id = ? AND o.event <> 'profile_deleted'",
        "DELETE FROM outbox WHERE event = 'guardian' AND about_id = ?", /* they went to another address */
        "DELETE o FROM outbox o JOIN guardian g ON g.email = o.recipient WHERE g.person_id = ? AND o.event IN "
        "('guardian_agreed', 'guardian_cancelled') AND o.about_id IN (SELECT id FROM placement WHERE person_id = "
        "g.person_id)",
        "DELETE FROM person_skill WHERE person_id = ?",
        "DELETE FROM person_want WHERE person_id = ?",
        "DELETE FROM person_word WHERE person_id = ?",
        "DELETE FROM person_centre WHERE person_id = ?",
        "DELETE FROM person_availability WHERE person_id = ?",
        "DELETE FROM person_exception WHERE person_id = ?",
        "DELETE FROM guardian WHERE person_id = ?",
        "DELETE FROM personal_code WHERE person_id = ?",
        "DELETE FROM session WHERE person_id = ?",
        "DELETE FROM link WHERE about_id = ?",
        "DELETE k FROM link k JOIN invitation i ON i.id = k.about_id WHERE k.purpose = 'invitation' AND i.person_id = "
        "?",
        "DELETE FROM registration WHERE person_id = ?",
        "DELETE r FROM registration r JOIN person p ON p.email = r.email WHERE p.id = ?", /* sent in, not confirmed */
        "UPDATE guardian_permission SET state = 'withdrawn' WHERE person_id = ?",
        "DELETE FROM pairing_pair WHERE person_id = ?",
        "DELETE FROM pairing_rule WHERE person_id = ?",
        /* What a worker told of visits and of days: illness among it. */
        "DELETE FROM visit_journal WHERE person_id = ?",
        "DELETE FROM visit_report WHERE person_id = ?",
        "DELETE FROM round_day_off WHERE person_id = ?",
        "DELETE FROM round_worker_want WHERE person_id = ?",
        "UPDATE round_worker SET max_minutes = NULL WHERE person_id = ?",
    };
    if (!end_open_questions(db, person, error) || !cancel_coming(db, person, error) || !say_goodbye(db, person, error))
        return false;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (!execute(db, NULL, error, lists[i], "u", person))
            return false;
    uint64_t matched = 0;
    if (!execute(db, &matched, error,
                 "UPDATE person SET state = 'anonymised', first_name = '', last_name = '', birth_date = NULL, "
                 "email = NULL, phone = NULL, about = NULL, settlement_id = NULL, lat = NULL, lon = NULL, "
                 "reach_m = NULL, commitment = NULL, hours_per_week = NULL, calendar_secret = NULL, "
                 "foreign_citizen = 0, version = version + 1 WHERE id = ? AND state <> 'anonymised'",
                 "u", person))
        return false;
    if (matched == 0)
        return error_set(error, ERROR_NOT_FOUND, "unknown_person", "no such person");
    return record_change(db, "person", person, person, NULL, NULL, error) &&
           record_audit(db, actor, "person_forget", person, person, NULL, error);
}

bool person_calendar_secret(struct db *db, struct arena *arena, const struct actor *actor, const char *fresh,
                            bool rotate, const char **secret, struct error *error)
{
    if (!execute(db, NULL, error,
                 "UPDATE person SET calendar_secret = ? WHERE id = ? AND (? OR calendar_secret IS NULL)", "sui", fresh,
                 &actor->person, (int64_t)rotate))
        return false;
    struct rows rows;
    if (!query(db, &rows, error, "SELECT calendar_secret FROM person WHERE id = ?", "u", &actor->person))
        return false;
    *secret = rows_next(&rows) ? rows_text(&rows, 0, arena) : NULL;
    if (!rows_end(&rows, error))
        return false;
    if (*secret == NULL)
        return error_set(error, ERROR_NOT_FOUND, "unknown_person", "no such person");
    return !rotate || record_audit(db, actor, "calendar_rotate", &actor->person, &actor->person, NULL, error);
}

bool person_by_calendar(struct db *db, const char *secret, struct uuid *person, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error, "SELECT id FROM person WHERE calendar_secret = ?", "s", secret))
        return false;
    bool found = rows_next(&rows);
    if (found)
        *person = rows_uuid(&rows, 0);
    if (!rows_end(&rows, error))
        return false;
    return found || error_set(error, ERROR_NOT_FOUND, "unknown_calendar", "no such calendar");
}

bool consents_list(struct db *db, struct arena *arena, const struct uuid *person, struct consent_entry **entries,
                   size_t *count, struct error *error)
{
    struct rows rows;
    *entries = NULL;
    *count = 0;
    if (!query(
            db, &rows, error,
            "SELECT purpose, text_version, given_at, withdrawn_at FROM consent WHERE person_id = ? ORDER BY given_at",
            "u", person))
        return false;
    while (rows_next(&rows)) {
        struct consent_entry *larger = grow(arena, *entries, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *entries = larger;
        larger[(*count)++] = (struct consent_entry){.purpose = rows_text(&rows, 0, arena),
                                                    .text_version = rows_text(&rows, 1, arena),
                                                    .given_at_ms = rows_time(&rows, 2),
                                                    .has_withdrawn_at = !rows_null(&rows, 3),
                                                    .withdrawn_at_ms = rows_time(&rows, 3)};
    }
    return rows_end(&rows, error);
}
