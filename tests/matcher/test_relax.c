/* Ways out of impossible rounds: each is one, by the least that suffices, and no rule that would do alone is missing.
 */
#include "tests/matcher/cases.h"
#include "tests/matcher/crowd.h"
#include "tests/matcher/round_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static size_t seeds(void)
{
    return cases(1200, 1200);
}

static const struct matcher_rotate_options quick = {.seed = 1, .budget = 300};
static const struct matcher_relax_options all_of_them = {.seed = 1, .most = 1000};

static bool is_possible(const struct matcher_round *round)
{
    int64_t best;
    uint64_t changes;

    return best_of_all_plans(round, NULL, 0, &best, &changes);
}

/* By hand, in the round itself. */
static void let_go(struct made_round *made, const struct matcher_loosening *way, int32_t by)
{
    struct matcher_round *round = &made->round;
    size_t count = 0;

    switch (way->rule) {
    case MATCHER_ROUND_GUESTS:
        assert_int_equal(made->guests[way->centre][way->period], way->from);
        made->guests[way->centre][way->period] += by;
        break;
    case MATCHER_ROUND_AWAY:
        assert_int_equal(made->away[way->centre][way->period], way->from);
        made->away[way->centre][way->period] += by;
        break;
    case MATCHER_ROUND_MIN_SEND:
        made->centres[way->centre].min_send -= by;
        break;
    case MATCHER_ROUND_MIN_HOST:
        made->centres[way->centre].min_host -= by;
        break;
    case MATCHER_ROUND_MAX_VISITS:
        round->max_visits += (uint32_t)by;
        break;
    case MATCHER_ROUND_GAP:
        round->min_gap -= (uint32_t)by;
        break;
    case MATCHER_ROUND_CLOSED:
        made->centres[way->centre].closed &= ~(UINT64_C(1) << way->period);
        break;
    case MATCHER_ROUND_UNAVAILABLE:
        made->workers[way->worker].unavailable &= ~(UINT64_C(1) << way->period);
        break;
    case MATCHER_ROUND_PIN:
        for (size_t p = 0; p < round->pins_count; p++)
            if (made->pins[p].worker != way->worker || made->pins[p].host != way->centre ||
                made->pins[p].period != way->period)
                made->pins[count++] = made->pins[p];
        round->pins_count = count;
        break;
    default:
        fail_msg("%s never gives way", matcher_round_rule_name(way->rule));
    }
}

/* Some rounds have more minimums and less room, so that some have no single way out. */
static void make_tight(struct made_round *made, uint64_t seed)
{
    make_round(made, seed);
    if (seed % 2 == 0)
        return;
    for (size_t c = 0; c < made->round.centres_count; c++)
        made->centres[c].min_host = made->centres[c].min_send = 1 + (int32_t)(seed / 2 % 2);
}

static void judge_relief(struct made_round *made, uint64_t seed, const struct matcher_relief *relief)
{
    const int32_t *costs = matcher_relax_default_costs();
    struct matcher_verdict verdict;
    int64_t cost = 0;

    make_tight(made, seed);
    for (size_t i = 0; i < relief->loosenings_count; i++) {
        let_go(made, &relief->loosenings[i], relief->loosenings[i].by);
        cost += (int64_t)costs[relief->loosenings[i].rule] * relief->loosenings[i].by;
    }
    assert_int_equal(relief->cost, cost);
    assert_true(
        matcher_verify_round(&made->round, relief->visits, relief->visits_count, relief->objective, &verdict, NULL));
    if (!verdict.accepted)
        fail_msg("seed %llu: %s", (unsigned long long)seed, verdict.reason);
    assert_true(relief->bound >= relief->objective);
    for (size_t less = 0; less < relief->loosenings_count; less++) { /* one step less of any is too little */
        make_tight(made, seed);
        for (size_t i = 0; i < relief->loosenings_count; i++)
            if (i != less || relief->loosenings[i].by > 1)
                let_go(made, &relief->loosenings[i], relief->loosenings[i].by - (i == less));
        if (is_possible(&made->round))
            fail_msg("seed %llu: %s may give way by less", (unsigned long long)seed,
                     matcher_round_rule_name(relief->loosenings[less].rule));
    }
}

static bool is_listed(const struct matcher_reliefs *reliefs, const struct matcher_loosening *way)
{
    for (size_t i = 0; i < reliefs->count; i++) {
        const struct matcher_loosening *listed = &reliefs->list[i].loosenings[0];
        if (reliefs->list[i].loosenings_count == 1 && listed->rule == way->rule && listed->centre == way->centre &&
            listed->worker == way->worker && listed->period == way->period)
            return true;
    }
    return false;
}

/* One rule let go altogether: when that is enough, it is among the ways out. */
static void expect(struct made_round *made, uint64_t seed, const struct matcher_reliefs *reliefs,
                   struct matcher_loosening way, int32_t by, size_t *singles)
{
    make_tight(made, seed);
    if (by <= 0)
        return;
    let_go(made, &way, by);
    if (!is_possible(&made->round))
        return;
    ++*singles;
    if (!is_listed(reliefs, &way))
        fail_msg("seed %llu: %s (centre %u, period %u) is missing", (unsigned long long)seed,
                 matcher_round_rule_name(way.rule), way.centre, way.period);
    make_tight(made, seed);
}

static size_t expect_all(struct made_round *made, uint64_t seed, const struct matcher_reliefs *reliefs)
{
    const uint32_t none = MATCHER_NONE;
    size_t singles = 0;

    make_tight(made, seed);
    for (uint32_t c = 0; c < made->round.centres_count; c++) {
        for (uint32_t t = 0; t < made->round.periods; t++) {
            int32_t guests = made->guests[c][t], away = made->away[c][t];
            expect(made, seed, reliefs, (struct matcher_loosening){MATCHER_ROUND_GUESTS, c, none, t, guests, 0}, 4,
                   &singles);
            expect(made, seed, reliefs, (struct matcher_loosening){MATCHER_ROUND_AWAY, c, none, t, away, 0}, 4,
                   &singles);
        }
        expect(made, seed, reliefs, (struct matcher_loosening){MATCHER_ROUND_MIN_SEND, c, none, none, 0, 0},
               made->centres[c].min_send, &singles);
        expect(made, seed, reliefs, (struct matcher_loosening){MATCHER_ROUND_MIN_HOST, c, none, none, 0, 0},
               made->centres[c].min_host, &singles);
    }
    for (size_t p = 0; p < made->round.pins_count; p++) {
        const struct matcher_visit pin = made->pins[p];
        expect(made, seed, reliefs,
               (struct matcher_loosening){MATCHER_ROUND_PIN, pin.host, pin.worker, pin.period, 1, 1}, 1, &singles);
    }
    expect(made, seed, reliefs, (struct matcher_loosening){MATCHER_ROUND_GAP, none, none, none, 0, 0},
           (int32_t)made->round.min_gap, &singles);
    expect(made, seed, reliefs, (struct matcher_loosening){MATCHER_ROUND_MAX_VISITS, none, none, none, 0, 0},
           (int32_t)(made->round.periods - made->round.max_visits), &singles);
    return singles;
}

static void ways_out_are_the_cheapest(void **state)
{
    static struct made_round made;
    size_t alone = 0, pairs = 0;

    (void)state;
    for (uint64_t seed = 0; seed < seeds(); seed++) {
        struct matcher_plan plan;
        struct matcher_reliefs reliefs;
        make_tight(&made, seed);
        assert_true(matcher_rotate(&made.round, &quick, &plan, NULL));
        if (plan.status == MATCHER_PLAN_INFEASIBLE) {
            assert_true(matcher_round_relax(&made.round, plan.why, plan.why_count, &all_of_them, &reliefs, NULL));
            assert_int_equal(reliefs.undecided, 0);
            for (size_t i = 0; i < reliefs.count; i++) {
                judge_relief(&made, seed, &reliefs.list[i]);
                assert_true(i == 0 || reliefs.list[i].cost >= reliefs.list[i - 1].cost);
                alone += reliefs.list[i].loosenings_count == 1;
                pairs += reliefs.list[i].loosenings_count == 2;
            }
            size_t singles = expect_all(&made, seed, &reliefs);
            assert_true(singles == 0 || reliefs.list[0].loosenings_count == 1);
            matcher_reliefs_free(&reliefs);
        }
        matcher_plan_free(&plan);
    }
    assert_true(alone > seeds() / 6);
    assert_true(pairs > seeds() / 24);
}

/* Costs of 0 bind a rule. */
static void costs_are_the_callers(void **state)
{
    static struct made_round made;
    int32_t costs[MATCHER_ROUND_RULES] = {[MATCHER_ROUND_PIN] = 7};
    struct matcher_relax_options options = {.seed = 1, .costs = costs};
    size_t found = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct matcher_plan plan;
        struct matcher_reliefs reliefs;
        make_round(&made, seed);
        assert_true(matcher_rotate(&made.round, &quick, &plan, NULL));
        if (plan.status == MATCHER_PLAN_INFEASIBLE) {
            assert_true(matcher_round_relax(&made.round, plan.why, plan.why_count, &options, &reliefs, NULL));
            for (size_t i = 0; i < reliefs.count; i++) {
                assert_int_equal(reliefs.list[i].loosenings[0].rule, MATCHER_ROUND_PIN);
                assert_int_equal(reliefs.list[i].cost, 7 * reliefs.list[i].loosenings_count);
            }
            found += reliefs.count;
            matcher_reliefs_free(&reliefs);
        }
        matcher_plan_free(&plan);
    }
    assert_true(found > 0);
}

static void conflicts_of_another_round_are_refused(void **state)
{
    static struct made_round made;
    const struct matcher_breach why[] = {{MATCHER_ROUND_GUESTS, 99, MATCHER_NONE, 0}};
    struct matcher_reliefs reliefs;
    struct matcher_error error = {0};

    (void)state;
    make_round(&made, 1);
    assert_false(matcher_round_relax(&made.round, why, 1, &all_of_them, &reliefs, &error));
    assert_int_equal(error.failure, MATCHER_INVALID);
    assert_string_equal(error.field, "why");
    matcher_reliefs_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_out_are_the_cheapest),
        cmocka_unit_test(costs_are_the_callers),
        cmocka_unit_test(conflicts_of_another_round_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
