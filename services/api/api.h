/* What every endpoint file includes, and the list of all endpoints. */
#ifndef VAHETUS_SERVICES_API_API_H
#define VAHETUS_SERVICES_API_API_H

#include "db/connection.h"
#include "services/endpoint.h"
#include "services/random.h"
#include "services/rate.h"

extern const struct endpoint endpoint_getHealth;

#endif
