/* Two searches, one with everything held but the visit's period, and one without; what they find put in order. */
#include "services/api/repair_search.h"

#include "services/calendar.h"
#include "services/plan_job.h"

#include <string.h>

enum { MOST_MS = 2000 };

struct looking {
    const struct asking *asking;
    const struct round_model *model;
    const struct matcher_visit *visit;
    struct matcher_round round; /* without the worker, and with the past held */
    int64_t was, until_ms;
    struct repair_search *search;
};

/* ---- The round as it is now ---- */

bool visits_hold(const struct matcher_visit *visits, size_t count, const struct matcher_visit *visit)
{
    for (size_t i = 0; i < count; i++) {
        if (visits[i].worker == visit->worker && visits[i].host == visit->host && visits[i].period == visit->period)
            return true;
    }
    return false;
}

static uint64_t periods_begun(const struct looking *looking)
{
    const struct round_model *model = looking->model;
    int32_t today = calendar_day(looking->asking->calendar, looking->asking->now_ms);
    uint64_t begun = 0;
    for (uint32_t period = 0; period < model->round.periods; period++) {
        if (model->source->periods[period].first_day <= today)
            begun |= UINT64_C(1) << period;
    }
    return begun;
}

/* The round without the worker in that period; a pin of the visit itself gives way. In periods `held` everything stays
 * as it is: visits are pinned, and nobody else travels then. */
static bool without(const struct looking *looking, uint64_t held, struct matcher_round *round)
{
    const struct round_model *model = looking->model;
    struct arena *arena = looking->asking->arena;
    struct matcher_round_worker *workers = arena_alloc(arena, (model->round.workers_count + 1) * sizeof *workers);
    struct matcher_visit *pins = arena_alloc(arena, (model->round.pins_count + model->visit_count + 1) * sizeof *pins);
    if (!workers || !pins)
        return false;
    *round = model->round;
    memcpy(workers, model->round.workers, model->round.workers_count * sizeof *workers);
    round->workers = workers;
    round->pins = pins;
    round->pins_count = 0;
    for (size_t i = 0; i < model->round.pins_count; i++) {
        if (!visits_hold(looking->visit, 1, &model->round.pins[i]))
            pins[round->pins_count++] = model->round.pins[i];
    }
    for (size_t i = 0; i < model->round.workers_count; i++)
        workers[i].unavailable |= held;
    for (size_t i = 0; i < model->visit_count; i++) {
        const struct matcher_visit *other = &model->visits[i];
        if ((held >> other->period & 1) == 0)
            continue;
        workers[other->worker].unavailable &= ~(UINT64_C(1) << other->period);
        if (!visits_hold(pins, round->pins_count, other))
            pins[round->pins_count++] = *other;
    }
    workers[looking->visit->worker].unavailable |= UINT64_C(1) << looking->visit->period;
    return true;
}

/* ---- What is found ---- */

static bool comes_before(const struct repair_found *a, const struct repair_found *b)
{
    if (a->changes != b->changes)
        return a->changes < b->changes;
    if (a->within != b->within)
        return a->within;
    return a->objective > b->objective;
}

/* Nothing that the independent judge refuses is offered. */
static void add(struct looking *looking, struct repair_found found)
{
    struct repair_search *search = looking->search;
    struct matcher_verdict verdict;
    struct matcher_error failure = {0};
    size_t at = search->count;
    if (!matcher_verify_round(&looking->round, found.visits, found.visits_count, found.objective, &verdict, &failure) ||
        !verdict.accepted)
        return;
    found.change = found.objective - looking->was;
    for (; at > 0 && comes_before(&found, &search->list[at - 1]); at--)
        search->list[at] = search->list[at - 1];
    search->list[at] = found;
    search->count++;
}

/* Of as many changes, what comes later is to be worth more. */
static void drop_lesser(struct repair_search *search)
{
    size_t count = 0;
    for (size_t i = 0; i < search->count; i++) {
        const struct repair_found *found = &search->list[i], *last = count ? &search->list[count - 1] : NULL;
        if (!last || last->changes != found->changes || last->objective < found->objective)
            search->list[count++] = *found;
    }
    search->count = count;
}

static bool is_within(const struct matcher_changed *changed, size_t count, uint32_t period)
{
    for (size_t i = 0; i < count; i++) {
        if (changed[i].period != period)
            return false;
    }
    return true;
}

/* No plan with so many changes is worth more. */
static int64_t bound_of(const struct matcher_repairs *anywhere, uint64_t changes)
{
    for (size_t i = 0; i < anywhere->count; i++) {
        if (anywhere->list[i].changes == changes)
            return anywhere->list[i].bound;
    }
    return INT64_MAX;
}

static void add_all(struct looking *looking, const struct matcher_repairs *repairs)
{
    for (size_t i = 0; i < repairs->count; i++) {
        const struct matcher_repair *repair = &repairs->list[i];
        if (!repair->has_plan)
            continue;
        add(looking,
            (struct repair_found){.changes = repair->changes,
                                  .objective = repair->objective,
                                  .within = is_within(repair->changed, repair->changed_count, looking->visit->period),
                                  .proved = repair->objective >= bound_of(&looking->search->anywhere, repair->changes),
                                  .visits = repair->visits,
                                  .visits_count = repair->visits_count});
    }
}

/* ---- The searches ---- */

static bool out_of_time(void *context, const struct matcher_progress *progress)
{
    (void)progress;
    return plan_clock_ms() > *(const int64_t *)context;
}

/* A round that is too large for this search has none. */
static bool look(struct looking *looking, const struct matcher_round *round, struct matcher_repairs *repairs,
                 struct matcher_error *failure)
{
    const struct matcher_repair_options options = {.progress = out_of_time, .context = &looking->until_ms};
    *failure = (struct matcher_error){0};
    return matcher_round_repairs(round, looking->model->visits, looking->model->visit_count, &options, repairs,
                                 failure) ||
           failure->failure == MATCHER_INVALID;
}

/* By up to three changes, the best of each number. */
static bool find_small(struct looking *looking, struct matcher_error *failure)
{
    struct repair_search *search = looking->search;
    struct matcher_round held;
    if (!without(looking, ~(UINT64_C(1) << looking->visit->period), &held) ||
        !look(looking, &held, &search->inside, failure) || !look(looking, &looking->round, &search->anywhere, failure))
        return false;
    add_all(looking, &search->inside);
    add_all(looking, &search->anywhere);
    drop_lesser(search);
    return true;
}

/* Where three do not do: the fewest that the planner finds in the time. */
static bool find_fewest(struct looking *looking, struct matcher_error *failure)
{
    const struct matcher_rotate_options options = {.seed = 1,
                                                   .budget = UINT64_MAX,
                                                   .progress = out_of_time,
                                                   .context = &looking->until_ms,
                                                   .keep = looking->model->visits,
                                                   .keep_count = looking->model->visit_count,
                                                   .has_keep = true};
    struct matcher_plan *plan = &looking->search->fewest;
    if (!matcher_rotate(&looking->round, &options, plan, failure))
        return false;
    if (plan->has_plan)
        add(looking,
            (struct repair_found){.changes = plan->changes,
                                  .objective = plan->objective,
                                  .within = is_within(plan->changed, plan->changed_count, looking->visit->period),
                                  .proved = plan->changes == plan->changes_bound && plan->objective == plan->bound,
                                  .visits = plan->visits,
                                  .visits_count = plan->visits_count});
    return true;
}

bool repair_search(const struct asking *asking, const struct round_model *model, const struct matcher_visit *visit,
                   struct repair_search *search, struct error *error)
{
    struct looking looking = {.asking = asking, .model = model, .visit = visit, .search = search};
    struct matcher_round_report was;
    struct matcher_breach breach;
    struct matcher_error failure = {0};
    *search = (struct repair_search){0};
    bool done = without(&looking, periods_begun(&looking) & ~(UINT64_C(1) << visit->period), &looking.round) &&
                matcher_round_check(&model->round, model->visits, model->visit_count, &was, &breach, 1, &failure);
    if (done) {
        looking.was = was.objective;
        looking.until_ms = plan_clock_ms() + MOST_MS;
        done = find_small(&looking, &failure);
    }
    if (done && search->count == 0) {
        looking.until_ms = plan_clock_ms() + MOST_MS;
        done = find_fewest(&looking, &failure);
    }
    return done || error_set(error, ERROR_BUSY, "busy", "no memory for repairs");
}

void repair_search_free(struct repair_search *search)
{
    matcher_repairs_free(&search->inside);
    matcher_repairs_free(&search->anywhere);
    matcher_plan_free(&search->fewest);
}
