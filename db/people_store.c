/* Writing a person's profile. */
#include "db/handle.h"
#include "db/people_rows.h"
#include "db/record.h"
#include "db/statement.h"

void person_fields_give_all(struct person_fields *fields)
{
    fields->phone_given = fields->language_given = fields->home_given = fields->reach_given = true;
    fields->availability_given = fields->exceptions_given = fields->commitment_given = fields->hours_given = true;
    fields->languages_given = fields->skills_given = fields->interests_given = fields->age_groups_given = true;
    fields->wants_given = fields->certificates_given = fields->about_given = true;
    fields->phone_calls_given = fields->photos_given = fields->news_given = true;
}

static bool clear(struct db *db, const char *sql, const struct uuid *id, struct error *error)
{
    return execute(db, NULL, error, sql, "u", id);
}

static bool store_codes(struct db *db, const char *sql, const struct uuid *id, const struct codes *codes,
                        struct error *error)
{
    for (size_t i = 0; i < codes->count; i++)
        if (!execute(db, NULL, error, sql, "us", id, codes->items[i]))
            return false;
    return true;
}

static bool store_row(struct db *db, const struct uuid *id, const struct person_fields *fields, struct error *error)
{
    bool has_position = fields->has_position;
    double lat = fields->lat, lon = fields->lon;
    if (fields->home_given && fields->has_settlement && !has_position) {
        struct rows rows;
        if (!query(db, &rows, error, "SELECT lat, lon FROM settlement WHERE id = ?", "i", (int64_t)fields->settlement))
            return false;
        if (rows_next(&rows)) {
            has_position = true;
            lat = rows_real(&rows, 0);
            lon = rows_real(&rows, 1);
        }
        if (!rows_end(&rows, error))
            return false;
        if (!has_position)
            return error_set(error, ERROR_INVALID, "unknown_code", "settlement");
    }
    bool has_commitment = fields->commitment >= 0;
    return execute(db, NULL, error,
                   "UPDATE person SET first_name = COALESCE(?, first_name), last_name = COALESCE(?, last_name), "
                   "birth_date = COALESCE(birth_date, ?), phone = IF(?, ?, phone), language = IF(?, ?, language), "
                   "settlement_id = IF(?, ?, settlement_id), lat = IF(?, ?, lat), lon = IF(?, ?, lon), "
                   "reach_m = IF(?, ?, reach_m), commitment = IF(?, ?, commitment), "
                   "hours_per_week = IF(?, ?, hours_per_week), about = IF(?, ?, about) WHERE id = ?",
                   "ssDisisiIiRiRiIisiIisu", fields->first_name, fields->last_name, (int)fields->has_birth_date,
                   fields->birth_date, (int64_t)fields->phone_given, fields->phone, (int64_t)fields->language_given,
                   language_words[fields->language], (int64_t)fields->home_given, (int)fields->has_settlement,
                   (int64_t)fields->settlement, (int64_t)fields->home_given, (int)has_position, lat,
                   (int64_t)fields->home_given, (int)has_position, lon, (int64_t)fields->reach_given,
                   (int)fields->has_reach_m, (int64_t)fields->reach_m, (int64_t)fields->commitment_given,
                   has_commitment ? commitment_words[fields->commitment] : NULL, (int64_t)fields->hours_given,
                   (int)fields->has_hours_per_week, (int64_t)fields->hours_per_week, (int64_t)fields->about_given,
                   fields->about, id);
}

static bool store_times(struct db *db, const struct uuid *id, const struct person_fields *fields, struct error *error)
{
    if (fields->availability_given && !clear(db, "DELETE FROM person_availability WHERE person_id = ?", id, error))
        return false;
    for (size_t i = 0; fields->availability_given && i < fields->availability_count; i++) {
        const struct availability *free = &fields->availability[i];
        /* The same beginning twice: the longer of the two counts. */
        if (!execute(db, NULL, error,
                     "INSERT INTO person_availability (person_id, day, from_minute, to_minute) VALUES (?, ?, ?, ?) "
                     "ON DUPLICATE KEY UPDATE to_minute = GREATEST(to_minute, VALUES(to_minute))",
                     "uiii", id, (int64_t)free->day, (int64_t)free->from_minute, (int64_t)free->to_minute))
            return false;
    }
    if (fields->exceptions_given && !clear(db, "DELETE FROM person_exception WHERE person_id = ?", id, error))
        return false;
    for (size_t i = 0; fields->exceptions_given && i < fields->exception_count; i++) {
        const struct availability_exception *except = &fields->exceptions[i];
        if (!execute(db, NULL, error,
                     "INSERT INTO person_exception (person_id, day, from_minute, to_minute, free) "
                     "VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE to_minute = VALUES(to_minute), "
                     "free = VALUES(free)",
                     "udiii", id, except->date_day, (int64_t)except->from_minute, (int64_t)except->to_minute,
                     (int64_t)except->free))
            return false;
    }
    return true;
}

static bool store_words(struct db *db, const struct uuid *id, const struct person_fields *fields, struct error *error)
{
    if (fields->certificates_given &&
        !clear(db, "DELETE FROM person_word WHERE person_id = ? AND kind = 'certificate'", id, error))
        return false;
    for (size_t i = 0; fields->certificates_given && i < fields->certificate_count; i++) {
        const struct certificate *certificate = &fields->certificates[i];
        if (!execute(db, NULL, error,
                     "INSERT INTO person_word (person_id, kind, code, valid_until) VALUES (?, 'certificate', ?, ?) "
                     "ON DUPLICATE KEY UPDATE valid_until = VALUES(valid_until)",
                     "usD", id, certificate->code, (int)certificate->has_valid_until, certificate->valid_until))
            return false;
    }
    if (fields->languages_given &&
        !clear(db, "DELETE FROM person_word WHERE person_id = ? AND kind = 'language'", id, error))
        return false;
    for (size_t i = 0; fields->languages_given && i < fields->language_count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO person_word (person_id, kind, code, level) VALUES (?, 'language', ?, ?)", "uss", id,
                     fields->languages[i].code, level_words[fields->languages[i].level]))
            return false;
    if (fields->interests_given &&
        (!clear(db, "DELETE FROM person_word WHERE person_id = ? AND kind = 'interest'", id, error) ||
         !store_codes(db, "INSERT INTO person_word (person_id, kind, code) VALUES (?, 'interest', ?)", id,
                      &fields->interests, error)))
        return false;
    if (fields->age_groups_given &&
        (!clear(db, "DELETE FROM person_word WHERE person_id = ? AND kind = 'age_group'", id, error) ||
         !store_codes(db, "INSERT INTO person_word (person_id, kind, code) VALUES (?, 'age_group', ?)", id,
                      &fields->age_groups, error)))
        return false;
    return true;
}

static bool store_codes_given(struct db *db, const struct uuid *id, const struct person_fields *fields,
                              struct error *error)
{
    if (fields->skills_given && (!clear(db, "DELETE FROM person_skill WHERE person_id = ?", id, error) ||
                                 !store_codes(db, "INSERT INTO person_skill (person_id, skill_code) VALUES (?, ?)", id,
                                              &fields->skills, error)))
        return false;
    if (fields->wants_given &&
        (!clear(db, "DELETE FROM person_want WHERE person_id = ?", id, error) ||
         !store_codes(db, "INSERT INTO person_want (person_id, skill_code) VALUES (?, ?)", id, &fields->wants, error)))
        return false;
    if (fields->reach_given && (!clear(db, "DELETE FROM person_centre WHERE person_id = ?", id, error) ||
                                !store_codes(db, "INSERT INTO person_centre (person_id, centre_code) VALUES (?, ?)", id,
                                             &fields->centres, error)))
        return false;
    return true;
}

/* Given anew: a row if none holds; taken back: its time is noted. The row itself stays as evidence. */
static bool store_consent(struct db *db, const struct uuid *id, const char *purpose, bool given, const char *version,
                          int language, struct error *error)
{
    if (!given)
        return execute(db, NULL, error,
                       "UPDATE consent SET withdrawn_at = NOW(3) WHERE person_id = ? AND purpose = ? "
                       "AND withdrawn_at IS NULL",
                       "us", id, purpose);
    int64_t one = 0;
    if (query_int(db, &one, error,
                  "SELECT 1 FROM consent WHERE person_id = ? AND purpose = ? AND text_version = ? "
                  "AND withdrawn_at IS NULL",
                  "uss", id, purpose, version))
        return true;
    return error->kind == ERROR_NONE &&
           execute(db, NULL, error, "INSERT INTO consent (person_id, purpose, text_version, lang) VALUES (?, ?, ?, ?)",
                   "usss", id, purpose, version, language_words[language]);
}

static bool store_consents(struct db *db, const struct uuid *id, const struct person_fields *fields,
                           struct error *error)
{
    /* The consents' texts are part of the terms and share their version. */
    const char *version = fields->terms == NULL ? "1" : fields->terms;
    int language = fields->language;
    return (fields->terms == NULL || store_consent(db, id, "terms", true, fields->terms, language, error)) &&
           (!fields->phone_calls_given ||
            store_consent(db, id, "phone_calls", fields->phone_calls, version, language, error)) &&
           (!fields->photos_given || store_consent(db, id, "photos", fields->photos, version, language, error)) &&
           (!fields->news_given || store_consent(db, id, "news", fields->news, version, language, error));
}

/* A birth date and a guardian are told once: nobody grows up, or finds another guardian, by registering again. */
bool person_store(struct db *db, const struct uuid *id, const struct person_fields *fields, struct error *error)
{
    if (!store_row(db, id, fields, error) || !store_codes_given(db, id, fields, error) ||
        !store_words(db, id, fields, error) || !store_times(db, id, fields, error) ||
        !store_consents(db, id, fields, error))
        return false;
    return fields->guardian_email == NULL ||
           execute(db, NULL, error,
                   "INSERT INTO guardian (person_id, name, email, language) VALUES (?, ?, LOWER(?), ?) "
                   "ON DUPLICATE KEY UPDATE person_id = person_id",
                   "usss", id, fields->guardian_name, fields->guardian_email,
                   language_words[fields->guardian_language]);
}
