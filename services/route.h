/*
 * The route table: which endpoint answers a method and a path. Made once at start from the visible table of endpoints
 * (api/endpoints.inc); an endpoint without a declared policy, or one that is not whole, stops the start.
 */
#ifndef VAHETUS_SERVICES_ROUTE_H
#define VAHETUS_SERVICES_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "services/endpoint.h"

enum { ROUTE_VALUES_MAX = 4, ROUTE_VALUE_SIZE = 128, ROUTE_ALLOW_SIZE = 64 };

struct routes;

/* What stood in the place of `{name}`. */
struct route_value {
    char name[32];
    char value[ROUTE_VALUE_SIZE];
};

struct route_match {
    const struct endpoint *endpoint; /* NULL: none */
    bool path_known;                 /* some method is answered here: 405, not 404 */
    char allow[ROUTE_ALLOW_SIZE];    /* the methods, as in the Allow header */
    struct route_value values[ROUTE_VALUES_MAX];
    size_t value_count;
};

/* `table` ends with NULL and must outlive the routes. NULL with a sentence about the endpoint at fault. */
struct routes *routes_new(const struct endpoint *const *table, struct error *error) __attribute__((warn_unused_result));
void routes_free(struct routes *routes); /* takes NULL */

/* HEAD is answered by GET. A literal segment wins over a `{name}`. */
void routes_find(const struct routes *routes, const char *method, const char *path, struct route_match *match);

/* One line an endpoint: operation, method, path, roles, objects; tests hold it against openapi.yaml. */
void routes_print(const struct endpoint *const *table, FILE *file);

#endif
