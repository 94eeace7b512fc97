#include "services/api/api.h"
#include "services/api/placement_reply.h"

/* "Ei saa tulla", by the person or by the centre; the other side is told. */
struct input {
    struct uuid id;
    int reason;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field body_fields[] = {
    FIELD_WORD(struct input, reason, "reason", cancel_reason_words, .absent = CANCEL_OTHER),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    return placement_cancel(asking->db, &asking->actor, &input->id, input->reason, error) &&
           placement_reply_read(asking, &input->id, result, error);
}

const struct endpoint endpoint_cancelPlacement = {
    .operation = "cancelPlacement",
    .method = "POST",
    .path = "/api/v1/placements/{id}/cancellation",
    .policy = {.roles = ROLES_PERSONS | ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct placement_reply),
    .reply_fields = placement_reply_fields,
};
