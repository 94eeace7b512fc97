/* Inviting, undoing and answering. */
#include "db/invitations.h"

#include "db/guardians.h"
#include "db/handle.h"
#include "db/letters.h"
#include "db/people_rows.h"
#include "db/personal_codes.h"
#include "db/placing.h"
#include "db/record.h"
#include "db/retention.h"
#include "db/statement.h"

enum { SHIFTS_MAX = 200 };

/* The shifts that are asked for: those given, each open and of this need, or all that still have a seat. */
static bool list_shifts(struct db *db, const struct uuid *need, const struct uuid *given, size_t given_count,
                        struct uuid *shifts, size_t *count, struct error *error)
{
    struct rows rows;
    struct uuid open[SHIFTS_MAX];
    size_t open_count = 0;
    if (!query(db, &rows, error,
               "SELECT id FROM shift WHERE need_id = ? AND state = 'open' AND taken < seats AND ends_at > NOW() "
               "ORDER BY starts_at LIMIT 200",
               "u", need))
        return false;
    while (open_count < SHIFTS_MAX && rows_next(&rows))
        open[open_count++] = rows_uuid(&rows, 0);
    if (!rows_end(&rows, error))
        return false;
    *count = 0;
    for (size_t i = 0; i < (given_count == 0 ? open_count : given_count) && i < SHIFTS_MAX; i++) {
        const struct uuid *wanted = given_count == 0 ? &open[i] : &given[i];
        bool known = given_count == 0;
        for (size_t j = 0; !known && j < open_count; j++)
            known = uuid_compare(wanted, &open[j]) == 0;
        int64_t one = 0;
        if (!known &&
            query_int(db, &one, error, "SELECT 1 FROM shift WHERE id = ? AND need_id = ?", "uu", wanted, need))
            return error_set(error, ERROR_CONFLICT, "seat_taken", "no seat left in a shift, or it is over");
        if (!known)
            return error_set(error, ERROR_INVALID, "unknown_shift", "no such shift of this need");
        shifts[(*count)++] = *wanted;
    }
    return *count > 0 || error_set(error, ERROR_CONFLICT, "no_open_shift", "every seat is taken or over");
}

/* Whom one may ask: active, not of this need already, and not somebody who declined it. */
static bool may_invite(struct db *db, const struct uuid *need, const struct uuid *person, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT p.state, EXISTS (SELECT 1 FROM invitation i WHERE i.need_id = ? AND i.person_id = p.id "
               "AND i.state = 'declined'), EXISTS (SELECT 1 FROM placement l WHERE l.need_id = ? "
               "AND l.person_id = p.id AND l.state <> 'cancelled') FROM person p WHERE p.id = ?",
               "uuu", need, need, person))
        return false;
    bool found = rows_next(&rows), declined = false, placed = false;
    int state = PERSON_ENDED;
    if (found) {
        state = rows_word(&rows, 0, person_state_words);
        declined = rows_int(&rows, 1) != 0;
        placed = rows_int(&rows, 2) != 0;
    }
    if (!rows_end(&rows, error))
        return false;
    if (!found || state == PERSON_ANONYMISED)
        return error_set(error, ERROR_INVALID, "unknown_person", "no such person");
    if (state == PERSON_PAUSED || state == PERSON_ENDED)
        return error_set(error, ERROR_CONFLICT, "not_available", "paused or ended");
    if (declined)
        return error_set(error, ERROR_CONFLICT, "declined_before", "declined this need");
    return !placed || error_set(error, ERROR_CONFLICT, "already_invited", "comes already");
}

static bool invite_one(struct db *db, const struct actor *actor, const struct uuid *need, const char *centre,
                       const struct invitation_input *input, const struct uuid *shifts, size_t shift_count,
                       int64_t delay_ms, int64_t expires_at_ms, struct error *error)
{
    struct rows rows;
    struct uuid own[SHIFTS_MAX];
    char email[255] = "";
    int language = 0;
    if (input->shift_count > 0) {
        if (!list_shifts(db, need, input->shifts, input->shift_count, own, &shift_count, error))
            return false;
        shifts = own;
    }
    if (!may_invite(db, need, &input->person, error) ||
        !execute(db, NULL, error,
                 "INSERT INTO invitation (id, need_id, person_id, created_by, not_before, expires_at) "
                 "VALUES (?, ?, ?, ?, NOW(3) + INTERVAL ? * 1000 MICROSECOND, ?)",
                 "uuuuit", &input->id, need, &input->person, &actor->account, delay_ms, expires_at_ms))
        return false;
    for (size_t i = 0; i < shift_count; i++)
        if (!execute(db, NULL, error, "INSERT INTO invitation_shift (invitation_id, shift_id) VALUES (?, ?)", "uu",
                     &input->id, &shifts[i]))
            return false;
    if (!query(db, &rows, error, "SELECT email, language FROM person WHERE id = ?", "u", &input->person))
        return false;
    if (rows_next(&rows)) {
        rows_copy(&rows, 0, email, sizeof email - 1);
        language = rows_word(&rows, 1, language_words);
    }
    return rows_end(&rows, error) &&
           execute(db, NULL, error,
                   "INSERT INTO link (token_hash, purpose, about_id, expires_at) VALUES (?, 'invitation', ?, ?)", "hut",
                   input->link.hash, &input->id, input->link.expires_at_ms) &&
           record_letter(db, "invitation", &input->id, email[0] == '\0' ? NULL : email, language, input->link.text,
                         delay_ms, error) &&
           record_change(db, "invitation", &input->id, &input->person, need, centre, error) &&
           record_change(db, "person", &input->person, &input->person, NULL, NULL, error) &&
           record_audit(db, actor, "invitation_create", &input->id, &input->person, centre, error);
}

bool invitations_create(struct db *db, const struct actor *actor, const struct uuid *need,
                        const struct invitation_input *inputs, size_t count, const struct uuid *shifts,
                        size_t shift_count, int64_t delay_ms, int64_t expires_at_ms, struct error *error)
{
    struct locked_need locked;
    struct uuid asked[SHIFTS_MAX];
    size_t asked_count = 0;
    if (!lock_need_own(db, actor, need, &locked, error))
        return false;
    if (locked.state == NEED_CLOSED)
        return error_set(error, ERROR_CONFLICT, "need_closed", "closed");
    if (!list_shifts(db, need, shifts, shift_count, asked, &asked_count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!invite_one(db, actor, need, locked.centre, &inputs[i], asked, asked_count, delay_ms, expires_at_ms, error))
            return false;
    return true;
}

/* What may stand against asking only reads, so a refusal leaves the transaction as it was. */
bool invitation_try(struct db *db, const struct actor *actor, const struct uuid *need,
                    const struct invitation_input *input, int64_t delay_ms, int64_t expires_at_ms, const char **refused,
                    struct error *error)
{
    struct locked_need locked;
    struct uuid asked[SHIFTS_MAX];
    struct error why = {0};
    size_t count = 0;
    int64_t one = 0;
    bool may = lock_need_own(db, actor, need, &locked, &why);
    if (may && locked.state == NEED_CLOSED)
        may = error_set(&why, ERROR_CONFLICT, "need_closed", "closed");
    may = may && list_shifts(db, need, input->shifts, input->shift_count, asked, &count, &why) &&
          may_invite(db, need, &input->person, &why);
    if (may && query_int(db, &one, &why, "SELECT 1 FROM invitation WHERE need_id = ? AND open_for = ?", "uu", need,
                         &input->person))
        may = error_set(&why, ERROR_CONFLICT, "already_invited", "waits for an answer");
    bool answered = why.kind == ERROR_CONFLICT || why.kind == ERROR_INVALID || why.kind == ERROR_NOT_FOUND;
    if (why.kind != ERROR_NONE && !answered)
        return error_set(error, why.kind, why.code, "%s", why.detail);
    *refused = may ? NULL : why.code;
    return !may || invite_one(db, actor, need, locked.centre, input, asked, count, delay_ms, expires_at_ms, error);
}

/* Which need an invitation or offer is about, so that it can be locked first; or whom. */
static bool need_of(struct db *db, const char *sql, const struct uuid *id, struct uuid *need, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error, sql, "u", id))
        return false;
    bool found = rows_next(&rows);
    if (found)
        *need = rows_uuid(&rows, 0);
    if (!rows_end(&rows, error))
        return false;
    return found || error_set(error, ERROR_NOT_FOUND, "unknown_invitation", "no such invitation or offer");
}

/* Before the letter has left nobody ever hears of the invitation; afterwards the person is told that it is over. */
static bool take_back(struct db *db, const struct uuid *id, bool after_sending, struct error *error)
{
    struct uuid person;
    uint64_t unsent = 0, withdrawn = 0;
    if (!need_of(db, "SELECT person_id FROM invitation WHERE id = ?", id, &person, error))
        return false;
    /* The letter's row decides: whoever deletes or leases it first has won. */
    if (!execute(db, &unsent, error,
                 "DELETE FROM outbox WHERE event = 'invitation' AND about_id = ? AND state = 'waiting' "
                 "AND attempts = 0",
                 "u", id))
        return false;
    if ((unsent > 0 || after_sending) &&
        !execute(db, &withdrawn, error,
                 "UPDATE invitation SET state = 'withdrawn', answered_at = NOW(3), version = version + 1 "
                 "WHERE id = ? AND state = 'sent'",
                 "u", id))
        return false;
    if (withdrawn == 0)
        return error_set(error, ERROR_CONFLICT, "already_sent", "the letter has left or it is answered");
    return unsent > 0 || letter_to_person(db, "invitation_withdrawn", id, &person, error);
}

bool invitation_withdraw(struct db *db, const struct actor *actor, const struct uuid *id, bool after_sending,
                         struct error *error)
{
    struct uuid need;
    struct locked_need locked;
    return need_of(db, "SELECT need_id FROM invitation WHERE id = ?", id, &need, error) &&
           lock_need_own(db, actor, &need, &locked, error) && take_back(db, id, after_sending, error) &&
           execute(db, NULL, error, "DELETE FROM link WHERE purpose = 'invitation' AND about_id = ?", "u", id) &&
           record_change(db, "invitation", id, NULL, &need, locked.centre, error) &&
           record_audit(db, actor, "invitation_withdraw", id, NULL, locked.centre, error);
}

/* Placements in the shifts; in those that were asked for where none is named, leaving out the full ones. */
static bool place_all(struct db *db, const struct actor *actor, const struct uuid *need, const char *centre,
                      const struct uuid *person, const struct uuid *invitation, const struct uuid *offer,
                      const struct uuid *given, size_t given_count, bool *waits, struct error *error)
{
    struct rows rows;
    struct uuid asked[SHIFTS_MAX];
    bool free[SHIFTS_MAX];
    size_t count = 0, placed = 0;
    if (!query(db, &rows, error,
               "SELECT s.id, s.taken < s.seats FROM shift s WHERE s.need_id = ? AND s.state = 'open' "
               "AND s.ends_at > NOW() AND (s.id IN (SELECT shift_id FROM invitation_shift WHERE invitation_id = ?) "
               "OR s.id IN (SELECT shift_id FROM offer_shift WHERE offer_id = ?)) ORDER BY s.starts_at",
               "uuu", need, invitation, offer))
        return false;
    while (count < SHIFTS_MAX && rows_next(&rows)) {
        free[count] = rows_int(&rows, 1) != 0;
        asked[count++] = rows_uuid(&rows, 0);
    }
    if (!rows_end(&rows, error))
        return false;
    size_t wanted = given_count == 0 ? count : given_count;
    for (size_t i = 0; i < wanted; i++) {
        size_t at = given_count == 0 ? i : 0;
        while (given_count > 0 && at < count && uuid_compare(&asked[at], &given[i]) != 0)
            at++;
        if (at == count)
            return error_set(error, ERROR_INVALID, "unknown_shift", "a shift that was not asked for");
        if (!free[at] && given_count == 0)
            continue;
        int state = PLACEMENT_AWAITING;
        if (!placement_make(db, actor, need, centre, &asked[at], person, invitation, offer, &state, error))
            return false;
        *waits |= state == PLACEMENT_AWAITING;
        placed++;
    }
    return placed > 0 || error_set(error, ERROR_CONFLICT, "seat_taken", "every seat is taken");
}

/* Those who alone can give it are asked for what is missing. */
static bool ask_for_missing(struct db *db, const struct uuid *person, const char *centre,
                            const struct missing_links *links, struct error *error)
{
    return links == NULL ||
           ((links->guardian == NULL || guardian_ask(db, person, centre, links->guardian, moment_today(), error)) &&
            (links->code == NULL || personal_code_ask_waiting(db, person, centre, links->code, error)));
}

static bool accept_invitation(struct db *db, const struct actor *person, const struct uuid *id, const struct uuid *need,
                              const char *centre, const struct uuid *shifts, size_t shift_count,
                              const struct missing_links *links, struct error *error)
{
    bool waits = false;
    return place_all(db, person, need, centre, &person->person, id, NULL, shifts, shift_count, &waits, error) &&
           (!waits || ask_for_missing(db, &person->person, centre, links, error)) &&
           record_letter_to_centre(db, "invitation_accepted", id, centre, error) &&
           letter_to_person(db, "invitation_confirmed", id, &person->person, error) &&
           letters_of_agreed(db, id, error) && need_settle(db, need, centre, error);
}

bool invitation_answer(struct db *db, const struct actor *person, const struct uuid *id, bool accept,
                       const struct uuid *shifts, size_t shift_count, int reason, const struct missing_links *links,
                       struct error *error)
{
    struct uuid need;
    struct locked_need locked;
    uint64_t answered = 0;
    int64_t own = 0;
    if (!need_of(db, "SELECT need_id FROM invitation WHERE id = ?", id, &need, error) ||
        !lock_need(db, &need, &locked, error))
        return false;
    if (!query_int(db, &own, error, "SELECT 1 FROM invitation WHERE id = ? AND person_id = ?", "uu", id,
                   &person->person))
        return error_set(error, ERROR_NOT_FOUND, "unknown_invitation", "another person's");
    if (!execute(db, &answered, error,
                 "UPDATE invitation SET state = ?, decline_reason = ?, answered_at = NOW(3), version = version + 1 "
                 "WHERE id = ? AND state = 'sent' AND expires_at > NOW(3)",
                 "ssu", accept ? "accepted" : "declined", accept || reason < 0 ? NULL : decline_reason_words[reason],
                 id))
        return false;
    if (answered == 0)
        return error_set(error, ERROR_GONE, "invitation_closed", "answered, withdrawn or expired");
    if (accept && locked.state == NEED_CLOSED)
        return error_set(error, ERROR_CONFLICT, "need_closed", "closed");
    if (accept ? !accept_invitation(db, person, id, &need, locked.centre, shifts, shift_count, links, error)
               : !record_letter_to_centre(db, "invitation_declined", id, locked.centre, error))
        return false;
    return person_is_active(db, &person->person, error) &&
           record_change(db, "invitation", id, &person->person, &need, locked.centre, error) &&
           record_change(db, "person", &person->person, &person->person, NULL, NULL, error) &&
           record_audit(db, person, accept ? "invitation_accept" : "invitation_decline", id, &person->person,
                        locked.centre, error);
}

/* ---- Offers --------------------------------------------------------------------------------------------------------
 */

bool offer_create(struct db *db, const struct actor *person, const struct uuid *id, const struct uuid *need,
                  const struct uuid *shifts, size_t shift_count, struct error *error)
{
    struct locked_need locked;
    struct uuid asked[SHIFTS_MAX];
    size_t asked_count = 0;
    int64_t one = 0;
    if (!lock_need(db, need, &locked, error))
        return false;
    if (locked.state == NEED_CLOSED)
        return error_set(error, ERROR_CONFLICT, "need_closed", "closed");
    if (query_int(db, &one, error,
                  "SELECT 1 FROM invitation WHERE need_id = ? AND open_for = ? AND not_before <= NOW(3)", "uu", need,
                  &person->person))
        return error_set(error, ERROR_CONFLICT, "already_invited", "an invitation waits for an answer");
    if (error->kind != ERROR_NONE || !list_shifts(db, need, shifts, shift_count, asked, &asked_count, error))
        return false;
    if (!execute(db, NULL, error, "INSERT INTO offer (id, need_id, person_id) VALUES (?, ?, ?)", "uuu", id, need,
                 &person->person))
        return false;
    for (size_t i = 0; i < asked_count; i++) {
        if (query_int(db, &one, error,
                      "SELECT 1 FROM placement l JOIN shift s ON s.id = ? WHERE l.held_by = ? "
                      "AND l.starts_at < s.ends_at AND l.ends_at > s.starts_at LIMIT 1",
                      "uu", &asked[i], &person->person))
            return error_set(error, ERROR_CONFLICT, "double_booking", "another shift at that time");
        if (error->kind != ERROR_NONE ||
            !execute(db, NULL, error, "INSERT INTO offer_shift (offer_id, shift_id) VALUES (?, ?)", "uu", id,
                     &asked[i]))
            return false;
    }
    return record_letter_to_centre(db, "offer", id, locked.centre, error) &&
           record_change(db, "offer", id, &person->person, need, locked.centre, error) &&
           record_audit(db, person, "offer_create", id, &person->person, locked.centre, error);
}

bool offer_withdraw(struct db *db, const struct actor *person, const struct uuid *id, struct error *error)
{
    struct uuid need;
    struct locked_need locked;
    uint64_t withdrawn = 0;
    int64_t own = 0;
    if (!need_of(db, "SELECT need_id FROM offer WHERE id = ?", id, &need, error) ||
        !lock_need(db, &need, &locked, error))
        return false;
    if (!query_int(db, &own, error, "SELECT 1 FROM offer WHERE id = ? AND person_id = ?", "uu", id, &person->person))
        return error_set(error, ERROR_NOT_FOUND, "unknown_offer", "another person's");
    if (!execute(db, &withdrawn, error,
                 "UPDATE offer SET state = 'withdrawn', answered_at = NOW(3), version = version + 1 "
                 "WHERE id = ? AND state = 'sent'",
                 "u", id))
        return false;
    if (withdrawn == 0)
        return error_set(error, ERROR_CONFLICT, "offer_closed", "answered or withdrawn");
    return letters_of_offer_end(db, id, error) &&
           record_change(db, "offer", id, &person->person, &need, locked.centre, error) &&
           record_audit(db, person, "offer_withdraw", id, &person->person, locked.centre, error);
}

bool offer_answer(struct db *db, const struct actor *actor, const struct uuid *id, bool accept,
                  const struct missing_links *links, struct error *error)
{
    struct uuid need, person = {{0}};
    struct locked_need locked;
    struct rows rows;
    uint64_t answered = 0;
    bool waits = false;
    if (!need_of(db, "SELECT need_id FROM offer WHERE id = ?", id, &need, error) ||
        !lock_need_own(db, actor, &need, &locked, error) ||
        !query(db, &rows, error, "SELECT person_id FROM offer WHERE id = ?", "u", id))
        return false;
    if (rows_next(&rows))
        person = rows_uuid(&rows, 0);
    if (!rows_end(&rows, error) ||
        !execute(db, &answered, error,
                 "UPDATE offer SET state = ?, answered_at = NOW(3), answered_by = ?, version = version + 1 "
                 "WHERE id = ? AND state = 'sent'",
                 "suu", accept ? "accepted" : "declined", &actor->account, id))
        return false;
    if (answered == 0)
        return error_set(error, ERROR_CONFLICT, "offer_closed", "answered or withdrawn");
    if (accept && locked.state == NEED_CLOSED)
        return error_set(error, ERROR_CONFLICT, "need_closed", "closed");
    if (accept && (!place_all(db, actor, &need, locked.centre, &person, NULL, id, NULL, 0, &waits, error) ||
                   (waits && !ask_for_missing(db, &person, locked.centre, links, error)) ||
                   !letters_of_agreed(db, id, error) || !need_settle(db, &need, locked.centre, error)))
        return false;
    return letter_to_person(db, accept ? "offer_accepted" : "offer_declined", id, &person, error) &&
           record_change(db, "offer", id, &person, &need, locked.centre, error) &&
           record_audit(db, actor, accept ? "offer_accept" : "offer_decline", id, &person, locked.centre, error);
}
