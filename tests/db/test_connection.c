/* Connections that break, statements and bulk rows, limits, and followers of changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "db/change.h"
#include "db/limits.h"
#include "db/record.h"
#include "db/registrations.h"
#include "db/sweep.h"
#include "tests/db/database.h"

static struct db *db;

static int set_up(void **state)
{
    (void)state;
    db = database_ready("vahetus_connection");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    database_drop(db);
    return 0;
}

static void kill_connection(struct db *killer, unsigned long id)
{
    char sql[60];
    snprintf(sql, sizeof sql, "KILL %lu", id);
    must(killer, sql);
}

static void a_killed_connection_is_opened_and_prepared_anew(void **state)
{
    (void)state;
    struct error error = {0};
    struct db *killer = database_connect();
    int64_t value = 0;
    for (int i = 0; i < 3; i++) {
        assert_true(query_int(db, &value, &error, "SELECT ? + 1", "i", (int64_t)i));
        assert_int_equal(value, i + 1);
        kill_connection(killer, mysql_thread_id(db->mysql));
    }
    assert_true(query_int(db, &value, &error, "SELECT @@innodb_snapshot_isolation", ""));
    assert_int_equal(value, 1);
    assert_true(query_int(db, &value, &error, "SELECT @@time_zone = '+00:00' AND @@sql_mode LIKE 'STRICT_ALL%'", ""));
    assert_int_equal(value, 1);
    db_close(killer);
}

struct broken {
    struct db *killer;
    int tries;
};

/* Killed in the middle of its first try. */
static bool break_once(struct db *connection, void *context, struct error *error)
{
    struct broken *broken = context;
    if (!execute(connection, NULL, error, "INSERT INTO setting VALUES ('broken', '1')", ""))
        return false;
    if (broken->tries++ == 0)
        kill_connection(broken->killer, mysql_thread_id(connection->mysql));
    return execute(connection, NULL, error, "UPDATE setting SET value = '2' WHERE name = 'broken'", "");
}

static void a_transaction_that_loses_its_connection_runs_again_whole(void **state)
{
    (void)state;
    struct error error = {0};
    struct broken broken = {.killer = database_connect()};
    assert_true(db_transaction(db, break_once, &broken, &error));
    assert_int_equal(broken.tries, 2);
    assert_int_equal(number(db, "SELECT value FROM setting WHERE name = 'broken'"), 2);
    db_close(broken.killer);
}

static bool fail_late(struct db *connection, void *context, struct error *error)
{
    (void)context;
    return execute(connection, NULL, error, "INSERT INTO setting VALUES ('late', '1')", "") &&
           error_set(error, ERROR_CONFLICT, "no", "changed its mind");
}

static void a_failed_transaction_leaves_nothing(void **state)
{
    (void)state;
    struct error error = {0};
    assert_false(db_transaction(db, fail_late, NULL, &error));
    assert_string_equal(error.code, "no");
    assert_false(db_in_transaction(db));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM setting WHERE name = 'late'"), 0);
}

/* A follower of changes does not look back farther than the longest transaction; a loader runs where nobody follows. */
static void a_long_transaction_is_given_up_but_not_a_loaders(void **state)
{
    struct db_settings settings = *database_settings();
    (void)state;
    for (int patient = 0; patient <= 1; patient++) {
        struct error error = {0};
        settings.patient = patient != 0;
        struct db *own = db_open(&settings, &error);
        assert_non_null(own);
        assert_true(db_begin(own, &error));
        own->begun_ms -= 60000;
        assert_int_equal(db_end(own, true, &error), patient);
        assert_string_equal(patient ? "" : error.code, patient ? "" : "try_again");
        db_close(own);
    }
}

static void an_unreachable_server_is_said(void **state)
{
    (void)state;
    struct error error = {0};
    const struct db_settings nowhere = {.socket = "/nonexistent/socket"};
    assert_null(db_open(&nowhere, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    assert_string_equal(error.code, "database_away");
}

static void values_survive_the_way(void **state)
{
    (void)state;
    struct error error = {0};
    struct rows rows;
    struct arena *arena = arena_new();
    struct uuid id = make_id();
    char *longer = arena_alloc(arena, 5001);
    memset(longer, 'x', 5000);
    for (int64_t ms = -2208988800000; ms < 4102444800000; ms += 86399999 * INT64_C(97)) {
        assert_true(query(db, &rows, &error, "SELECT CAST(? AS DATETIME(3)), CAST(? AS DATE)", "td", ms,
                          (int32_t)(ms / 86400000)));
        assert_true(rows_next(&rows));
        assert_int_equal(rows_time(&rows, 0), ms);
        assert_int_equal(rows_date(&rows, 1), ms / 86400000);
        assert_true(rows_end(&rows, &error));
    }
    assert_true(query(db, &rows, &error,
                      "SELECT ?, CAST(? AS SIGNED), CAST(? AS DOUBLE), ?, CAST(? AS BINARY(16)), 1.5 UNION ALL SELECT "
                      "'short', 0, 0, NULL, NULL, NULL",
                      "sIRsu", longer, (int)false, INT64_C(7), (int)true, 2.5, NULL, &id));
    assert_true(rows_next(&rows));
    assert_int_equal(strlen(rows_text(&rows, 0, arena)), 5000);
    assert_true(rows_null(&rows, 1));
    assert_true(rows_real(&rows, 2) == 2.5);
    assert_null(rows_text(&rows, 3, arena));
    struct uuid read = rows_uuid(&rows, 4);
    assert_int_equal(uuid_compare(&read, &id), 0);
    assert_true(rows_next(&rows));
    assert_string_equal(rows_text(&rows, 0, arena), "short");
    assert_true(rows_null(&rows, 4));
    assert_false(rows_next(&rows));
    assert_true(rows_end(&rows, &error));
    assert_false(query(db, &rows, &error, "SELECT * FROM nowhere", ""));
    assert_string_equal(error.code, "database_error");
    arena_free(arena);
}

enum { BATCH = 32 };
static struct registration_input batch[BATCH];

static bool append_batch(struct db *connection, void *context, struct error *error)
{
    (void)context;
    return registrations_append(connection, batch, BATCH, error);
}

static void a_batch_is_appended_whole_or_not_at_all(void **state)
{
    (void)state;
    struct error error = {0};
    for (int i = 0; i < BATCH; i++) {
        batch[i] = (struct registration_input){
            .id = make_id(), .email = "same@example.com", .form = "{}", .link = make_secret("x")};
        memcpy(batch[i].link.hash, batch[i].id.bytes, 16);
    }
    memcpy(batch[20].link.hash, batch[3].link.hash, 32);
    assert_false(db_transaction(db, append_batch, NULL, &error));
    assert_string_equal(error.code, "exists");
    assert_int_equal(number(db, "SELECT COUNT(*) FROM registration"), 0);
    int singly = 0;
    for (int i = 0; i < BATCH; i++) {
        struct error one = {0};
        singly += db_begin(db, &one) && db_end(db, registrations_append(db, &batch[i], 1, &one), &one);
    }
    assert_int_equal(singly, BATCH - 1);
    memcpy(batch[20].link.hash, batch[20].id.bytes, 16);
    for (int i = 0; i < BATCH; i++)
        batch[i].id = make_id(), memcpy(batch[i].link.hash, batch[i].id.bytes, 16);
    assert_true(db_transaction(db, append_batch, NULL, &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM registration"), 2 * BATCH - 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event = 'registration'"), 2 * BATCH - 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM audit WHERE action = 'registration_create'"), 2 * BATCH - 1);
}

static void followers_see_what_commits_late(void **state)
{
    (void)state;
    struct error failure = {0};
    struct change_follower *follower = change_follower_new();
    struct db *late = database_connect();
    const struct change *changes;
    size_t count;
    bool lost;
    struct uuid first = make_id(), second = make_id();
    assert_true(change_follower_start(follower, db, &failure));
    assert_true(
        change_follower_read(follower, db, &changes, &count, &lost, &failure)); /* what making the database left */
    assert_true(db_begin(late, &failure));
    assert_true(record_change(late, "need", &first, NULL, &first, "kehra", &failure)); /* takes the lower id */
    DOES(db, record_change(db, "person", &second, &second, NULL, NULL, &error));
    assert_true(change_follower_read(follower, db, &changes, &count, &lost, &failure));
    assert_int_equal(count, 1);
    assert_int_equal(changes[0].kind, CHANGE_PERSON);
    int64_t seen = changes[0].id;
    assert_true(change_follower_read(follower, db, &changes, &count, &lost, &failure));
    assert_int_equal(count, 0);
    assert_true(db_end(late, true, &failure));
    assert_true(change_follower_read(follower, db, &changes, &count, &lost, &failure));
    assert_int_equal(count, 1);
    assert_true(changes[0].id < seen);
    assert_int_equal(changes[0].kind, CHANGE_NEED);
    assert_string_equal(changes[0].centre, "kehra");
    assert_false(lost);
    assert_true(change_follower_read(follower, db, &changes, &count, &lost, &failure));
    assert_int_equal(count, 0);
    db_close(late);
    change_follower_free(follower);
}

static void limits_count_by_window(void **state)
{
    (void)state;
    static const unsigned char bucket[32] = "a bucket", other[32] = "another bucket";
    int retry_after_s = 0;
    for (int i = 0; i < 3; i++)
        DOES(db, limit_hit(db, bucket, 86400, 3, NULL, &error));
    FAILS(db, "rate_limited", limit_hit(db, bucket, 86400, 3, &retry_after_s, &error));
    assert_in_range(retry_after_s, 1, 86400);
    DOES(db, limit_hit(db, other, 86400, 3, NULL, &error));
    size_t count;
    DOES(db, sweep_expired(db, &error));
    DOES(db, sweep_invitations(db, &count, &error));
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_killed_connection_is_opened_and_prepared_anew, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_transaction_that_loses_its_connection_runs_again_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failed_transaction_leaves_nothing, set_up, tear_down),
        cmocka_unit_test(an_unreachable_server_is_said),
        cmocka_unit_test_setup_teardown(values_survive_the_way, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_batch_is_appended_whole_or_not_at_all, set_up, tear_down),
        cmocka_unit_test_setup_teardown(followers_see_what_commits_late, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_transaction_is_given_up_but_not_a_loaders, set_up, tear_down),
        cmocka_unit_test_setup_teardown(limits_count_by_window, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
