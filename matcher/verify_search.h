/*
 * Private to the judge of conflicts: a search for visits that satisfy some of a round's rules, or the proof that there
 * are none. Shares no code with the planner.
 *
 * verify_conflict.c   which rules hold, and the verdict
 * verify_search.c     the search
 */
#ifndef MATCHER_VERIFY_SEARCH_H
#define MATCHER_VERIFY_SEARCH_H

#include "matcher/matcher.h"

/* Which rules hold, as bits by cell (centre * periods + period), by centre and by worker. */
enum {
    HOLDS_GUESTS = 1,
    HOLDS_AWAY = 2,
    HOLDS_BALANCE = 4,
    HOLDS_SEND = 1,
    HOLDS_HOST = 2,
    HOLDS_GAP = 1,
    HOLDS_MOST = 2,
};

/* Of one worker, while answers are counted: visits at most, the first period that is far enough from the last one. */
struct inquest_turns {
    uint32_t count, next;
};

struct inquest {
    const struct matcher_round *round;
    size_t centres, workers, periods;
    unsigned char *at_cell, *at_centre, *at_worker; /* rules that hold */
    uint64_t *fits;                                 /* bit (worker * centres + host) */
    uint32_t *host;                                 /* by worker * periods + period; MATCHER_NONE: at home */
    uint32_t *ruled_out; /* by (worker * centres + host) * periods + period: depth + 1 of who did; 0: nobody */
    int32_t *in, *out;   /* by cell */
    int32_t *sent, *hosted, *made;
    struct inquest_turns *turns;
    uint64_t steps; /* visits that may still be looked at */
};

static inline size_t cell_of(const struct inquest *inquest, uint32_t centre, uint32_t period)
{
    return (size_t)centre * inquest->periods + period;
}

/* No rule holds but the facts, and nobody is away. False: no memory. Clear in either case. */
bool inquest_new(struct inquest *inquest, const struct matcher_round *round);
void inquest_clear(struct inquest *inquest);

/* Sets a pin; false: it cannot stand beside the facts, the rules that hold and the pins before it. */
bool inquest_pin(struct inquest *inquest, const struct matcher_visit *pin);

enum finding { FOUND_NONE, FOUND_PLAN, OUT_OF_STEPS };

/* Is there a set of visits, pins among them, that satisfies the rules that hold? Until inquest->steps are used up. */
enum finding inquest_search(struct inquest *inquest);

#endif
