/* Private to vahetus-match: a proposal as `pair` writes it, read to be judged. */
#ifndef MATCHER_COMMAND_READ_PAIRS_H
#define MATCHER_COMMAND_READ_PAIRS_H

#include "matcher/command/read_people.h"

struct open_shift {
    const struct matcher_need *need;
    size_t shift;
    int64_t seats; /* that are said to be open */
};

struct read_pairs {
    const struct crowd *crowd;
    struct matcher_pair *list;
    struct matcher_pairing_details *details; /* by place in the list */
    size_t count, room;
    bool has_sum;
    struct matcher_pairing_claim claim;
    struct matcher_pairing_price *prices;
    struct open_shift *open;
    size_t open_count;
    char rejection[200]; /* well-formed, but wrong; the first */
};

/* Lines of pairs, then one line that sums them up. `pairs->crowd` is set, the rest 0. Free in either case. */
bool read_pairs(struct input *input, const char *file, struct read_pairs *pairs);
void read_pairs_free(struct read_pairs *pairs);

#endif
