/* Reading invitations and offers, which are shown side by side. */
#include <stdlib.h>
#include <string.h>

#include "db/handle.h"
#include "db/invitations.h"
#include "db/record.h"
#include "db/statement.h"

/* One shape for both. `known` is 1 where staff may see name and contact: accepted, or offered. */
#define INVITATION_COLUMNS                                                                                             \
    "SELECT i.id, i.need_id, i.person_id, 'invitation' AS kind, i.state, p.first_name, p.last_name, p.email, "         \
    "p.phone, i.decline_reason, i.created_at, (i.state = 'sent' AND EXISTS (SELECT 1 FROM outbox o "                   \
    "WHERE o.event = 'invitation' AND o.about_id = i.id AND o.state = 'waiting' AND o.not_before > NOW(3))), "         \
    "i.not_before, i.expires_at, i.version, i.state = 'accepted', "                                                    \
    "n.children AND EXISTS (SELECT 1 FROM invitation_shift x JOIN shift s ON s.id = x.shift_id "                       \
    "WHERE x.invitation_id = i.id AND NOT EXISTS (SELECT 1 FROM background_check b WHERE b.person_id = i.person_id "   \
    "AND b.result = 'permitted' AND b.checked_on <= s.day AND b.valid_until >= s.day)) "                               \
    "FROM invitation i JOIN person p ON p.id = i.person_id JOIN need n ON n.id = i.need_id "
#define OFFER_COLUMNS                                                                                                  \
    "SELECT f.id, f.need_id, f.person_id, 'offer' AS kind, f.state, p.first_name, p.last_name, p.email, p.phone, "     \
    "NULL, f.created_at, 0, NULL, NULL, f.version, p.state <> 'anonymised', "                                          \
    "n.children AND EXISTS (SELECT 1 FROM offer_shift x JOIN shift s ON s.id = x.shift_id "                            \
    "WHERE x.offer_id = f.id AND NOT EXISTS (SELECT 1 FROM background_check b WHERE b.person_id = f.person_id "        \
    "AND b.result = 'permitted' AND b.checked_on <= s.day AND b.valid_until >= s.day)) "                               \
    "FROM offer f JOIN person p ON p.id = f.person_id JOIN need n ON n.id = f.need_id "

static struct invitation read_invitation(struct rows *rows, struct arena *arena, bool for_staff)
{
    struct invitation invitation = {.id = rows_uuid(rows, 0),
                                    .need = rows_uuid(rows, 1),
                                    .person = rows_uuid(rows, 2),
                                    .kind = rows_word(rows, 3, invitation_kind_words),
                                    .state = rows_word(rows, 4, invitation_state_words),
                                    .first_name = rows_text(rows, 5, arena),
                                    .reason = rows_word(rows, 9, decline_reason_words),
                                    .sent_at_ms = rows_time(rows, 10),
                                    .can_undo = rows_int(rows, 11) != 0,
                                    .undo_until_ms = rows_time(rows, 12),
                                    .has_expires = !rows_null(rows, 13),
                                    .expires_at_ms = rows_time(rows, 13),
                                    .version = rows_int(rows, 14),
                                    .check_needed = rows_int(rows, 16) != 0};
    const char *last_name = rows_text(rows, 6, arena);
    if (for_staff && rows_int(rows, 15) != 0 && invitation.first_name != NULL && last_name != NULL) {
        size_t size = strlen(invitation.first_name) + strlen(last_name) + 2;
        char *name = arena_alloc(arena, size);
        if (name != NULL) {
            strcpy(name, invitation.first_name);
            strcat(strcat(name, " "), last_name);
        }
        invitation.name = name;
        invitation.email = rows_text(rows, 7, arena);
        invitation.phone = rows_text(rows, 8, arena);
    }
    return invitation;
}

static bool read_all(struct rows *rows, struct arena *arena, bool for_staff, struct invitation **invitations,
                     size_t *count, struct error *error)
{
    *invitations = NULL;
    *count = 0;
    while (rows_next(rows)) {
        struct invitation *larger = grow(arena, *invitations, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *invitations = larger;
        larger[(*count)++] = read_invitation(rows, arena, for_staff);
    }
    return rows_end(rows, error);
}

static bool read_shifts(struct db *db, struct arena *arena, struct invitation *invitations, size_t count,
                        struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        struct rows rows;
        if (!query(db, &rows, error,
                   "SELECT x.shift_id, s.starts_at FROM invitation_shift x JOIN shift s ON s.id = x.shift_id "
                   "WHERE x.invitation_id = ? UNION ALL SELECT x.shift_id, s.starts_at FROM offer_shift x "
                   "JOIN shift s ON s.id = x.shift_id WHERE x.offer_id = ? ORDER BY 2, 1",
                   "uu", &invitations[i].id, &invitations[i].id))
            return false;
        while (rows_next(&rows)) {
            struct uuid *shifts = grow(arena, invitations[i].shifts, invitations[i].shift_count, sizeof *shifts, error);
            if (shifts == NULL)
                break;
            invitations[i].shifts = shifts;
            shifts[invitations[i].shift_count++] = rows_uuid(&rows, 0);
        }
        if (!rows_end(&rows, error))
            return false;
    }
    return true;
}

bool invitations_of_need(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *need,
                         struct invitation **invitations, size_t *count, struct error *error)
{
    struct rows rows;
    char centre[33] = "";
    if (!query(db, &rows, error,
               "SELECT n.centre_code FROM need n JOIN account_centre r ON r.centre_code = n.centre_code "
               "WHERE n.id = ? AND r.account_id = ? LIMIT 1",
               "uu", need, &actor->account))
        return false;
    bool reached = rows_next(&rows);
    if (reached)
        rows_copy(&rows, 0, centre, sizeof centre - 1);
    if (!rows_end(&rows, error))
        return false;
    if (!reached)
        return error_set(error, ERROR_NOT_FOUND, "unknown_need", "no such need, or not the actor's");
    if (!query(db, &rows, error,
               INVITATION_COLUMNS "WHERE i.need_id = ? UNION ALL " OFFER_COLUMNS
                                  "WHERE f.need_id = ? ORDER BY 1 DESC LIMIT 500",
               "uu", need, need) ||
        !read_all(&rows, arena, true, invitations, count, error))
        return false;
    for (size_t i = 0; i < *count; i++)
        if ((*invitations)[i].name != NULL &&
            !record_audit(db, actor, "contact_seen", need, &(*invitations)[i].person, centre, error))
            return false;
    return read_shifts(db, arena, *invitations, *count, error);
}

bool invitations_of_person(struct db *db, struct arena *arena, const struct actor *actor, int32_t most,
                           struct invitation **invitations, size_t *count, struct error *error)
{
    struct rows rows;
    /* An invitation whose letter has not left can still be undone, so the person does not see it yet. */
    return query(db, &rows, error,
                 INVITATION_COLUMNS "WHERE i.person_id = ? AND i.not_before <= NOW(3) UNION ALL " OFFER_COLUMNS
                                    "WHERE f.person_id = ? ORDER BY (state = 'sent') DESC, created_at DESC LIMIT ?",
                 "uui", &actor->person, &actor->person, (int64_t)most) &&
           read_all(&rows, arena, false, invitations, count, error) &&
           read_shifts(db, arena, *invitations, *count, error);
}

static bool read_single(struct db *db, struct arena *arena, struct rows *rows, bool for_staff,
                        struct invitation *invitation, struct error *error)
{
    bool found = rows_next(rows);
    if (found)
        *invitation = read_invitation(rows, arena, for_staff);
    if (!rows_end(rows, error))
        return false;
    if (!found)
        return error_set(error, ERROR_NOT_FOUND, "unknown_invitation", "no such invitation, or not the actor's");
    return read_shifts(db, arena, invitation, 1, error);
}

static bool link_owner(struct db *db, const unsigned char *token_hash, struct uuid *id, struct error *error)
{
    struct rows rows;
    bool expired = false;
    if (!query(db, &rows, error,
               "SELECT about_id, expires_at < NOW(3) FROM link WHERE token_hash = ? AND purpose = 'invitation'", "h",
               token_hash))
        return false;
    bool found = rows_next(&rows);
    if (found) {
        *id = rows_uuid(&rows, 0);
        expired = rows_int(&rows, 1) != 0;
    }
    if (!rows_end(&rows, error))
        return false;
    if (!found)
        return error_set(error, ERROR_NOT_FOUND, "unknown_invitation", "no such link");
    return !expired || error_set(error, ERROR_GONE, "link_expired", "link is over its time");
}

bool invitation_read(struct db *db, struct arena *arena, const struct actor *actor, const unsigned char *token_hash,
                     const struct uuid *id, struct invitation *invitation, struct error *error)
{
    struct rows rows;
    struct uuid by_link;
    if (token_hash == NULL)
        return query(db, &rows, error,
                     INVITATION_COLUMNS "WHERE i.id = ? AND i.person_id = ? AND i.not_before <= NOW(3)", "uu", id,
                     &actor->person) &&
               read_single(db, arena, &rows, false, invitation, error);
    return link_owner(db, token_hash, &by_link, error) &&
           query(db, &rows, error, INVITATION_COLUMNS "WHERE i.id = ?", "u", &by_link) &&
           read_single(db, arena, &rows, false, invitation, error);
}

bool invitation_view(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *id,
                     struct invitation *invitation, struct error *error)
{
    struct rows rows;
    bool staff = !uuid_is_none(&actor->account);
    int64_t reached = 0;
    if (staff)
        staff = query_int(db, &reached, error,
                          "SELECT 1 FROM (SELECT need_id FROM invitation WHERE id = ? UNION ALL SELECT need_id "
                          "FROM offer WHERE id = ?) x JOIN need n ON n.id = x.need_id "
                          "JOIN account_centre r ON r.centre_code = n.centre_code WHERE r.account_id = ? LIMIT 1",
                          "uuu", id, id, &actor->account);
    return query(db, &rows, error,
                 INVITATION_COLUMNS "WHERE i.id = ? AND (? OR i.person_id = ?) UNION ALL " OFFER_COLUMNS
                                    "WHERE f.id = ? AND (? OR f.person_id = ?)",
                 "uiuuiu", id, (int64_t)staff, &actor->person, id, (int64_t)staff, &actor->person) &&
           read_single(db, arena, &rows, staff, invitation, error);
}
