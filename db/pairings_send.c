/* From a proposal to invitations, and back while their letters have not left. */
#include "db/pairings.h"

#include "db/pairings_rows.h"
#include "db/record.h"
#include "db/statement.h"

bool pairing_send(struct db *db, const struct actor *actor, const struct uuid *id, struct pairing_sending *sending,
                  struct error *error)
{
    const struct invitation_input *invitation = &sending->invitation;
    if (!invitation_try(db, actor, &sending->need, invitation, sending->delay_ms, sending->expires_at_ms,
                        &sending->refused, error))
        return false;
    for (size_t i = 0; sending->refused == NULL && i < invitation->shift_count; i++)
        if (!execute(db, NULL, error,
                     "UPDATE pairing_pair SET invitation_id = ? WHERE pairing_id = ? AND person_id = ? "
                     "AND shift_id = ?",
                     "uuuu", &invitation->id, id, &invitation->person, &invitation->shifts[i]))
            return false;
    return true;
}

bool pairing_sent(struct db *db, const struct actor *actor, const struct uuid *id, struct error *error)
{
    return pairing_touch(db, id, error) && record_audit(db, actor, "pairing_send", id, NULL, NULL, error);
}

/* Open invitations of the pairing: ids and how many. */
static bool list_open(struct db *db, struct arena *arena, const struct uuid *id, struct uuid **invitations,
                      size_t *count, struct error *error)
{
    struct rows rows;
    *invitations = NULL;
    *count = 0;
    if (!query(db, &rows, error,
               "SELECT DISTINCT i.id FROM pairing_pair x JOIN invitation i ON i.id = x.invitation_id "
               "WHERE x.pairing_id = ? AND i.state = 'sent' ORDER BY i.need_id, i.id",
               "u", id))
        return false;
    while (rows_next(&rows)) {
        struct uuid *larger = grow(arena, *invitations, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *invitations = larger;
        larger[(*count)++] = rows_uuid(&rows, 0);
    }
    return rows_end(&rows, error);
}

static bool take_back_all(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *id,
                          int32_t *taken, int32_t *late, struct error *error)
{
    struct uuid *invitations;
    size_t count;
    if (!list_open(db, arena, id, &invitations, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct error why = {0};
        bool undone = invitation_withdraw(db, actor, &invitations[i], false, &why);
        /* Without a letter to withdraw nothing was written, so the others go on. */
        if (!undone && why.kind != ERROR_CONFLICT && why.kind != ERROR_NOT_FOUND)
            return error_set(error, why.kind, why.code, "%s", why.detail);
        if (undone && !execute(db, NULL, error, "UPDATE pairing_pair SET invitation_id = NULL WHERE invitation_id = ?",
                               "u", &invitations[i]))
            return false;
        *(undone ? taken : late) += 1;
    }
    return pairing_touch(db, id, error) && record_audit(db, actor, "pairing_take_back", id, NULL, NULL, error);
}

bool pairing_take_back(struct db *db, const struct actor *actor, const struct uuid *id, int32_t *taken, int32_t *late,
                       struct error *error)
{
    *taken = *late = 0;
    struct arena *arena = arena_new();
    bool done = arena ? take_back_all(db, arena, actor, id, taken, late, error)
                      : error_set(error, ERROR_INTERNAL, "out_of_memory", "pairing_take_back");
    arena_free(arena);
    return done;
}
