/*
 * What prices of a repair's programme prove. Any prices do (Lagrangian relaxation: Geoffrion 1974); those of a linear
 * programme's solution are taken, rounded to integers, and every worker's best personal plan is found anew under them
 * by our own dynamic programme, visits of the earlier plan worth something on top.
 */
#include "matcher/repair_program.h"

#include <math.h>
#include <stdlib.h>

enum {
    KEEPING = 1000, /* what a kept visit counts when they alone count */
    NODES = 2000,   /* of the search for one worker's best plan */
};

/* ---- Room ---- */

/* Nothing is liked, nobody is missed. */
static bool make_counting(struct counting *counting, const struct rotation *rotation)
{
    const struct matcher_round *round = rotation->round;
    size_t options = rotation->first_option[rotation->workers];

    counting->workers = calloc((size_t)rotation->workers + 1, sizeof *counting->workers);
    counting->options = calloc(options + 1, sizeof *counting->options);
    counting->bonus = calloc((size_t)rotation->centres * rotation->periods + 1, sizeof *counting->bonus);
    if (counting->workers == NULL || counting->options == NULL || counting->bonus == NULL)
        return false;
    for (uint32_t w = 0; w < rotation->workers; w++) {
        counting->workers[w] = round->workers[w];
        counting->workers[w].wants_count = 0;
    }
    for (size_t i = 0; i < options; i++)
        counting->options[i] = (struct option){.host = rotation->options[i].host};
    counting->round = *round;
    counting->round.workers = counting->workers;
    counting->round.fair_weight = counting->round.fair_target = 0;
    counting->rotation = *rotation;
    counting->rotation.round = &counting->round;
    counting->rotation.options = counting->options;
    counting->rotation.bonus = counting->bonus;
    return true;
}

bool proving_new(struct proving *proving, const struct rotation *rotation, const struct state *kept)
{
    *proving = (struct proving){.rotation = rotation, .weighed = *rotation};
    proving->kept = calloc(rotation->first_option[rotation->workers] + 1, sizeof *proving->kept);
    if (proving->kept == NULL || !make_counting(&proving->counting, rotation) ||
        !personal_new(&proving->personal, rotation) || !prices_new(&proving->prices, rotation) ||
        !prices_new(&proving->first, rotation))
        return false;
    for (uint32_t w = 0; w < rotation->workers; w++)
        for (uint64_t left = kept->visited[w]; left != 0; left &= left - 1) {
            uint32_t t = (uint32_t)__builtin_ctzll(left);
            proving->kept[kept->at[(size_t)t * rotation->workers + w]] |= UINT64_C(1) << t;
            proving->kept_count++;
        }
    proving->personal.strict = true;
    proving->weighed.kept = proving->counting.rotation.kept = proving->kept;
    return true;
}

void proving_clear(struct proving *proving)
{
    free(proving->kept);
    free(proving->counting.workers);
    free(proving->counting.options);
    free(proving->counting.bonus);
    personal_clear(&proving->personal);
    prices_clear(&proving->prices);
    prices_clear(&proving->first);
    *proving = (struct proving){0};
}

/* ---- Prices ---- */

/* `sign`: of the prices that such a row may have, 0 for any. */
static int64_t price_of(const double *by_row, int row, int sign, double unit)
{
    const double most = 1e12;

    if (row < 0)
        return 0;
    double price = by_row[row] * unit;
    price = price > most ? most : price < -most ? -most : price;
    int64_t whole = llround(price);
    return (sign > 0 && whole < 0) || (sign < 0 && whole > 0) ? 0 : whole;
}

static void take_prices(struct proving *proving, const struct program *program, const double *by_row, int64_t unit)
{
    const struct rotation *rotation = proving->rotation;
    struct prices *prices = &proving->prices;
    size_t cells = (size_t)rotation->centres * rotation->periods;
    double scale = (double)unit * PRICE_SCALE;

    for (size_t i = 0; i < cells; i++) {
        prices->guests[i] = price_of(by_row, program->guests[i], 0, scale);
        prices->away[i] = price_of(by_row, program->away[i], 0, scale);
        prices->balance[i] = price_of(by_row, program->balance[i], 0, scale);
    }
    for (uint32_t c = 0; c < rotation->centres; c++) {
        prices->send[c] = -price_of(by_row, program->send[c], -1, scale);
        prices->host[c] = -price_of(by_row, program->host[c], -1, scale);
    }
}

/* The share of the plain part, from the row of what lies beyond the target. */
static void take_shares(struct proving *proving, const struct program *program, const double *by_row)
{
    const struct rotation *rotation = proving->rotation;
    const struct matcher_round *round = rotation->round;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        bool below = context_of(rotation, program->kept, w, 0).part < round->fair_target;
        int64_t beyond = round->fair_weight == 0
                             ? 0
                             : price_of(by_row, program->fair[w], 1, (double)PRICE_SCALE / (double)round->fair_weight);
        beyond = beyond > PRICE_SCALE ? PRICE_SCALE : beyond;
        proving->prices.fair[w] = below ? beyond : PRICE_SCALE - beyond;
    }
}

/* ---- Prices of periods by themselves ---- */

/* The most that a unit is worth on its way to each node, wherever it begins, when no circle brings anything: no visit
 * brings more than what lies between its ends (Ahuja, Magnanti, Orlin, "Network Flows", 1993, 9.4). */
static void price_cell(struct proving *proving, const struct network *network, uint32_t centre)
{
    const struct rotation *rotation = proving->rotation;
    size_t cell = (size_t)centre * rotation->periods + network->period;
    int64_t in = network->label[node_in(centre)] * PRICE_SCALE, out = network->label[node_out(centre)] * PRICE_SCALE;
    int64_t apart = in > out ? in - out : 0, hub = network->label[network->nodes - 1] * PRICE_SCALE;
    bool by_guests = rotation->guests[cell] <= rotation->away[cell];
    struct prices *first = &proving->first;

    if (rotation->round->balanced) {
        first->guests[cell] = by_guests ? apart : 0;
        first->away[cell] = by_guests ? 0 : apart;
        first->balance[cell] = by_guests ? -out : -(out + apart);
        return;
    }
    first->guests[cell] = in > hub ? in - hub : 0;
    first->away[cell] = hub > out ? hub - out : 0;
}

void proving_begin(struct proving *proving, struct network *network, const struct state *kept)
{
    for (uint32_t t = 0; t < proving->rotation->periods; t++) {
        network_fill(network, kept, t, true, NULL);
        network_free(network, kept);
        network_label(network);
        for (uint32_t c = 0; c < proving->rotation->centres; c++)
            price_cell(proving, network, c);
    }
}

/* Elsewhere the programme's prices are over those it began from. None of places is below 0. */
static void add_first_prices(struct proving *proving, const struct program *program)
{
    const struct rotation *rotation = proving->rotation;
    struct prices *prices = &proving->prices, *first = &proving->first;

    for (size_t i = 0; i < (size_t)rotation->centres * rotation->periods; i++) {
        bool over = !(program->periods >> i % rotation->periods & 1) && !program->fewest;
        prices->guests[i] += over ? first->guests[i] : 0;
        prices->away[i] += over ? first->away[i] : 0;
        prices->balance[i] += over ? first->balance[i] : 0;
        prices->guests[i] = prices->guests[i] > 0 ? prices->guests[i] : 0;
        prices->away[i] = prices->away[i] > 0 ? prices->away[i] : 0;
    }
}

/* ---- Proofs ---- */

/* Times PRICE_SCALE; INT64_MAX / 4 at most, INT64_MIN when some worker has no plan. */
static int64_t most_under_prices(struct proving *proving, const struct rotation *rotation)
{
    __int128 sum = prices_cost(&proving->prices, rotation);
    struct personal_answer answer;

    for (uint32_t w = 0; w < rotation->workers; w++) {
        personal_search(&proving->personal, rotation, &proving->prices, w, 1, 0, NODES, &answer);
        if (answer.bound == IMPOSSIBLE)
            return INT64_MIN;
        sum += answer.bound;
    }
    return sum < INT64_MAX / 4 ? (int64_t)sum : INT64_MAX / 4;
}

uint64_t proved_losses(struct proving *proving, const struct program *program)
{
    struct rotation *rotation = &proving->counting.rotation;

    rotation->keep_worth = KEEPING;
    take_prices(proving, program, lp_prices(program->lp), KEEPING);
    add_first_prices(proving, program);
    int64_t most = most_under_prices(proving, rotation);
    if (most == INT64_MIN) /* then there is no plan at all */
        return proving->kept_count;
    int64_t kept = floor_scaled(most) / KEEPING, all = (int64_t)proving->kept_count;
    return kept < 0 ? proving->kept_count : kept > all ? 0 : (uint64_t)(all - kept);
}

int64_t proved_worth(struct proving *proving, const struct program *program, unsigned losses)
{
    const double *by_row = lp_prices(program->lp);
    struct rotation *rotation = &proving->weighed;

    rotation->keep_worth = price_of(by_row, program->changes, 0, 1);
    take_prices(proving, program, by_row, 1);
    take_shares(proving, program, by_row);
    add_first_prices(proving, program);
    int64_t most = most_under_prices(proving, rotation);
    if (most == INT64_MIN)
        return INT64_MIN;
    return floor_scaled(most) - rotation->keep_worth * ((int64_t)proving->kept_count - losses);
}
