/* Pausing, coming back, and leaving: one press each. */
#include "services/api/api.h"

#include "db/people.h"
#include "services/api/me_reply.h"
#include "services/session.h"

static bool pause_or_resume(const struct asking *asking, bool paused, struct me_reply *reply, struct error *error)
{
    return person_pause(asking->db, &asking->actor, paused, error) && me_reply_read(asking, reply, error);
}

static bool pause_act(const struct asking *asking, const void *input, void *result, struct error *error)
{
    (void)input;
    return pause_or_resume(asking, true, result, error);
}

static bool resume_act(const struct asking *asking, const void *input, void *result, struct error *error)
{
    (void)input;
    return pause_or_resume(asking, false, result, error);
}

static bool delete_act(const struct asking *asking, const void *input, void *result, struct error *error)
{
    (void)input;
    (void)result;
    return person_forget(asking->db, &asking->actor, &asking->actor.person, error);
}

static bool delete_reply(const struct asking *asking, const void *input, const void *result, struct reply *reply)
{
    (void)input;
    (void)result;
    reply->set_cookie = session_cookie(asking->settings, asking->arena, "", 0);
    return reply->set_cookie != NULL;
}

const struct endpoint endpoint_pauseMe = {
    .operation = "pauseMe",
    .method = "POST",
    .path = "/api/v1/me/pause",
    .policy = {.roles = ROLES_PERSONS, .objects = OBJECTS_OWN},
    .work = WORK_TRANSACT,
    .act = pause_act,
    RESULT_SIZE(struct me_reply),
    .reply_fields = me_reply_fields,
    .etag_version = VERSION_IN(struct me_reply, version),
};

const struct endpoint endpoint_resumeMe = {
    .operation = "resumeMe",
    .method = "POST",
    .path = "/api/v1/me/resume",
    .policy = {.roles = ROLES_PERSONS, .objects = OBJECTS_OWN},
    .work = WORK_TRANSACT,
    .act = resume_act,
    RESULT_SIZE(struct me_reply),
    .reply_fields = me_reply_fields,
    .etag_version = VERSION_IN(struct me_reply, version),
};

const struct endpoint endpoint_deleteMe = {
    .operation = "deleteMe",
    .method = "DELETE",
    .path = "/api/v1/me",
    .policy = {.roles = ROLE_VOLUNTEER, .objects = OBJECTS_OWN},
    .work = WORK_TRANSACT,
    .act = delete_act,
    .status = 204,
    .reply = delete_reply,
};
