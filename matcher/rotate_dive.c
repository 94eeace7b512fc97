/*
 * From shares to whole plans: the plans with the largest shares are fixed, new ones priced for what is left, and so on
 * (diving with column generation: Sadykov et al. 2019).
 */
#include "matcher/rotate_master.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Plans in and out of states ---- */

bool master_add_own(struct master *master, const struct state *state)
{
    const struct rotation *rotation = master->rotation;

    for (uint32_t i = 0; i < master->workers_count; i++) {
        struct plan_visit visits[MATCHER_PERIODS];
        uint32_t worker = master->workers[i], count = 0;
        bool is_new;
        if (rotation->pinned[worker] & ~state->visited[worker]) /* lacks a pin */
            continue;
        for (uint64_t left = state->visited[worker]; left != 0; left &= left - 1) {
            uint32_t t = (uint32_t)__builtin_ctzll(left);
            visits[count++] = (struct plan_visit){state->at[(size_t)t * rotation->workers + worker], t};
        }
        size_t own = pool_add(master->pool, rotation, worker, visits, count, &is_new);
        uint32_t number = (uint32_t)own;
        if (own == SIZE_MAX || !master_add(master, &number, 1))
            return false;
    }
    return true;
}

void put_chosen(const struct master *master, const uint32_t *chosen, struct state *state)
{
    const struct rotation *rotation = master->rotation;

    for (uint32_t i = 0; i < master->workers_count; i++) {
        uint32_t worker = master->workers[i];
        for (uint64_t left = state->visited[worker]; left != 0; left &= left - 1)
            state_take(state, rotation, worker, (uint32_t)__builtin_ctzll(left));
        const struct plan_visit *visits = pool_visits(master->pool, chosen[i]);
        for (uint32_t v = 0; v < master->pool->plans[chosen[i]].visits_count; v++)
            state_put(state, rotation, worker, visits[v].option, visits[v].period);
    }
    state_count(state, rotation);
}

/* ---- The dive ---- */

struct diver {
    struct master *master;
    uint32_t *place;  /* by worker: in the list of all, while free */
    uint32_t *chosen; /* by place: plan, UINT32_MAX */
    const uint32_t *workers;
    uint32_t count, left;
};

/* Fixes a column: its worker chooses no more. */
static void fix(struct diver *diver, size_t column)
{
    struct master *master = diver->master;
    uint32_t number = master->plan_of[column - master->fills], worker = master->pool->plans[number].worker;

    lp_lower(master->lp)[column] = 1;
    diver->chosen[diver->place[worker]] = number;
    diver->left--;
}

/* The largest share of a worker not fixed yet. */
static size_t largest(const struct diver *diver, double *share)
{
    const struct master *master = diver->master;
    const double *values = lp_values(master->lp);
    size_t best = SIZE_MAX;

    *share = 0;
    for (size_t c = master->fills; c < master->fills + master->columns; c++) {
        uint32_t worker = master->pool->plans[master->plan_of[c - master->fills]].worker;
        if (values[c] > *share + 1e-9 && diver->chosen[diver->place[worker]] == UINT32_MAX) {
            *share = values[c];
            best = c;
        }
    }
    return best;
}

/* Some at a time: whole ones all, and a few of the rest. */
static bool fix_some(struct diver *diver)
{
    uint32_t at_most = 1 + diver->left / 12, fixed = 0;

    for (;;) {
        double share;
        size_t column = largest(diver, &share);
        if (column == SIZE_MAX || (fixed > 0 && share < 0.6) || (fixed >= at_most && share < 0.999))
            return fixed > 0;
        fix(diver, column);
        fixed++;
    }
}

/* The master prices for those alone who are not fixed. */
static void keep_free(struct diver *diver, uint32_t *free_workers)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < diver->count; i++)
        if (diver->chosen[i] == UINT32_MAX)
            free_workers[count++] = diver->workers[i];
    diver->master->workers = free_workers;
    diver->master->workers_count = count;
}

bool dive(struct master *master, struct personal *personal, struct generation *generation,
          const struct generation_limits *limits, uint32_t *chosen, bool *found, struct rotate_watch *watch)
{
    const struct rotation *rotation = master->rotation;
    struct diver diver = {.master = master,
                          .chosen = chosen,
                          .workers = master->workers,
                          .count = master->workers_count,
                          .left = master->workers_count};
    uint32_t *free_workers = calloc((size_t)diver.count + 1, sizeof *free_workers);
    bool ok = free_workers != NULL;

    diver.place = calloc((size_t)rotation->workers + 1, sizeof *diver.place);
    ok = ok && diver.place != NULL;
    *found = false;
    for (uint32_t i = 0; ok && i < diver.count; i++) {
        diver.place[diver.workers[i]] = i;
        chosen[i] = UINT32_MAX;
    }
    bool going = ok;
    while (ok && going && diver.left > 0 && !watch->stopped) {
        while (lp_solve(master->lp, false) == LP_STOPPED && !watch_tick(watch))
            continue;
        going = !watch->stopped && fix_some(&diver);
        keep_free(&diver, free_workers);
        if (going) /* what was fixed left it optimal, but for the limits */
            lp_solve(master->lp, true);
        generation->bound = INT64_MAX; /* what is left has bounds of its own */
        if (going && diver.left > 0)
            ok = generate(master, personal, generation, limits, watch);
    }
    if (ok && diver.left == 0) {
        lp_solve(master->lp, false);
        *found = master_missing(master) < 1e-6;
    }
    master->workers = diver.workers;
    master->workers_count = diver.count;
    free(free_workers);
    free(diver.place);
    return ok;
}
