#include "services/api/api.h"
#include "services/api/placement_reply.h"

/* Was there, with hours, or was not. */
struct input {
    struct uuid id;
    int state;
    bool hours_given;
    double hours;
};

static const char *const state_words[] = {"done", "absent", NULL};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field body_fields[] = {
    FIELD_WORD(struct input, state, "state", state_words, .required = true),
    FIELD_REAL(struct input, hours, "hours", .min_real = 0, .max_real = 24, GIVEN(struct input, hours_given)),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    int32_t minutes = (int32_t)(input->hours * 60 + 0.5);
    return placement_attendance(asking->db, &asking->actor, &input->id, input->state == 0, input->hours_given, minutes,
                                error) &&
           placement_reply_read(asking, &input->id, result, error);
}

const struct endpoint endpoint_recordAttendance = {
    .operation = "recordAttendance",
    .method = "POST",
    .path = "/api/v1/placements/{id}/attendance",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct placement_reply),
    .reply_fields = placement_reply_fields,
};
