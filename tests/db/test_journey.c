/* The volunteer's and the manager's way through the database: from registration to hours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "db/audit.h"
#include "db/checks.h"
#include "db/invitations.h"
#include "db/region.h"
#include "db/registrations.h"
#include "db/sessions.h"
#include "db/sweep.h"
#include "tests/db/database.h"

static struct db *db;
static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    db = database_ready("vahetus_journey");
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

static void registration_makes_the_person_and_again_merges(void **state)
{
    (void)state;
    struct uuid first = register_person(db, arena, "anna@example.com", "Anna", 9000, "token-anna-1", NULL);
    struct uuid second = register_person(db, arena, "anna@example.com", "Anja", 9000, "token-anna-2", NULL);
    assert_int_equal(uuid_compare(&first, &second), 0);
    struct person *person;
    DOES(db, person_read(db, arena, &first, &person, &error));
    assert_string_equal(person->first_name, "Anja");
    assert_string_equal(person->settlement_name, "Kehra");
    assert_true(person->has_position);
    assert_int_equal(person->skills.count, 2);
    assert_int_equal(person->language_count, 2);
    assert_int_equal(person->languages[0].level, LEVEL_C1);
    assert_int_equal(person->certificates[0].valid_until, 22000);
    assert_int_equal(person->availability[0].to_minute, 1200);
    assert_true(person->phone_calls);
    assert_false(person->news);
    assert_string_equal(person->centres.items[0], "kehra");
    assert_int_equal(person->kind, KIND_VOLUNTEER);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM registration WHERE form <> ''"), 0);
}

static void unknown_and_known_addresses_write_the_same_rows(void **state)
{
    (void)state;
    struct link_secret known = make_secret("sign-in-known"), unknown = make_secret("sign-in-unknown");
    make_person(db, "Kert", "kert@example.com");
    int64_t before = number(db, "SELECT COUNT(*) FROM outbox") + number(db, "SELECT COUNT(*) FROM link");
    DOES(db, sign_in_link_create(db, "kert@example.com", &known, NULL, &error));
    int64_t between = number(db, "SELECT COUNT(*) FROM outbox") + number(db, "SELECT COUNT(*) FROM link");
    DOES(db, sign_in_link_create(db, "nobody@example.com", &unknown, NULL, &error));
    int64_t after = number(db, "SELECT COUNT(*) FROM outbox") + number(db, "SELECT COUNT(*) FROM link");
    assert_int_equal(between - before, after - between);
    struct uuid id = make_id();
    struct link_secret session = make_secret("session-kert");
    struct session found;
    DOES(db, sign_in_by_link(db, known.hash, &id, session.hash, in_hours(2), in_hours(1), &error));
    FAILS(db, "link_used", sign_in_by_link(db, known.hash, &id, session.hash, in_hours(2), in_hours(1), &error));
    FAILS(db, "link_unknown", sign_in_by_link(db, unknown.hash, &id, session.hash, in_hours(2), in_hours(1), &error));
    DOES(db, session_find(db, arena, session.hash, &found, &error));
    assert_true(found.is_volunteer);
    assert_string_equal(found.email, "kert@example.com");
}

static void a_link_signs_staff_in_for_the_shorter_time(void **state)
{
    (void)state;
    struct link_secret link = make_secret("sign-in-staff"), session = make_secret("session-staff");
    struct uuid id = make_id();
    struct session found;
    make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    DOES(db, sign_in_link_create(db, "kehra@example.com", &link, NULL, &error));
    int64_t soon = in_hours(12);
    DOES(db, sign_in_by_link(db, link.hash, &id, session.hash, in_hours(720), soon, &error));
    DOES(db, session_find(db, arena, session.hash, &found, &error));
    assert_int_equal(found.expires_at_ms, soon);
}

/* What another municipality may see of a check is that it is valid and whose it is. */
static void a_prohibited_result_stays_with_who_asked(void **state)
{
    (void)state;
    struct uuid person = make_person(db, "Mari", "mari@example.com"), need, offer;
    struct uuid kehra = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    struct uuid loo = make_account(db, ACCOUNT_MANAGER, "loo", "loo@example.com");
    const struct actor self = {.person = person}, at_kehra = {.account = kehra}, at_loo = {.account = loo};
    struct check *checks;
    size_t count;
    int32_t agreed;
    for (int i = 0; i < 2; i++) {
        need = make_need(db, i == 0 ? &kehra : &loo, i == 0 ? "kehra" : "loo", true, 30 + 10 * i, 1, NULL);
        offer = make_id();
        DOES(db, offer_create(db, &self, &offer, &need, NULL, 0, &error));
    }
    struct check_input input = {make_id(), person, CHECK_PERMITTED, 0, moment_today() - 1, "0141", "K-17"};
    DOES(db, check_create(db, &at_kehra, &input, &agreed, &error));
    DOES(db, checks_list(db, arena, &at_loo, &person, &checks, &count, &error));
    assert_int_equal(count, 1);
    assert_null(checks[0].reference);
    input.id = make_id();
    input.result = CHECK_PROHIBITED;
    input.checked_on++;
    DOES(db, check_create(db, &at_kehra, &input, &agreed, &error));
    DOES(db, checks_list(db, arena, &at_kehra, &person, &checks, &count, &error));
    assert_int_equal(count, 2);
    assert_string_equal(checks[0].reference, "K-17");
    DOES(db, checks_list(db, arena, &at_loo, &person, &checks, &count, &error));
    assert_int_equal(count, 1);
    assert_int_equal(checks[0].result, CHECK_PERMITTED);
}

/* R3: the host's own municipality makes the check or accepts it. */
static void another_municipalitys_check_waits_for_the_hosts_acceptance(void **state)
{
    (void)state;
    struct uuid person = make_person(db, "Mari", "mari@example.com"), offer = make_id();
    struct uuid loo = make_account(db, ACCOUNT_MANAGER, "loo", "loo@example.com");
    struct uuid need = make_need(db, &loo, "loo", true, 30, 1, NULL);
    const struct actor self = {.person = person}, manager = {.account = loo};
    struct person *read;
    int32_t agreed = 0;
    make_check(db, &person, 20); /* by Kehra's */
    DOES(db, offer_create(db, &self, &offer, &need, NULL, 0, &error));
    DOES(db, offer_answer(db, &manager, &offer, true, NULL, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement WHERE state = 'awaiting'"), 1);
    const struct check_input accepted = {
        make_id(), person, CHECK_PERMITTED, BASIS_ACCEPTED_FROM_OTHER, moment_today() - 20, "0245", NULL};
    DOES(db, check_create(db, &manager, &accepted, &agreed, &error));
    assert_int_equal(agreed, 1);
    DOES(db, person_read(db, arena, &person, &read, &error));
    assert_int_equal(read->check_count, 2);
}

static void contact_closes_with_a_withdrawn_offer_and_surnames_are_not_spelt_out(void **state)
{
    (void)state;
    struct uuid person = make_person(db, "Mari", "mari@example.com"), offer = make_id();
    struct uuid account = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    struct uuid need = make_need(db, &account, "kehra", true, 30, 1, NULL), *found;
    const struct actor self = {.person = person}, manager = {.account = account};
    struct person_contact *contact;
    size_t count;
    must(db, "UPDATE person SET last_name = 'Saarepuu'");
    DOES(db, offer_create(db, &self, &offer, &need, NULL, 0, &error));
    DOES(db, people_contacts(db, arena, &manager, &need, &person, 1, &contact, &error));
    assert_string_equal(contact->email, "mari@example.com");
    DOES(db, offer_withdraw(db, &self, &offer, &error));
    DOES(db, people_contacts(db, arena, &manager, &need, &person, 1, &contact, &error));
    assert_null(contact->email);
    assert_null(contact->name);
    DOES(db, people_find(db, arena, &manager, &need, "Saa", &found, &count, &error));
    assert_int_equal(count, 0);
    DOES(db, people_find(db, arena, &manager, &need, "saarepuu", &found, &count, &error));
    assert_int_equal(count, 1);
    DOES(db, people_find(db, arena, &manager, &need, "Ma", &found, &count, &error));
    assert_int_equal(count, 1);
}

static void an_invitation_waits_for_the_check_and_becomes_hours(void **state)
{
    (void)state;
    struct uuid account = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    struct uuid other = make_account(db, ACCOUNT_MANAGER, "loo", "loo@example.com");
    struct uuid person = make_person(db, "Mari", "mari@example.com"), shift;
    struct uuid need = make_need(db, &account, "kehra", true, 0, 1, &shift);
    const struct actor manager = {.account = account}, foreign = {.account = other}, self = {.person = person};
    struct invitation_input input = {make_id(), person, make_secret("invitation-mari"), NULL, 0};
    FAILS(db, "unknown_need", invitations_create(db, &foreign, &need, &input, 1, NULL, 0, 0, in_hours(9), &error));
    DOES(db, invitations_create(db, &manager, &need, &input, 1, NULL, 0, 0, in_hours(9), &error));
    struct invitation invitation;
    DOES(db, invitation_read(db, arena, &self, input.link.hash, NULL, &invitation, &error));
    assert_true(invitation.check_needed);
    assert_int_equal(invitation.shift_count, 1);
    FAILS(db, "unknown_invitation", invitation_answer(db, &manager, &input.id, true, NULL, 0, WORD_NONE, NULL, &error));
    DOES(db, invitation_answer(db, &self, &input.id, true, NULL, 0, WORD_NONE, NULL, &error));
    FAILS(db, "invitation_closed", invitation_answer(db, &self, &input.id, true, NULL, 0, WORD_NONE, NULL, &error));

    struct placement *placements;
    size_t count;
    int64_t minutes;
    DOES(db, placements_of_person(db, arena, &person, PLACEMENTS_SHOWN, &placements, &count, &minutes, &error));
    assert_int_equal(count, 1);
    assert_int_equal(placements[0].state, PLACEMENT_AWAITING);
    assert_int_equal(placements[0].waiting_for, WAITING_CHECK);
    FAILS(db, "not_agreed", placement_attendance(db, &manager, &placements[0].id, true, false, 0, &error));

    struct need *read;
    DOES(db, needs_read_many(db, arena, &need, 1, &read, &error));
    assert_int_equal(read->shifts[0].awaiting, 1);
    assert_int_equal(read->shifts[0].filled, 0);
    assert_int_equal(read->state, NEED_FILLED);

    struct check_input check = {
        .id = make_id(), .person = person, .result = CHECK_PERMITTED, .checked_on = moment_today(), .checker = "0245"};
    int32_t agreed = 0;
    FAILS(db, "unknown_person", check_create(db, &foreign, &check, &agreed, &error));
    FAILS(db, "not_your_municipality", check_create(db, &manager, &check, &agreed, &error));
    check.checker = "0141";
    DOES(db, check_create(db, &manager, &check, &agreed, &error));
    assert_int_equal(agreed, 1);
    FAILS(db, "unknown_placement", placement_attendance(db, &self, &placements[0].id, true, false, 0, &error));
    DOES(db, placement_attendance(db, &manager, &placements[0].id, true, false, 0, &error));
    DOES(db, placements_of_person(db, arena, &person, PLACEMENTS_SHOWN, &placements, &count, &minutes, &error));
    assert_int_equal(minutes, 120);

    struct roster_shift *shifts;
    DOES(db,
         roster_read(db, arena, &manager, "kehra", moment_today() - 1, moment_today() + 1, &shifts, &count, &error));
    assert_int_equal(count, 1);
    assert_int_equal(shifts[0].person_count, 1);
    assert_string_equal(shifts[0].people[0].name, "Mari Tamm");
    FAILS(db, "unknown_centre", roster_read(db, arena, &foreign, "kehra", 0, 1, &shifts, &count, &error));

    struct audit_entry *views;
    DOES(db, audit_views(db, arena, &person, 0, 50, &views, &count, &error));
    assert_true(count >= 3);
    assert_string_equal(views[0].actor_role, "manager:kehra");
    assert_string_equal(views[0].scope_name, "Kehra noortekeskus");
}

static void forgetting_leaves_hours_without_a_name(void **state)
{
    (void)state;
    struct uuid person = register_person(db, arena, "anna@example.com", "Anna", 9000, "token-anna-1", NULL);
    const struct actor self = {.person = person};
    struct person *read;
    must(db, "INSERT INTO registration (id, token_hash, email, language, form, expires_at) VALUES ('sent-in-again-00', "
             "UNHEX(SHA2('t', 256)), 'anna@example.com', 'et', '{}', NOW() + INTERVAL 1 DAY)");
    must(db, "INSERT INTO outbox (id, event, about_id, recipient, language, secret) "
             "SELECT 'letter-guardian0', 'guardian', id, 'parent@example.com', 'et', 's' FROM person");
    DOES(db, person_forget(db, &self, &self.person, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM registration"), 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event = 'guardian'"), 0);
    FAILS(db, "unknown_person", person_read(db, arena, &person, &read, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM person WHERE first_name <> '' OR email IS NOT NULL"), 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE recipient = 'anna@example.com'"), 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event = 'profile_deleted'"), 1);
    must(db, "UPDATE outbox SET state = 'sent'");
    make_check(db, &person, 100);
    DOES(db, sweep_expired(db, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox"), 0); /* the last letter keeps no address */
    assert_int_equal(number(db, "SELECT COUNT(*) FROM background_check"), 1);
    must(db, "UPDATE person SET updated_at = NOW() - INTERVAL 13 MONTH");
    DOES(db, sweep_expired(db, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM background_check"), 0);
    register_person(db, arena, "anna@example.com", "Anna", 9000, "token-anna-3", NULL);
}

static void people_load_as_they_read(void **state)
{
    (void)state;
    struct uuid anna = register_person(db, arena, "anna@example.com", "Anna", 9000, "token-anna-1", NULL);
    struct uuid ids[] = {make_person(db, "Mari", "mari@example.com"), anna, make_id()};
    struct person *loaded, *people[3];
    size_t count;
    DOES(db, people_load(db, arena, (struct page){.limit = 100}, &loaded, &count, &error));
    assert_int_equal(count, 2);
    DOES(db, people_read_many(db, arena, ids, 3, people, &error));
    assert_string_equal(people[0]->first_name, "Mari");
    assert_int_equal(people[1]->skills.count, loaded[0].skills.count);
    assert_int_equal(loaded[0].availability_count, 1);
    assert_null(people[2]);
    DOES(db, people_load(db, arena, (struct page){.after = loaded[0].id, .limit = 1}, &loaded, &count, &error));
    assert_int_equal(count, 1);
    assert_string_equal(loaded[0].first_name, "Mari");
}

static void public_needs_page_by_page(void **state)
{
    (void)state;
    struct uuid account = make_account(db, ACCOUNT_COORDINATOR, "harju", "harju@example.com");
    for (int i = 0; i < 5; i++)
        make_need(db, &account, i % 2 == 0 ? "kehra" : "loo", true, 30 - i, 1, NULL);
    struct need_filter filter = {.for_whom = WORD_NONE, .limit = 2};
    struct need_list_item *items;
    size_t count, seen = 0;
    int64_t last_ms = 0;
    do {
        DOES(db, needs_list_open(db, arena, &filter, &items, &count, &error));
        for (size_t i = 0; i < count; i++, seen++) {
            assert_true(items[i].next_from_ms > last_ms);
            last_ms = items[i].next_from_ms;
            filter.after_id = items[i].need->id;
        }
        filter.after_given = true;
        filter.after_from_ms = last_ms;
    } while (count > 0);
    assert_int_equal(seen, 5);
    filter = (struct need_filter){.centre = "loo", .for_whom = FOR_VOLUNTEER, .limit = 50};
    DOES(db, needs_list_open(db, arena, &filter, &items, &count, &error));
    assert_int_equal(count, 2);
    struct region region;
    DOES(db, region_read(db, arena, &region, &error));
    assert_int_equal(region.skill_count, 36);
    assert_int_equal(region.centre_count, 2);
    assert_int_equal(region.centres[0].open_seats, 3);
    assert_string_equal(region.age_groups[1].code, "12-15");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(registration_makes_the_person_and_again_merges, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unknown_and_known_addresses_write_the_same_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_link_signs_staff_in_for_the_shorter_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_prohibited_result_stays_with_who_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_municipalitys_check_waits_for_the_hosts_acceptance, set_up, tear_down),
        cmocka_unit_test_setup_teardown(contact_closes_with_a_withdrawn_offer_and_surnames_are_not_spelt_out, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_invitation_waits_for_the_check_and_becomes_hours, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forgetting_leaves_hours_without_a_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(people_load_as_they_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(public_needs_page_by_page, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
