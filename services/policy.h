/*
 * Who may use an operation, and on whose objects. Every endpoint declares one struct policy; the server does not start
 * when one is missing. The roles are decided on the loop before anything is read; whether the object is within the
 * caller's reach is decided inside the work, in the query, with the helpers below or with the scopes as parameters.
 */
#ifndef VAHETUS_SERVICES_POLICY_H
#define VAHETUS_SERVICES_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/error.h"
#include "db/uuid.h"
#include "services/texts.h"

/* Roles as bits. A person can hold several, each over a scope. */
enum role {
    ROLE_ANYBODY = 1 << 0,    /* nobody needs to be signed in */
    ROLE_OPERATOR = 1 << 1,   /* whoever shows metrics_token: an address tells nothing behind a proxy of this machine */
    ROLE_VOLUNTEER = 1 << 2,  /* own person */
    ROLE_WORKER = 1 << 3,     /* own person; scope: the home centre */
    ROLE_MANAGER = 1 << 4,    /* scope: a centre */
    ROLE_SPECIALIST = 1 << 5, /* scope: a municipality and so its centres */
    ROLE_COORDINATOR = 1 << 6, /* scope: the group and so everything in it */
    ROLE_ADMIN = 1 << 7,       /* accounts and the log; no profiles */
    ROLE_DPO = 1 << 8,         /* logs and counts; no profiles */
};

enum {
    ROLES_PERSONS = ROLE_VOLUNTEER | ROLE_WORKER,
    ROLES_CENTRE = ROLE_MANAGER | ROLE_SPECIALIST | ROLE_COORDINATOR, /* who may act for a centre */
    ROLES_SIGNED_IN = ROLES_PERSONS | ROLES_CENTRE | ROLE_ADMIN | ROLE_DPO,
};

/* Whose objects an operation reaches: the `object` of x-policy in openapi.yaml. */
enum objects {
    OBJECTS_UNDECLARED = 0,
    OBJECTS_NONE,         /* what anybody of these roles may see, or nothing at all */
    OBJECTS_OWN,          /* the caller's own person, account or session, or the one that a mailed token names */
    OBJECTS_CENTRE,       /* those of the centres within the caller's scope */
    OBJECTS_MUNICIPALITY, /* those of the caller's municipality */
    OBJECTS_GROUP,        /* those of the whole group */
};

struct policy {
    unsigned roles; /* any one of these; 0: undeclared */
    enum objects objects;
};

#define POLICY_PUBLIC                                                                                                  \
    {                                                                                                                  \
        .roles = ROLE_ANYBODY, .objects = OBJECTS_NONE                                                                 \
    }

bool policy_is_declared(const struct policy *policy);

enum { CALLER_GRANTS_MAX = 24, SCOPE_SIZE = 48 };

/* One role over one scope. */
struct grant {
    unsigned role;
    char centre[SCOPE_SIZE];       /* the slug: manager, worker; "" otherwise */
    char municipality[SCOPE_SIZE]; /* the EHAK code: specialist, and of the centre; "" otherwise */
};

/* Who asks: a private copy travels with each call. */
struct caller {
    bool signed_in;
    bool is_operator;    /* the request shows metrics_token */
    unsigned roles;      /* all roles together */
    struct uuid account; /* none for nobody */
    struct uuid person;  /* none for an account without a person */
    struct uuid session;
    int64_t session_until_ms; /* when the session ends */
    bool has_language;
    enum language language; /* of the person, if has_language */
    size_t grant_count;
    struct grant grants[CALLER_GRANTS_MAX];
    char address[46]; /* of the client, for limits alone: never logged, never stored */
};

/* May this caller use the operation? False fills `error`: 401 when nobody is signed in, else 403. */
bool policy_allows(const struct policy *policy, const struct caller *caller, struct error *error)
    __attribute__((warn_unused_result));

/* Is the centre (by slug, in the municipality) within the caller's scope as a manager, specialist or coordinator? */
bool caller_reaches_centre(const struct caller *caller, const char *centre, const char *municipality)
    __attribute__((warn_unused_result));

bool caller_is_person(const struct caller *caller, const struct uuid *person) __attribute__((warn_unused_result));
bool caller_has_role(const struct caller *caller, unsigned roles);

#endif
