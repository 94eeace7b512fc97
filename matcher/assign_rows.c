/* Rows of a kept state: pairs come, go and change their weight; slots follow the arcs they name. */
#include "matcher/assign_state.h"

#include <string.h>

uint32_t assign_slot_of(const struct matcher_assign *assign, uint32_t item, uint32_t bidder)
{
    const struct item *at = &assign->items[item];

    for (uint32_t s = at->first_slot; s < at->first_slot + at->used; s++)
        if (assign->slots[s].bidder == bidder)
            return s;
    return NOBODY;
}

static void sort_all(struct matcher_assign *assign, struct bidder *row)
{
    while (row->sorted < row->count)
        assign_sort_more(assign->arcs, row);
}

uint32_t assign_find(struct matcher_assign *assign, uint32_t bidder, uint32_t item)
{
    struct bidder *row = &assign->bidders[bidder];

    sort_all(assign, row);
    for (uint32_t a = row->first; a < row->first + row->count; a++)
        if (arc_to(assign->arcs[a]) == item)
            return a;
    return NOBODY;
}

void assign_choose(struct matcher_assign *assign, uint32_t bidder, uint32_t arc)
{
    struct item *item = &assign->items[arc_to(assign->arcs[arc])];

    assign->slots[item->first_slot + item->used++] =
        (struct slot){.bidder = bidder, .arc = arc, .weight = arc_weight(assign->arcs[arc])};
    assign->arcs[arc] |= ARC_CHOSEN;
    assign->bidders[bidder].taken++;
}

void assign_leave(struct matcher_assign *assign, uint32_t item, uint32_t slot)
{
    struct item *at = &assign->items[item];

    assign->arcs[assign->slots[slot].arc] &= ~ARC_CHOSEN;
    assign->bidders[assign->slots[slot].bidder].taken--;
    assign->slots[slot] = assign->slots[at->first_slot + --at->used];
}

/* ---- A bidder's row, sorted to the end ---- */

static void put_arc(struct matcher_assign *assign, uint32_t bidder, uint32_t to, arc_t arc)
{
    assign->arcs[to] = arc;
    if ((arc & ARC_CHOSEN) != 0)
        assign->slots[assign_slot_of(assign, arc_to(arc), bidder)].arc = to;
}

/* Puts `arc` into the hole at `hole`, and moves the hole to where it belongs first. */
static void settle_arc(struct matcher_assign *assign, uint32_t bidder, uint32_t hole, arc_t arc)
{
    const struct bidder *row = &assign->bidders[bidder];

    for (; hole > row->first && arc_weight(assign->arcs[hole - 1]) < arc_weight(arc); hole--)
        put_arc(assign, bidder, hole, assign->arcs[hole - 1]);
    for (; hole + 1 < row->first + row->count && arc_weight(assign->arcs[hole + 1]) > arc_weight(arc); hole++)
        put_arc(assign, bidder, hole, assign->arcs[hole + 1]);
    put_arc(assign, bidder, hole, arc);
}

static uint32_t find_back(const struct matcher_assign *assign, uint32_t bidder, uint32_t item)
{
    uint32_t k = assign->kept->back_rows[item].first;

    while (arc_to(assign->kept->back[k]) != bidder)
        k++;
    return k;
}

void assign_append(struct matcher_assign *assign, uint32_t bidder, uint32_t item, int32_t weight)
{
    struct bidder *row = &assign->bidders[bidder];
    struct back_row *back = &assign->kept->back_rows[item];

    assign->arcs[row->first + row->count++] = arc_make(item, weight);
    assign->kept->back[back->first + back->count++] = arc_make(bidder, weight);
}

void assign_insert(struct matcher_assign *assign, uint32_t bidder, uint32_t item, int32_t weight)
{
    struct bidder *row = &assign->bidders[bidder];
    struct back_row *back = &assign->kept->back_rows[item];

    sort_all(assign, row);
    row->sorted = ++row->count;
    settle_arc(assign, bidder, row->first + row->count - 1, arc_make(item, weight));
    assign->kept->back[back->first + back->count++] = arc_make(bidder, weight);
}

void assign_remove(struct matcher_assign *assign, uint32_t bidder, uint32_t item)
{
    struct bidder *row = &assign->bidders[bidder];
    struct back_row *back = &assign->kept->back_rows[item];

    for (uint32_t a = assign_find(assign, bidder, item); a + 1 < row->first + row->count; a++)
        put_arc(assign, bidder, a, assign->arcs[a + 1]);
    row->sorted = --row->count;
    assign->kept->back[find_back(assign, bidder, item)] = assign->kept->back[back->first + back->count - 1];
    back->count--;
}

void assign_reweigh(struct matcher_assign *assign, uint32_t bidder, uint32_t item, int32_t weight)
{
    uint32_t at = assign_find(assign, bidder, item), slot = assign_slot_of(assign, item, bidder);
    arc_t chosen = assign->arcs[at] & ARC_CHOSEN;

    if (chosen != 0)
        assign->slots[slot].weight = weight;
    settle_arc(assign, bidder, at, arc_make(item, weight) | chosen);
    assign->kept->back[find_back(assign, bidder, item)] = arc_make(bidder, weight);
}
