/*
 * Who hears of what: each event writes exactly its letters, once, and each letter knows which shifts it speaks of.
 * Letters that no event writes, only time: test_reminders.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "db/checks.h"
#include "db/guardians.h"
#include "db/invitations.h"
#include "db/people.h"
#include "db/placements.h"
#include "tests/db/letters_fixture.h"

static int set_up(void **state)
{
    (void)state;
    letters_begin("vahetus_letters");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    letters_end();
    return 0;
}

static void letters_know_what_they_speak_of(void **state)
{
    (void)state;
    struct uuid shift, owner = make_id();
    struct uuid need = make_need(db, &kehra, "kehra", true, 40, 1, &shift);
    const struct actor manager = {.account = kehra}, self = {.person = mari};
    struct invitation_input input = {make_id(), mari, make_secret("invitation-mari"), NULL, 0};
    struct letter *all;
    size_t count;
    DOES(db, invitations_create(db, &manager, &need, &input, 1, NULL, 0, 0, in_hours(9), &error));
    struct error failure = {0};
    assert_true(outbox_lease(db, arena, &owner, 60000, 10, &all, &count, &failure));
    assert_int_equal(count, 1);
    assert_string_equal(all[0].event, "invitation");
    assert_string_equal(all[0].secret, "invitation-mari");
    assert_string_equal(all[0].centre_name, "Kehra noortekeskus");
    assert_string_equal(all[0].first_name, "Mari");
    assert_int_equal(all[0].shift_count, 1);
    assert_true(outbox_sent(db, &all[0].id, &owner, &failure));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE secret IS NOT NULL"), 0);
    FAILS(db, "already_sent", invitation_withdraw(db, &manager, &input.id, false, &error));
    DOES(db, invitation_answer(db, &self, &input.id, true, NULL, 0, WORD_NONE, NULL, &error));
    DOES(db, need_close(db, &manager, &need, &error));
    assert_true(outbox_lease(db, arena, &owner, 60000, 10, &all, &count, &failure));
    assert_int_equal(count, 3); /* accepted, to the manager; confirmed and closed, to the person */
    assert_int_equal(number(db, "SELECT taken FROM shift"), 0);
}

static void a_yes_is_confirmed_to_both(void **state)
{
    (void)state;
    struct uuid need = two_shifts(&kehra, "kehra", false, 60), invitation = invite(&kehra, &need, &mari);
    forget();
    say_yes(&invitation, &mari);
    assert_string_equal(letters(), "invitation_accepted>kehra invitation_confirmed>mari");
    struct letter *letter = letter_about("invitation_confirmed");
    assert_int_equal(letter->shift_count, 2);
    assert_int_equal(letter->shifts[0].state, PLACEMENT_AGREED);
    assert_string_equal(letter->contact, "Tiina");
}

static void a_no_shows_no_more_than_a_first_name(void **state)
{
    (void)state;
    struct uuid need = two_shifts(&kehra, "kehra", false, 60), invitation = invite(&kehra, &need, &mari);
    const struct actor self = {.person = mari};
    forget();
    DOES(db, invitation_answer(db, &self, &invitation, false, NULL, 0, WORD_NONE, NULL, &error));
    assert_string_equal(letters(), "invitation_declined>kehra");
    assert_string_equal(letter_about("invitation_declined")->name, "Mari");
}

static void an_invitation_taken_back_late_is_told(void **state)
{
    (void)state;
    struct uuid need = two_shifts(&kehra, "kehra", false, 60), invitation = invite(&kehra, &need, &mari);
    const struct actor manager = {.account = kehra};
    DOES(db, invitation_withdraw(db, &manager, &invitation, true, &error)); /* nobody has heard of it yet */
    assert_string_equal(letters(), "");
    invitation = invite(&kehra, &need, &mari);
    forget();
    FAILS(db, "already_sent", invitation_withdraw(db, &manager, &invitation, false, &error));
    DOES(db, invitation_withdraw(db, &manager, &invitation, true, &error));
    assert_string_equal(letters(), "invitation_withdrawn>mari");
    FAILS(db, "already_sent", invitation_withdraw(db, &manager, &invitation, true, &error));
    assert_string_equal(letters(), "invitation_withdrawn>mari");
}

static void an_offer_taken_back_is_told_to_who_has_read_it(void **state)
{
    (void)state;
    struct uuid need = two_shifts(&kehra, "kehra", false, 60), offer = make_id();
    const struct actor self = {.person = mari};
    DOES(db, offer_create(db, &self, &offer, &need, NULL, 0, &error));
    assert_string_equal(letters(), "offer>kehra");
    DOES(db, offer_withdraw(db, &self, &offer, &error));
    assert_string_equal(letters(), "");
    offer = make_id();
    DOES(db, offer_create(db, &self, &offer, &need, NULL, 0, &error));
    forget();
    DOES(db, offer_withdraw(db, &self, &offer, &error));
    assert_string_equal(letters(), "offer_withdrawn>kehra");
}

static void cancelling_tells_the_other_side(void **state)
{
    (void)state;
    struct uuid need = two_shifts(&kehra, "kehra", false, 60), invitation = invite(&kehra, &need, &mari);
    const struct actor self = {.person = mari}, manager = {.account = kehra};
    say_yes(&invitation, &mari);
    forget();
    struct uuid first = placement_at(0), second = placement_at(1);
    DOES(db, placement_cancel(db, &self, &first, CANCEL_ILL, &error));
    assert_string_equal(letters(), "placement_given_up>mari placement_withdrawn>kehra");
    struct letter *letter = letter_about("placement_withdrawn");
    assert_int_equal(letter->shift_count, 1);
    assert_memory_equal(&letter->shifts[0].id, &first, sizeof first);
    DOES(db, placement_cancel(db, &manager, &second, WORD_NONE, &error));
    assert_string_equal(letters(), "placement_cancelled>mari");
}

/* One letter for each person and need, whatever the number of shifts; nothing about why. */
static void a_prohibited_check_is_told_as_any_cancelling(void **state)
{
    (void)state;
    const struct actor at_kehra = {.account = kehra};
    make_check(db, &mari, 20);
    const struct check_input accepted = {
        make_id(), mari, CHECK_PERMITTED, BASIS_ACCEPTED_FROM_OTHER, moment_today() - 20, "0245", NULL};
    DOES(db, check_import(db, &accepted, &error));
    struct uuid here = two_shifts(&kehra, "kehra", true, 60), there = two_shifts(&loo, "loo", true, 65),
                office = two_shifts(&loo, "loo", false, 70),
                ids[] = {invite(&kehra, &here, &mari), invite(&loo, &there, &mari), invite(&loo, &office, &mari)};
    for (size_t i = 0; i < 3; i++)
        say_yes(&ids[i], &mari);
    forget();
    int32_t agreed;
    const struct check_input prohibited = {make_id(), mari,  CHECK_PROHIBITED, BASIS_REGISTER_QUERY, moment_today(),
                                           "0141",    "K-18"};
    DOES(db, check_create(db, &at_kehra, &prohibited, &agreed, &error));
    assert_string_equal(letters(), "placement_cancelled>mari placement_cancelled>mari placement_withdrawn>kehra "
                                   "placement_withdrawn>loo");
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement WHERE state = 'agreed'"), 2); /* without children */
    assert_int_equal(letter_about("placement_withdrawn")->shift_count, 2);
}

static void a_closed_need_is_one_letter(void **state)
{
    (void)state;
    struct uuid need = two_shifts(&kehra, "kehra", false, 60), invitation = invite(&kehra, &need, &mari);
    struct uuid jaan = make_person(db, "Jaan", "jaan@example.com"), asked = invite(&kehra, &need, &jaan);
    const struct actor manager = {.account = kehra};
    (void)asked;
    say_yes(&invitation, &mari);
    forget();
    DOES(db, need_close(db, &manager, &need, &error));
    assert_string_equal(letters(), "invitation_filled>jaan need_closed>mari");
    DOES(db, need_close(db, &manager, &need, &error));
    assert_string_equal(letters(), "invitation_filled>jaan need_closed>mari");
    struct letter *letter = letter_about("need_closed");
    assert_int_equal(letter->shift_count, 2);
    assert_int_equal(letter->shifts[1].state, PLACEMENT_CANCELLED);
}

/* A shift with people keeps its times: it is cancelled and another made, in one step, when that is what is asked for.
 */
static void a_shift_with_people_is_cancelled_and_made_anew(void **state)
{
    (void)state;
    struct uuid need = two_shifts(&kehra, "kehra", false, 60), invitation = invite(&kehra, &need, &mari), first;
    const struct actor manager = {.account = kehra};
    struct rows rows;
    struct error failure = {0};
    say_yes(&invitation, &mari);
    assert_true(query(db, &rows, &failure, "SELECT id FROM shift ORDER BY starts_at LIMIT 1", ""));
    assert_true(rows_next(&rows));
    first = rows_uuid(&rows, 0);
    assert_true(rows_end(&rows, &failure));
    const struct shift_input later = {make_id(), in_hours(70), in_hours(72), 2};
    struct need_change change = {.remove = &first, .remove_count = 1, .add = &later, .add_count = 1};
    forget();
    FAILS(db, "shift_held", need_update(db, &manager, &need, 0, &change, &error));
    assert_string_equal(letters(), "");
    change.cancel_people = true;
    DOES(db, need_update(db, &manager, &need, 0, &change, &error));
    assert_string_equal(letters(), "placement_cancelled>mari");
    assert_int_equal(number(db, "SELECT COUNT(*) FROM shift WHERE state = 'open'"), 2);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement WHERE state = 'agreed'"), 1);
    assert_int_equal(number(db, "SELECT SUM(taken) FROM shift"), 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM audit WHERE action = 'placement_cancel'"), 1);
}

static void a_changed_need_is_told_once_to_who_comes(void **state)
{
    (void)state;
    struct uuid need = two_shifts(&kehra, "kehra", false, 60), invitation = invite(&kehra, &need, &mari);
    struct uuid jaan = make_person(db, "Jaan", "jaan@example.com"), his = invite(&kehra, &need, &jaan);
    const struct actor manager = {.account = kehra}, self = {.person = jaan};
    struct need_change change = {.contact_given = true, .contact = "Peeter"};
    say_yes(&invitation, &mari);
    say_yes(&his, &jaan);
    for (int i = 0; i < 4; i++) { /* Jaan has cancelled both of his */
        struct uuid placement = placement_at(i);
        struct placement found;
        DOES(db, placement_read(db, arena, &manager, &placement, &found, &error));
        if (uuid_compare(&found.person, &jaan) == 0)
            DOES(db, placement_cancel(db, &self, &placement, CANCEL_BUSY, &error));
    }
    forget();
    DOES(db, need_update(db, &manager, &need, 0, &change, &error));
    change.contact = "Kert";
    DOES(db, need_update(db, &manager, &need, 0, &change, &error));
    assert_string_equal(letters(), "need_changed>mari");
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event = 'need_changed' AND not_before > NOW()"), 1);
    must(db, "UPDATE outbox SET not_before = NOW()");
    struct letter *letter = letter_about("need_changed");
    assert_string_equal(letter->contact, "Kert");
    assert_int_equal(letter->shift_count, 2);
    DOES(db, need_update(db, &manager, &need, 0, &change, &error)); /* nothing changes by it */
    change = (struct need_change){.urgency_given = true, .urgency = 3};
    DOES(db, need_update(db, &manager, &need, 0, &change, &error)); /* nothing to who comes */
    assert_string_equal(letters(), "");
}

/* Liis is 15; her guardian, Olga, has permitted Kehra. */
static struct uuid make_minor(const struct link_secret *guardian)
{
    struct uuid liis = make_id();
    const struct actor service = {0};
    static const char *centres[] = {"kehra"};
    const struct person_fields fields = {.first_name = "Liis",
                                         .last_name = "Ivanova",
                                         .has_birth_date = true,
                                         .birth_date = moment_today() - 15 * 365 - 30,
                                         .reach_given = true,
                                         .centres = {centres, 1},
                                         .guardian_name = "Olga Ivanova",
                                         .guardian_email = "olga@example.com",
                                         .guardian_language = 1};
    DOES(db, person_create(db, &service, &liis, KIND_VOLUNTEER, NULL, "liis@example.com", &fields, &error));
    DOES(db, guardian_ask(db, &liis, NULL, guardian, moment_today(), &error));
    return liis;
}

static void a_guardian_follows_what_was_agreed(void **state)
{
    (void)state;
    struct link_secret link = make_secret("guardian-of-liis");
    must(db, "UPDATE setting SET value = '2880' WHERE name = 'minor_latest_end_minute'");
    must(db, "UPDATE setting SET value = '0' WHERE name IN ('school_from_minute', 'school_to_minute')");
    struct uuid liis = make_minor(&link);
    const struct actor manager = {.account = kehra};
    static const char *kehra_code[] = {"kehra"};
    const struct codes permitted = {kehra_code, 1}, none = {NULL, 0};
    struct uuid need = two_shifts(&kehra, "kehra", false, 60), invitation = invite(&kehra, &need, &liis);
    forget();
    say_yes(&invitation, &liis); /* waits for the permission: the guardian has nothing to know of yet */
    assert_string_equal(letters(), "invitation_accepted>kehra invitation_confirmed>liis");
    forget();
    DOES(db, guardian_answer(db, link.hash, &permitted, moment_today(), NULL, &error));
    assert_string_equal(letters(), "guardian_agreed>olga placement_agreed>liis");
    struct letter *letter = letter_about("guardian_agreed");
    assert_int_equal(letter->shift_count, 2);
    assert_int_equal(letter->language, 1);
    assert_string_equal(letter->guardian_name, "Olga Ivanova");
    assert_string_equal(letter->first_name, "Liis");
    DOES(db, guardian_answer(db, link.hash, &none, moment_today(), NULL, &error));
    assert_string_equal(letters(), "placement_unready>kehra placement_waits>liis");
    forget();
    DOES(db, guardian_answer(db, link.hash, &permitted, moment_today(), NULL,
                             &error)); /* the same happens again, and is told again */
    assert_string_equal(letters(), "guardian_agreed>olga placement_agreed>liis");
    forget();
    DOES(db, need_close(db, &manager, &need, &error));
    assert_string_equal(letters(), "guardian_cancelled>olga need_closed>liis");
}

static void leaving_tells_whoever_counted_on_it(void **state)
{
    (void)state;
    struct link_secret link = make_secret("guardian-of-liis");
    must(db, "UPDATE setting SET value = '2880' WHERE name = 'minor_latest_end_minute'");
    must(db, "UPDATE setting SET value = '0' WHERE name IN ('school_from_minute', 'school_to_minute')");
    struct uuid liis = make_minor(&link), offer = make_id();
    const struct actor self = {.person = liis};
    struct uuid agreed = two_shifts(&kehra, "kehra", false, 60), asked = two_shifts(&kehra, "kehra", false, 70),
                offered = two_shifts(&loo, "loo", false, 80), invitation = invite(&kehra, &agreed, &liis);
    say_yes(&invitation, &liis);
    invite(&kehra, &asked, &liis);
    DOES(db, offer_create(db, &self, &offer, &offered, NULL, 0, &error));
    forget();
    DOES(db, person_forget(db, &self, &self.person, &error));
    assert_string_equal(letters(), "guardian_released>olga invitation_declined>kehra offer_withdrawn>loo "
                                   "placement_withdrawn>kehra profile_deleted>liis");
    assert_int_equal(letter_about("placement_withdrawn")->shift_count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(letters_know_what_they_speak_of, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_yes_is_confirmed_to_both, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_no_shows_no_more_than_a_first_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_invitation_taken_back_late_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_offer_taken_back_is_told_to_who_has_read_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cancelling_tells_the_other_side, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_prohibited_check_is_told_as_any_cancelling, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_closed_need_is_one_letter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_shift_with_people_is_cancelled_and_made_anew, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_changed_need_is_told_once_to_who_comes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_guardian_follows_what_was_agreed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(leaving_tells_whoever_counted_on_it, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
