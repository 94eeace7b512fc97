/*
 * Exchange rounds: the part of the matcher's manual that plans who visits whom. Included by matcher/matcher.h, which is
 * what users include; its conventions hold here.
 */
#ifndef MATCHER_ROUNDS_H
#define MATCHER_ROUNDS_H

#ifndef MATCHER_MATCHER_H
#error "include matcher/matcher.h"
#endif

/* ---- Exchange rounds --------------------------------------------------------------------------------------------- */

#define MATCHER_PERIODS   64
#define MATCHER_CENTRES   4096
#define MATCHER_WORKERS   65536
#define MATCHER_WANTS     8       /* goals of one worker */
#define MATCHER_VALUE_MAX 1000000 /* |fit|, |bonus|, |wants| */

/* Centres, workers, periods and goals are numbers from 0, in the order of the lists. */
struct matcher_round_centre {
    const int32_t *guests;  /* by period: guests at most; 0..1000000 */
    const int32_t *away;    /* by period: own workers away at most; 0..1000000 */
    const int32_t *bonus;   /* by period: worth of a visit here then; NULL: 0 everywhere */
    uint64_t closed;        /* bit t: takes no guest in period t */
    const uint32_t *offers; /* goals, ascending */
    size_t offers_count;
    int32_t min_send, min_host;
};

struct matcher_fit {
    uint32_t host;
    int32_t fit;
};

struct matcher_want {
    uint32_t goal;
    int32_t worth; /* paid once if at least one visited host offers the goal */
};

struct matcher_round_worker {
    uint32_t home;
    uint64_t unavailable;           /* bit t */
    const struct matcher_fit *fits; /* hosts this worker may visit, ascending, home left out or ignored */
    size_t fits_count;
    struct matcher_want wants[MATCHER_WANTS];
    size_t wants_count;
};

struct matcher_visit {
    uint32_t worker, host, period;
};

struct matcher_round {
    uint32_t periods; /* 0..64 */
    uint32_t goals;
    uint32_t max_visits; /* of one worker */
    bool balanced;       /* at every centre and period as many out as in */
    uint32_t min_gap;    /* periods at home between two visits: 1 never two neighbouring periods, 0 no rule */
    int64_t fair_target; /* 0..1e9 */
    int64_t fair_weight; /* 0..1000 */
    const struct matcher_round_centre *centres;
    size_t centres_count;
    const struct matcher_round_worker *workers;
    size_t workers_count;
    const struct matcher_visit *pins; /* visits that must stay */
    size_t pins_count;
};

/* Rules of a round, in the order in which a refusal names them. */
enum matcher_round_rule {
    MATCHER_ROUND_OK = 0,
    MATCHER_ROUND_RANGE,       /* no such worker, host or period */
    MATCHER_ROUND_OWN_CENTRE,  /* never the own centre */
    MATCHER_ROUND_FIT,         /* the worker has no fit for this host */
    MATCHER_ROUND_CLOSED,      /* the host takes no guest then */
    MATCHER_ROUND_UNAVAILABLE, /* the worker cannot travel then */
    MATCHER_ROUND_ONE_PLACE,   /* the worker is elsewhere in this period */
    MATCHER_ROUND_GAP,         /* too few periods at home between two visits */
    MATCHER_ROUND_HOST_ONCE,   /* the worker visits this host already */
    MATCHER_ROUND_MAX_VISITS,  /* more visits than a worker may make */
    MATCHER_ROUND_GUESTS,      /* more guests than the host takes */
    MATCHER_ROUND_AWAY,        /* more own workers away than the centre can spare */
    MATCHER_ROUND_BALANCE,     /* not as many out as in */
    MATCHER_ROUND_PIN,         /* a pinned visit is missing */
    MATCHER_ROUND_MIN_SEND,    /* the centre sends too few */
    MATCHER_ROUND_MIN_HOST,    /* the centre hosts too few */
    MATCHER_ROUND_RULES
};
const char *matcher_round_rule_name(enum matcher_round_rule rule); /* "guests", "min_gap", ... */

#define MATCHER_NONE UINT32_MAX

/* One broken rule, and where; MATCHER_NONE where a part does not apply. */
struct matcher_breach {
    enum matcher_round_rule rule;
    uint32_t centre, worker, period;
};

/* Bounds of the round itself (periods, numbers in range, lists ascending): MATCHER_INVALID and the member at fault.
 * Every function below calls it; to call it alone tells bad input apart from an impossible round. */
bool matcher_round_valid(const struct matcher_round *round, struct matcher_error *error) MATCHER_MUST_CHECK;

/* ---- Planning */

enum matcher_plan_status {
    MATCHER_PLAN_OPTIMAL = 0, /* objective = bound (and with `keep` changes = changes_bound) */
    MATCHER_PLAN_FEASIBLE,    /* a legal plan and a true bound; stopped at a limit */
    MATCHER_PLAN_INFEASIBLE,  /* proved: no legal plan exists; `why` names a smallest set of rules */
    MATCHER_PLAN_UNKNOWN,     /* stopped at a limit with neither plan nor proof */
};
const char *matcher_plan_status_name(enum matcher_plan_status status);

struct matcher_progress {
    uint64_t iteration, budget;
    bool has_plan;
    int64_t objective, bound; /* objective of the best plan so far, when there is one */
    uint32_t visits;
};

struct matcher_repairs;
struct matcher_rotate_options {
    uint64_t seed;
    uint64_t budget; /* search iterations; 0: a default that suits the size. Deterministic unless stopped */
    /* Called every few milliseconds of work, from the calling thread; true stops with the best so far. May be NULL. */
    bool (*progress)(void *context, const struct matcher_progress *progress);
    void *context;
    /* Re-planning: the visits of an earlier plan; first the fewest of them lost, then the objective. */
    const struct matcher_visit *keep;
    size_t keep_count;
    bool has_keep;
    /* Two-sided top trading cycles, period by period, instead of the best plan; not with pins or `keep`. */
    bool trading;
    uint64_t keep_forced; /* previous visits that name a worker, host or period which is gone: changes by force */
    const struct matcher_repairs *repairs; /* of the same round and `keep`, when they are at hand; or NULL */
};

/* Prices (times scale) that prove a bound; see matcher/README.md. Shapes: [centre * periods + period], [centre],
 * [worker]. */
struct matcher_certificate_prices {
    int64_t scale;
    int64_t *guests, *away; /* >= 0 */
    int64_t *balance; /* free; 0 unless the round is balanced. Who leaves home pays it there and gets it at the host */
    int64_t *send, *host; /* >= 0; for the minimums */
    int64_t *fair;        /* 0..scale: the share of the plain part against the penalised one */
};

/* A visit of the earlier plan that the new one lacks, beside what took its place, as one line of a table. */
struct matcher_changed {
    uint32_t worker, period, from, to; /* hosts; MATCHER_NONE for none */
};

struct matcher_plan {
    enum matcher_plan_status status;
    bool stopped; /* the progress callback or the budget ended it */
    bool has_plan;
    int64_t objective;            /* when has_plan */
    int64_t bound;                /* no legal plan is worth more (with `keep`: none with that few changes) */
    int64_t root_bound;           /* the part of the proof that the certificate carries; >= bound */
    struct matcher_visit *visits; /* by period, then worker */
    size_t visits_count;
    struct matcher_certificate_prices certificate;
    struct matcher_breach *why; /* when infeasible */
    size_t why_count;
    uint64_t changes, changes_bound; /* with `keep`: visits lost, and how few at least must be */
    struct matcher_changed *changed; /* with `keep`: by period, worker */
    size_t changed_count;
    uint64_t iterations;
};

/* Plans a round. Every plan it returns is legal; `infeasible` is said only when proved. Free with matcher_plan_free,
 * also after a failure. False only on MATCHER_INVALID and MATCHER_NO_MEMORY. Per-period maximum-value circulations
 * inside an annealed large-neighbourhood search (Ropke, Pisinger 2006); the bound is Lagrangian with personal plans
 * priced by dynamic programming (Held, Wolfe, Crowder 1974; Geoffrion 1974); small rounds are closed by branch and
 * bound over personal plans. */
bool matcher_rotate(const struct matcher_round *round, const struct matcher_rotate_options *options,
                    struct matcher_plan *plan, struct matcher_error *error) MATCHER_MUST_CHECK;
void matcher_plan_free(struct matcher_plan *plan);

/* ---- Looking at one plan, and editing it */

/* What a plan is worth and the first `room` rules it breaks (all are counted). Linear in the plan. */
struct matcher_round_report {
    int64_t objective;
    size_t breaches_count; /* 0: legal */
};
bool matcher_round_check(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                         struct matcher_round_report *report, struct matcher_breach *breaches, size_t room,
                         struct matcher_error *error) MATCHER_MUST_CHECK;

/* One cell of a move menu: the edited visit put at (host, period). */
struct matcher_move {
    uint32_t host, period;
    enum matcher_round_rule rule; /* MATCHER_ROUND_OK, or the first rule that the edited plan would break anew */
    uint32_t blocker;             /* the worker, or for GUESTS, AWAY, BALANCE the centre, that stands in the way;
                                     MATCHER_NONE */
    bool swap;        /* illegal alone, but legal when the visit of worker `partner` in `period` takes the */
    uint32_t partner; /* place of the edited one (the two trade hosts; same period) */
    int64_t delta;    /* change of the objective, legal or not; with `swap` that of the trade */
};

/* Every cell for visit `which` of a plan, centres_count x periods of them, by host, then period (the cell where it
 * stands is OK with delta 0). A rule that the plan breaks already, elsewhere, is not held against a move: only what the
 * move itself breaks or makes worse. Pins other than the edited visit hold. which = visits_count adds a visit of
 * `worker`. O(centres x periods x (guests + visits of a worker)). `out` has room for centres_count x periods. */
bool matcher_round_moves(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                         size_t which, uint32_t worker, struct matcher_move *out,
                         struct matcher_error *error) MATCHER_MUST_CHECK;

/* The rule that taking a visit away would break (BALANCE, PIN, MIN_SEND, MIN_HOST), or MATCHER_ROUND_OK, and the delta.
 */
bool matcher_round_removal(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                           size_t which, enum matcher_round_rule *rule, int64_t *delta,
                           struct matcher_error *error) MATCHER_MUST_CHECK;

/* ---- Judging: verify*.c, which shares no code with the solvers ----------------------------------------------------
 */

struct matcher_verdict {
    bool accepted;
    char reason[160]; /* why not, in English with numbers ("guests: centre 3, period 1: 2 of 1"); empty when accepted */
    struct matcher_breach breach; /* the first broken rule of a round, else rule MATCHER_ROUND_OK */
    int64_t objective;            /* recomputed */
};

/* Is the plan legal, and is it worth `claimed`? Counts everything anew from the round. */
bool matcher_verify_round(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                          int64_t claimed, struct matcher_verdict *verdict,
                          struct matcher_error *error) MATCHER_MUST_CHECK;

/* The bound that the prices prove, by its own dynamic programme over period, visits and goals, rounded down. *proved is
 * false when a price has the wrong sign, scale < 1, or the numbers leave 64 bits (then nothing is proved). */
bool matcher_verify_bound(const struct matcher_round *round, const struct matcher_certificate_prices *prices,
                          bool *proved, int64_t *bound, struct matcher_error *error) MATCHER_MUST_CHECK;

/* Is it true that the round has no plan, because these rules cannot hold together? A depth-first search of its own,
 * first for something that satisfies the named rules and the facts (homes, fits, closed and unavailable periods, one
 * place a period, a host once), then, to see that each is needed, for something that satisfies all but one. `steps`
 * bounds the first search, all of the second ones together, and a search of the whole round when the first did not end;
 * a step is some nanoseconds. Exponential at worst. Rounds of more than 2^24 workers x hosts x periods are not
 * searched, nor is deeper than 2,000 visits beside the pins. */
struct matcher_conflict_verdict {
    bool accepted;    /* the claim was not refuted */
    bool proved;      /* the search ended: there is no plan. Not accepted all the same where a rule is not needed */
    bool smallest;    /* and each of the rules was seen to be needed */
    char reason[160]; /* why not; empty when accepted */
};
bool matcher_verify_conflict(const struct matcher_round *round, const struct matcher_breach *why, size_t why_count,
                             uint64_t steps, struct matcher_conflict_verdict *verdict,
                             struct matcher_error *error) MATCHER_MUST_CHECK;

#include "matcher/repairs.h"

#endif
