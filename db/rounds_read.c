/* Reading rounds with everything that belongs to them. */
#include <string.h>

#include "db/record.h"
#include "db/rounds.h"
#include "db/rounds_rows.h"
#include "db/statement.h"

static bool read_row(struct db *db, struct arena *arena, const struct uuid *id, struct round *round,
                     struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT r.version, r.group_code, r.name, r.state, r.max_visits, r.min_gap, r.fair_target, "
               "r.fair_weight, r.balanced, r.published_at, r.kind, r.overlap_days, r.repeats, r.answer_by, "
               "(SELECT COUNT(*) FROM round_worker w WHERE w.round_id = r.id AND w.asked_at IS NOT NULL), "
               "(SELECT COUNT(*) FROM round_worker w WHERE w.round_id = r.id AND w.asked_at IS NOT NULL "
               "AND w.answered_at IS NOT NULL) FROM round r WHERE r.id = ?",
               "u", id))
        return false;
    bool found = rows_next(&rows);
    if (found)
        *round = (struct round){.id = *id,
                                .version = rows_int(&rows, 0),
                                .group = rows_text(&rows, 1, arena),
                                .name = rows_text(&rows, 2, arena),
                                .state = rows_word(&rows, 3, round_state_words),
                                .rules = {.max_visits = (int32_t)rows_int(&rows, 4),
                                          .min_gap = (int32_t)rows_int(&rows, 5),
                                          .fair_target = (int32_t)rows_int(&rows, 6),
                                          .fair_weight = (int32_t)rows_int(&rows, 7),
                                          .balanced = rows_int(&rows, 8) != 0,
                                          .overlap_days = (int32_t)rows_int(&rows, 11),
                                          .repeats = rows_int(&rows, 12) != 0,
                                          .overlap_given = true,
                                          .repeats_given = true},
                                .kind = rows_word(&rows, 10, round_kind_words),
                                .has_answer_by = !rows_null(&rows, 13),
                                .answer_by = rows_date(&rows, 13),
                                .asked = (int32_t)rows_int(&rows, 14),
                                .answered = (int32_t)rows_int(&rows, 15),
                                .has_published_at = !rows_null(&rows, 9),
                                .published_at_ms = rows_time(&rows, 9)};
    if (!rows_end(&rows, error))
        return false;
    return found || error_set(error, ERROR_NOT_FOUND, "unknown_round", "no such round");
}

bool round_read_periods(struct db *db, struct arena *arena, const struct uuid *round, struct round_period **periods,
                        size_t *count, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT code, first_day, last_day FROM round_period WHERE round_id = ? ORDER BY position", "u", round))
        return false;
    while (rows_next(&rows)) {
        struct round_period *larger = grow(arena, *periods, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *periods = larger;
        larger[(*count)++] =
            (struct round_period){rows_text(&rows, 0, arena), rows_date(&rows, 1), rows_date(&rows, 2)};
    }
    return rows_end(&rows, error);
}

static bool read_centres(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    static const char *const tags[] = {"offer", "closed", NULL};
    struct rows rows;
    if (!query(
            db, &rows, error,
            "SELECT r.centre_code, c.name, r.takes_part, r.guests, r.away, r.min_send, r.min_host, t.tag, t.code, "
            "c.municipality_code "
            "FROM round_centre r JOIN centre c ON c.code = r.centre_code "
            "JOIN municipality m ON m.code = c.municipality_code "
            "LEFT JOIN (SELECT centre_code, 'offer' AS tag, skill_code AS code, 0 AS position FROM round_centre_offer "
            "WHERE round_id = ? UNION ALL SELECT x.centre_code, 'closed', x.period_code, p.position "
            "FROM round_centre_closed x JOIN round_period p ON p.round_id = x.round_id AND p.code = x.period_code "
            "WHERE x.round_id = ?) t ON t.centre_code = r.centre_code WHERE r.round_id = ? "
            "ORDER BY m.name, c.name, r.centre_code, t.tag, t.position, t.code",
            "uuu", &round->id, &round->id, &round->id))
        return false;
    while (rows_next(&rows)) {
        const char *id = rows_text(&rows, 0, arena);
        if (id == NULL)
            break;
        if (round->centre_count == 0 || strcmp(round->centres[round->centre_count - 1].id, id) != 0) {
            struct round_centre *larger = grow(arena, round->centres, round->centre_count, sizeof *larger, error);
            if (larger == NULL)
                break;
            round->centres = larger;
            larger[round->centre_count++] = (struct round_centre){.id = id,
                                                                  .name = rows_text(&rows, 1, arena),
                                                                  .municipality = rows_text(&rows, 9, arena),
                                                                  .takes_part = rows_int(&rows, 2) != 0,
                                                                  .guests = (int32_t)rows_int(&rows, 3),
                                                                  .away = (int32_t)rows_int(&rows, 4),
                                                                  .min_send = (int32_t)rows_int(&rows, 5),
                                                                  .min_host = (int32_t)rows_int(&rows, 6)};
        }
        struct round_centre *centre = &round->centres[round->centre_count - 1];
        int tag = rows_word(&rows, 7, tags);
        if (tag >= 0 &&
            !codes_add(tag == 0 ? &centre->offers : &centre->closed, rows_text(&rows, 8, arena), arena, error))
            break;
    }
    return rows_end(&rows, error);
}

static bool add_worker_tag(struct round_worker *worker, struct rows *rows, struct arena *arena, struct error *error)
{
    static const char *const tags[] = {"unavailable", "want", NULL};
    const char *code = rows_text(rows, 5, arena);
    int tag = rows_word(rows, 4, tags);
    if (tag == 0)
        return codes_add(&worker->unavailable, code, arena, error);
    if (tag != 1)
        return true;
    struct round_want *wants = grow(arena, worker->wants, worker->want_count, sizeof *wants, error);
    if (wants == NULL)
        return false;
    worker->wants = wants;
    wants[worker->want_count++] = (struct round_want){code, (int32_t)rows_int(rows, 6)};
    return true;
}

static bool read_workers(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT r.person_id, TRIM(CONCAT(p.first_name, ' ', p.last_name)), r.home_centre, r.takes_part, t.tag, "
               "t.code, t.points, r.is_lead, r.check_promised, r.max_minutes, r.asked_at, r.answered_at "
               "FROM round_worker r JOIN person p ON p.id = r.person_id "
               "LEFT JOIN (SELECT person_id, 'unavailable' AS tag, period_code AS code, 0 AS points "
               "FROM round_worker_unavailable WHERE round_id = ? UNION ALL "
               "SELECT person_id, 'want', skill_code, points FROM round_worker_want WHERE round_id = ?) t "
               "ON t.person_id = r.person_id WHERE r.round_id = ? "
               "ORDER BY r.home_centre, p.first_name, p.last_name, r.person_id, t.tag, t.code",
               "uuu", &round->id, &round->id, &round->id))
        return false;
    while (rows_next(&rows)) {
        struct uuid id = rows_uuid(&rows, 0);
        if (round->worker_count == 0 || uuid_compare(&round->workers[round->worker_count - 1].id, &id) != 0) {
            struct round_worker *larger = grow(arena, round->workers, round->worker_count, sizeof *larger, error);
            if (larger == NULL)
                break;
            round->workers = larger;
            larger[round->worker_count++] = (struct round_worker){.id = id,
                                                                  .name = rows_text(&rows, 1, arena),
                                                                  .home_centre = rows_text(&rows, 2, arena),
                                                                  .takes_part = rows_int(&rows, 3) != 0,
                                                                  .lead = rows_int(&rows, 7) != 0,
                                                                  .check_promised = rows_int(&rows, 8) != 0,
                                                                  .has_max_minutes = !rows_null(&rows, 9),
                                                                  .max_minutes = (int32_t)rows_int(&rows, 9),
                                                                  .asked = !rows_null(&rows, 10),
                                                                  .has_answered = !rows_null(&rows, 11),
                                                                  .answered_at_ms = rows_time(&rows, 11)};
        }
        if (!add_worker_tag(&round->workers[round->worker_count - 1], &rows, arena, error))
            break;
    }
    return rows_end(&rows, error);
}

static bool read_visits(struct db *db, struct arena *arena, struct round *round, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT v.id, v.person_id, v.centre_code, v.period_code, v.pinned, v.employer_agreed_at IS NOT NULL, "
               "v.host_agreed_at IS NOT NULL, (SELECT x.reason FROM visit_report x WHERE x.visit_id = v.id "
               "AND x.person_id = v.person_id AND x.centre_code = v.centre_code AND x.period_code = v.period_code) "
               "FROM visit v JOIN round_period p ON p.round_id = v.round_id AND p.code = v.period_code WHERE "
               "v.round_id = ? "
               "ORDER BY p.position, v.person_id",
               "u", &round->id))
        return false;
    while (rows_next(&rows)) {
        struct visit *larger = grow(arena, round->visits, round->visit_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        round->visits = larger;
        larger[round->visit_count++] = (struct visit){.id = rows_uuid(&rows, 0),
                                                      .worker = rows_uuid(&rows, 1),
                                                      .host = rows_text(&rows, 2, arena),
                                                      .period = rows_text(&rows, 3, arena),
                                                      .pinned = rows_int(&rows, 4) != 0,
                                                      .employer_agreed = rows_int(&rows, 5) != 0,
                                                      .host_agreed = rows_int(&rows, 6) != 0,
                                                      .report = rows_word(&rows, 7, report_reason_words)};
    }
    return rows_end(&rows, error);
}

struct round_centre *round_centre_of(const struct round *round, const char *code)
{
    for (size_t i = 0; i < round->centre_count; i++)
        if (strcmp(round->centres[i].id, code) == 0)
            return &round->centres[i];
    return NULL;
}

struct round_worker *round_worker_of(const struct round *round, const struct uuid *id)
{
    for (size_t i = 0; i < round->worker_count; i++)
        if (uuid_compare(&round->workers[i].id, id) == 0)
            return &round->workers[i];
    return NULL;
}

bool round_read_any(struct db *db, struct arena *arena, const struct uuid *id, struct round **round,
                    struct error *error)
{
    *round = arena_alloc(arena, sizeof **round);
    if (*round == NULL)
        return error_set(error, ERROR_INTERNAL, "out_of_memory", "round_read");
    return read_row(db, arena, id, *round, error) &&
           round_read_periods(db, arena, id, &(*round)->periods, &(*round)->period_count, error) &&
           read_centres(db, arena, *round, error) && read_workers(db, arena, *round, error) &&
           read_visits(db, arena, *round, error) && round_read_inputs(db, arena, *round, error);
}

/* Coordinators of the group and admins see it in every state; managers and specialists of its centres while they are
 * asked to agree; other staff of its municipalities once published. */
#define MAY_SEE                                                                                                        \
    "(EXISTS (SELECT 1 FROM account_role a WHERE a.account_id = ? AND (a.role = 'admin' "                              \
    "OR a.role = 'coordinator' AND a.group_code = r.group_code)) OR r.state = 'approving' AND EXISTS (SELECT 1 "       \
    "FROM account_centre v JOIN round_centre x ON x.round_id = r.id AND x.centre_code = v.centre_code "                \
    "WHERE v.account_id = ? AND v.role IN ('manager', 'specialist')) OR r.state IN ('published', 'closed') AND "       \
    "(EXISTS (SELECT 1 FROM account_centre v JOIN group_member g ON g.municipality_code = v.municipality_code "        \
    "WHERE v.account_id = ? AND g.group_code = r.group_code) "                                                         \
    "OR EXISTS (SELECT 1 FROM round_worker w WHERE w.round_id = r.id AND w.person_id = ?) "                            \
    "OR EXISTS (SELECT 1 FROM account_role a JOIN centre c ON c.code = a.centre_code "                                 \
    "JOIN group_member g ON g.municipality_code = c.municipality_code "                                                \
    "WHERE a.account_id = ? AND g.group_code = r.group_code)))"

bool round_read(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *id,
                struct round **round, struct error *error)
{
    int64_t one = 0;
    if (!query_int(db, &one, error, "SELECT 1 FROM round r WHERE r.id = ? AND " MAY_SEE, "uuuuuu", id, &actor->account,
                   &actor->account, &actor->account, &actor->person, &actor->account))
        return error_set(error, ERROR_NOT_FOUND, "unknown_round", "no such round, or not the actor's");
    return round_read_any(db, arena, id, round, error);
}

bool rounds_list(struct db *db, struct arena *arena, const struct actor *actor, struct round_summary **rounds,
                 size_t *count, struct error *error)
{
    struct rows rows;
    *rounds = NULL;
    *count = 0;
    if (!query(
            db, &rows, error,
            "SELECT r.id, r.version, r.name, r.state, (SELECT MIN(first_day) FROM round_period WHERE round_id = r.id), "
            "(SELECT MAX(last_day) FROM round_period WHERE round_id = r.id), "
            "(SELECT COUNT(*) FROM visit WHERE round_id = r.id), r.kind FROM round r WHERE " MAY_SEE
            " ORDER BY r.id DESC LIMIT 200",
            "uuuuu", &actor->account, &actor->account, &actor->account, &actor->person, &actor->account))
        return false;
    while (rows_next(&rows)) {
        struct round_summary *larger = grow(arena, *rounds, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *rounds = larger;
        larger[(*count)++] = (struct round_summary){.id = rows_uuid(&rows, 0),
                                                    .version = rows_int(&rows, 1),
                                                    .name = rows_text(&rows, 2, arena),
                                                    .state = rows_word(&rows, 3, round_state_words),
                                                    .first_day = rows_date(&rows, 4),
                                                    .last_day = rows_date(&rows, 5),
                                                    .visits = (int32_t)rows_int(&rows, 6),
                                                    .kind = rows_word(&rows, 7, round_kind_words)};
    }
    return rows_end(&rows, error);
}

bool visits_of_person(struct db *db, struct arena *arena, const struct uuid *person, struct my_visit **visits,
                      size_t *count, struct error *error)
{
    struct rows rows;
    *visits = NULL;
    *count = 0;
    if (!query(db, &rows, error,
               "SELECT v.id, r.id, v.version, r.published_at, r.name, v.centre_code, c.name, c.address, c.how_to_find, "
               "c.lat, c.lon, p.first_day, p.last_day, o.skill_code, r.kind, (SELECT x.reason FROM visit_report x "
               "WHERE x.visit_id = v.id AND x.person_id = v.person_id AND x.centre_code = v.centre_code "
               "AND x.period_code = v.period_code) FROM visit v JOIN round r ON r.id = v.round_id "
               "JOIN round_period p ON p.round_id = v.round_id AND p.code = v.period_code "
               "JOIN centre c ON c.code = v.centre_code LEFT JOIN round_centre_offer o ON o.round_id = v.round_id "
               "AND o.centre_code = v.centre_code WHERE v.person_id = ? AND r.state IN ('published', 'closed') "
               "ORDER BY p.first_day, v.id, o.skill_code",
               "u", person))
        return false;
    while (rows_next(&rows)) {
        struct uuid id = rows_uuid(&rows, 0);
        if (*count == 0 || uuid_compare(&(*visits)[*count - 1].id, &id) != 0) {
            struct my_visit *larger = grow(arena, *visits, *count, sizeof *larger, error);
            if (larger == NULL)
                break;
            *visits = larger;
            larger[(*count)++] = (struct my_visit){.id = id,
                                                   .round = rows_uuid(&rows, 1),
                                                   .version = rows_int(&rows, 2),
                                                   .published_at_ms = rows_time(&rows, 3),
                                                   .round_name = rows_text(&rows, 4, arena),
                                                   .host = rows_text(&rows, 5, arena),
                                                   .host_name = rows_text(&rows, 6, arena),
                                                   .address = rows_text(&rows, 7, arena),
                                                   .how_to_find = rows_text(&rows, 8, arena),
                                                   .lat = rows_real(&rows, 9),
                                                   .lon = rows_real(&rows, 10),
                                                   .kind = rows_word(&rows, 14, round_kind_words),
                                                   .report = rows_word(&rows, 15, report_reason_words),
                                                   .first_day = rows_date(&rows, 11),
                                                   .last_day = rows_date(&rows, 12)};
        }
        if (!rows_null(&rows, 13) &&
            !codes_add(&(*visits)[*count - 1].offers, rows_text(&rows, 13, arena), arena, error))
            break;
    }
    return rows_end(&rows, error);
}

bool rounds_places(struct db *db, struct arena *arena, const struct uuid *rounds, size_t count,
                   struct round_place **places, size_t *place_count, struct error *error)
{
    struct rows rows;
    *places = NULL;
    *place_count = 0;
    if (count == 0)
        return true;
    if (!query_ids(db, &rows, error,
                   "SELECT x.round_id, x.centre_code FROM round_centre x JOIN round r ON r.id = x.round_id "
                   "AND r.state IN ('approving', 'published', 'closed') WHERE x.takes_part = 1 AND x.round_id IN (%s)",
                   rounds, count))
        return false;
    while (rows_next(&rows)) {
        struct round_place *larger = grow(arena, *places, *place_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *places = larger;
        larger[(*place_count)++] =
            (struct round_place){.round = rows_uuid(&rows, 0), .centre = rows_text(&rows, 1, arena)};
    }
    return rows_end(&rows, error);
}
