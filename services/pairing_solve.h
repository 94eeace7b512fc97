/*
 * From a model to a proposal: what the coordinator said and what stands today become pins and forbids, the matcher
 * pairs everybody, its separate judge looks at the result, and what is kept of it is made. Nothing unverified comes
 * out.
 */
#ifndef VAHETUS_SERVICES_PAIRING_SOLVE_H
#define VAHETUS_SERVICES_PAIRING_SOLVE_H

#include "db/pairings.h"
#include "services/pairing_model.h"

struct words;

struct pairing_task {
    const struct pairing_model *model;
    const struct words *words;
    int64_t now_ms;
    /* Rules to keep, and pairs that went out and wait for an answer: those stay as well. */
    const struct pairing_content *before;
    const struct pairing_seat *today; /* as pairing_today() gives them */
    size_t today_count;
    bool with_advice;   /* whom to look for, too: more work than the pairs themselves */
    bool only_compared; /* not to be stored: its pairs are judged, its bounds are not recounted */
    bool (*stop)(void *context, const struct matcher_pairing_progress *progress); /* may be NULL */
    void *context;
    /* What was solved over the same people and needs at the same moment, to be solved again under other wishes: NULL at
     * first, filled then; the caller frees it before the model. May be NULL. */
    struct matcher_pairing **kept;
};

struct pairing_outcome {
    struct pairing solved; /* numbers and advice; the id is the caller's to set */
    struct pairing_content content;
    struct pairing_rule *dropped; /* pins that cannot be kept any more */
    size_t dropped_count;
};

/* Everything stands in the arena. ERROR_BUSY without memory; ERROR_CONFLICT "pairing_too_large"; ERROR_INTERNAL
 * "pairing_not_verified". Stopped early it is the best found, with a bound that holds. */
bool pairing_solve(const struct pairing_task *task, struct arena *arena, struct pairing_outcome *outcome,
                   struct error *error) __attribute__((warn_unused_result));

/* services/pairing_advice.c: the kinds of people who would fill the most open seats, as the text that is stored.
 * `*advice` is NULL when nobody would, or when the proposal is not proved. */
bool pairing_advice_make(const struct pairing_task *task, const struct matcher_pairing *pairing, struct arena *arena,
                         const char **advice, struct error *error) __attribute__((warn_unused_result));

#endif
