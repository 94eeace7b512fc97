/* What a coordinator sets of a round, written. */
#include <string.h>

#include "db/rounds.h"
#include "db/rounds_rows.h"
#include "db/statement.h"

bool round_store_kind(struct db *db, const struct uuid *round, int kind, struct error *error)
{
    return execute(db, NULL, error, "UPDATE round SET kind = ?, balanced = ? WHERE id = ?", "siu",
                   round_kind_words[kind], (int64_t)(kind == ROUND_SWAP), round);
}

bool round_store_rules(struct db *db, const struct uuid *round, const struct round_rules *rules, struct error *error)
{
    return execute(db, NULL, error,
                   "UPDATE round SET max_visits = ?, kind = ?, balanced = ?, "
                   "overlap_days = COALESCE(?, overlap_days), repeats = COALESCE(?, repeats), min_gap = ?, fair_target "
                   "= ?, fair_weight = ? WHERE id = ?",
                   "isiIIiiiu", (int64_t)rules->max_visits,
                   round_kind_words[rules->balanced ? ROUND_SWAP : ROUND_SHADOW], (int64_t)rules->balanced,
                   (int)rules->overlap_given, (int64_t)rules->overlap_days, (int)rules->repeats_given,
                   (int64_t)rules->repeats, (int64_t)rules->min_gap, (int64_t)rules->fair_target,
                   (int64_t)rules->fair_weight, round);
}

bool round_store_minimums(struct db *db, const struct round *round, struct error *error)
{
    for (size_t i = 0; i < round->centre_count; i++)
        if (!execute(db, NULL, error,
                     "UPDATE round_centre SET min_send = ?, min_host = ? WHERE round_id = ? AND centre_code = ?",
                     "iius", (int64_t)round->centres[i].min_send, (int64_t)round->centres[i].min_host, &round->id,
                     round->centres[i].id))
            return false;
    return true;
}

bool round_copy_centres(struct db *db, const struct uuid *from, const struct uuid *to, struct error *error)
{
    return execute(db, NULL, error,
                   "UPDATE round_centre n JOIN round_centre o ON o.round_id = ? AND o.centre_code = n.centre_code "
                   "SET n.guests = o.guests, n.away = o.away WHERE n.round_id = ?",
                   "uu", from, to) &&
           execute(db, NULL, error,
                   "INSERT INTO round_staffing (round_id, centre_code, day, opens_minute, closes_minute, staff, own, "
                   "leads) SELECT n.round_id, o.centre_code, o.day, o.opens_minute, o.closes_minute, o.staff, o.own, "
                   "o.leads FROM round_staffing o JOIN round_centre n ON n.round_id = ? "
                   "AND n.centre_code = o.centre_code WHERE o.round_id = ?",
                   "uu", to, from) &&
           execute(db, NULL, error,
                   "INSERT INTO round_centre_language (round_id, centre_code, code) SELECT n.round_id, o.centre_code, "
                   "o.code FROM round_centre_language o JOIN round_centre n ON n.round_id = ? "
                   "AND n.centre_code = o.centre_code WHERE o.round_id = ?",
                   "uu", to, from) &&
           execute(db, NULL, error,
                   "INSERT INTO round_centre_offer (round_id, centre_code, skill_code) SELECT n.round_id, "
                   "o.centre_code, o.skill_code FROM round_centre_offer o JOIN round_centre n ON n.round_id = ? "
                   "AND n.centre_code = o.centre_code WHERE o.round_id = ?",
                   "uu", to, from) &&
           execute(db, NULL, error,
                   "UPDATE round_worker n JOIN round_worker o ON o.round_id = ? AND o.person_id = n.person_id "
                   "SET n.is_lead = o.is_lead, n.max_minutes = o.max_minutes WHERE n.round_id = ?",
                   "uu", from, to);
}

static bool is_kept(const char *code, const struct round_period *periods, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(periods[i].id, code) == 0)
            return true;
    return false;
}

/* Periods are matched by code: those that stay keep their visits and answers. */
bool round_store_periods(struct db *db, const struct uuid *round, const struct round_period *periods, size_t count,
                         struct error *error)
{
    enum { PERIODS_MAX = 64 };
    char codes[PERIODS_MAX][21] = {{0}};
    size_t known = 0;
    struct rows rows;
    if (!query(db, &rows, error, "SELECT code FROM round_period WHERE round_id = ?", "u", round))
        return false;
    while (known < PERIODS_MAX && rows_next(&rows))
        rows_copy(&rows, 0, codes[known++], sizeof codes[0] - 1);
    if (!rows_end(&rows, error))
        return false;
    for (size_t i = 0; i < known; i++)
        if (!is_kept(codes[i], periods, count) &&
            (!execute(db, NULL, error, "DELETE FROM visit WHERE round_id = ? AND period_code = ?", "us", round,
                      codes[i]) ||
             !execute(db, NULL, error, "DELETE FROM round_period WHERE round_id = ? AND code = ?", "us", round,
                      codes[i])))
            return false;
    /* Out of the way first, since positions are unique. */
    if (!execute(db, NULL, error, "UPDATE round_period SET position = position + 64 WHERE round_id = ?", "u", round))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_period (round_id, code, position, first_day, last_day) VALUES (?, ?, ?, ?, ?) "
                     "ON DUPLICATE KEY UPDATE position = VALUES(position), first_day = VALUES(first_day), "
                     "last_day = VALUES(last_day)",
                     "usidd", round, periods[i].id, (int64_t)i, periods[i].first_day, periods[i].last_day))
            return false;
    return true;
}

static bool store_staffing(struct db *db, const struct uuid *round, const struct round_centre *centre,
                           struct error *error)
{
    if (!centre->staffing_given)
        return true;
    if (!execute(db, NULL, error, "DELETE FROM round_staffing WHERE round_id = ? AND centre_code = ?", "us", round,
                 centre->id))
        return false;
    for (size_t i = 0; i < centre->staffing_count; i++) {
        const struct round_staffing *day = &centre->staffing[i];
        if (!execute(db, NULL, error,
                     "INSERT INTO round_staffing (round_id, centre_code, day, opens_minute, closes_minute, staff, own, "
                     "leads) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                     "usiiiiii", round, centre->id, (int64_t)day->day, (int64_t)day->opens_minute,
                     (int64_t)day->closes_minute, (int64_t)day->staff, (int64_t)day->own, (int64_t)day->leads))
            return false;
    }
    return true;
}

static bool store_closed_days(struct db *db, const struct uuid *round, const struct round_centre *centre,
                              struct error *error)
{
    if (!centre->closed_days_given)
        return true;
    if (!execute(db, NULL, error, "DELETE FROM round_closed_day WHERE round_id = ? AND centre_code = ?", "us", round,
                 centre->id))
        return false;
    for (size_t i = 0; i < centre->closed_day_count; i++)
        if (!execute(db, NULL, error, "INSERT INTO round_closed_day (round_id, centre_code, day) VALUES (?, ?, ?)",
                     "usd", round, centre->id, centre->closed_days[i]))
            return false;
    return true;
}

static bool store_languages(struct db *db, const struct uuid *round, const struct round_centre *centre,
                            struct error *error)
{
    if (!centre->languages_given)
        return true;
    if (!execute(db, NULL, error, "DELETE FROM round_centre_language WHERE round_id = ? AND centre_code = ?", "us",
                 round, centre->id))
        return false;
    for (size_t i = 0; i < centre->languages.count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_centre_language (round_id, centre_code, code) VALUES (?, ?, ?)", "uss", round,
                     centre->id, centre->languages.items[i]))
            return false;
    return true;
}

bool round_store_days_off(struct db *db, const struct uuid *round, const struct uuid *worker,
                          const struct days_off *days, size_t count, struct error *error)
{
    if (!execute(db, NULL, error, "DELETE FROM round_day_off WHERE round_id = ? AND person_id = ?", "uu", round,
                 worker))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_day_off (round_id, person_id, first_day, last_day, at_work) "
                     "VALUES (?, ?, ?, ?, ?)",
                     "uuddi", round, worker, days[i].first_day, days[i].last_day, (int64_t)days[i].at_work))
            return false;
    return true;
}

bool round_store_centre(struct db *db, const struct uuid *round, const struct round_centre *centre, struct error *error)
{
    uint64_t known = 0;
    if (!execute(db, &known, error,
                 "UPDATE round_centre SET takes_part = ?, guests = ?, away = ?, min_send = ?, min_host = ? "
                 "WHERE round_id = ? AND centre_code = ?",
                 "iiiiius", (int64_t)centre->takes_part, (int64_t)centre->guests, (int64_t)centre->away,
                 (int64_t)centre->min_send, (int64_t)centre->min_host, round, centre->id))
        return false;
    if (known == 0)
        return error_set(error, ERROR_INVALID, "unknown_code", "a centre that is not in the round");
    if (!execute(db, NULL, error, "DELETE FROM round_centre_offer WHERE round_id = ? AND centre_code = ?", "us", round,
                 centre->id) ||
        !execute(db, NULL, error, "DELETE FROM round_centre_closed WHERE round_id = ? AND centre_code = ?", "us", round,
                 centre->id))
        return false;
    for (size_t i = 0; i < centre->offers.count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_centre_offer (round_id, centre_code, skill_code) VALUES (?, ?, ?)", "uss",
                     round, centre->id, centre->offers.items[i]))
            return false;
    for (size_t i = 0; i < centre->closed.count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_centre_closed (round_id, centre_code, period_code) VALUES (?, ?, ?)", "uss",
                     round, centre->id, centre->closed.items[i]))
            return false;
    return store_staffing(db, round, centre, error) && store_closed_days(db, round, centre, error) &&
           store_languages(db, round, centre, error);
}

bool round_store_worker(struct db *db, const struct uuid *round, const struct round_worker *worker, struct error *error)
{
    uint64_t known = 0;
    if (!execute(db, &known, error,
                 "UPDATE round_worker SET takes_part = ?, is_lead = COALESCE(?, is_lead), "
                 "check_promised = COALESCE(?, check_promised), max_minutes = IF(?, NULLIF(?, 0), max_minutes) "
                 "WHERE round_id = ? AND person_id = ?",
                 "iIIiiuu", (int64_t)worker->takes_part, (int)worker->lead_given, (int64_t)worker->lead,
                 (int)worker->check_promised_given, (int64_t)worker->check_promised, (int64_t)worker->max_minutes_given,
                 (int64_t)worker->max_minutes, round, &worker->id))
        return false;
    if (known == 0)
        return error_set(error, ERROR_INVALID, "unknown_code", "a worker who is not in the round");
    if (!execute(db, NULL, error, "DELETE FROM round_worker_unavailable WHERE round_id = ? AND person_id = ?", "uu",
                 round, &worker->id) ||
        !execute(db, NULL, error, "DELETE FROM round_worker_want WHERE round_id = ? AND person_id = ?", "uu", round,
                 &worker->id))
        return false;
    for (size_t i = 0; i < worker->unavailable.count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_worker_unavailable (round_id, person_id, period_code) VALUES (?, ?, ?)", "uus",
                     round, &worker->id, worker->unavailable.items[i]))
            return false;
    for (size_t i = 0; i < worker->want_count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO round_worker_want (round_id, person_id, skill_code, points) VALUES (?, ?, ?, ?)",
                     "uusi", round, &worker->id, worker->wants[i].skill, (int64_t)worker->wants[i].points))
            return false;
    return !worker->days_off_given ||
           round_store_days_off(db, round, &worker->id, worker->days_off, worker->days_off_count, error);
}
