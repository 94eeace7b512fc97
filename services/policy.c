#include "services/policy.h"

#include <string.h>

bool policy_is_declared(const struct policy *policy)
{
    return policy->roles != 0 && policy->objects != OBJECTS_UNDECLARED;
}

bool policy_allows(const struct policy *policy, const struct caller *caller, struct error *error)
{
    if ((policy->roles & ROLE_ANYBODY) != 0)
        return true;
    if (policy->roles == ROLE_OPERATOR)
        return caller->is_operator || error_set(error, ERROR_NOT_FOUND, "not_found", "without the metrics token");
    if (!caller->signed_in)
        return error_set(error, ERROR_UNAUTHENTICATED, "unauthenticated", "no session");
    if ((policy->roles & caller->roles) != 0)
        return true;
    return error_set(error, ERROR_FORBIDDEN, "forbidden", "none of the roles 0x%x", policy->roles);
}

bool caller_reaches_centre(const struct caller *caller, const char *centre, const char *municipality)
{
    for (size_t i = 0; i < caller->grant_count; i++) {
        const struct grant *grant = &caller->grants[i];
        if ((grant->role & ROLE_COORDINATOR) != 0)
            return true;
        if ((grant->role & ROLE_SPECIALIST) != 0 && municipality != NULL &&
            strcmp(grant->municipality, municipality) == 0)
            return true;
        if ((grant->role & ROLE_MANAGER) != 0 && strcmp(grant->centre, centre) == 0)
            return true;
    }
    return false;
}

bool caller_is_person(const struct caller *caller, const struct uuid *person)
{
    return caller->signed_in && !uuid_is_none(person) && uuid_compare(&caller->person, person) == 0;
}

bool caller_has_role(const struct caller *caller, unsigned roles)
{
    return (caller->roles & roles) != 0;
}
