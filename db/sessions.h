/* Sessions, and the links that lead to them. */
#ifndef VAHETUS_DB_SESSIONS_H
#define VAHETUS_DB_SESSIONS_H

#include "db/types.h"

struct session_role {
    int role;                 /* enum account_role */
    const char *scope;        /* centre, municipality or group code; "" for none */
    const char *scope_name;   /* NULL for none */
    const char *municipality; /* of a centre's scope, or the scope itself; "" otherwise */
};

struct session {
    struct uuid id;
    struct uuid account, person; /* none where there is none */
    int64_t expires_at_ms;
    int language;
    const char *email;
    bool is_volunteer, is_worker; /* what the person is today, if there is one */
    const char *home_centre;      /* of a worker */
    struct session_role *roles;
    size_t role_count;
};

/* A session for an account, a person, or an account with its person (taken from it). At least one is given. */
DB_CHECKED bool session_create(struct db *db, const struct uuid *id, const unsigned char token_hash[32],
                               const struct uuid *account, const struct uuid *person, int64_t expires_at_ms,
                               struct error *error);

/* Who asks. ERROR_UNAUTHENTICATED ("no_session") for an unknown or expired one. */
DB_CHECKED bool session_find(struct db *db, struct arena *arena, const unsigned char token_hash[32],
                             struct session *session, struct error *error);
/* The same by its id, for what was just created. */
DB_CHECKED bool session_read(struct db *db, struct arena *arena, const struct uuid *id, struct session *session,
                             struct error *error);

DB_CHECKED bool session_delete(struct db *db, const struct actor *actor, const struct uuid *id, struct error *error);

/* A mailed sign-in link for whoever has this e-mail, person or account; the same writes for an unknown one. */
DB_CHECKED bool sign_in_link_create(struct db *db, const char *email, const struct link_secret *link,
                                    const char *request, struct error *error);

/* Uses a sign-in link up and opens a session, which ends sooner for an account than for a person. ERROR_GONE
 * ("link_used", "link_expired", "link_unknown"). */
DB_CHECKED bool sign_in_by_link(struct db *db, const unsigned char token_hash[32], const struct uuid *session_id,
                                const unsigned char session_hash[32], int64_t person_until_ms, int64_t staff_until_ms,
                                struct error *error);

#endif
