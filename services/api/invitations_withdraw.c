#include "services/api/api.h"

#include "db/invitations.h"

/* Undo: takes an invitation back while its letter has not left. */
struct input {
    struct uuid id;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "token"), FIELDS_END};

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    (void)result;
    return invitation_withdraw(asking->db, &asking->actor, &input->id, error);
}

const struct endpoint endpoint_withdrawInvitation = {
    .operation = "withdrawInvitation",
    .method = "DELETE",
    .path = "/api/v1/invitations/{token}",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    .status = 204,
};
