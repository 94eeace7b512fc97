/* A placement as its person and the staff of its centre see it. */
#ifndef VAHETUS_SERVICES_API_PLACEMENT_REPLY_H
#define VAHETUS_SERVICES_API_PLACEMENT_REPLY_H

#include "db/placements.h"
#include "services/api/need_reply.h"

struct placement_reply {
    struct placement placement;
    struct names titles;
    double hours; /* worked, if placement.has_minutes */
};
extern const struct field placement_reply_fields[];

struct placement_reply placement_reply_make(const struct asking *asking, const struct placement *placement);

/* An array of them in the call's arena; NULL with `error` when memory runs out. */
struct placement_reply *placement_replies_make(const struct asking *asking, const struct placement *placements,
                                               size_t count, struct error *error);

/* Reads the placement that the caller reaches and makes its reply: how every endpoint that changes one ends. */
bool placement_reply_read(const struct asking *asking, const struct uuid *id, struct placement_reply *reply,
                          struct error *error);

#endif
