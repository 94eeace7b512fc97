#include "services/api/api.h"
#include "services/api/my_visit_reply.h"

#include "db/rounds.h"

struct result {
    struct my_visit *visits;
    size_t count;
};

const struct field my_visit_fields[] = {
    FIELD_UUID(struct my_visit, id, "id"),
    FIELD_WORD(struct my_visit, kind, "kind", round_kind_words),
    FIELD_WORD(struct my_visit, report, "report", report_reason_words),
    FIELD_UUID(struct my_visit, round, "round"),
    FIELD_LINE(struct my_visit, round_name, "round_name"),
    FIELD_CODE(struct my_visit, host, "host"),
    FIELD_LINE(struct my_visit, host_name, "host_name"),
    FIELD_DATE(struct my_visit, first_day, "first"),
    FIELD_DATE(struct my_visit, last_day, "last"),
    FIELD_LIST(struct my_visit, offers.items, offers.count, "offers", field_code_item),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, visits, count, "visits", my_visit_fields),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *input, void *out, struct error *error)
{
    struct result *result = out;
    (void)input;
    return visits_of_person(asking->db, asking->arena, &asking->caller->person, &result->visits, &result->count, error);
}

const struct endpoint endpoint_listMyVisits = {
    .operation = "listMyVisits",
    .method = "GET",
    .path = "/api/v1/me/visits",
    .policy = {.roles = ROLE_WORKER, .objects = OBJECTS_OWN},
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
