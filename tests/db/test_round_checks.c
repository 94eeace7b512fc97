/* Checks of a round's workers: whom a host may know of, and what it accepts of what others made (R1, R3). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "db/agreements.h"
#include "db/checks.h"
#include "db/people.h"
#include "db/rounds.h"
#include "db/visit_reports.h"
#include "tests/db/database.h"

static struct db *db;
static struct arena *arena;
static struct uuid coordinator, round_id, worker;
static struct actor planner, loo;
static struct visit visit;

static const char *codes[] = {"loo", "kehra"};
static const struct codes both = {codes, 2}, host = {codes, 1}, nobody = {codes, 0};

static int set_up(void **state)
{
    (void)state;
    db = database_ready("vahetus_round_checks");
    arena = arena_new();
    const struct actor service = {0};
    const struct person_fields fields = {.first_name = "Tiit", .last_name = "Kask"};
    worker = make_id();
    DOES(db, person_create(db, &service, &worker, KIND_WORKER, "kehra", "tiit@example.com", &fields, &error));
    coordinator = make_account(db, ACCOUNT_COORDINATOR, "harju", "harju@example.com");
    planner = (struct actor){.account = coordinator};
    loo = (struct actor){.account = make_account(db, ACCOUNT_MANAGER, "loo", "loo@example.com")};
    const struct round_period weeks[] = {{"W1", moment_today() + 60, moment_today() + 64}};
    round_id = make_id();
    DOES(db, round_create(db, &planner, &round_id, "Kevad", WORD_NONE, weeks, 1, NULL, &error));
    visit = (struct visit){.id = make_id(), .worker = worker, .host = "loo", .period = "W1"};
    const struct visits_edit edit = {.add = &visit, .add_count = 1};
    int64_t version = 0;
    DOES(db, visits_edit(db, &planner, &round_id, 1, &edit, &version, &error));
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    database_drop(db);
    return 0;
}

static const struct round_worker *read_worker(void)
{
    struct round *round;
    DOES(db, round_read(db, arena, &planner, &round_id, &round, &error));
    for (size_t i = 0; i < round->worker_count; i++)
        if (uuid_compare(&round->workers[i].id, &worker) == 0)
            return &round->workers[i];
    fail_msg("the worker is not in the round");
    return NULL;
}

static void a_host_knows_a_guest_once_it_is_asked(void **state)
{
    (void)state;
    FAILS(db, "unknown_person", check_person_known(db, &loo, &worker, &error));
    DOES(db, round_ask_agreement(db, &planner, &round_id, 0, &both, &error));
    DOES(db, check_person_known(db, &loo, &worker, &error));
    must(db, "UPDATE round SET state = 'proposed'");
    FAILS(db, "unknown_person", check_person_known(db, &loo, &worker, &error));
}

/* Until the last day of the visit, however long the round stays open. */
static void a_host_knows_a_guest_until_the_visit_is_over(void **state)
{
    (void)state;
    must(db, "UPDATE round SET state = 'published'");
    must(db, "UPDATE round_period SET first_day = UTC_DATE() - INTERVAL 9 DAY, last_day = UTC_DATE() + INTERVAL 1 DAY");
    DOES(db, check_person_known(db, &loo, &worker, &error));
    must(db, "UPDATE round_period SET last_day = UTC_DATE() - INTERVAL 1 DAY");
    FAILS(db, "unknown_person", check_person_known(db, &loo, &worker, &error));
}

static void a_check_is_accepted_once_whoever_presses(void **state)
{
    (void)state;
    make_check(db, &worker, 30); /* by 0141 */
    DOES(db, round_ask_agreement(db, &planner, &round_id, 0, &both, &error));
    const struct round_worker *read = read_worker();
    assert_int_equal(read->check_count, 1);
    assert_string_equal(read->checks[0].municipality, "0141");
    assert_false(read->checks[0].accepted);
    struct uuid source = read->checks[0].id, first = make_id(), second = make_id(), stranger = make_id();
    FAILS(db, "unknown_check", check_rely(db, &loo, &source, &first, "0245", &stranger, &error));
    assert_int_equal(read_worker()->check_count, 1);
    FAILS(db, "not_your_municipality", check_rely(db, &loo, &source, &first, "0141", &worker, &error));
    DOES(db, check_rely(db, &loo, &source, &first, "0245", &worker, &error));
    DOES(db, check_rely(db, &loo, &source, &second, "0245", &worker, &error));
    read = read_worker();
    assert_int_equal(read->check_count, 2);
    assert_string_equal(read->checks[0].municipality, "0245");
    assert_string_equal(read->checks[0].maker, "0141");
    assert_true(read->checks[0].accepted && read->checks[0].permitted);
    assert_int_equal(read->checks[0].valid_until, read->checks[1].valid_until);
    /* What the municipality relies on of one person says nothing of another. */
    FAILS(db, "unknown_check", check_rely(db, &loo, &source, &stranger, "0245", &stranger, &error));
}

/* Asked again, those centres hear of it that have something to do; after publishing too, of what was changed since. */
static void who_is_asked_again_has_something_to_do(void **state)
{
    (void)state;
    const char *told = "SELECT COUNT(*) FROM outbox WHERE event = 'round_agree'";
    make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    make_account(db, ACCOUNT_SPECIALIST, "0245", "vald@example.com");
    DOES(db, round_ask_agreement(db, &planner, &round_id, 0, &both, &error));
    assert_int_equal(number(db, told), 3);
    DOES(db, round_ask_agreement(db, &planner, &round_id, 0, &host, &error));
    assert_int_equal(number(db, told), 2);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE recipient = 'kehra@example.com'"), 0);
    DOES(db, round_ask_agreement(db, &planner, &round_id, 0, &nobody, &error));
    assert_int_equal(number(db, told), 0);
    must(db, "UPDATE round SET state = 'published'");
    DOES(db, round_ask_agreement(db, &planner, &round_id, 0, &host, &error));
    DOES(db, round_ask_agreement(db, &planner, &round_id, 0, &host, &error));
    assert_int_equal(number(db, told), 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event = 'round_centres_changed'"), 2);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM round WHERE state = 'published'"), 1);
    must(db, "UPDATE round SET state = 'closed'");
    FAILS(db, "round_closed", round_ask_agreement(db, &planner, &round_id, 0, &host, &error));
}

/* After publishing a host still says yes to what was changed since, and takes nothing back. */
static void what_changes_after_publishing_is_agreed_to(void **state)
{
    (void)state;
    DOES(db, round_ask_agreement(db, &planner, &round_id, 0, &both, &error));
    FAILS(db, "round_not_agreed", round_publish(db, &planner, &round_id, 0, &error));
    must(db, "UPDATE visit SET employer_agreed_at = NOW(3), host_agreed_at = NOW(3)");
    DOES(db, round_publish(db, &planner, &round_id, 0, &error));
    must(db, "UPDATE visit SET host_agreed_at = NULL");
    DOES(db, round_agree(db, &loo, &round_id, "loo", SIDE_HOST, &visit, 1, true, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM visit WHERE host_agreed_at IS NOT NULL"), 1);
    FAILS(db, "not_approving", round_agree(db, &loo, &round_id, "loo", SIDE_HOST, &visit, 1, false, &error));
}

/* A result that prohibits opens the coordinator's repairs of what is ahead, as if the worker had told it. */
static void what_prohibits_suspends_visits_ahead(void **state)
{
    (void)state;
    const char *reported = "SELECT COUNT(*) FROM visit_report WHERE reason = 'other'";
    const char *told = "SELECT COUNT(*) FROM outbox WHERE event = 'round_report' AND recipient = 'harju@example.com'";
    struct check_input check = {
        .id = make_id(), .person = worker, .result = CHECK_PROHIBITED, .checked_on = moment_today(), .checker = "0245"};
    int32_t agreed = 0;
    DOES(db, round_ask_agreement(db, &planner, &round_id, 0, &both, &error));
    DOES(db, check_create(db, &loo, &check, &agreed, &error));
    assert_int_equal(number(db, reported), 0); /* nothing is published: publishing asks for the check */
    must(db, "UPDATE round SET state = 'published'");
    check.id = make_id();
    check.result = CHECK_PERMITTED;
    DOES(db, check_create(db, &loo, &check, &agreed, &error));
    assert_int_equal(number(db, reported), 0);
    check.id = make_id();
    check.result = CHECK_PROHIBITED;
    int64_t version = number(db, "SELECT version FROM round");
    DOES(db, check_create(db, &loo, &check, &agreed, &error));
    assert_int_equal(number(db, reported), 1);
    assert_int_equal(number(db, told), 1);
    assert_int_equal(number(db, "SELECT version FROM round"), version + 1);
    /* What is reported stays as it was told; what is over is nobody's to mend. */
    must(db, "UPDATE visit_report SET reason = 'ill'");
    check.id = make_id();
    DOES(db, check_create(db, &loo, &check, &agreed, &error));
    assert_int_equal(number(db, reported), 0);
    must(db, "DELETE FROM visit_report");
    must(db, "UPDATE round_period SET first_day = UTC_DATE() - INTERVAL 9 DAY, last_day = UTC_DATE() - INTERVAL 2 DAY");
    DOES(db, visits_suspend(db, &worker, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM visit_report"), 0);
}

static void import(struct db *its, int result)
{
    const struct check_input check = {
        .id = make_id(), .person = worker, .result = result, .checked_on = moment_today(), .checker = "0245"};
    struct error error = {0};
    if (!db_begin(its, &error) || !check_import(its, &check, &error))
        fail_msg("%s: %s", error.code, error.detail);
}

/* What is published rests on the checks as they are then: one that comes at the same time is before it or after it. */
static void checks_stand_still_while_a_round_is_published(void **state)
{
    (void)state;
    struct db *other = database_connect();
    const char *insert = "INSERT INTO background_check (id, person_id, checked_on, municipality_code, result, "
                         "valid_until) SELECT UNHEX(REPLACE(UUID(), '-', '')), person_id, UTC_DATE(), '0245', "
                         "'prohibited', UTC_DATE() FROM round_worker";
    must(db, "SET SESSION innodb_lock_wait_timeout = 0");
    must(other, "SET SESSION innodb_lock_wait_timeout = 0");
    import(other, CHECK_PROHIBITED);
    FAILS(db, "try_again", round_hold_checks(db, &round_id, &error));
    must(other, "COMMIT");
    struct error error = {0};
    assert_true(db_begin(db, &error) && round_hold_checks(db, &round_id, &error));
    assert_string_equal(refused(other, insert), "try_again");
    struct round *round;
    assert_true(round_read(db, arena, &planner, &round_id, &round, &error));
    assert_false(round->workers[0].checks[0].permitted);
    must(db, "COMMIT");
    /* One that comes after the transaction has begun to read makes it run again. */
    assert_true(db_begin(db, &error) && round_read(db, arena, &planner, &round_id, &round, &error));
    must(other, insert);
    assert_false(round_hold_checks(db, &round_id, &error));
    assert_string_equal(error.code, "try_again");
    must(db, "ROLLBACK");
    db_close(other);
}

/* Whoever looks at a round all day has seen a person's check once; every other reader is noted, and every other day. */
static void a_look_at_checks_is_noted_once_a_day(void **state)
{
    (void)state;
    const char *noted = "SELECT COUNT(*) FROM audit WHERE action = 'checks_seen'";
    const struct uuid people[] = {worker, make_person(db, "Mari", "mari@example.com")};
    DOES(db, round_checks_seen(db, arena, &loo, &round_id, people, 0, &error));
    assert_int_equal(number(db, noted), 0);
    DOES(db, round_checks_seen(db, arena, &loo, &round_id, people, 1, &error));
    DOES(db, round_checks_seen(db, arena, &loo, &round_id, people, 1, &error));
    assert_int_equal(number(db, noted), 1);
    DOES(db, round_checks_seen(db, arena, &loo, &round_id, people, 2, &error));
    DOES(db, round_checks_seen(db, arena, &planner, &round_id, people, 1, &error));
    assert_int_equal(number(db, noted), 3);
    must(db, "UPDATE audit SET at = at - INTERVAL 25 HOUR");
    DOES(db, round_checks_seen(db, arena, &loo, &round_id, people, 2, &error));
    assert_int_equal(number(db, noted), 5);
}

/* A change is told to all who may agree to it, what falls away only to who manages the centres. */
static void who_may_agree_hears_of_a_change(void **state)
{
    (void)state;
    const char *told = "SELECT COUNT(*) FROM outbox WHERE event = 'round_centres_changed'";
    int64_t version = 0;
    make_account(db, ACCOUNT_SPECIALIST, "0245", "vald@example.com");
    must(db, "UPDATE round SET state = 'published'");
    must(db, "UPDATE visit SET employer_agreed_at = NOW(3), host_agreed_at = NOW(3)");
    const struct visits_edit gone = {.remove = &visit.id, .remove_count = 1}, added = {.add = &visit, .add_count = 1};
    DOES(db, visits_edit(db, &planner, &round_id, 0, &gone, &version, &error));
    assert_int_equal(number(db, told), 1);
    DOES(db, visits_edit(db, &planner, &round_id, 0, &added, &version, &error));
    assert_int_equal(number(db, told), 2);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE recipient = 'vald@example.com'"), 1);
}

static void who_is_forgotten_leaves_no_word_of_visits(void **state)
{
    static const char words[] =
        "SELECT (SELECT COUNT(*) FROM visit_journal) + (SELECT COUNT(*) FROM visit_report) + (SELECT COUNT(*) FROM "
        "round_day_off) + (SELECT COUNT(*) FROM round_worker_want) + (SELECT COUNT(max_minutes) FROM round_worker)";
    struct journal *journals;
    size_t count;
    (void)state;
    must(db, "INSERT INTO visit_journal (visit_id, person_id, goal) SELECT id, person_id, 'Näha filmi' FROM visit");
    must(db, "INSERT INTO visit_report (visit_id, round_id, person_id, centre_code, period_code, reason) "
             "SELECT id, round_id, person_id, centre_code, period_code, 'ill' FROM visit");
    must(db, "INSERT INTO round_day_off (round_id, person_id, first_day, last_day) "
             "SELECT round_id, person_id, UTC_DATE(), UTC_DATE() FROM round_worker");
    must(db, "INSERT INTO round_worker_want (round_id, person_id, skill_code, points) "
             "SELECT round_id, person_id, (SELECT MIN(code) FROM skill), 400 FROM round_worker");
    must(db, "UPDATE round_worker SET max_minutes = 60");
    assert_int_equal(number(db, words), 5);
    /* What was written stays its writer's when the visit goes. */
    must(db, "DELETE FROM visit");
    DOES(db, journals_of_person(db, arena, &worker, &journals, &count, &error));
    assert_int_equal(count, 1);
    assert_string_equal(journals[0].goal, "Näha filmi");
    const struct actor self = {.person = worker};
    DOES(db, person_forget(db, &self, &worker, &error));
    assert_int_equal(number(db, words), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_host_knows_a_guest_once_it_is_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_host_knows_a_guest_until_the_visit_is_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_check_is_accepted_once_whoever_presses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_is_asked_again_has_something_to_do, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_changes_after_publishing_is_agreed_to, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_prohibits_suspends_visits_ahead, set_up, tear_down),
        cmocka_unit_test_setup_teardown(checks_stand_still_while_a_round_is_published, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_look_at_checks_is_noted_once_a_day, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_may_agree_hears_of_a_change, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_is_forgotten_leaves_no_word_of_visits, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
