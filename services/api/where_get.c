#include "services/api/api.h"

#include "services/geo.h"
#include "services/words.h"

/* A guess that orders the list of municipalities and picks the first language; it decides nothing (R16). */
struct result {
    int language;
    const char *country;
    const char **municipalities;
    size_t count;
};

static const struct field reply_fields[] = {
    FIELD_WORD(struct result, language, "language", language_words),
    FIELD_LINE(struct result, country, "country", .nullable = true),
    FIELD_LIST(struct result, municipalities, count, "municipalities", field_code_item),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *input, void *out, struct error *error)
{
    struct result *result = out;
    const struct region *region = words_region(asking->words);
    struct geo_guess guess = geo_guess(asking->geo, asking->caller->address);
    (void)input;
    result->count = region->municipality_count;
    struct geo_place *places = arena_alloc(asking->arena, (result->count + 1) * sizeof *places);
    size_t *order = arena_alloc(asking->arena, (result->count + 1) * sizeof *order);
    result->municipalities = arena_alloc(asking->arena, (result->count + 1) * sizeof *result->municipalities);
    char *country = arena_text(asking->arena, guess.country, sizeof guess.country - 1);
    if (!places || !order || !result->municipalities || !country)
        return error_set(error, ERROR_BUSY, "busy", "no memory for a guess");
    for (size_t i = 0; i < result->count; i++)
        places[i] = (struct geo_place){region->municipalities[i].lat, region->municipalities[i].lon};
    geo_order(&guess, places, result->count, order);
    for (size_t i = 0; i < result->count; i++)
        result->municipalities[i] = region->municipalities[order[i]].ehak;
    result->country = country;
    result->language = (int)geo_language(&guess, asking->accept_language);
    return true;
}

const struct endpoint endpoint_getWhere = {
    .operation = "getWhere",
    .method = "GET",
    .path = "/api/v1/where",
    .policy = POLICY_PUBLIC,
    .work = WORK_INDEX,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
