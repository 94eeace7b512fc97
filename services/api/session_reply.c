#include "services/api/session_reply.h"

#include <string.h>

#include "services/session.h"

enum { HOUR_MS = 3600000, DAY_MS = 86400000 };

const struct field session_role_fields[] = {
    FIELD_CODE(struct session_reply_role, role, "role"),
    FIELD_CODE(struct session_reply_role, scope, "scope", .nullable = true),
    FIELD_LINE(struct session_reply_role, scope_name, "scope_name", .nullable = true),
    FIELDS_END,
};

const struct field session_reply_fields[] = {
    FIELD_OBJECTS(struct session_reply, roles, role_count, "roles", session_role_fields),
    FIELD_WORD(struct session_reply, language, "language", language_words),
    FIELD_INSTANT(struct session_reply, expires_at_ms, "expires"),
    FIELDS_END,
};

int64_t session_until(const struct asking *asking, bool staff)
{
    const struct settings *settings = asking->settings;
    return asking->now_ms + (staff ? settings->staff_session_hours * HOUR_MS : settings->session_days * DAY_MS);
}

void session_make(const struct asking *asking, bool staff, struct session_made *made)
{
    made->id = uuid_new();
    token_new(made->token);
    token_hash(made->token, made->hash);
    made->expires_at_ms = session_until(asking, staff);
}

bool session_roles(struct arena *arena, const struct session *session, struct session_reply_role **roles, size_t *count)
{
    struct session_reply_role *made = arena_alloc(arena, (session->role_count + 2) * sizeof *made);
    *roles = made;
    *count = 0;
    if (made == NULL)
        return false;
    bool is_worker = session->is_worker;
    for (size_t i = 0; i < session->role_count; i++) {
        const struct session_role *role = &session->roles[i];
        is_worker = is_worker && role->role != ACCOUNT_WORKER;
        made[(*count)++] = (struct session_reply_role){account_role_words[role->role], role->scope, role->scope_name};
    }
    if (is_worker)
        made[(*count)++] = (struct session_reply_role){"worker", session->home_centre, NULL};
    if (session->is_volunteer)
        made[(*count)++] = (struct session_reply_role){"volunteer", NULL, NULL};
    return true;
}

bool session_reply_read(const struct asking *asking, const struct session_made *made, struct session_reply *reply,
                        struct error *error)
{
    struct session session = {0};
    if (!session_read(asking->db, asking->arena, &made->id, &session, error))
        return false;
    if (!session_roles(asking->arena, &session, &reply->roles, &reply->role_count))
        return error_set(error, ERROR_BUSY, "busy", "out of memory");
    reply->language = session.language;
    reply->expires_at_ms = session.expires_at_ms;
    memcpy(reply->token, made->token, sizeof reply->token);
    return true;
}

bool session_reply_cookie(const struct asking *asking, const void *input, const void *result, struct reply *reply)
{
    const struct session_reply *session = result;
    (void)input;
    int64_t max_age_s = (session->expires_at_ms - asking->now_ms) / 1000;
    reply->set_cookie = session_cookie(asking->settings, asking->arena, session->token, max_age_s);
    return reply->set_cookie != NULL;
}
