/* Inserts, changes and removals, one by one. */
#include "matcher/index.h"
#include "matcher/score.h"

#include <stdlib.h>

static bool no_memory(struct matcher_error *error)
{
    return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
}

static bool settings_valid(const struct matcher_settings *settings, struct matcher_error *error)
{
    for (int part = 0; part < MATCHER_PARTS; part++)
        if (settings->points[part] < 0 || settings->points[part] > 1000000)
            return matcher_fail(error, MATCHER_INVALID, "points", (size_t)part);
    if (settings->farthest_m < 1 || settings->farthest_m > 1000000)
        return matcher_fail(error, MATCHER_INVALID, "farthest_m", 0);
    if (settings->minor_end_minute < 0 || settings->minor_end_minute > 1440)
        return matcher_fail(error, MATCHER_INVALID, "minor_end_minute", 0);
    if (settings->rest_min < 0 || settings->rest_min > 1440)
        return matcher_fail(error, MATCHER_INVALID, "rest_min", 0);
    if (settings->scarcity_points < 0 || settings->scarcity_points > 10000)
        return matcher_fail(error, MATCHER_INVALID, "scarcity_points", 0);
    if (settings->scarcity_most < 0 || settings->scarcity_most > 1000000)
        return matcher_fail(error, MATCHER_INVALID, "scarcity_most", 0);
    return true;
}

static void fill_near(const struct matcher_settings *settings, struct near_table *near)
{
    const unsigned steps = sizeof near->units / sizeof near->units[0] - 1;
    int32_t full = settings->points[MATCHER_PART_NEARNESS];

    while (settings->farthest_m >> near->shift >= (int32_t)steps)
        near->shift++;
    for (unsigned i = 0; i < steps; i++) {
        int32_t lost = full - score_nearness_at(settings, (int32_t)(i << near->shift));
        near->units[i] = (uint16_t)(lost / score_unit(settings));
    }
    near->units[steps] = (uint16_t)(full / score_unit(settings));
}

struct matcher *matcher_new(const struct matcher_settings *settings, struct matcher_error *error)
{
    struct matcher_settings chosen = settings == NULL ? matcher_settings_default() : *settings;

    if (!settings_valid(&chosen, error))
        return NULL;
    struct matcher *matcher = calloc(1, sizeof *matcher);
    if (matcher == NULL) {
        no_memory(error);
        return NULL;
    }
    matcher->settings = chosen;
    fill_near(&chosen, &matcher->near);
    return matcher;
}

static void collection_clear(struct collection *collection)
{
    idtable_clear(&collection->table);
    free(collection->ids);
}

static void need_record_free(struct need_record *record)
{
    if (record == NULL)
        return;
    free(record->need);
    free(record->view);
    free(record);
}

void matcher_free(struct matcher *matcher)
{
    if (matcher == NULL)
        return;
    records_clear(matcher);
    for (size_t i = 0; i < matcher->needs.count; i++)
        need_record_free(matcher->need_records[i]);
    collection_clear(&matcher->needs);
    need_rows_clear(matcher);
    free(matcher->need_records);
    free(matcher->travels);
    free(matcher);
}

static size_t next_capacity(size_t capacity)
{
    return capacity == 0 ? 64 : capacity + capacity / 2;
}

static bool needs_reserve(struct matcher *matcher)
{
    struct collection *needs = &matcher->needs;
    size_t capacity = next_capacity(needs->capacity);

    if (!idtable_reserve(&needs->table))
        return false;
    if (needs->count < needs->capacity)
        return true;
    const struct matcher_id **ids = realloc(needs->ids, capacity * sizeof *ids);
    if (ids == NULL)
        return false;
    needs->ids = ids;
    struct need_record **records = realloc(matcher->need_records, capacity * sizeof(struct need_record *));
    if (records == NULL)
        return false;
    matcher->need_records = records;
    needs->capacity = capacity;
    return true;
}

bool matcher_set_centre(struct matcher *matcher, int32_t centre, const struct matcher_position *at,
                        struct matcher_error *error)
{
    if (centre < 0 || centre > UINT16_MAX)
        return matcher_fail(error, MATCHER_INVALID, "centre", 0);
    if (!position_valid(at))
        return matcher_fail(error, MATCHER_INVALID, "at", 0);
    if (!homes_reserve(matcher, centre))
        return no_memory(error);
    matcher->homes[centre].at = *at;
    return true;
}

/* ---- Needs ---- */

static struct need_record *need_record_new(const struct matcher *matcher, const struct matcher_need *need)
{
    struct need_record *record = calloc(1, sizeof *record);

    if (record == NULL)
        return NULL;
    record->need = need_copy(need);
    if (record->need != NULL)
        record->view = view_new(&matcher->settings, record->need);
    if (record->view == NULL) {
        need_record_free(record);
        return NULL;
    }
    return record;
}

bool matcher_put_need(struct matcher *matcher, const struct matcher_need *need, struct matcher_error *error)
{
    struct collection *needs = &matcher->needs;

    if (!need_valid(need, error))
        return false;
    if (!needs_reserve(matcher))
        return no_memory(error);
    struct need_record *record = need_record_new(matcher, need);
    if (record == NULL)
        return no_memory(error);
    uint32_t slot = idtable_find(&needs->table, needs->ids, &need->id);
    uint32_t at = slot == IDTABLE_NONE ? (uint32_t)needs->count : slot;
    struct need_row rows[ROWS_MOST];
    unsigned rows_count = need_rows_make(&matcher->settings, record->view, at, rows);
    if (!need_rows_reserve(matcher, rows, rows_count)) {
        need_record_free(record);
        return no_memory(error);
    }
    if (slot == IDTABLE_NONE) {
        needs->count++;
        idtable_add(&needs->table, idtable_hash(&need->id), at);
    } else {
        need_rows_remove(matcher, matcher->need_records[slot]);
        need_record_free(matcher->need_records[slot]);
    }
    needs->ids[at] = &record->need->id;
    matcher->need_records[at] = record;
    need_rows_add(matcher, record, rows, rows_count);
    return true;
}

bool matcher_remove_need(struct matcher *matcher, const struct matcher_id *id)
{
    struct collection *needs = &matcher->needs;
    uint32_t slot = idtable_find(&needs->table, needs->ids, id);

    if (slot == IDTABLE_NONE)
        return false;
    uint32_t last = (uint32_t)needs->count - 1;
    struct need_record *gone = matcher->need_records[slot];
    need_rows_remove(matcher, gone);
    idtable_remove(&needs->table, idtable_hash(&gone->need->id), slot);
    if (slot != last) {
        struct need_record *moved = matcher->need_records[last];
        idtable_move(&needs->table, idtable_hash(needs->ids[last]), last, slot);
        needs->ids[slot] = needs->ids[last];
        matcher->need_records[slot] = moved;
        need_rows_move(matcher, moved, slot);
    }
    needs->count = last;
    need_record_free(gone);
    return true;
}

size_t matcher_needs_count(const struct matcher *matcher)
{
    return matcher->needs.count;
}

const struct matcher_need *matcher_find_need(const struct matcher *matcher, const struct matcher_id *id)
{
    uint32_t slot = idtable_find(&matcher->needs.table, matcher->needs.ids, id);

    return slot == IDTABLE_NONE ? NULL : matcher->need_records[slot]->need;
}
