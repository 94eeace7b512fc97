/* Plans that were kept: by a planning run, or by somebody under a name. */
#ifndef VAHETUS_DB_PROPOSALS_H
#define VAHETUS_DB_PROPOSALS_H

#include "db/rounds.h"

enum { PROPOSALS_MAX = 50 }; /* of a round; a run's oldest go first, then nothing more can be kept by name */

struct proposal {
    struct uuid id;
    const char *name;    /* NULL: a planning run's */
    const char *kept_by; /* e-mail address; NULL: nobody's any more */
    const char *result;  /* "optimal", "feasible"; NULL: somebody kept it */
    int64_t kept_at_ms, objective, bound;
    bool has_bound, legal;
    struct visit *visits; /* worker, host, period, pinned; by worker and period */
    size_t visit_count;
};

/* Of a round that the actor coordinates, with their visits, newest first; one of them with `only` (NULL: all), which is
 * ERROR_NOT_FOUND "unknown_proposal" otherwise. */
DB_CHECKED bool proposals_read(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *round,
                               const struct uuid *only, struct proposal **proposals, size_t *count,
                               struct error *error);

/* Keeps a plan; with actor NULL for whoever asked for the job. ERROR_NOT_FOUND; ERROR_CONFLICT "too_many_proposals". */
DB_CHECKED bool proposal_keep(struct db *db, const struct actor *actor, const struct uuid *round,
                              const struct proposal *proposal, const struct uuid *job, struct error *error);

DB_CHECKED bool proposal_delete(struct db *db, const struct actor *actor, const struct uuid *round,
                                const struct uuid *id, struct error *error);

/* A judged plan takes the place of all visits, pins too; what stays keeps its id and what was agreed of it. The round
 * becomes proposed. ERROR_NOT_FOUND; ERROR_STALE; ERROR_CONFLICT "round_published", "round_planning". */
DB_CHECKED bool round_choose_plan(struct db *db, const struct actor *actor, const struct uuid *round, int64_t version,
                                  const struct visit *visits, size_t count, struct error *error);

#endif
