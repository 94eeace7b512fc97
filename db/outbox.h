/* Letters to send. A row is written by the transaction that gives reason for it, leased by one instance, and sent. */
#ifndef VAHETUS_DB_OUTBOX_H
#define VAHETUS_DB_OUTBOX_H

#include "db/types.h"

/* Events, and what `about` is:
 *   registration          registration   secret: confirms it
 *   sign_in               itself         secret: signs in
 *   password              account, or itself when somebody forgot it; secret: sets the password
 *   guardian              person         secret: the guardian's page
 *   invitation            invitation     secret: the invitation's page
 *   invitation_filled     invitation     the seat is filled or the need closed: thank you
 *   offer                 offer          to the centre's managers
 *   offer_accepted, offer_declined       to the person, about the offer
 *   invitation_accepted, invitation_declined   to the centre's managers, about the invitation
 *   placement_agreed      placement      to the person, when what was missing has come
 *   placement_cancelled   placement      to the person: the centre cancelled
 *   placement_withdrawn   placement      to the centre's managers: the person cannot come
 *   need_closed           placement      to the person, whose shift falls away
 *   round_published       visit's round  to a worker with visits; for managers of hosts: round_hosts
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
    double lat, lon;
    int64_t expires_at_ms;
    struct letter_shift {
        struct uuid id; /* of the placement, or of the shift where there is none yet */
        int64_t version, from_ms, to_ms;
        int state;       /* enum placement_state or WORD_NONE */
        int waiting_for; /* enum waiting_for or WORD_NONE */
    } * shifts;
    size_t shift_count;
};

/* Leases up to `limit` (at most 64) due letters to `owner` for `lease_ms`, those with a lease that ran out too. Two
 * instances never hold the same letter. Leaves what was withdrawn. Runs its own statements: not inside a transaction.
 */
DB_CHECKED bool outbox_lease(struct db *db, struct arena *arena, const struct uuid *owner, int64_t lease_ms,
                             size_t limit, struct letter **letters, size_t *count, struct error *error);

DB_CHECKED bool outbox_sent(struct db *db, const struct uuid *id, const struct uuid *owner, struct error *error);
/* Not sent: again after `retry_ms` (0: never, it is given up). `failure` holds a code and no address. */
DB_CHECKED bool outbox_failed(struct db *db, const struct uuid *id, const struct uuid *owner, int64_t retry_ms,
                              const char *failure, struct error *error);

/* When the next letter is due, in milliseconds from now; -1: none waits. */
DB_CHECKED bool outbox_next(struct db *db, int64_t *due_in_ms, struct error *error);

/* How many wait, for /metrics. */
DB_CHECKED bool outbox_waiting(struct db *db, int64_t *count, struct error *error);

#endif
