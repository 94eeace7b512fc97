/* A day that the plan leaves uncovered becomes a need for a worker who covers, with one press. */
#include <string.h>

#include "db/cover.h"
#include "services/api/api.h"
#include "services/api/need_reply.h"
#include "services/calendar.h"
#include "services/round_cover.h"
#include "services/round_days.h"

#define COVER_ACTIVITY "open_evening"

enum { GROWN_UP = 18, URGENCY_MOST = 3 };

struct input {
    struct uuid id, need, shift;
    const char *centre;
    int32_t day;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field body_fields[] = {
    FIELD_CODE(struct input, centre, "centre", .required = true, .max = 40),
    FIELD_DATE(struct input, day, "day", .required = true),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    (void)asking;
    (void)errors;
    input->need = uuid_new();
    input->shift = uuid_new();
}

/* How many are missing; 0 with `error` when nobody is, or when it is not a day of the round. */
static int32_t missing_on(const struct asking *asking, const struct round *round, const struct input *input,
                          struct error *error)
{
    size_t count;
    const struct cover_day *days = round_cover(asking->arena, round, &count);
    if (!days) {
        error_set(error, ERROR_BUSY, "busy", "no memory for cover");
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (days[i].day != input->day || strcmp(days[i].centre, input->centre) != 0)
            continue;
        if (days[i].margin >= 0)
            error_set(error, ERROR_CONFLICT, "day_covered", "nobody is missing");
        return days[i].margin < 0 ? -days[i].margin : 0;
    }
    error_set(error, ERROR_NOT_FOUND, "not_found", "no open day of the round");
    return 0;
}

static bool post(const struct asking *asking, const struct input *input, const struct round_staffing *open,
                 int32_t seats, struct error *error)
{
    struct span span;
    if (!calendar_shift(asking->calendar, input->day, open->opens_minute, open->closes_minute, &span, error))
        return false;
    if (span.until_ms <= asking->now_ms)
        return error_set(error, ERROR_CONFLICT, "day_over", "the day is over");
    struct shift_input shift = {.id = input->shift, .from_ms = span.from_ms, .to_ms = span.until_ms, .seats = seats};
    struct need_input need = {.id = input->need,
                              .centre = input->centre,
                              .activity = COVER_ACTIVITY,
                              .for_whom = FOR_WORKER,
                              .purpose = PURPOSE_COVER,
                              .role = SEAT_RESPONSIBLE,
                              .min_age = GROWN_UP,
                              .urgency = URGENCY_MOST,
                              .children = true,
                              .note_language = WORD_NONE,
                              .responsible_given = true,
                              .shifts = &shift,
                              .shift_count = 1};
    return need_create(asking->db, &asking->actor, &need, error) &&
           cover_need_note(asking->db, &input->id, input->centre, input->day, &input->need, error);
}

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    struct round *round;
    if (!round_read(asking->db, asking->arena, &asking->actor, &input->id, &round, error))
        return false;
    int32_t seats = missing_on(asking, round, input, error);
    if (seats == 0)
        return false;
    const struct round_staffing *open = round_open_on(round_centre_of(round, input->centre), input->day);
    return post(asking, input, open, seats, error) && need_reply_read(asking, &input->need, result, error);
}

const struct endpoint endpoint_createCoverNeed = {
    .operation = "createCoverNeed",
    .method = "POST",
    .path = "/api/v1/rounds/{id}/cover-needs",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct need_reply),
    .status = 201,
    .reply_fields = need_reply_fields,
    .etag_version = VERSION_IN(struct need_reply, need.version),
};
