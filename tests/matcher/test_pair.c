/*
 * Pairing: small worlds against every proposal there is, what one more person brings, and the judge, who must accept
 * what the solver says and nothing that was changed afterwards.
 * Pins and forbids in small worlds: test_pair_wishes.c.
 */
#include "tests/matcher/pair_judging.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- The answer ---- */

static struct matcher_pair pairs[PAIR_CLAIMED];

static struct matcher_pairing_claim claim_of(const struct matcher_pairing_answer *answer)
{
    return pair_claim(answer, pairs);
}

static struct matcher_pairing *solve(const struct pair_world *world, const struct matcher_pairing_options *options,
                                     struct matcher_pairing_answer *answer)
{
    struct matcher_error error = {0};
    struct matcher_pairing *pairing = matcher_pairing_solve(world->matcher, NULL, options, &error);

    assert_non_null(pairing);
    assert_true(matcher_pairing_answer(pairing, answer, &error));
    return pairing;
}

/* ---- Against everything there is ---- */

static void small_worlds_are_solved_to_the_best(void **state)
{
    uint64_t solved = 0, clashing = 0;

    (void)state;
    for (uint64_t seed = 0; seed < pair_worlds(); seed++) {
        static struct pair_world world;
        struct pair_choice choices[PAIR_OPTIONS];
        struct matcher_pairing_answer answer;
        int64_t filled, score;
        pair_world_make(&world, seed);
        int count = pair_choices(&world, choices);
        struct matcher_pairing *pairing = solve(&world, NULL, &answer);
        assert_true(answer.proved);
        const struct matcher_pairing_claim claim = claim_of(&answer);
        if (!pair_judged(&world, &claim))
            fail_msg("world %llu: the judge objects", (unsigned long long)seed);
        pair_check_answer(&world, &answer);
        if (count <= PAIR_TRIED) {
            assert_true(pair_try_all(&world, choices, count, NULL, &filled, &score));
            if (answer.filled != filled || answer.score != score)
                fail_msg("world %llu: filled %lld of %lld, score %lld of %lld", (unsigned long long)seed,
                         (long long)answer.filled, (long long)filled, (long long)answer.score, (long long)score);
            solved++;
            clashing += answer.prices_bound_score > answer.bound_score;
        }
        matcher_pairing_answer_free(&answer);
        matcher_pairing_free(pairing);
        pair_world_free(&world);
    }
    assert_true(solved > pair_worlds() / 2);
    assert_true(pair_worlds() < 20000 || clashing > 0); /* some needed branching */
}

/* ---- One person more ---- */

static void recruits_bring_what_is_said(void **state)
{
    size_t tried = 0;

    (void)state;
    for (uint64_t seed = 0; seed < pair_worlds() / 20; seed++) {
        static struct pair_world world;
        struct matcher_recruit recruits[40], best;
        struct matcher_pairing_answer before, after;
        size_t count, one;
        bool complete;
        pair_world_make(&world, seed + 900000);
        struct matcher_pairing *pairing = solve(&world, NULL, &before);
        assert_true(matcher_pairing_recruits(pairing, NULL, 40, recruits, &count, &complete, NULL));
        assert_true(complete);
        assert_true(matcher_pairing_recruits(pairing, NULL, 1, &best, &one, &complete, NULL));
        assert_int_equal(one, count > 0 ? 1 : 0);
        if (count > 0)
            assert_int_equal(best.filled, recruits[0].filled);
        for (size_t i = 0; i < count; i++) {
            const struct matcher_id id = crowd_id("recruit", 1);
            struct matcher_person person;
            struct matcher_check check;
            struct matcher_certificate certificates[MATCHER_CERTIFICATES];
            uint16_t centre;
            matcher_recruit_person(&recruits[i], &id, &centre, &check, certificates, &person);
            assert_true(i == 0 || recruits[i].filled <= recruits[i - 1].filled);
            assert_true(matcher_put_person(world.matcher, &person, NULL));
            struct matcher_pairing *more = solve(&world, NULL, &after);
            assert_int_equal(after.filled - before.filled, recruits[i].filled);
            assert_int_equal((int32_t)(after.seats_taken - before.seats_taken), recruits[i].seats);
            matcher_pairing_answer_free(&after);
            matcher_pairing_free(more);
            assert_true(matcher_remove_person(world.matcher, &id));
            tried++;
        }
        matcher_pairing_answer_free(&before);
        matcher_pairing_free(pairing);
        pair_world_free(&world);
    }
    assert_true(tried > pair_worlds() / 100);
}

/* ---- Limits and the judge ---- */

static void a_stop_leaves_a_true_bound(void **state)
{
    const struct matcher_pairing_options options = {.budget = 1};
    size_t stopped = 0;

    (void)state;
    for (uint64_t seed = 0; seed < pair_worlds() / 2; seed++) {
        static struct pair_world world;
        struct matcher_pairing_answer early, late;
        pair_world_make(&world, seed);
        struct matcher_pairing *pairing = solve(&world, &options, &early), *full = solve(&world, NULL, &late);
        const struct matcher_pairing_claim claim = claim_of(&early);
        assert_true(pair_judged(&world, &claim));
        assert_true(early.bound_filled >= late.filled);
        assert_true(early.filled <= late.filled);
        if (late.filled >= early.filled)
            assert_true(early.bound_score >= late.score || early.bound_filled > late.filled);
        stopped += !early.proved;
        if (!early.proved) {
            struct matcher_error error = {0};
            struct matcher_recruit recruit;
            size_t count;
            bool complete;
            assert_false(matcher_pairing_recruits(pairing, NULL, 1, &recruit, &count, &complete, &error));
            assert_string_equal(error.field, "proved");
        }
        matcher_pairing_answer_free(&early);
        matcher_pairing_answer_free(&late);
        matcher_pairing_free(pairing);
        matcher_pairing_free(full);
        pair_world_free(&world);
    }
    assert_true(pair_worlds() < 20000 || stopped > 0);
}

static void every_change_is_noticed(void **state)
{
    static struct pair_world world;
    struct matcher_pairing_answer answer;
    size_t changed = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        pair_world_make(&world, seed);
        struct matcher_pairing *pairing = solve(&world, NULL, &answer);
        struct matcher_pairing_claim claim = claim_of(&answer);
        claim.filled++;
        assert_false(pair_judged(&world, &claim));
        claim = claim_of(&answer);
        claim.score--;
        assert_false(pair_judged(&world, &claim));
        claim = claim_of(&answer);
        claim.bound_filled--;
        assert_false(pair_judged(&world, &claim));
        claim = claim_of(&answer);
        claim.bound_score--;
        assert_false(pair_judged(&world, &claim));
        for (size_t i = 0; i < answer.pairs_count; i++, changed++) {
            claim = claim_of(&answer);
            pairs[i].score++;
            assert_false(pair_judged(&world, &claim));
            claim = claim_of(&answer);
            pairs[claim.pairs_count++] = pairs[i]; /* the same pair twice */
            assert_false(pair_judged(&world, &claim));
            claim = claim_of(&answer);
            pairs[i] = pairs[--claim.pairs_count]; /* one pair less */
            assert_false(pair_judged(&world, &claim));
        }
        claim = claim_of(&answer);
        claim.prices_bound_filled -= 1; /* more than the prices prove */
        claim.bound_filled -= 1;
        assert_false(pair_judged(&world, &claim));
        for (size_t i = 0; i < answer.prices_count; i++) {
            int64_t price = answer.prices[i].price;
            claim = claim_of(&answer);
            answer.prices[i].price = -1;
            assert_false(pair_judged(&world, &claim));
            answer.prices[i].price = price + 1000 * answer.scale; /* looser: no longer what is claimed */
            bool has_seats =
                matcher_find_need(world.matcher, &answer.prices[i].need)->shifts[answer.prices[i].shift].seats;
            if (has_seats && price == 0 && answer.prices_bound_score == answer.score)
                assert_true(pair_judged(&world, &claim) || changed > 0);
            answer.prices[i].price = price;
        }
        matcher_pairing_answer_free(&answer);
        matcher_pairing_free(pairing);
        pair_world_free(&world);
    }
    assert_true(changed > 300);
}

static void too_much_is_refused(void **state)
{
    struct matcher_settings settings = matcher_settings_default();
    struct matcher_error error = {0};
    uint64_t seed = 5;
    static struct crowd_need need;
    static struct crowd_person person;

    (void)state;
    for (int part = 0; part < MATCHER_PARTS; part++)
        settings.points[part] = 1000000;
    struct matcher *matcher = matcher_new(&settings, NULL);
    for (int i = 0; i < 200; i++) {
        crowd_make_person(&person, &seed, i);
        crowd_make_need(&need, &seed, i);
        assert_true(matcher_put_person(matcher, &person.person, NULL));
        assert_true(matcher_put_need(matcher, &need.need, NULL));
    }
    assert_null(matcher_pairing_solve(matcher, NULL, NULL, &error));
    assert_int_equal(error.failure, MATCHER_INVALID);
    assert_string_equal(error.field, "seats");
    matcher_free(matcher);
}

/* Whose times are not known is paired by a pin alone. */
static void ask_time_is_paired_by_hand_alone(void **state)
{
    struct crowd_person person = {
        .person = {.id = crowd_id("p", 1), .birth_day = 9000, .home_centre = MATCHER_NO_CENTRE}};
    struct crowd_need need = {.need = {.id = crowd_id("n", 1), .employer = MATCHER_NO_EMPLOYER, .urgency = 2},
                              .shifts = {{.id = crowd_id("s", 1),
                                          .start_utc_min = 20836 * 1440 + 600,
                                          .end_utc_min = 20836 * 1440 + 720,
                                          .day = 20836,
                                          .from_minute = 720,
                                          .to_minute = 840,
                                          .seats = 1,
                                          .responsible_present = true}}};
    struct matcher *matcher = matcher_new(NULL, NULL);
    struct matcher_pairing_answer answer;
    struct matcher_pair pair = {.person = person.person.id, .need = need.need.id};

    (void)state;
    need.need.shifts = need.shifts;
    need.need.shifts_count = 1;
    assert_true(matcher_put_person(matcher, &person.person, NULL) && matcher_put_need(matcher, &need.need, NULL));
    struct matcher_pairing *pairing = matcher_pairing_solve(matcher, NULL, NULL, NULL);
    assert_true(matcher_pairing_answer(pairing, &answer, NULL));
    assert_int_equal(answer.pairs_count, 0);
    assert_int_equal(answer.open_count, 1);
    assert_int_equal(answer.open[0].missing_count, 1);
    assert_int_equal(answer.open[0].missing[0].kind, MATCHER_MISSING_ASK_TIME);
    matcher_pairing_answer_free(&answer);
    assert_true(matcher_pairing_pin(pairing, &pair, NULL));
    assert_true(matcher_pairing_solve_again(pairing, NULL, NULL));
    assert_true(matcher_pairing_answer(pairing, &answer, NULL));
    assert_int_equal(answer.pairs_count, 1);
    assert_int_equal(answer.filled, 2);
    assert_true(answer.pairs[0].pinned);
    assert_int_equal(answer.pairs[0].flags, 1 << MATCHER_FLAG_ASK_TIME);
    const struct pair_world world = {.matcher = matcher};
    struct matcher_pairing_claim claim = claim_of(&answer);
    assert_false(pair_judged(&world, &claim)); /* nobody said to the judge that it was wished */
    claim.pins = &pair;
    claim.pins_count = 1;
    assert_true(pair_judged(&world, &claim));
    struct matcher_pairing_details told = {.flags = answer.pairs[0].flags};
    for (int part = 0; part < MATCHER_PARTS; part++)
        told.parts[part] = answer.pairs[0].parts[part];
    claim.details = &told;
    assert_true(pair_judged(&world, &claim));
    told.flags = 0;
    assert_false(pair_judged(&world, &claim));
    matcher_pairing_answer_free(&answer);
    pair.shift = 1;
    struct matcher_error error = {0};
    assert_false(matcher_pairing_pin(pairing, &pair, &error));
    assert_int_equal(error.failure, MATCHER_INVALID);
    pair.person = crowd_id("nobody", 1);
    error = (struct matcher_error){0};
    assert_false(matcher_pairing_pin(pairing, &pair, &error));
    assert_int_equal(error.failure, MATCHER_UNKNOWN);
    matcher_pairing_free(pairing);
    matcher_free(matcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_worlds_are_solved_to_the_best),
        cmocka_unit_test(recruits_bring_what_is_said),
        cmocka_unit_test(a_stop_leaves_a_true_bound),
        cmocka_unit_test(every_change_is_noticed),
        cmocka_unit_test(too_much_is_refused),
        cmocka_unit_test(ask_time_is_paired_by_hand_alone),
    };

    return cmocka_run_group_tests_name("pair", tests, NULL, NULL);
}
