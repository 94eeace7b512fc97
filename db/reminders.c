#include "db/reminders.h"

#include "db/record.h"
#include "db/statement.h"

/* What is due: about, recipient, language, occasion. Plain reads, which lock nothing; the letter reads the state again
 * when it is sent. The time of the shift makes the occasion: one that moves is reminded of anew. */
static const char shifts_soon[] =
    "SELECT l.id, p.email, p.language, UNIX_TIMESTAMP(l.starts_at) FROM placement l JOIN person p ON p.id = "
    "l.person_id "
    "WHERE l.state = 'agreed' AND l.starts_at BETWEEN NOW() + INTERVAL 1 HOUR AND NOW() + INTERVAL 24 HOUR "
    "AND l.created_at < l.starts_at - INTERVAL 36 HOUR AND p.email IS NOT NULL AND NOT EXISTS (SELECT 1 FROM outbox o "
    "WHERE o.event = 'placement_reminder' AND o.about_id = l.id AND o.recipient = p.email "
    "AND o.occasion = UNIX_TIMESTAMP(l.starts_at)) LIMIT 500";
static const char shifts_unready[] =
    "SELECT l.id, a.email, a.language, 0 FROM placement l JOIN account_role r ON r.role = 'manager' "
    "AND r.centre_code = l.centre_code JOIN account a ON a.id = r.account_id AND a.state = 'active' "
    "WHERE l.state = 'awaiting' AND l.starts_at BETWEEN NOW() AND NOW() + INTERVAL 48 HOUR "
    "AND l.created_at < NOW() - INTERVAL 12 HOUR AND NOT EXISTS (SELECT 1 FROM outbox o "
    "WHERE o.event = 'placement_unready' AND o.about_id = l.id AND o.recipient = a.email AND o.occasion = 0) LIMIT 500";
static const char checks_ending[] =
    "SELECT k.id, a.email, a.language, 0 FROM background_check k "
    "JOIN person p ON p.id = k.person_id AND p.state IN ('confirmed', 'active', 'paused') "
    "JOIN centre c ON c.municipality_code = k.municipality_code "
    "JOIN account_centre r ON r.centre_code = c.code AND r.role IN ('manager', 'specialist') "
    "JOIN account a ON a.id = r.account_id AND a.state = 'active' "
    "WHERE k.result = 'permitted' AND k.valid_until BETWEEN UTC_DATE() AND UTC_DATE() + INTERVAL 28 DAY "
    "AND k.id = (SELECT b.id FROM background_check b WHERE b.person_id = k.person_id "
    "AND b.municipality_code = k.municipality_code ORDER BY b.checked_on DESC, b.recorded_at DESC LIMIT 1) "
    "AND 'permitted' = (SELECT y.result FROM background_check y WHERE y.person_id = k.person_id "
    "ORDER BY y.checked_on DESC, y.recorded_at DESC LIMIT 1) "
    "AND (EXISTS (SELECT 1 FROM placement l WHERE l.person_id = k.person_id AND l.centre_code = c.code "
    "AND l.state <> 'cancelled' AND l.starts_at > NOW() - INTERVAL 12 MONTH) OR EXISTS (SELECT 1 FROM membership m "
    "WHERE m.person_id = k.person_id AND m.kind = 'worker' AND m.centre_code = c.code AND m.since <= UTC_DATE() "
    "AND m.until > UTC_DATE())) AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.event = 'check_expiring' "
    "AND o.about_id = k.id AND o.recipient = a.email) GROUP BY k.id, a.email, a.language LIMIT 500";

struct due {
    struct uuid about;
    const char *recipient;
    int language;
    int64_t occasion;
};

static bool read_due(struct db *db, const char *sql, struct arena *arena, struct due **list, size_t *count,
                     struct error *error)
{
    struct rows rows;
    *list = NULL;
    *count = 0;
    if (!query(db, &rows, error, sql, ""))
        return false;
    while (rows_next(&rows)) {
        struct due *larger = grow(arena, *list, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *list = larger;
        larger[(*count)++] = (struct due){rows_uuid(&rows, 0), rows_text(&rows, 1, arena),
                                          rows_word(&rows, 2, language_words), rows_int(&rows, 3)};
    }
    return rows_end(&rows, error);
}

static bool write_due(struct db *db, const char *event, const char *sql, size_t *written, struct error *error)
{
    struct due *list;
    size_t count;
    struct arena *arena = arena_new();
    if (arena == NULL)
        return error_set(error, ERROR_INTERNAL, "out_of_memory", "reminders");
    bool done = read_due(db, sql, arena, &list, &count, error);
    for (size_t i = 0; done && i < count; i++) {
        struct uuid letter;
        new_id(&letter);
        done = execute(db, NULL, error,
                       "INSERT INTO outbox (id, event, about_id, recipient, occasion, language) "
                       "VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE attempts = attempts",
                       "ususis", &letter, event, &list[i].about, list[i].recipient, list[i].occasion,
                       language_words[list[i].language]);
    }
    arena_free(arena);
    *written += count;
    return done;
}

bool remind_of_shifts(struct db *db, size_t *count, struct error *error)
{
    *count = 0;
    return write_due(db, "placement_reminder", shifts_soon, count, error) &&
           write_due(db, "placement_unready", shifts_unready, count, error);
}

bool remind_of_checks(struct db *db, size_t *count, struct error *error)
{
    *count = 0;
    return write_due(db, "check_expiring", checks_ending, count, error);
}
