/* What a solved state says: pairs, prices that prove them, and the bound they prove. */
#include "matcher/assign_state.h"

#include <stdlib.h>
#include <string.h>

static int by_need(const void *a, const void *b)
{
    const struct matcher_assign_edge *left = a, *right = b;

    return (left->need > right->need) - (left->need < right->need);
}

static void copy_pairs(const struct matcher_assign *assign, struct matcher_assign_answer *answer)
{
    for (uint32_t i = 0; i < assign->people_count; i++) {
        const struct person *person = &assign->people[i];
        size_t start = answer->pairs_count;
        for (uint32_t a = person->first; answer->pairs_count - start < person->taken; a++)
            if ((assign->arcs[a] & ARC_CHOSEN) != 0) {
                answer->pairs[answer->pairs_count++] =
                    (struct matcher_assign_edge){i, arc_need(assign->arcs[a]), arc_weight(assign->arcs[a])};
                answer->total += arc_weight(assign->arcs[a]);
            }
        if (person->taken > 1)
            qsort(answer->pairs + start, person->taken, sizeof *answer->pairs, by_need);
    }
}

/* A need with capacity 0 costs nothing at any price: the least that keeps its pairs from counting. */
static void price_closed_needs(const struct matcher_assign *assign, struct matcher_assign_answer *answer)
{
    for (uint32_t j = 0; j < assign->needs_count; j++)
        if (assign->needs[j].seats == 0)
            answer->need_prices[j] = 0;
    for (uint32_t i = 0; i < assign->people_count; i++)
        for (uint32_t a = assign->people[i].first; a < assign->people[i].first + assign->people[i].count; a++) {
            uint32_t j = arc_need(assign->arcs[a]);
            int32_t over = arc_weight(assign->arcs[a]) - answer->person_prices[i];
            if (assign->needs[j].capacity == 0 && over > answer->need_prices[j])
                answer->need_prices[j] = over;
        }
}

/* The (capacity + 1)-th best of weight - need price, or 0: with the needs' prices given, no person's price is better.
 */
static int32_t best_person_price(const struct matcher_assign *assign, const struct person *person, int32_t *values)
{
    size_t kept = 0; /* the capacity + 1 best so far: a heap, the least first */
    size_t most = (size_t)person->capacity + 1;

    if (person->count < most)
        return 0;
    for (uint32_t a = person->first; a < person->first + person->count; a++) {
        int32_t value = arc_weight(assign->arcs[a]) - assign->need_price[arc_need(assign->arcs[a])];
        size_t at;
        if (value <= 0 || (kept == most && value <= values[0]))
            continue;
        if (kept < most) {
            for (at = kept++; at > 0 && values[(at - 1) / 2] > value; at = (at - 1) / 2)
                values[at] = values[(at - 1) / 2];
        } else {
            at = 0;
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

static void prove(const struct matcher_assign *assign, struct matcher_assign_answer *answer, int32_t *values)
{
    for (uint32_t i = 0; i < assign->people_count; i++)
        answer->person_prices[i] = best_person_price(assign, &assign->people[i], values);
    memcpy(answer->need_prices, assign->need_price, assign->needs_count * sizeof *answer->need_prices);
    price_closed_needs(assign, answer);
    for (uint32_t i = 0; i < assign->people_count; i++) {
        const struct person *person = &assign->people[i];
        answer->bound += (int64_t)person->capacity * answer->person_prices[i];
        for (uint32_t a = person->first; a < person->first + person->count; a++) {
            int32_t over =
                arc_weight(assign->arcs[a]) - answer->person_prices[i] - answer->need_prices[arc_need(assign->arcs[a])];
            answer->bound += over > 0 ? over : 0;
        }
    }
    for (uint32_t j = 0; j < assign->needs_count; j++)
        answer->bound += (int64_t)assign->needs[j].capacity * answer->need_prices[j];
}

bool matcher_assign_answer(const struct matcher_assign *assign, struct matcher_assign_answer *answer,
                           struct matcher_error *error)
{
    size_t pairs = 0;
    uint32_t longest = 0;
    bool ok = false;

    *answer = (struct matcher_assign_answer){
        .people = assign->people_count, .needs = assign->needs_count, .proved = assign->complete};
    for (uint32_t i = 0; i < assign->people_count; i++) {
        pairs += assign->people[i].taken;
        if (assign->people[i].count > longest)
            longest = assign->people[i].count;
    }
    int32_t *values = malloc(((size_t)longest + 1) * sizeof *values);
    answer->pairs = malloc((pairs + 1) * sizeof *answer->pairs);
    answer->person_prices = calloc((size_t)assign->people_count + 1, sizeof *answer->person_prices);
    answer->need_prices = calloc((size_t)assign->needs_count + 1, sizeof *answer->need_prices);
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
