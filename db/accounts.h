/* Accounts of staff. */
#ifndef VAHETUS_DB_ACCOUNTS_H
#define VAHETUS_DB_ACCOUNTS_H

#include "db/types.h"

struct account_grant {
    int role;                       /* enum account_role */
    const char *scope, *scope_name; /* NULL: none */
};

struct account {
    struct uuid id;
    const char *email;
    int language;
    struct account_grant *roles;
    size_t role_count;
};

/* Makes the account, or adds the role to the one that has this e-mail, and mails a link to set the password when there
 * is none yet. `person` (may be NULL) is the worker whose account it is. ERROR_CONFLICT "role_exists"; ERROR_INVALID
 * "unknown_scope" or "scope_missing". */
DB_CHECKED bool account_create(struct db *db, const struct actor *actor, const struct uuid *id, const char *email,
                               int language, int role, const char *scope, const struct uuid *person,
                               const struct link_secret *password_link, struct uuid *account, struct error *error);
DB_CHECKED bool account_read(struct db *db, struct arena *arena, const struct uuid *id, struct account *account,
                             struct error *error);
DB_CHECKED bool accounts_list(struct db *db, struct arena *arena, struct page page, struct account **accounts,
                              size_t *count, struct error *error);

/* For verifying a password outside a transaction. False with ERROR_NONE kind when there is no such active account. */
bool account_password_hash(struct db *db, struct arena *arena, const char *email, struct uuid *account,
                           const char **hash, struct error *error);

/* Writes the sign-in of an account that proved its password: session, audit. */
DB_CHECKED bool account_sign_in(struct db *db, const struct uuid *account, const struct uuid *session_id,
                                const unsigned char session_hash[32], int64_t expires_at_ms, const char *request,
                                struct error *error);

/* Uses a password link up: new hash, all sessions of the account end, a new one begins. ERROR_GONE as for links. */
DB_CHECKED bool account_set_password(struct db *db, const unsigned char token_hash[32], const char *password_hash,
                                     const struct uuid *session_id, const unsigned char session_hash[32],
                                     int64_t expires_at_ms, struct error *error);

/* Sets it without a link, for `./start` and for operators at the machine. */
DB_CHECKED bool account_set_password_by_id(struct db *db, const struct uuid *account, const char *password_hash,
                                           struct error *error);

/* A mailed link to set a new password for whoever has this e-mail; the same writes for an unknown one. */
DB_CHECKED bool password_link_create(struct db *db, const char *email, const struct link_secret *link,
                                     const char *request, struct error *error);

#endif
