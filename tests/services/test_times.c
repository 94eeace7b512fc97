/* Dates, instants and times of day as texts, there and back, and what is none (services/times.c). */
#include "services/fields.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_times(void **state)
{
    int64_t ms;
    int32_t number;
    char text[25];
    (void)state;
    for (int32_t day = -20000; day < 60000; day += 13) {
        date_format(day, text);
        assert_true(date_parse(text, &number));
        assert_int_equal(number, day);
    }
    assert_true(instant_parse("2027-03-28T00:59:59Z", &ms));
    assert_int_equal(ms, INT64_C(1806195599000));
    instant_format(ms, text);
    assert_string_equal(text, "2027-03-28T00:59:59Z");
    instant_format(-1, text);
    assert_string_equal(text, "1969-12-31T23:59:59.999Z");
    assert_false(instant_parse("2027-03-28T00:59:59+02:00", &ms));
    assert_false(instant_parse("2027-03-28 00:59:59Z", &ms));
    assert_false(instant_parse("2027-03-28T24:00:00Z", &ms));
    assert_false(instant_parse("2027-03-28T00:59:59.Z", &ms));
    assert_true(minute_parse("00:00", &number));
    assert_false(minute_parse("9:00", &number));
    assert_false(minute_parse("12:60", &number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_times)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
