/* Making pairings and keeping what was solved and said. */
#include "db/pairings.h"

#include "db/jobs.h"
#include "db/pairings_rows.h"
#include "db/record.h"
#include "db/statement.h"

bool pairing_touch(struct db *db, const struct uuid *id, struct error *error)
{
    return execute(db, NULL, error, "UPDATE pairing SET version = version + 1 WHERE id = ?", "u", id) &&
           record_change(db, "pairing", id, NULL, NULL, NULL, error);
}

/* The group before the municipality, where the actor has both and names neither. */
static bool insert_pairing(struct db *db, const struct actor *actor, const struct uuid *id, const char *scope,
                           struct error *error)
{
    uint64_t made = 0;
    if (!execute(db, &made, error,
                 "INSERT INTO pairing (id, group_code, municipality_code, scope, created_by) "
                 "SELECT ?, a.group_code, a.municipality_code, a.scope, a.account_id FROM account_role a "
                 "WHERE a.account_id = ? AND a.role IN ('coordinator', 'specialist') AND a.scope = COALESCE(?, a.scope) "
                 "ORDER BY a.role = 'specialist', a.scope LIMIT 1",
                 "uus", id, &actor->account, scope))
        return false;
    return made > 0 || error_set(error, ERROR_NOT_FOUND, "foreign_scope", "no such group or municipality of the actor");
}

bool pairing_create(struct db *db, const struct actor *actor, const struct uuid *id, const struct uuid *job,
                    const char *scope, struct error *error)
{
    return insert_pairing(db, actor, id, scope, error) &&
           job_create(db, actor, job, PAIRING_JOB_KIND, id, NULL, error) &&
           record_change(db, "pairing", id, NULL, NULL, NULL, error) &&
           record_audit(db, actor, "pairing_create", id, NULL, NULL, error);
}

static bool lock_row(struct db *db, const struct actor *actor, const struct uuid *id, int64_t *version, int *state,
                     struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error, "SELECT p.version, p.state FROM pairing p WHERE p.id = ? AND " PAIRING_REACHED
                                 " FOR UPDATE",
               "uu", id, &actor->account))
        return false;
    bool found = rows_next(&rows);
    if (found) {
        *version = rows_int(&rows, 0);
        *state = rows_word(&rows, 1, pairing_state_words);
    }
    if (!rows_end(&rows, error))
        return false;
    return found || error_set(error, ERROR_NOT_FOUND, "unknown_pairing", "no such pairing, or not the actor's");
}

bool pairing_lock(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version, struct error *error)
{
    int64_t current = 0;
    int state = PAIRING_WORKING;
    if (!lock_row(db, actor, id, &current, &state, error))
        return false;
    if (version != 0 && version != current)
        return error_set(error, ERROR_STALE, "stale_version", "is at %lld", (long long)current);
    return state == PAIRING_READY || error_set(error, ERROR_CONFLICT, "pairing_not_ready", "there is no proposal yet");
}

bool pairing_cancel(struct db *db, const struct actor *actor, const struct uuid *id, struct error *error)
{
    int64_t version;
    int state;
    bool ended = false;
    return lock_row(db, actor, id, &version, &state, error) && job_cancel(db, PAIRING_JOB_KIND, id, &ended, error) &&
           (!ended || pairing_release(db, id, PAIRING_CANCELLED, error)) &&
           record_audit(db, actor, "pairing_cancel", id, NULL, NULL, error);
}

bool pairing_release(struct db *db, const struct uuid *id, int state, struct error *error)
{
    return execute(db, NULL, error,
                   "UPDATE pairing SET state = ?, version = version + 1 WHERE id = ? AND state = 'working'", "su",
                   pairing_state_words[state], id) &&
           record_change(db, "pairing", id, NULL, NULL, NULL, error);
}

bool pairing_set_rules(struct db *db, const struct actor *actor, const struct uuid *id, const struct uuid *person,
                       const struct uuid *need, const struct pairing_rule *rules, size_t count, struct error *error)
{
    static const char *const actions[] = {"pairing_pin", "pairing_forbid"};
    if (!execute(db, NULL, error, "DELETE FROM pairing_rule WHERE pairing_id = ? AND person_id = ? AND need_id = ?",
                 "uuu", id, person, need))
        return false;
    /* All zeros are NULL to a statement, and a key holds none: the zeros are written as bytes. */
    for (size_t i = 0; i < count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO pairing_rule (pairing_id, person_id, need_id, shift_id, kind) VALUES (?, ?, ?, ?, ?)",
                     "uuubs", id, person, need, rules[i].shift.bytes, sizeof rules[i].shift.bytes,
                     pairing_rule_words[rules[i].kind]))
            return false;
    return record_audit(db, actor, count == 0 ? "pairing_release" : actions[rules[0].kind], id, person, NULL, error);
}

/* Those that were answered with yes are facts, no longer part of what is proposed. */
static bool clear_content(struct db *db, const struct uuid *id, struct error *error)
{
    return execute(db, NULL, error,
                   "DELETE FROM pairing_pair WHERE pairing_id = ? AND (invitation_id IS NULL OR invitation_id NOT IN "
                   "(SELECT id FROM invitation WHERE state = 'accepted'))",
                   "u", id) &&
           execute(db, NULL, error, "DELETE FROM pairing_open WHERE pairing_id = ?", "u", id);
}

/* Columns of one table, so that thousands of rows are one statement. */
struct columns {
    struct uuid *pairing, *person, *need, *shift, *invitation;
    int64_t *number, *flags;
    const char **text;
};

static bool columns_new(struct arena *arena, const struct uuid *id, size_t count, struct columns *columns,
                        struct error *error)
{
    size_t room = count + 1;
    *columns = (struct columns){.pairing = arena_alloc(arena, room * sizeof(struct uuid)),
                                .person = arena_alloc(arena, room * sizeof(struct uuid)),
                                .need = arena_alloc(arena, room * sizeof(struct uuid)),
                                .shift = arena_alloc(arena, room * sizeof(struct uuid)),
                                .invitation = arena_alloc(arena, room * sizeof(struct uuid)),
                                .number = arena_alloc(arena, room * sizeof(int64_t)),
                                .flags = arena_alloc(arena, room * sizeof(int64_t)),
                                .text = arena_alloc(arena, room * sizeof(char *))};
    if (!columns->pairing || !columns->person || !columns->need || !columns->shift || !columns->invitation ||
        !columns->number || !columns->flags || !columns->text)
        return error_set(error, ERROR_INTERNAL, "out_of_memory", "pairing_store");
    for (size_t i = 0; i < count; i++)
        columns->pairing[i] = *id;
    return true;
}

static bool insert_pairs(struct db *db, struct arena *arena, const struct uuid *id, const struct pairing_pair *pairs,
                         size_t count, struct error *error)
{
    struct columns columns;
    if (!columns_new(arena, id, count, &columns, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        columns.person[i] = pairs[i].person;
        columns.need[i] = pairs[i].need;
        columns.shift[i] = pairs[i].shift;
        columns.number[i] = pairs[i].score;
        columns.text[i] = pairs[i].parts;
        columns.flags[i] = (int64_t)pairs[i].flags;
        columns.invitation[i] = pairs[i].invitation;
    }
    const void *data[] = {columns.pairing, columns.person, columns.need,  columns.shift,
                          columns.number,  columns.text,   columns.flags, columns.invitation};
    return execute_many(db, error,
                        "INSERT INTO pairing_pair (pairing_id, person_id, need_id, shift_id, score, parts, flags, "
                        "invitation_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        "uuuuisiu", count, data);
}

static bool insert_open(struct db *db, struct arena *arena, const struct uuid *id, const struct pairing_open *open,
                        size_t count, struct error *error)
{
    struct columns columns;
    if (!columns_new(arena, id, count, &columns, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        columns.need[i] = open[i].need;
        columns.shift[i] = open[i].shift;
        columns.number[i] = open[i].seats;
        columns.text[i] = open[i].missing;
    }
    const void *data[] = {columns.pairing, columns.need, columns.shift, columns.number, columns.text};
    return execute_many(db, error,
                        "INSERT INTO pairing_open (pairing_id, need_id, shift_id, seats, missing) "
                        "VALUES (?, ?, ?, ?, ?)",
                        "uuuis", count, data);
}

static bool store_numbers(struct db *db, const struct pairing *solved, struct error *error)
{
    return execute(db, NULL, error,
                   "UPDATE pairing SET state = 'ready', people = ?, needs = ?, seats = ?, filled = ?, worth = ?, "
                   "bound_worth = ?, score = ?, bound_score = ?, advice = ?, solved_at = NOW(3) WHERE id = ?",
                   "iiiiiiiisu", (int64_t)solved->people, (int64_t)solved->needs, (int64_t)solved->seats,
                   (int64_t)solved->filled, solved->worth, solved->bound_worth, solved->score, solved->bound_score,
                   solved->advice, &solved->id) &&
           pairing_touch(db, &solved->id, error);
}

bool pairing_store(struct db *db, const struct pairing *solved, const struct pairing_content *content,
                   struct error *error)
{
    struct arena *arena = arena_new();
    bool stored = arena ? clear_content(db, &solved->id, error) &&
                              insert_pairs(db, arena, &solved->id, content->pairs, content->pair_count, error) &&
                              insert_open(db, arena, &solved->id, content->open, content->open_count, error) &&
                              store_numbers(db, solved, error)
                        : error_set(error, ERROR_INTERNAL, "out_of_memory", "pairing_store");
    arena_free(arena);
    return stored;
}
