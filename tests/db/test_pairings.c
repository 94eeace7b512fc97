/* Pairings: begun, stored, edited, sent, taken back, forgotten; and whose they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "db/jobs.h"
#include "db/pairings.h"
#include "db/people.h"
#include "db/sweep.h"
#include "tests/db/database.h"

static struct db *db;
static struct arena *arena;
static struct uuid coordinator, specialist, manager, people[3], needs[2], shifts[2];
static struct uuid pairing;
static const struct uuid runner = {{7}};

static struct actor as(struct uuid account)
{
    return (struct actor){.account = account};
}

static int set_up(void **state)
{
    static const char *const names[] = {"Mari", "Jüri", "Olga"};
    static const char *const addresses[] = {"mari@example.com", "jyri@example.com", "olga@example.com"};
    (void)state;
    db = database_ready("vahetus_pairings");
    arena = arena_new();
    coordinator = make_account(db, ACCOUNT_COORDINATOR, "harju", "harju@example.com");
    specialist = make_account(db, ACCOUNT_SPECIALIST, "0141", "anija@example.com");
    manager = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    for (int i = 0; i < 3; i++)
        people[i] = make_person(db, names[i], addresses[i]);
    needs[0] = make_need(db, &coordinator, "kehra", false, 48, 2, &shifts[0]);
    needs[1] = make_need(db, &coordinator, "loo", false, 72, 1, &shifts[1]);
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    database_drop(db);
    return 0;
}

static struct pairing read_one(const struct actor *actor)
{
    struct pairing found = {0};
    DOES(db, pairing_read(db, arena, actor, &pairing, &found, &error));
    return found;
}

static struct pairing_content content_now(void)
{
    struct pairing_content content;
    DOES(db, pairing_read_content(db, arena, &pairing, &content, &error));
    return content;
}

/* Mari and Jüri at Kehra, nobody at Loo. */
static struct pairing_pair pair_of(int person, int need)
{
    return (struct pairing_pair){.person = people[person],
                                 .need = needs[need],
                                 .shift = shifts[need],
                                 .score = 120 + person,
                                 .parts = "[]",
                                 .flags = 1};
}

static void one_at_a_time_of_a_scope(void **state)
{
    struct actor actor = as(coordinator), other = as(specialist), none = as(manager);
    struct uuid job = make_id(), second = make_id(), third = make_id(), of_municipality = make_id();
    (void)state;
    pairing = make_id();
    DOES(db, pairing_create(db, &actor, &pairing, &job, NULL, &error));
    assert_int_equal(read_one(&actor).state, PAIRING_WORKING);
    assert_string_equal(read_one(&actor).scope, "harju");
    FAILS(db, "job_running", pairing_create(db, &actor, &second, &third, "harju", &error));
    FAILS(db, "foreign_scope", pairing_create(db, &actor, &second, &third, "0141", &error));
    FAILS(db, "foreign_scope", pairing_create(db, &none, &second, &third, NULL, &error));
    FAILS(db, "unknown_pairing", pairing_read(db, arena, &other, &pairing, &(struct pairing){0}, &error));
    FAILS(db, "pairing_not_ready", pairing_lock(db, &actor, &pairing, 0, &error));
    /* The municipality's own goes on beside it, and waiting it is cancelled at once. */
    DOES(db, pairing_create(db, &other, &of_municipality, &third, NULL, &error));
    FAILS(db, "unknown_pairing", pairing_cancel(db, &actor, &of_municipality, &error));
    DOES(db, pairing_cancel(db, &other, &of_municipality, &error));
    FAILS(db, "no_job", pairing_cancel(db, &other, &of_municipality, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM pairing WHERE state = 'cancelled'"), 1);
}

static void scope_is_its_centres(void **state)
{
    struct codes centres;
    (void)state;
    DOES(db, pairing_centres(db, arena, &pairing, &centres, &error));
    assert_int_equal(centres.count, 2);
    assert_string_equal(centres.items[0], "kehra");
}

static void job_stores_the_proposal(void **state)
{
    struct actor actor = as(coordinator);
    struct job *job = NULL;
    struct pairing_pair pairs[] = {pair_of(0, 0), pair_of(1, 0)};
    struct pairing_open open[] = {{.need = needs[1], .shift = shifts[1], .seats = 1, .missing = "[]"}};
    struct pairing_content content = {.pairs = pairs, .pair_count = 2, .open = open, .open_count = 1};
    struct pairing solved = {.id = pairing, .people = 3, .needs = 2, .seats = 3, .filled = 2, .worth = 4,
                             .bound_worth = 5, .score = 241, .bound_score = 250, .advice = "[{}]"};
    (void)state;
    DOES(db, job_claim(db, arena, &runner, 30000, &job, &error));
    assert_non_null(job);
    assert_string_equal(job->kind, PAIRING_JOB_KIND);
    DOES(db, pairing_store(db, &solved, &content, &error) &&
                 job_finish(db, &job->id, &runner, JOB_DONE, NULL, NULL, NULL, NULL, &error));
    struct pairing stored = read_one(&actor);
    assert_int_equal(stored.state, PAIRING_READY);
    assert_int_equal(stored.filled, 2);
    assert_int_equal(stored.bound_worth, 5);
    struct pairing_content now = content_now();
    assert_int_equal(now.pair_count, 2);
    assert_int_equal(now.open_count, 1);
    assert_int_equal(now.pairs[0].invitation_state, WORD_NONE);
    bool found = false;
    struct pairing newest;
    DOES(db, pairing_read_newest(db, arena, "loo", &newest, &found, &error));
    assert_true(found);
    /* The database itself refuses a bound below what was found. */
    assert_string_equal(refused(db, "UPDATE pairing SET bound_worth = worth - 1 WHERE state = 'ready'"),
                        "invalid_value");
}

static void rules_replace_each_other(void **state)
{
    struct actor actor = as(coordinator);
    struct pairing_rule pin = {.person = people[0], .need = needs[0], .shift = shifts[0], .kind = PAIRING_PIN};
    struct pairing_rule forbid = {.person = people[0], .need = needs[0], .kind = PAIRING_FORBID};
    (void)state;
    DOES(db, pairing_set_rules(db, &actor, &pairing, &people[0], &needs[0], &pin, 1, &error));
    DOES(db, pairing_set_rules(db, &actor, &pairing, &people[0], &needs[0], &forbid, 1, &error));
    struct pairing_content now = content_now();
    assert_int_equal(now.rule_count, 1);
    assert_int_equal(now.rules[0].kind, PAIRING_FORBID);
    assert_true(uuid_is_none(&now.rules[0].shift));
    DOES(db, pairing_set_rules(db, &actor, &pairing, &people[0], &needs[0], NULL, 0, &error));
    assert_int_equal(content_now().rule_count, 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM audit WHERE action IN ('pairing_pin', 'pairing_forbid', "
                                "'pairing_release')"),
                     3);
}

static struct pairing_sending ask(int person, int need, const char *secret)
{
    struct pairing_sending sending = {.need = needs[need], .delay_ms = 10000, .expires_at_ms = in_hours(40)};
    sending.invitation = (struct invitation_input){.id = make_id(),
                                                   .person = people[person],
                                                   .link = make_secret(secret),
                                                   .shifts = &shifts[need],
                                                   .shift_count = 1};
    return sending;
}

static void sent_once(void **state)
{
    struct actor actor = as(coordinator);
    struct pairing_sending first = ask(0, 0, "first-secret-of-a-letter"), again = ask(0, 0, "again-secret-of-a-letter");
    (void)state;
    DOES(db, pairing_lock(db, &actor, &pairing, read_one(&actor).version, &error) &&
                 pairing_send(db, &actor, &pairing, &first, &error) && pairing_sent(db, &actor, &pairing, &error));
    assert_null(first.refused);
    DOES(db, pairing_send(db, &actor, &pairing, &again, &error));
    assert_string_equal(again.refused, "already_invited");
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event = 'invitation'"), 1);
    struct pairing_content now = content_now();
    size_t at = uuid_compare(&now.pairs[0].person, &people[0]) == 0 ? 0 : 1;
    assert_int_equal(now.pairs[at].invitation_state, INVITATION_SENT);
    assert_true(now.pairs[at].can_undo);
    assert_int_equal(read_one(&actor).sent, 1);
    struct pairing_seat *today;
    size_t count = 0;
    DOES(db, pairing_today(db, arena, &pairing, &today, &count, &error));
    assert_int_equal(count, 1);
    assert_int_equal(today[0].standing, STANDING_INVITED);
    FAILS(db, "stale_version", pairing_lock(db, &actor, &pairing, 1, &error));
}

static void who_cannot_be_asked_is_told_apart(void **state)
{
    struct actor actor = as(coordinator);
    struct pairing_sending paused = ask(2, 1, "olga-secret-of-a-letter1"), closed = ask(2, 1, "olga-secret-of-a-letter2");
    (void)state;
    must(db, "UPDATE person SET state = 'paused' WHERE email = 'olga@example.com'");
    DOES(db, pairing_send(db, &actor, &pairing, &paused, &error));
    assert_string_equal(paused.refused, "not_available");
    must(db, "UPDATE person SET state = 'active' WHERE email = 'olga@example.com'");
    must(db, "UPDATE need SET state = 'closed' WHERE centre_code = 'loo'");
    DOES(db, pairing_send(db, &actor, &pairing, &closed, &error));
    assert_string_equal(closed.refused, "need_closed");
    must(db, "UPDATE need SET state = 'open' WHERE centre_code = 'loo'");
    assert_int_equal(number(db, "SELECT COUNT(*) FROM invitation"), 1);
}

static void taken_back_until_the_letter_leaves(void **state)
{
    struct actor actor = as(coordinator);
    struct pairing_sending second = ask(1, 0, "second-secret-of-a-letter");
    int32_t taken = 0, late = 0;
    (void)state;
    DOES(db, pairing_send(db, &actor, &pairing, &second, &error));
    must(db, "UPDATE outbox SET attempts = 1 WHERE recipient = 'mari@example.com'");
    DOES(db, pairing_take_back(db, &actor, &pairing, &taken, &late, &error));
    assert_int_equal(taken, 1);
    assert_int_equal(late, 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM invitation WHERE state = 'withdrawn'"), 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM pairing_pair WHERE invitation_id IS NOT NULL"), 1);
}

static void a_yes_outlives_the_next_solution(void **state)
{
    struct actor actor = as(coordinator);
    struct pairing solved = {.id = pairing, .seats = 2};
    struct pairing_content nothing = {0};
    (void)state;
    must(db, "UPDATE invitation SET state = 'accepted' WHERE state = 'sent'");
    DOES(db, pairing_store(db, &solved, &nothing, &error));
    struct pairing_content now = content_now();
    assert_int_equal(now.pair_count, 1);
    assert_int_equal(now.pairs[0].invitation_state, INVITATION_ACCEPTED);
    assert_int_equal(read_one(&actor).filled, 0);
}

static void forgotten_people_leave_proposals(void **state)
{
    const struct actor self = {.person = people[0]};
    (void)state;
    DOES(db, person_forget(db, &self, &people[0], &error));
    assert_int_equal(content_now().pair_count, 0);
}

static void a_job_that_fails_frees_the_scope(void **state)
{
    struct actor actor = as(coordinator);
    struct uuid failing = make_id(), job_id = make_id();
    struct job *job = NULL;
    (void)state;
    DOES(db, pairing_create(db, &actor, &failing, &job_id, NULL, &error));
    DOES(db, job_claim(db, arena, &runner, 30000, &job, &error));
    DOES(db, job_finish(db, &job->id, &runner, JOB_FAILED, NULL, NULL, NULL, "internal", &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM pairing WHERE state = 'failed'"), 1);
    struct pairing *list;
    size_t count = 0;
    DOES(db, pairings_list(db, arena, &actor, &list, &count, &error));
    assert_int_equal(count, 2);
    assert_int_equal(list[0].state, PAIRING_FAILED);
}

static void kept_for_ninety_days(void **state)
{
    (void)state;
    must(db, "UPDATE pairing SET created_at = NOW() - INTERVAL 91 DAY");
    DOES(db, sweep_expired(db, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM pairing"), 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM pairing_pair"), 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM invitation"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_at_a_time_of_a_scope),
        cmocka_unit_test(scope_is_its_centres),
        cmocka_unit_test(job_stores_the_proposal),
        cmocka_unit_test(rules_replace_each_other),
        cmocka_unit_test(sent_once),
        cmocka_unit_test(who_cannot_be_asked_is_told_apart),
        cmocka_unit_test(taken_back_until_the_letter_leaves),
        cmocka_unit_test(a_yes_outlives_the_next_solution),
        cmocka_unit_test(forgotten_people_leave_proposals),
        cmocka_unit_test(a_job_that_fails_frees_the_scope),
        cmocka_unit_test(kept_for_ninety_days),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
