/*
 * A round as the matcher wants it: numbers for centres, workers, periods and goals, made from the database's round, and
 * the way back. Only those who take part are in it.
 */
#ifndef VAHETUS_SERVICES_ROUND_MODEL_H
#define VAHETUS_SERVICES_ROUND_MODEL_H

#include "db/rounds.h"
#include "matcher/matcher.h"
#include "services/words.h"

struct round_model {
    struct matcher_round round;
    const struct round *source;
    const struct round_centre **centres; /* by number */
    const struct round_worker **workers;
    struct matcher_visit *visits; /* those of the source whose worker, host and period are in the round */
    const struct visit **visit_sources;
    size_t visit_count;
};

/* Everything stands in the arena and keeps the source's texts. NULL with ERROR_BUSY when memory runs out. */
struct round_model *round_model_new(struct arena *arena, const struct words *words, const struct round *source,
                                    struct error *error) __attribute__((warn_unused_result));

/* Numbers by name; MATCHER_NONE for what is not in the round. */
uint32_t round_model_centre(const struct round_model *model, const char *code);
uint32_t round_model_worker(const struct round_model *model, const struct uuid *id);
uint32_t round_model_period(const struct round_model *model, const char *id);

/* Visits of another plan as the matcher wants them, in the order given; `out` has room for all. Returns how many name a
 * worker, host and period that are in the round: `count` when all do. */
size_t round_model_visits(const struct round_model *model, const struct visit *visits, size_t count,
                          struct matcher_visit *out);

/* What one visit is worth by itself: the fit (round_fit.c). */
int32_t round_model_points(const struct round_model *model, const struct matcher_visit *visit);

#endif
