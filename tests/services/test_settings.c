/* Settings: the table's defaults, files, and the sentences of what is wrong. */
#include "services/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Loads a file with this text; the caller frees the settings. */
static bool load(const char *text, struct settings *settings, struct error *error)
{
    char path[] = "/tmp/vahetus-settings-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
    close(descriptor);
    bool good = settings_load(settings, path, error);
    unlink(path);
    return good;
}

static void test_defaults(void **state)
{
    struct settings settings;
    struct error error = {0};
    (void)state;
    assert_true(settings_load(&settings, NULL, &error));
    assert_int_equal(settings.listen_port, 8080);
    assert_string_equal(settings.listen_address, "127.0.0.1");
    assert_false(settings.trust_forwarded);
    assert_false(settings_is_https(&settings));
    settings_free(&settings);
    settings_free(NULL);
}

static void test_file(void **state)
{
    struct settings settings;
    struct error error = {0};
    (void)state;
    assert_true(load("# a comment\n\n  listen_port=8123  \npublic_url = https://vahetus.example.com/\n"
                     "trust_forwarded = yes\ndatabase_password = a = b # c\nsmtp_security = none",
                     &settings, &error));
    assert_int_equal(settings.listen_port, 8123);
    assert_string_equal(settings.public_url, "https://vahetus.example.com");
    assert_true(settings.trust_forwarded);
    assert_true(settings_is_https(&settings));
    assert_string_equal(settings.database_password, "a = b # c");
    assert_int_equal(settings.smtp_security, 2);
    settings_free(&settings);
}

static void test_refuses(void **state)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"colour = red\n", ":1: there is no setting \"colour\""},
        {"\nlisten_port = many\n", ":2: listen_port must be a whole number from 0 to 65535, not \"many\""},
        {"listen_port = 65536\n", "from 0 to 65535"},
        {"listen_port = 1x\n", "not \"1x\""},
        {"trust_forwarded = true\n", "must be yes or no"},
        {"log_level = loud\n", "\"loud\" is none of"},
        {"listen_port\n", "expected `name = value`"},
        {"listen_port = 1\nlisten_port = 2\n", ":2: listen_port is set twice"},
        {"public_url = vahetus.example.com\n", "public_url must begin with"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings settings;
        struct error error = {0};
        assert_false(load(cases[i].text, &settings, &error));
        if (strstr(error.detail, cases[i].says) == NULL)
            fail_msg("\"%s\" says \"%s\", not \"%s\"", cases[i].text, error.detail, cases[i].says);
        settings_free(&settings);
    }
    struct settings settings;
    struct error error = {0};
    assert_false(settings_load(&settings, "/nowhere/at/all", &error));
    assert_non_null(strstr(error.detail, "cannot read the settings file /nowhere/at/all"));
    settings_free(&settings);
}

/* --help shows each setting with its default, and each default can be read back. */
static void test_print(void **state)
{
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    struct settings settings;
    struct error error = {0};
    (void)state;
    settings_print(file);
    fclose(file);
    assert_non_null(strstr(text, "listen_port = 8080\n"));
    assert_true(settings_load(&settings, NULL, &error));
    int count = 0;
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        char *equals = strstr(line, " =");
        if (strncmp(line, "      ", 6) == 0)
            continue;
        assert_non_null(equals);
        *equals = '\0';
        const char *value = equals[2] == '\0' ? "" : equals + 3;
        if (!settings_set(&settings, line + 2, value, &error))
            fail_msg("%s", error.detail);
        count++;
    }
    assert_true(count > 30);
    settings_free(&settings);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_file),
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
