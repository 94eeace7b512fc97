/* What a solved state says: pairs, prices that prove them, and the bound they prove. */
#include "matcher/assign_state.h"

#include <stdlib.h>
#include <string.h>

/* ---- Pairs ---- */

static int by_need(const void *a, const void *b)
{
    const struct matcher_assign_edge *left = a, *right = b;

    return (left->need > right->need) - (left->need < right->need);
}

static void copy_pairs_of_bidder(const struct matcher_assign *assign, uint32_t i, struct matcher_assign_answer *answer)
{
    const struct bidder *bidder = &assign->bidders[i];

    for (uint32_t a = bidder->first, left = bidder->taken; left > 0; a++)
        if ((assign->arcs[a] & ARC_CHOSEN) != 0) {
            answer->pairs[answer->pairs_count++] =
                (struct matcher_assign_edge){i, arc_to(assign->arcs[a]), arc_weight(assign->arcs[a])};
            left--;
        }
}

static void copy_pairs_of_item(const struct matcher_assign *assign, uint32_t j, struct matcher_assign_answer *answer)
{
    const struct item *item = &assign->items[j];

    for (uint32_t s = item->first_slot; s < item->first_slot + item->used; s++)
        answer->pairs[answer->pairs_count++] =
            (struct matcher_assign_edge){j, assign->slots[s].bidder, assign->slots[s].weight};
}

static void copy_pins_of_person(const struct matcher_assign *assign, uint32_t i, struct matcher_assign_answer *answer)
{
    for (size_t k = 0; assign->kept != NULL && k < assign->kept->pins_count; k++)
        if (assign->kept->pins[k].person == i) {
            answer->pairs[answer->pairs_count++] = assign->kept->pins[k];
            answer->bound += assign->kept->pins[k].weight;
        }
}

static void copy_pairs(const struct matcher_assign *assign, struct matcher_assign_answer *answer)
{
    for (uint32_t i = 0; i < answer->people; i++) {
        size_t start = answer->pairs_count;
        if (assign->needs_bid)
            copy_pairs_of_item(assign, i, answer);
        else
            copy_pairs_of_bidder(assign, i, answer);
        copy_pins_of_person(assign, i, answer);
        if (answer->pairs_count - start > 1)
            qsort(answer->pairs + start, answer->pairs_count - start, sizeof *answer->pairs, by_need);
    }
    for (size_t k = 0; k < answer->pairs_count; k++)
        answer->total += answer->pairs[k].weight;
}

/* ---- Prices ---- */

/* The (capacity + 1)-th best of weight - item price, or 0: with the items' prices given, no price of the bidder proves
 * more. `values` has room for the row. */
static int32_t best_price(const struct matcher_assign *assign, const struct bidder *bidder, int32_t *values)
{
    size_t kept = 0, most = (size_t)bidder->capacity + 1; /* the best so far: a heap, the least first */

    if (bidder->count < most)
        return 0;
    for (uint32_t a = bidder->first; a < bidder->first + bidder->count; a++) {
        int32_t value = arc_weight(assign->arcs[a]) - assign->item_price[arc_to(assign->arcs[a])];
        size_t at = 0;
        if (value <= 0 || (kept == most && value <= values[0]))
            continue;
        if (kept < most) {
            for (at = kept++; at > 0 && values[(at - 1) / 2] > value; at = (at - 1) / 2)
                values[at] = values[(at - 1) / 2];
        } else {
            for (size_t child = 1; child < kept; child = 2 * at + 1) {
                child += child + 1 < kept && values[child + 1] < values[child];
                if (values[child] >= value)
                    break;
                values[at] = values[child];
                at = child;
            }
        }
        values[at] = value;
    }
    return kept == most ? values[0] : 0;
}

/* An item without capacity costs nothing at any price: the least that keeps its pairs from counting. */
static void price_closed_items(const struct matcher_assign *assign, const int32_t *bidder_price, int32_t *item_price)
{
    bool any = false;

    for (uint32_t j = 0; j < assign->items_count; j++)
        if (assign->items[j].capacity == 0) {
            item_price[j] = 0;
            any = true;
        }
    for (uint32_t i = 0; any && i < assign->bidders_count; i++)
        for (uint32_t a = assign->bidders[i].first; a < assign->bidders[i].first + assign->bidders[i].count; a++) {
            uint32_t j = arc_to(assign->arcs[a]);
            int32_t over = arc_weight(assign->arcs[a]) - bidder_price[i];
            if (assign->items[j].capacity == 0 && over > item_price[j])
                item_price[j] = over;
        }
}

static int64_t bound_of(const struct matcher_assign *assign, const int32_t *bidder_price, const int32_t *item_price)
{
    int64_t bound = 0;

    for (uint32_t i = 0; i < assign->bidders_count; i++) {
        const struct bidder *bidder = &assign->bidders[i];
        bound += (int64_t)bidder->capacity * bidder_price[i];
        for (uint32_t a = bidder->first; a < bidder->first + bidder->count; a++) {
            int32_t over = arc_weight(assign->arcs[a]) - bidder_price[i] - item_price[arc_to(assign->arcs[a])];
            bound += over > 0 ? over : 0;
        }
    }
    for (uint32_t j = 0; j < assign->items_count; j++)
        bound += (int64_t)assign->items[j].capacity * item_price[j];
    return bound;
}

static void prove(const struct matcher_assign *assign, struct matcher_assign_answer *answer, int32_t *values)
{
    int32_t *bidder_price = assign->needs_bid ? answer->need_prices : answer->person_prices;
    int32_t *item_price = assign->needs_bid ? answer->person_prices : answer->need_prices;

    for (uint32_t i = 0; i < assign->bidders_count; i++)
        bidder_price[i] = best_price(assign, &assign->bidders[i], values);
    memcpy(item_price, assign->item_price, assign->items_count * sizeof *item_price);
    price_closed_items(assign, bidder_price, item_price);
    answer->bound += bound_of(assign, bidder_price, item_price);
}

/* ---- Both ---- */

bool matcher_assign_answer(const struct matcher_assign *assign, struct matcher_assign_answer *answer,
                           struct matcher_error *error)
{
    size_t pairs = 0;
    uint32_t longest = 0;
    bool ok = false;

    *answer = (struct matcher_assign_answer){.people = assign->needs_bid ? assign->items_count : assign->bidders_count,
                                             .needs = assign->needs_bid ? assign->bidders_count : assign->items_count,
                                             .proved = assign->complete};
    if (assign->kept != NULL)
        pairs = assign->kept->pins_count;
    for (uint32_t i = 0; i < assign->bidders_count; i++) {
        pairs += assign->bidders[i].taken;
        if (assign->bidders[i].count > longest)
            longest = assign->bidders[i].count;
    }
    int32_t *values = malloc(((size_t)longest + 1) * sizeof *values);
    answer->pairs = malloc((pairs + 1) * sizeof *answer->pairs);
    answer->person_prices = calloc((size_t)answer->people + 1, sizeof *answer->person_prices);
    answer->need_prices = calloc((size_t)answer->needs + 1, sizeof *answer->need_prices);
    if (values == NULL || answer->pairs == NULL || answer->person_prices == NULL || answer->need_prices == NULL) {
        assign_no_memory(error);
        goto end;
    }
    copy_pairs(assign, answer);
    prove(assign, answer, values);
    ok = true;
end:
    free(values);
    return ok;
}

void matcher_assign_answer_free(struct matcher_assign_answer *answer)
{
    if (answer == NULL)
        return;
    free(answer->pairs);
    free(answer->person_prices);
    free(answer->need_prices);
    *answer = (struct matcher_assign_answer){0};
}
