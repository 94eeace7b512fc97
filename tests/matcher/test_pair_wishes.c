/*
 * Pairing with pins and forbids: small worlds against every proposal that keeps them, and the judge, who recounts what
 * the prices prove under them: he accepts what the solver says, never a bound below the best there is, and no proposal
 * that breaks a wish.
 */
#include "tests/matcher/pair_judging.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static struct matcher_pair pairs[PAIR_CLAIMED];

static struct matcher_pairing *solve(const struct pair_world *world, const struct matcher_pairing_options *options,
                                     struct matcher_pairing_answer *answer)
{
    struct matcher_pairing *pairing = matcher_pairing_solve(world->matcher, NULL, options, NULL);

    assert_non_null(pairing);
    assert_true(matcher_pairing_answer(pairing, answer, NULL));
    return pairing;
}

/* ---- Wishes ---- */

struct wishes {
    enum pair_mark marks[PAIR_OPTIONS];
    struct matcher_pair pins[PAIR_OPTIONS], forbids[PAIR_OPTIONS];
    struct matcher_pairing_options options;
};

/* One in six is pinned, one in six forbidden; the same is said to a proposal that is there. */
static void draw_wishes(struct wishes *wishes, const struct pair_world *world, const struct pair_choice *choices,
                        int count, struct matcher_pairing *edited, uint64_t *draw)
{
    *wishes = (struct wishes){.options = {.pins = wishes->pins, .forbids = wishes->forbids}};
    for (int i = 0; i < count; i++) {
        int wish = crowd_below(draw, 6);
        if (wish > 1)
            continue;
        if (wish == 0 && !matcher_pairing_pin(edited, &choices[i].pair, NULL)) { /* beyond the hours by itself */
            assert_true(world->people[choices[i].person].person.hours_per_week > 0);
            continue;
        }
        wishes->marks[i] = wish == 0 ? PAIR_MUST : PAIR_MUST_NOT;
        if (wish == 0) {
            wishes->pins[wishes->options.pins_count++] = choices[i].pair;
        } else {
            wishes->forbids[wishes->options.forbids_count++] = choices[i].pair;
            assert_true(matcher_pairing_forbid(edited, &choices[i].pair, NULL));
        }
    }
}

static struct matcher_pairing_claim wished_claim(const struct matcher_pairing_answer *answer,
                                                 const struct wishes *wishes)
{
    struct matcher_pairing_claim claim = pair_claim(answer, pairs);

    claim.pins = wishes->pins;
    claim.pins_count = wishes->options.pins_count;
    claim.forbids = wishes->forbids;
    claim.forbids_count = wishes->options.forbids_count;
    return claim;
}

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

static void check_wished(const struct pair_world *world, const struct pair_choice *choices, int count,
                         const struct wishes *wishes, struct matcher_pairing *edited)
{
    struct matcher_pairing_answer answer, again;
    struct matcher_error error = {0};
    int64_t filled, score;
    struct matcher_pairing *pairing = matcher_pairing_solve(world->matcher, NULL, &wishes->options, &error);
    bool possible = pair_try_all(world, choices, count, wishes->marks, &filled, &score);

    assert_int_equal(pairing != NULL, possible);
    assert_int_equal(matcher_pairing_solve_again(edited, NULL, NULL), possible);
    assert_true(matcher_pairing_wish(edited, &wishes->options, NULL)); /* the same once more */
    assert_int_equal(matcher_pairing_solve_again(edited, NULL, NULL), possible);
    if (!possible) {
        assert_int_equal(error.failure, MATCHER_INVALID);
        assert_string_equal(error.field, "pins");
        assert_true(error.at < wishes->options.pins_count);
        return;
    }
    assert_true(matcher_pairing_answer(pairing, &answer, NULL));
    assert_true(matcher_pairing_answer(edited, &again, NULL));
    assert_int_equal(answer.filled, filled);
    assert_int_equal(answer.score, score);
    assert_true(answer.proved);
    for (int i = 0; i < count; i++)
        assert_true(wishes->marks[i] == PAIR_MAY ||
                    count_pair(&answer, &choices[i].pair) == (wishes->marks[i] == PAIR_MUST));
    same_proposals(&answer, &again);
    pair_check_answer(world, &answer);
    const struct matcher_pairing_claim claim = wished_claim(&answer, wishes);
    assert_true(pair_judged(world, &claim));
    matcher_pairing_answer_free(&answer);
    matcher_pairing_answer_free(&again);
    matcher_pairing_free(pairing);
}

/* The same wishes said at once, and one by one to a proposal that is there; then all of them taken back. */
static void edit_one(const struct pair_world *world, const struct pair_choice *choices, int count, uint64_t *draw)
{
    struct matcher_pairing_answer answer;
    struct wishes wishes;
    int64_t filled, score;
    struct matcher_pairing *edited = solve(world, NULL, &answer);

    matcher_pairing_answer_free(&answer);
    draw_wishes(&wishes, world, choices, count, edited, draw);
    check_wished(world, choices, count, &wishes, edited);
    const struct matcher_pairing_options nothing = {0};
    if (*draw % 2 == 0)
        assert_true(matcher_pairing_wish(edited, &nothing, NULL));
    for (int i = 0; i < count; i++)
        assert_true(matcher_pairing_free_pair(edited, &choices[i].pair, NULL));
    assert_true(matcher_pairing_solve_again(edited, NULL, NULL));
    assert_true(matcher_pairing_answer(edited, &answer, NULL));
    assert_true(pair_try_all(world, choices, count, NULL, &filled, &score));
    assert_int_equal(answer.filled, filled);
    assert_int_equal(answer.score, score);
    matcher_pairing_answer_free(&answer);
    matcher_pairing_free(edited);
}

/* Worlds with few enough choices to try all proposals; false: this is none. */
static bool open_world(struct pair_world *world, uint64_t seed, struct pair_choice *choices, int *count)
{
    pair_world_make(world, seed);
    *count = pair_choices(world, choices);
    if (*count > 0 && *count <= PAIR_TRIED)
        return true;
    pair_world_free(world);
    return false;
}

static void wishes_are_kept(void **state)
{
    uint64_t draw = 77;

    (void)state;
    for (uint64_t seed = 0; seed < pair_worlds() / 8; seed++) {
        static struct pair_world world;
        struct pair_choice choices[PAIR_OPTIONS];
        int count;
        if (!open_world(&world, seed + 500000, choices, &count))
            continue;
        edit_one(&world, choices, count, &draw);
        pair_world_free(&world);
    }
}

/* ---- What the judge proves ---- */

/* The least proposal that keeps the wishes: the pins alone. */
static struct matcher_pairing_claim pins_alone(const struct pair_world *world, const struct wishes *wishes,
                                               const struct pair_choice *choices, int count)
{
    struct matcher_pairing_claim claim = {.pairs = wishes->pins,
                                          .pairs_count = wishes->options.pins_count,
                                          .pins = wishes->pins,
                                          .pins_count = wishes->options.pins_count,
                                          .forbids = wishes->forbids,
                                          .forbids_count = wishes->options.forbids_count,
                                          .has_certificate = true};

    for (int i = 0; i < count; i++)
        if (wishes->marks[i] == PAIR_MUST) {
            uint8_t urgency = world->needs[choices[i].need].need.urgency;
            claim.filled += urgency > 1 ? urgency : 1;
            claim.score += choices[i].pair.score;
        }
    return claim;
}

/* Whatever the prices, they prove no bound below the best that keeps the wishes. */
static bool below_the_best_is_refused(const struct pair_world *world, const struct wishes *wishes,
                                      const struct pair_choice *choices, int count, uint64_t *draw)
{
    struct matcher_pairing_price prices[PAIR_NEEDS * 8];
    struct matcher_pairing_claim claim = pins_alone(world, wishes, choices, count);
    int64_t filled, score;

    assert_true(pair_try_all(world, choices, count, wishes->marks, &filled, &score));
    if (filled == claim.filled)
        return false;
    claim.reward = 100000;
    claim.scale = 1;
    claim.prices = prices;
    for (int n = 0; n < world->needs_count; n++)
        for (uint32_t s = 0; s < world->needs[n].need.shifts_count; s++)
            prices[claim.prices_count++] =
                (struct matcher_pairing_price){world->needs[n].need.id, s, crowd_below(draw, 4) * (int64_t)60000};
    claim.prices_bound_score = claim.bound_score = 1000000;
    claim.prices_bound_filled = claim.bound_filled = filled - 1;
    assert_false(pair_judged(world, &claim));
    claim.prices_bound_filled = claim.bound_filled = 1000; /* nobody has that many seats */
    assert_true(pair_judged(world, &claim));
    return true;
}

static void no_prices_prove_too_much(void **state)
{
    uint64_t draw = 5;
    size_t tried = 0;

    (void)state;
    for (uint64_t seed = 0; seed < pair_worlds() / 8; seed++) {
        static struct pair_world world;
        struct pair_choice choices[PAIR_OPTIONS];
        struct matcher_pairing_answer answer;
        struct wishes wishes;
        int count;
        if (!open_world(&world, seed + 700000, choices, &count))
            continue;
        struct matcher_pairing *pairing = solve(&world, NULL, &answer);
        draw_wishes(&wishes, &world, choices, count, pairing, &draw);
        if (matcher_pairing_solve_again(pairing, NULL, NULL))
            for (int prices = 0; prices < 4; prices++)
                tried += below_the_best_is_refused(&world, &wishes, choices, count, &draw);
        matcher_pairing_answer_free(&answer);
        matcher_pairing_free(pairing);
        pair_world_free(&world);
    }
    assert_true(tried > pair_worlds() / 100);
}

/* A wish that was not said to the judge, or is not kept, and a bound that is one too low. */
static void change_one(const struct pair_world *world, const struct matcher_pairing_answer *answer,
                       const struct wishes *wishes, size_t *unsaid)
{
    struct matcher_pairing_claim claim = wished_claim(answer, wishes);
    struct matcher_pair wrong;

    assert_true(pair_judged(world, &claim));
    claim.prices_bound_filled--;
    claim.bound_filled--;
    assert_false(pair_judged(world, &claim));
    claim = wished_claim(answer, wishes);
    claim.prices_bound_score--;
    claim.bound_score--;
    assert_false(pair_judged(world, &claim));
    claim = wished_claim(answer, wishes);
    claim.pins_count = claim.forbids_count = 0;
    *unsaid += !pair_judged(world, &claim);
    for (size_t i = 0; i < answer->pairs_count; i++) { /* what is in the proposal was forbidden */
        claim = wished_claim(answer, wishes);
        claim.forbids = &answer->pairs[i].pair;
        claim.forbids_count = 1;
        claim.pins_count = 0;
        assert_false(pair_judged(world, &claim));
    }
    for (size_t i = 0; i < wishes->options.forbids_count; i++) { /* what is not in it was pinned */
        claim = wished_claim(answer, wishes);
        claim.pins = &wishes->forbids[i];
        claim.pins_count = 1;
        claim.forbids_count = 0;
        assert_false(pair_judged(world, &claim));
    }
    claim = wished_claim(answer, wishes);
    wrong = (struct matcher_pair){.person = crowd_id("nobody", 1), .need = crowd_id("n", 1)};
    claim.pins = &wrong;
    claim.pins_count = 1;
    assert_false(pair_judged(world, &claim));
    claim = wished_claim(answer, wishes);
    struct matcher_pair both[PAIR_OPTIONS + 1]; /* pinned and forbidden is forbidden; said of nobody it is nothing */
    for (size_t i = 0; i < wishes->options.pins_count; i++)
        both[i] = wishes->pins[i];
    both[wishes->options.pins_count] =
        wishes->options.forbids_count > 0 ? wishes->forbids[0] : (struct matcher_pair){.person = wrong.person};
    claim.pins = both;
    claim.pins_count = wishes->options.pins_count + (wishes->options.forbids_count > 0);
    assert_true(pair_judged(world, &claim));
}

static void every_broken_wish_is_noticed(void **state)
{
    uint64_t draw = 9;
    size_t unsaid = 0, changed = 0;

    (void)state;
    for (uint64_t seed = 0; seed < pair_worlds() / 20; seed++) {
        static struct pair_world world;
        struct pair_choice choices[PAIR_OPTIONS];
        struct matcher_pairing_answer answer;
        struct wishes wishes;
        int count;
        if (!open_world(&world, seed + 800000, choices, &count))
            continue;
        struct matcher_pairing *pairing = solve(&world, NULL, &answer);
        matcher_pairing_answer_free(&answer);
        draw_wishes(&wishes, &world, choices, count, pairing, &draw);
        if (matcher_pairing_solve_again(pairing, NULL, NULL)) {
            assert_true(matcher_pairing_answer(pairing, &answer, NULL));
            if (answer.prices_bound_score == answer.bound_score && answer.prices_bound_filled == answer.bound_filled) {
                change_one(&world, &answer, &wishes, &unsaid);
                changed++;
            }
            matcher_pairing_answer_free(&answer);
        }
        matcher_pairing_free(pairing);
        pair_world_free(&world);
    }
    assert_true(changed > pair_worlds() / 100);
    assert_true(unsaid > 0); /* bounds under wishes are mostly too low without them */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wishes_are_kept),
        cmocka_unit_test(no_prices_prove_too_much),
        cmocka_unit_test(every_broken_wish_is_noticed),
    };

    return cmocka_run_group_tests_name("pair wishes", tests, NULL, NULL);
}
