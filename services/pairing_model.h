/*
 * People and needs as a pairing sees them: a private copy of what the index holds, read from the database, so that
 * whoever works on it holds up nobody and sees what is true now.
 */
#ifndef VAHETUS_SERVICES_PAIRING_MODEL_H
#define VAHETUS_SERVICES_PAIRING_MODEL_H

#include "db/needs.h"
#include "db/types.h"
#include "matcher/matcher.h"

struct calendar;
struct index;
struct words;

/* Beyond, a pairing is refused ("pairing_too_large"): a million people are 1 GB of rows, far from any group. */
enum { PAIRING_PEOPLE_MAX = 200000, PAIRING_NEEDS_MAX = 20000 };

struct pairing_model {
    struct index *index;
    struct need **needs; /* as they were read, in the arena: titles and times for replies; by no order */
    size_t need_count;
    size_t people_count; /* who were put in */
};

/* Asked now and then while much is read; true stops with ERROR_CONFLICT "cancelled". May be NULL. */
typedef bool (*pairing_model_stop)(void *context, struct error *error);

/* Everybody who can be a candidate, and the open needs of the centres. Free the model with pairing_model_free, also
 * after a failure; the needs stand in the arena. */
bool pairing_model_read_all(struct pairing_model *model, struct db *db, struct arena *arena, const struct words *words,
                            const struct calendar *calendar, const struct codes *centres, pairing_model_stop stop,
                            void *context, struct error *error) __attribute__((warn_unused_result));

/* Only these, and the colleagues of workers; those that are unknown, closed or forgotten are left out. Ids may repeat. */
bool pairing_model_read_some(struct pairing_model *model, struct db *db, struct arena *arena, const struct words *words,
                             const struct calendar *calendar, const struct uuid *needs, size_t need_count,
                             const struct uuid *people, size_t people_count, struct error *error)
    __attribute__((warn_unused_result));
void pairing_model_free(struct pairing_model *model);

const struct matcher *pairing_model_matcher(const struct pairing_model *model);

/* A need's row; NULL when it is not in the model. */
const struct need *pairing_model_need(const struct pairing_model *model, const struct uuid *id);

/* The place of a shift in the matcher's list of its need; false when the model does not hold it. */
bool pairing_model_shift(const struct pairing_model *model, const struct uuid *need, const struct uuid *shift,
                         uint32_t *place) __attribute__((warn_unused_result));

#endif
