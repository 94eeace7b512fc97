/* The smallest repairs of small plans against exhaustive search. */
#include "tests/matcher/cases.h"
#include "tests/matcher/crowd.h"
#include "tests/matcher/round_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct matcher_rotate_options quick = {.seed = 1, .budget = 300};
static const struct matcher_repair_options all_of_them = {.most = 0};

struct tally {
    size_t found, closed, impossible, open, in_turn;
};

static void judge_lines(const struct matcher_repair *repair)
{
    size_t lost = 0;

    for (size_t i = 0; i < repair->changed_count; i++)
        lost += repair->changed[i].from != MATCHER_NONE;
    assert_int_equal(lost, repair->changes);
}

static void judge_repair(const struct matcher_round *round, const struct matcher_repair *repair,
                         const struct best_by_changes *best, int64_t earlier, uint64_t seed, struct tally *tally)
{
    struct matcher_verdict verdict;
    bool possible = repair->changes <= MADE_VISITS && best->found[repair->changes];

    if (repair->impossible && possible)
        fail_msg("seed %llu: %llu changes are possible", (unsigned long long)seed, (unsigned long long)repair->changes);
    tally->impossible += repair->impossible;
    if (possible && repair->bound < best->most[repair->changes])
        fail_msg("seed %llu, %llu changes: bound %lld below %lld", (unsigned long long)seed,
                 (unsigned long long)repair->changes, (long long)repair->bound, (long long)best->most[repair->changes]);
    tally->open += possible && !repair->has_plan;
    if (!repair->has_plan)
        return;
    assert_true(possible);
    assert_true(matcher_verify_round(round, repair->visits, repair->visits_count, repair->objective, &verdict, NULL));
    if (!verdict.accepted)
        fail_msg("seed %llu: %s", (unsigned long long)seed, verdict.reason);
    assert_true(repair->objective <= best->most[repair->changes]);
    assert_int_equal(repair->delta, repair->objective - earlier);
    judge_lines(repair);
    tally->found++;
    tally->closed += repair->objective == repair->bound;
}

static void judge_repairs(const struct matcher_round *round, const struct matcher_visit *keep, size_t keep_count,
                          uint64_t seed, struct tally *tally)
{
    struct matcher_round_report report;
    struct matcher_repairs repairs;
    struct best_by_changes best;
    uint64_t fewest = 0;

    best_plans_by_changes(round, keep, keep_count, &best);
    while (fewest <= MADE_VISITS && !best.found[fewest])
        fewest++;
    assert_true(matcher_round_check(round, keep, keep_count, &report, NULL, 0, NULL));
    assert_true(matcher_round_repairs(round, keep, keep_count, &all_of_them, &repairs, NULL));
    assert_true(repairs.count >= MATCHER_REPAIRS);
    assert_true(fewest > MADE_VISITS || repairs.changes_bound <= fewest);
    assert_true(repairs.count == MATCHER_REPAIRS || repairs.list[MATCHER_REPAIRS].has_plan);
    for (size_t i = 0; i < repairs.count; i++) {
        if (i < MATCHER_REPAIRS)
            assert_int_equal(repairs.list[i].changes, repairs.forced + i);
        else
            tally->in_turn++;
        judge_repair(round, &repairs.list[i], &best, report.objective, seed, tally);
    }
    matcher_repairs_free(&repairs);
}

/* Somebody drops out for some periods, or a host closes. */
static void disturb(struct made_round *made, uint64_t *draw)
{
    uint64_t periods = (uint64_t)crowd_below(draw, 15) + 1;

    if (crowd_below(draw, 3) > 0)
        made->workers[crowd_below(draw, (int)made->round.workers_count)].unavailable |= periods;
    else
        made->centres[crowd_below(draw, (int)made->round.centres_count)].closed |= periods;
}

static size_t seeds(void)
{
    return cases(1500, 100000);
}

static void repairs_are_the_best(void **state)
{
    static struct made_round made;
    struct tally tally = {0};

    (void)state;
    for (uint64_t seed = 0; seed < seeds(); seed++) {
        struct matcher_plan plan;
        uint64_t draw = seed;
        make_larger_round(&made, seed, seed % 3 == 0);
        made.round.pins_count = seed % 2 == 0 ? 0 : made.round.pins_count;
        assert_true(matcher_rotate(&made.round, &quick, &plan, NULL));
        if (plan.has_plan) {
            disturb(&made, &draw);
            judge_repairs(&made.round, plan.visits, plan.visits_count, seed, &tally);
        }
        matcher_plan_free(&plan);
    }
    assert_true(tally.found > seeds() / 2);
    assert_true(tally.closed * 4 > tally.found * 3);
    assert_true(tally.impossible > seeds() / 4 || seeds() < 100); /* a handful need not show every kind */
    assert_true(tally.open * 50 < tally.found);
    assert_true(tally.in_turn > 0 || seeds() < 1500); /* few rounds have them */
}

/* Plans made for another round: gaps, crowds and broken rules everywhere. */
static void any_earlier_plan_will_do(void **state)
{
    static struct made_round made;
    struct tally tally = {0};

    (void)state;
    for (uint64_t seed = 0; seed < seeds() / 3; seed++) {
        struct matcher_visit keep[MADE_VISITS];
        uint64_t draw = seed;
        size_t count = 0;
        make_round(&made, seed);
        for (uint32_t w = 0; w < made.round.workers_count; w++)
            for (uint32_t t = 0; t < made.round.periods; t++)
                if (crowd_below(&draw, 3) == 0)
                    keep[count++] =
                        (struct matcher_visit){w, (uint32_t)crowd_below(&draw, (int)made.round.centres_count), t};
        judge_repairs(&made.round, keep, count, seed, &tally);
    }
    assert_true(tally.found > seeds() / 10 || seeds() < 100);
}

/* Who is away most, of those without pins; MADE_WORKERS: nobody is away twice. */
static uint32_t busiest(const struct matcher_round *round, const struct matcher_plan *plan)
{
    uint32_t visits[MADE_WORKERS] = {0}, most = MADE_WORKERS;

    for (size_t i = 0; i < plan->visits_count; i++)
        visits[plan->visits[i].worker]++;
    for (size_t i = 0; i < round->pins_count; i++)
        visits[round->pins[i].worker] = 0;
    for (uint32_t w = 0; w < round->workers_count; w++)
        if (visits[w] > 1 && (most == MADE_WORKERS || visits[w] > visits[most]))
            most = w;
    return most;
}

struct leaving {
    size_t possible, counted, planned, larger;
    struct tally tally;
};

/* The fewest changes there are, found and proved. */
static void judge_fewest(const struct matcher_round *round, const struct matcher_plan *plan, uint64_t seed,
                         struct leaving *leaving)
{
    struct best_by_changes best;
    struct matcher_repairs repairs;
    struct matcher_round_report report;
    uint64_t fewest = 0;
    size_t first = 0;

    best_plans_by_changes(round, plan->visits, plan->visits_count, &best);
    while (fewest <= MADE_VISITS && !best.found[fewest])
        fewest++;
    assert_true(matcher_round_repairs(round, plan->visits, plan->visits_count, &all_of_them, &repairs, NULL));
    assert_true(matcher_round_check(round, plan->visits, plan->visits_count, &report, NULL, 0, NULL));
    for (size_t i = 0; i < repairs.count; i++)
        judge_repair(round, &repairs.list[i], &best, report.objective, seed, &leaving->tally);
    while (first < repairs.count && !repairs.list[first].has_plan)
        first++;
    if (fewest > MADE_VISITS) {
        assert_int_equal(first, repairs.count);
    } else {
        if (repairs.changes_bound > fewest)
            fail_msg("seed %llu: %llu changes do", (unsigned long long)seed, (unsigned long long)fewest);
        leaving->possible++;
        leaving->larger += fewest >= repairs.forced + MATCHER_REPAIRS;
        leaving->counted += repairs.changes_bound == fewest;
        leaving->planned += first < repairs.count && repairs.list[first].changes == fewest;
    }
    matcher_repairs_free(&repairs);
}

/* A worker of a balanced round leaves for good: several gaps that nobody need be free to close. */
static void who_leaves_for_good_is_replaced_by_the_fewest_changes(void **state)
{
    static struct made_round made;
    struct leaving leaving = {0};

    (void)state;
    for (uint64_t seed = 0; seed < 6 * seeds(); seed++) {
        struct matcher_plan plan;
        make_larger_round(&made, seed, seed % 3 == 0);
        made.round.balanced = true;
        made.round.max_visits = made.round.periods;
        made.round.min_gap = 0;
        made.round.pins_count = seed % 2 == 0 ? 0 : made.round.pins_count;
        assert_true(matcher_rotate(&made.round, &quick, &plan, NULL));
        uint32_t worker = plan.has_plan ? busiest(&made.round, &plan) : MADE_WORKERS;
        if (worker < MADE_WORKERS) {
            made.workers[worker].unavailable = (UINT64_C(1) << made.round.periods) - 1;
            judge_fewest(&made.round, &plan, seed, &leaving);
        }
        matcher_plan_free(&plan);
    }
    assert_true(leaving.possible > seeds() / 10);
    assert_true(leaving.larger > 0 || seeds() < 1500);
    assert_int_equal(leaving.planned, leaving.possible);
    assert_true(leaving.counted * 50 >= leaving.possible * 49);
}

/* Nothing changes but in this period: what is elsewhere is pinned, and nobody else travels then. */
static void hold_others(struct made_round *made, const struct matcher_plan *plan, uint32_t period,
                        struct matcher_visit *pins)
{
    struct matcher_round *round = &made->round;

    for (uint32_t w = 0; w < round->workers_count; w++)
        made->workers[w].unavailable |= ~(UINT64_C(1) << period);
    round->pins = pins;
    round->pins_count = 0;
    for (size_t i = 0; i < plan->visits_count; i++)
        if (plan->visits[i].period != period) {
            pins[round->pins_count++] = plan->visits[i];
            made->workers[plan->visits[i].worker].unavailable &= ~(UINT64_C(1) << plan->visits[i].period);
        }
}

static uint64_t fewest_of(const struct matcher_round *round, const struct matcher_plan *plan, bool *within,
                          uint32_t period)
{
    struct matcher_repairs repairs;
    uint64_t fewest = UINT64_MAX;

    assert_true(matcher_round_repairs(round, plan->visits, plan->visits_count, &all_of_them, &repairs, NULL));
    for (size_t i = 0; i < repairs.count; i++) {
        const struct matcher_repair *repair = &repairs.list[i];
        if (!repair->has_plan)
            continue;
        fewest = fewest < repair->changes ? fewest : repair->changes;
        for (size_t line = 0; line < repair->changed_count; line++)
            *within = *within && repair->changed[line].period == period;
    }
    matcher_repairs_free(&repairs);
    return fewest;
}

/* Within one period the repairs are the best there are too, and never with fewer changes than anywhere. */
static void one_period_is_repaired_alone(void **state)
{
    static struct made_round made;
    struct tally tally = {0};
    size_t as_few = 0, wider = 0;

    (void)state;
    for (uint64_t seed = 0; seed < seeds(); seed++) {
        struct matcher_visit pins[MADE_VISITS];
        struct matcher_plan plan;
        make_larger_round(&made, seed, seed % 3 == 0);
        made.round.pins_count = 0;
        assert_true(matcher_rotate(&made.round, &quick, &plan, NULL));
        if (plan.visits_count > 1) {
            const struct matcher_visit *ill = &plan.visits[seed % plan.visits_count];
            bool within = true, anywhere = true;
            made.workers[ill->worker].unavailable |= UINT64_C(1) << ill->period;
            uint64_t fewest = fewest_of(&made.round, &plan, &anywhere, ill->period);
            hold_others(&made, &plan, ill->period, pins);
            made.workers[ill->worker].unavailable |= UINT64_C(1) << ill->period;
            judge_repairs(&made.round, plan.visits, plan.visits_count, seed, &tally);
            uint64_t here = fewest_of(&made.round, &plan, &within, ill->period);
            assert_true(within && here >= fewest);
            as_few += here == fewest && here != UINT64_MAX;
            wider += here == fewest && !anywhere;
        }
        matcher_plan_free(&plan);
    }
    assert_true((as_few > seeds() / 10 && wider > seeds() / 20) || seeds() < 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repairs_are_the_best),
        cmocka_unit_test(any_earlier_plan_will_do),
        cmocka_unit_test(one_period_is_repaired_alone),
        cmocka_unit_test(who_leaves_for_good_is_replaced_by_the_fewest_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
