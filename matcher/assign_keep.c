/* Keeping a solved state for changes: pairs by item as well, and room to grow. */
#include "matcher/assign_state.h"

#include <stdlib.h>
#include <string.h>

void assign_kept_free(struct kept *kept)
{
    if (kept == NULL)
        return;
    free(kept->back);
    free(kept->back_rows);
    free(kept->row_room);
    free(kept->pins);
    free(kept);
}

/* Pairs by item: counting sort. */
static void turn_back(const struct matcher_assign *assign, struct kept *kept)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < assign->bidders_count; i++) {
        const struct bidder *row = &assign->bidders[i];
        kept->row_room[i] = row->count;
        for (uint32_t a = row->first; a < row->first + row->count; a++)
            kept->back_rows[arc_to(assign->arcs[a])].room++;
    }
    for (uint32_t j = 0; j < assign->items_count; j++) {
        kept->back_rows[j].first = at;
        at += kept->back_rows[j].room;
    }
    for (uint32_t i = 0; i < assign->bidders_count; i++) {
        const struct bidder *row = &assign->bidders[i];
        for (uint32_t a = row->first; a < row->first + row->count; a++) {
            struct back_row *back = &kept->back_rows[arc_to(assign->arcs[a])];
            kept->back[back->first + back->count++] = arc_make(i, arc_weight(assign->arcs[a]));
        }
    }
}

bool assign_keep(struct matcher_assign *assign, struct matcher_error *error)
{
    size_t pairs = assign->problem->arcs_count;

    if (assign->kept != NULL)
        return true;
    if (!assign->complete)
        return assign_invalid(error, "assign", 0);
    struct kept *kept = calloc(1, sizeof *kept);
    if (kept == NULL)
        return assign_no_memory(error);
    kept->back = malloc((pairs + 1) * sizeof *kept->back);
    kept->back_rows = calloc((size_t)assign->items_count + 1, sizeof *kept->back_rows);
    kept->row_room = malloc(((size_t)assign->bidders_count + 1) * sizeof *kept->row_room);
    if (kept->back == NULL || kept->back_rows == NULL || kept->row_room == NULL) {
        assign_kept_free(kept);
        return assign_no_memory(error);
    }
    turn_back(assign, kept);
    kept->arcs_used = kept->back_used = kept->back_room = pairs;
    kept->arcs_room = assign->problem->arcs_room;
    for (uint32_t j = 0; j < assign->items_count; j++)
        kept->slots_used += assign->items[j].slots;
    kept->slots_room = kept->slots_used;
    kept->bidders_room = assign->bidders_count;
    kept->items_room = assign->items_count;
    assign->kept = kept;
    return true;
}

/* ---- Room ---- */

/* The array at *pool, with room for `room` elements; what is there stays. */
static bool widen(void *pool, size_t room, size_t size, struct matcher_error *error)
{
    void *old, *wider;

    memcpy(&old, pool, sizeof old);
    wider = realloc(old, (room + 1) * size);
    if (wider == NULL)
        return assign_no_memory(error);
    memcpy(pool, &wider, sizeof wider);
    /* cppcheck-suppress memleak ; it is the caller's by now */
    return true;
}

bool assign_room_sides(struct matcher_assign *assign, size_t bidders, size_t items, struct matcher_error *error)
{
    struct kept *kept = assign->kept;

    if (bidders <= kept->bidders_room && items <= kept->items_room)
        return true;
    if (bidders > MATCHER_ASSIGN_SIDE_MAX || items > MATCHER_ASSIGN_SIDE_MAX)
        return assign_invalid(error, bidders > MATCHER_ASSIGN_SIDE_MAX ? "bidders" : "items", 0);
    bidders += bidders > kept->bidders_room ? bidders / 4 + 16 : 0;
    items += items > kept->items_room ? items / 4 + 16 : 0;
    bidders = bidders < kept->bidders_room ? kept->bidders_room : bidders;
    items = items < kept->items_room ? kept->items_room : items;
    size_t nodes = bidders + items + 1, before = (size_t)kept->bidders_room + kept->items_room + 1;
    if (!widen(&assign->bidders, bidders, sizeof *assign->bidders, error) ||
        !widen(&assign->touched_bidders, bidders, sizeof *assign->touched_bidders, error) ||
        !widen(&kept->row_room, bidders, sizeof *kept->row_room, error) ||
        !widen(&assign->items, items, sizeof *assign->items, error) ||
        !widen(&assign->item_price, items, sizeof *assign->item_price, error) ||
        !widen(&assign->touched_items, items, sizeof *assign->touched_items, error) ||
        !widen(&kept->back_rows, items, sizeof *kept->back_rows, error) ||
        !widen(&assign->queue.heap, nodes, sizeof *assign->queue.heap, error) ||
        !widen(&assign->queue.level, nodes, sizeof *assign->queue.level, error) ||
        !widen(&assign->queue.place, nodes, sizeof *assign->queue.place, error))
        return false;
    memset(assign->queue.place + before, 0xff, (nodes - before) * sizeof *assign->queue.place);
    kept->bidders_room = (uint32_t)bidders;
    kept->items_room = (uint32_t)items;
    return true;
}

/* So many more at the end of a pool of arcs. */
static bool widen_arcs(arc_t **arcs, size_t *room, size_t used, size_t more, struct matcher_error *error)
{
    size_t wanted = used + more;

    if (wanted <= *room)
        return true;
    if (wanted > UINT32_MAX / 2)
        return assign_invalid(error, "pairs", 0);
    wanted += wanted / 4;
    if (!widen(arcs, wanted, sizeof **arcs, error))
        return false;
    *room = wanted;
    return true;
}

static bool room_in_row(struct matcher_assign *assign, uint32_t i, uint32_t more, struct matcher_error *error)
{
    struct kept *kept = assign->kept;
    struct bidder *row = &assign->bidders[i];
    uint32_t room = row->count + row->count / 2 + more + 4;

    if (row->count + more <= kept->row_room[i])
        return true;
    if (!widen_arcs(&assign->problem->arcs, &kept->arcs_room, kept->arcs_used, room, error))
        return false;
    assign->arcs = assign->problem->arcs;
    for (uint32_t k = 0; k < row->count; k++) {
        arc_t arc = assign->arcs[row->first + k];
        assign->arcs[kept->arcs_used + k] = arc;
        if ((arc & ARC_CHOSEN) != 0)
            assign->slots[assign_slot_of(assign, arc_to(arc), i)].arc = (uint32_t)kept->arcs_used + k;
    }
    row->first = (uint32_t)kept->arcs_used;
    kept->row_room[i] = room;
    kept->arcs_used += room;
    return true;
}

static bool room_in_back_row(struct matcher_assign *assign, uint32_t j, uint32_t more, struct matcher_error *error)
{
    struct kept *kept = assign->kept;
    struct back_row *back = &kept->back_rows[j];
    uint32_t room = back->count + back->count / 2 + more + 4;

    if (back->count + more <= back->room)
        return true;
    if (!widen_arcs(&kept->back, &kept->back_room, kept->back_used, room, error))
        return false;
    memcpy(kept->back + kept->back_used, kept->back + back->first, back->count * sizeof *kept->back);
    back->first = (uint32_t)kept->back_used;
    back->room = room;
    kept->back_used += room;
    return true;
}

bool assign_room_slots(struct matcher_assign *assign, uint32_t item, uint32_t slots, struct matcher_error *error)
{
    struct kept *kept = assign->kept;
    struct item *at = &assign->items[item];

    if (slots <= at->slots)
        return true;
    slots += slots / 2;
    if (kept->slots_used + slots > kept->slots_room) {
        size_t wanted = kept->slots_used + slots + kept->slots_used / 4;
        if (wanted > UINT32_MAX / 2)
            return assign_invalid(error, "capacity", 0);
        if (!widen(&assign->slots, wanted, sizeof *assign->slots, error))
            return false;
        kept->slots_room = wanted;
    }
    memcpy(assign->slots + kept->slots_used, assign->slots + at->first_slot, at->used * sizeof *assign->slots);
    at->first_slot = (uint32_t)kept->slots_used;
    at->slots = slots;
    kept->slots_used += slots;
    return true;
}

bool assign_room_pairs(struct matcher_assign *assign, uint32_t bidder, uint32_t item, uint32_t more_of_bidder,
                       uint32_t more_of_item, struct matcher_error *error)
{
    const struct item *at = &assign->items[item];
    uint32_t pairs = assign->kept->back_rows[item].count + more_of_item;

    return room_in_row(assign, bidder, more_of_bidder, error) && room_in_back_row(assign, item, more_of_item, error) &&
           assign_room_slots(assign, item, at->capacity < pairs ? at->capacity : pairs, error);
}
