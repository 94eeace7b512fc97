/* Plans of small rounds against exhaustive search, and how a run ends. The judge of plans: test_round_judge.c. */
#include "tests/matcher/cases.h"
#include "tests/matcher/crowd.h"
#include "tests/matcher/round_judging.h"
#include "tests/matcher/round_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static size_t rounds(void)
{
    return cases(600, 600);
}

static const struct matcher_rotate_options quick = {.seed = 1, .budget = 300};

static void small_rounds_are_solved(void **state)
{
    static struct made_round made;
    size_t solved = cases(3000, 100000);
    size_t infeasible = 0, optimal = 0;

    (void)state;
    for (uint64_t seed = 0; seed < solved; seed++) {
        struct matcher_plan plan;
        int64_t best;
        uint64_t changes;
        make_round(&made, seed);
        bool possible = best_of_all_plans(&made.round, NULL, 0, &best, &changes);
        assert_true(matcher_rotate(&made.round, &quick, &plan, NULL));
        if (possible != (plan.status == MATCHER_PLAN_OPTIMAL))
            fail_msg("seed %llu: %s, but possible is %d", (unsigned long long)seed,
                     matcher_plan_status_name(plan.status), possible);
        if (possible) {
            if (plan.objective != best)
                fail_msg("seed %llu: %lld of %lld", (unsigned long long)seed, (long long)plan.objective,
                         (long long)best);
            judge_plan(&made.round, &plan, seed);
            optimal++;
        } else {
            assert_int_equal(plan.status, MATCHER_PLAN_INFEASIBLE);
            assert_true(plan.why_count > 0);
            infeasible++;
        }
        matcher_plan_free(&plan);
    }
    assert_true(infeasible > solved / 20 && optimal > solved / 4);
}

/* The prices of this one end above every plan, and nothing else that looks at a round's plans closes it. */
static void a_gap_of_the_prices_is_closed(void **state)
{
    static struct made_round made;
    struct matcher_plan plan;
    int64_t best;
    uint64_t changes;

    (void)state;
    make_round(&made, 13497);
    made.round.fair_target = 500;
    made.round.fair_weight = 1000;
    assert_true(best_of_all_plans(&made.round, NULL, 0, &best, &changes));
    assert_true(matcher_rotate(&made.round, &quick, &plan, NULL));
    assert_int_equal(plan.status, MATCHER_PLAN_OPTIMAL);
    assert_int_equal(plan.objective, best);
    judge_plan(&made.round, &plan, 13497);
    matcher_plan_free(&plan);
}

/* Fewest changes first, then the objective. */
static void keeping_is_exact(void **state)
{
    static struct made_round made;
    size_t compared = 0;

    (void)state;
    for (uint64_t seed = 0; seed < rounds(); seed++) {
        struct matcher_plan before, after;
        int64_t best;
        uint64_t changes, draw = seed;
        make_round(&made, seed);
        made.round.pins_count = 0;
        assert_true(matcher_rotate(&made.round, &quick, &before, NULL));
        if (before.status == MATCHER_PLAN_OPTIMAL && before.visits_count > 0) {
            struct matcher_rotate_options options = quick;
            options.has_keep = true;
            options.keep = before.visits;
            options.keep_count = before.visits_count;
            made.workers[crowd_below(&draw, (int)made.round.workers_count)].unavailable |= 3; /* somebody falls ill */
            bool possible = best_of_all_plans(&made.round, before.visits, before.visits_count, &best, &changes);
            assert_true(matcher_rotate(&made.round, &options, &after, NULL));
            assert_int_equal(after.status, possible ? MATCHER_PLAN_OPTIMAL : MATCHER_PLAN_INFEASIBLE);
            if (possible) {
                judge_plan(&made.round, &after, seed);
                if (after.changes != changes || after.changes_bound != changes || after.objective != best)
                    fail_msg("seed %llu: %llu changes, %lld of %llu, %lld", (unsigned long long)seed,
                             (unsigned long long)after.changes, (long long)after.objective, (unsigned long long)changes,
                             (long long)best);
                size_t lost = 0;
                for (size_t i = 0; i < after.changed_count; i++)
                    lost += after.changed[i].from != MATCHER_NONE;
                assert_int_equal(lost, changes);
                compared++;
            }
            matcher_plan_free(&after);
        }
        matcher_plan_free(&before);
    }
    assert_true(compared > rounds() / 8);
}

/* The rules of `why`, and those alone, on a round without any other. */
static void keep_only(struct made_round *made, const struct matcher_breach *why, size_t count, size_t without)
{
    struct matcher_round *round = &made->round;
    bool gap = false, max_visits = false;
    struct matcher_visit pins[3];
    size_t pins_count = 0;

    for (size_t i = 0; i < count; i++) {
        gap = gap || (i != without && why[i].rule == MATCHER_ROUND_GAP);
        max_visits = max_visits || (i != without && why[i].rule == MATCHER_ROUND_MAX_VISITS);
    }
    for (uint32_t c = 0; c < round->centres_count; c++) {
        bool min_send = false, min_host = false;
        for (size_t i = 0; i < count; i++) {
            min_send = min_send || (i != without && why[i].rule == MATCHER_ROUND_MIN_SEND && why[i].centre == c);
            min_host = min_host || (i != without && why[i].rule == MATCHER_ROUND_MIN_HOST && why[i].centre == c);
        }
        made->centres[c].min_send = min_send ? made->centres[c].min_send : 0;
        made->centres[c].min_host = min_host ? made->centres[c].min_host : 0;
        for (uint32_t t = 0; t < round->periods; t++) {
            bool guests = false, away = false;
            for (size_t i = 0; i < count; i++) {
                bool here = i != without && why[i].centre == c && why[i].period == t;
                guests = guests || (here && why[i].rule == MATCHER_ROUND_GUESTS);
                away = away || (here && why[i].rule == MATCHER_ROUND_AWAY);
            }
            made->guests[c][t] = guests ? made->guests[c][t] : 9;
            made->away[c][t] = away ? made->away[c][t] : 9;
        }
    }
    for (size_t i = 0; i < count; i++)
        if (i != without && why[i].rule == MATCHER_ROUND_PIN)
            pins[pins_count++] = (struct matcher_visit){why[i].worker, why[i].centre, why[i].period};
    memcpy(made->pins, pins, pins_count * sizeof *pins);
    round->pins_count = pins_count;
    round->min_gap = gap ? round->min_gap : 0;
    round->max_visits = max_visits ? round->max_visits : round->periods;
}

/* Facts that a pin contradicts (own centre, closed ...) cannot be taken out of a round this way. */
static bool can_be_taken_apart(const struct matcher_plan *plan)
{
    for (size_t i = 0; i < plan->why_count; i++)
        if (plan->why[i].rule < MATCHER_ROUND_GAP || plan->why[i].rule == MATCHER_ROUND_HOST_ONCE)
            return false;
    return true;
}

/* Is there a plan under the rules of `why` alone, one of them left out? */
static bool is_possible_without(struct made_round *made, const struct matcher_plan *plan, size_t without)
{
    uint64_t unbalanced[MADE_CENTRES];

    for (size_t c = 0; c < MADE_CENTRES; c++)
        unbalanced[c] = made->round.balanced ? UINT64_MAX : 0;
    for (size_t i = 0; i < plan->why_count && made->round.balanced; i++)
        if (i != without && plan->why[i].rule == MATCHER_ROUND_BALANCE)
            unbalanced[plan->why[i].centre] &= ~(UINT64_C(1) << plan->why[i].period);
    keep_only(made, plan->why, plan->why_count, without);
    if (made->round.balanced)
        return any_plan_unbalanced(&made->round, unbalanced);
    int64_t best;
    uint64_t changes;
    return best_of_all_plans(&made->round, NULL, 0, &best, &changes);
}

static void why_is_smallest(void **state)
{
    static struct made_round made;
    size_t tried[2] = {0};

    (void)state;
    for (uint64_t seed = 0; seed < rounds() * 4; seed++) {
        struct matcher_plan plan;
        make_round(&made, seed);
        assert_true(matcher_rotate(&made.round, &quick, &plan, NULL));
        if (plan.status == MATCHER_PLAN_INFEASIBLE && can_be_taken_apart(&plan)) {
            for (size_t without = 0; without <= plan.why_count; without++) { /* the last leaves none out */
                make_round(&made, seed);
                bool possible = is_possible_without(&made, &plan, without);
                if (possible != (without < plan.why_count))
                    fail_msg("seed %llu: without rule %zu of %zu possible is %d", (unsigned long long)seed, without,
                             plan.why_count, possible);
            }
            tried[made.round.balanced]++;
        }
        matcher_plan_free(&plan);
    }
    assert_true(tried[0] > rounds() / 30 && tried[1] > rounds() / 6);
}

/* ---- Running ---- */

static bool stop_at_once(void *context, const struct matcher_progress *progress)
{
    (void)progress;
    ++*(int *)context;
    return true;
}

static void a_run_can_be_stopped(void **state)
{
    static struct made_round made;
    int calls = 0;
    struct matcher_rotate_options options = {.seed = 1, .progress = stop_at_once, .context = &calls};

    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct matcher_plan plan;
        struct matcher_verdict verdict;
        make_round(&made, seed);
        assert_true(matcher_rotate(&made.round, &options, &plan, NULL));
        if (plan.has_plan) {
            assert_true(
                matcher_verify_round(&made.round, plan.visits, plan.visits_count, plan.objective, &verdict, NULL));
            assert_true(verdict.accepted);
        }
        matcher_plan_free(&plan);
    }
    assert_true(calls > 0);
}

static void the_same_input_gives_the_same_plan(void **state)
{
    static struct made_round made;

    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct matcher_plan first, second;
        make_round(&made, seed);
        assert_true(matcher_rotate(&made.round, &quick, &first, NULL));
        assert_true(matcher_rotate(&made.round, &quick, &second, NULL));
        assert_int_equal(first.visits_count, second.visits_count);
        assert_int_equal(first.root_bound, second.root_bound);
        if (first.visits_count > 0)
            assert_memory_equal(first.visits, second.visits, first.visits_count * sizeof *first.visits);
        matcher_plan_free(&first);
        matcher_plan_free(&second);
    }
}

static void an_empty_round_is_planned(void **state)
{
    const struct matcher_round round = {.max_visits = 1};
    struct matcher_plan plan;

    (void)state;
    assert_true(matcher_rotate(&round, &quick, &plan, NULL));
    assert_int_equal(plan.status, MATCHER_PLAN_OPTIMAL);
    assert_int_equal(plan.objective, 0);
    matcher_plan_free(&plan);
    matcher_plan_free(NULL);
}

static void bad_rounds_are_refused(void **state)
{
    static struct made_round made;
    struct matcher_error error = {0};
    struct matcher_plan plan;

    (void)state;
    make_round(&made, 1);
    made.workers[1].home = 99;
    assert_false(matcher_rotate(&made.round, &quick, &plan, &error));
    assert_int_equal(error.failure, MATCHER_INVALID);
    assert_string_equal(error.field, "workers.home");
    assert_int_equal(error.at, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_rounds_are_solved),   cmocka_unit_test(a_gap_of_the_prices_is_closed),
        cmocka_unit_test(keeping_is_exact),          cmocka_unit_test(why_is_smallest),
        cmocka_unit_test(a_run_can_be_stopped),      cmocka_unit_test(the_same_input_gives_the_same_plan),
        cmocka_unit_test(an_empty_round_is_planned), cmocka_unit_test(bad_rounds_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
