#include "db/outbox.h"

#include <string.h>

#include "db/placing.h"
#include "db/record.h"
#include "db/statement.h"

/* What each event speaks of, as one row: person, need, round, names, place, times, what to bring. */
#define ABOUT_COLUMNS                                                                                                  \
    "SELECT p.id, n.id, NULL, p.first_name, CONCAT(p.first_name, ' ', p.last_name), g.name, c.code, c.name, "          \
    "c.address, c.how_to_find, n.contact, n.activity, NULL, c.lat, c.lon, "
#define ABOUT_NEED                                                                                                     \
    ", NULL, n.note, n.note_language, (SELECT GROUP_CONCAT(w.code ORDER BY w.code) FROM need_word w "                  \
    "WHERE w.need_id = n.id AND w.kind = 'bring'), n.responsible "
#define ABOUT_JOINS                                                                                                    \
    "JOIN centre c ON c.code = n.centre_code JOIN person p ON p.id = q.person_id "                                     \
    "LEFT JOIN guardian g ON g.person_id = p.id WHERE q.id = ?"

static const char about_invitation[] =
    ABOUT_COLUMNS "q.expires_at" ABOUT_NEED "FROM invitation q JOIN need n ON n.id = q.need_id " ABOUT_JOINS;
static const char about_offer[] =
    ABOUT_COLUMNS "NULL" ABOUT_NEED "FROM offer q JOIN need n ON n.id = q.need_id " ABOUT_JOINS;
static const char about_placement[] =
    ABOUT_COLUMNS "NULL" ABOUT_NEED "FROM placement q JOIN need n ON n.id = q.need_id " ABOUT_JOINS;
/* Whoever declines has shown the centre no more than a first name. */
static const char about_declined[] =
    "SELECT p.id, n.id, NULL, p.first_name, p.first_name, NULL, c.code, c.name, c.address, c.how_to_find, n.contact, "
    "n.activity, NULL, c.lat, c.lon, NULL" ABOUT_NEED "FROM invitation q JOIN need n ON n.id = q.need_id " ABOUT_JOINS;
static const char about_guardian[] =
    "SELECT p.id, NULL, NULL, p.first_name, CONCAT(p.first_name, ' ', p.last_name), g.name, NULL, NULL, NULL, NULL, "
    "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM person p JOIN guardian g ON g.person_id = "
    "p.id "
    "WHERE p.id = ?";
static const char about_check[] =
    "SELECT p.id, NULL, NULL, p.first_name, CONCAT(p.first_name, ' ', p.last_name), NULL, NULL, NULL, NULL, NULL, "
    "NULL, NULL, NULL, NULL, NULL, NULL, k.valid_until, NULL, NULL, NULL, NULL FROM background_check k "
    "JOIN person p ON p.id = k.person_id AND p.state <> 'anonymised' WHERE k.id = ?";
static const char about_stay[] =
    "SELECT p.id, NULL, NULL, p.first_name, CONCAT(p.first_name, ' ', p.last_name), NULL, NULL, NULL, NULL, NULL, "
    "NULL, NULL, NULL, NULL, NULL, (SELECT MAX(k.expires_at) FROM link k WHERE k.purpose = 'stay' "
    "AND k.about_id = p.id), NULL, NULL, NULL, NULL FROM person p WHERE p.id = ?";
static const char about_personal_code[] =
    "SELECT p.id, NULL, NULL, p.first_name, CONCAT(p.first_name, ' ', p.last_name), NULL, NULL, m.name, NULL, NULL, "
    "NULL, NULL, NULL, NULL, NULL, q.asked_at + INTERVAL 14 DAY, NULL, NULL, NULL, NULL, NULL FROM personal_code q "
    "JOIN person p ON p.id = q.person_id JOIN municipality m ON m.code = q.municipality_code "
    "WHERE q.id = ? AND q.token_hash IS NOT NULL";
static const char about_round[] =
    "SELECT NULL, NULL, r.id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, r.name, NULL, NULL, NULL, NULL, "
    "NULL, NULL, NULL, NULL FROM round r WHERE r.id = ?";

/* While workers are asked; the day is the last to answer. */
static const char about_questions[] =
    "SELECT NULL, NULL, r.id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, r.name, NULL, NULL, NULL, "
    "r.answer_by, NULL, NULL, NULL, NULL FROM round r WHERE r.id = ? AND r.state = 'collecting'";
/* A visit that its worker cannot make, while it stands as it was told. */
static const char about_report[] =
    "SELECT p.id, NULL, r.id, p.first_name, TRIM(CONCAT(p.first_name, ' ', p.last_name)), NULL, c.code, c.name, NULL, "
    "NULL, NULL, NULL, r.name, NULL, NULL, NULL, t.first_day, NULL, NULL, NULL, NULL FROM visit_report x "
    "JOIN visit v ON v.id = x.visit_id AND v.person_id = x.person_id AND v.centre_code = x.centre_code "
    "AND v.period_code = x.period_code JOIN round r ON r.id = x.round_id JOIN person p ON p.id = x.person_id "
    "JOIN centre c ON c.code = x.centre_code JOIN round_period t ON t.round_id = r.id AND t.code = x.period_code "
    "WHERE x.visit_id = ?";

static const char shifts_of_question[] =
    "SELECT COALESCE(l.id, s.id), COALESCE(l.version, s.version), s.starts_at, s.ends_at, l.state, " WAITING_FOR
    "FROM shift s "
    "LEFT JOIN placement l ON l.shift_id = s.id AND (l.invitation_id = ? OR l.offer_id = ?) "
    "WHERE l.id IS NOT NULL OR s.id IN (SELECT shift_id FROM invitation_shift WHERE invitation_id = ? "
    "UNION SELECT shift_id FROM offer_shift WHERE offer_id = ?) ORDER BY s.starts_at";
static const char shifts_of_placements[] =
    "SELECT l.id, l.version, l.starts_at, l.ends_at, l.state, " WAITING_FOR "FROM placement l "
    "WHERE l.id = ? OR l.id IN (SELECT item_id FROM outbox_item WHERE outbox_id = ?) ORDER BY l.starts_at";

static const struct {
    const char *event, *about, *shifts;
} events[] = {
    {"invitation", about_invitation, shifts_of_question},
    {"invitation_filled", about_invitation, shifts_of_question},
    {"invitation_withdrawn", about_invitation, shifts_of_question},
    {"invitation_confirmed", about_invitation, shifts_of_question},
    {"invitation_accepted", about_invitation, shifts_of_question},
    {"invitation_declined", about_declined, shifts_of_question},
    {"offer", about_offer, shifts_of_question},
    {"offer_withdrawn", about_offer, shifts_of_question},
    {"offer_accepted", about_offer, shifts_of_question},
    {"offer_declined", about_offer, shifts_of_question},
    {"placement_agreed", about_placement, shifts_of_placements},
    {"placement_waits", about_placement, shifts_of_placements},
    {"placement_cancelled", about_placement, shifts_of_placements},
    {"placement_given_up", about_placement, shifts_of_placements},
    {"placement_withdrawn", about_placement, shifts_of_placements},
    {"placement_unready", about_placement, shifts_of_placements},
    {"placement_reminder", about_placement, shifts_of_placements},
    {"need_closed", about_placement, shifts_of_placements},
    {"need_changed", about_placement, shifts_of_placements},
    {"guardian_agreed", about_placement, shifts_of_placements},
    {"guardian_cancelled", about_placement, shifts_of_placements},
    {"guardian", about_guardian, NULL},
    {"check_expiring", about_check, NULL},
    {"stay", about_stay, NULL},
    {"personal_code", about_personal_code, NULL},
    {"round_questions", about_questions, NULL},
    {"round_reminder", about_questions, NULL},
    {"round_report", about_report, NULL},
    {"round_published", about_round, NULL},
    {"round_changed", about_round, NULL},
    {"round_agree", about_round, NULL},
    {"round_hosts", about_round, NULL},
    {"round_centres_changed", about_round, NULL},
};

static bool read_details(struct db *db, struct arena *arena, const char *sql, struct letter *letter,
                         struct error *error)
{
    struct rows rows;
    char *bring = NULL;
    if (!query(db, &rows, error, sql, "u", &letter->about))
        return false;
    if (rows_next(&rows)) {
        letter->person = rows_uuid(&rows, 0);
        letter->need = rows_uuid(&rows, 1);
        letter->round = rows_uuid(&rows, 2);
        letter->first_name = rows_text(&rows, 3, arena);
        letter->name = rows_text(&rows, 4, arena);
        letter->guardian_name = rows_text(&rows, 5, arena);
        letter->centre = rows_text(&rows, 6, arena);
        letter->centre_name = rows_text(&rows, 7, arena);
        letter->address = rows_text(&rows, 8, arena);
        letter->how_to_find = rows_text(&rows, 9, arena);
        letter->contact = rows_text(&rows, 10, arena);
        letter->activity = rows_text(&rows, 11, arena);
        letter->round_name = rows_text(&rows, 12, arena);
        letter->lat = rows_real(&rows, 13);
        letter->lon = rows_real(&rows, 14);
        letter->expires_at_ms = rows_time(&rows, 15);
        letter->until_day = rows_date(&rows, 16);
        letter->note = rows_text(&rows, 17, arena);
        letter->note_language = rows_word(&rows, 18, language_words);
        bring = rows_text(&rows, 19, arena);
        letter->responsible = rows_text(&rows, 20, arena);
    }
    return rows_end(&rows, error) && codes_split(bring, &letter->bring, arena, error);
}

static bool read_shifts(struct db *db, struct arena *arena, const char *sql, struct letter *letter, struct error *error)
{
    struct rows rows;
    const struct uuid *about = &letter->about;
    if (sql == shifts_of_placements ? !query(db, &rows, error, sql, "uu", about, &letter->id)
                                    : !query(db, &rows, error, sql, "uuuu", about, about, about, about))
        return false;
    while (rows_next(&rows)) {
        struct letter_shift *shifts = grow(arena, letter->shifts, letter->shift_count, sizeof *shifts, error);
        if (shifts == NULL)
            break;
        letter->shifts = shifts;
        shifts[letter->shift_count++] = (struct letter_shift){.id = rows_uuid(&rows, 0),
                                                              .version = rows_int(&rows, 1),
                                                              .from_ms = rows_time(&rows, 2),
                                                              .to_ms = rows_time(&rows, 3),
                                                              .state = rows_word(&rows, 4, placement_state_words),
                                                              .waiting_for = rows_word(&rows, 5, waiting_for_words)};
    }
    return rows_end(&rows, error);
}

/* The person a worker's letter of a round is for, by its address. */
static bool read_worker(struct db *db, struct arena *arena, struct letter *letter, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT id, first_name, CONCAT(first_name, ' ', last_name) FROM person WHERE email = ?", "s",
               letter->recipient))
        return false;
    if (rows_next(&rows)) {
        letter->person = rows_uuid(&rows, 0);
        letter->first_name = rows_text(&rows, 1, arena);
        letter->name = rows_text(&rows, 2, arena);
    }
    return rows_end(&rows, error);
}

/* Visits that have fallen away, for the worker's calendar. */
static bool read_removed(struct db *db, struct arena *arena, struct letter *letter, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT v.id, v.round_id, v.version, v.removed_at, c.code, c.name, v.first_day, v.last_day "
               "FROM outbox_item x JOIN visit_removed v ON v.id = x.item_id JOIN centre c ON c.code = v.centre_code "
               "WHERE x.outbox_id = ? AND v.person_id = ? ORDER BY v.first_day",
               "uu", &letter->id, &letter->person))
        return false;
    while (rows_next(&rows)) {
        struct my_visit *removed = grow(arena, letter->removed, letter->removed_count, sizeof *removed, error);
        if (removed == NULL)
            break;
        letter->removed = removed;
        removed[letter->removed_count++] = (struct my_visit){.id = rows_uuid(&rows, 0),
                                                             .round = rows_uuid(&rows, 1),
                                                             .version = rows_int(&rows, 2),
                                                             .published_at_ms = rows_time(&rows, 3),
                                                             .host = rows_text(&rows, 4, arena),
                                                             .host_name = rows_text(&rows, 5, arena),
                                                             .first_day = rows_date(&rows, 6),
                                                             .last_day = rows_date(&rows, 7)};
    }
    return rows_end(&rows, error);
}

bool outbox_has_details(const char *event)
{
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        if (strcmp(events[i].event, event) == 0)
            return true;
    return false;
}

static bool fill(struct db *db, struct arena *arena, struct letter *letter, struct error *error)
{
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        if (strcmp(events[i].event, letter->event) != 0)
            continue;
        if (!read_details(db, arena, events[i].about, letter, error) ||
            (events[i].shifts != NULL && !read_shifts(db, arena, events[i].shifts, letter, error)))
            return false;
        if (events[i].about == about_questions)
            return read_worker(db, arena, letter, error);
        return events[i].about != about_round ||
               (read_worker(db, arena, letter, error) && read_removed(db, arena, letter, error));
    }
    return true;
}

enum { TAKE_MAX = 64 };

struct lease {
    const struct uuid *owner;
    int64_t lease_ms;
    int64_t limit;
    struct uuid ids[TAKE_MAX]; /* what was taken */
    size_t count;
};

/* SKIP LOCKED: two instances take different letters and wait for none. */
static bool take(struct db *db, void *context, struct error *error)
{
    struct lease *lease = context;
    struct rows rows;
    lease->count = 0;
    if (!query(db, &rows, error,
               "SELECT id FROM outbox WHERE state = 'waiting' AND not_before <= NOW(3) ORDER BY not_before LIMIT ? "
               "FOR UPDATE SKIP LOCKED",
               "i", lease->limit < TAKE_MAX ? lease->limit : TAKE_MAX))
        return false;
    while (lease->count < TAKE_MAX && rows_next(&rows))
        lease->ids[lease->count++] = rows_uuid(&rows, 0);
    if (!rows_end(&rows, error))
        return false;
    for (size_t i = 0; i < lease->count; i++)
        if (!execute(db, NULL, error,
                     "UPDATE outbox SET state = 'leased', lease_owner = ?, attempts = attempts + 1, "
                     "lease_until = NOW(3) + INTERVAL ? * 1000 MICROSECOND WHERE id = ?",
                     "uiu", lease->owner, lease->lease_ms, &lease->ids[i]))
            return false;
    return true;
}

static bool free_lapsed(struct db *db, void *context, struct error *error)
{
    (void)context;
    return execute(db, NULL, error,
                   "UPDATE outbox SET state = 'waiting', lease_until = NULL, lease_owner = NULL "
                   "WHERE state = 'leased' AND lease_until < NOW(3)",
                   "");
}

bool outbox_lease(struct db *db, struct arena *arena, const struct uuid *owner, int64_t lease_ms, size_t limit,
                  struct letter **letters, size_t *count, struct error *error)
{
    struct lease lease = {.owner = owner, .lease_ms = lease_ms, .limit = (int64_t)limit};
    struct rows rows;
    *letters = NULL;
    *count = 0;
    if (!db_transaction(db, free_lapsed, NULL, error) || !db_transaction(db, take, &lease, error))
        return false;
    if (lease.count == 0)
        return true;
    if (!query_ids(db, &rows, error,
                   "SELECT id, event, about_id, recipient, language, secret, created_at, attempts FROM outbox "
                   "WHERE id IN (%s) ORDER BY created_at",
                   lease.ids, lease.count))
        return false;
    while (rows_next(&rows)) {
        struct letter *larger = grow(arena, *letters, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *letters = larger;
        larger[(*count)++] = (struct letter){.id = rows_uuid(&rows, 0),
                                             .event = rows_text(&rows, 1, arena),
                                             .about = rows_uuid(&rows, 2),
                                             .recipient = rows_text(&rows, 3, arena),
                                             .language = rows_word(&rows, 4, language_words),
                                             .secret = rows_text(&rows, 5, arena),
                                             .created_at_ms = rows_time(&rows, 6),
                                             .attempts = (int32_t)rows_int(&rows, 7)};
    }
    if (!rows_end(&rows, error))
        return false;
    for (size_t i = 0; i < *count; i++)
        if (!fill(db, arena, &(*letters)[i], error))
            return false;
    return true;
}

static bool end_lease(struct db *db, uint64_t matched, struct error *error)
{
    (void)db;
    return matched > 0 || error_set(error, ERROR_CONFLICT, "lease_lost", "another instance has this letter");
}

bool outbox_sent(struct db *db, const struct uuid *id, const struct uuid *owner, struct error *error)
{
    uint64_t matched = 0;
    return execute(db, &matched, error,
                   "UPDATE outbox SET state = 'sent', secret = NULL, lease_until = NULL, sent_at = NOW(3), "
                   "failure = NULL WHERE id = ? AND state = 'leased' AND lease_owner = ?",
                   "uu", id, owner) &&
           end_lease(db, matched, error);
}

bool outbox_failed(struct db *db, const struct uuid *id, const struct uuid *owner, int64_t retry_ms,
                   const char *failure, struct error *error)
{
    uint64_t matched = 0;
    if (retry_ms == 0)
        return execute(db, &matched, error,
                       "UPDATE outbox SET state = 'failed', secret = NULL, lease_until = NULL, failure = ? "
                       "WHERE id = ? AND state = 'leased' AND lease_owner = ?",
                       "suu", failure, id, owner) &&
               end_lease(db, matched, error);
    return execute(db, &matched, error,
                   "UPDATE outbox SET state = 'waiting', lease_until = NULL, failure = ?, "
                   "not_before = NOW(3) + INTERVAL ? * 1000 MICROSECOND "
                   "WHERE id = ? AND state = 'leased' AND lease_owner = ?",
                   "siuu", failure, retry_ms, id, owner) &&
           end_lease(db, matched, error);
}

bool outbox_next(struct db *db, int64_t *due_in_ms, struct error *error)
{
    return query_int(db, due_in_ms, error,
                     "SELECT COALESCE(GREATEST(0, TIMESTAMPDIFF(MICROSECOND, NOW(3), MIN(due)) DIV 1000), -1) FROM "
                     "(SELECT MIN(not_before) AS due FROM outbox WHERE state = 'waiting' UNION ALL "
                     "SELECT MIN(lease_until) FROM outbox WHERE state = 'leased') x",
                     "");
}

bool outbox_waiting(struct db *db, int64_t *count, struct error *error)
{
    return query_int(db, count, error, "SELECT COUNT(*) FROM outbox WHERE state = 'waiting'", "");
}
