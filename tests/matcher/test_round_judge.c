/*
 * The judge of plans: single corruptions of what the planner gave out, every rule broken once, and what prices prove.
 * Wherever visits are legal, the look at a plan (matcher_round_check) must say the same of them.
 */
#include "tests/matcher/cases.h"
#include "tests/matcher/crowd.h"
#include "tests/matcher/round_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static size_t rounds(void)
{
    return cases(600, 600);
}

static const struct matcher_rotate_options quick = {.seed = 1, .budget = 300};

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

/* ---- Rule by rule ---- */

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

/* ---- Prices ---- */

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_corruption_is_caught),
        cmocka_unit_test(every_rule_is_judged),
        cmocka_unit_test(wrong_prices_prove_nothing),
        cmocka_unit_test(any_prices_bound_from_above),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
