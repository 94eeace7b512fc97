/* What time brings about: silent profiles are asked and forgotten (R10), permissions end with the school year (R4). The
 * clock is moved by rows with old dates, and by the day that is passed in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "db/guardians.h"
#include "db/invitations.h"
#include "db/people.h"
#include "db/retention.h"
#include "db/sessions.h"
#include "db/sweep.h"
#include "tests/db/database.h"

static struct db *db;
static struct arena *arena;
static struct link_secret links[3];

static int set_up(void **state)
{
    (void)state;
    db = database_ready("vahetus_retention");
    arena = arena_new();
    links[0] = make_secret("link-the-first-of-three");
    links[1] = make_secret("zlink-the-second-of-three");
    links[2] = make_secret("alink-the-third-of-three");
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    database_drop(db);
    return 0;
}

static size_t ask(void)
{
    size_t asked = 0;
    DOES(db, retention_ask(db, links, 3, &asked, &error));
    return asked;
}

static size_t forget(void)
{
    size_t forgotten = 0;
    DOES(db, retention_forget(db, &forgotten, &error));
    return forgotten;
}

static void silent_for(const char *months)
{
    char sql[200];
    snprintf(sql, sizeof sql, "UPDATE person SET active_at = NOW(3) - INTERVAL %s MONTH - INTERVAL 1 HOUR", months);
    must(db, sql);
}

/* The letter left, and the days to answer are over. */
static void pass_the_days(void)
{
    must(db,
         "UPDATE outbox SET state = 'sent', secret = NULL, sent_at = NOW(3) - INTERVAL 31 DAY WHERE event = 'stay'");
    must(db, "UPDATE person SET stay_asked_at = NOW(3) - INTERVAL 31 DAY WHERE stay_asked_at IS NOT NULL");
}

static int64_t anonymised(void)
{
    return number(db, "SELECT COUNT(*) FROM person WHERE state = 'anonymised'");
}

static void the_silent_are_asked_then_forgotten(void **state)
{
    (void)state;
    make_person(db, "Mari", "mari@example.com");
    assert_int_equal(ask(), 0);
    silent_for("23");
    assert_int_equal(ask(), 0);
    silent_for("24");
    assert_int_equal(ask(), 1);
    assert_int_equal(ask(), 0); /* once */
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event = 'stay' AND recipient = 'mari@example.com'"),
                     1);
    assert_int_equal(forget(), 0); /* there is time to answer */
    must(db, "UPDATE person SET stay_asked_at = NOW(3) - INTERVAL 31 DAY");
    assert_int_equal(forget(), 0); /* the letter has not left */
    must(db, "UPDATE outbox SET state = 'sent', secret = NULL, sent_at = NOW(3) - INTERVAL 29 DAY");
    assert_int_equal(forget(), 0); /* it left later */
    pass_the_days();
    assert_int_equal(forget(), 1);
    assert_int_equal(anonymised(), 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM person WHERE email IS NOT NULL OR first_name <> ''"), 0);
    assert_int_equal(ask(), 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM audit WHERE action = 'retention_ask'"), 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM audit WHERE action = 'person_forget'"), 1);
}

static void the_button_keeps_a_profile(void **state)
{
    (void)state;
    make_person(db, "Mari", "mari@example.com");
    silent_for("30");
    assert_int_equal(ask(), 1);
    FAILS(db, "link_unknown", profile_keep(db, links[1].hash, NULL, &error));
    DOES(db, profile_keep(db, links[0].hash, NULL, &error));
    FAILS(db, "link_used", profile_keep(db, links[0].hash, NULL, &error));
    pass_the_days();
    assert_int_equal(forget(), 0);
    assert_int_equal(ask(), 0);
    assert_int_equal(anonymised(), 0);
}

static void the_buttons_time_runs_out(void **state)
{
    (void)state;
    make_person(db, "Mari", "mari@example.com");
    silent_for("24");
    assert_int_equal(ask(), 1);
    must(db, "UPDATE link SET expires_at = NOW(3) - INTERVAL 1 SECOND WHERE purpose = 'stay'");
    FAILS(db, "link_expired", profile_keep(db, links[0].hash, NULL, &error));
}

static void a_sign_in_keeps_a_profile(void **state)
{
    (void)state;
    struct uuid person = make_person(db, "Mari", "mari@example.com"), session = make_id();
    silent_for("24");
    assert_int_equal(ask(), 1);
    pass_the_days();
    DOES(db, session_create(db, &session, links[2].hash, NULL, &person, in_hours(1), &error));
    assert_int_equal(forget(), 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM person WHERE stay_asked_at IS NULL"), 1);
}

static void workers_and_the_expected_are_left_alone(void **state)
{
    (void)state;
    struct uuid account = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com"), shift, offer = make_id();
    struct uuid need = make_need(db, &account, "kehra", false, 30, 1, &shift);
    struct uuid expected = make_person(db, "Mari", "mari@example.com"),
                worker = make_person(db, "Siim", "siim@example.com");
    const struct actor manager = {.account = account}, self = {.person = expected};
    (void)worker;
    must(db, "INSERT INTO membership (person_id, kind, centre_code, since) SELECT id, 'worker', 'loo', '2020-01-01' "
             "FROM person WHERE first_name = 'Siim'");
    DOES(db, offer_create(db, &self, &offer, &need, &shift, 1, &error));
    DOES(db, offer_answer(db, &manager, &offer, true, NULL, &error));
    silent_for("24");
    assert_int_equal(ask(), 0);
}

/* ---- Agreements and hours ---------------------------------------------------------------------------------------- */

/* A done shift that ended so many months ago, with the offer that led to it. */
static void helped_before(const char *months)
{
    struct uuid account = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com"), shift, offer = make_id();
    struct uuid need = make_need(db, &account, "kehra", false, 30, 1, &shift);
    struct uuid person = make_person(db, "Mari", "mari@example.com");
    const struct actor manager = {.account = account}, self = {.person = person};
    char sql[300];
    DOES(db, offer_create(db, &self, &offer, &need, &shift, 1, &error));
    DOES(db, offer_answer(db, &manager, &offer, true, NULL, &error));
    must(db, "SET foreign_key_checks = 0"); /* a shift with people keeps its times: here the clock is moved */
    for (int i = 0; i < 2; i++) {
        static const char *const tables[] = {"shift", "placement"};
        snprintf(sql, sizeof sql,
                 "UPDATE %s SET starts_at = UTC_TIMESTAMP() - INTERVAL %s MONTH - INTERVAL 3 HOUR, "
                 "ends_at = UTC_TIMESTAMP() - INTERVAL %s MONTH - INTERVAL 1 HOUR",
                 tables[i], months, months);
        must(db, sql);
    }
    snprintf(sql, sizeof sql, "UPDATE offer SET created_at = UTC_TIMESTAMP() - INTERVAL %s MONTH - INTERVAL 1 DAY",
             months);
    must(db, sql);
    must(db, "SET foreign_key_checks = 1");
    must(db, "UPDATE placement SET state = 'done', minutes = 120");
}

static struct retention_due due(const char *rule)
{
    struct retention_due list[RETENTION_RULES_MAX];
    size_t count = 0;
    DOES(db, retention_report(db, 30, list, &count, &error));
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].rule, rule) == 0)
            return list[i];
    fail_msg("the report has no %s", rule);
    return (struct retention_due){0};
}

static void hours_are_kept_for_three_years(void **state)
{
    (void)state;
    helped_before("34");
    struct retention_due hours = due("placement");
    assert_int_equal(hours.kept_months, 36);
    assert_int_equal(hours.now, 0);
    assert_int_equal(hours.ahead, 0);
    must(db, "UPDATE setting SET value = '34' WHERE name = 'agreement_months'");
    assert_int_equal(due("placement").now, 1);
    assert_int_equal(due("offer").now, 0);                             /* the hours lean on it */
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement"), 1); /* a report takes nothing */
    DOES(db, sweep_expired(db, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement"), 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM offer"), 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM offer_shift"), 0);
    assert_int_equal(number(db, "SELECT taken FROM shift"), 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM person"), 1);
}

static void what_is_younger_stays(void **state)
{
    (void)state;
    helped_before("35");
    DOES(db, sweep_expired(db, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement"), 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM offer"), 1);
}

static void the_log_is_kept_as_long(void **state)
{
    (void)state;
    must(db, "DELETE FROM audit");
    must(db, "INSERT INTO audit (at, action) VALUES (NOW(3) - INTERVAL 37 MONTH, 'contact_seen'), "
             "(NOW(3) - INTERVAL 36 MONTH + INTERVAL 10 DAY, 'contact_seen'), "
             "(NOW(3) - INTERVAL 34 MONTH, 'roster_seen')");
    assert_int_equal(due("log").kept_months, 36);
    assert_int_equal(due("log").now, 1);
    assert_int_equal(due("log").ahead, 2);
    DOES(db, sweep_expired(db, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM audit WHERE at < NOW(3) - INTERVAL 36 MONTH"), 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM audit WHERE at < NOW(3) - INTERVAL 33 MONTH"), 2);
}

/* What is erased is what was foretold, rule by rule. */
static void the_dry_run_tells_what_goes(void **state)
{
    (void)state;
    struct uuid person = make_person(db, "Mari", "mari@example.com");
    must(db, "INSERT INTO registration (id, token_hash, email, language, form, created_at, expires_at) VALUES "
             "(UNHEX(REPLACE(UUID(), '-', '')), UNHEX(SHA2('a', 256)), 'a@example.com', 'et', '{}', "
             "NOW(3) - INTERVAL 31 DAY, NOW(3) - INTERVAL 1 DAY), "
             "(UNHEX(REPLACE(UUID(), '-', '')), UNHEX(SHA2('b', 256)), 'b@example.com', 'et', '{}', "
             "NOW(3) - INTERVAL 10 DAY, NOW(3) + INTERVAL 2 DAY)");
    must(db,
         "INSERT INTO personal_code (id, person_id, municipality_code, sealed, asked_at, entered_at) "
         "SELECT UNHEX(REPLACE(UUID(), '-', '')), id, '0141', 'x', NOW(3) - INTERVAL 5 DAY, NOW(3) - INTERVAL 4 DAY "
         "FROM person");
    silent_for("24");
    assert_int_equal(due("registration").now, 1);
    assert_int_equal(due("registration").ahead, 2);
    assert_int_equal(due("personal_code").now, 0);
    assert_int_equal(due("personal_code").ahead, 1);
    assert_int_equal(due("profile_asked").now, 1);
    assert_int_equal(due("profile_asked").kept_months, 24);
    assert_int_equal(due("profile_forgotten").now, 0);
    DOES(db, sweep_expired(db, &error));
    assert_int_equal(ask(), 1);
    assert_int_equal(due("registration").now, 0);
    assert_int_equal(due("profile_asked").now, 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM registration"), 1);
    (void)person;
}

/* ---- School years ------------------------------------------------------------------------------------------------ */

enum { AUG_10_2027 = 21040, AUG_20_2027 = 21050, SEP_5_2027 = 21066, MAY_2_2027 = 20940 };

static struct uuid a_minor(const char *birth_date)
{
    struct uuid person = make_person(db, "Liis", "liis@example.com");
    char sql[200];
    snprintf(sql, sizeof sql, "UPDATE person SET birth_date = '%s'", birth_date);
    must(db, sql);
    must(db, "INSERT INTO guardian (person_id, name, email) SELECT id, 'Anu', 'anu@example.com' FROM person");
    return person;
}

static size_t renew(int32_t today, struct link_secret *link)
{
    size_t asked = 0;
    DOES(db, guardians_renew(db, link, 1, today, &asked, &error));
    return asked;
}

static int64_t permissions(const char *state, int year)
{
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM guardian_permission WHERE state = '%s' AND school_year = %d", state,
             year);
    return number(db, sql);
}

static void permission_is_asked_for_each_school_year(void **state)
{
    (void)state;
    struct uuid person = a_minor("2012-05-01");
    const char *kehra[] = {"kehra"};
    struct codes permitted = {kehra, 1};
    struct guardian_request request;
    DOES(db, guardian_ask(db, &person, "kehra", &links[0], MAY_2_2027, &error));
    DOES(db, guardian_answer(db, links[0].hash, &permitted, MAY_2_2027, NULL, &error));
    assert_int_equal(permissions("given", 2026), 1);
    assert_int_equal(permissions("given", 2027), 0);
    assert_int_equal(renew(AUG_10_2027, &links[1]), 0); /* too early */
    assert_int_equal(renew(AUG_20_2027, &links[1]), 1);
    assert_int_equal(renew(AUG_20_2027, &links[2]), 0); /* once */
    assert_int_equal(renew(SEP_5_2027, &links[2]), 0);
    assert_int_equal(permissions("asked", 2027), 1);
    /* The link before is dead, the new one asks for the new year and answers for both. */
    FAILS(db, "link_expired", guardian_request_read(db, arena, links[0].hash, AUG_20_2027, &request, &error));
    FAILS(db, "link_expired", guardian_answer(db, links[0].hash, &permitted, AUG_20_2027, NULL, &error));
    DOES(db, guardian_request_read(db, arena, links[1].hash, AUG_20_2027, &request, &error));
    assert_int_equal(request.centre_count, 1);
    assert_false(request.centres[0].granted);
    assert_int_equal(request.school_year_end, 21427); /* 2028-08-31 */
    DOES(db, guardian_answer(db, links[1].hash, &permitted, AUG_20_2027, NULL, &error));
    assert_int_equal(permissions("given", 2026), 1);
    assert_int_equal(permissions("given", 2027), 1);
    struct person *read;
    must(db, "UPDATE person SET version = version + 1");
    DOES(db, person_read(db, arena, &person, &read, &error));
    assert_int_equal(read->permitted_centres.count, 1);
    assert_int_equal(read->permitted_until[0], 21427);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event = 'guardian'"), 1);
}

static void nobody_asks_for_whom_it_is_over(void **state)
{
    (void)state;
    struct uuid person = a_minor("2009-08-25"); /* 18 before the school year begins */
    const char *kehra[] = {"kehra"};
    struct codes permitted = {kehra, 1}, none = {0};
    DOES(db, guardian_ask(db, &person, "kehra", &links[0], MAY_2_2027, &error));
    DOES(db, guardian_answer(db, links[0].hash, &permitted, MAY_2_2027, NULL, &error));
    assert_int_equal(number(db, "SELECT DATEDIFF(valid_until, '2027-08-24') FROM guardian_permission"), 0);
    assert_int_equal(renew(AUG_20_2027, &links[1]), 0);
    must(db, "UPDATE person SET birth_date = '2012-05-01'");
    DOES(db, guardian_answer(db, links[0].hash, &none, MAY_2_2027, NULL, &error)); /* taken back: not asked again */
    assert_int_equal(renew(AUG_20_2027, &links[1]), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_silent_are_asked_then_forgotten, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_button_keeps_a_profile, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_buttons_time_runs_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_sign_in_keeps_a_profile, set_up, tear_down),
        cmocka_unit_test_setup_teardown(workers_and_the_expected_are_left_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hours_are_kept_for_three_years, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_younger_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_log_is_kept_as_long, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_dry_run_tells_what_goes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(permission_is_asked_for_each_school_year, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nobody_asks_for_whom_it_is_over, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
