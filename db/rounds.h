/* Exchange rounds: who takes part under which rules, and the visits of the plan. */
#ifndef VAHETUS_DB_ROUNDS_H
#define VAHETUS_DB_ROUNDS_H

#include "db/types.h"

struct round_period {
    const char *id; /* such as 2027-W05 */
    int32_t first_day, last_day;
};

struct round_rules {
    int32_t max_visits, min_gap, fair_target, fair_weight;
    bool balanced;
};

struct round_centre {
    const char *id, *name; /* name: on reading */
    bool takes_part;
    int32_t guests, away, min_send, min_host;
    struct codes offers; /* skills */
    struct codes closed; /* periods */
};

struct round_want {
    const char *skill;
    int32_t points;
};

struct round_worker {
    struct uuid id;
    const char *name, *home_centre; /* on reading */
    bool takes_part;
    struct codes unavailable; /* periods */
    struct round_want *wants;
    size_t want_count;
};

struct visit {
    struct uuid id, worker;
    const char *host, *period;
    bool pinned;
    bool employer_agreed, host_agreed; /* on reading */
};

struct round {
    struct uuid id;
    int64_t version;
    const char *group, *name;
    int state; /* enum round_state */
    struct round_period *periods;
    size_t period_count;
    struct round_rules rules;
    struct round_centre *centres; /* by municipality and name */
    size_t centre_count;
    struct round_worker *workers; /* by home centre and name */
    size_t worker_count;
    struct visit *visits; /* by period and worker */
    size_t visit_count;
    bool has_published_at;
    int64_t published_at_ms;
};

struct round_summary {
    struct uuid id;
    int64_t version;
    const char *name;
    int state;
    int32_t first_day, last_day;
    int32_t visits;
};

/* Rounds of the groups that the actor coordinates (admin: all); for others published ones of groups their centres are
 * in. Newest first, at most 200. */
DB_CHECKED bool rounds_list(struct db *db, struct arena *arena, const struct actor *actor,
                            struct round_summary **rounds, size_t *count, struct error *error);
DB_CHECKED bool round_read(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *id,
                           struct round **round, struct error *error);
/* For jobs, which act for nobody. */
DB_CHECKED bool round_read_any(struct db *db, struct arena *arena, const struct uuid *id, struct round **round,
                               struct error *error);

/* A draft over all active centres of the actor's group and their workers of today. `rules` may be NULL: the defaults.
 * ERROR_FORBIDDEN "no_group". */
DB_CHECKED bool round_create(struct db *db, const struct actor *actor, const struct uuid *id, const char *name,
                             const struct round_period *periods, size_t period_count, const struct round_rules *rules,
                             struct error *error);

struct round_change {
    const char *name;                   /* NULL: stays */
    const struct round_period *periods; /* NULL: stay. Visits and answers of periods that go are removed */
    size_t period_count;
    const struct round_rules *rules;    /* NULL: stay; the whole set otherwise */
    const struct round_centre *centres; /* those named are replaced, others stay */
    size_t centre_count;
    const struct round_worker *workers;
    size_t worker_count;
};
/* ERROR_NOT_FOUND; ERROR_STALE; ERROR_CONFLICT "round_published", "round_planning"; ERROR_INVALID "unknown_code". */
DB_CHECKED bool round_update(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version,
                             const struct round_change *change, struct error *error);

/* What one edit of visits does, after the service has judged it with the matcher's verifier against the round it read
 * at `version`: removals first, then changes by id, then additions. ERROR_STALE when the round has changed meanwhile;
 * ERROR_NOT_FOUND "unknown_visit". `new_version` is filled. */
struct visits_edit {
    const struct uuid *remove;
    size_t remove_count;
    const struct visit *change;
    size_t change_count;
    const struct visit *add;
    size_t add_count;
};
DB_CHECKED bool visits_edit(struct db *db, const struct actor *actor, const struct uuid *round, int64_t version,
                            const struct visits_edit *edit, int64_t *new_version, struct error *error);

/* A job's verified plan takes the place of all visits that are not pinned; pinned ones must be among `visits`. The
 * round becomes proposed. `worker_fits` is not stored. ERROR_STALE when the round changed since `version`. */
DB_CHECKED bool round_store_plan(struct db *db, const struct uuid *round, int64_t version, const struct visit *visits,
                                 size_t count, struct error *error);

/* proposed (or draft with visits) -> published; a letter for each worker with a visit and for each host's managers.
 * ERROR_NOT_FOUND; ERROR_STALE; ERROR_CONFLICT "round_published", "round_planning", "no_visits". */
DB_CHECKED bool round_publish(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version,
                              struct error *error);

struct my_visit {
    struct uuid id, round;
    int64_t version, published_at_ms;
    const char *round_name, *host, *host_name, *address, *how_to_find;
    double lat, lon;
    int32_t first_day, last_day;
    struct codes offers;
};
/* Published visits of a worker, by time. */
DB_CHECKED bool visits_of_person(struct db *db, struct arena *arena, const struct uuid *person,
                                 struct my_visit **visits, size_t *count, struct error *error);

#endif
