/*
 * The best whole answer among a master's columns: branch and bound over visits of a worker. At each node the library
 * proposes prices; what they prove is counted by ourselves, in integers, over the columns that are left. So a node is
 * given up for what we proved and never for what the library claims.
 */
#include "matcher/rotate_master.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct tree {
    struct master *master;
    struct branching *branching;
    struct rotate_watch *watch;
    struct prices prices;
    int64_t *most; /* by worker, at a node */
    double *share; /* by worker's option and period */
    int *closed;   /* stack of columns that nodes closed */
    size_t closed_count;
    bool stopped;
};

static uint32_t plan_at(const struct master *master, size_t column)
{
    return master->plan_of[column - master->fills];
}

/* A plan's worth under prices, times PRICE_SCALE. */
static int64_t reduced_worth(const struct master *master, const struct prices *prices, uint32_t number)
{
    const struct rotation *rotation = master->rotation;
    const struct plan *plan = &master->pool->plans[number];
    const struct plan_visit *visits = pool_visits(master->pool, number);
    size_t home = rotation->round->workers[plan->worker].home;
    int64_t reduced = plan->value * PRICE_SCALE;

    for (uint32_t i = 0; i < plan->visits_count; i++) {
        size_t host = rotation->options[visits[i].option].host;
        size_t home_cell = home * rotation->periods + visits[i].period;
        size_t host_cell = host * rotation->periods + visits[i].period;
        reduced += prices->balance[host_cell] - prices->guests[host_cell] - prices->away[home_cell] -
                   prices->balance[home_cell] + prices->send[home] + prices->host[host];
    }
    return reduced;
}

/* What the open columns are worth at most, times PRICE_SCALE; IMPOSSIBLE when some worker has none. */
static __int128 node_bound(struct tree *tree)
{
    const struct master *master = tree->master;
    const double *upper = lp_upper(master->lp);
    __int128 sum;

    master_round(master, lp_prices(master->lp), &tree->prices);
    sum = master_constant(master, &tree->prices);
    for (uint32_t i = 0; i < master->workers_count; i++)
        tree->most[master->workers[i]] = IMPOSSIBLE;
    for (size_t c = master->fills; c < master->fills + master->columns; c++) {
        if (upper[c] <= 0)
            continue;
        int64_t *most = &tree->most[master->pool->plans[plan_at(master, c)].worker];
        int64_t reduced = reduced_worth(master, &tree->prices, plan_at(master, c));
        *most = reduced > *most ? reduced : *most;
    }
    for (uint32_t i = 0; i < master->workers_count; i++) {
        if (tree->most[master->workers[i]] == IMPOSSIBLE)
            return IMPOSSIBLE;
        sum += tree->most[master->workers[i]];
    }
    return sum;
}

/* Plans that lose more than the node can afford are closed for all below it. */
static void close_hopeless(struct tree *tree, __int128 bound)
{
    const struct master *master = tree->master;
    double *upper = lp_upper(master->lp);
    __int128 slack = bound - ((__int128)tree->branching->best + 1) * PRICE_SCALE;

    for (size_t c = master->fills; c < master->fills + master->columns; c++) {
        if (upper[c] <= 0)
            continue;
        uint32_t number = plan_at(master, c), worker = master->pool->plans[number].worker;
        if (tree->most[worker] - reduced_worth(master, &tree->prices, number) > slack) {
            upper[c] = 0;
            tree->closed[tree->closed_count++] = (int)c;
        }
    }
}

static void reopen(struct tree *tree, size_t mark)
{
    double *upper = lp_upper(tree->master->lp);

    while (tree->closed_count > mark)
        upper[tree->closed[--tree->closed_count]] = HUGE_VAL;
}

struct split {
    uint32_t worker;
    struct plan_visit visit;
    double share;
};

/* The visit whose share of its worker is nearest to a half, or nearest to whole for a dive; false when all are whole.
 */
static bool find_split(struct tree *tree, struct split *split)
{
    const struct master *master = tree->master;
    const struct rotation *rotation = master->rotation;
    const double *values = lp_values(master->lp);
    double best = 1e-6;

    for (int pass = 0; pass < 3; pass++) /* collect, look, clean */
        for (size_t c = master->fills; c < master->fills + master->columns; c++) {
            if (values[c] < 1e-9)
                continue;
            uint32_t number = plan_at(master, c), worker = master->pool->plans[number].worker;
            const struct plan_visit *visits = pool_visits(master->pool, number);
            for (uint32_t i = 0; i < master->pool->plans[number].visits_count; i++) {
                double *share = &tree->share[(size_t)visits[i].option * rotation->periods + visits[i].period];
                double whole = tree->branching->dive ? (*share < 1 - 1e-6 ? *share : 0) : fmin(*share, 1 - *share);
                if (pass == 0)
                    *share += values[c];
                else if (pass == 2)
                    *share = 0;
                else if (whole > best + 1e-9) {
                    best = whole;
                    *split = (struct split){worker, visits[i], *share};
                }
            }
        }
    return best > 1e-6;
}

static bool has_visit(const struct master *master, uint32_t number, const struct plan_visit *visit)
{
    const struct plan_visit *visits = pool_visits(master->pool, number);

    for (uint32_t i = 0; i < master->pool->plans[number].visits_count; i++)
        if (visits[i].option == visit->option && visits[i].period == visit->period)
            return true;
    return false;
}

/* Closes the worker's columns with the visit, or those without. */
static void close_side(struct tree *tree, const struct split *split, bool with)
{
    const struct master *master = tree->master;
    double *upper = lp_upper(master->lp);

    for (size_t c = master->fills; c < master->fills + master->columns; c++) {
        uint32_t number = plan_at(master, c);
        if (upper[c] > 0 && master->pool->plans[number].worker == split->worker &&
            has_visit(master, number, &split->visit) == with) {
            upper[c] = 0;
            tree->closed[tree->closed_count++] = (int)c;
        }
    }
}

/* All are whole: takes them, if nothing is missing and they are worth more. */
static void take_whole(struct tree *tree)
{
    const struct master *master = tree->master;
    const double *values = lp_values(master->lp);
    uint32_t taken = 0;
    int64_t worth = 0;

    if (master_missing(master) > 1e-6)
        return;
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1 && (taken != master->workers_count || worth <= tree->branching->best))
            return;
        for (size_t c = master->fills; c < master->fills + master->columns; c++) {
            if (values[c] < 0.5)
                continue;
            const struct plan *plan = &master->pool->plans[plan_at(master, c)];
            taken += pass == 0;
            worth += pass == 0 ? plan->value : 0;
            for (uint32_t i = 0; pass == 1 && i < master->workers_count; i++)
                if (master->workers[i] == plan->worker)
                    tree->branching->chosen[i] = plan_at(master, c);
        }
    }
    tree->branching->best = worth;
    tree->branching->found = true;
}

static void explore(struct tree *tree)
{
    size_t mark = tree->closed_count;

    if (tree->branching->nodes == 0 || watch_tick(tree->watch)) {
        tree->stopped = true;
        return;
    }
    tree->branching->nodes--;
    if (!master_solve(tree->master, true, tree->watch)) {
        tree->stopped = true; /* the library has lost its way: no proof from here */
        return;
    }
    __int128 bound = node_bound(tree);
    if (bound < ((__int128)tree->branching->best + 1) * PRICE_SCALE)
        return;
    struct split split = {0};
    if (find_split(tree, &split)) {
        close_hopeless(tree, bound);
        bool more_with = split.share >= 0.5;
        for (int side = 0; side < 2 && !tree->stopped; side++) {
            size_t inner = tree->closed_count;
            close_side(tree, &split, (side == 0) != more_with);
            explore(tree);
            reopen(tree, inner);
        }
    } else {
        int64_t before = tree->branching->best;
        take_whole(tree);
        if (tree->branching->best == before) /* whole, yet not taken: nothing is proved about this node */
            tree->stopped = true;
    }
    reopen(tree, mark);
}

bool branch(struct master *master, struct branching *branching, struct rotate_watch *watch)
{
    const struct rotation *rotation = master->rotation;
    struct tree tree = {.master = master, .branching = branching, .watch = watch};
    size_t visits = (rotation->first_option[rotation->workers] + 1) * (rotation->periods + (size_t)1);
    bool ok = prices_new(&tree.prices, rotation);

    tree.most = calloc((size_t)rotation->workers + 1, sizeof *tree.most);
    tree.share = calloc(visits, sizeof *tree.share);
    tree.closed = calloc(master->columns + 1, sizeof *tree.closed);
    ok = ok && tree.most != NULL && tree.share != NULL && tree.closed != NULL;
    branching->found = branching->complete = false;
    if (ok) {
        explore(&tree);
        branching->complete = !tree.stopped;
        if (branching->found && !master_holds(master, branching->chosen))
            branching->found = branching->complete = false;
    }
    prices_clear(&tree.prices);
    free(tree.most);
    free(tree.share);
    free(tree.closed);
    return ok;
}
