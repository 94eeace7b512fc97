#include "services/api/api.h"
#include "services/api/invitation_detail.h"

static const struct field path_fields[] = {
    FIELD_TOKEN(struct invitation_named, token, "token", .min = 22, .max = 64),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *input, void *result, struct error *error)
{
    struct invitation invitation;
    struct actor person;
    return invitation_named_read(asking, input, &invitation, &person, error) &&
           invitation_detail_make(asking, &invitation, result, error);
}

static bool look_after(const struct asking *asking, const void *input, void *result, struct error *error)
{
    (void)input;
    return invitation_detail_fit(asking, result, error);
}

const struct endpoint endpoint_getInvitation = {
    .operation = "getInvitation",
    .method = "GET",
    .path = "/api/v1/invitations/{token}",
    .policy = {.roles = ROLE_ANYBODY, .objects = OBJECTS_OWN},
    .path_fields = path_fields,
    INPUT_SIZE(struct invitation_named),
    .work = WORK_TRANSACT,
    .act = act,
    .look_after = look_after,
    RESULT_SIZE(struct invitation_detail),
    .reply_fields = invitation_detail_fields,
};
