#include "services/api/api.h"
#include "services/api/need_codes.h"
#include "services/api/need_reply.h"
#include "services/api/shifts_input.h"

/* Changes a need's texts, requirements and shifts; what is left out stays. */
struct input {
    struct uuid id;
    struct need_change change;
    struct note *note;
    struct local_shift *shifts;
    size_t shift_count;
};

#define CODES(member, name, most)                                                                                      \
    FIELD_LIST(struct input, change.member.items, change.member.count, name, field_code_item, .max = (most),           \
               GIVEN(struct input, change.member##_given))
#define LEVELS(member, counted, name)                                                                                  \
    FIELD_MAP(struct input, change.member, change.counted, name, language_level_fields, .max = 10,                     \
              GIVEN(struct input, change.member##_given))

static const struct field seats_fields[] = {
    FIELD_UUID(struct shift_seats, id, "id", .required = true),
    FIELD_INTEGER(struct shift_seats, seats, "seats", .required = true, .min = 1, .max = 50),
    FIELDS_END,
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field body_fields[] = {
    FIELD_CODE(struct input, change.activity, "activity", .max = 40),
    CODES(required_skills, "required_skills", 12),
    CODES(preferred_skills, "preferred_skills", 12),
    CODES(required_certificates, "required_certificates", 5),
    LEVELS(required_languages, required_language_count, "required_languages"),
    LEVELS(preferred_languages, preferred_language_count, "preferred_languages"),
    FIELD_INTEGER(struct input, change.min_age, "min_age", .min = 13, .max = 99,
                  GIVEN(struct input, change.min_age_given)),
    FIELD_BOOLEAN(struct input, change.children, "children", GIVEN(struct input, change.children_given)),
    CODES(age_groups, "age_groups", 4),
    FIELD_INTEGER(struct input, change.urgency, "urgency", .min = 1, .max = 3,
                  GIVEN(struct input, change.urgency_given)),
    FIELD_LINE(struct input, change.contact, "contact", .max = 60, .nullable = true,
               GIVEN(struct input, change.contact_given)),
    FIELD_LINE(struct input, change.responsible, "responsible", .min = 1, .max = 120, .nullable = true,
               GIVEN(struct input, change.responsible_given)),
    CODES(bring, "bring", 8),
    FIELD_OBJECT(struct input, note, "note", note_fields, .by_pointer = true, .nullable = true,
                 .item_size = sizeof(struct note), GIVEN(struct input, change.note_given)),
    FIELD_OBJECTS(struct input, shifts, shift_count, "shifts_add", local_shift_fields, .max = NEED_SHIFTS_MAX),
    FIELD_OBJECTS(struct input, change.seats, change.seats_count, "shifts_change", seats_fields,
                  .max = NEED_SHIFTS_MAX),
    FIELD_LIST(struct input, change.remove, change.remove_count, "shifts_remove", field_uuid_item,
               .max = NEED_SHIFTS_MAX),
    FIELD_BOOLEAN(struct input, change.cancel_people, "cancel_people"),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    struct shift_input *add;
    input->change.note = input->note ? input->note->text : NULL;
    input->change.note_language = input->note ? input->note->language : WORD_NONE;
    shifts_unfold(asking, "shifts_add", input->shifts, input->shift_count, NULL, 0, &add, &input->change.add_count,
                  errors);
    input->change.add = add;
    const struct need_codes codes = NEED_CODES(input->change);
    need_codes_check(asking, &codes, errors);
}

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    return need_update(asking->db, &asking->actor, &input->id, asking->version, &input->change, error) &&
           need_reply_read(asking, &input->id, result, error);
}

const struct endpoint endpoint_updateNeed = {
    .operation = "updateNeed",
    .method = "PATCH",
    .path = "/api/v1/needs/{id}",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct need_reply),
    .reply_fields = need_reply_fields,
    .etag_version = VERSION_IN(struct need_reply, need.version),
    .needs_version = true,
};
