#include "services/api/api.h"
#include "services/api/placement_reply.h"

struct result {
    struct placement_reply *placements;
    size_t count;
    double hours_done;
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, placements, count, "placements", placement_reply_fields),
    FIELD_REAL(struct result, hours_done, "hours_done"),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *input, void *out, struct error *error)
{
    struct result *result = out;
    struct placement *placements;
    int64_t minutes_done;
    (void)input;
    if (!placements_of_person(asking->db, asking->arena, &asking->caller->person, PLACEMENTS_SHOWN, &placements,
                              &result->count, &minutes_done, error))
        return false;
    result->hours_done = (double)minutes_done / 60;
    result->placements = placement_replies_make(asking, placements, result->count, error);
    return result->placements != NULL;
}

const struct endpoint endpoint_listMyPlacements = {
    .operation = "listMyPlacements",
    .method = "GET",
    .path = "/api/v1/me/placements",
    .policy = {.roles = ROLES_PERSONS, .objects = OBJECTS_OWN},
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
