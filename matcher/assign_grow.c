/* Somebody new in a solved assignment: a person or a need with their pairs. */
#include "matcher/assign_state.h"

/* In range, and each other end once. Items' or bidders' distances, which rest between searches, serve as marks. */
static bool check_pairs(struct matcher_assign *assign, bool new_bidder, const struct matcher_assign_edge *pairs,
                        size_t count, struct matcher_error *error)
{
    uint32_t others = new_bidder ? assign->items_count : assign->bidders_count;
    bool of_needs = new_bidder != assign->needs_bid; /* the other ends are needs */
    size_t marked = 0;
    bool ok = true;

    for (; ok && marked < count; marked++) {
        uint32_t other = of_needs ? pairs[marked].need : pairs[marked].person;
        if (other >= others)
            ok = assign_invalid(error, of_needs ? "need" : "person", (uint32_t)marked);
        else if (pairs[marked].weight < 0 || pairs[marked].weight > MATCHER_ASSIGN_WEIGHT_MAX)
            ok = assign_invalid(error, "weight", (uint32_t)marked);
        else {
            int32_t *mark = new_bidder ? &assign->items[other].distance : &assign->bidders[other].distance;
            if (*mark != FAR_AWAY)
                ok = assign_invalid(error, "pairs", (uint32_t)marked);
            *mark = 0;
        }
        if (!ok)
            break;
    }
    for (size_t k = 0; k < marked || (!ok && k == marked && k < count); k++) {
        uint32_t other = of_needs ? pairs[k].need : pairs[k].person;
        if (other < others)
            *(new_bidder ? &assign->items[other].distance : &assign->bidders[other].distance) = FAR_AWAY;
    }
    return ok;
}

static bool add(struct matcher_assign *assign, bool new_bidder, uint32_t capacity,
                const struct matcher_assign_edge *pairs, size_t count, struct matcher_error *error)
{
    bool of_needs = new_bidder != assign->needs_bid;
    uint32_t number = new_bidder ? assign->bidders_count : assign->items_count;

    if (capacity > MATCHER_ASSIGN_CAPACITY_MAX)
        return assign_invalid(error, "capacity", 0);
    if (!assign_keep(assign, error) || !check_pairs(assign, new_bidder, pairs, count, error) ||
        !assign_room_sides(assign, (size_t)assign->bidders_count + new_bidder,
                           (size_t)assign->items_count + !new_bidder, error))
        return false;
    if (new_bidder) {
        assign->bidders[number] = (struct bidder){.capacity = capacity, .distance = FAR_AWAY};
        assign->kept->row_room[number] = 0;
    } else {
        assign->items[number] = (struct item){.capacity = capacity, .distance = FAR_AWAY};
        assign->kept->back_rows[number] = (struct back_row){0};
    }
    for (size_t k = 0; k < count; k++) {
        uint32_t other = of_needs ? pairs[k].need : pairs[k].person;
        if (!assign_room_pairs(assign, new_bidder ? number : other, new_bidder ? other : number,
                               new_bidder ? (uint32_t)count : 1, new_bidder ? 1 : (uint32_t)count, error))
            return false;
    }
    assign->bidders_count += new_bidder;
    assign->items_count += !new_bidder;
    for (size_t k = 0; k < count; k++) {
        uint32_t other = of_needs ? pairs[k].need : pairs[k].person;
        if (new_bidder)
            assign_append(assign, number, other, pairs[k].weight);
        else
            assign_insert(assign, other, number, pairs[k].weight);
    }
    if (new_bidder)
        assign_open_bidder(assign, number);
    else
        assign_open_item(assign, number);
    return true;
}

bool matcher_assign_add_person(struct matcher_assign *assign, uint32_t capacity,
                               const struct matcher_assign_edge *pairs, size_t count, uint32_t *person,
                               struct matcher_error *error)
{
    *person = assign->needs_bid ? assign->items_count : assign->bidders_count;
    return add(assign, !assign->needs_bid, capacity, pairs, count, error);
}

bool matcher_assign_add_need(struct matcher_assign *assign, uint32_t capacity, const struct matcher_assign_edge *pairs,
                             size_t count, uint32_t *need, struct matcher_error *error)
{
    *need = assign->needs_bid ? assign->bidders_count : assign->items_count;
    return add(assign, assign->needs_bid, capacity, pairs, count, error);
}
