/* Changes to a solved assignment, one after another. Each checks, makes room, and then cannot fail. */
#include "matcher/assign_state.h"

#include <stdlib.h>
#include <string.h>

struct ends {
    uint32_t bidder, item;
};

static struct ends ends_of(const struct matcher_assign *assign, uint32_t person, uint32_t need)
{
    return assign->needs_bid ? (struct ends){need, person} : (struct ends){person, need};
}

static uint32_t people_of(const struct matcher_assign *assign)
{
    return assign->needs_bid ? assign->items_count : assign->bidders_count;
}

static uint32_t needs_of(const struct matcher_assign *assign)
{
    return assign->needs_bid ? assign->bidders_count : assign->items_count;
}

static bool check_pair(struct matcher_assign *assign, uint32_t person, uint32_t need, struct matcher_error *error)
{
    if (person >= people_of(assign))
        return assign_invalid(error, "person", person);
    if (need >= needs_of(assign))
        return assign_invalid(error, "need", need);
    return assign_keep(assign, error);
}

static size_t find_pin(const struct matcher_assign *assign, uint32_t person, uint32_t need)
{
    const struct kept *kept = assign->kept;
    size_t at = 0;

    while (at < kept->pins_count && (kept->pins[at].person != person || kept->pins[at].need != need))
        at++;
    return at;
}

/* ---- Weights ---- */

bool matcher_assign_set_weight(struct matcher_assign *assign, uint32_t person, uint32_t need, int32_t weight,
                               struct matcher_error *error)
{
    if (!check_pair(assign, person, need, error))
        return false;
    if (weight < 0 || weight > MATCHER_ASSIGN_WEIGHT_MAX)
        return assign_invalid(error, "weight", person);
    size_t pin = find_pin(assign, person, need);
    if (pin < assign->kept->pins_count) {
        assign->kept->pins[pin].weight = weight;
        return true;
    }
    struct ends ends = ends_of(assign, person, need);
    if (assign_find(assign, ends.bidder, ends.item) == NOBODY &&
        !assign_room_pairs(assign, ends.bidder, ends.item, 1, 1, error))
        return false;
    assign_weigh(assign, ends.bidder, ends.item, weight);
    return true;
}

bool matcher_assign_forbid(struct matcher_assign *assign, uint32_t person, uint32_t need, struct matcher_error *error)
{
    if (!check_pair(assign, person, need, error))
        return false;
    if (find_pin(assign, person, need) < assign->kept->pins_count)
        return assign_invalid(error, "pin", person);
    struct ends ends = ends_of(assign, person, need);
    if (assign_find(assign, ends.bidder, ends.item) != NOBODY)
        assign_strike(assign, ends.bidder, ends.item);
    return true;
}

/* ---- Capacities: what pins hold is taken from them already ---- */

static uint32_t pinned_units(const struct matcher_assign *assign, bool of_person, uint32_t number)
{
    uint32_t units = 0;

    for (size_t k = 0; k < assign->kept->pins_count; k++)
        units += (of_person ? assign->kept->pins[k].person : assign->kept->pins[k].need) == number;
    return units;
}

static bool set_capacity(struct matcher_assign *assign, bool of_person, uint32_t number, uint32_t capacity,
                         struct matcher_error *error)
{
    if (number >= (of_person ? people_of(assign) : needs_of(assign)))
        return assign_invalid(error, of_person ? "person" : "need", number);
    if (!assign_keep(assign, error))
        return false;
    uint32_t pinned = pinned_units(assign, of_person, number);
    if (capacity > MATCHER_ASSIGN_CAPACITY_MAX || capacity < pinned)
        return assign_invalid(error, "capacity", number);
    if (of_person != assign->needs_bid) {
        assign_bidder_capacity(assign, number, capacity - pinned);
        return true;
    }
    uint32_t pairs = assign->kept->back_rows[number].count;
    if (!assign_room_slots(assign, number, capacity < pairs ? capacity : pairs, error))
        return false;
    assign_item_capacity(assign, number, capacity - pinned);
    return true;
}

bool matcher_assign_set_person_capacity(struct matcher_assign *assign, uint32_t person, uint32_t capacity,
                                        struct matcher_error *error)
{
    return set_capacity(assign, true, person, capacity, error);
}

bool matcher_assign_set_need_capacity(struct matcher_assign *assign, uint32_t need, uint32_t capacity,
                                      struct matcher_error *error)
{
    return set_capacity(assign, false, need, capacity, error);
}

/* ---- Pins: the pair and a unit at both ends leave the problem ---- */

bool matcher_assign_pin(struct matcher_assign *assign, uint32_t person, uint32_t need, struct matcher_error *error)
{
    if (!check_pair(assign, person, need, error))
        return false;
    struct kept *kept = assign->kept;
    if (find_pin(assign, person, need) < kept->pins_count)
        return true;
    struct ends ends = ends_of(assign, person, need);
    struct bidder *bidder = &assign->bidders[ends.bidder];
    struct item *item = &assign->items[ends.item];
    uint32_t arc = assign_find(assign, ends.bidder, ends.item);
    if (arc == NOBODY || bidder->capacity == 0 || item->capacity == 0)
        return assign_invalid(error, arc == NOBODY ? "pair" : "capacity", person);
    if (kept->pins_count == kept->pins_room) {
        size_t room = kept->pins_room * 2 + 8;
        struct matcher_assign_edge *pins = realloc(kept->pins, room * sizeof *pins);
        if (pins == NULL)
            return assign_no_memory(error);
        kept->pins = pins;
        kept->pins_room = room;
    }
    kept->pins[kept->pins_count++] = (struct matcher_assign_edge){person, need, arc_weight(assign->arcs[arc])};
    uint32_t slot = assign_slot_of(assign, ends.item, ends.bidder);
    if (slot != NOBODY) { /* a chosen pair leaves with the units it uses: nothing else is touched */
        assign_leave(assign, ends.item, slot);
        bidder->capacity--;
        item->capacity--;
        assign_remove(assign, ends.bidder, ends.item);
        if (item->capacity == 0)
            assign->item_price[ends.item] = MATCHER_ASSIGN_WEIGHT_MAX;
        return true;
    }
    assign_remove(assign, ends.bidder, ends.item);
    assign_bidder_capacity(assign, ends.bidder, bidder->capacity - 1);
    assign_item_capacity(assign, ends.item, item->capacity - 1);
    return true;
}

bool matcher_assign_unpin(struct matcher_assign *assign, uint32_t person, uint32_t need, struct matcher_error *error)
{
    if (!check_pair(assign, person, need, error))
        return false;
    struct kept *kept = assign->kept;
    size_t pin = find_pin(assign, person, need);
    if (pin == kept->pins_count)
        return true;
    struct ends ends = ends_of(assign, person, need);
    struct item *item = &assign->items[ends.item];
    uint32_t pairs = kept->back_rows[ends.item].count + 1;
    if (!assign_room_pairs(assign, ends.bidder, ends.item, 1, 1, error) ||
        !assign_room_slots(assign, ends.item, item->capacity + 1 < pairs ? item->capacity + 1 : pairs, error))
        return false;
    int32_t weight = kept->pins[pin].weight;
    kept->pins[pin] = kept->pins[--kept->pins_count];
    assign_item_capacity(assign, ends.item, item->capacity + 1);
    assign_bidder_capacity(assign, ends.bidder, assign->bidders[ends.bidder].capacity + 1);
    assign_weigh(assign, ends.bidder, ends.item, weight);
    return true;
}
