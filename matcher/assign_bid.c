/*
 * The start: ascending bids, exact at every step. A bidder bids for the slot worth most to them as much as makes it
 * worth no more than their second best; when the item is full, who bid least is out, and the item's price becomes that
 * losing bid. So the loser is indifferent, everybody else content, and all four conditions of assign_state.h hold.
 * Bids may rise by crumbs for ever (a price war); a bidder who has bid often enough waits for assign_path.c.
 */
#include "matcher/assign_state.h"

enum { MOST_BIDS = 30, POLL_EVERY = 1024 };

struct choice {
    int32_t best, second; /* weight - item price; never below 0 */
    uint32_t arc;         /* NOBODY when nothing is worth more than staying at home */
    bool has_free_slot;
};

/* The best pair not chosen yet, and what the next best is worth; among equals one with a free slot. */
static struct choice look(struct matcher_assign *assign, struct bidder *bidder)
{
    struct choice choice = {.arc = NOBODY};

    while (bidder->all_chosen < bidder->sorted && (assign->arcs[bidder->first + bidder->all_chosen] & ARC_CHOSEN) != 0)
        bidder->all_chosen++;
    for (uint32_t k = bidder->all_chosen; k < bidder->count; k++) {
        if (k >= bidder->sorted) {
            if (bidder->sorted > 0) {
                int32_t most = arc_weight(assign->arcs[bidder->first + k]);
                if (most < choice.second || (most == choice.second && choice.has_free_slot))
                    break;
            }
            assign_sort_more(assign->arcs, bidder);
        }
        arc_t arc = assign->arcs[bidder->first + k];
        int32_t weight = arc_weight(arc);
        if (weight < choice.second || weight == 0 ||
            (weight == choice.second && (choice.has_free_slot || choice.second < choice.best)))
            break;
        uint32_t j = arc_to(arc);
        int32_t value = weight - assign->item_price[j];
        if (value < choice.second || (arc & ARC_CHOSEN) != 0)
            continue;
        if (value > choice.best ||
            (value == choice.best && value > 0 && !choice.has_free_slot && item_is_free(&assign->items[j]))) {
            choice.second = choice.best;
            choice.best = value;
            choice.arc = bidder->first + k;
            choice.has_free_slot = item_is_free(&assign->items[j]);
        } else
            choice.second = value;
    }
    return choice;
}

/* ---- The slots of a full item: a heap, the lowest bid first. Bids rise behind its back as second bests fall, so the
 * first is looked at again before it counts. */

static void sift_down(struct slot *slots, uint32_t count, uint32_t at)
{
    struct slot moving = slots[at];

    for (uint32_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && slots[child + 1].bid < slots[child].bid)
            child++;
        if (slots[child].bid >= moving.bid)
            break;
        slots[at] = slots[child];
        at = child;
    }
    slots[at] = moving;
}

static int32_t lowest_bid(struct matcher_assign *assign, const struct item *item)
{
    struct slot *slots = assign->slots + item->first_slot;

    for (;;) {
        int32_t bid = slots[0].weight - assign->bidders[slots[0].bidder].price;
        if (bid == slots[0].bid)
            return bid;
        slots[0].bid = bid;
        sift_down(slots, item->used, 0);
    }
}

static void sit(struct matcher_assign *assign, uint32_t slot, uint32_t who, uint32_t arc, int32_t bid)
{
    assign->slots[slot] = (struct slot){who, arc, arc_weight(assign->arcs[arc]), bid};
    assign->arcs[arc] |= ARC_CHOSEN;
    assign->bidders[who].taken++;
}

static void sit_down(struct matcher_assign *assign, struct item *item, uint32_t who, uint32_t arc, int32_t bid)
{
    sit(assign, item->first_slot + item->used++, who, arc, bid);
    if (!item_is_free(item))
        for (uint32_t at = item->used / 2; at-- > 0;)
            sift_down(assign->slots + item->first_slot, item->used, at);
}

/* ---- Bids ---- */

enum bid_end { SERVED, AT_HOME, BEATEN, WAITS, PUT_OUT };

/* The lowest bidder leaves; returns who that was. */
static uint32_t put_out(struct matcher_assign *assign, struct item *item, uint32_t who, uint32_t arc, int32_t bid)
{
    const struct slot *lowest = &assign->slots[item->first_slot];
    struct bidder *loser = &assign->bidders[lowest->bidder];
    uint32_t number = lowest->bidder, place = lowest->arc - loser->first;

    assign->arcs[lowest->arc] &= ~ARC_CHOSEN;
    loser->taken--;
    loser->all_chosen = place < loser->all_chosen ? place : loser->all_chosen;
    sit(assign, item->first_slot, who, arc, bid);
    sift_down(assign->slots + item->first_slot, item->used, 0);
    return number;
}

/* One unit of a bidder bids once. PUT_OUT: served, and `loser` lost a slot for it. */
static enum bid_end bid(struct matcher_assign *assign, uint32_t who, uint32_t *loser)
{
    struct bidder *bidder = &assign->bidders[who];
    struct choice choice = look(assign, bidder);

    bidder->price = choice.second;
    if (choice.arc == NOBODY)
        return AT_HOME;
    uint32_t j = arc_to(assign->arcs[choice.arc]);
    struct item *item = &assign->items[j];
    int32_t mine = arc_weight(assign->arcs[choice.arc]) - choice.second;
    if (choice.has_free_slot) {
        sit_down(assign, item, who, choice.arc, mine);
        return SERVED;
    }
    int32_t lowest = lowest_bid(assign, item);
    if (mine <= lowest) {
        bool crumbs = mine == assign->item_price[j];
        assign->item_price[j] = mine;
        return crumbs ? WAITS : BEATEN;
    }
    assign->item_price[j] = lowest;
    *loser = put_out(assign, item, who, choice.arc, mine);
    return PUT_OUT;
}

/* One unit, and whoever it puts out in turn, until somebody is content or has bid often enough. */
static void bid_in_turn(struct matcher_assign *assign, uint32_t who)
{
    for (int bids = 0; bids < MOST_BIDS; bids++) {
        uint32_t loser;
        enum bid_end end = bid(assign, who, &loser);
        if (end == SERVED || end == AT_HOME)
            return;
        if (end == WAITS)
            break;
        if (end == PUT_OUT)
            who = loser;
    }
    assign->waiting[assign->waiting_count++] = who;
}

bool assign_bid_all(struct matcher_assign *assign, const struct matcher_assign_options *options)
{
    for (uint32_t i = 0; i < assign->bidders_count; i++) {
        struct bidder *bidder = &assign->bidders[i];
        uint32_t units = bidder->capacity < bidder->count ? bidder->capacity : bidder->count;
        if (i % POLL_EVERY == 0 && options->stop != NULL && options->stop(options->context))
            return false;
        for (uint32_t unit = 0; unit < units; unit++)
            bid_in_turn(assign, i);
    }
    return true;
}
