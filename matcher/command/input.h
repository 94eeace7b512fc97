/*
 * Private to vahetus-match: JSON files to values, with the place of every fault.
 *
 * A fault ends as one line on stderr: `FILE:LINE: reason` where the text itself is broken, `FILE: PATH: reason` (or
 * `FILE:LINE: PATH: reason` in JSON Lines) where a member is wrong, e.g. `round.json: workers[3].fit.loo: must be an
 * integer`.
 */
#ifndef MATCHER_COMMAND_INPUT_H
#define MATCHER_COMMAND_INPUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Exit statuses of FORMATS. */
enum outcome {
    OUTCOME_SOLVED = 0,
    OUTCOME_IMPOSSIBLE = 1, /* proved, or rejected */
    OUTCOME_BAD_INPUT = 2,
    OUTCOME_STOPPED = 3,
    OUTCOME_MACHINE = 4,
};

/* The first fault wins. */
struct input {
    const char *file;
    int line; /* of JSON Lines; 0 in a JSON file */
    char path[400];
    enum outcome outcome;
    char message[800];
};

/* Fills the fault; always false. A path that is empty names no member. */
bool input_fault(struct input *input, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool input_no_memory(struct input *input);

/* The path grows and shrinks as readers go down: `size_t mark = input_down(...); ...; input_up(input, mark)`. */
size_t input_down(struct input *input, const char *member);
size_t input_down_at(struct input *input, size_t index);
void input_up(struct input *input, size_t mark);

/* A whole file; NULL after a fault. Free with json_decref. */
json_t *input_load(struct input *input, const char *file);
/* Each line of a file is one object, given to `take`; empty lines are faults. */
bool input_lines(struct input *input, const char *file,
                 bool (*take)(void *context, struct input *input, json_t *object), void *context);

/* Members. `known` ends in NULL. */
bool input_is_object(struct input *input, const json_t *value);
bool input_is_array(struct input *input, const json_t *value);
bool input_only(struct input *input, const json_t *object, const char *const *known);
/* NULL without fault when it is absent and not required; null counts as absent where it is not required. */
json_t *input_member(struct input *input, const json_t *object, const char *name, bool required);
bool input_integer(struct input *input, const json_t *value, int64_t least, int64_t most, int64_t *out);
bool input_integer_member(struct input *input, const json_t *object, const char *name, int64_t least, int64_t most,
                          int64_t *out); /* left as it is when absent */
bool input_bool_member(struct input *input, const json_t *object, const char *name, bool *out);
bool input_number_member(struct input *input, const json_t *object, const char *name, double least, double most,
                         double *out);                              /* required */
const char *input_string(struct input *input, const json_t *value); /* not empty, without NUL; NULL after a fault */

/* Names to small integers, in order of first use. */
struct names {
    json_t *numbers; /* object */
    const char **names;
    size_t count, room;
    size_t most;
    const char *what; /* "skills" */
};
bool names_open(struct names *names, const char *what, size_t most);
void names_close(struct names *names);
/* SIZE_MAX after a fault. `value` is a string. */
size_t names_intern(struct names *names, struct input *input, const json_t *value);
/* SIZE_MAX when unknown, no fault. */
size_t names_find(const struct names *names, const char *name);

#endif
