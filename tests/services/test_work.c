/* Work: calls taken together, replayed singly, refused when a queue is full; keys looked up before work. The storage is
 * the fixture's, in memory; db/ has its own tests on a real server. */
#include "tests/services/work_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "services/queue.h"

static void test_one_of_each(void **state)
{
    static const struct endpoint *const kinds[] = {&appending, &reading, &transacting, &hashing};
    static const char *const bodies[] = {"{\"value\":10}", "{\"value\":15}", "{\"value\":6}", "{\"value\":6}"};
    struct work *work = start(1, 10);
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        submit(work, number_call(kinds[i], 5));
        await(work, 1);
        assert_int_equal(finished.calls[0]->error.kind, ERROR_NONE);
        assert_int_equal(finished.calls[0]->reply.status, 201);
        assert_string_equal(finished.calls[0]->body, bodies[i]);
        drop_finished();
    }
    work_free(work);
    assert_int_equal(store.open_handles, 0);
}

/* Calls that wait are taken together, 32 at most, in the order they came. */
static void test_coalesces(void **state)
{
    struct work *work = start(1, 200);
    (void)state;
    gate(true);
    for (int i = 0; i < 101; i++)
        submit(work, number_call(&appending, 100 + i));
    gate(false);
    await(work, 101);
    struct work_counters counters = work_counters(work);
    /* The first may have gone alone, the rest by 32. */
    assert_in_range(store.commits, 4, 5);
    assert_int_equal(store.rows, 101);
    assert_int_equal(counters.batches[1], store.commits);
    assert_int_equal(counters.replayed, 0);
    for (int i = 0; i < 101; i++) {
        assert_int_equal(((struct number *)finished.calls[i]->input)->value, 100 + i);
        assert_int_equal(((struct number *)finished.calls[i]->result)->value, 200 + 2 * i);
    }
    drop_finished();
    work_free(work);
}

/* After an error of the whole each is run by itself: one bad row costs nobody else theirs. */
static void test_replays_singly(void **state)
{
    struct work *work = start(1, 200);
    (void)state;
    gate(true);
    submit(work, number_call(&appending, 1));
    for (int i = 0; i < 20; i++)
        submit(work, number_call(&appending, i == 9 ? POISON : i == 12 ? 7 : 100 + i));
    gate(false);
    await(work, 21);
    assert_int_equal(finished_with(POISON)->error.kind, ERROR_CONFLICT);
    assert_int_equal(finished_with(7)->error.kind, ERROR_NOT_FOUND);
    assert_int_equal(store.rows, 19);
    for (size_t i = 0; i < finished.count; i++) {
        int value = ((struct number *)finished.calls[i]->input)->value;
        if (value != POISON && value != 7)
            assert_int_equal(finished.calls[i]->reply.status, 201);
    }
    /* at least those from the poisoned one on: how many were taken before is a matter of moments */
    assert_in_range(work_counters(work).replayed, 11, 21);
    drop_finished();
    work_free(work);
}

/* An item that fails by itself leaves the others in their one transaction. */
static void test_item_error(void **state)
{
    struct work *work = start(1, 200);
    (void)state;
    submit(work, number_call(&appending, 7));
    await(work, 1);
    assert_int_equal(finished.calls[0]->error.kind, ERROR_NOT_FOUND);
    assert_null(finished.calls[0]->body);
    assert_int_equal(work_counters(work).replayed, 0);
    drop_finished();
    work_free(work);
}

static void test_read_error(void **state)
{
    struct work *work = start(1, 10);
    (void)state;
    submit(work, number_call(&reading, POISON));
    await(work, 1);
    assert_int_equal(finished.calls[0]->error.kind, ERROR_INTERNAL);
    drop_finished();
    work_free(work);
}

static void test_bounded(void **state)
{
    struct work *work = start(1, 5);
    struct error error = {0};
    int taken = 0;
    (void)state;
    gate(true);
    struct call *refused = NULL;
    for (int i = 0; i < 100 && refused == NULL; i++) {
        struct call *call = number_call(&transacting, i);
        if (work_submit(work, call, &error))
            taken++;
        else
            refused = call;
    }
    assert_non_null(refused);
    assert_int_equal(error.kind, ERROR_BUSY);
    assert_in_range(taken, 5, 6); /* five wait, perhaps one is under way */
    assert_int_equal(work_counters(work).refused, 1);
    call_free(refused);
    gate(false);
    await(work, (size_t)taken);
    drop_finished();
    work_free(work);
}

/* What still waits when the server stops is done, and freed. */
static void test_free_finishes(void **state)
{
    struct work *work = start(2, 100);
    (void)state;
    for (int i = 0; i < 50; i++)
        submit(work, number_call(&transacting, i));
    work_free(work);
    assert_int_equal(store.rows, 50);
    assert_int_equal(store.open_handles, 0);
}

static void key_scenario(const struct endpoint *endpoint)
{
    struct work *work = start(2, 100);
    submit(work, keyed_call(endpoint, 5, 1));
    await(work, 1);
    assert_int_equal(finished.calls[0]->reply.status, 201);
    char first[64];
    snprintf(first, sizeof first, "%s", finished.calls[0]->body);
    submit(work, keyed_call(endpoint, 5, 1)); /* again: the same answer, no second row */
    await(work, 2);
    assert_int_equal(finished.calls[1]->reply.status, 201);
    assert_string_equal(finished.calls[1]->body, first);
    assert_int_equal(store.rows, 1);
    submit(work, keyed_call(endpoint, 6, 1)); /* another body */
    await(work, 3);
    assert_int_equal(finished.calls[2]->error.kind, ERROR_INVALID);
    assert_string_equal(finished.calls[2]->error.code, "idempotency_key_reused");
    submit(work, keyed_call(endpoint, POISON, 2)); /* failed work lets go of its key */
    await(work, 4);
    assert_int_equal(finished.calls[3]->error.kind, ERROR_CONFLICT);
    submit(work, keyed_call(endpoint, 8, 2));
    await(work, 5);
    assert_int_equal(finished.calls[4]->error.kind, ERROR_NONE);
    assert_int_equal(store.rows, 2);
    drop_finished();
    work_free(work);
}

static void test_keys_transact(void **state)
{
    (void)state;
    key_scenario(&transacting);
}

static void test_keys_append(void **state)
{
    (void)state;
    key_scenario(&appending);
}

/* A repeated key in a group of new ones: all the others are appended once, the repeated one is answered. */
static void test_keys_in_a_group(void **state)
{
    struct work *work = start(1, 100);
    (void)state;
    submit(work, keyed_call(&appending, 5, 1));
    await(work, 1);
    gate(true);
    for (int i = 0; i < 30; i++)
        submit(work, keyed_call(&appending, i == 15 ? 5 : 50 + i, (unsigned char)(i == 15 ? 1 : 50 + i)));
    gate(false);
    await(work, 31);
    assert_int_equal(store.rows, 30);
    assert_int_equal(store.key_count, 30);
    for (size_t i = 0; i < finished.count; i++)
        assert_int_equal(finished.calls[i]->reply.status, 201);
    drop_finished();
    work_free(work);
}

/* The queue by itself keeps the order of what it leaves. */
static void test_queue(void **state)
{
    struct queue *queue = queue_new(6, 3);
    struct call *taken[8];
    (void)state;
    const struct endpoint *order[] = {&appending, &reading, &appending, &appending, &appending, &reading};
    for (int i = 0; i < 6; i++)
        assert_true(queue_put(queue, number_call(order[i], i)));
    struct call *seventh = number_call(&reading, 6);
    assert_false(queue_put(queue, seventh));
    static const int expected[3][3] = {{0, 2, 3}, {1, 5, 6}, {4, 0, 0}};
    for (int round = 0; round < 3; round++) {
        size_t count = queue_take(queue, taken);
        assert_int_equal(count, round < 2 ? 3 : 1);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(((struct number *)taken[i]->input)->value, expected[round][i]);
            call_free(taken[i]);
        }
        if (round == 0)
            assert_true(queue_put(queue, seventh));
    }
    assert_int_equal(queue_length(queue), 0);
    assert_true(queue_put(queue, number_call(&reading, 1)));
    queue_close(queue);
    struct call *late = number_call(&reading, 2);
    assert_false(queue_put(queue, late));
    call_free(late);
    assert_int_equal(queue_take(queue, taken), 1);
    call_free(taken[0]);
    assert_int_equal(queue_take(queue, taken), 0);
    queue_free(queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_of_each),    cmocka_unit_test(test_coalesces),
        cmocka_unit_test(test_replays_singly), cmocka_unit_test(test_item_error),
        cmocka_unit_test(test_read_error),     cmocka_unit_test(test_bounded),
        cmocka_unit_test(test_free_finishes),  cmocka_unit_test(test_keys_transact),
        cmocka_unit_test(test_keys_append),    cmocka_unit_test(test_keys_in_a_group),
        cmocka_unit_test(test_queue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
