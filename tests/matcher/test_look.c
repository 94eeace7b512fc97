/* What a board shows of a plan: cover and absences, circles, shares, differences; counted once more on invented plans.
 */
#include "tests/matcher/crowd.h"
#include "tests/matcher/round_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { SEEDS = 2000, CELLS = MADE_CENTRES * MADE_PERIODS };

/* Any visits of the round's workers, each in one place at a time and never at home; legal or not. */
static size_t draw_visits(const struct matcher_round *round, uint64_t *draw, struct matcher_visit visits[MADE_VISITS])
{
    size_t count = 0;

    for (uint32_t w = 0; w < round->workers_count; w++)
        for (uint32_t t = 0; t < round->periods; t++) {
            uint32_t host = (uint32_t)crowd_below(draw, (int)round->centres_count * 2);
            if (host < round->centres_count && host != round->workers[w].home)
                visits[count++] = (struct matcher_visit){w, host, t};
        }
    for (size_t i = count; i > 1; i--) { /* in no order */
        size_t other = (size_t)crowd_below(draw, (int)i);
        struct matcher_visit was = visits[i - 1];
        visits[i - 1] = visits[other];
        visits[other] = was;
    }
    return count;
}

static const struct matcher_visit *visit_of(const struct matcher_visit *visits, size_t count, uint32_t worker,
                                            uint32_t period)
{
    for (size_t i = 0; i < count; i++)
        if (visits[i].worker == worker && visits[i].period == period)
            return &visits[i];
    return NULL;
}

/* ---- Cover ---- */

static int present_without(const struct matcher_round *round, const struct matcher_visit *visits, size_t count,
                           uint32_t centre, uint32_t period, uint32_t absent)
{
    int present = 0;

    for (uint32_t w = 0; w < round->workers_count; w++) {
        const struct matcher_visit *visit = visit_of(visits, count, w, period);
        if (w != absent)
            present += visit == NULL ? round->workers[w].home == centre : round->balanced && visit->host == centre;
    }
    return present;
}

static void judge_cover(const struct matcher_round *round, const struct matcher_visit *visits, size_t count,
                        const int32_t *required)
{
    struct matcher_cover cover[CELLS];
    struct matcher_absence absences[MADE_WORKERS * MADE_PERIODS];

    assert_true(matcher_round_cover(round, visits, count, required, cover, absences, NULL));
    for (uint32_t c = 0; c < round->centres_count; c++)
        for (uint32_t t = 0; t < round->periods; t++) {
            const struct matcher_cover *cell = &cover[c * round->periods + t];
            int present = present_without(round, visits, count, c, t, MATCHER_NONE);
            assert_int_equal(cell->present, present);
            assert_int_equal(cell->margin, present - cell->required);
            if (required != NULL)
                assert_int_equal(cell->required, required[c * round->periods + t]);
            for (uint32_t w = 0; w < round->workers_count; w++) {
                const struct matcher_absence *absence = &absences[w * round->periods + t];
                int left = present_without(round, visits, count, c, t, w);
                assert_int_equal(absence->centre == c, left != present);
                if (absence->centre == c)
                    assert_int_equal(absence->margin, left - cell->required);
            }
        }
}

static void cover_is_counted(void **state)
{
    static struct made_round made;

    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        uint64_t draw = seed;
        int32_t required[CELLS];
        struct matcher_visit visits[MADE_VISITS];
        make_larger_round(&made, seed, 1);
        size_t count = draw_visits(&made.round, &draw, visits);
        for (int i = 0; i < CELLS; i++)
            required[i] = crowd_below(&draw, 3);
        judge_cover(&made.round, visits, count, NULL);
        judge_cover(&made.round, visits, count, required);
    }
}

/* A legal plan leaves no centre short: that is what the rules are for. */
static void legal_plans_leave_nobody_short(void **state)
{
    static struct made_round made;
    const struct matcher_rotate_options options = {.seed = 1, .budget = 100};
    size_t cells = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct matcher_cover cover[CELLS];
        struct matcher_plan plan;
        make_round(&made, seed);
        assert_true(matcher_rotate(&made.round, &options, &plan, NULL));
        if (plan.has_plan) {
            assert_true(matcher_round_cover(&made.round, plan.visits, plan.visits_count, NULL, cover, NULL, NULL));
            for (size_t i = 0; i < made.round.centres_count * made.round.periods; i++, cells++)
                assert_true(cover[i].margin >= 0 && (!made.round.balanced || cover[i].margin == 0));
        }
        matcher_plan_free(&plan);
    }
    assert_true(cells > 200);
}

/* ---- Circles ---- */

static uint32_t home_of(const struct matcher_round *round, const struct matcher_visit *visit)
{
    return round->workers[visit->worker].home;
}

static void judge_circle(const struct matcher_round *round, const struct matcher_visit *chain,
                         const struct matcher_circle *circle)
{
    assert_true(circle->count > 0);
    for (size_t i = 0; i < circle->count; i++) {
        assert_int_equal(chain[i].period, circle->period);
        if (i + 1 < circle->count)
            assert_int_equal(chain[i].host, home_of(round, &chain[i + 1]));
        if (circle->closed)
            assert_true(home_of(round, &chain[i]) >= home_of(round, &chain[0]));
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(home_of(round, &chain[i]), home_of(round, &chain[j]));
    }
    assert_int_equal(circle->closed, chain[circle->count - 1].host == home_of(round, &chain[0]));
}

/* Paths are as few as can be: as many as visits leave in excess of those that come. */
static size_t paths_needed(const struct matcher_round *round, const struct matcher_visit *visits, size_t count)
{
    int excess[MADE_CENTRES][MADE_PERIODS] = {{0}};
    size_t needed = 0;

    for (size_t i = 0; i < count; i++) {
        excess[home_of(round, &visits[i])][visits[i].period]++;
        excess[visits[i].host][visits[i].period]--;
    }
    for (size_t c = 0; c < MADE_CENTRES; c++)
        for (size_t t = 0; t < MADE_PERIODS; t++)
            needed += excess[c][t] > 0 ? (size_t)excess[c][t] : 0;
    return needed;
}

static void every_visit_is_in_one_circle(void **state)
{
    static struct made_round made;

    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct matcher_visit visits[MADE_VISITS], ordered[MADE_VISITS], again[MADE_VISITS];
        struct matcher_circle circles[MADE_VISITS];
        size_t circles_count, used = 0, paths = 0;
        uint64_t draw = seed;
        make_larger_round(&made, seed, 1);
        size_t count = draw_visits(&made.round, &draw, visits);
        assert_true(matcher_round_circles(&made.round, visits, count, ordered, circles, &circles_count, NULL));
        for (size_t i = 0; i < circles_count; i++) {
            assert_int_equal(circles[i].first, used);
            judge_circle(&made.round, ordered + used, &circles[i]);
            used += circles[i].count;
            paths += !circles[i].closed;
            assert_true(i == 0 || circles[i].period >= circles[i - 1].period);
        }
        assert_int_equal(used, count);
        assert_int_equal(paths, paths_needed(&made.round, visits, count));
        for (size_t i = 0; i < count; i++)
            assert_non_null(visit_of(ordered, count, visits[i].worker, visits[i].period));
        for (size_t i = 0; i < count / 2; i++) { /* the order that visits stand in does not matter */
            struct matcher_visit was = visits[i];
            visits[i] = visits[count - 1 - i];
            visits[count - 1 - i] = was;
        }
        assert_true(matcher_round_circles(&made.round, visits, count, again, circles, &circles_count, NULL));
        assert_memory_equal(ordered, again, count * sizeof *again);
    }
}

/* Kehra (0) to Loo (1) to Vaida (2) to Kehra, and Loo and Vaida trade. */
static void an_exchange_is_drawn(void **state)
{
    const struct matcher_round_worker workers[] = {{.home = 0}, {.home = 1}, {.home = 2}, {.home = 1}, {.home = 2}};
    const int32_t plenty[] = {3};
    const struct matcher_round_centre centre = {.guests = plenty, .away = plenty};
    const struct matcher_round_centre centres[] = {centre, centre, centre};
    const struct matcher_round round = {.periods = 1,
                                        .max_visits = 1,
                                        .balanced = true,
                                        .centres = centres,
                                        .centres_count = 3,
                                        .workers = workers,
                                        .workers_count = 5};
    const struct matcher_visit visits[] = {{4, 1, 0}, {3, 2, 0}, {2, 0, 0}, {1, 2, 0}, {0, 1, 0}};
    struct matcher_visit ordered[5];
    struct matcher_circle circles[5];
    size_t count;

    (void)state;
    assert_true(matcher_round_circles(&round, visits, 5, ordered, circles, &count, NULL));
    assert_int_equal(count, 2);
    assert_int_equal(circles[0].count, 3);
    assert_true(circles[0].closed && circles[1].closed);
    const uint32_t walk[] = {0, 1, 2, 3, 4};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(ordered[i].worker, walk[i]);
}

/* ---- Shares ---- */

static void shares_add_up(void **state)
{
    static struct made_round made;

    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct matcher_visit visits[MADE_VISITS];
        struct matcher_worker_share workers[MADE_WORKERS];
        struct matcher_centre_share centres[MADE_CENTRES];
        struct matcher_round_report report;
        int64_t objective = 0, by_centres = 0;
        uint32_t sent = 0, hosted = 0, of_centres = 0;
        uint64_t draw = seed;
        make_larger_round(&made, seed, 1);
        size_t count = draw_visits(&made.round, &draw, visits);
        assert_true(matcher_round_shares(&made.round, visits, count, workers, centres, NULL));
        assert_true(matcher_round_check(&made.round, visits, count, &report, NULL, 0, NULL));
        for (size_t w = 0; w < made.round.workers_count; w++) {
            objective += workers[w].part - made.round.fair_weight * workers[w].short_by;
            assert_true(workers[w].goals_met <= workers[w].goals);
            assert_true(workers[w].part >= centres[made.workers[w].home].least_part);
        }
        for (size_t c = 0; c < made.round.centres_count; c++) {
            by_centres += centres[c].part - made.round.fair_weight * centres[c].short_by;
            sent += centres[c].sent;
            hosted += centres[c].hosted;
            of_centres += centres[c].workers;
        }
        assert_int_equal(objective, report.objective);
        assert_int_equal(by_centres, report.objective);
        assert_int_equal(sent, count);
        assert_int_equal(hosted, count);
        assert_int_equal(of_centres, made.round.workers_count);
    }
}

/* ---- Differences ---- */

/* Applying the lines to the one plan gives the other. */
static void differences_lead_from_plan_to_plan(void **state)
{
    static struct made_round made;

    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct matcher_visit before[MADE_VISITS], after[MADE_VISITS];
        struct matcher_changed changed[2 * MADE_VISITS];
        uint32_t at[MADE_WORKERS][MADE_PERIODS], wanted[MADE_WORKERS][MADE_PERIODS];
        size_t changed_count, differ = 0;
        uint64_t draw = seed;
        make_larger_round(&made, seed, 1);
        size_t old = draw_visits(&made.round, &draw, before), new = draw_visits(&made.round, &draw, after);
        memset(at, 0xff, sizeof at);
        memset(wanted, 0xff, sizeof wanted);
        for (size_t i = 0; i < old; i++)
            at[before[i].worker][before[i].period] = before[i].host;
        for (size_t i = 0; i < new; i++)
            wanted[after[i].worker][after[i].period] = after[i].host;
        assert_true(matcher_plans_difference(before, old, after, new, changed, &changed_count, NULL));
        for (size_t w = 0; w < MADE_WORKERS; w++)
            for (size_t t = 0; t < MADE_PERIODS; t++)
                differ += at[w][t] != wanted[w][t];
        assert_int_equal(changed_count, differ);
        for (size_t i = 0; i < changed_count; i++) {
            const struct matcher_changed *line = &changed[i];
            assert_int_equal(at[line->worker][line->period], line->from);
            at[line->worker][line->period] = line->to;
            if (i > 0)
                assert_true(line->period > line[-1].period ||
                            (line->period == line[-1].period && line->worker > line[-1].worker));
        }
        assert_memory_equal(at, wanted, sizeof at);
    }
}

static void unknown_visits_are_refused(void **state)
{
    static struct made_round made;
    struct matcher_cover cover[CELLS];
    struct matcher_error error = {0};
    struct matcher_visit visits[] = {{0, 0, 0}, {0, 0, 99}};

    (void)state;
    make_round(&made, 1);
    assert_false(matcher_round_cover(&made.round, visits, 2, NULL, cover, NULL, &error));
    assert_int_equal(error.failure, MATCHER_INVALID);
    assert_string_equal(error.field, "visits");
    assert_int_equal(error.at, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cover_is_counted),
        cmocka_unit_test(legal_plans_leave_nobody_short),
        cmocka_unit_test(every_visit_is_in_one_circle),
        cmocka_unit_test(an_exchange_is_drawn),
        cmocka_unit_test(shares_add_up),
        cmocka_unit_test(differences_lead_from_plan_to_plan),
        cmocka_unit_test(unknown_visits_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
