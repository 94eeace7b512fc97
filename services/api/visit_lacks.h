/*
 * What visits lack before they can be published: the yes of the employer, of the host, a check that the host relies on
 * (R1). One problem document names each of them, so that whoever publishes knows whom to ask.
 */
#ifndef VAHETUS_SERVICES_API_VISIT_LACKS_H
#define VAHETUS_SERVICES_API_VISIT_LACKS_H

#include "services/api/round_reply.h"

struct visit_lack {
    struct uuid visit, worker;
    const char *name, *host, *period;
    unsigned lacks; /* bits of enum lacking */
    struct check_shown check;
    const char *text;
};
enum lacking { LACKS_EMPLOYER = 1, LACKS_HOST = 2, LACKS_CHECK = 4 };

struct visit_lacks {
    struct visit_lack *items; /* in the order of the round's visits */
    size_t count;
    unsigned lacks; /* of any */
};

/* False with ERROR_BUSY when memory runs out. */
bool visit_lacks_find(const struct asking *asking, const struct round *round, struct visit_lacks *lacks,
                      struct error *error) __attribute__((warn_unused_result));

/* Status 409: "round_not_agreed" while somebody has not agreed, else "visits_unchecked". False without memory. */
bool visit_lacks_reply(const struct asking *asking, const struct visit_lacks *lacks, struct reply *reply)
    __attribute__((warn_unused_result));

#endif
