#include "db/links.h"

bool link_holds(struct link_state link, struct error *error)
{
    if (!link.known)
        return error_set(error, ERROR_GONE, "link_unknown", "no such link");
    if (link.used)
        return error_set(error, ERROR_GONE, "link_used", "link was used");
    return !link.expired || error_set(error, ERROR_GONE, "link_expired", "link is over its time");
}
