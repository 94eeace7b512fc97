/*
 * Private: the smallest repairs of a plan.
 *
 * repair_network.c   one period: which visits to add so that its gaps close, and what more or less of each would bring
 * repair_bound.c     what a plan that loses certain visits is worth at most; repair_ready.c makes it ready
 * repair_sets.c      sets of lost visits, best first, and the plans behind them
 * repair_whole.c     more losses, in many periods, by a linear programme (repair_program.h lists its files)
 * repair.c           what is kept, and the best plan for each number of changes
 * repair_turns.c     many periods, one after the other, where few changes do not do
 */
#ifndef MATCHER_REPAIR_H
#define MATCHER_REPAIR_H

#include "matcher/rotate.h"

#define NO_WAY INT64_MIN
/* Outweighs whatever visits are worth together (65,536 workers of 1.4e11 each at most); sums of a few stay in 64 bits.
 */
#define UNREACHED INT64_C(100000000000000000)
#define MOST_GAPS 4 /* in one period */

/* What a worker has so far, some visits left out. */
struct context {
    int64_t part;
    uint8_t goals;
    unsigned count;
    uint64_t near; /* periods too near a visit for another */
};
struct context context_of(const struct rotation *rotation, const struct state *state, uint32_t worker,
                          uint64_t without);
/* May the visit be added, the rules of one worker alone considered? */
bool may_add(const struct rotation *rotation, const struct state *state, const struct context *context, uint32_t worker,
             uint64_t without, uint32_t option, uint32_t period);
/* What a visit adds to its worker's value; at most: however many more are added or lost. */
int64_t gain_of(const struct rotation *rotation, const struct context *context, uint32_t worker, uint32_t option,
                uint32_t period);
int64_t gain_at_most(const struct rotation *rotation, const struct context *context, uint32_t worker, uint32_t option,
                     uint32_t period);

/* ---- One period ----
 *
 * A visit carries a unit from out(home) to in(host). Balanced, a unit that arrives at a centre lets one leave: in(c) ->
 * out(c), as often as there are places; else places are used from and to a hub. Units that visits of the plan carry
 * already are no arcs: they stand, or leave a supply and a demand behind. */
struct network {
    const struct rotation *rotation;
    uint32_t period, nodes;
    int64_t *way;      /* [from * nodes + to]: the most that one unit more brings there, or NO_WAY */
    uint32_t *carrier; /* ... and the arc behind it: of `arcs`, or NO_ARC for places */
    int32_t *need;     /* by node: units that must leave (> 0) or arrive (< 0) */
    int64_t *label;
    uint32_t *previous;
    struct network_arc {
        uint32_t worker, option;
        int64_t gain;
    } * arcs; /* by worker */
    uint32_t arcs_count;
    uint32_t *used; /* by worker: the arc that carries them, or NO_ARC */
    struct place {
        uint32_t from, to;
        int32_t forth, back; /* units more, units less */
    } * places;
    uint32_t places_count;
};
#define NO_ARC UINT32_MAX

static inline uint32_t node_out(uint32_t centre)
{
    return 2 * centre;
}
static inline uint32_t node_in(uint32_t centre)
{
    return 2 * centre + 1;
}

bool network_new(struct network *network, const struct rotation *rotation) MATCHER_MUST_CHECK;
void network_clear(struct network *network);
/* The network of visits that may join those of `state` in the period. `at_most`: gains for a bound. `open`: by worker,
 * periods in which they may be added; NULL: all. */
void network_fill(struct network *network, const struct state *state, uint32_t period, bool at_most,
                  const uint64_t *open);
/* After network_fill without `open`: those of `state` may be lost too, or be elsewhere. */
void network_free(struct network *network, const struct state *state);
/* Additions of most value that close as many gaps as can be; *missing: gaps that stay open. */
int64_t network_solve(struct network *network, uint32_t *missing);
/* Circles that bring something are turned; then network->label is the most that a unit brings on its way to a node. */
void network_label(struct network *network);
void network_apply(const struct network *network, struct state *state);
/* After network_solve: the most that one unit more from node to node brings, -UNREACHED where there is no way. All
 * pairs (Floyd 1962). ways: [nodes * nodes]. */
void network_close(struct network *network, int64_t *ways);

/* ---- What a set of lost visits is worth at most ---- */

struct loss {
    uint32_t worker, option, period;
    int64_t delta;  /* of the worker's value */
    unsigned room;  /* visits the worker may make then instead */
    int64_t *freed; /* [period][node]: the most of a visit of the worker then, on to the node; NULL: not at hand */
};

/* What is not closed in one period although nothing more is lost: units between these nodes. */
struct open_gaps {
    uint32_t from[MOST_GAPS], to[MOST_GAPS];
    unsigned count;
};

struct repair_bound {
    const struct rotation *rotation;
    const struct state *kept;
    uint32_t nodes;
    int64_t **ways;         /* by period */
    struct open_gaps *gaps; /* by period */
    bool too_many_gaps;     /* nothing is proved then */
    int64_t value;          /* of `kept` and the best additions to it, open gaps left aside */
    bool *improved;         /* by period: visits are added, or gaps are open, when nothing more is lost */
    struct loss *losses;
    size_t losses_count;
    int64_t *freed, *both; /* room behind losses[].freed; of one worker who loses two visits */
};

/* Of the visits in `kept` all may be lost but pins. `pairs`: also prepare for bound_of_two. False: no memory. */
bool repair_bound_new(struct repair_bound *bound, const struct rotation *rotation, const struct state *kept,
                      struct network *network, bool pairs) MATCHER_MUST_CHECK;
void repair_bound_clear(struct repair_bound *bound);
/* The most of a visit of `worker` in each period, on to every node, when visits `without` are lost: [period][node]. */
void fill_freed(const struct repair_bound *bound, uint32_t worker, uint64_t without, int64_t *freed);
/* What the worker's visits are worth, those of periods `without` left out. */
int64_t value_without(const struct repair_bound *bound, uint32_t worker, uint64_t without);
/* Periods in which visits are added, or gaps stay open, when nothing more is lost. */
unsigned repair_bound_gaps(const struct repair_bound *bound);
/* No plan that keeps all else and loses these is worth more. With `wanted` a sharper bound that takes longer, and by
 * place in the set the periods in which the freed workers' visits bring that much. */
int64_t bound_of_none(const struct repair_bound *bound);
int64_t bound_of_one(const struct repair_bound *bound, size_t a, uint64_t wanted[2]);
int64_t bound_of_two(const struct repair_bound *bound, size_t a, size_t b, uint64_t wanted[2]);

/* ---- Sets of lost visits ---- */

#define CANDIDATES 8192

struct candidate {
    int64_t bound;
    uint32_t losses[2];
};

struct repairing {
    const struct matcher_round *round;
    const struct matcher_repair_options *options;
    struct rotation rotation;
    struct network network;
    struct repair_bound bound;
    struct state kept, trial, best; /* `kept`: what stays when nothing is lost but by force */
    uint64_t *open;                 /* by worker: periods in which additions are tried */
    struct candidate *candidates;
    size_t candidates_count;
    int64_t dropped;     /* the highest bound of those that found no room */
    uint64_t keep_count; /* visits of the earlier plan, each once, as far as the round knows them */
    uint64_t kept_count; /* of these in `kept` */
    uint32_t *broken;    /* workers whose visits in `kept` break a rule of their own */
    uint32_t broken_count;
    struct whole *whole;
    unsigned least; /* beyond force: every plan loses that many */
    bool counted;   /* `least` is */
    bool hopeless;  /* the pins break a rule */
    bool stopped, pairs;
};

/* Asks the caller, once it has said so always yes. */
bool repairing_must_stop(struct repairing *repairing);
/* Do the visits but `without` keep the rules of one worker alone? */
bool own_rules_hold(const struct rotation *rotation, const struct state *state, uint32_t worker, uint64_t without);
/* All sets of `count` visits (0 to 2) that a plan may lose, with their bounds. */
void list_candidates(struct repairing *repairing, unsigned count);
/* All that may be better than the best so far, best first, into `best` when *found. Returns the highest bound of those
 * that were not closed, or INT64_MIN; not *possible: no plan loses any of the sets. */
int64_t try_candidates(struct repairing *repairing, unsigned count, bool *found, bool *possible);

/* ---- All periods together ---- */

/* NULL: no memory. */
struct whole *whole_new(struct repairing *repairing);
void whole_free(struct whole *whole);
/* Losses that every plan has, beyond those by force. False: no memory. O(pivots x rows). */
bool whole_fewest(struct whole *whole, unsigned *least) MATCHER_MUST_CHECK;
/* The best plan with exactly so many losses, into repairing->best when it is worth more than what *found says is there;
 * no such plan is worth more than *bound, which becomes less or stays. False: no memory. */
bool whole_best(struct whole *whole, unsigned losses, bool *found, int64_t *bound) MATCHER_MUST_CHECK;

/* ---- Repairs ---- */

/* matcher_round_repairs without turns, of what is valid. False: no memory; repairs are to be freed all the same. */
bool repairs_at_once(const struct matcher_round *round, const struct matcher_visit *keep, size_t keep_count,
                     const struct matcher_repair_options *options, struct matcher_repairs *repairs) MATCHER_MUST_CHECK;
/* Visits of several periods that workers or centres cannot make, repaired period by period. *visits: a plan that
 * repairs_at_once found in the last of them, the caller's, or NULL. False: no memory. */
bool repair_in_turn(const struct matcher_round *round, const struct matcher_visit *keep, size_t keep_count,
                    const struct matcher_repair_options *options, struct matcher_visit **visits,
                    size_t *count) MATCHER_MUST_CHECK;

#endif
