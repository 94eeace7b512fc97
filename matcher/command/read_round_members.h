/* Private: what read_round.c takes from read_round_members.c. A false is a fault in `input`. */
#ifndef MATCHER_COMMAND_READ_ROUND_MEMBERS_H
#define MATCHER_COMMAND_READ_ROUND_MEMBERS_H

#include "matcher/command/read_round.h"

/* The number of a declared name. */
bool read_reference(struct input *input, const struct names *names, const json_t *value, uint32_t *number);
/* The object at a place of `centres` or `workers`. What is read belongs to `named`, also after a fault. */
bool read_centre(struct input *input, struct named_round *named, size_t at, json_t *object);
bool read_worker(struct input *input, struct named_round *named, size_t at, json_t *object);

#endif
