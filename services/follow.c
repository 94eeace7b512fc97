#include "services/follow.h"

#include <errno.h>
#include <event2/event.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "services/follow_batch.h"
#include "services/log.h"

enum { PERIOD_MS = 100, RETRY_MS = 1000, PEOPLE_PAGE = 500, NEEDS_PAGE = 500, READ_MAX = 64, BATCHES_MAX = 8 };

struct follow {
    struct server *server;
    struct db *db;
    struct change_follower *follower;
    struct event *event;
    int descriptor;
    pthread_t thread;
    bool running;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct follow_batch *oldest, *newest;
    size_t waiting;
    bool stopping;
};

/* ---- To the loop ------------------------------------------------------------------------------------------------- */

static void on_readable(evutil_socket_t descriptor, short what, void *context)
{
    struct follow *follow = context;
    uint64_t ignored;
    (void)what;
    if (read(descriptor, &ignored, sizeof ignored) < 0)
        ignored = 0;
    pthread_mutex_lock(&follow->lock);
    struct follow_batch *batch = follow->oldest;
    follow->oldest = follow->newest = NULL;
    follow->waiting = 0;
    pthread_cond_signal(&follow->changed);
    pthread_mutex_unlock(&follow->lock);
    while (batch != NULL) {
        struct follow_batch *next = batch->next;
        follow_apply(follow->server, batch);
        follow_batch_free(batch);
        batch = next;
    }
}

/* Takes over the batch. Waits while the loop is behind. */
static void hand_over(struct follow *follow, struct follow_batch *batch)
{
    pthread_mutex_lock(&follow->lock);
    while (follow->waiting >= BATCHES_MAX && !follow->stopping)
        pthread_cond_wait(&follow->changed, &follow->lock);
    if (follow->newest == NULL)
        follow->oldest = batch;
    else
        follow->newest->next = batch;
    follow->newest = batch;
    follow->waiting++;
    pthread_mutex_unlock(&follow->lock);
    uint64_t one = 1;
    if (write(follow->descriptor, &one, sizeof one) < 0)
        return; /* readable already */
}

/* False when it is time to stop. */
static bool wait_ms(struct follow *follow, int64_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&follow->lock);
    while (!follow->stopping && pthread_cond_timedwait(&follow->changed, &follow->lock, &until) != ETIMEDOUT)
        continue;
    bool on = !follow->stopping;
    pthread_mutex_unlock(&follow->lock);
    return on;
}

/* ---- Loading everything ------------------------------------------------------------------------------------------ */

static struct follow_batch *new_batch(struct error *error)
{
    struct follow_batch *batch = follow_batch_new();
    if (batch == NULL)
        error_set(error, ERROR_BUSY, "busy", "out of memory");
    return batch;
}

/* Pages of people, one batch each. */
static bool load_people(struct follow *follow, struct error *error)
{
    struct page page = {.limit = PEOPLE_PAGE};
    for (size_t count = PEOPLE_PAGE; count == PEOPLE_PAGE;) {
        struct follow_batch *batch = new_batch(error);
        struct person *people = NULL;
        if (batch == NULL || !people_load(follow->db, batch->arena, page, &people, &count, error)) {
            follow_batch_free(batch);
            return false;
        }
        batch->people = arena_alloc(batch->arena, (count + 1) * sizeof *batch->people);
        for (size_t i = 0; batch->people != NULL && i < count; i++)
            batch->people[batch->person_count++] = &people[i];
        if (count > 0)
            page.after = people[count - 1].id;
        hand_over(follow, batch);
    }
    return true;
}

static bool load_needs(struct follow *follow, struct error *error)
{
    struct page page = {.limit = NEEDS_PAGE};
    for (size_t count = NEEDS_PAGE; count == NEEDS_PAGE;) {
        struct follow_batch *batch = new_batch(error);
        if (batch == NULL || !needs_load(follow->db, batch->arena, page, &batch->needs, &count, error)) {
            follow_batch_free(batch);
            return false;
        }
        batch->need_count = count;
        if (count > 0)
            page.after = batch->needs[count - 1]->id;
        hand_over(follow, batch);
    }
    return true;
}

static bool load_all(struct follow *follow, struct error *error)
{
    if (!change_follower_start(follow->follower, follow->db, error))
        return false;
    struct follow_batch *first = new_batch(error);
    if (first == NULL)
        return false;
    first->clear = true;
    hand_over(follow, first);
    if (!load_people(follow, error) || !load_needs(follow, error))
        return false;
    struct follow_batch *last = new_batch(error);
    if (last == NULL)
        return false;
    last->ready = true;
    hand_over(follow, last);
    return true;
}

/* ---- Following --------------------------------------------------------------------------------------------------- */

struct ids {
    struct uuid *items;
    size_t count;
};

static void ids_add(struct ids *ids, const struct uuid *id)
{
    if (uuid_is_none(id))
        return;
    for (size_t i = 0; i < ids->count; i++) {
        if (uuid_compare(&ids->items[i], id) == 0)
            return;
    }
    ids->items[ids->count++] = *id;
}

static void ids_of(const struct change *changes, size_t count, struct ids *people, struct ids *needs)
{
    for (size_t i = 0; i < count; i++) {
        const struct change *change = &changes[i];
        ids_add(people, &change->person);
        ids_add(needs, &change->need);
        if (change->kind == CHANGE_PERSON)
            ids_add(people, &change->subject);
        if (change->kind == CHANGE_NEED)
            ids_add(needs, &change->subject);
    }
}

static bool read_people(struct follow *follow, const struct ids *ids, struct follow_batch *batch, struct error *error)
{
    batch->people = arena_alloc(batch->arena, (ids->count + 1) * sizeof *batch->people);
    for (size_t first = 0; first < ids->count; first += READ_MAX) {
        struct person *found[READ_MAX];
        size_t count = ids->count - first < READ_MAX ? ids->count - first : READ_MAX;
        if (!people_read_many(follow->db, batch->arena, ids->items + first, count, found, error))
            return false;
        for (size_t i = 0; i < count; i++) {
            if (found[i] == NULL)
                batch->gone[batch->gone_count++] = ids->items[first + i];
            else
                batch->people[batch->person_count++] = found[i];
        }
    }
    return true;
}

static bool read_needs(struct follow *follow, const struct ids *ids, struct follow_batch *batch, struct error *error)
{
    batch->needs = arena_alloc(batch->arena, (ids->count + 1) * sizeof *batch->needs);
    for (size_t first = 0; first < ids->count; first += READ_MAX) {
        struct need *found[READ_MAX];
        size_t count = ids->count - first < READ_MAX ? ids->count - first : READ_MAX;
        if (!needs_read_many(follow->db, batch->arena, ids->items + first, count, found, error))
            return false;
        for (size_t i = 0; i < count; i++) {
            if (found[i] == NULL || found[i]->state == NEED_CLOSED)
                batch->gone[batch->gone_count++] = ids->items[first + i];
            else
                batch->needs[batch->need_count++] = found[i];
        }
    }
    return true;
}

/* Centres hear of a round by their own topic; who takes part is asked once for all that changed together. */
static bool read_places(struct follow *follow, const struct change *changes, size_t count, struct follow_batch *batch,
                        struct error *error)
{
    struct uuid listed[READ_MAX];
    struct ids rounds = {listed, 0};
    for (size_t i = 0; i < count && rounds.count < READ_MAX; i++) {
        if (changes[i].kind == CHANGE_ROUND)
            ids_add(&rounds, &changes[i].subject);
    }
    return rounds_places(follow->db, batch->arena, rounds.items, rounds.count, &batch->places, &batch->place_count,
                         error);
}

/* What changed, read anew. The batch is handed over, or freed on an error: the follower then gives nothing twice, so
 * the caller loads everything. */
static bool read_changes(struct follow *follow, const struct change *changes, size_t count, struct error *error)
{
    struct follow_batch *batch = new_batch(error);
    if (batch == NULL)
        return false;
    struct ids people = {arena_alloc(batch->arena, 2 * count * sizeof(struct uuid)), 0};
    struct ids needs = {arena_alloc(batch->arena, 2 * count * sizeof(struct uuid)), 0};
    batch->gone = arena_alloc(batch->arena, 4 * count * sizeof(struct uuid));
    batch->changes = arena_alloc(batch->arena, count * sizeof *batch->changes);
    bool good = people.items && needs.items && batch->gone && batch->changes;
    if (good) {
        memcpy(batch->changes, changes, count * sizeof *changes);
        batch->change_count = count;
        ids_of(changes, count, &people, &needs);
        good = read_people(follow, &people, batch, error) && read_needs(follow, &needs, batch, error) &&
               read_places(follow, changes, count, batch, error);
    } else {
        error_set(error, ERROR_BUSY, "busy", "out of memory");
    }
    if (good)
        hand_over(follow, batch);
    else
        follow_batch_free(batch);
    return good;
}

/* False when everything must be loaded anew. */
static bool follow_on(struct follow *follow, struct error *error)
{
    while (wait_ms(follow, PERIOD_MS)) {
        const struct change *changes;
        size_t count;
        bool lost = false;
        if (!change_follower_read(follow->follower, follow->db, &changes, &count, &lost, error))
            return false;
        if (lost)
            return error_set(error, ERROR_BUSY, "gap", "too long without the database: loading anew");
        if (count > 0 && !read_changes(follow, changes, count, error))
            return false;
    }
    return true;
}

static void *thread_main(void *context)
{
    struct follow *follow = context;
    do {
        struct error error = {0};
        if (load_all(follow, &error) && follow_on(follow, &error))
            break;
        log_error("follow", &error);
    } while (wait_ms(follow, RETRY_MS));
    return NULL;
}

/* ---- Start and stop ---------------------------------------------------------------------------------------------- */

static bool start(struct follow *follow, const struct db_settings *settings, struct error *error)
{
    follow->follower = change_follower_new();
    follow->descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (follow->follower == NULL || follow->descriptor < 0)
        return error_set(error, ERROR_INTERNAL, "internal", "out of memory or descriptors");
    follow->event = event_new(follow->server->base, follow->descriptor, EV_READ | EV_PERSIST, on_readable, follow);
    if (follow->event == NULL || event_add(follow->event, NULL) != 0)
        return error_set(error, ERROR_INTERNAL, "internal", "out of memory");
    follow->db = db_open(settings, error);
    if (follow->db == NULL)
        return false;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    follow->running = pthread_create(&follow->thread, NULL, thread_main, follow) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return follow->running || error_set(error, ERROR_INTERNAL, "internal", "a thread cannot be started");
}

struct follow *follow_start(struct server *server, const struct db_settings *settings, struct error *error)
{
    struct follow *follow = calloc(1, sizeof *follow);
    if (follow == NULL) {
        error_set(error, ERROR_INTERNAL, "internal", "out of memory");
        return NULL;
    }
    follow->server = server;
    follow->descriptor = -1;
    pthread_mutex_init(&follow->lock, NULL);
    pthread_cond_init(&follow->changed, NULL);
    if (start(follow, settings, error))
        return follow;
    follow_stop(follow);
    return NULL;
}

void follow_stop(struct follow *follow)
{
    if (follow == NULL)
        return;
    pthread_mutex_lock(&follow->lock);
    follow->stopping = true;
    pthread_cond_broadcast(&follow->changed);
    pthread_mutex_unlock(&follow->lock);
    if (follow->running)
        pthread_join(follow->thread, NULL);
    if (follow->event != NULL)
        event_free(follow->event);
    for (struct follow_batch *batch = follow->oldest; batch != NULL;) {
        struct follow_batch *next = batch->next;
        follow_batch_free(batch);
        batch = next;
    }
    db_close(follow->db);
    change_follower_free(follow->follower);
    if (follow->descriptor >= 0)
        close(follow->descriptor);
    pthread_cond_destroy(&follow->changed);
    pthread_mutex_destroy(&follow->lock);
    free(follow);
}
