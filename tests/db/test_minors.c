/* Minors, by rules R1, R5 and the guardian's permission: when they may help, and who must have said so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "db/checks.h"
#include "db/guardians.h"
#include "db/invitations.h"
#include "db/region.h"
#include "tests/db/database.h"

static struct db *db;
static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    db = database_ready("vahetus_minors");
    arena = arena_new();
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    database_drop(db);
    return 0;
}

/* Minors may help whenever the test runs. */
static void at_any_hour(void)
{
    must(db, "UPDATE setting SET value = '2880' WHERE name = 'minor_latest_end_minute'");
    must(db, "UPDATE setting SET value = '0' WHERE name = 'school_to_minute'");
}

static void a_minor_waits_for_the_guardian(void **state)
{
    (void)state;
    struct link_secret guardian = make_secret("guardian-of-liis");
    struct uuid person =
        register_person(db, arena, "liis@example.com", "Liis", moment_today() - 15 * 365 - 30, "token-liis", &guardian);
    struct uuid account = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com"), shift;
    struct uuid need = make_need(db, &account, "kehra", false, 30, 2, &shift);
    const struct actor manager = {.account = account}, self = {.person = person};
    struct uuid offer = make_id();
    at_any_hour();
    DOES(db, offer_create(db, &self, &offer, &need, &shift, 1, &error));
    struct uuid second = make_id();
    FAILS(db, "already_offered", offer_create(db, &self, &second, &need, &shift, 1, &error));
    DOES(db, offer_answer(db, &manager, &offer, true, NULL, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement WHERE state = 'awaiting'"), 1);
    struct guardian_request request;
    DOES(db, guardian_request_read(db, arena, guardian.hash, moment_today(), &request, &error));
    assert_string_equal(request.child_first_name, "Liis");
    assert_int_equal(request.centre_count, 1);
    assert_false(request.centres[0].granted);
    const char *kehra[] = {"kehra"};
    struct codes permitted = {kehra, 1}, none = {0};
    DOES(db, guardian_answer(db, guardian.hash, &permitted, moment_today(), NULL, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement WHERE state = 'agreed'"), 1);
    DOES(db, guardian_answer(db, guardian.hash, &none, moment_today(), NULL, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement WHERE state = 'awaiting'"), 1);
    struct invitation *invitations;
    size_t count;
    DOES(db, invitations_of_need(db, arena, &manager, &need, &invitations, &count, &error));
    assert_int_equal(count, 1);
    assert_string_equal(invitations[0].name, "Liis Ivanova");
}

/* R5, whatever asked for it: the shift ends after the hour by which minors leave. */
static void a_minor_does_not_stay_late(void **state)
{
    (void)state;
    struct link_secret guardian = make_secret("guardian-of-liis");
    struct uuid person =
        register_person(db, arena, "liis@example.com", "Liis", moment_today() - 15 * 365 - 30, "token-liis", &guardian);
    struct uuid account = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com"), shift, offer = make_id();
    struct uuid need = make_need(db, &account, "kehra", false, 30, 2, &shift);
    const struct actor manager = {.account = account}, self = {.person = person};
    int64_t begins_ms = in_hours(30), ends_ms = begins_ms + 2 * 3600000;
    int32_t end = moment_tallinn_minute(ends_ms, moment_tallinn_day(begins_ms));
    at_any_hour();
    must(db, "DELETE FROM setting WHERE name = 'minor_latest_end_minute'");
    DOES(db,
         execute(db, NULL, &error, "INSERT INTO setting VALUES ('minor_latest_end_minute', ?)", "i", (int64_t)end - 1));
    DOES(db, offer_create(db, &self, &offer, &need, &shift, 1, &error));
    FAILS(db, "minor_too_late", offer_answer(db, &manager, &offer, true, NULL, &error));
    must(db, "UPDATE setting SET value = value + 1 WHERE name = 'minor_latest_end_minute'");
    DOES(db, offer_answer(db, &manager, &offer, true, NULL, &error));
}

/* R5: in school hours on a school day no, on a day without school yes; the settings and the calendar decide. */
static void a_minor_is_in_school(void **state)
{
    (void)state;
    struct link_secret guardian = make_secret("guardian-of-liis");
    struct uuid person =
        register_person(db, arena, "liis@example.com", "Liis", moment_today() - 15 * 365 - 30, "token-liis", &guardian);
    struct uuid account = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com"), shift, offer = make_id();
    int hours = 30;
    for (int32_t day = moment_tallinn_day(in_hours(hours)); ((day - 2) % 7 + 7) % 7 < 2; day++)
        hours += 24; /* past Saturday and Sunday */
    struct uuid need = make_need(db, &account, "kehra", false, hours, 2, &shift);
    const struct actor manager = {.account = account}, self = {.person = person};
    at_any_hour();
    must(db, "DELETE FROM school_free");
    must(db, "UPDATE setting SET value = '0' WHERE name = 'school_from_minute'");
    must(db, "UPDATE setting SET value = '1440' WHERE name = 'school_to_minute'");
    DOES(db, offer_create(db, &self, &offer, &need, &shift, 1, &error));
    FAILS(db, "minor_in_school", offer_answer(db, &manager, &offer, true, NULL, &error));
    must(db, "INSERT INTO school_free SELECT day, day, 'vaheaeg' FROM shift");
    DOES(db, offer_answer(db, &manager, &offer, true, NULL, &error));
}

static void school_hours_are_those_of_school_days(void **state)
{
    (void)state;
    const struct minor_hours hours = {1200, 480, 900};
    const int32_t sunday = 20779, monday = 20780; /* 22 and 23 November 2026 */
    assert_false(school_hours_touched(&hours, false, sunday, 600, 660));
    assert_false(school_hours_touched(&hours, false, sunday - 1, 600, 660));
    assert_true(school_hours_touched(&hours, false, monday, 600, 660));
    assert_true(school_hours_touched(&hours, false, monday + 4, 600, 660));
    assert_false(school_hours_touched(&hours, true, monday, 600, 660));
    assert_false(school_hours_touched(&hours, false, monday, 900, 1020));
    assert_true(school_hours_touched(&hours, false, monday, 899, 1020));
    assert_false(school_hours_touched(&hours, false, monday, 420, 480));
    assert_true(school_hours_touched(&hours, false, monday, 420, 481));
}

static int64_t waiting_minors(void)
{
    return number(db, "SELECT COUNT(*) FROM placement WHERE state = 'awaiting' AND minor = 1");
}

/* R5: the manager who posts is responsible unless somebody else is named; without anybody a minor waits. */
static void a_minor_needs_somebody_responsible(void **state)
{
    (void)state;
    struct link_secret guardian = make_secret("guardian-of-liis");
    struct uuid person =
        register_person(db, arena, "liis@example.com", "Liis", moment_today() - 15 * 365 - 30, "token-liis", &guardian);
    struct uuid account = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com"), shift, offer = make_id();
    struct uuid need = make_need(db, &account, "kehra", false, 30, 2, &shift);
    const struct actor manager = {.account = account}, self = {.person = person};
    const char *kehra[] = {"kehra"};
    struct codes permitted = {kehra, 1};
    struct need_change nobody = {.responsible_given = true}, named = {.responsible_given = true, .responsible = "Mari"};
    struct need *read;
    at_any_hour();
    DOES(db, guardian_answer(db, guardian.hash, &permitted, moment_today(), NULL, &error));
    DOES(db, need_read_own(db, arena, &manager, &need, &read, &error));
    assert_string_equal(read->responsible, "Kehra noortekeskus");
    assert_true(read->shifts[0].responsible);
    DOES(db, need_update(db, &manager, &need, 0, &nobody, &error));
    DOES(db, offer_create(db, &self, &offer, &need, &shift, 1, &error));
    FAILS(db, "responsible_missing", offer_answer(db, &manager, &offer, true, NULL, &error));
    DOES(db, need_update(db, &manager, &need, 0, &named, &error));
    DOES(db, offer_answer(db, &manager, &offer, true, NULL, &error));
    assert_int_equal(waiting_minors(), 0);
    DOES(db, need_update(db, &manager, &need, 0, &nobody, &error));
    assert_int_equal(waiting_minors(), 1);
    struct placement *placements;
    size_t count;
    int64_t minutes;
    DOES(db, placements_of_person(db, arena, &person, PLACEMENTS_SHOWN, &placements, &count, &minutes, &error));
    assert_int_equal(placements[0].waiting_for, WAITING_RESPONSIBLE);
    assert_string_equal(refused(db, "UPDATE placement SET state = 'agreed'"), "responsible_missing");
}

/* A worker in a responsible seat of the centre answers for the minors of those hours, until the seat is empty again. */
static void a_responsible_seat_answers_for_minors(void **state)
{
    (void)state;
    struct link_secret guardian = make_secret("guardian-of-liis");
    struct uuid person =
        register_person(db, arena, "liis@example.com", "Liis", moment_today() - 15 * 365 - 30, "token-liis", &guardian);
    struct uuid worker = make_person(db, "Siim", "siim@example.com");
    struct uuid account = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com"), shift, seat;
    struct uuid need = make_need(db, &account, "kehra", false, 30, 2, &shift), offer = make_id(),
                cover_offer = make_id();
    struct uuid cover = make_need(db, &account, "kehra", false, 30, 1, &seat);
    const struct actor manager = {.account = account}, self = {.person = person}, other = {.person = worker};
    const char *kehra[] = {"kehra"};
    struct codes permitted = {kehra, 1};
    struct need_change nobody = {.responsible_given = true};
    struct need *read;
    at_any_hour();
    must(db, "UPDATE need SET role = 'responsible', for_whom = 'worker', purpose = 'cover' WHERE id = (SELECT need_id "
             "FROM shift WHERE seats = 1)");
    DOES(db, guardian_answer(db, guardian.hash, &permitted, moment_today(), NULL, &error));
    DOES(db, need_update(db, &manager, &need, 0, &nobody, &error));
    DOES(db, offer_create(db, &self, &offer, &need, &shift, 1, &error));
    DOES(db, offer_create(db, &other, &cover_offer, &cover, &seat, 1, &error));
    FAILS(db, "responsible_missing", offer_answer(db, &manager, &offer, true, NULL, &error));
    DOES(db, offer_answer(db, &manager, &cover_offer, true, NULL, &error));
    DOES(db, need_read_own(db, arena, &manager, &need, &read, &error));
    assert_null(read->responsible);
    assert_true(read->shifts[0].responsible);
    DOES(db, offer_answer(db, &manager, &offer, true, NULL, &error));
    assert_int_equal(waiting_minors(), 0);
    struct placement *placements;
    size_t count;
    int64_t minutes;
    DOES(db, placements_of_person(db, arena, &worker, PLACEMENTS_SHOWN, &placements, &count, &minutes, &error));
    DOES(db, placement_cancel(db, &other, &placements[0].id, WORD_NONE, &error));
    assert_int_equal(waiting_minors(), 1);
    DOES(db, need_read_own(db, arena, &manager, &need, &read, &error));
    assert_false(read->shifts[0].responsible);
}

/* R1: nobody asks a register about a person under 14. */
static void a_person_of_13_has_no_check(void **state)
{
    (void)state;
    struct link_secret guardian = make_secret("guardian-of-liis");
    struct uuid person =
        register_person(db, arena, "liis@example.com", "Liis", moment_today() - 13 * 365 - 30, "token-liis", &guardian);
    struct uuid account = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com"), shift, offer = make_id();
    struct uuid need = make_need(db, &account, "kehra", true, 30, 2, &shift);
    const struct actor manager = {.account = account}, self = {.person = person};
    const char *kehra[] = {"kehra"};
    struct codes permitted = {kehra, 1};
    at_any_hour();
    DOES(db, guardian_answer(db, guardian.hash, &permitted, moment_today(), NULL, &error));
    DOES(db, offer_create(db, &self, &offer, &need, &shift, 1, &error));
    DOES(db, offer_answer(db, &manager, &offer, true, NULL, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement WHERE state = 'agreed' AND young = 1"), 1);
    const struct check_input check = {
        .id = make_id(), .person = person, .result = CHECK_PERMITTED, .checked_on = moment_today(), .checker = "0141"};
    int32_t agreed = 0;
    FAILS(db, "too_young_for_check", check_create(db, &manager, &check, &agreed, &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_minor_waits_for_the_guardian, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_minor_does_not_stay_late, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_minor_is_in_school, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_minor_needs_somebody_responsible, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_responsible_seat_answers_for_minors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_person_of_13_has_no_check, set_up, tear_down),
        cmocka_unit_test(school_hours_are_those_of_school_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
