/* What memory must learn: one row per change, read by everybody who keeps an index or live views. */
#ifndef VAHETUS_DB_CHANGE_H
#define VAHETUS_DB_CHANGE_H

#include "db/types.h"

enum change_kind {
    CHANGE_PERSON,
    CHANGE_NEED,
    CHANGE_INVITATION,
    CHANGE_OFFER,
    CHANGE_PLACEMENT,
    CHANGE_CHECK,
    CHANGE_ROUND,
    CHANGE_JOB,
    CHANGE_SESSION,
    CHANGE_ACCOUNT,
    CHANGE_REGION,
    CHANGE_PAIRING,
};

struct change {
    int64_t id;
    int kind;
    struct uuid subject; /* of CHANGE_JOB: the round or pairing that the job is about */
    struct uuid person;  /* whose own page it concerns; none for none */
    struct uuid need;    /* of invitations, offers and placements */
    char centre[33];     /* whose views it concerns; "" for none */
};

/* Follows change_entry. Rows become visible out of order (a transaction may commit up to 10 s after its rows took their
 * place), so each call reads again what is younger than the cursor minus 30 s and leaves out what it gave before.
 * `lost` tells that the gap since the last call was too long: the caller must load everything anew. */
struct change_follower;
struct change_follower *change_follower_new(void);
void change_follower_free(struct change_follower *follower); /* takes NULL */

/* Where to begin: call this before loading; what commits later will be given. */
DB_CHECKED bool change_follower_start(struct change_follower *follower, struct db *db, struct error *error);

/* The new changes since the last call, in order of id, at most 10,000; the array is the follower's, good until the next
 * call. */
DB_CHECKED bool change_follower_read(struct change_follower *follower, struct db *db, const struct change **changes,
                                     size_t *count, bool *lost, struct error *error);

#endif
