#include "services/api/api.h"
#include "services/api/invitation_reply.h"

/* Who was asked and who offered, for one need. Contact is shown of those who accepted, so audit rows are written. */
struct input {
    struct uuid id;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    struct invitation_list *list = result;
    return invitations_of_need(asking->db, asking->arena, &asking->actor, &input->id, &list->items, &list->count,
                               error);
}

const struct endpoint endpoint_listNeedInvitations = {
    .operation = "listNeedInvitations",
    .method = "GET",
    .path = "/api/v1/needs/{id}/invitations",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct invitation_list),
    .reply_fields = invitation_list_fields,
};
