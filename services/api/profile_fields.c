#include "services/api/profile_fields.h"

#include <string.h>

#include "services/words.h"

const struct field home_fields[] = {
    FIELD_INTEGER(struct person_fields, settlement, "settlement", .nullable = true,
                  HAS(struct person_fields, has_settlement)),
    FIELD_REAL(struct person_fields, lat, "lat", .min_real = 57, .max_real = 60.5,
               GIVEN(struct person_fields, has_position)),
    FIELD_REAL(struct person_fields, lon, "lon", .min_real = 21, .max_real = 29,
               GIVEN(struct person_fields, has_position)),
    FIELDS_END,
};

const struct field reach_fields[] = {
    FIELD_INTEGER(struct person_fields, reach_m, "max_m", .min = 1000, .max = 200000, .nullable = true,
                  HAS(struct person_fields, has_reach_m)),
    FIELD_CODES(struct person_fields, centres, "centres", .required = true, .max = 400),
    FIELDS_END,
};

const struct field availability_fields[] = {
    FIELD_INTEGER(struct availability, day, "day", .required = true, .min = 1, .max = 7),
    FIELD_MINUTE(struct availability, from_minute, "from", .required = true),
    FIELD_MINUTE(struct availability, to_minute, "to", .required = true),
    FIELDS_END,
};

const struct field exception_fields[] = {
    FIELD_DATE(struct availability_exception, date_day, "date", .required = true),
    FIELD_BOOLEAN(struct availability_exception, free, "free", .required = true),
    FIELD_MINUTE(struct availability_exception, from_minute, "from", .required = true),
    FIELD_MINUTE(struct availability_exception, to_minute, "to", .required = true),
    FIELDS_END,
};

const struct field level_fields[] = {
    FIELD_CODE(struct language_level, code, "code", .max = 2),
    FIELD_WORD(struct language_level, level, "level", level_words),
    FIELDS_END,
};

const struct field certificate_fields[] = {
    FIELD_CODE(struct certificate, code, "code", .required = true),
    FIELD_DATE(struct certificate, valid_until, "valid_until", .nullable = true,
               HAS(struct certificate, has_valid_until)),
    FIELDS_END,
};

const struct field consent_fields[] = {
    FIELD_BOOLEAN(struct person_fields, phone_calls, "phone_calls", GIVEN(struct person_fields, phone_calls_given)),
    FIELD_BOOLEAN(struct person_fields, photos, "photos", GIVEN(struct person_fields, photos_given)),
    FIELD_BOOLEAN(struct person_fields, news, "news", GIVEN(struct person_fields, news_given)),
    FIELDS_END,
};

void codes_check(const struct asking *asking, enum words_kind kind, const struct codes *codes, const char *pointer,
                 struct field_errors *errors)
{
    for (size_t i = 0; i < codes->count; i++) {
        if (words_number(asking->words, kind, codes->items[i]) < 0)
            field_error_add(errors, "unknown_value", "%s/%zu", pointer, i);
    }
}

/* Skills that only youth workers have are not for volunteers to claim. */
static void check_skills(const struct asking *asking, const struct codes *skills, bool worker,
                         struct field_errors *errors)
{
    for (size_t i = 0; i < skills->count; i++) {
        int number = words_number(asking->words, WORDS_SKILL, skills->items[i]);
        const char *group = number < 0 ? NULL : words_region(asking->words)->skills[number].group;
        if (number < 0 || (!worker && group != NULL && strcmp(group, "worker_only") == 0))
            field_error_add(errors, "unknown_value", "/skills/%zu", i);
    }
}

static bool is_settlement(const struct asking *asking, int32_t id)
{
    const struct region *region = words_region(asking->words);
    for (size_t i = 0; i < region->settlement_count; i++) {
        if (region->settlements[i].id == id)
            return true;
    }
    return false;
}

static void check_home(const struct asking *asking, const struct person_fields *fields, struct field_errors *errors)
{
    if (!field_is_sound(errors, "/home"))
        return;
    if (!fields->has_settlement && !fields->has_position)
        field_error_add(errors, "required", "/home/settlement");
    if (fields->has_settlement && !is_settlement(asking, fields->settlement))
        field_error_add(errors, "unknown_value", "/home/settlement");
    if (fields->has_position && (fields->lat == 0 || fields->lon == 0))
        field_error_add(errors, "required", fields->lat == 0 ? "/home/lat" : "/home/lon");
}

static void check_times(const struct person_fields *fields, struct field_errors *errors)
{
    for (size_t i = 0; i < fields->availability_count; i++) {
        const struct availability *one = &fields->availability[i];
        if (!field_is_sound(errors, "/availability/%zu", i))
            continue;
        if (one->from_minute >= one->to_minute)
            field_error_add(errors, "end_before_start", "/availability/%zu/to", i);
        for (size_t j = 0; j < i; j++) {
            const struct availability *other = &fields->availability[j];
            if (field_is_sound(errors, "/availability/%zu", j) && one->day == other->day &&
                one->from_minute < other->to_minute && other->from_minute < one->to_minute)
                field_error_add(errors, "overlap", "/availability/%zu/from", i);
        }
    }
    for (size_t i = 0; i < fields->exception_count; i++) {
        if (field_is_sound(errors, "/exceptions/%zu", i) &&
            fields->exceptions[i].from_minute >= fields->exceptions[i].to_minute)
            field_error_add(errors, "end_before_start", "/exceptions/%zu/to", i);
    }
}

static void check_words(const struct asking *asking, const struct person_fields *fields, bool worker,
                        struct field_errors *errors)
{
    check_skills(asking, &fields->skills, worker, errors);
    codes_check(asking, WORDS_CENTRE, &fields->centres, "/reach/centres", errors);
    codes_check(asking, WORDS_INTEREST, &fields->interests, "/interests", errors);
    codes_check(asking, WORDS_AGE_GROUP, &fields->age_groups, "/age_groups", errors);
    for (size_t i = 0; i < fields->language_count; i++) {
        const char *code = fields->languages[i].code;
        if (code != NULL && words_number(asking->words, WORDS_LANGUAGE, code) < 0)
            field_error_add(errors, "unknown_value", "/languages/%s", code);
    }
    for (size_t i = 0; i < fields->certificate_count; i++) {
        if (words_number(asking->words, WORDS_CERTIFICATE, fields->certificates[i].code) < 0)
            field_error_add(errors, "unknown_value", "/certificates/%zu/code", i);
        for (size_t j = 0; j < i; j++) {
            if (field_is_sound(errors, "/certificates/%zu", i) && field_is_sound(errors, "/certificates/%zu", j) &&
                strcmp(fields->certificates[i].code, fields->certificates[j].code) == 0)
                field_error_add(errors, "duplicate_item", "/certificates/%zu/code", i);
        }
    }
}

void profile_check(const struct asking *asking, const struct person_fields *fields, bool worker,
                   struct field_errors *errors)
{
    check_words(asking, fields, worker, errors);
    check_times(fields, errors);
    if (fields->home_given)
        check_home(asking, fields, errors);
}
