/* May a worker visit a host as far as checks go: the host's own, another's that it accepts, too short, prohibited. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "services/round_checks.h"

enum { FIRST = 20850, LAST = 20854, MOST = 4, CASES = 20000 };

static const struct round_period week = {"2027-W05", FIRST, LAST};

static struct worker_check check_of(const char *municipality, const char *maker, int32_t checked_on, int32_t until)
{
    return (struct worker_check){.municipality = municipality,
                                 .maker = maker,
                                 .permitted = true,
                                 .accepted = strcmp(municipality, maker) != 0,
                                 .checked_on = checked_on,
                                 .valid_until = until};
}

static struct round_check at_loo(struct worker_check *checks, size_t count)
{
    const struct round_worker worker = {.checks = checks, .check_count = count};
    return round_check_at(&worker, "0245", &week);
}

static void a_host_relies_on_its_own_or_accepts_anothers(void **state)
{
    (void)state;
    struct worker_check anija = check_of("0141", "0141", FIRST - 100, FIRST + 265);
    struct round_check found = at_loo(&anija, 1);
    assert_int_equal(found.state, ROUND_CHECK_ACCEPTABLE);
    assert_ptr_equal(found.check, &anija);
    struct worker_check both[] = {check_of("0245", "0141", FIRST - 100, FIRST + 265), anija};
    found = at_loo(both, 2);
    assert_int_equal(found.state, ROUND_CHECK_RELIED);
    assert_string_equal(found.check->maker, "0141");
    struct worker_check own = check_of("0245", "0245", FIRST - 10, FIRST + 355);
    assert_int_equal(at_loo(&own, 1).state, ROUND_CHECK_RELIED);
    /* What a third municipality accepted is nobody's to accept again; whoever made it is asked. */
    struct worker_check third[] = {check_of("0890", "0141", FIRST - 100, FIRST + 265), anija};
    assert_ptr_equal(at_loo(third, 2).check, &third[1]);
    assert_int_equal(at_loo(third, 1).state, ROUND_CHECK_MISSING);
    assert_int_equal(at_loo(NULL, 0).state, ROUND_CHECK_MISSING);
}

static void it_lasts_from_the_first_day_to_the_last(void **state)
{
    (void)state;
    struct worker_check own = check_of("0245", "0245", FIRST - 300, LAST - 1);
    assert_int_equal(at_loo(&own, 1).state, ROUND_CHECK_ENDS_EARLY);
    own.valid_until = LAST;
    assert_int_equal(at_loo(&own, 1).state, ROUND_CHECK_RELIED);
    struct worker_check other = check_of("0141", "0141", FIRST - 300, LAST - 1);
    assert_int_equal(at_loo(&other, 1).state, ROUND_CHECK_ENDS_EARLY);
    /* Renewed on the third day: the one before lasts that long, or it does not. */
    struct worker_check renewed[] = {check_of("0245", "0245", FIRST + 2, FIRST + 367),
                                     check_of("0245", "0245", FIRST - 363, FIRST + 2)};
    assert_int_equal(at_loo(renewed, 2).state, ROUND_CHECK_RELIED);
    renewed[1].valid_until = FIRST + 1;
    assert_int_equal(at_loo(renewed, 2).state, ROUND_CHECK_MISSING);
    /* The host's own runs out, another municipality's newer one does not. */
    struct worker_check newer[] = {check_of("0141", "0141", FIRST - 5, FIRST + 360), own};
    newer[1].valid_until = LAST - 2;
    assert_int_equal(at_loo(newer, 2).state, ROUND_CHECK_ACCEPTABLE);
    assert_ptr_equal(at_loo(newer, 2).check, &newer[0]);
}

static void what_prohibits_is_told_as_missing(void **state)
{
    (void)state;
    struct worker_check checks[] = {check_of("0141", "0141", FIRST - 5, FIRST + 360),
                                    check_of("0245", "0245", FIRST - 50, FIRST + 310)};
    checks[0].permitted = false;
    struct round_check found = at_loo(checks, 2);
    assert_int_equal(found.state, ROUND_CHECK_MISSING);
    assert_null(found.check);
    /* An older one of one's own that prohibits is overcome by a newer one of another that is accepted. */
    checks[0].permitted = true;
    checks[1].permitted = false;
    assert_int_equal(at_loo(checks, 2).state, ROUND_CHECK_ACCEPTABLE);
}

/* Permitted, prohibited, permitted again during the visit: on one of its days it was prohibited. */
static void what_prohibited_in_between_ended_it(void **state)
{
    (void)state;
    struct worker_check checks[] = {check_of("0245", "0245", FIRST + 2, FIRST + 367),
                                    check_of("0245", "0245", FIRST + 1, FIRST + 366),
                                    check_of("0245", "0245", FIRST - 50, FIRST + 315)};
    assert_int_equal(at_loo(checks, 3).state, ROUND_CHECK_RELIED);
    checks[1].permitted = false;
    assert_int_equal(at_loo(checks, 3).state, ROUND_CHECK_MISSING);
    checks[1].municipality = checks[1].maker = "0141";
    assert_int_equal(at_loo(checks, 3).state, ROUND_CHECK_MISSING);
    /* What another permits again is the host's to accept; what the host has relied on before is over. */
    struct worker_check again[] = {check_of("0141", "0141", FIRST - 5, FIRST + 360),
                                   check_of("0141", "0141", FIRST - 9, FIRST + 356), checks[2]};
    assert_int_equal(at_loo(again, 3).state, ROUND_CHECK_RELIED);
    again[1].permitted = false;
    assert_int_equal(at_loo(again, 3).state, ROUND_CHECK_ACCEPTABLE);
    assert_ptr_equal(at_loo(again, 3).check, &again[0]);
}

static void a_citizen_of_another_country_shows_a_certificate_to_this_host(void **state)
{
    (void)state;
    struct worker_check own = check_of("0245", "0245", FIRST - 10, FIRST + 355);
    struct worker_origin origins[] = {{"0141", LAST + 100}, {"0245", LAST}};
    struct round_worker worker = {.checks = &own, .check_count = 1, .foreign_citizen = true, .origins = origins};
    assert_int_equal(round_check_at(&worker, "0245", &week).state, ROUND_CHECK_ORIGIN);
    worker.origin_count = 1;
    assert_int_equal(round_check_at(&worker, "0245", &week).state, ROUND_CHECK_ORIGIN);
    worker.origin_count = 2;
    assert_int_equal(round_check_at(&worker, "0245", &week).state, ROUND_CHECK_RELIED);
    origins[1].valid_until = LAST - 1;
    assert_int_equal(round_check_at(&worker, "0245", &week).state, ROUND_CHECK_ORIGIN);
}

/* "kehra" sends to "loo": which of the two has something to do, as letters joined. */
static const char *lacking(struct round *round, int32_t today)
{
    static char said[8];
    const char *centres[2];
    size_t count = round_lacking(round, today, centres);
    said[0] = '\0';
    for (size_t i = 0; i < count; i++)
        strncat(said, centres[i], 1);
    return said;
}

static void those_are_asked_who_have_something_to_do(void **state)
{
    struct worker_check check = check_of("0141", "0141", FIRST - 100, LAST + 100);
    struct round_worker worker = {.home_centre = "kehra", .checks = &check, .check_count = 1};
    struct round_centre centres[] = {{.id = "kehra", .municipality = "0141"}, {.id = "loo", .municipality = "0245"}};
    struct round_period period = week;
    struct visit visit = {.host = "loo", .period = week.id, .employer_agreed = true, .host_agreed = true};
    struct round round = {.state = ROUND_APPROVING,
                          .centres = centres,
                          .centre_count = 2,
                          .workers = &worker,
                          .worker_count = 1,
                          .periods = &period,
                          .period_count = 1,
                          .visits = &visit,
                          .visit_count = 1};
    (void)state;
    assert_string_equal(lacking(&round, FIRST), "l"); /* to accept the check */
    check.valid_until = LAST - 1;
    assert_string_equal(lacking(&round, FIRST), "k"); /* to have another made */
    visit.host_agreed = false;
    assert_string_equal(lacking(&round, FIRST), "kl");
    check = check_of("0245", "0245", FIRST - 100, LAST + 100);
    assert_string_equal(lacking(&round, LAST), "l");
    visit.employer_agreed = false;
    visit.host_agreed = true;
    assert_string_equal(lacking(&round, LAST), "k");
    visit.employer_agreed = true;
    assert_string_equal(lacking(&round, LAST), "");
    worker.foreign_citizen = true;
    assert_string_equal(lacking(&round, LAST), "l"); /* to see the certificate */
    assert_string_equal(lacking(&round, LAST + 1), "");
    visit.host_agreed = false;
    assert_string_equal(lacking(&round, LAST + 1), "l");
    round.state = ROUND_PUBLISHED;
    assert_string_equal(lacking(&round, LAST), "l");
    assert_string_equal(lacking(&round, LAST + 1), "");
}

static bool own_permits_on(const struct worker_check *checks, size_t count, int32_t day)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(checks[i].municipality, "0245") == 0 && checks[i].permitted && checks[i].checked_on <= day &&
            day <= checks[i].valid_until)
            return true;
    }
    return false;
}

/* What was known last on a day. */
static bool is_prohibited_on(const struct worker_check *checks, size_t count, int32_t day)
{
    for (size_t i = 0; i < count; i++) {
        if (checks[i].checked_on <= day)
            return !checks[i].permitted;
    }
    return false;
}

/* Day by day, whatever checks there are: relied on means that on each day one of the host's own stands behind it. */
static void relied_on_holds_on_every_day(void **state)
{
    static const char *const codes[] = {"0141", "0245", "0890"};
    int relied = 0;
    (void)state;
    srand(5);
    for (int one = 0; one < CASES; one++) {
        struct worker_check checks[MOST];
        size_t count = (size_t)rand() % (MOST + 1);
        int32_t checked_on = LAST + 2;
        for (size_t i = 0; i < count; i++) {
            checked_on -= rand() % 4;
            const char *code = codes[rand() % 3];
            checks[i] = check_of(code, rand() % 3 ? code : "0141", checked_on, checked_on + rand() % 9);
            checks[i].permitted = rand() % 5 != 0;
        }
        struct round_check found = at_loo(checks, count);
        if (found.state == ROUND_CHECK_ACCEPTABLE) {
            assert_true(found.check->permitted && !found.check->accepted);
            assert_string_not_equal(found.check->municipality, "0245");
            assert_true(found.check->checked_on <= FIRST && found.check->valid_until >= LAST);
        }
        if (found.state != ROUND_CHECK_RELIED)
            continue;
        relied++;
        assert_true(checks[0].permitted);
        for (int32_t day = FIRST; day <= LAST; day++)
            assert_true(own_permits_on(checks, count, day) && !is_prohibited_on(checks, count, day));
    }
    assert_true(relied > CASES / 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_host_relies_on_its_own_or_accepts_anothers),
        cmocka_unit_test(it_lasts_from_the_first_day_to_the_last),
        cmocka_unit_test(what_prohibits_is_told_as_missing),
        cmocka_unit_test(what_prohibited_in_between_ended_it),
        cmocka_unit_test(a_citizen_of_another_country_shows_a_certificate_to_this_host),
        cmocka_unit_test(those_are_asked_who_have_something_to_do),
        cmocka_unit_test(relied_on_holds_on_every_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
