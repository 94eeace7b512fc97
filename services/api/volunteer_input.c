#include "services/api/volunteer_input.h"

#include "matcher/matcher.h"

static const struct field guardian_fields[] = {
    FIELD_LINE(struct person_fields, guardian_name, "name", .required = true, .min = 1, .max = 60),
    FIELD_EMAIL(struct person_fields, guardian_email, "email", .required = true, .max = 254),
    FIELD_WORD(struct person_fields, guardian_language, "language", language_words),
    FIELDS_END,
};

const struct field volunteer_fields[] = {
    PROFILE_FIELDS(struct volunteer_input, fields, true),
    FIELD_DATE(struct volunteer_input, fields.birth_date, "birth_date", .required = true,
               HAS(struct volunteer_input, fields.has_birth_date)),
    FIELD_EMAIL(struct volunteer_input, email, "email", .required = true, .max = 254),
    FIELD_GROUP_IN(struct volunteer_input, fields, "guardian", guardian_fields,
                   GIVEN(struct volunteer_input, guardian_given)),
    FIELD_LINE(struct volunteer_input, fields.terms, "terms", .required = true, .max = 20),
    FIELD_UUID(struct volunteer_input, need, "need"),
    FIELDS_END,
};

int age_on(int32_t birth_day, int32_t on_day)
{
    return matcher_age_on(birth_day, on_day);
}
