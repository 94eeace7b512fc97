/* Reading whole people: by id, or a page of all of them for the index. */
#include <stdlib.h>
#include <string.h>

#include "db/handle.h"
#include "db/people.h"
#include "db/record.h"
#include "db/statement.h"

enum { BATCH_MAX = 64, LOAD_MAX = 5000 };

/* The people of one reading, in order of id, so that rows of lists find theirs. */
struct batch {
    struct person **people;
    size_t count;
    struct arena *arena;
};

/* Each statement stands twice: for ids in a list, and for a range of ids. */
#define LISTED(column)  column " IN (%s)"
#define BETWEEN(column) column " BETWEEN ? AND ?"

#define PEOPLE_COLUMNS                                                                                                 \
    "SELECT p.id, p.version, p.state, p.first_name, p.last_name, p.email, p.phone, p.about, p.birth_date, "            \
    "p.language, "                                                                                                     \
    "m.centre_code, p.settlement_id, s.name, p.lat, p.lon, p.reach_m, p.commitment, p.hours_per_week, g.name, "        \
    "g.email, "                                                                                                        \
    "k.result, k.valid_until, "                                                                                        \
    "(SELECT COUNT(*) FROM invitation i WHERE i.person_id = p.id AND i.created_at > NOW() - INTERVAL 30 DAY), "        \
    "(SELECT COUNT(*) FROM placement l WHERE l.person_id = p.id AND l.state = 'done' "                                 \
    "AND l.starts_at > NOW() - INTERVAL 6 MONTH), "                                                                    \
    "(SELECT COUNT(*) FROM placement l WHERE l.person_id = p.id AND l.state = 'absent' "                               \
    "AND l.starts_at > NOW() - INTERVAL 6 MONTH), "                                                                    \
    "(SELECT SUM(l.minutes) FROM placement l WHERE l.person_id = p.id AND l.state = 'done'), "                         \
    "COALESCE(m.cover_agreed, 0), p.foreign_citizen "                                                                  \
    "FROM person p LEFT JOIN settlement s ON s.id = p.settlement_id LEFT JOIN guardian g ON g.person_id = p.id "       \
    "LEFT JOIN membership m ON m.person_id = p.id AND m.kind = 'worker' AND m.since <= UTC_DATE() "                    \
    "AND m.until > UTC_DATE() "                                                                                        \
    "LEFT JOIN background_check k ON k.id = (SELECT b.id FROM background_check b WHERE b.person_id = p.id "            \
    "ORDER BY b.checked_on DESC, b.recorded_at DESC LIMIT 1) WHERE "

/* A check counts no longer than the certificate that goes with it where one is needed (R1). */
#define CHECK_UNTIL                                                                                                    \
    "IF((SELECT f.foreign_citizen FROM person f WHERE f.id = b.person_id), LEAST(b.valid_until, COALESCE((SELECT "     \
    "MAX(o.valid_until) FROM origin_certificate o WHERE o.person_id = b.person_id "                                    \
    "AND o.municipality_code = b.municipality_code), b.checked_on - INTERVAL 1 DAY)), b.valid_until)"

#define TAGS(IDS)                                                                                                                                                                                                                                                                                                                                                                                                                                \
    "SELECT person_id, 'skill' AS tag, skill_code AS code, NULL AS level, NULL AS until FROM person_skill WHERE " IDS("person_id") " UNION ALL SELECT person_id, 'want', skill_code, NULL, NULL FROM person_want WHERE " IDS("person_id") " UNION ALL SELECT person_id, kind, code, level, valid_until FROM person_word WHERE " IDS("person_id") " UNION ALL SELECT person_id, 'centre', centre_code, NULL, NULL FROM person_centre WHERE " IDS( \
        "person_id") " UNION ALL SELECT person_id, 'permission', centre_code, NULL, valid_until "                                                                                                                                                                                                                                                                                                                                                \
                     "FROM guardian_permission WHERE state = 'given' AND valid_until >= UTC_DATE() AND " IDS(                                                                                                                                                                                                                                                                                                                                    \
                         "person_id") " UNION ALL SELECT DISTINCT person_id, 'helped', centre_code, NULL, NULL "                                                                                                                                                                                                                                                                                                                                 \
                                      "FROM placement WHERE state = 'done' AND " IDS(                                                                                                                                                                                                                                                                                                                                                            \
                                          "person_id") " UNION ALL SELECT DISTINCT person_id, 'consent', purpose, "                                                                                                                                                                                                                                                                                                                              \
                                                       "NULL, NULL "                                                                                                                                                                                                                                                                                                                                                                             \
                                                       "FROM consent WHERE withdrawn_at IS NULL AND " IDS(                                                                                                                                                                                                                                                                                                                                       \
                                                           "person_id") " UNION ALL SELECT b.person_id, 'check', "                                                                                                                                                                                                                                                                                                                               \
                                                                        "b.municipality_code, b.result, " CHECK_UNTIL                                                                                                                                                                                                                                                                                                                            \
                                                                        " FROM background_check b WHERE "                                                                                                                                                                                                                                                                                                                                        \
                                                                        "NOT EXISTS (SELECT 1 FROM background_check "                                                                                                                                                                                                                                                                                                                            \
                                                                        "y WHERE y.person_id = b.person_id AND "                                                                                                                                                                                                                                                                                                                                 \
                                                                        "y.municipality_code = b.municipality_code "                                                                                                                                                                                                                                                                                                                             \
                                                                        "AND (y.checked_on, y.recorded_at, y.id) > "                                                                                                                                                                                                                                                                                                                             \
                                                                        "(b.checked_on, b.recorded_at, b.id)) "                                                                                                                                                                                                                                                                                                                                  \
                                                                        "AND " IDS("b.person_id")

#define TIMES(IDS)                                                                                                     \
    "SELECT person_id, day, from_minute, to_minute, NULL AS date, NULL AS free FROM person_availability WHERE " IDS(   \
        "person_id") " UNION ALL SELECT person_id, 0, from_minute, to_minute, day, free FROM person_exception "        \
                     "WHERE day >= UTC_DATE() - INTERVAL 1 DAY AND " IDS("person_id") " ORDER BY 1, 5, 2, 3"

#define HELD(IDS)                                                                                                      \
    "SELECT l.person_id, l.need_id, l.shift_id, l.starts_at, l.ends_at, c.lat, c.lon FROM placement l "                \
    "JOIN centre c ON c.code = l.centre_code WHERE l.state IN ('awaiting', 'agreed') AND l.ends_at > NOW() AND " IDS(  \
        "l.person_id") " UNION ALL SELECT i.person_id, i.need_id, NULL, NULL, NULL, NULL, NULL FROM invitation i "     \
                       "WHERE i.state = 'declined' AND " IDS("i.person_id") " ORDER BY 1, 4"

static int compare_people(const void *a, const void *b)
{
    const struct person *const *left = a, *const *right = b;
    return uuid_compare(&(*left)->id, &(*right)->id);
}

static struct person *find_person(const struct batch *batch, const struct uuid *id)
{
    size_t low = 0, high = batch->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = uuid_compare(id, &batch->people[middle]->id);
        if (order == 0)
            return batch->people[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static struct person *read_base(struct rows *rows, struct arena *arena)
{
    struct person *person = arena_alloc(arena, sizeof *person);
    if (person == NULL)
        return NULL;
    *person = (struct person){
        .id = rows_uuid(rows, 0),
        .version = rows_int(rows, 1),
        .state = rows_word(rows, 2, person_state_words),
        .first_name = rows_text(rows, 3, arena),
        .last_name = rows_text(rows, 4, arena),
        .email = rows_text(rows, 5, arena),
        .phone = rows_text(rows, 6, arena),
        .about = rows_text(rows, 7, arena),
        .has_birth_date = !rows_null(rows, 8),
        .birth_date = rows_date(rows, 8),
        .language = rows_word(rows, 9, language_words),
        .home_centre = rows_text(rows, 10, arena),
        .kind = rows_null(rows, 10) ? KIND_VOLUNTEER : KIND_WORKER,
        .has_settlement = !rows_null(rows, 11),
        .settlement = (int32_t)rows_int(rows, 11),
        .settlement_name = rows_text(rows, 12, arena),
        .has_position = !rows_null(rows, 13),
        .lat = rows_real(rows, 13),
        .lon = rows_real(rows, 14),
        .has_reach_m = !rows_null(rows, 15),
        .reach_m = (int32_t)rows_int(rows, 15),
        .commitment = rows_word(rows, 16, commitment_words),
        .has_hours_per_week = !rows_null(rows, 17),
        .hours_per_week = (int32_t)rows_int(rows, 17),
        .guardian_name = rows_text(rows, 18, arena),
        .guardian_email = rows_text(rows, 19, arena),
        .check_result = rows_word(rows, 20, check_result_words),
        .check_valid_until = rows_date(rows, 21),
        .invited_30d = (int32_t)rows_int(rows, 22),
        .kept = (int32_t)rows_int(rows, 23),
        .missed = (int32_t)rows_int(rows, 24),
        .minutes_done = rows_int(rows, 25),
        .employer_agreed = rows_int(rows, 26) != 0,
        .foreign_citizen = rows_int(rows, 27) != 0,
    };
    return person;
}

static bool add_base_rows(struct batch *batch, struct rows *rows, struct error *error)
{
    while (rows_next(rows)) {
        struct person *person = read_base(rows, batch->arena);
        struct person **people = grow(batch->arena, batch->people, batch->count, sizeof *people, error);
        if (people == NULL || person == NULL)
            break;
        batch->people = people;
        batch->people[batch->count++] = person;
    }
    if (!rows_end(rows, error))
        return false;
    if (batch->count > 0)
        qsort(batch->people, batch->count, sizeof *batch->people, compare_people);
    return true;
}

static bool add_language(struct person *person, struct rows *rows, const char *code, struct arena *arena,
                         struct error *error)
{
    struct language_level *levels = grow(arena, person->languages, person->language_count, sizeof *levels, error);
    if (levels == NULL)
        return false;
    person->languages = levels;
    levels[person->language_count++] = (struct language_level){code, rows_word(rows, 3, level_words)};
    return true;
}

static bool add_certificate(struct person *person, struct rows *rows, const char *code, struct arena *arena,
                            struct error *error)
{
    struct certificate *held = grow(arena, person->certificates, person->certificate_count, sizeof *held, error);
    if (held == NULL)
        return false;
    person->certificates = held;
    held[person->certificate_count++] = (struct certificate){code, !rows_null(rows, 4), rows_date(rows, 4)};
    return true;
}

static bool add_check(struct person *person, struct rows *rows, const char *code, struct arena *arena,
                      struct error *error)
{
    struct check_held *held = grow(arena, person->checks, person->check_count, sizeof *held, error);
    if (held == NULL)
        return false;
    person->checks = held;
    held[person->check_count++] = (struct check_held){code, rows_word(rows, 3, check_result_words), rows_date(rows, 4)};
    return true;
}

/* Two school years may be permitted at once: the later day holds. */
static bool add_permission(struct person *person, int32_t until, const char *code, struct arena *arena,
                           struct error *error)
{
    struct codes *centres = &person->permitted_centres;
    if (code == NULL)
        return error_set(error, ERROR_INTERNAL, "out_of_memory", "add_permission");
    for (size_t i = 0; i < centres->count; i++) {
        if (strcmp(centres->items[i], code) == 0) {
            person->permitted_until[i] = until > person->permitted_until[i] ? until : person->permitted_until[i];
            return true;
        }
    }
    int32_t *larger = grow(arena, person->permitted_until, centres->count, sizeof *larger, error);
    if (larger == NULL)
        return false;
    person->permitted_until = larger;
    larger[centres->count] = until;
    return codes_add(centres, code, arena, error);
}

static bool add_consent(struct person *person, const char *purpose)
{
    person->phone_calls |= strcmp(purpose, "phone_calls") == 0;
    person->photos |= strcmp(purpose, "photos") == 0;
    person->news |= strcmp(purpose, "news") == 0;
    return true;
}

static bool add_tag(struct person *person, struct rows *rows, struct arena *arena, struct error *error)
{
    static const char *const tags[] = {"skill",  "want",       "certificate", "language", "interest", "age_group",
                                       "centre", "permission", "helped",      "consent",  "check",    NULL};
    const char *code = rows_text(rows, 2, arena);
    switch (rows_word(rows, 1, tags)) {
    case 0:
        return codes_add(&person->skills, code, arena, error);
    case 1:
        return codes_add(&person->wants, code, arena, error);
    case 2:
        return add_certificate(person, rows, code, arena, error);
    case 3:
        return add_language(person, rows, code, arena, error);
    case 4:
        return codes_add(&person->interests, code, arena, error);
    case 5:
        return codes_add(&person->age_groups, code, arena, error);
    case 6:
        return codes_add(&person->centres, code, arena, error);
    case 7:
        return add_permission(person, rows_date(rows, 4), code, arena, error);
    case 8:
        return codes_add(&person->helped_centres, code, arena, error);
    case 9:
        return code != NULL && add_consent(person, code);
    case 10:
        return add_check(person, rows, code, arena, error);
    default:
        return true;
    }
}

static bool add_time(struct person *person, struct rows *rows, struct arena *arena, struct error *error)
{
    if (rows_null(rows, 4)) {
        struct availability *free = grow(arena, person->availability, person->availability_count, sizeof *free, error);
        if (free == NULL)
            return false;
        person->availability = free;
        free[person->availability_count++] =
            (struct availability){(int32_t)rows_int(rows, 1), (int32_t)rows_int(rows, 2), (int32_t)rows_int(rows, 3)};
        return true;
    }
    struct availability_exception *except =
        grow(arena, person->exceptions, person->exception_count, sizeof *except, error);
    if (except == NULL)
        return false;
    person->exceptions = except;
    except[person->exception_count++] = (struct availability_exception){
        rows_date(rows, 4), rows_int(rows, 5) != 0, (int32_t)rows_int(rows, 2), (int32_t)rows_int(rows, 3)};
    return true;
}

static bool add_held(struct person *person, struct rows *rows, struct arena *arena, struct error *error)
{
    if (rows_null(rows, 2)) {
        struct uuid *needs = grow(arena, person->declined_needs, person->declined_need_count, sizeof *needs, error);
        if (needs == NULL)
            return false;
        person->declined_needs = needs;
        needs[person->declined_need_count++] = rows_uuid(rows, 1);
        return true;
    }
    struct agreed_span *agreed = grow(arena, person->agreed, person->agreed_count, sizeof *agreed, error);
    if (agreed == NULL)
        return false;
    person->agreed = agreed;
    agreed[person->agreed_count++] = (struct agreed_span){rows_uuid(rows, 1), rows_uuid(rows, 2), rows_time(rows, 3),
                                                          rows_time(rows, 4), rows_real(rows, 5), rows_real(rows, 6)};
    return true;
}

typedef bool add_row(struct person *person, struct rows *rows, struct arena *arena, struct error *error);

static bool add_rows(struct batch *batch, struct rows *rows, add_row *add, struct error *error)
{
    while (rows_next(rows)) {
        struct uuid id = rows_uuid(rows, 0);
        struct person *person = find_person(batch, &id);
        if (person != NULL && !add(person, rows, batch->arena, error))
            break;
    }
    return rows_end(rows, error);
}

static bool read_listed(struct db *db, struct batch *batch, const struct uuid *ids, size_t count, const char *base,
                        struct error *error)
{
    struct rows rows;
    return query_ids(db, &rows, error, base, ids, count) && add_base_rows(batch, &rows, error) &&
           (batch->count == 0 ||
            (query_ids(db, &rows, error, TAGS(LISTED), ids, count) && add_rows(batch, &rows, add_tag, error) &&
             query_ids(db, &rows, error, TIMES(LISTED), ids, count) && add_rows(batch, &rows, add_time, error) &&
             query_ids(db, &rows, error, HELD(LISTED), ids, count) && add_rows(batch, &rows, add_held, error)));
}

bool person_read(struct db *db, struct arena *arena, const struct uuid *id, struct person **person, struct error *error)
{
    struct batch batch = {.arena = arena};
    if (!read_listed(db, &batch, id, 1, PEOPLE_COLUMNS "p.state <> 'anonymised' AND " LISTED("p.id"), error))
        return false;
    if (batch.count == 0)
        return error_set(error, ERROR_NOT_FOUND, "unknown_person", "no such person");
    *person = batch.people[0];
    return true;
}

bool people_read_many(struct db *db, struct arena *arena, const struct uuid *ids, size_t count, struct person **people,
                      struct error *error)
{
    struct batch batch = {.arena = arena};
    if (count == 0)
        return true;
    if (!read_listed(db, &batch, ids, count,
                     PEOPLE_COLUMNS "p.state IN ('confirmed', 'active', 'paused') AND " LISTED("p.id"), error))
        return false;
    for (size_t i = 0; i < count; i++)
        people[i] = find_person(&batch, &ids[i]);
    return true;
}

bool people_load(struct db *db, struct arena *arena, struct page page, struct person **people, size_t *count,
                 struct error *error)
{
    struct batch batch = {.arena = arena};
    struct rows rows;
    /* All zeros would bind as NULL, below which there is nothing. */
    struct uuid lowest = {{0}};
    lowest.bytes[15] = 1;
    const struct uuid *after = uuid_is_none(&page.after) ? &lowest : &page.after;
    if (!query(db, &rows, error,
               PEOPLE_COLUMNS "p.state IN ('confirmed', 'active', 'paused') AND p.id > ? ORDER BY p.id LIMIT ?", "ui",
               after, (int64_t)(page.limit < LOAD_MAX ? page.limit : LOAD_MAX)) ||
        !add_base_rows(&batch, &rows, error))
        return false;
    *count = batch.count;
    *people = NULL;
    if (batch.count == 0)
        return true;
    const struct uuid *first = &batch.people[0]->id, *last = &batch.people[batch.count - 1]->id;
    if (!query(db, &rows, error, TAGS(BETWEEN), "uuuuuuuuuuuuuuuu", first, last, first, last, first, last, first, last,
               first, last, first, last, first, last, first, last) ||
        !add_rows(&batch, &rows, add_tag, error) ||
        !query(db, &rows, error, TIMES(BETWEEN), "uuuu", first, last, first, last) ||
        !add_rows(&batch, &rows, add_time, error) ||
        !query(db, &rows, error, HELD(BETWEEN), "uuuu", first, last, first, last) ||
        !add_rows(&batch, &rows, add_held, error))
        return false;
    struct person *array = arena_alloc(arena, batch.count * sizeof *array);
    if (array == NULL)
        return error_set(error, ERROR_INTERNAL, "out_of_memory", "people_load");
    for (size_t i = 0; i < batch.count; i++)
        array[i] = *batch.people[i];
    *people = array;
    return true;
}
