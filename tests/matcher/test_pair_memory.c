/* Pairing with every allocation made to fail once: nothing crashes or leaks, and a proposal that cannot be solved again
 * stays as it was. Linked with --wrap. */
#include "tests/matcher/cases.h"
#include "tests/matcher/failing_malloc.h"
#include "tests/matcher/pair_judging.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Three of four need columns and branching, the first among them: found by what a budget of one leaves open. */
static size_t find_worlds(uint64_t *seeds, size_t most)
{
    const struct matcher_pairing_options one = {.budget = 1};
    size_t count = 0;

    for (uint64_t seed = 0; count < most; seed++) {
        static struct pair_world world;
        struct matcher_pairing_answer answer;
        pair_world_make(&world, seed);
        struct matcher_pairing *pairing = matcher_pairing_solve(world.matcher, NULL, &one, NULL);
        assert_non_null(pairing);
        assert_true(matcher_pairing_answer(pairing, &answer, NULL));
        if (answer.proved == (count % 4 == 3))
            seeds[count++] = seed;
        matcher_pairing_answer_free(&answer);
        matcher_pairing_free(pairing);
        pair_world_free(&world);
    }
    return count;
}

/* `wished`: every other pair of it is pinned. */
static bool judge(const struct pair_world *world, const struct matcher_pairing_answer *answer,
                  const struct matcher_pairing_answer *wished, struct matcher_error *error)
{
    static struct matcher_pair pairs[PAIR_CLAIMED], pins[PAIR_CLAIMED], forbids[PAIR_CLAIMED];
    struct matcher_pairing_claim claim = pair_claim(answer, pairs);
    struct matcher_verdict verdict;

    claim.pins = pins;
    claim.forbids = forbids;
    for (size_t i = 0; wished != NULL && i < wished->pairs_count; i++)
        if (i % 2 == 0)
            pins[claim.pins_count++] = wished->pairs[i].pair;
        else
            forbids[claim.forbids_count++] = wished->pairs[i].pair;
    if (!matcher_verify_pairing(world->matcher, &claim, NULL, &verdict, error))
        return false;
    assert_true(verdict.accepted);
    return true;
}

static bool all_of_it(const struct pair_world *world, struct matcher_error *error)
{
    struct matcher_pairing_answer answer = {0}, again = {0};
    struct matcher_recruit recruits[3];
    size_t count;
    bool complete;
    struct matcher_pairing *pairing = matcher_pairing_solve(world->matcher, NULL, NULL, error);
    bool ok = pairing != NULL && matcher_pairing_answer(pairing, &answer, error) &&
              judge(world, &answer, NULL, error) &&
              matcher_pairing_recruits(pairing, NULL, 3, recruits, &count, &complete, error);

    for (size_t i = 0; ok && i < answer.pairs_count; i++)
        ok = i % 2 == 0 ? matcher_pairing_pin(pairing, &answer.pairs[i].pair, error)
                        : matcher_pairing_forbid(pairing, &answer.pairs[i].pair, error);
    if (ok && !matcher_pairing_solve_again(pairing, NULL, error)) {
        long left = fail_at;
        fail_at = -1; /* what was there is there still */
        assert_true(matcher_pairing_answer(pairing, &again, NULL));
        assert_int_equal(again.pairs_count, answer.pairs_count);
        assert_int_equal(again.score, answer.score);
        fail_at = left;
        matcher_pairing_answer_free(&again);
        again = (struct matcher_pairing_answer){0};
        ok = false;
    }
    ok = ok && matcher_pairing_answer(pairing, &again, error) && judge(world, &again, &answer, error);
    matcher_pairing_answer_free(&answer);
    matcher_pairing_answer_free(&again);
    matcher_pairing_free(pairing);
    return ok;
}

static void pairing_survives(void **state)
{
    uint64_t seeds[7];
    size_t count = find_worlds(seeds, cases(7, 7)), failures = 0;

    (void)state;
    for (size_t i = 0; i < count; i++) {
        static struct pair_world world;
        bool done = false;
        pair_world_make(&world, seeds[i]);
        for (long at = 0; !done; at++) {
            struct matcher_error error = {0};
            fail_at = at;
            done = all_of_it(&world, &error);
            assert_int_equal(done, fail_at >= 0);
            fail_at = -1;
            if (!done) {
                assert_int_equal(error.failure, MATCHER_NO_MEMORY);
                failures++;
            }
        }
        pair_world_free(&world);
    }
    assert_true(failures > 100 * count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pairing_survives)};

    return cmocka_run_group_tests_name("pair memory", tests, NULL, NULL);
}
