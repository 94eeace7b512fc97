/*
 * Private: a plan's repair as a linear programme, for when more visits must be lost than sets of them can be tried.
 *
 * repair_columns.c   rows and columns: what is lost, what is added, what goals and fairness make of it
 * repair_program.c   the programme, its columns that prices ask for, and its solutions
 * repair_prices.c    prices, and what they prove in integers
 * repair_whole.c     the fewest changes, and the best plan with so many
 */
#ifndef MATCHER_REPAIR_PROGRAM_H
#define MATCHER_REPAIR_PROGRAM_H

#include "matcher/repair.h"
#include "matcher/rotate_lp.h"
#include "matcher/rotate_plans.h"

enum program_kind {
    PROGRAM_LOSS, /* a visit of the earlier plan that is lost */
    PROGRAM_VISIT,
    PROGRAM_GOAL, /* of a worker: met (worth > 0), or no longer (worth < 0) */
    PROGRAM_FAIR, /* what the worker's part lies on the other side of the target */
    PROGRAM_ROOM, /* of a centre, not used although it has a price from the start */
    PROGRAM_FILL, /* closes a gap from nowhere, while the fewest losses are looked for */
};

struct program_column {
    enum program_kind kind;
    uint32_t worker, option, period; /* of a goal: option is its number */
};

/* In some periods visits of `kept` may be lost and others added; in the rest it stands, until prices ask for columns
 * there. Where nothing is lost or added all columns are 0: few rows do not hold then, so that few pivots of the dual
 * method lead to the fewest losses. */
struct program {
    const struct rotation *rotation;
    const struct state *kept;
    uint64_t periods;           /* with columns from the start */
    const struct prices *first; /* in the others prices of rows are over these, while the best plan is looked for */
    struct lp *lp;
    struct program_column *columns;
    size_t columns_count, most_columns;
    uint64_t *losses, *visits; /* by worker, by option: periods that have a column */
    uint64_t pivots;           /* so far */
    bool fewest;               /* what is looked for */
    bool too_large;            /* no programme was made */
    /* Rows, -1 where there is none. */
    int *guests, *away, *balance; /* by cell */
    int *send, *host;             /* by centre */
    int *count, *fair, *goals;    /* by worker; [worker * MATCHER_WANTS + goal] */
    int *window, *once;           /* [worker * periods + first period, or the kept visit's] */
    int changes;
    double *lower, *upper; /* by row */
    size_t rows;
    int *rows_of_all; /* room behind the lists of rows */
    struct program_batch {
        double *worth, *upper, *elements;
        int *starts, *rows, *fresh_starts;
    } batch;
};

/* False: no memory; then as after program_clear. */
bool program_new(struct program *program, const struct rotation *rotation, const struct state *kept, uint64_t periods,
                 const struct prices *first) MATCHER_MUST_CHECK;
void program_clear(struct program *program);
/* Worths for the fewest losses, or for the best plan that loses exactly so many. */
void program_want_fewest(struct program *program);
void program_want_best(struct program *program, unsigned losses);
/* After a solution: columns that its prices ask for; *more: there were some, to be solved by the primal method. False:
 * no memory. */
bool program_price(struct program *program, bool *more) MATCHER_MUST_CHECK;
/* Some pivots at a time are made until it is solved, lost, or *stop(context) is true (then LP_STOPPED). */
enum lp_answer program_solve(struct program *program, bool dual, bool (*stop)(void *context), void *context);

/* ---- Its rows and columns ---- */

static inline uint32_t program_kept_at(const struct program *program, uint32_t worker, uint32_t period)
{
    return program->kept->at[(size_t)period * program->rotation->workers + worker];
}

/* What a worker's value is made of, relative to what is kept. */
struct weighing {
    int64_t part;           /* kept */
    int slope;              /* a point of the part counts so often */
    int met[MATCHER_WANTS]; /* kept visits that meet each goal */
};
struct weighing program_weigh(const struct program *program, uint32_t worker);

/* At most so many columns are there from the start. */
size_t program_count_columns(const struct program *program);
/* Rows of all centres; rows and columns of a worker. */
void program_add_centres(struct program *program);
void program_add_worker(struct program *program, uint32_t worker);
int program_add_row(struct program *program, double lower, double upper);
/* One column more, and its elements. `by`: 1 added, -1 lost. */
void program_begin_column(struct program *program, enum program_kind kind, uint32_t worker, uint32_t option,
                          uint32_t period);
void program_put(struct program *program, int row, double element);
void program_add_visit(struct program *program, uint32_t worker, uint32_t option, uint32_t period,
                       const struct weighing *weighing, int by);

/* ---- Prices and proofs ---- */

/* A second look at the round that counts kept visits alone. */
struct counting {
    struct rotation rotation;
    struct matcher_round round;
    struct matcher_round_worker *workers;
    struct option *options;
    int32_t *bonus;
};

struct proving {
    const struct rotation *rotation;
    struct rotation weighed; /* the round, visits of the earlier plan worth something on top */
    struct counting counting;
    uint64_t *kept; /* by option, as rotation->kept */
    struct personal personal;
    struct prices first; /* of every period by itself */
    struct prices prices;
    uint64_t kept_count;
};

bool proving_new(struct proving *proving, const struct rotation *rotation, const struct state *kept) MATCHER_MUST_CHECK;
void proving_clear(struct proving *proving);
/* Fills proving->first: what places are worth in each period by itself, the others as they are. O(periods x centres^3).
 */
void proving_begin(struct proving *proving, struct network *network, const struct state *kept);
/* Proved by the prices of the last solution: every plan loses at least that many of `kept`; no plan that loses exactly
 * so many is worth more. O(workers) personal plans. */
uint64_t proved_losses(struct proving *proving, const struct program *program);
int64_t proved_worth(struct proving *proving, const struct program *program, unsigned losses);

#endif
