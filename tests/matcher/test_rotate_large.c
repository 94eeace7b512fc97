/* Rounds so large that the planner goes about them in another way: from their pins, and some centres at a time. */
#include "tests/matcher/crowd.h"
#include "tests/matcher/round_judging.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- A round with many centres ---- */

enum { MANY = 130, MANY_PERIODS = 4 }; /* centres, with a worker each */

struct large_round {
    struct matcher_round round;
    struct matcher_round_centre centres[MANY];
    struct matcher_round_worker workers[MANY];
    struct matcher_fit fits[MANY][MANY];
    int32_t one[MANY_PERIODS];
    struct matcher_visit pins[3];
};

/* Everybody may go anywhere; three pins that only a circle through all three centres answers when `circle`. */
static void make_large_round(struct large_round *made, bool circle)
{
    uint64_t seed = 5;

    memset(made, 0, sizeof *made);
    for (int t = 0; t < MANY_PERIODS; t++)
        made->one[t] = 1;
    for (uint32_t c = 0; c < MANY; c++) {
        made->centres[c] = (struct matcher_round_centre){.guests = made->one, .away = made->one};
        for (uint32_t h = 0; h < MANY; h++)
            made->fits[c][h] = (struct matcher_fit){.host = h, .fit = 1 + crowd_below(&seed, 500)};
        made->workers[c] = (struct matcher_round_worker){.home = c, .fits = made->fits[c], .fits_count = MANY};
    }
    for (uint32_t p = 0; p < 3; p++)
        made->pins[p] = (struct matcher_visit){.worker = p, .host = circle ? (p + 1) % 3 : 10 + p, .period = 1};
    made->round = (struct matcher_round){.periods = MANY_PERIODS,
                                         .max_visits = 2,
                                         .balanced = true,
                                         .min_gap = 1,
                                         .centres = made->centres,
                                         .centres_count = MANY,
                                         .workers = made->workers,
                                         .workers_count = MANY,
                                         .pins = made->pins,
                                         .pins_count = 3};
}

/* Pins that one worker each answers, and pins that answer each other: neither is refused. Everybody sends and hosts
 * once, whether or not they are pinned. */
static void a_large_round_is_planned_from_its_pins(void **state)
{
    static struct large_round made;
    const struct matcher_rotate_options once = {.seed = 1, .budget = 1};

    (void)state;
    for (int circle = 0; circle < 2; circle++) {
        struct matcher_plan plan;
        make_large_round(&made, circle == 1);
        for (int c = 0; c < MANY; c++)
            made.centres[c].min_send = made.centres[c].min_host = 1;
        assert_true(matcher_rotate(&made.round, &once, &plan, NULL));
        assert_true(plan.has_plan);
        judge_plan(&made.round, &plan, (uint64_t)circle);
        matcher_plan_free(&plan);
    }
}

struct patience {
    int ticks;
    int64_t first; /* objective told first */
    bool told;
};

static bool stop_after_some(void *context, const struct matcher_progress *progress)
{
    struct patience *patience = context;

    if (progress->has_plan && !patience->told) {
        patience->told = true;
        patience->first = progress->objective;
    }
    return patience->told && --patience->ticks <= 0;
}

/* The annealing that begins a large round is stopped while warm: what it has by then is kept. */
static void what_a_stopped_annealing_has_is_kept(void **state)
{
    static struct large_round made;
    struct patience patience = {.ticks = 5};
    const struct matcher_rotate_options options = {.seed = 1, .progress = stop_after_some, .context = &patience};
    struct matcher_plan plan;

    (void)state;
    make_large_round(&made, false);
    assert_true(matcher_rotate(&made.round, &options, &plan, NULL));
    assert_true(plan.has_plan && plan.stopped);
    assert_true(plan.objective > patience.first + 10000);
    judge_plan(&made.round, &plan, 0);
    matcher_plan_free(&plan);
}

/* ---- A round with many workers: windows set only some of its centres free ---- */

enum { CROWDED = 20, EACH = 9, CROWDED_PERIODS = 7 };

struct crowded_round {
    struct matcher_round round;
    struct matcher_round_centre centres[CROWDED];
    struct matcher_round_worker workers[CROWDED * EACH];
    struct matcher_fit fits[CROWDED * EACH][CROWDED];
    int32_t guests[CROWDED][CROWDED_PERIODS], away[CROWDED][CROWDED_PERIODS];
    uint32_t offers[CROWDED];
};

static void make_crowded_worker(struct crowded_round *made, uint64_t *seed, uint32_t w)
{
    for (uint32_t h = 0; h < CROWDED; h++)
        made->fits[w][h] = (struct matcher_fit){.host = h, .fit = crowd_below(seed, 500) - 50};
    made->workers[w] = (struct matcher_round_worker){.home = w % CROWDED,
                                                     .unavailable = (uint64_t)crowd_below(seed, 1 << CROWDED_PERIODS),
                                                     .fits = made->fits[w],
                                                     .fits_count = CROWDED,
                                                     .wants_count = 2};
    made->workers[w].wants[0] = (struct matcher_want){(uint32_t)crowd_below(seed, 2), 300};
    made->workers[w].wants[1] = (struct matcher_want){2 + (uint32_t)crowd_below(seed, 3), 200};
}

static void make_crowded_round(struct crowded_round *made)
{
    uint64_t seed = 2;

    memset(made, 0, sizeof *made);
    for (uint32_t c = 0; c < CROWDED; c++) {
        made->offers[c] = c % 5;
        for (int t = 0; t < CROWDED_PERIODS; t++) {
            made->guests[c][t] = crowd_below(&seed, 4);
            made->away[c][t] = 1 + crowd_below(&seed, 3);
        }
        made->centres[c] = (struct matcher_round_centre){
            .guests = made->guests[c], .away = made->away[c], .offers = &made->offers[c], .offers_count = 1};
    }
    for (uint32_t w = 0; w < CROWDED * EACH; w++)
        make_crowded_worker(made, &seed, w);
    made->round = (struct matcher_round){.periods = CROWDED_PERIODS,
                                         .goals = 5,
                                         .max_visits = 3,
                                         .balanced = true,
                                         .min_gap = 1,
                                         .fair_target = 900,
                                         .fair_weight = 1,
                                         .centres = made->centres,
                                         .centres_count = CROWDED,
                                         .workers = made->workers,
                                         .workers_count = CROWDED * EACH};
}

/* Annealing and dives end with the 45th iteration; what follows are windows. */
static bool note_without_windows(void *context, const struct matcher_progress *progress)
{
    int64_t *objective = context;

    if (progress->iteration <= 45)
        *objective = progress->objective;
    return false;
}

static void windows_of_some_centres_better_a_plan(void **state)
{
    static struct crowded_round made;

    (void)state;
    int64_t before = 0;
    const struct matcher_rotate_options options = {
        .seed = 1, .budget = 60, .progress = note_without_windows, .context = &before};
    struct matcher_plan plan;
    make_crowded_round(&made);
    assert_true(matcher_rotate(&made.round, &options, &plan, NULL));
    assert_true(plan.has_plan);
    judge_plan(&made.round, &plan, 0);
    assert_int_equal(plan.iterations, 60);
    assert_true(plan.objective > before);
    matcher_plan_free(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_large_round_is_planned_from_its_pins),
        cmocka_unit_test(what_a_stopped_annealing_has_is_kept),
        cmocka_unit_test(windows_of_some_centres_better_a_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
