/*
 * Branch and bound over the listed plans (Land, Doig 1960): the node with the highest bound is split first, so that the
 * highest of all bounds falls soonest. How it is split: rotate_split.c.
 */
#include "matcher/rotate_sharp.h"

#include <stdlib.h>

enum { DEPTH = LISTED_NODE_DEPTH, CUT_ROUNDS = 12, NEAR = 8, TARGET = 3 };

bool listed_tree_new(struct listed_tree *tree, struct listed *listed, struct sharp *sharp, struct rotate_watch *watch)
{
    size_t workers = (size_t)listed->rotation->workers + 1;

    *tree = (struct listed_tree){.listed = listed,
                                 .sharp = sharp,
                                 .watch = watch,
                                 .lost = IMPOSSIBLE,
                                 .closed_for = INT64_MAX,
                                 .loss = calloc(listed->pool.count + 1, sizeof *tree->loss),
                                 .chosen = calloc(workers, sizeof *tree->chosen),
                                 .left = malloc((listed_rows(listed) + 1) * sizeof *tree->left)};
    tree->memory =
        calloc(listed->rotation->first_option[workers - 1] + workers * listed->rotation->periods, sizeof *tree->memory);
    if (tree->loss != NULL && tree->chosen != NULL && tree->left != NULL && tree->memory != NULL)
        return true;
    listed_tree_clear(tree);
    return false;
}

void listed_tree_clear(struct listed_tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        free(tree->nodes[i].basis);
        free(tree->nodes[i].open);
    }
    free(tree->nodes);
    free(tree->loss);
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

/* Those that lose too much at the root's prices for anything above `above`. */
static void close_losers(struct listed_tree *tree, int64_t above, unsigned depth)
{
    struct listed *listed = tree->listed;
    int64_t slack = tree->root - (above + 1) * PRICE_SCALE;

    for (size_t p = 0; p < listed->pool.count; p++)
        if (listed->closed[p] == 0 && tree->loss[p] > slack)
            listed->closed[p] = (uint16_t)depth;
}

/* The plans of a node are open, no others; those that lose too much for `above` need not be. False: no memory. */
static bool activate(struct listed_tree *tree, uint32_t node, int64_t above)
{
    struct listed *listed = tree->listed;
    uint32_t parent = tree->nodes[node].parent;

    listed_reopen(listed, DEPTH);
    if (parent == NO_NODE)
        return true;
    if (!lp_begin_at(listed->master.lp, tree->nodes[parent].basis))
        return false;
    if (tree->nodes[parent].above <= above) {
        listed_close_others(listed, tree->nodes[parent].open, DEPTH);
        listed_split_close(listed, &tree->nodes[node].split, DEPTH);
        return true;
    }
    for (; tree->nodes[node].parent != NO_NODE; node = tree->nodes[node].parent)
        listed_split_close(listed, &tree->nodes[node].split, DEPTH);
    close_losers(tree, above, DEPTH);
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
    tree->least = worth > tree->least ? worth : tree->least;
    tree->target = worth > tree->target ? worth : tree->target;
    tree->found = true;
}

/* The root: inequalities as long as there are some that it breaks. */
static enum listed_answer solve_root(struct listed_tree *tree)
{
    struct listed *listed = tree->listed;
    enum listed_answer answer = listed_solve(listed, 1, tree->least, tree->watch);
    int *gone = malloc((listed->pool.count + listed->master.fills + 1) * sizeof *gone);
    size_t added = 1, count;

    for (int i = 0; i < CUT_ROUNDS && answer == LISTED_SOLVED && added > 0 && gone != NULL; i++) {
        listed_tidy(listed, SIZE_MAX, NULL, gone, &count);
        if (!listed_cut(listed, &added))
            answer = LISTED_NO_MEMORY;
        else if (added > 0)
            answer = listed_solve(listed, 1, tree->least, tree->watch);
    }
    if (gone == NULL)
        answer = LISTED_NO_MEMORY;
    free(gone);
    tree->closed_for = tree->least;
    tree->root = INT64_MAX / 2;
    if ((answer == LISTED_SOLVED || answer == LISTED_CLOSED) && !sharp_take(tree->sharp, listed))
        return LISTED_NO_MEMORY;
    if (answer != LISTED_SOLVED)
        return answer;
    tree->root = listed_count_bound(listed);
    for (size_t p = 0; p < listed->pool.count; p++)
        if (listed->closed[p] == 0)
            tree->loss[p] = listed->most[listed->pool.plans[p].worker] - listed->reduced[p];
    return answer;
}

/* Leaves behind the columns that are closed for good, and those from the `from`th on, but what some node begins with.
 * False: no memory. */
static bool trim(struct listed_tree *tree, size_t from)
{
    struct listed *listed = tree->listed;
    size_t columns = lp_columns_count(listed->master.lp), count;
    bool *is_kept = calloc(columns + 1, sizeof *is_kept);
    int *gone = malloc((columns + 1) * sizeof *gone);
    bool ok = is_kept != NULL && gone != NULL;

    if (ok) {
        for (size_t i = 0; i < tree->count; i++)
            if (tree->nodes[i].basis != NULL)
                lp_basis_mark(tree->nodes[i].basis, is_kept);
        listed_tidy(listed, from, is_kept, gone, &count);
        for (size_t i = 0; i < tree->count; i++)
            if (tree->nodes[i].basis != NULL)
                lp_basis_delete(tree->nodes[i].basis, count, gone);
    }
    free(is_kept);
    free(gone);
    return ok;
}

/* With a better plan, what can be part of a still better one is less. False: no memory. */
static bool close_more(struct listed_tree *tree)
{
    listed_reopen(tree->listed, DEPTH);
    close_losers(tree, tree->least, 1);
    tree->closed_for = tree->least;
    return trim(tree, SIZE_MAX);
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
    tree->nodes[node].above = tree->target;
    tree->nodes[node].open = listed_open(tree->listed);
    if (tree->nodes[node].open == NULL)
        return false;
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
        free(tree->nodes[parent].open);
        tree->nodes[parent].basis = NULL;
        tree->nodes[parent].open = NULL;
    }
}

/* The node is solved, and is no more: what is left of it are two others, or nothing. */
static bool work_on(struct listed_tree *tree, uint32_t node)
{
    bool is_whole;

    if (!activate(tree, node, tree->target))
        return false;
    enum listed_answer answer =
        node == 0 ? solve_root(tree) : listed_solve(tree->listed, DEPTH, tree->target, tree->watch);
    int64_t bound = tree->nodes[node].bound;
    if (answer == LISTED_NO_MEMORY)
        return false;
    if (answer == LISTED_CLOSED && node != 0 && tree->target > tree->least) { /* nothing above the target: later */
        int64_t none = (tree->target + 1) * PRICE_SCALE - 1;
        tree->nodes[node].bound = none < bound ? none : bound;
        return true;
    }
    tree->nodes[node].is_open = false;
    drop_basis(tree, node);
    if (answer == LISTED_CLOSED)
        return true;
    if (answer == LISTED_SOLVED) {
        int64_t now = tree->listed->bound < bound ? tree->listed->bound : bound;
        if (node != 0)
            listed_remember(tree, &tree->nodes[node].split, tree->nodes[node].way, (double)(bound - now) / PRICE_SCALE);
        bound = now;
        take_whole(tree, &is_whole);
        if (is_whole && bound < (tree->least + 1) * PRICE_SCALE)
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

/* What is looked for first: a third of the way from the highest bound down to what is to be proved. Fewer plans are
 * open then, and programmes are small. */
static void set_target(struct listed_tree *tree)
{
    int64_t bound = floor_scaled(listed_tree_bound(tree));

    if (tree->target < tree->least)
        tree->target = tree->least;
    if (bound <= tree->target)
        tree->target = bound - tree->least > 2 * NEAR ? bound - (bound - tree->least) / TARGET : tree->least;
}

bool listed_tree_grow(struct listed_tree *tree, uint64_t programmes)
{
    const struct listed_split none = {0};
    uint64_t end = tree->listed->solved + programmes;

    if (!tree->is_started) {
        tree->target = tree->least;
        if (!add_node(tree, INT64_MAX, NO_NODE, &none))
            return false;
    }
    tree->is_started = true;
    if (tree->least > tree->closed_for && !close_more(tree))
        return false;
    while (tree->listed->solved < end && !tree->watch->stopped) {
        uint32_t node = highest(tree, false);
        if (node == NO_NODE || tree->nodes[node].bound <= tree->lost ||
            tree->nodes[node].bound < (tree->least + 1) * PRICE_SCALE)
            break;
        if (node != 0)
            set_target(tree);
        if (!work_on(tree, node))
            return false;
        if (node == 0)
            tree->target = INT64_MAX;
    }
    return true;
}

/* ---- Dives ---- */

static void close_row(struct listed *listed, uint32_t row, uint32_t but)
{
    for (size_t i = listed->first_in[row]; i < listed->first_in[row + 1]; i++)
        if (listed->closed[listed->plans_in[i]] == 0 && listed->plans_in[i] != but)
            listed->closed[listed->plans_in[i]] = DEPTH;
}

/* The plan is fixed: those that find no room beside it are closed. False: it was so before, and is taken in part all
 * the same, as what is missing then costs less. */
static bool fix(struct listed_tree *tree, uint32_t plan)
{
    uint32_t rows[LISTED_ROWS];
    unsigned count = listed_plan_rows(tree->listed, plan, rows);

    for (unsigned i = 0; i < count; i++)
        if (tree->left[rows[i]] == 0)
            return false;
    for (unsigned i = count; i-- > 0;)
        if (--tree->left[rows[i]] == 0)
            close_row(tree->listed, rows[i], plan);
    return true;
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

/* The surest plan is fixed, again and again. */
bool listed_tree_dive(struct listed_tree *tree)
{
    struct listed *listed = tree->listed;
    uint32_t node = highest(tree, true);
    size_t columns = listed->columns_count;
    enum listed_answer answer;
    bool is_whole = false;

    if (node == NO_NODE)
        return true;
    tree->nodes[node].was_dived = true;
    if (!activate(tree, node, tree->plan))
        return false;
    for (uint32_t row = 0; row < listed_rows(listed); row++)
        tree->left[row] = listed_limit(listed, row);
    while ((answer = listed_solve(listed, DEPTH, tree->plan, tree->watch)) == LISTED_SOLVED) {
        take_whole(tree, &is_whole);
        if (is_whole || !fix(tree, surest(listed)))
            break;
    }
    return answer != LISTED_NO_MEMORY && trim(tree, columns);
}
