/* A search's candidates: a binary heap that knows where each node stands, and before it a stack of those at the
 * distance looked at (pairs of length 0 are common, and item no order). */
#include "matcher/assign_state.h"

static void put_at(struct queue *queue, size_t at, uint64_t entry)
{
    queue->heap[at] = entry;
    queue->place[(uint32_t)entry] = (uint32_t)at;
}

static void sift_up(struct queue *queue, size_t at, uint64_t entry)
{
    for (; at > 0 && queue->heap[(at - 1) / 2] > entry; at = (at - 1) / 2)
        put_at(queue, at, queue->heap[(at - 1) / 2]);
    put_at(queue, at, entry);
}

static void sift_down(struct queue *queue, size_t at, uint64_t entry)
{
    for (size_t child = 2 * at + 1; child < queue->heap_count; child = 2 * at + 1) {
        if (child + 1 < queue->heap_count && queue->heap[child + 1] < queue->heap[child])
            child++;
        if (queue->heap[child] >= entry)
            break;
        put_at(queue, at, queue->heap[child]);
        at = child;
    }
    put_at(queue, at, entry);
}

void assign_queue_put(struct queue *queue, uint32_t node, int32_t distance)
{
    uint64_t entry = (uint64_t)(uint32_t)distance << 32 | node;

    if (queue->place[node] != NOBODY)
        sift_up(queue, queue->place[node], entry);
    else if (distance == queue->distance)
        queue->level[queue->level_count++] = node;
    else
        sift_up(queue, queue->heap_count++, entry);
}

uint32_t assign_queue_take(struct queue *queue)
{
    if (queue->level_count > 0)
        return queue->level[--queue->level_count];
    if (queue->heap_count == 0)
        return NOBODY;
    uint64_t least = queue->heap[0];
    queue->heap_count--;
    if (queue->heap_count > 0)
        sift_down(queue, 0, queue->heap[queue->heap_count]);
    queue->place[(uint32_t)least] = NOBODY;
    queue->distance = (int32_t)(least >> 32);
    return (uint32_t)least;
}

void assign_queue_empty(struct queue *queue)
{
    for (size_t at = 0; at < queue->heap_count; at++)
        queue->place[(uint32_t)queue->heap[at]] = NOBODY;
    queue->heap_count = queue->level_count = 0;
    queue->distance = 0;
}
