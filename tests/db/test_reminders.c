/* Letters that time writes: of a shift that is near, one that still waits for something, a check that ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "db/accounts.h"
#include "db/reminders.h"
#include "tests/db/letters_fixture.h"

static int set_up(void **state)
{
    (void)state;
    letters_begin("vahetus_reminders");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    letters_end();
    return 0;
}

static void a_shift_is_reminded_of_once(void **state)
{
    (void)state;
    size_t count;
    struct uuid near = two_shifts(&kehra, "kehra", false, 20), invitation = invite(&kehra, &near, &mari);
    say_yes(&invitation, &mari);
    struct uuid jaan = make_person(db, "Jaan", "jaan@example.com"), hers = invite(&kehra, &near, &jaan);
    say_yes(&hers, &jaan);
    forget();
    DOES(db, remind_of_shifts(db, &count, &error));
    assert_int_equal(count, 0); /* the confirmation is fresh */
    must(db, "UPDATE placement SET created_at = NOW() - INTERVAL 3 DAY WHERE person_id = (SELECT id FROM person WHERE "
             "first_name = 'Mari')");
    DOES(db, remind_of_shifts(db, &count, &error));
    DOES(db, remind_of_shifts(db, &count, &error));
    assert_int_equal(count, 0);
    assert_string_equal(letters(), "placement_reminder>mari");
    struct letter *letter = letter_about("placement_reminder");
    assert_int_equal(letter->shift_count, 1);
    assert_int_equal(letter->shifts[0].state, PLACEMENT_AGREED);
}

static void a_shift_that_still_waits_is_told_to_the_centre(void **state)
{
    (void)state;
    size_t count;
    struct uuid need = two_shifts(&kehra, "kehra", true, 40), invitation = invite(&kehra, &need, &mari);
    say_yes(&invitation, &mari); /* without a check */
    forget();
    DOES(db, remind_of_shifts(db, &count, &error));
    assert_int_equal(count, 0);
    must(db, "UPDATE placement SET created_at = NOW() - INTERVAL 1 DAY");
    DOES(db, remind_of_shifts(db, &count, &error));
    DOES(db, remind_of_shifts(db, &count, &error));
    assert_string_equal(letters(), "placement_unready>kehra");
}

static void a_check_that_ends_is_told_to_who_may_know(void **state)
{
    (void)state;
    size_t count;
    make_account(db, ACCOUNT_SPECIALIST, "0141", "anija@example.com");
    make_account(db, ACCOUNT_SPECIALIST, "0245", "joelahtme@example.com");
    make_person(db, "Jaan", "jaan@example.com"); /* has no check */
    struct uuid kert = make_person(db, "Kert", "kert@example.com");
    make_check(db, &kert, 350); /* helps nowhere */
    make_check(db, &mari, 350); /* by Anija, Kehra's municipality */
    struct uuid need = two_shifts(&kehra, "kehra", true, 60), invitation = invite(&kehra, &need, &mari),
                elsewhere = two_shifts(&loo, "loo", false, 65), other = invite(&loo, &elsewhere, &mari);
    say_yes(&invitation, &mari);
    say_yes(&other, &mari);
    forget();
    DOES(db, remind_of_checks(db, &count, &error));
    DOES(db, remind_of_checks(db, &count, &error));
    assert_string_equal(letters(), "check_expiring>anija check_expiring>kehra");
    struct letter *letter = letter_about("check_expiring");
    assert_int_equal(letter->until_day / 2, (moment_today() + 15) / 2); /* a leap year may make it one less */
    assert_string_equal(letter->name, "Mari Tamm");
    must(db, "DELETE FROM outbox");
    make_check(db, &mari, 3); /* a new one */
    DOES(db, remind_of_checks(db, &count, &error));
    assert_int_equal(count, 0);
    must(db, "UPDATE background_check SET result = 'prohibited', valid_until = checked_on WHERE checked_on > "
             "UTC_DATE() - INTERVAL 10 DAY");
    DOES(db, remind_of_checks(db, &count, &error));
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_shift_is_reminded_of_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_shift_that_still_waits_is_told_to_the_centre, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_check_that_ends_is_told_to_who_may_know, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
