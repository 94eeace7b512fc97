/*
 * Private: the solved state of an assignment, and what its files share.
 *
 *   assign_row.c     a person's pairs, the heaviest first, sorted no further than anybody has looked
 *   assign_bid.c     the start: ascending bids
 *   assign_path.c    shortest augmenting paths from a person or need that has one unit too many
 *   assign_solve.c   puts them together; answers
 *
 * What holds between any two steps (complementary slackness), for the units of capacity let in so far:
 *   a pair chosen      weight - person.price - need_price >= 0
 *   a pair not chosen  weight - person.price - need_price <= 0
 *   person.price > 0   the person has as many pairs as units let in
 *   need_price > 0     the need is full
 */
#ifndef MATCHER_ASSIGN_STATE_H
#define MATCHER_ASSIGN_STATE_H

#include "matcher/assign_problem.h"

#define NOBODY   UINT32_MAX
#define FAR_AWAY INT32_MAX

struct person {
    uint32_t first, count; /* the row in arcs */
    uint32_t sorted;       /* so many of them stand in falling order; the one after them is the heaviest of the rest */
    int32_t price;
    uint32_t capacity, taken;
    int32_t distance; /* of the search under way; FAR_AWAY outside */
    uint32_t from;    /* the seat through which the search came */
};

struct seat {
    uint32_t person;
    uint32_t arc;
    int32_t weight;
};

struct need {
    uint32_t first_seat, seats, used; /* seats: capacity, but no more than pairs */
    uint32_t capacity;
    int32_t distance;
    uint32_t from_person, from_arc;
};

/* A search's candidates. A node is a need, or needs_count + a person. Each stands here at most once, so that the room
 * is known beforehand and no search can run out of memory. */
struct queue {
    uint64_t *heap;  /* distance in the upper half, then the node */
    uint32_t *place; /* by node: where in the heap; NOBODY outside */
    uint32_t *level; /* nodes at the distance looked at, a stack */
    size_t heap_count, level_count;
    int32_t distance; /* the distance looked at */
};

struct matcher_assign {
    struct matcher_assign_problem *problem; /* owner of arcs */
    arc_t *arcs;
    struct person *people;
    struct need *needs;
    int32_t *need_price; /* apart from the rest of a need: rows are scanned against it */
    struct seat *seats;
    uint32_t people_count, needs_count;
    struct queue queue;
    uint32_t *touched_needs, *touched_people; /* labelled by the search under way */
    size_t touched_needs_count, touched_people_count;
    uint32_t *waiting; /* people with units that found no seat by bids */
    size_t waiting_count;
    bool complete; /* every unit has been let in: the state is proved */
    uint64_t searches;
};

/* assign_row.c: moves the next batch of the rest into order. */
void assign_sort_more(arc_t *arcs, struct person *person);

/* assign_bid.c: false when asked to stop. */
bool assign_bid_all(struct matcher_assign *assign, const struct matcher_assign_options *options);

/* assign_queue.c */
void assign_queue_put(struct queue *queue, uint32_t node, int32_t distance); /* or brings it nearer */
uint32_t assign_queue_take(struct queue *queue);                             /* NOBODY when empty */
void assign_queue_empty(struct queue *queue);

/* assign_path.c: a person who has fewer pairs than units let in gets one more, or pays 0 and stays without. True when
 * they got one. */
bool assign_seat_person(struct matcher_assign *assign, uint32_t person);

#endif
