#include "services/route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct routes {
    const struct endpoint *const *table;
};

/* ---- At start ---------------------------------------------------------------------------------------------------- */

static bool has_field(const struct field *table, const char *name, size_t length)
{
    for (; table != NULL && table->name != NULL; table++) {
        if (strlen(table->name) == length && memcmp(table->name, name, length) == 0)
            return true;
    }
    return false;
}

static bool path_is_read(const struct endpoint *endpoint)
{
    size_t values = 0;
    for (const char *at = endpoint->path; (at = strchr(at, '{')) != NULL; at++) {
        const char *end = strchr(at, '}');
        if (end == NULL || ++values > ROUTE_VALUES_MAX ||
            !has_field(endpoint->path_fields, at + 1, (size_t)(end - at - 1)))
            return false;
    }
    return true;
}

static bool work_is_whole(const struct endpoint *endpoint)
{
    switch (endpoint->work) {
    case WORK_READ:
    case WORK_APPEND:
        return endpoint->act_many != NULL;
    case WORK_INDEX:
    case WORK_TRANSACT:
    case WORK_HASH:
        return endpoint->act != NULL;
    case WORK_STREAM:
        return endpoint->stream != NULL;
    }
    return false;
}

static bool refuse(struct error *error, const struct endpoint *endpoint, const char *why)
{
    return error_set(error, ERROR_INTERNAL, "internal", "the endpoint %s %s",
                     endpoint->operation == NULL ? "without a name" : endpoint->operation, why);
}

static bool check(const struct endpoint *endpoint, struct error *error)
{
    static const char *const methods = " GET POST PUT PATCH DELETE ";
    char method[16];
    if (endpoint->operation == NULL || endpoint->path == NULL || endpoint->path[0] != '/' || endpoint->method == NULL)
        return refuse(error, endpoint, "has no operation, method or path");
    snprintf(method, sizeof method, " %s ", endpoint->method);
    if (strstr(methods, method) == NULL)
        return refuse(error, endpoint, "has an unknown method");
    if (!policy_is_declared(&endpoint->policy))
        return refuse(error, endpoint, "declares no policy: who may use it, and on whose objects");
    if (!work_is_whole(endpoint))
        return refuse(error, endpoint, "has no function for its kind of work");
    if (!path_is_read(endpoint))
        return refuse(error, endpoint, "does not read the values of its path");
    if (strcmp(endpoint->method, "GET") == 0 && endpoint->body_fields != NULL)
        return refuse(error, endpoint, "is a GET that reads a body");
    return true;
}

struct routes *routes_new(const struct endpoint *const *table, struct error *error)
{
    for (size_t i = 0; table[i] != NULL; i++) {
        if (!check(table[i], error))
            return NULL;
        for (size_t j = 0; j < i; j++) {
            bool same_route =
                strcmp(table[i]->path, table[j]->path) == 0 && strcmp(table[i]->method, table[j]->method) == 0;
            if (same_route || strcmp(table[i]->operation, table[j]->operation) == 0) {
                refuse(error, table[i], "stands in the table twice");
                return NULL;
            }
        }
    }
    struct routes *routes = calloc(1, sizeof *routes);
    if (routes == NULL)
        error_set(error, ERROR_INTERNAL, "internal", "out of memory");
    else
        routes->table = table;
    return routes;
}

void routes_free(struct routes *routes)
{
    free(routes);
}

/* ---- Finding ----------------------------------------------------------------------------------------------------- */

static bool take_value(struct route_match *match, const char *name, size_t name_length, const char *value,
                       size_t value_length)
{
    if (match->value_count == ROUTE_VALUES_MAX || value_length == 0 || value_length >= ROUTE_VALUE_SIZE)
        return false;
    struct route_value *taken = &match->values[match->value_count++];
    snprintf(taken->name, sizeof taken->name, "%.*s", (int)name_length, name);
    memcpy(taken->value, value, value_length);
    taken->value[value_length] = '\0';
    return true;
}

/* Does the path fit the template? Its values go to `match`. */
static bool fits(const char *template, const char *path, struct route_match *match)
{
    match->value_count = 0;
    while (*template != '\0') {
        if (*template != '{') {
            if (*template ++ != *path++)
                return false;
            continue;
        }
        const char *name = template + 1;
        size_t name_length = strcspn(name, "}"), value_length = strcspn(path, "/");
        if (!take_value(match, name, name_length, path, value_length))
            return false;
        template = name + name_length + 1;
        path += value_length;
    }
    return *path == '\0';
}

static void allow(struct route_match *match, const char *method)
{
    size_t length = strlen(match->allow);
    snprintf(match->allow + length, sizeof match->allow - length, "%s%s%s", length > 0 ? ", " : "", method,
             strcmp(method, "GET") == 0 ? ", HEAD" : "");
}

void routes_find(const struct routes *routes, const char *method, const char *path, struct route_match *match)
{
    *match = (struct route_match){0};
    struct route_match tried;
    if (strcmp(method, "HEAD") == 0)
        method = "GET";
    for (const struct endpoint *const *at = routes->table; *at != NULL; at++) {
        if (!fits((*at)->path, path, &tried))
            continue;
        bool better = match->endpoint == NULL || tried.value_count < match->value_count;
        if (strcmp((*at)->method, method) == 0 && better) {
            match->endpoint = *at;
            memcpy(match->values, tried.values, sizeof match->values);
            match->value_count = tried.value_count;
        }
        match->path_known = true;
        allow(match, (*at)->method);
    }
}

/* ---- The table in words ------------------------------------------------------------------------------------------ */

static const struct {
    unsigned role;
    const char *name;
} role_names[] = {
    {ROLE_ANYBODY, "public"},          {ROLE_OPERATOR, "public"}, {ROLE_VOLUNTEER, "volunteer"},
    {ROLE_WORKER, "worker"},           {ROLE_MANAGER, "manager"}, {ROLE_SPECIALIST, "specialist"},
    {ROLE_COORDINATOR, "coordinator"}, {ROLE_ADMIN, "admin"},     {ROLE_DPO, "dpo"},
};

static const char *const object_names[] = {
    [OBJECTS_UNDECLARED] = "undeclared",
    [OBJECTS_NONE] = "none",
    [OBJECTS_OWN] = "own",
    [OBJECTS_CENTRE] = "centre",
    [OBJECTS_MUNICIPALITY] = "municipality",
    [OBJECTS_GROUP] = "group",
};

static void print_roles(unsigned roles, FILE *file)
{
    const char *comma = "";
    if (roles == ROLES_SIGNED_IN) {
        fputs("any", file);
        return;
    }
    for (size_t i = 0; i < sizeof role_names / sizeof *role_names; i++) {
        if (roles & role_names[i].role) {
            fprintf(file, "%s%s", comma, role_names[i].name);
            comma = ",";
        }
    }
}

void routes_print(const struct endpoint *const *table, FILE *file)
{
    for (; *table != NULL; table++) {
        const struct endpoint *endpoint = *table;
        fprintf(file, "%s %s %s ", endpoint->operation, endpoint->method, endpoint->path);
        print_roles(endpoint->policy.roles, file);
        fprintf(file, " %s\n", object_names[endpoint->policy.objects]);
    }
}
