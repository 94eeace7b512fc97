/*
 * May a worker visit a host, as far as background checks go (R1, R3): the check must be one that the host's own
 * municipality made or has accepted, and be valid on every day of the visit.
 *
 * A worker whose check lasts is planned with wherever it was made: a check that is not accepted yet hides nobody, and
 * the host accepts it when it agrees to the visit. A round is published only when each visit is `relied`. A visit that
 * is moved or added afterwards is public at once and may be `acceptable`: its host is told, and agrees and accepts
 * then.
 */
#ifndef VAHETUS_SERVICES_ROUND_CHECKS_H
#define VAHETUS_SERVICES_ROUND_CHECKS_H

#include "db/rounds.h"

enum round_check_state {
    ROUND_CHECK_RELIED,     /* the host's municipality made it or has accepted it, and it lasts */
    ROUND_CHECK_ACCEPTABLE, /* another municipality's lasts: the host may accept it */
    ROUND_CHECK_ENDS_EARLY, /* the newest is valid, but not to the end of the visit */
    ROUND_CHECK_MISSING,    /* there is none; of one that prohibits nothing else is said */
    ROUND_CHECK_ORIGIN,     /* the check would do; of a citizen of another country the host must see a certificate */
};
extern const char *const round_check_words[];

struct round_check {
    enum round_check_state state;
    const struct worker_check *check; /* the one it rests on, may rest on, or that ends too early; NULL: none */
};

/* `municipality` is the host's. */
struct round_check round_check_at(const struct round_worker *worker, const char *municipality,
                                  const struct round_period *period);

/* The same of a visit of the round; `missing` where its worker, host or period is not in it. */
struct round_check round_check_of(const struct round *round, const struct visit *visit);

/* The centres that have something to do before every visit is agreed to and relied on: the home centre to agree or to
 * have a check made that lasts, the host to agree, to accept a check or to see a certificate. Of a published round only
 * visits that are not over on `today` count, and of what is over no check is asked for. `centres` has room for all of
 * the round; returns how many. */
size_t round_lacking(const struct round *round, int32_t today, const char **centres);

/* Does any check last to the end of the period, whoever made it? */
bool round_check_lasts(const struct round_worker *worker, const struct round_period *period);

#endif
