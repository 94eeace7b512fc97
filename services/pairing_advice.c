/* Whom to look for: what one more person would bring, as it is stored. Sentences are made of it when it is read. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "services/index.h"
#include "services/pairing_solve.h"
#include "services/words.h"

enum { ADVICE_MOST = 12 };

static json_t *codes_json(const struct words *words, enum words_kind kind, const struct matcher_set *set)
{
    json_t *list = json_array();
    for (size_t code = 0; list && code < words_count(words, kind) && code < MATCHER_CODES; code++) {
        if (matcher_set_has(set, (unsigned)code))
            json_array_append_new(list, json_string(words_code(words, kind, (int)code)));
    }
    return list;
}

static json_t *languages_json(const struct words *words, const uint8_t levels[MATCHER_LANGUAGES])
{
    json_t *list = json_array();
    for (size_t code = 0; list && code < words_count(words, WORDS_LANGUAGE) && code < MATCHER_LANGUAGES; code++) {
        if (levels[code] > 0)
            json_array_append_new(list, json_string(words_code(words, WORDS_LANGUAGE, (int)code)));
    }
    return list;
}

static json_t *recruit_json(const struct words *words, const struct matcher_recruit *recruit)
{
    struct matcher_set certificates = {{recruit->certificates}};
    struct uuid need = index_uuid(&recruit->need);
    char id[UUID_TEXT_SIZE];
    return json_pack("{s:s, s:s, s:s, s:i, s:i, s:i, s:i, s:o, s:o, s:o}", "kind",
                     person_kind_words[recruit->kind == MATCHER_WORKER ? KIND_WORKER : KIND_VOLUNTEER], "centre",
                     words_code(words, WORDS_CENTRE, recruit->centre), "need", uuid_format(&need, id), "weekday",
                     (int)recruit->weekday, "from", (int)recruit->from_minute, "to", (int)recruit->to_minute,
                     "seats", (int)recruit->seats, "skills",
                     codes_json(words, WORDS_SKILL, &recruit->skills), "certificates",
                     codes_json(words, WORDS_CERTIFICATE, &certificates), "languages",
                     languages_json(words, recruit->languages));
}

/* A kind whose centre the region no longer lists, or who would fill no seat more, is left out. */
static json_t *advice_json(const struct words *words, const struct matcher_recruit *recruits, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < count; i++) {
        const struct matcher_recruit *recruit = &recruits[i];
        bool known = recruit->centre >= 0 && (size_t)recruit->centre < words_count(words, WORDS_CENTRE);
        if (known && recruit->seats > 0)
            json_array_append_new(list, recruit_json(words, recruit));
    }
    return list;
}

bool pairing_advice_make(const struct pairing_task *task, const struct matcher_pairing *pairing, struct arena *arena,
                         const char **advice, struct error *error)
{
    struct matcher_recruit recruits[ADVICE_MOST];
    struct matcher_pairing_options options = {.stop = task->stop, .context = task->context};
    struct matcher_error failure = {0};
    size_t count = 0;
    bool complete = true;
    *advice = NULL;
    if (!matcher_pairing_recruits(pairing, &options, ADVICE_MOST, recruits, &count, &complete, &failure))
        return failure.failure != MATCHER_NO_MEMORY ||
               error_set(error, ERROR_BUSY, "busy", "no memory to say whom to look for");
    json_t *list = advice_json(task->words, recruits, count);
    char *text = list && json_array_size(list) > 0 ? json_dumps(list, JSON_COMPACT) : NULL;
    *advice = text ? arena_text(arena, text, strlen(text)) : NULL;
    free(text);
    json_decref(list);
    return true;
}
