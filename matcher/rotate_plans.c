/*
 * One worker's best legal plans under prices. The dynamic programme (rotate_price.c) relaxes that a host comes once and
 * mixes the plain part with the penalised one; it bounds what can still come while plans are built visit by visit.
 */
#include "matcher/rotate_plans.h"

#include <string.h>

/* A line below the programme's answer as a function of the share `fair`, given by a plan found at some share. */
struct line {
    bool is_there;
    int64_t share, value, slope;
};

/* Where two lines meet, or an end of 0..PRICE_SCALE on the side that has none yet. */
static int64_t next_share(const struct line *falling, const struct line *rising)
{
    if (!falling->is_there || !rising->is_there)
        return falling->is_there ? PRICE_SCALE : 0;
    __int128 apart = (__int128)falling->value - rising->value + (__int128)falling->slope * -falling->share -
                     (__int128)rising->slope * -rising->share;
    return (int64_t)(apart / (rising->slope - falling->slope));
}

/* Writes the share that makes the programme's answer smallest (it is convex in the share) and leaves the programme
 * filled for it. */
static int64_t best_share(struct personal *personal, const struct rotation *rotation, struct prices *prices,
                          uint32_t worker)
{
    const struct matcher_round *round = rotation->round;
    int64_t *share = &prices->fair[worker], best = INT64_MAX, best_at = *share;
    struct line falling = {0}, rising = {0};

    if (round->fair_weight == 0)
        *share = PRICE_SCALE;
    for (int tries = 0; tries < 8; tries++) {
        int64_t value = personal_best(personal, rotation, prices, worker);
        if (value == IMPOSSIBLE)
            return IMPOSSIBLE;
        if (value < best) {
            best = value;
            best_at = *share;
        }
        int64_t slope = round->fair_weight * (round->fair_target - personal_part(personal, rotation));
        const struct line found = {true, *share, value, slope};
        if (slope == 0 || (slope < 0 && *share == PRICE_SCALE) || (slope > 0 && *share == 0))
            break;
        if (slope < 0)
            falling = found;
        else
            rising = found;
        int64_t next = next_share(&falling, &rising);
        if (next == *share || (falling.is_there && next <= falling.share) || (rising.is_there && next >= rising.share))
            break;
        *share = next;
    }
    if (*share == best_at)
        return best;
    *share = best_at;
    return personal_best(personal, rotation, prices, worker);
}

/* ---- Plans, visit by visit ---- */

struct climb {
    struct personal *personal;
    const struct rotation *rotation;
    struct plan_listing *listing;
    int64_t constant; /* what the mix takes off every plan */
    int64_t next;     /* the most among what was cut off */
    struct plan_visit path[MATCHER_PERIODS];
    uint32_t length;
    bool given_up;
};

static bool was_visited(const struct climb *climb, uint32_t option)
{
    for (uint32_t i = 0; i < climb->length; i++)
        if (climb->path[i].option == option)
            return true;
    return false;
}

static void arrive(struct climb *climb)
{
    const struct rotation *rotation = climb->rotation;
    uint32_t worker = climb->personal->worker;
    int64_t reduced = plan_value(rotation, worker, climb->path, climb->length) * PRICE_SCALE;

    for (uint32_t i = 0; i < climb->length; i++)
        reduced -= personal_cost(climb->personal, rotation, climb->path[i].option, climb->path[i].period);
    if (rotation->kept != NULL) /* both hold it */
        for (uint32_t i = 0; i < climb->length; i++)
            if (rotation->kept[climb->path[i].option] >> climb->path[i].period & 1)
                reduced -= rotation->keep_worth * PRICE_SCALE;
    if (climb->personal->loss != NULL)
        reduced -= climb->personal->loss->of(climb->personal->loss->context, worker, climb->path, climb->length);
    if (reduced >= climb->listing->least) {
        if (!climb->listing->take(climb->listing->context, worker, climb->path, climb->length, reduced))
            climb->given_up = true;
    } else if (reduced > climb->next) {
        climb->next = reduced;
    }
}

/* Is anything with this much worth wanted? */
static bool worth_it(struct climb *climb, int64_t at_most)
{
    if (at_most >= climb->listing->least)
        return true;
    climb->next = at_most > climb->next ? at_most : climb->next;
    return false;
}

static void climb_from(struct climb *climb, uint32_t period, uint32_t made, unsigned state, int64_t value);

/* Each visit of one period that may still lead somewhere. */
static void climb_period(struct climb *climb, uint32_t t, uint32_t made, unsigned state, int64_t value)
{
    struct personal *personal = climb->personal;
    const struct rotation *rotation = climb->rotation;
    uint64_t after = (uint64_t)t + 1 + rotation->round->min_gap;
    uint32_t next = after < rotation->periods ? (uint32_t)after : rotation->periods;
    uint32_t made_after = personal->layers > 1 ? made + 1 : 0;
    uint32_t first = (uint32_t)rotation->first_option[personal->worker];
    const int64_t *values = personal_values(personal, t), *ahead = personal_ahead(personal, next, made_after);

    for (uint32_t i = 0; i < personal->options; i++) {
        if (values[i] == IMPOSSIBLE || was_visited(climb, first + i))
            continue;
        unsigned state_after = state | personal->mark_of[i];
        int64_t at_most = value + values[i] + ahead[state_after];
        if (at_most <= climb->next && at_most < climb->listing->least)
            continue;
        if (!worth_it(climb, at_most))
            continue;
        if (climb->listing->nodes == 0 || --climb->listing->nodes == 0)
            climb->given_up = true;
        climb->path[climb->length++] = (struct plan_visit){.option = first + i, .period = t};
        climb_from(climb, next, made_after, state_after, value + values[i]);
        climb->length--;
        if (climb->given_up)
            return;
    }
}

static void climb_from(struct climb *climb, uint32_t period, uint32_t made, unsigned state, int64_t value)
{
    struct personal *personal = climb->personal;
    const struct rotation *rotation = climb->rotation;

    for (uint32_t t = period; t < rotation->periods; t++) {
        if (climb->given_up || !worth_it(climb, value + personal_ahead(personal, t, made)[state]))
            return;
        if (personal_may_go(personal, rotation, made))
            climb_period(climb, t, made, state, value);
        if (climb->given_up || rotation->pinned[personal->worker] >> t & 1)
            return;
    }
    if (worth_it(climb, value + personal_ahead(personal, rotation->periods, made)[state]))
        arrive(climb);
}

static int64_t mix_constant(const struct personal *personal, const struct rotation *rotation)
{
    const struct matcher_round *round = rotation->round;

    return round->fair_weight == 0
               ? 0
               : (personal->weight - PRICE_SCALE) / round->fair_weight * round->fair_weight * round->fair_target;
}

/* What was cut off is worth at most the return value. */
static int64_t climb_all(struct personal *personal, const struct rotation *rotation, struct plan_listing *listing,
                         bool *given_up)
{
    struct climb climb = {.personal = personal, .rotation = rotation, .listing = listing, .next = IMPOSSIBLE};

    climb_from(&climb, 0, 0, 0, -mix_constant(personal, rotation));
    *given_up = climb.given_up;
    return climb.next;
}

bool personal_list(struct personal *personal, const struct rotation *rotation, struct plan_listing *listing)
{
    bool given_up;

    climb_all(personal, rotation, listing, &given_up);
    return !given_up;
}

/* ---- The best few ---- */

struct best_few {
    struct personal_answer *answer;
    struct plan_listing *listing;
    unsigned wanted;
    int64_t spread;
};

static bool take_found(void *context, uint32_t worker, const struct plan_visit *visits, uint32_t count, int64_t reduced)
{
    struct best_few *few = context;
    struct personal_answer *answer = few->answer;
    unsigned at = answer->found_count;

    (void)worker;
    while (at > 0 && answer->found[at - 1].reduced < reduced)
        at--;
    if (at >= few->wanted)
        return true;
    unsigned kept = answer->found_count < few->wanted ? answer->found_count : few->wanted - 1;
    memmove(answer->found + at + 1, answer->found + at, (kept - at) * sizeof *answer->found);
    answer->found[at].reduced = reduced;
    answer->found[at].count = count;
    if (count > 0)
        memcpy(answer->found[at].visits, visits, count * sizeof *visits);
    answer->found_count = kept + 1;
    int64_t least = answer->found_count == few->wanted ? answer->found[few->wanted - 1].reduced + 1 : IMPOSSIBLE;
    int64_t by_spread = answer->found[0].reduced - few->spread;
    least = by_spread > least ? by_spread : least;
    few->listing->least = least > few->listing->least ? least : few->listing->least;
    return true;
}

void personal_search(struct personal *personal, const struct rotation *rotation, struct prices *prices, uint32_t worker,
                     unsigned wanted, int64_t spread, uint64_t nodes, struct personal_answer *answer)
{
    int64_t loss = 0;

    answer->found_count = 0;
    answer->promised = answer->bound = best_share(personal, rotation, prices, worker);
    while (answer->promised != IMPOSSIBLE && personal->strict) { /* a host twice: once only from now on */
        uint32_t twice = personal_twice(personal, rotation);
        if (twice == NO_OPTION || !personal_remember(personal, twice))
            break;
        answer->promised = answer->bound = best_share(personal, rotation, prices, worker);
    }
    if (answer->promised == IMPOSSIBLE)
        return;
    struct plan_listing listing = {.take = take_found, .nodes = nodes};
    struct best_few few = {.answer = answer, .listing = &listing, .wanted = wanted, .spread = spread};
    listing.context = &few;
    while (answer->found_count == 0) { /* what the programme promises, then less and less */
        bool given_up;
        listing.least = answer->promised - loss - spread;
        int64_t cut = climb_all(personal, rotation, &listing, &given_up);
        if (given_up)
            return;
        if (answer->found_count > 0)
            answer->bound = answer->found[0].reduced;
        else if (cut <= IMPOSSIBLE / 2)
            answer->promised = answer->bound = IMPOSSIBLE;
        else
            answer->bound = cut;
        if (answer->bound == IMPOSSIBLE)
            return;
        int64_t twice = 2 * loss + PRICE_SCALE, needed = answer->promised - cut;
        loss = twice > needed ? twice : needed;
    }
}
