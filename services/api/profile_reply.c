#include "services/api/profile_reply.h"

#include "services/api/profile_fields.h"

static const struct field home_reply_fields[] = {
    FIELD_INTEGER(struct profile_home, settlement, "settlement", .nullable = true,
                  GIVEN(struct profile_home, has_settlement)),
    FIELD_LINE(struct profile_home, name, "name", .nullable = true),
    FIELD_REAL(struct profile_home, lat, "lat"),
    FIELD_REAL(struct profile_home, lon, "lon"),
    FIELDS_END,
};

static const struct field reach_reply_fields[] = {
    FIELD_INTEGER(struct profile_reach, max_m, "max_m", .nullable = true, GIVEN(struct profile_reach, has_max_m)),
    FIELD_CODES(struct profile_reach, centres, "centres"),
    FIELDS_END,
};

static const struct field guardian_reply_fields[] = {
    FIELD_LINE(struct profile_guardian, name, "name", .required = true),
    FIELD_EMAIL(struct profile_guardian, email, "email", .required = true),
    FIELD_CODES(struct profile_guardian, permitted_centres, "permitted_centres"),
    FIELD_DATE(struct profile_guardian, valid_until, "valid_until", .nullable = true,
               GIVEN(struct profile_guardian, has_valid_until)),
    FIELDS_END,
};

static const struct field consent_reply_fields[] = {
    FIELD_BOOLEAN(struct person, phone_calls, "phone_calls"),
    FIELD_BOOLEAN(struct person, photos, "photos"),
    FIELD_BOOLEAN(struct person, news, "news"),
    FIELDS_END,
};

#define PERSON(kind, member, name, ...) kind(struct profile_reply, person.member, name, __VA_ARGS__)

const struct field profile_reply_fields[] = {
    PERSON(FIELD_UUID, id, "id"),
    PERSON(FIELD_INTEGER, version, "version"),
    FIELD_WORD(struct profile_reply, person.kind, "kind", person_kind_words),
    FIELD_WORD(struct profile_reply, person.state, "state", person_state_words),
    PERSON(FIELD_LINE, first_name, "first_name", .required = true),
    PERSON(FIELD_LINE, last_name, "last_name", .required = true),
    PERSON(FIELD_DATE, birth_date, "birth_date", .nullable = true, GIVEN(struct profile_reply, person.has_birth_date)),
    PERSON(FIELD_LINE, phone, "phone", .nullable = true),
    PERSON(FIELD_CODE, home_centre, "home_centre", .nullable = true),
    FIELD_OBJECT(struct profile_reply, home, "home", home_reply_fields),
    FIELD_OBJECT(struct profile_reply, reach, "reach", reach_reply_fields),
    FIELD_OBJECTS(struct profile_reply, person.availability, person.availability_count, "availability",
                  availability_fields),
    FIELD_OBJECTS(struct profile_reply, person.exceptions, person.exception_count, "exceptions", exception_fields),
    FIELD_WORD(struct profile_reply, person.commitment, "commitment", commitment_words, .nullable = true),
    PERSON(FIELD_INTEGER, hours_per_week, "hours_per_week", .nullable = true,
           GIVEN(struct profile_reply, person.has_hours_per_week)),
    FIELD_MAP(struct profile_reply, person.languages, person.language_count, "languages", level_fields),
    PERSON(FIELD_CODES, skills, "skills"),
    FIELD_OBJECTS(struct profile_reply, person.certificates, person.certificate_count, "certificates",
                  certificate_fields),
    PERSON(FIELD_CODES, interests, "interests"),
    PERSON(FIELD_CODES, age_groups, "age_groups"),
    PERSON(FIELD_TEXT, about, "about", .nullable = true),
    FIELD_OBJECT(struct profile_reply, person, "consents", consent_reply_fields),
    FIELD_OBJECT(struct profile_reply, guardian_given, "guardian", guardian_reply_fields, .by_pointer = true,
                 .nullable = true),
    PERSON(FIELD_DATE, check_valid_until, "check_valid_until", .nullable = true,
           GIVEN(struct profile_reply, has_check)),
    PERSON(FIELD_BOOLEAN, foreign_citizen, "foreign_citizen"),
    FIELD_REAL(struct profile_reply, hours_done, "hours_done"),
    FIELDS_END,
};

/* The first of the guardian's permissions to end. */
static int32_t first_end(const struct person *person)
{
    int32_t first = 0;
    for (size_t i = 0; i < person->permitted_centres.count; i++)
        first = i == 0 || person->permitted_until[i] < first ? person->permitted_until[i] : first;
    return first;
}

void profile_reply_make(const struct person *person, struct profile_reply *reply)
{
    *reply = (struct profile_reply){
        .person = *person,
        .home = {person->has_settlement, person->settlement, person->settlement_name, person->lat, person->lon},
        .reach = {person->has_reach_m, person->reach_m, person->centres},
        .guardian = {person->guardian_name, person->guardian_email, person->permitted_centres,
                     person->permitted_centres.count > 0, first_end(person)},
        .has_check = person->check_result == CHECK_PERMITTED,
        .hours_done = (double)person->minutes_done / 60,
    };
    reply->guardian_given = person->guardian_name == NULL ? NULL : &reply->guardian;
}
