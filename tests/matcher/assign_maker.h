/* Seeded assignment problems for the tests, and an independent way to solve the small ones. */
#ifndef TESTS_MATCHER_ASSIGN_MAKER_H
#define TESTS_MATCHER_ASSIGN_MAKER_H

#include "matcher/matcher.h"

enum { MADE_PEOPLE = 6, MADE_NEEDS = 4, MADE_CAPACITY = 3 };

/* A small problem as a table. */
struct made_assign {
    uint32_t people, needs;
    uint32_t person_capacity[MADE_PEOPLE], need_capacity[MADE_NEEDS];
    int32_t weight[MADE_PEOPLE][MADE_NEEDS]; /* -1: no pair */
};

uint64_t draw(uint64_t *state);
uint32_t draw_below(uint64_t *state, uint32_t most);

void make_assign(struct made_assign *made, uint64_t seed);
/* The problem for the library, pairs in a shuffled order; never NULL. */
struct matcher_assign_problem *problem_of(const struct made_assign *made, uint64_t seed);
/* The optimum by dynamic programming over the seats left: person by person, every subset of their pairs. */
int64_t optimum_of(const struct made_assign *made);

/* Does the judge accept this answer to the problem? Prints why not. */
bool answer_stands(const struct matcher_assign_problem *problem, const struct matcher_assign_answer *answer);

#endif
