/* Invitations (the centre asks) and offers (the person asks), which become placements. */
#ifndef VAHETUS_DB_INVITATIONS_H
#define VAHETUS_DB_INVITATIONS_H

#include "db/needs.h"
#include "db/placements.h"
#include "db/types.h"

struct invitation {
    struct uuid id, need, person;
    int kind;  /* enum invitation_kind */
    int state; /* enum invitation_state */
    const char *first_name;
    const char *name, *email, *phone; /* for staff, once accepted or offered; else NULL */
    int reason;                       /* enum decline_reason or WORD_NONE */
    int64_t sent_at_ms;
    bool can_undo; /* an invitation whose letter has not left */
    int64_t undo_until_ms;
    bool has_expires;
    int64_t expires_at_ms;
    bool check_needed; /* the need has children and no check covers all of its shifts */
    struct uuid *shifts;
    size_t shift_count;
    int64_t version;
};

struct invitation_input {
    struct uuid id;
    struct uuid person;
    struct link_secret link; /* of the letter */
    struct uuid *shifts;     /* which are asked of this person alone; none: those of all */
    size_t shift_count;
};

/* Secrets of the letters that ask for what a placement waits for; NULL: that letter is not written. */
struct missing_links {
    const struct link_secret *guardian; /* of a minor whose permission is missing */
    const struct link_secret *code;     /* for the personal code, where a check is missing */
};

/* Invites `count` (at most 50) people to their own shifts, else to `shifts` (none: all open ones). The letters wait
 * `delay_ms`. Each must be active, not yet asked or agreed, not have declined. ERROR_NOT_FOUND; ERROR_CONFLICT
 * "need_closed", "already_invited", "declined_before", "not_available" (paused, ended), "no_open_shift"; ERROR_INVALID
 * "unknown_person", "unknown_shift".
 */
DB_CHECKED bool invitations_create(struct db *db, const struct actor *actor, const struct uuid *need,
                                   const struct invitation_input *inputs, size_t count, const struct uuid *shifts,
                                   size_t shift_count, int64_t delay_ms, int64_t expires_at_ms, struct error *error);

/* The same for one person and a need that the caller has locked, with a refusal that is no failure: `*refused` is then
 * one of those codes, and nothing was written. NULL: invited. */
DB_CHECKED bool invitation_try(struct db *db, const struct actor *actor, const struct uuid *need,
                               const struct invitation_input *input, int64_t delay_ms, int64_t expires_at_ms,
                               const char **refused, struct error *error);

/* Takes one back while its letter is not leased, unheard of; with `after_sending` later, too, and then the person is
 * told. ERROR_CONFLICT "already_sent" (or answered); ERROR_NOT_FOUND. */
DB_CHECKED bool invitation_withdraw(struct db *db, const struct actor *actor, const struct uuid *id, bool after_sending,
                                    struct error *error);

/* Invitations and offers of a need that the actor reaches, newest first. Shown contact is written to audit, so this
 * runs in a transaction. */
DB_CHECKED bool invitations_of_need(struct db *db, struct arena *arena, const struct actor *actor,
                                    const struct uuid *need, struct invitation **invitations, size_t *count,
                                    struct error *error);

/* Those of the person `actor->person`, open ones first, then newest first; `most` of them at most. */
DB_CHECKED bool invitations_of_person(struct db *db, struct arena *arena, const struct actor *actor, int32_t most,
                                      struct invitation **invitations, size_t *count, struct error *error);

/* Which invitation a mailed link or (token_hash NULL) an id names, for the person of the link or the actor's own.
 * `person` is filled with whose it is: the actor to answer with. ERROR_NOT_FOUND; ERROR_GONE "link_expired". */
DB_CHECKED bool invitation_read(struct db *db, struct arena *arena, const struct actor *actor,
                                const unsigned char *token_hash, const struct uuid *id, struct invitation *invitation,
                                struct error *error);

/* Accepts: placements in the given shifts (none: all that were asked for and still have a seat), agreed when nothing is
 * missing, else awaiting; or declines with a reason (WORD_NONE: none). `links` (may be NULL) are mailed where they
 * are needed. ERROR_GONE "invitation_closed" (answered, withdrawn, expired); ERROR_CONFLICT
 * "seat_taken", "double_booking", "need_closed"; ERROR_INVALID "unknown_shift". */
DB_CHECKED bool invitation_answer(struct db *db, const struct actor *person, const struct uuid *id, bool accept,
                                  const struct uuid *shifts, size_t shift_count, int reason,
                                  const struct missing_links *links, struct error *error);

/* "Tulen appi". ERROR_CONFLICT "already_invited" (answer that one), "already_offered", "need_closed", "seat_taken",
 * "double_booking"; ERROR_INVALID "unknown_shift". */
DB_CHECKED bool offer_create(struct db *db, const struct actor *person, const struct uuid *id, const struct uuid *need,
                             const struct uuid *shifts, size_t shift_count, struct error *error);
DB_CHECKED bool offer_withdraw(struct db *db, const struct actor *person, const struct uuid *id, struct error *error);

/* By the centre: accepting makes placements as for an invitation. */
DB_CHECKED bool offer_answer(struct db *db, const struct actor *actor, const struct uuid *id, bool accept,
                             const struct missing_links *links, struct error *error);

/* One offer or invitation as staff of its centre (actor->account) or its person (actor->person) sees it. */
DB_CHECKED bool invitation_view(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *id,
                                struct invitation *invitation, struct error *error);

#endif
