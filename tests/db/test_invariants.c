/* What the database refuses whatever the service does: each rule tried with plain SQL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/db/database.h"

static struct db *db;

/* One volunteer of age with a check, one without, a minor; a need with children and one without, two shifts each. */
static int set_up(void **state)
{
    (void)state;
    db = database_ready("vahetus_invariants");
    must(db, "INSERT INTO person (id, first_name, last_name, birth_date, email) VALUES "
             "('checked-person-0', 'Mari', 'Tamm', '1990-01-01', 'mari@example.com'), "
             "('unchecked-person', 'Rein', 'Tamm', '1990-01-01', 'rein@example.com'), "
             "('minor-person-000', 'Liis', 'Tamm', '2011-01-01', 'liis@example.com')");
    must(db, "INSERT INTO background_check (id, person_id, checked_on, municipality_code, result, valid_until) VALUES "
             "('check-of-mari-00', 'checked-person-0', '2026-06-01', '0141', 'permitted', '2027-06-01'), "
             "('prohibited-00000', 'unchecked-person', '2026-06-01', '0141', 'prohibited', '2027-06-01')");
    must(db, "INSERT INTO guardian_permission (id, person_id, centre_code, school_year, state, valid_until) VALUES "
             "('permission-liis', 'minor-person-000', 'kehra', 2026, 'given', '2027-08-31')");
    must(db, "INSERT INTO need (id, centre_code, activity, children) VALUES "
             "('need-children-00', 'kehra', 'workshop', 1), ('need-rooms-00000', 'kehra', 'repair', 0)");
    must(db, "INSERT INTO shift (id, need_id, starts_at, ends_at, seats) VALUES "
             "('shift-a-00000000', 'need-children-00', '2027-03-01 14:00:00', '2027-03-01 16:00:00', 2), "
             "('shift-b-00000000', 'need-children-00', '2027-03-01 15:00:00', '2027-03-01 17:00:00', 1), "
             "('shift-c-00000000', 'need-rooms-00000', '2027-03-01 16:00:00', '2027-03-01 18:00:00', 2), "
             "('shift-late-00000', 'need-children-00', '2027-06-01 21:30:00', '2027-06-01 23:00:00', 2)");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    database_drop(db);
    return 0;
}

static char sql[2000];

/* A placement with the columns that a rule is about. */
static const char *placement(const char *id, const char *shift, const char *need, int children, const char *person,
                             const char *state, const char *check, int minor, const char *permission)
{
    snprintf(
        sql, sizeof sql,
        "INSERT INTO placement (id, shift_id, need_id, centre_code, person_id, state, starts_at, ends_at, children, "
        "check_id, check_result, check_from, check_until, minor, permission_id, permission_until, supervised, "
        "cancelled_by) "
        "SELECT '%s', '%s', '%s', 'kehra', '%s', '%s', t.starts_at, t.ends_at, %d, %s, %d, %s, %s FROM "
        "(SELECT CAST('%s' AS DATETIME) AS starts_at, CAST('%s' AS DATETIME) AS ends_at) t",
        id, shift, need, person, state, children, check, minor, permission,
        strcmp(state, "cancelled") == 0 ? "'centre'" : "NULL",
        shift[6] == 'a'   ? "2027-03-01 14:00:00"
        : shift[6] == 'b' ? "2027-03-01 15:00:00"
        : shift[6] == 'c' ? "2027-03-01 16:00:00"
                          : "2027-06-01 21:30:00",
        shift[6] == 'a'   ? "2027-03-01 16:00:00"
        : shift[6] == 'b' ? "2027-03-01 17:00:00"
        : shift[6] == 'c' ? "2027-03-01 18:00:00"
                          : "2027-06-01 23:00:00");
    return sql;
}

#define NO_CHECK      "NULL, NULL, NULL, NULL"
#define MARIS_CHECK   "'check-of-mari-00', 'permitted', '2026-06-01', '2027-06-01'"
#define NO_PERMISSION "NULL, NULL, 0"
#define LIIS_MAY      "'permission-liis', '2027-08-31', 1"
#define LIIS_ALONE    "'permission-liis', '2027-08-31', 0"
#define CHILDREN      "need-children-00", 1
#define ROOMS         "need-rooms-00000", 0
#define MARI          "checked-person-0"
#define REIN          "unchecked-person"
#define LIIS          "minor-person-000"

static void nobody_is_agreed_with_children_without_a_valid_check(void **state)
{
    (void)state;
    static const char *const refusals[][2] = {
        {REIN, NO_CHECK},
        {MARI, "'check-of-mari-00', NULL, NULL, NULL"},
        {MARI, "NULL, 'permitted', '2026-06-01', '2027-06-01'"},
        {MARI, "'check-of-mari-00', 'permitted', NULL, '2027-06-01'"},
        {MARI, "'check-of-mari-00', 'permitted', '2026-06-01', NULL"},
        {REIN, "'prohibited-00000', 'prohibited', '2026-06-01', '2027-06-01'"},
    };
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        assert_string_equal(refused(db, placement("placement-000001", "shift-a-00000000", CHILDREN, refusals[i][0],
                                                  "agreed", refusals[i][1], 0, NO_PERMISSION)),
                            "check_missing");
    /* Copied columns cannot lie: another's check, another result, another date. */
    static const char *const lies[][2] = {
        {REIN, MARIS_CHECK},
        {REIN, "'prohibited-00000', 'permitted', '2026-06-01', '2027-06-01'"},
        {MARI, "'check-of-mari-00', 'permitted', '2026-06-01', '2028-06-01'"},
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
        assert_string_equal(refused(db, placement("placement-000001", "shift-a-00000000", CHILDREN, lies[i][0],
                                                  "agreed", lies[i][1], 0, NO_PERMISSION)),
                            "unknown_code");
    /* A need with children cannot be said to have none. */
    assert_string_equal(refused(db, placement("placement-000001", "shift-a-00000000", "need-children-00", 0, REIN,
                                              "agreed", NO_CHECK, 0, NO_PERMISSION)),
                        "unknown_code");
    /* The check ends on 1 June; 21.30 UTC that day is 00.30 on 2 June in Tallinn. */
    assert_string_equal(refused(db, placement("placement-000001", "shift-late-00000", CHILDREN, MARI, "agreed",
                                              MARIS_CHECK, 0, NO_PERMISSION)),
                        "check_missing");
    must(db,
         placement("placement-000001", "shift-a-00000000", CHILDREN, MARI, "agreed", MARIS_CHECK, 0, NO_PERMISSION));
    must(db, placement("placement-000002", "shift-a-00000000", CHILDREN, REIN, "awaiting", NO_CHECK, 0, NO_PERMISSION));
    assert_string_equal(refused(db, "UPDATE placement SET state = 'agreed' WHERE id = 'placement-000002'"),
                        "check_missing");
    assert_string_equal(refused(db, "UPDATE placement SET state = 'done' WHERE id = 'placement-000002'"),
                        "check_missing");
    assert_string_equal(refused(db, "UPDATE placement SET check_id = NULL WHERE id = 'placement-000001'"),
                        "check_missing");
    assert_string_equal(refused(db, "DELETE FROM background_check WHERE id = 'check-of-mari-00'"), "in_use");
    assert_string_equal(refused(db, "UPDATE background_check SET result = 'prohibited' WHERE id = 'check-of-mari-00'"),
                        "in_use");
    assert_string_equal(refused(db, "UPDATE need SET children = 0 WHERE id = 'need-children-00'"), "in_use");
}

static void no_minor_is_agreed_without_permission(void **state)
{
    (void)state;
    assert_string_equal(refused(db, placement("placement-000001", "shift-c-00000000", ROOMS, LIIS, "agreed", NO_CHECK,
                                              1, NO_PERMISSION)),
                        "guardian_missing");
    assert_string_equal(
        refused(db, placement("placement-000001", "shift-c-00000000", ROOMS, REIN, "agreed", NO_CHECK, 1, LIIS_MAY)),
        "unknown_code");
    assert_string_equal(
        refused(db, placement("placement-000001", "shift-c-00000000", ROOMS, LIIS, "agreed", NO_CHECK, 1, LIIS_ALONE)),
        "responsible_missing");
    must(db, placement("placement-000001", "shift-c-00000000", ROOMS, LIIS, "agreed", NO_CHECK, 1, LIIS_MAY));
}

static void nobody_is_in_two_places(void **state)
{
    (void)state;
    must(db,
         placement("placement-000001", "shift-a-00000000", CHILDREN, MARI, "agreed", MARIS_CHECK, 0, NO_PERMISSION));
    assert_string_equal(refused(db, placement("placement-000002", "shift-b-00000000", CHILDREN, MARI, "awaiting",
                                              NO_CHECK, 0, NO_PERMISSION)),
                        "double_booking");
    /* One after the other is not at once; a cancelled one holds nobody. */
    must(db, placement("placement-000002", "shift-c-00000000", ROOMS, MARI, "agreed", NO_CHECK, 0, NO_PERMISSION));
    must(db, "UPDATE placement SET state = 'cancelled', cancelled_by = 'person' WHERE id = 'placement-000001'");
    assert_string_equal(refused(db, placement("placement-000003", "shift-b-00000000", CHILDREN, MARI, "awaiting",
                                              NO_CHECK, 0, NO_PERMISSION)),
                        "double_booking"); /* with shift c */
    must(db, "UPDATE placement SET state = 'cancelled', cancelled_by = 'person' WHERE id = 'placement-000002'");
    must(db, placement("placement-000003", "shift-b-00000000", CHILDREN, MARI, "awaiting", NO_CHECK, 0, NO_PERMISSION));
    assert_string_equal(
        refused(db, "UPDATE placement SET state = 'awaiting', cancelled_by = NULL WHERE id = 'placement-000002'"),
        "double_booking");
}

static void no_shift_has_more_people_than_seats(void **state)
{
    (void)state;
    must(db,
         placement("placement-000001", "shift-b-00000000", CHILDREN, MARI, "agreed", MARIS_CHECK, 0, NO_PERMISSION));
    assert_string_equal(refused(db, placement("placement-000002", "shift-b-00000000", CHILDREN, REIN, "awaiting",
                                              NO_CHECK, 0, NO_PERMISSION)),
                        "seat_taken");
    must(db,
         placement("placement-000002", "shift-b-00000000", CHILDREN, REIN, "cancelled", NO_CHECK, 0, NO_PERMISSION));
    assert_string_equal(
        refused(db, "UPDATE placement SET state = 'awaiting', cancelled_by = NULL WHERE id = 'placement-000002'"),
        "seat_taken");
    assert_int_equal(number(db, "SELECT taken * 10 + agreed FROM shift WHERE id = 'shift-b-00000000'"), 11);
    must(db, "UPDATE placement SET state = 'cancelled', cancelled_by = 'centre' WHERE id = 'placement-000001'");
    assert_int_equal(number(db, "SELECT taken * 10 + agreed FROM shift WHERE id = 'shift-b-00000000'"), 0);
    must(db, "DELETE FROM placement WHERE id = 'placement-000002'");
    must(db, "UPDATE placement SET state = 'awaiting', cancelled_by = NULL WHERE id = 'placement-000001'");
    assert_int_equal(number(db, "SELECT taken * 10 + agreed FROM shift WHERE id = 'shift-b-00000000'"), 10);
    assert_string_equal(refused(db, "UPDATE shift SET seats = 0 WHERE id = 'shift-a-00000000'"), "invalid_value");
}

static void a_shift_with_people_does_not_move(void **state)
{
    (void)state;
    must(db,
         placement("placement-000001", "shift-a-00000000", CHILDREN, MARI, "agreed", MARIS_CHECK, 0, NO_PERMISSION));
    assert_string_equal(refused(db, "UPDATE shift SET starts_at = '2027-03-01 13:00:00' WHERE id = 'shift-a-00000000'"),
                        "in_use");
    assert_string_equal(refused(db, "DELETE FROM shift WHERE id = 'shift-a-00000000'"), "in_use");
    assert_string_equal(refused(db,
                                "INSERT INTO shift (id, need_id, starts_at, ends_at) VALUES ('x', 'need-children-00',"
                                " '2027-03-01 13:00:00', '2027-03-01 13:00:00')"),
                        "bad_shift_length");
}

static void dates_are_those_of_tallinn(void **state)
{
    (void)state;
    static const struct {
        const char *utc, *tallinn;
    } days[] = {
        {"2027-01-01 21:59:59", "2027-01-01"}, {"2027-01-01 22:00:00", "2027-01-02"},
        {"2027-03-27 21:59:00", "2027-03-27"}, {"2027-03-27 22:00:00", "2027-03-28"},
        {"2027-03-28 20:59:00", "2027-03-28"}, {"2027-03-28 21:00:00", "2027-03-29"},
        {"2027-10-30 20:59:00", "2027-10-30"}, {"2027-10-30 21:00:00", "2027-10-31"},
        {"2027-10-31 21:59:00", "2027-10-31"}, {"2027-10-31 22:00:00", "2027-11-01"},
        {"2026-03-29 00:59:59", "2026-03-29"}, {"2026-10-25 22:00:00", "2026-10-26"},
    };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct error error = {0};
        struct rows rows;
        snprintf(sql, sizeof sql,
                 "INSERT INTO shift (id, need_id, starts_at, ends_at) VALUES ('day-%zu', 'need-rooms-00000', '%s', "
                 "'%s' + INTERVAL 1 HOUR)",
                 i, days[i].utc, days[i].utc);
        must(db, sql);
        snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM shift WHERE starts_at = '%s' AND day = '%s'", days[i].utc,
                 days[i].tallinn);
        if (number(db, sql) != 1)
            fail_msg("%s is not %s", days[i].utc, days[i].tallinn);
        /* The same rule in C. */
        assert_true(query(db, &rows, &error, "SELECT CAST(? AS DATETIME), CAST(? AS DATE)", "ss", days[i].utc,
                          days[i].tallinn));
        assert_true(rows_next(&rows));
        assert_int_equal(moment_tallinn_day(rows_time(&rows, 0)), rows_date(&rows, 1));
        assert_true(rows_end(&rows, &error));
    }
}

static void other_rules(void **state)
{
    (void)state;
    static const struct {
        const char *sql, *code;
    } rules[] = {
        {"INSERT INTO person (id, first_name, last_name, email) VALUES ('p', 'A', 'B', 'mari@example.com')",
         "email_taken"},
        {"INSERT INTO person (id, first_name, last_name, email) VALUES ('p', 'A', 'B', 'Mari@example.com')",
         "invalid_value"},
        {"UPDATE person SET state = 'anonymised' WHERE email = 'mari@example.com'", "invalid_value"},
        {"UPDATE person SET first_name = REPEAT('a', 61)", "invalid_value"},
        {"INSERT INTO membership (person_id, kind, since) VALUES ('checked-person-0', 'worker', '2026-01-01')",
         "invalid_value"},
        {"INSERT INTO membership (person_id, kind, centre_code, since) VALUES "
         "('checked-person-0', 'worker', 'kehra', '2026-01-01'), ('checked-person-0', 'worker', 'loo', '2026-02-01')",
         "exists"},
        {"INSERT INTO group_member (group_code, municipality_code, since) VALUES ('harju', '0141', '2027-01-01')",
         "exists"},
        {"INSERT INTO person_skill VALUES ('checked-person-0', 'flying')", "unknown_code"},
        {"INSERT INTO person_word (person_id, kind, code) VALUES ('checked-person-0', 'language', 'et')",
         "invalid_value"},
        {"INSERT INTO person_availability VALUES ('checked-person-0', 8, 0, 60)", "invalid_value"},
        {"INSERT INTO person_availability VALUES ('checked-person-0', 7, 60, 60)", "invalid_value"},
        {"INSERT INTO background_check (id, person_id, checked_on, municipality_code, result, valid_until) VALUES "
         "('c', 'minor-person-000', '2026-01-01', '0141', 'permitted', '2027-01-02')",
         "check_too_old"},
        {"INSERT INTO need (id, centre_code, activity, role) VALUES ('n', 'kehra', 'music', 'responsible')",
         "responsible_is_worker"},
        {"INSERT INTO need (id, centre_code, activity, urgency) VALUES ('n', 'kehra', 'music', 4)", "invalid_value"},
        {"INSERT INTO account_role (account_id, role, scope) VALUES ('a', 'manager', '')", "scope_missing"},
        {"INSERT INTO session (token_hash, id, expires_at) VALUES ('t', 'i', '2027-01-01')", "invalid_value"},
        {"INSERT INTO outbox (id, event, about_id, recipient, language, secret, state, sent_at) VALUES "
         "('o', 'sign_in', 'a', 'a@example.com', 'et', 'secret', 'sent', NOW())",
         "invalid_value"},
        {"INSERT INTO registration (id, token_hash, email, language, form, expires_at) VALUES "
         "('r', 't', 'a@example.com', 'et', REPEAT('a', 16001), NOW())",
         "invalid_value"},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const char *code = refused(db, rules[i].sql);
        if (strcmp(code, rules[i].code) != 0)
            fail_msg("%s, not %s: %s", code, rules[i].code, rules[i].sql);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nobody_is_agreed_with_children_without_a_valid_check, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_minor_is_agreed_without_permission, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nobody_is_in_two_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_shift_has_more_people_than_seats, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_shift_with_people_does_not_move, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dates_are_those_of_tallinn, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_rules, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
