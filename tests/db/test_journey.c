/* The volunteer's and the manager's way through the database: from registration to hours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "db/audit.h"
#include "db/checks.h"
#include "db/guardians.h"
#include "db/invitations.h"
#include "db/outbox.h"
#include "db/people.h"
#include "db/placements.h"
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

static struct uuid register_person(const char *email, const char *first_name, int32_t birth_date, const char *token,
                                   const struct link_secret *guardian_link)
{
    static const char *centres[] = {"kehra"}, *skills[] = {"music", "photo"}, *interests[] = {"workshop"};
    static const struct language_level languages[] = {{"et", LEVEL_C1}, {"ru", LEVEL_B1}};
    static const struct availability free[] = {{4, 960, 1200}};
    static const struct certificate certificates[] = {{"first_aid", true, 22000}};
    struct registration_input input = {
        .id = make_id(), .email = email, .language = 1, .form = "{}", .link = make_secret(token)};
    struct person_fields fields = {.first_name = first_name,
                                   .last_name = "Ivanova",
                                   .has_birth_date = true,
                                   .birth_date = birth_date,
                                   .language = 1,
                                   .has_settlement = true,
                                   .settlement = 591476,
                                   .has_reach_m = true,
                                   .reach_m = 20000,
                                   .centres = {centres, 1},
                                   .availability = free,
                                   .availability_count = 1,
                                   .commitment = COMMITMENT_WEEKLY,
                                   .languages = languages,
                                   .language_count = 2,
                                   .skills = {skills, 2},
                                   .interests = {interests, 1},
                                   .certificates = certificates,
                                   .certificate_count = 1,
                                   .phone = "+3725555555",
                                   .phone_calls = true,
                                   .terms = "2026-11",
                                   .guardian_name = guardian_link == NULL ? NULL : "Olga Ivanova",
                                   .guardian_email = guardian_link == NULL ? NULL : "olga@example.com"};
    const struct actor nobody = {0};
    struct uuid person;
    person_fields_give_all(&fields);
    DOES(db, registrations_append(db, &input, 1, &error));
    struct registration found;
    DOES(db, registration_find(db, arena, input.link.hash, &found, &error));
    assert_string_equal(found.email, email);
    DOES(db, registration_confirm(db, &nobody, input.link.hash, &fields, guardian_link, &person, &error));
    FAILS(db, "link_used", registration_confirm(db, &nobody, input.link.hash, &fields, NULL, &person, &error));
    return person;
}

static void registration_makes_the_person_and_again_merges(void **state)
{
    (void)state;
    struct uuid first = register_person("anna@example.com", "Anna", 9000, "token-anna-1", NULL);
    struct uuid second = register_person("anna@example.com", "Anja", 9000, "token-anna-2", NULL);
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
    DOES(db, placements_of_person(db, arena, &person, &placements, &count, &minutes, &error));
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
    DOES(db, placements_of_person(db, arena, &person, &placements, &count, &minutes, &error));
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
        register_person("liis@example.com", "Liis", moment_today() - 15 * 365 - 30, "token-liis", &guardian);
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
        register_person("liis@example.com", "Liis", moment_today() - 15 * 365 - 30, "token-liis", &guardian);
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
        register_person("liis@example.com", "Liis", moment_today() - 15 * 365 - 30, "token-liis", &guardian);
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
        register_person("liis@example.com", "Liis", moment_today() - 15 * 365 - 30, "token-liis", &guardian);
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
    assert_string_equal(read->responsible, "kehra");
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
    DOES(db, placements_of_person(db, arena, &person, &placements, &count, &minutes, &error));
    assert_int_equal(placements[0].waiting_for, WAITING_RESPONSIBLE);
    assert_string_equal(refused(db, "UPDATE placement SET state = 'agreed'"), "responsible_missing");
}

/* A worker in a responsible seat of the centre answers for the minors of those hours, until the seat is empty again. */
static void a_responsible_seat_answers_for_minors(void **state)
{
    (void)state;
    struct link_secret guardian = make_secret("guardian-of-liis");
    struct uuid person =
        register_person("liis@example.com", "Liis", moment_today() - 15 * 365 - 30, "token-liis", &guardian);
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
    DOES(db, placements_of_person(db, arena, &worker, &placements, &count, &minutes, &error));
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
        register_person("liis@example.com", "Liis", moment_today() - 13 * 365 - 30, "token-liis", &guardian);
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

static void forgetting_leaves_hours_without_a_name(void **state)
{
    (void)state;
    struct uuid person = register_person("anna@example.com", "Anna", 9000, "token-anna-1", NULL);
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
    register_person("anna@example.com", "Anna", 9000, "token-anna-3", NULL);
}

static void people_load_as_they_read(void **state)
{
    (void)state;
    struct uuid anna = register_person("anna@example.com", "Anna", 9000, "token-anna-1", NULL);
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
        cmocka_unit_test_setup_teardown(a_minor_waits_for_the_guardian, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_minor_does_not_stay_late, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_minor_is_in_school, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_minor_needs_somebody_responsible, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_responsible_seat_answers_for_minors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_person_of_13_has_no_check, set_up, tear_down),
        cmocka_unit_test(school_hours_are_those_of_school_days),
        cmocka_unit_test_setup_teardown(forgetting_leaves_hours_without_a_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(people_load_as_they_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(public_needs_page_by_page, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
