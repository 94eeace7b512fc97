#include "services/api/api.h"

#include "db/invitations.h"

struct input {
    struct uuid id;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    (void)result;
    return offer_withdraw(asking->db, &asking->actor, &input->id, error);
}

const struct endpoint endpoint_withdrawOffer = {
    .operation = "withdrawOffer",
    .method = "DELETE",
    .path = "/api/v1/offers/{id}",
    .policy = {.roles = ROLES_PERSONS, .objects = OBJECTS_OWN},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    .status = 204,
};
