/*
 * Runs vahetus-match as a program: matcher/vahetus-match of the build folder, or what VAHETUS_MATCH names, in a folder
 * of its own. There stand, to begin with, an example of a round (`round.json`), of people (`people`: Mari, and Juri,
 * whose times are not known) and of needs (`needs`).
 */
#ifndef TESTS_MATCHER_COMMAND_RUNNER_H
#define TESTS_MATCHER_COMMAND_RUNNER_H

#include <stddef.h>

enum { COMMAND_OUT = 200000 };

extern const char round_text[], person_text[];

/* Of a group of tests. */
int command_set_up(void **state);
int command_tear_down(void **state);

/* In the folder. */
void write_file(const char *name, const char *text, size_t length);
void read_file(const char *name, char *text, size_t size);

extern const char *program; /* the path of vahetus-match */
extern char folder[];       /* and of the folder */

/* Runs with these arguments, in the folder; the exit status. What it said on stdout and stderr ends in the two. */
int run(const char *arguments);
extern char out[COMMAND_OUT], faults[4000];

/* Fails the test unless the text contains what is wanted. */
void has(const char *text, const char *wanted);

#endif
