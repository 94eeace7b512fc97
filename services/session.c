#include "services/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 4096, PROBES = 8 };

struct slot {
    unsigned char hash[HASH_BYTES];
    int64_t until_ms; /* 0: empty */
    struct caller *caller;
};

struct sessions {
    struct slot slots[SLOTS];
};

struct sessions *sessions_new(void)
{
    return calloc(1, sizeof(struct sessions));
}

void sessions_free(struct sessions *sessions)
{
    if (sessions == NULL)
        return;
    for (size_t i = 0; i < SLOTS; i++)
        free(sessions->slots[i].caller);
    free(sessions);
}

static size_t first_slot(const unsigned char hash[HASH_BYTES])
{
    return ((size_t)hash[0] << 8 | hash[1]) % SLOTS;
}

static void copy_caller(struct caller *to, const struct caller *from)
{
    char address[sizeof to->address];
    memcpy(address, to->address, sizeof address);
    *to = *from;
    memcpy(to->address, address, sizeof address);
}

bool sessions_get(const struct sessions *sessions, const unsigned char hash[HASH_BYTES], int64_t now_ms,
                  struct caller *caller)
{
    for (size_t i = 0; i < PROBES; i++) {
        const struct slot *slot = &sessions->slots[(first_slot(hash) + i) % SLOTS];
        if (slot->until_ms > now_ms && memcmp(slot->hash, hash, HASH_BYTES) == 0) {
            copy_caller(caller, slot->caller);
            return true;
        }
    }
    return false;
}

void sessions_put(struct sessions *sessions, const unsigned char hash[HASH_BYTES], int64_t now_ms,
                  const struct caller *caller, int64_t expires_at_ms)
{
    struct slot *chosen = &sessions->slots[first_slot(hash)];
    for (size_t i = 0; i < PROBES; i++) {
        struct slot *slot = &sessions->slots[(first_slot(hash) + i) % SLOTS];
        if (slot->caller != NULL && memcmp(slot->hash, hash, HASH_BYTES) == 0) {
            chosen = slot;
            break;
        }
        if (slot->until_ms < chosen->until_ms)
            chosen = slot;
    }
    if (chosen->caller == NULL && (chosen->caller = malloc(sizeof *chosen->caller)) == NULL)
        return;
    memcpy(chosen->hash, hash, HASH_BYTES);
    *chosen->caller = *caller;
    chosen->until_ms = now_ms + SESSION_KEPT_MS < expires_at_ms ? now_ms + SESSION_KEPT_MS : expires_at_ms;
}

void sessions_forget(struct sessions *sessions, const struct uuid *id)
{
    bool all = uuid_is_none(id);
    for (size_t i = 0; i < SLOTS; i++) {
        struct slot *slot = &sessions->slots[i];
        if (slot->until_ms == 0)
            continue;
        if (all || uuid_compare(&slot->caller->session, id) == 0 || uuid_compare(&slot->caller->account, id) == 0 ||
            uuid_compare(&slot->caller->person, id) == 0)
            slot->until_ms = 0;
    }
}

const char *session_cookie_name(const struct settings *settings)
{
    return settings_is_https(settings) ? "__Host-vahetus" : "vahetus";
}

const char *session_cookie(const struct settings *settings, struct arena *arena, const char *token, int64_t max_age_s)
{
    char text[256];
    int length = snprintf(text, sizeof text, "%s=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%lld%s",
                          session_cookie_name(settings), token, (long long)max_age_s,
                          settings_is_https(settings) ? "; Secure" : "");
    return arena_text(arena, text, (size_t)length);
}

static unsigned role_bit(int role)
{
    static const unsigned bits[] = {
        [ACCOUNT_ADMIN] = ROLE_ADMIN,           [ACCOUNT_COORDINATOR] = ROLE_COORDINATOR,
        [ACCOUNT_SPECIALIST] = ROLE_SPECIALIST, [ACCOUNT_MANAGER] = ROLE_MANAGER,
        [ACCOUNT_WORKER] = ROLE_WORKER,         [ACCOUNT_DPO] = ROLE_DPO,
    };
    return role >= 0 && role <= ACCOUNT_DPO ? bits[role] : 0;
}

static void add_grant(struct caller *caller, unsigned role, const char *centre, const char *municipality)
{
    caller->roles |= role;
    if (caller->grant_count == CALLER_GRANTS_MAX)
        return;
    struct grant *grant = &caller->grants[caller->grant_count++];
    grant->role = role;
    snprintf(grant->centre, sizeof grant->centre, "%s", centre == NULL ? "" : centre);
    snprintf(grant->municipality, sizeof grant->municipality, "%s", municipality == NULL ? "" : municipality);
}

void session_to_caller(const struct session *session, struct caller *caller)
{
    const struct caller made = {
        .signed_in = true,
        .account = session->account,
        .person = session->person,
        .session = session->id,
        .session_until_ms = session->expires_at_ms,
        .has_language = true,
        .language = (enum language)session->language,
    };
    copy_caller(caller, &made);
    for (size_t i = 0; i < session->role_count; i++) {
        const struct session_role *role = &session->roles[i];
        unsigned bit = role_bit(role->role);
        bool at_centre = (bit & (ROLE_MANAGER | ROLE_WORKER)) != 0;
        add_grant(caller, bit, at_centre ? role->scope : "", role->municipality);
    }
    if (session->is_worker && (caller->roles & ROLE_WORKER) == 0)
        add_grant(caller, ROLE_WORKER, session->home_centre, NULL);
    if (session->is_volunteer)
        caller->roles |= ROLE_VOLUNTEER;
}

static bool look_up(struct db *db, struct work_item *items, size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        const struct session_asked *asked = items[i].input;
        struct session_found *found = items[i].result;
        struct session session = {0};
        struct error fault = {0};
        found->found = session_find(db, items[i].asking->arena, asked->hash, &session, &fault);
        if (!found->found && fault.kind != ERROR_UNAUTHENTICATED) {
            *error = fault;
            return false;
        }
        if (found->found) {
            session_to_caller(&session, &found->caller);
            found->expires_at_ms = session.expires_at_ms;
        }
    }
    return true;
}

const struct endpoint session_lookup = {
    .operation = "session",
    .method = "GET",
    .path = "/",
    .policy = POLICY_PUBLIC,
    INPUT_SIZE(struct session_asked),
    .work = WORK_READ,
    .act_many = look_up,
    RESULT_SIZE(struct session_found),
};
