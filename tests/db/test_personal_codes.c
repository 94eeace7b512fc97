/* What a check needs besides its result: the personal code (R6) and a certificate of origin (R1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "db/checks.h"
#include "db/invitations.h"
#include "db/origin.h"
#include "db/people.h"
#include "db/personal_codes.h"
#include "db/sweep.h"
#include "tests/db/database.h"

static struct db *db;
static struct arena *arena;
static struct uuid person, account, need;
static struct actor manager, self;
static struct link_secret link;

/* Somebody who offered to help with children and was accepted, without a check. */
static int set_up(void **state)
{
    (void)state;
    db = database_ready("vahetus_personal_codes");
    arena = arena_new();
    struct uuid shift, offer = make_id();
    person = make_person(db, "Mari", "mari@example.com");
    account = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    manager = (struct actor){.account = account};
    self = (struct actor){.person = person};
    need = make_need(db, &account, "kehra", true, 30, 2, &shift);
    link = make_secret("code-of-mari");
    const struct missing_links links = {.code = &link};
    DOES(db, offer_create(db, &self, &offer, &need, &shift, 1, &error));
    DOES(db, offer_answer(db, &manager, &offer, true, &links, &error));
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    database_drop(db);
    return 0;
}

static const unsigned char sealed[SEALED_CODE_BYTES] = {1, 2, 3};

static void enter(bool foreign_citizen)
{
    struct personal_code code;
    DOES(db, personal_code_by_link(db, arena, link.hash, &code, &error));
    assert_string_equal(code.first_name, "Mari");
    assert_string_equal(code.checker, "0141");
    DOES(db, personal_code_enter(db, &code, sealed, foreign_citizen, NULL, &error));
}

static void record(const char *checker, int result)
{
    const struct check_input input = {
        .id = make_id(), .person = person, .result = result, .checked_on = moment_today(), .checker = checker};
    int32_t agreed;
    DOES(db, check_create(db, &manager, &input, &agreed, &error));
}

static void it_is_asked_for_once(void **state)
{
    struct link_secret second = make_secret("second");
    (void)state;
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event = 'personal_code' AND secret IS NOT NULL"), 1);
    DOES(db, personal_code_ask_waiting(db, &person, "kehra", &second, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM personal_code"), 1);
    /* Nothing waits at another centre, so its municipality has nothing to ask. */
    DOES(db, personal_code_ask_waiting(db, &person, "loo", &second, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM personal_code"), 1);
    FAILS(db, "asked_recently", personal_code_ask(db, &manager, &person, "0141", &second, &error));
    must(db, "UPDATE personal_code SET asked_at = NOW(3) - INTERVAL 11 MINUTE");
    DOES(db, personal_code_ask(db, &manager, &person, "0141", &second, &error));
    struct personal_code code;
    FAILS(db, "link_unknown", personal_code_by_link(db, arena, link.hash, &code, &error));
    DOES(db, personal_code_by_link(db, arena, second.hash, &code, &error));
    must(db, "UPDATE personal_code SET asked_at = NOW(3) - INTERVAL 14 DAY");
    FAILS(db, "link_expired", personal_code_by_link(db, arena, second.hash, &code, &error));
}

static void only_the_checker_sees_it(void **state)
{
    struct personal_code code;
    (void)state;
    FAILS(db, "no_personal_code", personal_code_see(db, arena, &manager, &person, "0141", &code, &error));
    enter(false);
    FAILS(db, "link_unknown", personal_code_by_link(db, arena, link.hash, &code, &error));
    struct uuid loo_account = make_account(db, ACCOUNT_MANAGER, "loo", "loo@example.com");
    struct uuid group_account = make_account(db, ACCOUNT_COORDINATOR, "harju", "harju@example.com");
    struct uuid town_account = make_account(db, ACCOUNT_SPECIALIST, "0141", "anija@example.com");
    const struct actor loo = {.account = loo_account}, group = {.account = group_account},
                       town = {.account = town_account};
    FAILS(db, "unknown_person", personal_code_see(db, arena, &loo, &person, "0245", &code, &error));
    FAILS(db, "unknown_person", personal_code_see(db, arena, &loo, &person, "0141", &code, &error));
    FAILS(db, "not_your_municipality", personal_code_see(db, arena, &group, &person, "0141", &code, &error));
    FAILS(db, "not_your_municipality", personal_code_see(db, arena, &manager, &person, "0245", &code, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM audit WHERE action = 'personal_code_see'"), 0);
    DOES(db, personal_code_see(db, arena, &manager, &person, "0141", &code, &error));
    DOES(db, personal_code_see(db, arena, &town, &person, "0141", &code, &error));
    assert_memory_equal(code.sealed, sealed, sizeof sealed);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM audit WHERE action = 'personal_code_see' "
                                "AND person_id IS NOT NULL AND actor_account IS NOT NULL"),
                     2);
    struct personal_code *codes;
    size_t count;
    DOES(db, personal_codes_seen_by(db, arena, &group, &person, &codes, &count, &error));
    assert_int_equal(count, 0);
    DOES(db, personal_codes_seen_by(db, arena, &town, &person, &codes, &count, &error));
    assert_int_equal(count, 1);
    assert_true(codes[0].is_entered && codes[0].has_code);
}

static void it_goes_with_the_result(void **state)
{
    (void)state;
    enter(false);
    must(db, "INSERT INTO personal_code (id, person_id, municipality_code, token_hash) "
             "SELECT UNHEX(REPLACE(UUID(), '-', '')), id, '0245', UNHEX(SHA2('x', 256)) FROM person");
    record("0141", CHECK_PERMITTED);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM personal_code WHERE municipality_code = '0141'"), 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM personal_code WHERE municipality_code = '0245'"), 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement WHERE state = 'agreed'"), 1);
    record("0141", CHECK_PROHIBITED);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM personal_code"), 0);
}

static void it_goes_after_fourteen_days(void **state)
{
    struct personal_code code;
    (void)state;
    enter(false);
    must(db, "UPDATE personal_code SET asked_at = NOW(3) - INTERVAL 20 DAY, entered_at = NOW(3) - INTERVAL 13 DAY");
    DOES(db, sweep_expired(db, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM personal_code"), 1);
    must(db, "UPDATE personal_code SET entered_at = NOW(3) - INTERVAL 14 DAY - INTERVAL 1 SECOND");
    /* Nobody sees it any more, whether it has been swept or not. */
    FAILS(db, "no_personal_code", personal_code_see(db, arena, &manager, &person, "0141", &code, &error));
    DOES(db, sweep_expired(db, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM personal_code"), 0);
}

static void its_owner_takes_it_back(void **state)
{
    struct personal_code *codes;
    size_t count;
    (void)state;
    enter(false);
    DOES(db, personal_codes_of(db, arena, &person, &codes, &count, &error));
    assert_int_equal(count, 1);
    FAILS(db, "no_personal_code", personal_code_erase_own(db, &self, "0245", &error));
    DOES(db, personal_code_erase_own(db, &self, "0141", &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM personal_code"), 0);
}

static void it_is_forgotten_with_the_person(void **state)
{
    (void)state;
    enter(true);
    DOES(db, person_forget(db, &self, &person, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM personal_code"), 0);
    assert_int_equal(number(db, "SELECT SUM(foreign_citizen) FROM person"), 0);
}

/* ---- R1: citizens of other countries ------------------------------------------------------------------------------
 */

static struct origin_input origin(bool needed, bool seen, int32_t days_ago)
{
    return (struct origin_input){.id = make_id(),
                                 .person = person,
                                 .checker = "0141",
                                 .is_needed = needed,
                                 .has_certificate = seen,
                                 .issued_on = moment_today() - days_ago};
}

static void a_certificate_of_origin_blocks_agreed_too(void **state)
{
    int32_t agreed;
    (void)state;
    enter(true);
    record("0141", CHECK_PERMITTED);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement WHERE state = 'awaiting' AND check_id IS NOT NULL"), 1);
    assert_string_equal(refused(db, "UPDATE placement SET state = 'agreed'"), "origin_missing");
    struct origin_input asked = origin(true, false, 0), late = origin(true, true, 367), early = origin(true, true, -1);
    struct origin_input over = origin(true, true, 365), seen = origin(true, true, 30), no = origin(false, false, 0);
    DOES(db, origin_record(db, &manager, &asked, &agreed, &error));
    FAILS(db, "check_too_old", origin_record(db, &manager, &late, &agreed, &error));
    FAILS(db, "checked_in_future", origin_record(db, &manager, &early, &agreed, &error));
    /* Over before the shift, which is in 30 hours. */
    DOES(db, origin_record(db, &manager, &over, &agreed, &error));
    assert_int_equal(agreed, 0);
    DOES(db, origin_record(db, &manager, &seen, &agreed, &error));
    assert_int_equal(agreed, 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement WHERE state = 'agreed' AND origin_id IS NOT NULL"), 1);
    bool needed;
    struct origin_certificate *list;
    size_t count;
    DOES(db, origin_list(db, arena, &manager, &person, &needed, &list, &count, &error));
    assert_true(needed);
    assert_int_equal(count, 2);
    DOES(db, origin_record(db, &manager, &no, &agreed, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement WHERE state = 'agreed'"), 1);
    FAILS(db, "not_your_municipality", (no.checker = "0245", origin_record(db, &manager, &no, &agreed, &error)));
}

static void whoever_says_so_later_waits_again(void **state)
{
    int32_t agreed;
    (void)state;
    record("0141", CHECK_PERMITTED);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement WHERE state = 'agreed'"), 1);
    struct origin_input asked = origin(true, false, 0);
    DOES(db, origin_record(db, &manager, &asked, &agreed, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement WHERE state = 'awaiting'"), 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event = 'placement_waits'"), 1);
    /* Memory knows of it, too: the check counts no longer than the certificate. */
    struct person *read;
    DOES(db, person_read(db, arena, &person, &read, &error));
    assert_int_equal(read->check_count, 1);
    assert_true(read->checks[0].valid_until < moment_today());
    struct origin_input seen = origin(true, true, 10);
    DOES(db, origin_record(db, &manager, &seen, &agreed, &error));
    DOES(db, person_read(db, arena, &person, &read, &error));
    assert_int_equal(read->checks[0].valid_until, number(db, "SELECT TO_DAYS(valid_until) - TO_DAYS('1970-01-01') "
                                                             "FROM origin_certificate"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_is_asked_for_once),
        TEST(only_the_checker_sees_it),
        TEST(it_goes_with_the_result),
        TEST(it_goes_after_fourteen_days),
        TEST(its_owner_takes_it_back),
        TEST(it_is_forgotten_with_the_person),
        TEST(a_certificate_of_origin_blocks_agreed_too),
        TEST(whoever_says_so_later_waits_again),
    };
    return cmocka_run_group_tests_name("personal_codes", tests, NULL, NULL);
}
