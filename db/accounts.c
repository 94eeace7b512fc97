#include "db/accounts.h"

#include "db/links.h"
#include "db/record.h"
#include "db/sessions.h"
#include "db/statement.h"

static bool insert_role(struct db *db, const struct uuid *account, int role, const char *scope, struct error *error)
{
    const char *group = role == ACCOUNT_COORDINATOR ? scope : NULL;
    const char *municipality = role == ACCOUNT_SPECIALIST ? scope : NULL;
    const char *centre = role == ACCOUNT_MANAGER || role == ACCOUNT_WORKER ? scope : NULL;
    bool scoped = group != NULL || municipality != NULL || centre != NULL;
    if (execute(db, NULL, error,
                "INSERT INTO account_role (account_id, role, group_code, municipality_code, centre_code, scope) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                "usssss", account, account_role_words[role], group, municipality, centre, scoped ? scope : ""))
        return true;
    if (error->kind == ERROR_INVALID && error->code[0] == 'u') { /* the foreign key: unknown_code */
        *error = (struct error){0};
        error_set(error, ERROR_INVALID, "unknown_scope", "no such group, municipality or centre");
    }
    return false;
}

/* The account with this e-mail, made if there is none; `needs_password` tells that it has none. */
static bool find_or_make(struct db *db, const struct uuid *id, const char *email, int language,
                         const struct uuid *person, struct uuid *account, bool *needs_password, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error, "SELECT id, password_hash IS NULL FROM account WHERE email = LOWER(?) FOR UPDATE", "s",
               email))
        return false;
    bool known = rows_next(&rows);
    *account = known ? rows_uuid(&rows, 0) : *id;
    *needs_password = !known || rows_int(&rows, 1) != 0;
    if (!rows_end(&rows, error))
        return false;
    if (known)
        return person == NULL ||
               execute(db, NULL, error, "UPDATE account SET person_id = ?, version = version + 1 WHERE id = ?", "uu",
                       person, account);
    return execute(db, NULL, error, "INSERT INTO account (id, email, language, person_id) VALUES (?, LOWER(?), ?, ?)",
                   "ussu", account, email, language_words[language], person);
}

bool account_create(struct db *db, const struct actor *actor, const struct uuid *id, const char *email, int language,
                    int role, const char *scope, const struct uuid *person, const struct link_secret *password_link,
                    struct uuid *account, struct error *error)
{
    bool needs_password = false;
    if (!find_or_make(db, id, email, language, person, account, &needs_password, error) ||
        !insert_role(db, account, role, scope, error))
        return false;
    if (needs_password && password_link != NULL &&
        (!execute(db, NULL, error,
                  "INSERT INTO link (token_hash, purpose, about_id, expires_at) VALUES (?, 'password', ?, ?)", "hut",
                  password_link->hash, account, password_link->expires_at_ms) ||
         !execute(db, NULL, error, "DELETE FROM outbox WHERE event = 'password' AND about_id = ?", "u", account) ||
         !record_letter(db, "password", account, email, language, password_link->text, 0, error)))
        return false;
    return record_change(db, "account", account, NULL, NULL, NULL, error) &&
           record_audit(db, actor, "account_create", account, NULL, NULL, error);
}

static bool add_account_row(struct rows *rows, struct arena *arena, struct account **accounts, size_t *count,
                            struct error *error)
{
    struct uuid id = rows_uuid(rows, 0);
    if (*count == 0 || uuid_compare(&(*accounts)[*count - 1].id, &id) != 0) {
        struct account *larger = grow(arena, *accounts, *count, sizeof *larger, error);
        if (larger == NULL)
            return false;
        *accounts = larger;
        larger[(*count)++] = (struct account){
            .id = id, .email = rows_text(rows, 1, arena), .language = rows_word(rows, 2, language_words)};
    }
    struct account *account = &(*accounts)[*count - 1];
    if (rows_null(rows, 3))
        return true;
    struct account_grant *roles = grow(arena, account->roles, account->role_count, sizeof *roles, error);
    if (roles == NULL)
        return false;
    account->roles = roles;
    const char *scope = rows_text(rows, 4, arena);
    roles[account->role_count++] = (struct account_grant){.role = rows_word(rows, 3, account_role_words),
                                                          .scope = scope == NULL || scope[0] == '\0' ? NULL : scope,
                                                          .scope_name = rows_text(rows, 5, arena)};
    return true;
}

#define ACCOUNT_COLUMNS "SELECT a.id, a.email, a.language, r.role, r.scope, COALESCE(c.name, u.name, g.name) FROM "
#define ACCOUNT_ROLES                                                                                                  \
    " a LEFT JOIN account_role r ON r.account_id = a.id LEFT JOIN centre c ON c.code = r.centre_code "                 \
    "LEFT JOIN municipality u ON u.code = r.municipality_code "                                                        \
    "LEFT JOIN cooperation_group g ON g.code = r.group_code "

bool account_read(struct db *db, struct arena *arena, const struct uuid *id, struct account *account,
                  struct error *error)
{
    struct rows rows;
    struct account *found = NULL;
    size_t count = 0;
    if (!query(db, &rows, error, ACCOUNT_COLUMNS "account" ACCOUNT_ROLES "WHERE a.id = ? ORDER BY r.id", "u", id))
        return false;
    while (rows_next(&rows) && add_account_row(&rows, arena, &found, &count, error))
        ;
    if (!rows_end(&rows, error))
        return false;
    if (count == 0)
        return error_set(error, ERROR_NOT_FOUND, "unknown_account", "no such account");
    *account = found[0];
    return true;
}

bool accounts_list(struct db *db, struct arena *arena, struct page page, struct account **accounts, size_t *count,
                   struct error *error)
{
    struct rows rows;
    *accounts = NULL;
    *count = 0;
    if (!query(db, &rows, error,
               ACCOUNT_COLUMNS "(SELECT id, email, language FROM account WHERE id > COALESCE(?, '') ORDER BY id "
                               "LIMIT ?)" ACCOUNT_ROLES "ORDER BY a.id, r.id",
               "ui", &page.after, (int64_t)page.limit))
        return false;
    while (rows_next(&rows) && add_account_row(&rows, arena, accounts, count, error))
        ;
    return rows_end(&rows, error);
}

bool account_password_hash(struct db *db, struct arena *arena, const char *email, struct uuid *account,
                           const char **hash, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT id, password_hash FROM account WHERE email = LOWER(?) AND state = 'active' "
               "AND password_hash IS NOT NULL",
               "s", email))
        return false;
    bool found = rows_next(&rows);
    if (found) {
        *account = rows_uuid(&rows, 0);
        *hash = rows_text(&rows, 1, arena);
    }
    return rows_end(&rows, error) && found;
}

bool account_sign_in(struct db *db, const struct uuid *account, const struct uuid *session_id,
                     const unsigned char session_hash[32], int64_t expires_at_ms, const char *request,
                     struct error *error)
{
    struct actor actor = {.account = *account, .request = request};
    return session_create(db, session_id, session_hash, account, NULL, expires_at_ms, error) &&
           record_audit(db, &actor, "sign_in", session_id, NULL, NULL, error);
}

static bool store_password(struct db *db, const struct uuid *account, const char *password_hash, struct error *error)
{
    struct actor actor = {.account = *account};
    return execute(db, NULL, error,
                   "UPDATE account SET password_hash = ?, state = 'active', version = version + 1 WHERE id = ? "
                   "AND state <> 'closed'",
                   "su", password_hash, account) &&
           execute(db, NULL, error,
                   "INSERT INTO change_entry (kind, subject_id) SELECT 'session', id FROM session WHERE account_id = ?",
                   "u", account) &&
           execute(db, NULL, error, "DELETE FROM session WHERE account_id = ?", "u", account) &&
           execute(db, NULL, error,
                   "UPDATE link SET used_at = NOW(3) WHERE about_id = ? AND purpose = 'password' AND used_at IS NULL",
                   "u", account) &&
           record_audit(db, &actor, "password_set", account, NULL, NULL, error);
}

bool account_set_password(struct db *db, const unsigned char token_hash[32], const char *password_hash,
                          const struct uuid *session_id, const unsigned char session_hash[32], int64_t expires_at_ms,
                          struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT l.about_id, l.used_at IS NOT NULL, l.expires_at < NOW(3) FROM link l "
               "JOIN account a ON a.id = l.about_id AND a.state <> 'closed' "
               "WHERE l.token_hash = ? AND l.purpose = 'password' FOR UPDATE",
               "h", token_hash))
        return false;
    struct uuid account = {{0}};
    struct link_state link = {.known = rows_next(&rows)};
    if (link.known) {
        account = rows_uuid(&rows, 0);
        link.used = rows_int(&rows, 1) != 0;
        link.expired = rows_int(&rows, 2) != 0;
    }
    if (!rows_end(&rows, error) || !link_holds(link, error))
        return false;
    return store_password(db, &account, password_hash, error) &&
           session_create(db, session_id, session_hash, &account, NULL, expires_at_ms, error);
}

bool account_set_password_by_id(struct db *db, const struct uuid *account, const char *password_hash,
                                struct error *error)
{
    return store_password(db, account, password_hash, error);
}

bool password_link_create(struct db *db, const char *email, const struct link_secret *link, const char *request,
                          struct error *error)
{
    struct rows rows;
    struct uuid owner, letter;
    int language = 0;
    if (!query(db, &rows, error, "SELECT id, language FROM account WHERE email = LOWER(?) AND state <> 'closed'", "s",
               email))
        return false;
    bool known = rows_next(&rows);
    new_id(&owner);
    new_id(&letter);
    if (known) {
        owner = rows_uuid(&rows, 0);
        language = rows_word(&rows, 1, language_words);
    }
    struct actor nobody = {.request = request};
    return rows_end(&rows, error) &&
           execute(db, NULL, error,
                   "INSERT INTO link (token_hash, purpose, about_id, expires_at) VALUES (?, 'password', ?, ?)", "hut",
                   link->hash, &owner, link->expires_at_ms) &&
           execute(db, NULL, error,
                   "INSERT INTO outbox (id, event, about_id, recipient, language, secret, state, sent_at) "
                   "VALUES (?, 'password', ?, ?, ?, ?, IF(?, 'waiting', 'sent'), IF(?, NULL, NOW(3)))",
                   "uusssii", &letter, &letter, known ? email : "", language_words[language], known ? link->text : NULL,
                   (int64_t)known, (int64_t)known) &&
           record_audit(db, &nobody, "password_link", &owner, NULL, NULL, error);
}
