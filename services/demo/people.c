#include "services/demo/people.h"

#include <stdio.h>

#include <string.h>

#include "matcher/matcher.h"

void words_add(struct demo_words *words, const char *word, int level)
{
    if (words->count == DEMO_WORDS || demo_has_word(words, word, 0))
        return;
    snprintf(words->items[words->count], WORD_SIZE, "%s", word);
    words->levels[words->count++] = level;
}

void words_draw(struct demo *demo, struct demo_words *words, const char *const *list, int count)
{
    int length = 0;

    while (list[length] != NULL)
        length++;
    for (int i = 0; i < count; i++)
        words_add(words, list[seed_between(&demo->seed, 0, length - 1)], 0);
}

int32_t draw_birth_day(struct demo *demo, int years_low, int years_high)
{
    return demo->today - seed_between(&demo->seed, years_low * 3653 / 10 + 1, years_high * 3653 / 10);
}

void draw_languages(struct demo *demo, struct demo_someone *someone, const char *group)
{
    struct seed *seed = &demo->seed;
    struct demo_words *languages = &someone->languages;

    words_add(languages, group, LEVEL_C2);
    if (seed_chance(seed, strcmp(group, "ru") == 0 ? 85 : 50))
        words_add(languages, "et", seed_between(seed, LEVEL_A2, LEVEL_C1));
    if (seed_chance(seed, 60))
        words_add(languages, "en", seed_between(seed, LEVEL_A2, LEVEL_C1));
    if (seed_chance(seed, 45))
        words_add(languages, "ru", seed_between(seed, LEVEL_A1, LEVEL_B2));
    if (seed_chance(seed, 8))
        words_add(languages, "fi", seed_between(seed, LEVEL_A1, LEVEL_B2));
    if (strcmp(group, "en") == 0 && seed_chance(seed, 40))
        words_add(languages, "uk", LEVEL_C2);
}

void make_check(struct demo *demo, struct demo_someone *someone, int age_days, const char *result)
{
    int32_t checked_on = demo->today - age_days;
    int year, month, day;

    matcher_date_from_day(checked_on, &year, &month, &day);
    someone->has_check = true;
    someone->check = (struct demo_check){
        .id = seed_uuid(&demo->seed, demo->now_ms - (int64_t)age_days * 86400000),
        .person = someone->id,
        .checked_on = checked_on,
        .valid_until = matcher_day_from_date(year + 1, month, month == 2 && day == 29 ? 28 : day),
        .municipality = table_cell(&demo->centres, someone->home, "municipality"),
        .result = result,
        .basis = demo_age(someone, checked_on) < 18 ? "institution_query" : "register_query",
        .recorded_by = demo->managers[someone->home],
        .recorded_ms = demo->now_ms - (int64_t)age_days * 86400000,
    };
}

static bool insert_words(struct demo *demo, const struct demo_someone *someone, struct error *error)
{
    for (size_t i = 0; i < someone->skills.count; i++) {
        if (!demo_list_insert(demo->db, &someone->id, DEMO_SKILL, someone->skills.items[i], error))
            return false;
    }
    for (size_t i = 0; i < someone->languages.count; i++) {
        if (!demo_word_insert(demo->db, &someone->id, "language", someone->languages.items[i],
                              level_words[someone->languages.levels[i]], 0, error))
            return false;
    }
    for (size_t i = 0; i < someone->certificates.count; i++) {
        if (!demo_word_insert(demo->db, &someone->id, "certificate", someone->certificates.items[i], NULL,
                              someone->certificates.levels[i], error))
            return false;
    }
    return true;
}

static bool insert_hours_and_centres(struct demo *demo, const struct demo_someone *someone, struct error *error)
{
    for (size_t i = 0; i < someone->hour_count; i++) {
        const struct demo_hours *hours = &someone->hours[i];
        if (!demo_availability_insert(demo->db, &someone->id, hours->day, hours->from_minute, hours->to_minute, error))
            return false;
    }
    for (size_t i = 0; i < demo->centres.rows; i++) {
        if (someone->chosen[i] &&
            !demo_list_insert(demo->db, &someone->id, DEMO_CENTRE, table_cell(&demo->centres, i, "code"), error))
            return false;
    }
    return true;
}

bool insert_someone(struct demo *demo, const struct demo_someone *someone, const char *phone, const char *about,
                    const char *commitment, int hours_per_week, int64_t created_ms, struct error *error)
{
    struct demo_person person = {
        .id = someone->id,
        .state = someone->active ? "active" : "paused",
        .first_name = someone->first_name,
        .last_name = someone->last_name,
        .email = someone->email,
        .phone = phone,
        .about = about,
        .language = someone->language,
        .birth_day = someone->birth_day,
        .settlement = (int32_t)table_number(&demo->settlements, someone->settlement, "id"),
        .lat = table_number(&demo->settlements, someone->settlement, "lat"),
        .lon = table_number(&demo->settlements, someone->settlement, "lon"),
        .reach_m = someone->reach_m,
        .commitment = commitment,
        .hours_per_week = hours_per_week,
        .created_ms = created_ms,
    };
    const char *home = someone->worker ? table_cell(&demo->centres, someone->home, "code") : NULL;
    int32_t since = demo->today - (int32_t)((demo->now_ms - created_ms) / 86400000);

    return demo_person_insert(demo->db, &person, error) &&
           demo_membership_insert(demo->db, &someone->id, someone->worker ? "worker" : "volunteer", home, since,
                                  error) &&
           insert_words(demo, someone, error) && insert_hours_and_centres(demo, someone, error) &&
           (!someone->has_check || demo_check_insert(demo->db, &someone->check, error));
}
