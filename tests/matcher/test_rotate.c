/* Plans of small rounds against exhaustive search, and the judge against single corruptions. */
#include "tests/matcher/cases.h"
#include "tests/matcher/crowd.h"
#include "tests/matcher/round_judging.h"
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
    return cases(600, 600);
}

static const struct matcher_rotate_options quick = {.seed = 1, .budget = 300};

static void small_rounds_are_solved(void **state)
{
    static struct made_round made;
    size_t solved = cases(3000, 100000);
    size_t infeasible = 0, optimal = 0;

    (void)state;
    for (uint64_t seed = 0; seed < solved; seed++) {
        struct matcher_plan plan;
        int64_t best;
        uint64_t changes;
        make_round(&made, seed);
        bool possible = best_of_all_plans(&made.round, NULL, 0, &best, &changes);
        assert_true(matcher_rotate(&made.round, &quick, &plan, NULL));
        if (possible != (plan.status == MATCHER_PLAN_OPTIMAL))
            fail_msg("seed %llu: %s, but possible is %d", (unsigned long long)seed,
                     matcher_plan_status_name(plan.status), possible);
        if (possible) {
            if (plan.objective != best)
                fail_msg("seed %llu: %lld of %lld", (unsigned long long)seed, (long long)plan.objective,
                         (long long)best);
            judge_plan(&made.round, &plan, seed);
            optimal++;
        } else {
            assert_int_equal(plan.status, MATCHER_PLAN_INFEASIBLE);
            assert_true(plan.why_count > 0);
            infeasible++;
        }
        matcher_plan_free(&plan);
    }
    assert_true(infeasible > solved / 20 && optimal > solved / 4);
}

/* Fewest changes first, then the objective. */
static void keeping_is_exact(void **state)
{
    static struct made_round made;
    size_t compared = 0;

    (void)state;
    for (uint64_t seed = 0; seed < rounds(); seed++) {
        struct matcher_plan before, after;
        int64_t best;
        uint64_t changes, draw = seed;
        make_round(&made, seed);
        made.round.pins_count = 0;
        assert_true(matcher_rotate(&made.round, &quick, &before, NULL));
        if (before.status == MATCHER_PLAN_OPTIMAL && before.visits_count > 0) {
            struct matcher_rotate_options options = quick;
            options.has_keep = true;
            options.keep = before.visits;
            options.keep_count = before.visits_count;
            made.workers[crowd_below(&draw, (int)made.round.workers_count)].unavailable |= 3; /* somebody falls ill */
            bool possible = best_of_all_plans(&made.round, before.visits, before.visits_count, &best, &changes);
            assert_true(matcher_rotate(&made.round, &options, &after, NULL));
            assert_int_equal(after.status, possible ? MATCHER_PLAN_OPTIMAL : MATCHER_PLAN_INFEASIBLE);
            if (possible) {
                judge_plan(&made.round, &after, seed);
                if (after.changes != changes || after.changes_bound != changes || after.objective != best)
                    fail_msg("seed %llu: %llu changes, %lld of %llu, %lld", (unsigned long long)seed,
                             (unsigned long long)after.changes, (long long)after.objective, (unsigned long long)changes,
                             (long long)best);
                size_t lost = 0;
                for (size_t i = 0; i < after.changed_count; i++)
                    lost += after.changed[i].from != MATCHER_NONE;
                assert_int_equal(lost, changes);
                compared++;
            }
            matcher_plan_free(&after);
        }
        matcher_plan_free(&before);
    }
    assert_true(compared > rounds() / 8);
}

/* The rules of `why`, and those alone, on a round without any other. */
static void keep_only(struct made_round *made, const struct matcher_breach *why, size_t count, size_t without)
{
    struct matcher_round *round = &made->round;
    bool gap = false, max_visits = false;
    struct matcher_visit pins[3];
    size_t pins_count = 0;

    for (size_t i = 0; i < count; i++) {
        gap = gap || (i != without && why[i].rule == MATCHER_ROUND_GAP);
        max_visits = max_visits || (i != without && why[i].rule == MATCHER_ROUND_MAX_VISITS);
    }
    for (uint32_t c = 0; c < round->centres_count; c++) {
        bool min_send = false, min_host = false;
        for (size_t i = 0; i < count; i++) {
            min_send = min_send || (i != without && why[i].rule == MATCHER_ROUND_MIN_SEND && why[i].centre == c);
            min_host = min_host || (i != without && why[i].rule == MATCHER_ROUND_MIN_HOST && why[i].centre == c);
        }
        made->centres[c].min_send = min_send ? made->centres[c].min_send : 0;
        made->centres[c].min_host = min_host ? made->centres[c].min_host : 0;
        for (uint32_t t = 0; t < round->periods; t++) {
            bool guests = false, away = false;
            for (size_t i = 0; i < count; i++) {
                bool here = i != without && why[i].centre == c && why[i].period == t;
                guests = guests || (here && why[i].rule == MATCHER_ROUND_GUESTS);
                away = away || (here && why[i].rule == MATCHER_ROUND_AWAY);
            }
            made->guests[c][t] = guests ? made->guests[c][t] : 9;
            made->away[c][t] = away ? made->away[c][t] : 9;
        }
    }
    for (size_t i = 0; i < count; i++)
        if (i != without && why[i].rule == MATCHER_ROUND_PIN)
            pins[pins_count++] = (struct matcher_visit){why[i].worker, why[i].centre, why[i].period};
    memcpy(made->pins, pins, pins_count * sizeof *pins);
    round->pins_count = pins_count;
    round->min_gap = gap ? round->min_gap : 0;
    round->max_visits = max_visits ? round->max_visits : round->periods;
}

/* Facts that a pin contradicts (own centre, closed ...) cannot be taken out of a round this way. */
static bool can_be_taken_apart(const struct matcher_plan *plan)
{
    for (size_t i = 0; i < plan->why_count; i++)
        if (plan->why[i].rule < MATCHER_ROUND_GAP || plan->why[i].rule == MATCHER_ROUND_HOST_ONCE)
            return false;
    return true;
}

/* Is there a plan under the rules of `why` alone, one of them left out? */
static bool is_possible_without(struct made_round *made, const struct matcher_plan *plan, size_t without)
{
    uint64_t unbalanced[MADE_CENTRES];

    for (size_t c = 0; c < MADE_CENTRES; c++)
        unbalanced[c] = made->round.balanced ? UINT64_MAX : 0;
    for (size_t i = 0; i < plan->why_count && made->round.balanced; i++)
        if (i != without && plan->why[i].rule == MATCHER_ROUND_BALANCE)
            unbalanced[plan->why[i].centre] &= ~(UINT64_C(1) << plan->why[i].period);
    keep_only(made, plan->why, plan->why_count, without);
    if (made->round.balanced)
        return any_plan_unbalanced(&made->round, unbalanced);
    int64_t best;
    uint64_t changes;
    return best_of_all_plans(&made->round, NULL, 0, &best, &changes);
}

static void why_is_smallest(void **state)
{
    static struct made_round made;
    size_t tried[2] = {0};

    (void)state;
    for (uint64_t seed = 0; seed < rounds() * 4; seed++) {
        struct matcher_plan plan;
        make_round(&made, seed);
        assert_true(matcher_rotate(&made.round, &quick, &plan, NULL));
        if (plan.status == MATCHER_PLAN_INFEASIBLE && can_be_taken_apart(&plan)) {
            for (size_t without = 0; without <= plan.why_count; without++) { /* the last leaves none out */
                make_round(&made, seed);
                bool possible = is_possible_without(&made, &plan, without);
                if (possible != (without < plan.why_count))
                    fail_msg("seed %llu: without rule %zu of %zu possible is %d", (unsigned long long)seed, without,
                             plan.why_count, possible);
            }
            tried[made.round.balanced]++;
        }
        matcher_plan_free(&plan);
    }
    assert_true(tried[0] > rounds() / 30 && tried[1] > rounds() / 6);
}

/* ---- The judge ---- */

static bool accepts(const struct matcher_round *round, const struct matcher_visit *visits, size_t count,
                    int64_t objective)
{
    struct matcher_verdict verdict;
    struct matcher_round_report report;

    assert_true(matcher_verify_round(round, visits, count, objective, &verdict, NULL));
    assert_true(matcher_round_check(round, visits, count, &report, NULL, 0, NULL));
    assert_int_equal(report.breaches_count == 0, verdict.accepted || verdict.breach.rule == MATCHER_ROUND_OK);
    if (report.breaches_count == 0)
        assert_int_equal(report.objective, verdict.objective);
    return verdict.accepted;
}

/* A plan with one thing changed is accepted only when it is legal and worth the same, which a second look confirms. */
static void every_corruption_is_caught(void **state)
{
    static struct made_round made;
    size_t caught = 0;

    (void)state;
    for (uint64_t seed = 0; seed < rounds(); seed++) {
        struct matcher_plan plan;
        struct matcher_visit visits[MADE_VISITS + 1];
        make_round(&made, seed);
        assert_true(matcher_rotate(&made.round, &quick, &plan, NULL));
        size_t count = plan.visits_count;
        if (plan.has_plan) {
            assert_true(accepts(&made.round, plan.visits, count, plan.objective));
            assert_false(accepts(&made.round, plan.visits, count, plan.objective + 1));
            assert_false(accepts(&made.round, plan.visits, count, plan.objective - 1));
        }
        for (size_t i = 0; plan.has_plan && i < count; i++) {
            memcpy(visits, plan.visits, count * sizeof *visits);
            visits[count] = visits[i]; /* twice */
            assert_false(accepts(&made.round, visits, count + 1, plan.objective));
            visits[i].worker = (uint32_t)made.round.workers_count; /* nobody */
            assert_false(accepts(&made.round, visits, count, plan.objective));
            visits[i] = plan.visits[i];
            visits[i].host = made.round.workers[visits[i].worker].home;
            assert_false(accepts(&made.round, visits, count, plan.objective));
            visits[i] = plan.visits[i];
            made.workers[visits[i].worker].unavailable |= UINT64_C(1) << visits[i].period;
            assert_false(accepts(&made.round, visits, count, plan.objective));
            make_round(&made, seed);
            made.guests[visits[i].host][visits[i].period] = 0;
            assert_false(accepts(&made.round, visits, count, plan.objective));
            make_round(&made, seed);
            made.away[made.workers[visits[i].worker].home][visits[i].period] = 0;
            assert_false(accepts(&made.round, visits, count, plan.objective));
            make_round(&made, seed);
            caught += 6;
        }
        matcher_plan_free(&plan);
    }
    assert_true(caught > rounds());
}

struct broken {
    enum matcher_round_rule rule;
    const char *reason;
    void (*break_it)(struct made_round *made, struct matcher_visit *visits, size_t *count);
};

/* Workers 0 and 1 live at centre 0, 2 at 1 and 3 at 2; worker 0 trades places with 2, then with 3. */
static void make_legal(struct made_round *made, struct matcher_visit visits[8], size_t *count)
{
    static const struct matcher_visit legal[] = {{0, 1, 0}, {2, 0, 0}, {0, 2, 2}, {3, 0, 2}};

    memset(made, 0, sizeof *made);
    made->round = (struct matcher_round){.periods = 3,
                                         .max_visits = 2,
                                         .balanced = true,
                                         .min_gap = 1,
                                         .centres = made->centres,
                                         .centres_count = 3,
                                         .workers = made->workers,
                                         .workers_count = 4,
                                         .pins = made->pins,
                                         .pins_count = 1};
    for (uint32_t c = 0; c < 3; c++) {
        for (uint32_t t = 0; t < 3; t++)
            made->guests[c][t] = made->away[c][t] = 1;
        made->centres[c] = (struct matcher_round_centre){
            .guests = made->guests[c], .away = made->away[c], .bonus = made->bonus[c], .min_send = 1, .min_host = 1};
    }
    for (uint32_t w = 0; w < 4; w++) {
        for (uint32_t h = 0; h < 3; h++)
            made->fits[w][h] = (struct matcher_fit){h, 10};
        made->workers[w] =
            (struct matcher_round_worker){.home = w < 2 ? 0 : w - 1, .fits = made->fits[w], .fits_count = 3};
    }
    made->pins[0] = legal[0];
    memcpy(visits, legal, sizeof legal);
    *count = sizeof legal / sizeof *legal;
}

static void no_such_period(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)made, (void)count;
    visits[3].period = 3;
}
static void goes_home(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)made, (void)count;
    visits[2].host = 0;
}
static void has_no_fit(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)visits, (void)count;
    made->workers[0].fits_count = 2;
}
static void is_closed(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)visits, (void)count;
    made->centres[2].closed = 4;
}
static void is_unavailable(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)visits, (void)count;
    made->workers[3].unavailable = 4;
}
static void is_in_two_places(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)made;
    visits[(*count)++] = (struct matcher_visit){0, 2, 0};
}
static void has_no_rest(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)made, (void)count;
    visits[2].period = visits[3].period = 1;
}
static void comes_twice(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)made, (void)count;
    visits[2] = (struct matcher_visit){0, 1, 2};
    visits[3] = (struct matcher_visit){2, 0, 2};
}
static void travels_too_much(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)visits, (void)count;
    made->round.max_visits = 1;
}
static void is_crowded(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)visits, (void)count;
    made->guests[2][2] = 0;
}
static void is_bare(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)visits, (void)count;
    made->away[1][0] = 0;
}
static void is_left_uncovered(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)made, (void)visits;
    --*count;
}
static void a_pin_is_missing(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)visits, (void)count;
    made->pins[0] = (struct matcher_visit){1, 1, 0};
}
static void sends_too_few(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)visits, (void)count;
    made->centres[1].min_send = 2;
}
static void hosts_too_few(struct made_round *made, struct matcher_visit *visits, size_t *count)
{
    (void)visits, (void)count;
    made->centres[0].min_host = 3;
}

/* Each rule is broken once, and nothing else: the judge and the look at a plan both name it. */
static void every_rule_is_judged(void **state)
{
    static const struct broken cases[] = {
        {MATCHER_ROUND_RANGE, "no such worker, host or period", no_such_period},
        {MATCHER_ROUND_OWN_CENTRE, "own_centre: worker 0 visits home", goes_home},
        {MATCHER_ROUND_FIT, "fit: worker 0 has none for centre 2", has_no_fit},
        {MATCHER_ROUND_CLOSED, "closed: centre 2 in period 2", is_closed},
        {MATCHER_ROUND_UNAVAILABLE, "unavailable: worker 3 in period 2", is_unavailable},
        {MATCHER_ROUND_ONE_PLACE, "one_place: worker 0 is twice away in period 0", is_in_two_places},
        {MATCHER_ROUND_GAP, "min_gap: worker 0 in periods 0 and 1", has_no_rest},
        {MATCHER_ROUND_HOST_ONCE, "host_once: worker 0 visits centre 1 twice", comes_twice},
        {MATCHER_ROUND_MAX_VISITS, "max_visits: worker 0 makes 2 of 1", travels_too_much},
        {MATCHER_ROUND_GUESTS, "guests: centre 2, period 2: 1 of 0", is_crowded},
        {MATCHER_ROUND_AWAY, "away: centre 1, period 0: 1 of 0", is_bare},
        {MATCHER_ROUND_BALANCE, "balanced: centre 0, period 2: 1 out, 0 in", is_left_uncovered},
        {MATCHER_ROUND_PIN, "pin: worker 1 at centre 1 in period 0 is missing", a_pin_is_missing},
        {MATCHER_ROUND_MIN_SEND, "min_send: centre 1 sends 1 of 2", sends_too_few},
        {MATCHER_ROUND_MIN_HOST, "min_host: centre 0 hosts 2 of 3", hosts_too_few},
    };
    static struct made_round made;
    struct matcher_visit visits[8];
    struct matcher_verdict verdict;
    size_t count;

    (void)state;
    assert_int_equal(sizeof cases / sizeof *cases, MATCHER_ROUND_RULES - 1);
    make_legal(&made, visits, &count);
    assert_true(accepts(&made.round, visits, count, 40));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct matcher_round_report report;
        struct matcher_breach breaches[8];
        bool named = false;
        make_legal(&made, visits, &count);
        cases[i].break_it(&made, visits, &count);
        assert_true(matcher_verify_round(&made.round, visits, count, 40, &verdict, NULL));
        assert_false(verdict.accepted);
        if (verdict.breach.rule != cases[i].rule || strcmp(verdict.reason, cases[i].reason) != 0)
            fail_msg("%s: %s", matcher_round_rule_name(cases[i].rule), verdict.reason);
        assert_true(matcher_round_check(&made.round, visits, count, &report, breaches, 8, NULL));
        for (size_t b = 0; b < report.breaches_count && b < 8; b++)
            named = named || breaches[b].rule == cases[i].rule;
        assert_true(named);
    }
}

static void wrong_prices_prove_nothing(void **state)
{
    static struct made_round made;
    struct matcher_plan plan;
    int64_t bound;
    bool proved;
    uint64_t seed = 0;

    (void)state;
    do
        make_round(&made, seed++);
    while (made.round.balanced);
    made.round.pins_count = 0;
    for (size_t c = 0; c < made.round.centres_count; c++)
        made.centres[c].min_send = made.centres[c].min_host = 0;
    assert_true(matcher_rotate(&made.round, &quick, &plan, NULL));
    assert_true(matcher_verify_bound(&made.round, &plan.certificate, &proved, &bound, NULL));
    assert_true(proved);
    int64_t *prices[] = {plan.certificate.guests, plan.certificate.away, plan.certificate.send, plan.certificate.host,
                         plan.certificate.fair};
    for (size_t i = 0; i < sizeof prices / sizeof prices[0]; i++) {
        int64_t was = prices[i][0];
        prices[i][0] = -1;
        assert_true(matcher_verify_bound(&made.round, &plan.certificate, &proved, &bound, NULL));
        assert_false(proved);
        prices[i][0] = was;
    }
    plan.certificate.balance[0] = 5; /* the round is free */
    assert_true(matcher_verify_bound(&made.round, &plan.certificate, &proved, &bound, NULL));
    assert_false(proved);
    plan.certificate.balance[0] = 0;
    plan.certificate.scale = 0;
    assert_true(matcher_verify_bound(&made.round, &plan.certificate, &proved, &bound, NULL));
    assert_false(proved);
    matcher_plan_free(&plan);
}

/* Any prices of the right sign bound the optimum from above. */
static void any_prices_bound_from_above(void **state)
{
    static struct made_round made;

    (void)state;
    for (uint64_t seed = 0; seed < rounds(); seed++) {
        int64_t numbers[5][MADE_CENTRES * MADE_PERIODS], fair[MADE_WORKERS], best, bound;
        uint64_t changes, draw = seed;
        bool proved;
        make_round(&made, seed);
        if (!best_of_all_plans(&made.round, NULL, 0, &best, &changes))
            continue;
        for (int kind = 0; kind < 5; kind++)
            for (int i = 0; i < MADE_CENTRES * MADE_PERIODS; i++)
                numbers[kind][i] =
                    kind == 2 ? (made.round.balanced ? crowd_below(&draw, 400) - 200 : 0) : crowd_below(&draw, 300);
        for (int w = 0; w < MADE_WORKERS; w++)
            fair[w] = crowd_below(&draw, 8);
        struct matcher_certificate_prices prices = {7,          numbers[0], numbers[1], numbers[2],
                                                    numbers[3], numbers[4], fair};
        assert_true(matcher_verify_bound(&made.round, &prices, &proved, &bound, NULL));
        assert_true(proved);
        if (bound < best)
            fail_msg("seed %llu: bound %lld below %lld", (unsigned long long)seed, (long long)bound, (long long)best);
    }
}

/* ---- Running ---- */

static bool stop_at_once(void *context, const struct matcher_progress *progress)
{
    (void)progress;
    ++*(int *)context;
    return true;
}

static void a_run_can_be_stopped(void **state)
{
    static struct made_round made;
    int calls = 0;
    struct matcher_rotate_options options = {.seed = 1, .progress = stop_at_once, .context = &calls};

    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct matcher_plan plan;
        struct matcher_verdict verdict;
        make_round(&made, seed);
        assert_true(matcher_rotate(&made.round, &options, &plan, NULL));
        if (plan.has_plan) {
            assert_true(
                matcher_verify_round(&made.round, plan.visits, plan.visits_count, plan.objective, &verdict, NULL));
            assert_true(verdict.accepted);
        }
        matcher_plan_free(&plan);
    }
    assert_true(calls > 0);
}

static void the_same_input_gives_the_same_plan(void **state)
{
    static struct made_round made;

    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct matcher_plan first, second;
        make_round(&made, seed);
        assert_true(matcher_rotate(&made.round, &quick, &first, NULL));
        assert_true(matcher_rotate(&made.round, &quick, &second, NULL));
        assert_int_equal(first.visits_count, second.visits_count);
        assert_int_equal(first.root_bound, second.root_bound);
        if (first.visits_count > 0)
            assert_memory_equal(first.visits, second.visits, first.visits_count * sizeof *first.visits);
        matcher_plan_free(&first);
        matcher_plan_free(&second);
    }
}

static void an_empty_round_is_planned(void **state)
{
    const struct matcher_round round = {.max_visits = 1};
    struct matcher_plan plan;

    (void)state;
    assert_true(matcher_rotate(&round, &quick, &plan, NULL));
    assert_int_equal(plan.status, MATCHER_PLAN_OPTIMAL);
    assert_int_equal(plan.objective, 0);
    matcher_plan_free(&plan);
    matcher_plan_free(NULL);
}

static void bad_rounds_are_refused(void **state)
{
    static struct made_round made;
    struct matcher_error error = {0};
    struct matcher_plan plan;

    (void)state;
    make_round(&made, 1);
    made.workers[1].home = 99;
    assert_false(matcher_rotate(&made.round, &quick, &plan, &error));
    assert_int_equal(error.failure, MATCHER_INVALID);
    assert_string_equal(error.field, "workers.home");
    assert_int_equal(error.at, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_rounds_are_solved),
        cmocka_unit_test(keeping_is_exact),
        cmocka_unit_test(why_is_smallest),
        cmocka_unit_test(every_corruption_is_caught),
        cmocka_unit_test(every_rule_is_judged),
        cmocka_unit_test(wrong_prices_prove_nothing),
        cmocka_unit_test(any_prices_bound_from_above),
        cmocka_unit_test(a_run_can_be_stopped),
        cmocka_unit_test(the_same_input_gives_the_same_plan),
        cmocka_unit_test(an_empty_round_is_planned),
        cmocka_unit_test(bad_rounds_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
