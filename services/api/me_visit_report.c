/* "Jäin haigeks", "Ei sobi": a worker tells that a published visit cannot be. */
#include "db/visit_reports.h"

#include "services/api/api.h"
#include "services/api/my_visit_reply.h"
#include "services/calendar.h"

struct input {
    struct uuid visit;
    int reason;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, visit, "visit"), FIELDS_END};

static const struct field body_fields[] = {
    FIELD_WORD(struct input, reason, "reason", report_reason_words, .required = true),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct my_visit *visits;
    size_t count;
    if (!visit_report(asking->db, &asking->actor, &input->visit, input->reason,
                      calendar_day(asking->calendar, asking->now_ms), error) ||
        !visits_of_person(asking->db, asking->arena, &asking->actor.person, &visits, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (uuid_compare(&visits[i].id, &input->visit) == 0)
            *(struct my_visit *)out = visits[i];
    }
    return true;
}

const struct endpoint endpoint_reportVisit = {
    .operation = "reportVisit",
    .method = "POST",
    .path = "/api/v1/me/visits/{visit}/report",
    .policy = {.roles = ROLE_WORKER, .objects = OBJECTS_OWN},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct my_visit),
    .reply_fields = my_visit_fields,
    .status = 200,
};
