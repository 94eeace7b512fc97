#include "services/api/api.h"

#include "db/checks.h"
#include "services/api/check_reply.h"
#include "services/calendar.h"

/* Records what a background check said (R1-R3): date, checker, answer, basis, reference; there is no field for more. */
static const struct field body_fields[] = {
    FIELD_UUID(struct check_input, person, "person", .required = true),
    FIELD_WORD(struct check_input, result, "result", check_result_words, .required = true),
    FIELD_DATE(struct check_input, checked_on, "checked_on", .required = true),
    FIELD_CODE(struct check_input, checker, "checker", .required = true, .max = 4),
    FIELD_WORD(struct check_input, basis, "basis", check_basis_words),
    FIELD_LINE(struct check_input, reference, "reference", .max = 60),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct check_input *input = data;
    int32_t today = calendar_day(asking->calendar, asking->now_ms);
    input->id = uuid_new();
    if (input->checked_on > today)
        field_error_add(errors, "in_the_future", "/checked_on");
    else if (input->checked_on < today - 365)
        field_error_add(errors, "check_too_old", "/checked_on");
}

bool check_reply_read(const struct asking *asking, const struct uuid *person, const struct uuid *id,
                      struct check_reply *reply, struct error *error)
{
    struct check *checks;
    size_t count;
    if (!checks_list(asking->db, asking->arena, &asking->actor, person, &checks, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (uuid_compare(&checks[i].id, id) == 0) {
            reply->check = checks[i];
            return true;
        }
    }
    return error_set(error, ERROR_INTERNAL, "internal", "a check that was recorded is not listed");
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct check_input *input = data;
    struct check_reply *result = out;
    return check_create(asking->db, &asking->actor, input, &result->agreed_now, error) &&
           check_reply_read(asking, &input->person, &input->id, result, error);
}

const struct endpoint endpoint_createCheck = {
    .operation = "createCheck",
    .method = "POST",
    .path = "/api/v1/checks",
    .policy = {.roles = ROLE_MANAGER | ROLE_SPECIALIST, .objects = OBJECTS_CENTRE},
    .body_fields = body_fields,
    INPUT_SIZE(struct check_input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct check_reply),
    .status = 201,
    .reply_fields = check_reply_fields,
};
