#include "services/api/api.h"
#include "services/api/me_reply.h"

static bool read(const struct asking *asking, const void *input, void *result, struct error *error)
{
    (void)input;
    return me_reply_read(asking, result, error);
}

const struct endpoint endpoint_getMe = {
    .operation = "getMe",
    .method = "GET",
    .path = "/api/v1/me",
    .policy = {.roles = ROLES_SIGNED_IN, .objects = OBJECTS_OWN},
    .work = WORK_TRANSACT,
    .act = read,
    RESULT_SIZE(struct me_reply),
    .reply_fields = me_reply_fields,
    .etag_version = VERSION_IN(struct me_reply, version),
};
