#include "services/api/fit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "services/calendar.h"
#include "services/index.h"
#include "services/words.h"

const struct field reason_fields[] = {
    FIELD_CODE(struct reason, code, "code"),
    FIELD_LINE(struct reason, text, "text"),
    FIELDS_END,
};

const struct field part_fields[] = {
    FIELD_CODE(struct part, name, "name"),
    FIELD_INTEGER(struct part, points, "points"),
    FIELDS_END,
};

enum { NAMES_SIZE = 160, NAMED_MAX = 2 };

/* Reasons under way: the list grows to `room`. */
struct writer {
    const struct asking *asking;
    struct uuid subject; /* who fits */
    struct reason *items;
    size_t count, room;
    bool no_memory;
};

static void write_reason(struct writer *writer, const char *code, const char *pattern, const struct text_value *values,
                         size_t value_count)
{
    if (writer->count == writer->room || writer->no_memory)
        return;
    char *filled = text_fill(pattern, values, value_count);
    const char *kept = filled ? arena_text(writer->asking->arena, filled, strlen(filled)) : NULL;
    free(filled);
    if (!kept)
        writer->no_memory = true;
    else
        writer->items[writer->count++] = (struct reason){code, kept};
}

static void write_what(struct writer *writer, const char *code, const char *key, const char *what)
{
    struct text_value values[] = {{"what", what}};
    write_reason(writer, code, text(writer->asking->language, key), values, 1);
}

/* The person reads of themselves: on their own page, or behind a mailed link without signing in. */
static bool reads_own(const struct writer *writer)
{
    return !writer->asking->caller->signed_in || uuid_compare(&writer->subject, &writer->asking->caller->person) == 0;
}

static void write_count(struct writer *writer, const char *code, const char *key, long count)
{
    char number[24];
    snprintf(number, sizeof number, "%ld", count);
    struct text_value values[] = {{"count", number}};
    write_reason(writer, code, text_plural(writer->asking->language, key, count), values, 1);
}

/* Appends a name after a comma; false when it does not fit any more. */
static bool add_name(char names[NAMES_SIZE], size_t *length, const char *name)
{
    int written = snprintf(names + *length, NAMES_SIZE - *length, "%s%s", *length ? ", " : "", name);
    bool fits = written > 0 && (size_t)written < NAMES_SIZE - *length;
    if (fits)
        *length += (size_t)written;
    else
        names[*length] = '\0';
    return fits;
}

/* The names of the first NAMED_MAX codes that both sets hold, joined by commas; "" for none. */
static void common_names(const struct asking *asking, enum words_kind kind, const struct matcher_set *a,
                         const struct matcher_set *b, char names[NAMES_SIZE])
{
    size_t length = 0;
    int named = 0;
    names[0] = '\0';
    for (size_t code = 0; code < words_count(asking->words, kind) && named < NAMED_MAX; code++) {
        if (matcher_set_has(a, (unsigned)code) && matcher_set_has(b, (unsigned)code))
            named += add_name(names, &length, words_name(asking->words, kind, (int)code, asking->language));
    }
}

static void write_languages(struct writer *writer, const struct matcher_person *person, const struct matcher_need *need)
{
    const struct words *words = writer->asking->words;
    char names[NAMES_SIZE];
    size_t length = 0;
    int named = 0;
    for (size_t code = 0; code < words_count(words, WORDS_LANGUAGE) && named < NAMED_MAX; code++) {
        uint8_t wanted =
            need->required_languages[code] ? need->required_languages[code] : need->preferred_languages[code];
        if (wanted && person->languages[code] >= wanted)
            named += add_name(names, &length, words_name(words, WORDS_LANGUAGE, (int)code, writer->asking->language));
    }
    if (named)
        write_what(writer, "languages", reads_own(writer) ? "reason.own.languages" : "reason.languages", names);
}

static void write_distance(struct writer *writer, int32_t distance_m)
{
    char km[16];
    /* Rounded up: next door is still "1 km". */
    snprintf(km, sizeof km, "%d", distance_m < 1000 ? 1 : (int)((distance_m + 999) / 1000));
    struct text_value values[] = {{"km", km}};
    write_reason(writer, "near", text(writer->asking->language, "reason.near"), values, 1);
}

static void write_skills(struct writer *writer, const struct matcher_person *person, const struct matcher_need *need)
{
    char names[NAMES_SIZE];
    struct matcher_set wanted = need->required_skills;
    for (size_t i = 0; i < sizeof wanted.bits / sizeof *wanted.bits; i++)
        wanted.bits[i] |= need->preferred_skills.bits[i];
    common_names(writer->asking, WORDS_SKILL, &person->skills, &wanted, names);
    if (*names)
        write_what(writer, "skills", reads_own(writer) ? "reason.own.skills" : "reason.skills", names);
}

static long times_here(const struct matcher_person *person, const struct matcher_need *need)
{
    long times = 0;
    for (size_t i = 0; i < person->worked_at_count; i++)
        times += person->worked_at[i] == need->centre;
    return times;
}

static void write_weaker(struct writer *writer, const struct matcher_person *person, const struct matcher_need *need,
                         const struct matcher_candidate *candidate)
{
    char names[NAMES_SIZE];
    common_names(writer->asking, WORDS_INTEREST, &person->interests, &need->interests, names);
    if (*names)
        write_what(writer, "interest", "reason.interest", names);
    bool known = !(candidate->flags >> MATCHER_FLAG_ASK_TIME & 1); /* nobody was asked when they are free */
    if (known && candidate->parts[MATCHER_PART_TIME] > 0 && need->shifts_count > 1) {
        int fitting = 0;
        char count[16], total[16];
        for (size_t i = 0; i < need->shifts_count; i++)
            fitting += matcher_set_has(&candidate->shifts, (unsigned)i);
        snprintf(count, sizeof count, "%d", fitting);
        snprintf(total, sizeof total, "%zu", need->shifts_count);
        struct text_value values[] = {{"count", count}, {"total", total}};
        bool all = (size_t)fitting == need->shifts_count;
        write_reason(writer, "time", text(writer->asking->language, all ? "reason.time_all" : "reason.time_some"),
                     values, 2);
    }
    /* What the centre wants to know of a person is no news to the person. */
    if (reads_own(writer))
        return;
    if (person->kept > 0 && candidate->parts[MATCHER_PART_PROMISES] > 0 && person->missed == 0)
        write_reason(writer, "promises", text(writer->asking->language, "reason.promises"), NULL, 0);
    if (person->invited_30d == 0)
        write_reason(writer, "rest", text(writer->asking->language, "reason.rest"), NULL, 0);
}

static bool write_reasons(const struct asking *asking, const struct matcher_person *person,
                          const struct matcher_need *need, const struct matcher_candidate *candidate, size_t most,
                          struct fit *fit)
{
    bool near = candidate->distance_m >= 0;
    struct writer writer = {.asking = asking,
                            .subject = index_uuid(&person->id),
                            .items = arena_alloc(asking->arena, (most + 1) * sizeof *writer.items),
                            .room = most};
    if (!writer.items)
        return false;
    /* How far it is always stands among the reasons, so one place is kept for it. */
    writer.room = near ? most - 1 : most;
    if (times_here(person, need) > 0)
        write_count(&writer, "experience", "reason.experience", times_here(person, need));
    write_skills(&writer, person, need);
    write_languages(&writer, person, need);
    writer.room = most;
    if (near)
        write_distance(&writer, candidate->distance_m);
    write_weaker(&writer, person, need, candidate);
    fit->reasons = writer.items;
    fit->reason_count = writer.count;
    return !writer.no_memory;
}

static bool write_flags(const struct asking *asking, const struct matcher_person *person,
                        const struct matcher_candidate *candidate, struct fit *fit)
{
    fit->flags = arena_alloc(asking->arena, (MATCHER_FLAGS + 1) * sizeof *fit->flags);
    if (!fit->flags)
        return false;
    for (unsigned flag = 0; flag < MATCHER_FLAGS; flag++) {
        if (candidate->flags >> flag & 1)
            fit->flags[fit->flag_count++] = matcher_flag_name((enum matcher_flag)flag);
    }
    int32_t today = calendar_day(asking->calendar, asking->now_ms);
    if (matcher_age_on(person->birth_day, today) < 18)
        fit->flags[fit->flag_count++] = "minor";
    return true;
}

static bool write_shifts(const struct asking *asking, const struct matcher_need *need,
                         const struct matcher_candidate *candidate, struct fit *fit)
{
    fit->shifts = arena_alloc(asking->arena, (need->shifts_count + 1) * sizeof *fit->shifts);
    if (!fit->shifts)
        return false;
    for (size_t i = 0; i < need->shifts_count; i++) {
        if (matcher_set_has(&candidate->shifts, (unsigned)i))
            fit->shifts[fit->shift_count++] = index_uuid(&need->shifts[i].id);
    }
    return true;
}

bool fit_make(const struct asking *asking, const struct matcher_person *person, const struct matcher_need *need,
              const struct matcher_candidate *candidate, size_t most, struct fit *fit, struct error *error)
{
    *fit = (struct fit){
        .score = candidate->score, .has_distance = candidate->distance_m >= 0, .distance_m = candidate->distance_m};
    for (int part = 0; part < MATCHER_PARTS; part++)
        fit->parts[part] = (struct part){matcher_part_name((enum matcher_part)part), candidate->parts[part]};
    fit->part_list = fit->parts;
    fit->part_count = MATCHER_PARTS;
    if (!write_flags(asking, person, candidate, fit) || !write_shifts(asking, need, candidate, fit) ||
        !write_reasons(asking, person, need, candidate, most, fit))
        return error_set(error, ERROR_BUSY, "busy", "no memory to say why somebody fits");
    return true;
}

struct matcher_query fit_query(const struct asking *asking)
{
    return (struct matcher_query){.now_utc_min = index_utc_min(asking->now_ms)};
}
