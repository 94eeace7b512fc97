/* A session as the API shows it, and the cookie that carries it: how every way of signing in ends. */
#ifndef VAHETUS_SERVICES_API_SESSION_REPLY_H
#define VAHETUS_SERVICES_API_SESSION_REPLY_H

#include "db/sessions.h"
#include "services/endpoint.h"
#include "services/random.h"

struct session_reply_role {
    const char *role, *scope, *scope_name; /* scope: NULL for none */
};

struct session_reply {
    struct session_reply_role *roles;
    size_t role_count;
    int language;
    int64_t expires_at_ms;
    char token[TOKEN_TEXT_SIZE]; /* for the cookie alone */
};

extern const struct field session_reply_fields[];
extern const struct field session_role_fields[];

/* A new session's id, secret, hash and end. */
struct session_made {
    struct uuid id;
    char token[TOKEN_TEXT_SIZE];
    unsigned char hash[HASH_BYTES];
    int64_t expires_at_ms;
};
/* When a session that begins now ends. */
int64_t session_until(const struct asking *asking, bool staff);
void session_make(const struct asking *asking, bool staff, struct session_made *made);

/* Every role of a session, volunteer and worker among them. False when out of memory. */
bool session_roles(struct arena *arena, const struct session *session, struct session_reply_role **roles, size_t *count)
    __attribute__((warn_unused_result));

/* Reads the session that was just made and fills the reply. */
bool session_reply_read(const struct asking *asking, const struct session_made *made, struct session_reply *reply,
                        struct error *error) __attribute__((warn_unused_result));

/* For struct endpoint: sets the cookie. */
bool session_reply_cookie(const struct asking *asking, const void *input, const void *result, struct reply *reply);

#endif
