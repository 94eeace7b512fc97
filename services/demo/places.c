/* The region: its group, municipalities, settlements and centres, and the ways between them. */
#include "db/region.h"
#include "matcher/matcher.h"
#include "services/demo/demo.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool put_municipalities(const struct demo *demo, struct error *error)
{
    const struct table *rows = &demo->municipalities;

    for (size_t i = 0; i < rows->rows; i++) {
        struct municipality municipality = {
            .ehak = table_cell(rows, i, "code"),
            .name = table_cell(rows, i, "name"),
            .kind = table_cell(rows, i, "kind"),
            .county = table_cell(rows, i, "county"),
            .lat = table_number(rows, i, "lat"),
            .lon = table_number(rows, i, "lon"),
        };
        if (!municipality_put(demo->db, &municipality, error) ||
            !group_member_put(demo->db, DEMO_GROUP, municipality.ehak, matcher_day_from_date(2015, 1, 1), error))
            return false;
    }
    return true;
}

static bool put_settlements(const struct demo *demo, struct error *error)
{
    const struct table *rows = &demo->settlements;

    for (size_t i = 0; i < rows->rows; i++) {
        char names[16][WORD_SIZE];
        const char *items[16];
        struct settlement settlement = {
            .id = atoi(table_cell(rows, i, "id")),
            .name = table_cell(rows, i, "name"),
            .kind = table_cell(rows, i, "kind"),
            .municipality = table_cell(rows, i, "municipality"),
            .lat = table_number(rows, i, "lat"),
            .lon = table_number(rows, i, "lon"),
            .alternates = {.items = items},
        };
        const char *list = table_cell(rows, i, "alternates");
        size_t count = 0;
        while (count < 16 && next_word(&list, '|', names[count], WORD_SIZE) != NULL) {
            items[count] = names[count];
            count++;
        }
        settlement.alternates.count = count;
        if (!settlement_put(demo->db, &settlement, error))
            return false;
    }
    return true;
}

static bool put_centres(const struct demo *demo, struct error *error)
{
    const struct table *rows = &demo->centres;

    for (size_t i = 0; i < rows->rows; i++) {
        char email[WORD_SIZE + 32];
        struct centre centre = {
            .id = table_cell(rows, i, "code"),
            .name = table_cell(rows, i, "name"),
            .municipality = table_cell(rows, i, "municipality"),
            .settlement = table_cell(rows, i, "settlement"),
            .email = email,
            .lat = table_number(rows, i, "lat"),
            .lon = table_number(rows, i, "lon"),
        };
        snprintf(email, sizeof email, "%s@" DEMO_DOMAIN, centre.id);
        if (!centre_put(demo->db, &centre, error))
            return false;
    }
    return true;
}

static bool put_travels(const struct demo *demo, struct error *error)
{
    const struct table *rows = &demo->travels;

    for (size_t i = 0; i < rows->rows; i++) {
        struct travel travel = {
            .from = table_cell(rows, i, "from"),
            .to = table_cell(rows, i, "to"),
            .metres = (int32_t)table_number(rows, i, "metres"),
            .minutes = (int32_t)table_number(rows, i, "minutes"),
        };
        if (!travel_put(demo->db, &travel, error))
            return false;
    }
    return true;
}

bool demo_load_region(struct db *db, void *context, struct error *error)
{
    const struct demo *demo = context;

    return group_put(db, DEMO_GROUP, "Harju koostöögrupp", error) && put_municipalities(demo, error) &&
           put_settlements(demo, error) && put_centres(demo, error) && put_travels(demo, error) &&
           setting_put(db, "region_name", "Harju koostöögrupp", error);
}

static struct matcher_position position(const struct table *rows, size_t row)
{
    return (struct matcher_position){
        .known = true,
        .place = MATCHER_NO_PLACE,
        .lat_e7 = (int32_t)lround(table_number(rows, row, "lat") * 1e7),
        .lon_e7 = (int32_t)lround(table_number(rows, row, "lon") * 1e7),
    };
}

int32_t demo_metres(const struct demo *demo, size_t settlement, size_t centre)
{
    struct matcher_position from = position(&demo->settlements, settlement);
    struct matcher_position to = position(&demo->centres, centre);

    return matcher_distance_m(&from, &to);
}

size_t demo_nearest_centre(const struct demo *demo, size_t settlement)
{
    size_t nearest = 0;

    for (size_t i = 1; i < demo->centres.rows; i++) {
        if (demo_metres(demo, settlement, i) < demo_metres(demo, settlement, nearest))
            nearest = i;
    }
    return nearest;
}
