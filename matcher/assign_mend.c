/* One change to a kept state, in the state's own terms: the conditions of assign_state.h break in one place at most,
 * and one or two searches mend them. Nothing here can fail: assign_keep.c made room. */
#include "matcher/assign_state.h"

/* A bidder with a price and a unit too few first, while an item may stand open; then the item. Each search may end at
 * the other's trouble, and then mends both. */
static void mend(struct matcher_assign *assign, uint32_t bidder, uint32_t item)
{
    if (bidder != NOBODY)
        while (assign->bidders[bidder].taken < assign->bidders[bidder].capacity && assign->bidders[bidder].price > 0)
            (void)assign_serve(assign, bidder);
    if (item != NOBODY)
        while (item_is_free(&assign->items[item]) && assign->item_price[item] > 0)
            (void)assign_fill(assign, item);
}

/* The chosen pair worth least to the bidder, after prices; sets the bidder's price to that. */
static uint32_t settle_for_least(struct matcher_assign *assign, uint32_t i)
{
    struct bidder *bidder = &assign->bidders[i];
    uint32_t least = NOBODY;
    int32_t worth = FAR_AWAY;

    for (uint32_t a = bidder->first, left = bidder->taken; left > 0; a++)
        if ((assign->arcs[a] & ARC_CHOSEN) != 0) {
            int32_t value = arc_weight(assign->arcs[a]) - assign->item_price[arc_to(assign->arcs[a])];
            left--;
            if (value < worth) {
                worth = value;
                least = a;
            }
        }
    bidder->price = worth;
    return arc_to(assign->arcs[least]);
}

/* The slot whose bidder would pay least, and how much. */
static uint32_t lowest_slot(const struct matcher_assign *assign, uint32_t j, int32_t *lowest)
{
    const struct item *item = &assign->items[j];
    uint32_t found = NOBODY;

    *lowest = FAR_AWAY;
    for (uint32_t s = item->first_slot; s < item->first_slot + item->used; s++) {
        int32_t bid = assign->slots[s].weight - assign->bidders[assign->slots[s].bidder].price;
        if (bid < *lowest) {
            *lowest = bid;
            found = s;
        }
    }
    return found;
}

static int32_t worth_of(const struct matcher_assign *assign, uint32_t arc)
{
    return arc_weight(assign->arcs[arc]) - assign->item_price[arc_to(assign->arcs[arc])];
}

/* The pair at hand is worth more than both prices: it is bid for as in assign_bid.c. */
static void take_in(struct matcher_assign *assign, uint32_t i, uint32_t j)
{
    struct bidder *bidder = &assign->bidders[i];
    uint32_t left = NOBODY, loser = NOBODY, arc = assign_find(assign, i, j);
    int32_t lowest;

    if (bidder->capacity == 0)
        return;
    if (bidder->taken == bidder->capacity) {
        uint32_t least = settle_for_least(assign, i);
        if (worth_of(assign, arc) <= bidder->price)
            return;
        left = least;
        assign_leave(assign, left, assign_slot_of(assign, left, i));
    }
    if (item_is_free(&assign->items[j]))
        assign_choose(assign, i, arc);
    else {
        uint32_t slot = lowest_slot(assign, j, &lowest);
        int32_t mine = arc_weight(assign->arcs[arc]) - bidder->price;
        assign->item_price[j] = mine < lowest ? mine : lowest;
        loser = i;
        if (mine > lowest) {
            loser = assign->slots[slot].bidder;
            assign_leave(assign, j, slot);
            assign_choose(assign, i, arc);
        }
    }
    mend(assign, loser, left);
}

void assign_weigh(struct matcher_assign *assign, uint32_t i, uint32_t j, int32_t weight)
{
    uint32_t arc = assign_find(assign, i, j);

    if (arc == NOBODY)
        assign_insert(assign, i, j, weight);
    else
        assign_reweigh(assign, i, j, weight);
    arc = assign_find(assign, i, j);
    int32_t over = worth_of(assign, arc) - assign->bidders[i].price;
    if ((assign->arcs[arc] & ARC_CHOSEN) != 0) {
        if (over >= 0)
            return;
        assign_leave(assign, j, assign_slot_of(assign, j, i));
        mend(assign, i, j);
    } else if (over > 0)
        take_in(assign, i, j);
}

void assign_strike(struct matcher_assign *assign, uint32_t i, uint32_t j)
{
    uint32_t slot = assign_slot_of(assign, j, i);

    if (slot != NOBODY)
        assign_leave(assign, j, slot);
    assign_remove(assign, i, j);
    mend(assign, i, j);
}

/* The least price at which nothing is worth more than it costs. */
static int32_t best_worth(const struct matcher_assign *assign, uint32_t i)
{
    const struct bidder *bidder = &assign->bidders[i];
    int32_t most = 0;

    for (uint32_t a = bidder->first; a < bidder->first + bidder->count; a++)
        most = worth_of(assign, a) > most ? worth_of(assign, a) : most;
    return most;
}

void assign_bidder_capacity(struct matcher_assign *assign, uint32_t i, uint32_t capacity)
{
    struct bidder *bidder = &assign->bidders[i];

    while (bidder->taken > capacity) {
        uint32_t left = settle_for_least(assign, i);
        assign_leave(assign, left, assign_slot_of(assign, left, i));
        bidder->capacity = bidder->taken;
        mend(assign, NOBODY, left);
    }
    if (bidder->capacity == 0) /* prices of those who cannot take anything were not kept */
        bidder->price = best_worth(assign, i);
    bidder->capacity = capacity;
    mend(assign, i, NOBODY);
}

/* The least price at which nobody without a slot wants one. */
static int32_t asking_price(const struct matcher_assign *assign, uint32_t j)
{
    const struct back_row *back = &assign->kept->back_rows[j];
    int32_t most = 0;

    for (uint32_t k = back->first; k < back->first + back->count; k++) {
        int32_t bid = arc_weight(assign->kept->back[k]) - assign->bidders[arc_to(assign->kept->back[k])].price;
        most = bid > most ? bid : most;
    }
    return most;
}

void assign_item_capacity(struct matcher_assign *assign, uint32_t j, uint32_t capacity)
{
    struct item *item = &assign->items[j];
    int32_t lowest;

    if (item->capacity == 0 && capacity > 0)
        assign->item_price[j] = asking_price(assign, j);
    while (item->used > capacity) {
        uint32_t slot = lowest_slot(assign, j, &lowest), loser = assign->slots[slot].bidder;
        assign->item_price[j] = lowest;
        assign_leave(assign, j, slot);
        item->capacity = item->used;
        if (item->capacity == 0)
            assign->item_price[j] = MATCHER_ASSIGN_WEIGHT_MAX;
        mend(assign, loser, NOBODY);
    }
    item->capacity = capacity;
    if (capacity == 0)
        assign->item_price[j] = MATCHER_ASSIGN_WEIGHT_MAX;
    mend(assign, NOBODY, j);
}

void assign_open_bidder(struct matcher_assign *assign, uint32_t i)
{
    assign->bidders[i].price = best_worth(assign, i);
    mend(assign, i, NOBODY);
}

void assign_open_item(struct matcher_assign *assign, uint32_t j)
{
    bool is_closed = assign->items[j].capacity == 0;

    assign->item_price[j] = is_closed ? MATCHER_ASSIGN_WEIGHT_MAX : asking_price(assign, j);
    mend(assign, NOBODY, j);
}
