#include "services/queue.h"

#include <pthread.h>
#include <stdlib.h>

#include "services/call.h"

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct call *oldest;
    struct call *newest;
    size_t length;
    size_t capacity;
    size_t together;
    bool closed;
};

struct queue *queue_new(size_t capacity, size_t together)
{
    struct queue *queue = calloc(1, sizeof *queue);
    if (queue == NULL)
        return NULL;
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->filled, NULL);
    queue->capacity = capacity;
    queue->together = together;
    return queue;
}

void queue_free(struct queue *queue)
{
    if (queue == NULL)
        return;
    for (struct call *call = queue->oldest; call != NULL;) {
        struct call *next = call->next;
        call_free(call);
        call = next;
    }
    pthread_cond_destroy(&queue->filled);
    pthread_mutex_destroy(&queue->lock);
    free(queue);
}

bool queue_put(struct queue *queue, struct call *call)
{
    pthread_mutex_lock(&queue->lock);
    bool taken = !queue->closed && queue->length < queue->capacity;
    if (taken) {
        call->next = NULL;
        if (queue->newest == NULL)
            queue->oldest = call;
        else
            queue->newest->next = call;
        queue->newest = call;
        queue->length++;
        pthread_cond_signal(&queue->filled);
    }
    pthread_mutex_unlock(&queue->lock);
    return taken;
}

/* Takes the oldest call and those of its endpoint, keeping the order of the others. */
static size_t drain(struct queue *queue, struct call **calls)
{
    size_t count = 0;
    const struct endpoint *endpoint = queue->oldest == NULL ? NULL : queue->oldest->endpoint;
    struct call **link = &queue->oldest;
    struct call *last_kept = NULL;
    while (*link != NULL && count < queue->together) {
        struct call *call = *link;
        if (call->endpoint != endpoint) {
            last_kept = call;
            link = &call->next;
            continue;
        }
        *link = call->next;
        if (queue->newest == call)
            queue->newest = last_kept;
        call->next = NULL;
        calls[count++] = call;
    }
    queue->length -= count;
    return count;
}

size_t queue_take(struct queue *queue, struct call **calls)
{
    pthread_mutex_lock(&queue->lock);
    while (queue->length == 0 && !queue->closed)
        pthread_cond_wait(&queue->filled, &queue->lock);
    size_t count = drain(queue, calls);
    if (queue->length > 0)
        pthread_cond_signal(&queue->filled);
    pthread_mutex_unlock(&queue->lock);
    return count;
}

void queue_close(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_broadcast(&queue->filled);
    pthread_mutex_unlock(&queue->lock);
}

size_t queue_length(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    size_t length = queue->length;
    pthread_mutex_unlock(&queue->lock);
    return length;
}
