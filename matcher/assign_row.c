/*
 * A bidder's pairs, sorted lazily. Prices are never below 0, so a scan that wants weight - price above some bar can end
 * at the first weight that is not above it. Most see the first dozen alone; who sees more has the row sorted to its
 * end.
 */
#include "matcher/assign_state.h"

enum { FIRST_BATCH = 12, FEW = 32 };

/* heap[0] is the least; sift what stands at `at` down. */
static void sift_down(arc_t *heap, uint32_t count, uint32_t at)
{
    arc_t moving = heap[at];

    for (uint32_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && heap[child + 1] < heap[child])
            child++;
        if (heap[child] >= moving)
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moving;
}

static void insertion_sort(arc_t *arcs, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        arc_t moving = arcs[i];
        uint32_t at = i;
        for (; at > 0 && arcs[at - 1] < moving; at--)
            arcs[at] = arcs[at - 1];
        arcs[at] = moving;
    }
}

/* Falling weights, in place: 256 shares of the range of weights, then each share by itself (American flag sort:
 * McIlroy, Bostic, McIlroy 1993). A row of one weight is in order as it stands. O(count) a level, 4 levels at most. */
static void sort_row(arc_t *arcs, uint32_t count)
{
    uint32_t ends[257] = {0}, next[256], shift = 0;
    int32_t most = 0, least = INT32_MAX;

    if (count <= FEW) {
        insertion_sort(arcs, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        int32_t weight = arc_weight(arcs[i]);
        most = weight > most ? weight : most;
        least = weight < least ? weight : least;
    }
    if (most == least)
        return;
    while ((most - least) >> shift > 255)
        shift++;
    for (uint32_t i = 0; i < count; i++)
        ends[((most - arc_weight(arcs[i])) >> shift) + 1]++;
    for (int share = 0; share < 256; share++) {
        next[share] = ends[share];
        ends[share + 1] += ends[share];
    }
    for (int share = 0; share < 256; share++)
        while (next[share] < ends[share + 1]) {
            arc_t moving = arcs[next[share]];
            int goes = (most - arc_weight(moving)) >> shift;
            arcs[next[share]] = arcs[next[goes]];
            arcs[next[goes]++] = moving;
        }
    for (int share = 0; shift > 0 && share < 256; share++)
        if (ends[share + 1] - ends[share] > 1)
            sort_row(arcs + ends[share], ends[share + 1] - ends[share]);
}

/* The `batch` greatest of arcs to the front, in falling order: a heap of the best so far, then heap sort. */
static void select_greatest(arc_t *arcs, uint32_t count, uint32_t batch)
{
    for (uint32_t at = batch / 2; at-- > 0;)
        sift_down(arcs, batch, at);
    for (uint32_t i = batch; i < count; i++)
        if (arcs[i] > arcs[0]) {
            arc_t beaten = arcs[0];
            arcs[0] = arcs[i];
            arcs[i] = beaten;
            sift_down(arcs, batch, 0);
        }
    for (uint32_t left = batch; left > 1; left--) {
        arc_t least = arcs[0];
        arcs[0] = arcs[left - 1];
        arcs[left - 1] = least;
        sift_down(arcs, left - 1, 0);
    }
}

void assign_sort_more(arc_t *arcs, struct bidder *bidder)
{
    arc_t *rest = arcs + bidder->first + bidder->sorted;
    uint32_t count = bidder->count - bidder->sorted;
    uint32_t batch = bidder->sorted == 0 && count > FEW ? FIRST_BATCH : count;

    if (batch < count)
        select_greatest(rest, count, batch);
    else
        sort_row(rest, count);
    bidder->sorted += batch;
    if (batch == count)
        return;
    uint32_t heaviest = batch;
    for (uint32_t i = batch + 1; i < count; i++)
        if (rest[i] > rest[heaviest])
            heaviest = i;
    arc_t moving = rest[batch];
    rest[batch] = rest[heaviest];
    rest[heaviest] = moving;
}
