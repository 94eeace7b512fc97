/*
 * A storage in memory for `struct work`, endpoints of every kind that count with one number, and calls to them: what
 * test_work tries by itself, without a database.
 */
#ifndef VAHETUS_TESTS_WORK_FIXTURE_H
#define VAHETUS_TESTS_WORK_FIXTURE_H

#include <pthread.h>

#include "services/call.h"
#include "services/work.h"

enum { KEYS_MAX = 256, CALLS_MAX = 300 };

/* ---- Storage ----------------------------------------------------------------------------------------------------- */

struct kept_key {
    unsigned char hash[32], body_hash[32];
    int status;
    char answer[64];
};

struct store {
    pthread_mutex_t lock;
    pthread_cond_t opened;
    bool closed_gate; /* transactions wait while it is closed */
    int open_handles;
    int transactions, commits, rows, pending_rows;
    struct kept_key keys[KEYS_MAX];
    int key_count;
};
extern struct store store;

/* Opens or closes the gate for transactions. */
void gate(bool closed);

/* ---- Endpoints --------------------------------------------------------------------------------------------------- */

struct number {
    int32_t value;
};

/* An input that fails all that is done together with it. */
enum { POISON = -1 };

/* Append 2 x the number (7 fails alone), read 3 x the number, transact or hash the number + 1. */
extern const struct endpoint appending, reading, transacting, hashing;

/* ---- Calls ------------------------------------------------------------------------------------------------------- */

/* Calls that have come back; drop_finished frees them. */
struct finished {
    struct call *calls[CALLS_MAX];
    size_t count;
};
extern struct finished finished;
void drop_finished(void);
const struct call *finished_with(int value); /* the first with this input, or NULL */

/* On an empty storage, with so many threads of each kind; work_free ends it. */
struct work *start(unsigned threads, size_t queue_max);
struct call *number_call(const struct endpoint *endpoint, int value);
struct call *keyed_call(const struct endpoint *endpoint, int value, unsigned char key);
void submit(struct work *work, struct call *call);
/* Waits until `count` calls in all have come back. */
void await(struct work *work, size_t count);

#endif
