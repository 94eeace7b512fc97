/*
 * Private: annealing under way. rotate_anneal.c takes moves or does not, rotate_anneal_moves.c proposes them.
 */
#ifndef MATCHER_ROTATE_ANNEAL_H
#define MATCHER_ROTATE_ANNEAL_H

#include "matcher/rotate.h"
#include "matcher/rotate_random.h"

/* One worker's part of a move: a visit less, a visit more, or both. */
struct change {
    uint32_t worker;
    uint32_t less, more; /* periods, NO_PERIOD */
    uint32_t option;     /* of the visit more */
    int64_t value;       /* of the worker afterwards */
};

#define NO_PERIOD UINT32_MAX

struct anneal {
    const struct rotation *rotation;
    struct state *now;
    uint64_t random;
    uint64_t *near;       /* by period */
    int64_t *value;       /* by worker */
    int32_t *comes;       /* guests by cell */
    int32_t *leaves;      /* by cell */
    uint32_t *colleagues; /* workers by home */
    uint32_t *first_of;   /* by centre, in `colleagues` */
    uint32_t *travellers; /* by period: who is away, in any order */
    uint32_t *place;      /* [period * workers + worker]: in `travellers` */
    uint32_t *count;      /* by period: how many */
    int64_t warmth;
    struct change changes[2];
};

/* Takes what is prepared in `changes` if it is legal for its workers and better, or by chance. */
bool anneal_take(struct anneal *anneal, unsigned count);
/* Proposes one; true when it was taken. */
bool anneal_move(struct anneal *anneal);

#endif
