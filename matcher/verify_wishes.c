/* What the coordinator wished, as the judge looks it up: sorted once, the last word of two is "forbidden". */
#include "matcher/verify.h"

#include <stdlib.h>
#include <string.h>

static int by_pair(const void *a, const void *b)
{
    const struct matcher_pair *left = a, *right = b;
    int order = matcher_id_compare(&left->person, &right->person);

    order = order != 0 ? order : matcher_id_compare(&left->need, &right->need);
    return order != 0 ? order : (left->shift > right->shift) - (left->shift < right->shift);
}

static int by_person(const void *a, const void *b)
{
    return matcher_id_compare(&((const struct matcher_pair *)a)->person, &((const struct matcher_pair *)b)->person);
}

static bool is_among(const struct matcher_pair *sorted, size_t count, const struct matcher_pair *pair)
{
    return count > 0 && bsearch(pair, sorted, count, sizeof *sorted, by_pair) != NULL;
}

static struct matcher_pair *sorted_copy(const struct matcher_pair *pairs, size_t count)
{
    struct matcher_pair *copy = malloc((count + 1) * sizeof *copy);

    if (copy == NULL)
        return NULL;
    if (count > 0)
        memcpy(copy, pairs, count * sizeof *copy);
    if (count > 1)
        qsort(copy, count, sizeof *copy, by_pair);
    return copy;
}

bool verify_wishes_open(struct verify_wishes *wishes, const struct matcher_pairing_claim *claim)
{
    size_t kept = 0;

    *wishes = (struct verify_wishes){.forbids_count = claim->forbids_count};
    wishes->pins = sorted_copy(claim->pins, claim->pins_count);
    wishes->forbids = sorted_copy(claim->forbids, claim->forbids_count);
    if (wishes->pins == NULL || wishes->forbids == NULL) {
        verify_wishes_close(wishes);
        return false;
    }
    for (size_t i = 0; i < claim->pins_count; i++)
        if (!is_among(wishes->forbids, wishes->forbids_count, &wishes->pins[i]) &&
            (kept == 0 || by_pair(&wishes->pins[kept - 1], &wishes->pins[i]) != 0))
            wishes->pins[kept++] = wishes->pins[i];
    wishes->pins_count = kept;
    return true;
}

void verify_wishes_close(struct verify_wishes *wishes)
{
    free(wishes->pins);
    free(wishes->forbids);
    *wishes = (struct verify_wishes){0};
}

bool verify_is_pinned(const struct verify_wishes *wishes, const struct matcher_pair *pair)
{
    return is_among(wishes->pins, wishes->pins_count, pair);
}

bool verify_is_forbidden(const struct verify_wishes *wishes, const struct matcher_pair *pair)
{
    return is_among(wishes->forbids, wishes->forbids_count, pair);
}

bool verify_has_pins(const struct verify_wishes *wishes, const struct matcher_id *person)
{
    const struct matcher_pair pair = {.person = *person};

    return wishes->pins_count > 0 && bsearch(&pair, wishes->pins, wishes->pins_count, sizeof pair, by_person) != NULL;
}

const struct matcher_pair *verify_broken_wish(const struct verify_wishes *wishes, const struct matcher_pair *pairs,
                                              size_t count, bool *no_memory)
{
    struct matcher_pair *sorted = sorted_copy(pairs, count);
    const struct matcher_pair *broken = NULL;

    *no_memory = sorted == NULL;
    for (size_t i = 0; sorted != NULL && broken == NULL && i < wishes->pins_count; i++)
        if (!is_among(sorted, count, &wishes->pins[i]))
            broken = &wishes->pins[i];
    for (size_t i = 0; sorted != NULL && broken == NULL && i < count; i++)
        if (verify_is_forbidden(wishes, &pairs[i]))
            broken = &pairs[i];
    free(sorted);
    return broken;
}
