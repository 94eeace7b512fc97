/*
 * Private to vahetus-match: plain text of lines and numbers, fast, with the place of every fault (FORMATS: LF ends a
 * line, the last may lack it; fields are separated by one space; numbers are plain decimal digits; `c ...` is a
 * comment).
 */
#ifndef MATCHER_COMMAND_LINES_H
#define MATCHER_COMMAND_LINES_H

#include "matcher/command/input.h"

/* A line under inspection. `at` moves on as fields are taken; it always ends in a line feed. */
struct line {
    struct input *input; /* its `line` counts along */
    const char *at;
};

/* Gives every line that is no comment to `take`, until one is refused. `whole_lines` bytes at most for a line that is
 * no comment; comments may have any length, but no NUL. False after a fault. */
bool lines_read(struct input *input, const char *file, bool (*take)(void *context, struct line *line), void *context);

/* After a field: one space, then decimal digits; from `least` to `most`. `what` is named in the fault. */
bool line_number(struct line *line, const char *what, uint64_t least, uint64_t most, uint64_t *out);
/* Nothing may follow. */
bool line_end(struct line *line);

#endif
