#include "services/api/api.h"
#include "services/api/invitation_detail.h"

static bool act(const struct asking *asking, const void *input, void *out, struct error *error)
{
    struct invitation_detail_list *list = out;
    struct invitation *invitations;
    (void)input;
    if (!invitations_of_person(asking->db, asking->arena, &asking->actor, 200, &invitations, &list->count, error))
        return false;
    list->items = arena_alloc(asking->arena, (list->count + 1) * sizeof *list->items);
    if (!list->items)
        return error_set(error, ERROR_BUSY, "busy", "no memory for invitations");
    for (size_t i = 0; i < list->count; i++) {
        if (!invitation_detail_make(asking, &invitations[i], &list->items[i], error))
            return false;
    }
    return true;
}

static bool look_after(const struct asking *asking, const void *input, void *out, struct error *error)
{
    struct invitation_detail_list *list = out;
    (void)input;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].invitation.state == INVITATION_SENT &&
            !invitation_detail_fit(asking, &list->items[i], error))
            return false;
    }
    return true;
}

const struct endpoint endpoint_listMyInvitations = {
    .operation = "listMyInvitations",
    .method = "GET",
    .path = "/api/v1/me/invitations",
    .policy = {.roles = ROLES_PERSONS, .objects = OBJECTS_OWN},
    .work = WORK_TRANSACT,
    .act = act,
    .look_after = look_after,
    RESULT_SIZE(struct invitation_detail_list),
    .reply_fields = invitation_detail_list_fields,
};
