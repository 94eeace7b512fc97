#include "db/proposals.h"

#include "db/record.h"
#include "db/rounds_rows.h"
#include "db/statement.h"

static struct proposal row_of(struct rows *rows, struct arena *arena)
{
    return (struct proposal){.id = rows_uuid(rows, 0),
                             .name = rows_text(rows, 1, arena),
                             .kept_by = rows_text(rows, 2, arena),
                             .kept_at_ms = rows_time(rows, 3),
                             .result = rows_text(rows, 4, arena),
                             .objective = rows_int(rows, 5),
                             .has_bound = !rows_null(rows, 6),
                             .bound = rows_int(rows, 6),
                             .legal = rows_int(rows, 7) != 0};
}

static bool read_visits(struct db *db, struct arena *arena, struct proposal *proposal, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT person_id, centre_code, period_code, pinned FROM proposal_visit WHERE proposal_id = ? "
               "ORDER BY person_id, period_code",
               "u", &proposal->id))
        return false;
    while (rows_next(&rows)) {
        struct visit *larger = grow(arena, proposal->visits, proposal->visit_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        proposal->visits = larger;
        larger[proposal->visit_count++] = (struct visit){.worker = rows_uuid(&rows, 0),
                                                         .host = rows_text(&rows, 1, arena),
                                                         .period = rows_text(&rows, 2, arena),
                                                         .pinned = rows_int(&rows, 3) != 0,
                                                         .report = WORD_NONE};
    }
    return rows_end(&rows, error);
}

bool proposals_read(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *round,
                    const struct uuid *only, struct proposal **proposals, size_t *count, struct error *error)
{
    struct rows rows;
    *proposals = NULL;
    *count = 0;
    if (!round_lock(db, actor, round, 0, NULL, error) ||
        !query(db, &rows, error,
               "SELECT p.id, p.name, a.email, p.created_at, p.result, p.objective, p.bound, p.legal FROM proposal p "
               "LEFT JOIN account a ON a.id = p.created_by WHERE p.round_id = ? AND (? IS NULL OR p.id = ?) "
               "ORDER BY p.id DESC",
               "uuu", round, only, only))
        return false;
    while (rows_next(&rows)) {
        struct proposal *larger = grow(arena, *proposals, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *proposals = larger;
        larger[(*count)++] = row_of(&rows, arena);
    }
    if (!rows_end(&rows, error))
        return false;
    if (only != NULL && *count == 0)
        return error_set(error, ERROR_NOT_FOUND, "unknown_proposal", "no such proposal of the round");
    for (size_t i = 0; i < *count; i++)
        if (!read_visits(db, arena, &(*proposals)[i], error))
            return false;
    return true;
}

static bool make_room(struct db *db, const struct uuid *round, struct error *error)
{
    int64_t count = 0;
    uint64_t removed = 0;
    if (!query_int(db, &count, error, "SELECT COUNT(*) FROM proposal WHERE round_id = ?", "u", round))
        return false;
    if (count < PROPOSALS_MAX)
        return true;
    return execute(db, &removed, error, "DELETE FROM proposal WHERE round_id = ? AND name IS NULL ORDER BY id LIMIT 1",
                   "u", round) &&
           (removed > 0 || error_set(error, ERROR_CONFLICT, "too_many_proposals", "%lld are kept", (long long)count));
}

bool proposal_keep(struct db *db, const struct actor *actor, const struct uuid *round, const struct proposal *proposal,
                   const struct uuid *job, struct error *error)
{
    static const char by_actor[] =
        "INSERT INTO proposal (id, round_id, name, created_by, result, objective, bound, legal) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    static const char by_job[] =
        "INSERT INTO proposal (id, round_id, name, created_by, result, objective, bound, legal) "
        "VALUES (?, ?, ?, (SELECT created_by FROM job WHERE id = ?), ?, ?, ?, ?)";
    if (!round_lock(db, actor, round, 0, NULL, error) || !make_room(db, round, error) ||
        !execute(db, NULL, error, actor == NULL ? by_job : by_actor, "uususiIi", &proposal->id, round, proposal->name,
                 actor == NULL ? job : &actor->account, proposal->result, proposal->objective, (int)proposal->has_bound,
                 proposal->bound, (int64_t)proposal->legal))
        return false;
    for (size_t i = 0; i < proposal->visit_count; i++) {
        const struct visit *visit = &proposal->visits[i];
        if (!execute(db, NULL, error,
                     "INSERT INTO proposal_visit (proposal_id, person_id, centre_code, period_code, pinned) "
                     "VALUES (?, ?, ?, ?, ?)",
                     "uussi", &proposal->id, &visit->worker, visit->host, visit->period, (int64_t)visit->pinned))
            return false;
    }
    return record_change(db, "round", round, NULL, NULL, NULL, error) &&
           (actor == NULL || record_audit(db, actor, "proposal_keep", round, NULL, NULL, error));
}

bool proposal_delete(struct db *db, const struct actor *actor, const struct uuid *round, const struct uuid *id,
                     struct error *error)
{
    uint64_t removed = 0;
    return round_lock(db, actor, round, 0, NULL, error) &&
           execute(db, &removed, error, "DELETE FROM proposal WHERE id = ? AND round_id = ?", "uu", id, round) &&
           (removed > 0 || error_set(error, ERROR_NOT_FOUND, "unknown_proposal", "no such proposal of the round")) &&
           record_change(db, "round", round, NULL, NULL, NULL, error) &&
           record_audit(db, actor, "proposal_delete", round, NULL, NULL, error);
}

bool round_choose_plan(struct db *db, const struct actor *actor, const struct uuid *round, int64_t version,
                       const struct visit *visits, size_t count, struct error *error)
{
    int state = ROUND_DRAFT;
    if (!round_lock(db, actor, round, version, &state, error))
        return false;
    if (state == ROUND_PUBLISHED || state == ROUND_CLOSED)
        return error_set(error, ERROR_CONFLICT, "round_published", "published");
    if (state == ROUND_PLANNING)
        return error_set(error, ERROR_CONFLICT, "round_planning", "a plan is being made");
    return execute(db, NULL, error, "UPDATE visit SET pinned = 0 WHERE round_id = ?", "u", round) &&
           round_replace_visits(db, round, visits, count, error) &&
           execute(db, NULL, error, "UPDATE round SET state = 'proposed' WHERE id = ?", "u", round) &&
           round_touch(db, round, error) && record_audit(db, actor, "plan_choose", round, NULL, NULL, error);
}
