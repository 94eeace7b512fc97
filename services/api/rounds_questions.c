/* The four questions: the coordinator asks all workers of a round, by a date. */
#include "db/round_answers.h"

#include "services/api/api.h"
#include "services/api/round_reply.h"
#include "services/calendar.h"

enum { ANSWER_DAYS_MAX = 366 };

struct input {
    struct uuid id;
    int32_t answer_by;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field body_fields[] = {
    FIELD_DATE(struct input, answer_by, "answer_by", .required = true),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    const struct input *input = data;
    int32_t today = calendar_day(asking->calendar, asking->now_ms);
    if (!field_is_sound(errors, "/answer_by"))
        return;
    if (input->answer_by < today)
        field_error_add(errors, "in_the_past", "/answer_by");
    else if (input->answer_by > today + ANSWER_DAYS_MAX)
        field_error_add(errors, "too_long_span", "/answer_by");
}

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    return round_ask_workers(asking->db, &asking->actor, &input->id, asking->version, input->answer_by, error) &&
           round_reply_read(asking, &input->id, result, error);
}

const struct endpoint endpoint_askWorkers = {
    .operation = "askWorkers",
    .method = "POST",
    .path = "/api/v1/rounds/{id}/questions",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct round_reply),
    .status = 200,
    .reply_fields = round_fields,
    .etag_version = VERSION_IN(struct round_reply, round.version),
    .needs_version = true,
};
