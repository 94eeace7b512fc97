/* People and needs come, change and go; time, ages, distances; what is out of bounds is refused and changes nothing. */
#include "matcher/index_arena.h"
#include "tests/matcher/crowd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void days_and_dates_agree(void **state)
{
    int year, month, day;

    (void)state;
    assert_int_equal(matcher_day_from_date(1970, 1, 1), 0);
    assert_int_equal(matcher_day_from_date(2000, 3, 1), 11017);
    assert_int_equal(matcher_weekday(0), 4);
    assert_int_equal(matcher_weekday(matcher_day_from_date(2027, 3, 28)), 7);
    for (int32_t at = -200000; at < 200000; at += 37) {
        matcher_date_from_day(at, &year, &month, &day);
        assert_int_equal(matcher_day_from_date(year, month, day), at);
        assert_int_equal(matcher_weekday(at + 1), matcher_weekday(at) % 7 + 1);
    }
}

static void ages_turn_on_the_birthday(void **state)
{
    int32_t leap = matcher_day_from_date(2008, 2, 29), plain = matcher_day_from_date(2010, 9, 15);

    (void)state;
    assert_int_equal(matcher_age_on(plain, matcher_day_from_date(2027, 9, 14)), 16);
    assert_int_equal(matcher_age_on(plain, matcher_day_from_date(2027, 9, 15)), 17);
    assert_int_equal(matcher_age_on(leap, matcher_day_from_date(2026, 2, 28)), 17);
    assert_int_equal(matcher_age_on(leap, matcher_day_from_date(2026, 3, 1)), 18);
    assert_int_equal(matcher_age_on(leap, matcher_day_from_date(2028, 2, 29)), 20);
}

static void weeks_take_quarters_alone(void **state)
{
    struct matcher_week week = {{0}};

    (void)state;
    assert_true(matcher_week_add(&week, 1, 0, 15));
    assert_int_equal(week.bits[0], 1);
    assert_true(matcher_week_add(&week, 7, 1425, 1440));
    assert_int_equal(week.bits[10], UINT64_C(1) << 31);
    assert_false(matcher_week_add(&week, 0, 0, 15));
    assert_false(matcher_week_add(&week, 8, 0, 15));
    assert_false(matcher_week_add(&week, 1, 0, 20));
    assert_false(matcher_week_add(&week, 1, 30, 30));
    assert_false(matcher_week_add(&week, 1, 0, 1455));
}

static void distances_are_rounded_up(void **state)
{
    struct matcher_position kehra = {true, 593361100, 253211100, MATCHER_NO_PLACE};
    struct matcher_position alavere = {true, 592478600, 253287600, MATCHER_NO_PLACE};

    (void)state;
    assert_int_equal(matcher_distance_m(&kehra, &kehra), 0);
    assert_in_range(matcher_distance_m(&kehra, &alavere), 12760, 12780); /* 9.82 km x 1.3 */
    assert_int_equal(matcher_distance_m(&kehra, &alavere), matcher_distance_m(&alavere, &kehra));
    assert_int_equal(matcher_travel_min(0), 0);
    assert_int_equal(matcher_travel_min(500), 1);
    assert_int_equal(matcher_travel_min(501), 2);
}

static void people_come_and_go(void **state)
{
    static struct crowd_person people[300];
    struct matcher *matcher = matcher_new(NULL, NULL);
    uint64_t seed = 5;
    bool there[300] = {false};
    size_t count = 0;

    (void)state;
    for (int i = 0; i < 300; i++)
        crowd_make_person(&people[i], &seed, i);
    for (int step = 0; step < 20000; step++) {
        int which = crowd_below(&seed, 300);
        if (crowd_below(&seed, 2) == 0) {
            people[which].person.kept = (uint16_t)step;
            assert_true(matcher_put_person(matcher, &people[which].person, NULL));
            count += !there[which];
            there[which] = true;
        } else {
            assert_int_equal(matcher_remove_person(matcher, &people[which].person.id), there[which]);
            count -= there[which];
            there[which] = false;
        }
        assert_int_equal(matcher_people_count(matcher), count);
        which = crowd_below(&seed, 300);
        struct matcher_person found;
        assert_int_equal(matcher_read_person(matcher, &people[which].person.id, &found), there[which]);
        if (there[which]) {
            assert_int_equal(found.kept, people[which].person.kept);
            assert_ptr_not_equal(found.agreed, people[which].agreed); /* a copy */
        }
    }
    matcher_free(matcher);
    matcher_free(NULL);
}

static void needs_come_and_go(void **state)
{
    static struct crowd_need needs[50];
    struct matcher *matcher = matcher_new(NULL, NULL);
    uint64_t seed = 6;

    (void)state;
    for (int i = 0; i < 50; i++) {
        crowd_make_need(&needs[i], &seed, i);
        assert_true(matcher_put_need(matcher, &needs[i].need, NULL));
        assert_true(matcher_put_need(matcher, &needs[i].need, NULL));
    }
    assert_int_equal(matcher_needs_count(matcher), 50);
    for (int i = 0; i < 50; i += 2)
        assert_true(matcher_remove_need(matcher, &needs[i].need.id));
    for (int i = 0; i < 50; i++)
        assert_int_equal(matcher_find_need(matcher, &needs[i].need.id) != NULL, i % 2 == 1);
    assert_int_equal(matcher_needs_count(matcher), 25);
    matcher_free(matcher);
}

typedef void spoil_function(struct crowd_person *made);

static void no_id(struct crowd_person *made)
{
    made->person.id.length = 0;
}
static void bad_kind(struct crowd_person *made)
{
    made->person.kind = 2;
}
static void bad_status(struct crowd_person *made)
{
    made->person.status = 9;
}
static void bad_home(struct crowd_person *made)
{
    made->person.home = (struct matcher_position){true, 900000001, 0, MATCHER_NO_PLACE};
}
static void bad_home_centre(struct crowd_person *made)
{
    made->person.home_centre = 65536;
}
static void bad_reach(struct crowd_person *made)
{
    made->person.has_reach_m = true;
    made->person.reach_m = -1;
}
static void bad_language(struct crowd_person *made)
{
    made->person.languages[3] = 7;
}
static void bad_certificate(struct crowd_person *made)
{
    made->person.certificates_count = 1;
    made->certificates[0].code = 64;
}
static void bad_check(struct crowd_person *made)
{
    made->person.checks_count = 1;
    made->checks[0].result = 3;
}
static void bad_exception(struct crowd_person *made)
{
    made->person.exceptions_count = 1;
    made->exceptions[0].from_minute = 7;
}
static void bad_agreed(struct crowd_person *made)
{
    made->person.agreed_count = 1;
    made->agreed[0].end_utc_min = made->agreed[0].start_utc_min;
}
static void too_many(struct crowd_person *made)
{
    made->person.declined_count = MATCHER_LIST_MAX + 1;
}

static void bad_people_change_nothing(void **state)
{
    static const struct {
        spoil_function *spoil;
        const char *field;
    } cases[] = {
        {no_id, "id"},          {bad_kind, "kind"},
        {bad_status, "status"}, {bad_home, "home"},
        {bad_reach, "reach_m"}, {bad_home_centre, "home_centre"},
        {bad_check, "checks"},  {bad_language, "languages"},
        {bad_agreed, "agreed"}, {bad_certificate, "certificates"},
        {too_many, "count"},    {bad_exception, "exceptions"},
    };
    struct matcher *matcher = matcher_new(NULL, NULL);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crowd_person made;
        struct matcher_error error = {0};
        uint64_t seed = 9;
        crowd_make_person(&made, &seed, 1);
        cases[i].spoil(&made);
        assert_false(matcher_put_person(matcher, &made.person, &error));
        assert_int_equal(error.failure, MATCHER_INVALID);
        assert_string_equal(error.field, cases[i].field);
        assert_int_equal(matcher_people_count(matcher), 0);
    }
    matcher_free(matcher);
}

static void bad_needs_and_settings_are_refused(void **state)
{
    struct matcher_settings settings = matcher_settings_default();
    struct matcher_error error = {0};
    struct matcher *matcher = matcher_new(NULL, NULL);
    struct crowd_need made;
    uint64_t seed = 11;

    (void)state;
    crowd_make_need(&made, &seed, 1);
    made.need.shifts_count = 1;
    made.shifts[0].to_minute = made.shifts[0].from_minute;
    assert_false(matcher_put_need(matcher, &made.need, &error));
    assert_string_equal(error.field, "shifts");
    error = (struct matcher_error){0};
    made.need.centre = -1;
    assert_false(matcher_put_need(matcher, &made.need, &error));
    assert_string_equal(error.field, "centre");
    error = (struct matcher_error){0};
    assert_false(matcher_set_travel(matcher, -1, 0, 1, 1, &error));
    assert_string_equal(error.field, "place");
    matcher_free(matcher);
    settings.farthest_m = 0;
    error = (struct matcher_error){0};
    assert_null(matcher_new(&settings, &error));
    assert_string_equal(error.field, "farthest_m");
}

/* Past 2 MiB, where blocks become large and hold many pieces; every byte of a piece is its own. */
static void pieces_of_memory_lie_apart(void **state)
{
    enum { PIECES = 64, SIZE = 100001 };
    unsigned char *pieces[PIECES];
    struct arena arena = {0};

    (void)state;
    for (int i = 0; i < PIECES; i++) {
        pieces[i] = arena_take(&arena, SIZE);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % 64, 0);
        memset(pieces[i], i, SIZE);
    }
    assert_true(arena.count < PIECES / 2);
    for (int i = 0; i < PIECES; i++)
        for (int at = 0; at < SIZE; at++)
            if (pieces[i][at] != i)
                fail_msg("byte %d of piece %d is %d", at, i, pieces[i][at]);
    assert_non_null(arena_take(&arena, (size_t)40 << 20)); /* larger than a block */
    arena_clear(&arena);
    assert_null(arena.blocks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_dates_agree),       cmocka_unit_test(ages_turn_on_the_birthday),
        cmocka_unit_test(weeks_take_quarters_alone),  cmocka_unit_test(distances_are_rounded_up),
        cmocka_unit_test(people_come_and_go),         cmocka_unit_test(needs_come_and_go),
        cmocka_unit_test(bad_people_change_nothing),  cmocka_unit_test(bad_needs_and_settings_are_refused),
        cmocka_unit_test(pieces_of_memory_lie_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
