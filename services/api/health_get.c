#include "services/api/api.h"

struct result {
    const char *status, *version;
};

static const struct field result_fields[] = {
    FIELD_LINE(struct result, status, "status"),
    FIELD_LINE(struct result, version, "version"),
    FIELDS_END,
};

/* Reached only when a reader thread and its connection answer. */
static bool read(struct db *db, struct work_item *items, size_t count, struct error *error)
{
    if (!db_ping(db, error))
        return false;
    for (size_t i = 0; i < count; i++)
        *(struct result *)items[i].result = (struct result){"ok", PACKAGE_VERSION};
    return true;
}

const struct endpoint endpoint_getHealth = {
    .operation = "getHealth",
    .method = "GET",
    .path = "/health",
    .policy = POLICY_PUBLIC,
    .work = WORK_READ,
    .act_many = read,
    RESULT_SIZE(struct result),
    .reply_fields = result_fields,
    .rate = RATE_NONE,
};
