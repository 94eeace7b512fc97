/*
 * Short lists for long rows. While a problem is being solved bidders' prices only fall and items' only rise, so a
 * pair's length in a search shrinks by no more than its own end's price has moved since. A list of everything within
 * some length therefore stays complete for as long as that move and the room of a search fit into it together; one look
 * at a row of a thousand pairs serves dozens of searches. What becomes a candidate in between is added where it
 * happens.
 */
#include "matcher/assign_state.h"

#include <stdlib.h>

enum { SPARE = 16, LONG_ROW = 128 };

static bool near_add(struct near *near, uint32_t entry)
{
    if (near->count == NEAR_MOST) {
        near->within = 0; /* too many: not complete any more */
        return false;
    }
    near->entries[near->count++] = entry;
    return true;
}

bool assign_open_near(struct matcher_assign *assign)
{
    size_t nodes = (size_t)assign->bidders_count + assign->items_count;

    /* only where rows are so long that the lists stay small beside them */
    if (nodes == 0 || assign->problem->arcs_count / nodes < LONG_ROW / 2)
        return true;
    assign->near = calloc(nodes, sizeof *assign->near);
    for (size_t n = 0; assign->near != NULL && n < nodes; n++)
        assign->near[n].guess = 1;
    return assign->near != NULL;
}

void assign_near_left(struct matcher_assign *assign, uint32_t bidder, uint32_t arc)
{
    if (assign->near != NULL && assign->near[assign->items_count + bidder].within > 0)
        (void)near_add(&assign->near[assign->items_count + bidder], arc);
}

void assign_near_entered(struct matcher_assign *assign, uint32_t item, uint32_t slot)
{
    if (assign->near != NULL && assign->near[item].within > 0)
        (void)near_add(&assign->near[item], slot);
}

/* Lengths of what a list may hold; FAR_AWAY for what is no candidate. */
static int32_t arc_length(const struct matcher_assign *assign, const struct bidder *bidder, uint32_t arc)
{
    arc_t at = assign->arcs[arc];

    return (at & ARC_CHOSEN) != 0 ? FAR_AWAY : bidder->price - arc_weight(at) + assign->item_price[arc_to(at)];
}

static int32_t slot_length(const struct matcher_assign *assign, uint32_t item, uint32_t slot)
{
    const struct slot *at = &assign->slots[slot];

    return at->weight - assign->bidders[at->bidder].price - assign->item_price[item];
}

/* Too many within the length tried: half of it, and only those. False when that is no more than a search wants. */
static bool tighten(const struct matcher_assign *assign, struct near *near, const struct bidder *bidder, uint32_t item,
                    int32_t room)
{
    while (near->count > NEAR_MOST - SPARE) {
        uint32_t kept = 0;
        near->within /= 2;
        if (near->within < room)
            return false;
        for (uint32_t k = 0; k < near->count; k++) {
            int32_t length = bidder != NULL ? arc_length(assign, bidder, near->entries[k])
                                            : slot_length(assign, item, near->entries[k]);
            if (length < near->within)
                near->entries[kept++] = near->entries[k];
        }
        near->count = kept;
    }
    return true;
}

static struct near *begin(struct near *near, int32_t room)
{
    if (near->guess < FAR_AWAY / 4 && near->count < NEAR_MOST / 4)
        near->guess *= 2;
    near->within = near->guess > room ? near->guess : room;
    near->count = 0;
    return near;
}

static const struct near *end(struct near *near, bool fits, int32_t price)
{
    near->guess = near->within > 0 ? near->within : 1;
    near->base = price;
    if (fits)
        return near;
    near->within = 0;
    near->count = NEAR_MOST;
    return NULL;
}

const struct near *assign_near_arcs(struct matcher_assign *assign, uint32_t who, int32_t room)
{
    struct bidder *bidder = &assign->bidders[who];
    struct near *near = &assign->near[assign->items_count + who];
    bool fits = true;

    if (bidder->count < LONG_ROW || bidder->capacity == 1)
        return NULL;
    if (near->within > 0 && near->base - bidder->price <= near->within - room)
        return near;
    begin(near, room);
    for (uint32_t k = 0; fits && k < bidder->count; k++) {
        if (k == bidder->sorted) {
            if (k > 0 && bidder->price - arc_weight(assign->arcs[bidder->first + k]) >= near->within)
                break;
            assign_sort_more(assign->arcs, bidder);
        }
        if (bidder->price - arc_weight(assign->arcs[bidder->first + k]) >= near->within)
            break;
        if (arc_length(assign, bidder, bidder->first + k) >= near->within)
            continue;
        near->entries[near->count++] = bidder->first + k;
        fits = tighten(assign, near, bidder, 0, room);
    }
    return end(near, fits, bidder->price);
}

const struct near *assign_near_slots(struct matcher_assign *assign, uint32_t j, int32_t room)
{
    const struct item *item = &assign->items[j];
    struct near *near = &assign->near[j];
    bool fits = true;

    if (item->used < LONG_ROW)
        return NULL;
    if (near->within > 0 && assign->item_price[j] - near->base <= near->within - room)
        return near;
    begin(near, room);
    for (uint32_t s = item->first_slot; fits && s < item->first_slot + item->used; s++) {
        if (slot_length(assign, j, s) >= near->within)
            continue;
        near->entries[near->count++] = s;
        fits = tighten(assign, near, NULL, j, room);
    }
    return end(near, fits, assign->item_price[j]);
}
