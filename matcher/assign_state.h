/*
 * Private: the solved state of an assignment, and what its files share.
 *
 *   assign_turn.c    who bids: the side with fewer units
 *   assign_row.c     a bidder's pairs, the heaviest first, sorted no further than anybody has looked
 *   assign_bid.c     the start: ascending bids
 *   assign_path.c    shortest augmenting paths from a bidder who has one pair too few
 *   assign_queue.c   what a search looks at next
 *   assign_solve.c   puts them together
 *   assign_answer.c  pairs, prices and the bound they prove
 *
 * One side bids for units of the other: people for needs, or needs for people. Here they are bidders and items; a unit
 * of an item's capacity is a slot.
 *
 * What holds between any two steps (complementary slackness), for the units of capacity let in so far:
 *   a pair chosen      weight - bidder.price - item_price >= 0
 *   a pair not chosen  weight - bidder.price - item_price <= 0
 *   bidder.price > 0   the bidder has as many pairs as units let in
 *   item_price > 0     the item is full
 */
#ifndef MATCHER_ASSIGN_STATE_H
#define MATCHER_ASSIGN_STATE_H

#include "matcher/assign_problem.h"

#define NOBODY   UINT32_MAX
#define FAR_AWAY INT32_MAX

struct bidder {
    uint32_t first, count; /* the row in arcs */
    uint32_t sorted;       /* so many of them stand in falling order; the one after them is the heaviest of the rest */
    int32_t price;
    uint32_t capacity, taken;
    int32_t distance; /* of the search under way; FAR_AWAY outside */
    union {
        uint32_t from;       /* the slot through which the search came */
        uint32_t all_chosen; /* while bids are made: pairs in front that are all chosen */
    };
};

struct slot {
    uint32_t bidder;
    uint32_t arc;
    int32_t weight;
    int32_t bid; /* while bids are made: no more than what the bidder would pay by now */
};

struct item {
    uint32_t first_slot, slots, used; /* slots: capacity, but no more than pairs */
    uint32_t capacity;
    int32_t distance;
    uint32_t from_bidder, from_arc;
};

/* A search's candidates. A node is an item, or items_count + a bidder. Each stands here at most once, so that the room
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
    struct bidder *bidders;
    struct item *items;
    int32_t *item_price; /* apart from the rest of an item: rows are scanned against it */
    struct slot *slots;
    uint32_t bidders_count, items_count;
    struct queue queue;
    uint32_t *touched_items, *touched_bidders; /* labelled by the search under way */
    size_t touched_items_count, touched_bidders_count;
    uint32_t *waiting; /* bidders with units that found no slot by bids */
    size_t waiting_count;
    bool needs_bid; /* bidders are needs and items people; else the other way round */
    bool complete;  /* every unit has been let in: the state is proved */
    uint64_t searches;
    int32_t usual_reach; /* how far searches went of late: they try that before all that is allowed */
};

/* assign_row.c: moves the next batch of the rest into order. */
void assign_sort_more(arc_t *arcs, struct bidder *bidder);

/* assign_bid.c: false when asked to stop. */
bool assign_bid_all(struct matcher_assign *assign, const struct matcher_assign_options *options);

/* assign_queue.c */
void assign_queue_put(struct queue *queue, uint32_t node, int32_t distance); /* or brings it nearer */
uint32_t assign_queue_take(struct queue *queue);                             /* NOBODY when empty */
void assign_queue_empty(struct queue *queue);

/* assign_path.c: a bidder who has fewer pairs than units let in gets one more, or pays 0 and stays without. True when
 * they got one. */
bool assign_serve(struct matcher_assign *assign, uint32_t bidder);

#endif
