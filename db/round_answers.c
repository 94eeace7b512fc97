#include "db/round_answers.h"

#include <string.h>

#include "db/record.h"
#include "db/rounds_rows.h"
#include "db/statement.h"

/* The dearest wish is worth nearly a visit, the eighth is still worth a detour. */
enum { FIRST_WANT_POINTS = 400, WANT_STEP_POINTS = 50, LAST_WANT_POINTS = 50 };

int32_t round_want_points(size_t place)
{
    int32_t points = FIRST_WANT_POINTS - (int32_t)place * WANT_STEP_POINTS;
    return points > LAST_WANT_POINTS ? points : LAST_WANT_POINTS;
}

static bool ask_each(struct db *db, const struct uuid *id, struct error *error)
{
    return execute(db, NULL, error,
                   "UPDATE round_worker w JOIN round_centre c ON c.round_id = w.round_id "
                   "AND c.centre_code = w.home_centre AND c.takes_part = 1 SET w.asked_at = NOW(3) "
                   "WHERE w.round_id = ? AND w.takes_part = 1 AND w.answered_at IS NULL",
                   "u", id) &&
           execute(db, NULL, error, "DELETE FROM outbox WHERE event = 'round_questions' AND about_id = ?", "u", id) &&
           execute(db, NULL, error,
                   "INSERT INTO outbox (id, event, about_id, recipient, language) "
                   "SELECT UNHEX(REPLACE(UUID(), '-', '')), 'round_questions', w.round_id, p.email, p.language "
                   "FROM round_worker w JOIN person p ON p.id = w.person_id WHERE w.round_id = ? "
                   "AND w.asked_at IS NOT NULL AND w.answered_at IS NULL AND p.email IS NOT NULL "
                   "ON DUPLICATE KEY UPDATE attempts = outbox.attempts",
                   "u", id) &&
           execute(db, NULL, error,
                   "INSERT INTO change_entry (kind, subject_id, person_id) SELECT 'round', round_id, person_id "
                   "FROM round_worker WHERE round_id = ? AND asked_at IS NOT NULL",
                   "u", id);
}

bool round_ask_workers(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version,
                       int32_t answer_by, struct error *error)
{
    int state = ROUND_DRAFT;
    int64_t asked = 0;
    if (!round_lock(db, actor, id, version, &state, error))
        return false;
    if (state == ROUND_PUBLISHED || state == ROUND_CLOSED)
        return error_set(error, ERROR_CONFLICT, "round_published", "published");
    if (state == ROUND_PLANNING)
        return error_set(error, ERROR_CONFLICT, "round_planning", "a plan is being made");
    if (!execute(db, NULL, error, "UPDATE round SET state = 'collecting', answer_by = ? WHERE id = ?", "du", answer_by,
                 id) ||
        !ask_each(db, id, error) ||
        !query_int(db, &asked, error, "SELECT COUNT(*) FROM round_worker WHERE round_id = ? AND asked_at IS NOT NULL",
                   "u", id))
        return false;
    if (asked == 0)
        return error_set(error, ERROR_CONFLICT, "no_workers", "nobody takes part");
    return round_touch(db, id, error) && record_audit(db, actor, "round_ask_workers", id, NULL, NULL, error);
}

/* The occasion keeps the two reminders, and those of a day that was moved, apart. */
#define REMIND(days)                                                                                                   \
    "INSERT INTO outbox (id, event, about_id, recipient, occasion, language) "                                         \
    "SELECT UNHEX(REPLACE(UUID(), '-', '')), 'round_reminder', w.round_id, p.email, "                                  \
    "TO_DAYS(r.answer_by) * 10 + " days ", p.language FROM round r JOIN round_worker w ON w.round_id = r.id "          \
    "AND w.asked_at < NOW(3) - INTERVAL 1 DAY AND w.answered_at IS NULL AND w.takes_part = 1 "                         \
    "JOIN person p ON p.id = w.person_id AND p.email IS NOT NULL AND p.state IN ('confirmed', 'active') "              \
    "WHERE r.state = 'collecting' AND UTC_DATE() BETWEEN r.answer_by - INTERVAL " days " DAY AND r.answer_by "         \
    "AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.event = 'round_reminder' AND o.about_id = r.id "                   \
    "AND o.recipient = p.email AND o.occasion >= TO_DAYS(r.answer_by) * 10 "                                           \
    "AND o.occasion <= TO_DAYS(r.answer_by) * 10 + " days ") LIMIT 500"

bool remind_of_questions(struct db *db, size_t *count, struct error *error)
{
    uint64_t first = 0, last = 0;
    bool done = execute(db, &last, error, REMIND("1"), "") && execute(db, &first, error, REMIND("4"), "");
    *count = (size_t)(first + last);
    return done;
}

static bool read_answer(struct db *db, struct arena *arena, const struct uuid *person, struct my_round *round,
                        struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT first_day, last_day, at_work FROM round_day_off WHERE round_id = ? AND person_id = ? "
               "ORDER BY first_day",
               "uu", &round->id, person))
        return false;
    while (rows_next(&rows)) {
        struct days_off *larger = grow(arena, round->days_off, round->days_off_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        round->days_off = larger;
        larger[round->days_off_count++] =
            (struct days_off){rows_date(&rows, 0), rows_date(&rows, 1), rows_int(&rows, 2) != 0};
    }
    if (!rows_end(&rows, error) ||
        !query(db, &rows, error,
               "SELECT skill_code FROM round_worker_want WHERE round_id = ? AND person_id = ? "
               "ORDER BY points DESC, skill_code",
               "uu", &round->id, person))
        return false;
    while (rows_next(&rows))
        if (!codes_add(&round->wants, rows_text(&rows, 0, arena), arena, error))
            break;
    return rows_end(&rows, error);
}

static struct my_round row_of(struct rows *rows, struct arena *arena, int32_t today)
{
    struct my_round round = {.id = rows_uuid(rows, 0),
                             .name = rows_text(rows, 1, arena),
                             .kind = rows_word(rows, 2, round_kind_words),
                             .state = rows_word(rows, 3, round_state_words),
                             .has_answer_by = !rows_null(rows, 4),
                             .answer_by = rows_date(rows, 4),
                             .has_answered = !rows_null(rows, 5),
                             .answered_at_ms = rows_time(rows, 5),
                             .takes_part = rows_int(rows, 6) != 0,
                             .has_max_minutes = !rows_null(rows, 7),
                             .max_minutes = (int32_t)rows_int(rows, 7)};
    round.open = round.state == ROUND_COLLECTING && round.has_answer_by && today <= round.answer_by;
    return round;
}

bool my_rounds_read(struct db *db, struct arena *arena, const struct uuid *person, const struct uuid *only,
                    int32_t most, int32_t today, struct my_round **rounds, size_t *count, struct error *error)
{
    struct rows rows;
    *rounds = NULL;
    *count = 0;
    if (!query(db, &rows, error,
               "SELECT r.id, r.name, r.kind, r.state, r.answer_by, w.answered_at, w.takes_part, w.max_minutes "
               "FROM round_worker w JOIN round r ON r.id = w.round_id WHERE w.person_id = ? "
               "AND w.asked_at IS NOT NULL AND (? IS NULL OR r.id = ?) ORDER BY r.id DESC LIMIT ?",
               "uuui", person, only, only, (int64_t)most))
        return false;
    while (rows_next(&rows)) {
        struct my_round *larger = grow(arena, *rounds, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *rounds = larger;
        larger[(*count)++] = row_of(&rows, arena, today);
    }
    if (!rows_end(&rows, error))
        return false;
    if (only != NULL && *count == 0)
        return error_set(error, ERROR_NOT_FOUND, "unknown_round", "no round that asks this person");
    for (size_t i = 0; i < *count; i++)
        if (!round_read_periods(db, arena, &(*rounds)[i].id, &(*rounds)[i].periods, &(*rounds)[i].period_count,
                                error) ||
            !read_answer(db, arena, person, &(*rounds)[i], error))
            return false;
    return true;
}

static bool store_answer(struct db *db, const struct actor *actor, const struct uuid *id,
                         const struct round_answer *answer, struct error *error)
{
    if (!execute(db, NULL, error,
                 "UPDATE round_worker SET takes_part = ?, max_minutes = ?, answered_at = NOW(3) WHERE round_id = ? "
                 "AND person_id = ?",
                 "iIuu", (int64_t)answer->takes_part, (int)answer->has_max_minutes, (int64_t)answer->max_minutes, id,
                 &actor->person) ||
        !round_store_days_off(db, id, &actor->person, answer->days_off, answer->days_off_count, error) ||
        !execute(db, NULL, error, "DELETE FROM round_worker_want WHERE round_id = ? AND person_id = ?", "uu", id,
                 &actor->person))
        return false;
    for (size_t i = 0; i < answer->wants.count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_worker_want (round_id, person_id, skill_code, points) VALUES (?, ?, ?, ?)",
                     "uusi", id, &actor->person, answer->wants.items[i], (int64_t)round_want_points(i)))
            return false;
    return true;
}

bool round_answer(struct db *db, const struct actor *actor, const struct uuid *id, int32_t today,
                  const struct round_answer *answer, struct error *error)
{
    int state = ROUND_DRAFT;
    int64_t one = 0;
    if (!round_lock(db, NULL, id, 0, &state, error))
        return false;
    if (!query_int(db, &one, error,
                   "SELECT 1 FROM round_worker WHERE round_id = ? AND person_id = ? AND asked_at IS NOT NULL", "uu", id,
                   &actor->person))
        return error_set(error, ERROR_NOT_FOUND, "unknown_round", "no round that asks this person");
    one = 0;
    if (state != ROUND_COLLECTING ||
        !query_int(db, &one, error, "SELECT 1 FROM round WHERE id = ? AND answer_by >= ?", "ud", id, today))
        return error_set(error, ERROR_CONFLICT, "answers_closed", "no longer collecting");
    return store_answer(db, actor, id, answer, error) &&
           /* Whoever has answered needs no letter that still waits. */
           execute(db, NULL, error,
                   "DELETE o FROM outbox o JOIN person p ON p.email = o.recipient WHERE p.id = ? AND o.about_id = ? "
                   "AND o.event IN ('round_questions', 'round_reminder') AND o.state = 'waiting'",
                   "uu", &actor->person, id) &&
           round_touch(db, id, error) && record_audit(db, actor, "round_answer", id, &actor->person, NULL, error);
}
