/* Rounds from draft to published, and planning jobs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "db/accounts.h"
#include "db/agreements.h"
#include "db/invitations.h"
#include "db/jobs.h"
#include "db/outbox.h"
#include "db/people.h"
#include "db/rounds.h"
#include "tests/db/database.h"

static struct db *db;
static struct arena *arena;
static struct uuid coordinator, round_id, workers[2];

static int set_up(void **state)
{
    (void)state;
    db = database_ready("vahetus_rounds");
    arena = arena_new();
    workers[0] = make_worker(db, "Tiit", "kehra", "tiit@example.com");
    workers[1] = make_worker(db, "Leelo", "loo", "leelo@example.com");
    coordinator = make_account(db, ACCOUNT_COORDINATOR, "harju", "harju@example.com");
    const struct actor actor = {.account = coordinator};
    const struct round_period periods[] = {{"2027-W05", 20850, 20854}, {"2027-W06", 20857, 20861}};
    round_id = make_id();
    DOES(db, round_create(db, &actor, &round_id, "Kevad 2027", WORD_NONE, periods, 2, NULL, &error));
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    database_drop(db);
    return 0;
}

static const char *both_codes[] = {"kehra", "loo"};
static const struct codes both = {both_codes, 2};

static struct visit visit_of(int worker, const char *host, const char *period)
{
    return (struct visit){.id = make_id(), .worker = workers[worker], .host = host, .period = period};
}

/* Both centres agree to all that they send and host; their letters count as sent. */
static void agree_all(int64_t version)
{
    const struct actor actor = {.account = coordinator};
    must(db, "INSERT INTO account (id, email, state) VALUES ('specialist-00000', 'vald@example.com', 'active')");
    must(db, "INSERT INTO account_role (account_id, role, municipality_code, scope) VALUES "
             "('specialist-00000', 'specialist', '0141', '0141'), ('specialist-00000', 'specialist', '0245', '0245')");
    struct actor specialist = {0};
    memcpy(specialist.account.bytes, "specialist-00000", 16);
    DOES(db, round_ask_agreement(db, &actor, &round_id, version, &both, &error));
    struct round *round;
    DOES(db, round_read(db, arena, &specialist, &round_id, &round, &error));
    for (size_t i = 0; i < round->visit_count; i++) {
        const struct visit *visit = &round->visits[i];
        const char *home = uuid_compare(&visit->worker, &workers[0]) == 0 ? "kehra" : "loo";
        DOES(db, round_agree(db, &specialist, &round_id, home, SIDE_EMPLOYER, visit, 1, true, &error));
        DOES(db, round_agree(db, &specialist, &round_id, visit->host, SIDE_HOST, visit, 1, true, &error));
    }
    must(db, "DELETE FROM outbox WHERE event = 'round_agree'");
}

/* Another name, other periods and rules, what a centre offers and when a worker cannot: all in one change. */
static struct round *change_round(struct round *round)
{
    const struct actor actor = {.account = coordinator};
    const char *music[] = {"music"}, *closed[] = {"2027-W06"};
    const struct round_centre loo = {
        .id = "loo", .takes_part = true, .guests = 2, .away = 1, .offers = {music, 1}, .closed = {closed, 1}};
    const struct round_worker tiit = {.id = workers[0], .takes_part = true, .unavailable = {closed, 1}};
    const struct round_period moved[] = {{"2027-W06", 20857, 20861}, {"2027-W07", 20864, 20868}};
    const struct round_rules rules = {.max_visits = 2, .min_gap = 0, .balanced = false};
    struct round_change change = {.name = "Kevad",
                                  .centres = &loo,
                                  .centre_count = 1,
                                  .workers = &tiit,
                                  .worker_count = 1,
                                  .periods = moved,
                                  .period_count = 2,
                                  .rules = &rules};
    FAILS(db, "stale_version", round_update(db, &actor, &round_id, round->version + 1, &change, &error));
    DOES(db, round_update(db, &actor, &round_id, round->version, &change, &error));
    DOES(db, round_read(db, arena, &actor, &round_id, &round, &error));
    assert_string_equal(round->periods[0].id, "2027-W06");
    assert_int_equal(round->rules.max_visits, 2);
    assert_string_equal(round->centres[1].offers.items[0], "music");
    assert_string_equal(round->workers[0].unavailable.items[0], "2027-W06");
    assert_int_equal(round->workers[0].want_count, 0);
    return round;
}

/* One visit there, one back, the first of them pinned; none twice. */
static int64_t plan_by_hand(int64_t seen)
{
    const struct actor actor = {.account = coordinator};
    struct visit add[] = {visit_of(0, "loo", "2027-W07"), visit_of(1, "kehra", "2027-W06")};
    struct visits_edit edit = {.add = add, .add_count = 2};
    int64_t version;
    DOES(db, visits_edit(db, &actor, &round_id, seen, &edit, &version, &error));
    FAILS(db, "stale_version", visits_edit(db, &actor, &round_id, seen, &edit, &version, &error));
    struct visit again = visit_of(0, "loo", "2027-W06");
    edit = (struct visits_edit){.add = &again, .add_count = 1};
    FAILS(db, "repeat", visits_edit(db, &actor, &round_id, version, &edit, &version, &error));
    add[0].pinned = true;
    edit = (struct visits_edit){.change = add, .change_count = 1};
    DOES(db, visits_edit(db, &actor, &round_id, version, &edit, &version, &error));
    return version;
}

static void a_round_is_made_changed_and_published(void **state)
{
    (void)state;
    struct uuid manager = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    const struct actor actor = {.account = coordinator}, other = {.account = manager};
    struct round *round;
    DOES(db, round_read(db, arena, &actor, &round_id, &round, &error));
    FAILS(db, "unknown_round", round_read(db, arena, &other, &round_id, &round, &error));
    assert_int_equal(round->centre_count, 2);
    assert_int_equal(round->worker_count, 2);
    assert_int_equal(round->workers[0].want_count, 1);
    assert_string_equal(round->periods[1].id, "2027-W06");
    round = change_round(round);
    FAILS(db, "no_visits", round_publish(db, &actor, &round_id, round->version, &error));
    int64_t version = plan_by_hand(round->version);
    FAILS(db, "round_not_agreed", round_publish(db, &actor, &round_id, version, &error));
    agree_all(version);
    DOES(db, round_publish(db, &actor, &round_id, 0, &error));
    DOES(db, round_read(db, arena, &other, &round_id, &round, &error));
    assert_true(round->visits[1].pinned);

    struct my_visit *visits;
    size_t count;
    DOES(db, visits_of_person(db, arena, &workers[0], &visits, &count, &error));
    assert_int_equal(count, 1);
    assert_string_equal(visits[0].offers.items[0], "music");
    struct error failure = {0};
    struct letter *letters;
    struct uuid owner = make_id();
    assert_true(outbox_lease(db, arena, &owner, 60000, 10, &letters, &count, &failure));
    assert_int_equal(count, 3); /* two workers, the manager of kehra */
    assert_string_equal(letters[0].round_name, "Kevad");
    struct round_summary *rounds;
    DOES(db, rounds_list(db, arena, &other, &rounds, &count, &error));
    assert_int_equal(rounds[0].visits, 2);
}

/* Each side speaks for its own visits, for what it saw; a visit that moves is to be agreed again, a pin changes
 * nothing.
 */
static void both_sides_agree_to_each_visit(void **state)
{
    (void)state;
    struct uuid kehra = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    struct uuid loo = make_account(db, ACCOUNT_MANAGER, "loo", "loo@example.com");
    const struct actor actor = {.account = coordinator}, sender = {.account = kehra}, host = {.account = loo};
    struct visit visit = visit_of(0, "loo", "2027-W05"), seen = visit;
    struct visits_edit edit = {.add = &visit, .add_count = 1};
    int64_t version = 0;
    struct round *round;
    FAILS(db, "no_visits", round_ask_agreement(db, &actor, &round_id, 0, &both, &error));
    DOES(db, visits_edit(db, &actor, &round_id, 0, &edit, &version, &error));
    FAILS(db, "not_approving", round_agree(db, &host, &round_id, "loo", SIDE_HOST, &seen, 1, true, &error));
    FAILS(db, "unknown_round", round_read(db, arena, &host, &round_id, &round, &error));
    DOES(db, round_ask_agreement(db, &actor, &round_id, version, &both, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event = 'round_agree'"), 2);
    DOES(db, round_read(db, arena, &host, &round_id, &round, &error));
    assert_false(round->visits[0].host_agreed);
    FAILS(db, "unknown_round", round_agree(db, &sender, &round_id, "loo", SIDE_HOST, &seen, 1, true, &error));
    FAILS(db, "unknown_round", round_agree(db, &actor, &round_id, "loo", SIDE_HOST, &seen, 1, true, &error));
    FAILS(db, "visit_changed", round_agree(db, &host, &round_id, "loo", SIDE_EMPLOYER, &seen, 1, true, &error));
    DOES(db, round_agree(db, &host, &round_id, "loo", SIDE_HOST, &seen, 1, true, &error));
    FAILS(db, "round_not_agreed", round_publish(db, &actor, &round_id, 0, &error));
    DOES(db, round_agree(db, &sender, &round_id, "kehra", SIDE_EMPLOYER, &seen, 1, true, &error));
    visit.pinned = true;
    edit = (struct visits_edit){.change = &visit, .change_count = 1};
    DOES(db, visits_edit(db, &actor, &round_id, 0, &edit, &version, &error));
    DOES(db, round_read(db, arena, &actor, &round_id, &round, &error));
    assert_true(round->visits[0].host_agreed && round->visits[0].employer_agreed && round->visits[0].pinned);
    visit.period = "2027-W06";
    DOES(db, visits_edit(db, &actor, &round_id, 0, &edit, &version, &error));
    FAILS(db, "visit_changed", round_agree(db, &host, &round_id, "loo", SIDE_HOST, &seen, 1, true, &error));
    FAILS(db, "round_not_agreed", round_publish(db, &actor, &round_id, 0, &error));
    DOES(db, round_agree(db, &host, &round_id, "loo", SIDE_HOST, &visit, 1, true, &error));
    DOES(db, round_agree(db, &sender, &round_id, "kehra", SIDE_EMPLOYER, &visit, 1, true, &error));
    DOES(db, round_agree(db, &sender, &round_id, "kehra", SIDE_EMPLOYER, &visit, 1, false, &error));
    FAILS(db, "round_not_agreed", round_publish(db, &actor, &round_id, 0, &error));
    DOES(db, round_agree(db, &sender, &round_id, "kehra", SIDE_EMPLOYER, &visit, 1, true, &error));
    DOES(db, round_publish(db, &actor, &round_id, 0, &error));
    FAILS(db, "not_approving", round_agree(db, &sender, &round_id, "kehra", SIDE_EMPLOYER, &visit, 1, false, &error));
}

/* A worker covers elsewhere when the employer lets them. */
static void the_employer_lets_a_worker_cover(void **state)
{
    (void)state;
    struct uuid kehra = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    struct uuid loo = make_account(db, ACCOUNT_MANAGER, "loo", "loo@example.com"), shift, offer = make_id();
    struct uuid need = make_need(db, &loo, "loo", false, 30, 1, &shift);
    const struct actor home = {.account = kehra}, host = {.account = loo}, self = {.person = workers[0]};
    struct person *read;
    must(db, "UPDATE need SET purpose = 'cover', for_whom = 'worker'");
    DOES(db, offer_create(db, &self, &offer, &need, &shift, 1, &error));
    FAILS(db, "employer_missing", offer_answer(db, &host, &offer, true, NULL, &error));
    FAILS(db, "unknown_person", cover_agree(db, &host, &workers[0], true, &error));
    DOES(db, cover_agree(db, &home, &workers[0], true, &error));
    DOES(db, person_read(db, arena, &workers[0], &read, &error));
    assert_true(read->employer_agreed);
    DOES(db, offer_answer(db, &host, &offer, true, NULL, &error));
}

static struct letter *letter_to(const char *event, const char *recipient)
{
    struct letter *letters;
    struct error failure = {0};
    struct uuid owner = make_id();
    size_t count;
    must(db, "UPDATE outbox SET not_before = NOW() WHERE state = 'waiting'");
    assert_true(outbox_lease(db, arena, &owner, 60000, 64, &letters, &count, &failure));
    must(db, "UPDATE outbox SET state = 'sent', lease_until = NULL WHERE state = 'leased'");
    for (size_t i = 0; i < count; i++)
        if (strcmp(letters[i].event, event) == 0 && strcmp(letters[i].recipient, recipient) == 0)
            return &letters[i];
    return NULL;
}

static int64_t edit_visits(const struct visits_edit *edit, int64_t version)
{
    const struct actor actor = {.account = coordinator};
    DOES(db, visits_edit(db, &actor, &round_id, version, edit, &version, &error));
    return version;
}

/* Once a plan is published, whoever knows it hears what becomes of it: one letter for all changes of five minutes. */
static void a_published_plan_that_changes_is_told(void **state)
{
    (void)state;
    const struct actor actor = {.account = coordinator};
    struct visit plan[] = {visit_of(0, "loo", "2027-W05"), visit_of(1, "kehra", "2027-W06")};
    struct visits_edit edit = {.add = plan, .add_count = 2};
    make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    make_account(db, ACCOUNT_MANAGER, "loo", "loo@example.com");
    int64_t version = edit_visits(&edit, 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event LIKE 'round%'"), 0);
    agree_all(version);
    DOES(db, round_publish(db, &actor, &round_id, 0, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event = 'round_hosts'"), 2);
    must(db, "UPDATE outbox SET state = 'sent', secret = NULL");

    plan[0].pinned = true;
    edit = (struct visits_edit){.change = plan, .change_count = 1};
    version = edit_visits(&edit, 0); /* a pin is nothing to write about */
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE state = 'waiting'"), 0);
    plan[0].period = "2027-W06";
    version = edit_visits(&edit, version);
    plan[0].period = "2027-W05";
    version = edit_visits(&edit, version);
    /* Tiit, Loo, Kehra, and the specialist who may agree for both. */
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE state = 'waiting'"), 4);
    struct letter *letter = letter_to("round_changed", "tiit@example.com");
    assert_int_equal(letter->removed_count, 0);
    assert_memory_equal(&letter->person, &workers[0], sizeof workers[0]);

    struct my_visit *visits;
    size_t count;
    DOES(db, visits_of_person(db, arena, &workers[0], &visits, &count, &error));
    assert_memory_equal(&visits[0].id, &plan[0].id, sizeof plan[0].id); /* as the calendars know it, a version on */
    assert_int_equal(visits[0].version, 4);
    edit = (struct visits_edit){.remove = &plan[0].id, .remove_count = 1};
    edit_visits(&edit, version);
    letter = letter_to("round_changed", "tiit@example.com");
    assert_int_equal(letter->removed_count, 1);
    assert_memory_equal(&letter->removed[0].id, &plan[0].id, sizeof plan[0].id);
    assert_int_equal(letter->removed[0].version, 5);
    assert_string_equal(letter->removed[0].host, "loo");
    assert_int_equal(letter->removed[0].first_day, 20850);
}

static void a_plan_job_is_claimed_reported_and_stored(void **state)
{
    (void)state;
    const struct actor actor = {.account = coordinator};
    struct uuid id = make_id(), second = make_id(), owner = make_id(), other = make_id();
    struct job *job;
    struct round *round;
    bool cancel;
    int64_t objective = 500, bound = 600;
    DOES(db, plan_start(db, &actor, &id, &round_id, "{\"seconds\":10}", &error));
    FAILS(db, "job_running", plan_start(db, &actor, &second, &round_id, NULL, &error));
    DOES(db, job_claim(db, arena, &owner, 60000, &job, &error));
    assert_string_equal(job->parameters, "{\"seconds\":10}");
    struct job *none;
    DOES(db, job_claim(db, arena, &other, 60000, &none, &error));
    assert_null(none);
    FAILS(db, "lease_lost", job_progress(db, &id, &other, 1, NULL, NULL, 60000, &cancel, &error));
    DOES(db, job_progress(db, &id, &owner, 250, &objective, &bound, 60000, &cancel, &error));
    assert_false(cancel);
    DOES(db, plan_cancel(db, &actor, &round_id, &error));
    DOES(db, job_progress(db, &id, &owner, 300, NULL, NULL, 60000, &cancel, &error));
    assert_true(cancel);
    DOES(db, round_read_any(db, arena, &round_id, &round, &error));
    assert_int_equal(round->state, ROUND_PLANNING);
    struct visit plan[] = {visit_of(0, "loo", "2027-W05"), visit_of(1, "kehra", "2027-W05")};
    DOES(db, round_store_plan(db, &round_id, round->version, plan, 2, &error) &&
                 job_finish(db, &id, &owner, JOB_DONE, &objective, &bound, "{}", NULL, &error));
    DOES(db, plan_read(db, arena, &actor, &round_id, &job, &error));
    assert_int_equal(job->state, JOB_DONE);
    assert_int_equal(job->objective, 500);
    DOES(db, round_read_any(db, arena, &round_id, &round, &error));
    assert_int_equal(round->state, ROUND_PROPOSED);
    assert_int_equal(round->visit_count, 2);
    /* The same plan again keeps the visits' ids; a plan without a pinned one is refused. */
    struct visit same[] = {visit_of(0, "loo", "2027-W05"), visit_of(1, "kehra", "2027-W06")};
    DOES(db, round_store_plan(db, &round_id, round->version, same, 2, &error));
    DOES(db, round_read_any(db, arena, &round_id, &round, &error));
    assert_int_equal(uuid_compare(&round->visits[0].id, &plan[0].id), 0);
    must(db, "UPDATE visit SET pinned = 1");
    FAILS(db, "pin", round_store_plan(db, &round_id, round->version, same, 1, &error));
}

static void a_job_whose_instances_die_is_given_up(void **state)
{
    (void)state;
    const struct actor actor = {.account = coordinator};
    struct uuid id = make_id(), owner = make_id();
    struct job *job;
    DOES(db, plan_start(db, &actor, &id, &round_id, NULL, &error));
    for (int i = 0; i < 3; i++) {
        DOES(db, job_claim(db, arena, &owner, 60000, &job, &error));
        assert_non_null(job);
        must(db, "UPDATE job SET lease_until = NOW(3) - INTERVAL 1 SECOND");
    }
    DOES(db, job_claim(db, arena, &owner, 60000, &job, &error));
    assert_null(job);
    DOES(db, plan_read(db, arena, &actor, &round_id, &job, &error));
    assert_int_equal(job->state, JOB_FAILED);
    assert_int_equal(number(db, "SELECT state = 'draft' FROM round"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_round_is_made_changed_and_published, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_published_plan_that_changes_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(both_sides_agree_to_each_visit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_employer_lets_a_worker_cover, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_plan_job_is_claimed_reported_and_stored, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_job_whose_instances_die_is_given_up, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
