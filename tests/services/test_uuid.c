/* Keys: version 7, ascending in every thread together, read and written as text. */
#include "db/uuid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <pthread.h>

#include "services/random.h"

enum { THREADS = 4, EACH = 20000 };

static void test_text(void **state)
{
    static const char *const bad[] = {"",
                                      "01890a5d-ac96-774b-bcce-b302099a805",
                                      "01890a5d-ac96-774b-bcce-b302099a80577",
                                      "01890a5dac96-774b-bcce-b302099a8057",
                                      "01890a5d-ac96-774b-bcce-b302099a805g",
                                      "01890a5d_ac96-774b-bcce-b302099a8057",
                                      "{01890a5d-ac96-774b-bcce-b302099a8057}"};
    struct uuid uuid = {{0}};
    char text[UUID_TEXT_SIZE];
    (void)state;
    assert_true(uuid_is_none(&uuid));
    assert_true(uuid_parse("01890A5D-ac96-774b-bcce-b302099a8057", &uuid));
    assert_string_equal(uuid_format(&uuid, text), "01890a5d-ac96-774b-bcce-b302099a8057");
    assert_false(uuid_is_none(&uuid));
    const struct uuid before = uuid;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(uuid_parse(bad[i], &uuid));
    assert_int_equal(uuid_compare(&uuid, &before), 0);
}

static void test_version(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct uuid uuid = uuid_new();
        assert_int_equal(uuid.bytes[6] >> 4, 7);
        assert_int_equal(uuid.bytes[8] >> 6, 2);
        int64_t ms = 0;
        for (int b = 0; b < 6; b++)
            ms = ms << 8 | uuid.bytes[b];
        int64_t now = (int64_t)time(NULL) * 1000;
        assert_in_range(ms, now - 3000, now + 3000);
    }
}

static void *make(void *context)
{
    struct uuid *made = context;
    for (int i = 0; i < EACH; i++)
        made[i] = uuid_new();
    return NULL;
}

static int compare(const void *a, const void *b)
{
    return uuid_compare(a, b);
}

static void test_ascends(void **state)
{
    struct uuid *made = calloc((size_t)THREADS * EACH, sizeof *made);
    pthread_t threads[THREADS];
    (void)state;
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, make, made + (ptrdiff_t)i * EACH), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS * EACH; i++) {
        if (i % EACH > 0)
            assert_true(uuid_compare(&made[i - 1], &made[i]) < 0);
    }
    qsort(made, (size_t)THREADS * EACH, sizeof *made, compare);
    for (int i = 1; i < THREADS * EACH; i++)
        assert_true(memcmp(made[i - 1].bytes, made[i].bytes, 8) != 0);
    free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_version),
        cmocka_unit_test(test_ascends),
    };
    return random_start() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
