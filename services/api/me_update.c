#include "services/api/api.h"
#include "services/api/me_reply.h"
#include "services/api/profile_fields.h"

/* Changes the caller's own profile; what is left out stays, lists given replace. */
struct input {
    struct person_fields fields;
};

static const struct field body_fields[] = {PROFILE_FIELDS(struct input, fields, false), FIELDS_END};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    const struct input *input = data;
    profile_check(asking, &input->fields, caller_has_role(asking->caller, ROLE_WORKER), errors);
}

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    return person_update(asking->db, &asking->actor, asking->version, &input->fields, error) &&
           me_reply_read(asking, result, error);
}

const struct endpoint endpoint_updateMe = {
    .operation = "updateMe",
    .method = "PATCH",
    .path = "/api/v1/me",
    .policy = {.roles = ROLES_PERSONS, .objects = OBJECTS_OWN},
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct me_reply),
    .reply_fields = me_reply_fields,
    .etag_version = VERSION_IN(struct me_reply, version),
    .needs_version = true,
};
