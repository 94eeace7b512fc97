/*
 * A plan made better piece by piece: some workers who have to do with each other are set free while the others keep
 * theirs, and the best for them is found by a master of their own (large neighbourhoods: Shaw 1998; with column
 * generation: Muter, Birbil, Bulbul 2013).
 */
#include "matcher/rotate_mend.h"
#include "matcher/rotate_random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Windows of a larger round set some of its centres free at a time: what a window takes grows faster than what it
 * finds.
 */
enum { NARROWEST = 3, WORKERS_AT_A_TIME = 160 };

static uint32_t draw(struct mending *mending, uint32_t most)
{
    return (uint32_t)random_below(&mending->random, most);
}

bool mending_new(struct mending *mending, const struct rotation *rotation, struct pool *pool, struct personal *personal,
                 const struct prices *guide, uint64_t seed)
{
    size_t options = rotation->first_option[rotation->workers] + 1;

    *mending = (struct mending){.rotation = rotation,
                                .pool = pool,
                                .personal = personal,
                                .guide = guide,
                                .random = seed,
                                .periods = NARROWEST,
                                .parts = rotation->workers / WORKERS_AT_A_TIME + 1,
                                .split = 1,
                                .nodes = 50};
    mending->part = *rotation;
    mending->part.allowed = calloc(options, sizeof *mending->part.allowed);
    mending->part.pinned = calloc((size_t)rotation->workers + 1, sizeof *mending->part.pinned);
    mending->workers = calloc((size_t)rotation->workers + 1, sizeof *mending->workers);
    mending->chosen = calloc((size_t)rotation->workers + 1, sizeof *mending->chosen);
    mending->near = calloc((size_t)rotation->centres + 1, sizeof *mending->near);
    mending->is_near = calloc((size_t)rotation->centres + 1, sizeof *mending->is_near);
    mending->is_open = calloc((size_t)rotation->centres * rotation->periods + 1, sizeof *mending->is_open);
    if (mending->workers != NULL && mending->chosen != NULL && mending->part.allowed != NULL &&
        mending->part.pinned != NULL && mending->near != NULL && mending->is_near != NULL && mending->is_open != NULL &&
        prices_new(&mending->generation.at, rotation))
        return true;
    mending_clear(mending);
    return false;
}

void mending_clear(struct mending *mending)
{
    free(mending->part.allowed);
    free(mending->part.pinned);
    free(mending->workers);
    free(mending->chosen);
    free(mending->near);
    free(mending->is_near);
    free(mending->is_open);
    prices_clear(&mending->generation.at);
    *mending = (struct mending){0};
}

void mending_restart(struct mending *mending)
{
    mending->tried_count = 0;
    mending->periods = NARROWEST;
}

/* ---- What is set free ---- */

/* Neighbouring periods, or any. */
static uint64_t draw_window(struct mending *mending)
{
    uint32_t all = mending->rotation->periods, wanted = mending->periods < all ? mending->periods : all;
    uint32_t first = draw(mending, all);
    uint64_t window = UINT64_C(1) << first;
    bool near = draw(mending, 2) == 0;

    for (uint32_t count = 1; count < wanted;) {
        uint32_t t = near ? (first + count) % all : draw(mending, all);
        count += !(window >> t & 1);
        window |= UINT64_C(1) << t;
    }
    return window;
}

static bool was_tried(const struct mending *mending, uint64_t window)
{
    for (unsigned i = 0; i < mending->tried_count; i++)
        if (mending->tried[i] == window)
            return true;
    return false;
}

/* About as much time for each number of parts. */
static void choose_split(struct mending *mending)
{
    if (mending->left == 0) {
        mending->split = mending->split > 1 ? (mending->split + 1) / 2 : mending->parts;
        mending->left = mending->split * mending->split;
    }
    mending->left--;
}

/* One not tried on this plan; when such are hard to find, wider ones. */
static void choose_window(struct mending *mending)
{
    const unsigned enough = mending->rotation->periods * mending->parts;

    if (mending->tried_count >= enough || mending->tried_count == 256) {
        mending->tried_count = 0;
        mending->periods += mending->periods + 1 < mending->rotation->periods;
    }
    for (int i = 0; i < 20; i++) {
        mending->window = draw_window(mending);
        if (mending->split > 1 || !was_tried(mending, mending->window))
            break;
    }
    mending->tried[mending->tried_count++] = mending->window;
}

/* Too wide to be finished, again and again: narrower ones. */
static void learn(struct mending *mending, bool better, bool finished)
{
    if (better)
        mending->tried_count = 0;
    mending->unfinished = better || finished ? 0 : mending->unfinished + 1;
    if (mending->unfinished >= 4 && mending->periods > 2) {
        mending->periods--;
        mending->narrowed = true;
        mending->unfinished = 0;
        mending->tried_count = 0;
    }
}

static int most_liked_first(const void *a, const void *b)
{
    const struct near_centre *left = a, *right = b;

    if (left->liked != right->liked)
        return left->liked > right->liked ? -1 : 1;
    return (left->centre > right->centre) - (left->centre < right->centre);
}

/* Those that the workers of some centre like best, itself first: who lives near each other exchanges best. */
static void choose_centres(struct mending *mending)
{
    const struct rotation *rotation = mending->rotation;
    const struct matcher_round_worker *workers = rotation->round->workers;
    uint32_t from = workers[draw(mending, rotation->workers)].home, wanted = rotation->centres / mending->split + 1;

    for (uint32_t c = 0; c < rotation->centres; c++)
        mending->near[c] = (struct near_centre){.centre = c, .liked = c == from ? INT64_MAX : 0};
    for (uint32_t w = 0; w < rotation->workers; w++)
        for (size_t i = rotation->first_option[w]; workers[w].home == from && i < rotation->first_option[w + 1]; i++)
            mending->near[rotation->options[i].host].liked += rotation->options[i].fit;
    qsort(mending->near, rotation->centres, sizeof *mending->near, most_liked_first);
    for (uint32_t i = 0; i < rotation->centres; i++)
        mending->is_near[mending->near[i].centre] = i < wanted;
}

/* Balanced, a centre whose workers stand still takes as many guests as before: cells where one set free is now. */
static void open_cells(struct mending *mending, const struct state *state)
{
    const struct rotation *rotation = mending->rotation;
    size_t cells = (size_t)rotation->centres * rotation->periods;

    for (size_t i = 0; i < cells; i++)
        mending->is_open[i] = !rotation->round->balanced || mending->is_near[i / rotation->periods];
    for (uint32_t w = 0; w < rotation->workers; w++)
        for (uint64_t left = state->visited[w]; mending->is_near[rotation->round->workers[w].home] && left != 0;
             left &= left - 1) {
            size_t t = (size_t)__builtin_ctzll(left);
            size_t host = rotation->options[state->at[t * rotation->workers + w]].host;
            mending->is_open[host * rotation->periods + t] = true;
        }
}

static uint64_t open_periods(const struct mending *mending, uint32_t host)
{
    uint64_t periods = 0;

    for (uint64_t left = mending->window; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        periods |= (uint64_t)mending->is_open[(size_t)host * mending->rotation->periods + t] << t;
    }
    return periods;
}

/* One worker's visits outside the window stand as if pinned. True when any inside may be. */
static bool hold_outside(struct mending *mending, const struct state *state, uint32_t worker)
{
    const struct rotation *rotation = mending->rotation;
    uint64_t held = state->visited[worker] & ~mending->window, near = 0, any = 0;

    for (uint64_t left = held; left != 0; left &= left - 1)
        near |= periods_near(rotation, (uint32_t)__builtin_ctzll(left));
    mending->part.pinned[worker] = (rotation->pinned[worker] & mending->window) | held;
    for (size_t i = rotation->first_option[worker]; i < rotation->first_option[worker + 1]; i++) {
        uint64_t open = mending->split == 1 ? mending->window : open_periods(mending, rotation->options[i].host);
        any |= mending->part.allowed[i] = rotation->allowed[i] & open & ~near;
    }
    for (uint64_t left = held; left != 0; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        mending->part.allowed[state->at[(size_t)t * rotation->workers + worker]] = UINT64_C(1) << t;
    }
    return any != 0;
}

/* Who is set free: those of some centres, or all. */
static void hold_rest(struct mending *mending, const struct state *state)
{
    const struct rotation *rotation = mending->rotation;

    if (mending->split > 1) {
        choose_centres(mending);
        open_cells(mending, state);
    }
    mending->workers_count = 0;
    for (uint32_t w = 0; w < rotation->workers; w++)
        if ((mending->split == 1 || mending->is_near[rotation->round->workers[w].home]) &&
            hold_outside(mending, state, w))
            mending->workers[mending->workers_count++] = w;
}

/* ---- The best for it ---- */

static int64_t worth_of(const struct mending *mending, const struct state *state)
{
    const struct rotation *rotation = mending->rotation;
    int64_t worth = 0;

    for (uint32_t i = 0; i < mending->workers_count; i++) {
        uint32_t worker = mending->workers[i], count = 0;
        struct plan_visit visits[MATCHER_PERIODS];
        for (uint64_t left = state->visited[worker]; left != 0; left &= left - 1) {
            uint32_t t = (uint32_t)__builtin_ctzll(left);
            visits[count++] = (struct plan_visit){state->at[(size_t)t * rotation->workers + worker], t};
        }
        worth += plan_value(rotation, worker, visits, count);
    }
    return worth;
}

/* What they have now, to begin with. */
static bool add_own(struct mending *mending, struct bundle *bundle, const struct state *state)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < mending->workers_count; i++) {
        uint32_t worker = mending->workers[i];
        if (mending->rotation->pinned[worker] & ~state->visited[worker]) /* lacks a pin */
            continue;
        size_t own = pool_add_own(mending->pool, mending->rotation, state, worker);
        if (own == SIZE_MAX)
            return false;
        mending->chosen[count++] = (uint32_t)own;
    }
    return bundle_add(bundle, mending->chosen, count);
}

/* The bundle's plans that can be part of something better, into the master. */
static bool fill_master(struct mending *mending, struct master *master, const struct bundle *bundle, double slack)
{
    uint32_t *plans = malloc((bundle->columns_count + 1) * sizeof *plans);
    size_t count = 0;

    if (plans == NULL)
        return false;
    for (uint32_t i = 0; i < mending->workers_count; i++) {
        size_t first = bundle->first_of[mending->workers[i]], end = bundle->first_of[mending->workers[i] + 1];
        double most = -HUGE_VAL;
        for (size_t c = first; c < end; c++)
            most = fmax(most, bundle->columns[c].reduced);
        for (size_t c = first; c < end; c++)
            if (bundle->columns[c].share > 0 || bundle->columns[c].reduced >= most - slack)
                plans[count++] = bundle->columns[c].plan;
    }
    bool ok = master_add(master, plans, count);
    free(plans);
    return ok;
}

bool mend_choose(struct mending *mending, struct master *master, const struct bundle *bundle, double slack,
                 struct branching *branching, struct state *state, struct rotate_watch *watch)
{
    branching->found = false;
    if (!fill_master(mending, master, bundle, slack))
        return false;
    while (lp_solve(master->lp, false) == LP_STOPPED && !watch_tick(watch))
        continue;
    branching->complete = lp_worth(master->lp) < (double)branching->best + 0.99; /* nothing there */
    if (branching->complete)
        return true;
    if (!branch(master, branching, watch))
        return false;
    if (branching->found)
        put_chosen(master, branching->chosen, state);
    return true;
}

static bool solve(struct mending *mending, struct master *master, struct bundle *bundle, struct state *state,
                  bool *better, struct rotate_watch *watch)
{
    bool legal = state_is_legal(state, mending->rotation);
    struct branching branching = {
        .best = legal ? worth_of(mending, state) : IMPOSSIBLE / PRICE_SCALE / 2,
        .chosen = mending->chosen,
        .nodes = mending->nodes,
    };
    const struct generation_limits limits = {
        .passes = 30, .enough = (branching.best + 1) * PRICE_SCALE - 1, .tail = 1, .nodes = 200, .wanted = 3};
    struct generation *generation = &mending->generation;

    generation_restart(generation);
    if (!add_own(mending, bundle, state) || !generate(bundle, mending->personal, generation, &limits, watch))
        return false;
    if (generation->impossible || generation->bound <= limits.enough) {
        learn(mending, false, true);
        return true;
    }
    double slack = legal ? (double)generation->bound / PRICE_SCALE - (double)branching.best : HUGE_VAL;
    if (!mend_choose(mending, master, bundle, slack, &branching, state, watch))
        return false;
    learn(mending, branching.found, branching.complete);
    *better = branching.found;
    return true;
}

bool mend(struct mending *mending, struct state *state, bool *better, struct rotate_watch *watch)
{
    size_t known = mending->pool->count;
    struct master master;
    struct bundle bundle = {0};

    *better = false;
    choose_split(mending);
    choose_window(mending);
    hold_rest(mending, state);
    if (!master_new(&master, &mending->part, mending->pool, mending->workers, mending->workers_count, state,
                    mending->window))
        return false;
    prices_copy(&mending->generation.at, mending->guide, mending->rotation);
    master_project(&master, &mending->generation.at);
    bool ok = bundle_new(&bundle, &master, NULL, &mending->generation.at) &&
              solve(mending, &master, &bundle, state, better, watch);
    bundle_clear(&bundle);
    master_clear(&master);
    pool_shorten(mending->pool, known);
    return ok;
}
