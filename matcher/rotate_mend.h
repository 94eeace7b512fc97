/* Private: a plan made better piece by piece (rotate_mend.c). */
#ifndef MATCHER_ROTATE_MEND_H
#define MATCHER_ROTATE_MEND_H

#include "matcher/rotate_bundle.h"

/* A centre, and how much the workers of another like it. */
struct near_centre {
    uint32_t centre;
    int64_t liked;
};

struct mending {
    const struct rotation *rotation;
    struct pool *pool;
    struct personal *personal;
    const struct prices *guide; /* prices of the whole */
    uint64_t random;
    struct rotation part; /* the round in which the rest stands still; shares most of `rotation` */
    uint32_t periods;     /* set free at a time */
    uint64_t window;      /* those */
    uint64_t tried[256];  /* windows looked at since the plan became better */
    unsigned tried_count;
    unsigned unfinished; /* of late, for windows of this size */
    bool narrowed;       /* wider ones were too much */
    uint64_t nodes;
    uint32_t *workers, workers_count;
    uint32_t *chosen;
    uint32_t parts; /* of the round, set free one at a time at first; 1 when it is small */
    uint32_t split; /* parts at the moment: fewer and fewer, then as many as at first */
    uint32_t left;  /* windows before that changes */
    struct near_centre *near;
    bool *is_near; /* by centre: its workers are set free */
    bool *is_open; /* by cell: a worker set free may go there */
    struct generation generation;
};

bool mending_new(struct mending *mending, const struct rotation *rotation, struct pool *pool, struct personal *personal,
                 const struct prices *guide, uint64_t seed) MATCHER_MUST_CHECK;
void mending_clear(struct mending *mending);
/* For another plan: narrow windows again, none of them tried. */
void mending_restart(struct mending *mending);
/* The best whole answer of a part among the bundle's plans that lose less than `slack`, into `state` if one is found.
 * False: no memory. */
bool mend_choose(struct mending *mending, struct master *master, const struct bundle *bundle, double slack,
                 struct branching *branching, struct state *state, struct rotate_watch *watch) MATCHER_MUST_CHECK;
/* One piece of a legal plan; *better tells whether it is worth more now. False: no memory. */
bool mend(struct mending *mending, struct state *state, bool *better, struct rotate_watch *watch) MATCHER_MUST_CHECK;

#endif
