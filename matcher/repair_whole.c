/*
 * Repairs that lose more visits than sets can be tried of: by the programme of repair_program.c, which begins with the
 * periods that have gaps. Its prices prove how few losses there must be, and what plans with so many are worth at most
 * (repair_prices.c); its answer is mostly whole, else a few branches make it so. Budgets are counted, never timed.
 */
#include "matcher/repair_program.h"

#include <math.h>
#include <stdlib.h>

enum {
    BRANCHES = 40,
    PRICINGS = 30,      /* times that prices are asked for columns */
    QUICK_PRICINGS = 2, /* ... for a better plan than the one at hand alone */
    MOST_PIVOTS = 8000, /* after which they are not */
};

#define WHOLE 1e-6

struct whole {
    struct repairing *repairing;
    struct proving proving;
    struct program program;
    uint64_t periods;
    unsigned branches; /* left */
    bool found;        /* repairing->best is a plan with the wanted losses */
    bool begun, solved;
    bool is_mixed; /* the fewest losses of the programme are no whole number: no plan has them */
    bool no_memory;
};

static bool must_stop(void *context)
{
    return repairing_must_stop(context);
}

static enum lp_answer solve(struct whole *whole, bool dual)
{
    return program_solve(&whole->program, dual, must_stop, whole->repairing);
}

/* ---- A whole plan ---- */

static double value_of(const struct program *program, size_t column)
{
    return lp_values(program->lp)[column];
}

/* A visit that is lost or added in part; SIZE_MAX: there is none. */
static size_t most_broken(const struct program *program)
{
    size_t most = SIZE_MAX;
    double far = WHOLE;

    for (size_t i = 0; i < program->columns_count; i++) {
        enum program_kind kind = program->columns[i].kind;
        double value = value_of(program, i), away = fmin(value, 1 - value);
        if ((kind == PROGRAM_LOSS || kind == PROGRAM_VISIT) && away > far) {
            far = away;
            most = i;
        }
    }
    return most;
}

/* Two visits that one worker adds at the same host, which the rows allow; false: none. */
static bool find_twice(const struct program *program, size_t twice[2])
{
    for (size_t i = 0; i < program->columns_count; i++) {
        const struct program_column *one = &program->columns[i];
        for (size_t j = i; one->kind == PROGRAM_VISIT && value_of(program, i) > 0.5 && j-- > 0;) {
            const struct program_column *other = &program->columns[j];
            if (other->worker != one->worker)
                break;
            if (other->kind == PROGRAM_VISIT && other->option == one->option && value_of(program, j) > 0.5) {
                twice[0] = i;
                twice[1] = j;
                return true;
            }
        }
    }
    return false;
}

static void take_plan(struct whole *whole)
{
    struct repairing *repairing = whole->repairing;
    const struct rotation *rotation = &repairing->rotation;
    const struct program *program = &whole->program;
    struct state *trial = &repairing->trial;

    state_copy(trial, &repairing->kept, rotation);
    for (size_t i = 0; i < program->columns_count; i++)
        if (program->columns[i].kind == PROGRAM_LOSS && value_of(program, i) > 0.5)
            state_take(trial, rotation, program->columns[i].worker, program->columns[i].period);
    for (size_t i = 0; i < program->columns_count; i++)
        if (program->columns[i].kind == PROGRAM_VISIT && value_of(program, i) > 0.5)
            state_put(trial, rotation, program->columns[i].worker, program->columns[i].option,
                      program->columns[i].period);
    state_count(trial, rotation);
    for (uint32_t w = 0; w < rotation->workers; w++)
        if (!own_rules_hold(rotation, trial, w, 0))
            return;
    if (!state_is_legal(trial, rotation) || (whole->found && trial->value <= repairing->best.value))
        return;
    state_copy(&repairing->best, trial, rotation);
    whole->found = true;
}

/* Is the programme's answer worth more than the best plan so far? */
static bool promises(const struct whole *whole)
{
    const struct repairing *repairing = whole->repairing;

    return !whole->found ||
           (double)repairing->kept.value + lp_worth(whole->program.lp) > (double)repairing->best.value + 1 - WHOLE;
}

/* Depth first, what is nearly whole first (Land, Doig 1960), in a few branches. */
static void branch_on(struct whole *whole)
{
    struct program *program = &whole->program;
    size_t twice[2], broken;

    if (whole->branches == 0 || repairing_must_stop(whole->repairing))
        return;
    whole->branches--;
    if (solve(whole, true) != LP_SOLVED || !promises(whole))
        return;
    broken = most_broken(program);
    if (broken == SIZE_MAX && !find_twice(program, twice)) {
        take_plan(whole);
        return;
    }
    if (broken == SIZE_MAX) {
        for (int i = 0; i < 2; i++) {
            lp_upper(program->lp)[twice[i]] = 0;
            branch_on(whole);
            lp_upper(program->lp)[twice[i]] = 1;
        }
        return;
    }
    bool up_first = value_of(program, broken) > 0.5;
    for (int i = 0; i < 2; i++) {
        double *limit = (i == 0) == up_first ? &lp_lower(program->lp)[broken] : &lp_upper(program->lp)[broken];
        double before = *limit;
        *limit = 1 - before;
        branch_on(whole);
        limit = (i == 0) == up_first ? &lp_lower(program->lp)[broken] : &lp_upper(program->lp)[broken];
        *limit = before;
    }
}

/* ---- Programmes that grow ---- */

/* Periods with gaps, and all that a worker's broken rules or a missing minimum may have to do with. */
static uint64_t first_periods(const struct repairing *repairing)
{
    const struct rotation *rotation = &repairing->rotation;
    uint64_t periods = 0, all = rotation->periods > 0 ? UINT64_MAX >> (64 - rotation->periods) : 0;

    for (uint32_t t = 0; t < rotation->periods; t++)
        periods |= (uint64_t)repairing->bound.improved[t] << t;
    for (uint32_t i = 0; i < repairing->broken_count; i++)
        periods |= repairing->kept.visited[repairing->broken[i]];
    for (uint32_t c = 0; c < rotation->centres; c++)
        if (repairing->kept.sent[c] < rotation->round->centres[c].min_send ||
            repairing->kept.hosted[c] < rotation->round->centres[c].min_host)
            periods = all;
    return periods != 0 ? periods : all;
}

struct whole *whole_new(struct repairing *repairing)
{
    struct whole *whole = calloc(1, sizeof *whole);

    if (whole == NULL)
        return NULL;
    whole->repairing = repairing;
    whole->periods = first_periods(repairing);
    state_count(&repairing->kept, &repairing->rotation);
    if (proving_new(&whole->proving, &repairing->rotation, &repairing->kept))
        return whole;
    whole_free(whole);
    return NULL;
}

void whole_free(struct whole *whole)
{
    if (whole == NULL)
        return;
    program_clear(&whole->program);
    proving_clear(&whole->proving);
    free(whole);
}

/* The programme, solved for the fewest losses when it is new; false: it is not, or no memory. */
static bool begin(struct whole *whole)
{
    struct repairing *repairing = whole->repairing;

    if (whole->begun)
        return whole->solved;
    whole->begun = true;
    proving_begin(&whole->proving, &repairing->network, &repairing->kept);
    whole->no_memory =
        !program_new(&whole->program, &repairing->rotation, &repairing->kept, whole->periods, &whole->proving.first);
    if (whole->no_memory || whole->program.columns_count == 0) /* too large, or nothing can change */
        return false;
    program_want_fewest(&whole->program);
    whole->solved = solve(whole, true) == LP_SOLVED;
    return whole->solved;
}

/* Columns that prices ask for; solved again when there are *more. False: it is not solved, or no memory. */
static bool price(struct whole *whole, bool *more)
{
    whole->no_memory = !program_price(&whole->program, more);
    return !whole->no_memory && (!*more || solve(whole, false) == LP_SOLVED);
}

/* So often at most; *all: prices ask for no more. */
static bool price_often(struct whole *whole, int most, bool *all)
{
    bool more = true;

    for (int pricing = 0; more && pricing < most && whole->program.pivots < MOST_PIVOTS; pricing++)
        if (!price(whole, &more))
            return false;
    *all = !more;
    return true;
}

/* A whole plan near the programme's answer, which is solved again then. */
static bool find_plan(struct whole *whole)
{
    whole->branches = BRANCHES;
    branch_on(whole);
    return solve(whole, false) == LP_SOLVED;
}

static int pricings_for(const struct whole *whole)
{
    if (!whole->repairing->options->quick || !whole->found)
        return PRICINGS;
    return whole->is_mixed ? QUICK_PRICINGS : 0;
}

/* The best plan that loses exactly so many, and what such plans are worth at most. */
static int64_t find_best(struct whole *whole, unsigned losses)
{
    bool all = false;

    if (!begin(whole))
        return INT64_MAX;
    program_want_best(&whole->program, losses);
    if (solve(whole, false) != LP_SOLVED || !find_plan(whole) || !price_often(whole, pricings_for(whole), &all))
        return INT64_MAX;
    int64_t most = all ? proved_worth(&whole->proving, &whole->program, losses) : INT64_MAX;
    if (promises(whole))
        find_plan(whole);
    return most;
}

/* Losses that every plan has. */
static unsigned fewest(struct whole *whole)
{
    unsigned least = 0;
    bool more = true;

    if (!begin(whole))
        return 0;
    for (int pricing = 0; more && pricing < PRICINGS; pricing++) {
        uint64_t proved = proved_losses(&whole->proving, &whole->program);
        least = proved > least ? (unsigned)proved : least;
        if ((double)least >= -lp_worth(whole->program.lp) - WHOLE || !price(whole, &more))
            break;
    }
    double counted = -lp_worth(whole->program.lp);
    whole->is_mixed = fabs(counted - nearbyint(counted)) > WHOLE;
    return least;
}

bool whole_fewest(struct whole *whole, unsigned *least)
{
    *least = fewest(whole);
    return !whole->no_memory;
}

bool whole_best(struct whole *whole, unsigned losses, bool *found, int64_t *bound)
{
    whole->found = *found;
    int64_t most = find_best(whole, losses);
    *bound = most < *bound ? most : *bound;
    *found = whole->found;
    return !whole->no_memory;
}
