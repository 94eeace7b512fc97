/*
 * Who asks: the session cookie, and a cache that keeps what a session may for at most 5 s. A change of a session, an
 * account or a person makes it forgotten at once (the change follower calls sessions_forget).
 */
#ifndef VAHETUS_SERVICES_SESSION_H
#define VAHETUS_SERVICES_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "db/sessions.h"
#include "services/endpoint.h"
#include "services/policy.h"
#include "services/random.h"
#include "services/settings.h"

enum { SESSION_KEPT_MS = 5000 };

struct sessions;

struct sessions *sessions_new(void);           /* NULL when out of memory */
void sessions_free(struct sessions *sessions); /* takes NULL */

/* What is known of the session with this token hash. False when it must be looked up. Keeps caller->address. */
bool sessions_get(const struct sessions *sessions, const unsigned char hash[HASH_BYTES], int64_t now_ms,
                  struct caller *caller);
void sessions_put(struct sessions *sessions, const unsigned char hash[HASH_BYTES], int64_t now_ms,
                  const struct caller *caller, int64_t expires_at_ms);
/* Forgets every session that is, or belongs to, this id; all of them for none. */
void sessions_forget(struct sessions *sessions, const struct uuid *id);

/* The name of the cookie: __Host-vahetus with https, else vahetus. */
const char *session_cookie_name(const struct settings *settings);

/* A Set-Cookie value in the arena; an empty token ends the session. NULL when out of memory. */
const char *session_cookie(const struct settings *settings, struct arena *arena, const char *token, int64_t max_age_s);

/* Roles, scopes and language of a session into a caller; the address stays. */
void session_to_caller(const struct session *session, struct caller *caller);

/* The look-up as work: input is the token's hash, result a struct session_found. Not a route. */
struct session_asked {
    unsigned char hash[HASH_BYTES];
};
struct session_found {
    bool found;
    struct caller caller;
    int64_t expires_at_ms;
};
extern const struct endpoint session_lookup;

#endif
