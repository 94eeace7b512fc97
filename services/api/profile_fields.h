/*
 * What a person tells of themselves, as the API reads it: tables over db's struct person_fields, shared by the
 * registration and the change of a profile, with the rules that go across fields.
 */
#ifndef VAHETUS_SERVICES_API_PROFILE_FIELDS_H
#define VAHETUS_SERVICES_API_PROFILE_FIELDS_H

#include "db/people.h"
#include "services/endpoint.h"
#include "services/words.h"

extern const struct field home_fields[];
extern const struct field reach_fields[];
extern const struct field availability_fields[];
extern const struct field exception_fields[];
extern const struct field level_fields[];
extern const struct field certificate_fields[];
extern const struct field consent_fields[];
extern const struct field age_group_item[];

/* The entries of a table over a struct S whose member `f` is a struct person_fields. `required_` says whether the form
 * must be whole. */
#define PROFILE_FIELDS(S, f, required_)                                                                                \
    FIELD_LINE(S, f.first_name, "first_name", .required = required_, .min = 1, .max = 60),                             \
        FIELD_LINE(S, f.last_name, "last_name", .required = required_, .min = 1, .max = 60),                           \
        FIELD_PHONE(S, f.phone, "phone", .max = 20, .nullable = true, GIVEN(S, f.phone_given)),                        \
        FIELD_WORD(S, f.language, "language", language_words, .required = required_, GIVEN(S, f.language_given)),      \
        FIELD_GROUP_IN(S, f, "home", home_fields, .required = required_, GIVEN(S, f.home_given)),                      \
        FIELD_GROUP_IN(S, f, "reach", reach_fields, .required = required_, GIVEN(S, f.reach_given)),                   \
        FIELD_OBJECTS(S, f.availability, f.availability_count, "availability", availability_fields, .max = 42,         \
                      GIVEN(S, f.availability_given)),                                                                 \
        FIELD_OBJECTS(S, f.exceptions, f.exception_count, "exceptions", exception_fields, .max = 100,                  \
                      GIVEN(S, f.exceptions_given)),                                                                   \
        FIELD_WORD(S, f.commitment, "commitment", commitment_words, .absent = WORD_NONE,                               \
                   GIVEN(S, f.commitment_given)),                                                                      \
        FIELD_INTEGER(S, f.hours_per_week, "hours_per_week", .min = 1, .max = 60, .nullable = true,                    \
                      HAS(S, f.has_hours_per_week)),                                                                   \
        FIELD_MAP(S, f.languages, f.language_count, "languages", level_fields, .required = required_, .max = 10,       \
                  GIVEN(S, f.languages_given)),                                                                        \
        FIELD_CODES(S, f.skills, "skills", .max = 36, GIVEN(S, f.skills_given)),                                       \
        FIELD_OBJECTS(S, f.certificates, f.certificate_count, "certificates", certificate_fields, .max = 10,           \
                      GIVEN(S, f.certificates_given)),                                                                 \
        FIELD_CODES(S, f.interests, "interests", .max = 20, GIVEN(S, f.interests_given)),                              \
        FIELD_CODES(S, f.age_groups, "age_groups", .max = 4, GIVEN(S, f.age_groups_given)),                            \
        FIELD_TEXT(S, f.about, "about", .max = 1000, .nullable = true, GIVEN(S, f.about_given)),                       \
        FIELD_GROUP_IN(S, f, "consents", consent_fields)

/* Rules across fields: codes that the region has, times in order, a home that is one. `worker`: worker-only skills are
 * allowed. */
void profile_check(const struct asking *asking, const struct person_fields *fields, bool worker,
                   struct field_errors *errors);

/* Each code must be a word of its kind; the errors name them by their place behind `pointer`. */
void codes_check(const struct asking *asking, enum words_kind kind, const struct codes *codes, const char *pointer,
                 struct field_errors *errors);

#endif
