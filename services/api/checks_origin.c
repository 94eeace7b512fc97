#include "services/api/api.h"

#include "db/origin.h"
#include "services/calendar.h"

/* Of a citizen of another country a certificate of that country is needed, too (R1): seen on which date, or not yet.
 * There is no field for what stands in it, nor for which country. */
struct result {
    int32_t agreed_now;
};

static const struct field body_fields[] = {
    FIELD_UUID(struct origin_input, person, "person", .required = true),
    FIELD_CODE(struct origin_input, checker, "checker", .required = true, .max = 4),
    FIELD_BOOLEAN(struct origin_input, is_needed, "needed", .required = true),
    FIELD_DATE(struct origin_input, issued_on, "issued_on", HAS(struct origin_input, has_certificate)),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_INTEGER(struct result, agreed_now, "agreed_now"),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct origin_input *input = data;
    int32_t today = calendar_day(asking->calendar, asking->now_ms);
    input->id = uuid_new();
    if (!input->has_certificate || !field_is_sound(errors, "/issued_on"))
        return;
    if (input->issued_on > today)
        field_error_add(errors, "in_the_future", "/issued_on");
    else if (input->issued_on < today - 365)
        field_error_add(errors, "check_too_old", "/issued_on");
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    struct result *result = out;
    return origin_record(asking->db, &asking->actor, data, &result->agreed_now, error);
}

const struct endpoint endpoint_recordOrigin = {
    .operation = "recordOrigin",
    .method = "POST",
    .path = "/api/v1/checks/origin",
    .policy = {.roles = ROLE_MANAGER | ROLE_SPECIALIST, .objects = OBJECTS_CENTRE},
    .body_fields = body_fields,
    INPUT_SIZE(struct origin_input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
