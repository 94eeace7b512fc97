/*
 * Private: the solved state of an assignment, and what its files share.
 *
 *   assign_turn.c    who bids: the side with fewer units
 *   assign_row.c     a bidder's pairs, the heaviest first, sorted no further than anybody has looked
 *   assign_bid.c     the start: ascending bids
 *   assign_path.c    shortest augmenting paths from a bidder who has one pair too few
 *   assign_near.c    short lists for long rows
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
    uint32_t first_slot, slots; /* room for so many: capacity, but no more than pairs */
    uint32_t used, capacity;
    int32_t distance;
    uint32_t from_bidder, from_arc;
};

/* Candidates of a long row: everything shorter than `within`, as the row's own price was `base`. */
enum { NEAR_MOST = 96 };
struct near {
    int32_t within, base; /* within 0: not complete */
    int32_t guess;        /* what to try next */
    uint32_t count;
    uint32_t entries[NEAR_MOST]; /* arcs of a bidder, slots of an item */
};

/* What changes need beyond solving: rows the other way round, and room to grow. */
struct back_row {
    uint32_t first, count, room;
};

struct kept {
    arc_t *back; /* pairs by item; they lead to bidders, and bear no mark */
    struct back_row *back_rows;
    uint32_t *row_room; /* of each bidder's row in arcs */
    size_t arcs_used, arcs_room, back_used, back_room, slots_used, slots_room;
    uint32_t bidders_room, items_room;
    struct matcher_assign_edge *pins;
    size_t pins_count, pins_room;
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
    struct near *near;   /* by node as in the queue, while solving; NULL where rows are short */
    struct kept *kept;   /* NULL before the first change */
    int32_t usual_reach; /* how far searches went of late: they try that before all that is allowed */
};

static inline bool item_is_free(const struct item *item)
{
    return item->used < item->capacity;
}

/* assign_row.c: moves the best of the rest into order: a dozen at first, then all. */
void assign_sort_more(arc_t *arcs, struct bidder *bidder);

/* assign_bid.c: false when asked to stop. */
bool assign_bid_all(struct matcher_assign *assign, const struct matcher_assign_options *options);

/* assign_near.c: NULL when there is no short list that is complete for a search with so much room. */
bool assign_open_near(struct matcher_assign *assign); /* false when memory ran out */
const struct near *assign_near_arcs(struct matcher_assign *assign, uint32_t bidder, int32_t room);
const struct near *assign_near_slots(struct matcher_assign *assign, uint32_t item, int32_t room);
void assign_near_left(struct matcher_assign *assign, uint32_t bidder, uint32_t arc);
void assign_near_entered(struct matcher_assign *assign, uint32_t item, uint32_t slot);

/* assign_queue.c */
void assign_queue_put(struct queue *queue, uint32_t node, int32_t distance); /* or brings it nearer */
uint32_t assign_queue_take(struct queue *queue);                             /* NOBODY when empty */
void assign_queue_empty(struct queue *queue);

/* assign_path.c: a bidder who has fewer pairs than units let in gets one more, or pays 0 and stays without. True when
 * they got one. */
bool assign_serve(struct matcher_assign *assign, uint32_t bidder);

/* How far the next search looks at first, and what it learns from the last. */
int32_t assign_first_reach(const struct matcher_assign *assign);
int32_t assign_next_reach(int32_t reach);
void assign_learn_reach(struct matcher_assign *assign, int32_t went);

/* assign_back.c: an item with a price and a free slot gets one more bidder, or goes down to 0. True when it got one.
 * The state must be kept. */
bool assign_fill(struct matcher_assign *assign, uint32_t item);

/* assign_keep.c: what can fail comes first: it makes room and changes nothing that is seen. */
bool assign_keep(struct matcher_assign *assign, struct matcher_error *error); /* idempotent */
void assign_kept_free(struct kept *kept);
bool assign_room_sides(struct matcher_assign *assign, size_t bidders, size_t items, struct matcher_error *error);
/* For one more pair of these two, and so many more of each in all. */
bool assign_room_pairs(struct matcher_assign *assign, uint32_t bidder, uint32_t item, uint32_t more_of_bidder,
                       uint32_t more_of_item, struct matcher_error *error);
bool assign_room_slots(struct matcher_assign *assign, uint32_t item, uint32_t slots, struct matcher_error *error);

/* assign_rows.c: rows of a kept state. Who looks for a pair sorts the row to its end first, so that chosen pairs never
 * stand where arcs still move; NOBODY: there is no such pair. */
uint32_t assign_find(struct matcher_assign *assign, uint32_t bidder, uint32_t item);
void assign_append(struct matcher_assign *assign, uint32_t bidder, uint32_t item, int32_t weight); /* to a new row */
void assign_insert(struct matcher_assign *assign, uint32_t bidder, uint32_t item, int32_t weight);
void assign_remove(struct matcher_assign *assign, uint32_t bidder, uint32_t item); /* a pair not chosen */
void assign_reweigh(struct matcher_assign *assign, uint32_t bidder, uint32_t item, int32_t weight);
/* The pair at `arc` enters a slot that the item has room for; the pair in `slot` leaves, and the last slot takes its
 * place. */
void assign_choose(struct matcher_assign *assign, uint32_t bidder, uint32_t arc);
void assign_leave(struct matcher_assign *assign, uint32_t item, uint32_t slot);
uint32_t assign_slot_of(const struct matcher_assign *assign, uint32_t item, uint32_t bidder);

/* assign_mend.c: changes that have room already. assign_weigh adds the pair when there is none. */
void assign_weigh(struct matcher_assign *assign, uint32_t bidder, uint32_t item, int32_t weight);
void assign_strike(struct matcher_assign *assign, uint32_t bidder, uint32_t item);
void assign_bidder_capacity(struct matcher_assign *assign, uint32_t bidder, uint32_t capacity);
void assign_item_capacity(struct matcher_assign *assign, uint32_t item, uint32_t capacity);
/* New, with all their pairs, none chosen: gets what it is worth. */
void assign_open_bidder(struct matcher_assign *assign, uint32_t bidder);
void assign_open_item(struct matcher_assign *assign, uint32_t item);

#endif
