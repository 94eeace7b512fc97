#include "services/api/api.h"

#include "db/retention.h"

/* What the nightly work would erase (R10): counts alone, for whoever protects the data. Nothing is changed by asking.
 */
enum { DAYS_AHEAD = 30 };

struct result {
    int32_t days_ahead;
    struct retention_due *rules;
    size_t count;
};

static const struct field rule_fields[] = {
    FIELD_LINE(struct retention_due, rule, "rule"),
    FIELD_INTEGER(struct retention_due, kept_days, "kept_days"),
    FIELD_INTEGER(struct retention_due, kept_months, "kept_months"),
    FIELD_INTEGER(struct retention_due, now, "now"),
    FIELD_INTEGER(struct retention_due, ahead, "ahead"),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_INTEGER(struct result, days_ahead, "days_ahead"),
    FIELD_OBJECTS(struct result, rules, count, "rules", rule_fields),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *input, void *out, struct error *error)
{
    struct result *result = out;
    (void)input;
    result->days_ahead = DAYS_AHEAD;
    result->rules = arena_alloc(asking->arena, RETENTION_RULES_MAX * sizeof *result->rules);
    if (result->rules == NULL)
        return error_set(error, ERROR_BUSY, "busy", "no memory for a report");
    return retention_report(asking->db, DAYS_AHEAD, result->rules, &result->count, error);
}

const struct endpoint endpoint_getRetention = {
    .operation = "getRetention",
    .method = "GET",
    .path = "/api/v1/retention",
    .policy = {.roles = ROLE_DPO | ROLE_ADMIN, .objects = OBJECTS_NONE},
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
