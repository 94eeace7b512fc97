/*
 * Private: an exchange round, prepared for planning.
 *
 * rotate_problem.c   the round in flat arrays; what one worker's visits are worth
 * rotate_price.c     the best personal plan under prices: dynamic programming over period, visits and goals
 * rotate_personal.c  room for that, and for prices
 * rotate_gains.c     what a visit costs that plan
 * rotate_plans.c     the best plans that are legal to the letter (rotate_plans.h), rotate_pool.c all met so far
 * rotate_lp.c        linear programmes: the only file that knows Clp
 * rotate_master.c    which plans together (rotate_master.h), rotate_generate.c better plans for it, and the bound
 * rotate_bundle.c    prices (rotate_bundle.h), rotate_branch.c the best whole answer, proved
 * rotate_mend.c      a plan made better some periods at a time
 * rotate_bound.c     prices by a subgradient method, for the certificate
 * rotate_flow.c      one period, all workers: a circulation of most value
 * rotate_ttc.c       two-sided top trading cycles instead of the best plan
 * rotate_search.c    whole periods solved anew: the first plan
 * rotate_pins.c      the least that can be planned, at once
 * rotate_anneal.c    single visits, millions of times (rotate_random.h: lots)
 * rotate_exact.c     tiny rounds: depth first over whole personal plans
 * rotate_copy.c      a round with other rules
 * rotate_relax.c     which rules must give way, rotate_relax_try.c how far, and what that brings (rotate_relax.h)
 * rotate_why.c       a smallest set of rules that cannot hold together (rotate_why_pins.c, rotate_why_counts.c; its
 *                    rules: rotate_why_rules.c); whether some rules leave a plan: rotate_conflict.h
 * rotate_close.c     nearly the bound, then less and less: proofs, and a dive
 * rotate_listed.c    plans that the prices leave, as one problem (rotate_listed.h): rotate_cuts.c inequalities for it,
 *                    rotate_tree.c branch and bound, rotate_finish.c turns with it
 * rotate_dive.c      sure visits fixed a few at a time, prices and plans anew in between
 * rotate_run.c       takes turns with all of them
 * rotate.c           a round in, a plan out
 */
#ifndef MATCHER_ROTATE_H
#define MATCHER_ROTATE_H

#include "matcher/matcher.h"

#define NO_OPTION   UINT32_MAX
#define PRICE_SCALE 1000

/* A host that a worker may visit. */
struct option {
    uint32_t host;
    int32_t fit;
    uint8_t goals; /* bit i: offers the worker's i-th want */
};

struct pin {
    uint32_t worker, option, period;
};

struct rotation {
    const struct matcher_round *round;
    uint32_t periods, centres, workers;
    uint32_t most_visits;   /* min(max_visits, what min_gap leaves room for) */
    struct option *options; /* by worker, then host; home left out */
    size_t *first_option;   /* [workers + 1] */
    int32_t *guests, *away; /* capacities, [centre * periods + period], closed periods take no guests */
    int32_t *bonus;         /* [centre * periods + period] */
    struct pin *pins;       /* without doubles, by worker, then period */
    size_t pins_count;
    size_t *first_pin; /* [workers + 1] */
    uint64_t *pinned;  /* by worker: periods with a pin */
    uint64_t *blocked; /* by worker: periods where no visit but a pin can be: unavailable, or too near a pin */
    uint64_t *allowed; /* by option: periods in which this visit can be at all */
    /* Re-planning: a visit of the earlier plan is worth keep_worth on top, never counted in parts. */
    uint64_t *kept; /* by option index: bit t; NULL without `keep` */
    int64_t keep_worth;
    const uint64_t *unbalanced; /* by centre: periods whose balance is left out (for rotate_why.c), or NULL */
};

/* rotate_problem.c. False: no memory (what was made is freed by rotation_clear). */
bool rotation_build(struct rotation *rotation, const struct matcher_round *round,
                    const uint64_t *unbalanced) MATCHER_MUST_CHECK;
void rotation_clear(struct rotation *rotation);
uint32_t rotation_find_option(const struct rotation *rotation, uint32_t worker, uint32_t host);
/* Periods too near `period` for another visit, itself included. */
uint64_t periods_near(const struct rotation *rotation, uint32_t period);
/* fit + bonus */
static inline int64_t visit_worth(const struct rotation *rotation, uint32_t option, uint32_t period)
{
    const struct option *chosen = &rotation->options[option];

    return (int64_t)chosen->fit + rotation->bonus[(size_t)chosen->host * rotation->periods + period];
}
int64_t goals_worth(const struct matcher_round_worker *worker, uint8_t goals);
/* part less the fairness penalty. */
int64_t worker_value(const struct matcher_round *round, int64_t part);
/* rotate.c. No plan is worth more than this, or less than its opposite. */
int64_t objective_range(const struct rotation *rotation);

/* round_look.c. Valid, and visits that name its workers, centres and periods. */
bool round_holds(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                 struct matcher_error *error) MATCHER_MUST_CHECK;

/* round.c. part(w) of visits that are all of one worker, legal or not. */
int64_t round_part(const struct matcher_round *round, uint32_t worker, const struct matcher_visit *visits, size_t count,
                   uint32_t *goals_met);

/* round.c. What the worker has for this host, or NULL. */
const struct matcher_fit *round_find_fit(const struct matcher_round_worker *worker, uint32_t host);

/* round_moves.c. Is it one of the first `count` pins? */
bool is_pinned(const struct matcher_visit *pins, size_t count, const struct matcher_visit *visit);

/* ---- Another round ----
 *
 * A copy whose capacities, minimums, closed and unavailable periods and pins may be changed, and put back. The rest
 * (fits, offers, bonus) is the original's. */
struct round_copy {
    struct matcher_round round;
    const struct matcher_round *original;
    struct matcher_round_centre *centres;
    struct matcher_round_worker *workers;
    int32_t *guests, *away; /* [centre * periods + period] */
    struct matcher_visit *pins;
};
/* False: no memory (what was made is freed by round_copy_clear). */
bool round_copy_new(struct round_copy *copy, const struct matcher_round *round) MATCHER_MUST_CHECK;
void round_copy_clear(struct round_copy *copy);
void round_copy_reset(struct round_copy *copy);
void round_copy_unpin(struct round_copy *copy, uint32_t worker, uint32_t host, uint32_t period);

/* ---- Plans under way ---- */

struct state {
    uint32_t *at;           /* [period * workers + worker]: option index, or NO_OPTION */
    uint64_t *visited;      /* by worker: bit t */
    int32_t *sent, *hosted; /* by centre, over all periods */
    int64_t value;          /* the objective */
    int64_t penalty;        /* minimums and pins that are missing, and visits lost: 0 is the aim */
};

bool state_new(struct state *state, const struct rotation *rotation) MATCHER_MUST_CHECK;
void state_clear(struct state *state);
void state_copy(struct state *to, const struct state *from, const struct rotation *rotation);
/* One visit more, or less; value and penalty are not counted. */
void state_put(struct state *state, const struct rotation *rotation, uint32_t worker, uint32_t option, uint32_t period);
void state_take(struct state *state, const struct rotation *rotation, uint32_t worker, uint32_t period);
/* Counts value and penalty anew. */
void state_count(struct state *state, const struct rotation *rotation);
bool state_is_legal(const struct state *state, const struct rotation *rotation);
/* By period, then worker; the caller's. NULL: no memory. */
struct matcher_visit *state_visits(const struct state *state, const struct rotation *rotation, size_t *count);

/* Large numbers that order what a plan lacks: a pin before a minimum before everything else. */
#define MISSING_PIN     INT64_C(40000000000000)
#define MISSING_MINIMUM INT64_C(10000000000000)
#define MISSING_COUNTED INT64_C(100000) /* of each kind; more make no difference, and leave 64 bits */

/* ---- Prices ---- */

struct prices {
    int64_t *guests, *away, *balance; /* [centre * periods + period] */
    int64_t *send, *host;             /* [centre] */
    int64_t *fair;                    /* [worker] */
};

bool prices_new(struct prices *prices, const struct rotation *rotation) MATCHER_MUST_CHECK;
void prices_clear(struct prices *prices);
void prices_copy(struct prices *to, const struct prices *from, const struct rotation *rotation);
/* rotate_bound.c. Capacities times prices less minimums times prices. */
__int128 prices_cost(const struct prices *prices, const struct rotation *rotation);

/* Hosts of one worker that the programme remembers at most. */
#define PERSONAL_REMEMBERED 5
#define PERSONAL_GROUPS     ((1u << MATCHER_WANTS) + PERSONAL_REMEMBERED)

struct group {
    int64_t value;
    uint32_t option;
    unsigned mark; /* goals met, and the bit of a host that is remembered */
};

struct remembered {
    uint32_t options[PERSONAL_REMEMBERED]; /* NO_OPTION after the last */
};

struct plan_loss;

/* Room for one worker's dynamic programme. A state is the goals met and which of the remembered hosts were visited. */
struct personal {
    const struct plan_loss *loss; /* of whole plans, beside what their visits pay; or NULL */
    bool strict;                  /* use what is remembered; else relaxed as the certificate is */
    int64_t *ahead;               /* [period][visits made][state]: the most from this period on; reached states only */
    int64_t *behind;              /* the same up to this period, for personal_gains */
    uint32_t layers;              /* of "visits made"; 1 when the gap alone limits them */
    unsigned most_states;
    struct group *groups; /* [period][group]: of the hosts with the same mark the best */
    unsigned groups_count[MATCHER_PERIODS];
    unsigned marks[PERSONAL_GROUPS], marks_count;
    uint32_t options;   /* of the worker at hand */
    int64_t *costs;     /* [period][option of the worker]: what a visit pays */
    int64_t *values;    /* likewise: its own worth under prices, less that; IMPOSSIBLE where it cannot be */
    uint16_t *mark_of;  /* by option of the worker: goals it meets, and the bit of a host that is remembered */
    uint16_t *group_of; /* likewise: which of `marks` that is */
    uint16_t *reached;  /* [visits made][]: states that they lead to */
    unsigned *reached_count;
    bool *seen;
    struct remembered *remembered;    /* by worker */
    uint32_t worker;                  /* the one at hand */
    int64_t weight;                   /* of a point of its part, times PRICE_SCALE */
    unsigned wants;                   /* sets of its goals: 1 << count */
    unsigned bits;                    /* hosts remembered */
    unsigned states;                  /* wants << bits */
    uint32_t visits[MATCHER_PERIODS]; /* the plan found: option by period, NO_OPTION */
};

bool personal_new(struct personal *personal, const struct rotation *rotation) MATCHER_MUST_CHECK;
void personal_clear(struct personal *personal);
/* The most (times PRICE_SCALE) that a plan of this worker is worth under the prices, pins kept; a host may come twice
 * (a relaxation). IMPOSSIBLE when its pins allow no plan. Fills personal->visits. */
#define IMPOSSIBLE (INT64_MIN / 4)
int64_t personal_best(struct personal *personal, const struct rotation *rotation, const struct prices *prices,
                      uint32_t worker);
/* The following, after personal_best of the same worker. */
/* A host that the plan found has twice, or NO_OPTION; and the wish that it come once from now on (false: no room). */
uint32_t personal_twice(const struct personal *personal, const struct rotation *rotation);
bool personal_remember(struct personal *personal, uint32_t option);
/* The most from a period on with so many visits made, by state, without what visits before were worth. */
static inline const int64_t *personal_ahead(const struct personal *personal, uint32_t period, uint32_t made)
{
    return personal->ahead + ((size_t)period * personal->layers + made) * personal->states;
}
/* What the visits of a period are worth, by option of the worker. */
static inline const int64_t *personal_values(const struct personal *personal, uint32_t period)
{
    return personal->values + (size_t)period * personal->options;
}
bool personal_may_go(const struct personal *personal, const struct rotation *rotation, uint32_t made);
bool personal_may_visit(const struct rotation *rotation, uint32_t option, uint32_t period);
/* What a visit pays; times PRICE_SCALE. */
int64_t personal_cost(const struct personal *personal, const struct rotation *rotation, uint32_t option,
                      uint32_t period);
/* Of the plan found: fit, bonus and goals. */
int64_t personal_part(const struct personal *personal, const struct rotation *rotation);
/* What each visit costs that plan, in units of the objective: gains[(option - first) * periods + period] <= 0, 0 for
 * visits of a best plan. Not when strict. False: no memory. (rotate_gains.c) */
bool personal_gains(struct personal *personal, const struct rotation *rotation, int64_t *gains) MATCHER_MUST_CHECK;

/* ---- Bound ---- */

struct bound {
    struct prices best;
    int64_t scaled;  /* the bound times PRICE_SCALE, of `best` */
    bool infeasible; /* some worker's pins allow no plan */
};
bool bound_new(struct bound *bound, const struct rotation *rotation) MATCHER_MUST_CHECK;
void bound_clear(struct bound *bound);
void bound_start(struct bound *bound, const struct rotation *rotation, const struct prices *prices);
/* Prices that forbid what capacities of 0 forbid, at no cost: for a certificate. */
void prices_close(struct prices *prices, const struct rotation *rotation);
struct rotate_watch;
/* Betters the prices; `target` is the value of the best plan (or a guess). False: no memory. */
bool bound_improve(struct bound *bound, const struct rotation *rotation, int64_t target, unsigned steps,
                   struct rotate_watch *watch) MATCHER_MUST_CHECK;
int64_t floor_scaled(int64_t scaled);

/* ---- Progress ---- */

struct rotate_watch {
    const struct matcher_rotate_options *options;
    struct matcher_progress progress;
    bool stopped;
};
/* Tells the caller; true when it wants to stop. */
bool watch_tick(struct rotate_watch *watch);

/* ---- One period ---- */

struct flow;
struct flow *flow_new(const struct rotation *rotation);
void flow_free(struct flow *flow);
/* In large rounds only the hosts that a worker's visit is worth most at, from now on: a plan soon rather than the best.
 */
void flow_limit(struct flow *flow, const struct rotation *rotation);
/* Chooses the visits of one period anew, given those of the others in `state` (which has none in `period`): most value,
 * by `worth[option]` added to each visit's own marginal value (NULL: nothing). Balanced where the round is. Fills
 * state->at of the period, visited, sent and hosted; not the counts of value. */
void flow_solve(struct flow *flow, const struct rotation *rotation, struct state *state, uint32_t period,
                const int64_t *worth);

/* ---- Trading ---- */

/* Two-sided top trading cycles into an empty state; pins and minimums are not looked at. False: no memory. */
bool ttc_run(const struct rotation *rotation, struct state *state) MATCHER_MUST_CHECK;

/* ---- Search ---- */

int64_t typical_visit(const struct rotation *rotation); /* the mean size of a fit, at least 1 */

/* Betters `best` within `iterations`; false: no memory. `guide` may be NULL: prices whose reduced values steer. */
bool search_run(const struct rotation *rotation, struct state *best, const struct prices *guide, uint64_t iterations,
                uint64_t seed, struct rotate_watch *watch) MATCHER_MUST_CHECK;

/* ---- Pins ---- */

/* Into an empty state: the pins, balanced a visit back for each, and what the minimums want. *done: it is a legal plan;
 * else the state is empty again. False: no memory. */
bool pins_plan(const struct rotation *rotation, struct state *state, bool *done) MATCHER_MUST_CHECK;
/* Periods, as bits, whose pins hold for sure: as above, each period for itself. In others they may hold all the same.
 * Pins that do not contradict each other (why_pins). False: no memory. */
bool pins_answered(const struct rotation *rotation, uint64_t *periods) MATCHER_MUST_CHECK;

/* ---- Annealing ---- */

/* Betters `best`, a legal plan, by single visits; `now` is room for the plan under way. Warmth falls from `warmest` to
 * `coldest`, in units of the objective. False: no memory. */
bool anneal_run(const struct rotation *rotation, struct state *best, struct state *now, int64_t warmest,
                int64_t coldest, uint64_t moves, uint64_t *random, struct rotate_watch *watch) MATCHER_MUST_CHECK;

/* ---- Exact ---- */

enum exact_answer {
    EXACT_CLOSED,  /* all plans were looked at: `best` is optimal, or there is none */
    EXACT_TOO_BIG, /* gave up; `best` may have become better */
    EXACT_NO_MEMORY,
};
struct exact_limits {
    uint64_t nodes;
    size_t columns;
    bool any_plan; /* the first legal plan will do */
};
/* `best` and `has_best` go in and out. Whole personal plans that the prices of `bound` cannot rule out, one worker
 * after the other, depth first. With rotation->kept the value counts visits kept before everything. */
enum exact_answer exact_close(const struct rotation *rotation, const struct bound *bound, struct state *best,
                              bool *has_best, const struct exact_limits *limits, struct rotate_watch *watch);

/* ---- Why ---- */

/* A smallest set of rules that the pins alone break, into plan->why; *found tells whether there is one. False: no
 * memory. */
bool why_pins(const struct rotation *rotation, struct matcher_plan *plan, bool *found) MATCHER_MUST_CHECK;
/* The same for minimums that cannot be reached as counting tells (rotate_why_counts.c): what centres could send and
 * host at most. */
bool why_counts(const struct rotation *rotation, struct matcher_plan *plan, bool *found) MATCHER_MUST_CHECK;
/* rotate_why_counts.c. A centre that could not send or host its minimum, whatever is planned; all minimums together.
 * `unbalanced` may be NULL. */
bool centre_is_short(const struct matcher_round *round, const uint64_t *unbalanced, uint32_t centre);
uint32_t first_short(const struct matcher_round *round, const uint64_t *unbalanced); /* centres_count: none */
bool sums_are_short(const struct matcher_round *round, const uint64_t *unbalanced);
bool is_short_somewhere(const struct matcher_round *round, const uint64_t *unbalanced);
/* The same for the pins of single periods, which no circulation may carry. */
bool why_period(const struct rotation *rotation, struct matcher_plan *plan, bool *found) MATCHER_MUST_CHECK;
/* Of all rules at once, whether they leave a plan: *impossible, or a legal one into `best`, or neither where that takes
 * more than a moment. False: no memory. */
bool why_decide(const struct rotation *rotation, struct state *best, bool *impossible) MATCHER_MUST_CHECK;
/* For a round that was proved impossible: rules are left out one by one while it stays so. */
bool why_exact(const struct matcher_round *round, struct matcher_plan *plan,
               const struct exact_limits *limits) MATCHER_MUST_CHECK;

#endif
