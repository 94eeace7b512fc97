/* Policies: who may, and whose centres one reaches. */
#include "services/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const struct caller nobody = {.address = "203.0.113.5"};

static struct caller caller_with(unsigned role, const char *centre, const char *municipality)
{
    struct caller caller = {.signed_in = true, .roles = role, .grant_count = 1};
    caller.grants[0].role = role;
    strcpy(caller.grants[0].centre, centre);
    strcpy(caller.grants[0].municipality, municipality);
    return caller;
}

static enum error_kind verdict(unsigned roles, const struct caller *caller)
{
    const struct policy policy = {.roles = roles, .objects = OBJECTS_NONE};
    struct error error = {0};
    bool allowed = policy_allows(&policy, caller, &error);
    assert_int_equal(allowed, error.kind == ERROR_NONE);
    return error.kind;
}

static void test_roles(void **state)
{
    static const unsigned roles[] = {ROLE_VOLUNTEER,   ROLE_WORKER, ROLE_MANAGER, ROLE_SPECIALIST,
                                     ROLE_COORDINATOR, ROLE_ADMIN,  ROLE_DPO};
    (void)state;
    assert_int_equal(verdict(ROLE_ANYBODY, &nobody), ERROR_NONE);
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        struct caller caller = caller_with(roles[i], "", "");
        assert_int_equal(verdict(roles[i], &nobody), ERROR_UNAUTHENTICATED);
        assert_int_equal(verdict(ROLES_SIGNED_IN, &caller), ERROR_NONE);
        assert_int_equal(verdict(ROLE_ANYBODY, &caller), ERROR_NONE);
        for (size_t j = 0; j < sizeof roles / sizeof *roles; j++)
            assert_int_equal(verdict(roles[j], &caller), i == j ? ERROR_NONE : ERROR_FORBIDDEN);
    }
}

static void test_operator(void **state)
{
    (void)state;
    struct caller caller = {.address = "127.0.0.1"}; /* everybody's, behind a proxy of this machine */
    assert_int_equal(verdict(ROLE_OPERATOR, &caller), ERROR_NOT_FOUND);
    caller.is_operator = true;
    assert_int_equal(verdict(ROLE_OPERATOR, &caller), ERROR_NONE);
}

static void test_declared(void **state)
{
    (void)state;
    assert_false(policy_is_declared(&(struct policy){0}));
    assert_false(policy_is_declared(&(struct policy){.roles = ROLE_ADMIN}));
    assert_false(policy_is_declared(&(struct policy){.objects = OBJECTS_OWN}));
    assert_true(policy_is_declared(&(struct policy)POLICY_PUBLIC));
}

static void test_reach(void **state)
{
    (void)state;
    const struct caller manager = caller_with(ROLE_MANAGER, "kehra", "0141");
    const struct caller specialist = caller_with(ROLE_SPECIALIST, "", "0141");
    const struct caller coordinator = caller_with(ROLE_COORDINATOR, "", "");
    const struct caller worker = caller_with(ROLE_WORKER, "kehra", "");
    const struct caller admin = caller_with(ROLE_ADMIN, "", "");
    assert_true(caller_reaches_centre(&manager, "kehra", "0141"));
    assert_false(caller_reaches_centre(&manager, "alavere", "0141"));
    assert_true(caller_reaches_centre(&specialist, "alavere", "0141"));
    assert_false(caller_reaches_centre(&specialist, "loo", "0245"));
    assert_true(caller_reaches_centre(&coordinator, "loo", "0245"));
    assert_false(caller_reaches_centre(&worker, "kehra", "0141"));
    assert_false(caller_reaches_centre(&admin, "kehra", "0141"));
    assert_false(caller_reaches_centre(&nobody, "kehra", "0141"));
    const struct uuid one = {{1}}, none = {{0}};
    struct caller person = {.signed_in = true, .person = one};
    assert_true(caller_is_person(&person, &one));
    person.person = none;
    assert_false(caller_is_person(&person, &none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_operator),
        cmocka_unit_test(test_declared),
        cmocka_unit_test(test_reach),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
