/* Limits: so many in a window, each address for itself. */
#include "services/rate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const struct rate_limit limits[RATE_CLASSES] = {[RATE_READ] = {3, 60}, [RATE_MAIL] = {1, 3600}};

static bool hit(struct rate *rate, enum rate_class kind, const char *who, int64_t now_ms, int64_t expected_retry_s)
{
    int64_t retry_after_s = 0;
    bool within = rate_hit(rate, kind, who, now_ms, &retry_after_s);
    assert_int_equal(retry_after_s, expected_retry_s);
    return within;
}

static void test_window(void **state)
{
    struct rate *rate = rate_new(limits);
    (void)state;
    for (int i = 0; i < 3; i++)
        assert_true(hit(rate, RATE_READ, "203.0.113.5", 120000, 60));
    assert_false(hit(rate, RATE_READ, "203.0.113.5", 150000, 30));
    assert_true(hit(rate, RATE_READ, "203.0.113.6", 150000, 30));
    assert_true(hit(rate, RATE_READ, "203.0.113.5", 180000, 60)); /* a new window */
    assert_true(hit(rate, RATE_WRITE, "203.0.113.5", 180000, 0)); /* no limit */
    rate_free(rate);
    rate_free(NULL);
}

/* A house has one /64: its addresses count together. */
static void test_ipv6(void **state)
{
    struct rate *rate = rate_new(limits);
    (void)state;
    assert_true(hit(rate, RATE_READ, "2001:db8:1:2::1", 0, 60));
    assert_true(hit(rate, RATE_READ, "2001:db8:1:2:ffff::2", 0, 60));
    assert_true(hit(rate, RATE_READ, "2001:db8:1:2:3:4:5:6", 0, 60));
    assert_false(hit(rate, RATE_READ, "2001:db8:1:2::9", 0, 60));
    assert_true(hit(rate, RATE_READ, "2001:db8:1:3::1", 0, 60));
    rate_free(rate);
}

static void test_recipients(void **state)
{
    struct rate *rate = rate_new(limits);
    (void)state;
    assert_true(hit(rate, RATE_MAIL, "a.very.long.name.of.somebody@example.com", 0, 3600));
    assert_true(hit(rate, RATE_MAIL, "a.very.long.name.of.somebody@example.org", 0, 3600));
    assert_false(hit(rate, RATE_MAIL, "a.very.long.name.of.somebody@example.com", 0, 3600));
    rate_free(rate);
}

/* A crowd of addresses does not grow the table, and a new address is never punished for another's hits. */
static void test_crowd(void **state)
{
    struct rate *rate = rate_new(limits);
    (void)state;
    for (int i = 0; i < 200000; i++) {
        char address[32];
        snprintf(address, sizeof address, "10.%d.%d.%d", i >> 16 & 255, i >> 8 & 255, i & 255);
        assert_true(hit(rate, RATE_READ, address, i, 60 - i / 1000 % 60));
    }
    rate_free(rate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_window),
        cmocka_unit_test(test_ipv6),
        cmocka_unit_test(test_recipients),
        cmocka_unit_test(test_crowd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
