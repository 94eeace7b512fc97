#include "services/api/api.h"

#include "db/invitations.h"

/* Takes an invitation back: unheard of while its letter has not left (undo), and later with told=true. */
struct input {
    struct uuid id;
    bool told; /* the letter may have left: then the person is told that it is over */
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "token"), FIELDS_END};
static const struct field query_fields[] = {FIELD_BOOLEAN(struct input, told, "told"), FIELDS_END};

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    (void)result;
    return invitation_withdraw(asking->db, &asking->actor, &input->id, input->told, error);
}

const struct endpoint endpoint_withdrawInvitation = {
    .operation = "withdrawInvitation",
    .method = "DELETE",
    .path = "/api/v1/invitations/{token}",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    .status = 204,
};
