#include "db/origin.h"

#include "db/checks.h"
#include "db/handle.h"
#include "db/placing.h"
#include "db/record.h"
#include "db/statement.h"

bool person_set_foreign(struct db *db, const struct uuid *person, bool foreign_citizen, struct error *error)
{
    uint64_t changed = 0;
    if (!execute(db, &changed, error,
                 "UPDATE person SET foreign_citizen = ?, version = version + 1 WHERE id = ? AND foreign_citizen <> ?",
                 "iui", (int64_t)foreign_citizen, person, (int64_t)foreign_citizen))
        return false;
    return changed == 0 || (placements_rejudge(db, person, NULL, error) &&
                            record_change(db, "person", person, person, NULL, NULL, error));
}

static bool insert_certificate(struct db *db, const struct actor *actor, const struct origin_input *input,
                               struct error *error)
{
    int32_t today = moment_today();
    if (input->issued_on > today)
        return error_set(error, ERROR_INVALID, "checked_in_future", "later than today");
    if (input->issued_on < today - 366)
        return error_set(error, ERROR_INVALID, "check_too_old", "over a year ago");
    return execute(db, NULL, error,
                   "INSERT INTO origin_certificate (id, person_id, municipality_code, issued_on, valid_until, "
                   "recorded_by) VALUES (?, ?, ?, ?, ? + INTERVAL 1 YEAR, ?)",
                   "uusddu", &input->id, &input->person, input->checker, input->issued_on, input->issued_on,
                   &actor->account);
}

bool origin_record(struct db *db, const struct actor *actor, const struct origin_input *input, int32_t *agreed,
                   struct error *error)
{
    *agreed = 0;
    return check_person_known(db, actor, &input->person, error) && check_acts_for(db, actor, input->checker, error) &&
           (!input->is_needed || !input->has_certificate || insert_certificate(db, actor, input, error)) &&
           execute(db, NULL, error, "UPDATE person SET foreign_citizen = ?, version = version + 1 WHERE id = ?", "iu",
                   (int64_t)input->is_needed, &input->person) &&
           placements_rejudge(db, &input->person, agreed, error) &&
           record_change(db, "person", &input->person, &input->person, NULL, NULL, error) &&
           record_audit(db, actor, "origin_record", &input->id, &input->person, NULL, error);
}

/* Of the columns municipality_code, issued_on, valid_until. */
static bool read_certificates(struct rows *rows, struct arena *arena, struct origin_certificate **list, size_t *count,
                              struct error *error)
{
    *list = NULL;
    *count = 0;
    while (rows_next(rows)) {
        struct origin_certificate *larger = grow(arena, *list, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *list = larger;
        larger[(*count)++] =
            (struct origin_certificate){rows_text(rows, 0, arena), rows_date(rows, 1), rows_date(rows, 2)};
    }
    return rows_end(rows, error);
}

bool origin_list(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *person,
                 bool *is_needed, struct origin_certificate **list, size_t *count, struct error *error)
{
    struct rows rows;
    int64_t foreign = 0;
    query_int(db, &foreign, error, "SELECT foreign_citizen FROM person WHERE id = ?", "u", person);
    *is_needed = foreign != 0;
    return error->kind == ERROR_NONE &&
           query(db, &rows, error,
                 "SELECT o.municipality_code, o.issued_on, o.valid_until FROM origin_certificate o "
                 "WHERE o.person_id = ? "
                 "AND o.municipality_code IN (SELECT municipality_code FROM account_centre WHERE account_id = ?) "
                 "ORDER BY o.issued_on DESC, o.recorded_at DESC LIMIT 50",
                 "uu", person, &actor->account) &&
           read_certificates(&rows, arena, list, count, error);
}

bool origin_of_person(struct db *db, struct arena *arena, const struct uuid *person, struct origin_certificate **list,
                      size_t *count, struct error *error)
{
    struct rows rows;
    return query(db, &rows, error,
                 "SELECT municipality_code, issued_on, valid_until FROM origin_certificate WHERE person_id = ? "
                 "ORDER BY issued_on DESC, recorded_at DESC",
                 "u", person) &&
           read_certificates(&rows, arena, list, count, error);
}
