/* Every endpoint there is, in the order of openapi.yaml. */
#include "services/api/api.h"

const struct endpoint *const endpoints[] = {
    &endpoint_getHealth,
    NULL,
};
