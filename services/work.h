/*
 * Work: calls leave the loop for the queue of their kind, threads with a connection each take them together or one by
 * one, and finished calls come back to the loop through one eventfd.
 *
 *   read      act_many on up to 64 calls of one endpoint, outside a transaction; once more after a lost connection
 *   append    act_many on up to 32 calls of one endpoint in one durable transaction; replayed one by one on an error
 *   transact  act in a transaction that is run again whole after a deadlock (db_transaction)
 *   hash      act with a connection and no transaction
 *
 * The reply of a call with an Idempotency-Key is stored in the transaction of its work. Only when that fails is the key
 * looked up: the stored reply, if there is one, is the answer then.
 * Replies are rendered by the threads, before the commit.
 */
#ifndef VAHETUS_SERVICES_WORK_H
#define VAHETUS_SERVICES_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/connection.h"
#include "db/idempotency.h"
#include "db/types.h"

struct call;
struct event_base;
struct work;

/* What work needs of the database. */
struct work_storage {
    struct db *(*open)(void *context, struct error *error);
    void (*close)(struct db *db);
    bool (*transaction)(struct db *db, db_work *work, void *context, struct error *error);
    bool (*key_find)(struct db *db, struct arena *arena, const unsigned char key_hash[32],
                     const unsigned char body_hash[32], enum idempotency_state *state, int *status, const char **answer,
                     size_t *answer_length, struct error *error);
    bool (*key_append)(struct db *db, const struct idempotency_done *rows, size_t count, struct error *error);
    void *context; /* of open: a struct db_settings for work_storage_mariadb */
};

/* MariaDB, by `settings`, which must outlive it. */
struct work_storage work_storage_mariadb(struct db_settings *settings);

struct work_settings {
    unsigned read_threads, append_threads, transact_threads, hash_threads;
    size_t queue_max;      /* calls that may wait for reading, appending, transacting, each */
    size_t hash_queue_max; /* for hashing */
};

/* Opens every connection and starts the threads. `on_done` runs on the loop for every finished call, which is then its
 * own. NULL with ERROR_BUSY when the database is away. `base` may be NULL: then work_collect() is called by hand. */
struct work *work_new(const struct work_settings *settings, const struct work_storage *storage, struct event_base *base,
                      void (*on_done)(void *context, struct call *call), void *context, struct error *error)
    __attribute__((warn_unused_result));

/* Lets the threads finish what waits, joins them, closes the connections. Takes NULL. */
void work_free(struct work *work);

/* Queues the call by its endpoint's kind. False with ERROR_BUSY ("busy") when the queue is full: the call stays the
 * caller's. */
bool work_submit(struct work *work, struct call *call, struct error *error) __attribute__((warn_unused_result));

/* Hands every finished call to on_done; the number of them. */
size_t work_collect(struct work *work);
int work_descriptor(const struct work *work); /* readable when calls have finished */

struct work_counters {
    size_t waiting[4];   /* read, append, transact, hash */
    uint64_t calls[4];   /* finished */
    uint64_t batches[4]; /* taken together */
    uint64_t replayed;   /* appends that were run one by one */
    uint64_t refused;    /* queue full */
};
struct work_counters work_counters(struct work *work);

#endif
