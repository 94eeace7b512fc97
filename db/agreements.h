/* "Sobib": what employers and hosts agree to. A round is published when each of its visits is agreed by both sides. */
#ifndef VAHETUS_DB_AGREEMENTS_H
#define VAHETUS_DB_AGREEMENTS_H

#include "db/rounds.h"

enum agreement_side { SIDE_EMPLOYER, SIDE_HOST };
extern const char *const agreement_side_words[];

/* The plan goes to the centres: the round becomes approving, unless it is published and changes of it are asked about.
 * The managers and specialists of `centres`, which have something to do, get a letter: of a published round the one
 * that told of the change. ERROR_NOT_FOUND; ERROR_STALE; ERROR_CONFLICT "no_visits", "round_closed", "round_planning".
 */
DB_CHECKED bool round_ask_agreement(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version,
                                    const struct codes *centres, struct error *error);

/* A round that is published takes agreements to what was changed since, and nothing back.
 * A manager or specialist of `centre` agrees to visits, or takes it back: as the employer of the workers who go, or as
 * the host of those who come. `visits` say what was seen (id, host, period). ERROR_NOT_FOUND "unknown_round",
 * "unknown_centre"; ERROR_CONFLICT "not_approving", "visit_changed". */
DB_CHECKED bool round_agree(struct db *db, const struct actor *actor, const struct uuid *id, const char *centre,
                            int side, const struct visit *visits, size_t count, bool agreed, struct error *error);

/* The employer lets a worker cover at other centres, or no longer. ERROR_NOT_FOUND "unknown_person". */
DB_CHECKED bool cover_agree(struct db *db, const struct actor *actor, const struct uuid *worker, bool agreed,
                            struct error *error);

#endif
