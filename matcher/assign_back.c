/*
 * Shortest paths backwards: an item that has a price and a free slot looks for somebody to take it. From an item back
 * along pairs not chosen to bidders who would come (length: price + price - weight), from a bidder along their chosen
 * pairs to the items they would leave (length: weight - price - price). It ends with a bidder who has a unit to spare,
 * or at an item that would rather lose its price than stand empty (length: that price). The mirror of assign_path.c.
 */
#include "matcher/assign_state.h"

struct search {
    struct matcher_assign *assign;
    uint32_t source;     /* an item */
    int32_t limit;       /* how far the nearest end is */
    uint32_t end_bidder; /* who moves last; NOBODY: nobody moves */
    uint32_t end_item;   /* what they leave; NOBODY: they have a unit to spare */
};

static bool sits_at(const struct matcher_assign *assign, uint32_t item, uint32_t bidder)
{
    return assign_slot_of(assign, item, bidder) != NOBODY;
}

/* What this bidder would leave to come, once for each chosen pair. */
static void scan_chosen(struct search *search, uint32_t who)
{
    struct matcher_assign *assign = search->assign;
    const struct bidder *bidder = &assign->bidders[who];

    for (uint32_t a = bidder->first, left = bidder->taken; left > 0; a++) {
        arc_t arc = assign->arcs[a];
        if ((arc & ARC_CHOSEN) == 0)
            continue;
        left--;
        uint32_t j = arc_to(arc);
        int32_t end = bidder->distance + arc_weight(arc) - bidder->price, distance = end - assign->item_price[j];
        if (end < search->limit) {
            search->limit = end;
            search->end_bidder = who;
            search->end_item = j;
        }
        struct item *item = &assign->items[j];
        if (distance >= item->distance || distance >= search->limit)
            continue;
        if (item->distance == FAR_AWAY)
            assign->touched_items[assign->touched_items_count++] = j;
        item->distance = distance;
        item->from_bidder = who;
        assign_queue_put(&assign->queue, j, distance);
    }
}

static void label_bidder(struct search *search, uint32_t who, int32_t distance, uint32_t item)
{
    struct matcher_assign *assign = search->assign;
    struct bidder *bidder = &assign->bidders[who];

    if (distance >= bidder->distance)
        return;
    if (bidder->distance == FAR_AWAY)
        assign->touched_bidders[assign->touched_bidders_count++] = who;
    bidder->distance = distance;
    bidder->from = item;
    if (bidder->taken < bidder->capacity) {
        search->limit = distance;
        search->end_bidder = who;
        search->end_item = NOBODY;
    } else
        scan_chosen(search, who);
}

static void scan_item(struct search *search, uint32_t j)
{
    struct matcher_assign *assign = search->assign;
    const struct back_row *row = &assign->kept->back_rows[j];
    int32_t distance = assign->items[j].distance, price = assign->item_price[j];

    for (uint32_t k = row->first; k < row->first + row->count; k++) {
        arc_t arc = assign->kept->back[k];
        uint32_t who = arc_to(arc);
        int32_t length = assign->bidders[who].price + price - arc_weight(arc);
        if ((uint32_t)length >= (uint32_t)(search->limit - distance) || (length == 0 && sits_at(assign, j, who)))
            continue;
        label_bidder(search, who, distance + length, j);
    }
}

/* Everybody on the way moves to the item they were asked for, from the end back to the source. */
static void move_along(const struct search *search)
{
    struct matcher_assign *assign = search->assign;
    uint32_t who = search->end_bidder, leaves = search->end_item;

    for (;;) {
        uint32_t enters = assign->bidders[who].from;
        if (leaves != NOBODY)
            assign_leave(assign, leaves, assign_slot_of(assign, leaves, who));
        uint32_t next = enters == search->source ? NOBODY : assign->items[enters].from_bidder;
        if (next == NOBODY) {
            assign_choose(assign, who, assign_find(assign, who, enters));
            return;
        }
        assign_leave(assign, enters, assign_slot_of(assign, enters, next));
        assign_choose(assign, who, assign_find(assign, who, enters));
        who = next;
        leaves = NOBODY; /* left already, to make room */
    }
}

static void settle_prices(const struct search *search)
{
    struct matcher_assign *assign = search->assign;

    for (size_t t = 0; t < assign->touched_items_count; t++) {
        struct item *item = &assign->items[assign->touched_items[t]];
        if (item->distance < search->limit)
            assign->item_price[assign->touched_items[t]] -= search->limit - item->distance;
        item->distance = FAR_AWAY;
    }
    for (size_t t = 0; t < assign->touched_bidders_count; t++) {
        struct bidder *bidder = &assign->bidders[assign->touched_bidders[t]];
        if (bidder->distance < search->limit)
            bidder->price += search->limit - bidder->distance;
        bidder->distance = FAR_AWAY;
    }
    assign->touched_items_count = assign->touched_bidders_count = 0;
    assign_queue_empty(&assign->queue);
}

static bool search_within(struct matcher_assign *assign, uint32_t source, int32_t reach)
{
    struct search search = {
        .assign = assign, .source = source, .limit = reach, .end_bidder = NOBODY, .end_item = NOBODY};

    assign->items[source].distance = 0;
    assign->touched_items[assign->touched_items_count++] = source;
    for (uint32_t j = source; j != NOBODY && assign->queue.distance < search.limit;
         j = assign_queue_take(&assign->queue))
        scan_item(&search, j);
    bool found = search.end_bidder != NOBODY;
    if (found)
        move_along(&search);
    settle_prices(&search);
    return found;
}

bool assign_fill(struct matcher_assign *assign, uint32_t item)
{
    int32_t before = assign->item_price[item];
    bool found = false;

    assign->searches++;
    for (int32_t reach = assign_first_reach(assign); !found && assign->item_price[item] > 0;
         reach = assign_next_reach(reach))
        found = search_within(assign, item, reach < assign->item_price[item] ? reach : assign->item_price[item]);
    assign_learn_reach(assign, before - assign->item_price[item]);
    return found;
}
