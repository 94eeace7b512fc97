/* Two-sided top trading cycles: what Dur and Unver (2019) prove of them, seen on invented rounds of one period. */
#include "tests/matcher/crowd.h"
#include "tests/matcher/round_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { SEEDS = 600 };

static const struct matcher_rotate_options trading = {.seed = 1, .trading = true};

/* One period, no minimums, no pins: nothing but who likes what. */
static void make_market(struct made_round *made, uint64_t seed)
{
    make_larger_round(made, seed, 1);
    made->round.periods = 1;
    made->round.max_visits = 1;
    made->round.balanced = true;
    made->round.pins_count = 0;
    for (size_t c = 0; c < made->round.centres_count; c++)
        made->centres[c].min_send = made->centres[c].min_host = 0;
}

static int64_t liking(const struct made_round *made, uint32_t worker, uint32_t host)
{
    const struct matcher_round_worker *who = &made->round.workers[worker];

    for (size_t i = 0; i < who->fits_count; i++)
        if (who->fits[i].host == host)
            return who->fits[i].fit + made->bonus[host][0];
    return INT32_MIN;
}

/* By worker: how much they like where they go; 0 at home. */
static void trade(const struct made_round *made, int64_t likings[MADE_WORKERS])
{
    struct matcher_plan plan;
    struct matcher_verdict verdict;

    memset(likings, 0, MADE_WORKERS * sizeof *likings);
    assert_true(matcher_rotate(&made->round, &trading, &plan, NULL));
    assert_true(plan.has_plan);
    assert_true(matcher_verify_round(&made->round, plan.visits, plan.visits_count, plan.objective, &verdict, NULL));
    assert_true(verdict.accepted);
    assert_true(plan.objective <= plan.bound);
    for (size_t i = 0; i < plan.visits_count; i++)
        likings[plan.visits[i].worker] = liking(made, plan.visits[i].worker, plan.visits[i].host);
    matcher_plan_free(&plan);
}

/* Legal (balanced among others), and nobody goes where they do not like to. */
static void nobody_is_worse_off(void **state)
{
    static struct made_round made;
    size_t went = 0;

    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        int64_t likings[MADE_WORKERS];
        make_market(&made, seed);
        trade(&made, likings);
        for (size_t w = 0; w < made.round.workers_count; w++) {
            assert_true(likings[w] >= 0);
            went += likings[w] > 0;
        }
    }
    assert_true(went > SEEDS / 4);
}

/* Whatever one worker says instead, they do not get what they like more. */
static void nobody_gains_by_saying_otherwise(void **state)
{
    static struct made_round made;

    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        int64_t honest[MADE_WORKERS], other[MADE_WORKERS];
        uint64_t draw = seed;
        make_market(&made, seed);
        trade(&made, honest);
        for (size_t w = 0; w < made.round.workers_count; w++) {
            struct matcher_fit said[MADE_CENTRES];
            size_t count = made.workers[w].fits_count;
            memcpy(said, made.fits[w], sizeof said);
            for (int lie = 0; lie < 6; lie++) {
                struct matcher_plan plan;
                for (size_t i = 0; i < count; i++)
                    made.fits[w][i].fit = crowd_below(&draw, 900) - 300;
                assert_true(matcher_rotate(&made.round, &trading, &plan, NULL));
                memcpy(made.fits[w], said, sizeof said);
                other[w] = 0;
                for (size_t i = 0; i < plan.visits_count; i++)
                    if (plan.visits[i].worker == w)
                        other[w] = liking(&made, (uint32_t)w, plan.visits[i].host);
                if (other[w] > honest[w])
                    fail_msg("seed %llu: worker %zu gains", (unsigned long long)seed, w);
                matcher_plan_free(&plan);
            }
        }
    }
}

struct rival {
    const struct made_round *made;
    const int64_t *likings;
    struct matcher_visit visits[MADE_WORKERS];
    size_t count;
    bool found;
};

/* Every balanced exchange that leaves nobody worse off than `likings`; found when somebody is better off. */
static void try_rivals(struct rival *rival, uint32_t worker, bool better)
{
    const struct matcher_round *round = &rival->made->round;

    if (worker == round->workers_count) {
        struct matcher_round_report report;
        assert_true(matcher_round_check(round, rival->visits, rival->count, &report, NULL, 0, NULL));
        rival->found = rival->found || (better && report.breaches_count == 0);
        return;
    }
    if (rival->likings[worker] == 0)
        try_rivals(rival, worker + 1, better);
    for (size_t i = 0; i < round->workers[worker].fits_count && !rival->found; i++) {
        uint32_t host = round->workers[worker].fits[i].host;
        int64_t liked = liking(rival->made, worker, host);
        if (host == round->workers[worker].home || liked < rival->likings[worker] || liked <= 0)
            continue;
        rival->visits[rival->count++] = (struct matcher_visit){worker, host, 0};
        try_rivals(rival, worker + 1, better || liked > rival->likings[worker]);
        rival->count--;
    }
}

/* The theorem wants everybody to like no two hosts the same. */
static bool has_ties(const struct made_round *made)
{
    for (uint32_t w = 0; w < made->round.workers_count; w++)
        for (size_t i = 0; i < made->workers[w].fits_count; i++)
            for (size_t j = 0; j < i; j++)
                if (liking(made, w, made->fits[w][i].host) == liking(made, w, made->fits[w][j].host))
                    return true;
    return false;
}

/* Where each centre spares one and takes one, no other exchange is better for somebody and worse for nobody. */
static void nothing_is_left_lying(void **state)
{
    static struct made_round made;

    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        int64_t likings[MADE_WORKERS];
        make_market(&made, seed);
        for (size_t w = 0; w < made.round.workers_count; w++) /* one worker a centre: priorities bind nobody */
            made.workers[w].home = (uint32_t)(w % made.round.centres_count);
        if (made.round.workers_count > made.round.centres_count)
            made.round.workers_count = made.round.centres_count;
        if (has_ties(&made))
            continue;
        trade(&made, likings);
        struct rival rival = {.made = &made, .likings = likings};
        try_rivals(&rival, 0, false);
        if (rival.found)
            fail_msg("seed %llu: an exchange is better for somebody and worse for nobody", (unsigned long long)seed);
    }
}

/* Of one centre's workers who all like the same, the first of the list goes. */
static void priorities_hold(void **state)
{
    static struct made_round made;

    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        int64_t likings[MADE_WORKERS];
        make_market(&made, seed);
        made.workers[1] = made.workers[0];
        trade(&made, likings);
        assert_true(likings[0] >= likings[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_worse_off),
        cmocka_unit_test(nobody_gains_by_saying_otherwise),
        cmocka_unit_test(nothing_is_left_lying),
        cmocka_unit_test(priorities_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
