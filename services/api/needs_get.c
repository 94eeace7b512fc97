#include "services/api/api.h"
#include "services/api/need_reply.h"

enum { TOGETHER_MAX = 64 };

struct input {
    struct uuid id;
};

static const struct field path_fields[] = {
    FIELD_UUID(struct input, id, "id"),
    FIELDS_END,
};

/* One query for all that wait. The needs stand in the first call's arena, which outlives the writing of the replies. */
static bool read(struct db *db, struct work_item *items, size_t count, struct error *error)
{
    struct uuid ids[TOGETHER_MAX] = {{{0}}};
    struct need *needs[TOGETHER_MAX];
    for (size_t i = 0; i < count; i++)
        ids[i] = ((const struct input *)items[i].input)->id;
    if (!needs_read_many(db, items[0].asking->arena, ids, count, needs, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (needs[i] == NULL)
            error_set(items[i].error, ERROR_NOT_FOUND, "not_found", "no such need");
        else
            need_reply_make(items[i].asking, needs[i], items[i].result);
    }
    return true;
}

const struct endpoint endpoint_getNeed = {
    .operation = "getNeed",
    .method = "GET",
    .path = "/api/v1/needs/{id}",
    .policy = POLICY_PUBLIC,
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_READ,
    .act_many = read,
    RESULT_SIZE(struct need_reply),
    .reply_fields = need_reply_fields,
    .etag_version = VERSION_IN(struct need_reply, need.version),
    .cache_control = "no-cache",
};
