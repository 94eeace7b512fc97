/*
 * Branch and bound over the listed plans (Land, Doig 1960): the node with the highest bound is split first, so that the
 * highest of all bounds falls soonest. It is split by whether a worker visits a host at all, or is away in a period:
 * plans that differ in the order of their visits alone are worth nearly the same, and a single visit hardly moves the
 * bound (branching on sets of columns: Barnhart et al. 1998). Which one is tried out on a few that look good (strong
 * branching: Applegate, Bixby, Chvatal, Cook, "Finding Cuts in the TSP", 1995).
 */
#include "matcher/rotate_listed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH = 2, TRIALS = 6, KNOWN = 2, CUT_ROUNDS = 12 }; /* at depth 1 plans are closed for good */

bool listed_tree_new(struct listed_tree *tree, struct listed *listed, struct rotate_watch *watch)
{
    size_t workers = (size_t)listed->rotation->workers + 1;

    *tree = (struct listed_tree){.listed = listed,
                                 .watch = watch,
                                 .lost = IMPOSSIBLE,
                                 .chosen = calloc(workers, sizeof *tree->chosen),
                                 .left = malloc((listed_rows(listed) + 1) * sizeof *tree->left)};
    tree->memory =
        calloc(listed->rotation->first_option[workers - 1] + workers * listed->rotation->periods, sizeof *tree->memory);
    if (tree->chosen != NULL && tree->left != NULL && tree->memory != NULL)
        return true;
    listed_tree_clear(tree);
    return false;
}

void listed_tree_clear(struct listed_tree *tree)
{
    for (size_t i = 0; i < tree->count; i++)
        free(tree->nodes[i].basis);
    free(tree->nodes);
    free(tree->chosen);
    free(tree->memory);
    free(tree->left);
    *tree = (struct listed_tree){0};
}

int64_t listed_tree_bound(const struct listed_tree *tree)
{
    int64_t most = tree->lost;

    for (size_t i = 0; i < tree->count; i++)
        if (tree->nodes[i].is_open && tree->nodes[i].bound > most)
            most = tree->nodes[i].bound;
    return most;
}

/* ---- Splits ---- */

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

/* `way` is how far from its share to whole, on that side. */
static void remember(struct listed_tree *tree, const struct listed_split *split, double way, double fall)
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
            listed_split_close(listed, &split, DEPTH + 1);
            double now = listed_try(listed, basis);
            listed_reopen(listed, DEPTH + 1);
            if (now == HUGE_VAL)
                return false;
            falls[side] = fmax(worth - now, 0);
            remember(tree, &split, split.with ? 1 - candidates[i].share : candidates[i].share, falls[side]);
        }
        candidates[i].score = score(falls[0], falls[1]);
        tried++;
    }
    qsort(candidates, count, sizeof *candidates, best_first);
    return true;
}

/* ---- Nodes ---- */

static bool add_node(struct listed_tree *tree, int64_t bound, uint32_t parent, const struct listed_split *split)
{
    if (tree->count == tree->room) {
        size_t room = tree->room == 0 ? 256 : 2 * tree->room;
        struct listed_node *grown = realloc(tree->nodes, room * sizeof *grown);
        if (grown == NULL)
            return false;
        tree->nodes = grown;
        tree->room = room;
    }
    tree->nodes[tree->count++] =
        (struct listed_node){.bound = bound, .parent = parent, .split = *split, .is_open = true};
    return true;
}

/* The plans of a node are open, no others. False: no memory. */
static bool activate(struct listed_tree *tree, uint32_t node)
{
    const struct lp_basis *basis =
        tree->nodes[node].parent == NO_NODE ? NULL : tree->nodes[tree->nodes[node].parent].basis;

    listed_reopen(tree->listed, DEPTH);
    if (basis != NULL && !lp_begin_at(tree->listed->master.lp, basis))
        return false;
    for (; tree->nodes[node].parent != NO_NODE; node = tree->nodes[node].parent)
        listed_split_close(tree->listed, &tree->nodes[node].split, DEPTH);
    return true;
}

/* All shares are whole: takes them, if nothing is missing and they are worth more. */
static void take_whole(struct listed_tree *tree, bool *is_whole)
{
    struct listed *listed = tree->listed;
    int64_t worth = 0;

    *is_whole = true;
    for (size_t s = 0; s < listed->shares_count; s++) {
        *is_whole = *is_whole && listed->shares[s].share > 1 - 1e-6;
        worth += listed->pool.plans[listed->shares[s].plan].value;
    }
    if (!*is_whole || master_missing(&listed->master) > 1e-6 || listed->shares_count != listed->rotation->workers ||
        worth <= tree->plan)
        return;
    for (size_t s = 0; s < listed->shares_count; s++)
        tree->chosen[listed->pool.plans[listed->shares[s].plan].worker] = listed->shares[s].plan;
    if (!master_holds(&listed->master, tree->chosen))
        return;
    tree->plan = worth;
    tree->best = worth > tree->best ? worth : tree->best;
    tree->found = true;
}

/* The root: inequalities as long as there are some that it breaks. */
static enum listed_answer solve_root(struct listed_tree *tree)
{
    enum listed_answer answer = listed_solve(tree->listed, 1, tree->best, tree->watch);
    size_t added = 1;

    for (int i = 0; i < CUT_ROUNDS && answer == LISTED_SOLVED && added > 0; i++) {
        if (!listed_tidy(tree->listed) || !listed_cut(tree->listed, &added))
            return LISTED_NO_MEMORY;
        if (added > 0)
            answer = listed_solve(tree->listed, 1, tree->best, tree->watch);
    }
    return answer;
}

static bool split_node(struct listed_tree *tree, uint32_t node, int64_t bound)
{
    size_t count;
    struct candidate *candidates = collect(tree->listed, &count);

    if (candidates == NULL)
        return false;
    bool ok = true;
    if (count == 0) {
        tree->lost = bound > tree->lost ? bound : tree->lost;
    } else {
        tree->nodes[node].basis = lp_basis_new(tree->listed->master.lp);
        if (tree->nodes[node].basis == NULL) {
            free(candidates);
            return false;
        }
        tree->nodes[node].halves = 2;
        ok = judge(tree, tree->nodes[node].basis, candidates, count);
        struct listed_split split = candidates[0].split;
        for (int side = 0; ok && side < 2; side++) {
            split.with = side == 0;
            ok = add_node(tree, bound, node, &split);
            tree->nodes[tree->count - 1].way = split.with ? 1 - candidates[0].share : candidates[0].share;
        }
    }
    free(candidates);
    return ok;
}

static void drop_basis(struct listed_tree *tree, uint32_t node)
{
    uint32_t parent = tree->nodes[node].parent;

    if (parent != NO_NODE && --tree->nodes[parent].halves == 0) {
        free(tree->nodes[parent].basis);
        tree->nodes[parent].basis = NULL;
    }
}

/* The node is solved, and is no more: what is left of it are two others, or nothing. */
static bool work_on(struct listed_tree *tree, uint32_t node)
{
    bool is_whole;

    if (!activate(tree, node))
        return false;
    enum listed_answer answer =
        node == 0 ? solve_root(tree) : listed_solve(tree->listed, DEPTH, tree->best, tree->watch);
    tree->nodes[node].is_open = false;
    drop_basis(tree, node);
    int64_t bound = tree->nodes[node].bound;
    if (answer == LISTED_NO_MEMORY)
        return false;
    if (answer == LISTED_CLOSED)
        return true;
    if (answer == LISTED_SOLVED) {
        int64_t now = tree->listed->bound < bound ? tree->listed->bound : bound;
        if (node != 0)
            remember(tree, &tree->nodes[node].split, tree->nodes[node].way, (double)(bound - now) / PRICE_SCALE);
        bound = now;
        take_whole(tree, &is_whole);
        if (is_whole && bound < (tree->best + 1) * PRICE_SCALE)
            return true;
        if (!is_whole)
            return split_node(tree, node, bound);
    }
    tree->lost = bound > tree->lost ? bound : tree->lost;
    return true;
}

static uint32_t highest(const struct listed_tree *tree, bool for_dive)
{
    uint32_t found = NO_NODE;

    for (size_t i = 0; i < tree->count; i++) {
        const struct listed_node *node = &tree->nodes[i];
        if (node->is_open && !(for_dive && node->was_dived) &&
            (found == NO_NODE || node->bound > tree->nodes[found].bound))
            found = (uint32_t)i;
    }
    return found;
}

bool listed_tree_grow(struct listed_tree *tree, uint64_t programmes)
{
    const struct listed_split none = {0};
    uint64_t end = tree->listed->solved + programmes;

    if (!tree->is_started && !add_node(tree, INT64_MAX, NO_NODE, &none))
        return false;
    tree->is_started = true;
    while (tree->listed->solved < end && !tree->watch->stopped) {
        uint32_t node = highest(tree, false);
        if (node == NO_NODE || tree->nodes[node].bound <= tree->lost ||
            tree->nodes[node].bound < (tree->best + 1) * PRICE_SCALE)
            break;
        if (!work_on(tree, node))
            return false;
    }
    return true;
}

/* ---- Dives ---- */

static void close_row(struct listed *listed, uint32_t row, uint32_t but, unsigned depth)
{
    for (size_t i = listed->first_in[row]; i < listed->first_in[row + 1]; i++)
        if (listed->closed[listed->plans_in[i]] == 0 && listed->plans_in[i] != but)
            listed->closed[listed->plans_in[i]] = (uint16_t)depth;
}

/* The plan is fixed: those that find no room beside it are closed. */
static void fix(struct listed_tree *tree, uint32_t plan, unsigned depth)
{
    uint32_t rows[LISTED_ROWS];

    for (unsigned i = listed_plan_rows(tree->listed, plan, rows); i-- > 0;)
        if (--tree->left[rows[i]] == 0)
            close_row(tree->listed, rows[i], plan, depth);
}

static void unfix(struct listed_tree *tree, uint32_t plan)
{
    uint32_t rows[LISTED_ROWS];

    for (unsigned i = listed_plan_rows(tree->listed, plan, rows); i-- > 0;)
        tree->left[rows[i]]++;
}

/* The surest plan that is not whole. */
static uint32_t surest(const struct listed *listed)
{
    const struct listed_share *best = listed->shares;

    for (size_t s = 1; s < listed->shares_count; s++)
        if (listed->shares[s].share <= 1 - 1e-6 && (best->share > 1 - 1e-6 || listed->shares[s].share > best->share))
            best = &listed->shares[s];
    return best->plan;
}

/* With the surest plan; then, while there are `doubts` left, without it. */
static bool dive(struct listed_tree *tree, unsigned depth, unsigned doubts)
{
    struct listed *listed = tree->listed;
    enum listed_answer answer = listed_solve(listed, depth, tree->plan, tree->watch);
    bool is_whole;

    if (answer != LISTED_SOLVED)
        return answer != LISTED_NO_MEMORY;
    take_whole(tree, &is_whole);
    if (is_whole)
        return true;
    uint32_t plan = surest(listed);
    struct lp_basis *basis = lp_basis_new(listed->master.lp);
    bool ok = basis != NULL;
    for (int side = 0; ok && side < 2 && (side == 0 || doubts > 0) && listed->solved < tree->dive_end; side++) {
        if (side == 0)
            fix(tree, plan, depth + 1);
        else
            listed->closed[plan] = (uint16_t)(depth + 1);
        ok = (side == 0 || lp_begin_at(listed->master.lp, basis)) && dive(tree, depth + 1, doubts - (unsigned)side);
        if (side == 0)
            unfix(tree, plan);
        listed_reopen(listed, depth + 1);
    }
    free(basis);
    return ok;
}

bool listed_tree_dive(struct listed_tree *tree, uint64_t programmes)
{
    uint32_t node = highest(tree, true);

    if (node == NO_NODE)
        return true;
    tree->nodes[node].was_dived = true;
    if (!activate(tree, node))
        return false;
    for (uint32_t row = 0; row < listed_rows(tree->listed); row++)
        tree->left[row] = listed_limit(tree->listed, row);
    tree->dive_end = tree->listed->solved + programmes;
    return dive(tree, DEPTH + 1, 1);
}
