#include "services/api/need_codes.h"

#include "services/api/profile_fields.h"
#include "services/words.h"

static void check_languages(const struct asking *asking, const struct language_level *languages, size_t count,
                            const char *pointer, struct field_errors *errors)
{
    for (size_t i = 0; i < count; i++)
        if (languages[i].code != NULL && words_number(asking->words, WORDS_LANGUAGE, languages[i].code) < 0)
            field_error_add(errors, "unknown_value", "%s/%s", pointer, languages[i].code);
}

void need_codes_check(const struct asking *asking, const struct need_codes *codes, struct field_errors *errors)
{
    /* Named by a skill or an interest. */
    if (codes->activity != NULL && words_number(asking->words, WORDS_SKILL, codes->activity) < 0 &&
        words_number(asking->words, WORDS_INTEREST, codes->activity) < 0)
        field_error_add(errors, "unknown_value", "/activity");
    codes_check(asking, WORDS_SKILL, codes->required_skills, "/required_skills", errors);
    codes_check(asking, WORDS_SKILL, codes->preferred_skills, "/preferred_skills", errors);
    codes_check(asking, WORDS_CERTIFICATE, codes->required_certificates, "/required_certificates", errors);
    codes_check(asking, WORDS_AGE_GROUP, codes->age_groups, "/age_groups", errors);
    codes_check(asking, WORDS_BRING, codes->bring, "/bring", errors);
    check_languages(asking, codes->required_languages, codes->required_language_count, "/required_languages", errors);
    check_languages(asking, codes->preferred_languages, codes->preferred_language_count, "/preferred_languages",
                    errors);
}
