/* The guess of a place: with a real database of countries, with damaged ones, with none.
 * VAHETUS_TEST_MMDB names the real one (tests/suites/post sets it after npm ci); without it those tests are skipped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "services/geo.h"

static const char *real_database(void)
{
    const char *path = getenv("VAHETUS_TEST_MMDB");
    if (path == NULL)
        skip();
    return path;
}

static void a_real_database_knows_countries(void **state)
{
    (void)state;
    struct error error = {0};
    struct geo *geo = geo_new(real_database(), &error);
    assert_non_null(geo);
    assert_int_equal(error.kind, ERROR_NONE);
    static const char *const cases[][2] = {
        {"193.40.5.1", "EE"},
        {"90.190.114.10", "EE"},
        {"::ffff:193.40.5.1", "EE"}, /* how a socket for both kinds tells an IPv4 peer */
        {"2001:bb8::1", "EE"},
        {"8.8.8.8", "US"},
        {"127.0.0.1", ""},
        {"10.1.2.3", ""},
        {"::1", ""},
        {"fe80::1", ""},
        {"", ""},
        {"193.40.5", ""},
        {"193.40.5.1.", ""},
        {"193.40.5.256", ""},
        {"localhost", ""},
        {"193.40.5.1 ", ""},
        {"fe80::1%lo", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct geo_guess guess = geo_guess(geo, cases[i][0]);
        if (strcmp(guess.country, cases[i][1]) != 0)
            fail_msg("%s is in \"%s\", expected \"%s\"", cases[i][0], guess.country, cases[i][1]);
        assert_false(guess.has_position);
    }
    assert_string_equal(geo_guess(geo, NULL).country, "");
    geo_free(geo);
}

static void assert_knows_nothing(struct geo *geo)
{
    assert_non_null(geo);
    struct geo_guess guess = geo_guess(geo, "193.40.5.1");
    assert_string_equal(guess.country, "");
    assert_false(guess.has_position);
    assert_int_equal(geo_language(&guess, NULL), LANGUAGE_ET);
    geo_free(geo);
}

static void without_a_file_all_goes_on(void **state)
{
    (void)state;
    struct error error = {0};
    assert_knows_nothing(geo_new(NULL, &error));
    assert_knows_nothing(geo_new("", &error));
    assert_int_equal(error.kind, ERROR_NONE); /* none was wanted: nothing to say */
    assert_knows_nothing(geo_new("/no/such/file.mmdb", &error));
    assert_string_equal(error.code, "geo_missing");
    struct error folder = {0};
    assert_knows_nothing(geo_new("/", &folder));
    assert_int_equal(folder.kind, ERROR_INTERNAL);
}

/* Writes `size` bytes to a new file and opens it as a database. */
static struct geo *open_bytes(const void *bytes, size_t size, struct error *error)
{
    char path[] = "test_geo.XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, bytes, size), (ssize_t)size);
    close(descriptor);
    struct geo *geo = geo_new(path, error);
    unlink(path);
    return geo;
}

static void files_that_are_no_database_are_said_to_be_damaged(void **state)
{
    (void)state;
    static const char *const cases[] = {"", "hello", "\xAB\xCD\xEFMaxMind.com", "\xAB\xCD\xEFMaxMind.com\xE0"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = {0};
        assert_knows_nothing(open_bytes(cases[i], strlen(cases[i]), &error));
        assert_int_equal(error.kind, ERROR_INTERNAL);
        assert_non_null(error.code);
    }
}

/* Truncated anywhere, or with bytes overwritten anywhere: a guess may be wrong or missing, nothing else happens. */
static void a_real_database_that_is_damaged_never_hurts(void **state)
{
    (void)state;
    FILE *file = fopen(real_database(), "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(size);
    assert_int_equal(fread(bytes, 1, size, file), size);
    fclose(file);
    for (size_t part = 1; part < 8; part++) {
        struct error error = {0};
        assert_knows_nothing(open_bytes(bytes, size * part / 8, &error));
        assert_string_equal(error.code, "geo_corrupt");
    }
    unsigned seed = 42;
    for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 5000; i++) {
            seed = seed * 1103515245 + 12345;
            bytes[seed % (size - 400)] = (unsigned char)(seed >> 16); /* the description at the end stays */
        }
        struct error error = {0};
        struct geo *geo = open_bytes(bytes, size, &error);
        for (int i = 0; i < 2000; i++) {
            seed = seed * 1103515245 + 12345;
            char address[32];
            snprintf(address, sizeof address, "%u.%u.%u.%u", seed >> 24 & 255, seed >> 16 & 255, seed >> 8 & 255,
                     seed & 255);
            assert_in_range(strlen(geo_guess(geo, address).country), 0, 2);
        }
        geo_free(geo);
    }
    free(bytes);
}

static void picks_the_first_language(void **state)
{
    (void)state;
    static const struct {
        const char *country;
        const char *accept;
        enum language language;
    } cases[] = {
        {"EE", NULL, LANGUAGE_ET},     {"", NULL, LANGUAGE_ET},
        {"RU", NULL, LANGUAGE_RU},     {"FI", NULL, LANGUAGE_EN},
        {"FI", "fi", LANGUAGE_EN},     {"EE", "fi, sv", LANGUAGE_ET},
        {"EE", "ru", LANGUAGE_RU},     {"RU", "et", LANGUAGE_ET},
        {"US", "*", LANGUAGE_EN},      {"EE", "en-US, ru;q=0.5", LANGUAGE_EN},
        {"RU", "en;q=0", LANGUAGE_RU},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct geo_guess guess = {0};
        strcpy(guess.country, cases[i].country);
        assert_int_equal(geo_language(&guess, cases[i].accept), cases[i].language);
    }
}

static void orders_places_by_nearness(void **state)
{
    (void)state;
    static const struct geo_place places[] = {{59.34, 25.33}, {59.44, 24.85}, {59.20, 25.18}, {59.50, 24.83}};
    size_t order[4];
    struct geo_guess guess = {0};
    geo_order(&guess, places, 4, order);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(order[i], i); /* no guess: as they are */
    guess = (struct geo_guess){.has_position = true, .lat = 59.45, .lon = 24.85};
    geo_order(&guess, places, 4, order);
    static const size_t expected[] = {1, 3, 0, 2};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(order[i], expected[i]);
    geo_order(&guess, places, 0, order);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_real_database_knows_countries),
        cmocka_unit_test(without_a_file_all_goes_on),
        cmocka_unit_test(files_that_are_no_database_are_said_to_be_damaged),
        cmocka_unit_test(a_real_database_that_is_damaged_never_hurts),
        cmocka_unit_test(picks_the_first_language),
        cmocka_unit_test(orders_places_by_nearness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
