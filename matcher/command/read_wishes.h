/* Private to vahetus-match: what a coordinator wishes of a proposal, read for `pair` and `verify pair`. */
#ifndef MATCHER_COMMAND_READ_WISHES_H
#define MATCHER_COMMAND_READ_WISHES_H

#include "matcher/command/read_people.h"

/* A list of pairs, and the lines that they were said on. */
struct wished {
    struct matcher_pair *list;
    int *lines;
    size_t count, room;
};

struct read_wishes {
    const struct crowd *crowd;
    struct wished pins, forbids;
};

/* Lines of pins and forbids about people and needs of `wishes->crowd`, which is set, the rest 0; a pair at most once.
 * Free in either case. */
bool read_wishes(struct input *input, const char *file, struct read_wishes *wishes);
void read_wishes_free(struct read_wishes *wishes);

#endif
