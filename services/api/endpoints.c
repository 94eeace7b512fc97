/* The table of all endpoints; endpoints.inc lists them. */
#include "services/api/api.h"

#define ENDPOINT(operation) &endpoint_##operation,
const struct endpoint *const endpoints[] = {
#include "services/api/endpoints.inc"
    NULL,
};
