/* Private to vahetus-match: what the generators share. */
#ifndef MATCHER_COMMAND_GENERATE_H
#define MATCHER_COMMAND_GENERATE_H

#include "matcher/command/command.h"

/* 0 .. most - 1, from a seeded state (SplitMix64). */
int64_t generate_below(uint64_t *state, int64_t most);

/* A file in the folder of --out, which is made when it is missing; NULL after a fault. */
FILE *generate_open(struct run *run, const char *name, char path[512]);
bool generate_close(struct run *run, FILE *stream, const char *path);

bool generate_assign(struct run *run);

#endif
