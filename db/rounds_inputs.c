/* What planning draws on besides who and when: weights, staffing, days off, checks, and what earlier rounds led to. */
#include <string.h>

#include "db/record.h"
#include "db/rounds.h"
#include "db/rounds_rows.h"
#include "db/statement.h"

static bool read_weights(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error, "SELECT part, points FROM round_weight WHERE round_id = ? ORDER BY part", "u",
               &round->id))
        return false;
    while (rows_next(&rows)) {
        struct round_weight *larger = grow(arena, round->weights, round->weight_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        round->weights = larger;
        larger[round->weight_count++] = (struct round_weight){rows_text(&rows, 0, arena), (int32_t)rows_int(&rows, 1)};
    }
    return rows_end(&rows, error);
}

static bool read_staffing(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT centre_code, day, opens_minute, closes_minute, staff, own, leads FROM round_staffing "
               "WHERE round_id = ? ORDER BY centre_code, day",
               "u", &round->id))
        return false;
    while (rows_next(&rows)) {
        struct round_centre *centre = round_centre_of(round, rows_text(&rows, 0, arena));
        if (centre == NULL)
            continue;
        struct round_staffing *larger = grow(arena, centre->staffing, centre->staffing_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        centre->staffing = larger;
        larger[centre->staffing_count++] = (struct round_staffing){.day = (int32_t)rows_int(&rows, 1),
                                                                   .opens_minute = (int32_t)rows_int(&rows, 2),
                                                                   .closes_minute = (int32_t)rows_int(&rows, 3),
                                                                   .staff = (int32_t)rows_int(&rows, 4),
                                                                   .own = (int32_t)rows_int(&rows, 5),
                                                                   .leads = (int32_t)rows_int(&rows, 6)};
    }
    return rows_end(&rows, error);
}

static bool read_closed_days(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT centre_code, day FROM round_closed_day WHERE round_id = ? ORDER BY centre_code, day", "u",
               &round->id))
        return false;
    while (rows_next(&rows)) {
        struct round_centre *centre = round_centre_of(round, rows_text(&rows, 0, arena));
        if (centre == NULL)
            continue;
        int32_t *larger = grow(arena, centre->closed_days, centre->closed_day_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        centre->closed_days = larger;
        larger[centre->closed_day_count++] = rows_date(&rows, 1);
    }
    return rows_end(&rows, error);
}

/* Languages of centres, and those of workers in which they can work. */
static bool read_languages(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT centre_code, code FROM round_centre_language WHERE round_id = ? ORDER BY centre_code, code", "u",
               &round->id))
        return false;
    while (rows_next(&rows)) {
        struct round_centre *centre = round_centre_of(round, rows_text(&rows, 0, arena));
        if (centre != NULL && !codes_add(&centre->languages, rows_text(&rows, 1, arena), arena, error))
            break;
    }
    if (!rows_end(&rows, error) ||
        !query(db, &rows, error,
               "SELECT w.person_id, l.code FROM round_worker w JOIN person_word l ON l.person_id = w.person_id "
               "AND l.kind = 'language' AND l.level >= 'B1' WHERE w.round_id = ? ORDER BY w.person_id, l.code",
               "u", &round->id))
        return false;
    while (rows_next(&rows)) {
        struct uuid id = rows_uuid(&rows, 0);
        struct round_worker *worker = round_worker_of(round, &id);
        if (worker != NULL && !codes_add(&worker->languages, rows_text(&rows, 1, arena), arena, error))
            break;
    }
    return rows_end(&rows, error);
}

static bool read_days_off(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT person_id, first_day, last_day, at_work FROM round_day_off WHERE round_id = ? "
               "ORDER BY person_id, first_day",
               "u", &round->id))
        return false;
    while (rows_next(&rows)) {
        struct uuid id = rows_uuid(&rows, 0);
        struct round_worker *worker = round_worker_of(round, &id);
        if (worker == NULL)
            continue;
        struct days_off *larger = grow(arena, worker->days_off, worker->days_off_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        worker->days_off = larger;
        larger[worker->days_off_count++] =
            (struct days_off){rows_date(&rows, 1), rows_date(&rows, 2), rows_int(&rows, 3) != 0};
    }
    return rows_end(&rows, error);
}

/* Of a check that prohibits nothing is said but that none is valid. */
static bool read_standing(struct db *db, struct round *round, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT w.person_id, COALESCE((SELECT m.cover_agreed FROM membership m WHERE m.person_id = w.person_id "
               "AND m.kind = 'worker' AND m.since <= UTC_DATE() AND m.until > UTC_DATE() LIMIT 1), 0), "
               "(SELECT IF(b.result = 'permitted', b.valid_until, NULL) FROM background_check b "
               "WHERE b.person_id = w.person_id ORDER BY b.checked_on DESC, b.recorded_at DESC LIMIT 1) "
               "FROM round_worker w WHERE w.round_id = ?",
               "u", &round->id))
        return false;
    while (rows_next(&rows)) {
        struct uuid id = rows_uuid(&rows, 0);
        struct round_worker *worker = round_worker_of(round, &id);
        if (worker == NULL)
            continue;
        worker->cover_agreed = rows_int(&rows, 1) != 0;
        worker->has_check = !rows_null(&rows, 2);
        worker->check_valid_until = rows_date(&rows, 2);
    }
    return rows_end(&rows, error);
}

/* Earlier: published before this one is (or before now). */
#define EARLIER_VISITS                                                                                                 \
    "FROM visit v JOIN round o ON o.id = v.round_id AND o.state IN ('published', 'closed') "                           \
    "JOIN round r ON r.id = ? AND o.group_code = r.group_code AND o.id <> r.id "                                       \
    "AND o.published_at < COALESCE(r.published_at, NOW(3)) "

static bool read_seen(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT DISTINCT v.person_id, v.centre_code " EARLIER_VISITS "ORDER BY v.person_id, v.centre_code", "u",
               &round->id))
        return false;
    while (rows_next(&rows)) {
        struct uuid id = rows_uuid(&rows, 0);
        struct round_worker *worker = round_worker_of(round, &id);
        if (worker != NULL && !codes_add(&worker->seen, rows_text(&rows, 1, arena), arena, error))
            break;
    }
    return rows_end(&rows, error);
}

static bool read_pairs(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT w.home_centre, v.centre_code, COUNT(*) " EARLIER_VISITS
               "JOIN round_worker w ON w.round_id = v.round_id AND w.person_id = v.person_id "
               "GROUP BY w.home_centre, v.centre_code ORDER BY w.home_centre, v.centre_code",
               "u", &round->id))
        return false;
    while (rows_next(&rows)) {
        struct round_pair *larger = grow(arena, round->pairs, round->pair_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        round->pairs = larger;
        larger[round->pair_count++] =
            (struct round_pair){rows_text(&rows, 0, arena), rows_text(&rows, 1, arena), (int32_t)rows_int(&rows, 2)};
    }
    return rows_end(&rows, error);
}

static bool read_ways(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT t.centre_code, t.other_code, t.metres, t.minutes FROM travel t "
               "JOIN round_centre a ON a.round_id = ? AND a.centre_code = t.centre_code "
               "JOIN round_centre b ON b.round_id = a.round_id AND b.centre_code = t.other_code ORDER BY 1, 2",
               "u", &round->id))
        return false;
    while (rows_next(&rows)) {
        struct travel *larger = grow(arena, round->ways, round->way_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        round->ways = larger;
        larger[round->way_count++] = (struct travel){rows_text(&rows, 0, arena), rows_text(&rows, 1, arena),
                                                     (int32_t)rows_int(&rows, 2), (int32_t)rows_int(&rows, 3)};
    }
    return rows_end(&rows, error);
}

static bool read_ledger(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT l.municipality_code, SUM(l.days_sent), SUM(l.days_hosted), SUM(l.travelled_m) "
               "FROM round_ledger l JOIN round o ON o.id = l.round_id AND o.state IN ('published', 'closed') "
               "JOIN round r ON r.id = ? AND o.group_code = r.group_code AND o.id <> r.id "
               "AND o.published_at < COALESCE(r.published_at, NOW(3)) "
               "GROUP BY l.municipality_code ORDER BY l.municipality_code",
               "u", &round->id))
        return false;
    while (rows_next(&rows)) {
        struct ledger_line *larger = grow(arena, round->ledger, round->ledger_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        round->ledger = larger;
        larger[round->ledger_count++] = (struct ledger_line){rows_text(&rows, 0, arena), rows_int(&rows, 1),
                                                             rows_int(&rows, 2), rows_int(&rows, 3)};
    }
    return rows_end(&rows, error);
}

bool round_read_inputs(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    return read_weights(db, arena, round, error) && read_staffing(db, arena, round, error) &&
           read_closed_days(db, arena, round, error) && read_languages(db, arena, round, error) &&
           read_days_off(db, arena, round, error) && read_standing(db, round, error) &&
           round_read_checks(db, arena, round, error) && read_seen(db, arena, round, error) &&
           read_pairs(db, arena, round, error) && read_ways(db, arena, round, error) &&
           read_ledger(db, arena, round, error);
}
