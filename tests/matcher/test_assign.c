/* Assignment: the optimum of 100,000 small problems by other means, structural families by their certificate. */
#include "tests/matcher/assign_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Solves one problem and has the judge look at the answer to its twin (the solver takes the first over). */
static void solve(struct matcher_assign_problem *problem, const struct matcher_assign_problem *twin,
                  const struct matcher_assign_options *options, struct matcher_assign_answer *answer)
{
    struct matcher_assign *assign = matcher_assign_solve(problem, options, NULL);

    assert_non_null(assign);
    assert_true(matcher_assign_answer(assign, answer, NULL));
    matcher_assign_free(assign);
    assert_true(answer_stands(twin, answer));
    assert_true(answer->bound >= answer->total);
    assert_true(!answer->proved || answer->bound == answer->total);
}

static void small_problems_are_solved_exactly(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100000; seed++) {
        struct made_assign made;
        struct matcher_assign_answer answer;
        make_assign(&made, seed);
        struct matcher_assign_problem *twin = problem_of(&made, seed);
        solve(problem_of(&made, seed), twin, NULL, &answer);
        assert_true(answer.proved);
        assert_int_equal(answer.total, optimum_of(&made));
        matcher_assign_answer_free(&answer);
        matcher_assign_problem_free(twin);
    }
}

static void a_limit_leaves_a_true_bound(void **state)
{
    size_t stopped = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 20000; seed++) {
        const struct matcher_assign_options options = {.budget = 1};
        struct made_assign made;
        struct matcher_assign_answer answer;
        make_assign(&made, seed);
        struct matcher_assign_problem *twin = problem_of(&made, seed);
        solve(problem_of(&made, seed), twin, &options, &answer);
        int64_t optimum = optimum_of(&made);
        assert_true(answer.total <= optimum && optimum <= answer.bound);
        stopped += !answer.proved;
        matcher_assign_answer_free(&answer);
        matcher_assign_problem_free(twin);
    }
    assert_true(stopped > 20);
}

/* ---- Structural families ---- */

typedef void family_function(struct matcher_assign_problem *problem, uint64_t *state);

static void pair(struct matcher_assign_problem *problem, uint32_t i, uint32_t j, int64_t weight)
{
    assert_true(matcher_assign_pair(problem, i, j, (int32_t)weight, NULL));
}

static void capacities(struct matcher_assign_problem *problem, uint64_t *state, uint32_t person_most,
                       uint32_t need_most)
{
    uint32_t people, needs;

    matcher_assign_problem_size(problem, &people, &needs, NULL);
    for (uint32_t i = 0; i < people; i++)
        assert_true(matcher_assign_person_capacity(problem, i, draw_below(state, person_most + 1), NULL));
    for (uint32_t j = 0; j < needs; j++)
        assert_true(matcher_assign_need_capacity(problem, j, draw_below(state, need_most + 1), NULL));
}

static void complete(struct matcher_assign_problem *problem, uint64_t *state, uint32_t weights)
{
    uint32_t people, needs;

    matcher_assign_problem_size(problem, &people, &needs, NULL);
    for (uint32_t i = 0; i < people; i++)
        for (uint32_t j = 0; j < needs; j++)
            pair(problem, i, j, weights == 0 ? 7 : draw_below(state, weights + 1));
}

static void ties_everywhere(struct matcher_assign_problem *problem, uint64_t *state)
{
    complete(problem, state, 100);
}

static void few_weights(struct matcher_assign_problem *problem, uint64_t *state)
{
    complete(problem, state, 2);
}

static void many_weights(struct matcher_assign_problem *problem, uint64_t *state)
{
    complete(problem, state, 1000000);
}

static void all_equal(struct matcher_assign_problem *problem, uint64_t *state)
{
    complete(problem, state, 0);
}

static void worth_nothing(struct matcher_assign_problem *problem, uint64_t *state)
{
    (void)state;
    for (uint32_t i = 0; i < 100; i++)
        pair(problem, i, i % 30, 0);
}

static void geometric(struct matcher_assign_problem *problem, uint64_t *state)
{
    uint32_t people, needs, x[1000], y[1000];

    matcher_assign_problem_size(problem, &people, &needs, NULL);
    for (uint32_t k = 0; k < people + needs; k++) {
        x[k] = draw_below(state, 1000);
        y[k] = draw_below(state, 1000);
    }
    for (uint32_t i = 0; i < people; i++)
        for (uint32_t j = 0; j < needs; j++) {
            int64_t dx = (int64_t)x[i] - x[people + j], dy = (int64_t)y[i] - y[people + j];
            pair(problem, i, j, 2000000 - dx * dx - dy * dy);
        }
}

static void one_need_all_want(struct matcher_assign_problem *problem, uint64_t *state)
{
    assert_true(matcher_assign_need_capacity(problem, 0, 90, NULL));
    for (uint32_t i = 0; i < 400; i++) {
        pair(problem, i, 0, 900 + draw_below(state, 100));
        pair(problem, i, 1 + draw_below(state, 399), draw_below(state, 1000));
    }
}

static void great_capacities(struct matcher_assign_problem *problem, uint64_t *state)
{
    capacities(problem, state, 1000, 1000);
    complete(problem, state, 50);
}

static void middling_capacities(struct matcher_assign_problem *problem, uint64_t *state)
{
    capacities(problem, state, 250, 250);
    complete(problem, state, 300);
}

static void chain(struct matcher_assign_problem *problem, uint64_t *state)
{
    (void)state;
    for (uint32_t i = 0; i < 400; i++) {
        pair(problem, i, i, 10);
        if (i + 1 < 400)
            pair(problem, i, i + 1, 11);
    }
}

static void chain_backwards(struct matcher_assign_problem *problem, uint64_t *state)
{
    (void)state;
    for (uint32_t i = 400; i-- > 0;) {
        pair(problem, i, i, 11);
        if (i > 0)
            pair(problem, i, i - 1, 10);
    }
}

static void disconnected(struct matcher_assign_problem *problem, uint64_t *state)
{
    capacities(problem, state, 3, 3);
    for (uint32_t i = 0; i < 400; i++)
        for (uint32_t j = i / 4 * 4; j < i / 4 * 4 + 4; j++)
            pair(problem, i, j, draw_below(state, 30));
}

static void no_pairs(struct matcher_assign_problem *problem, uint64_t *state)
{
    (void)problem;
    (void)state;
}

static void sparse(struct matcher_assign_problem *problem, uint64_t *state)
{
    capacities(problem, state, 3, 3);
    for (uint32_t i = 0; i < 400; i++) {
        uint32_t from = draw_below(state, 400);
        for (uint32_t k = 0; k < 60; k++)
            pair(problem, i, (from + k * 7) % 400, draw_below(state, 5000));
    }
}

/* OR-Library's style: a full square, weights 1 to 100, everybody gets a seat. */
static void square(struct matcher_assign_problem *problem, uint64_t *state)
{
    for (uint32_t i = 0; i < 400; i++)
        for (uint32_t j = 0; j < 400; j++)
            pair(problem, i, j, 1000 - 1 - draw_below(state, 100));
}

static void families_are_proved(void **state)
{
    static family_function *const families[] = {ties_everywhere,
                                                few_weights,
                                                many_weights,
                                                all_equal,
                                                worth_nothing,
                                                geometric,
                                                one_need_all_want,
                                                great_capacities,
                                                middling_capacities,
                                                chain,
                                                chain_backwards,
                                                disconnected,
                                                no_pairs,
                                                sparse,
                                                square};

    (void)state;
    for (size_t f = 0; f < sizeof families / sizeof families[0]; f++) {
        struct matcher_assign_problem *problems[2];
        struct matcher_assign_answer answer;
        for (int twin = 0; twin < 2; twin++) {
            uint64_t seed = f;
            problems[twin] = matcher_assign_problem_new(400, 400, 0, NULL);
            assert_non_null(problems[twin]);
            families[f](problems[twin], &seed);
            assert_true(matcher_assign_finish(problems[twin], NULL, NULL));
        }
        solve(problems[0], problems[1], NULL, &answer);
        assert_true(answer.proved);
        matcher_assign_answer_free(&answer);
        matcher_assign_problem_free(problems[1]);
    }
}

static void bounds_are_kept(void **state)
{
    struct matcher_error error = {0};
    struct matcher_assign_edge twice;

    (void)state;
    assert_null(matcher_assign_problem_new(MATCHER_ASSIGN_SIDE_MAX + 1, 1, 0, &error));
    assert_int_equal(error.failure, MATCHER_INVALID);
    struct matcher_assign_problem *problem = matcher_assign_problem_new(2, 2, 0, NULL);
    assert_non_null(problem);
    assert_false(matcher_assign_person_capacity(problem, 2, 1, NULL));
    assert_false(matcher_assign_need_capacity(problem, 0, MATCHER_ASSIGN_CAPACITY_MAX + 1, NULL));
    assert_false(matcher_assign_pair(problem, 0, 2, 1, NULL));
    assert_false(matcher_assign_pair(problem, 0, 0, -1, NULL));
    assert_false(matcher_assign_pair(problem, 0, 0, MATCHER_ASSIGN_WEIGHT_MAX + 1, NULL));
    pair(problem, 1, 0, 5);
    pair(problem, 0, 1, 5);
    pair(problem, 1, 0, 6);
    error = (struct matcher_error){0};
    assert_false(matcher_assign_finish(problem, &twice, &error));
    assert_int_equal(error.failure, MATCHER_INVALID);
    assert_int_equal(twice.person, 1);
    assert_int_equal(twice.need, 0);
    assert_int_equal(twice.weight, 6);
    matcher_assign_problem_free(problem);
}

static void the_judge_sees_every_fault(void **state)
{
    (void)state;
    struct matcher_assign_problem *problem = matcher_assign_problem_new(2, 2, 0, NULL);
    assert_non_null(problem);
    pair(problem, 0, 0, 10);
    pair(problem, 0, 1, 8);
    pair(problem, 1, 0, 9);
    assert_true(matcher_assign_finish(problem, NULL, NULL));
    struct matcher_assign_edge pairs[] = {{0, 1, 0}, {1, 0, 0}};
    int64_t person_prices[] = {1, 0}, need_prices[] = {9, 7};
    struct matcher_assign_claim good = {
        .total = 17, .pairs = pairs, .pairs_count = 2, .person_prices = person_prices, .need_prices = need_prices};
    struct matcher_verdict verdict;
    assert_true(matcher_verify_assign(problem, &good, &verdict, NULL) && verdict.accepted);
    struct matcher_assign_claim bad = good;
    bad.total = 18;
    assert_true(matcher_verify_assign(problem, &bad, &verdict, NULL) && !verdict.accepted);
    bad = good;
    bad.pairs_count = 1;
    assert_true(matcher_verify_assign(problem, &bad, &verdict, NULL) && !verdict.accepted);
    static const struct matcher_assign_edge wrong[][2] = {
        {{0, 0, 0}, {1, 0, 0}}, /* one need twice */
        {{0, 0, 0}, {0, 1, 0}}, /* one person twice */
        {{1, 0, 0}, {0, 1, 0}}, /* out of order */
        {{0, 1, 0}, {1, 1, 0}}, /* no such pair */
        {{0, 1, 0}, {2, 0, 0}}, /* nobody */
        {{0, 2, 0}, {1, 0, 0}}, /* no such need */
        {{0, 1, 0}, {0, 1, 0}}, /* one pair twice */
    };
    for (size_t k = 0; k < sizeof wrong / sizeof wrong[0]; k++) {
        bad = good;
        bad.pairs = wrong[k];
        assert_true(matcher_verify_assign(problem, &bad, &verdict, NULL) && !verdict.accepted);
    }
    need_prices[0] = 8;
    assert_true(matcher_verify_assign(problem, &good, &verdict, NULL) && !verdict.accepted);
    need_prices[0] = 9;
    need_prices[1] = 8;
    assert_true(matcher_verify_assign(problem, &good, &verdict, NULL) && !verdict.accepted);
    good.has_bound = true;
    good.bound = 18;
    assert_true(matcher_verify_assign(problem, &good, &verdict, NULL) && verdict.accepted);
    need_prices[1] = -7;
    assert_true(matcher_verify_assign(problem, &good, &verdict, NULL) && !verdict.accepted);
    matcher_assign_problem_free(problem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_problems_are_solved_exactly),
        cmocka_unit_test(a_limit_leaves_a_true_bound),
        cmocka_unit_test(families_are_proved),
        cmocka_unit_test(bounds_are_kept),
        cmocka_unit_test(the_judge_sees_every_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
