/* The index under random inserts, changes and removals: after each, the best k are those of the whole. */
#include "tests/matcher/crowd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 1500, NEEDS = 40, STEPS = 4000, BEST = 70 };

static bool same(const struct matcher_candidate *a, const struct matcher_candidate *b)
{
    return matcher_id_compare(&a->id, &b->id) == 0 && a->score == b->score && a->order == b->order &&
           a->flags == b->flags && a->distance_m == b->distance_m && memcmp(a->parts, b->parts, sizeof a->parts) == 0 &&
           memcmp(&a->shifts, &b->shifts, sizeof a->shifts) == 0;
}

typedef bool rank_function(const struct matcher *matcher, const struct matcher_id *subject,
                           const struct matcher_query *query, size_t k, struct matcher_candidate *out, size_t *count,
                           struct matcher_error *error);

static size_t compare(const struct matcher *matcher, rank_function *rank, const struct matcher_id *id, uint64_t *seed)
{
    static struct matcher_candidate best[PEOPLE], all[PEOPLE];
    struct matcher_query query = {.now_utc_min = crowd_below(seed, 3) == 0 ? 20834 * 1440 : INT32_MIN};
    size_t k = crowd_below(seed, 4) == 0 ? PEOPLE : (size_t)crowd_below(seed, BEST), count, whole;

    assert_true(rank(matcher, id, &query, k, best, &count, NULL));
    query.exhaustive = true;
    assert_true(rank(matcher, id, &query, k, all, &whole, NULL));
    assert_int_equal(count, whole);
    for (size_t i = 0; i < count; i++)
        if (!same(&best[i], &all[i]))
            fail_msg("place %zu of %zu differs", i, count);
    if (rank == matcher_rank_people && k == PEOPLE) {
        assert_true(matcher_count_people(matcher, id, &query, &whole, NULL));
        assert_int_equal(count, whole);
    }
    return count;
}

/* Towns, so that cells and words fill, and one in eight with a place of its own or nowhere at all. */
static void make_neighbour(struct crowd_person *made, uint64_t *seed, int number)
{
    crowd_make_person(made, seed, number);
    if (crowd_below(seed, 2) == 0)
        made->person.exceptions_count = 0;
    if (crowd_below(seed, 3) > 0)
        made->person.agreed_count = made->person.declined_count = 0;
    if (crowd_below(seed, 8) == 0)
        memset(&made->person.availability, 0xff, sizeof made->person.availability);
}

static struct matcher *world_new(struct crowd_need *needs, uint64_t *seed)
{
    struct matcher *matcher = matcher_new(NULL, NULL);

    assert_non_null(matcher);
    for (int centre = 0; centre < 4; centre++) {
        struct matcher_position at = {true, 593000000 + centre * 400000, 249000000 + centre * 700000, centre};
        assert_true(matcher_set_centre(matcher, centre, &at, NULL));
    }
    assert_true(matcher_set_travel(matcher, 0, 3, 9000, 55, NULL));
    for (int i = 0; i < NEEDS; i++) {
        crowd_make_need(&needs[i], seed, i);
        assert_true(matcher_put_need(matcher, &needs[i].need, NULL));
    }
    return matcher;
}

static void churn_changes_nothing(void **state)
{
    static struct crowd_need needs[NEEDS];
    static bool there[PEOPLE];
    uint64_t seed = 5;
    struct matcher *matcher = world_new(needs, &seed);
    size_t listed = 0;

    (void)state;
    for (int step = 0; step < STEPS; step++) {
        struct crowd_person made;
        struct matcher_id id = crowd_id("p", crowd_below(&seed, PEOPLE));
        int number = atoi((const char *)id.bytes + 1);
        if (crowd_below(&seed, 4) == 0) {
            assert_int_equal(matcher_remove_person(matcher, &id), there[number]);
            there[number] = false;
        } else {
            make_neighbour(&made, &seed, number);
            assert_true(matcher_put_person(matcher, &made.person, NULL));
            there[number] = true;
        }
        int which = crowd_below(&seed, NEEDS);
        if (crowd_below(&seed, 20) == 0) {
            crowd_make_need(&needs[which], &seed, which);
            assert_true(matcher_put_need(matcher, &needs[which].need, NULL));
        }
        if (crowd_below(&seed, 50) == 0) {
            assert_true(matcher_remove_need(matcher, &needs[which].need.id));
            assert_true(matcher_put_need(matcher, &needs[which].need, NULL));
        }
        listed += compare(matcher, matcher_rank_people, &needs[which].need.id, &seed);
        if (there[number])
            listed += compare(matcher, matcher_rank_needs, &id, &seed);
    }
    assert_true(listed > STEPS * 10);
    for (int number = 0; number < PEOPLE; number++) {
        struct matcher_id id = crowd_id("p", number);
        assert_int_equal(matcher_remove_person(matcher, &id), there[number]);
    }
    assert_int_equal(matcher_people_count(matcher), 0);
    matcher_free(matcher);
}

static void remove_person(struct matcher *matcher, int number)
{
    struct matcher_id id = crowd_id("p", number);

    assert_true(matcher_remove_person(matcher, &id));
}

/* Everybody is free at the same times and lives in the same square, and those who look best have declined: one guess
 * after the other of how much may be lost finds nobody. */
static void those_who_look_best_may_be_refused(void **state)
{
    enum { CROWD = 6000, ASKED = 8, WILLING = 60 };
    static struct crowd_need needs[NEEDS];
    static struct matcher_id declined[ASKED];
    uint64_t seed = 9;
    struct matcher *matcher = world_new(needs, &seed);
    struct crowd_person made;
    size_t listed = 0;

    (void)state;
    for (int i = 0; i < ASKED; i++)
        declined[i] = needs[i].need.id;
    crowd_make_person(&made, &seed, 0);
    made.person.exceptions_count = made.person.agreed_count = 0;
    made.person.kind = MATCHER_VOLUNTEER;
    made.person.status = MATCHER_ACTIVE;
    made.person.birth_day = 0;
    made.person.checks_count = 0;
    made.person.has_reach_m = false;
    made.person.reach_centres_count = 0;
    made.person.availability_given = true;
    memset(&made.person.availability, 0xff, sizeof made.person.availability);
    memset(&made.person.skills, 0xff, sizeof made.person.skills);
    memset(made.person.languages, 6, sizeof made.person.languages);
    made.person.declined = declined;
    for (int i = 0; i < CROWD; i++) {
        made.person.id = crowd_id("p", i);
        made.person.declined_count = i % WILLING == 0 ? 0 : ASKED;
        made.person.invited_30d = i % WILLING == 0 ? 4 : (uint16_t)(i % 3);
        made.person.kept = (uint16_t)(i % 7);
        assert_true(matcher_put_person(matcher, &made.person, NULL));
    }
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < ASKED; i++)
            listed += compare(matcher, matcher_rank_people, &declined[i], &seed);
        for (int i = round; i < CROWD; i += 3)
            remove_person(matcher, i);
    }
    assert_true(listed > 0);
    assert_int_equal(matcher_people_count(matcher), 0);
    matcher_free(matcher);
}

/* What went in comes out, whatever it holds: lists long enough for a block of their own, sets of every code. */
static void people_are_kept_whole(void **state)
{
    static struct matcher_id declined[300];
    struct matcher *matcher = matcher_new(NULL, NULL);
    struct crowd_person made;
    uint64_t seed = 77;

    (void)state;
    for (int i = 0; i < 300; i++)
        declined[i] = crowd_id("n", i);
    for (int i = 0; i < 500; i++) {
        struct matcher_person found;
        crowd_make_person(&made, &seed, i);
        for (int code = 0; code < crowd_below(&seed, 200); code++)
            matcher_set_add(&made.person.skills, (unsigned)crowd_below(&seed, MATCHER_CODES));
        if (i % 3 == 0)
            memset(&made.person.interests, 0xff, sizeof made.person.interests);
        made.person.age_groups = crowd_draw(&seed) >> crowd_below(&seed, 64);
        if (i % 5 == 0) {
            made.person.declined = declined;
            made.person.declined_count = 300;
        }
        assert_true(matcher_put_person(matcher, &made.person, NULL));
        assert_true(matcher_put_person(matcher, &made.person, NULL));
        assert_true(matcher_read_person(matcher, &made.person.id, &found));
        assert_memory_equal(&found.skills, &made.person.skills, sizeof found.skills);
        assert_memory_equal(&found.interests, &made.person.interests, sizeof found.interests);
        assert_memory_equal(found.languages, made.person.languages, sizeof found.languages);
        assert_memory_equal(&found.availability, &made.person.availability, sizeof found.availability);
        assert_true(found.age_groups == made.person.age_groups);
        assert_int_equal(found.home_centre, made.person.home_centre);
        assert_int_equal(found.hours_per_week, made.person.hours_per_week);
        assert_int_equal(found.has_reach_m ? found.reach_m : 0, made.person.has_reach_m ? made.person.reach_m : 0);
        assert_int_equal(found.agreed_count, made.person.agreed_count);
        assert_int_equal(found.declined_count, made.person.declined_count);
        if (found.declined_count > 0)
            assert_memory_equal(found.declined, made.person.declined, found.declined_count * sizeof *found.declined);
        if (found.checks_count > 0)
            assert_int_equal(found.checks[0].valid_until_day, made.person.checks[0].valid_until_day);
    }
    matcher_free(matcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(churn_changes_nothing),
        cmocka_unit_test(those_who_look_best_may_be_refused),
        cmocka_unit_test(people_are_kept_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
