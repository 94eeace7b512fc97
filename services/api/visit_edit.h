/* One edit of a plan by hand: judged by the matcher, then stored, or refused with the rule that stands against it. */
#ifndef VAHETUS_SERVICES_API_VISIT_EDIT_H
#define VAHETUS_SERVICES_API_VISIT_EDIT_H

#include "services/api/round_reply.h"

struct visit_edit {
    bool refused; /* then only `broken` is filled, and nothing was written */
    struct broken_rule broken;
    int64_t round_version, objective, change;
    struct visit_reply *visits;
    size_t visit_count;
};
extern const struct field visit_edit_fields[];

/* The breach that a move of the matcher means. `worker` is who would move. */
struct matcher_breach breach_of_move(const struct matcher_move *move, uint32_t worker);

/* Every cell for visit `which` (visit_count: a new one of `worker`), by host, then period. NULL without memory. */
struct matcher_move *moves_of(const struct asking *asking, const struct round_model *model, size_t which,
                              uint32_t worker, struct error *error);

/* The place of a visit among the model's; false with ERROR_NOT_FOUND. */
bool visit_find(const struct round_model *model, const struct uuid *id, size_t *which, struct error *error);

/* Refuses: fills `edit` with the rule in words. */
bool visit_edit_refuse(const struct asking *asking, const struct round_model *model,
                       const struct matcher_breach *breach, struct visit_edit *edit, struct error *error);

/* Judges several changes as one: what the plan breaks already, elsewhere, is not held against them, only what they
 * break anew. Refused, `edit` names the first rule. Pins move and go with their visits. ERROR_NOT_FOUND for an unknown
 * visit, ERROR_INVALID "unknown_code" for a worker, host or period that is not in the round. */
bool visit_edit_judge(const struct asking *asking, const struct round_model *model, const struct visits_edit *change,
                      struct visit_edit *edit, struct error *error);

/* Writes the edit, or refuses it where the round is published and a check stands against it; keeps the ledger and reads
 * the round again for the reply: what it is worth now, and the change since `model`. */
bool visit_edit_store(const struct asking *asking, const struct round_model *model, const struct visits_edit *stored,
                      struct visit_edit *edit, struct error *error);
/* The same after visits were written otherwise. */
bool visit_edit_finish(const struct asking *asking, const struct round_model *before, struct visit_edit *edit,
                       struct error *error);

/* For struct endpoint: the refusal as a problem document. */
bool visit_edit_reply(const struct asking *asking, const void *input, const void *result, struct reply *reply);

#endif
