/*
 * Branch and bound over the listed plans (Land, Doig 1960): the node with the highest bound is split first, so that the
 * highest of all bounds falls soonest. How it is split: rotate_split.c.
 */
#include "matcher/rotate_listed.h"

#include <stdlib.h>

enum { DEPTH = LISTED_NODE_DEPTH, CUT_ROUNDS = 12 };

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
    struct lp_basis *basis = lp_basis_new(tree->listed->master.lp);
    struct listed_choice choice;

    if (basis == NULL || !listed_split_choose(tree, basis, &choice)) {
        free(basis);
        return false;
    }
    if (!choice.found) {
        free(basis);
        tree->lost = bound > tree->lost ? bound : tree->lost;
        return true;
    }
    tree->nodes[node].basis = basis;
    tree->nodes[node].halves = 2;
    for (int side = 0; side < 2; side++) {
        choice.split.with = side == 0;
        if (!add_node(tree, bound, node, &choice.split))
            return false;
        tree->nodes[tree->count - 1].way = choice.split.with ? 1 - choice.share : choice.share;
    }
    return true;
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
            listed_remember(tree, &tree->nodes[node].split, tree->nodes[node].way, (double)(bound - now) / PRICE_SCALE);
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
