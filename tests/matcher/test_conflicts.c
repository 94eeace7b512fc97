/* The judge of "infeasible": what it proves and refutes on thousands of small rounds is what looking at every plan
 * says. */
#include "tests/matcher/cases.h"
#include "tests/matcher/crowd.h"
#include "tests/matcher/round_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct matcher_rotate_options quick = {.seed = 1, .budget = 300};
enum { STEPS = 10000000, MOST_RULES = 200 };

static struct matcher_conflict_verdict judged(const struct matcher_round *round, const struct matcher_breach *why,
                                              size_t count, uint64_t steps)
{
    struct matcher_conflict_verdict verdict;

    assert_true(matcher_verify_conflict(round, why, count, steps, &verdict, NULL));
    assert_int_equal(verdict.accepted, verdict.reason[0] == '\0');
    assert_true(verdict.proved || !verdict.smallest);
    return verdict;
}

/* Every rule of the round, whether it is in anybody's way or not. */
static size_t list_all(const struct matcher_round *round, struct matcher_breach *rules)
{
    const uint32_t none = MATCHER_NONE;
    size_t count = 0;

    for (uint32_t c = 0; c < round->centres_count; c++) {
        for (uint32_t t = 0; t < round->periods; t++) {
            rules[count++] = (struct matcher_breach){MATCHER_ROUND_GUESTS, c, none, t};
            rules[count++] = (struct matcher_breach){MATCHER_ROUND_AWAY, c, none, t};
            if (round->balanced)
                rules[count++] = (struct matcher_breach){MATCHER_ROUND_BALANCE, c, none, t};
        }
        rules[count++] = (struct matcher_breach){MATCHER_ROUND_MIN_SEND, c, none, none};
        rules[count++] = (struct matcher_breach){MATCHER_ROUND_MIN_HOST, c, none, none};
    }
    rules[count++] = (struct matcher_breach){MATCHER_ROUND_GAP, none, none, none};
    rules[count++] = (struct matcher_breach){MATCHER_ROUND_MAX_VISITS, none, none, none};
    for (size_t i = 0; i < round->pins_count; i++)
        rules[count++] = (struct matcher_breach){MATCHER_ROUND_PIN, round->pins[i].host, round->pins[i].worker,
                                                 round->pins[i].period};
    return count;
}

static bool is_fact(enum matcher_round_rule rule)
{
    return rule < MATCHER_ROUND_MAX_VISITS && rule != MATCHER_ROUND_GAP;
}

/* What the planner names is a conflict, with one rule less it is none, and all rules together are one too. */
static void judge_impossible(const struct matcher_round *round, const struct matcher_plan *plan, uint64_t seed)
{
    struct matcher_breach less[MOST_RULES];
    struct matcher_conflict_verdict verdict = judged(round, plan->why, plan->why_count, STEPS);

    if (!verdict.proved || !verdict.smallest)
        fail_msg("seed %llu: accepted %d, proved %d, smallest %d: %s", (unsigned long long)seed, verdict.accepted,
                 verdict.proved, verdict.smallest, verdict.reason);
    for (size_t out = 0; out < plan->why_count; out++) {
        size_t count = 0;
        for (size_t i = 0; i < plan->why_count; i++)
            if (i != out)
                less[count++] = plan->why[i];
        if (!is_fact(plan->why[out].rule)) /* a fact holds whether it is named or not */
            assert_false(judged(round, less, count, STEPS).accepted);
    }
    memcpy(less, plan->why, plan->why_count * sizeof *less);
    size_t all = list_all(round, &less[plan->why_count]);
    verdict = judged(round, &less[plan->why_count], all, STEPS);
    assert_true(verdict.proved && (verdict.accepted || strstr(verdict.reason, "without it") != NULL));
}

static void small_rounds_are_judged(void **state)
{
    static struct made_round made;
    size_t impossible = 0, rounds = cases(2000, 50000);

    (void)state;
    for (uint64_t seed = 0; seed < rounds; seed++) {
        struct matcher_breach rules[MOST_RULES];
        struct matcher_plan plan;
        int64_t best;
        uint64_t changes;
        make_round(&made, seed);
        if (best_of_all_plans(&made.round, NULL, 0, &best, &changes)) {
            size_t count = list_all(&made.round, rules);
            struct matcher_conflict_verdict verdict = judged(&made.round, rules, count, STEPS);
            if (verdict.accepted || verdict.proved)
                fail_msg("seed %llu: a false claim is accepted", (unsigned long long)seed);
            assert_false(judged(&made.round, NULL, 0, STEPS).accepted);
            continue;
        }
        assert_true(matcher_rotate(&made.round, &quick, &plan, NULL));
        assert_int_equal(plan.status, MATCHER_PLAN_INFEASIBLE);
        judge_impossible(&made.round, &plan, seed);
        matcher_plan_free(&plan);
        impossible++;
    }
    assert_true(impossible > rounds / 20);
}

/* ---- Rounds too large for every plan to be looked at ---- */

enum { MANY_CENTRES = 9, MANY_WORKERS = 27, MANY_PERIODS = 8 };

struct crowded {
    struct matcher_round round;
    struct matcher_round_centre centres[MANY_CENTRES];
    struct matcher_round_worker workers[MANY_WORKERS];
    int32_t guests[MANY_CENTRES][MANY_PERIODS], away[MANY_CENTRES][MANY_PERIODS];
    struct matcher_fit fits[MANY_WORKERS][MANY_CENTRES];
    struct matcher_visit pins[3];
};

static void crowd_centre(struct crowded *made, uint64_t *seed, size_t c, int tight)
{
    struct matcher_round_centre *centre = &made->centres[c];

    for (uint32_t t = 0; t < made->round.periods; t++) {
        made->guests[c][t] = crowd_below(seed, 6) == 0 ? 2 : crowd_below(seed, 7) > 0;
        made->away[c][t] = crowd_below(seed, 5) == 0 ? crowd_below(seed, 3) : 1;
        centre->closed |= (uint64_t)(crowd_below(seed, 8) == 0) << t;
    }
    centre->guests = made->guests[c];
    centre->away = made->away[c];
    centre->min_send = crowd_below(seed, 6) == 0 ? crowd_below(seed, tight) : 0;
    centre->min_host = crowd_below(seed, 6) == 0 ? crowd_below(seed, tight) : 0;
}

static void make_crowded(struct crowded *made, uint64_t seed)
{
    struct matcher_round *round = &made->round;

    *made = (struct crowded){
        .round = {.centres = made->centres, .workers = made->workers, .pins = made->pins, .min_gap = seed % 3}};
    round->balanced = seed % 4 != 0;
    seed = seed * 1000003 + 77;
    round->periods = (uint32_t)(2 + crowd_below(&seed, MANY_PERIODS - 1));
    round->max_visits = (uint32_t)(1 + crowd_below(&seed, 4));
    round->centres_count = (size_t)(3 + crowd_below(&seed, MANY_CENTRES - 2));
    round->workers_count = round->centres_count + (size_t)crowd_below(&seed, 2 * (int)round->centres_count);
    int tight = 2 + crowd_below(&seed, 4), sparse = 1 + crowd_below(&seed, 5);
    for (size_t c = 0; c < round->centres_count; c++)
        crowd_centre(made, &seed, c, tight);
    for (size_t w = 0; w < round->workers_count; w++) {
        struct matcher_round_worker *worker = &made->workers[w];
        worker->home = (uint32_t)crowd_below(&seed, (int)round->centres_count);
        for (uint32_t t = 0; t < round->periods; t++)
            worker->unavailable |= (uint64_t)(crowd_below(&seed, 6) == 0) << t;
        for (uint32_t h = 0; h < round->centres_count; h++)
            if (crowd_below(&seed, 6) < sparse)
                made->fits[w][worker->fits_count++] = (struct matcher_fit){h, crowd_below(&seed, 500)};
        worker->fits = made->fits[w];
    }
    for (int i = crowd_below(&seed, 3) == 0 ? 1 + crowd_below(&seed, 3) : 0; i > 0; i--)
        made->pins[round->pins_count++] = (struct matcher_visit){
            (uint32_t)crowd_below(&seed, (int)round->workers_count),
            (uint32_t)crowd_below(&seed, (int)round->centres_count), (uint32_t)crowd_below(&seed, (int)round->periods)};
}

/* Few iterations tell whether there is a plan. The judge of conflicts may run out of steps, hardly ever, but refuses
 * none. */
static void larger_conflicts_are_smallest(void **state)
{
    static struct crowded made;
    const struct matcher_rotate_options few = {.seed = 1, .budget = 50};
    size_t impossible = 0, open = 0, rounds = cases(1000, 20000);

    (void)state;
    for (uint64_t seed = 0; seed < rounds; seed++) {
        struct matcher_plan plan;
        make_crowded(&made, seed);
        assert_true(matcher_rotate(&made.round, &few, &plan, NULL));
        if (plan.status == MATCHER_PLAN_UNKNOWN)
            fail_msg("seed %llu: neither a plan nor a proof", (unsigned long long)seed);
        if (plan.status == MATCHER_PLAN_INFEASIBLE) {
            struct matcher_conflict_verdict verdict = judged(&made.round, plan.why, plan.why_count, STEPS);
            if (!verdict.accepted)
                fail_msg("seed %llu: %s", (unsigned long long)seed, verdict.reason);
            impossible++;
            open += !verdict.smallest;
        }
        matcher_plan_free(&plan);
    }
    assert_true(impossible > rounds / 3 && open <= 1 + rounds / 100);
}

/* However few the steps: nothing is proved that is false, and nothing is refuted that is true. Between none and enough
 * the named rules are not searched to the end, but the whole round is. */
static void few_steps_prove_nothing_false(void **state)
{
    static struct made_round made;
    size_t left_open = 0, refuted_by_plan = 0, proved_by_whole = 0, seeds = cases(300, 3000);

    (void)state;
    for (uint64_t seed = 0; seed < seeds; seed++) {
        struct matcher_breach rules[MOST_RULES];
        int64_t best;
        uint64_t changes;
        make_round(&made, seed);
        size_t count = list_all(&made.round, rules);
        bool possible = best_of_all_plans(&made.round, NULL, 0, &best, &changes);
        /* Minimums and balance alone ask for much and forbid nothing: their search is the longer one. */
        size_t asking = 0;
        for (size_t i = 0; i < count; i++)
            if (rules[i].rule >= MATCHER_ROUND_BALANCE && rules[i].rule != MATCHER_ROUND_PIN)
                rules[asking++] = rules[i];
        for (uint64_t steps = 1; steps < 100000; steps *= 2) {
            struct matcher_conflict_verdict verdict = judged(&made.round, rules, asking, steps);
            if (verdict.proved && possible)
                fail_msg("seed %llu, %llu steps: a round with a plan is called impossible", (unsigned long long)seed,
                         (unsigned long long)steps);
            if (strcmp(verdict.reason, "the round has a plan") == 0) {
                assert_true(possible);
                refuted_by_plan++;
            }
            proved_by_whole += verdict.proved && verdict.accepted && !verdict.smallest;
            left_open += verdict.accepted && !verdict.proved;
        }
    }
    assert_true(left_open > seeds / 15);
    assert_true(seeds < 100 || (refuted_by_plan > 0 && proved_by_whole > 0));
}

/* Visits that two centres want are wanted of the same people. */
static void minimums_are_added_up(void **state)
{
    enum { PEOPLE = 9 };
    const int32_t plenty[] = {PEOPLE};
    struct matcher_round_centre centres[3] = {0};
    struct matcher_round_worker workers[PEOPLE] = {0};
    static const struct matcher_fit fits[] = {{1, 1}, {2, 1}};
    const struct matcher_breach why[] = {{MATCHER_ROUND_MAX_VISITS, MATCHER_NONE, MATCHER_NONE, MATCHER_NONE},
                                         {MATCHER_ROUND_MIN_HOST, 1, MATCHER_NONE, MATCHER_NONE},
                                         {MATCHER_ROUND_MIN_HOST, 2, MATCHER_NONE, MATCHER_NONE}};
    struct matcher_round round = {.periods = 1,
                                  .max_visits = 1,
                                  .centres = centres,
                                  .centres_count = 3,
                                  .workers = workers,
                                  .workers_count = PEOPLE};

    (void)state;
    for (int c = 0; c < 3; c++)
        centres[c] = (struct matcher_round_centre){.guests = plenty, .away = plenty, .min_host = c > 0 ? 5 : 0};
    for (int w = 0; w < PEOPLE; w++)
        workers[w] = (struct matcher_round_worker){.fits = fits, .fits_count = 2};
    assert_true(judged(&round, why, 3, 1000).proved);
    centres[2].min_host = 4;
    assert_false(judged(&round, why, 3, 1000000).accepted);
}

/* In a round too large to be closed by looking, a minimum out of reach is found by counting: at once, and the smallest
 * set. */
static void a_minimum_out_of_reach_is_counted(void **state)
{
    enum { PLACES = 20, PEOPLE = 60, WEEKS = 12 };
    static struct matcher_round_centre centres[PLACES];
    static struct matcher_round_worker workers[PEOPLE];
    static struct matcher_fit fits[PLACES];
    int32_t two[WEEKS];
    struct matcher_round round = {.periods = WEEKS,
                                  .max_visits = 4,
                                  .min_gap = 1,
                                  .balanced = true,
                                  .centres = centres,
                                  .centres_count = PLACES,
                                  .workers = workers,
                                  .workers_count = PEOPLE};
    const struct matcher_rotate_options once = {.seed = 1, .budget = 1};
    struct matcher_plan plan;

    (void)state;
    for (int t = 0; t < WEEKS; t++)
        two[t] = 2;
    for (uint32_t c = 0; c < PLACES; c++) {
        centres[c] = (struct matcher_round_centre){.guests = two, .away = two};
        fits[c] = (struct matcher_fit){c, 100};
    }
    for (uint32_t w = 0; w < PEOPLE; w++)
        workers[w] = (struct matcher_round_worker){.home = w % PLACES, .fits = fits, .fits_count = PLACES};
    centres[7].min_send = 13; /* three people, four visits each */
    assert_true(matcher_rotate(&round, &once, &plan, NULL));
    assert_int_equal(plan.status, MATCHER_PLAN_INFEASIBLE);
    assert_int_equal(plan.why_count, 2);
    assert_int_equal(plan.why[0].rule, MATCHER_ROUND_MAX_VISITS);
    assert_true(plan.why[1].rule == MATCHER_ROUND_MIN_SEND && plan.why[1].centre == 7);
    struct matcher_conflict_verdict verdict = judged(&round, plan.why, plan.why_count, STEPS);
    assert_true(verdict.proved && verdict.smallest);
    matcher_plan_free(&plan);
    centres[7].min_send = 12;
    assert_true(matcher_rotate(&round, &once, &plan, NULL));
    assert_int_not_equal(plan.status, MATCHER_PLAN_INFEASIBLE);
    matcher_plan_free(&plan);
}

/* Whether three guests can come depends on who is free when. That one of them needs a week in which nobody is taken in
 * is what counting says, and is not needed: the other two are free in the same week alone. The rest of the round is
 * large enough that looking at all plans does not help. */
static void what_counting_wants_may_not_be_needed(void **state)
{
    enum { PLACES = 8, PEOPLE = 13, WEEKS = 8, GUESTS = 3 };
    static const struct matcher_fit here[] = {{0, 100}};
    static struct matcher_fit elsewhere[PLACES - 1];
    struct matcher_round_centre centres[PLACES];
    struct matcher_round_worker workers[PEOPLE] = {0};
    const int32_t one[WEEKS] = {1, 1, 1, 1, 1, 1, 1, 1}, one_or_none[WEEKS] = {1, 0, 1, 1, 1, 1, 1, 1};
    const struct matcher_round round = {.periods = WEEKS,
                                        .max_visits = WEEKS,
                                        .centres = centres,
                                        .centres_count = PLACES,
                                        .workers = workers,
                                        .workers_count = PEOPLE};
    struct matcher_plan plan;

    (void)state;
    for (uint32_t c = 0; c < PLACES; c++) {
        centres[c] = (struct matcher_round_centre){.guests = c == 0 ? one_or_none : one, .away = one};
        if (c > 0)
            elsewhere[c - 1] = (struct matcher_fit){c, 100};
    }
    for (uint32_t w = 0; w < PEOPLE; w++) {
        workers[w] =
            (struct matcher_round_worker){.home = 1 + w % (PLACES - 1), .fits = elsewhere, .fits_count = PLACES - 1};
        if (w < GUESTS) {
            workers[w].fits = here;
            workers[w].fits_count = 1;
            workers[w].unavailable = w < 2 ? 0xfe : 0xf8;
        }
    }
    centres[0].min_host = GUESTS;
    assert_true(matcher_rotate(&round, &quick, &plan, NULL));
    assert_int_equal(plan.status, MATCHER_PLAN_INFEASIBLE);
    judge_impossible(&round, &plan, 0);
    assert_int_equal(plan.why_count, 2);
    assert_true(plan.why[0].rule == MATCHER_ROUND_GUESTS && plan.why[0].period == 0);
    assert_int_equal(plan.why[1].rule, MATCHER_ROUND_MIN_HOST);
    matcher_plan_free(&plan);
}

/* No period, and a minimum: nothing could ever be sent. */
static void a_round_without_periods_is_judged(void **state)
{
    struct matcher_round_centre centre = {.min_send = 1};
    const struct matcher_round round = {.max_visits = 1, .centres = &centre, .centres_count = 1};
    const struct matcher_breach why = {MATCHER_ROUND_MIN_SEND, 0, MATCHER_NONE, MATCHER_NONE};
    struct matcher_conflict_verdict verdict = judged(&round, &why, 1, STEPS);

    (void)state;
    assert_true(verdict.proved && verdict.smallest);
    assert_false(judged(&round, NULL, 0, STEPS).accepted);
}

static void what_names_nothing_is_refused(void **state)
{
    static struct made_round made;
    const struct matcher_breach wrong[] = {
        {MATCHER_ROUND_GUESTS, MADE_CENTRES + 1, MATCHER_NONE, 0},
        {MATCHER_ROUND_AWAY, 0, MATCHER_NONE, MADE_PERIODS + 1},
        {MATCHER_ROUND_MIN_SEND, MATCHER_NONE, 0, 0},
        {MATCHER_ROUND_PIN, 0, MADE_WORKERS + 1, 0},
        {MATCHER_ROUND_GAP, MATCHER_NONE, MADE_WORKERS + 1, 0},
        {MATCHER_ROUND_OK, 0, 0, 0},
        {MATCHER_ROUND_RANGE, 0, 0, 0},
        {MATCHER_ROUND_OWN_CENTRE, 1, 0, 0},
        {MATCHER_ROUND_CLOSED, 0, 0, 0},
    };

    (void)state;
    make_round(&made, 0);
    made.workers[0].home = 0;
    made.centres[0].closed = 0;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_string_equal(judged(&made.round, &wrong[i], 1, STEPS).reason, "why[0]: no such rule in this round");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_rounds_are_judged),           cmocka_unit_test(larger_conflicts_are_smallest),
        cmocka_unit_test(few_steps_prove_nothing_false),     cmocka_unit_test(minimums_are_added_up),
        cmocka_unit_test(a_minimum_out_of_reach_is_counted), cmocka_unit_test(what_counting_wants_may_not_be_needed),
        cmocka_unit_test(a_round_without_periods_is_judged), cmocka_unit_test(what_names_nothing_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
