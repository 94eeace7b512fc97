/*
 * Shortest augmenting paths under reduced weights (Dijkstra with prices as potentials). A unit too many at a person
 * goes along pairs not chosen (length: price + price - weight >= 0) to needs, and back along chosen ones (length:
 * weight - price - price >= 0) to those who would make room. It ends at a free seat, or with a person who would rather
 * stay without (length: the person's price). Nothing farther than the nearest end found so far is looked at, so a
 * search stays among the needs that matter. Afterwards everything nearer than the end moves its price by the
 * difference: what was on the way becomes tight, and nothing is violated.
 */
#include "matcher/assign_state.h"

/* One search forward. It ends at a need with a free seat, or with a person who leaves a seat (NOBODY: not so). */
struct search {
    struct matcher_assign *assign;
    uint32_t source; /* a person */
    int32_t limit;   /* how far the nearest end is */
    uint32_t end_need, end_seat;
};

static void label_need(struct search *search, uint32_t j, int32_t distance, uint32_t person, uint32_t arc)
{
    struct matcher_assign *assign = search->assign;
    struct need *need = &assign->needs[j];

    if (distance >= need->distance)
        return;
    if (need->distance == FAR_AWAY)
        assign->touched_needs[assign->touched_needs_count++] = j;
    need->distance = distance;
    need->from_person = person;
    need->from_arc = arc;
    if (need->used < need->seats) {
        search->limit = distance;
        search->end_need = j;
        search->end_seat = NOBODY;
    } else
        assign_queue_put(&assign->queue, j, distance);
}

/* Every pair of a person that leads to a need nearer than the limit. */
static void scan_person(struct search *search, uint32_t who, int32_t distance)
{
    struct matcher_assign *assign = search->assign;
    struct person *person = &assign->people[who];
    const arc_t *row = assign->arcs + person->first;
    int32_t here = distance + person->price;

    for (uint32_t k = 0; k < person->count; k++) {
        int32_t weight = arc_weight(row[k]);
        if (k >= person->sorted) {
            if (person->sorted > 0 && here - weight >= search->limit)
                break;
            assign_sort_more(assign->arcs, person);
            weight = arc_weight(row[k]);
        }
        if (here - weight >= search->limit)
            break;
        uint32_t j = arc_need(row[k]);
        int32_t to = here - weight + assign->need_price[j];
        if (to < search->limit && (row[k] & ARC_CHOSEN) == 0)
            label_need(search, j, to, who, person->first + k);
    }
}

static void label_person(struct search *search, uint32_t who, int32_t distance, uint32_t seat)
{
    struct matcher_assign *assign = search->assign;
    struct person *person = &assign->people[who];

    if (distance >= person->distance)
        return;
    if (person->distance == FAR_AWAY)
        assign->touched_people[assign->touched_people_count++] = who;
    person->distance = distance;
    person->from = seat;
    if (person->capacity == 1)
        scan_person(search, who, distance); /* only this seat leads here: the distance is final */
    else
        assign_queue_put(&assign->queue, assign->needs_count + who, distance);
}

/* Everybody who has a seat here; first who would leave it cheapest, because that ends the search. */
static void scan_need(struct search *search, uint32_t j)
{
    struct matcher_assign *assign = search->assign;
    const struct need *need = &assign->needs[j];
    const struct seat *seats = assign->seats;
    int32_t here = need->distance - assign->need_price[j];

    for (uint32_t s = need->first_seat; s < need->first_seat + need->used; s++)
        if (here + seats[s].weight < search->limit) {
            search->limit = here + seats[s].weight;
            search->end_need = NOBODY;
            search->end_seat = s;
        }
    for (uint32_t s = need->first_seat; s < need->first_seat + need->used; s++) {
        int32_t distance = here + seats[s].weight - assign->people[seats[s].person].price;
        if (distance < search->limit)
            label_person(search, seats[s].person, distance, s);
    }
}

static void run(struct search *search)
{
    struct matcher_assign *assign = search->assign;

    for (;;) {
        uint32_t node = assign_queue_take(&assign->queue);
        if (node == NOBODY || assign->queue.distance >= search->limit)
            return;
        if (node < assign->needs_count)
            scan_need(search, node);
        else
            scan_person(search, node - assign->needs_count, assign->queue.distance);
    }
}

static void settle_prices(struct search *search)
{
    struct matcher_assign *assign = search->assign;

    for (size_t t = 0; t < assign->touched_needs_count; t++) {
        struct need *need = &assign->needs[assign->touched_needs[t]];
        if (need->distance < search->limit)
            assign->need_price[assign->touched_needs[t]] += search->limit - need->distance;
        need->distance = FAR_AWAY;
    }
    for (size_t t = 0; t < assign->touched_people_count; t++) {
        struct person *person = &assign->people[assign->touched_people[t]];
        if (person->distance < search->limit)
            person->price -= search->limit - person->distance;
        person->distance = FAR_AWAY;
    }
    assign->touched_needs_count = assign->touched_people_count = 0;
    assign_queue_empty(&assign->queue);
}

/* Moves everybody on the way one seat on, from the end back to the source. */
static void move_along(struct search *search)
{
    struct matcher_assign *assign = search->assign;
    uint32_t seat = search->end_seat, j = search->end_need;

    if (j != NOBODY)
        seat = assign->needs[j].first_seat + assign->needs[j].used++;
    else {
        assign->people[assign->seats[seat].person].taken--;
        assign->arcs[assign->seats[seat].arc] &= ~ARC_CHOSEN;
        j = arc_need(assign->arcs[assign->seats[seat].arc]);
    }
    for (;;) {
        uint32_t who = assign->needs[j].from_person, arc = assign->needs[j].from_arc;
        assign->seats[seat] = (struct seat){who, arc, arc_weight(assign->arcs[arc])};
        assign->arcs[arc] |= ARC_CHOSEN;
        if (who == search->source)
            break;
        seat = assign->people[who].from;
        assign->arcs[assign->seats[seat].arc] &= ~ARC_CHOSEN;
        j = arc_need(assign->arcs[assign->seats[seat].arc]);
    }
    assign->people[search->source].taken++;
}

bool assign_seat_person(struct matcher_assign *assign, uint32_t person)
{
    struct search search = {.assign = assign,
                            .source = person,
                            .limit = assign->people[person].price,
                            .end_need = NOBODY,
                            .end_seat = NOBODY};

    assign->searches++;
    assign->people[person].distance = 0;
    assign->touched_people[assign->touched_people_count++] = person;
    scan_person(&search, person, 0);
    run(&search);
    bool found = search.end_need != NOBODY || search.end_seat != NOBODY;
    if (found)
        move_along(&search);
    settle_prices(&search);
    return found;
}
