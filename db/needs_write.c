/* Posting, changing and closing needs. */
#include <string.h>

#include "db/letters.h"
#include "db/needs.h"
#include "db/placements.h"
#include "db/placing.h"
#include "db/record.h"
#include "db/statement.h"

static bool insert_skills(struct db *db, const struct uuid *need, const struct codes *skills, bool required,
                          struct error *error)
{
    for (size_t i = 0; i < skills->count; i++)
        /* Required wins where a skill is named as both. */
        if (!execute(db, NULL, error,
                     "INSERT INTO need_skill (need_id, skill_code, required) VALUES (?, ?, ?) "
                     "ON DUPLICATE KEY UPDATE required = GREATEST(required, VALUES(required))",
                     "usi", need, skills->items[i], (int64_t)required))
            return false;
    return true;
}

static bool insert_words(struct db *db, const struct uuid *need, const char *kind, const struct codes *words,
                         bool required, struct error *error)
{
    for (size_t i = 0; i < words->count; i++)
        if (!execute(db, NULL, error, "INSERT INTO need_word (need_id, kind, code, required) VALUES (?, ?, ?, ?)",
                     "ussi", need, kind, words->items[i], (int64_t)required))
            return false;
    return true;
}

static bool insert_languages(struct db *db, const struct uuid *need, const struct language_level *languages,
                             size_t count, bool required, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO need_word (need_id, kind, code, required, level) VALUES (?, 'language', ?, ?, ?)",
                     "usis", need, languages[i].code, (int64_t)required, level_words[languages[i].level]))
            return false;
    return true;
}

static bool insert_shifts(struct db *db, const struct uuid *need, const struct shift_input *shifts, size_t count,
                          struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO shift (id, need_id, starts_at, ends_at, seats) VALUES (?, ?, ?, ?, ?)", "uutti",
                     &shifts[i].id, need, shifts[i].from_ms, shifts[i].to_ms, (int64_t)shifts[i].seats))
            return false;
    return true;
}

static bool activity_known(struct db *db, const char *activity, struct error *error)
{
    int64_t one = 0;
    if (query_int(
            db, &one, error,
            "SELECT 1 FROM skill WHERE code = ? UNION ALL SELECT 1 FROM word WHERE kind = 'interest' AND code = ? "
            "LIMIT 1",
            "ss", activity, activity))
        return true;
    return error_set(error, ERROR_INVALID, "unknown_code", "activity");
}

/* Who is responsible where the poster says nothing: the poster, if that is a manager of the centre (R5); by the
 * centre's name where the account has no person, since an address is nobody's business. */
#define POSTING_MANAGER                                                                                                \
    "(SELECT COALESCE(CONCAT(p.first_name, ' ', p.last_name), c.name) FROM account a "                                 \
    "JOIN account_role r ON r.account_id = a.id AND r.role = 'manager' JOIN centre c ON c.code = r.centre_code "       \
    "LEFT JOIN person p ON p.id = a.person_id WHERE a.id = ? AND r.centre_code = ?)"

bool need_create(struct db *db, const struct actor *actor, const struct need_input *input, struct error *error)
{
    int64_t reached = 0;
    if (input->shift_count == 0)
        return error_set(error, ERROR_INVALID, "no_shifts", "a need without shifts");
    if (!query_int(db, &reached, error, "SELECT 1 FROM account_centre WHERE account_id = ? AND centre_code = ? LIMIT 1",
                   "us", &actor->account, input->centre))
        return error_set(error, ERROR_NOT_FOUND, "unknown_centre", "no such centre, or not the actor's");
    return activity_known(db, input->activity, error) &&
           execute(
               db, NULL, error,
               "INSERT INTO need (id, centre_code, for_whom, purpose, role, activity, note, note_language, contact, "
               "min_age, children, urgency, responsible, created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
               "IF(?, ?, " POSTING_MANAGER "), ?)",
               "usssssss"
               "siiiisusu",
               &input->id, input->centre, need_for_words[input->for_whom], need_purpose_words[input->purpose],
               seat_role_words[input->role], input->activity, input->note,
               input->note == NULL ? NULL : language_words[input->note_language], input->contact,
               (int64_t)input->min_age, (int64_t)input->children, (int64_t)input->urgency,
               (int64_t)input->responsible_given, input->responsible, &actor->account, input->centre,
               &actor->account) &&
           insert_skills(db, &input->id, &input->required_skills, true, error) &&
           insert_skills(db, &input->id, &input->preferred_skills, false, error) &&
           insert_words(db, &input->id, "certificate", &input->required_certificates, true, error) &&
           insert_words(db, &input->id, "age_group", &input->age_groups, false, error) &&
           insert_words(db, &input->id, "bring", &input->bring, false, error) &&
           insert_languages(db, &input->id, input->required_languages, input->required_language_count, true, error) &&
           insert_languages(db, &input->id, input->preferred_languages, input->preferred_language_count, false,
                            error) &&
           insert_shifts(db, &input->id, input->shifts, input->shift_count, error) &&
           record_change(db, "need", &input->id, NULL, &input->id, input->centre, error) &&
           record_audit(db, actor, "need_create", &input->id, NULL, input->centre, error);
}

static bool change_row(struct db *db, const struct uuid *id, const struct need_change *change, struct error *error)
{
    if (change->activity != NULL && !activity_known(db, change->activity, error))
        return false;
    if (change->children_given) {
        int64_t one = 0;
        if (query_int(db, &one, error,
                      "SELECT 1 FROM placement l JOIN need n ON n.id = l.need_id WHERE n.id = ? AND n.children <> ? "
                      "LIMIT 1",
                      "ui", id, (int64_t)change->children))
            return error_set(error, ERROR_CONFLICT, "children_fixed", "people are placed under the other rule");
        if (error->kind != ERROR_NONE)
            return false;
    }
    return execute(db, NULL, error,
                   "UPDATE need SET activity = COALESCE(?, activity), min_age = IF(?, ?, min_age), "
                   "urgency = IF(?, ?, urgency), children = IF(?, ?, children), contact = IF(?, ?, contact), "
                   "responsible = IF(?, ?, responsible), "
                   "note_language = IF(?, ?, note_language), note = IF(?, ?, note), version = version + 1 "
                   "WHERE id = ?",
                   "siiiiiiisisisisu", change->activity, (int64_t)change->min_age_given, (int64_t)change->min_age,
                   (int64_t)change->urgency_given, (int64_t)change->urgency, (int64_t)change->children_given,
                   (int64_t)change->children, (int64_t)change->contact_given, change->contact,
                   (int64_t)change->responsible_given, change->responsible, (int64_t)change->note_given,
                   change->note == NULL ? NULL : language_words[change->note_language], (int64_t)change->note_given,
                   change->note, id);
}

static bool change_skills(struct db *db, const struct uuid *id, const struct need_change *change, struct error *error)
{
    static const char drop[] = "DELETE FROM need_skill WHERE need_id = ? AND required = ?";
    if ((change->required_skills_given && !execute(db, NULL, error, drop, "ui", id, (int64_t)1)) ||
        (change->preferred_skills_given && !execute(db, NULL, error, drop, "ui", id, (int64_t)0)))
        return false;
    return (!change->required_skills_given || insert_skills(db, id, &change->required_skills, true, error)) &&
           (!change->preferred_skills_given || insert_skills(db, id, &change->preferred_skills, false, error));
}

static bool drop_words(struct db *db, const struct uuid *id, const char *kind, bool required, struct error *error)
{
    return execute(db, NULL, error, "DELETE FROM need_word WHERE need_id = ? AND kind = ? AND required = ?", "usi", id,
                   kind, (int64_t)required);
}

static bool change_words(struct db *db, const struct uuid *id, const struct need_change *change, struct error *error)
{
    return (!change->required_certificates_given ||
            (drop_words(db, id, "certificate", true, error) &&
             insert_words(db, id, "certificate", &change->required_certificates, true, error))) &&
           (!change->age_groups_given || (drop_words(db, id, "age_group", false, error) &&
                                          insert_words(db, id, "age_group", &change->age_groups, false, error))) &&
           (!change->bring_given || (drop_words(db, id, "bring", false, error) &&
                                     insert_words(db, id, "bring", &change->bring, false, error))) &&
           (!change->required_languages_given ||
            (drop_words(db, id, "language", true, error) &&
             insert_languages(db, id, change->required_languages, change->required_language_count, true, error))) &&
           (!change->preferred_languages_given ||
            (drop_words(db, id, "language", false, error) &&
             insert_languages(db, id, change->preferred_languages, change->preferred_language_count, false, error)));
}

/* The shift must be one of this need; `code` names why it was not changed although it is. */
static bool shift_refused(struct db *db, const struct uuid *need, const struct uuid *shift, const char *code,
                          struct error *error)
{
    int64_t one = 0;
    if (query_int(db, &one, error, "SELECT 1 FROM shift WHERE id = ? AND need_id = ? AND state = 'open'", "uu", shift,
                  need))
        return error_set(error, ERROR_CONFLICT, code, "people hold seats");
    return error_set(error, ERROR_INVALID, "unknown_shift", "no such shift of this need");
}

/* Those who hold seats of a shift to come are cancelled one by one, as if by hand: each is told. */
static bool release_people(struct db *db, const struct actor *actor, const struct uuid *need, const struct uuid *shift,
                           struct error *error)
{
    enum { HELD_MAX = 50 }; /* the most seats a shift has */
    struct uuid held[HELD_MAX];
    struct rows rows;
    size_t count = 0;
    if (!query(db, &rows, error,
               "SELECT id FROM placement WHERE shift_id = ? AND need_id = ? AND state IN ('awaiting', 'agreed') "
               "AND starts_at > NOW() LIMIT 50",
               "uu", shift, need))
        return false;
    while (count < HELD_MAX && rows_next(&rows))
        held[count++] = rows_uuid(&rows, 0);
    if (!rows_end(&rows, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!placement_cancel(db, actor, &held[i], WORD_NONE, error))
            return false;
    return true;
}

static bool change_shifts(struct db *db, const struct actor *actor, const struct uuid *id,
                          const struct need_change *change, struct error *error)
{
    for (size_t i = 0; i < change->remove_count; i++) {
        uint64_t removed = 0;
        if (change->cancel_people && !release_people(db, actor, id, &change->remove[i], error))
            return false;
        if (!execute(db, &removed, error,
                     "UPDATE shift SET state = 'cancelled', version = version + 1 WHERE id = ? AND need_id = ? "
                     "AND state = 'open' AND taken = 0",
                     "uu", &change->remove[i], id))
            return false;
        if (removed == 0)
            return shift_refused(db, id, &change->remove[i], "shift_held", error);
    }
    for (size_t i = 0; i < change->seats_count; i++) {
        uint64_t changed = 0;
        if (!execute(db, &changed, error,
                     "UPDATE shift SET seats = ?, version = version + 1 WHERE id = ? AND need_id = ? "
                     "AND state = 'open' AND taken <= ?",
                     "iuui", (int64_t)change->seats[i].seats, &change->seats[i].id, id,
                     (int64_t)change->seats[i].seats))
            return false;
        if (changed == 0)
            return shift_refused(db, id, &change->seats[i].id, "seats_taken", error);
    }
    if (!insert_shifts(db, id, change->add, change->add_count, error))
        return false;
    int64_t left = 0;
    if (!query_int(db, &left, error, "SELECT COUNT(*) FROM shift WHERE need_id = ? AND state = 'open'", "u", id))
        return false;
    return left > 0 || error_set(error, ERROR_INVALID, "no_shifts", "a need without shifts");
}

/* What those who come were told of: what they will do, who meets them, what to bring, the note. */
static bool read_told_facts(struct db *db, const struct uuid *id, char facts[33], struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT MD5(CONCAT_WS('|', n.activity, COALESCE(n.contact, '-'), COALESCE(n.note, '-'), (SELECT "
               "GROUP_CONCAT(w.code ORDER BY w.code) FROM need_word w WHERE w.need_id = n.id AND w.kind = 'bring'))) "
               "FROM need n WHERE n.id = ?",
               "u", id))
        return false;
    memset(facts, 0, 33);
    if (rows_next(&rows))
        rows_copy(&rows, 0, facts, 32);
    return rows_end(&rows, error);
}

enum { CHANGES_GATHER_MS = 60 * 1000 };

/* One letter to each person who comes, after the last change of a minute; at once when the need is urgent. */
static bool tell_changed(struct db *db, const struct uuid *id, int urgency, struct error *error)
{
    struct told told = {0};
    struct uuid letter = {{0}};
    const struct uuid *person = NULL;
    bool done = told_by_need(db, id, &told, error);
    for (size_t i = 0; done && i < told.count; i++) {
        const struct held *one = &told.placements[i];
        bool same = person != NULL && uuid_compare(person, &one->person) == 0;
        person = &one->person;
        if (one->email == NULL)
            continue;
        done = (same || letter_gather(db, "need_changed", &one->id, one->email, one->language,
                                      urgency == 3 ? 0 : CHANGES_GATHER_MS, &letter, error)) &&
               letter_item(db, &letter, &one->id, error);
    }
    told_free(&told);
    return done;
}

bool need_update(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version,
                 const struct need_change *change, struct error *error)
{
    struct locked_need need;
    char before[33], after[33];
    if (!lock_need_own(db, actor, id, &need, error))
        return false;
    if (version != 0 && version != need.version)
        return error_set(error, ERROR_STALE, "stale_version", "is at %lld", (long long)need.version);
    if (need.state == NEED_CLOSED)
        return error_set(error, ERROR_CONFLICT, "need_closed", "closed");
    return read_told_facts(db, id, before, error) && change_row(db, id, change, error) &&
           change_skills(db, id, change, error) && change_words(db, id, change, error) &&
           change_shifts(db, actor, id, change, error) && read_told_facts(db, id, after, error) &&
           (strcmp(before, after) == 0 || tell_changed(db, id, need.urgency, error)) &&
           (!change->responsible_given || supervision_changes(db, id, need.centre, error)) &&
           need_settle(db, id, need.centre, error) &&
           record_audit(db, actor, "need_update", id, NULL, need.centre, error);
}

static bool tell_closed(struct db *db, const struct uuid *need, struct error *error)
{
    struct told told = {0};
    bool done = told_by_need(db, need, &told, error) &&
                letters_write(db, &told, 0, "need_closed", LETTER_PERSON, error) &&
                letters_write(db, &told, 0, "guardian_cancelled", LETTER_GUARDIAN, error);
    told_free(&told);
    return done;
}

static bool cancel_placements(struct db *db, const struct uuid *need, struct error *error)
{
    return tell_closed(db, need, error) &&
           execute(db, NULL, error,
                   "INSERT INTO change_entry (kind, subject_id, person_id, need_id, centre_code) "
                   "SELECT 'placement', id, person_id, need_id, centre_code FROM placement WHERE need_id = ? "
                   "AND state IN ('awaiting', 'agreed') AND starts_at > NOW()",
                   "u", need) &&
           execute(db, NULL, error,
                   "INSERT INTO change_entry (kind, subject_id, person_id) SELECT 'person', person_id, person_id "
                   "FROM placement WHERE need_id = ? AND state IN ('awaiting', 'agreed') AND starts_at > NOW()",
                   "u", need) &&
           execute(db, NULL, error,
                   "UPDATE placement SET state = 'cancelled', cancelled_by = 'centre', version = version + 1 "
                   "WHERE need_id = ? AND state IN ('awaiting', 'agreed') AND starts_at > NOW()",
                   "u", need);
}

bool need_close(struct db *db, const struct actor *actor, const struct uuid *id, struct error *error)
{
    struct locked_need need;
    if (!lock_need_own(db, actor, id, &need, error))
        return false;
    if (need.state == NEED_CLOSED)
        return true;
    return cancel_placements(db, id, error) && need_end_questions(db, id, need.centre, error) &&
           execute(db, NULL, error, "UPDATE need SET state = 'closed', version = version + 1 WHERE id = ?", "u", id) &&
           supervision_follows(db, id, error) && record_change(db, "need", id, NULL, id, need.centre, error) &&
           record_audit(db, actor, "need_close", id, NULL, need.centre, error);
}
