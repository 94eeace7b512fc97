/* Private: how an assignment problem lies in memory. */
#ifndef MATCHER_ASSIGN_PROBLEM_H
#define MATCHER_ASSIGN_PROBLEM_H

#include "matcher/matcher.h"

/* A pair as one word, so that the greater word is the heavier pair: weight in the upper half, then the mark of a chosen
 * pair (the solver's), then where it leads: the need, or the person when the problem is turned over. */
typedef uint64_t arc_t;
#define ARC_CHOSEN (UINT64_C(1) << 31)

static inline arc_t arc_make(uint32_t to, int32_t weight)
{
    return (uint64_t)(uint32_t)weight << 32 | to;
}

static inline uint32_t arc_to(arc_t arc)
{
    return (uint32_t)arc & (MATCHER_ASSIGN_SIDE_MAX * 2 - 1);
}

static inline int32_t arc_weight(arc_t arc)
{
    return (int32_t)(arc >> 32);
}

struct matcher_assign_problem {
    uint32_t people, needs;
    uint32_t *person_capacity, *need_capacity;
    uint32_t *need_degree; /* pairs of each need */
    uint32_t *first;       /* people + 1: where each person's pairs start; counts until the problem is finished */
    arc_t *arcs;
    uint32_t *arc_person; /* whose pair; NULL as long as people come in ascending order */
    size_t arcs_count, arcs_room;
    uint32_t last_person;
    bool finished;
    bool by_need; /* turned over: rows are needs, and an arc leads to a person */
};

/* Turns rows by person into rows by need; false when memory ran out, and nothing has changed. O(pairs). */
bool assign_turn(struct matcher_assign_problem *problem);

/* Fills the caller's error; always false. */
bool assign_invalid(struct matcher_error *error, const char *field, uint32_t at);
bool assign_no_memory(struct matcher_error *error);

#endif
