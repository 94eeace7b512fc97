/*
 * Assignment: the part of the matcher's manual that fills seats with people so that the sum of weights is the largest
 * possible, and proves it. Included by matcher/matcher.h, which is what users include; its conventions hold here.
 *
 *   a problem          matcher_assign_problem_new, _person_capacity, _need_capacity, _pair, _finish
 *   solving            matcher_assign_solve, matcher_assign_answer
 *   one change         matcher_assign_add_person, _set_person_capacity, _set_need_capacity, _set_weight, _forbid, _pin
 *   judging            matcher_verify_assign: shares no code with the solver
 *
 * Model (a b-matching of most weight in a bipartite graph): choose pairs (person, need), each at most once, at most
 * capacity[person] pairs of a person and capacity[need] of a need; maximise the sum of their weights. The certificate
 * is a price for a unit of every person's and every need's capacity; whatever the prices >= 0 are, no choice is worth
 * more than
 *
 *   sum of capacity x price over people and needs + sum over all pairs of max(0, weight - price - price)
 *
 * and at the optimum there are integer prices for which that is exactly the total (the matrix is totally unimodular).
 * A price is what one unit more would bring, or less. To fill seats first and sum up scores second, let every weight be
 * reward x urgency + score, with a reward above the sum of all scores that could be chosen at once.
 */
#ifndef MATCHER_ASSIGN_H
#define MATCHER_ASSIGN_H

#ifndef MATCHER_MATCHER_H
#error "include matcher/matcher.h"
#endif

/* Bounds, refused beyond. They make overflow impossible: no price and no distance passes the largest weight, sums of
 * three of them stay below 2^31, and totals stay below 2^28 x 2^29 = 2^57. */
#define MATCHER_ASSIGN_SIDE_MAX     (UINT32_C(1) << 24) /* people; needs */
#define MATCHER_ASSIGN_PAIRS_MAX    (UINT32_C(1) << 28)
#define MATCHER_ASSIGN_CAPACITY_MAX UINT32_C(1000000)
#define MATCHER_ASSIGN_WEIGHT_MAX   (INT32_C(1) << 29)

/* ---- A problem --------------------------------------------------------------------------------------------------- */

struct matcher_assign_problem;

/* People and needs are numbers from 0; capacities are 1 until said otherwise. `pairs_hint` is how many pairs will
 * probably come. NULL with MATCHER_INVALID or MATCHER_NO_MEMORY. */
struct matcher_assign_problem *matcher_assign_problem_new(uint32_t people, uint32_t needs, size_t pairs_hint,
                                                          struct matcher_error *error) MATCHER_MUST_CHECK;
void matcher_assign_problem_free(struct matcher_assign_problem *problem);

bool matcher_assign_person_capacity(struct matcher_assign_problem *problem, uint32_t person, uint32_t capacity,
                                    struct matcher_error *error) MATCHER_MUST_CHECK;
bool matcher_assign_need_capacity(struct matcher_assign_problem *problem, uint32_t need, uint32_t capacity,
                                  struct matcher_error *error) MATCHER_MUST_CHECK;
/* Pairs come in any order; with people ascending they need no second copy. 0 <= weight. */
bool matcher_assign_pair(struct matcher_assign_problem *problem, uint32_t person, uint32_t need, int32_t weight,
                         struct matcher_error *error) MATCHER_MUST_CHECK;

struct matcher_assign_edge {
    uint32_t person, need;
    int32_t weight;
};

void matcher_assign_problem_size(const struct matcher_assign_problem *problem, uint32_t *people, uint32_t *needs,
                                 size_t *pairs); /* each may be NULL */

/* No more pairs. False with MATCHER_INVALID when a pair came twice (`twice` names one), or MATCHER_NO_MEMORY. O(pairs).
 */
bool matcher_assign_finish(struct matcher_assign_problem *problem, struct matcher_assign_edge *twice,
                           struct matcher_error *error) MATCHER_MUST_CHECK;

/* ---- Solving ----------------------------------------------------------------------------------------------------- */

struct matcher_assign; /* a solved state: the best choice, its prices, and what is needed to change it */

struct matcher_assign_options {
    uint64_t budget; /* searches for an augmenting path; 0: no limit. Deterministic */
    /* Called every few milliseconds of work, from the calling thread; true stops with the best so far. May be NULL. */
    bool (*stop)(void *context);
    void *context;
};

/* Solves a finished problem, exactly. The state takes the problem over, also when it fails; NULL with MATCHER_NO_MEMORY
 * or MATCHER_INVALID. Free with matcher_assign_free.
 *
 * The side with fewer units bids for the other. Ascending bids give most bidders what they want and everybody exact
 * prices (Bertsekas 1981, without epsilon; the price is what the loser would have paid: Demange, Gale, Sotomayor 1986);
 * the rest come in one by one along shortest augmenting paths under reduced weights (Jonker, Volgenant 1987; Ahuja,
 * Magnanti, Orlin, Network Flows, 9.7), pruned by the best end found so far. Only the best pairs of a bidder are looked
 * at until a price asks for more. O(paths x (pairs + n log n)) at worst; near-linear on clustered instances. Memory: 10
 * bytes a pair at most, and 60 to 110 for a person or need. */
struct matcher_assign *matcher_assign_solve(struct matcher_assign_problem *problem,
                                            const struct matcher_assign_options *options,
                                            struct matcher_error *error) MATCHER_MUST_CHECK;
void matcher_assign_free(struct matcher_assign *assign);

/* A copy of what was found. Pairs by (person, need). When `proved`, total = bound. */
struct matcher_assign_answer {
    bool proved;
    int64_t total, bound; /* bound: the formula above, at these prices */
    struct matcher_assign_edge *pairs;
    size_t pairs_count;
    int32_t *person_prices, *need_prices; /* >= 0 */
    uint32_t people, needs;
};

/* O(pairs). Free with matcher_assign_answer_free, also after a failure. */
bool matcher_assign_answer(const struct matcher_assign *assign, struct matcher_assign_answer *answer,
                           struct matcher_error *error) MATCHER_MUST_CHECK;
void matcher_assign_answer_free(struct matcher_assign_answer *answer);

/* ---- Changes, one after another ---------------------------------------------------------------------------------- */

/* Each takes a proved state to the proved optimum of the changed problem by one or two shortest paths on the prices
 * there are (mostly some tens of microseconds at 100,000 people), and invalidates no number. Only the first costs
 * O(pairs). Rows that outgrow their room leave it unused: after very many new pairs, solve anew. MATCHER_INVALID,
 * "assign", when the state is not proved; on any failure nothing has changed. Somebody leaves by capacity 0. */

/* Who comes in gets the next number; of `pairs` the other end and the weight count. */
bool matcher_assign_add_person(struct matcher_assign *assign, uint32_t capacity,
                               const struct matcher_assign_edge *pairs, size_t count, uint32_t *person,
                               struct matcher_error *error) MATCHER_MUST_CHECK;
bool matcher_assign_add_need(struct matcher_assign *assign, uint32_t capacity, const struct matcher_assign_edge *pairs,
                             size_t count, uint32_t *need, struct matcher_error *error) MATCHER_MUST_CHECK;
/* Not below what is pinned there. */
bool matcher_assign_set_person_capacity(struct matcher_assign *assign, uint32_t person, uint32_t capacity,
                                        struct matcher_error *error) MATCHER_MUST_CHECK;
bool matcher_assign_set_need_capacity(struct matcher_assign *assign, uint32_t need, uint32_t capacity,
                                      struct matcher_error *error) MATCHER_MUST_CHECK;
/* A pair that was not there, or was forbidden, is there from now on. */
bool matcher_assign_set_weight(struct matcher_assign *assign, uint32_t person, uint32_t need, int32_t weight,
                               struct matcher_error *error) MATCHER_MUST_CHECK;
/* Takes the pair away; nothing when there is none. Not one that is pinned: MATCHER_INVALID, "pin". */
bool matcher_assign_forbid(struct matcher_assign *assign, uint32_t person, uint32_t need,
                           struct matcher_error *error) MATCHER_MUST_CHECK;
/* The pair is part of every answer until it is unpinned, and takes a unit of both: MATCHER_INVALID, "capacity", when
 * other pins hold them all; "pair" when there is no such pair. The prices then prove the rest of the problem: without
 * pinned pairs, and with their units taken away. O(pins) besides the paths. */
bool matcher_assign_pin(struct matcher_assign *assign, uint32_t person, uint32_t need,
                        struct matcher_error *error) MATCHER_MUST_CHECK;
bool matcher_assign_unpin(struct matcher_assign *assign, uint32_t person, uint32_t need,
                          struct matcher_error *error) MATCHER_MUST_CHECK;

/* ---- Judging: verify_assign.c ------------------------------------------------------------------------------------ */

struct matcher_assign_claim {
    int64_t total;
    const struct matcher_assign_edge *pairs; /* weights are ignored */
    size_t pairs_count;
    const int64_t *person_prices, *need_prices; /* by number; as many as the problem has */
    bool has_bound;                             /* stopped at a limit: `bound` is the formula's value, >= total */
    int64_t bound;
};

/* Are the pairs possible, in order, worth `total`, and do the prices prove `total` (or `bound`)? Counts everything anew
 * in 128 bits. False only when memory ran out. O(pairs log degree). */
bool matcher_verify_assign(const struct matcher_assign_problem *problem, const struct matcher_assign_claim *claim,
                           struct matcher_verdict *verdict, struct matcher_error *error) MATCHER_MUST_CHECK;

#endif
