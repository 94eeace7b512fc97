#include "services/words.h"

#include <stdlib.h>
#include <string.h>

/* One entry of a kind, sorted by code for the look-up; `number` is its place in the region's list. */
struct entry {
    const char *code;
    int number;
};

struct list {
    struct entry *sorted;
    const char **codes;                   /* by number */
    const char *(*names)[LANGUAGE_COUNT]; /* by number */
    size_t count;
};

struct words {
    struct arena *arena;
    struct region region;
    struct list lists[WORDS_KINDS];
};

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->code, ((const struct entry *)b)->code);
}

static bool list_make(struct words *words, struct list *list, size_t count, struct error *error)
{
    list->count = count;
    list->sorted = arena_alloc(words->arena, (count + 1) * sizeof *list->sorted);
    list->codes = arena_alloc(words->arena, (count + 1) * sizeof *list->codes);
    list->names = arena_alloc(words->arena, (count + 1) * sizeof *list->names);
    if (!list->sorted || !list->codes || !list->names)
        return error_set(error, ERROR_INTERNAL, "no_memory", "the words of the region do not fit into memory");
    return true;
}

static void list_set(struct list *list, size_t number, const char *code, const char *const names[LANGUAGE_COUNT])
{
    list->codes[number] = code;
    list->sorted[number] = (struct entry){code, (int)number};
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        list->names[number][language] = names[language];
}

static bool list_words(struct words *words, enum words_kind kind, const struct word *items, size_t count,
                       struct error *error)
{
    struct list *list = &words->lists[kind];
    if (!list_make(words, list, count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        list_set(list, i, items[i].code, items[i].names);
    qsort(list->sorted, count, sizeof *list->sorted, compare);
    return true;
}

static bool list_places(struct words *words, struct error *error)
{
    struct list *centres = &words->lists[WORDS_CENTRE];
    struct list *municipalities = &words->lists[WORDS_MUNICIPALITY];
    const struct region *region = &words->region;
    if (!list_make(words, centres, region->centre_count, error) ||
        !list_make(words, municipalities, region->municipality_count, error))
        return false;
    for (size_t i = 0; i < region->centre_count; i++) {
        const char *name = region->centres[i].name;
        list_set(centres, i, region->centres[i].id, (const char *const[LANGUAGE_COUNT]){name, name, name});
    }
    for (size_t i = 0; i < region->municipality_count; i++) {
        const char *name = region->municipalities[i].name;
        list_set(municipalities, i, region->municipalities[i].ehak,
                 (const char *const[LANGUAGE_COUNT]){name, name, name});
    }
    qsort(centres->sorted, centres->count, sizeof *centres->sorted, compare);
    qsort(municipalities->sorted, municipalities->count, sizeof *municipalities->sorted, compare);
    return true;
}

struct words *words_new(struct db *db, struct error *error)
{
    struct words *words = calloc(1, sizeof *words);
    if (!words || !(words->arena = arena_new())) {
        error_set(error, ERROR_INTERNAL, "no_memory", "the words of the region do not fit into memory");
        goto failed;
    }
    const struct region *region = &words->region;
    if (!region_read(db, words->arena, &words->region, error) ||
        !list_words(words, WORDS_SKILL, region->skills, region->skill_count, error) ||
        !list_words(words, WORDS_INTEREST, region->interests, region->interest_count, error) ||
        !list_words(words, WORDS_CERTIFICATE, region->certificates, region->certificate_count, error) ||
        !list_words(words, WORDS_LANGUAGE, region->languages, region->language_count, error) ||
        !list_words(words, WORDS_AGE_GROUP, region->age_groups, region->age_group_count, error) ||
        !list_words(words, WORDS_BRING, region->bring, region->bring_count, error) || !list_places(words, error))
        goto failed;
    return words;
failed:
    words_free(words);
    return NULL;
}

void words_free(struct words *words)
{
    if (!words)
        return;
    arena_free(words->arena);
    free(words);
}

size_t words_count(const struct words *words, enum words_kind kind)
{
    return words->lists[kind].count;
}

int words_number(const struct words *words, enum words_kind kind, const char *code)
{
    const struct list *list = &words->lists[kind];
    struct entry key = {code, 0};
    if (!code || !list->count)
        return -1;
    const struct entry *found = bsearch(&key, list->sorted, list->count, sizeof key, compare);
    return found ? found->number : -1;
}

const char *words_code(const struct words *words, enum words_kind kind, int number)
{
    return words->lists[kind].codes[number];
}

const char *words_name(const struct words *words, enum words_kind kind, int number, enum language language)
{
    return words->lists[kind].names[number][language];
}

const struct centre *words_centre(const struct words *words, int number)
{
    return &words->region.centres[number];
}

const char *words_name_of(const struct words *words, enum words_kind kind, const char *code, enum language language)
{
    int number = words_number(words, kind, code);
    return number < 0 ? code : words_name(words, kind, number, language);
}

const char *words_activity(const struct words *words, const char *code, enum language language)
{
    int skill = words_number(words, WORDS_SKILL, code);
    return skill >= 0 ? words_name(words, WORDS_SKILL, skill, language)
                      : words_name_of(words, WORDS_INTEREST, code, language);
}

const struct region *words_region(const struct words *words)
{
    return &words->region;
}
