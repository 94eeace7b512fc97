#include "services/pairing_model.h"

#include <stdlib.h>
#include <string.h>

#include "db/people.h"
#include "services/index.h"
#include "services/words.h"

enum { PAGE = 500, READ_MAX = 64 };

static bool model_new(struct pairing_model *model, const struct words *words, const struct calendar *calendar,
                      struct error *error)
{
    *model = (struct pairing_model){.index = index_new(words, calendar, error)};
    return model->index != NULL;
}

void pairing_model_free(struct pairing_model *model)
{
    index_free(model->index);
    model->index = NULL;
}

const struct matcher *pairing_model_matcher(const struct pairing_model *model)
{
    return index_matcher(model->index);
}

static bool too_large(struct error *error)
{
    return error_set(error, ERROR_CONFLICT, "pairing_too_large", "more than %d people or %d needs", PAIRING_PEOPLE_MAX,
                     PAIRING_NEEDS_MAX);
}

/* What the index would leave out with a line in the log stops a pairing only when memory ran out. */
static bool left_out(struct error *why, struct error *error)
{
    return why->kind != ERROR_BUSY || error_set(error, why->kind, why->code, "%s", why->detail);
}

static bool put_person(struct pairing_model *model, const struct person *person, struct error *error)
{
    struct error why = {0};
    if (!index_put_person(model->index, person, &why))
        return left_out(&why, error);
    model->people_count++;
    return true;
}

static bool put_need(struct pairing_model *model, struct need *need, struct error *error)
{
    struct error why = {0};
    if (need->state != NEED_CLOSED && !index_put_need(model->index, need, &why))
        return left_out(&why, error);
    model->needs[model->need_count++] = need;
    return true;
}

/* ---- All --------------------------------------------------------------------------------------------------------- */

/* Each page in an arena of its own: the rows of everybody are not needed once the index has them. */
static bool read_people_page(struct pairing_model *model, struct db *db, struct page *page, size_t *count,
                             struct error *error)
{
    struct arena *arena = arena_new();
    struct person *people;
    if (!arena)
        return error_set(error, ERROR_BUSY, "busy", "no memory for people");
    bool good = people_load(db, arena, *page, &people, count, error);
    for (size_t i = 0; good && i < *count; i++)
        good = put_person(model, &people[i], error);
    if (good && *count > 0)
        page->after = people[*count - 1].id;
    arena_free(arena);
    return good && (model->people_count <= PAIRING_PEOPLE_MAX || too_large(error));
}

static bool is_of(const struct codes *centres, const char *centre)
{
    for (size_t i = 0; i < centres->count; i++) {
        if (strcmp(centres->items[i], centre) == 0)
            return true;
    }
    return false;
}

static bool read_needs_page(struct pairing_model *model, struct db *db, struct arena *arena,
                            const struct codes *centres, struct page *page, size_t *count, struct error *error)
{
    struct need **needs;
    if (!needs_load(db, arena, *page, &needs, count, error))
        return false;
    bool good = true;
    for (size_t i = 0; good && i < *count; i++) {
        if (is_of(centres, needs[i]->centre))
            good = model->need_count < PAIRING_NEEDS_MAX ? put_need(model, needs[i], error) : too_large(error);
    }
    if (*count > 0)
        page->after = needs[*count - 1]->id;
    return good;
}

bool pairing_model_read_all(struct pairing_model *model, struct db *db, struct arena *arena, const struct words *words,
                            const struct calendar *calendar, const struct codes *centres, pairing_model_stop stop,
                            void *context, struct error *error)
{
    struct page people = {.limit = PAGE}, needs = {.limit = PAGE};
    if (!model_new(model, words, calendar, error))
        return false;
    model->needs = arena_alloc(arena, PAIRING_NEEDS_MAX * sizeof *model->needs);
    if (!model->needs)
        return error_set(error, ERROR_BUSY, "busy", "no memory for needs");
    for (size_t count = PAGE; count == PAGE;) {
        if (!read_needs_page(model, db, arena, centres, &needs, &count, error) || (stop && stop(context, error)))
            return error_set(error, ERROR_CONFLICT, "cancelled", "stopped while reading");
    }
    for (size_t count = PAGE; count == PAGE;) {
        if (!read_people_page(model, db, &people, &count, error) || (stop && stop(context, error)))
            return error_set(error, ERROR_CONFLICT, "cancelled", "stopped while reading");
    }
    return true;
}

/* ---- Some -------------------------------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    return uuid_compare(a, b);
}

/* Sorted, each once; NULL when out of memory. */
static struct uuid *distinct(struct arena *arena, const struct uuid *ids, size_t *count)
{
    struct uuid *sorted = arena_alloc(arena, (*count + 1) * sizeof *sorted);
    size_t kept = 0;
    if (!sorted)
        return NULL;
    if (*count > 0)
        memcpy(sorted, ids, *count * sizeof *sorted);
    qsort(sorted, *count, sizeof *sorted, by_id);
    for (size_t i = 0; i < *count; i++) {
        if (i == 0 || uuid_compare(&sorted[i], &sorted[kept - 1]) != 0)
            sorted[kept++] = sorted[i];
    }
    *count = kept;
    return sorted;
}

static bool read_some_needs(struct pairing_model *model, struct db *db, struct arena *arena, const struct uuid *ids,
                            size_t count, struct error *error)
{
    for (size_t first = 0; first < count; first += READ_MAX) {
        struct need *found[READ_MAX];
        size_t size = count - first < READ_MAX ? count - first : READ_MAX;
        if (!needs_read_many(db, arena, ids + first, size, found, error))
            return false;
        for (size_t i = 0; i < size; i++) {
            if (found[i] && !put_need(model, found[i], error))
                return false;
        }
    }
    return true;
}

/* With the colleagues of workers: who covers elsewhere leaves somebody at home. */
static bool read_some_people(struct pairing_model *model, struct db *db, struct arena *arena, const struct uuid *people,
                             size_t people_count, struct error *error)
{
    struct uuid *colleagues;
    size_t count = 0;
    if (!people_colleagues(db, arena, people, people_count, &colleagues, &count, error))
        return false;
    struct uuid *both = arena_alloc(arena, (people_count + count + 1) * sizeof *both);
    if (!both)
        return error_set(error, ERROR_BUSY, "busy", "no memory for people");
    if (people_count > 0)
        memcpy(both, people, people_count * sizeof *both);
    if (count > 0)
        memcpy(both + people_count, colleagues, count * sizeof *both);
    count += people_count;
    struct uuid *ids = distinct(arena, both, &count);
    if (!ids)
        return error_set(error, ERROR_BUSY, "busy", "no memory for people");
    for (size_t first = 0; first < count; first += READ_MAX) {
        struct person *found[READ_MAX];
        size_t size = count - first < READ_MAX ? count - first : READ_MAX;
        if (!people_read_many(db, arena, ids + first, size, found, error))
            return false;
        for (size_t i = 0; i < size; i++) {
            if (found[i] && !put_person(model, found[i], error))
                return false;
        }
    }
    return true;
}

bool pairing_model_read_some(struct pairing_model *model, struct db *db, struct arena *arena, const struct words *words,
                             const struct calendar *calendar, const struct uuid *needs, size_t need_count,
                             const struct uuid *people, size_t people_count, struct error *error)
{
    if (!model_new(model, words, calendar, error))
        return false;
    struct uuid *need_ids = distinct(arena, needs, &need_count);
    model->needs = arena_alloc(arena, (need_count + 1) * sizeof *model->needs);
    if (!need_ids || !model->needs)
        return error_set(error, ERROR_BUSY, "busy", "no memory for a pairing");
    return read_some_needs(model, db, arena, need_ids, need_count, error) &&
           read_some_people(model, db, arena, people, people_count, error);
}

/* ---- Looking things up ------------------------------------------------------------------------------------------- */

const struct need *pairing_model_need(const struct pairing_model *model, const struct uuid *id)
{
    for (size_t i = 0; i < model->need_count; i++) {
        if (uuid_compare(&model->needs[i]->id, id) == 0)
            return model->needs[i];
    }
    return NULL;
}

bool pairing_model_shift(const struct pairing_model *model, const struct uuid *need, const struct uuid *shift,
                         uint32_t *place)
{
    struct matcher_id need_id = index_id(need), shift_id = index_id(shift);
    const struct matcher_need *found = matcher_find_need(pairing_model_matcher(model), &need_id);
    for (size_t i = 0; found && i < found->shifts_count; i++) {
        if (matcher_id_compare(&found->shifts[i].id, &shift_id) == 0) {
            *place = (uint32_t)i;
            return true;
        }
    }
    return false;
}
