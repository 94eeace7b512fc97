#include "services/work.h"

#include <event2/event.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "services/call.h"
#include "services/queue.h"
#include "services/work_run.h"

enum pool_kind { POOL_READ, POOL_APPEND, POOL_TRANSACT, POOL_HASH, POOLS };

struct worker_thread {
    struct work *work;
    enum pool_kind kind;
    struct db *db;
    pthread_t thread;
    bool running;
};

struct work {
    struct work_storage storage;
    struct queue *queues[POOLS];
    struct worker_thread *threads;
    size_t thread_count;
    void (*on_done)(void *context, struct call *call);
    void *context;
    struct event *event;
    int descriptor;
    pthread_mutex_t lock;
    struct call *finished; /* newest first */
    _Atomic uint64_t calls[POOLS];
    _Atomic uint64_t batches[POOLS];
    _Atomic uint64_t replayed;
    uint64_t refused; /* the loop's */
};

/* ---- Coming back to the loop ------------------------------------------------------------------------------------- */

static void finish(struct work *work, struct call **calls, size_t count)
{
    pthread_mutex_lock(&work->lock);
    bool was_empty = work->finished == NULL;
    for (size_t i = 0; i < count; i++) {
        calls[i]->next = work->finished;
        work->finished = calls[i];
    }
    pthread_mutex_unlock(&work->lock);
    uint64_t one = 1;
    if (was_empty && write(work->descriptor, &one, sizeof one) < 0)
        return; /* the counter is full, so it is readable already */
}

size_t work_collect(struct work *work)
{
    uint64_t ignored;
    if (read(work->descriptor, &ignored, sizeof ignored) < 0)
        ignored = 0;
    pthread_mutex_lock(&work->lock);
    struct call *newest = work->finished;
    work->finished = NULL;
    pthread_mutex_unlock(&work->lock);
    struct call *oldest = NULL;
    while (newest != NULL) {
        struct call *next = newest->next;
        newest->next = oldest;
        oldest = newest;
        newest = next;
    }
    size_t count = 0;
    for (struct call *call = oldest; call != NULL; count++) {
        struct call *next = call->next;
        call->next = NULL;
        work->on_done(work->context, call);
        call = next;
    }
    return count;
}

static void on_readable(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    work_collect(context);
}

int work_descriptor(const struct work *work)
{
    return work->descriptor;
}

/* ---- Threads ----------------------------------------------------------------------------------------------------- */

static void run(struct worker_thread *thread, struct call **calls, size_t count)
{
    struct work *work = thread->work;
    switch (thread->kind) {
    case POOL_READ:
        run_read(&work->storage, thread->db, calls, count);
        break;
    case POOL_APPEND:
        work->replayed += run_append(&work->storage, thread->db, calls, count);
        break;
    case POOL_TRANSACT:
        run_transact(&work->storage, thread->db, calls[0]);
        break;
    case POOL_HASH:
    case POOLS:
        run_hash(thread->db, calls[0]);
        break;
    }
}

static void *thread_main(void *context)
{
    struct worker_thread *thread = context;
    struct work *work = thread->work;
    struct call *calls[TOGETHER_MAX];
    size_t count;
    while ((count = queue_take(work->queues[thread->kind], calls)) > 0) {
        run(thread, calls, count);
        work->calls[thread->kind] += count;
        work->batches[thread->kind]++;
        finish(work, calls, count);
    }
    return NULL;
}

/* Signals are the loop's. */
static bool thread_start(struct worker_thread *thread, struct error *error)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    thread->running = pthread_create(&thread->thread, NULL, thread_main, thread) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return thread->running || error_set(error, ERROR_INTERNAL, "internal", "a thread cannot be started");
}

static bool threads_start(struct work *work, enum pool_kind kind, unsigned count, struct error *error)
{
    for (unsigned i = 0; i < count; i++) {
        struct worker_thread *thread = &work->threads[work->thread_count++];
        *thread = (struct worker_thread){.work = work, .kind = kind};
        thread->db = work->storage.open(work->storage.context, error);
        if (thread->db == NULL || !thread_start(thread, error))
            return false;
    }
    return true;
}

static bool start(struct work *work, const struct work_settings *settings, struct event_base *base, struct error *error)
{
    unsigned counts[POOLS] = {settings->read_threads, settings->append_threads, settings->transact_threads,
                              settings->hash_threads};
    static const size_t together[POOLS] = {TOGETHER_MAX, APPEND_TOGETHER_MAX, 1, 1};
    work->threads = calloc(counts[0] + counts[1] + counts[2] + counts[3] + 1, sizeof *work->threads);
    work->descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    bool made = work->threads != NULL && work->descriptor >= 0;
    for (int i = 0; i < POOLS; i++) {
        size_t capacity = i == POOL_HASH ? settings->hash_queue_max : settings->queue_max;
        made = (work->queues[i] = queue_new(capacity, together[i])) != NULL && made;
    }
    if (made && base != NULL) {
        work->event = event_new(base, work->descriptor, EV_READ | EV_PERSIST, on_readable, work);
        made = work->event != NULL && event_add(work->event, NULL) == 0;
    }
    if (!made)
        return error_set(error, ERROR_INTERNAL, "internal", "out of memory or descriptors");
    for (int i = 0; i < POOLS; i++) {
        if (!threads_start(work, (enum pool_kind)i, counts[i], error))
            return false;
    }
    return true;
}

struct work *work_new(const struct work_settings *settings, const struct work_storage *storage, struct event_base *base,
                      void (*on_done)(void *context, struct call *call), void *context, struct error *error)
{
    struct work *work = calloc(1, sizeof *work);
    if (work == NULL) {
        error_set(error, ERROR_INTERNAL, "internal", "out of memory");
        return NULL;
    }
    work->storage = *storage;
    work->on_done = on_done;
    work->context = context;
    work->descriptor = -1;
    pthread_mutex_init(&work->lock, NULL);
    if (!start(work, settings, base, error)) {
        work_free(work);
        return NULL;
    }
    return work;
}

void work_free(struct work *work)
{
    if (work == NULL)
        return;
    for (int i = 0; i < POOLS; i++) {
        if (work->queues[i] != NULL)
            queue_close(work->queues[i]);
    }
    for (size_t i = 0; i < work->thread_count; i++) {
        if (work->threads[i].running)
            pthread_join(work->threads[i].thread, NULL);
        if (work->threads[i].db != NULL)
            work->storage.close(work->threads[i].db);
    }
    if (work->event != NULL)
        event_free(work->event);
    for (struct call *call = work->finished; call != NULL;) {
        struct call *next = call->next;
        call_free(call);
        call = next;
    }
    for (int i = 0; i < POOLS; i++)
        queue_free(work->queues[i]);
    if (work->descriptor >= 0)
        close(work->descriptor);
    pthread_mutex_destroy(&work->lock);
    free(work->threads);
    free(work);
}

bool work_submit(struct work *work, struct call *call, struct error *error)
{
    static const enum pool_kind pools[] = {
        [WORK_READ] = POOL_READ, [WORK_APPEND] = POOL_APPEND, [WORK_TRANSACT] = POOL_TRANSACT, [WORK_HASH] = POOL_HASH};
    if (queue_put(work->queues[pools[call->endpoint->work]], call))
        return true;
    work->refused++;
    return error_set(error, ERROR_BUSY, "busy", "the queue of %s is full", call->endpoint->operation);
}

struct work_counters work_counters(struct work *work)
{
    struct work_counters counters = {.replayed = work->replayed, .refused = work->refused};
    for (int i = 0; i < POOLS; i++) {
        counters.waiting[i] = queue_length(work->queues[i]);
        counters.calls[i] = work->calls[i];
        counters.batches[i] = work->batches[i];
    }
    return counters;
}

/* ---- MariaDB ----------------------------------------------------------------------------------------------------- */

static struct db *open_mariadb(void *context, struct error *error)
{
    return db_open(context, error);
}

struct work_storage work_storage_mariadb(struct db_settings *settings)
{
    return (struct work_storage){
        .open = open_mariadb,
        .close = db_close,
        .transaction = db_transaction,
        .key_find = idempotency_find,
        .key_append = idempotency_append,
        .context = settings,
    };
}
