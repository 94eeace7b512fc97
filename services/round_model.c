#include "services/round_model.h"

#include <string.h>

#include "services/round_days.h"
#include "services/round_fit.h"

/* Goals are skills that somebody wants or some centre offers, numbered by words. */
static uint32_t goal_number(const struct words *words, const char *skill)
{
    int number = words_number(words, WORDS_SKILL, skill);
    return number < 0 ? MATCHER_NONE : (uint32_t)number;
}

uint32_t round_model_centre(const struct round_model *model, const char *code)
{
    for (size_t i = 0; i < model->round.centres_count; i++) {
        if (strcmp(model->centres[i]->id, code) == 0)
            return (uint32_t)i;
    }
    return MATCHER_NONE;
}

uint32_t round_model_worker(const struct round_model *model, const struct uuid *id)
{
    for (size_t i = 0; i < model->round.workers_count; i++) {
        if (uuid_compare(&model->workers[i]->id, id) == 0)
            return (uint32_t)i;
    }
    return MATCHER_NONE;
}

uint32_t round_model_period(const struct round_model *model, const char *id)
{
    for (size_t i = 0; i < model->source->period_count; i++) {
        if (strcmp(model->source->periods[i].id, id) == 0)
            return (uint32_t)i;
    }
    return MATCHER_NONE;
}

static uint64_t period_bits(const struct round_model *model, const struct codes *periods)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < periods->count; i++) {
        uint32_t period = round_model_period(model, periods->items[i]);
        if (period != MATCHER_NONE)
            bits |= UINT64_C(1) << period;
    }
    return bits;
}

/* The same number of guests in every period. */
static const int32_t *guests_make(struct arena *arena, size_t periods, int32_t guests)
{
    int32_t *values = arena_alloc(arena, (periods + 1) * sizeof *values);
    for (size_t i = 0; values && i < periods; i++)
        values[i] = guests;
    return values;
}

/* What staffing leaves over, period by period. */
static const int32_t *away_make(struct arena *arena, const struct round *source, const struct round_centre *centre)
{
    int32_t *values = arena_alloc(arena, (source->period_count + 1) * sizeof *values);
    for (size_t i = 0; values && i < source->period_count; i++)
        values[i] = round_spare_of(source, centre, &source->periods[i]).away;
    return values;
}

static bool offers_make(struct arena *arena, const struct words *words, const struct codes *codes,
                        struct matcher_round_centre *centre)
{
    uint32_t *offers = arena_alloc(arena, (codes->count + 1) * sizeof *offers);
    if (!offers)
        return false;
    size_t count = 0;
    for (size_t skill = 0; skill < words_count(words, WORDS_SKILL); skill++) { /* ascending */
        for (size_t i = 0; i < codes->count; i++) {
            if (goal_number(words, codes->items[i]) == skill) {
                offers[count++] = (uint32_t)skill;
                break;
            }
        }
    }
    centre->offers = offers;
    centre->offers_count = count;
    return true;
}

static bool centres_make(struct arena *arena, const struct words *words, struct round_model *model)
{
    const struct round *source = model->source;
    struct matcher_round_centre *centres = arena_alloc(arena, (source->centre_count + 1) * sizeof *centres);
    model->centres = arena_alloc(arena, (source->centre_count + 1) * sizeof *model->centres);
    if (!centres || !model->centres)
        return false;
    size_t count = 0;
    for (size_t i = 0; i < source->centre_count; i++) {
        const struct round_centre *centre = &source->centres[i];
        if (!centre->takes_part)
            continue;
        struct matcher_round_centre *made = &centres[count];
        made->guests = guests_make(arena, source->period_count, centre->guests);
        made->away = away_make(arena, source, centre);
        made->closed = period_bits(model, &centre->closed);
        made->min_send = centre->min_send;
        made->min_host = centre->min_host;
        if (!made->guests || !made->away || !offers_make(arena, words, &centre->offers, made))
            return false;
        model->centres[count++] = centre;
    }
    model->round.centres = centres;
    model->round.centres_count = count;
    return true;
}

static bool fits_make(struct arena *arena, const struct words *words, const struct round_model *model,
                      const struct round_worker *source, struct matcher_round_worker *worker)
{
    struct matcher_fit *fits = arena_alloc(arena, (model->round.centres_count + 1) * sizeof *fits);
    if (!fits)
        return false;
    for (uint32_t host = 0; host < model->round.centres_count; host++) {
        struct fit fit = round_fit(words, model->source, source, model->centres[host]);
        if (fit.bar == FIT_ALLOWED)
            fits[worker->fits_count++] = (struct matcher_fit){host, fit.points};
    }
    worker->fits = fits;
    return true;
}

static uint64_t blocked_periods(const struct round *source, const struct round_worker *worker)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < source->period_count; i++) {
        if (round_block_of(source, worker, &source->periods[i]) != BLOCK_NONE)
            bits |= UINT64_C(1) << i;
    }
    return bits;
}

static bool workers_make(struct arena *arena, const struct words *words, struct round_model *model)
{
    const struct round *source = model->source;
    struct matcher_round_worker *workers = arena_alloc(arena, (source->worker_count + 1) * sizeof *workers);
    model->workers = arena_alloc(arena, (source->worker_count + 1) * sizeof *model->workers);
    if (!workers || !model->workers)
        return false;
    size_t count = 0;
    for (size_t i = 0; i < source->worker_count; i++) {
        const struct round_worker *worker = &source->workers[i];
        uint32_t home = round_model_centre(model, worker->home_centre);
        if (!worker->takes_part || home == MATCHER_NONE)
            continue;
        struct matcher_round_worker *made = &workers[count];
        made->home = home;
        made->unavailable = blocked_periods(source, worker);
        for (size_t k = 0; k < worker->want_count && made->wants_count < MATCHER_WANTS; k++) {
            uint32_t goal = goal_number(words, worker->wants[k].skill);
            if (goal != MATCHER_NONE)
                made->wants[made->wants_count++] = (struct matcher_want){goal, worker->wants[k].points};
        }
        if (!fits_make(arena, words, model, worker, made))
            return false;
        model->workers[count++] = worker;
    }
    model->round.workers = workers;
    model->round.workers_count = count;
    return true;
}

static bool visit_make(const struct round_model *model, const struct visit *visit, struct matcher_visit *made)
{
    *made = (struct matcher_visit){round_model_worker(model, &visit->worker), round_model_centre(model, visit->host),
                                   round_model_period(model, visit->period)};
    return made->worker != MATCHER_NONE && made->host != MATCHER_NONE && made->period != MATCHER_NONE;
}

size_t round_model_visits(const struct round_model *model, const struct visit *visits, size_t count,
                          struct matcher_visit *out)
{
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        known += visit_make(model, &visits[i], &out[known]);
    return known;
}

static bool visits_make(struct arena *arena, struct round_model *model)
{
    const struct round *source = model->source;
    struct matcher_visit *pins = arena_alloc(arena, (source->visit_count + 1) * sizeof *pins);
    model->visits = arena_alloc(arena, (source->visit_count + 1) * sizeof *model->visits);
    model->visit_sources = arena_alloc(arena, (source->visit_count + 1) * sizeof *model->visit_sources);
    if (!pins || !model->visits || !model->visit_sources)
        return false;
    for (size_t i = 0; i < source->visit_count; i++) {
        const struct visit *visit = &source->visits[i];
        struct matcher_visit made;
        if (!visit_make(model, visit, &made))
            continue;
        if (visit->pinned)
            pins[model->round.pins_count++] = made;
        model->visit_sources[model->visit_count] = visit;
        model->visits[model->visit_count++] = made;
    }
    model->round.pins = pins;
    return true;
}

struct round_model *round_model_new(struct arena *arena, const struct words *words, const struct round *source,
                                    struct error *error)
{
    struct round_model *model = arena_alloc(arena, sizeof *model);
    if (model) {
        model->source = source;
        model->round = (struct matcher_round){
            .periods = (uint32_t)source->period_count,
            .goals = (uint32_t)words_count(words, WORDS_SKILL),
            .max_visits = (uint32_t)source->rules.max_visits,
            .balanced = source->rules.balanced,
            .min_gap = (uint32_t)source->rules.min_gap,
            .fair_target = source->rules.fair_target,
            .fair_weight = source->rules.fair_weight,
        };
    }
    if (!model || !centres_make(arena, words, model) || !workers_make(arena, words, model) ||
        !visits_make(arena, model)) {
        error_set(error, ERROR_BUSY, "busy", "no memory for a round");
        return NULL;
    }
    return model;
}

int32_t round_model_points(const struct round_model *model, const struct matcher_visit *visit)
{
    const struct matcher_round_worker *worker = &model->round.workers[visit->worker];
    for (size_t i = 0; i < worker->fits_count; i++) {
        if (worker->fits[i].host == visit->host)
            return worker->fits[i].fit;
    }
    return 0;
}
