/*
 * Changes to a solved assignment: after each of a million of them on small problems the optimum by other means and the
 * judge's word; on a larger one the certificate.
 */
#include "tests/matcher/assign_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A small problem as it stands after some changes, and what is pinned in it. */
struct world {
    struct made_assign made;
    bool is_pinned[MADE_PEOPLE][MADE_NEEDS];
};

/* The problem that is left when pinned pairs leave with their units; what they are worth. */
static int64_t without_pins(const struct world *world, struct made_assign *rest)
{
    int64_t worth = 0;

    *rest = world->made;
    for (uint32_t i = 0; i < world->made.people; i++)
        for (uint32_t j = 0; j < world->made.needs; j++)
            if (world->is_pinned[i][j]) {
                worth += world->made.weight[i][j];
                rest->weight[i][j] = -1;
                rest->person_capacity[i]--;
                rest->need_capacity[j]--;
            }
    return worth;
}

/* Pinned pairs are in the answer; without them it stands for the rest, and is the optimum. */
static void check(const struct matcher_assign *assign, const struct world *world)
{
    struct matcher_assign_answer answer;
    struct made_assign rest;
    int64_t pinned = without_pins(world, &rest);
    size_t kept = 0, pins = 0;

    assert_true(matcher_assign_answer(assign, &answer, NULL));
    assert_true(answer.proved);
    assert_int_equal(answer.people, rest.people);
    assert_int_equal(answer.needs, rest.needs);
    assert_int_equal(answer.total, optimum_of(&rest) + pinned);
    assert_int_equal(answer.bound, answer.total);
    for (size_t k = 0; k < answer.pairs_count; k++) {
        if (world->is_pinned[answer.pairs[k].person][answer.pairs[k].need])
            pins++;
        else
            answer.pairs[kept++] = answer.pairs[k];
    }
    for (uint32_t i = 0; i < rest.people; i++)
        for (uint32_t j = 0; j < rest.needs; j++)
            pins -= world->is_pinned[i][j];
    assert_int_equal(pins, 0);
    answer.pairs_count = kept;
    answer.total -= pinned;
    struct matcher_assign_problem *problem = problem_of(&rest, 0);
    assert_true(answer_stands(problem, &answer));
    matcher_assign_problem_free(problem);
    matcher_assign_answer_free(&answer);
}

static uint32_t pins_of(const struct world *world, bool of_person, uint32_t number)
{
    uint32_t count = 0;

    for (uint32_t other = 0; other < (of_person ? world->made.needs : world->made.people); other++)
        count += of_person ? world->is_pinned[number][other] : world->is_pinned[other][number];
    return count;
}

static void change_capacity(struct matcher_assign *assign, struct world *world, uint64_t *state)
{
    bool of_person = draw_below(state, 2) == 0;
    uint32_t most = of_person ? world->made.people : world->made.needs;
    uint32_t number = draw_below(state, most), capacity = draw_below(state, MADE_CAPACITY + 1);
    uint32_t *at = of_person ? &world->made.person_capacity[number] : &world->made.need_capacity[number];
    bool possible = capacity >= pins_of(world, of_person, number);

    assert_int_equal(of_person ? matcher_assign_set_person_capacity(assign, number, capacity, NULL)
                               : matcher_assign_set_need_capacity(assign, number, capacity, NULL),
                     possible);
    if (possible)
        *at = capacity;
}

static void change_pair(struct matcher_assign *assign, struct world *world, uint64_t *state, int32_t most)
{
    uint32_t i = draw_below(state, world->made.people), j = draw_below(state, world->made.needs);
    int32_t *weight = &world->made.weight[i][j];
    bool *is_pinned = &world->is_pinned[i][j];

    switch (draw_below(state, 5)) {
    case 0: {
        bool possible = *weight >= 0 && world->made.person_capacity[i] > pins_of(world, true, i) &&
                        world->made.need_capacity[j] > pins_of(world, false, j);
        possible = possible || *is_pinned;
        assert_int_equal(matcher_assign_pin(assign, i, j, NULL), possible);
        *is_pinned = possible;
        break;
    }
    case 1:
        assert_true(matcher_assign_unpin(assign, i, j, NULL));
        *is_pinned = false;
        break;
    case 2:
        assert_int_equal(matcher_assign_forbid(assign, i, j, NULL), !*is_pinned);
        *weight = *is_pinned ? *weight : -1;
        break;
    default:
        *weight = (int32_t)draw_below(state, (uint32_t)most + 1);
        assert_true(matcher_assign_set_weight(assign, i, j, *weight, NULL));
    }
}

static void let_in(struct matcher_assign *assign, struct world *world, uint64_t *state, int32_t most)
{
    struct matcher_assign_edge pairs[MADE_PEOPLE + MADE_NEEDS];
    bool is_person = draw_below(state, 2) == 0;
    struct made_assign *made = &world->made;
    uint32_t capacity = draw_below(state, MADE_CAPACITY + 1), number, count = 0;

    if (is_person ? made->people == MADE_PEOPLE : made->needs == MADE_NEEDS)
        return;
    for (uint32_t other = 0; other < (is_person ? made->needs : made->people); other++) {
        uint32_t i = is_person ? made->people : other, j = is_person ? other : made->needs;
        made->weight[i][j] = draw_below(state, 3) > 0 ? (int32_t)draw_below(state, (uint32_t)most + 1) : -1;
        world->is_pinned[i][j] = false;
        if (made->weight[i][j] >= 0)
            pairs[count++] = (struct matcher_assign_edge){i, j, made->weight[i][j]};
    }
    assert_true(is_person ? matcher_assign_add_person(assign, capacity, pairs, count, &number, NULL)
                          : matcher_assign_add_need(assign, capacity, pairs, count, &number, NULL));
    assert_int_equal(number, is_person ? made->people : made->needs);
    if (is_person)
        made->person_capacity[made->people++] = capacity;
    else
        made->need_capacity[made->needs++] = capacity;
}

static void every_change_restores_the_optimum(void **state)
{
    static const int32_t weights[] = {1, 4, 30, 1000000, MATCHER_ASSIGN_WEIGHT_MAX};

    (void)state;
    for (uint64_t seed = 0; seed < 10000; seed++) {
        struct world world = {0};
        uint64_t draws = seed;
        int32_t most = weights[draw_below(&draws, 5)];
        make_assign(&world.made, seed);
        struct matcher_assign *assign = matcher_assign_solve(problem_of(&world.made, seed), NULL, NULL);
        assert_non_null(assign);
        for (int change = 0; change < 100; change++) {
            uint32_t kind = draw_below(&draws, 10);
            if (kind == 0 || world.made.people == 0 || world.made.needs == 0)
                let_in(assign, &world, &draws, most);
            else if (kind < 4)
                change_capacity(assign, &world, &draws);
            else
                change_pair(assign, &world, &draws, most);
            if (seed < 300 || change % 5 == 4)
                check(assign, &world);
        }
        matcher_assign_free(assign);
    }
}

/* ---- A larger one, by its certificate ---- */

enum { PEOPLE = 600, NEEDS = 150, DEGREE = 20, CHANGES = 600 };

static int32_t table[PEOPLE][NEEDS];
static uint32_t person_capacity[PEOPLE], need_capacity[NEEDS];

static struct matcher_assign_problem *problem_of_table(void)
{
    struct matcher_assign_problem *problem = matcher_assign_problem_new(PEOPLE, NEEDS, 0, NULL);

    assert_non_null(problem);
    for (uint32_t i = 0; i < PEOPLE; i++) {
        assert_true(matcher_assign_person_capacity(problem, i, person_capacity[i], NULL));
        for (uint32_t j = 0; j < NEEDS; j++)
            if (table[i][j] >= 0)
                assert_true(matcher_assign_pair(problem, i, j, table[i][j], NULL));
    }
    for (uint32_t j = 0; j < NEEDS; j++)
        assert_true(matcher_assign_need_capacity(problem, j, need_capacity[j], NULL));
    assert_true(matcher_assign_finish(problem, NULL, NULL));
    return problem;
}

static void make_table(uint64_t *state, uint32_t person_most, uint32_t need_most)
{
    for (uint32_t i = 0; i < PEOPLE; i++) {
        person_capacity[i] = 1 + draw_below(state, person_most);
        for (uint32_t j = 0; j < NEEDS; j++)
            table[i][j] = draw_below(state, NEEDS) < DEGREE ? (int32_t)draw_below(state, 1000) : -1;
    }
    for (uint32_t j = 0; j < NEEDS; j++)
        need_capacity[j] = 1 + draw_below(state, need_most);
}

static void change_table(struct matcher_assign *assign, uint64_t *state)
{
    uint32_t i = draw_below(state, PEOPLE), j = draw_below(state, NEEDS);

    switch (draw_below(state, 4)) {
    case 0:
        person_capacity[i] = draw_below(state, 4);
        assert_true(matcher_assign_set_person_capacity(assign, i, person_capacity[i], NULL));
        break;
    case 1:
        need_capacity[j] = draw_below(state, 8);
        assert_true(matcher_assign_set_need_capacity(assign, j, need_capacity[j], NULL));
        break;
    case 2:
        table[i][j] = -1;
        assert_true(matcher_assign_forbid(assign, i, j, NULL));
        break;
    default:
        table[i][j] = (int32_t)draw_below(state, 1100);
        assert_true(matcher_assign_set_weight(assign, i, j, table[i][j], NULL));
    }
}

static void larger_ones_stay_proved(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 6; seed++) {
        uint64_t draws = seed;
        make_table(&draws, seed % 2 == 0 ? 1 : 3, seed < 3 ? 4 : 8); /* people are scarce, or seats */
        struct matcher_assign *assign = matcher_assign_solve(problem_of_table(), NULL, NULL);
        assert_non_null(assign);
        for (int change = 0; change < CHANGES; change++) {
            struct matcher_assign_answer answer;
            change_table(assign, &draws);
            if (change % 10 != 0)
                continue;
            struct matcher_assign_problem *problem = problem_of_table();
            assert_true(matcher_assign_answer(assign, &answer, NULL));
            assert_true(answer.proved && answer_stands(problem, &answer));
            matcher_assign_answer_free(&answer);
            matcher_assign_problem_free(problem);
        }
        matcher_assign_free(assign);
    }
}

static void wrong_changes_are_refused(void **state)
{
    const struct matcher_assign_edge twice[] = {{0, 0, 1}, {0, 0, 2}}, far[] = {{0, 0, 1}, {9, 9, 1}};
    struct world world = {.made = {.people = 1, .needs = 1, .person_capacity = {1}, .need_capacity = {1}}};
    struct matcher_assign *assign = matcher_assign_solve(problem_of(&world.made, 0), NULL, NULL);
    uint32_t number;

    (void)state;
    assert_non_null(assign);
    assert_false(matcher_assign_set_weight(assign, 1, 0, 1, NULL));
    assert_false(matcher_assign_set_weight(assign, 0, 1, 1, NULL));
    assert_false(matcher_assign_set_weight(assign, 0, 0, -1, NULL));
    assert_false(matcher_assign_set_person_capacity(assign, 0, MATCHER_ASSIGN_CAPACITY_MAX + 1, NULL));
    assert_false(matcher_assign_add_person(assign, 1, twice, 2, &number, NULL));
    assert_false(matcher_assign_add_person(assign, 1, far, 2, &number, NULL));
    assert_false(matcher_assign_add_need(assign, 1, twice, 2, &number, NULL));
    assert_false(matcher_assign_add_need(assign, 1, far, 2, &number, NULL));
    check(assign, &world);
    matcher_assign_free(assign);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_change_restores_the_optimum),
        cmocka_unit_test(larger_ones_stay_proved),
        cmocka_unit_test(wrong_changes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
