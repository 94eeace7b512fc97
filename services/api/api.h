/* What every endpoint file includes. */
#ifndef VAHETUS_SERVICES_API_API_H
#define VAHETUS_SERVICES_API_API_H

#include "db/connection.h"
#include "services/endpoint.h"
#include "services/random.h"
#include "services/rate.h"

#define ENDPOINT(operation) extern const struct endpoint endpoint_##operation;
#include "services/api/endpoints.inc"
#undef ENDPOINT

/* For struct endpoint: {"status": "accepted"}, the answer that tells nothing. */
bool reply_accepted(const struct asking *asking, const void *input, const void *result, struct reply *reply);

#endif
