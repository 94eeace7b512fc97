/* Why not: the reasons are the judge's, and every change that is offered lets the person in. */
#include "tests/matcher/cases.h"
#include "tests/matcher/crowd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 3 };

static size_t worlds(void)
{
    return cases(10000, 10000);
}

struct world {
    struct matcher *matcher;
    struct crowd_person people[PEOPLE];
    struct crowd_need need;
};

static void make_world(struct world *world, uint64_t seed)
{
    world->matcher = matcher_new(NULL, NULL);
    assert_non_null(world->matcher);
    for (int i = 0; i < PEOPLE; i++) {
        crowd_make_person(&world->people[i], &seed, i);
        if (seed % 2 == 0) { /* fewer obstacles: more single changes */
            world->people[i].person.checks_count = 0;
            world->people[i].person.status = MATCHER_ACTIVE;
        }
        assert_true(matcher_put_person(world->matcher, &world->people[i].person, NULL));
    }
    crowd_make_need(&world->need, &seed, 1);
    assert_true(matcher_put_need(world->matcher, &world->need.need, NULL));
}

/* Makes the person free as the change asks, date by date. */
static void add_free_time(struct world *world, const struct matcher_change *change, int32_t shift_day)
{
    static struct matcher_exception exceptions[CROWD_LIST + 8];
    struct matcher_person *person = &world->people[0].person;
    memcpy(exceptions, world->people[0].exceptions, sizeof world->people[0].exceptions);
    person->exceptions = exceptions;
    for (int day = -1; day < 4; day++) {
        int from = change->from_minute - day * 1440, to = change->wanted - day * 1440;
        from = from < 0 ? 0 : from;
        to = to > 1440 ? 1440 : to;
        if (from < to)
            exceptions[person->exceptions_count++] =
                (struct matcher_exception){shift_day + day, true, (int16_t)from, (int16_t)to};
    }
}

/* Takes one agreed placement away. */
static void give_up(struct world *world, size_t which)
{
    struct matcher_agreed *agreed = world->people[0].agreed;
    struct matcher_person *person = &world->people[0].person;
    person->agreed_count--;
    for (size_t i = which; i < person->agreed_count; i++)
        agreed[i] = agreed[i + 1];
}

/* One more in a list of the person, which may be full: copied into a longer one. */
static void add_certificate(struct world *world, const struct matcher_change *change)
{
    static struct matcher_certificate certificates[CROWD_LIST + 1];
    struct matcher_person *person = &world->people[0].person;

    memcpy(certificates, world->people[0].certificates, sizeof world->people[0].certificates);
    certificates[person->certificates_count++] = (struct matcher_certificate){(uint8_t)change->code, change->wanted};
    person->certificates = certificates;
}

static void add_centre(struct world *world, const struct matcher_change *change)
{
    static uint16_t centres[CROWD_LIST + 1];
    struct matcher_person *person = &world->people[0].person;

    memcpy(centres, world->people[0].reach_centres, sizeof world->people[0].reach_centres);
    centres[person->reach_centres_count++] = (uint16_t)change->code;
    person->reach_centres = centres;
}

static void add_permission(struct world *world, const struct matcher_change *change)
{
    static struct matcher_permission permissions[CROWD_LIST + 1];
    struct matcher_person *person = &world->people[0].person;

    memcpy(permissions, world->people[0].permissions, sizeof world->people[0].permissions);
    permissions[person->permissions_count++] = (struct matcher_permission){change->code, change->wanted};
    person->permissions = permissions;
}

static void add_colleague(struct world *world)
{
    struct crowd_person other = {.person = {.id = crowd_id("x", 1),
                                            .kind = MATCHER_WORKER,
                                            .home_centre = world->people[0].person.home_centre,
                                            .home.place = MATCHER_NO_PLACE}};

    assert_true(matcher_put_person(world->matcher, &other.person, NULL));
}

static void end_earlier(struct matcher_shift *shift, int32_t minute)
{
    shift->end_utc_min -= shift->to_minute - minute;
    shift->to_minute = (int16_t)minute;
}

/* Does what a change says to the person or the need. */
static void apply(struct world *world, const struct matcher_change *change)
{
    struct matcher_person *person = &world->people[0].person;
    struct matcher_need *need = &world->need.need;
    struct matcher_shift *shift = change->shift < 0 ? NULL : &world->need.shifts[change->shift];

    switch (change->kind) {
    case MATCHER_CHANGE_STATUS:
        person->status = MATCHER_ACTIVE;
        break;
    case MATCHER_CHANGE_DECLINED:
        person->declined_count = 0;
        break;
    case MATCHER_CHANGE_SKILL:
        matcher_set_add(&person->skills, (unsigned)change->code);
        break;
    case MATCHER_CHANGE_LANGUAGE:
        person->languages[change->code] = (uint8_t)change->wanted;
        break;
    case MATCHER_CHANGE_CERTIFICATE:
        add_certificate(world, change);
        break;
    case MATCHER_CHANGE_REACH_M:
        person->has_reach_m = true;
        person->reach_m = change->wanted;
        break;
    case MATCHER_CHANGE_REACH_CENTRE:
        add_centre(world, change);
        break;
    case MATCHER_CHANGE_EMPLOYER:
        person->employer_agreed = true;
        break;
    case MATCHER_CHANGE_GUARDIAN:
        add_permission(world, change);
        break;
    case MATCHER_CHANGE_RESPONSIBLE:
        shift->responsible_present = true;
        break;
    case MATCHER_CHANGE_MINOR_END:
        end_earlier(shift, change->wanted);
        break;
    case MATCHER_CHANGE_MIN_AGE:
        need->min_age = (uint8_t)change->wanted;
        break;
    case MATCHER_CHANGE_AVAILABLE:
        add_free_time(world, change, shift->day);
        break;
    case MATCHER_CHANGE_BUSY:
        give_up(world, (size_t)change->code);
        break;
    case MATCHER_CHANGE_HOME_STAFF:
        add_colleague(world);
        break;
    case MATCHER_CHANGE_OPEN_SHIFT:
        shift->seats++;
        break;
    default:
        fail_msg("unknown change %d", (int)change->kind);
    }
    assert_true(matcher_put_person(world->matcher, person, NULL));
    assert_true(matcher_put_need(world->matcher, need, NULL));
}

static bool is_candidate(const struct world *world)
{
    struct matcher_why why;

    assert_true(matcher_explain(world->matcher, &world->need.need.id, &world->people[0].person.id, NULL, &why, NULL));
    bool candidate = why.candidate;
    matcher_why_free(&why);
    return candidate;
}

/* Asked again, the need lists the person. */
static bool is_listed(const struct world *world)
{
    struct matcher_candidate list[PEOPLE + 1];
    const struct matcher_query query = {.now_utc_min = INT32_MIN};
    size_t count;

    assert_true(matcher_rank_people(world->matcher, &world->need.need.id, &query, PEOPLE + 1, list, &count, NULL));
    for (size_t i = 0; i < count; i++)
        if (matcher_id_compare(&list[i].id, &world->people[0].person.id) == 0)
            return true;
    return false;
}

static void every_change_lets_the_person_in(void **state)
{
    static struct world world;
    size_t offered[MATCHER_CHANGES] = {0};

    (void)state;
    for (uint64_t seed = 0; seed < worlds() * 4; seed++) {
        struct matcher_why why;
        make_world(&world, seed);
        assert_true(matcher_explain(world.matcher, &world.need.need.id, &world.people[0].person.id, NULL, &why, NULL));
        assert_true(!why.candidate || why.changes_count == 0);
        assert_int_equal(is_listed(&world), why.candidate);
        matcher_free(world.matcher);
        for (size_t i = 0; i < why.changes_count; i++) {
            make_world(&world, seed);
            apply(&world, &why.changes[i]);
            if (!is_candidate(&world) || !is_listed(&world))
                fail_msg("seed %llu: %s does not help", (unsigned long long)seed,
                         matcher_change_name(why.changes[i].kind));
            offered[why.changes[i].kind]++;
            matcher_free(world.matcher);
        }
        matcher_why_free(&why);
    }
    for (int kind = 0; kind < MATCHER_CHANGES; kind++)
        if (offered[kind] == 0)
            fail_msg("%s was never offered", matcher_change_name((enum matcher_change_kind)kind));
}

static void reasons_are_the_judges(void **state)
{
    static struct world world;
    const uint32_t no_shift = 1u << MATCHER_RULE_NO_SHIFT;

    (void)state;
    for (uint64_t seed = 0; seed < worlds(); seed++) {
        struct matcher_why why;
        uint32_t expected = 0, listed = 0;
        bool open = false;
        make_world(&world, seed);
        assert_true(matcher_explain(world.matcher, &world.need.need.id, &world.people[0].person.id, NULL, &why, NULL));
        for (uint32_t s = 0; s < world.need.need.shifts_count; s++) {
            uint32_t rules;
            assert_true(matcher_verify_fit(world.matcher, &world.people[0].person.id, &world.need.need.id, s, NULL,
                                           &rules, NULL));
            if (rules & no_shift)
                continue;
            open = true;
            expected |= rules;
        }
        for (size_t i = 0; i < why.reasons_count; i++)
            listed |= 1u << why.reasons[i].rule;
        assert_int_equal(listed, why.rules);
        if (open)
            assert_int_equal(why.rules, expected);
        else
            assert_true(why.rules & no_shift);
        matcher_why_free(&why);
        matcher_free(world.matcher);
    }
}

static void strangers_are_unknown(void **state)
{
    static struct world world;
    struct matcher_id nobody = crowd_id("nobody", 0);
    struct matcher_error error = {0};
    struct matcher_why why;

    (void)state;
    make_world(&world, 1);
    assert_false(matcher_explain(world.matcher, &world.need.need.id, &nobody, NULL, &why, &error));
    assert_int_equal(error.failure, MATCHER_UNKNOWN);
    assert_string_equal(error.field, "person");
    matcher_why_free(&why);
    matcher_why_free(NULL);
    matcher_free(world.matcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_change_lets_the_person_in),
        cmocka_unit_test(reasons_are_the_judges),
        cmocka_unit_test(strangers_are_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
