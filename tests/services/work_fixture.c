/* The storage, the endpoints and the calls of work_fixture.h. */
#include "tests/services/work_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <poll.h>

#include "db/idempotency.h"

/* ---- Storage in memory ------------------------------------------------------------------------------------------- */

struct store store = {.lock = PTHREAD_MUTEX_INITIALIZER, .opened = PTHREAD_COND_INITIALIZER};

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

const struct endpoint appending = {.operation = "appending",
                                   NUMBER_ENDPOINT,
                                   .work = WORK_APPEND,
                                   .act_many = append_numbers};
const struct endpoint reading = {.operation = "reading", NUMBER_ENDPOINT, .work = WORK_READ, .act_many = read_numbers};
const struct endpoint transacting = {.operation = "transacting",
                                     NUMBER_ENDPOINT,
                                     .work = WORK_TRANSACT,
                                     .act = act_number};
const struct endpoint hashing = {.operation = "hashing", NUMBER_ENDPOINT, .work = WORK_HASH, .act = act_number};

/* ---- Calls ------------------------------------------------------------------------------------------------------- */

struct finished finished;

static void on_done(void *context, struct call *call)
{
    (void)context;
    finished.calls[finished.count++] = call;
}

struct work *start(unsigned threads, size_t queue_max)
{
    const struct work_settings settings = {threads, threads, threads, 1, queue_max, 2};
    struct error error = {0};
    store.transactions = store.commits = store.rows = store.key_count = 0;
    finished.count = 0;
    struct work *work = work_new(&settings, &storage, NULL, on_done, NULL, &error);
    assert_non_null(work);
    return work;
}

struct call *number_call(const struct endpoint *endpoint, int value)
{
    struct call *call = call_new(endpoint);
    assert_non_null(call);
    ((struct number *)call->input)->value = value;
    return call;
}

struct call *keyed_call(const struct endpoint *endpoint, int value, unsigned char key)
{
    struct call *call = number_call(endpoint, value);
    call->keyed = true;
    call->key_hash[0] = key;
    call->body_hash[0] = (unsigned char)value;
    return call;
}

void submit(struct work *work, struct call *call)
{
    struct error error = {0};
    assert_true(work_submit(work, call, &error));
}

void await(struct work *work, size_t count)
{
    struct pollfd waiting = {.fd = work_descriptor(work), .events = POLLIN};
    while (finished.count < count) {
        assert_int_equal(poll(&waiting, 1, 10000), 1);
        work_collect(work);
    }
}

void gate(bool closed)
{
    pthread_mutex_lock(&store.lock);
    store.closed_gate = closed;
    pthread_cond_broadcast(&store.opened);
    pthread_mutex_unlock(&store.lock);
}

void drop_finished(void)
{
    for (size_t i = 0; i < finished.count; i++)
        call_free(finished.calls[i]);
    finished.count = 0;
}

const struct call *finished_with(int value)
{
    for (size_t i = 0; i < finished.count; i++) {
        if (((const struct number *)finished.calls[i]->input)->value == value)
            return finished.calls[i];
    }
    return NULL;
}
