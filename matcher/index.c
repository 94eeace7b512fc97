/* Inserts, changes and removals, one by one. */
#include "matcher/index.h"

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
    for (size_t i = 0; i < matcher->people.count; i++)
        free(matcher->persons[i]);
    for (size_t i = 0; i < matcher->needs.count; i++)
        need_record_free(matcher->need_records[i]);
    for (size_t i = 0; i < matcher->homes_count; i++)
        free(matcher->homes[i].workers);
    collection_clear(&matcher->people);
    collection_clear(&matcher->needs);
    free(matcher->traits);
    free(matcher->cards);
    free(matcher->persons);
    free(matcher->need_records);
    free(matcher->homes);
    free(matcher->travels);
    free(matcher);
}

/* The array with more room; when memory ran out as it was, and *ok false. */
static void *grown(void *array, size_t capacity, size_t element, bool *ok)
{
    void *larger = realloc(array, capacity * element);

    *ok = *ok && larger != NULL;
    return larger == NULL ? array : larger;
}

static size_t next_capacity(size_t capacity)
{
    return capacity == 0 ? 64 : capacity + capacity / 2;
}

/* Room for one person more; what has grown before a failure merely stays larger. */
static bool people_reserve(struct matcher *matcher)
{
    struct collection *people = &matcher->people;
    size_t capacity = next_capacity(people->capacity);

    if (!idtable_reserve(&people->table))
        return false;
    if (people->count < people->capacity)
        return true;
    bool ok = true;
    people->ids = grown(people->ids, capacity, sizeof *people->ids, &ok);
    matcher->traits = grown(matcher->traits, capacity, sizeof *matcher->traits, &ok);
    matcher->cards = grown(matcher->cards, capacity, sizeof *matcher->cards, &ok);
    matcher->persons = grown(matcher->persons, capacity, sizeof *matcher->persons, &ok);
    people->capacity = ok ? capacity : people->capacity;
    return ok;
}

static bool needs_reserve(struct matcher *matcher)
{
    struct collection *needs = &matcher->needs;
    size_t capacity = next_capacity(needs->capacity);

    if (!idtable_reserve(&needs->table))
        return false;
    if (needs->count < needs->capacity)
        return true;
    bool ok = true;
    needs->ids = grown(needs->ids, capacity, sizeof *needs->ids, &ok);
    matcher->need_records = grown(matcher->need_records, capacity, sizeof *matcher->need_records, &ok);
    needs->capacity = ok ? capacity : needs->capacity;
    return ok;
}

/* ---- Workers by home centre ---- */

static bool homes_reserve(struct matcher *matcher, int32_t centre)
{
    size_t count = (size_t)centre + 1;

    if (count <= matcher->homes_count)
        return true;
    bool ok = true;
    matcher->homes = grown(matcher->homes, count, sizeof *matcher->homes, &ok);
    if (!ok)
        return false;
    for (size_t i = matcher->homes_count; i < count; i++)
        matcher->homes[i] = (struct home){.at.place = MATCHER_NO_PLACE};
    matcher->homes_count = count;
    return true;
}

static bool has_home(const struct matcher_person *person)
{
    return person->kind == MATCHER_WORKER && person->home_centre != MATCHER_NO_CENTRE;
}

static bool home_reserve(struct matcher *matcher, const struct matcher_person *person)
{
    if (!has_home(person))
        return true;
    if (!homes_reserve(matcher, person->home_centre))
        return false;
    struct home *home = &matcher->homes[person->home_centre];
    if (home->count < home->capacity)
        return true;
    size_t capacity = home->capacity == 0 ? 4 : home->capacity * 2;
    bool ok = true;
    home->workers = grown(home->workers, capacity, sizeof *home->workers, &ok);
    home->capacity = ok ? capacity : home->capacity;
    return ok;
}

static void home_add(struct matcher *matcher, const struct matcher_person *person)
{
    if (!has_home(person))
        return;
    struct home *home = &matcher->homes[person->home_centre];
    home->workers[home->count++] = person;
}

static void home_remove(struct matcher *matcher, const struct matcher_person *person)
{
    if (!has_home(person))
        return;
    struct home *home = &matcher->homes[person->home_centre];
    for (size_t i = 0; i < home->count; i++)
        if (home->workers[i] == person) {
            home->workers[i] = home->workers[--home->count];
            return;
        }
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
    struct home *home = &matcher->homes[centre];
    home->at = *at;
    for (size_t i = 0; i < home->count; i++) {
        uint32_t slot = idtable_find(&matcher->people.table, matcher->people.ids, &home->workers[i]->id);
        card_fill(matcher, home->workers[i], &matcher->cards[slot], &matcher->traits[slot]);
    }
    return true;
}

/* ---- People ---- */

bool matcher_put_person(struct matcher *matcher, const struct matcher_person *person, struct matcher_error *error)
{
    struct collection *people = &matcher->people;

    if (!person_valid(person, error))
        return false;
    if (!people_reserve(matcher) || !home_reserve(matcher, person))
        return no_memory(error);
    struct matcher_person *copy = person_copy(person);
    if (copy == NULL)
        return no_memory(error);
    uint32_t slot = idtable_find(&people->table, people->ids, &copy->id);
    if (slot == IDTABLE_NONE) {
        slot = (uint32_t)people->count++;
        idtable_add(&people->table, idtable_hash(&copy->id), slot);
    } else {
        home_remove(matcher, matcher->persons[slot]);
        free(matcher->persons[slot]);
    }
    people->ids[slot] = &copy->id;
    matcher->persons[slot] = copy;
    home_add(matcher, copy);
    card_fill(matcher, copy, &matcher->cards[slot], &matcher->traits[slot]);
    return true;
}

bool matcher_remove_person(struct matcher *matcher, const struct matcher_id *id)
{
    struct collection *people = &matcher->people;
    uint32_t slot = idtable_find(&people->table, people->ids, id);

    if (slot == IDTABLE_NONE)
        return false;
    uint32_t last = (uint32_t)people->count - 1;
    struct matcher_person *gone = matcher->persons[slot];
    idtable_remove(&people->table, idtable_hash(&gone->id), slot);
    home_remove(matcher, gone);
    if (slot != last) {
        idtable_move(&people->table, idtable_hash(people->ids[last]), last, slot);
        people->ids[slot] = people->ids[last];
        matcher->traits[slot] = matcher->traits[last];
        matcher->cards[slot] = matcher->cards[last];
        matcher->persons[slot] = matcher->persons[last];
    }
    people->count = last;
    free(gone);
    return true;
}

size_t matcher_people_count(const struct matcher *matcher)
{
    return matcher->people.count;
}

const struct matcher_person *matcher_find_person(const struct matcher *matcher, const struct matcher_id *id)
{
    uint32_t slot = idtable_find(&matcher->people.table, matcher->people.ids, id);

    return slot == IDTABLE_NONE ? NULL : matcher->persons[slot];
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
    if (slot == IDTABLE_NONE) {
        slot = (uint32_t)needs->count++;
        idtable_add(&needs->table, idtable_hash(&need->id), slot);
    } else {
        need_record_free(matcher->need_records[slot]);
    }
    needs->ids[slot] = &record->need->id;
    matcher->need_records[slot] = record;
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
    idtable_remove(&needs->table, idtable_hash(&gone->need->id), slot);
    if (slot != last) {
        idtable_move(&needs->table, idtable_hash(needs->ids[last]), last, slot);
        needs->ids[slot] = needs->ids[last];
        matcher->need_records[slot] = matcher->need_records[last];
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
