/* "Why not?" and "what would change it?" in fixed phrases (R9, R17). */
#include "services/api/fit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "services/calendar.h"
#include "services/index.h"
#include "services/words.h"

enum { VALUE_SIZE = TIME_TEXT_SIZE };

struct phrases {
    const struct asking *asking;
    struct reason *items;
    size_t count;
};

static bool is_there(const struct phrases *phrases, const char *code, const char *phrase)
{
    for (size_t i = 0; i < phrases->count; i++) {
        if (strcmp(phrases->items[i].code, code) == 0 && strcmp(phrases->items[i].text, phrase) == 0)
            return true;
    }
    return false;
}

/* `group` is "why" or "change"; the text's key is group.code. */
static bool add_phrase(struct phrases *phrases, const char *group, const char *code, const struct text_value *values,
                       size_t count)
{
    const char *pattern = text_part(phrases->asking->language, group, code, NULL);
    char *filled = text_fill(pattern ? pattern : code, values, count);
    const char *kept = filled ? arena_text(phrases->asking->arena, filled, strlen(filled)) : NULL;
    free(filled);
    if (kept && !is_there(phrases, code, kept))
        phrases->items[phrases->count++] = (struct reason){code, kept};
    return kept != NULL;
}

static const char *code_name(const struct asking *asking, enum words_kind kind, int32_t code)
{
    return code >= 0 && (size_t)code < words_count(asking->words, kind)
               ? words_name(asking->words, kind, code, asking->language)
               : "";
}

static bool add_failed(struct phrases *phrases, const struct matcher_need *need, const struct matcher_reason *reason)
{
    const struct asking *asking = phrases->asking;
    const char *what = "";
    char km[16];
    switch (reason->rule) {
    case MATCHER_RULE_SKILLS:
        what = code_name(asking, WORDS_SKILL, reason->code);
        break;
    case MATCHER_RULE_CERTIFICATES:
        what = code_name(asking, WORDS_CERTIFICATE, reason->code);
        break;
    case MATCHER_RULE_LANGUAGES:
        what = code_name(asking, WORDS_LANGUAGE, reason->code);
        break;
    case MATCHER_RULE_REACH:
        snprintf(km, sizeof km, "%d km", (int)((reason->code + 999) / 1000));
        what = reason->code >= 0 ? km : code_name(asking, WORDS_CENTRE, need->centre);
        break;
    default:
        break;
    }
    struct text_value values[] = {{"what", what}};
    return add_phrase(phrases, "why", matcher_rule_name(reason->rule), values, 1);
}

/* The values of a change's phrase; each phrase takes those it names. */
static bool add_change(struct phrases *phrases, const struct matcher_need *need, const struct matcher_change *change)
{
    const struct asking *asking = phrases->asking;
    char from[VALUE_SIZE] = "", until[VALUE_SIZE] = "", km[16], age[16], minute[16];
    const char *what = "";
    const struct matcher_shift *shift =
        change->shift >= 0 && (size_t)change->shift < need->shifts_count ? &need->shifts[change->shift] : NULL;
    snprintf(km, sizeof km, "%d", (int)((change->wanted + 999) / 1000));
    snprintf(age, sizeof age, "%d", (int)change->wanted);
    snprintf(minute, sizeof minute, "%02d.%02d", (int)(change->wanted / 60 % 24), (int)(change->wanted % 60));
    switch (change->kind) {
    case MATCHER_CHANGE_SKILL:
        what = code_name(asking, WORDS_SKILL, change->code);
        break;
    case MATCHER_CHANGE_LANGUAGE:
        what = code_name(asking, WORDS_LANGUAGE, change->code);
        break;
    case MATCHER_CHANGE_CERTIFICATE:
        what = code_name(asking, WORDS_CERTIFICATE, change->code);
        calendar_day_text(asking->language, change->wanted, until);
        break;
    case MATCHER_CHANGE_REACH_CENTRE:
        what = code_name(asking, WORDS_CENTRE, change->code);
        break;
    case MATCHER_CHANGE_GUARDIAN:
        calendar_day_text(asking->language, change->wanted, until);
        break;
    case MATCHER_CHANGE_AVAILABLE:
        if (shift) {
            char day[VALUE_SIZE];
            calendar_day_text(asking->language, shift->day, day);
            snprintf(from, sizeof from, "%.60s %02d.%02d", day, (int)(change->from_minute / 60 % 24),
                     (int)(change->from_minute % 60));
        }
        snprintf(until, sizeof until, "%s", minute);
        break;
    default:
        break;
    }
    struct text_value values[] = {{"what", what}, {"from", from}, {"until", until},
                                  {"km", km},     {"age", age},   {"time", minute}};
    return add_phrase(phrases, "change", matcher_change_name(change->kind), values, 6);
}

bool fit_explain(const struct asking *asking, const struct matcher_need *need, const struct matcher_why *why,
                 struct reason **failed, size_t *failed_count, struct reason **changes, size_t *change_count,
                 struct error *error)
{
    struct phrases reasons = {asking, arena_alloc(asking->arena, (why->reasons_count + 1) * sizeof **failed), 0};
    struct phrases wanted = {asking, arena_alloc(asking->arena, (why->changes_count + 1) * sizeof **changes), 0};
    bool written = reasons.items && wanted.items;
    for (size_t i = 0; written && i < why->reasons_count; i++)
        written = add_failed(&reasons, need, &why->reasons[i]);
    for (size_t i = 0; written && i < why->changes_count; i++)
        written = add_change(&wanted, need, &why->changes[i]);
    if (!written)
        return error_set(error, ERROR_BUSY, "busy", "no memory to say why somebody does not fit");
    *failed = reasons.items;
    *failed_count = reasons.count;
    *changes = wanted.items;
    *change_count = wanted.count;
    return true;
}
