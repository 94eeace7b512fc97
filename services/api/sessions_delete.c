#include "db/sessions.h"
#include "services/api/api.h"
#include "services/session.h"

static bool sign_out(const struct asking *asking, const void *input, void *result, struct error *error)
{
    (void)input;
    (void)result;
    return session_delete(asking->db, &asking->actor, &asking->caller->session, error);
}

static bool end_cookie(const struct asking *asking, const void *input, const void *result, struct reply *reply)
{
    (void)input;
    (void)result;
    reply->status = 204;
    reply->set_cookie = session_cookie(asking->settings, asking->arena, "", 0);
    return reply->set_cookie != NULL;
}

const struct endpoint endpoint_deleteSession = {
    .operation = "deleteSession",
    .method = "DELETE",
    .path = "/api/v1/sessions/current",
    .policy = {.roles = ROLES_SIGNED_IN, .objects = OBJECTS_OWN},
    .work = WORK_TRANSACT,
    .act = sign_out,
    .reply = end_cookie,
};
