/* A draft of an exchange round: six weeks, all centres with their open days, all workers, goals, offers, closed weeks,
 * people away. The guests cover, so centres with one worker stay closed on Mondays, when guests are shown round. */
#include <stdio.h>
#include <string.h>

#include "db/rounds.h"
#include "matcher/matcher.h"
#include "services/demo/demo.h"
#include "services/round_days.h"

enum { PERIODS = 6, WEEKS_AHEAD = 6, LIST_MAX = 4, DAYS_MAX = 5, OPENS = 14 * 60, CLOSES = 19 * 60 };

struct lists {
    char codes[PERIODS][24];
    struct round_period periods[PERIODS];
    const char *offers[DEMO_CENTRES][LIST_MAX], *closed[DEMO_CENTRES][1];
    char offer_words[DEMO_CENTRES][LIST_MAX][WORD_SIZE];
    const char *unavailable[DEMO_WORKERS][1];
    struct round_want wants[DEMO_WORKERS][LIST_MAX];
    char want_words[DEMO_WORKERS][LIST_MAX][WORD_SIZE];
    struct round_centre centres[DEMO_CENTRES];
    struct round_staffing staffing[DEMO_CENTRES][DAYS_MAX];
    struct round_worker workers[DEMO_WORKERS];
};

/* ISO 8601: a week belongs to the year of its Thursday. */
static void week_code(int32_t monday, char code[24])
{
    int year, month, day;

    matcher_date_from_day(monday + 3, &year, &month, &day);
    snprintf(code, 24, "%d-W%02d", year, (monday + 3 - matcher_day_from_date(year, 1, 1)) / 7 + 1);
}

/* The week of Christmas is nobody's. */
static bool is_holiday_week(int32_t monday)
{
    int year, month, day;

    matcher_date_from_day(monday + 3, &year, &month, &day);
    return month == 12 && day >= 22;
}

static void make_periods(const struct demo *demo, struct lists *lists)
{
    int32_t monday = demo->today + 7 * WEEKS_AHEAD;

    monday -= matcher_weekday(monday) - 1;
    for (size_t i = 0; i < PERIODS; monday += 7) {
        if (is_holiday_week(monday))
            continue;
        week_code(monday, lists->codes[i]);
        lists->periods[i] = (struct round_period){lists->codes[i], monday, monday + 4};
        i++;
    }
}

/* How many of the demonstration's workers are at home at a centre. */
static size_t workers_at(const struct demo *demo, size_t centre)
{
    size_t count = 0;
    for (size_t i = 0; i < DEMO_WORKERS; i++)
        count += demo->people[DEMO_VOLUNTEERS + i].home == centre;
    return count;
}

/* Tuesday to Friday, and Monday where somebody can be left at home on it. */
static void make_staffing(const struct demo *demo, struct lists *lists, size_t at)
{
    struct round_centre *centre = &lists->centres[at];

    centre->staffing = lists->staffing[at];
    centre->staffing_given = true;
    for (int32_t day = workers_at(demo, at) > 1 ? 1 : 2; day <= DAYS_MAX; day++)
        lists->staffing[at][centre->staffing_count++] =
            (struct round_staffing){.day = day, .opens_minute = OPENS, .closes_minute = CLOSES, .staff = 1};
}

/* Three centres are closed for a week; the two busiest may have two guests at once. */
static void make_centres(const struct demo *demo, struct lists *lists)
{
    for (size_t i = 0; i < demo->centres.rows; i++) {
        const char *offers = table_cell(&demo->centres, i, "offers");
        struct round_centre *centre = &lists->centres[i];
        const char *code = table_cell(&demo->centres, i, "code");

        *centre = (struct round_centre){.id = code, .takes_part = true, .guests = 1, .away = 1};
        if (strcmp(code, "viimsi") == 0 || strcmp(code, "maardu") == 0)
            centre->guests = centre->away = 2;
        centre->offers.items = lists->offers[i];
        while (centre->offers.count < LIST_MAX) {
            char *word = lists->offer_words[i][centre->offers.count];
            if (next_word(&offers, ' ', word, WORD_SIZE) == NULL)
                break;
            lists->offers[i][centre->offers.count++] = word;
        }
        make_staffing(demo, lists, i);
        centre->closed.items = lists->closed[i];
        if (i % 7 == 2)
            lists->closed[i][centre->closed.count++] = lists->codes[i % PERIODS];
    }
}

/* Goals are what the offers of two other centres teach; every fifth worker is away for a week. */
static void make_workers(struct demo *demo, struct lists *lists)
{
    for (size_t i = 0; i < DEMO_WORKERS; i++) {
        const struct demo_someone *someone = &demo->people[DEMO_VOLUNTEERS + i];
        struct round_worker *worker = &lists->workers[i];

        *worker = (struct round_worker){.id = someone->id, .takes_part = true, .wants = lists->wants[i]};
        for (size_t step = 0; step < 2; step++) {
            size_t centre = (someone->home + 3 + i + 5 * step) % demo->centres.rows;
            const char *offers = table_cell(&demo->centres, centre, "offers");
            char *word = lists->want_words[i][worker->want_count];
            if (centre == someone->home || next_word(&offers, ' ', word, WORD_SIZE) == NULL ||
                (worker->want_count == 1 && strcmp(word, lists->want_words[i][0]) == 0))
                continue;
            lists->wants[i][worker->want_count++] = (struct round_want){word, 100 * seed_between(&demo->seed, 1, 4)};
        }
        worker->unavailable.items = lists->unavailable[i];
        if (i % 5 == 1)
            lists->unavailable[i][worker->unavailable.count++] = lists->codes[i % PERIODS];
    }
}

static bool set_minimums(struct db *db, const struct uuid *id, struct error *error)
{
    struct round *round;
    struct arena *arena = arena_new();
    if (arena == NULL)
        return error_set(error, ERROR_INTERNAL, "out_of_memory", "round");
    bool done = round_read_any(db, arena, id, &round, error);
    if (done) {
        round_set_minimums(round);
        done = round_store_minimums(db, round, error);
    }
    arena_free(arena);
    return done;
}

bool demo_load_round(struct db *db, void *context, struct error *error)
{
    static struct lists lists; /* too large for a thread's stack; this program has one thread */
    struct demo *demo = context;
    struct actor coordinator = {.account = demo->coordinator};
    struct round_rules rules = {.max_visits = 2, .min_gap = 1, .fair_target = 400, .fair_weight = 1, .balanced = true};
    struct uuid id = seed_uuid(&demo->seed, demo->now_ms);
    struct round_change change = {
        .kind = WORD_NONE, .centres = lists.centres, .workers = lists.workers, .worker_count = DEMO_WORKERS};

    lists = (struct lists){0};
    make_periods(demo, &lists);
    make_centres(demo, &lists);
    make_workers(demo, &lists);
    change.centre_count = demo->centres.rows;
    return round_create(db, &coordinator, &id, "Näidisvoor: talvised vahetused", ROUND_SWAP, lists.periods, PERIODS,
                        &rules, error) &&
           round_update(db, &coordinator, &id, 0, &change, error) && set_minimums(db, &id, error);
}
