/* Assignment with every allocation made to fail once: nothing crashes or leaks, and a failed change changes nothing. */
#include "matcher/command/read_assign.h"
#include "tests/matcher/assign_maker.h"
#include "tests/matcher/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { PEOPLE = 40, NEEDS = 9 };

static bool fill_problem(struct matcher_assign_problem *problem, uint64_t seed, struct matcher_error *error)
{
    uint64_t draws = seed;

    for (uint32_t k = 0; k < PEOPLE * NEEDS; k++) {
        uint32_t at = seed % 2 == 0 ? k : PEOPLE * NEEDS - 1 - k;
        if (!matcher_assign_pair(problem, at / NEEDS, at % NEEDS, (int32_t)draw_below(&draws, 100), error))
            return false;
    }
    return matcher_assign_finish(problem, NULL, error);
}

/* NULL when memory ran out. Odd seeds come in falling order, and with more people than seats. */
static struct matcher_assign_problem *build(uint64_t seed, struct matcher_error *error)
{
    struct matcher_assign_problem *problem = matcher_assign_problem_new(PEOPLE, NEEDS, 0, error);

    for (uint32_t j = 0; problem != NULL && seed % 3 == 0 && j < NEEDS; j++)
        if (!matcher_assign_need_capacity(problem, j, 6, error))
            abort();
    if (problem != NULL && !fill_problem(problem, seed, error)) {
        matcher_assign_problem_free(problem);
        return NULL;
    }
    return problem;
}

static void solving_survives(void **state)
{
    size_t failures = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 6; seed++) {
        bool done = false;
        for (long at = 0; !done; at++) {
            struct matcher_error error = {0};
            struct matcher_assign_answer answer = {0};
            struct matcher_assign *assign = NULL;
            fail_at = at;
            struct matcher_assign_problem *problem = build(seed, &error);
            if (problem != NULL)
                assign = matcher_assign_solve(problem, NULL, &error);
            done = assign != NULL && matcher_assign_answer(assign, &answer, &error);
            bool untouched = fail_at >= 0;
            fail_at = -1;
            assert_true(done || error.failure == MATCHER_NO_MEMORY);
            assert_true(done || !untouched);
            failures += !done;
            matcher_assign_answer_free(&answer);
            matcher_assign_free(assign);
        }
    }
    assert_true(failures > 100);
}

static int64_t total_of(const struct matcher_assign *assign, bool *proved)
{
    struct matcher_assign_answer answer;

    assert_true(matcher_assign_answer(assign, &answer, NULL));
    int64_t total = answer.total;
    *proved = answer.proved && answer.bound == answer.total;
    matcher_assign_answer_free(&answer);
    return total;
}

static bool change(struct matcher_assign *assign, int step, struct matcher_error *error)
{
    struct matcher_assign_edge pairs[NEEDS];
    uint32_t number;

    for (uint32_t j = 0; j < NEEDS; j++)
        pairs[j] = (struct matcher_assign_edge){j, j, 50 + step};
    switch (step % 5) {
    case 0:
        return matcher_assign_add_person(assign, 2, pairs, NEEDS, &number, error);
    case 1:
        return matcher_assign_add_need(assign, 3, pairs, NEEDS, &number, error);
    case 2:
        return matcher_assign_set_need_capacity(assign, (uint32_t)step % NEEDS, 20 + (uint32_t)step, error);
    case 3:
        return matcher_assign_pin(assign, (uint32_t)step, (uint32_t)step % NEEDS, error);
    default:
        return matcher_assign_forbid(assign, (uint32_t)step, (uint32_t)step % NEEDS, error) &&
               matcher_assign_set_weight(assign, (uint32_t)step, (uint32_t)step % NEEDS, 70, error);
    }
}

static void changes_survive(void **state)
{
    size_t failures = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 4; seed++) {
        struct matcher_assign *assign = matcher_assign_solve(build(seed, NULL), NULL, NULL);
        assert_non_null(assign);
        for (int step = 0; step < 30; step++) {
            bool done = false, proved;
            int64_t before = total_of(assign, &proved);
            for (long at = 0; !done; at++) {
                struct matcher_error error = {0};
                fail_at = at;
                done = change(assign, step, &error);
                fail_at = -1;
                int64_t after = total_of(assign, &proved);
                assert_true(proved);
                if (!done) {
                    assert_int_equal(error.failure, MATCHER_NO_MEMORY);
                    assert_true(after == before || step % 5 == 4);
                    failures++;
                }
            }
        }
        matcher_assign_free(assign);
    }
    assert_true(failures > 100);
}

static void the_judge_survives(void **state)
{
    int64_t person_prices[PEOPLE] = {0}, need_prices[NEEDS] = {0};
    const struct matcher_assign_claim claim = {.person_prices = person_prices, .need_prices = need_prices};
    struct matcher_assign_problem *problem = build(1, NULL);
    bool done = false;

    (void)state;
    for (long at = 0; !done; at++) {
        struct matcher_error error = {0};
        struct matcher_verdict verdict;
        fail_at = at;
        done = matcher_verify_assign(problem, &claim, &verdict, &error);
        fail_at = -1;
        assert_true(done || error.failure == MATCHER_NO_MEMORY);
    }
    matcher_assign_problem_free(problem);
}

static void the_readers_survive(void **state)
{
    static const char text[] = "p vm 3 2 4\nv 1 2\ne 3 1 5\ne 1 1 6\nn 2 4\ne 1 2 3\ne 2 2 9\n";
    static const char answer[] = "s 20\nm 1 1\nm 1 2\nm 2 2\nu 1 1\nx 1 2\nb 30\n";
    char path[] = "/tmp/vahetus-assign-XXXXXX", answer_path[] = "/tmp/vahetus-assign-XXXXXX";
    int file = mkstemp(path), answer_file = mkstemp(answer_path);
    bool done = false;

    (void)state;
    assert_int_equal(write(file, text, sizeof text - 1), sizeof text - 1);
    assert_int_equal(write(answer_file, answer, sizeof answer - 1), sizeof answer - 1);
    for (long at = 0; !done; at++) {
        struct input input = {0};
        struct assign_claim claim = {0};
        fail_at = at;
        struct matcher_assign_problem *problem = read_assign(&input, path);
        done = problem != NULL && read_assign_claim(&input, answer_path, 3, 2, &claim);
        fail_at = -1;
        assert_int_equal(input.outcome, done ? OUTCOME_SOLVED : OUTCOME_MACHINE);
        assign_claim_free(&claim);
        matcher_assign_problem_free(problem);
    }
    close(file);
    close(answer_file);
    unlink(path);
    unlink(answer_path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solving_survives),
        cmocka_unit_test(changes_survive),
        cmocka_unit_test(the_judge_survives),
        cmocka_unit_test(the_readers_survive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
