#include "db/placements.h"
#include "services/api/api.h"
#include "services/api/need_reply.h"
#include "services/calendar.h"

/* The shifts of a centre by day: who comes, what is not filled. */
enum { DAYS_SHOWN = 7, DAYS_MAX = 62 };

struct input {
    const char *centre;
    bool from_given, to_given;
    int32_t from_day, to_day;
};

struct row {
    struct roster_shift shift;
    struct names titles;
};

struct result {
    const char *centre;
    int32_t from_day, to_day;
    struct row *rows;
    size_t count;
};

static const struct field path_fields[] = {FIELD_CODE(struct input, centre, "centre", .max = 40), FIELDS_END};

static const struct field query_fields[] = {
    FIELD_DATE(struct input, from_day, "from", GIVEN(struct input, from_given)),
    FIELD_DATE(struct input, to_day, "to", GIVEN(struct input, to_given)),
    FIELDS_END,
};

static void write_hours(const struct roster_person *person, json_t *json)
{
    json_object_set_new(json, "hours", person->has_minutes ? json_real(person->minutes / 60.0) : json_null());
}

static const struct field person_fields[] = {
    FIELD_UUID(struct roster_person, placement, "placement"),
    FIELD_UUID(struct roster_person, person, "person"),
    FIELD_LINE(struct roster_person, name, "name", .required = true),
    FIELD_LINE(struct roster_person, phone, "phone", .nullable = true),
    FIELD_LINE(struct roster_person, email, "email", .nullable = true),
    FIELD_WORD(struct roster_person, kind, "kind", person_kind_words),
    FIELD_WORD(struct roster_person, state, "state", placement_state_words),
    FIELD_WORD(struct roster_person, waiting_for, "waiting_for", waiting_for_words, .nullable = true),
    FIELD_DATE(struct roster_person, check_valid_until, "check_valid_until", .nullable = true,
               GIVEN(struct roster_person, has_check)),
    FIELDS_END,
};

static const struct field row_fields[] = {
    FIELD_UUID(struct row, shift.id, "id"),
    FIELD_UUID(struct row, shift.need, "need"),
    FIELD_INSTANT(struct row, shift.from_ms, "from"),
    FIELD_INSTANT(struct row, shift.to_ms, "to"),
    FIELD_OBJECT(struct row, titles, "titles", names_fields),
    FIELD_INTEGER(struct row, shift.seats, "seats"),
    FIELD_INTEGER(struct row, shift.filled, "filled"),
    FIELD_INTEGER(struct row, shift.invited, "invited"),
    FIELD_OBJECTS(struct row, shift.people, shift.person_count, "people", person_fields),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_CODE(struct result, centre, "centre"),
    FIELD_DATE(struct result, from_day, "from"),
    FIELD_DATE(struct result, to_day, "to"),
    FIELD_OBJECTS(struct result, rows, count, "shifts", row_fields),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    if (!input->from_given)
        input->from_day = calendar_day(asking->calendar, asking->now_ms);
    if (!input->to_given)
        input->to_day = input->from_day + DAYS_SHOWN - 1;
    if (!field_is_sound(errors, "?from"))
        return;
    if (input->to_day < input->from_day)
        field_error_add(errors, "end_before_start", "?to");
    else if (input->to_day - input->from_day >= DAYS_MAX)
        field_error_add(errors, "too_long_span", "?to");
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct roster_shift *shifts;
    if (!roster_read(asking->db, asking->arena, &asking->actor, input->centre, input->from_day, input->to_day, &shifts,
                     &result->count, error))
        return false;
    result->centre = input->centre;
    result->from_day = input->from_day;
    result->to_day = input->to_day;
    result->rows = arena_alloc(asking->arena, (result->count + 1) * sizeof *result->rows);
    if (!result->rows)
        return error_set(error, ERROR_INTERNAL, "no_memory", "a roster");
    for (size_t i = 0; i < result->count; i++) {
        result->rows[i].shift = shifts[i];
        result->rows[i].titles = need_titles(asking, shifts[i].activity);
    }
    return true;
}

/* Hours stand in minutes in the database, so they are added by hand. */
static bool reply(const struct asking *asking, const void *input, const void *out, struct reply *reply)
{
    const struct result *result = out;
    (void)asking;
    (void)input;
    json_t *shifts = json_object_get(reply->json, "shifts");
    for (size_t i = 0; i < result->count; i++) {
        json_t *people = json_object_get(json_array_get(shifts, i), "people");
        for (size_t k = 0; k < result->rows[i].shift.person_count; k++)
            write_hours(&result->rows[i].shift.people[k], json_array_get(people, k));
    }
    return true;
}

const struct endpoint endpoint_getRoster = {
    .operation = "getRoster",
    .method = "GET",
    .path = "/api/v1/centres/{centre}/roster",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
    .reply = reply,
};
