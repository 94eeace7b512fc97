/*
 * Shortest augmenting paths under reduced weights (Dijkstra with prices as potentials). A bidder's unit goes along
 * pairs not chosen (length: price + price - weight >= 0) to items, and from full items back along chosen pairs (length:
 * weight - price - price >= 0) to the bidders who would make room. It ends at a free slot, or with a bidder who would
 * rather stay without (length: that bidder's price). Nothing farther than the nearest end found so far is looked at,
 * and at first nothing farther than searches went of late, so a search stays among the items that matter. Afterwards
 * everything nearer than the end moves its price by the difference: what was on the way becomes tight, and nothing is
 * violated.
 */
#include "matcher/assign_state.h"

enum { REACH_GROWTH = 4 };

/* One search forward. It ends at a item with a free slot, or with a bidder who leaves a slot (NOBODY: not so). */
struct search {
    struct matcher_assign *assign;
    uint32_t source; /* a bidder */
    int32_t limit;   /* how far the nearest end is */
    uint32_t end_item, end_slot;
};

static void label_item(struct search *search, uint32_t j, int32_t distance, uint32_t bidder, uint32_t arc)
{
    struct matcher_assign *assign = search->assign;
    struct item *item = &assign->items[j];

    if (distance >= item->distance)
        return;
    if (item->distance == FAR_AWAY)
        assign->touched_items[assign->touched_items_count++] = j;
    item->distance = distance;
    item->from_bidder = bidder;
    item->from_arc = arc;
    if (item_is_free(item)) {
        search->limit = distance;
        search->end_item = j;
        search->end_slot = NOBODY;
    } else
        assign_queue_put(&assign->queue, j, distance);
}

/* Every pair of a bidder that leads to a item nearer than the limit. */
static void scan_bidder(struct search *search, uint32_t who, int32_t distance)
{
    struct matcher_assign *assign = search->assign;
    struct bidder *bidder = &assign->bidders[who];
    const arc_t *row = assign->arcs + bidder->first;
    const int32_t *item_price = assign->item_price;
    int32_t price = bidder->price, room = search->limit - distance;
    const struct near *near = assign->near != NULL ? assign_near_arcs(assign, who, room) : NULL;

    for (uint32_t k = 0; near != NULL && k < near->count; k++) {
        uint32_t arc = near->entries[k];
        int32_t length = price - arc_weight(row[arc - bidder->first]) + item_price[arc_to(row[arc - bidder->first])];
        if (length < search->limit - distance && (row[arc - bidder->first] & ARC_CHOSEN) == 0)
            label_item(search, arc_to(row[arc - bidder->first]), distance + length, who, arc);
    }
    if (near != NULL)
        return;
    for (uint32_t k = 0; k < bidder->count;) {
        if (k == bidder->sorted) {
            if (k > 0 && price - arc_weight(row[k]) >= room)
                return;
            assign_sort_more(assign->arcs, bidder);
        }
        for (uint32_t end = bidder->sorted; k < end; k++) {
            arc_t arc = row[k];
            int32_t length = price - arc_weight(arc);
            if (length >= room)
                return;
            length += item_price[arc_to(arc)];
            /* as unsigned, chosen pairs (mostly below 0) fail too: one branch that is well foretold */
            if ((uint32_t)length >= (uint32_t)room || (arc & ARC_CHOSEN) != 0)
                continue;
            label_item(search, arc_to(arc), distance + length, who, bidder->first + k);
            room = search->limit - distance;
        }
    }
}

static void label_bidder(struct search *search, uint32_t who, int32_t distance, uint32_t slot)
{
    struct matcher_assign *assign = search->assign;
    struct bidder *bidder = &assign->bidders[who];

    if (distance >= bidder->distance)
        return;
    if (bidder->distance == FAR_AWAY)
        assign->touched_bidders[assign->touched_bidders_count++] = who;
    bidder->distance = distance;
    bidder->from = slot;
    if (bidder->capacity == 1)
        scan_bidder(search, who, distance); /* only this slot leads here: the distance is final */
    else
        assign_queue_put(&assign->queue, assign->items_count + who, distance);
}

/* Who has a slot here, and how far off they are and would leave it. */
static void scan_slot(struct search *search, int32_t here, uint32_t slot)
{
    struct matcher_assign *assign = search->assign;
    const struct slot *at = &assign->slots[slot];

    if (here + at->weight < search->limit) {
        search->limit = here + at->weight;
        search->end_item = NOBODY;
        search->end_slot = slot;
    }
    if (here + at->weight - assign->bidders[at->bidder].price < search->limit)
        label_bidder(search, at->bidder, here + at->weight - assign->bidders[at->bidder].price, slot);
}

static void scan_item(struct search *search, uint32_t j)
{
    struct matcher_assign *assign = search->assign;
    const struct item *item = &assign->items[j];
    const struct slot *slots = assign->slots;
    int32_t here = item->distance - assign->item_price[j];
    const struct near *near =
        assign->near != NULL ? assign_near_slots(assign, j, search->limit - item->distance) : NULL;

    for (uint32_t k = 0; near != NULL && k < near->count; k++)
        scan_slot(search, here, near->entries[k]);
    if (near != NULL)
        return;
    /* first who would leave cheapest, because that ends the search */
    for (uint32_t s = item->first_slot; s < item->first_slot + item->used; s++)
        if (here + slots[s].weight < search->limit) {
            search->limit = here + slots[s].weight;
            search->end_item = NOBODY;
            search->end_slot = s;
        }
    for (uint32_t s = item->first_slot; s < item->first_slot + item->used; s++)
        scan_slot(search, here, s);
}

static void run(struct search *search)
{
    struct matcher_assign *assign = search->assign;

    for (;;) {
        uint32_t node = assign_queue_take(&assign->queue);
        if (node == NOBODY || assign->queue.distance >= search->limit)
            return;
        if (node < assign->items_count)
            scan_item(search, node);
        else
            scan_bidder(search, node - assign->items_count, assign->queue.distance);
    }
}

static void settle_prices(struct search *search)
{
    struct matcher_assign *assign = search->assign;

    for (size_t t = 0; t < assign->touched_items_count; t++) {
        struct item *item = &assign->items[assign->touched_items[t]];
        if (item->distance < search->limit)
            assign->item_price[assign->touched_items[t]] += search->limit - item->distance;
        item->distance = FAR_AWAY;
    }
    for (size_t t = 0; t < assign->touched_bidders_count; t++) {
        struct bidder *bidder = &assign->bidders[assign->touched_bidders[t]];
        if (bidder->distance < search->limit)
            bidder->price -= search->limit - bidder->distance;
        bidder->distance = FAR_AWAY;
    }
    assign->touched_items_count = assign->touched_bidders_count = 0;
    assign_queue_empty(&assign->queue);
}

/* The pair in a slot is not chosen any more; returns the slot's item. */
static uint32_t give_up(struct matcher_assign *assign, uint32_t slot)
{
    const struct slot *at = &assign->slots[slot];

    assign->arcs[at->arc] &= ~ARC_CHOSEN;
    assign_near_left(assign, at->bidder, at->arc);
    return arc_to(assign->arcs[at->arc]);
}

/* Moves everybody on the way one slot on, from the end back to the source. */
static void move_along(struct search *search)
{
    struct matcher_assign *assign = search->assign;
    uint32_t slot = search->end_slot, j = search->end_item;

    if (j != NOBODY)
        slot = assign->items[j].first_slot + assign->items[j].used++;
    else {
        assign->bidders[assign->slots[slot].bidder].taken--;
        j = give_up(assign, slot);
    }
    for (;;) {
        uint32_t who = assign->items[j].from_bidder, arc = assign->items[j].from_arc;
        assign->slots[slot] = (struct slot){.bidder = who, .arc = arc, .weight = arc_weight(assign->arcs[arc])};
        assign->arcs[arc] |= ARC_CHOSEN;
        assign_near_entered(assign, j, slot);
        if (who == search->source)
            break;
        slot = assign->bidders[who].from;
        j = give_up(assign, slot);
    }
    assign->bidders[search->source].taken++;
}

/* One search, no farther than `reach`. Whether or not it found an end, the prices have moved by how far it came. */
static bool search_within(struct matcher_assign *assign, uint32_t who, int32_t reach)
{
    struct search search = {.assign = assign, .source = who, .limit = reach, .end_item = NOBODY, .end_slot = NOBODY};

    assign->bidders[who].distance = 0;
    assign->touched_bidders[assign->touched_bidders_count++] = who;
    scan_bidder(&search, who, 0);
    run(&search);
    bool found = search.end_item != NOBODY || search.end_slot != NOBODY;
    if (found)
        move_along(&search);
    settle_prices(&search);
    return found;
}

int32_t assign_first_reach(const struct matcher_assign *assign)
{
    return 2 * assign->usual_reach + 1;
}

int32_t assign_next_reach(int32_t reach)
{
    return reach < FAR_AWAY / REACH_GROWTH ? reach * REACH_GROWTH : FAR_AWAY;
}

void assign_learn_reach(struct matcher_assign *assign, int32_t went)
{
    assign->usual_reach += (went - assign->usual_reach) / 8;
}

bool assign_serve(struct matcher_assign *assign, uint32_t who)
{
    struct bidder *bidder = &assign->bidders[who];
    int32_t before = bidder->price;
    bool found = false;

    assign->searches++;
    for (int32_t reach = assign_first_reach(assign); !found && bidder->price > 0; reach = assign_next_reach(reach))
        found = search_within(assign, who, reach < bidder->price ? reach : bidder->price);
    assign_learn_reach(assign, before - bidder->price);
    return found;
}
