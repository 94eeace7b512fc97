#include "services/api/api.h"
#include "services/api/need_codes.h"
#include "services/api/need_reply.h"
#include "services/api/shifts_input.h"

/* Posts a need: what, when, how many; all else has a default. */
struct input {
    struct need_input need;
    struct note *note;
    struct local_shift *shifts;
    size_t shift_count;
    struct weekly_shifts *weekly;
    size_t weekly_count;
};

#define CODES(member, name, most)                                                                                      \
    FIELD_LIST(struct input, need.member.items, need.member.count, name, field_code_item, .max = (most))
#define LEVELS(member, counted, name)                                                                                  \
    FIELD_MAP(struct input, need.member, need.counted, name, language_level_fields, .max = 10)

static const struct field body_fields[] = {
    FIELD_CODE(struct input, need.centre, "centre", .required = true, .max = 40),
    FIELD_CODE(struct input, need.activity, "activity", .required = true, .max = 40),
    FIELD_WORD(struct input, need.for_whom, "for", need_for_words),
    FIELD_WORD(struct input, need.purpose, "purpose", need_purpose_words),
    FIELD_WORD(struct input, need.role, "role", seat_role_words),
    CODES(required_skills, "required_skills", 12),
    CODES(preferred_skills, "preferred_skills", 12),
    CODES(required_certificates, "required_certificates", 5),
    LEVELS(required_languages, required_language_count, "required_languages"),
    LEVELS(preferred_languages, preferred_language_count, "preferred_languages"),
    FIELD_INTEGER(struct input, need.min_age, "min_age", .min = 13, .max = 99, .absent = 13),
    FIELD_BOOLEAN(struct input, need.children, "children", .absent = 1),
    CODES(age_groups, "age_groups", 4),
    FIELD_INTEGER(struct input, need.urgency, "urgency", .min = 1, .max = 3, .absent = 2),
    FIELD_LINE(struct input, need.contact, "contact", .max = 60),
    FIELD_LINE(struct input, need.responsible, "responsible", .min = 1, .max = 120, .nullable = true,
               GIVEN(struct input, need.responsible_given)),
    CODES(bring, "bring", 8),
    FIELD_OBJECT(struct input, note, "note", note_fields, .by_pointer = true, .item_size = sizeof(struct note)),
    FIELD_OBJECTS(struct input, shifts, shift_count, "shifts", local_shift_fields, .max = NEED_SHIFTS_MAX),
    FIELD_OBJECTS(struct input, weekly, weekly_count, "weekly", weekly_shifts_fields, .max = 5),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    struct shift_input *shifts;
    input->need.id = uuid_new();
    input->need.note = input->note ? input->note->text : NULL;
    input->need.note_language = input->note ? input->note->language : WORD_NONE;
    shifts_unfold(asking, "shifts", input->shifts, input->shift_count, input->weekly, input->weekly_count, &shifts,
                  &input->need.shift_count, errors);
    input->need.shifts = shifts;
    const struct need_codes codes = NEED_CODES(input->need);
    need_codes_check(asking, &codes, errors);
    if (input->shift_count + input->weekly_count == 0 && field_is_sound(errors, "/weekly"))
        field_error_add(errors, "no_shifts", "/shifts");
    if (input->need.role == SEAT_RESPONSIBLE && input->need.for_whom != FOR_WORKER)
        field_error_add(errors, "responsible_is_worker", "/for");
}

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    return need_create(asking->db, &asking->actor, &input->need, error) &&
           need_reply_read(asking, &input->need.id, result, error);
}

const struct endpoint endpoint_createNeed = {
    .operation = "createNeed",
    .method = "POST",
    .path = "/api/v1/needs",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
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
