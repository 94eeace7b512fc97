/* Work: calls taken together, replayed singly, refused when a queue is full; keys looked up before work. The storage is
 * one in memory; db/ has its own tests on a real server. */
#include "services/work.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <poll.h>
#include <pthread.h>

#include "db/idempotency.h"
#include "services/call.h"
#include "services/queue.h"

enum { KEYS_MAX = 256, POISON = -1, CALLS_MAX = 300 };

/* ---- Storage in memory ------------------------------------------------------------------------------------------- */

struct kept_key {
    unsigned char hash[32], body_hash[32];
    int status;
    char answer[64];
};

static struct {
    pthread_mutex_t lock;
    pthread_cond_t opened;
    bool closed_gate; /* transactions wait while it is closed */
    int open_handles;
    int transactions, commits, rows, pending_rows;
    struct kept_key keys[KEYS_MAX];
    int key_count;
} store = {.lock = PTHREAD_MUTEX_INITIALIZER, .opened = PTHREAD_COND_INITIALIZER};

static struct db *fake_open(void *context, struct error *error)
{
    (void)context;
    (void)error;
    pthread_mutex_lock(&store.lock);
    store.open_handles++;
    pthread_mutex_unlock(&store.lock);
    return malloc(1);
}

static void fake_close(struct db *db)
{
    pthread_mutex_lock(&store.lock);
    store.open_handles--;
    pthread_mutex_unlock(&store.lock);
    free(db);
}

static struct kept_key *key_find(const unsigned char hash[32])
{
    for (int i = 0; i < store.key_count; i++) {
        if (memcmp(store.keys[i].hash, hash, 32) == 0)
            return &store.keys[i];
    }
    return NULL;
}

/* One at a time; keys that a failed transaction appended are taken out again. */
static bool fake_transaction(struct db *db, db_work *work, void *context, struct error *error)
{
    pthread_mutex_lock(&store.lock);
    while (store.closed_gate)
        pthread_cond_wait(&store.opened, &store.lock);
    int keys_before = store.key_count;
    store.transactions++;
    store.pending_rows = 0;
    bool good = work(db, context, error);
    if (good) {
        store.commits++;
        store.rows += store.pending_rows;
    } else {
        store.key_count = keys_before;
    }
    pthread_mutex_unlock(&store.lock);
    return good;
}

static bool fake_find(struct db *db, struct arena *arena, const unsigned char key_hash[32],
                      const unsigned char body_hash[32], enum idempotency_state *state, int *status,
                      const char **answer, size_t *answer_length, struct error *error)
{
    (void)db;
    (void)error;
    pthread_mutex_lock(&store.lock);
    const struct kept_key *key = key_find(key_hash);
    *state = IDEMPOTENCY_NEW;
    if (key != NULL) {
        *state = memcmp(key->body_hash, body_hash, 32) == 0 ? IDEMPOTENCY_DONE : IDEMPOTENCY_DIFFERS;
        *status = key->status;
        *answer_length = strlen(key->answer);
        *answer = arena_text(arena, key->answer, *answer_length);
    }
    pthread_mutex_unlock(&store.lock);
    return true;
}

/* Inside fake_transaction, which holds the lock. */
static bool fake_append(struct db *db, const struct idempotency_done *rows, size_t count, struct error *error)
{
    (void)db;
    for (size_t i = 0; i < count; i++) {
        if (key_find(rows[i].key_hash) != NULL)
            return error_set(error, ERROR_CONFLICT, "key_exists", "a key is there");
        struct kept_key *key = &store.keys[store.key_count++];
        *key = (struct kept_key){.status = rows[i].status};
        memcpy(key->hash, rows[i].key_hash, 32);
        memcpy(key->body_hash, rows[i].body_hash, 32);
        snprintf(key->answer, sizeof key->answer, "%.*s", (int)rows[i].answer_length, (const char *)rows[i].answer);
    }
    return true;
}

static const struct work_storage storage = {.open = fake_open,
                                            .close = fake_close,
                                            .transaction = fake_transaction,
                                            .key_find = fake_find,
                                            .key_append = fake_append};

/* ---- Endpoints --------------------------------------------------------------------------------------------------- */

struct number {
    int32_t value;
};
static const struct field number_fields[] = {FIELD_INTEGER(struct number, value, "value"), FIELDS_END};

/* Doubles; a poisoned input fails the whole group, as a bulk statement does. 7 fails alone. */
static bool append_numbers(struct db *db, struct work_item *items, size_t count, struct error *error)
{
    (void)db;
    for (size_t i = 0; i < count; i++) {
        int value = ((const struct number *)items[i].input)->value;
        if (value == POISON)
            return error_set(error, ERROR_CONFLICT, "poisoned", "one row is bad");
        if (value == 7)
            error_set(items[i].error, ERROR_NOT_FOUND, "not_found", "seven");
        else
            store.pending_rows++;
        ((struct number *)items[i].result)->value = 2 * value;
    }
    return true;
}

static bool read_numbers(struct db *db, struct work_item *items, size_t count, struct error *error)
{
    (void)db;
    for (size_t i = 0; i < count; i++) {
        int value = ((const struct number *)items[i].input)->value;
        if (value == POISON)
            return error_set(error, ERROR_INTERNAL, "broken", "the query fails");
        ((struct number *)items[i].result)->value = 3 * value;
    }
    return true;
}

static bool act_number(const struct asking *asking, const void *input, void *result, struct error *error)
{
    int value = ((const struct number *)input)->value;
    (void)asking;
    if (value == POISON)
        return error_set(error, ERROR_CONFLICT, "conflict", "bad state");
    store.pending_rows++;
    ((struct number *)result)->value = value + 1;
    return true;
}

#define NUMBER_ENDPOINT                                                                                                \
    .method = "POST", .path = "/x", .policy = POLICY_PUBLIC, .input_size = sizeof(struct number),                      \
    .result_size = sizeof(struct number), .reply_fields = number_fields, .status = 201

static const struct endpoint appending = {.operation = "appending",
                                          NUMBER_ENDPOINT,
                                          .work = WORK_APPEND,
                                          .act_many = append_numbers};
static const struct endpoint reading = {.operation = "reading",
                                        NUMBER_ENDPOINT,
                                        .work = WORK_READ,
                                        .act_many = read_numbers};
static const struct endpoint transacting = {.operation = "transacting",
                                            NUMBER_ENDPOINT,
                                            .work = WORK_TRANSACT,
                                            .act = act_number};
static const struct endpoint hashing = {.operation = "hashing", NUMBER_ENDPOINT, .work = WORK_HASH, .act = act_number};

/* ---- Helpers ----------------------------------------------------------------------------------------------------- */

static struct {
    struct call *calls[CALLS_MAX];
    size_t count;
} finished;

static void on_done(void *context, struct call *call)
{
    (void)context;
    finished.calls[finished.count++] = call;
}

static struct work *start(unsigned threads, size_t queue_max)
{
    const struct work_settings settings = {threads, threads, threads, 1, queue_max, 2};
    struct error error = {0};
    store.transactions = store.commits = store.rows = store.key_count = 0;
    finished.count = 0;
    struct work *work = work_new(&settings, &storage, NULL, on_done, NULL, &error);
    assert_non_null(work);
    return work;
}

static struct call *number_call(const struct endpoint *endpoint, int value)
{
    struct call *call = call_new(endpoint);
    assert_non_null(call);
    ((struct number *)call->input)->value = value;
    return call;
}

static struct call *keyed_call(const struct endpoint *endpoint, int value, unsigned char key)
{
    struct call *call = number_call(endpoint, value);
    call->keyed = true;
    call->key_hash[0] = key;
    call->body_hash[0] = (unsigned char)value;
    return call;
}

static void submit(struct work *work, struct call *call)
{
    struct error error = {0};
    assert_true(work_submit(work, call, &error));
}

/* Waits until `count` calls in all have come back. */
static void await(struct work *work, size_t count)
{
    struct pollfd waiting = {.fd = work_descriptor(work), .events = POLLIN};
    while (finished.count < count) {
        assert_int_equal(poll(&waiting, 1, 10000), 1);
        work_collect(work);
    }
}

static void gate(bool closed)
{
    pthread_mutex_lock(&store.lock);
    store.closed_gate = closed;
    pthread_cond_broadcast(&store.opened);
    pthread_mutex_unlock(&store.lock);
}

static void drop_finished(void)
{
    for (size_t i = 0; i < finished.count; i++)
        call_free(finished.calls[i]);
    finished.count = 0;
}

static const struct call *finished_with(int value)
{
    for (size_t i = 0; i < finished.count; i++) {
        if (((const struct number *)finished.calls[i]->input)->value == value)
            return finished.calls[i];
    }
    return NULL;
}

/* ---- Tests ------------------------------------------------------------------------------------------------------- */

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
