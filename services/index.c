/* The index as a whole: the region's centres and ways, and what is known of its readiness; ids and instants. What a row
 * becomes stands in index_rows.c. */
#include "services/index_private.h"

#include <stdlib.h>
#include <string.h>

#include "services/words.h"

struct matcher_position index_position(bool known, double lat, double lon)
{
    return (struct matcher_position){.known = known,
                                     .lat_e7 = known ? (int32_t)(lat * 1e7) : 0,
                                     .lon_e7 = known ? (int32_t)(lon * 1e7) : 0,
                                     .place = MATCHER_NO_PLACE};
}

bool index_refuse(struct error *error, const char *what, const struct matcher_error *failure)
{
    if (failure->failure == MATCHER_NO_MEMORY)
        return error_set(error, ERROR_BUSY, "busy", "no memory for a %s", what);
    return error_set(error, ERROR_INTERNAL, "internal", "the matcher does not take a %s: %s[%u]", what,
                     failure->field == NULL ? "?" : failure->field, failure->at);
}

static bool put_centres(struct matcher *matcher, const struct words *words, struct error *error)
{
    for (size_t i = 0; i < words_count(words, WORDS_CENTRE); i++) {
        const struct centre *centre = words_centre(words, (int)i);
        struct matcher_position at = index_position(true, centre->lat, centre->lon);
        struct matcher_error failure = {0};
        if (!matcher_set_centre(matcher, (int32_t)i, &at, &failure))
            return index_refuse(error, "centre", &failure);
    }
    return true;
}

/* A centre's number is also its place for distances of its own. Centres that are closed have none. */
static bool put_travels(struct matcher *matcher, const struct words *words, struct error *error)
{
    const struct region *region = words_region(words);
    for (size_t i = 0; i < region->travel_count; i++) {
        const struct travel *travel = &region->travels[i];
        int from = words_number(words, WORDS_CENTRE, travel->from), to = words_number(words, WORDS_CENTRE, travel->to);
        struct matcher_error failure = {0};
        if (from >= 0 && to >= 0 && !matcher_set_travel(matcher, from, to, travel->metres, travel->minutes, &failure))
            return index_refuse(error, "way", &failure);
    }
    return true;
}

static struct matcher *new_matcher(const struct words *words, struct error *error)
{
    struct matcher_error failure = {0};
    struct matcher_settings settings = matcher_settings_default();
    settings.minor_end_minute = (int16_t)words_region(words)->minor_hours.latest_end_minute;
    struct matcher *matcher = matcher_new(&settings, &failure);
    if (matcher == NULL)
        index_refuse(error, "index", &failure);
    if (matcher == NULL || (put_centres(matcher, words, error) && put_travels(matcher, words, error)))
        return matcher;
    matcher_free(matcher);
    return NULL;
}

struct index *index_new(const struct words *words, const struct calendar *calendar, struct error *error)
{
    struct index *index = calloc(1, sizeof *index);
    if (index == NULL) {
        error_set(error, ERROR_BUSY, "busy", "out of memory");
        return NULL;
    }
    index->words = words;
    index->calendar = calendar;
    index->matcher = new_matcher(words, error);
    if (index->matcher == NULL) {
        free(index);
        return NULL;
    }
    return index;
}

void index_free(struct index *index)
{
    if (index == NULL)
        return;
    matcher_free(index->matcher);
    free(index);
}

const struct matcher *index_matcher(const struct index *index)
{
    return index->matcher;
}

bool index_is_ready(const struct index *index)
{
    return index->ready;
}

void index_set_ready(struct index *index, bool ready)
{
    index->ready = ready;
}

void index_clear(struct index *index)
{
    struct error ignored = {0};
    struct matcher *empty = new_matcher(index->words, &ignored);
    if (empty == NULL)
        return; /* what is there is replaced row by row all the same */
    matcher_free(index->matcher);
    index->matcher = empty;
}

struct matcher_id index_id(const struct uuid *uuid)
{
    struct matcher_id id = {0};
    if (!matcher_id_set(&id, uuid->bytes, sizeof uuid->bytes))
        id.length = 0; /* cannot be: 16 bytes fit */
    return id;
}

struct uuid index_uuid(const struct matcher_id *id)
{
    struct uuid uuid = {{0}};
    memcpy(uuid.bytes, id->bytes, sizeof uuid.bytes);
    return uuid;
}

int32_t index_utc_min(int64_t unix_ms)
{
    return (int32_t)(unix_ms / 60000);
}

void index_remove(struct index *index, const struct uuid *uuid)
{
    struct matcher_id id = index_id(uuid);
    if (!matcher_remove_person(index->matcher, &id))
        matcher_remove_need(index->matcher, &id);
}
