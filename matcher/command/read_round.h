/* Private to vahetus-match: a round, an answer and an earlier plan from their JSON files. */
#ifndef MATCHER_COMMAND_READ_ROUND_H
#define MATCHER_COMMAND_READ_ROUND_H

#include "matcher/command/input.h"
#include "matcher/matcher.h"

/* A round and the names behind its numbers. The struct owns all that `round` points to. */
struct named_round {
    struct matcher_round round;
    struct names periods, goals, centres, workers;
    struct matcher_round_centre *centre_list;
    struct matcher_round_worker *worker_list;
    struct matcher_visit *pin_list;
    int32_t *numbers;           /* guests, away and bonus of all centres */
    int64_t min_send, min_host; /* of `rules`: for centres that name none */
};

bool read_round(struct input *input, const char *file, struct named_round *named);
void named_round_free(struct named_round *named);

/* A visit whose names may be unknown: then MATCHER_NONE stands for them. */
struct read_visits {
    struct matcher_visit *list;
    json_t *names; /* the list as it stood; borrowed from `root` */
    size_t count;
};
/* `visits` of an answer or earlier plan. Only their form is judged here, not whether the names exist. */
bool read_visits(struct input *input, json_t *root, const struct named_round *named, struct read_visits *visits);

#endif
