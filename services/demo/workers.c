/* 30 youth workers who do not exist, over the centres: one each, and a second where much goes on. */
#include <stdio.h>

#include "services/demo/people.h"

#include "matcher/matcher.h"

static const char *const skills[] = {
    "contact_making",
    "group_leading",
    "games_leading",
    "street_work",
    "crisis_noticing",
    "special_needs",
    "music",
    "photo",
    "video_editing",
    "design",
    "crafts",
    "cooking",
    "theatre",
    "sport",
    "robotics",
    "gaming",
    "art",
    "youth_information",
    "project_writing",
    "event_team",
    "camp",
    "social_media",
    "mentoring",
    "mental_first_aid",
    "networking",
    "quality_assessment",
    "international_projects",
    "volunteer_supervision",
    "group_leading",
    "contact_making",
    NULL,
};

static void draw_worker_hours(struct demo *demo, struct demo_someone *someone)
{
    if (!seed_chance(&demo->seed, 70))
        return;
    for (int day = 1; day <= 6; day++) {
        if (day < 6 || seed_chance(&demo->seed, 50))
            someone->hours[someone->hour_count++] = (struct demo_hours){day, 12 * 60, 21 * 60};
    }
}

/* Nearly all have a valid check; one that runs out soon and one that has run out are there to be noticed. */
static void draw_worker_check(struct demo *demo, struct demo_someone *someone, size_t place)
{
    int age_days = place == 4 ? 350 : place == 17 ? 390 : seed_between(&demo->seed, 10, 300);

    if (place != 23)
        make_check(demo, someone, age_days, "permitted");
}

/* What they would like to learn: two or three skills that other centres offer. */
static bool insert_wants(struct demo *demo, const struct demo_someone *someone, struct error *error)
{
    struct demo_words wants = {0};

    while (wants.count < 2 + (size_t)(someone->birth_day % 2)) {
        size_t centre = (size_t)seed_between(&demo->seed, 0, (int)demo->centres.rows - 1);
        const char *offers = table_cell(&demo->centres, centre, "offers");
        char word[WORD_SIZE];
        if (centre != someone->home && next_word(&offers, ' ', word, sizeof word) != NULL)
            words_add(&wants, word, 0);
    }
    for (size_t i = 0; i < wants.count; i++) {
        if (!demo_list_insert(demo->db, &someone->id, DEMO_WANT, wants.items[i], error))
            return false;
    }
    return true;
}

/* The settlement that lies nearest to the centre. */
static size_t settlement_of(const struct demo *demo, size_t centre)
{
    size_t nearest = 0;

    for (size_t i = 1; i < demo->settlements.rows; i++) {
        if (demo_metres(demo, i, centre) < demo_metres(demo, nearest, centre))
            nearest = i;
    }
    return nearest;
}

/* A worker each; the second ones go to every centre but each third. */
static size_t home_of(const struct demo *demo, size_t place)
{
    size_t centres = demo->centres.rows;

    return place < centres || centres == 0 ? place : (place - centres) * 5 / 3 % centres;
}

static bool add_worker(struct demo *demo, size_t place, struct error *error)
{
    struct demo_someone *someone = &demo->people[demo->person_count];
    struct seed *seed = &demo->seed;
    int64_t created_ms = demo->now_ms - (int64_t)seed_between(seed, 100, 900) * 86400000;
    const char *group;
    char phone[24];

    *someone = (struct demo_someone){.worker = true, .active = true};
    someone->home = home_of(demo, place);
    someone->settlement = settlement_of(demo, someone->home);
    group = seed_chance(seed, 20) ? "ru" : "et";
    someone->language = group;
    someone->id = seed_uuid(seed, created_ms);
    demo_name(demo, group, someone);
    someone->birth_day = draw_birth_day(demo, 22, 60);
    draw_languages(demo, someone, group);
    words_add(&someone->languages, "et", LEVEL_C1);
    someone->reach_m = 60000;
    draw_worker_hours(demo, someone);
    words_draw(demo, &someone->skills, skills, seed_between(seed, 4, 8));
    words_add(&someone->skills, "group_leading", 0);
    words_add(&someone->certificates, seed_chance(seed, 60) ? "youth_worker_6" : "youth_worker_4",
              demo->today + seed_between(seed, 100, 1700));
    if (seed_chance(seed, 60))
        words_add(&someone->certificates, "first_aid", demo->today + seed_between(seed, 30, 900));
    draw_worker_check(demo, someone, place);
    snprintf(phone, sizeof phone, "+372 000 %04zu", 9000 + place);
    demo->person_count++;
    struct demo_account account = {
        .id = seed_uuid(seed, created_ms),
        .email = someone->email,
        .language = someone->language,
        .person = someone->id,
        .role = "worker",
        .centre = table_cell(&demo->centres, someone->home, "code"),
    };
    return insert_someone(demo, someone, phone, NULL, NULL, 0, created_ms, error) &&
           insert_wants(demo, someone, error) &&
           demo_consent_insert(demo->db, &someone->id, "terms", DEMO_TERMS, someone->language, created_ms, error) &&
           demo_account_add(demo, &account, error);
}

bool demo_load_workers(struct db *db, void *context, struct error *error)
{
    struct demo *demo = context;

    (void)db;
    demo->person_count = DEMO_VOLUNTEERS;
    for (size_t i = 0; i < DEMO_WORKERS; i++) {
        if (!add_worker(demo, i, error))
            return false;
    }
    return true;
}
