/* A person's own profile as the API shows it. */
#ifndef VAHETUS_SERVICES_API_PROFILE_REPLY_H
#define VAHETUS_SERVICES_API_PROFILE_REPLY_H

#include "db/people.h"
#include "services/endpoint.h"

struct profile_home {
    bool has_settlement;
    int32_t settlement;
    const char *name;
    double lat, lon;
};

struct profile_reach {
    bool has_max_m;
    int32_t max_m;
    struct codes centres;
};

struct profile_guardian {
    const char *name, *email;
    struct codes permitted_centres;
    bool has_valid_until;
    int32_t valid_until;
};

struct profile_reply {
    struct person person;
    struct profile_home home;
    struct profile_reach reach;
    struct profile_guardian guardian;
    struct profile_guardian *guardian_given; /* NULL: none */
    bool has_check;
    double hours_done;
};

extern const struct field profile_reply_fields[];

/* Fills the reply from a person, whose texts it keeps. */
void profile_reply_make(const struct person *person, struct profile_reply *reply);

#endif
