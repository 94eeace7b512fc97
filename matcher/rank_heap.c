/* The best k so far: a binary heap with the last in the list on top. */
#include "matcher/rank.h"

static bool comes_before(const struct matcher_candidate *a, const struct matcher_candidate *b)
{
    uint32_t ask_a = a->flags >> MATCHER_FLAG_ASK_TIME & 1, ask_b = b->flags >> MATCHER_FLAG_ASK_TIME & 1;

    if (ask_a != ask_b)
        return ask_a < ask_b;
    if (a->order != b->order)
        return a->order > b->order;
    return matcher_id_compare(&a->id, &b->id) < 0;
}

static void sift_down(struct matcher_candidate *heap, size_t count, size_t at)
{
    struct matcher_candidate moving = heap[at];

    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && comes_before(&heap[child], &heap[child + 1]))
            child++;
        if (!comes_before(&moving, &heap[child]))
            break;
        heap[at] = heap[child];
    }
    heap[at] = moving;
}

static void sift_up(struct matcher_candidate *heap, size_t at)
{
    struct matcher_candidate moving = heap[at];

    for (; at > 0 && comes_before(&heap[(at - 1) / 2], &moving); at = (at - 1) / 2)
        heap[at] = heap[(at - 1) / 2];
    heap[at] = moving;
}

void keep_best(struct matcher_candidate *heap, size_t *count, size_t k, const struct matcher_candidate *candidate)
{
    if (*count < k) {
        heap[*count] = *candidate;
        sift_up(heap, (*count)++);
    } else if (comes_before(candidate, &heap[0])) {
        heap[0] = *candidate;
        sift_down(heap, k, 0);
    }
}

void heap_to_list(struct matcher_candidate *heap, size_t count)
{
    for (size_t left = count; left > 1; left--) {
        struct matcher_candidate last = heap[0];
        heap[0] = heap[left - 1];
        sift_down(heap, left - 1, 0);
        heap[left - 1] = last;
    }
}

void set_bar(struct bar *bar, const struct matcher_candidate *heap, size_t count, size_t k,
             const struct matcher_query *query)
{
    bool exhaustive = query != NULL && query->exhaustive;

    bar->set = !exhaustive && k > 0 && count == k;
    if (bar->set) {
        bar->ask_time = heap[0].flags >> MATCHER_FLAG_ASK_TIME & 1;
        bar->order = heap[0].order;
    }
}
