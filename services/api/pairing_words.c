/* What is missing and whom to look for, in sentences of the three languages. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "services/api/pairing_reply.h"
#include "services/settings.h"
#include "services/words.h"

enum { NUMBER_SIZE = 24, NAMES_SIZE = 300, ADDRESS_SIZE = 300, DAY_MINUTES = 1440 };

/* In the arena; NULL without memory. */
static const char *filled(const struct asking *asking, const char *pattern, const struct text_value *values,
                          size_t count)
{
    char *made = text_fill(pattern, values, count);
    const char *kept = made ? arena_text(asking->arena, made, strlen(made)) : NULL;
    free(made);
    return kept;
}

static const char *number(const struct asking *asking, long value)
{
    char text[NUMBER_SIZE];
    int length = snprintf(text, sizeof text, "%ld", value);
    return arena_text(asking->arena, text, (size_t)length);
}

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_BUSY, "busy", "no memory for sentences");
}

static const char *member(const json_t *json, const char *name)
{
    const char *text = json_string_value(json_object_get(json, name));
    return text ? text : "";
}

static long integer(const json_t *json, const char *name)
{
    return (long)json_integer_value(json_object_get(json, name));
}

/* ---- What is missing --------------------------------------------------------------------------------------------- */

static const char *name_of_code(const struct asking *asking, const char *rule, const char *code)
{
    enum words_kind kind = strcmp(rule, "skills") == 0      ? WORDS_SKILL
                           : strcmp(rule, "languages") == 0 ? WORDS_LANGUAGE
                                                            : WORDS_CERTIFICATE;
    return words_name_of(asking->words, kind, code, asking->language);
}

/* "3 inimesel on takistuseks ainult see: nõutud keel puudub: vene keel" */
static const char *missing_sentence(const struct asking *asking, const json_t *one)
{
    char key[NUMBER_SIZE * 2];
    const char *rule = member(one, "rule"), *code = member(one, "code");
    struct text_value what[] = {{"what", *code ? name_of_code(asking, rule, code) : ""}};
    const char *why_pattern = *rule ? text_part(asking->language, "missing", "why", rule) : NULL;
    if (!why_pattern && *rule)
        why_pattern = text_part(asking->language, "why", rule, NULL);
    const char *why = why_pattern ? filled(asking, why_pattern, what, 1) : "";
    long people = integer(one, "people");
    snprintf(key, sizeof key, "missing.%.30s", member(one, "kind"));
    struct text_value values[] = {{"count", number(asking, people)}, {"why", why}};
    return filled(asking, text_plural(asking->language, key, people), values, 2);
}

bool pairing_missing_read(const struct asking *asking, const char *stored, struct reason **missing, size_t *count,
                          struct error *error)
{
    json_t *list = json_loads(stored ? stored : "[]", 0, NULL);
    size_t room = json_array_size(list);
    bool good = true;
    *count = 0;
    *missing = arena_alloc(asking->arena, (room + 1) * sizeof **missing);
    for (size_t i = 0; *missing && good && i < room; i++) {
        const json_t *one = json_array_get(list, i);
        const char *kind = member(one, "kind");
        struct reason reason = {arena_text(asking->arena, kind, strlen(kind)), missing_sentence(asking, one)};
        good = reason.code && reason.text;
        if (good)
            (*missing)[(*count)++] = reason;
    }
    json_decref(list);
    return (*missing && good) || no_memory(error);
}

/* ---- Whom to look for -------------------------------------------------------------------------------------------- */

const struct field pairing_advice_fields[] = {
    FIELD_CODE(struct pairing_advice, kind, "kind"),
    FIELD_CODE(struct pairing_advice, centre, "centre"),
    FIELD_UUID(struct pairing_advice, need, "need"),
    FIELD_INTEGER(struct pairing_advice, seats, "seats"),
    FIELD_LINE(struct pairing_advice, text, "text"),
    FIELD_OBJECT(struct pairing_advice, calls, "calls", names_fields),
    FIELDS_END,
};

static void add_names(const struct asking *asking, enum language language, const json_t *one, const char *list,
                      enum words_kind kind, char names[NAMES_SIZE])
{
    const json_t *codes = json_object_get(one, list);
    for (size_t i = 0; i < json_array_size(codes); i++) {
        const char *code = json_string_value(json_array_get(codes, i));
        size_t length = strlen(names);
        if (code)
            snprintf(names + length, NAMES_SIZE - length, "%s%s", length ? ", " : "",
                     words_name_of(asking->words, kind, code, language));
    }
}

/* "Vaja läheb: vene keel, foto." or nothing. */
static const char *wanted(const struct asking *asking, enum language language, const json_t *one)
{
    char names[NAMES_SIZE] = "";
    add_names(asking, language, one, "languages", WORDS_LANGUAGE, names);
    add_names(asking, language, one, "skills", WORDS_SKILL, names);
    add_names(asking, language, one, "certificates", WORDS_CERTIFICATE, names);
    struct text_value values[] = {{"what", names}};
    return *names ? filled(asking, text(language, "advice.wanted"), values, 1) : "";
}

/* `pattern` is "sentence" or "call": both speak of who, when and where. */
static const char *advice_sentence(const struct asking *asking, enum language language, const json_t *one,
                                   const char *pattern)
{
    char from[NUMBER_SIZE], to[NUMBER_SIZE], day_key[NUMBER_SIZE], address[ADDRESS_SIZE];
    const char *kind = member(one, "kind"), *centre = member(one, "centre");
    long seats = integer(one, "seats"), begins = integer(one, "from"), ends = integer(one, "to");
    snprintf(from, sizeof from, "%02ld.%02ld", begins / 60 % 24, begins % 60);
    snprintf(to, sizeof to, "%02ld.%02ld", ends == DAY_MINUTES ? 24 : ends / 60 % 24, ends % 60);
    snprintf(day_key, sizeof day_key, "weekly.%ld", integer(one, "weekday"));
    snprintf(address, sizeof address, "%s/?keskus=%s", asking->settings->public_url, centre);
    struct text_value count[] = {{"count", number(asking, seats)}};
    const char *worker = strcmp(kind, "worker") == 0 ? "worker" : "volunteer";
    struct text_value values[] = {{"who", text_part(language, "advice", pattern, worker)},
                                  {"day", text(language, day_key)},
                                  {"from", from},
                                  {"to", to},
                                  {"centre", words_name_of(asking->words, WORDS_CENTRE, centre, language)},
                                  {"seats", filled(asking, text_plural(language, "advice.seats", seats), count, 1)},
                                  {"wanted", wanted(asking, language, one)},
                                  {"url", address}};
    const char *sentence = text_part(language, "advice", pattern, NULL);
    return sentence ? filled(asking, sentence, values, sizeof values / sizeof *values) : NULL;
}

static bool make_advice(const struct asking *asking, const json_t *one, struct pairing_advice *advice)
{
    const char *kind = member(one, "kind"), *centre = member(one, "centre");
    *advice = (struct pairing_advice){.kind = arena_text(asking->arena, kind, strlen(kind)),
                                      .centre = arena_text(asking->arena, centre, strlen(centre)),
                                      .seats = (int32_t)integer(one, "seats"),
                                      .text = advice_sentence(asking, asking->language, one, "sentence")};
    bool known = uuid_parse(member(one, "need"), &advice->need);
    bool good = known && advice->kind && advice->centre && advice->text;
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        advice->calls.items[language] = advice_sentence(asking, (enum language)language, one, "call");
        good = good && advice->calls.items[language];
    }
    return good;
}

bool pairing_advice_read(const struct asking *asking, const char *stored, const char *centre,
                         struct pairing_advice **advice, size_t *count, struct error *error)
{
    json_t *list = stored ? json_loads(stored, 0, NULL) : NULL;
    size_t room = json_array_size(list);
    bool good = true;
    *count = 0;
    *advice = arena_alloc(asking->arena, (room + 1) * sizeof **advice);
    for (size_t i = 0; *advice && good && i < room; i++) {
        const json_t *one = json_array_get(list, i);
        if (centre && strcmp(member(one, "centre"), centre) != 0)
            continue;
        good = make_advice(asking, one, &(*advice)[*count]);
        *count += good;
    }
    json_decref(list);
    return (*advice && good) || no_memory(error);
}
