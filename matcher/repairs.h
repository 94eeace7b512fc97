/*
 * Living with a plan: what would let an impossible round be planned, the smallest repairs when somebody drops out, and
 * what a board shows of a plan. Part of the matcher's manual, included by matcher/rounds.h.
 */
#ifndef MATCHER_REPAIRS_H
#define MATCHER_REPAIRS_H

#ifndef MATCHER_ROUNDS_H
#error "include matcher/matcher.h"
#endif

/* ---- What would let an impossible round be planned --------------------------------------------------------------- */

/* One rule that gives way. GUESTS, AWAY (centre, period), MAX_VISITS (the whole round): `by` more than `from`.
 * MIN_SEND, MIN_HOST (centre), GAP (the whole round): `by` less. PIN (worker, centre, period): dropped. CLOSED (centre,
 * period): opened. UNAVAILABLE (worker, period): they can travel after all. The last three have from 1, by 1. */
struct matcher_loosening {
    enum matcher_round_rule rule;
    uint32_t centre, worker, period; /* MATCHER_NONE where it does not apply */
    int32_t from, by;
};

#define MATCHER_LOOSENINGS 2

/* One way out: what gives way, and the plan that is then there. */
struct matcher_relief {
    struct matcher_loosening loosenings[MATCHER_LOOSENINGS];
    size_t loosenings_count; /* 1, or 2 where no single rule suffices */
    int64_t cost;            /* sum of `by` x cost of the rule */
    int64_t objective, bound;
    struct matcher_visit *visits; /* by period, then worker */
    size_t visits_count;
};

struct matcher_relax_options {
    uint64_t seed;
    uint64_t budget; /* search iterations for each plan; 0: enough to tell possible from impossible in small rounds */
    size_t most;     /* ways out wanted; 0: MATCHER_RELIEFS */
    const int32_t *costs; /* [MATCHER_ROUND_RULES], 1..1000000, 0 for rules that may not give way; NULL: the default */
    bool (*progress)(void *context, const struct matcher_progress *progress); /* as for matcher_rotate; may be NULL */
    void *context;
};
#define MATCHER_RELIEFS 10

struct matcher_reliefs {
    struct matcher_relief *list; /* cheapest first, then by objective, then by rule and place */
    size_t count;
    size_t undecided; /* ways that were neither planned nor proved impossible within the budget */
    bool stopped;
};

/* How much trouble each rule is by default: 2 a guest more, 3 a pin, 4 a visit fewer sent or hosted, 5 a worker more
 * away, 6 a visit more for everybody or a period less at home, 8 an open week or a free worker; 0 for the others. */
const int32_t *matcher_relax_default_costs(void);

/* Ways out of a round that matcher_rotate proved impossible. Any of them must let a rule of the smallest set in
 * conflict (`why`) give way, so only those are tried, each by the least that suffices; when none does alone, pairs: the
 * second rule is one of a smallest conflict that remains (hitting sets of conflicts: Reiter 1987). Balance, fits, own
 * centres and being in one place at a time never give way. Costs one matcher_rotate for each way tried, and as many
 * more as it takes to find the least. False: MATCHER_INVALID, MATCHER_NO_MEMORY. Free with matcher_reliefs_free, also
 * after a failure. */
bool matcher_round_relax(const struct matcher_round *round, const struct matcher_breach *why, size_t why_count,
                         const struct matcher_relax_options *options, struct matcher_reliefs *reliefs,
                         struct matcher_error *error) MATCHER_MUST_CHECK;
void matcher_reliefs_free(struct matcher_reliefs *reliefs);

/* ---- The smallest repairs of a plan ------------------------------------------------------------------------------ */

#define MATCHER_REPAIRS        3
#define MATCHER_REPAIR_CENTRES 256

/* The best plan that loses exactly `changes` visits of the earlier one. */
struct matcher_repair {
    uint64_t changes;
    bool has_plan;
    bool impossible;   /* proved: no plan loses exactly that many */
    int64_t objective; /* when has_plan */
    int64_t bound;     /* unless impossible: no plan that loses exactly that many is worth more */
    int64_t delta;     /* when has_plan: objective less what the earlier plan was worth, lost visits counted in */
    struct matcher_visit *visits; /* by period, then worker */
    size_t visits_count;
    struct matcher_changed *changed; /* by period, worker; additions have from MATCHER_NONE and are no changes */
    size_t changed_count;
};

struct matcher_repair_options {
    unsigned most;        /* repairs wanted, 1..MATCHER_REPAIRS; 0: all */
    bool fewest;          /* no further once there is a plan */
    bool quick;           /* bounds that take long are left out: they may be INT64_MAX */
    uint64_t keep_forced; /* earlier visits that name a worker, host or period which is gone: changes by force */
    bool (*progress)(void *context, const struct matcher_progress *progress); /* may be NULL; true stops */
    void *context;
};

struct matcher_repairs {
    uint64_t forced;        /* visits of the earlier plan that no plan can keep */
    uint64_t changes_bound; /* proved: every plan loses at least that many */
    /* Changes: `forced`, and one and two more. When none of these has a plan, one more: a plan with the fewest changes
     * that were found. INT64_MAX is a bound that nothing is known of. */
    struct matcher_repair list[MATCHER_REPAIRS + 1];
    size_t count;
    bool stopped;
};

/* What to do when somebody drops out, a host closes, or a visit is forbidden: `round` is the round as it now is (that
 * is: worker unavailable, centre closed), `keep` the plan so far. Whatever is not among the changes stays. Every set of
 * lost visits is bounded: per period, what its gaps cost or bring along residual paths of the best circulation of
 * additions (all pairs: Floyd 1962; Warshall 1962), workers set free by the loss included; the sets are tried best
 * first until none can be better. O(periods x centres^3 + visits^2 x periods). Balanced rounds are repaired by cycles
 * made shorter, longer or joined; where several periods have gaps, by a linear programme whose prices prove how few
 * changes there must be and what plans with so many are worth (column generation: Dantzig, Wolfe 1960). Refused
 * (MATCHER_INVALID, "centres") beyond MATCHER_REPAIR_CENTRES; rounds with so many visits that pairs of them take no
 * part in it may leave the third repair out. When no repair has a plan, matcher_rotate with `keep` finds the fewest
 * changes. False: MATCHER_INVALID, MATCHER_NO_MEMORY. Free with matcher_repairs_free. */
bool matcher_round_repairs(const struct matcher_round *round, const struct matcher_visit *keep, size_t keep_count,
                           const struct matcher_repair_options *options, struct matcher_repairs *repairs,
                           struct matcher_error *error) MATCHER_MUST_CHECK;
void matcher_repairs_free(struct matcher_repairs *repairs);

/* ---- Looking at a plan ------------------------------------------------------------------------------------------- */

/* Visits of a plan are any that name workers, hosts and periods of the round, legal or not; anything else is
 * MATCHER_INVALID "visits". */

/* Who is where in one centre and period. */
struct matcher_cover {
    int32_t own;      /* workers of the centre */
    int32_t away;     /* of these, on a visit */
    int32_t guests;   /* workers of others who visit */
    int32_t required; /* hands that must be there */
    int32_t present;  /* own - away, and in a balanced round guests, who cover there */
    int32_t margin;   /* present - required: below 0 short of hands; 0: any one absence of a hand leaves it short */
};

/* What it does when one worker is absent in one period, wherever they would have been. */
struct matcher_absence {
    uint32_t centre; /* that loses a hand; MATCHER_NONE: the worker visits in a round where guests do not cover */
    int32_t margin;  /* of that centre then, without them */
};

/* `cover`: [centre * periods + period]. `absences`: [worker * periods + period], or NULL. `required`: hands by centre
 * and period where the caller knows better; NULL: in a balanced round all own workers (a guest for each who is away),
 * else own workers less `away`, at least 0. O(centres x periods + workers x periods + visits). */
bool matcher_round_cover(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                         const int32_t *required, struct matcher_cover *cover, struct matcher_absence *absences,
                         struct matcher_error *error) MATCHER_MUST_CHECK;

/* A chain of visits of one period in which each visitor's host is the next visitor's home: visits first ..
 * first + count - 1 of the ordered list. */
struct matcher_circle {
    uint32_t period;
    bool closed; /* ends where it began: an exchange. Else a path */
    size_t first, count;
};

/* Every visit in exactly one circle, no centre twice in one. By period; paths first, from the centre with the lowest
 * number that sends more than it hosts, always along the first worker; then circles, each from its lowest centre on. In
 * a balanced plan all are closed. `ordered` and `circles` have room for visits_count. O(visits log visits). */
bool matcher_round_circles(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                           struct matcher_visit *ordered, struct matcher_circle *circles, size_t *circles_count,
                           struct matcher_error *error) MATCHER_MUST_CHECK;

struct matcher_worker_share {
    uint32_t visits;
    uint32_t goals_met, goals; /* of the worker's wants */
    int64_t part;              /* fit, bonus and goals */
    int64_t short_by;          /* max(0, fair_target - part) */
};
struct matcher_centre_share {
    uint32_t workers, sent, hosted;
    int64_t part, least_part; /* of its workers together, and of the one with least; 0 without workers */
    int64_t short_by;         /* together */
};
/* What each worker and each home centre gets out of a plan. `workers` and `centres` have room for the round's. */
bool matcher_round_shares(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                          struct matcher_worker_share *workers, struct matcher_centre_share *centres,
                          struct matcher_error *error) MATCHER_MUST_CHECK;

/* From one plan to another as lines (worker, period, from, to): visits of `before` that `after` lacks beside what the
 * worker does then instead, and visits that are new where nothing was. By period, worker. `changed` has room for
 * before_count + after_count. O(visits log visits). False: MATCHER_NO_MEMORY. */
bool matcher_plans_difference(const struct matcher_visit *before, size_t before_count,
                              const struct matcher_visit *after, size_t after_count, struct matcher_changed *changed,
                              size_t *changed_count, struct matcher_error *error) MATCHER_MUST_CHECK;

#endif
