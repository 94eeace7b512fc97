/*
 * A bounded queue of calls between the loop and the threads of one kind of work. Taking drains: the oldest call and,
 * with it, others of the same endpoint up to a number, which are then worked on together.
 */
#ifndef VAHETUS_SERVICES_QUEUE_H
#define VAHETUS_SERVICES_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

struct call;
struct queue;

/* `capacity` calls may wait; `together` (1 to 64) are taken at once. NULL when out of memory. */
struct queue *queue_new(size_t capacity, size_t together);
void queue_free(struct queue *queue); /* takes NULL; frees the calls that still wait */

/* False when the queue is full or closed: the call stays the caller's. */
bool queue_put(struct queue *queue, struct call *call) __attribute__((warn_unused_result));

/* Waits for work. The number of calls in `calls` (room for `together`), oldest first; 0: closed and empty. */
size_t queue_take(struct queue *queue, struct call **calls);

/* Nothing more is put; takers get what waits and then 0. */
void queue_close(struct queue *queue);

size_t queue_length(struct queue *queue);

#endif
