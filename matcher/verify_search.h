/*
 * Private to the judge of conflicts: a search for visits that satisfy some of a round's rules, or the proof that there
 * are none. Shares no code with the planner.
 *
 * verify_conflict.c   which rules hold, and the verdict
 * verify_inquest.c    visits, and whether one more may be made
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
    uint32_t count;
    uint64_t next;
};

struct inquest {
    const struct matcher_round *round;
    uint32_t centres, workers, periods;
    unsigned char *at_cell, *at_centre, *at_worker; /* rules that hold */
    uint64_t *fits, *met;                           /* bit worker * centres + host: may be visited; is visited */
    uint64_t *away;                                 /* by worker: periods with a visit */
    uint32_t *by_home, *first_of;                   /* workers by home, and where those of a centre begin */
    uint16_t *ruled_out; /* by (worker * centres + host) * periods + period: depth + 1 of who did; NULL: no room */
    int32_t *in, *out;   /* by cell */
    int32_t *sent, *hosted, *made;
    struct inquest_turns *turns;
    int32_t *coming, *leaving; /* by centre, in one period */
    uint64_t steps;            /* that are left; a step takes some nanoseconds */
};

static inline size_t cell_of(const struct inquest *inquest, uint32_t centre, uint32_t period)
{
    return (size_t)centre * inquest->periods + period;
}

/* No rule holds but the facts, and nobody is away. Rounds of more than 2^24 workers x hosts x periods have no room for
 * a search, only for pins and names. False: no memory. Clear in either case. */
bool inquest_new(struct inquest *inquest, const struct matcher_round *round, uint64_t steps);
void inquest_clear(struct inquest *inquest);
void inquest_spend(struct inquest *inquest, uint64_t steps);

/* Could the visit be made, beside those that are? Every rule that holds is looked at but balance and minimums. */
bool inquest_may(struct inquest *inquest, uint32_t worker, uint32_t host, uint32_t period);
/* The same of any host: how many of them. */
uint64_t inquest_options(struct inquest *inquest, uint32_t worker, uint32_t host, uint32_t period);
/* by = 1: the visit is made; -1: it is taken back. */
void inquest_put(struct inquest *inquest, const struct matcher_visit *visit, int by);

enum finding { FOUND_NONE, FOUND_PLAN, OUT_OF_STEPS };

/* Is there a set of visits, those that are made among them, that satisfies the rules that hold? */
enum finding inquest_search(struct inquest *inquest);

#endif
