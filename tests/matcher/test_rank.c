/* Ranking against a judge that shares no code with it, on seeded crowds. */
#include "tests/matcher/cases.h"
#include "tests/matcher/crowd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 12 };

static size_t worlds(void)
{
    return cases(10000, 10000);
}

/* One seeded case: a need and some people in an index. */
struct world {
    struct matcher *matcher;
    struct crowd_person people[PEOPLE];
    struct crowd_need need;
    struct matcher_query query;
};

static void make_world(struct world *world, uint64_t seed)
{
    struct matcher_error error = {0};

    world->matcher = matcher_new(NULL, &error);
    assert_non_null(world->matcher);
    for (int centre = 0; centre < 4; centre++) {
        struct matcher_position at = {true, 593000000 + centre * 400000, 249000000 + centre * 700000, centre};
        assert_true(matcher_set_centre(world->matcher, centre, &at, &error));
    }
    assert_true(matcher_set_travel(world->matcher, 0, 3, 9000, 55, &error));
    for (int i = 0; i < PEOPLE; i++) {
        crowd_make_person(&world->people[i], &seed, i);
        assert_true(matcher_put_person(world->matcher, &world->people[i].person, &error));
    }
    crowd_make_need(&world->need, &seed, 1);
    assert_true(matcher_put_need(world->matcher, &world->need.need, &error));
    world->query = (struct matcher_query){.now_utc_min = crowd_below(&seed, 3) == 0 ? 20834 * 1440 : INT32_MIN};
}

static size_t rank_all(const struct world *world, struct matcher_candidate *out)
{
    struct matcher_error error = {0};
    size_t count = 0;

    assert_true(matcher_rank_people(world->matcher, &world->need.need.id, &world->query, PEOPLE, out, &count, &error));
    return count;
}

static const struct matcher_candidate *find(const struct matcher_candidate *list, size_t count,
                                            const struct matcher_id *id)
{
    for (size_t i = 0; i < count; i++)
        if (matcher_id_compare(&list[i].id, id) == 0)
            return &list[i];
    return NULL;
}

/* Shift by shift: a candidate fits exactly where the judge says so, and whom he fits nowhere is no candidate. */
static void no_hard_rule_is_ever_broken(void **state)
{
    static struct world world;
    size_t candidates = 0, refused = 0;
    uint32_t seen = 0;

    (void)state;
    for (uint64_t seed = 0; seed < worlds(); seed++) {
        struct matcher_candidate list[PEOPLE];
        make_world(&world, seed);
        size_t count = rank_all(&world, list);
        candidates += count;
        for (int p = 0; p < PEOPLE; p++) {
            const struct matcher_id *id = &world.people[p].person.id;
            const struct matcher_candidate *candidate = find(list, count, id);
            bool fits = false;
            for (uint32_t s = 0; s < world.need.need.shifts_count; s++) {
                uint32_t rules;
                assert_true(matcher_verify_fit(world.matcher, id, &world.need.need.id, s, &world.query, &rules, NULL));
                seen |= rules;
                fits = fits || rules == 0;
                bool listed = candidate != NULL && matcher_set_has(&candidate->shifts, s);
                if (listed != (rules == 0))
                    fail_msg("seed %llu person %d shift %u: listed %d, rules %x", (unsigned long long)seed, p, s,
                             listed, rules);
            }
            if (fits != (candidate != NULL))
                fail_msg("seed %llu person %d: fits %d", (unsigned long long)seed, p, fits);
            refused += !fits;
        }
        matcher_free(world.matcher);
    }
    assert_true(candidates > worlds() / 4);
    assert_true(refused > worlds());
    assert_int_equal(seen, (1u << MATCHER_RULES) - 1); /* every rule has refused somebody */
}

static void pruning_changes_nothing(void **state)
{
    static struct world world;

    (void)state;
    for (uint64_t seed = 0; seed < worlds(); seed++) {
        struct matcher_candidate pruned[PEOPLE], whole[PEOPLE];
        size_t pruned_count, whole_count, k = (size_t)(seed % PEOPLE), fitting;
        make_world(&world, seed);
        assert_true(
            matcher_rank_people(world.matcher, &world.need.need.id, &world.query, k, pruned, &pruned_count, NULL));
        world.query.exhaustive = true;
        assert_true(
            matcher_rank_people(world.matcher, &world.need.need.id, &world.query, PEOPLE, whole, &whole_count, NULL));
        assert_true(matcher_count_people(world.matcher, &world.need.need.id, &world.query, &fitting, NULL));
        assert_int_equal(fitting, whole_count);
        assert_int_equal(pruned_count, whole_count < k ? whole_count : k);
        for (size_t i = 0; i < pruned_count; i++) {
            assert_int_equal(matcher_id_compare(&pruned[i].id, &whole[i].id), 0);
            assert_int_equal(pruned[i].score, whole[i].score);
            assert_int_equal(pruned[i].flags, whole[i].flags);
            assert_memory_equal(pruned[i].parts, whole[i].parts, sizeof whole[i].parts);
        }
        matcher_free(world.matcher);
    }
}

static void the_order_is_total(void **state)
{
    static struct world world;

    (void)state;
    for (uint64_t seed = 0; seed < worlds() / 10; seed++) {
        struct matcher_candidate list[PEOPLE];
        make_world(&world, seed);
        size_t count = rank_all(&world, list);
        for (size_t i = 1; i < count; i++) {
            uint32_t ask_a = list[i - 1].flags >> MATCHER_FLAG_ASK_TIME & 1,
                     ask_b = list[i].flags >> MATCHER_FLAG_ASK_TIME & 1;
            assert_true(ask_a <= ask_b);
            if (ask_a == ask_b)
                assert_true(
                    list[i - 1].score > list[i].score ||
                    (list[i - 1].score == list[i].score && matcher_id_compare(&list[i - 1].id, &list[i].id) < 0));
        }
        matcher_free(world.matcher);
    }
}

/* Scores are the sum of their parts, as the separate judge works them out. */
static void scores_are_judged_the_same(void **state)
{
    static struct world world;

    (void)state;
    for (uint64_t seed = 0; seed < worlds(); seed++) {
        struct matcher_candidate list[PEOPLE];
        make_world(&world, seed);
        size_t count = rank_all(&world, list);
        for (size_t i = 0; i < count; i++) {
            struct matcher_pair pair = {.person = list[i].id, .need = world.need.need.id, .score = list[i].score};
            struct matcher_verdict verdict;
            if (list[i].flags >> MATCHER_FLAG_ASK_TIME & 1)
                continue;
            while (!matcher_set_has(&list[i].shifts, pair.shift))
                pair.shift++;
            assert_true(matcher_verify_pairs(world.matcher, &pair, 1, &world.query, &verdict, NULL));
            if (!verdict.accepted)
                fail_msg("seed %llu: %s", (unsigned long long)seed, verdict.reason);
            pair.score++;
            assert_true(matcher_verify_pairs(world.matcher, &pair, 1, &world.query, &verdict, NULL));
            assert_false(verdict.accepted);
        }
        matcher_free(world.matcher);
    }
}

/* ---- More skill, nearer, freer never scores less ---- */

static int32_t score_of(const struct world *world, const struct matcher_id *id, bool *is_candidate)
{
    struct matcher_candidate list[PEOPLE];
    size_t count = rank_all(world, list);
    const struct matcher_candidate *candidate = find(list, count, id);

    *is_candidate = candidate != NULL;
    return candidate == NULL ? -1 : candidate->score;
}

typedef void improve_function(struct world *world, struct matcher_person *person, uint64_t *seed);

static void more_skill(struct world *world, struct matcher_person *person, uint64_t *seed)
{
    (void)world;
    if (crowd_below(seed, 2) == 0) {
        matcher_set_add(&person->skills, (unsigned)crowd_below(seed, 6) * 40);
        return;
    }
    uint8_t *level = &person->languages[crowd_below(seed, 3) * 20];
    *level = *level < MATCHER_LEVEL_C2 ? (uint8_t)(*level + 1) : *level;
}

/* Straight towards the need, by a part of the way. */
static void nearer(struct world *world, struct matcher_person *person, uint64_t *seed)
{
    int64_t step = crowd_below(seed, 5);

    if (!person->home.known || !world->need.need.at.known ||
        (person->home.place == 0 && world->need.need.at.place == 3) ||
        (person->home.place == 3 && world->need.need.at.place == 0))
        return;
    person->home.lat_e7 += (int32_t)((world->need.need.at.lat_e7 - (int64_t)person->home.lat_e7) * step / 4);
    person->home.lon_e7 += (int32_t)((world->need.need.at.lon_e7 - (int64_t)person->home.lon_e7) * step / 4);
    person->home.place = MATCHER_NO_PLACE;
}

static void freer(struct world *world, struct matcher_person *person, uint64_t *seed)
{
    (void)world;
    if (person->agreed_count > 0 && crowd_below(seed, 2) == 0) {
        person->agreed_count--;
        return;
    }
    int from = crowd_below(seed, 90);
    if (person->availability_given)
        assert_true(matcher_week_add(&person->availability, 1 + crowd_below(seed, 7), from * 15,
                                     (from + 1 + crowd_below(seed, 96 - from)) * 15));
}

static void never_scores_less(improve_function *improve)
{
    static struct world world;
    size_t compared = 0;

    for (uint64_t seed = 0; seed < worlds(); seed++) {
        uint64_t draw = seed * 31 + 7;
        bool was, is;
        make_world(&world, seed);
        struct matcher_person *person = &world.people[seed % PEOPLE].person;
        int32_t before = score_of(&world, &person->id, &was);
        improve(&world, person, &draw);
        assert_true(matcher_put_person(world.matcher, person, NULL));
        int32_t after = score_of(&world, &person->id, &is);
        if (was && !is)
            fail_msg("seed %llu: no candidate any more", (unsigned long long)seed);
        if (was && after < before)
            fail_msg("seed %llu: %d became %d", (unsigned long long)seed, before, after);
        compared += was;
        matcher_free(world.matcher);
    }
    assert_true(compared > worlds() / 50);
}

static void more_skill_never_scores_less(void **state)
{
    (void)state;
    never_scores_less(more_skill);
}

static void nearer_never_scores_less(void **state)
{
    (void)state;
    never_scores_less(nearer);
}

static void freer_never_scores_less(void **state)
{
    (void)state;
    never_scores_less(freer);
}

/* ---- A person's needs ---- */

static void crowded_needs_sink(void **state)
{
    struct matcher *matcher = matcher_new(NULL, NULL);
    struct crowd_person who;
    struct crowd_need needs[2];
    struct matcher_candidate list[2];
    uint64_t seed = 3;
    size_t count;

    (void)state;
    crowd_make_person(&who, &seed, 1);
    who.person = (struct matcher_person){
        .id = who.person.id, .birth_day = 1000, .home_centre = MATCHER_NO_CENTRE, .home.place = MATCHER_NO_PLACE};
    assert_true(matcher_put_person(matcher, &who.person, NULL));
    for (int i = 0; i < 2; i++) {
        crowd_make_need(&needs[i], &seed, i);
        struct matcher_shift shift = needs[i].shifts[0];
        shift.seats = 1;
        needs[i].shifts[0] = shift;
        needs[i].need = (struct matcher_need){.id = needs[i].need.id,
                                              .at.place = MATCHER_NO_PLACE,
                                              .employer = MATCHER_NO_EMPLOYER,
                                              .for_whom = MATCHER_FOR_EITHER,
                                              .connections = i == 0 ? 3 : 0,
                                              .shifts = needs[i].shifts,
                                              .shifts_count = 1};
        assert_true(matcher_put_need(matcher, &needs[i].need, NULL));
    }
    assert_true(matcher_rank_needs(matcher, &who.person.id, NULL, 2, list, &count, NULL));
    assert_int_equal(count, 2);
    assert_int_equal(matcher_id_compare(&list[0].id, &needs[1].need.id), 0);
    assert_int_equal(list[0].score, list[1].score);
    assert_int_equal(list[1].order, list[1].score - 200);
    assert_true(matcher_rank_needs(matcher, &who.person.id, NULL, 1, list, &count, NULL));
    assert_int_equal(matcher_id_compare(&list[0].id, &needs[1].need.id), 0);
    matcher_free(matcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_hard_rule_is_ever_broken),  cmocka_unit_test(pruning_changes_nothing),
        cmocka_unit_test(the_order_is_total),           cmocka_unit_test(scores_are_judged_the_same),
        cmocka_unit_test(more_skill_never_scores_less), cmocka_unit_test(nearer_never_scores_less),
        cmocka_unit_test(freer_never_scores_less),      cmocka_unit_test(crowded_needs_sink),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
