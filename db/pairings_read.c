/* Reading pairings, and what stands today beside them. */
#include "db/pairings_rows.h"
#include "db/record.h"
#include "db/statement.h"

#define PAIRING_COLUMNS                                                                                                \
    "SELECT p.id, p.version, p.scope, COALESCE(g.name, m.name), p.group_code IS NOT NULL, p.state, p.people, "         \
    "p.needs, p.seats, p.filled, p.worth, p.bound_worth, p.score, p.bound_score, p.advice, p.created_at, "             \
    "p.solved_at, (SELECT COUNT(DISTINCT x.invitation_id) FROM pairing_pair x WHERE x.pairing_id = p.id) "             \
    "FROM pairing p LEFT JOIN cooperation_group g ON g.code = p.group_code "                                           \
    "LEFT JOIN municipality m ON m.code = p.municipality_code "

static struct pairing read_row(struct rows *rows, struct arena *arena)
{
    return (struct pairing){.id = rows_uuid(rows, 0),
                            .version = rows_int(rows, 1),
                            .scope = rows_text(rows, 2, arena),
                            .scope_name = rows_text(rows, 3, arena),
                            .of_group = rows_int(rows, 4) != 0,
                            .state = rows_word(rows, 5, pairing_state_words),
                            .people = (int32_t)rows_int(rows, 6),
                            .needs = (int32_t)rows_int(rows, 7),
                            .seats = (int32_t)rows_int(rows, 8),
                            .filled = (int32_t)rows_int(rows, 9),
                            .worth = rows_int(rows, 10),
                            .bound_worth = rows_int(rows, 11),
                            .score = rows_int(rows, 12),
                            .bound_score = rows_int(rows, 13),
                            .advice = rows_text(rows, 14, arena),
                            .created_at_ms = rows_time(rows, 15),
                            .is_solved = !rows_null(rows, 16),
                            .solved_at_ms = rows_time(rows, 16),
                            .sent = (int32_t)rows_int(rows, 17)};
}

bool pairings_list(struct db *db, struct arena *arena, const struct actor *actor, struct pairing **pairings,
                   size_t *count, struct error *error)
{
    struct rows rows;
    *pairings = NULL;
    *count = 0;
    if (!query(db, &rows, error, PAIRING_COLUMNS "WHERE " PAIRING_REACHED " ORDER BY p.id DESC LIMIT 100", "u",
               &actor->account))
        return false;
    while (rows_next(&rows)) {
        struct pairing *larger = grow(arena, *pairings, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *pairings = larger;
        larger[(*count)++] = read_row(&rows, arena);
    }
    return rows_end(&rows, error);
}

static bool end_single(struct rows *rows, struct arena *arena, struct pairing *pairing, bool *found,
                       struct error *error)
{
    *found = rows_next(rows);
    if (*found)
        *pairing = read_row(rows, arena);
    return rows_end(rows, error);
}

bool pairing_read(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *id,
                  struct pairing *pairing, struct error *error)
{
    static const struct uuid nobody;
    struct rows rows;
    bool found = false;
    if (!query(db, &rows, error, PAIRING_COLUMNS "WHERE p.id = ? AND (? OR " PAIRING_REACHED ")", "uiu", id,
               (int64_t)(actor == NULL), actor == NULL ? &nobody : &actor->account) ||
        !end_single(&rows, arena, pairing, &found, error))
        return false;
    return found || error_set(error, ERROR_NOT_FOUND, "unknown_pairing", "no such pairing, or not the actor's");
}

bool pairing_read_newest(struct db *db, struct arena *arena, const char *centre, struct pairing *pairing, bool *found,
                         struct error *error)
{
    struct rows rows;
    return query(db, &rows, error,
                 PAIRING_COLUMNS "WHERE p.state = 'ready' AND EXISTS (SELECT 1 FROM centre c WHERE c.code = ? "
                                 "AND (c.municipality_code = p.municipality_code OR EXISTS (SELECT 1 FROM "
                                 "group_member k WHERE k.group_code = p.group_code AND k.municipality_code = "
                                 "c.municipality_code AND k.since <= UTC_DATE() AND k.until > UTC_DATE()))) "
                                 "ORDER BY p.solved_at DESC LIMIT 1",
                 "s", centre) &&
           end_single(&rows, arena, pairing, found, error);
}

static bool read_pairs(struct db *db, struct arena *arena, const struct uuid *id, struct pairing_content *content,
                       struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT x.person_id, x.need_id, x.shift_id, p.first_name, x.score, x.parts, x.flags, x.invitation_id, "
               "COALESCE(i.state, o.state), i.state = 'sent' AND EXISTS (SELECT 1 FROM outbox b WHERE b.event = "
               "'invitation' AND b.about_id = i.id AND b.state = 'waiting' AND b.attempts = 0 AND b.not_before > "
               "NOW(3)) FROM pairing_pair x JOIN person p ON p.id = x.person_id JOIN shift s ON s.id = x.shift_id "
               "LEFT JOIN invitation i ON i.id = x.invitation_id LEFT JOIN invitation o ON o.need_id = x.need_id "
               "AND o.open_for = x.person_id WHERE x.pairing_id = ? "
               "ORDER BY x.need_id, x.person_id, s.starts_at, x.shift_id",
               "u", id))
        return false;
    while (rows_next(&rows)) {
        struct pairing_pair *larger = grow(arena, content->pairs, content->pair_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        content->pairs = larger;
        larger[content->pair_count++] =
            (struct pairing_pair){.person = rows_uuid(&rows, 0),
                                  .need = rows_uuid(&rows, 1),
                                  .shift = rows_uuid(&rows, 2),
                                  .first_name = rows_text(&rows, 3, arena),
                                  .score = (int32_t)rows_int(&rows, 4),
                                  .parts = rows_text(&rows, 5, arena),
                                  .flags = (uint32_t)rows_int(&rows, 6),
                                  .invitation = rows_null(&rows, 7) ? (struct uuid){{0}} : rows_uuid(&rows, 7),
                                  .invitation_state = rows_word(&rows, 8, invitation_state_words),
                                  .can_undo = rows_int(&rows, 9) != 0};
    }
    return rows_end(&rows, error);
}

static bool read_open(struct db *db, struct arena *arena, const struct uuid *id, struct pairing_content *content,
                      struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT o.need_id, o.shift_id, o.seats, o.missing FROM pairing_open o JOIN shift s ON s.id = o.shift_id "
               "WHERE o.pairing_id = ? ORDER BY s.starts_at, o.shift_id",
               "u", id))
        return false;
    while (rows_next(&rows)) {
        struct pairing_open *larger = grow(arena, content->open, content->open_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        content->open = larger;
        larger[content->open_count++] =
            (struct pairing_open){rows_uuid(&rows, 0), rows_uuid(&rows, 1), (int32_t)rows_int(&rows, 2),
                                  rows_text(&rows, 3, arena)};
    }
    return rows_end(&rows, error);
}

static bool read_rules(struct db *db, struct arena *arena, const struct uuid *id, struct pairing_content *content,
                       struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT x.person_id, x.need_id, x.shift_id, p.first_name, x.kind FROM pairing_rule x "
               "JOIN person p ON p.id = x.person_id WHERE x.pairing_id = ? "
               "ORDER BY x.need_id, x.person_id, x.shift_id",
               "u", id))
        return false;
    while (rows_next(&rows)) {
        struct pairing_rule *larger = grow(arena, content->rules, content->rule_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        content->rules = larger;
        larger[content->rule_count++] =
            (struct pairing_rule){rows_uuid(&rows, 0), rows_uuid(&rows, 1), rows_uuid(&rows, 2),
                                  rows_text(&rows, 3, arena), rows_word(&rows, 4, pairing_rule_words)};
    }
    return rows_end(&rows, error);
}

bool pairing_read_content(struct db *db, struct arena *arena, const struct uuid *id, struct pairing_content *content,
                          struct error *error)
{
    *content = (struct pairing_content){0};
    return read_pairs(db, arena, id, content, error) && read_open(db, arena, id, content, error) &&
           read_rules(db, arena, id, content, error);
}

bool pairing_centres(struct db *db, struct arena *arena, const struct uuid *id, struct codes *centres,
                     struct error *error)
{
    struct rows rows;
    *centres = (struct codes){0};
    if (!query(db, &rows, error, "SELECT c.code FROM " PAIRING_CENTRES "WHERE p.id = ? ORDER BY c.code", "u", id))
        return false;
    while (rows_next(&rows)) {
        char *code = rows_text(&rows, 0, arena);
        if (code == NULL || !codes_add(centres, code, arena, error))
            break;
    }
    return rows_end(&rows, error);
}

bool pairing_today(struct db *db, struct arena *arena, const struct uuid *id, struct pairing_seat **seats,
                   size_t *count, struct error *error)
{
    static const char *const standings[] = {"invited", "agreed", "offered", NULL};
    struct rows rows;
    *seats = NULL;
    *count = 0;
    if (!query(db, &rows, error,
               "SELECT t.person_id, t.need_id, t.shift_id, h.first_name, t.standing FROM ("
               "SELECT i.person_id, i.need_id, x.shift_id, 'invited' AS standing FROM invitation i "
               "JOIN invitation_shift x ON x.invitation_id = i.id WHERE i.state = 'sent' UNION ALL "
               "SELECT l.person_id, l.need_id, l.shift_id, 'agreed' FROM placement l "
               "WHERE l.state IN ('awaiting', 'agreed') AND l.ends_at > NOW() UNION ALL "
               "SELECT f.person_id, f.need_id, y.shift_id, 'offered' FROM offer f "
               "JOIN offer_shift y ON y.offer_id = f.id WHERE f.state = 'sent') t "
               "JOIN shift s ON s.id = t.shift_id AND s.ends_at > NOW() AND s.state = 'open' "
               "JOIN person h ON h.id = t.person_id JOIN need n ON n.id = t.need_id "
               "JOIN (" PAIRING_CENTRES ") ON c.code = n.centre_code WHERE p.id = ? "
               "ORDER BY t.need_id, t.person_id, s.starts_at, t.shift_id",
               "u", id))
        return false;
    while (rows_next(&rows)) {
        struct pairing_seat *larger = grow(arena, *seats, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *seats = larger;
        larger[(*count)++] =
            (struct pairing_seat){rows_uuid(&rows, 0), rows_uuid(&rows, 1), rows_uuid(&rows, 2),
                                  rows_text(&rows, 3, arena), rows_word(&rows, 4, standings)};
    }
    return rows_end(&rows, error);
}
