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

static bool store_rules(struct db *db, const struct uuid *round, const struct round_rules *rules, struct error *error)
{
    return execute(db, NULL, error,
                   "UPDATE round SET max_visits = ?, balanced = ?, min_gap = ?, fair_target = ?, fair_weight = ? "
                   "WHERE id = ?",
                   "iiiiiu", (int64_t)rules->max_visits, (int64_t)rules->balanced, (int64_t)rules->min_gap,
                   (int64_t)rules->fair_target, (int64_t)rules->fair_weight, round);
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

bool round_create(struct db *db, const struct actor *actor, const struct uuid *id, const char *name,
                  const struct round_period *periods, size_t period_count, const struct round_rules *rules,
                  struct error *error)
{
    char group[33] = "";
    if (!find_group(db, actor, group, error) ||
        !execute(db, NULL, error, "INSERT INTO round (id, group_code, name, created_by) VALUES (?, ?, ?, ?)", "ussu",
                 id, group, name, &actor->account) ||
        (rules != NULL && !store_rules(db, id, rules, error)) || !insert_periods(db, id, periods, period_count, error))
        return false;
    return execute(db, NULL, error,
                   "INSERT INTO round_centre (round_id, centre_code) SELECT DISTINCT ?, c.code FROM centre c "
                   "JOIN group_member g ON g.municipality_code = c.municipality_code AND g.since <= UTC_DATE() "
                   "AND g.until > UTC_DATE() WHERE c.active = 1 AND g.group_code = ?",
                   "us", id, group) &&
           execute(db, NULL, error,
                   "INSERT INTO round_worker (round_id, person_id, home_centre) SELECT r.round_id, m.person_id, "
                   "m.centre_code FROM round_centre r JOIN membership m ON m.centre_code = r.centre_code "
                   "AND m.kind = 'worker' AND m.since <= UTC_DATE() AND m.until > UTC_DATE() "
                   "JOIN person p ON p.id = m.person_id AND p.state IN ('confirmed', 'active') WHERE r.round_id = ?",
                   "u", id) &&
           /* What they would like to learn is where planning begins. */
           execute(db, NULL, error,
                   "INSERT INTO round_worker_want (round_id, person_id, skill_code, points) "
                   "SELECT r.round_id, r.person_id, w.skill_code, 300 FROM round_worker r "
                   "JOIN person_want w ON w.person_id = r.person_id WHERE r.round_id = ?",
                   "u", id) &&
           record_change(db, "round", id, NULL, NULL, NULL, error) &&
           record_audit(db, actor, "round_create", id, NULL, NULL, error);
}

static bool is_kept(const char *code, const struct round_period *periods, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(periods[i].id, code) == 0)
            return true;
    return false;
}

/* Periods are matched by code: those that stay keep their visits and answers. */
static bool replace_periods(struct db *db, const struct uuid *round, const struct round_period *periods, size_t count,
                            struct error *error)
{
    enum { PERIODS_MAX = 64 };
    char codes[PERIODS_MAX][21] = {{0}};
    size_t known = 0;
    struct rows rows;
    if (!query(db, &rows, error, "SELECT code FROM round_period WHERE round_id = ?", "u", round))
        return false;
    while (known < PERIODS_MAX && rows_next(&rows))
        rows_copy(&rows, 0, codes[known++], sizeof codes[0] - 1);
    if (!rows_end(&rows, error))
        return false;
    for (size_t i = 0; i < known; i++)
        if (!is_kept(codes[i], periods, count) &&
            (!execute(db, NULL, error, "DELETE FROM visit WHERE round_id = ? AND period_code = ?", "us", round,
                      codes[i]) ||
             !execute(db, NULL, error, "DELETE FROM round_period WHERE round_id = ? AND code = ?", "us", round,
                      codes[i])))
            return false;
    /* Out of the way first, since positions are unique. */
    if (!execute(db, NULL, error, "UPDATE round_period SET position = position + 64 WHERE round_id = ?", "u", round))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_period (round_id, code, position, first_day, last_day) VALUES (?, ?, ?, ?, ?) "
                     "ON DUPLICATE KEY UPDATE position = VALUES(position), first_day = VALUES(first_day), "
                     "last_day = VALUES(last_day)",
                     "usidd", round, periods[i].id, (int64_t)i, periods[i].first_day, periods[i].last_day))
            return false;
    return true;
}

static bool store_centre(struct db *db, const struct uuid *round, const struct round_centre *centre,
                         struct error *error)
{
    uint64_t known = 0;
    if (!execute(db, &known, error,
                 "UPDATE round_centre SET takes_part = ?, guests = ?, away = ?, min_send = ?, min_host = ? "
                 "WHERE round_id = ? AND centre_code = ?",
                 "iiiiius", (int64_t)centre->takes_part, (int64_t)centre->guests, (int64_t)centre->away,
                 (int64_t)centre->min_send, (int64_t)centre->min_host, round, centre->id))
        return false;
    if (known == 0)
        return error_set(error, ERROR_INVALID, "unknown_code", "a centre that is not in the round");
    if (!execute(db, NULL, error, "DELETE FROM round_centre_offer WHERE round_id = ? AND centre_code = ?", "us", round,
                 centre->id) ||
        !execute(db, NULL, error, "DELETE FROM round_centre_closed WHERE round_id = ? AND centre_code = ?", "us", round,
                 centre->id))
        return false;
    for (size_t i = 0; i < centre->offers.count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_centre_offer (round_id, centre_code, skill_code) VALUES (?, ?, ?)", "uss",
                     round, centre->id, centre->offers.items[i]))
            return false;
    for (size_t i = 0; i < centre->closed.count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_centre_closed (round_id, centre_code, period_code) VALUES (?, ?, ?)", "uss",
                     round, centre->id, centre->closed.items[i]))
            return false;
    return true;
}

static bool store_worker(struct db *db, const struct uuid *round, const struct round_worker *worker,
                         struct error *error)
{
    uint64_t known = 0;
    if (!execute(db, &known, error, "UPDATE round_worker SET takes_part = ? WHERE round_id = ? AND person_id = ?",
                 "iuu", (int64_t)worker->takes_part, round, &worker->id))
        return false;
    if (known == 0)
        return error_set(error, ERROR_INVALID, "unknown_code", "a worker who is not in the round");
    if (!execute(db, NULL, error, "DELETE FROM round_worker_unavailable WHERE round_id = ? AND person_id = ?", "uu",
                 round, &worker->id) ||
        !execute(db, NULL, error, "DELETE FROM round_worker_want WHERE round_id = ? AND person_id = ?", "uu", round,
                 &worker->id))
        return false;
    for (size_t i = 0; i < worker->unavailable.count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_worker_unavailable (round_id, person_id, period_code) VALUES (?, ?, ?)", "uus",
                     round, &worker->id, worker->unavailable.items[i]))
            return false;
    for (size_t i = 0; i < worker->want_count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_worker_want (round_id, person_id, skill_code, points) VALUES (?, ?, ?, ?)",
                     "uusi", round, &worker->id, worker->wants[i].skill, (int64_t)worker->wants[i].points))
            return false;
    return true;
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
        (change->periods != NULL && !replace_periods(db, id, change->periods, change->period_count, error)) ||
        (change->rules != NULL && !store_rules(db, id, change->rules, error)))
        return false;
    for (size_t i = 0; i < change->centre_count; i++)
        if (!store_centre(db, id, &change->centres[i], error))
            return false;
    for (size_t i = 0; i < change->worker_count; i++)
        if (!store_worker(db, id, &change->workers[i], error))
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
