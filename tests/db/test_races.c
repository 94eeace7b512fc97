/* Many at once: what may happen once happens once, and what was acknowledged stays. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "db/idempotency.h"
#include "db/invitations.h"
#include "db/outbox.h"
#include "tests/db/database.h"

enum { THREADS = 16 };

static struct db *db;
static struct uuid account;

static int set_up(void **state)
{
    (void)state;
    db = database_ready("vahetus_races");
    account = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    database_drop(db);
    return 0;
}

/* What one thread does, on a connection of its own, after all are ready. */
struct racer {
    struct db *db;
    int place;
    db_work *work;
    struct uuid invitation, person;
    struct error error;
    bool done;
    pthread_t thread;
    pthread_barrier_t *barrier;
};

static void *race(void *context)
{
    struct racer *racer = context;
    pthread_barrier_wait(racer->barrier);
    racer->done = db_transaction(racer->db, racer->work, racer, &racer->error);
    return NULL;
}

static void run_racers(struct racer *racers, int count, db_work *work)
{
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, NULL, (unsigned)count);
    for (int i = 0; i < count; i++) {
        racers[i].db = database_connect();
        racers[i].place = i;
        racers[i].work = work;
        racers[i].barrier = &barrier;
        assert_int_equal(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
    }
    for (int i = 0; i < count; i++) {
        pthread_join(racers[i].thread, NULL);
        db_close(racers[i].db);
    }
    pthread_barrier_destroy(&barrier);
}

static bool accept(struct db *connection, void *context, struct error *error)
{
    struct racer *racer = context;
    const struct actor person = {.person = racer->person};
    return invitation_answer(connection, &person, &racer->invitation, true, NULL, 0, WORD_NONE, NULL, error);
}

static struct uuid invite(const struct uuid *need, const struct uuid *person, int64_t delay_ms)
{
    static int secrets;
    char text[40];
    const struct actor manager = {.account = account};
    snprintf(text, sizeof text, "invitation-%d", ++secrets);
    struct invitation_input input = {make_id(), *person, make_secret(text), NULL, 0};
    memcpy(input.link.hash, input.id.bytes, sizeof input.id.bytes);
    DOES(db, invitations_create(db, &manager, need, &input, 1, NULL, 0, delay_ms, in_hours(9), &error));
    return input.id;
}

static int count_done(const struct racer *racers, int count, const char *code, const char *other_code)
{
    int done = 0;
    for (int i = 0; i < count; i++) {
        done += racers[i].done;
        if (!racers[i].done && strcmp(racers[i].error.code, code) != 0 && strcmp(racers[i].error.code, other_code) != 0)
            fail_msg("%s: %s", racers[i].error.code, racers[i].error.detail);
    }
    return done;
}

static void nobody_is_booked_twice(void **state)
{
    (void)state;
    struct racer racers[THREADS] = {0};
    struct uuid person = make_person(db, "Mari", "mari@example.com");
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < THREADS; i++) {
            /* Every shift overlaps every other of its round by at least an hour. */
            struct uuid need = make_need(db, &account, "kehra", false, 100 * (round + 1) + i % 2, 1, NULL);
            racers[i] = (struct racer){.person = person, .invitation = invite(&need, &person, 0)};
        }
        run_racers(racers, THREADS, accept);
        assert_int_equal(count_done(racers, THREADS, "double_booking", "try_again"), 1);
    }
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement"), 3);
    assert_int_equal(number(db, "SELECT SUM(taken) FROM shift"), 3);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM invitation WHERE state = 'accepted'"), 3);
}

static void seats_are_never_overfilled(void **state)
{
    (void)state;
    struct racer racers[THREADS] = {0};
    struct uuid need = make_need(db, &account, "kehra", false, 50, 3, NULL);
    for (int i = 0; i < THREADS; i++) {
        char email[40];
        snprintf(email, sizeof email, "person-%d@example.com", i);
        struct uuid person = make_person(db, "Mari", email);
        racers[i] = (struct racer){.person = person, .invitation = invite(&need, &person, 0)};
    }
    run_racers(racers, THREADS, accept);
    assert_int_equal(count_done(racers, THREADS, "invitation_closed", "try_again"), 3);
    assert_int_equal(number(db, "SELECT taken FROM shift"), 3);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM placement WHERE state <> 'cancelled'"), 3);
    assert_int_equal(number(db, "SELECT state = 'filled' FROM need"), 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM invitation WHERE state = 'withdrawn'"), THREADS - 3);
}

/* Reads, thinks, writes: with a plain read this loses updates unless the server raises 1020 and it is run again. */
static bool read_then_write(struct db *connection, void *context, struct error *error)
{
    (void)context;
    int64_t value = 0;
    return query_int(connection, &value, error, "SELECT CAST(value AS SIGNED) FROM setting WHERE name = 'counter'",
                     "") &&
           execute(connection, NULL, error, "UPDATE setting SET value = ? WHERE name = 'counter'", "i", value + 1);
}

static void no_update_is_lost(void **state)
{
    (void)state;
    struct racer racers[THREADS] = {0};
    int done = 0;
    must(db, "INSERT INTO setting VALUES ('counter', '0')");
    for (int round = 0; round < 5; round++) {
        run_racers(racers, THREADS, read_then_write);
        done += count_done(racers, THREADS, "try_again", "try_again");
        memset(racers, 0, sizeof racers);
    }
    assert_int_equal(number(db, "SELECT value FROM setting WHERE name = 'counter'"), done);
    assert_true(done > THREADS);
}

/* Two rows in opposite orders: deadlocks, which are run again. */
static bool crosswise(struct db *connection, void *context, struct error *error)
{
    const struct racer *racer = context;
    static const char add[] = "UPDATE setting SET value = value + 1 WHERE name = ?";
    return execute(connection, NULL, error, add, "s", racer->place % 2 == 0 ? "left" : "right") &&
           execute(connection, NULL, error, add, "s", racer->place % 2 == 0 ? "right" : "left");
}

static void deadlocks_are_run_again(void **state)
{
    (void)state;
    struct racer racers[THREADS] = {0};
    must(db, "INSERT INTO setting VALUES ('left', '0'), ('right', '0')");
    run_racers(racers, THREADS, crosswise);
    int done = count_done(racers, THREADS, "try_again", "try_again");
    assert_int_equal(number(db, "SELECT SUM(value) FROM setting WHERE name IN ('left', 'right')"), 2 * done);
    assert_true(done > 2);
}

static void *lease_all(void *context)
{
    struct racer *racer = context;
    struct arena *arena = arena_new();
    struct uuid owner = make_id();
    size_t leased = 0, count = 1;
    pthread_barrier_wait(racer->barrier);
    while (count > 0) {
        struct letter *letters;
        if (!outbox_lease(racer->db, arena, &owner, 60000, 7, &letters, &count, &racer->error))
            break;
        for (size_t i = 0; i < count; i++)
            if (!outbox_sent(racer->db, &letters[i].id, &owner, &racer->error))
                break;
        leased += count;
    }
    racer->place = (int)leased;
    arena_free(arena);
    return NULL;
}

static void each_letter_is_leased_once(void **state)
{
    (void)state;
    enum { INSTANCES = 6, LETTERS = 120 };
    struct racer racers[INSTANCES] = {0};
    pthread_barrier_t barrier;
    char sql[300];
    for (int i = 0; i < LETTERS; i++) {
        snprintf(sql, sizeof sql,
                 "INSERT INTO outbox (id, event, about_id, recipient, language) VALUES ('letter-%09d', 'sign_in', "
                 "'letter-%09d', 'a@example.com', 'et')",
                 i, i);
        must(db, sql);
    }
    pthread_barrier_init(&barrier, NULL, INSTANCES);
    for (int i = 0; i < INSTANCES; i++) {
        racers[i].db = database_connect();
        racers[i].barrier = &barrier;
        pthread_create(&racers[i].thread, NULL, lease_all, &racers[i]);
    }
    int leased = 0;
    for (int i = 0; i < INSTANCES; i++) {
        pthread_join(racers[i].thread, NULL);
        if (racers[i].error.kind != ERROR_NONE)
            fail_msg("%s: %s", racers[i].error.code, racers[i].error.detail);
        leased += racers[i].place;
        db_close(racers[i].db);
    }
    assert_int_equal(leased, LETTERS);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE state = 'sent' AND attempts = 1"), LETTERS);
    pthread_barrier_destroy(&barrier);
}

static void *withdraw(void *context)
{
    struct racer *racer = context;
    pthread_barrier_wait(racer->barrier);
    racer->done = db_transaction(racer->db, racer->work, racer, &racer->error);
    return NULL;
}

static bool withdraw_work(struct db *connection, void *context, struct error *error)
{
    struct racer *racer = context;
    const struct actor manager = {.account = account};
    return invitation_withdraw(connection, &manager, &racer->invitation, false, error);
}

static void undo_and_sending_exclude_each_other(void **state)
{
    (void)state;
    int undone = 0, sent = 0;
    for (int i = 0; i < 40; i++) {
        struct racer undo = {.db = database_connect(), .work = withdraw_work}, send = {.db = database_connect()};
        char email[40];
        pthread_barrier_t barrier;
        snprintf(email, sizeof email, "person-%d@example.com", i);
        struct uuid person = make_person(db, "Mari", email);
        struct uuid need = make_need(db, &account, "kehra", false, 50, 1, NULL);
        undo.invitation = invite(&need, &person, 0);
        pthread_barrier_init(&barrier, NULL, 2);
        undo.barrier = send.barrier = &barrier;
        pthread_create(&undo.thread, NULL, withdraw, &undo);
        pthread_create(&send.thread, NULL, lease_all, &send);
        pthread_join(undo.thread, NULL);
        pthread_join(send.thread, NULL);
        if (undo.done == (send.place > 0))
            fail_msg("undone %d, sent %d (%s)", undo.done, send.place, undo.error.code == NULL ? "" : undo.error.code);
        undone += undo.done;
        sent += send.place;
        db_close(undo.db);
        db_close(send.db);
        pthread_barrier_destroy(&barrier);
    }
    assert_int_equal(undone + sent, 40);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM invitation WHERE state = 'withdrawn'"), undone);
}

static const unsigned char key_hash[32] = "the same key", body_hash[32] = "the same body", other_hash[32] = "another";

static bool answer_work(struct db *its, void *context, struct error *error)
{
    struct idempotency_done row = {.status = 201, .answer = "{\"id\":1}", .answer_length = 8};
    (void)context;
    memcpy(row.key_hash, key_hash, sizeof row.key_hash);
    memcpy(row.body_hash, body_hash, sizeof row.body_hash);
    return idempotency_append(its, &row, 1, error);
}

static void *store_answer(void *context)
{
    struct racer *racer = context;
    pthread_barrier_wait(racer->barrier);
    racer->done = db_transaction(racer->db, answer_work, NULL, &racer->error);
    return NULL;
}

static void a_key_is_stored_once_and_answers_afterwards(void **state)
{
    (void)state;
    struct racer racers[THREADS] = {0};
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        racers[i].db = database_connect();
        racers[i].barrier = &barrier;
        pthread_create(&racers[i].thread, NULL, store_answer, &racers[i]);
    }
    int stored = 0;
    for (int i = 0; i < THREADS; i++) {
        pthread_join(racers[i].thread, NULL);
        stored += racers[i].done;
        if (!racers[i].done)
            assert_string_equal(racers[i].error.code, "key_exists");
        db_close(racers[i].db);
    }
    assert_int_equal(stored, 1);
    pthread_barrier_destroy(&barrier);

    struct arena *arena = arena_new();
    struct error error = {0};
    enum idempotency_state what;
    int status;
    const char *answer;
    size_t length;
    assert_true(idempotency_find(db, arena, key_hash, body_hash, &what, &status, &answer, &length, &error));
    assert_int_equal(what, IDEMPOTENCY_DONE);
    assert_int_equal(status, 201);
    assert_string_equal(answer, "{\"id\":1}");
    assert_int_equal(length, 8);
    assert_true(idempotency_find(db, arena, key_hash, other_hash, &what, &status, &answer, &length, &error));
    assert_int_equal(what, IDEMPOTENCY_DIFFERS);
    assert_true(idempotency_find(db, arena, other_hash, body_hash, &what, &status, &answer, &length, &error));
    assert_int_equal(what, IDEMPOTENCY_NEW);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nobody_is_booked_twice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(seats_are_never_overfilled, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_update_is_lost, set_up, tear_down),
        cmocka_unit_test_setup_teardown(deadlocks_are_run_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_letter_is_leased_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(undo_and_sending_exclude_each_other, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_key_is_stored_once_and_answers_afterwards, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
