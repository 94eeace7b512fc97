/* Exchange rounds: who takes part under which rules, and the visits of the plan. */
#ifndef VAHETUS_DB_ROUNDS_H
#define VAHETUS_DB_ROUNDS_H

#include "db/region.h"
#include "db/types.h"

struct round_period {
    const char *id; /* such as 2027-W05 */
    int32_t first_day, last_day;
};

struct round_rules {
    int32_t max_visits, min_gap, fair_target, fair_weight;
    int32_t overlap_days; /* swap: days at the start of a period on which no guest counts as cover yet */
    bool balanced;
    bool repeats;                      /* a worker may visit a centre again that an earlier round led to */
    bool overlap_given, repeats_given; /* on writing: false: stays */
};

/* What a coordinator set a part of the table of points to (services/round_fit.c). */
struct round_weight {
    const char *part;
    int32_t points;
};

/* An open day of the week at a centre, and who must be at work. */
struct round_staffing {
    int32_t day; /* 1 is Monday */
    int32_t opens_minute, closes_minute;
    int32_t staff; /* how many */
    int32_t own;   /* of them its own: a guest does not do */
    int32_t leads; /* of its own those who may lead */
};

struct round_centre {
    const char *id, *name;    /* name: on reading */
    const char *municipality; /* on reading */
    bool takes_part;
    int32_t guests, away, min_send, min_host;
    struct codes offers;             /* skills */
    struct codes closed;             /* periods without guests */
    struct codes languages;          /* of the work here */
    struct round_staffing *staffing; /* by day; none: nothing is known of cover */
    size_t staffing_count;
    int32_t *closed_days; /* dates, ascending */
    size_t closed_day_count;
    bool languages_given, staffing_given, closed_days_given; /* on writing: false: stays */
};

/* Days on which a worker cannot travel. */
struct days_off {
    int32_t first_day, last_day;
    bool at_work; /* at home then, where they count as cover; otherwise away from work */
};

struct round_want {
    const char *skill;
    int32_t points;
};

/* A background check of a worker, whoever made it. A host may rely on one that its own municipality made or has
 * accepted from another (R3). */
struct worker_check {
    struct uuid id;
    const char *municipality; /* whose it is */
    const char *maker;        /* who made it: the same, or whose check this one accepts. NULL: that one is erased */
    bool permitted, accepted; /* accepted: it stands on the check of another municipality */
    int32_t checked_on, valid_until;
};

/* A certificate of origin (R1) that a municipality saw. */
struct worker_origin {
    const char *municipality;
    int32_t valid_until;
};

struct round_worker {
    struct uuid id;
    const char *name, *home_centre; /* on reading */
    bool takes_part;
    struct codes unavailable;  /* periods that the coordinator ruled out */
    struct days_off *days_off; /* by first day */
    size_t days_off_count;
    struct round_want *wants;
    size_t want_count;
    bool lead;            /* may lead an open day */
    bool check_promised;  /* planned although the check does not last; publishing still asks for it */
    bool has_max_minutes; /* on reading */
    int32_t max_minutes;  /* the longest way to a host; on writing 0 is any */
    bool days_off_given, lead_given, check_promised_given, max_minutes_given; /* on writing: false: stays */
    /* On reading: */
    bool asked, has_answered;
    int64_t answered_at_ms;
    bool cover_agreed; /* the employer lets this person cover elsewhere */
    bool has_check;
    int32_t check_valid_until;
    struct worker_check *checks; /* newest first */
    size_t check_count;
    bool foreign_citizen;
    struct worker_origin *origins; /* newest first */
    size_t origin_count;
    struct codes languages; /* at B1 and above */
    struct codes seen;      /* centres that earlier rounds led to */
};

struct visit {
    struct uuid id, worker;
    const char *host, *period;
    bool pinned;
    bool employer_agreed, host_agreed; /* on reading */
    int report;                        /* on reading: enum report_reason of the worker's open report, or WORD_NONE */
};

/* How often earlier rounds led from one centre to another. */
struct round_pair {
    const char *home, *host;
    int32_t visits;
};

/* What visits cost and gave a municipality. */
struct ledger_line {
    const char *municipality;
    int64_t days_sent, days_hosted, travelled_m;
};

struct round {
    struct uuid id;
    int64_t version;
    const char *group, *name;
    int state, kind; /* enum round_state, round_kind */
    bool has_answer_by;
    int32_t answer_by, asked, answered; /* until which day workers answer; how many were asked, and have answered */
    struct round_period *periods;
    size_t period_count;
    struct round_rules rules;
    struct round_weight *weights; /* those that are set */
    size_t weight_count;
    struct round_centre *centres; /* by municipality and name */
    size_t centre_count;
    struct round_worker *workers; /* by home centre and name */
    size_t worker_count;
    struct visit *visits; /* by period and worker */
    size_t visit_count;
    bool has_published_at;
    int64_t published_at_ms;
    struct round_pair *pairs; /* of earlier rounds, by home and host */
    size_t pair_count;
    struct travel *ways; /* between its centres, set by hand */
    size_t way_count;
    struct ledger_line *ledger; /* of earlier rounds, by municipality */
    size_t ledger_count;
};

struct round_summary {
    struct uuid id;
    int64_t version;
    const char *name;
    int state, kind;
    int32_t first_day, last_day;
    int32_t visits;
};

/* Rounds of the groups that the actor coordinates (admin: all); for others published ones of groups their centres are
 * in. Newest first, at most 200. */
DB_CHECKED bool rounds_list(struct db *db, struct arena *arena, const struct actor *actor,
                            struct round_summary **rounds, size_t *count, struct error *error);
DB_CHECKED bool round_read(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *id,
                           struct round **round, struct error *error);
/* A centre or a worker of a round that was read; NULL: not in it. */
struct round_centre *round_centre_of(const struct round *round, const char *code);
struct round_worker *round_worker_of(const struct round *round, const struct uuid *id);
/* For jobs, which act for nobody. */
DB_CHECKED bool round_read_any(struct db *db, struct arena *arena, const struct uuid *id, struct round **round,
                               struct error *error);

/* A draft over all active centres of the actor's group and their workers of today. What the group's last round knew of
 * its centres (staffing, languages, guests, offers) and workers (leads) is taken over. A swap is what is balanced:
 * `kind` (or WORD_NONE) decides over `rules` (or NULL: the defaults). ERROR_FORBIDDEN "no_group". */
DB_CHECKED bool round_create(struct db *db, const struct actor *actor, const struct uuid *id, const char *name,
                             int kind, const struct round_period *periods, size_t period_count,
                             const struct round_rules *rules, struct error *error);

struct round_change {
    const char *name;                   /* NULL: stays */
    const struct round_period *periods; /* NULL: stay. Visits and answers of periods that go are removed */
    size_t period_count;
    int kind;                           /* WORD_NONE: as the rules say, else it stays */
    const struct round_rules *rules;    /* NULL: stay; the whole set otherwise */
    const struct round_weight *weights; /* those named are set, others stay */
    size_t weight_count;
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

/* proposed, approving (or a draft with visits) -> published; a letter for each worker with a visit and for each host's
 * managers. ERROR_NOT_FOUND; ERROR_STALE; ERROR_CONFLICT "round_published", "round_planning", "no_visits". */
DB_CHECKED bool round_publish(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version,
                              struct error *error);

/* The centres that take part in those of at most 64 rounds that have been shown to centres, asked about or published.
 */
struct round_place {
    struct uuid round;
    const char *centre;
};
DB_CHECKED bool rounds_places(struct db *db, struct arena *arena, const struct uuid *rounds, size_t count,
                              struct round_place **places, size_t *place_count, struct error *error);

/* Nobody records or accepts a check of the round's workers until the transaction ends, and what others have recorded
 * by now is seen by it, where this is the first thing that it does; else what it has read is a race, and it runs again.
 */
DB_CHECKED bool round_hold_checks(struct db *db, const struct uuid *round, struct error *error);

/* That the actor saw checks of these workers beside the round. Once a person, account, round and day is enough for what
 * is on the screen all day. */
DB_CHECKED bool round_checks_seen(struct db *db, struct arena *arena, const struct actor *actor,
                                  const struct uuid *round, const struct uuid *people, size_t count,
                                  struct error *error);

/* The least visits that each centre sends and hosts, as `round` has them. After round_create, in its transaction. */
DB_CHECKED bool round_store_minimums(struct db *db, const struct round *round, struct error *error);

/* A published round's lines of the ledger, in the place of those it had. In the transaction that changes its visits. */
DB_CHECKED bool round_store_ledger(struct db *db, const struct uuid *round, const struct ledger_line *lines,
                                   size_t count, struct error *error);

/* published -> closed. ERROR_NOT_FOUND; ERROR_STALE; ERROR_CONFLICT "not_published". */
DB_CHECKED bool round_close(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version,
                            struct error *error);

struct my_visit {
    struct uuid id, round;
    int64_t version, published_at_ms;
    const char *round_name, *host, *host_name, *address, *how_to_find;
    int kind, report; /* enum round_kind; report_reason of the person's open report, or WORD_NONE */
    double lat, lon;
    int32_t first_day, last_day;
    struct codes offers;
};
/* Published visits of a worker, by time. */
DB_CHECKED bool visits_of_person(struct db *db, struct arena *arena, const struct uuid *person,
                                 struct my_visit **visits, size_t *count, struct error *error);

#endif
