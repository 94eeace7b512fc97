/* Every allocation fails once: nothing crashes, nothing leaks, the index stays as it was. Linked with --wrap. */
#include "tests/matcher/cases.h"
#include "tests/matcher/crowd.h"
#include "tests/matcher/failing_malloc.h"
#include "tests/matcher/round_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct crowd_person people[80];
static struct crowd_need needs[80];

static bool build(struct matcher *matcher, struct matcher_error *error, size_t *people_put, size_t *needs_put)
{
    struct matcher_position at = {true, 593000000, 249000000, 2};

    if (!matcher_set_centre(matcher, 2, &at, error) || !matcher_set_travel(matcher, 0, 1, 100, 1, error))
        return false;
    for (*people_put = 0; *people_put < 80; ++*people_put)
        if (!matcher_put_person(matcher, &people[*people_put].person, error))
            return false;
    for (*needs_put = 0; *needs_put < 80; ++*needs_put)
        if (!matcher_put_need(matcher, &needs[*needs_put].need, error))
            return false;
    for (int i = 0; i < 80; i++) {
        struct matcher_why why;
        if (!matcher_explain(matcher, &needs[i].need.id, &people[i].person.id, NULL, &why, error))
            return false;
        matcher_why_free(&why);
    }
    return true;
}

static void the_index_survives(void **state)
{
    uint64_t seed = 21;
    bool done = false;

    (void)state;
    for (int i = 0; i < 80; i++) {
        crowd_make_person(&people[i], &seed, i);
        crowd_make_need(&needs[i], &seed, i);
    }
    for (long at = 0; !done; at++) {
        struct matcher_error error = {0};
        size_t people_put = 0, needs_put = 0;
        fail_at = at;
        struct matcher *matcher = matcher_new(NULL, &error);
        done = matcher != NULL && build(matcher, &error, &people_put, &needs_put);
        bool untouched = fail_at >= 0;
        fail_at = -1;
        assert_int_equal(done, untouched);
        if (!done)
            assert_int_equal(error.failure, MATCHER_NO_MEMORY);
        if (matcher != NULL) {
            assert_int_equal(matcher_people_count(matcher), people_put);
            assert_int_equal(matcher_needs_count(matcher), needs_put);
        }
        matcher_free(matcher);
    }
}

static void rounds_survive(void **state)
{
    static struct made_round made;
    const struct matcher_rotate_options options = {.seed = 1, .budget = 20};
    size_t failures = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 12; seed++) {
        bool done = false;
        make_round(&made, seed);
        for (long at = 0; !done; at += 1 + (at > 200) * 37) {
            struct matcher_error error = {0};
            struct matcher_plan plan;
            struct matcher_move moves[MADE_CENTRES * MADE_PERIODS];
            fail_at = at;
            bool planned = matcher_rotate(&made.round, &options, &plan, &error);
            done = planned && matcher_round_moves(&made.round, plan.visits, plan.visits_count, plan.visits_count, 0,
                                                  moves, &error);
            bool untouched = fail_at >= 0;
            fail_at = -1;
            if (!done)
                assert_int_equal(error.failure, MATCHER_NO_MEMORY);
            assert_true(done || !untouched);
            failures += !done;
            done = done && untouched;
            matcher_plan_free(&plan);
        }
    }
    assert_true(failures > 200);
}

enum { MOST_CENTRES = 24, MOST_WORKERS = 2 * MOST_CENTRES };

/* Two workers at each centre; one that the listed plans prove (9), or one that is too large for them and is not proved
 * soon (24), so that all parts of planning have their turn. */
static void fail_in_large_round(uint32_t count, uint32_t periods, enum matcher_plan_status expected)
{
    static const int32_t one[] = {1, 1, 1, 1, 1, 1, 1, 1}, nothing[8];
    static struct matcher_round_centre centres[MOST_CENTRES];
    static struct matcher_round_worker workers[MOST_WORKERS];
    static struct matcher_fit fits[MOST_WORKERS][MOST_CENTRES];
    const struct matcher_round round = {.periods = periods,
                                        .max_visits = 3,
                                        .min_gap = 1,
                                        .balanced = true,
                                        .centres = centres,
                                        .centres_count = count,
                                        .workers = workers,
                                        .workers_count = 2 * (size_t)count};
    const struct matcher_rotate_options options = {.seed = 1, .budget = expected == MATCHER_PLAN_OPTIMAL ? 1000 : 60};
    const long enough = 1000000000;
    uint64_t seed = 5;
    struct matcher_plan plan;
    struct matcher_error error = {0};

    for (size_t c = 0; c < count; c++)
        centres[c] = (struct matcher_round_centre){.guests = one, .away = one, .bonus = nothing};
    for (uint32_t w = 0; w < 2 * count; w++) {
        for (uint32_t c = 0; c < count; c++)
            fits[w][c] = (struct matcher_fit){c, 100 + crowd_below(&seed, 900)};
        workers[w] = (struct matcher_round_worker){.home = w / 2, .fits = fits[w], .fits_count = count};
    }
    fail_at = enough;
    assert_true(matcher_rotate(&round, &options, &plan, &error));
    long used = enough - fail_at, tries = (long)cases(4, 1000);
    fail_at = -1;
    assert_int_equal(plan.status, expected);
    matcher_plan_free(&plan);
    for (long i = 0; i < tries; i++) {
        fail_at = used * i / tries;
        assert_false(matcher_rotate(&round, &options, &plan, &error));
        fail_at = -1;
        assert_int_equal(error.failure, MATCHER_NO_MEMORY);
    }
}

static void large_rounds_survive(void **state)
{
    (void)state;
    fail_in_large_round(9, 6, MATCHER_PLAN_OPTIMAL);
    fail_in_large_round(MOST_CENTRES, 8, MATCHER_PLAN_FEASIBLE);
}

/* Repairs, ways out and looks at a plan: `again` does all of it, and is called until nothing fails any more. */
static void fail_each(bool (*again)(const struct matcher_round *round, struct matcher_error *error),
                      const struct matcher_round *round, size_t *failures)
{
    bool done = false;

    for (long at = 0; !done; at += 1 + (at > 300) * 23) {
        struct matcher_error error = {0};
        fail_at = at;
        done = again(round, &error);
        bool untouched = fail_at >= 0;
        fail_at = -1;
        assert_int_equal(done, untouched);
        if (!done)
            assert_int_equal(error.failure, MATCHER_NO_MEMORY);
        *failures += !done;
    }
}

static struct matcher_plan earlier; /* of the round as it was */

static bool look_and_repair(const struct matcher_round *round, struct matcher_error *error)
{
    const struct matcher_repair_options options = {.most = 0};
    struct matcher_visit ordered[MADE_VISITS];
    struct matcher_circle circles[MADE_VISITS];
    struct matcher_worker_share workers[MADE_WORKERS];
    struct matcher_centre_share centres[MADE_CENTRES];
    struct matcher_changed changed[MADE_VISITS];
    struct matcher_cover cover[MADE_CENTRES * MADE_PERIODS];
    struct matcher_repairs repairs;
    size_t count;
    bool ok = matcher_round_repairs(round, earlier.visits, earlier.visits_count, &options, &repairs, error) &&
              matcher_round_circles(round, earlier.visits, earlier.visits_count, ordered, circles, &count, error) &&
              matcher_round_shares(round, earlier.visits, earlier.visits_count, workers, centres, error) &&
              matcher_round_cover(round, earlier.visits, earlier.visits_count, NULL, cover, NULL, error) &&
              matcher_plans_difference(earlier.visits, earlier.visits_count, NULL, 0, changed, &count, error);

    matcher_repairs_free(&repairs);
    return ok;
}

static bool relax(const struct matcher_round *round, struct matcher_error *error)
{
    const struct matcher_relax_options options = {.seed = 1};
    struct matcher_reliefs reliefs;
    bool ok = matcher_round_relax(round, earlier.why, earlier.why_count, &options, &reliefs, error);

    matcher_reliefs_free(&reliefs);
    return ok;
}

static void repairs_and_ways_out_survive(void **state)
{
    static struct made_round made;
    const struct matcher_rotate_options options = {.seed = 1, .budget = 100};
    size_t repaired = 0, relaxed = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 30; seed++) {
        make_round(&made, seed);
        assert_true(matcher_rotate(&made.round, &options, &earlier, NULL));
        if (earlier.has_plan) {
            made.workers[0].unavailable |= 3;
            fail_each(look_and_repair, &made.round, &repaired);
        } else if (relaxed < 600) {
            fail_each(relax, &made.round, &relaxed);
        }
        matcher_plan_free(&earlier);
    }
    assert_true(repaired > 300);
    assert_true(relaxed > 300);
}

static void judges_survive(void **state)
{
    static struct made_round made;
    const struct matcher_rotate_options options = {.seed = 1, .budget = 20};
    struct matcher_plan plan;
    bool done = false;

    (void)state;
    make_round(&made, 0);
    assert_true(matcher_rotate(&made.round, &options, &plan, NULL));
    for (long at = 0; !done; at++) {
        struct matcher_error error = {0};
        struct matcher_verdict verdict;
        struct matcher_conflict_verdict conflict;
        const struct matcher_breach rules[] = {{MATCHER_ROUND_MIN_SEND, 0, MATCHER_NONE, MATCHER_NONE},
                                               {MATCHER_ROUND_MIN_HOST, 1, MATCHER_NONE, MATCHER_NONE}};
        int64_t bound;
        bool proved;
        fail_at = at;
        done = matcher_verify_round(&made.round, plan.visits, plan.visits_count, 0, &verdict, &error) &&
               matcher_verify_bound(&made.round, &plan.certificate, &proved, &bound, &error) &&
               matcher_verify_conflict(&made.round, rules, 2, 1000, &conflict, &error);
        fail_at = -1;
        if (!done)
            assert_int_equal(error.failure, MATCHER_NO_MEMORY);
    }
    matcher_plan_free(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_index_survives),   cmocka_unit_test(rounds_survive),
        cmocka_unit_test(large_rounds_survive), cmocka_unit_test(repairs_and_ways_out_survive),
        cmocka_unit_test(judges_survive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
