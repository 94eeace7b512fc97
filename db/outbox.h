/* Letters to send. A row is written by the transaction that gives reason for it, leased by one instance, and sent. */
#ifndef VAHETUS_DB_OUTBOX_H
#define VAHETUS_DB_OUTBOX_H

#include "db/rounds.h"
#include "db/types.h"

/* Events, and what `about` is. Letters about placements may speak of several of a person's at a need (outbox_item).
 *   registration          registration   secret: confirms it
 *   sign_in               itself         secret: signs in
 *   password              account, or itself when somebody forgot it; secret: sets the password
 *   guardian              person         secret: the guardian's page
 *   invitation            invitation     secret: the invitation's page
 *   invitation_filled     invitation     the seat is filled or the need closed: thank you
 *   invitation_withdrawn  invitation     the centre took it back after its letter had left
 *   invitation_confirmed  invitation     to the person who accepted: what was agreed, what is missing
 *   offer, offer_withdrawn   offer       to the centre's managers
 *   offer_accepted, offer_declined       to the person, about the offer
 *   invitation_accepted, invitation_declined   to the centre's managers, about the invitation
 *   placement_agreed      placement      to the person, when what was missing has come
 *   placement_waits       placement      to the person: agreed before, now something is missing again
 *   placement_cancelled   placement      to the person: the centre or the service cancelled
 *   placement_given_up    placement      to the person who cancelled
 *   placement_withdrawn   placement      to the centre's managers: the person cannot come
 *   placement_unready     placement      to the centre's managers: something is (again) missing
 *   placement_reminder    placement      to the person, a day before
 *   need_closed, need_changed   placement   to the person whose shifts fall away, or change in what they are
 *   guardian_agreed, guardian_cancelled   placement   to the guardian of a minor
 *   personal_code         personal_code  secret: the page where the code for a check is entered
 *   check_expiring        check          to managers and the municipality's specialists
 *   round_questions, round_reminder   round   to a worker who has not answered the four questions
 *   round_report          visit          to the group's coordinators: its worker cannot make it
 *   round_agree           round          to managers and specialists of who must agree to the plan
 *   round_published, round_changed       round: to a worker with visits; for managers of hosts and of the workers' own
 *                                        centres round_hosts, round_centres_changed
 *   profile_deleted, guardian_released   person: the last letter to somebody forgotten, and to the guardian
 */
struct letter {
    struct uuid id; /* of the Message-ID */
    const char *event;
    struct uuid about;
    const char *recipient;
    int language;
    const char *secret; /* NULL: none */
    int64_t created_at_ms;
    int32_t attempts; /* this one counted */
    /* What the letter speaks of, as far as the event has it; else NULL and zero. */
    struct uuid person, need, round;
    const char *first_name, *name; /* of the person; for the guardian's letter, of the young person */
    const char *guardian_name;
    const char *centre, *centre_name, *address, *how_to_find, *contact, *activity, *round_name;
    struct codes bring;      /* to the shifts */
    const char *responsible; /* the worker who answers for minors; NULL: nobody named */
    const char *note;        /* of the need, and its language */
    int note_language;       /* or WORD_NONE */
    double lat, lon;
    int64_t expires_at_ms;
    int32_t until_day; /* of a check; the last to answer; a reported visit's first; 0: none */
    struct letter_shift {
        struct uuid id; /* of the placement, or of the shift where there is none yet */
        int64_t version, from_ms, to_ms;
        int state;       /* enum placement_state or WORD_NONE */
        int waiting_for; /* enum waiting_for or WORD_NONE */
    } * shifts;
    size_t shift_count;
    struct my_visit *removed; /* visits that have fallen away, with the version of that */
    size_t removed_count;
};

/* Leases up to `limit` (at most 64) due letters to `owner` for `lease_ms`, those with a lease that ran out too. Two
 * instances never hold the same letter. Leaves what was withdrawn. Runs its own statements: not inside a transaction.
 */
DB_CHECKED bool outbox_lease(struct db *db, struct arena *arena, const struct uuid *owner, int64_t lease_ms,
                             size_t limit, struct letter **letters, size_t *count, struct error *error);

/* Does the event speak of something that outbox_lease reads? For tests: a letter that shows facts must. */
bool outbox_has_details(const char *event);

DB_CHECKED bool outbox_sent(struct db *db, const struct uuid *id, const struct uuid *owner, struct error *error);
/* Not sent: again after `retry_ms` (0: never, it is given up). `failure` holds a code and no address. */
DB_CHECKED bool outbox_failed(struct db *db, const struct uuid *id, const struct uuid *owner, int64_t retry_ms,
                              const char *failure, struct error *error);

/* When the next letter is due, in milliseconds from now; -1: none waits. */
DB_CHECKED bool outbox_next(struct db *db, int64_t *due_in_ms, struct error *error);

/* How many wait, for /metrics. */
DB_CHECKED bool outbox_waiting(struct db *db, int64_t *count, struct error *error);

#endif
