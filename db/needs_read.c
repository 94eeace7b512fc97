/* Reading needs: by id, and lists of them. */
#include <stdlib.h>
#include <string.h>

#include "db/needs.h"
#include "db/placing.h"
#include "db/record.h"
#include "db/statement.h"

enum { BATCH_MAX = 64, LOAD_MAX = 1000 };

#define NEED_COLUMNS                                                                                                   \
    "SELECT n.id, n.version, n.centre_code, c.name, c.municipality_code, c.lat, c.lon, n.activity, n.for_whom, "       \
    "n.purpose, n.role, n.state, n.min_age, n.urgency, n.children, n.note, n.note_language, n.contact, n.responsible " \
    "FROM need n JOIN centre c ON c.code = n.centre_code WHERE n.id IN (%s) ORDER BY n.id"

#define NEED_SHIFTS                                                                                                    \
    "SELECT need_id, id, starts_at, ends_at, day, seats, agreed, taken - agreed FROM shift "                           \
    "WHERE state = 'open' AND need_id IN (%s) ORDER BY need_id, starts_at, id"

/* Shifts of needs that name nobody, where a worker holds a responsible seat. */
#define NEED_SUPERVISED                                                                                                \
    "SELECT s.need_id, s.id FROM need n JOIN shift s ON s.need_id = n.id WHERE n.responsible IS NULL "                 \
    "AND s.state = 'open' AND " SEAT_RESPONSIBLE_HELD " AND n.id IN (%s)"

#define NEED_TAGS                                                                                                      \
    "SELECT need_id, 'skill' AS tag, skill_code AS code, required, NULL AS level FROM need_skill "                     \
    "WHERE need_id IN (%s) UNION ALL SELECT need_id, kind, code, required, level FROM need_word "                      \
    "WHERE need_id IN (%s) ORDER BY 1, 2, 3"

static struct need *read_need(struct rows *rows, struct arena *arena)
{
    struct need *need = arena_alloc(arena, sizeof *need);
    if (need == NULL)
        return NULL;
    *need = (struct need){.id = rows_uuid(rows, 0),
                          .version = rows_int(rows, 1),
                          .centre = rows_text(rows, 2, arena),
                          .centre_name = rows_text(rows, 3, arena),
                          .municipality = rows_text(rows, 4, arena),
                          .lat = rows_real(rows, 5),
                          .lon = rows_real(rows, 6),
                          .activity = rows_text(rows, 7, arena),
                          .for_whom = rows_word(rows, 8, need_for_words),
                          .purpose = rows_word(rows, 9, need_purpose_words),
                          .role = rows_word(rows, 10, seat_role_words),
                          .state = rows_word(rows, 11, need_state_words),
                          .min_age = (int32_t)rows_int(rows, 12),
                          .urgency = (int32_t)rows_int(rows, 13),
                          .children = rows_int(rows, 14) != 0,
                          .note = rows_text(rows, 15, arena),
                          .note_language = rows_word(rows, 16, language_words),
                          .contact = rows_text(rows, 17, arena),
                          .responsible = rows_text(rows, 18, arena)};
    return need;
}

/* `found` is sorted by id, as the statements answer. */
static struct need *find_need(struct need *const *found, size_t count, const struct uuid *id)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = uuid_compare(id, &found[middle]->id);
        if (order == 0)
            return found[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static bool add_shift(struct need *need, const struct rows *rows, struct arena *arena, struct error *error)
{
    struct shift *shifts = grow(arena, need->shifts, need->shift_count, sizeof *shifts, error);
    if (shifts == NULL)
        return false;
    need->shifts = shifts;
    struct shift *shift = &shifts[need->shift_count++];
    *shift = (struct shift){.id = rows_uuid(rows, 1),
                            .from_ms = rows_time(rows, 2),
                            .to_ms = rows_time(rows, 3),
                            .day = rows_date(rows, 4),
                            .seats = (int32_t)rows_int(rows, 5),
                            .filled = (int32_t)rows_int(rows, 6),
                            .awaiting = (int32_t)rows_int(rows, 7),
                            .responsible = need->responsible != NULL};
    need->seats += shift->seats;
    need->filled += shift->filled;
    return true;
}

static bool add_language(struct need *need, bool required, struct language_level language, struct arena *arena,
                         struct error *error)
{
    struct language_level **list = required ? &need->required_languages : &need->preferred_languages;
    size_t *count = required ? &need->required_language_count : &need->preferred_language_count;
    struct language_level *larger = grow(arena, *list, *count, sizeof *larger, error);
    if (larger == NULL)
        return false;
    *list = larger;
    larger[(*count)++] = language;
    return true;
}

static bool add_tag(struct need *need, struct rows *rows, struct arena *arena, struct error *error)
{
    static const char *const tags[] = {"skill", "certificate", "language", "age_group", "bring", NULL};
    const char *code = rows_text(rows, 2, arena);
    bool required = rows_int(rows, 3) != 0;
    switch (rows_word(rows, 1, tags)) {
    case 0:
        return codes_add(required ? &need->required_skills : &need->preferred_skills, code, arena, error);
    case 1:
        return codes_add(&need->required_certificates, code, arena, error);
    case 2:
        return add_language(need, required, (struct language_level){code, rows_word(rows, 4, level_words)}, arena,
                            error);
    case 3:
        return codes_add(&need->age_groups, code, arena, error);
    case 4:
        return codes_add(&need->bring, code, arena, error);
    default:
        return true;
    }
}

/* Most needs name who is responsible; only the others cost a question more. */
static bool read_supervised(struct db *db, struct need *const *found, size_t found_count, struct error *error)
{
    struct uuid unnamed[BATCH_MAX];
    struct rows rows;
    size_t count = 0;
    for (size_t i = 0; i < found_count; i++)
        if (found[i]->responsible == NULL)
            unnamed[count++] = found[i]->id;
    if (count == 0)
        return true;
    if (!query_ids(db, &rows, error, NEED_SUPERVISED, unnamed, count))
        return false;
    while (rows_next(&rows)) {
        struct uuid id = rows_uuid(&rows, 0), shift = rows_uuid(&rows, 1);
        struct need *need = find_need(found, found_count, &id);
        for (size_t i = 0; need != NULL && i < need->shift_count; i++)
            if (uuid_compare(&need->shifts[i].id, &shift) == 0)
                need->shifts[i].responsible = true;
    }
    return rows_end(&rows, error);
}

bool needs_read_many(struct db *db, struct arena *arena, const struct uuid *ids, size_t count, struct need **needs,
                     struct error *error)
{
    struct need *found[BATCH_MAX];
    struct rows rows;
    size_t found_count = 0;
    if (count == 0)
        return true;
    if (!query_ids(db, &rows, error, NEED_COLUMNS, ids, count))
        return false;
    while (found_count < BATCH_MAX && rows_next(&rows)) {
        found[found_count] = read_need(&rows, arena);
        if (found[found_count] == NULL)
            error_set(error, ERROR_INTERNAL, "out_of_memory", "needs_read_many");
        else
            found_count++;
    }
    if (!rows_end(&rows, error))
        return false;
    for (size_t i = 0; i < count; i++)
        needs[i] = find_need(found, found_count, &ids[i]);
    if (found_count == 0)
        return true;
    if (!query_ids(db, &rows, error, NEED_SHIFTS, ids, count))
        return false;
    while (rows_next(&rows)) {
        struct uuid id = rows_uuid(&rows, 0);
        struct need *need = find_need(found, found_count, &id);
        if (need != NULL && !add_shift(need, &rows, arena, error))
            break;
    }
    if (!rows_end(&rows, error) || !read_supervised(db, found, found_count, error) ||
        !query_ids(db, &rows, error, NEED_TAGS, ids, count))
        return false;
    while (rows_next(&rows)) {
        struct uuid id = rows_uuid(&rows, 0);
        struct need *need = find_need(found, found_count, &id);
        if (need != NULL && !add_tag(need, &rows, arena, error))
            break;
    }
    return rows_end(&rows, error);
}

/* The ids that a statement answers in its first column, in its order. */
static bool collect_ids(struct rows *rows, struct arena *arena, struct uuid **ids, size_t *count, struct error *error)
{
    *ids = NULL;
    *count = 0;
    while (rows_next(rows)) {
        struct uuid *larger = grow(arena, *ids, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *ids = larger;
        larger[(*count)++] = rows_uuid(rows, 0);
    }
    return rows_end(rows, error);
}

static bool read_listed(struct db *db, struct arena *arena, const struct uuid *ids, size_t count, struct need ***needs,
                        struct error *error)
{
    *needs = arena_alloc(arena, (count + 1) * sizeof **needs);
    if (*needs == NULL)
        return error_set(error, ERROR_INTERNAL, "out_of_memory", "needs");
    for (size_t from = 0; from < count; from += BATCH_MAX)
        if (!needs_read_many(db, arena, ids + from, count - from < BATCH_MAX ? count - from : BATCH_MAX, *needs + from,
                             error))
            return false;
    return true;
}

bool need_read_own(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *id,
                   struct need **need, struct error *error)
{
    int64_t reached = 0;
    if (!query_int(db, &reached, error,
                   "SELECT 1 FROM need n JOIN account_centre r ON r.centre_code = n.centre_code "
                   "WHERE n.id = ? AND r.account_id = ? LIMIT 1",
                   "uu", id, &actor->account))
        return error_set(error, ERROR_NOT_FOUND, "unknown_need", "no such need, or not the actor's");
    return needs_read_many(db, arena, id, 1, need, error) &&
           (*need != NULL || error_set(error, ERROR_NOT_FOUND, "unknown_need", "gone meanwhile"));
}

bool needs_list_open(struct db *db, struct arena *arena, const struct need_filter *filter,
                     struct need_list_item **items, size_t *count, struct error *error)
{
    struct rows rows;
    const char *for_whom = filter->for_whom < 0 ? NULL : need_for_words[filter->for_whom];
    *items = NULL;
    *count = 0;
    if (!query(db, &rows, error,
               "SELECT n.id, MIN(s.starts_at) AS next FROM need n JOIN centre c ON c.code = n.centre_code "
               "JOIN shift s ON s.need_id = n.id "
               "WHERE n.state = 'open' AND s.state = 'open' AND s.taken < s.seats AND s.starts_at > NOW() "
               "AND (? IS NULL OR n.centre_code = ?) AND (? IS NULL OR c.municipality_code = ?) "
               "AND (? IS NULL OR s.day >= ?) AND (? IS NULL OR s.day <= ?) "
               "AND (? IS NULL OR n.for_whom IN (?, 'either')) "
               "AND (? IS NULL OR EXISTS (SELECT 1 FROM need_skill k WHERE k.need_id = n.id AND k.skill_code = ?)) "
               "AND (? IS NULL OR EXISTS (SELECT 1 FROM need_word w WHERE w.need_id = n.id AND w.kind = 'language' "
               "AND w.code = ?)) GROUP BY n.id "
               "HAVING ? = 0 OR next > ? OR next = ? AND n.id > ? ORDER BY next, n.id LIMIT ?",
               "ssssDDDDssssssittui", filter->centre, filter->centre, filter->municipality, filter->municipality,
               (int)filter->has_from, filter->from_day, (int)filter->has_from, filter->from_day, (int)filter->has_to,
               filter->to_day, (int)filter->has_to, filter->to_day, for_whom, for_whom, filter->skill, filter->skill,
               filter->language, filter->language, (int64_t)filter->after_given, filter->after_from_ms,
               filter->after_from_ms, &filter->after_id, (int64_t)filter->limit))
        return false;
    struct uuid *ids = NULL;
    while (rows_next(&rows)) {
        struct need_list_item *larger = grow(arena, *items, *count, sizeof *larger, error);
        struct uuid *longer = grow(arena, ids, *count, sizeof *longer, error);
        if (larger == NULL || longer == NULL)
            break;
        *items = larger;
        ids = longer;
        ids[*count] = rows_uuid(&rows, 0);
        larger[(*count)++] = (struct need_list_item){.next_from_ms = rows_time(&rows, 1)};
    }
    struct need **needs = NULL;
    if (!rows_end(&rows, error) || !read_listed(db, arena, ids, *count, &needs, error))
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        if (needs[i] == NULL)
            continue;
        (*items)[kept] = (*items)[i];
        (*items)[kept++].need = needs[i];
    }
    *count = kept;
    return true;
}

bool needs_list_centre(struct db *db, struct arena *arena, const struct actor *actor, const char *centre, int state,
                       struct page page, struct need ***needs, size_t *count, struct error *error)
{
    int64_t reached = 0;
    if (!query_int(db, &reached, error, "SELECT 1 FROM account_centre WHERE account_id = ? AND centre_code = ? LIMIT 1",
                   "us", &actor->account, centre))
        return error_set(error, ERROR_NOT_FOUND, "unknown_centre", "no such centre, or not the actor's");
    struct rows rows;
    struct uuid *ids = NULL;
    const char *word = state < 0 ? NULL : need_state_words[state];
    return query(db, &rows, error,
                 "SELECT id FROM need WHERE centre_code = ? AND (? IS NULL OR state = ?) AND (? IS NULL OR id < ?) "
                 "ORDER BY id DESC LIMIT ?",
                 "sssuui", centre, word, word, &page.after, &page.after, (int64_t)page.limit) &&
           collect_ids(&rows, arena, &ids, count, error) && read_listed(db, arena, ids, *count, needs, error);
}

bool needs_load(struct db *db, struct arena *arena, struct page page, struct need ***needs, size_t *count,
                struct error *error)
{
    struct rows rows;
    struct uuid *ids = NULL;
    return query(db, &rows, error,
                 "SELECT id FROM need WHERE state <> 'closed' AND id > COALESCE(?, '') ORDER BY id LIMIT ?", "ui",
                 &page.after, (int64_t)(page.limit < LOAD_MAX ? page.limit : LOAD_MAX)) &&
           collect_ids(&rows, arena, &ids, count, error) && read_listed(db, arena, ids, *count, needs, error);
}
