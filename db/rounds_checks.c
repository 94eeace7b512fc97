/* What is known of the checks of a round's workers, by whom they were made and who accepted them (R1, R3). */
#include "db/record.h"
#include "db/rounds.h"
#include "db/rounds_rows.h"
#include "db/statement.h"

static bool read_checks(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT b.person_id, b.id, b.municipality_code, IF(b.basis = 'accepted_from_other', "
               "s.municipality_code, b.municipality_code), b.result = 'permitted', b.basis = 'accepted_from_other', "
               "b.checked_on, b.valid_until FROM round_worker w JOIN background_check b ON b.person_id = w.person_id "
               "LEFT JOIN background_check s ON s.id = b.accepted_from WHERE w.round_id = ? "
               "ORDER BY b.person_id, b.checked_on DESC, b.recorded_at DESC",
               "u", &round->id))
        return false;
    while (rows_next(&rows)) {
        struct uuid id = rows_uuid(&rows, 0);
        struct round_worker *worker = round_worker_of(round, &id);
        if (worker == NULL)
            continue;
        struct worker_check *larger = grow(arena, worker->checks, worker->check_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        worker->checks = larger;
        larger[worker->check_count++] = (struct worker_check){.id = rows_uuid(&rows, 1),
                                                              .municipality = rows_text(&rows, 2, arena),
                                                              .maker = rows_text(&rows, 3, arena),
                                                              .permitted = rows_int(&rows, 4) != 0,
                                                              .accepted = rows_int(&rows, 5) != 0,
                                                              .checked_on = rows_date(&rows, 6),
                                                              .valid_until = rows_date(&rows, 7)};
    }
    return rows_end(&rows, error);
}

static bool read_origins(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    struct rows rows;
    if (!query(
            db, &rows, error,
            "SELECT p.id, o.municipality_code, o.valid_until FROM round_worker w JOIN person p ON p.id = w.person_id "
            "AND p.foreign_citizen = 1 LEFT JOIN origin_certificate o ON o.person_id = p.id WHERE w.round_id = ? "
            "ORDER BY p.id, o.issued_on DESC, o.recorded_at DESC",
            "u", &round->id))
        return false;
    while (rows_next(&rows)) {
        struct uuid id = rows_uuid(&rows, 0);
        struct round_worker *worker = round_worker_of(round, &id);
        if (worker == NULL)
            continue;
        worker->foreign_citizen = true;
        if (rows_null(&rows, 1))
            continue;
        struct worker_origin *larger = grow(arena, worker->origins, worker->origin_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        worker->origins = larger;
        larger[worker->origin_count++] = (struct worker_origin){rows_text(&rows, 1, arena), rows_date(&rows, 2)};
    }
    return rows_end(&rows, error);
}

bool round_read_checks(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    return read_checks(db, arena, round, error) && read_origins(db, arena, round, error);
}

bool round_hold_checks(struct db *db, const struct uuid *round, struct error *error)
{
    int64_t count = 0;
    /* By person, so that the gaps are held into which new ones would go; a column that is not in that key, since only
     * whole rows are compared with what the transaction has seen. */
    return query_int(db, &count, error,
                     "SELECT COUNT(b.result) FROM round_worker w STRAIGHT_JOIN background_check b "
                     "FORCE INDEX (background_check_person) ON b.person_id = w.person_id WHERE w.round_id = ? "
                     "LOCK IN SHARE MODE",
                     "u", round);
}

bool round_checks_seen(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *round,
                       const struct uuid *people, size_t count, struct error *error)
{
    struct rows rows;
    bool *noted = arena_alloc(arena, (count + 1) * sizeof *noted);
    if (noted == NULL)
        return error_set(error, ERROR_INTERNAL, "out_of_memory", "round_checks_seen");
    if (count == 0)
        return true;
    if (!query(db, &rows, error,
               "SELECT DISTINCT person_id FROM audit WHERE actor_account = ? AND action = 'checks_seen' "
               "AND subject_id = ? AND at > NOW(3) - INTERVAL 1 DAY",
               "uu", &actor->account, round))
        return false;
    while (rows_next(&rows)) {
        struct uuid person = rows_uuid(&rows, 0);
        for (size_t i = 0; i < count; i++)
            noted[i] = noted[i] || uuid_compare(&people[i], &person) == 0;
    }
    if (!rows_end(&rows, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!noted[i] && !record_audit(db, actor, "checks_seen", round, &people[i], NULL, error))
            return false;
    return true;
}
