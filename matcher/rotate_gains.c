/*
 * What each visit costs its worker's best personal plan under prices: the programme of rotate_price.c, from both ends.
 */
#include "matcher/rotate.h"

#include <stdlib.h>

static int64_t *cell(int64_t *table, const struct personal *personal, uint32_t period, uint32_t made)
{
    return table + ((size_t)period * personal->layers + made) * personal->states;
}

static uint32_t after_visit(const struct rotation *rotation, uint32_t period)
{
    uint64_t next = (uint64_t)period + 1 + rotation->round->min_gap;

    return next < rotation->periods ? (uint32_t)next : rotation->periods;
}

static void go_on(struct personal *personal, const struct rotation *rotation, uint32_t period, uint32_t made,
                  unsigned state, int64_t here)
{
    uint32_t after = personal->layers > 1 ? made + 1 : 0;
    int64_t *go = cell(personal->behind, personal, after_visit(rotation, period), after);
    const struct group *groups = personal->groups + (size_t)period * PERSONAL_GROUPS;

    for (unsigned i = 0; i < personal->groups_count[period]; i++) {
        int64_t *there = &go[state | groups[i].mark];
        *there = here + groups[i].value > *there ? here + groups[i].value : *there;
    }
}

static void fill_behind(struct personal *personal, const struct rotation *rotation)
{
    size_t cells = ((size_t)rotation->periods + 1) * personal->layers * personal->states;

    for (size_t i = 0; i < cells; i++)
        personal->behind[i] = IMPOSSIBLE;
    cell(personal->behind, personal, 0, 0)[0] = 0;
    for (uint32_t t = 0; t < rotation->periods; t++)
        for (uint32_t made = 0; made < personal->layers; made++)
            for (unsigned state = 0; state < personal->states; state++) {
                int64_t here = cell(personal->behind, personal, t, made)[state];
                if (here <= IMPOSSIBLE / 2)
                    continue;
                int64_t *stay = &cell(personal->behind, personal, t + 1, made)[state];
                if (!(rotation->pinned[personal->worker] >> t & 1) && here > *stay)
                    *stay = here;
                if (personal_may_go(personal, rotation, made))
                    go_on(personal, rotation, t, made, state, here);
            }
}

/* The most around a visit of this period that meets `met`, without the visit's own value. */
static int64_t best_around(struct personal *personal, const struct rotation *rotation, uint32_t period, uint8_t met)
{
    int64_t most = IMPOSSIBLE;

    for (uint32_t made = 0; made < personal->layers && personal_may_go(personal, rotation, made); made++)
        for (unsigned state = 0; state < personal->states; state++) {
            uint32_t after = personal->layers > 1 ? made + 1 : 0;
            int64_t before = cell(personal->behind, personal, period, made)[state];
            if (before <= IMPOSSIBLE / 2)
                continue;
            int64_t ahead = cell(personal->ahead, personal, after_visit(rotation, period), after)[state | met];
            if (ahead > IMPOSSIBLE / 2 && before + ahead > most)
                most = before + ahead;
        }
    return most;
}

bool personal_gains(struct personal *personal, const struct rotation *rotation, int64_t *gains)
{
    uint32_t worker = personal->worker;
    int64_t best = cell(personal->ahead, personal, 0, 0)[0];
    size_t first = rotation->first_option[worker], end = rotation->first_option[worker + 1];

    if (personal->behind == NULL)
        personal->behind = malloc(((size_t)rotation->periods + 1) * personal->layers * personal->most_states *
                                  sizeof *personal->behind);
    if (personal->behind == NULL)
        return false;
    fill_behind(personal, rotation);
    for (uint32_t t = 0; t < rotation->periods; t++) {
        int64_t around[1u << MATCHER_WANTS];
        bool known[1u << MATCHER_WANTS] = {false};
        for (size_t option = first; option < end; option++) {
            int64_t *gain = &gains[(option - first) * rotation->periods + t];
            uint8_t goals = rotation->options[option].goals;
            *gain = IMPOSSIBLE;
            if (!personal_may_visit(rotation, (uint32_t)option, t))
                continue;
            if (!known[goals])
                around[goals] = best_around(personal, rotation, t, goals);
            known[goals] = true;
            if (around[goals] > IMPOSSIBLE / 2)
                *gain = (around[goals] + personal_values(personal, t)[option - first] - best) / PRICE_SCALE;
        }
    }
    return true;
}
