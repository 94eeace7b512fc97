/* Listed plans: branch and bound over them against exhaustive search, inequalities against whole plans, and every
 * allocation made to fail once. Linked with --wrap. */
#include "matcher/rotate_bundle.h"
#include "matcher/rotate_sharp.h"
#include "tests/matcher/cases.h"
#include "tests/matcher/crowd.h"
#include "tests/matcher/failing_malloc.h"
#include "tests/matcher/round_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

/* ---- All legal personal plans of a round ---- */

struct all_plans {
    struct rotation rotation;
    struct personal personal;
    struct prices free; /* nothing costs anything */
    struct listed listed;
    struct sharp sharp;
    struct listed_tree tree; /* nothing, until it is made */
    struct rotate_watch watch;
};

static bool put(void *context, uint32_t worker, const struct plan_visit *visits, uint32_t count, int64_t reduced)
{
    struct all_plans *all = context;
    bool is_new;

    (void)reduced;
    return pool_add(&all->listed.pool, &all->rotation, worker, visits, count, &is_new) != SIZE_MAX;
}

/* False: no memory. */
static bool list_all(struct all_plans *all, const struct matcher_round *round)
{
    static const struct matcher_rotate_options quiet = {.seed = 1};

    *all = (struct all_plans){.watch.options = &quiet};
    if (!rotation_build(&all->rotation, round, NULL) || !personal_new(&all->personal, &all->rotation) ||
        !prices_new(&all->free, &all->rotation) || !listed_new(&all->listed, &all->rotation))
        return false;
    all->personal.strict = true;
    for (uint32_t w = 0; w < round->workers_count; w++) {
        struct plan_listing plans = {.take = put, .context = all, .least = IMPOSSIBLE / 4, .nodes = UINT64_C(1000000)};
        if (personal_best(&all->personal, &all->rotation, &all->free, w) != IMPOSSIBLE &&
            !personal_list(&all->personal, &all->rotation, &plans))
            return false;
    }
    return listed_begin(&all->listed, &all->free);
}

static void forget_all(struct all_plans *all)
{
    listed_tree_clear(&all->tree);
    listed_clear(&all->listed);
    sharp_clear(&all->sharp);
    prices_clear(&all->free);
    personal_clear(&all->personal);
    rotation_clear(&all->rotation);
}

/* ---- Branch and bound ---- */

/* A programme at a time; no bound on the way is below the best plan while that is not found. */
static void grow(struct listed_tree *tree, int64_t best)
{
    for (int i = 0; i < 1000; i++) {
        assert_true(listed_tree_grow(tree, 1));
        if (tree->plan < best)
            assert_true(listed_tree_bound(tree) >= best * PRICE_SCALE);
        if (listed_tree_bound(tree) < (tree->least + 1) * PRICE_SCALE)
            return;
    }
}

static void the_best_is_found_and_proved(void **state)
{
    static struct made_round made;
    size_t rounds = cases(3000, 100000), tried = 0, lost = 0;

    (void)state;
    for (uint64_t seed = 0; seed < rounds; seed++) {
        struct all_plans all;
        int64_t best;
        uint64_t changes, draw = seed;
        make_larger_round(&made, seed, seed % 32 == 0);
        if (seed % 4 == 3) /* nobody ever has so much: all plans are worth less than nothing */
            made.round.fair_target = seed % 8 == 3 ? 8000 : 100000;
        if (!best_of_all_plans(&made.round, NULL, 0, &best, &changes))
            continue;
        assert_true(list_all(&all, &made.round));
        assert_true(listed_tree_new(&all.tree, &all.listed, &all.sharp, &all.watch));
        all.tree.plan = all.tree.least = best - 1 - crowd_below(&draw, 400);
        if (seed % 2 == 1) /* dives may find it first */
            assert_true(listed_tree_grow(&all.tree, 1) && listed_tree_dive(&all.tree));
        grow(&all.tree, best);
        lost += all.tree.lost != IMPOSSIBLE; /* what is missing was cheaper than a plan: nothing is claimed */
        if (all.tree.lost == IMPOSSIBLE &&
            (!all.tree.found || all.tree.plan != best || listed_tree_bound(&all.tree) >= (best + 1) * PRICE_SCALE))
            fail_msg("seed %llu: %lld of %lld", (unsigned long long)seed, (long long)all.tree.plan, (long long)best);
        tried++;
        forget_all(&all);
    }
    assert_true(tried > rounds / 4 && lost < rounds / 100);
}

/* ---- A round whose programme is fractional ---- */

enum { CENTRES = 6, WORKERS = 10, PERIODS = 4 };

struct tight_round {
    struct matcher_round round;
    struct matcher_round_centre centres[CENTRES];
    struct matcher_round_worker workers[WORKERS];
    struct matcher_fit fits[WORKERS][CENTRES];
};

/* One guest and one away at a time, everywhere. */
static void make_tight_round(struct tight_round *made, uint64_t seed)
{
    static const int32_t one[PERIODS] = {1, 1, 1, 1}, nothing[PERIODS];

    *made = (struct tight_round){.round = {.periods = PERIODS,
                                           .max_visits = 2,
                                           .min_gap = 1,
                                           .balanced = true,
                                           .centres = made->centres,
                                           .centres_count = CENTRES,
                                           .workers = made->workers,
                                           .workers_count = WORKERS}};
    for (size_t c = 0; c < CENTRES; c++)
        made->centres[c] = (struct matcher_round_centre){.guests = one, .away = one, .bonus = nothing};
    for (uint32_t w = 0; w < WORKERS; w++) {
        for (uint32_t c = 0; c < CENTRES; c++)
            made->fits[w][c] = (struct matcher_fit){c, 100 + crowd_below(&seed, 900)};
        made->workers[w] =
            (struct matcher_round_worker){.home = w % CENTRES, .fits = made->fits[w], .fits_count = CENTRES};
    }
}

/* The same plans by branch and bound over visits (rotate_branch.c), without inequalities. */
static int64_t best_by_visits(struct all_plans *all)
{
    struct master master;
    uint32_t chosen[WORKERS], plans[10000];
    struct branching branching = {.best = 0, .chosen = chosen, .nodes = 100000};

    assert_true(all->listed.pool.count <= 10000);
    for (uint32_t p = 0; p < all->listed.pool.count; p++)
        plans[p] = p;
    assert_true(
        master_new(&master, &all->rotation, &all->listed.pool, all->listed.everybody, WORKERS, NULL, UINT64_MAX));
    assert_true(master_add(&master, plans, all->listed.pool.count));
    assert_true(master_solve(&master, false, &all->watch) && branch(&master, &branching, &all->watch));
    assert_true(branching.complete);
    master_clear(&master);
    return branching.best;
}

/* A tree over all plans of a round, whose best so far is worth `below` less than the best there is. */
static int64_t begin_tree(struct all_plans *all, struct matcher_round *round, int64_t below)
{
    assert_true(list_all(all, round));
    int64_t best = best_by_visits(all);
    assert_true(listed_tree_new(&all->tree, &all->listed, &all->sharp, &all->watch));
    all->tree.plan = all->tree.least = best - below;
    return best;
}

static void two_ways_to_branch_agree(void **state)
{
    static struct tight_round made;
    size_t rounds = cases(20, 400), split = 0, cut = 0;

    (void)state;
    for (uint64_t seed = 0; seed < rounds; seed++) {
        struct all_plans all;
        make_tight_round(&made, seed);
        int64_t best = begin_tree(&all, &made.round, seed % 2 == 0 ? 1 : 500);
        grow(&all.tree, best);
        if (all.tree.plan != best || listed_tree_bound(&all.tree) >= (best + 1) * PRICE_SCALE)
            fail_msg("seed %llu: %lld of %lld", (unsigned long long)seed, (long long)all.tree.plan, (long long)best);
        split += all.tree.count > 2;
        cut += all.listed.cuts_count > 0;
        forget_all(&all);
    }
    assert_true(split >= rounds / 10 && cut >= rounds / 10);
}

/* ---- Inequalities ---- */

/* Shares of some plans by lot, one in all for each worker: an answer that no programme gives, yet inequalities must cut
 * off nothing but such. */
static void draw_shares(struct listed *listed, uint64_t *draw)
{
    listed->shares_count = 0;
    for (uint32_t w = 0; w < listed->rotation->workers; w++) {
        size_t first = listed->shares_count;
        int sum = 0;
        for (size_t p = listed->first_of[w]; p < listed->first_of[w + 1]; p++) {
            int part = crowd_below(draw, 4) == 0 ? 1 + crowd_below(draw, 5) : 0;
            sum += part;
            if (part > 0)
                listed->shares[listed->shares_count++] = (struct listed_share){(uint32_t)p, part};
        }
        for (size_t s = first; s < listed->shares_count; s++)
            listed->shares[s].share /= sum;
    }
}

/* Every choice of a plan for each worker that keeps the rows' limits keeps the inequalities. */
static void judge_whole(const struct listed *listed, uint32_t worker, int32_t *left, int *taken, size_t *judged)
{
    uint32_t rows[LISTED_ROWS];

    if (worker == listed->rotation->workers) {
        for (size_t k = 0; k < listed->cuts_count; k++)
            assert_true(taken[k] <= listed->cuts[k].limit);
        ++*judged;
        return;
    }
    for (size_t p = listed->first_of[worker]; p < listed->first_of[worker + 1] && *judged < 5000; p++) {
        unsigned count = listed_plan_rows(listed, (uint32_t)p, rows);
        bool fits = true;
        for (unsigned i = 0; i < count; i++)
            fits = --left[rows[i]] >= 0 && fits;
        for (size_t k = 0; k < listed->cuts_count; k++)
            taken[k] += cut_has(listed, &listed->cuts[k], (uint32_t)p);
        if (fits)
            judge_whole(listed, worker + 1, left, taken, judged);
        for (size_t k = 0; k < listed->cuts_count; k++)
            taken[k] -= cut_has(listed, &listed->cuts[k], (uint32_t)p);
        for (unsigned i = 0; i < count; i++)
            left[rows[i]]++;
    }
}

/* The shares break each of them, and its list holds just the plans that it is about. */
static void judge_cut(const struct listed *listed, const struct cut *cut)
{
    double sum = 0;
    size_t at = 0;

    for (size_t s = 0; s < listed->shares_count; s++)
        sum += cut_has(listed, cut, listed->shares[s].plan) ? listed->shares[s].share : 0;
    assert_true(sum > cut->limit);
    for (uint32_t p = 0; p < listed->pool.count; p++) {
        bool is_listed = at < cut->count && cut->plans[at] == p;
        assert_int_equal(is_listed, cut_has(listed, cut, p));
        at += is_listed;
    }
    assert_int_equal(at, cut->count);
}

static void no_whole_plan_is_cut_off(void **state)
{
    static struct made_round made;
    size_t rounds = cases(3000, 100000), cuts = 0, judged = 0;
    static int32_t left[MADE_WORKERS + 2 * MADE_CENTRES * MADE_PERIODS];
    static int taken[1000];

    (void)state;
    for (uint64_t seed = 0; seed < rounds; seed++) {
        struct all_plans all;
        uint64_t draw = seed;
        size_t added, here = 0;
        make_larger_round(&made, seed, 1);
        made.round.pins_count = 0;
        assert_true(list_all(&all, &made.round));
        draw_shares(&all.listed, &draw);
        assert_true(listed_cut(&all.listed, &added));
        assert_int_equal(added, all.listed.cuts_count);
        for (size_t k = 0; k < added; k++)
            judge_cut(&all.listed, &all.listed.cuts[k]);
        for (uint32_t row = 0; row < listed_rows(&all.listed); row++)
            left[row] = listed_limit(&all.listed, row);
        if (added > 0)
            judge_whole(&all.listed, 0, left, taken, &here);
        cuts += added;
        judged += here;
        forget_all(&all);
    }
    assert_true(cuts > rounds / 4 && judged > 10 * rounds);
}

/* What prices prove for all plans, those of what the root broke among them. False: no memory. */
static bool price(struct all_plans *all, int64_t *bound)
{
    const struct generation_limits limits = {.passes = 40, .enough = INT64_MIN, .nodes = 100000, .wanted = 2};
    struct generation generation = {.bound = INT64_MAX};
    struct bundle bundle = {0};
    struct master master;
    bool ok = master_new(&master, &all->rotation, &all->listed.pool, all->listed.everybody, all->rotation.workers, NULL,
                         UINT64_MAX) &&
              prices_new(&generation.at, &all->rotation) &&
              bundle_new(&bundle, &master, all->sharp.count > 0 ? &all->sharp : NULL, &generation.at) &&
              bundle_add(&bundle, NULL, 0) && generate(&bundle, &all->personal, &generation, &limits, &all->watch);

    *bound = generation.bound;
    bundle_clear(&bundle);
    prices_clear(&generation.at);
    master_clear(&master);
    return ok;
}

/* A plan loses what the inequalities cost that it is in, no more and no less. */
static void judge_losses(struct all_plans *all)
{
    for (uint32_t p = 0; all->sharp.is_priced && p < all->listed.pool.count; p++) {
        const struct plan *plan = &all->listed.pool.plans[p];
        int64_t loss = sharp_loss(&all->sharp, plan->worker, pool_visits(&all->listed.pool, p), plan->visits_count);
        for (size_t k = 0; k < all->sharp.count; k++) {
            const uint32_t *rows = all->sharp.cuts[k].rows;
            const struct cut cut = {.rows = {rows[0], rows[1], rows[2]}};
            loss -= cut_has(&all->listed, &cut, p) ? all->sharp.cuts[k].price : 0;
        }
        assert_int_equal(loss, 0);
    }
}

static void sharp_prices_prove_no_less_than_the_best(void **state)
{
    static struct tight_round made;
    uint64_t rounds = cases(40, 400), sharpened = 0, draw = 1;

    (void)state;
    for (uint64_t seed = 0; seed < rounds; seed++) {
        struct all_plans all;
        make_tight_round(&made, seed);
        int64_t best = begin_tree(&all, &made.round, 500), bound;
        assert_true(listed_tree_grow(&all.tree, 1));
        for (size_t k = 0; k < all.listed.cuts_count; k++)
            all.listed.cuts[k].price = (1 + crowd_below(&draw, 200)) * PRICE_SCALE;
        assert_true(sharp_take(&all.sharp, &all.listed));
        assert_true(price(&all, &bound) && bound >= best * PRICE_SCALE);
        judge_losses(&all);
        sharpened += all.sharp.is_priced;
        forget_all(&all);
    }
    assert_true(sharpened >= rounds / 10);
}

/* ---- Memory ---- */

static bool do_all(const struct matcher_round *round)
{
    struct all_plans all;
    uint64_t draw = 7;
    size_t added;
    int64_t bound = 0;
    bool ok = list_all(&all, round);

    if (ok) {
        draw_shares(&all.listed, &draw);
        ok = listed_cut(&all.listed, &added) && listed_tree_new(&all.tree, &all.listed, &all.sharp, &all.watch);
    }
    if (ok) {
        all.tree.plan = all.tree.least = -10000000;
        ok = listed_tree_grow(&all.tree, 1) && listed_tree_dive(&all.tree) && listed_tree_grow(&all.tree, 10) &&
             price(&all, &bound);
    }
    forget_all(&all);
    return ok;
}

static void memory_may_run_out(void **state)
{
    static struct made_round made;
    size_t failures = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 30; seed++) {
        bool untouched = false;
        make_larger_round(&made, seed, 1);
        for (long at = 0; !untouched; at++) {
            fail_at = at;
            bool done = do_all(&made.round);
            untouched = fail_at >= 0;
            fail_at = -1;
            assert_true(done == untouched);
            failures += !done;
        }
    }
    assert_true(failures > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_is_found_and_proved), cmocka_unit_test(two_ways_to_branch_agree),
        cmocka_unit_test(no_whole_plan_is_cut_off),     cmocka_unit_test(sharp_prices_prove_no_less_than_the_best),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
