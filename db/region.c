#include "db/region.h"

#include <string.h>

#include "db/record.h"
#include "db/statement.h"

static bool read_groups(struct db *db, struct arena *arena, struct region *region, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error, "SELECT code, name FROM cooperation_group ORDER BY name", ""))
        return false;
    while (rows_next(&rows)) {
        struct cooperation_group *larger = grow(arena, region->groups, region->group_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        region->groups = larger;
        larger[region->group_count++] =
            (struct cooperation_group){.code = rows_text(&rows, 0, arena), .name = rows_text(&rows, 1, arena)};
    }
    return rows_end(&rows, error);
}

static bool read_municipalities(struct db *db, struct arena *arena, struct region *region, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error, "SELECT code, name, kind, county, lat, lon FROM municipality ORDER BY name", ""))
        return false;
    while (rows_next(&rows)) {
        struct municipality *larger =
            grow(arena, region->municipalities, region->municipality_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        region->municipalities = larger;
        larger[region->municipality_count++] = (struct municipality){.ehak = rows_text(&rows, 0, arena),
                                                                     .name = rows_text(&rows, 1, arena),
                                                                     .kind = rows_text(&rows, 2, arena),
                                                                     .county = rows_text(&rows, 3, arena),
                                                                     .lat = rows_real(&rows, 4),
                                                                     .lon = rows_real(&rows, 5)};
    }
    return rows_end(&rows, error);
}

static bool read_settlements(struct db *db, struct arena *arena, struct region *region, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT s.id, s.name, s.kind, s.municipality_code, s.lat, s.lon, a.name FROM settlement s "
               "LEFT JOIN settlement_name a ON a.settlement_id = s.id ORDER BY s.name, s.id, a.name",
               ""))
        return false;
    while (rows_next(&rows)) {
        int32_t id = (int32_t)rows_int(&rows, 0);
        if (region->settlement_count == 0 || region->settlements[region->settlement_count - 1].id != id) {
            struct settlement *larger =
                grow(arena, region->settlements, region->settlement_count, sizeof *larger, error);
            if (larger == NULL)
                break;
            region->settlements = larger;
            larger[region->settlement_count++] = (struct settlement){.id = id,
                                                                     .name = rows_text(&rows, 1, arena),
                                                                     .kind = rows_text(&rows, 2, arena),
                                                                     .municipality = rows_text(&rows, 3, arena),
                                                                     .lat = rows_real(&rows, 4),
                                                                     .lon = rows_real(&rows, 5)};
        }
        struct settlement *settlement = &region->settlements[region->settlement_count - 1];
        if (!rows_null(&rows, 6) && !codes_add(&settlement->alternates, rows_text(&rows, 6, arena), arena, error))
            break;
    }
    return rows_end(&rows, error);
}

static bool read_travels(struct db *db, struct arena *arena, struct region *region, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error, "SELECT centre_code, other_code, metres, minutes FROM travel ORDER BY 1, 2", ""))
        return false;
    while (rows_next(&rows)) {
        struct travel *larger = grow(arena, region->travels, region->travel_count, sizeof *larger, error);
        if (larger == NULL)
            break;
        region->travels = larger;
        larger[region->travel_count++] = (struct travel){.from = rows_text(&rows, 0, arena),
                                                         .to = rows_text(&rows, 1, arena),
                                                         .metres = (int32_t)rows_int(&rows, 2),
                                                         .minutes = (int32_t)rows_int(&rows, 3)};
    }
    return rows_end(&rows, error);
}

static bool add_word(struct word **words, size_t *count, struct rows *rows, struct arena *arena, struct error *error)
{
    struct word *larger = grow(arena, *words, *count, sizeof *larger, error);
    if (larger == NULL)
        return false;
    *words = larger;
    larger[(*count)++] =
        (struct word){.code = rows_text(rows, 1, arena),
                      .group = rows_text(rows, 2, arena),
                      .names = {rows_text(rows, 3, arena), rows_text(rows, 4, arena), rows_text(rows, 5, arena)}};
    return true;
}

static bool read_words(struct db *db, struct arena *arena, struct region *region, struct error *error)
{
    static const char *const kinds[] = {"skill", "certificate", "language", "interest", "age_group", "bring", NULL};
    struct word **lists[] = {&region->skills,    &region->certificates, &region->languages,
                             &region->interests, &region->age_groups,   &region->bring};
    size_t *counts[] = {&region->skill_count,    &region->certificate_count, &region->language_count,
                        &region->interest_count, &region->age_group_count,   &region->bring_count};
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT 'skill' AS kind, code, family, name_et, name_ru, name_en, family + 0 AS first, position "
               "FROM skill WHERE retired = 0 UNION ALL "
               "SELECT kind, code, NULL, name_et, name_ru, name_en, 0, position FROM word WHERE retired = 0 "
               "ORDER BY 1, 7, 8",
               ""))
        return false;
    while (rows_next(&rows)) {
        int kind = rows_word(&rows, 0, kinds);
        if (kind >= 0 && !add_word(lists[kind], counts[kind], &rows, arena, error))
            break;
    }
    return rows_end(&rows, error);
}

bool region_read(struct db *db, struct arena *arena, struct region *region, struct error *error)
{
    const char *demonstration = NULL;
    *region = (struct region){0};
    if (!setting_read(db, arena, "region_name", &region->name, error) ||
        !setting_read(db, arena, "demonstration", &demonstration, error))
        return false;
    region->demonstration = demonstration != NULL && strcmp(demonstration, "1") == 0;
    return read_groups(db, arena, region, error) && read_municipalities(db, arena, region, error) &&
           read_settlements(db, arena, region, error) && read_words(db, arena, region, error) &&
           read_travels(db, arena, region, error) && minor_hours_read(db, &region->minor_hours, error) &&
           school_free_read(db, arena, &region->school_free, &region->school_free_count, error) &&
           centres_list(db, arena, &region->centres, &region->centre_count, error);
}

#define CENTRE_COLUMNS                                                                                                 \
    "SELECT c.code, c.name, c.municipality_code, c.settlement, c.address, c.how_to_find, c.email, c.phone, c.lat, "    \
    "c.lon, c.version, (SELECT COALESCE(SUM(s.seats - s.taken), 0) FROM need n JOIN shift s ON s.need_id = n.id "      \
    "WHERE n.centre_code = c.code AND n.state = 'open' AND s.state = 'open' AND s.starts_at > NOW()) "                 \
    "FROM centre c JOIN municipality m ON m.code = c.municipality_code WHERE c.active = 1 "

static struct centre read_centre(struct rows *rows, struct arena *arena)
{
    return (struct centre){.id = rows_text(rows, 0, arena),
                           .name = rows_text(rows, 1, arena),
                           .municipality = rows_text(rows, 2, arena),
                           .settlement = rows_text(rows, 3, arena),
                           .address = rows_text(rows, 4, arena),
                           .how_to_find = rows_text(rows, 5, arena),
                           .email = rows_text(rows, 6, arena),
                           .phone = rows_text(rows, 7, arena),
                           .lat = rows_real(rows, 8),
                           .lon = rows_real(rows, 9),
                           .version = rows_int(rows, 10),
                           .open_seats = (int32_t)rows_int(rows, 11)};
}

bool centres_list(struct db *db, struct arena *arena, struct centre **centres, size_t *count, struct error *error)
{
    struct rows rows;
    *centres = NULL;
    *count = 0;
    if (!query(db, &rows, error, CENTRE_COLUMNS "ORDER BY m.name, c.name", ""))
        return false;
    while (rows_next(&rows)) {
        struct centre *larger = grow(arena, *centres, *count, sizeof *larger, error);
        if (larger == NULL)
            break;
        *centres = larger;
        larger[(*count)++] = read_centre(&rows, arena);
    }
    return rows_end(&rows, error);
}

bool centre_read(struct db *db, struct arena *arena, const char *code, struct centre *centre, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error, CENTRE_COLUMNS "AND c.code = ?", "s", code))
        return false;
    bool found = rows_next(&rows);
    if (found)
        *centre = read_centre(&rows, arena);
    if (!rows_end(&rows, error))
        return false;
    return found || error_set(error, ERROR_NOT_FOUND, "unknown_centre", "no such centre");
}

bool centre_reached(struct db *db, const struct actor *actor, const char *code, struct error *error)
{
    int64_t one = 0;
    if (query_int(db, &one, error, "SELECT 1 FROM account_centre WHERE account_id = ? AND centre_code = ? LIMIT 1",
                  "us", &actor->account, code))
        return true;
    return error_set(error, ERROR_NOT_FOUND, "unknown_centre", "no such centre, or not the actor's");
}

/* ---- Loading -------------------------------------------------------------------------------------------------------
 */

bool group_put(struct db *db, const char *code, const char *name, struct error *error)
{
    return execute(
        db, NULL, error,
        "INSERT INTO cooperation_group (code, name) VALUES (?, ?) ON DUPLICATE KEY UPDATE name = VALUES(name)", "ss",
        code, name);
}

bool group_member_put(struct db *db, const char *group, const char *municipality, int32_t since_day,
                      struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO group_member (group_code, municipality_code, since) SELECT ?, ?, ? FROM DUAL "
                   "WHERE NOT EXISTS (SELECT 1 FROM group_member WHERE group_code = ? AND municipality_code = ? "
                   "AND activity = '')",
                   "ssdss", group, municipality, since_day, group, municipality);
}

bool municipality_put(struct db *db, const struct municipality *municipality, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO municipality (code, name, kind, county, lat, lon) VALUES (?, ?, ?, ?, ?, ?) "
                   "ON DUPLICATE KEY UPDATE name = VALUES(name), kind = VALUES(kind), county = VALUES(county), "
                   "lat = VALUES(lat), lon = VALUES(lon)",
                   "ssssrr", municipality->ehak, municipality->name, municipality->kind, municipality->county,
                   municipality->lat, municipality->lon);
}

bool settlement_put(struct db *db, const struct settlement *settlement, struct error *error)
{
    if (!execute(db, NULL, error,
                 "INSERT INTO settlement (id, name, kind, municipality_code, lat, lon) VALUES (?, ?, ?, ?, ?, ?) "
                 "ON DUPLICATE KEY UPDATE name = VALUES(name), kind = VALUES(kind), "
                 "municipality_code = VALUES(municipality_code), lat = VALUES(lat), lon = VALUES(lon)",
                 "isssrr", (int64_t)settlement->id, settlement->name, settlement->kind, settlement->municipality,
                 settlement->lat, settlement->lon) ||
        !execute(db, NULL, error, "DELETE FROM settlement_name WHERE settlement_id = ?", "i", (int64_t)settlement->id))
        return false;
    for (size_t i = 0; i < settlement->alternates.count; i++)
        if (!execute(db, NULL, error,
                     "INSERT INTO settlement_name (settlement_id, name) VALUES (?, ?) "
                     "ON DUPLICATE KEY UPDATE name = VALUES(name)",
                     "is", (int64_t)settlement->id, settlement->alternates.items[i]))
            return false;
    return true;
}

bool centre_put(struct db *db, const struct centre *centre, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO centre (code, name, municipality_code, settlement, address, how_to_find, email, phone, "
                   "lat, lon) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE name = VALUES(name), "
                   "municipality_code = VALUES(municipality_code), settlement = VALUES(settlement), "
                   "address = VALUES(address), how_to_find = VALUES(how_to_find), email = VALUES(email), "
                   "phone = VALUES(phone), lat = VALUES(lat), lon = VALUES(lon), version = version + 1",
                   "ssssssssrr", centre->id, centre->name, centre->municipality, centre->settlement, centre->address,
                   centre->how_to_find, centre->email, centre->phone, centre->lat, centre->lon);
}

bool travel_put(struct db *db, const struct travel *travel, struct error *error)
{
    bool ordered = strcmp(travel->from, travel->to) < 0;
    return execute(db, NULL, error,
                   "INSERT INTO travel (centre_code, other_code, metres, minutes) VALUES (?, ?, ?, ?) "
                   "ON DUPLICATE KEY UPDATE metres = VALUES(metres), minutes = VALUES(minutes)",
                   "ssii", ordered ? travel->from : travel->to, ordered ? travel->to : travel->from,
                   (int64_t)travel->metres, (int64_t)travel->minutes);
}

bool setting_read(struct db *db, struct arena *arena, const char *name, const char **value, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error, "SELECT value FROM setting WHERE name = ?", "s", name))
        return false;
    *value = rows_next(&rows) ? rows_text(&rows, 0, arena) : NULL;
    return rows_end(&rows, error);
}

bool setting_put(struct db *db, const char *name, const char *value, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO setting (name, value) VALUES (?, ?) ON DUPLICATE KEY UPDATE value = VALUES(value)",
                   "ss", name, value);
}
