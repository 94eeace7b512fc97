/* What workers have told of their visits, for who mends the plan. */
#include "db/visit_reports.h"

#include "services/api/api.h"

struct input {
    struct uuid id;
};

struct result {
    struct visit_report *reports;
    size_t count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field report_fields[] = {
    FIELD_UUID(struct visit_report, visit, "visit"),
    FIELD_UUID(struct visit_report, worker, "worker"),
    FIELD_LINE(struct visit_report, worker_name, "worker_name"),
    FIELD_CODE(struct visit_report, host, "host"),
    FIELD_LINE(struct visit_report, period, "period"),
    FIELD_WORD(struct visit_report, reason, "reason", report_reason_words),
    FIELD_INSTANT(struct visit_report, at_ms, "at"),
    FIELD_BOOLEAN(struct visit_report, open, "open"),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, reports, count, "reports", report_fields),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    return visit_reports_read(asking->db, asking->arena, &asking->actor, &input->id, &result->reports, &result->count,
                              error);
}

const struct endpoint endpoint_listReports = {
    .operation = "listReports",
    .method = "GET",
    .path = "/api/v1/rounds/{id}/reports",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
