/* Visits of a round: edits by hand, and a job's plan. */
#include <string.h>

#include "db/letters.h"
#include "db/record.h"
#include "db/rounds.h"
#include "db/rounds_rows.h"
#include "db/statement.h"

static bool insert_visit(struct db *db, const struct uuid *round, const struct visit *visit, int64_t version,
                         struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO visit (id, round_id, person_id, centre_code, period_code, pinned, version) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?)",
                   "uuussii", &visit->id, round, &visit->worker, visit->host, visit->period, (int64_t)visit->pinned,
                   version);
}

static bool remove_visit(struct db *db, const struct uuid *round, const struct uuid *id, struct error *error)
{
    uint64_t removed = 0;
    return execute(db, &removed, error, "DELETE FROM visit WHERE id = ? AND round_id = ?", "uu", id, round) &&
           (removed > 0 || error_set(error, ERROR_NOT_FOUND, "unknown_visit", "no such visit in the round"));
}

static bool may_edit(int state, struct error *error)
{
    if (state == ROUND_CLOSED)
        return error_set(error, ERROR_CONFLICT, "round_closed", "closed");
    return state != ROUND_PLANNING || error_set(error, ERROR_CONFLICT, "round_planning", "a plan is being made");
}

enum { CHANGES_MAX = 64 };

/* A visit that stays where it is, pinned or not, keeps what was agreed of it. */
static bool pin_in_place(struct db *db, const struct visit *visit, bool *stays, struct error *error)
{
    uint64_t matched = 0;
    bool done = execute(db, &matched, error,
                        "UPDATE visit SET pinned = ?, version = version + 1 WHERE id = ? AND person_id = ? "
                        "AND centre_code = ? AND period_code = ?",
                        "iuuss", (int64_t)visit->pinned, &visit->id, &visit->worker, visit->host, visit->period);
    *stays = matched > 0;
    return done;
}

/* A change takes its visits out before it puts them back, so that two of them can change places. */
static bool change_visits(struct db *db, const struct uuid *round, const struct visit *visits, size_t count,
                          struct error *error)
{
    int64_t versions[CHANGES_MAX];
    bool stays[CHANGES_MAX] = {false};
    if (count > CHANGES_MAX)
        return error_set(error, ERROR_INTERNAL, "database_error", "%zu visits in one edit", count);
    for (size_t i = 0; i < count; i++) {
        versions[i] = 0;
        if (!query_int(db, &versions[i], error, "SELECT version FROM visit WHERE id = ? AND round_id = ?", "uu",
                       &visits[i].id, round))
            return error_set(error, ERROR_NOT_FOUND, "unknown_visit", "no such visit in the round");
        if (!pin_in_place(db, &visits[i], &stays[i], error) ||
            (!stays[i] && !remove_visit(db, round, &visits[i].id, error)))
            return false;
    }
    for (size_t i = 0; i < count; i++)
        if (!stays[i] && !insert_visit(db, round, &visits[i], versions[i] + 1, error))
            return false;
    return true;
}

/* What an edit means to those who know the published plan. */
enum visit_change { STAYS, MOVES, CHANGES_WORKER };

static bool compare_visit(struct db *db, const struct visit *visit, enum visit_change *change, struct error *error)
{
    struct rows rows;
    *change = STAYS;
    if (!query(db, &rows, error, "SELECT person_id = ?, centre_code = ? AND period_code = ? FROM visit WHERE id = ?",
               "ussu", &visit->worker, visit->host, visit->period, &visit->id))
        return false;
    if (rows_next(&rows))
        *change = rows_int(&rows, 0) == 0 ? CHANGES_WORKER : rows_int(&rows, 1) == 0 ? MOVES : STAYS;
    return rows_end(&rows, error);
}

/* A pin is nothing to write about; a visit that goes to another worker falls away for the first. */
static bool tell_before(struct db *db, const struct visits_edit *edit, enum visit_change changes[CHANGES_MAX],
                        struct error *error)
{
    for (size_t i = 0; i < edit->remove_count; i++)
        if (!letters_of_visit(db, &edit->remove[i], true, error))
            return false;
    for (size_t i = 0; i < edit->change_count && i < CHANGES_MAX; i++)
        if (!compare_visit(db, &edit->change[i], &changes[i], error) ||
            (changes[i] != STAYS && !letters_of_visit(db, &edit->change[i].id, changes[i] == CHANGES_WORKER, error)))
            return false;
    return true;
}

static bool tell_after(struct db *db, const struct visits_edit *edit, const enum visit_change changes[CHANGES_MAX],
                       struct error *error)
{
    for (size_t i = 0; i < edit->change_count; i++)
        if (changes[i] != STAYS && !letters_of_visit(db, &edit->change[i].id, false, error))
            return false;
    for (size_t i = 0; i < edit->add_count; i++)
        if (!letters_of_visit(db, &edit->add[i].id, false, error))
            return false;
    return true;
}

bool visits_edit(struct db *db, const struct actor *actor, const struct uuid *round, int64_t version,
                 const struct visits_edit *edit, int64_t *new_version, struct error *error)
{
    int state = ROUND_DRAFT;
    enum visit_change changes[CHANGES_MAX] = {STAYS};
    if (!round_lock(db, actor, round, version, &state, error) || !may_edit(state, error) ||
        (state == ROUND_PUBLISHED && !tell_before(db, edit, changes, error)))
        return false;
    for (size_t i = 0; i < edit->remove_count; i++)
        if (!remove_visit(db, round, &edit->remove[i], error))
            return false;
    if (!change_visits(db, round, edit->change, edit->change_count, error))
        return false;
    for (size_t i = 0; i < edit->add_count; i++)
        if (!insert_visit(db, round, &edit->add[i], 1, error))
            return false;
    return (state != ROUND_PUBLISHED || tell_after(db, edit, changes, error)) && round_touch(db, round, error) &&
           record_audit(db, actor, "visits_edit", round, NULL, NULL, error) &&
           query_int(db, new_version, error, "SELECT version FROM round WHERE id = ?", "u", round);
}

static const struct visit *find_same(const struct visit *visits, size_t count, const struct uuid *worker,
                                     const char *host, const char *period)
{
    for (size_t i = 0; i < count; i++)
        if (uuid_compare(&visits[i].worker, worker) == 0 && strcmp(visits[i].host, host) == 0 &&
            strcmp(visits[i].period, period) == 0)
            return &visits[i];
    return NULL;
}

/* Takes out the stored visits that the plan does not hold and marks in `stays` the plan's that are stored already, so
 * that they keep their ids. */
static bool remove_others(struct db *db, struct arena *arena, const struct uuid *round, const struct visit *visits,
                          size_t count, bool *stays, struct error *error)
{
    struct rows rows;
    struct uuid *gone = NULL;
    size_t gone_count = 0;
    if (!query(db, &rows, error, "SELECT id, person_id, centre_code, period_code, pinned FROM visit WHERE round_id = ?",
               "u", round))
        return false;
    while (rows_next(&rows)) {
        struct uuid worker = rows_uuid(&rows, 1);
        const char *host = rows_text(&rows, 2, arena), *period = rows_text(&rows, 3, arena);
        if (host == NULL || period == NULL)
            break;
        const struct visit *same = find_same(visits, count, &worker, host, period);
        if (same != NULL) {
            stays[same - visits] = true;
            continue;
        }
        if (rows_int(&rows, 4) != 0) {
            error_set(error, ERROR_CONFLICT, "pin", "the plan leaves out a pinned visit");
            break;
        }
        struct uuid *larger = grow(arena, gone, gone_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        gone = larger;
        gone[gone_count++] = rows_uuid(&rows, 0);
    }
    if (!rows_end(&rows, error))
        return false;
    for (size_t i = 0; i < gone_count; i++)
        if (!remove_visit(db, round, &gone[i], error))
            return false;
    return true;
}

static bool store_all(struct db *db, struct arena *arena, const struct uuid *round, const struct visit *visits,
                      size_t count, struct error *error)
{
    bool *stays = arena_alloc(arena, (count + 1) * sizeof *stays);
    if (stays == NULL)
        return error_set(error, ERROR_INTERNAL, "out_of_memory", "round_replace_visits");
    if (!remove_others(db, arena, round, visits, count, stays, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!stays[i] && !insert_visit(db, round, &visits[i], 1, error))
            return false;
        if (stays[i] && visits[i].pinned &&
            !execute(db, NULL, error,
                     "UPDATE visit SET pinned = 1 WHERE round_id = ? AND person_id = ? AND period_code = ?", "uus",
                     round, &visits[i].worker, visits[i].period))
            return false;
    }
    return true;
}

bool round_replace_visits(struct db *db, const struct uuid *round, const struct visit *visits, size_t count,
                          struct error *error)
{
    struct arena *arena = arena_new();
    if (arena == NULL)
        return error_set(error, ERROR_INTERNAL, "out_of_memory", "round_replace_visits");
    bool stored = store_all(db, arena, round, visits, count, error);
    arena_free(arena);
    return stored;
}

bool round_store_plan(struct db *db, const struct uuid *round, int64_t version, const struct visit *visits,
                      size_t count, struct error *error)
{
    return round_lock(db, NULL, round, version, NULL, error) && round_replace_visits(db, round, visits, count, error) &&
           execute(db, NULL, error, "UPDATE round SET state = 'proposed' WHERE id = ? AND state = 'planning'", "u",
                   round) &&
           round_touch(db, round, error);
}
