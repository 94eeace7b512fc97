/* Some 400 volunteers who do not exist: where they live, what they speak, can and want, and when. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "matcher/matcher.h"
#include "services/demo/people.h"

static const char *const skills[] = {
    "contact_making",
    "group_leading",
    "games_leading",
    "street_work",
    "special_needs",
    "music",
    "sound_recording",
    "photo",
    "video_editing",
    "design",
    "crafts",
    "woodwork",
    "cooking",
    "dance",
    "theatre",
    "sport",
    "robotics",
    "gaming",
    "art",
    "study_help",
    "language_teaching",
    "youth_information",
    "project_writing",
    "event_team",
    "camp",
    "driving",
    "catering",
    "translation",
    "social_media",
    "mentoring",
    "mental_first_aid",
    "games_leading",
    "study_help",
    "event_team",
    "sport",
    NULL,
};
static const char *const interests[] = {
    "open_evening", "workshop",      "event",         "trip",           "homework_club", "sports_day", "band_practice",
    "film_evening", "language_cafe", "youth_council", "street_evening", "repair",        NULL};
static const char *const age_groups[] = {"7-11", "12-15", "16-19", "20-26", NULL};
static const struct {
    const char *group, *text;
} abouts[] = {
    {"et", "Olen varem laagris kasvataja olnud ja tahaks noortega edasi tegutseda."},
    {"et", "Õpin ülikoolis ja saan aidata õhtuti."},
    {"et", "Mul on kitarr, võimendi ja palju kannatust."},
    {"ru", "Хочу помогать в своём городе, говорю по-эстонски не очень хорошо, но учусь."},
    {"ru", "Работаю посменно, свободные дни бывают в середине недели."},
    {"en", "I moved here last year and would like to meet young people and practise Estonian."},
};

/* How many of a hundred live where, by the settlement's name; the rest of the region's share is one each. */
static int weight_of(const char *settlement)
{
    static const struct {
        const char *name;
        int weight;
    } weights[] = {{"Maardu", 16},       {"Peetri", 10},  {"Haabneeme", 9}, {"Jüri", 8},   {"Viimsi", 7},
                   {"Järveküla", 6},     {"Aruküla", 6},  {"Kehra", 6},     {"Loo", 5},    {"Kose", 5},
                   {"Randvere", 4},      {"Püünsi", 4},   {"Raasiku", 4},   {"Lagedi", 3}, {"Vaida", 3},
                   {"Kostivere", 3},     {"Aegviidu", 2}, {"Alavere", 2},   {"Ardu", 2},   {"Pringi", 2},
                   {"Kose-Uuemõisa", 2}, {"Rae", 2}};

    for (size_t i = 0; i < sizeof weights / sizeof *weights; i++) {
        if (strcmp(weights[i].name, settlement) == 0)
            return weights[i].weight;
    }
    return 1;
}

static size_t draw_settlement(struct demo *demo)
{
    int weights[128];
    size_t count = demo->settlements.rows < 128 ? demo->settlements.rows : 128;

    for (size_t i = 0; i < count; i++)
        weights[i] = weight_of(table_cell(&demo->settlements, i, "name"));
    return seed_weighted(&demo->seed, weights, count);
}

static const char *draw_group(struct demo *demo, size_t settlement)
{
    const char *name = table_cell(&demo->settlements, settlement, "name");
    int russian = strcmp(name, "Maardu") == 0  ? 60
                  : strcmp(name, "Kehra") == 0 ? 35
                  : strcmp(name, "Loo") == 0   ? 25
                                               : 12;

    if (seed_chance(&demo->seed, russian))
        return "ru";
    return seed_chance(&demo->seed, 6) ? "en" : "et";
}

/* 15 of a hundred are 13 to 17, a third 18 to 26, a fifth over 45. */
static int32_t draw_volunteer_birth_day(struct demo *demo)
{
    static const int weights[] = {15, 35, 30, 20};
    static const int years[][2] = {{13, 17}, {18, 26}, {27, 45}, {46, 74}};
    size_t span = seed_weighted(&demo->seed, weights, 4);

    return draw_birth_day(demo, years[span][0], years[span][1]);
}

static void draw_reach(struct demo *demo, struct demo_someone *someone)
{
    static const int kilometres[] = {5, 8, 10, 15, 20, 30};

    if (seed_chance(&demo->seed, 70))
        someone->reach_m = kilometres[seed_between(&demo->seed, 0, 5)] * 1000;
    if (someone->reach_m > 0 && !seed_chance(&demo->seed, 20))
        return;
    /* the nearest centre and perhaps others within an hour's bus */
    someone->chosen[someone->home] = true;
    someone->chosen_count = 1;
    for (size_t i = 0; i < demo->centres.rows && someone->chosen_count < 4; i++) {
        if (!someone->chosen[i] && demo_metres(demo, someone->settlement, i) < 15000 && seed_chance(&demo->seed, 40)) {
            someone->chosen[i] = true;
            someone->chosen_count++;
        }
    }
}

static void add_hours(struct demo_someone *someone, int day, int from_minute, int to_minute)
{
    if (someone->hour_count < sizeof someone->hours / sizeof *someone->hours)
        someone->hours[someone->hour_count++] = (struct demo_hours){day, from_minute, to_minute};
}

/* Pupils and students have afternoons, people at work evenings, the retired days; some said nothing. */
static void draw_hours(struct demo *demo, struct demo_someone *someone)
{
    int age = demo_age(someone, demo->today);
    int from = age < 19 ? 15 * 60 : age < 27 ? 16 * 60 : age < 63 ? 17 * 60 : 10 * 60;
    int to = age < 18 ? 20 * 60 : age < 63 ? 21 * 60 : 17 * 60;

    if (!seed_chance(&demo->seed, 78))
        return;
    for (int day = 1; day <= 5; day++) {
        if (seed_chance(&demo->seed, 55))
            add_hours(someone, day, from + 30 * seed_between(&demo->seed, 0, 2), to);
    }
    for (int day = 6; day <= 7; day++) {
        if (seed_chance(&demo->seed, 50))
            add_hours(someone, day, 9 * 60, (seed_chance(&demo->seed, 60) ? 18 : 14) * 60);
    }
}

static void draw_certificates(struct demo *demo, struct demo_someone *someone)
{
    int age = demo_age(someone, demo->today);

    if (age >= 16 && seed_chance(&demo->seed, 22))
        words_add(&someone->certificates, "first_aid", demo->today + seed_between(&demo->seed, -200, 900));
    if (age >= 18 && seed_chance(&demo->seed, 45))
        words_add(&someone->certificates, "driving_licence_b", demo->today + seed_between(&demo->seed, 30, 3000));
    if (age >= 20 && seed_chance(&demo->seed, 4))
        words_add(&someone->certificates, "camp_educator", demo->today + seed_between(&demo->seed, 30, 1500));
}

/* Of the grown-ups nearly half have a valid check, some one that runs out within a month or has run out; two must not
 * work with children. Of those of 14 to 17 the institution asked for a few. */
static void draw_check(struct demo *demo, struct demo_someone *someone, size_t place)
{
    int age = demo_age(someone, demo->today);

    if (place == 77 || place == 301) {
        if (age >= 18)
            make_check(demo, someone, 100, "prohibited");
    } else if (age >= 18) {
        static const int weights[] = {46, 10, 9, 35};
        static const int ages[][2] = {{5, 300}, {337, 364}, {366, 600}};
        size_t kind = seed_weighted(&demo->seed, weights, 4);
        if (kind < 3)
            make_check(demo, someone, seed_between(&demo->seed, ages[kind][0], ages[kind][1]), "permitted");
    } else if (age >= 15 && seed_chance(&demo->seed, 35)) {
        make_check(demo, someone, seed_between(&demo->seed, 5, 200), "permitted");
    }
}

static int32_t earlier(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* A young person has a guardian, who permitted the nearest centre or was only asked. */
static bool insert_guardian(struct demo *demo, struct demo_someone *someone, int64_t created_ms, struct error *error)
{
    char name[2 * WORD_SIZE], email[2 * WORD_SIZE + 24];
    int32_t grown_up = someone->birth_day;
    bool given = seed_chance(&demo->seed, 60);
    int year, month, day;

    if (demo_age(someone, demo->today) >= 18)
        return true;
    while (demo_age(someone, grown_up) < 18)
        grown_up++;
    snprintf(name, sizeof name, "%s %s", seed_chance(&demo->seed, 50) ? "Ene" : "Peeter", someone->last_name);
    snprintf(email, sizeof email, "vanem.%s", someone->email);
    if (!demo_guardian_insert(demo->db, &someone->id, name, email, someone->language, error))
        return false;
    if (seed_chance(&demo->seed, 20))
        return true;
    matcher_date_from_day(school_year_first(demo->today), &year, &month, &day);
    someone->permission = (struct demo_permission){
        .id = seed_uuid(&demo->seed, created_ms),
        .person = someone->id,
        .centre = table_cell(&demo->centres, someone->home, "code"),
        .school_year = year,
        .given = given,
        .valid_until = earlier(school_year_last(demo->today), grown_up - 1),
        .created_ms = created_ms,
    };
    someone->has_permission = given;
    return demo_permission_insert(demo->db, &someone->permission, error);
}

static bool insert_wishes(struct demo *demo, const struct demo_someone *someone, bool phone, int64_t created_ms,
                          struct error *error)
{
    struct demo_words wishes = {0}, ages = {0};
    const struct uuid *id = &someone->id;

    words_draw(demo, &wishes, interests, seed_between(&demo->seed, 1, 5));
    words_draw(demo, &ages, age_groups, seed_between(&demo->seed, 0, 3));
    for (size_t i = 0; i < wishes.count; i++) {
        if (!demo_word_insert(demo->db, id, "interest", wishes.items[i], NULL, 0, error))
            return false;
    }
    for (size_t i = 0; i < ages.count; i++) {
        if (!demo_word_insert(demo->db, id, "age_group", ages.items[i], NULL, 0, error))
            return false;
    }
    return demo_consent_insert(demo->db, id, "terms", DEMO_TERMS, someone->language, created_ms, error) &&
           (!phone || !seed_chance(&demo->seed, 60) ||
            demo_consent_insert(demo->db, id, "phone_calls", DEMO_TERMS, someone->language, created_ms, error)) &&
           (!seed_chance(&demo->seed, 30) ||
            demo_consent_insert(demo->db, id, "photos", DEMO_TERMS, someone->language, created_ms, error)) &&
           (!seed_chance(&demo->seed, 30) ||
            demo_consent_insert(demo->db, id, "news", DEMO_TERMS, someone->language, created_ms, error));
}

/* A sentence of their own, from some. */
static const char *draw_about(struct demo *demo, const char *group)
{
    size_t place = (size_t)seed_between(&demo->seed, 0, 30);

    return place < sizeof abouts / sizeof *abouts && strcmp(abouts[place].group, group) == 0 ? abouts[place].text
                                                                                             : NULL;
}

static bool add_volunteer(struct demo *demo, size_t place, struct error *error)
{
    static const char *const commitments[] = {"once", "sometimes", "weekly", NULL};
    struct demo_someone *someone = &demo->people[demo->person_count];
    struct seed *seed = &demo->seed;
    int64_t created_ms =
        demo->now_ms - (int64_t)seed_between(seed, 1, 400) * 86400000 + seed_between(seed, 0, 43200000);
    char phone[24];

    *someone = (struct demo_someone){.settlement = draw_settlement(demo), .active = !seed_chance(seed, 5)};
    someone->id = seed_uuid(seed, created_ms);
    someone->home = demo_nearest_centre(demo, someone->settlement);
    const char *group = draw_group(demo, someone->settlement);
    someone->language = group;
    demo_name(demo, group, someone);
    someone->birth_day = draw_volunteer_birth_day(demo);
    draw_languages(demo, someone, group);
    draw_reach(demo, someone);
    draw_hours(demo, someone);
    words_draw(demo, &someone->skills, skills, seed_between(seed, 0, 6));
    draw_certificates(demo, someone);
    draw_check(demo, someone, place);
    snprintf(phone, sizeof phone, "+372 000 %04zu", place + 1); /* no number of Estonia begins with 0 */
    bool has_phone = seed_chance(seed, 65);
    demo->person_count++;
    return insert_someone(demo, someone, has_phone ? phone : NULL, draw_about(demo, group),
                          commitments[seed_between(seed, 0, 3)], seed_chance(seed, 60) ? seed_between(seed, 1, 8) : 0,
                          created_ms, error) &&
           insert_wishes(demo, someone, has_phone, created_ms, error) &&
           insert_guardian(demo, someone, created_ms, error);
}

bool demo_load_volunteers(struct db *db, void *context, struct error *error)
{
    struct demo *demo = context;

    (void)db;
    demo->person_count = 0;
    for (size_t i = 0; i < DEMO_VOLUNTEERS; i++) {
        if (!add_volunteer(demo, i, error))
            return false;
    }
    return true;
}
