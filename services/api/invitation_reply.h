/* Invitations and offers as the staff of a centre sees them. */
#ifndef VAHETUS_SERVICES_API_INVITATION_REPLY_H
#define VAHETUS_SERVICES_API_INVITATION_REPLY_H

#include "db/invitations.h"
#include "services/endpoint.h"

extern const struct field invitation_fields[]; /* over struct invitation */

struct invitation_list {
    struct invitation *items;
    size_t count;
};
extern const struct field invitation_list_fields[];

#endif
