/*
 * Pairings: proposals that pair everybody with the open needs of a group or a municipality. A proposal decides nothing:
 * what a person chooses of it goes out as ordinary invitations (db/invitations.h).
 *
 * A pair is a person on one shift. What is said and sent goes by person and need, since one invitation asks for all the
 * shifts of a need that the person is wanted for.
 */
#ifndef VAHETUS_DB_PAIRINGS_H
#define VAHETUS_DB_PAIRINGS_H

#include "db/invitations.h"
#include "db/types.h"

#define PAIRING_JOB_KIND "pairing"

struct pairing {
    struct uuid id;
    int64_t version;
    const char *scope, *scope_name; /* the group's code or the municipality's */
    bool of_group;
    int state; /* enum pairing_state */
    int32_t people, needs, seats, filled;
    int64_t worth, bound_worth; /* of the filled seats, by urgency: none can be worth more than the bound */
    int64_t score, bound_score; /* none of that worth has more points than the bound */
    const char *advice; /* the service's own text; NULL: none */
    int64_t created_at_ms, solved_at_ms;
    bool is_solved;
    int32_t sent; /* invitations that went out */
};

struct pairing_pair {
    struct uuid person, need, shift;
    const char *first_name;
    int32_t score;
    const char *parts; /* the service's own text */
    uint32_t flags;
    struct uuid invitation; /* that this pairing sent; none: not sent */
    int invitation_state;   /* of that, or of another that waits for an answer: enum invitation_state or WORD_NONE */
    bool can_undo;          /* its letter has not left */
};

/* `shift` none: all shifts of the need. */
struct pairing_rule {
    struct uuid person, need, shift;
    const char *first_name;
    int kind; /* enum pairing_rule_kind */
};

struct pairing_open {
    struct uuid need, shift;
    int32_t seats;
    const char *missing; /* the service's own text */
};

struct pairing_content {
    struct pairing_pair *pairs; /* by need, person and shift */
    size_t pair_count;
    struct pairing_open *open;
    size_t open_count;
    struct pairing_rule *rules;
    size_t rule_count;
};

/* What stands today at the needs of a pairing's scope: it is left as it is. */
enum pairing_standing { STANDING_INVITED, STANDING_AGREED, STANDING_OFFERED };
struct pairing_seat {
    struct uuid person, need, shift;
    const char *first_name;
    int standing; /* enum pairing_standing */
};

/* ---- Making ------------------------------------------------------------------------------------------------------ */

/* Begins one for `scope` (a group's or municipality's code; NULL: the actor's group, else municipality), with its job.
 * ERROR_CONFLICT "job_running" while one of the scope is under way; ERROR_NOT_FOUND "foreign_scope". */
DB_CHECKED bool pairing_create(struct db *db, const struct actor *actor, const struct uuid *id, const struct uuid *job,
                               const char *scope, struct error *error);
/* Stops one that is being made. ERROR_CONFLICT "no_job". */
DB_CHECKED bool pairing_cancel(struct db *db, const struct actor *actor, const struct uuid *id, struct error *error);
/* The job has ended: one that is still working goes to `state`. */
DB_CHECKED bool pairing_release(struct db *db, const struct uuid *id, int state, struct error *error);

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

/* Those of the actor's scopes, newest first, at most 100. */
DB_CHECKED bool pairings_list(struct db *db, struct arena *arena, const struct actor *actor, struct pairing **pairings,
                              size_t *count, struct error *error);
/* One of the actor's scopes (actor NULL: any, for its job). ERROR_NOT_FOUND "unknown_pairing". */
DB_CHECKED bool pairing_read(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *id,
                             struct pairing *pairing, struct error *error);
DB_CHECKED bool pairing_read_content(struct db *db, struct arena *arena, const struct uuid *id,
                                     struct pairing_content *content, struct error *error);
/* The newest ready one that covers a centre. True with `found` false when there is none. */
DB_CHECKED bool pairing_read_newest(struct db *db, struct arena *arena, const char *centre, struct pairing *pairing,
                                    bool *found, struct error *error);
/* The active centres of its scope today. */
DB_CHECKED bool pairing_centres(struct db *db, struct arena *arena, const struct uuid *id, struct codes *centres,
                                struct error *error);
/* Coming seats at those centres that somebody holds, is asked for or has offered. */
DB_CHECKED bool pairing_today(struct db *db, struct arena *arena, const struct uuid *id, struct pairing_seat **seats,
                              size_t *count, struct error *error);

/* ---- Editing and sending ----------------------------------------------------------------------------------------- */

/* Locks one that is ready, before anything else of the transaction. ERROR_NOT_FOUND; ERROR_STALE; ERROR_CONFLICT
 * "pairing_not_ready". */
DB_CHECKED bool pairing_lock(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version,
                             struct error *error);

/* What was said of a person and a need is replaced: pins of the shifts, or one forbid; without any it is released. */
DB_CHECKED bool pairing_set_rules(struct db *db, const struct actor *actor, const struct uuid *id,
                                  const struct uuid *person, const struct uuid *need, const struct pairing_rule *rules,
                                  size_t count, struct error *error);

/* A proposal as it was solved: replaces what stood there, but for pairs whose invitation was accepted. `solved` brings
 * the numbers and the advice; of the pairs the invitation is kept where it is given. The state becomes ready. */
DB_CHECKED bool pairing_store(struct db *db, const struct pairing *solved, const struct pairing_content *content,
                              struct error *error);

/* One invitation of a locked pairing, to all the shifts that `invitation` names of the locked need. `*refused` is a code
 * when the person cannot be asked (any more): need_closed, seat_taken, no_open_shift, unknown_shift, unknown_person,
 * not_available, declined_before, already_invited; nothing is then written. */
struct pairing_sending {
    struct uuid need;
    struct invitation_input invitation;
    int64_t delay_ms, expires_at_ms;
    const char *refused; /* static; NULL: sent */
};
DB_CHECKED bool pairing_send(struct db *db, const struct actor *actor, const struct uuid *id,
                             struct pairing_sending *sending, struct error *error);
/* What was sent is noted: version, change and audit. */
DB_CHECKED bool pairing_sent(struct db *db, const struct actor *actor, const struct uuid *id, struct error *error);

/* Takes back every invitation of a locked pairing whose letter has not left; `late` counts the others that wait for an
 * answer. */
DB_CHECKED bool pairing_take_back(struct db *db, const struct actor *actor, const struct uuid *id, int32_t *taken,
                                  int32_t *late, struct error *error);

#endif
