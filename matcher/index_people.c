/* People: inserts, changes and removals, one by one. */
#include "matcher/index.h"

#include <stdlib.h>

static bool no_memory(struct matcher_error *error)
{
    return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
}

static const struct record *record_at(const struct matcher *matcher, uint32_t name)
{
    return store_at(&matcher->people.store, name);
}

/* ---- The table ---- */

static uint32_t hash_of(const struct record *record)
{
    return idtable_hash_bytes(record->id, record->id_length);
}

/* The cell that holds the id, or the empty one where it would go. */
static size_t cell_of(const struct people *people, const struct matcher_id *id)
{
    size_t mask = people->capacity - 1, at = idtable_hash_bytes(id->bytes, id->length) & mask;

    while (people->table[at] != STORE_NONE && !record_has_id(store_at(&people->store, people->table[at]), id))
        at = (at + 1) & mask;
    return at;
}

uint32_t record_find(const struct matcher *matcher, const struct matcher_id *id)
{
    const struct people *people = &matcher->people;

    return people->capacity == 0 ? STORE_NONE : people->table[cell_of(people, id)];
}

const struct record *record_next(const struct matcher *matcher, size_t *cursor)
{
    const struct people *people = &matcher->people;
    const size_t ahead = 24;

    while (*cursor < people->capacity) {
        if (*cursor + ahead < people->capacity)
            __builtin_prefetch(store_granule(&people->store, people->table[*cursor + ahead]));
        uint32_t name = people->table[(*cursor)++];
        if (name != STORE_NONE)
            return store_at(&people->store, name);
    }
    return NULL;
}

static bool table_reserve(struct people *people)
{
    size_t capacity = people->capacity == 0 ? 64 : people->capacity * 2, mask = capacity - 1;

    if ((people->count + 1) * 2 < people->capacity)
        return true;
    uint32_t *table = calloc(capacity, sizeof *table);
    if (table == NULL)
        return false;
    for (size_t i = 0; i < people->capacity; i++) {
        if (people->table[i] == STORE_NONE)
            continue;
        size_t at = hash_of(store_at(&people->store, people->table[i])) & mask;
        while (table[at] != STORE_NONE)
            at = (at + 1) & mask;
        table[at] = people->table[i];
    }
    free(people->table);
    people->table = table;
    people->capacity = capacity;
    return true;
}

/* Backward-shift deletion, as in idtable.c. */
static void table_empty(struct people *people, size_t hole)
{
    size_t mask = people->capacity - 1;

    for (size_t at = (hole + 1) & mask; people->table[at] != STORE_NONE; at = (at + 1) & mask) {
        size_t home = hash_of(store_at(&people->store, people->table[at])) & mask;
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            people->table[hole] = people->table[at];
            hole = at;
        }
    }
    people->table[hole] = STORE_NONE;
    people->count--;
}

/* ---- Workers by home centre ---- */

bool homes_reserve(struct matcher *matcher, int32_t centre)
{
    size_t count = (size_t)centre + 1;

    if (count <= matcher->homes_count)
        return true;
    struct home *homes = realloc(matcher->homes, count * sizeof *homes);
    if (homes == NULL)
        return false;
    for (size_t i = matcher->homes_count; i < count; i++)
        homes[i] = (struct home){.at.place = MATCHER_NO_PLACE};
    matcher->homes = homes;
    matcher->homes_count = count;
    return true;
}

/* NULL for who is no worker or has no home centre. */
static struct home *home_of(const struct matcher *matcher, const struct record *record)
{
    int32_t centre = record->flags & TRAIT_WORKER ? record_home_centre(record) : MATCHER_NO_CENTRE;

    return centre == MATCHER_NO_CENTRE ? NULL : &matcher->homes[centre];
}

static bool home_reserve(struct matcher *matcher, const struct matcher_person *person)
{
    if (person->kind != MATCHER_WORKER || person->home_centre == MATCHER_NO_CENTRE)
        return true;
    if (!homes_reserve(matcher, person->home_centre))
        return false;
    struct home *home = &matcher->homes[person->home_centre];
    if (home->count < home->capacity)
        return true;
    size_t capacity = home->capacity == 0 ? 4 : home->capacity * 2;
    uint32_t *workers = realloc(home->workers, capacity * sizeof *workers);
    if (workers == NULL)
        return false;
    home->workers = workers;
    home->capacity = capacity;
    return true;
}

static void home_remove(const struct matcher *matcher, uint32_t name)
{
    struct home *home = home_of(matcher, record_at(matcher, name));

    for (size_t i = 0; home != NULL && i < home->count; i++)
        if (home->workers[i] == name) {
            home->workers[i] = home->workers[--home->count];
            return;
        }
}

static void home_add(const struct matcher *matcher, uint32_t name)
{
    struct home *home = home_of(matcher, record_at(matcher, name));

    if (home != NULL)
        home->workers[home->count++] = name;
}

/* ---- Inserts, changes, removals ---- */

static void forget(struct matcher *matcher, uint32_t name)
{
    struct matcher_person person;

    record_unpack(record_at(matcher, name), &person);
    crowds_remove(matcher, name, &person);
    home_remove(matcher, name);
    record_give_back(&matcher->people.store, name);
}

bool matcher_put_person(struct matcher *matcher, const struct matcher_person *person, struct matcher_error *error)
{
    struct people *people = &matcher->people;

    if (!person_valid(person, error))
        return false;
    if (!table_reserve(people) || !home_reserve(matcher, person))
        return no_memory(error);
    __builtin_prefetch(
        &people->table[idtable_hash_bytes(person->id.bytes, person->id.length) & (people->capacity - 1)]);
    uint32_t name = record_pack(&people->store, person);
    if (name == STORE_NONE)
        return no_memory(error);
    if (!crowds_add(matcher, name, person)) {
        record_give_back(&people->store, name);
        return no_memory(error);
    }
    uint32_t *cell = &people->table[cell_of(people, &person->id)];
    uint32_t before = *cell;
    home_add(matcher, name);
    *cell = name;
    if (before == STORE_NONE)
        people->count++;
    else
        forget(matcher, before);
    return true;
}

bool matcher_remove_person(struct matcher *matcher, const struct matcher_id *id)
{
    struct people *people = &matcher->people;
    size_t at = people->capacity == 0 ? 0 : cell_of(people, id);

    if (people->capacity == 0 || people->table[at] == STORE_NONE)
        return false;
    uint32_t name = people->table[at];
    table_empty(people, at);
    forget(matcher, name);
    return true;
}

size_t matcher_people_count(const struct matcher *matcher)
{
    return matcher->people.count;
}

bool matcher_has_person(const struct matcher *matcher, const struct matcher_id *id)
{
    return record_find(matcher, id) != STORE_NONE;
}

bool matcher_read_person(const struct matcher *matcher, const struct matcher_id *id, struct matcher_person *person)
{
    uint32_t name = record_find(matcher, id);

    if (name == STORE_NONE)
        return false;
    record_unpack(record_at(matcher, name), person);
    return true;
}

void card_fill(const struct matcher *matcher, const struct record *record, struct card *card)
{
    struct matcher_person *person = &card->unpacked;

    record_unpack(record, person);
    card->person = person;
    card->traits = record->flags;
    card->start = person->home;
    if (!person->home.known && person->kind == MATCHER_WORKER && person->home_centre >= 0 &&
        (size_t)person->home_centre < matcher->homes_count)
        card->start = matcher->homes[person->home_centre].at;
}

void records_clear(struct matcher *matcher)
{
    struct people *people = &matcher->people;

    for (size_t i = 0; i < people->capacity; i++) /* the large ones are not in the slabs */
        if (people->table[i] & STORE_LARGE)
            record_give_back(&people->store, people->table[i]);
    store_clear(&people->store);
    free(people->table);
    crowds_clear(matcher);
    for (size_t i = 0; i < matcher->homes_count; i++)
        free(matcher->homes[i].workers);
    free(matcher->homes);
}
