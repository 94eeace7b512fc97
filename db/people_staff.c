/* What staff may see of people: contact once they accepted or offered, names when asked why, and workers. */
#include "db/people.h"
#include "db/record.h"
#include "db/statement.h"

enum { IN_LIST = 64 };

/* Whether the actor reaches the need, and whether it is urgent (its next open shift begins within 24 hours). */
static bool reach_need(struct db *db, const struct actor *actor, const struct uuid *need, char centre[33], bool *urgent,
                       struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT n.centre_code, EXISTS (SELECT 1 FROM shift s WHERE s.need_id = n.id AND s.state = 'open' "
               "AND s.taken < s.seats AND s.starts_at BETWEEN NOW() AND NOW() + INTERVAL 24 HOUR) FROM need n "
               "JOIN account_centre r ON r.centre_code = n.centre_code WHERE n.id = ? AND r.account_id = ? LIMIT 1",
               "uu", need, &actor->account))
        return false;
    bool reached = rows_next(&rows);
    if (reached) {
        size_t length = rows_copy(&rows, 0, centre, 32);
        centre[length < 32 ? length : 32] = '\0';
        *urgent = rows_int(&rows, 1) != 0;
    }
    if (!rows_end(&rows, error))
        return false;
    return reached || error_set(error, ERROR_NOT_FOUND, "unknown_need", "no such need, or not the actor's");
}

/* One statement for many people: whose contact is open is decided by what they answered at centres of the actor. */
static const char contact_columns[] =
    "SELECT p.id, p.first_name, CONCAT(p.first_name, ' ', p.last_name), p.email, p.phone, "
    "IF(m.person_id IS NULL, 'volunteer', 'worker'), TIMESTAMPDIFF(YEAR, p.birth_date, UTC_DATE()), "
    "EXISTS (SELECT 1 FROM consent k WHERE k.person_id = p.id AND k.purpose = 'phone_calls' "
    "AND k.withdrawn_at IS NULL) FROM person p LEFT JOIN membership m ON m.person_id = p.id AND m.kind = 'worker' "
    "AND m.since <= UTC_DATE() AND m.until > UTC_DATE() WHERE p.state <> 'anonymised' AND p.id IN (%s)";

static bool add_contacts(struct db *db, struct arena *arena, const struct uuid *ids, size_t count, bool urgent,
                         struct person_contact **contacts, struct error *error)
{
    struct rows rows;
    if (!query_ids(db, &rows, error, contact_columns, ids, count))
        return false;
    while (rows_next(&rows)) {
        struct uuid id = rows_uuid(&rows, 0);
        struct person_contact *contact = arena_alloc(arena, sizeof *contact);
        if (contact == NULL) {
            error_set(error, ERROR_INTERNAL, "out_of_memory", "people_contacts");
            break;
        }
        *contact = (struct person_contact){.id = id,
                                           .first_name = rows_text(&rows, 1, arena),
                                           .name = rows_text(&rows, 2, arena),
                                           .email = rows_text(&rows, 3, arena),
                                           .phone = rows_text(&rows, 4, arena),
                                           .kind = rows_word(&rows, 5, person_kind_words),
                                           .age = rows_null(&rows, 6) ? -1 : (int)rows_int(&rows, 6),
                                           .urgent_call = urgent && rows_int(&rows, 7) != 0,
                                           .invitation_state = WORD_NONE};
        for (size_t i = 0; i < count; i++)
            if (uuid_compare(&ids[i], &id) == 0)
                contacts[i] = contact;
    }
    return rows_end(&rows, error);
}

/* Closes what may not be shown, and notes in audit what is. */
static bool judge_contact(struct db *db, const struct actor *actor, const struct uuid *need, const char *centre,
                          struct person_contact *contact, struct error *error)
{
    struct rows rows;
    bool open = false;
    if (!query(db, &rows, error,
               "SELECT (SELECT i.state FROM invitation i WHERE i.need_id = ? AND i.person_id = ? "
               "ORDER BY i.id DESC LIMIT 1), EXISTS (SELECT 1 FROM account_centre r WHERE r.account_id = ? "
               "AND r.centre_code IN (SELECT l.centre_code FROM placement l WHERE l.person_id = ? UNION "
               "SELECT n.centre_code FROM offer f JOIN need n ON n.id = f.need_id WHERE f.person_id = ? "
               "AND f.state IN ('sent', 'accepted') UNION "
               "SELECT n.centre_code FROM invitation i JOIN need n ON n.id = i.need_id WHERE i.person_id = ? "
               "AND i.state = 'accepted'))",
               "uuuuuu", need, &contact->id, &actor->account, &contact->id, &contact->id, &contact->id))
        return false;
    if (rows_next(&rows)) {
        contact->invitation_state = rows_word(&rows, 0, invitation_state_words);
        open = rows_int(&rows, 1) != 0;
    }
    if (!rows_end(&rows, error))
        return false;
    contact->urgent_call = contact->urgent_call && !open && contact->phone != NULL;
    if (!open) {
        contact->name = contact->email = NULL;
        if (!contact->urgent_call)
            contact->phone = NULL;
    }
    if (!open && !contact->urgent_call)
        return true;
    return record_audit(db, actor, open ? "contact_seen" : "urgent_phone_seen", need, &contact->id, centre, error);
}

bool people_contacts(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *need,
                     const struct uuid *ids, size_t count, struct person_contact **contacts, struct error *error)
{
    char centre[33] = "";
    bool urgent = false;
    if (!reach_need(db, actor, need, centre, &urgent, error))
        return false;
    for (size_t i = 0; i < count; i++)
        contacts[i] = NULL;
    for (size_t from = 0; from < count; from += IN_LIST)
        if (!add_contacts(db, arena, ids + from, count - from < IN_LIST ? count - from : IN_LIST, urgent,
                          contacts + from, error))
            return false;
    for (size_t i = 0; i < count; i++)
        if (contacts[i] != NULL && !judge_contact(db, actor, need, centre, contacts[i], error))
            return false;
    return true;
}

bool people_note_asked(struct db *db, const struct actor *actor, const struct uuid *need, const struct uuid *ids,
                       size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!record_audit(db, actor, "why_asked", need, &ids[i], NULL, error))
            return false;
    return true;
}

bool people_find(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *need,
                 const char *prefix, struct uuid **ids, size_t *count, struct error *error)
{
    char centre[33] = "";
    bool urgent = false;
    struct rows rows;
    *ids = NULL;
    *count = 0;
    /* LEFT(...) = : the prefix is a name, never a pattern. A surname must be known whole: who may not see it yet must
     * not be able to spell it out letter by letter. */
    if (!reach_need(db, actor, need, centre, &urgent, error) ||
        !query(db, &rows, error,
               "SELECT p.id FROM person p WHERE p.state IN ('confirmed', 'active', 'paused') "
               "AND (LEFT(p.first_name, CHAR_LENGTH(?)) = ? OR p.last_name = ?) "
               "AND (p.id IN (SELECT person_id FROM person_centre WHERE centre_code = ?) "
               "OR p.id IN (SELECT person_id FROM placement WHERE centre_code = ?) "
               "OR p.id IN (SELECT person_id FROM membership WHERE centre_code = ?) "
               "OR p.id IN (SELECT f.person_id FROM offer f JOIN need n ON n.id = f.need_id WHERE n.centre_code = ?) "
               "OR p.id IN (SELECT i.person_id FROM invitation i JOIN need n ON n.id = i.need_id "
               "WHERE n.centre_code = ?)) ORDER BY p.first_name, p.last_name LIMIT 10",
               "ssssssss", prefix, prefix, prefix, centre, centre, centre, centre, centre))
        return false;
    while (rows_next(&rows)) {
        struct uuid *larger = grow(arena, *ids, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *ids = larger;
        larger[(*count)++] = rows_uuid(&rows, 0);
    }
    return rows_end(&rows, error);
}

static bool add_worker_tag(struct worker *worker, struct rows *rows, struct arena *arena, struct error *error)
{
    static const char *const tags[] = {"want", "skill", "language", NULL};
    const char *code = rows_text(rows, 5, arena);
    switch (rows_word(rows, 4, tags)) {
    case 0:
        return codes_add(&worker->wants, code, arena, error);
    case 1:
        return codes_add(&worker->skills, code, arena, error);
    case 2: {
        struct language_level *levels = grow(arena, worker->languages, worker->language_count, sizeof *levels, error);
        if (levels == NULL)
            return false;
        worker->languages = levels;
        levels[worker->language_count++] = (struct language_level){code, rows_word(rows, 6, level_words)};
        return true;
    }
    default:
        return true;
    }
}

bool workers_list(struct db *db, struct arena *arena, const struct actor *actor, struct worker **workers, size_t *count,
                  struct error *error)
{
    struct rows rows;
    *workers = NULL;
    *count = 0;
    if (!query(db, &rows, error,
               "SELECT p.id, CONCAT(p.first_name, ' ', p.last_name), m.centre_code, "
               "(SELECT IF(b.result = 'permitted', b.valid_until, NULL) FROM background_check b "
               "WHERE b.person_id = p.id ORDER BY b.checked_on DESC, b.recorded_at DESC LIMIT 1), t.tag, t.code, "
               "t.level, m.cover_agreed FROM membership m "
               "JOIN person p ON p.id = m.person_id "
               "LEFT JOIN (SELECT person_id, 'want' AS tag, skill_code AS code, NULL AS level FROM person_want "
               "UNION ALL SELECT person_id, 'skill', skill_code, NULL FROM person_skill "
               "UNION ALL SELECT person_id, 'language', code, level FROM person_word WHERE kind = 'language') t "
               "ON t.person_id = p.id "
               "WHERE m.kind = 'worker' AND m.since <= UTC_DATE() AND m.until > UTC_DATE() "
               "AND p.state IN ('confirmed', 'active', 'paused') AND m.centre_code IN "
               "(SELECT r.centre_code FROM account_centre r WHERE r.account_id = ?) "
               "ORDER BY m.centre_code, p.first_name, p.last_name, p.id, t.tag, t.code",
               "u", &actor->account))
        return false;
    while (rows_next(&rows)) {
        struct uuid id = rows_uuid(&rows, 0);
        if (*count == 0 || uuid_compare(&(*workers)[*count - 1].id, &id) != 0) {
            struct worker *larger = grow(arena, *workers, *count, sizeof *larger, error);
            if (larger == NULL)
                break;
            *workers = larger;
            larger[(*count)++] = (struct worker){.id = id,
                                                 .name = rows_text(&rows, 1, arena),
                                                 .home_centre = rows_text(&rows, 2, arena),
                                                 .has_check = !rows_null(&rows, 3),
                                                 .check_valid_until = rows_date(&rows, 3),
                                                 .cover_agreed = rows_int(&rows, 7) != 0};
        }
        if (!add_worker_tag(&(*workers)[*count - 1], &rows, arena, error))
            break;
    }
    return rows_end(&rows, error);
}

bool people_colleagues(struct db *db, struct arena *arena, const struct uuid *ids, size_t count,
                       struct uuid **colleagues, size_t *colleague_count, struct error *error)
{
    *colleagues = NULL;
    *colleague_count = 0;
    for (size_t from = 0; from < count; from += IN_LIST) {
        struct rows rows;
        if (!query_ids(db, &rows, error,
                       "SELECT DISTINCT c.person_id FROM membership m JOIN membership c ON c.centre_code = "
                       "m.centre_code AND c.kind = 'worker' AND c.since <= UTC_DATE() AND c.until > UTC_DATE() "
                       "WHERE m.kind = 'worker' AND m.since <= UTC_DATE() AND m.until > UTC_DATE() "
                       "AND m.person_id IN (%s)",
                       ids + from, count - from < IN_LIST ? count - from : IN_LIST))
            return false;
        while (rows_next(&rows)) {
            struct uuid *larger = grow(arena, *colleagues, *colleague_count, sizeof *larger, error);
            if (larger == NULL)
                break;
            *colleagues = larger;
            larger[(*colleague_count)++] = rows_uuid(&rows, 0);
        }
        if (!rows_end(&rows, error))
            return false;
    }
    return true;
}
