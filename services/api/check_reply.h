/* A background check as the API shows it. */
#ifndef VAHETUS_SERVICES_API_CHECK_REPLY_H
#define VAHETUS_SERVICES_API_CHECK_REPLY_H

#include "db/checks.h"
#include "services/endpoint.h"

struct check_reply {
    struct check check;
    int32_t agreed_now; /* placements that became agreed by it */
};
extern const struct field check_reply_fields[];

/* The check that was just recorded, as the list of the person's checks shows it: how both ways of recording one end. */
bool check_reply_read(const struct asking *asking, const struct uuid *person, const struct uuid *id,
                      struct check_reply *reply, struct error *error);

#endif
