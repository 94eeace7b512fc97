/*
 * May a worker visit a host, as far as background checks go (R1, R3): the check must be one that the host's own
 * municipality made or has accepted, and be valid on every day of the visit.
 *
 * A worker whose check lasts is planned with wherever it was made: a check that is not accepted yet hides nobody, and
 * the host accepts it when it agrees to the visit. What is published rests on nothing less than `relied`.
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

/* Does any check last to the end of the period, whoever made it? */
bool round_check_lasts(const struct round_worker *worker, const struct round_period *period);

#endif
