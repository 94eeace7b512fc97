/* Making, changing and publishing rounds. */
#include "db/rounds.h"

#include <string.h>

#include "db/letters.h"
#include "db/record.h"
#include "db/rounds_rows.h"
#include "db/statement.h"

bool round_lock(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version, int *state,
                struct error *error)
{
    struct rows rows;
    static const struct uuid nobody;
    const struct uuid *account = actor == NULL ? &nobody : &actor->account;
    if (!query(db, &rows, error, "SELECT version, state FROM round WHERE id = ? FOR UPDATE", "u", id))
        return false;
    int64_t current = 0;
    bool found = rows_next(&rows);
    if (found) {
        current = rows_int(&rows, 0);
        if (state != NULL)
            *state = rows_word(&rows, 1, round_state_words);
    }
    if (!rows_end(&rows, error))
        return false;
    int64_t one = 0;
    if (!found ||
        (actor != NULL &&
         !query_int(db, &one, error,
                    "SELECT 1 FROM account_role a JOIN round r ON r.id = ? WHERE a.account_id = ? "
                    "AND (a.role = 'admin' OR a.role = 'coordinator' AND a.group_code = r.group_code) LIMIT 1",
                    "uu", id, account)))
        return error_set(error, ERROR_NOT_FOUND, "unknown_round", "no such round, or not the actor's");
    return version == 0 || version == current ||
           error_set(error, ERROR_STALE, "stale_version", "is at %lld", (long long)current);
}

bool round_touch(struct db *db, const struct uuid *id, struct error *error)
{
    return execute(db, NULL, error, "UPDATE round SET version = version + 1 WHERE id = ?", "u", id) &&
           record_change(db, "round", id, NULL, NULL, NULL, error);
}

static bool insert_periods(struct db *db, const struct uuid *round, const struct round_period *periods, size_t count,
                           struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_period (round_id, code, position, first_day, last_day) VALUES (?, ?, ?, ?, ?)",
                     "usidd", round, periods[i].id, (int64_t)i, periods[i].first_day, periods[i].last_day))
            return false;
    return true;
}

/* The group that the actor coordinates; an admin of a region with one group has that. */
static bool find_group(struct db *db, const struct actor *actor, char group[33], struct error *error)
{
    struct rows rows;
    if (!query(
            db, &rows, error,
            "SELECT g.code FROM account_role a JOIN cooperation_group g ON a.role = 'admin' OR g.code = a.group_code "
            "WHERE a.account_id = ? AND a.role IN ('admin', 'coordinator') ORDER BY a.role = 'admin', g.code LIMIT 1",
            "u", &actor->account))
        return false;
    bool found = rows_next(&rows);
    if (found) {
        size_t length = rows_copy(&rows, 0, group, 32);
        group[length < 32 ? length : 32] = '\0';
    }
    if (!rows_end(&rows, error))
        return false;
    return found || error_set(error, ERROR_FORBIDDEN, "no_group", "coordinates no group");
}

/* What the centres and workers told in the group's last round holds until somebody says otherwise. */
static bool take_over(struct db *db, const struct uuid *id, const char *group, struct error *error)
{
    struct uuid last = {{0}};
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT r.id FROM round r WHERE r.group_code = ? AND r.id <> ? AND EXISTS (SELECT 1 "
               "FROM round_staffing s WHERE s.round_id = r.id) ORDER BY r.id DESC LIMIT 1",
               "su", group, id))
        return false;
    if (rows_next(&rows))
        last = rows_uuid(&rows, 0);
    if (!rows_end(&rows, error))
        return false;
    return uuid_is_none(&last) || round_copy_centres(db, &last, id, error);
}

bool round_create(struct db *db, const struct actor *actor, const struct uuid *id, const char *name, int kind,
                  const struct round_period *periods, size_t period_count, const struct round_rules *rules,
                  struct error *error)
{
    char group[33] = "";
    if (!find_group(db, actor, group, error) ||
        !execute(db, NULL, error, "INSERT INTO round (id, group_code, name, created_by) VALUES (?, ?, ?, ?)", "ussu",
                 id, group, name, &actor->account) ||
        (rules != NULL && !round_store_rules(db, id, rules, error)) ||
        (kind != WORD_NONE && !round_store_kind(db, id, kind, error)) ||
        !insert_periods(db, id, periods, period_count, error))
        return false;
    return execute(db, NULL, error,
                   "INSERT INTO round_centre (round_id, centre_code) SELECT DISTINCT ?, c.code FROM centre c "
                   "JOIN group_member g ON g.municipality_code = c.municipality_code AND g.since <= UTC_DATE() "
                   "AND g.until > UTC_DATE() WHERE c.active = 1 AND g.group_code = ?",
                   "us", id, group) &&
           execute(db, NULL, error,
                   "INSERT INTO round_worker (round_id, person_id, home_centre) "
                   "SELECT r.round_id, m.person_id, m.centre_code FROM round_centre r JOIN membership m ON "
                   "m.centre_code = r.centre_code "
                   "AND m.kind = 'worker' AND m.since <= UTC_DATE() AND m.until > UTC_DATE() "
                   "JOIN person p ON p.id = m.person_id AND p.state IN ('confirmed', 'active') WHERE r.round_id = ?",
                   "u", id) &&
           /* What they would like to learn is where planning begins. */
           execute(db, NULL, error,
                   "INSERT INTO round_worker_want (round_id, person_id, skill_code, points) "
                   "SELECT r.round_id, r.person_id, w.skill_code, 300 FROM round_worker r "
                   "JOIN person_want w ON w.person_id = r.person_id WHERE r.round_id = ?",
                   "u", id) &&
           take_over(db, id, group, error) && record_change(db, "round", id, NULL, NULL, NULL, error) &&
           record_audit(db, actor, "round_create", id, NULL, NULL, error);
}

static bool may_edit(int state, struct error *error)
{
    if (state == ROUND_PUBLISHED || state == ROUND_CLOSED)
        return error_set(error, ERROR_CONFLICT, "round_published", "published");
    return state != ROUND_PLANNING || error_set(error, ERROR_CONFLICT, "round_planning", "a plan is being made");
}

bool round_update(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version,
                  const struct round_change *change, struct error *error)
{
    int state = ROUND_DRAFT;
    if (!round_lock(db, actor, id, version, &state, error) || !may_edit(state, error))
        return false;
    if ((change->name != NULL &&
         !execute(db, NULL, error, "UPDATE round SET name = ? WHERE id = ?", "su", change->name, id)) ||
        (change->periods != NULL && !round_store_periods(db, id, change->periods, change->period_count, error)) ||
        (change->rules != NULL && !round_store_rules(db, id, change->rules, error)) ||
        (change->kind != WORD_NONE && !round_store_kind(db, id, change->kind, error)))
        return false;
    for (size_t i = 0; i < change->weight_count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_weight (round_id, part, points) VALUES (?, ?, ?) "
                     "ON DUPLICATE KEY UPDATE points = VALUES(points)",
                     "usi", id, change->weights[i].part, (int64_t)change->weights[i].points))
            return false;
    for (size_t i = 0; i < change->centre_count; i++)
        if (!round_store_centre(db, id, &change->centres[i], error))
            return false;
    for (size_t i = 0; i < change->worker_count; i++)
        if (!round_store_worker(db, id, &change->workers[i], error))
            return false;
    return round_touch(db, id, error) && record_audit(db, actor, "round_update", id, NULL, NULL, error);
}

bool round_publish(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version,
                   struct error *error)
{
    int state = ROUND_DRAFT;
    int64_t visits = 0;
    if (!round_lock(db, actor, id, version, &state, error) || !may_edit(state, error) ||
        !query_int(db, &visits, error, "SELECT COUNT(*) FROM visit WHERE round_id = ?", "u", id))
        return false;
    if (visits == 0)
        return error_set(error, ERROR_CONFLICT, "no_visits", "nothing to publish");
    int64_t open = 0;
    if (!query_int(db, &open, error,
                   "SELECT COUNT(*) FROM visit WHERE round_id = ? AND (employer_agreed_at IS NULL "
                   "OR host_agreed_at IS NULL)",
                   "u", id))
        return false;
    if (open > 0)
        return error_set(error, ERROR_CONFLICT, "round_not_agreed", "%lld visits", (long long)open);
    return execute(db, NULL, error, "UPDATE round SET state = 'published', published_at = NOW(3) WHERE id = ?", "u",
                   id) &&
           letters_of_round(db, id, error) &&
           execute(
               db, NULL, error,
               "INSERT INTO change_entry (kind, subject_id, person_id) SELECT DISTINCT 'round', round_id, person_id "
               "FROM visit WHERE round_id = ?",
               "u", id) &&
           round_touch(db, id, error) && record_audit(db, actor, "round_publish", id, NULL, NULL, error);
}

bool round_store_ledger(struct db *db, const struct uuid *round, const struct ledger_line *lines, size_t count,
                        struct error *error)
{
    if (!execute(db, NULL, error, "DELETE FROM round_ledger WHERE round_id = ?", "u", round))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_ledger (round_id, municipality_code, days_sent, days_hosted, travelled_m) "
                     "VALUES (?, ?, ?, ?, ?)",
                     "usiii", round, lines[i].municipality, lines[i].days_sent, lines[i].days_hosted,
                     lines[i].travelled_m))
            return false;
    return true;
}

bool round_close(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version, struct error *error)
{
    int state = ROUND_DRAFT;
    if (!round_lock(db, actor, id, version, &state, error))
        return false;
    if (state != ROUND_PUBLISHED)
        return error_set(error, ERROR_CONFLICT, "not_published", "only what is published is closed");
    return execute(db, NULL, error, "UPDATE round SET state = 'closed' WHERE id = ?", "u", id) &&
           round_touch(db, id, error) && record_audit(db, actor, "round_close", id, NULL, NULL, error);
}
