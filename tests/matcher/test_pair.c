/*
 * Pairing: small worlds against every proposal there is, pins and forbids, solving again, what one more person brings,
 * and the judge, who must accept what the solver says and nothing that was changed afterwards.
 */
#include "tests/matcher/cases.h"
#include "tests/matcher/pair_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint64_t worlds(void)
{
    return cases(20000, 20000);
}

/* ---- The answer and its judge ---- */

static struct matcher_pair pairs[256];

static struct matcher_pairing_claim claim_of(const struct matcher_pairing_answer *answer)
{
    assert_true(answer->pairs_count < 256);
    for (size_t i = 0; i < answer->pairs_count; i++)
        pairs[i] = answer->pairs[i].pair;
    return (struct matcher_pairing_claim){
        .pairs = pairs,
        .pairs_count = answer->pairs_count,
        .filled = answer->filled,
        .score = answer->score,
        .bound_filled = answer->bound_filled,
        .bound_score = answer->bound_score,
        .has_certificate = true,
        .reward = answer->reward,
        .scale = answer->scale,
        .prices_bound_filled = answer->prices_bound_filled,
        .prices_bound_score = answer->prices_bound_score,
        .prices = answer->prices,
        .prices_count = answer->prices_count,
    };
}

static bool judge(const struct pair_world *world, const struct matcher_pairing_claim *claim)
{
    struct matcher_verdict verdict;

    assert_true(matcher_verify_pairing(world->matcher, claim, NULL, &verdict, NULL));
    assert_true(verdict.accepted || verdict.reason[0] != '\0');
    return verdict.accepted;
}

/* Parts add up, seats add up, and what is missing counts everybody of the kind who is not there. */
static void check_answer(const struct pair_world *world, const struct matcher_pairing_answer *answer)
{
    size_t seats = 0;

    for (int n = 0; n < world->needs_count; n++)
        for (size_t s = 0; s < world->needs[n].need.shifts_count; s++)
            seats += world->needs[n].need.shifts[s].seats;
    assert_int_equal(answer->seats_taken + answer->seats_open, seats);
    assert_int_equal(answer->seats_taken, answer->pairs_count);
    for (size_t i = 0; i < answer->pairs_count; i++) {
        int32_t sum = 0;
        for (int part = 0; part < MATCHER_PARTS; part++)
            sum += answer->pairs[i].parts[part];
        assert_int_equal(sum, answer->pairs[i].pair.score);
    }
    for (size_t i = 0; i < answer->open_count; i++) {
        const struct matcher_pairing_open *open = &answer->open[i];
        const struct matcher_need *need = matcher_find_need(world->matcher, &open->need);
        size_t counted = 0, people = 0;
        for (size_t m = 0; m < open->missing_count; m++) {
            assert_true(open->missing[m].people > 0);
            counted += open->missing[m].people;
        }
        for (size_t k = 0; k < answer->pairs_count; k++)
            counted += answer->pairs[k].pair.shift == open->shift &&
                       matcher_id_compare(&answer->pairs[k].pair.need, &open->need) == 0;
        for (int p = 0; p < world->people_count; p++)
            people += need->for_whom == MATCHER_FOR_EITHER || world->people[p].person.kind == MATCHER_WORKER;
        assert_int_equal(counted, people);
    }
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
    for (uint64_t seed = 0; seed < worlds(); seed++) {
        static struct pair_world world;
        struct pair_choice choices[PAIR_OPTIONS];
        struct matcher_pairing_answer answer;
        int64_t filled, score;
        pair_world_make(&world, seed);
        int count = pair_choices(&world, choices);
        struct matcher_pairing *pairing = solve(&world, NULL, &answer);
        assert_true(answer.proved);
        const struct matcher_pairing_claim claim = claim_of(&answer);
        if (!judge(&world, &claim))
            fail_msg("world %llu: the judge objects", (unsigned long long)seed);
        check_answer(&world, &answer);
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
    assert_true(solved > worlds() / 2);
    assert_true(worlds() < 20000 || clashing > 0); /* some needed branching */
}

/* ---- Pins and forbids ---- */

static size_t count_pair(const struct matcher_pairing_answer *answer, const struct matcher_pair *pair)
{
    size_t count = 0;

    for (size_t i = 0; i < answer->pairs_count; i++)
        count += answer->pairs[i].pair.shift == pair->shift &&
                 matcher_id_compare(&answer->pairs[i].pair.person, &pair->person) == 0 &&
                 matcher_id_compare(&answer->pairs[i].pair.need, &pair->need) == 0;
    return count;
}

static void same_proposals(const struct matcher_pairing_answer *a, const struct matcher_pairing_answer *b)
{
    assert_int_equal(a->pairs_count, b->pairs_count);
    assert_int_equal(a->filled, b->filled);
    assert_int_equal(a->score, b->score);
    assert_int_equal(a->proved, b->proved);
    for (size_t i = 0; i < a->pairs_count; i++)
        assert_memory_equal(&a->pairs[i].pair, &b->pairs[i].pair, sizeof a->pairs[i].pair);
}

/* The same wishes said at once, and one by one to a proposal that is there. */
static void edit_one(const struct pair_world *world, const struct pair_choice *choices, int count, uint64_t *state)
{
    enum pair_mark marks[PAIR_OPTIONS] = {PAIR_MAY};
    struct matcher_pair pins[PAIR_OPTIONS], forbids[PAIR_OPTIONS];
    struct matcher_pairing_options options = {.pins = pins, .forbids = forbids};
    struct matcher_pairing_answer answer, again;
    struct matcher_error error = {0};
    int64_t filled, score;
    struct matcher_pairing *edited = solve(world, NULL, &answer);

    matcher_pairing_answer_free(&answer);
    for (int i = 0; i < count; i++) {
        int wish = crowd_below(state, 6);
        if (wish > 1)
            continue;
        if (wish == 0 && !matcher_pairing_pin(edited, &choices[i].pair, NULL)) { /* beyond the hours by itself */
            assert_true(world->people[choices[i].person].person.hours_per_week > 0);
            continue;
        }
        marks[i] = wish == 0 ? PAIR_MUST : PAIR_MUST_NOT;
        if (wish == 0) {
            pins[options.pins_count++] = choices[i].pair;
        } else {
            forbids[options.forbids_count++] = choices[i].pair;
            assert_true(matcher_pairing_forbid(edited, &choices[i].pair, NULL));
        }
    }
    struct matcher_pairing *pairing = matcher_pairing_solve(world->matcher, NULL, &options, &error);
    bool possible = pair_try_all(world, choices, count, marks, &filled, &score);
    assert_int_equal(pairing != NULL, possible);
    assert_int_equal(matcher_pairing_solve_again(edited, NULL, NULL), possible);
    if (!possible) {
        assert_int_equal(error.failure, MATCHER_INVALID);
        assert_string_equal(error.field, "pins");
        assert_true(error.at < options.pins_count);
    } else {
        assert_true(matcher_pairing_answer(pairing, &answer, NULL));
        assert_true(matcher_pairing_answer(edited, &again, NULL));
        assert_int_equal(answer.filled, filled);
        assert_int_equal(answer.score, score);
        assert_true(answer.proved);
        for (int i = 0; i < count; i++)
            assert_true(marks[i] == PAIR_MAY || count_pair(&answer, &choices[i].pair) == (marks[i] == PAIR_MUST));
        same_proposals(&answer, &again);
        check_answer(world, &answer);
        matcher_pairing_answer_free(&answer);
        matcher_pairing_answer_free(&again);
    }
    /* all wishes taken back: as before */
    for (int i = 0; i < count; i++)
        assert_true(matcher_pairing_free_pair(edited, &choices[i].pair, NULL));
    assert_true(matcher_pairing_solve_again(edited, NULL, NULL));
    assert_true(matcher_pairing_answer(edited, &again, NULL));
    assert_true(pair_try_all(world, choices, count, NULL, &filled, &score));
    assert_int_equal(again.filled, filled);
    assert_int_equal(again.score, score);
    matcher_pairing_answer_free(&again);
    matcher_pairing_free(pairing);
    matcher_pairing_free(edited);
}

static void wishes_are_kept(void **state)
{
    uint64_t draw = 77;

    (void)state;
    for (uint64_t seed = 0; seed < worlds() / 8; seed++) {
        static struct pair_world world;
        struct pair_choice choices[PAIR_OPTIONS];
        pair_world_make(&world, seed + 500000);
        int count = pair_choices(&world, choices);
        if (count > 0 && count <= PAIR_TRIED)
            edit_one(&world, choices, count, &draw);
        pair_world_free(&world);
    }
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

/* ---- One person more ---- */

static void recruits_bring_what_is_said(void **state)
{
    size_t tried = 0;

    (void)state;
    for (uint64_t seed = 0; seed < worlds() / 20; seed++) {
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
    assert_true(tried > worlds() / 100);
}

/* ---- Limits and the judge ---- */

static void a_stop_leaves_a_true_bound(void **state)
{
    const struct matcher_pairing_options options = {.budget = 1};
    size_t stopped = 0;

    (void)state;
    for (uint64_t seed = 0; seed < worlds() / 2; seed++) {
        static struct pair_world world;
        struct matcher_pairing_answer early, late;
        pair_world_make(&world, seed);
        struct matcher_pairing *pairing = solve(&world, &options, &early), *full = solve(&world, NULL, &late);
        const struct matcher_pairing_claim claim = claim_of(&early);
        assert_true(judge(&world, &claim));
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
    assert_true(worlds() < 20000 || stopped > 0);
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
        assert_false(judge(&world, &claim));
        claim = claim_of(&answer);
        claim.score--;
        assert_false(judge(&world, &claim));
        claim = claim_of(&answer);
        claim.bound_filled--;
        assert_false(judge(&world, &claim));
        claim = claim_of(&answer);
        claim.bound_score--;
        assert_false(judge(&world, &claim));
        for (size_t i = 0; i < answer.pairs_count; i++, changed++) {
            claim = claim_of(&answer);
            pairs[i].score++;
            assert_false(judge(&world, &claim));
            claim = claim_of(&answer);
            pairs[claim.pairs_count++] = pairs[i]; /* the same pair twice */
            assert_false(judge(&world, &claim));
            claim = claim_of(&answer);
            pairs[i] = pairs[--claim.pairs_count]; /* one pair less */
            assert_false(judge(&world, &claim));
        }
        claim = claim_of(&answer);
        claim.prices_bound_filled -= 1; /* more than the prices prove */
        claim.bound_filled -= 1;
        assert_false(judge(&world, &claim));
        for (size_t i = 0; i < answer.prices_count; i++) {
            int64_t price = answer.prices[i].price;
            claim = claim_of(&answer);
            answer.prices[i].price = -1;
            assert_false(judge(&world, &claim));
            answer.prices[i].price = price + 1000 * answer.scale; /* looser: no longer what is claimed */
            bool has_seats =
                matcher_find_need(world.matcher, &answer.prices[i].need)->shifts[answer.prices[i].shift].seats;
            if (has_seats && price == 0 && answer.prices_bound_score == answer.score)
                assert_true(judge(&world, &claim) || changed > 0);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_worlds_are_solved_to_the_best),
        cmocka_unit_test(wishes_are_kept),
        cmocka_unit_test(ask_time_is_paired_by_hand_alone),
        cmocka_unit_test(recruits_bring_what_is_said),
        cmocka_unit_test(a_stop_leaves_a_true_bound),
        cmocka_unit_test(every_change_is_noticed),
        cmocka_unit_test(too_much_is_refused),
    };

    return cmocka_run_group_tests_name("pair", tests, NULL, NULL);
}
