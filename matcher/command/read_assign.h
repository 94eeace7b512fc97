/* Private to vahetus-match: assignment problems and answers as FORMATS has them. */
#ifndef MATCHER_COMMAND_READ_ASSIGN_H
#define MATCHER_COMMAND_READ_ASSIGN_H

#include "matcher/command/lines.h"
#include "matcher/matcher.h"

/* A finished problem; NULL after a fault. Free with matcher_assign_problem_free. */
struct matcher_assign_problem *read_assign(struct input *input, const char *file);

/* An answer to a problem of so many people and needs. `claim` points into it; free also after a fault. Pairs and prices
 * out of range or out of order are no faults: `objection` says why the answer must be rejected. */
struct assign_claim {
    struct matcher_assign_claim claim;
    struct matcher_assign_edge *pairs;
    size_t pairs_count, pairs_room;
    int64_t *person_prices, *need_prices;
    uint32_t people, needs;
    char section; /* of the last line: s, m, u, x, b */
    uint64_t last_price;
    bool has_total;
    char objection[160];
};
bool read_assign_claim(struct input *input, const char *file, uint32_t people, uint32_t needs,
                       struct assign_claim *out);
void assign_claim_free(struct assign_claim *claim);

#endif
