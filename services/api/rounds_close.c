/* A published round is over: nothing changes in it any more. */
#include "services/api/api.h"
#include "services/api/round_reply.h"

struct input {
    struct uuid id;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    return round_close(asking->db, &asking->actor, &input->id, asking->version, error) &&
           round_reply_read(asking, &input->id, result, error);
}

const struct endpoint endpoint_closeRound = {
    .operation = "closeRound",
    .method = "POST",
    .path = "/api/v1/rounds/{id}/closing",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct round_reply),
    .status = 200,
    .reply_fields = round_fields,
    .etag_version = VERSION_IN(struct round_reply, round.version),
    .needs_version = true,
};
