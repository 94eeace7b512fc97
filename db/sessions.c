#include "db/sessions.h"

#include "db/links.h"
#include "db/record.h"
#include "db/retention.h"
#include "db/statement.h"

bool session_create(struct db *db, const struct uuid *id, const unsigned char token_hash[32],
                    const struct uuid *account, const struct uuid *person, int64_t expires_at_ms, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO session (token_hash, id, account_id, person_id, expires_at) "
                   "VALUES (?, ?, ?, COALESCE(?, (SELECT person_id FROM account WHERE id = ?)), ?)",
                   "huuuut", token_hash, id, account, person, account, expires_at_ms) &&
           (person == NULL || uuid_is_none(person) || person_is_active(db, person, error));
}

#define SESSION_COLUMNS                                                                                                \
    "SELECT s.id, s.account_id, s.person_id, s.expires_at, COALESCE(a.language, p.language), "                         \
    "COALESCE(a.email, p.email), p.id IS NOT NULL AND m.centre_code IS NULL, m.centre_code "                           \
    "FROM session s LEFT JOIN account a ON a.id = s.account_id LEFT JOIN person p ON p.id = s.person_id "              \
    "LEFT JOIN membership m ON m.person_id = p.id AND m.kind = 'worker' AND m.since <= UTC_DATE() "                    \
    "AND m.until > UTC_DATE() "                                                                                        \
    "WHERE s.expires_at > NOW(3) AND (a.id IS NULL OR a.state = 'active') "                                            \
    "AND (p.id IS NULL OR p.state <> 'anonymised') AND "

static bool read_roles(struct db *db, struct arena *arena, struct session *session, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT r.role, r.scope, COALESCE(c.name, u.name, g.name), COALESCE(c.municipality_code, u.code, '') "
               "FROM account_role r LEFT JOIN centre c ON c.code = r.centre_code "
               "LEFT JOIN municipality u ON u.code = r.municipality_code "
               "LEFT JOIN cooperation_group g ON g.code = r.group_code WHERE r.account_id = ? ORDER BY r.id",
               "u", &session->account))
        return false;
    while (rows_next(&rows)) {
        struct session_role *roles = grow(arena, session->roles, session->role_count, sizeof *roles, error);
        if (roles == NULL)
            break;
        session->roles = roles;
        roles[session->role_count++] = (struct session_role){.role = rows_word(&rows, 0, account_role_words),
                                                             .scope = rows_text(&rows, 1, arena),
                                                             .scope_name = rows_text(&rows, 2, arena),
                                                             .municipality = rows_text(&rows, 3, arena)};
    }
    return rows_end(&rows, error);
}

static bool end_session(struct db *db, struct arena *arena, struct rows *rows, struct session *session,
                        struct error *error)
{
    bool found = rows_next(rows);
    *session = (struct session){0};
    if (found) {
        session->id = rows_uuid(rows, 0);
        session->account = rows_uuid(rows, 1);
        session->person = rows_uuid(rows, 2);
        session->expires_at_ms = rows_time(rows, 3);
        session->language = rows_word(rows, 4, language_words);
        session->email = rows_text(rows, 5, arena);
        session->is_volunteer = rows_int(rows, 6) != 0;
        session->home_centre = rows_text(rows, 7, arena);
        session->is_worker = session->home_centre != NULL;
    }
    if (!rows_end(rows, error))
        return false;
    if (!found)
        return error_set(error, ERROR_UNAUTHENTICATED, "no_session", "no such session, or it is over");
    return uuid_is_none(&session->account) || read_roles(db, arena, session, error);
}

bool session_find(struct db *db, struct arena *arena, const unsigned char token_hash[32], struct session *session,
                  struct error *error)
{
    struct rows rows;
    return query(db, &rows, error, SESSION_COLUMNS "s.token_hash = ?", "h", token_hash) &&
           end_session(db, arena, &rows, session, error);
}

bool session_read(struct db *db, struct arena *arena, const struct uuid *id, struct session *session,
                  struct error *error)
{
    struct rows rows;
    return query(db, &rows, error, SESSION_COLUMNS "s.id = ?", "u", id) &&
           end_session(db, arena, &rows, session, error);
}

bool session_delete(struct db *db, const struct actor *actor, const struct uuid *id, struct error *error)
{
    return execute(db, NULL, error, "DELETE FROM session WHERE id = ?", "u", id) &&
           record_change(db, "session", id, &actor->person, NULL, NULL, error) &&
           record_audit(db, actor, "sign_out", id, NULL, NULL, error);
}

/* ---- Sign-in links ------------------------------------------------------------------------------------------------
 */

/* Whoever has the address: an account first (its person comes with it), else a person. All zeros for nobody. */
static bool find_owner(struct db *db, const char *email, struct uuid *owner, int *language, struct error *error)
{
    struct rows rows;
    *owner = (struct uuid){{0}};
    *language = 0;
    if (!query(db, &rows, error,
               "SELECT id, language FROM account WHERE email = ? AND state <> 'closed' UNION ALL "
               "SELECT id, language FROM person WHERE email = ? LIMIT 1",
               "ss", email, email))
        return false;
    if (rows_next(&rows)) {
        *owner = rows_uuid(&rows, 0);
        *language = rows_word(&rows, 1, language_words);
    }
    return rows_end(&rows, error);
}

bool sign_in_link_create(struct db *db, const char *email, const struct link_secret *link, const char *request,
                         struct error *error)
{
    struct uuid owner, letter;
    int language;
    if (!find_owner(db, email, &owner, &language, error))
        return false;
    bool known = !uuid_is_none(&owner);
    new_id(&letter);
    if (!known)
        new_id(&owner); /* nobody's: the same rows are written, so that the time tells nothing */
    struct actor nobody = {.request = request};
    return execute(db, NULL, error,
                   "INSERT INTO link (token_hash, purpose, about_id, expires_at) VALUES (?, 'sign_in', ?, ?)", "hut",
                   link->hash, &owner, link->expires_at_ms) &&
           /* About the letter itself: each asking sends one. An unknown address' letter is never due. */
           execute(db, NULL, error,
                   "INSERT INTO outbox (id, event, about_id, recipient, language, secret, state, sent_at) "
                   "VALUES (?, 'sign_in', ?, ?, ?, ?, IF(?, 'waiting', 'sent'), IF(?, NULL, NOW(3)))",
                   "uusssii", &letter, &letter, known ? email : "", language_words[language], known ? link->text : NULL,
                   (int64_t)known, (int64_t)known) &&
           record_audit(db, &nobody, "sign_in_link", &owner, NULL, NULL, error);
}

bool sign_in_by_link(struct db *db, const unsigned char token_hash[32], const struct uuid *session_id,
                     const unsigned char session_hash[32], int64_t person_until_ms, int64_t staff_until_ms,
                     struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT l.about_id, l.used_at IS NOT NULL, l.expires_at < NOW(3), a.id, p.id FROM link l "
               "LEFT JOIN account a ON a.id = l.about_id AND a.state <> 'closed' "
               "LEFT JOIN person p ON p.id = COALESCE(a.person_id, l.about_id) AND p.state <> 'anonymised' "
               "WHERE l.token_hash = ? AND l.purpose = 'sign_in' FOR UPDATE",
               "h", token_hash))
        return false;
    struct actor actor = {0};
    struct link_state link = {0};
    if (rows_next(&rows)) {
        link = (struct link_state){.known = !rows_null(&rows, 3) || !rows_null(&rows, 4),
                                   .used = rows_int(&rows, 1) != 0,
                                   .expired = rows_int(&rows, 2) != 0};
        actor.account = rows_uuid(&rows, 3);
        actor.person = rows_uuid(&rows, 4);
    }
    if (!rows_end(&rows, error) || !link_holds(link, error))
        return false;
    return execute(db, NULL, error, "UPDATE link SET used_at = NOW(3) WHERE token_hash = ?", "h", token_hash) &&
           execute(db, NULL, error, "UPDATE account SET state = 'active' WHERE id = ? AND state = 'invited'", "u",
                   &actor.account) &&
           session_create(db, session_id, session_hash, &actor.account, &actor.person,
                          uuid_is_none(&actor.account) ? person_until_ms : staff_until_ms, error) &&
           record_audit(db, &actor, "sign_in", session_id, NULL, NULL, error);
}
