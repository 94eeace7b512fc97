/*
 * Judges the answer to an assignment problem in the plainest way, and shares no code with the solver: are the pairs
 * possible, are they worth what is claimed, and do the prices prove that nothing is worth more?
 */
#include "matcher/assign_problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct trial {
    const struct matcher_assign_problem *problem;
    const struct matcher_assign_claim *claim;
    struct matcher_verdict *verdict;
    uint32_t *used;     /* seats of each need */
    int32_t *weight_of; /* by need: the weight of the pair with the person looked at; -1 without one */
};

__attribute__((format(printf, 2, 3))) static bool rejected(struct trial *trial, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(trial->verdict->reason, sizeof trial->verdict->reason, format, arguments);
    va_end(arguments);
    return false;
}

/* The pairs of one person, from `k` on; moves `k` behind them. */
static bool judge_person(struct trial *trial, uint32_t i, size_t *k, __int128 *total)
{
    const struct matcher_assign_problem *problem = trial->problem;
    const struct matcher_assign_claim *claim = trial->claim;
    uint32_t taken = 0;
    bool ok = true;

    for (uint32_t a = problem->first[i]; a < problem->first[i + 1]; a++)
        trial->weight_of[arc_to(problem->arcs[a])] = arc_weight(problem->arcs[a]);
    for (; ok && *k < claim->pairs_count && claim->pairs[*k].person == i; (*k)++) {
        uint32_t j = claim->pairs[*k].need;
        if (j >= problem->needs)
            ok = rejected(trial, "pair %u %u: there is no such need", i + 1, j + 1);
        else if (taken > 0 && claim->pairs[*k - 1].need >= j)
            ok = rejected(trial, "pair %u %u: twice, or not in the order of (i, j)", i + 1, j + 1);
        else if (trial->weight_of[j] < 0)
            ok = rejected(trial, "pair %u %u: there is no such pair", i + 1, j + 1);
        else if (++taken > problem->person_capacity[i])
            ok = rejected(trial, "person %u: more pairs than the capacity %u", i + 1, problem->person_capacity[i]);
        else if (++trial->used[j] > problem->need_capacity[j])
            ok = rejected(trial, "need %u: more pairs than the capacity %u", j + 1, problem->need_capacity[j]);
        else
            *total += trial->weight_of[j];
    }
    for (uint32_t a = problem->first[i]; a < problem->first[i + 1]; a++)
        trial->weight_of[arc_to(problem->arcs[a])] = -1;
    return ok;
}

static bool judge_pairs(struct trial *trial)
{
    const struct matcher_assign_claim *claim = trial->claim;
    __int128 total = 0;
    size_t k = 0;

    for (uint32_t i = 0; i < trial->problem->people; i++)
        if (!judge_person(trial, i, &k, &total))
            return false;
    if (k < claim->pairs_count)
        return rejected(trial, "pair %u %u: there is no such person, or not in the order of (i, j)",
                        claim->pairs[k].person + 1, claim->pairs[k].need + 1);
    trial->verdict->objective = (int64_t)total;
    if (total != claim->total)
        return rejected(trial, "total: %lld claimed, %lld true", (long long)claim->total, (long long)total);
    return true;
}

/* What the prices prove: no choice is worth more. */
static bool judge_prices(struct trial *trial)
{
    const struct matcher_assign_problem *problem = trial->problem;
    const struct matcher_assign_claim *claim = trial->claim;
    __int128 bound = 0;

    for (uint32_t i = 0; i < problem->people; i++) {
        if (claim->person_prices[i] < 0)
            return rejected(trial, "the price of person %u is negative", i + 1);
        bound += (__int128)problem->person_capacity[i] * claim->person_prices[i];
        for (uint32_t a = problem->first[i]; a < problem->first[i + 1]; a++) {
            __int128 over = (__int128)arc_weight(problem->arcs[a]) - claim->person_prices[i] -
                            claim->need_prices[arc_to(problem->arcs[a])];
            bound += over > 0 ? over : 0;
        }
    }
    for (uint32_t j = 0; j < problem->needs; j++) {
        if (claim->need_prices[j] < 0)
            return rejected(trial, "the price of need %u is negative", j + 1);
        bound += (__int128)problem->need_capacity[j] * claim->need_prices[j];
    }
    if (!claim->has_bound && bound != claim->total)
        return rejected(trial, "the prices prove %lld, not the total %lld",
                        (long long)(bound > INT64_MAX ? INT64_MAX : bound), (long long)claim->total);
    if (claim->has_bound && bound != claim->bound)
        return rejected(trial, "the prices prove %lld, not the bound %lld",
                        (long long)(bound > INT64_MAX ? INT64_MAX : bound), (long long)claim->bound);
    return true;
}

bool matcher_verify_assign(const struct matcher_assign_problem *problem, const struct matcher_assign_claim *claim,
                           struct matcher_verdict *verdict, struct matcher_error *error)
{
    struct trial trial = {.problem = problem, .claim = claim, .verdict = verdict};

    *verdict = (struct matcher_verdict){0};
    trial.used = calloc((size_t)problem->needs + 1, sizeof *trial.used);
    trial.weight_of = malloc(((size_t)problem->needs + 1) * sizeof *trial.weight_of);
    bool ok = trial.used != NULL && trial.weight_of != NULL;
    if (ok) {
        memset(trial.weight_of, 0xff, ((size_t)problem->needs + 1) * sizeof *trial.weight_of);
        verdict->accepted = judge_pairs(&trial) && judge_prices(&trial);
    } else if (error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = MATCHER_NO_MEMORY};
    free(trial.used);
    free(trial.weight_of);
    return ok;
}
