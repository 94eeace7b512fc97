#include "services/api/api.h"
#include "services/api/need_reply.h"

/* Closes a need; db/ tells everybody who was asked or agreed. */
struct input {
    struct uuid id;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    return need_close(asking->db, &asking->actor, &input->id, error) &&
           need_reply_read(asking, &input->id, result, error);
}

const struct endpoint endpoint_closeNeed = {
    .operation = "closeNeed",
    .method = "POST",
    .path = "/api/v1/needs/{id}/closure",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct need_reply),
    .reply_fields = need_reply_fields,
    .etag_version = VERSION_IN(struct need_reply, need.version),
};
