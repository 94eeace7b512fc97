#include "db/demo.h"

#include "db/statement.h"

bool demo_person_insert(struct db *db, const struct demo_person *person, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO person (id, state, first_name, last_name, birth_date, email, phone, language, "
                   "settlement_id, lat, lon, reach_m, commitment, hours_per_week, about, created_at, updated_at) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   "usssdsssirrIsIstt", &person->id, person->state, person->first_name, person->last_name,
                   person->birth_day, person->email, person->phone, person->language, (int64_t)person->settlement,
                   person->lat, person->lon, person->reach_m > 0, (int64_t)person->reach_m, person->commitment,
                   person->hours_per_week > 0, (int64_t)person->hours_per_week, person->about, person->created_ms,
                   person->created_ms);
}

bool demo_membership_insert(struct db *db, const struct uuid *person, const char *kind, const char *centre,
                            int32_t since_day, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO membership (person_id, kind, centre_code, since, cover_agreed) "
                   "VALUES (?, ?, ?, ?, ? = 'worker')",
                   "ussds", person, kind, centre, since_day, kind);
}

bool demo_list_insert(struct db *db, const struct uuid *person, enum demo_list list, const char *code,
                      struct error *error)
{
    static const char *const sql[] = {
        [DEMO_SKILL] = "INSERT INTO person_skill (person_id, skill_code) VALUES (?, ?)",
        [DEMO_WANT] = "INSERT INTO person_want (person_id, skill_code) VALUES (?, ?)",
        [DEMO_CENTRE] = "INSERT INTO person_centre (person_id, centre_code) VALUES (?, ?)",
    };

    return execute(db, NULL, error, sql[list], "us", person, code);
}

bool demo_word_insert(struct db *db, const struct uuid *person, const char *kind, const char *code, const char *level,
                      int32_t valid_until, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO person_word (person_id, kind, code, level, valid_until) VALUES (?, ?, ?, ?, ?)",
                   "usssD", person, kind, code, level, valid_until > 0, valid_until);
}

bool demo_availability_insert(struct db *db, const struct uuid *person, int day, int from_minute, int to_minute,
                              struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO person_availability (person_id, day, from_minute, to_minute) VALUES (?, ?, ?, ?)",
                   "uiii", person, (int64_t)day, (int64_t)from_minute, (int64_t)to_minute);
}

bool demo_consent_insert(struct db *db, const struct uuid *person, const char *purpose, const char *text_version,
                         const char *language, int64_t given_ms, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO consent (person_id, purpose, text_version, lang, given_at) VALUES (?, ?, ?, ?, ?)",
                   "ussst", person, purpose, text_version, language, given_ms);
}

bool demo_guardian_insert(struct db *db, const struct uuid *person, const char *name, const char *email,
                          const char *language, struct error *error)
{
    return execute(db, NULL, error, "INSERT INTO guardian (person_id, name, email, language) VALUES (?, ?, ?, ?)",
                   "usss", person, name, email, language);
}

bool demo_permission_insert(struct db *db, const struct demo_permission *permission, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO guardian_permission (id, person_id, centre_code, school_year, state, valid_until, "
                   "answered_at, created_at) VALUES (?, ?, ?, ?, ?, ?, IF(?, ?, NULL), ?)",
                   "uusisditt", &permission->id, &permission->person, permission->centre,
                   (int64_t)permission->school_year, permission->given ? "given" : "asked", permission->valid_until,
                   (int64_t)permission->given, permission->created_ms, permission->created_ms);
}

bool demo_check_insert(struct db *db, const struct demo_check *check, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO background_check (id, person_id, checked_on, municipality_code, result, basis, "
                   "valid_until, recorded_by, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   "uudsssdut", &check->id, &check->person, check->checked_on, check->municipality, check->result,
                   check->basis, check->valid_until, &check->recorded_by, check->recorded_ms);
}

bool demo_account_insert(struct db *db, const struct demo_account *account, struct error *error)
{
    const char *scope = account->group != NULL          ? account->group
                        : account->municipality != NULL ? account->municipality
                        : account->centre != NULL       ? account->centre
                                                        : "";

    return execute(db, NULL, error,
                   "INSERT INTO account (id, email, language, password_hash, person_id, state) "
                   "VALUES (?, ?, ?, ?, ?, 'active')",
                   "usssu", &account->id, account->email, account->language, account->password_hash,
                   &account->person) &&
           execute(db, NULL, error,
                   "INSERT INTO account_role (account_id, role, group_code, municipality_code, centre_code, scope) "
                   "VALUES (?, ?, ?, ?, ?, ?)",
                   "usssss", &account->id, account->role, account->group, account->municipality, account->centre,
                   scope);
}

bool demo_need_insert(struct db *db, const struct demo_need *need, struct error *error)
{
    return execute(
        db, NULL, error,
        "INSERT INTO need (id, centre_code, for_whom, purpose, role, activity, note, note_language, contact, "
        "responsible, min_age, children, urgency, state, created_by, created_at, updated_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "usssssssssiiisutt", &need->id, need->centre, need->for_whom, need->purpose, need->role, need->activity,
        need->note, need->note_language, need->contact, need->responsible, (int64_t)need->min_age,
        (int64_t)need->children, (int64_t)need->urgency, need->state, &need->created_by, need->created_ms,
        need->created_ms);
}

bool demo_need_skill_insert(struct db *db, const struct uuid *need, const char *skill, bool required,
                            struct error *error)
{
    return execute(db, NULL, error, "INSERT INTO need_skill (need_id, skill_code, required) VALUES (?, ?, ?)", "usi",
                   need, skill, (int64_t)required);
}

bool demo_need_word_insert(struct db *db, const struct uuid *need, const char *kind, const char *code, bool required,
                           const char *level, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO need_word (need_id, kind, code, required, level) VALUES (?, ?, ?, ?, ?)", "ussis", need,
                   kind, code, (int64_t)required, level);
}

bool demo_shift_insert(struct db *db, const struct uuid *shift, const struct uuid *need, int64_t starts_ms,
                       int64_t ends_ms, int seats, struct error *error)
{
    return execute(db, NULL, error, "INSERT INTO shift (id, need_id, starts_at, ends_at, seats) VALUES (?, ?, ?, ?, ?)",
                   "uutti", shift, need, starts_ms, ends_ms, (int64_t)seats);
}

static bool insert_invitation(struct db *db, const struct demo_promise *promise, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO invitation (id, need_id, person_id, state, decline_reason, created_by, created_at, "
                   "not_before, expires_at, answered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, IF(?, ?, NULL))",
                   "uuussutttit", &promise->id, &promise->need, &promise->person, promise->state,
                   promise->decline_reason, &promise->by, promise->created_ms, promise->created_ms + 10000,
                   promise->expires_ms, (int64_t)(promise->answered_ms > 0), promise->answered_ms) &&
           execute(db, NULL, error, "INSERT INTO invitation_shift (invitation_id, shift_id) VALUES (?, ?)", "uu",
                   &promise->id, &promise->shift);
}

static bool insert_offer(struct db *db, const struct demo_promise *promise, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO offer (id, need_id, person_id, state, created_at, answered_at, answered_by) "
                   "VALUES (?, ?, ?, ?, ?, IF(?, ?, NULL), ?)",
                   "uuustitu", &promise->id, &promise->need, &promise->person, promise->state, promise->created_ms,
                   (int64_t)(promise->answered_ms > 0), promise->answered_ms, &promise->by) &&
           execute(db, NULL, error, "INSERT INTO offer_shift (offer_id, shift_id) VALUES (?, ?)", "uu", &promise->id,
                   &promise->shift);
}

bool demo_promise_insert(struct db *db, const struct demo_promise *promise, struct error *error)
{
    return promise->offer ? insert_offer(db, promise, error) : insert_invitation(db, promise, error);
}

bool demo_placement_insert(struct db *db, const struct demo_placement *placement, struct error *error)
{
    static const struct demo_check no_check;
    static const struct demo_permission no_permission;
    const struct demo_check *check = placement->check != NULL ? placement->check : &no_check;
    const struct demo_permission *permission = placement->permission != NULL ? placement->permission : &no_permission;
    bool checked = placement->check != NULL, permitted = placement->permission != NULL;

    return execute(db, NULL, error,
                   "INSERT INTO placement (id, shift_id, need_id, centre_code, person_id, state, starts_at, ends_at, "
                   "children, check_id, check_result, check_from, check_until, young, minor, permission_id, "
                   "permission_until, supervised, invitation_id, offer_id, minutes, created_at, updated_at) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   "uuususttiusDDiiuDiuuItt", &placement->id, &placement->shift, &placement->need, placement->centre,
                   &placement->person, placement->state, placement->starts_ms, placement->ends_ms,
                   (int64_t)placement->children, &check->id, check->result, checked, check->checked_on, checked,
                   check->valid_until, (int64_t)placement->young, (int64_t)placement->minor, &permission->id, permitted,
                   permission->valid_until, (int64_t)placement->minor, &placement->invitation, &placement->offer,
                   placement->minutes > 0, (int64_t)placement->minutes, placement->created_ms, placement->created_ms);
}
