/* Idempotency keys on the loop: their form, their scope, one under way at a time. */
#include "services/keyed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const struct endpoint one = {.operation = "one", .input_size = 1, .result_size = 1};
static const struct endpoint two = {.operation = "two", .input_size = 1, .result_size = 1};

/* A call of this endpoint by the person with this number. */
static struct call *call_of(const struct endpoint *endpoint, unsigned char person, const char *key, const char *path,
                            const char *body)
{
    struct call *call = call_new(endpoint);
    struct error error = {0};
    assert_non_null(call);
    call->caller.person.bytes[0] = person;
    assert_true(keyed_read(call, key, path, body, strlen(body), &error));
    assert_true(call->keyed);
    return call;
}

static void test_form(void **state)
{
    static const char *const bad[] = {"",          "1234567",
                                      "1234567 8", "12345678\"",
                                      "äöüäöüäö",  "12345678901234567890123456789012345678901234567890123456789012345"};
    struct call *call = call_new(&one);
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct error error = {0};
        assert_false(keyed_read(call, bad[i], "/x", "", 0, &error));
        assert_int_equal(error.kind, ERROR_MALFORMED);
        assert_false(call->keyed);
    }
    call_free(call);
}

static bool same_key(struct call *a, struct call *b)
{
    bool same = memcmp(a->key_hash, b->key_hash, sizeof a->key_hash) == 0;
    call_free(a);
    call_free(b);
    return same;
}

static void test_scope(void **state)
{
    (void)state;
    assert_true(same_key(call_of(&one, 1, "12345678", "/x", "a"), call_of(&one, 1, "12345678", "/x", "b")));
    assert_false(same_key(call_of(&one, 1, "12345678", "/x", "a"), call_of(&one, 1, "12345679", "/x", "a")));
    assert_false(same_key(call_of(&one, 1, "12345678", "/x", "a"), call_of(&one, 2, "12345678", "/x", "a")));
    assert_false(same_key(call_of(&one, 1, "12345678", "/x", "a"), call_of(&two, 1, "12345678", "/x", "a")));
    assert_false(same_key(call_of(&one, 1, "12345678", "/x", "a"), call_of(&one, 1, "12345678", "/y", "a")));
    struct call *a = call_of(&one, 1, "12345678", "/x", "a"), *b = call_of(&one, 1, "12345678", "/x", "b");
    assert_memory_not_equal(a->body_hash, b->body_hash, sizeof a->body_hash);
    call_free(a);
    call_free(b);
}

static void test_one_at_a_time(void **state)
{
    static struct keyed keyed;
    struct call *first = call_of(&one, 1, "12345678", "/x", "a");
    struct call *second = call_of(&one, 1, "12345678", "/x", "a");
    struct call *other = call_of(&one, 1, "87654321", "/x", "a");
    (void)state;
    assert_true(keyed_enter(&keyed, first));
    assert_true(keyed_enter(&keyed, other));
    assert_false(keyed_enter(&keyed, second));
    keyed_leave(&keyed, second); /* not in it: nothing */
    assert_false(keyed_enter(&keyed, second));
    keyed_leave(&keyed, first);
    assert_true(keyed_enter(&keyed, second));
    keyed_leave(&keyed, second);
    keyed_leave(&keyed, other);
    call_free(first);
    call_free(second);
    call_free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form),
        cmocka_unit_test(test_scope),
        cmocka_unit_test(test_one_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
