/* Routes: what is refused at start, what a path finds. */
#include "services/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct input {
    struct uuid id;
};
static const struct field id_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static bool act(const struct asking *asking, const void *input, void *result, struct error *error)
{
    (void)asking;
    (void)input;
    (void)result;
    (void)error;
    return true;
}

#define POINT(operation_, method_, path_)                                                                              \
    {                                                                                                                  \
        .operation = operation_, .method = method_, .path = path_, .policy = POLICY_PUBLIC, .path_fields = id_fields,  \
        .work = WORK_TRANSACT, .act = act                                                                              \
    }

static const struct endpoint list = POINT("list", "GET", "/things");
static const struct endpoint get = POINT("get", "GET", "/things/{id}");
static const struct endpoint change = POINT("change", "PATCH", "/things/{id}");
static const struct endpoint special = POINT("special", "POST", "/things/special");
static const struct endpoint special_get = POINT("special_get", "GET", "/things/special");
static const struct endpoint *const table[] = {&list, &get, &change, &special, &special_get, NULL};

static void test_finds(void **state)
{
    struct error error = {0};
    struct route_match match;
    struct routes *routes = routes_new(table, &error);
    (void)state;
    assert_non_null(routes);
    routes_find(routes, "GET", "/things", &match);
    assert_ptr_equal(match.endpoint, &list);
    routes_find(routes, "HEAD", "/things/abc", &match);
    assert_ptr_equal(match.endpoint, &get);
    assert_int_equal(match.value_count, 1);
    assert_string_equal(match.values[0].name, "id");
    assert_string_equal(match.values[0].value, "abc");
    routes_find(routes, "GET", "/things/special", &match);
    assert_ptr_equal(match.endpoint, &special_get);
    routes_find(routes, "PATCH", "/things/special", &match);
    assert_ptr_equal(match.endpoint, &change);
    routes_find(routes, "DELETE", "/things/abc", &match);
    assert_null(match.endpoint);
    assert_true(match.path_known);
    assert_string_equal(match.allow, "GET, HEAD, PATCH");
    static const char *const unknown[] = {"/", "/things/", "/things/a/b", "/thing", "/thingsx", ""};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        routes_find(routes, "GET", unknown[i], &match);
        assert_null(match.endpoint);
        assert_false(match.path_known);
    }
    char far_too_long[400] = "/things/";
    memset(far_too_long + 8, 'x', 300);
    routes_find(routes, "GET", far_too_long, &match);
    assert_null(match.endpoint);
    routes_free(routes);
}

static void refuse(const struct endpoint *endpoint, const char *why)
{
    const struct endpoint *const one[] = {endpoint, NULL};
    struct error error = {0};
    assert_null(routes_new(one, &error));
    assert_non_null(strstr(error.detail, why));
}

static void test_does_not_start(void **state)
{
    (void)state;
    struct endpoint bad = list;
    bad.policy = (struct policy){0};
    refuse(&bad, "policy");
    bad.policy = (struct policy){.roles = ROLE_MANAGER};
    refuse(&bad, "policy");
    bad = list;
    bad.act = NULL;
    refuse(&bad, "kind of work");
    bad = get;
    bad.path_fields = NULL;
    refuse(&bad, "path");
    bad = list;
    bad.method = "FETCH";
    refuse(&bad, "method");
    bad = list;
    bad.body_fields = id_fields;
    refuse(&bad, "GET that reads a body");
    const struct endpoint *const twice[] = {&list, &get, &list, NULL};
    struct error error = {0};
    assert_null(routes_new(twice, &error));
    assert_non_null(strstr(error.detail, "twice"));
}

/* The real table is whole. */
static void test_every_endpoint(void **state)
{
    struct error error = {0};
    struct routes *routes = routes_new(endpoints, &error);
    (void)state;
    if (routes == NULL)
        fail_msg("%s", error.detail);
    routes_free(routes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finds),
        cmocka_unit_test(test_does_not_start),
        cmocka_unit_test(test_every_endpoint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
