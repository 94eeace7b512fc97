/* The judge of "infeasible": what it proves and refutes on thousands of small rounds is what looking at every plan
 * says. */
#include "tests/matcher/cases.h"
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
        if (less[0].rule >= MATCHER_ROUND_GAP && plan->why[out].rule >= MATCHER_ROUND_MAX_VISITS)
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

/* Without steps nothing is proved, and nothing refused that could be true. */
static void too_few_steps_prove_nothing(void **state)
{
    static struct made_round made;
    size_t left_open = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct matcher_breach rules[MOST_RULES];
        make_round(&made, seed);
        size_t count = list_all(&made.round, rules);
        struct matcher_conflict_verdict verdict = judged(&made.round, rules, count, 1);
        left_open += verdict.accepted && !verdict.proved;
    }
    assert_true(left_open > 20);
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
        cmocka_unit_test(small_rounds_are_judged),
        cmocka_unit_test(too_few_steps_prove_nothing),
        cmocka_unit_test(what_names_nothing_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
