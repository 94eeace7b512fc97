/* Could this person take that shift? The hard rules in short, for inventing a roster that makes sense; the matcher's
 * are the ones that count. */
#include <string.h>

#include "matcher/matcher.h"
#include "services/demo/demo.h"

enum { MARGIN_MS = 3600000 };

int demo_age(const struct demo_someone *someone, int32_t day)
{
    return matcher_age_on(someone->birth_day, day);
}

int demo_level(const char *word)
{
    for (int i = 0; level_words[i] != NULL; i++) {
        if (strcmp(level_words[i], word) == 0)
            return i;
    }
    return LEVEL_A1;
}

bool demo_has_word(const struct demo_words *words, const char *word, int least_level)
{
    for (size_t i = 0; i < words->count; i++) {
        if (strcmp(words->items[i], word) == 0)
            return words->levels[i] >= least_level;
    }
    return false;
}

static bool has_all(const struct demo_words *words, const char *list, int least_level)
{
    char word[WORD_SIZE];

    while (next_word(&list, ' ', word, sizeof word) != NULL) {
        if (!demo_has_word(words, word, least_level))
            return false;
    }
    return true;
}

static bool speaks(const struct demo_someone *someone, const char *list)
{
    char word[WORD_SIZE];

    while (next_word(&list, ' ', word, sizeof word) != NULL) {
        char *colon = strchr(word, ':');
        if (colon == NULL)
            return false;
        *colon = '\0';
        if (!demo_has_word(&someone->languages, word, demo_level(colon + 1)))
            return false;
    }
    return true;
}

static bool is_asked_for(const struct demo *demo, const struct demo_someone *someone, const struct demo_slot *slot)
{
    const char *for_whom = table_cell(&demo->needs, slot->template, "for");

    if (someone->worker)
        return strcmp(for_whom, "volunteer") != 0 && someone->home != slot->centre;
    return strcmp(for_whom, "worker") != 0;
}

static bool reaches(const struct demo *demo, const struct demo_someone *someone, const struct demo_slot *slot)
{
    return someone->chosen[slot->centre] ||
           (someone->reach_m > 0 && demo_metres(demo, someone->settlement, slot->centre) <= someone->reach_m);
}

static bool is_free(const struct demo *demo, const struct demo_someone *someone, const struct demo_slot *slot)
{
    struct local_time from = calendar_local(demo->calendar, slot->span.from_ms);
    struct local_time until = calendar_local(demo->calendar, slot->span.until_ms);

    for (size_t i = 0; i < someone->held_count; i++) {
        if (slot->span.from_ms < someone->held[i].until_ms + MARGIN_MS &&
            someone->held[i].from_ms < slot->span.until_ms + MARGIN_MS)
            return false;
    }
    for (size_t i = 0; i < someone->hour_count; i++) {
        const struct demo_hours *hours = &someone->hours[i];
        if (hours->day == from.weekday && hours->from_minute <= from.minute && hours->to_minute >= until.minute)
            return true;
    }
    return false;
}

bool demo_fits(const struct demo *demo, const struct demo_someone *someone, const struct demo_slot *slot)
{
    int32_t day = calendar_day(demo->calendar, slot->span.from_ms);
    int age = demo_age(someone, day);

    return someone->active && someone->held_count < DEMO_SPANS && is_asked_for(demo, someone, slot) &&
           age >= table_number(&demo->needs, slot->template, "min_age") && (age >= 18 || slot->suits_minors) &&
           has_all(&someone->skills, table_cell(&demo->needs, slot->template, "required_skills"), 0) &&
           has_all(&someone->certificates, table_cell(&demo->needs, slot->template, "certificates"), day) &&
           speaks(someone, table_cell(&demo->needs, slot->template, "languages")) && reaches(demo, someone, slot) &&
           is_free(demo, someone, slot);
}

void demo_hold(struct demo_someone *someone, const struct demo_slot *slot)
{
    someone->held[someone->held_count++] = slot->span;
}
