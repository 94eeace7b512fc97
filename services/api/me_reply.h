/* The signed-in caller as the API shows it: roles, language and, for people, the whole profile. */
#ifndef VAHETUS_SERVICES_API_ME_REPLY_H
#define VAHETUS_SERVICES_API_ME_REPLY_H

#include "services/api/profile_reply.h"
#include "services/api/session_reply.h"

struct me_reply {
    struct session_reply_role *roles;
    size_t role_count;
    int language;
    const char *email;
    struct profile_reply profile;
    struct profile_reply *profile_given; /* NULL: an account without a person */
    int64_t version;                     /* of the profile; 0 without one */
};
extern const struct field me_reply_fields[];

/* In the work: reads it anew. How every endpoint that changes a profile ends. */
bool me_reply_read(const struct asking *asking, struct me_reply *reply, struct error *error);

#endif
