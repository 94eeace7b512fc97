#include "db/placing.h"

#include "db/handle.h"
#include "db/letters.h"
#include "db/minors.h"
#include "db/statement.h"

/* What a placement of a person on a day at a centre can lean on: the newest check that the host's own municipality made
 * or accepted (R3), as long as the newest of all is not a prohibited one; of a citizen of another country also the
 * newest certificate of origin that this municipality saw (R1); of a minor also who is responsible there. */
#define READINESS                                                                                                      \
    "SELECT s.starts_at, s.ends_at, n.children, k.id, k.checked_on, k.valid_until, "                                   \
    "COALESCE(TIMESTAMPDIFF(YEAR, p.birth_date, s.day) < 18, 0), g.id, g.valid_until, "                                \
    "COALESCE(TIMESTAMPDIFF(YEAR, p.birth_date, s.day) < 14, 0), "                                                     \
    "EXISTS (SELECT 1 FROM school_free f WHERE s.day BETWEEN f.first_day AND f.last_day), "                            \
    "n.responsible IS NOT NULL OR " SEAT_RESPONSIBLE_HELD ", n.purpose = 'cover' AND EXISTS (SELECT 1 "                \
    "FROM membership m WHERE m.person_id = p.id AND m.kind = 'worker' AND m.since <= UTC_DATE() "                      \
    "AND m.until > UTC_DATE() AND m.cover_agreed = 0 AND m.centre_code <> n.centre_code), p.foreign_citizen, o.id, "   \
    "o.valid_until "                                                                                                   \
    "FROM shift s JOIN need n ON n.id = s.need_id JOIN centre c ON c.code = n.centre_code JOIN person p ON p.id = ? "  \
    "LEFT JOIN background_check k ON k.id = (SELECT b.id FROM background_check b WHERE b.person_id = p.id "            \
    "AND b.municipality_code = c.municipality_code ORDER BY b.checked_on DESC, b.recorded_at DESC LIMIT 1) "           \
    "AND k.result = 'permitted' AND k.checked_on <= s.day AND k.valid_until >= s.day "                                 \
    "AND 'permitted' = (SELECT y.result FROM background_check y WHERE y.person_id = p.id "                             \
    "ORDER BY y.checked_on DESC, y.recorded_at DESC LIMIT 1) "                                                         \
    "LEFT JOIN origin_certificate o ON o.id = (SELECT x.id FROM origin_certificate x WHERE x.person_id = p.id "        \
    "AND x.municipality_code = c.municipality_code ORDER BY x.issued_on DESC, x.recorded_at DESC LIMIT 1) "            \
    "AND o.valid_until >= s.day "                                                                                      \
    "LEFT JOIN guardian_permission g ON g.person_id = p.id AND g.centre_code = n.centre_code AND g.state = 'given' "   \
    "AND g.school_year = YEAR(s.day - INTERVAL 8 MONTH) AND g.valid_until >= s.day WHERE s.id = ?"

struct readiness {
    int64_t starts_ms, ends_ms;
    bool children, has_check;
    bool young;            /* no check is made of people under 14 (R1) */
    bool employer_missing; /* a worker who covers elsewhere, and the employer has not agreed */
    bool foreign_citizen, has_origin;
    struct uuid check, origin, permission;
    int32_t check_from, check_until, origin_until, permission_until;
    /* R5, of minors alone */
    bool minor, has_permission, free_day, responsible, too_late, in_school;
};

/* A minor leaves by an hour, and does not come in school hours. */
static bool judge_hours(struct db *db, struct readiness *ready, struct error *error)
{
    struct minor_hours hours;
    int32_t day = moment_tallinn_day(ready->starts_ms);
    if (!ready->minor)
        return true;
    if (!minor_hours_read(db, &hours, error))
        return false;
    int32_t from = moment_tallinn_minute(ready->starts_ms, day), to = moment_tallinn_minute(ready->ends_ms, day);
    ready->too_late = to > hours.latest_end_minute;
    ready->in_school = school_hours_touched(&hours, ready->free_day, day, from, to);
    return true;
}

static bool read_readiness(struct db *db, struct rows *rows, struct readiness *ready, struct error *error)
{
    bool found = rows_next(rows);
    if (found)
        *ready = (struct readiness){.starts_ms = rows_time(rows, 0),
                                    .ends_ms = rows_time(rows, 1),
                                    .children = rows_int(rows, 2) != 0,
                                    .has_check = !rows_null(rows, 3),
                                    .check = rows_uuid(rows, 3),
                                    .check_from = rows_date(rows, 4),
                                    .check_until = rows_date(rows, 5),
                                    .minor = rows_int(rows, 6) != 0,
                                    .has_permission = !rows_null(rows, 7),
                                    .permission = rows_uuid(rows, 7),
                                    .permission_until = rows_date(rows, 8),
                                    .young = rows_int(rows, 9) != 0,
                                    .free_day = rows_int(rows, 10) != 0,
                                    .responsible = rows_int(rows, 11) != 0,
                                    .employer_missing = rows_int(rows, 12) != 0,
                                    .foreign_citizen = rows_int(rows, 13) != 0,
                                    .has_origin = !rows_null(rows, 14),
                                    .origin = rows_uuid(rows, 14),
                                    .origin_until = rows_date(rows, 15)};
    if (!rows_end(rows, error))
        return false;
    if (!found)
        return error_set(error, ERROR_INVALID, "unknown_shift", "no such shift of this need that can be taken");
    return judge_hours(db, ready, error);
}

static bool is_supervised(const struct readiness *ready)
{
    return ready->responsible && !ready->too_late && !ready->in_school;
}

static bool is_ready(const struct readiness *ready)
{
    bool is_checked = ready->has_check && (!ready->foreign_citizen || ready->has_origin);
    return (!ready->children || is_checked || ready->young) &&
           (!ready->minor || (ready->has_permission && is_supervised(ready)));
}

/* What nobody can wait for to change by itself is refused at once. */
static bool may_begin(const struct readiness *ready, struct error *error)
{
    if (ready->employer_missing)
        return error_set(error, ERROR_CONFLICT, "employer_missing", "the employer has not agreed to cover");
    if (!ready->minor)
        return true;
    if (ready->too_late)
        return error_set(error, ERROR_CONFLICT, "minor_too_late", "ends after the hour by which minors leave");
    if (ready->in_school)
        return error_set(error, ERROR_CONFLICT, "minor_in_school", "in school hours on a school day");
    return ready->responsible ||
           error_set(error, ERROR_CONFLICT, "responsible_missing", "nobody is responsible there then");
}

bool placement_make(struct db *db, const struct actor *actor, const struct uuid *need, const char *centre,
                    const struct uuid *shift, const struct uuid *person, const struct uuid *invitation,
                    const struct uuid *offer, int *state, struct error *error)
{
    struct rows rows;
    struct readiness ready;
    if (!query(db, &rows, error, READINESS " AND s.need_id = ? AND s.state = 'open' AND s.ends_at > NOW()", "uuu",
               person, shift, need) ||
        !read_readiness(db, &rows, &ready, error) || !may_begin(&ready, error))
        return false;
    struct uuid id;
    new_id(&id);
    *state = is_ready(&ready) ? PLACEMENT_AGREED : PLACEMENT_AWAITING;
    return execute(db, NULL, error,
                   "INSERT INTO placement (id, shift_id, need_id, centre_code, person_id, state, starts_at, ends_at, "
                   "children, check_id, check_result, check_from, check_until, young, foreign_citizen, origin_id, "
                   "origin_until, minor, permission_id, permission_until, supervised, invitation_id, offer_id) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   "uuusustti"
                   "usDDi"
                   "iuD"
                   "iuDiuu",
                   &id, shift, need, centre, person, placement_state_words[*state], ready.starts_ms, ready.ends_ms,
                   (int64_t)ready.children, &ready.check, ready.has_check ? "permitted" : NULL, (int)ready.has_check,
                   ready.check_from, (int)ready.has_check, ready.check_until, (int64_t)ready.young,
                   (int64_t)ready.foreign_citizen, &ready.origin, (int)ready.has_origin, ready.origin_until,
                   (int64_t)ready.minor, &ready.permission, (int)ready.has_permission, ready.permission_until,
                   (int64_t)is_supervised(&ready), invitation, offer) &&
           (*state != PLACEMENT_AGREED || supervision_follows(db, need, error)) &&
           record_change(db, "placement", &id, person, need, centre, error) &&
           record_change(db, "person", person, person, NULL, NULL, error) &&
           record_audit(db, actor, "placement_create", &id, person, centre, error);
}

enum { COMING_MAX = 500 };

struct coming {
    struct uuid id, shift, need;
    char centre[33];
    int state;
};

static size_t list_coming(struct db *db, const struct uuid *person, struct coming *list, struct error *error)
{
    struct rows rows;
    size_t count = 0;
    if (!query(db, &rows, error,
               "SELECT id, shift_id, need_id, centre_code, state FROM placement WHERE person_id = ? "
               "AND state IN ('awaiting', 'agreed') AND ends_at > NOW() ORDER BY starts_at FOR UPDATE",
               "u", person))
        return 0;
    while (count < COMING_MAX && rows_next(&rows)) {
        struct coming *one = &list[count++];
        *one = (struct coming){.id = rows_uuid(&rows, 0),
                               .shift = rows_uuid(&rows, 1),
                               .need = rows_uuid(&rows, 2),
                               .state = rows_word(&rows, 4, placement_state_words)};
        rows_copy(&rows, 3, one->centre, sizeof one->centre - 1);
    }
    return rows_end(&rows, error) ? count : 0;
}

static bool store_readiness(struct db *db, const struct uuid *id, const struct readiness *ready, struct error *error)
{
    return execute(db, NULL, error,
                   "UPDATE placement SET state = ?, check_id = ?, check_result = ?, check_from = ?, check_until = ?, "
                   "young = ?, foreign_citizen = ?, origin_id = ?, origin_until = ?, minor = ?, permission_id = ?, "
                   "permission_until = ?, supervised = ?, version = version + 1 WHERE id = ?",
                   "susDDi"
                   "iuD"
                   "iuDiu",
                   is_ready(ready) ? "agreed" : "awaiting", &ready->check, ready->has_check ? "permitted" : NULL,
                   (int)ready->has_check, ready->check_from, (int)ready->has_check, ready->check_until,
                   (int64_t)ready->young, (int64_t)ready->foreign_citizen, &ready->origin, (int)ready->has_origin,
                   ready->origin_until, (int64_t)ready->minor, &ready->permission, (int)ready->has_permission,
                   ready->permission_until, (int64_t)is_supervised(ready), id);
}

enum { BECAME_AGREED = 1, WAITS_AGAIN };

/* What a judgement changed is told to the person; what was agreed and waits again also to the centre that counts on
 * them. A guardian hears of what is agreed by their permission. */
static bool tell_judged(struct db *db, const struct told *told, struct error *error)
{
    return letters_write(db, told, BECAME_AGREED, "placement_agreed", LETTER_PERSON, error) &&
           letters_write(db, told, WAITS_AGAIN, "placement_waits", LETTER_PERSON, error) &&
           letters_write(db, told, WAITS_AGAIN, "placement_unready", LETTER_CENTRE, error);
}

static bool judge_one(struct db *db, const struct uuid *person, const struct coming *one, struct told *told,
                      int32_t *agreed, struct error *error)
{
    struct rows rows;
    struct readiness ready;
    if (!query(db, &rows, error, READINESS, "uu", person, &one->shift) || !read_readiness(db, &rows, &ready, error))
        return false;
    bool becomes_agreed = one->state == PLACEMENT_AWAITING && is_ready(&ready);
    bool waits_again = one->state == PLACEMENT_AGREED && !is_ready(&ready);
    if (!store_readiness(db, &one->id, &ready, error))
        return false;
    if (!becomes_agreed && !waits_again)
        return true;
    told_mark(told, &one->id, becomes_agreed ? BECAME_AGREED : WAITS_AGAIN);
    *agreed += becomes_agreed;
    return record_change(db, "placement", &one->id, person, &one->need, one->centre, error) &&
           record_change(db, "need", &one->need, NULL, &one->need, one->centre, error) &&
           supervision_follows(db, &one->need, error);
}

bool placements_rejudge(struct db *db, const struct uuid *person, int32_t *agreed, struct error *error)
{
    struct coming list[COMING_MAX];
    struct told before = {0}, after = {0};
    int32_t agreed_now = 0;
    size_t count = list_coming(db, person, list, error);
    bool done = error->kind == ERROR_NONE && told_by_person(db, person, &before, error);
    for (size_t i = 0; done && i < count; i++)
        done = judge_one(db, person, &list[i], &before, &agreed_now, error);
    done = done && tell_judged(db, &before, error) && told_by_person(db, person, &after, error);
    /* The guardian's letter speaks of what is agreed, so it is written from what stands now. */
    for (size_t i = 0; done && i < before.count; i++)
        told_mark(&after, &before.placements[i].id, before.placements[i].mark);
    done = done && letters_write(db, &after, BECAME_AGREED, "guardian_agreed", LETTER_GUARDIAN, error);
    told_free(&before);
    told_free(&after);
    if (agreed != NULL)
        *agreed = agreed_now;
    return done;
}

bool placement_cancel_row(struct db *db, const struct uuid *id, const char *cancelled_by, int reason,
                          struct error *error)
{
    return execute(db, NULL, error,
                   "UPDATE placement SET state = 'cancelled', cancelled_by = ?, cancel_reason = ?, "
                   "version = version + 1 WHERE id = ? AND state IN ('awaiting', 'agreed')",
                   "ssu", cancelled_by, reason < 0 ? NULL : cancel_reason_words[reason], id);
}

/* Letters of invitations that wait are dropped; of those that left, the person hears that it is over. */
static bool end_letters(struct db *db, const struct uuid *need, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO outbox (id, event, about_id, recipient, language) "
                   "SELECT UNHEX(REPLACE(UUID(), '-', '')), 'invitation_filled', i.id, p.email, p.language "
                   "FROM invitation i JOIN person p ON p.id = i.person_id JOIN outbox o ON o.event = 'invitation' "
                   "AND o.about_id = i.id AND o.state IN ('sent', 'leased') "
                   "WHERE i.need_id = ? AND i.state = 'sent' AND p.email IS NOT NULL "
                   "ON DUPLICATE KEY UPDATE attempts = outbox.attempts",
                   "u", need) &&
           execute(db, NULL, error,
                   "DELETE o FROM outbox o JOIN invitation i ON i.id = o.about_id WHERE o.event = 'invitation' "
                   "AND o.state = 'waiting' AND i.need_id = ? AND i.state = 'sent'",
                   "u", need);
}

static bool withdraw_invitations(struct db *db, const struct uuid *need, const char *centre, struct error *error)
{
    return end_letters(db, need, error) &&
           execute(
               db, NULL, error,
               "INSERT INTO change_entry (kind, subject_id, person_id, need_id, centre_code) "
               "SELECT 'invitation', id, person_id, need_id, ? FROM invitation WHERE need_id = ? AND state = 'sent'",
               "su", centre, need) &&
           execute(db, NULL, error,
                   "UPDATE invitation SET state = 'withdrawn', answered_at = NOW(3), version = version + 1 "
                   "WHERE need_id = ? AND state = 'sent'",
                   "u", need);
}

bool need_end_questions(struct db *db, const struct uuid *need, const char *centre, struct error *error)
{
    return withdraw_invitations(db, need, centre, error) &&
           execute(db, NULL, error,
                   "INSERT INTO outbox (id, event, about_id, recipient, language) "
                   "SELECT UNHEX(REPLACE(UUID(), '-', '')), 'offer_declined', f.id, p.email, p.language "
                   "FROM offer f JOIN person p ON p.id = f.person_id WHERE f.need_id = ? AND f.state = 'sent' "
                   "AND p.email IS NOT NULL ON DUPLICATE KEY UPDATE attempts = outbox.attempts",
                   "u", need) &&
           execute(db, NULL, error,
                   "INSERT INTO change_entry (kind, subject_id, person_id, need_id, centre_code) "
                   "SELECT 'offer', id, person_id, need_id, ? FROM offer WHERE need_id = ? AND state = 'sent'",
                   "su", centre, need) &&
           execute(db, NULL, error,
                   "UPDATE offer SET state = 'expired', answered_at = NOW(3), version = version + 1 "
                   "WHERE need_id = ? AND state = 'sent'",
                   "u", need);
}

bool need_settle(struct db *db, const struct uuid *need, const char *centre, struct error *error)
{
    int64_t free_shifts = 0;
    uint64_t filled = 0;
    if (!query_int(db, &free_shifts, error,
                   "SELECT COUNT(*) FROM shift WHERE need_id = ? AND state = 'open' AND taken < seats "
                   "AND ends_at > NOW()",
                   "u", need))
        return false;
    if (free_shifts > 0) {
        if (!execute(db, NULL, error,
                     "UPDATE need SET state = 'open', version = version + 1 WHERE id = ? AND state = 'filled'", "u",
                     need))
            return false;
    } else {
        if (!execute(db, &filled, error,
                     "UPDATE need SET state = 'filled', version = version + 1 WHERE id = ? AND state = 'open'", "u",
                     need) ||
            (filled > 0 && !withdraw_invitations(db, need, centre, error)))
            return false;
    }
    return record_change(db, "need", need, NULL, need, centre, error);
}
