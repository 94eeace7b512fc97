#include "db/agreements.h"

#include "db/letters.h"
#include "db/record.h"
#include "db/rounds_rows.h"
#include "db/statement.h"

const char *const agreement_side_words[] = {"employer", "host", NULL};

/* Whoever speaks for the centre: its manager, or the specialist of its municipality. The coordinator, who asks, does
 * not answer. */
#define SPEAKS_FOR                                                                                                     \
    "EXISTS (SELECT 1 FROM account_centre v WHERE v.account_id = ? AND v.role IN ('manager', 'specialist') "

static bool write_letters(struct db *db, const struct uuid *round, const struct codes *centres, struct error *error)
{
    /* A plan that is asked about again is told again. */
    if (!execute(db, NULL, error, "DELETE FROM outbox WHERE event = 'round_agree' AND about_id = ?", "u", round))
        return false;
    for (size_t i = 0; i < centres->count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO outbox (id, event, about_id, recipient, language) "
                     "SELECT UNHEX(REPLACE(UUID(), '-', '')), 'round_agree', ?, a.email, a.language "
                     "FROM account_centre r JOIN account a ON a.id = r.account_id AND a.state = 'active' "
                     "WHERE r.centre_code = ? AND r.role IN ('manager', 'specialist') "
                     "ON DUPLICATE KEY UPDATE attempts = outbox.attempts",
                     "us", round, centres->items[i]))
            return false;
    return true;
}

/* Of what was changed after publishing: in the words that told of the change. */
static bool remind_of_changes(struct db *db, const struct uuid *round, const struct codes *centres, struct error *error)
{
    struct arena *arena = arena_new();
    if (arena == NULL)
        return error_set(error, ERROR_INTERNAL, "out_of_memory", "agreements");
    bool done = true;
    for (size_t i = 0; done && i < centres->count; i++)
        done = letters_of_changes(db, round, centres->items[i], 0, arena, error);
    arena_free(arena);
    return done;
}

bool round_ask_agreement(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version,
                         const struct codes *centres, struct error *error)
{
    int state = ROUND_DRAFT;
    int64_t visits = 0;
    if (!round_lock(db, actor, id, version, &state, error))
        return false;
    if (state == ROUND_CLOSED)
        return error_set(error, ERROR_CONFLICT, "round_closed", "closed");
    if (state == ROUND_PLANNING)
        return error_set(error, ERROR_CONFLICT, "round_planning", "a plan is being made");
    if (!query_int(db, &visits, error, "SELECT COUNT(*) FROM visit WHERE round_id = ?", "u", id))
        return false;
    if (visits == 0)
        return error_set(error, ERROR_CONFLICT, "no_visits", "nothing to agree to");
    /* One that is published stays so: only what was changed since is asked about. */
    return execute(db, NULL, error, "UPDATE round SET state = 'approving' WHERE id = ? AND state <> 'published'", "u",
                   id) &&
           (state == ROUND_PUBLISHED ? remind_of_changes(db, id, centres, error)
                                     : write_letters(db, id, centres, error)) &&
           round_touch(db, id, error) && record_audit(db, actor, "round_ask_agreement", id, NULL, NULL, error);
}

static bool agree_one(struct db *db, const struct actor *actor, const struct uuid *round, const char *centre, int side,
                      const struct visit *visit, bool agreed, struct error *error)
{
    static const char employer[] =
        "UPDATE visit v JOIN round_worker w ON w.round_id = v.round_id AND w.person_id = v.person_id "
        "SET v.employer_agreed_at = IF(?, NOW(3), NULL), v.employer_agreed_by = ? "
        "WHERE v.id = ? AND v.round_id = ? AND v.centre_code = ? AND v.period_code = ? AND w.home_centre = ?";
    static const char host[] =
        "UPDATE visit v SET v.host_agreed_at = IF(?, NOW(3), NULL), v.host_agreed_by = ? "
        "WHERE v.id = ? AND v.round_id = ? AND v.centre_code = ? AND v.period_code = ? AND v.centre_code = ?";
    uint64_t matched = 0;
    return execute(db, &matched, error, side == SIDE_EMPLOYER ? employer : host, "iuuusss", (int64_t)agreed,
                   &actor->account, &visit->id, round, visit->host, visit->period, centre) &&
           (matched > 0 || error_set(error, ERROR_CONFLICT, "visit_changed", "not the visit that was seen"));
}

bool round_agree(struct db *db, const struct actor *actor, const struct uuid *id, const char *centre, int side,
                 const struct visit *visits, size_t count, bool agreed, struct error *error)
{
    int state = ROUND_DRAFT;
    int64_t one = 0;
    if (!round_lock(db, NULL, id, 0, &state, error))
        return false;
    if (!query_int(db, &one, error,
                   "SELECT 1 FROM round_centre x WHERE x.round_id = ? AND x.centre_code = ? AND " SPEAKS_FOR
                   "AND v.centre_code = x.centre_code)",
                   "usu", id, centre, &actor->account))
        return error_set(error, ERROR_NOT_FOUND, "unknown_round", "no such round or centre, or not the actor's");
    /* Of a published round what was changed since is still to be agreed to; what is agreed stays. */
    if (state != ROUND_APPROVING && !(state == ROUND_PUBLISHED && agreed))
        return error_set(error, ERROR_CONFLICT, "not_approving", "nobody is asked to agree");
    for (size_t i = 0; i < count; i++)
        if (!agree_one(db, actor, id, centre, side, &visits[i], agreed, error))
            return false;
    return round_touch(db, id, error) &&
           record_audit(db, actor, agreed ? "round_agree" : "round_disagree", id, NULL, centre, error);
}

bool cover_agree(struct db *db, const struct actor *actor, const struct uuid *worker, bool agreed, struct error *error)
{
    uint64_t matched = 0;
    if (!execute(db, &matched, error,
                 "UPDATE membership SET cover_agreed = ?, cover_agreed_by = ? WHERE person_id = ? AND kind = 'worker' "
                 "AND since <= UTC_DATE() AND until > UTC_DATE() AND " SPEAKS_FOR
                 "AND v.centre_code = membership.centre_code)",
                 "iuuu", (int64_t)agreed, &actor->account, worker, &actor->account))
        return false;
    if (matched == 0)
        return error_set(error, ERROR_NOT_FOUND, "unknown_person", "no worker whom the actor speaks for");
    return record_change(db, "person", worker, worker, NULL, NULL, error) &&
           record_audit(db, actor, agreed ? "cover_agree" : "cover_disagree", worker, worker, NULL, error);
}
