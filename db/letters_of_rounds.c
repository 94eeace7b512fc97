/* Who hears of a round and of what changes in it once it is published. */
#include "db/letters.h"
#include "db/statement.h"

enum { CHANGES_GATHER_MS = 5 * 60 * 1000 };

bool letters_of_round(struct db *db, const struct uuid *round, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO outbox (id, event, about_id, recipient, language) "
                   "SELECT UNHEX(REPLACE(UUID(), '-', '')), 'round_published', v.round_id, p.email, p.language "
                   "FROM (SELECT DISTINCT round_id, person_id FROM visit WHERE round_id = ?) v "
                   "JOIN person p ON p.id = v.person_id WHERE p.email IS NOT NULL "
                   "ON DUPLICATE KEY UPDATE attempts = outbox.attempts",
                   "u", round) &&
           execute(db, NULL, error,
                   "INSERT INTO outbox (id, event, about_id, recipient, language) "
                   "SELECT UNHEX(REPLACE(UUID(), '-', '')), 'round_hosts', ?, a.email, a.language "
                   "FROM (SELECT centre_code FROM visit WHERE round_id = ? UNION SELECT w.home_centre FROM visit v "
                   "JOIN round_worker w ON w.round_id = v.round_id AND w.person_id = v.person_id WHERE v.round_id = ?) "
                   "c JOIN account_role r ON r.role = 'manager' AND r.centre_code = c.centre_code "
                   "JOIN account a ON a.id = r.account_id AND a.state = 'active' "
                   "ON DUPLICATE KEY UPDATE attempts = outbox.attempts",
                   "uuu", round, round, round);
}

struct touched {
    struct uuid round;
    const char *host, *home, *email;
    int language;
    bool host_agreed, home_agreed;
};

static bool read_touched(struct db *db, const struct uuid *visit, struct arena *arena, struct touched *touched,
                         struct error *error)
{
    struct rows rows;
    *touched = (struct touched){0};
    if (!query(db, &rows, error,
               "SELECT v.round_id, v.centre_code, w.home_centre, p.email, p.language, v.host_agreed_at IS NOT NULL, "
               "v.employer_agreed_at IS NOT NULL FROM visit v "
               "JOIN round_worker w ON w.round_id = v.round_id AND w.person_id = v.person_id "
               "JOIN person p ON p.id = v.person_id WHERE v.id = ?",
               "u", visit))
        return false;
    if (rows_next(&rows))
        *touched = (struct touched){.round = rows_uuid(&rows, 0),
                                    .host = rows_text(&rows, 1, arena),
                                    .home = rows_text(&rows, 2, arena),
                                    .email = rows_text(&rows, 3, arena),
                                    .language = rows_word(&rows, 4, language_words),
                                    .host_agreed = rows_int(&rows, 5) != 0,
                                    .home_agreed = rows_int(&rows, 6) != 0};
    return rows_end(&rows, error);
}

static bool tell_worker(struct db *db, const struct uuid *visit, const struct touched *touched, bool gone,
                        struct error *error)
{
    struct uuid letter;
    if (gone &&
        !execute(db, NULL, error,
                 "INSERT INTO visit_removed (id, person_id, round_id, centre_code, first_day, last_day, version) "
                 "SELECT v.id, v.person_id, v.round_id, v.centre_code, p.first_day, p.last_day, v.version + 1 "
                 "FROM visit v JOIN round_period p ON p.round_id = v.round_id AND p.code = v.period_code "
                 "WHERE v.id = ? ON DUPLICATE KEY UPDATE centre_code = VALUES(centre_code), "
                 "first_day = VALUES(first_day), last_day = VALUES(last_day), version = VALUES(version)",
                 "u", visit))
        return false;
    if (touched->email == NULL)
        return true;
    return letter_gather(db, "round_changed", &touched->round, touched->email, touched->language, CHANGES_GATHER_MS,
                         &letter, error) &&
           (!gone || letter_item(db, &letter, visit, error));
}

static bool tell_changes(struct db *db, const struct uuid *round, const struct recipient *readers, size_t count,
                         int64_t delay_ms, struct error *error)
{
    struct uuid letter;
    for (size_t i = 0; i < count; i++)
        if (!letter_gather(db, "round_centres_changed", round, readers[i].email, readers[i].language, delay_ms, &letter,
                           error))
            return false;
    return true;
}

bool letters_of_changes(struct db *db, const struct uuid *round, const char *centre, int64_t delay_ms,
                        struct arena *arena, struct error *error)
{
    struct recipient readers[MANAGERS_MAX];
    size_t count = 0;
    return letter_speakers(db, centre, arena, readers, &count, error) &&
           tell_changes(db, round, readers, count, delay_ms, error);
}

/* `asked`: it is to agree to what has changed. */
static bool tell_centre(struct db *db, const struct uuid *round, const char *centre, bool asked, struct arena *arena,
                        struct error *error)
{
    struct recipient managers[MANAGERS_MAX];
    size_t count = 0;
    if (asked)
        return letters_of_changes(db, round, centre, CHANGES_GATHER_MS, arena, error);
    return letter_managers(db, centre, arena, managers, &count, error) &&
           tell_changes(db, round, managers, count, CHANGES_GATHER_MS, error);
}

bool letters_of_visit(struct db *db, const struct uuid *visit, bool gone, struct error *error)
{
    struct touched touched;
    struct arena *arena = arena_new();
    if (arena == NULL)
        return error_set(error, ERROR_INTERNAL, "out_of_memory", "letters");
    bool done = read_touched(db, visit, arena, &touched, error);
    if (done && touched.host != NULL)
        done = tell_worker(db, visit, &touched, gone, error) &&
               tell_centre(db, &touched.round, touched.host, !gone && !touched.host_agreed, arena, error) &&
               tell_centre(db, &touched.round, touched.home, !gone && !touched.home_agreed, arena, error);
    arena_free(arena);
    return done;
}
