#include "services/api/api.h"
#include "services/api/need_reply.h"

#include "db/people.h"

struct result {
    struct worker *workers;
    size_t count;
};

static const struct field worker_fields[] = {
    FIELD_UUID(struct worker, id, "id"),
    FIELD_LINE(struct worker, name, "name"),
    FIELD_CODE(struct worker, home_centre, "home_centre"),
    FIELD_LIST(struct worker, wants.items, wants.count, "wants", field_code_item),
    FIELD_MAP(struct worker, languages, language_count, "languages", language_level_fields),
    FIELD_DATE(struct worker, check_valid_until, "check_valid_until", .nullable = true,
               GIVEN(struct worker, has_check)),
    FIELD_BOOLEAN(struct worker, cover_agreed, "cover_agreed"),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, workers, count, "workers", worker_fields),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *input, void *out, struct error *error)
{
    struct result *result = out;
    (void)input;
    return workers_list(asking->db, asking->arena, &asking->actor, &result->workers, &result->count, error);
}

const struct endpoint endpoint_listWorkers = {
    .operation = "listWorkers",
    .method = "GET",
    .path = "/api/v1/workers",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_GROUP},
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
