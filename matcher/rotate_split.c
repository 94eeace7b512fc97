/*
 * Which two halves a worker's listed plans are split into: by whether the worker visits a host at all, or is away in a
 * period. Plans that differ in the order of their visits alone are worth nearly the same, and a single visit hardly
 * moves the bound (branching on sets of columns: Barnhart et al. 1998). Which one is tried out on a few that look good
 * (strong branching: Applegate, Bixby, Chvatal, Cook, "Finding Cuts in the TSP", 1995).
 */
#include "matcher/rotate_listed.h"

#include <math.h>
#include <stdlib.h>

enum { TRIALS = 6, KNOWN = 2 };

static bool plan_splits(const struct listed *listed, const struct listed_split *split, size_t plan)
{
    const struct plan_visit *visits = pool_visits(&listed->pool, plan);

    for (uint32_t i = 0; i < listed->pool.plans[plan].visits_count; i++)
        if ((split->option == NO_OPTION || split->option == visits[i].option) &&
            (split->period == NO_PERIOD || split->period == visits[i].period))
            return true;
    return false;
}

void listed_split_close(struct listed *listed, const struct listed_split *split, unsigned depth)
{
    for (size_t p = listed->first_of[split->worker]; p < listed->first_of[split->worker + 1]; p++)
        if (listed->closed[p] == 0 && plan_splits(listed, split, p) != split->with)
            listed->closed[p] = (uint16_t)depth;
}

struct candidate {
    struct listed_split split;
    double share, score;
};

/* Most promising first. */
static int best_first(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;

    if (left->score != right->score)
        return left->score > right->score ? -1 : 1;
    if (left->split.worker != right->split.worker)
        return left->split.worker < right->split.worker ? -1 : 1;
    if (left->split.option != right->split.option)
        return left->split.option < right->split.option ? -1 : 1;
    return (left->split.period > right->split.period) - (left->split.period < right->split.period);
}

static double share_of(const struct listed *listed, const struct listed_split *split, size_t first, size_t end)
{
    double share = 0;

    for (size_t s = first; s < end; s++)
        if (plan_splits(listed, split, listed->shares[s].plan))
            share += listed->shares[s].share;
    return share;
}

enum way { BY_HOST, BY_PERIOD, BY_VISIT };

/* The fractional splits of one worker, whose shares these are. */
static size_t collect_of_worker(const struct listed *listed, enum way way, size_t first, size_t end,
                                struct candidate *candidates)
{
    size_t count = 0;

    for (size_t s = first; s < end; s++) {
        const struct plan *plan = &listed->pool.plans[listed->shares[s].plan];
        const struct plan_visit *visits = pool_visits(&listed->pool, listed->shares[s].plan);
        for (uint32_t i = 0; i < plan->visits_count; i++) {
            struct candidate new = {.split = {plan->worker, way == BY_PERIOD ? NO_OPTION : visits[i].option,
                                              way == BY_HOST ? NO_PERIOD : visits[i].period, true}};
            bool known = false;
            for (size_t k = 0; k < count; k++)
                known = known || (candidates[k].split.option == new.split.option &&candidates[k].split.period ==
                                  new.split.period);
            new.share = share_of(listed, &new.split, first, end);
            new.score = fmin(new.share, 1 - new.share);
            if (!known && new.score > 1e-6)
                candidates[count++] = new;
        }
    }
    return count;
}

/* All that are fractional, most promising first; single visits only when nothing else is. NULL: no memory. */
static struct candidate *collect(const struct listed *listed, size_t *count)
{
    size_t room = 1;

    for (size_t s = 0; s < listed->shares_count; s++)
        room += 2 * (size_t)listed->pool.plans[listed->shares[s].plan].visits_count;
    struct candidate *candidates = malloc(room * sizeof *candidates);
    *count = 0;
    for (enum way way = BY_HOST; candidates != NULL && way <= BY_VISIT && (way != BY_VISIT || *count == 0); way++)
        for (size_t first = 0, end; first < listed->shares_count; first = end) {
            uint32_t worker = listed->pool.plans[listed->shares[first].plan].worker;
            for (end = first + 1; end < listed->shares_count; end++)
                if (listed->pool.plans[listed->shares[end].plan].worker != worker)
                    break;
            *count += collect_of_worker(listed, way, first, end, candidates + *count);
        }
    if (*count > 1)
        qsort(candidates, *count, sizeof *candidates, best_first);
    return candidates;
}

/* Where it is remembered what a split took off the bound; NULL for single visits. */
static struct listed_memory *memory_of(struct listed_tree *tree, const struct listed_split *split)
{
    const struct rotation *rotation = tree->listed->rotation;

    if (split->period == NO_PERIOD)
        return &tree->memory[split->option];
    if (split->option == NO_OPTION)
        return &tree->memory[rotation->first_option[rotation->workers] + (size_t)split->worker * rotation->periods +
                             split->period];
    return NULL;
}

void listed_remember(struct listed_tree *tree, const struct listed_split *split, double way, double fall)
{
    struct listed_memory *memories[] = {memory_of(tree, split), &tree->all};

    for (int i = 0; i < 2; i++)
        if (memories[i] != NULL) {
            memories[i]->falls[split->with] += fall / fmax(way, 0.05);
            memories[i]->times[split->with]++;
        }
}

static double expected(const struct listed_tree *tree, const struct listed_memory *memory, bool with)
{
    if (memory == NULL || memory->times[with] == 0)
        memory = &tree->all;
    return memory->times[with] == 0 ? 1 : memory->falls[with] / memory->times[with];
}

static double score(double first, double second)
{
    return fmax(first, 1e-3) * fmax(second, 1e-3);
}

/* By what is remembered; those of which little is are tried out, the most promising ones. False: no
 * memory. */
static bool judge(struct listed_tree *tree, const struct lp_basis *basis, struct candidate *candidates, size_t count)
{
    struct listed *listed = tree->listed;
    double worth = lp_worth(listed->master.lp);
    unsigned tried = 0;

    for (size_t i = 0; i < count; i++) {
        const struct listed_memory *memory = memory_of(tree, &candidates[i].split);
        candidates[i].score = score(expected(tree, memory, true) * (1 - candidates[i].share),
                                    expected(tree, memory, false) * candidates[i].share);
    }
    qsort(candidates, count, sizeof *candidates, best_first);
    for (size_t i = 0; i < count && i < 2 * TRIALS && tried < TRIALS; i++) {
        const struct listed_memory *memory = memory_of(tree, &candidates[i].split);
        if (memory != NULL && memory->times[0] >= KNOWN && memory->times[1] >= KNOWN)
            continue;
        double falls[2];
        for (int side = 0; side < 2; side++) {
            struct listed_split split = candidates[i].split;
            split.with = side;
            listed_split_close(listed, &split, LISTED_NODE_DEPTH + 1);
            double now = listed_try(listed, basis);
            listed_reopen(listed, LISTED_NODE_DEPTH + 1);
            if (now == HUGE_VAL)
                return false;
            falls[side] = fmax(worth - now, 0);
            listed_remember(tree, &split, split.with ? 1 - candidates[i].share : candidates[i].share, falls[side]);
        }
        candidates[i].score = score(falls[0], falls[1]);
        tried++;
    }
    qsort(candidates, count, sizeof *candidates, best_first);
    return true;
}

bool listed_split_choose(struct listed_tree *tree, const struct lp_basis *basis, struct listed_choice *choice)
{
    size_t count;
    struct candidate *candidates = collect(tree->listed, &count);
    bool ok = candidates != NULL && (count == 0 || judge(tree, basis, candidates, count));

    *choice = (struct listed_choice){.found = ok && count > 0};
    if (choice->found) {
        choice->split = candidates[0].split;
        choice->share = candidates[0].share;
    }
    free(candidates);
    return ok;
}
