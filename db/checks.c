#include "db/checks.h"

#include "db/handle.h"
#include "db/letters.h"
#include "db/personal_codes.h"
#include "db/placing.h"
#include "db/record.h"
#include "db/statement.h"
#include "db/visit_reports.h"

/* Whom staff may know of: who works at, accepted for, or offered to a centre that they reach, or is to visit it in a
 * round that its hosts have been asked about, until the visit is over. */
bool check_person_known(struct db *db, const struct actor *actor, const struct uuid *person, struct error *error)
{
    int64_t one = 0;
    if (query_int(db, &one, error,
                  "SELECT 1 FROM account_centre r WHERE r.account_id = ? AND r.centre_code IN ("
                  "SELECT l.centre_code FROM placement l WHERE l.person_id = ? "
                  "UNION SELECT n.centre_code FROM offer f JOIN need n ON n.id = f.need_id WHERE f.person_id = ? "
                  "UNION SELECT n.centre_code FROM invitation i JOIN need n ON n.id = i.need_id "
                  "WHERE i.person_id = ? AND i.state = 'accepted' "
                  "UNION SELECT m.centre_code FROM membership m WHERE m.person_id = ? AND m.kind = 'worker' "
                  "UNION SELECT v.centre_code FROM visit v JOIN round o ON o.id = v.round_id "
                  "AND o.state IN ('approving', 'published') JOIN round_period p ON p.round_id = v.round_id "
                  "AND p.code = v.period_code AND p.last_day >= ? WHERE v.person_id = ?) LIMIT 1",
                  "uuuuudu", &actor->account, person, person, person, person, moment_today(), person))
        return true;
    return error_set(error, ERROR_NOT_FOUND, "unknown_person", "nobody the actor may know of");
}

static bool insert_check(struct db *db, const struct uuid *account, const struct check_input *input,
                         struct error *error)
{
    return execute(
        db, NULL, error,
        "INSERT INTO background_check (id, person_id, checked_on, municipality_code, result, basis, reference, "
        "valid_until, recorded_by) VALUES (?, ?, ?, ?, ?, ?, ?, ? + INTERVAL 1 YEAR, ?)",
        "uudssssdu", &input->id, &input->person, input->checked_on, input->checker, check_result_words[input->result],
        check_basis_words[input->basis], input->reference, input->checked_on, account);
}

/* The same words as for any cancelling, to everybody: nobody can read the reason off a letter. */
static bool tell_prohibited(struct db *db, const struct uuid *person, struct error *error)
{
    enum { CHILDREN = 1 };
    struct told told = {0};
    bool done = told_by_person(db, person, &told, error);
    for (size_t i = 0; done && i < told.count; i++)
        told.placements[i].mark = told.placements[i].children ? CHILDREN : 0;
    done = done && letters_write(db, &told, CHILDREN, "placement_cancelled", LETTER_PERSON, error) &&
           letters_write(db, &told, CHILDREN, "placement_withdrawn", LETTER_CENTRE, error) &&
           letters_write(db, &told, CHILDREN, "guardian_cancelled", LETTER_GUARDIAN, error);
    told_free(&told);
    return done;
}

/* A prohibited result: what was to come is cancelled by the service, and visits are the coordinator's to mend, without
 * a word of the reason. */
static bool cancel_prohibited(struct db *db, const struct uuid *person, struct error *error)
{
    return visits_suspend(db, person, error) && tell_prohibited(db, person, error) &&
           execute(db, NULL, error,
                   "INSERT INTO change_entry (kind, subject_id, person_id, need_id, centre_code) "
                   "SELECT 'placement', id, person_id, need_id, centre_code FROM placement WHERE person_id = ? "
                   "AND children = 1 AND state IN ('awaiting', 'agreed') AND ends_at > NOW()",
                   "u", person) &&
           execute(db, NULL, error,
                   "INSERT INTO change_entry (kind, subject_id, need_id, centre_code) "
                   "SELECT DISTINCT 'need', need_id, need_id, centre_code FROM placement WHERE person_id = ? "
                   "AND children = 1 AND state IN ('awaiting', 'agreed') AND ends_at > NOW()",
                   "u", person) &&
           execute(db, NULL, error,
                   "UPDATE placement SET state = 'cancelled', cancelled_by = 'service', version = version + 1 "
                   "WHERE person_id = ? AND children = 1 AND state IN ('awaiting', 'agreed') AND ends_at > NOW()",
                   "u", person) &&
           execute(db, NULL, error,
                   "UPDATE need SET state = 'open' WHERE state = 'filled' AND id IN (SELECT need_id FROM placement "
                   "WHERE person_id = ? AND state = 'cancelled' AND ends_at > NOW()) AND id IN (SELECT need_id "
                   "FROM shift WHERE state = 'open' AND taken < seats AND ends_at > NOW())",
                   "u", person) &&
           supervision_follows_person(db, person, error);
}

bool check_acts_for(struct db *db, const struct actor *actor, const char *municipality, struct error *error)
{
    int64_t one = 0;
    if (query_int(db, &one, error,
                  "SELECT 1 FROM account_centre WHERE account_id = ? AND municipality_code = ? LIMIT 1", "us",
                  &actor->account, municipality))
        return true;
    return error_set(error, ERROR_FORBIDDEN, "not_your_municipality", "the checker is another's");
}

/* What follows from a check, the same whether it was made or accepted. The personal code has served; after a
 * prohibited result nobody else needs it either. */
static bool settle(struct db *db, const struct actor *actor, const struct uuid *id, const struct uuid *person,
                   const char *checker, int result, int32_t *agreed, struct error *error)
{
    return personal_code_settle(db, person, result == CHECK_PERMITTED ? checker : NULL, error) &&
           (result == CHECK_PERMITTED ? placements_rejudge(db, person, agreed, error)
                                      : cancel_prohibited(db, person, error)) &&
           record_change(db, "check", id, person, NULL, NULL, error) &&
           record_change(db, "person", person, person, NULL, NULL, error) &&
           record_audit(db, actor, "check_create", id, person, NULL, error);
}

bool check_create(struct db *db, const struct actor *actor, const struct check_input *input, int32_t *agreed,
                  struct error *error)
{
    int64_t one = 0;
    *agreed = 0;
    if (!check_person_known(db, actor, &input->person, error))
        return false;
    if (!query_int(db, &one, error, "SELECT 1 FROM municipality WHERE code = ?", "s", input->checker))
        return error_set(error, ERROR_INVALID, "unknown_code", "checker");
    if (!check_acts_for(db, actor, input->checker, error))
        return false;
    int32_t today = moment_today();
    /* Criminal liability starts at 14: there is nothing to ask a register about (R1). */
    if (query_int(db, &one, error, "SELECT 1 FROM person WHERE id = ? AND birth_date > ? - INTERVAL 14 YEAR", "ud",
                  &input->person, input->checked_on))
        return error_set(error, ERROR_CONFLICT, "too_young_for_check", "under 14");
    if (error->kind != ERROR_NONE)
        return false;
    if (input->checked_on > today)
        return error_set(error, ERROR_INVALID, "checked_in_future", "later than today");
    if (input->checked_on < today - 366)
        return error_set(error, ERROR_INVALID, "check_too_old", "over a year ago");
    return insert_check(db, &actor->account, input, error) &&
           settle(db, actor, &input->id, &input->person, input->checker, input->result, agreed, error);
}

bool check_accept(struct db *db, const struct actor *actor, const struct uuid *source, const struct uuid *id,
                  const char *checker, struct uuid *person, int32_t *agreed, struct error *error)
{
    struct rows rows;
    uint64_t made = 0;
    *agreed = 0;
    if (!query(db, &rows, error, "SELECT person_id FROM background_check WHERE id = ? AND result = 'permitted'", "u",
               source))
        return false;
    bool found = rows_next(&rows);
    if (found)
        *person = rows_uuid(&rows, 0);
    if (!rows_end(&rows, error))
        return false;
    if (!found || !check_person_known(db, actor, person, error))
        return error->kind == ERROR_NONE || error->kind == ERROR_NOT_FOUND
                   ? error_set(error, ERROR_NOT_FOUND, "unknown_check", "no such check, or not of somebody known")
                   : false;
    if (!check_acts_for(db, actor, checker, error) ||
        !execute(db, &made, error,
                 "INSERT INTO background_check (id, person_id, checked_on, municipality_code, result, basis, "
                 "valid_until, recorded_by, accepted_from) SELECT ?, b.person_id, b.checked_on, ?, b.result, "
                 "'accepted_from_other', b.valid_until, ?, b.id FROM background_check b WHERE b.id = ? "
                 "AND b.municipality_code <> ? AND b.accepted_from IS NULL AND b.valid_until >= ? "
                 "AND 'permitted' = (SELECT y.result FROM background_check y WHERE y.person_id = b.person_id "
                 "ORDER BY y.checked_on DESC, y.recorded_at DESC LIMIT 1)",
                 "usuusd", id, checker, &actor->account, source, checker, moment_today()))
        return false;
    if (made == 0)
        return error_set(error, ERROR_CONFLICT, "check_not_acceptable", "own, over, second hand, or overtaken");
    return settle(db, actor, id, person, checker, CHECK_PERMITTED, agreed, error);
}

bool check_rely(struct db *db, const struct actor *actor, const struct uuid *source, const struct uuid *id,
                const char *checker, const struct uuid *person, struct error *error)
{
    struct uuid checked;
    int32_t agreed = 0;
    int64_t one = 0;
    if (!query_int(db, &one, error, "SELECT 1 FROM background_check WHERE id = ? AND person_id = ?", "uu", source,
                   person))
        return error->kind == ERROR_NONE &&
               error_set(error, ERROR_NOT_FOUND, "unknown_check", "no such check, or of somebody else");
    if (query_int(db, &one, error, "SELECT 1 FROM background_check WHERE accepted_from = ? AND municipality_code = ?",
                  "us", source, checker))
        return true;
    return error->kind == ERROR_NONE && check_accept(db, actor, source, id, checker, &checked, &agreed, error);
}

bool check_import(struct db *db, const struct check_input *input, struct error *error)
{
    return insert_check(db, NULL, input, error) &&
           record_change(db, "person", &input->person, &input->person, NULL, NULL, error);
}

/* Of the columns id, result, basis, checked_on, valid_until, municipality_code, reference, accepted_from. */
static bool read_checks(struct rows *rows, struct arena *arena, const struct uuid *person, struct check **checks,
                        size_t *count, struct error *error)
{
    *checks = NULL;
    *count = 0;
    while (rows_next(rows)) {
        struct check *larger = grow(arena, *checks, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *checks = larger;
        larger[(*count)++] = (struct check){.id = rows_uuid(rows, 0),
                                            .person = *person,
                                            .result = rows_word(rows, 1, check_result_words),
                                            .basis = rows_word(rows, 2, check_basis_words),
                                            .checked_on = rows_date(rows, 3),
                                            .valid_until = rows_date(rows, 4),
                                            .checker = rows_text(rows, 5, arena),
                                            .reference = rows_text(rows, 6, arena),
                                            .has_source = !rows_null(rows, 7),
                                            .source = rows_uuid(rows, 7)};
    }
    return rows_end(rows, error);
}

bool checks_list(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *person,
                 struct check **checks, size_t *count, struct error *error)
{
    struct rows rows;
    return check_person_known(db, actor, person, error) &&
           query(db, &rows, error,
                 "SELECT b.id, b.result, b.basis, b.checked_on, b.valid_until, b.municipality_code, "
                 "IF(r.code IS NULL, NULL, b.reference), b.accepted_from FROM background_check b "
                 "LEFT JOIN (SELECT DISTINCT municipality_code AS code FROM account_centre WHERE account_id = ?) r "
                 "ON r.code = b.municipality_code WHERE b.person_id = ? AND (r.code IS NOT NULL OR b.result = "
                 "'permitted') ORDER BY b.checked_on DESC, b.recorded_at DESC LIMIT 100",
                 "uu", &actor->account, person) &&
           read_checks(&rows, arena, person, checks, count, error) &&
           record_audit(db, actor, "checks_seen", NULL, person, NULL, error);
}

bool checks_of_person(struct db *db, struct arena *arena, const struct uuid *person, struct check **checks,
                      size_t *count, struct error *error)
{
    struct rows rows;
    return query(db, &rows, error,
                 "SELECT id, result, basis, checked_on, valid_until, municipality_code, reference, accepted_from "
                 "FROM background_check WHERE person_id = ? ORDER BY checked_on DESC, recorded_at DESC",
                 "u", person) &&
           read_checks(&rows, arena, person, checks, count, error);
}
