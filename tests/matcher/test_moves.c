/* Move menus: a cell is legal exactly when the moved plan breaks nothing new, and delta is the objective's change. */
#include "tests/matcher/cases.h"
#include "tests/matcher/crowd.h"
#include "tests/matcher/round_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static size_t rounds(void)
{
    return cases(800, 800);
}

static struct matcher_round_report look(const struct matcher_round *round, const struct matcher_visit *visits,
                                        size_t count)
{
    struct matcher_round_report report;

    assert_true(matcher_round_check(round, visits, count, &report, NULL, 0, NULL));
    return report;
}

static void check_cell(const struct matcher_round *round, const struct matcher_plan *plan, size_t which,
                       const struct matcher_move *move, uint64_t seed)
{
    struct matcher_visit visits[MADE_VISITS];

    memcpy(visits, plan->visits, plan->visits_count * sizeof *visits);
    visits[which].host = move->host;
    visits[which].period = move->period;
    struct matcher_round_report after = look(round, visits, plan->visits_count);
    if ((after.breaches_count == 0) != (move->rule == MATCHER_ROUND_OK))
        fail_msg("seed %llu visit %zu to %u in %u: %s, %zu breaches", (unsigned long long)seed, which, move->host,
                 move->period, matcher_round_rule_name(move->rule), after.breaches_count);
    if (move->rule == MATCHER_ROUND_OK)
        assert_int_equal(move->delta, after.objective - plan->objective);
    if (!move->swap)
        return;
    size_t partner = 0;
    while (visits[partner].worker != move->partner || visits[partner].period != move->period || partner == which)
        partner++;
    visits[partner].host = plan->visits[which].host;
    after = look(round, visits, plan->visits_count);
    assert_int_equal(after.breaches_count, 0);
    assert_int_equal(move->delta, after.objective - plan->objective);
}

static void cells_are_judged_right(void **state)
{
    static struct made_round made;
    const struct matcher_rotate_options options = {.seed = 1, .budget = 200};
    size_t legal = 0, swaps = 0, seen = 0;

    (void)state;
    for (uint64_t seed = 0; seed < rounds(); seed++) {
        struct matcher_move moves[MADE_CENTRES * MADE_PERIODS];
        struct matcher_plan plan;
        make_larger_round(&made, seed, 1);
        assert_true(matcher_rotate(&made.round, &options, &plan, NULL));
        for (size_t which = 0; which < plan.visits_count; which++) {
            assert_true(matcher_round_moves(&made.round, plan.visits, plan.visits_count, which, 0, moves, NULL));
            for (size_t i = 0; i < made.round.centres_count * made.round.periods; i++) {
                check_cell(&made.round, &plan, which, &moves[i], seed);
                legal += moves[i].rule == MATCHER_ROUND_OK;
                swaps += moves[i].swap;
                seen |= (size_t)1 << moves[i].rule;
            }
        }
        matcher_plan_free(&plan);
    }
    assert_true(legal > rounds() / 2);
    assert_true(swaps > rounds() / 40);
    for (int rule = MATCHER_ROUND_OWN_CENTRE; rule < MATCHER_ROUND_RULES; rule++)
        if (rule != MATCHER_ROUND_MIN_SEND && rule != MATCHER_ROUND_MAX_VISITS && !(seen >> rule & 1))
            fail_msg("%s never stood in the way", matcher_round_rule_name((enum matcher_round_rule)rule));
}

static void additions_and_removals_are_judged_right(void **state)
{
    static struct made_round made;
    const struct matcher_rotate_options options = {.seed = 1, .budget = 200};
    size_t added = 0, removed = 0;

    (void)state;
    for (uint64_t seed = 0; seed < rounds(); seed++) {
        struct matcher_move moves[MADE_CENTRES * MADE_PERIODS];
        struct matcher_visit visits[MADE_VISITS + 1];
        struct matcher_plan plan;
        make_round(&made, seed);
        assert_true(matcher_rotate(&made.round, &options, &plan, NULL));
        size_t count = plan.visits_count;
        if (count > 0)
            memcpy(visits, plan.visits, count * sizeof *visits);
        for (uint32_t w = 0; plan.has_plan && w < made.round.workers_count; w++) {
            assert_true(matcher_round_moves(&made.round, plan.visits, count, count, w, moves, NULL));
            for (size_t i = 0; i < made.round.centres_count * made.round.periods; i++) {
                visits[count] = (struct matcher_visit){w, moves[i].host, moves[i].period};
                struct matcher_round_report after = look(&made.round, visits, count + 1);
                assert_int_equal(after.breaches_count == 0, moves[i].rule == MATCHER_ROUND_OK);
                if (after.breaches_count == 0)
                    assert_int_equal(moves[i].delta, after.objective - plan.objective);
                added += after.breaches_count == 0;
            }
        }
        for (size_t which = 0; which < count; which++) {
            enum matcher_round_rule rule;
            int64_t delta;
            assert_true(matcher_round_removal(&made.round, plan.visits, count, which, &rule, &delta, NULL));
            visits[which] = plan.visits[count - 1];
            struct matcher_round_report after = look(&made.round, visits, count - 1);
            visits[which] = plan.visits[which];
            assert_int_equal(after.breaches_count == 0, rule == MATCHER_ROUND_OK);
            if (after.breaches_count == 0)
                assert_int_equal(delta, after.objective - plan.objective);
            removed += rule == MATCHER_ROUND_OK;
        }
        matcher_plan_free(&plan);
    }
    assert_true(added > rounds() / 160 && removed > rounds() / 40);
}

static void nonsense_is_refused(void **state)
{
    static struct made_round made;
    struct matcher_move moves[MADE_CENTRES * MADE_PERIODS];
    const struct matcher_visit visit = {0, 99, 0};
    struct matcher_error error = {0};

    (void)state;
    make_round(&made, 3);
    assert_false(matcher_round_moves(&made.round, &visit, 1, 0, 0, moves, &error));
    assert_string_equal(error.field, "visits");
    error = (struct matcher_error){0};
    assert_false(matcher_round_moves(&made.round, NULL, 0, 0, 99, moves, &error));
    assert_string_equal(error.field, "which");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_judged_right),
        cmocka_unit_test(additions_and_removals_are_judged_right),
        cmocka_unit_test(nonsense_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
