/* An invitation or offer as its person sees it, with the need, what it led to, and why it fits. */
#ifndef VAHETUS_SERVICES_API_INVITATION_DETAIL_H
#define VAHETUS_SERVICES_API_INVITATION_DETAIL_H

#include "db/invitations.h"
#include "services/api/fit.h"
#include "services/api/need_reply.h"
#include "services/api/placement_reply.h"

struct invitation_detail {
    struct invitation invitation;
    struct need_reply need;
    struct placement_reply *placements;
    size_t placement_count;
    struct reason *reasons;
    size_t reason_count;
    bool has_distance;
    int32_t distance_m;
};
extern const struct field invitation_detail_fields[];

struct invitation_detail_list {
    struct invitation_detail *items;
    size_t count;
};
extern const struct field invitation_detail_list_fields[];

/* What every operation on one invitation takes: the secret of its letter or, for its person, its id. */
struct invitation_named {
    const char *token;
};

/* In the work: finds the invitation; `person` becomes the actor to answer with. */
bool invitation_named_read(const struct asking *asking, const struct invitation_named *named,
                           struct invitation *invitation, struct actor *person, struct error *error);

/* In the work: fills `detail` in place with the need and the placements. */
bool invitation_detail_make(const struct asking *asking, const struct invitation *invitation,
                            struct invitation_detail *detail, struct error *error);

/* On the loop, after the work: why it fits, as far as the index still knows person and need. */
bool invitation_detail_fit(const struct asking *asking, struct invitation_detail *detail, struct error *error);

#endif
