/* The codes that a need names: each must be a word that the region has. Shared by posting and changing one. */
#ifndef VAHETUS_SERVICES_API_NEED_CODES_H
#define VAHETUS_SERVICES_API_NEED_CODES_H

#include "services/endpoint.h"

/* Borrowed from the input; what is left out is NULL or empty. */
struct need_codes {
    const char *activity;
    const struct codes *required_skills, *preferred_skills, *required_certificates, *age_groups, *bring;
    const struct language_level *required_languages, *preferred_languages;
    size_t required_language_count, preferred_language_count;
};

/* The members have the same names in struct need_input and struct need_change. */
#define NEED_CODES(need)                                                                                               \
    (struct need_codes)                                                                                                \
    {                                                                                                                  \
        (need).activity, &(need).required_skills, &(need).preferred_skills, &(need).required_certificates,             \
            &(need).age_groups, &(need).bring, (need).required_languages, (need).preferred_languages,                  \
            (need).required_language_count, (need).preferred_language_count                                            \
    }

void need_codes_check(const struct asking *asking, const struct need_codes *codes, struct field_errors *errors);

#endif
