#include "db/visit_reports.h"

#include "db/handle.h"
#include "db/record.h"
#include "db/rounds_rows.h"
#include "db/statement.h"

struct ids {
    struct uuid *items;
    size_t count;
};

static bool ids_add(struct ids *ids, struct uuid id, struct arena *arena, struct error *error)
{
    struct uuid *larger = grow(arena, ids->items, ids->count, sizeof *larger, error);
    if (larger == NULL)
        return false;
    ids->items = larger;
    larger[ids->count++] = id;
    return true;
}

/* A published visit of the actor's, its round locked. */
static bool find_own(struct db *db, const struct actor *actor, const struct uuid *visit, struct uuid *round,
                     int32_t *last_day, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT v.round_id, p.last_day FROM visit v JOIN round r ON r.id = v.round_id "
               "AND r.state IN ('published', 'closed') JOIN round_period p ON p.round_id = v.round_id "
               "AND p.code = v.period_code WHERE v.id = ? AND v.person_id = ?",
               "uu", visit, &actor->person))
        return false;
    bool found = rows_next(&rows);
    if (found) {
        *round = rows_uuid(&rows, 0);
        *last_day = rows_date(&rows, 1);
    }
    if (!rows_end(&rows, error))
        return false;
    return found ? round_lock(db, NULL, round, 0, NULL, error)
                 : error_set(error, ERROR_NOT_FOUND, "unknown_visit", "no published visit of this person");
}

static bool tell_coordinators(struct db *db, const struct uuid *visit, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO outbox (id, event, about_id, recipient, occasion, language) "
                   "SELECT UNHEX(REPLACE(UUID(), '-', '')), 'round_report', x.visit_id, a.email, "
                   "UNIX_TIMESTAMP(x.created_at), a.language FROM visit_report x JOIN round r ON r.id = x.round_id "
                   "JOIN account_role o ON o.role = 'coordinator' AND o.group_code = r.group_code "
                   "JOIN account a ON a.id = o.account_id AND a.state = 'active' WHERE x.visit_id = ? "
                   "ON DUPLICATE KEY UPDATE attempts = outbox.attempts",
                   "u", visit);
}

/* The same told again is no news; of a visit that has moved since it is. */
static bool write_report(struct db *db, const struct uuid *visit, const struct uuid *round, int reason,
                         struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO visit_report (visit_id, round_id, person_id, centre_code, period_code, reason) "
                   "SELECT id, round_id, person_id, centre_code, period_code, ? FROM visit WHERE id = ? "
                   "ON DUPLICATE KEY UPDATE created_at = IF(visit_report.centre_code = VALUES(centre_code) "
                   "AND visit_report.period_code = VALUES(period_code) "
                   "AND visit_report.person_id = VALUES(person_id), visit_report.created_at, NOW(3)), "
                   "person_id = VALUES(person_id), centre_code = VALUES(centre_code), "
                   "period_code = VALUES(period_code), reason = VALUES(reason)",
                   "su", report_reason_words[reason], visit) &&
           tell_coordinators(db, visit, error) && round_touch(db, round, error);
}

bool visit_report(struct db *db, const struct actor *actor, const struct uuid *visit, int reason, int32_t today,
                  struct error *error)
{
    struct uuid round = {{0}};
    int32_t last_day = 0;
    if (!find_own(db, actor, visit, &round, &last_day, error))
        return false;
    if (last_day < today)
        return error_set(error, ERROR_CONFLICT, "visit_over", "the visit is over");
    return write_report(db, visit, &round, reason, error) &&
           record_audit(db, actor, "visit_report", visit, &actor->person, NULL, error);
}

/* Those ahead that nobody has reported as they stand now. The rounds are locked as they are read, so that one that is
 * being published at the same time is not missed. */
static bool find_ahead(struct db *db, const struct uuid *person, struct arena *arena, struct ids *visits,
                       struct ids *rounds, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT v.id, v.round_id, r.state = 'published' AND p.last_day >= ? AND NOT EXISTS (SELECT 1 "
               "FROM visit_report x WHERE x.visit_id = v.id AND x.person_id = v.person_id "
               "AND x.centre_code = v.centre_code AND x.period_code = v.period_code) FROM visit v "
               "JOIN round r ON r.id = v.round_id JOIN round_period p ON p.round_id = v.round_id "
               "AND p.code = v.period_code WHERE v.person_id = ? ORDER BY v.round_id, v.id FOR UPDATE",
               "du", moment_today(), person))
        return false;
    while (rows_next(&rows))
        if (rows_int(&rows, 2) != 0 && (!ids_add(visits, rows_uuid(&rows, 0), arena, error) ||
                                        !ids_add(rounds, rows_uuid(&rows, 1), arena, error)))
            break;
    return rows_end(&rows, error);
}

bool visits_suspend(struct db *db, const struct uuid *person, struct error *error)
{
    struct arena *arena = arena_new();
    struct ids visits = {0}, rounds = {0};
    if (arena == NULL)
        return error_set(error, ERROR_INTERNAL, "out_of_memory", "visits_suspend");
    bool done = find_ahead(db, person, arena, &visits, &rounds, error);
    for (size_t i = 0; done && i < visits.count; i++)
        done = write_report(db, &visits.items[i], &rounds.items[i], REPORT_OTHER, error);
    arena_free(arena);
    return done;
}

bool visit_reports_read(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *round,
                        struct visit_report **reports, size_t *count, struct error *error)
{
    struct rows rows;
    *reports = NULL;
    *count = 0;
    if (!round_lock(db, actor, round, 0, NULL, error) ||
        !query(db, &rows, error,
               "SELECT x.visit_id, x.person_id, TRIM(CONCAT(p.first_name, ' ', p.last_name)), x.centre_code, "
               "x.period_code, x.reason, x.created_at, EXISTS (SELECT 1 FROM visit v WHERE v.id = x.visit_id "
               "AND v.person_id = x.person_id AND v.centre_code = x.centre_code AND v.period_code = x.period_code) "
               "AS stands FROM visit_report x JOIN person p ON p.id = x.person_id WHERE x.round_id = ? "
               "ORDER BY stands DESC, x.created_at DESC, x.visit_id LIMIT 500",
               "u", round))
        return false;
    while (rows_next(&rows)) {
        struct visit_report *larger = grow(arena, *reports, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *reports = larger;
        larger[(*count)++] = (struct visit_report){.visit = rows_uuid(&rows, 0),
                                                   .worker = rows_uuid(&rows, 1),
                                                   .worker_name = rows_text(&rows, 2, arena),
                                                   .host = rows_text(&rows, 3, arena),
                                                   .period = rows_text(&rows, 4, arena),
                                                   .reason = rows_word(&rows, 5, report_reason_words),
                                                   .at_ms = rows_time(&rows, 6),
                                                   .open = rows_int(&rows, 7) != 0};
    }
    return rows_end(&rows, error);
}

static bool read_offers(struct db *db, struct arena *arena, const struct uuid *visit, struct journal *journal,
                        struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT o.skill_code FROM visit v JOIN round_centre_offer o ON o.round_id = v.round_id "
               "AND o.centre_code = v.centre_code WHERE v.id = ? ORDER BY o.skill_code",
               "u", visit))
        return false;
    while (rows_next(&rows))
        if (!codes_add(&journal->offers, rows_text(&rows, 0, arena), arena, error))
            break;
    return rows_end(&rows, error);
}

bool journal_read(struct db *db, struct arena *arena, const struct uuid *person, const struct uuid *visit,
                  struct journal *journal, struct error *error)
{
    struct rows rows;
    *journal = (struct journal){.visit = *visit};
    if (!query(db, &rows, error,
               "SELECT r.name, TRIM(CONCAT(p.first_name, ' ', p.last_name)), h.name, v.centre_code, c.name, "
               "t.first_day, t.last_day, j.goal, j.learned, j.take_home, j.for_host FROM visit v "
               "JOIN round r ON r.id = v.round_id AND r.state IN ('published', 'closed') "
               "JOIN round_period t ON t.round_id = v.round_id AND t.code = v.period_code "
               "JOIN round_worker w ON w.round_id = v.round_id AND w.person_id = v.person_id "
               "JOIN centre h ON h.code = w.home_centre JOIN centre c ON c.code = v.centre_code "
               "JOIN person p ON p.id = v.person_id LEFT JOIN visit_journal j ON j.visit_id = v.id "
               "AND j.person_id = v.person_id WHERE v.id = ? AND v.person_id = ?",
               "uu", visit, person))
        return false;
    bool found = rows_next(&rows);
    if (found)
        *journal = (struct journal){.visit = *visit,
                                    .round_name = rows_text(&rows, 0, arena),
                                    .worker_name = rows_text(&rows, 1, arena),
                                    .home_name = rows_text(&rows, 2, arena),
                                    .host = rows_text(&rows, 3, arena),
                                    .host_name = rows_text(&rows, 4, arena),
                                    .first_day = rows_date(&rows, 5),
                                    .last_day = rows_date(&rows, 6),
                                    .goal = rows_text(&rows, 7, arena),
                                    .learned = rows_text(&rows, 8, arena),
                                    .take_home = rows_text(&rows, 9, arena),
                                    .for_host = rows_text(&rows, 10, arena)};
    if (!rows_end(&rows, error))
        return false;
    return found ? read_offers(db, arena, visit, journal, error)
                 : error_set(error, ERROR_NOT_FOUND, "unknown_visit", "no published visit of this person");
}

bool journals_of_person(struct db *db, struct arena *arena, const struct uuid *person, struct journal **journals,
                        size_t *count, struct error *error)
{
    struct rows rows;
    *journals = NULL;
    *count = 0;
    if (!query(db, &rows, error,
               "SELECT visit_id, goal, learned, take_home, for_host FROM visit_journal WHERE person_id = ? "
               "ORDER BY updated_at DESC, visit_id",
               "u", person))
        return false;
    while (rows_next(&rows)) {
        struct journal *larger = grow(arena, *journals, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *journals = larger;
        larger[(*count)++] = (struct journal){.visit = rows_uuid(&rows, 0),
                                              .goal = rows_text(&rows, 1, arena),
                                              .learned = rows_text(&rows, 2, arena),
                                              .take_home = rows_text(&rows, 3, arena),
                                              .for_host = rows_text(&rows, 4, arena)};
    }
    return rows_end(&rows, error);
}

bool journal_write(struct db *db, const struct actor *actor, const struct uuid *visit,
                   const struct journal_change *change, struct error *error)
{
    struct uuid round = {{0}};
    int32_t last_day = 0;
    return find_own(db, actor, visit, &round, &last_day, error) &&
           execute(db, NULL, error,
                   "INSERT INTO visit_journal (visit_id, person_id, goal, learned, take_home, for_host) "
                   "VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE goal = IF(?, VALUES(goal), goal), "
                   "learned = IF(?, VALUES(learned), learned), take_home = IF(?, VALUES(take_home), take_home), "
                   "for_host = IF(?, VALUES(for_host), for_host)",
                   "uussssiiii", visit, &actor->person, change->goal, change->learned, change->take_home,
                   change->for_host, (int64_t)change->goal_given, (int64_t)change->learned_given,
                   (int64_t)change->take_home_given, (int64_t)change->for_host_given) &&
           record_audit(db, actor, "journal_write", visit, &actor->person, NULL, error);
}

static bool read_wants(struct db *db, struct arena *arena, const struct uuid *round, struct order_line *lines,
                       size_t count, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT person_id, skill_code FROM round_worker_want WHERE round_id = ? "
               "ORDER BY person_id, points DESC, skill_code",
               "u", round))
        return false;
    while (rows_next(&rows)) {
        struct uuid worker = rows_uuid(&rows, 0);
        const char *skill = rows_text(&rows, 1, arena);
        for (size_t i = 0; i < count; i++)
            if (uuid_compare(&lines[i].worker, &worker) == 0 && !codes_add(&lines[i].wants, skill, arena, error))
                break;
    }
    return rows_end(&rows, error);
}

bool orders_read(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *round,
                 struct order_line **lines, size_t *count, struct error *error)
{
    struct rows rows;
    *lines = NULL;
    *count = 0;
    if (!query(
            db, &rows, error,
            "SELECT v.id, v.person_id, TRIM(CONCAT(p.first_name, ' ', p.last_name)), h.code, h.name, m.name, "
            "c.code, c.name, n.name, c.address, v.period_code, j.goal, v.employer_agreed_at IS NOT NULL, "
            "v.host_agreed_at IS NOT NULL FROM visit v JOIN round_worker w ON w.round_id = v.round_id "
            "AND w.person_id = v.person_id JOIN person p ON p.id = v.person_id JOIN centre h ON h.code = w.home_centre "
            "JOIN municipality m ON m.code = h.municipality_code JOIN centre c ON c.code = v.centre_code "
            "JOIN municipality n ON n.code = c.municipality_code "
            "JOIN round_period t ON t.round_id = v.round_id AND t.code = v.period_code "
            "LEFT JOIN visit_journal j ON j.visit_id = v.id AND j.person_id = v.person_id WHERE v.round_id = ? "
            "AND EXISTS (SELECT 1 FROM account_centre a WHERE a.account_id = ? AND a.centre_code = h.code "
            "AND a.role IN ('manager', 'specialist', 'coordinator')) "
            "ORDER BY m.name, h.name, p.first_name, p.last_name, p.id, t.position",
            "uu", round, &actor->account))
        return false;
    while (rows_next(&rows)) {
        struct order_line *larger = grow(arena, *lines, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *lines = larger;
        larger[(*count)++] = (struct order_line){.visit = rows_uuid(&rows, 0),
                                                 .worker = rows_uuid(&rows, 1),
                                                 .worker_name = rows_text(&rows, 2, arena),
                                                 .home = rows_text(&rows, 3, arena),
                                                 .home_name = rows_text(&rows, 4, arena),
                                                 .employer = rows_text(&rows, 5, arena),
                                                 .host = rows_text(&rows, 6, arena),
                                                 .host_name = rows_text(&rows, 7, arena),
                                                 .host_employer = rows_text(&rows, 8, arena),
                                                 .address = rows_text(&rows, 9, arena),
                                                 .period = rows_text(&rows, 10, arena),
                                                 .goal = rows_text(&rows, 11, arena),
                                                 .employer_agreed = rows_int(&rows, 12) != 0,
                                                 .host_agreed = rows_int(&rows, 13) != 0};
    }
    return rows_end(&rows, error) && read_wants(db, arena, round, *lines, *count, error);
}
