/*
 * Pairing everybody: the part of the matcher's manual that proposes who takes which shift, for all people and needs at
 * once, with a proof. Included by matcher/matcher.h, which is what users include; its conventions hold here.
 *
 *   a proposal         matcher_pairing_solve, matcher_pairing_answer
 *   editing it         matcher_pairing_pin, _forbid, _free_pair, or _wish, then matcher_pairing_solve_again
 *   recruiting         matcher_pairing_recruits: which one more person would fill the most open seats
 *   judging            matcher_verify_pairs, matcher_verify_pairing: share no code with the solver
 *
 * Model. An option is a person and one open shift of a need that breaks no hard rule; a pair is an option that is
 * taken. A proposal is a set of pairs that could all be agreed one after another:
 *
 *   - a shift has no more pairs than seats;
 *   - nobody is in two places: between two shifts of a person lies the way from one to the other;
 *   - nobody works more than hours_per_week (0: no limit) in a local week, Monday to Sunday; a shift counts wholly in
 * the week in which it starts, what is agreed already counts as far as it lies in that week;
 *   - workers who cover keep 11 hours of rest, what else is proposed to them counted as agreed;
 *   - while somebody covers, the home centre keeps its own staff, everybody's proposed shifts elsewhere counted as
 * agreed.
 *
 * People whose availability is not given (ask_time) are never paired unless pinned. A missing check does not keep
 * anybody out: the pair carries the flag check_needed. A taken seat is worth the urgency of its need (1..3). Of all
 * proposals the best has first the most worth of taken seats (`filled`), then the largest sum of scores (`score`).
 */
#ifndef MATCHER_PAIR_H
#define MATCHER_PAIR_H

#ifndef MATCHER_MATCHER_H
#error "include matcher/matcher.h"
#endif

/* Refused beyond, MATCHER_INVALID with the name in brackets: 1,000,000 open shifts ("shifts"), 16,777,216 options
 * ("options"), and where the worth of all seats times the largest score no longer fits the solver's integers ("seats"):
 * 3 x (seats + 1) x (largest score) > 2^29, with the default points 135,000 seats. */
#define MATCHER_PAIRING_SHIFTS_MAX  1000000
#define MATCHER_PAIRING_OPTIONS_MAX (1 << 24)

/* ---- A proposal -------------------------------------------------------------------------------------------------- */

struct matcher_pairing; /* a proposal, the options it was chosen from, and what is needed to change it */

/* How far the search is. No proposal fills more than bound_filled. */
struct matcher_pairing_progress {
    int64_t filled, score; /* the best so far */
    int64_t bound_filled, bound_score;
    uint64_t steps; /* the search's own measure; the budget counts the same */
};

struct matcher_pairing_options {
    uint64_t budget; /* steps (linear programmes); 0: no limit. Deterministic */
    /* Called every few milliseconds of work, from the calling thread; true stops with the best so far. May be NULL. */
    bool (*stop)(void *context, const struct matcher_pairing_progress *progress);
    void *context;
    const struct matcher_pair *pins; /* pairs that must stay; `score` is ignored */
    size_t pins_count;
    const struct matcher_pair *forbids; /* pairs that must not be, pinned or not; what is no option is ignored */
    size_t forbids_count;
};

/* Solves for all people and all needs of `matcher`, which must stay as it is for as long as the pairing lives. NULL
 * with MATCHER_NO_MEMORY; MATCHER_UNKNOWN or MATCHER_INVALID, "pins", at: a pin that names nobody, breaks a hard rule,
 * or cannot be kept together with the pins before it; MATCHER_INVALID at a bound above. `query`: which shifts are
 * closed. Free with matcher_pairing_free.
 *
 * Without clashes this is an assignment (assign.h) and takes as long. Otherwise prices on seats make people independent
 * of each other, the best set of shifts for each comes from a search, and which sets go together from columns (Dantzig,
 * Wolfe 1960) and branching; README.md says more. */
struct matcher_pairing *matcher_pairing_solve(const struct matcher *matcher, const struct matcher_query *query,
                                              const struct matcher_pairing_options *options,
                                              struct matcher_error *error) MATCHER_MUST_CHECK;
void matcher_pairing_free(struct matcher_pairing *pairing);

/* One pair of the proposal, and why. */
struct matcher_pairing_pair {
    struct matcher_pair pair; /* with its score */
    int32_t parts[MATCHER_PARTS];
    uint32_t flags;     /* bit 1 << enum matcher_flag: check_needed for this very shift; ask_time when pinned */
    int32_t distance_m; /* -1 unknown */
    bool pinned;
};

/* What keeps people out of a shift with open seats. Every active person of the kind the need is for, whom no check
 * forbids to work there and who is not there already, counts once. */
enum matcher_missing_kind {
    MATCHER_MISSING_TAKEN = 0, /* fit, and are not here: other shifts, hours or rest stand in the way */
    MATCHER_MISSING_FORBIDDEN, /* would fit, had the coordinator not forbidden the pair */
    MATCHER_MISSING_ASK_TIME,  /* would fit, as far as is known; their times are not */
    MATCHER_MISSING_HOURS,     /* would fit, but the shift goes beyond the hours they give a week */
    MATCHER_MISSING_RULE, /* one thing alone keeps them out: `rule`, and `code` and `level` where it is one of several
                           */
    MATCHER_MISSING_SEVERAL, /* more than one thing keeps them out */
};

struct matcher_missing {
    enum matcher_missing_kind kind;
    enum matcher_rule rule; /* RULE alone */
    int32_t code;           /* the skill, language or certificate; -1 else */
    int32_t level;          /* the language's level; 0 else */
    uint32_t people;        /* how many; > 0 */
};

/* "taken", "forbidden", "ask_time", "hours", "rule", "several"; NULL outside the enum. */
const char *matcher_missing_name(enum matcher_missing_kind kind);

/* A shift with seats that nobody takes. */
struct matcher_pairing_open {
    struct matcher_id need;
    uint32_t shift;                  /* place in the need's list */
    uint16_t seats;                  /* still open; > 0 */
    struct matcher_missing *missing; /* by kind, rule, code, level; empty: there is nobody of the kind */
    size_t missing_count;
};

/* What one more seat at a shift would bring at most, in points (reward x worth + score) times scale. */
struct matcher_pairing_price {
    struct matcher_id need;
    uint32_t shift; /* place in the need's list */
    int64_t price;  /* >= 0 */
};

struct matcher_pairing_answer {
    bool proved; /* filled == bound_filled and score == bound_score: nothing is better */
    int64_t filled, score;
    /* No proposal fills more than bound_filled, and none that fills at least `filled` has a score above bound_score. */
    int64_t bound_filled, bound_score;
    size_t seats_taken, seats_open;
    struct matcher_pairing_pair *pairs; /* by need and shift in the order of ids and lists, then by person's id */
    size_t pairs_count;
    struct matcher_pairing_open *open; /* likewise */
    size_t open_count;
    /* The certificate (README.md): prices of shifts, times `scale`, under which no proposal is worth more than reward x
     * prices_bound_filled + prices_bound_score. Looser than the bounds above where branching proved more. */
    int64_t reward, scale;
    int64_t prices_bound_filled, prices_bound_score;
    struct matcher_pairing_price *prices; /* every shift with seats that is not closed, by need's id and list */
    size_t prices_count;
};

/* A copy of what was found. O(people x needs) for what is missing. Free with matcher_pairing_answer_free, also after a
 * failure. */
bool matcher_pairing_answer(const struct matcher_pairing *pairing, struct matcher_pairing_answer *answer,
                            struct matcher_error *error) MATCHER_MUST_CHECK;
void matcher_pairing_answer_free(struct matcher_pairing_answer *answer);

/* ---- Editing ----------------------------------------------------------------------------------------------------- */

/* Each notes a wish for matcher_pairing_solve_again; until then the answer stays as it was. A pair is pinned, forbidden
 * or free, and the last word counts. Pinning: MATCHER_UNKNOWN or MATCHER_INVALID, "pair", for a pair that breaks a hard
 * rule by itself or goes beyond the hours; ask_time people may be pinned. Forbidding what is no option does nothing. */
bool matcher_pairing_pin(struct matcher_pairing *pairing, const struct matcher_pair *pair,
                         struct matcher_error *error) MATCHER_MUST_CHECK;
bool matcher_pairing_forbid(struct matcher_pairing *pairing, const struct matcher_pair *pair,
                            struct matcher_error *error) MATCHER_MUST_CHECK;
bool matcher_pairing_free_pair(struct matcher_pairing *pairing, const struct matcher_pair *pair,
                               struct matcher_error *error) MATCHER_MUST_CHECK;

/* All that was noted is forgotten, and the pins and forbids of `options` are noted instead, as matcher_pairing_solve
 * takes them. False when memory ran out: then solve again only after another try. */
bool matcher_pairing_wish(struct matcher_pairing *pairing, const struct matcher_pairing_options *options,
                          struct matcher_error *error) MATCHER_MUST_CHECK;

/* Solves anew with what was noted; pins and forbids of `options` are ignored. MATCHER_INVALID, "pins", at: the pin,
 * counted in the order in which everything was noted, that cannot be kept together with those before it. On failure
 * nothing has changed but the notes: free the pair, or forbid it, and solve again. What fits whom is looked for again
 * only where people whose times are not known are pinned or freed; else milliseconds for a group. */
bool matcher_pairing_solve_again(struct matcher_pairing *pairing, const struct matcher_pairing_options *options,
                                 struct matcher_error *error) MATCHER_MUST_CHECK;

/* ---- What one more person would bring ---------------------------------------------------------------------------- */

/* A kind of person: an adult whom no hours, promises or checks hold back, who lives at a centre and comes to it alone,
 * has what one of its needs asks and no more, and is free on one day of the week between two hours. */
struct matcher_recruit {
    uint8_t kind; /* enum matcher_kind; a worker of no home centre */
    int32_t centre;
    struct matcher_position at;
    struct matcher_set skills;
    uint64_t certificates;
    uint8_t languages[MATCHER_LANGUAGES];
    int8_t weekday; /* 1 Monday .. 7 Sunday */
    int16_t from_minute,
        to_minute;          /* the quarter hours that hold all shifts meant; to_minute over 1440: into the next day */
    uint8_t min_age;        /* 0: of age is enough */
    int64_t filled;         /* worth of seats that this person more would fill, exactly */
    int32_t seats;          /* seats taken then less seats taken now */
    struct matcher_id need; /* a need that asks for this */
};

/* The person that is meant, as matcher_put_person takes it, to be shown or tried under the id given. `centre` has room
 * for one number; it must outlive the person, as must `check` and `certificates`. */
void matcher_recruit_person(const struct matcher_recruit *recruit, const struct matcher_id *id, uint16_t *centre,
                            struct matcher_check *check, struct matcher_certificate certificates[MATCHER_CERTIFICATES],
                            struct matcher_person *person);

/* The kinds who would fill the most, best first: by `filled`, then `seats`; those who would fill nothing are left out.
 * `out` has room for `most`. The prices bound what each can bring; those who may be among the best are added and solved
 * for, so `filled` is exact. One urgent seat can be worth more than two others: then `seats` is less than one would
 * think. MATCHER_INVALID, "proved", when the proposal is not proved. *complete is false when `stop` or the budget of
 * `options` (pins and forbids are ignored) ended it early; what is there is exact nevertheless. */
bool matcher_pairing_recruits(const struct matcher_pairing *pairing, const struct matcher_pairing_options *options,
                              size_t most, struct matcher_recruit *out, size_t *count, bool *complete,
                              struct matcher_error *error) MATCHER_MUST_CHECK;

/* ---- Judging: verify_pairing.c ----------------------------------------------------------------------------------- */

/* What a pair says beside its score. */
struct matcher_pairing_details {
    int32_t parts[MATCHER_PARTS];
    uint32_t flags;
};

/* What a proposal claims about itself. */
struct matcher_pairing_claim {
    const struct matcher_pair *pairs;
    size_t pairs_count;
    const struct matcher_pairing_details *details; /* by pair; NULL: not said */
    int64_t filled, score, bound_filled, bound_score;
    bool has_certificate;
    int64_t reward, scale, prices_bound_filled, prices_bound_score;
    const struct matcher_pairing_price *prices; /* in any order, a shift at most once; 0 where one is left out */
    size_t prices_count;
    /* What was wished, in any order; `score` is ignored, a pair that is both is forbidden. The bounds hold for whatever
     * keeps these. */
    const struct matcher_pair *pins, *forbids;
    size_t pins_count, forbids_count;
};

/* What an answer claims about itself, with its certificate and without wishes. `pairs` and `details` (NULL: not to be
 * judged) have room for as many as it has pairs; the claim points to them and into the answer. In pair_answer.c. */
struct matcher_pairing_claim matcher_pairing_claim_of(const struct matcher_pairing_answer *answer,
                                                      struct matcher_pair *pairs,
                                                      struct matcher_pairing_details *details);

/* Do the pairs keep every rule together and every wish, are `filled` and `score` theirs, and do the prices prove both
 * bounds? Without a certificate the bounds are only compared with what was found. False only when memory ran out, or
 * MATCHER_UNKNOWN.
 */
bool matcher_verify_pairing(const struct matcher *matcher, const struct matcher_pairing_claim *claim,
                            const struct matcher_query *query, struct matcher_verdict *verdict,
                            struct matcher_error *error) MATCHER_MUST_CHECK;

#endif
