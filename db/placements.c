#include "db/placements.h"

#include <string.h>

#include "db/letters.h"
#include "db/placing.h"
#include "db/record.h"
#include "db/statement.h"

#define PLACEMENT_COLUMNS                                                                                              \
    "SELECT l.id, l.need_id, l.shift_id, l.person_id, l.version, l.updated_at, l.state, l.starts_at, l.ends_at, "      \
    "l.centre_code, c.name, n.activity, n.contact, c.how_to_find, c.lat, c.lon, " WAITING_FOR ", l.minutes, "          \
    "(SELECT GROUP_CONCAT(w.code ORDER BY w.code) FROM need_word w WHERE w.need_id = n.id AND w.kind = 'bring') "      \
    "FROM placement l JOIN need n ON n.id = l.need_id JOIN centre c ON c.code = l.centre_code "

static bool read_placement(struct rows *rows, struct arena *arena, struct placement *placement, struct error *error)
{
    *placement = (struct placement){.id = rows_uuid(rows, 0),
                                    .need = rows_uuid(rows, 1),
                                    .shift = rows_uuid(rows, 2),
                                    .person = rows_uuid(rows, 3),
                                    .version = rows_int(rows, 4),
                                    .updated_at_ms = rows_time(rows, 5),
                                    .state = rows_word(rows, 6, placement_state_words),
                                    .from_ms = rows_time(rows, 7),
                                    .to_ms = rows_time(rows, 8),
                                    .centre = rows_text(rows, 9, arena),
                                    .centre_name = rows_text(rows, 10, arena),
                                    .activity = rows_text(rows, 11, arena),
                                    .contact = rows_text(rows, 12, arena),
                                    .how_to_find = rows_text(rows, 13, arena),
                                    .lat = rows_real(rows, 14),
                                    .lon = rows_real(rows, 15),
                                    .waiting_for = rows_word(rows, 16, waiting_for_words),
                                    .has_minutes = !rows_null(rows, 17),
                                    .minutes = (int32_t)rows_int(rows, 17)};
    return codes_split(rows_text(rows, 18, arena), &placement->bring, arena, error);
}

static bool read_all(struct rows *rows, struct arena *arena, struct placement **placements, size_t *count,
                     struct error *error)
{
    *placements = NULL;
    *count = 0;
    while (rows_next(rows)) {
        struct placement *larger = grow(arena, *placements, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *placements = larger;
        if (!read_placement(rows, arena, &larger[*count], error))
            break;
        ++*count;
    }
    return rows_end(rows, error);
}

bool placements_of_person(struct db *db, struct arena *arena, const struct uuid *person, int32_t most,
                          struct placement **placements, size_t *count, int64_t *minutes_done, struct error *error)
{
    struct rows rows;
    /* What is to come first, soonest first; then what was, newest first. */
    return query(db, &rows, error,
                 PLACEMENT_COLUMNS "WHERE l.person_id = ? ORDER BY l.ends_at <= NOW(), "
                                   "IF(l.ends_at > NOW(), l.starts_at, NULL), l.starts_at DESC LIMIT ?",
                 "ui", person, (int64_t)most) &&
           read_all(&rows, arena, placements, count, error) &&
           query_int(db, minutes_done, error,
                     "SELECT COALESCE(SUM(minutes), 0) FROM placement WHERE person_id = ? AND state = 'done'", "u",
                     person);
}

bool placements_of_invitation(struct db *db, struct arena *arena, const struct uuid *invitation,
                              struct placement **placements, size_t *count, struct error *error)
{
    struct rows rows;
    return query(db, &rows, error, PLACEMENT_COLUMNS "WHERE l.invitation_id = ? OR l.offer_id = ? ORDER BY l.starts_at",
                 "uu", invitation, invitation) &&
           read_all(&rows, arena, placements, count, error);
}

bool placement_read(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *id,
                    struct placement *placement, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               PLACEMENT_COLUMNS "WHERE l.id = ? AND (l.person_id = ? OR EXISTS (SELECT 1 FROM account_centre r "
                                 "WHERE r.account_id = ? AND r.centre_code = l.centre_code))",
               "uuu", id, &actor->person, &actor->account))
        return false;
    bool found = rows_next(&rows) && read_placement(&rows, arena, placement, error);
    if (!rows_end(&rows, error))
        return false;
    return found || error_set(error, ERROR_NOT_FOUND, "unknown_placement", "no such placement, or not the actor's");
}

/* One placement that the actor may act on, its need locked first. */
struct own_placement {
    struct uuid need, person;
    char centre[33];
    int state;
    bool own; /* the person acts, not the centre */
    bool begun, over;
    int32_t length_minutes;
};

static bool find_own(struct db *db, const struct actor *actor, const struct uuid *id, struct own_placement *own,
                     struct error *error)
{
    struct rows rows;
    struct locked_need locked;
    if (!query(db, &rows, error, "SELECT need_id FROM placement WHERE id = ?", "u", id))
        return false;
    bool found = rows_next(&rows);
    if (found)
        own->need = rows_uuid(&rows, 0);
    if (!rows_end(&rows, error))
        return false;
    if (!found)
        return error_set(error, ERROR_NOT_FOUND, "unknown_placement", "no such placement");
    if (!lock_need(db, &own->need, &locked, error) ||
        !query(db, &rows, error,
               "SELECT l.person_id, l.centre_code, l.state, COALESCE(l.person_id = ?, 0), l.starts_at <= NOW(), "
               "l.ends_at <= NOW(), TIMESTAMPDIFF(MINUTE, l.starts_at, l.ends_at) FROM placement l WHERE l.id = ? "
               "AND (l.person_id = ? OR EXISTS (SELECT 1 FROM account_centre r WHERE r.account_id = ? "
               "AND r.centre_code = l.centre_code)) FOR UPDATE",
               "uuuu", &actor->person, id, &actor->person, &actor->account))
        return false;
    found = rows_next(&rows);
    if (found) {
        own->person = rows_uuid(&rows, 0);
        memset(own->centre, 0, sizeof own->centre);
        rows_copy(&rows, 1, own->centre, sizeof own->centre - 1);
        own->state = rows_word(&rows, 2, placement_state_words);
        own->own = rows_int(&rows, 3) != 0;
        own->begun = rows_int(&rows, 4) != 0;
        own->over = rows_int(&rows, 5) != 0;
        own->length_minutes = (int32_t)rows_int(&rows, 6);
    }
    if (!rows_end(&rows, error))
        return false;
    return found || error_set(error, ERROR_NOT_FOUND, "unknown_placement", "not the actor's");
}

/* The one who cancelled gets it in writing, the other side and a minor's guardian learn of it. */
static bool tell_cancelled(struct db *db, const struct told *told, bool by_person, struct error *error)
{
    return letters_write(db, told, 0, by_person ? "placement_given_up" : "placement_cancelled", LETTER_PERSON, error) &&
           (!by_person || letters_write(db, told, 0, "placement_withdrawn", LETTER_CENTRE, error)) &&
           letters_write(db, told, 0, "guardian_cancelled", LETTER_GUARDIAN, error);
}

bool placement_cancel(struct db *db, const struct actor *actor, const struct uuid *id, int reason, struct error *error)
{
    struct own_placement own;
    struct told told = {0};
    if (!find_own(db, actor, id, &own, error))
        return false;
    if (own.state == PLACEMENT_CANCELLED)
        return error_set(error, ERROR_CONFLICT, "already_cancelled", "cancelled");
    if (own.over || own.state == PLACEMENT_DONE || own.state == PLACEMENT_ABSENT)
        return error_set(error, ERROR_CONFLICT, "shift_over", "over");
    bool done = told_by_placement(db, id, &told, error) &&
                placement_cancel_row(db, id, own.own ? "person" : "centre", reason, error) &&
                tell_cancelled(db, &told, own.own, error) && need_settle(db, &own.need, own.centre, error) &&
                supervision_follows(db, &own.need, error) &&
                record_change(db, "placement", id, &own.person, &own.need, own.centre, error) &&
                record_change(db, "person", &own.person, &own.person, NULL, NULL, error) &&
                record_audit(db, actor, "placement_cancel", id, &own.person, own.centre, error);
    told_free(&told);
    return done;
}

bool placement_attendance(struct db *db, const struct actor *actor, const struct uuid *id, bool done, bool has_minutes,
                          int32_t minutes, struct error *error)
{
    struct own_placement own;
    int64_t reached = 0;
    if (!find_own(db, actor, id, &own, error))
        return false;
    if (!query_int(db, &reached, error, "SELECT 1 FROM account_centre WHERE account_id = ? AND centre_code = ? LIMIT 1",
                   "us", &actor->account, own.centre))
        return error_set(error, ERROR_NOT_FOUND, "unknown_placement", "one's own hours are the centre's to note");
    if (!own.begun)
        return error_set(error, ERROR_CONFLICT, "not_begun", "the shift has not begun");
    if (own.state == PLACEMENT_AWAITING || own.state == PLACEMENT_CANCELLED)
        return error_set(error, ERROR_CONFLICT, "not_agreed", "never agreed");
    return execute(db, NULL, error, "UPDATE placement SET state = ?, minutes = ?, version = version + 1 WHERE id = ?",
                   "sIu", done ? "done" : "absent", (int)done, (int64_t)(has_minutes ? minutes : own.length_minutes),
                   id) &&
           record_change(db, "placement", id, &own.person, &own.need, own.centre, error) &&
           record_change(db, "person", &own.person, &own.person, NULL, NULL, error) &&
           record_audit(db, actor, "attendance_record", id, &own.person, own.centre, error);
}

/* ---- Roster ---------------------------------------------------------------------------------------------------------
 */

static bool read_shifts(struct db *db, struct arena *arena, const char *centre, int32_t from_day, int32_t to_day,
                        struct roster_shift **shifts, size_t *count, struct error *error)
{
    struct rows rows;
    *shifts = NULL;
    *count = 0;
    if (!query(db, &rows, error,
               "SELECT s.id, s.need_id, s.starts_at, s.ends_at, n.activity, s.seats, s.agreed, "
               "(SELECT COUNT(*) FROM invitation_shift x JOIN invitation i ON i.id = x.invitation_id "
               "WHERE x.shift_id = s.id AND i.state = 'sent') FROM shift s JOIN need n ON n.id = s.need_id "
               "WHERE n.centre_code = ? AND s.state = 'open' AND s.day BETWEEN ? AND ? "
               "AND (n.state <> 'closed' OR s.taken > 0) ORDER BY s.starts_at, s.id",
               "sdd", centre, from_day, to_day))
        return false;
    while (rows_next(&rows)) {
        struct roster_shift *larger = grow(arena, *shifts, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *shifts = larger;
        larger[(*count)++] = (struct roster_shift){.id = rows_uuid(&rows, 0),
                                                   .need = rows_uuid(&rows, 1),
                                                   .from_ms = rows_time(&rows, 2),
                                                   .to_ms = rows_time(&rows, 3),
                                                   .activity = rows_text(&rows, 4, arena),
                                                   .seats = (int32_t)rows_int(&rows, 5),
                                                   .filled = (int32_t)rows_int(&rows, 6),
                                                   .invited = (int32_t)rows_int(&rows, 7)};
    }
    return rows_end(&rows, error);
}

static struct roster_shift *find_shift(struct roster_shift *shifts, size_t count, const struct uuid *id)
{
    for (size_t i = 0; i < count; i++)
        if (uuid_compare(&shifts[i].id, id) == 0)
            return &shifts[i];
    return NULL;
}

static bool read_people(struct db *db, struct arena *arena, const char *centre, int32_t from_day, int32_t to_day,
                        struct roster_shift *shifts, size_t count, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT l.shift_id, l.id, p.id, TRIM(CONCAT(p.first_name, ' ', p.last_name)), p.phone, p.email, "
               "IF(m.person_id IS NULL, 'volunteer', 'worker'), l.state, " WAITING_FOR ", "
               "(SELECT IF(b.result = 'permitted', b.valid_until, NULL) FROM background_check b "
               "WHERE b.person_id = p.id ORDER BY b.checked_on DESC, b.recorded_at DESC LIMIT 1), l.minutes FROM "
               "placement l JOIN person p ON p.id = l.person_id "
               "LEFT JOIN membership m ON m.person_id = p.id AND m.kind = 'worker' AND m.since <= UTC_DATE() "
               "AND m.until > UTC_DATE() WHERE l.centre_code = ? AND l.state <> 'cancelled' AND l.day BETWEEN ? AND ? "
               "ORDER BY p.first_name, p.last_name",
               "sdd", centre, from_day, to_day))
        return false;
    while (rows_next(&rows)) {
        struct uuid id = rows_uuid(&rows, 0);
        struct roster_shift *shift = find_shift(shifts, count, &id);
        if (shift == NULL)
            continue;
        struct roster_person *people = grow(arena, shift->people, shift->person_count, sizeof *people, error);
        if (people == NULL)
            break;
        shift->people = people;
        people[shift->person_count++] = (struct roster_person){.placement = rows_uuid(&rows, 1),
                                                               .person = rows_uuid(&rows, 2),
                                                               .name = rows_text(&rows, 3, arena),
                                                               .phone = rows_text(&rows, 4, arena),
                                                               .email = rows_text(&rows, 5, arena),
                                                               .kind = rows_word(&rows, 6, person_kind_words),
                                                               .state = rows_word(&rows, 7, placement_state_words),
                                                               .waiting_for = rows_word(&rows, 8, waiting_for_words),
                                                               .has_check = !rows_null(&rows, 9),
                                                               .check_valid_until = rows_date(&rows, 9),
                                                               .has_minutes = !rows_null(&rows, 10),
                                                               .minutes = (int32_t)rows_int(&rows, 10)};
    }
    return rows_end(&rows, error);
}

bool roster_read(struct db *db, struct arena *arena, const struct actor *actor, const char *centre, int32_t from_day,
                 int32_t to_day, struct roster_shift **shifts, size_t *count, struct error *error)
{
    int64_t reached = 0;
    if (!query_int(db, &reached, error, "SELECT 1 FROM account_centre WHERE account_id = ? AND centre_code = ? LIMIT 1",
                   "us", &actor->account, centre))
        return error_set(error, ERROR_NOT_FOUND, "unknown_centre", "no such centre, or not the actor's");
    if (!read_shifts(db, arena, centre, from_day, to_day, shifts, count, error) ||
        !read_people(db, arena, centre, from_day, to_day, *shifts, *count, error))
        return false;
    for (size_t i = 0; i < *count; i++)
        for (size_t j = 0; j < (*shifts)[i].person_count; j++)
            if (!record_seen(db, actor, centre, &(*shifts)[i].people[j].person, error))
                return false;
    return true;
}
