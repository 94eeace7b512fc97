/* Texts: the three tables agree with each other, look-up, placeholders, plural forms, languages of a request. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "services/texts.h"

enum { NAMES_MAX = 16, NAME_SIZE = 64 };

/* The distinct placeholder names of a pattern, sorted and joined by commas. */
static void placeholders(const char *pattern, char *joined, size_t size)
{
    char names[NAMES_MAX][NAME_SIZE];
    size_t count = 0;
    for (const char *at = strchr(pattern, '{'); at != NULL; at = strchr(at + 1, '{')) {
        const char *end = strchr(at, '}');
        assert_non_null(end);
        size_t length = (size_t)(end - at) - 1;
        assert_in_range(length, 1, NAME_SIZE - 1);
        char name[NAME_SIZE] = {0};
        memcpy(name, at + 1, length);
        size_t place = 0;
        while (place < count && strcmp(names[place], name) < 0)
            place++;
        if (place < count && strcmp(names[place], name) == 0)
            continue;
        assert_true(count < NAMES_MAX);
        memmove(names[place + 1], names[place], (count - place) * sizeof names[0]);
        memcpy(names[place], name, sizeof name);
        count++;
    }
    joined[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        strncat(joined, names[i], size - strlen(joined) - 1);
        strncat(joined, ",", size - strlen(joined) - 1);
    }
}

/* A key without its plural form: "x.few" is "x.*"; other keys stay. */
static void key_family(const char *key, char *family, size_t size)
{
    static const char *const forms[] = {".one", ".few", ".many", ".other"};
    strncpy(family, key, size - 1);
    family[size - 1] = '\0';
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t key_length = strlen(key);
        size_t form_length = strlen(forms[i]);
        if (key_length > form_length && strcmp(key + key_length - form_length, forms[i]) == 0) {
            strcpy(family + key_length - form_length, ".*");
            return;
        }
    }
}

static void keys_are_sorted_and_unique(void **state)
{
    (void)state;
    for (int l = 0; l < LANGUAGE_COUNT; l++) {
        for (size_t i = 1; text_key((enum language)l, i) != NULL; i++) {
            const char *before = text_key((enum language)l, i - 1);
            const char *key = text_key((enum language)l, i);
            if (strcmp(before, key) >= 0)
                fail_msg("%s: %s stands before %s", language_tag((enum language)l), before, key);
        }
    }
}

/* The text that stands for a key family in a language: the key itself, or its plural form for many. */
static const char *family_text(enum language language, const char *family)
{
    size_t length = strlen(family);
    if (length < 2 || strcmp(family + length - 2, ".*") != 0)
        return text_find(language, family);
    char key[NAME_SIZE * 2];
    memcpy(key, family, length - 2);
    key[length - 2] = '\0';
    assert_string_not_equal(text_plural(language, key, 1), key);
    assert_string_not_equal(text_plural(language, key, 3), key);
    const char *found = text_plural(language, key, 5);
    return strcmp(found, key) == 0 ? NULL : found;
}

static void every_key_stands_in_every_language_with_the_same_placeholders(void **state)
{
    (void)state;
    for (int l = 0; l < LANGUAGE_COUNT; l++) {
        for (size_t i = 0; text_key((enum language)l, i) != NULL; i++) {
            const char *key = text_key((enum language)l, i);
            char family[NAME_SIZE * 2];
            char expected[512];
            key_family(key, family, sizeof family);
            placeholders(text((enum language)l, key), expected, sizeof expected);
            for (int other = 0; other < LANGUAGE_COUNT; other++) {
                const char *found = family_text((enum language)other, family);
                if (found == NULL)
                    fail_msg("%s is in %s but not in %s", key, language_tag((enum language)l),
                             language_tag((enum language)other));
                char actual[512];
                placeholders(found, actual, sizeof actual);
                /* "one" may say the number as a word */
                if (strcmp(actual, expected) != 0 && strstr(key, ".one") == NULL)
                    fail_msg("%s has {%s} in %s but {%s} in %s", key, expected, language_tag((enum language)l), actual,
                             language_tag((enum language)other));
            }
        }
    }
}

static bool is_utf8(const char *at)
{
    while (*at != '\0') {
        unsigned char lead = (unsigned char)*at++;
        int more = lead < 0x80 ? 0 : lead >= 0xC2 && lead < 0xE0 ? 1 : lead >= 0xE0 && lead < 0xF0 ? 2 : -1;
        if (more < 0)
            return false;
        while (more-- > 0) {
            if (((unsigned char)*at++ & 0xC0) != 0x80)
                return false;
        }
    }
    return true;
}

static size_t times(const char *found, const char *piece)
{
    size_t count = 0;
    for (; (found = strstr(found, piece)) != NULL; found += strlen(piece))
        count++;
    return count;
}

/* Quotation marks are the language's own, and each that opens closes. */
static bool is_quoted_well(const char *found)
{
    return strchr(found, '"') == NULL && times(found, "\u00ab") == times(found, "\u00bb") &&
           times(found, "\u201e") <= times(found, "\u201c");
}

static void texts_are_clean(void **state)
{
    (void)state;
    for (int l = 0; l < LANGUAGE_COUNT; l++) {
        for (size_t i = 0; text_key((enum language)l, i) != NULL; i++) {
            const char *found = text((enum language)l, text_key((enum language)l, i));
            size_t length = strlen(found);
            if (length == 0 || found[0] == ' ' || found[length - 1] == ' ' || strstr(found, "  ") != NULL ||
                !is_utf8(found) || !is_quoted_well(found))
                fail_msg("%s: %s: \"%s\"", language_tag((enum language)l), text_key((enum language)l, i), found);
        }
    }
}

static void problems_have_a_title_and_a_detail(void **state)
{
    (void)state;
    size_t titles = 0;
    for (size_t i = 0; text_key(LANGUAGE_EN, i) != NULL; i++) {
        const char *key = text_key(LANGUAGE_EN, i);
        if (strncmp(key, "problem.", 8) != 0)
            continue;
        const char *end = strrchr(key, '.');
        char code[NAME_SIZE] = {0};
        memcpy(code, key + 8, (size_t)(end - key) - 8);
        assert_non_null(text_part(LANGUAGE_EN, "problem", code, "title"));
        assert_non_null(text_part(LANGUAGE_EN, "problem", code, "detail"));
        titles += strcmp(end, ".title") == 0;
    }
    assert_true(titles > 40);
}

static void an_unknown_key_shows_itself(void **state)
{
    (void)state;
    assert_string_equal(text(LANGUAGE_ET, "no.such.key"), "no.such.key");
    assert_null(text_find(LANGUAGE_ET, "no.such.key"));
    assert_null(text_find(LANGUAGE_ET, ""));
    assert_null(text_part(LANGUAGE_ET, "problem", "no_such_code", "title"));
    char endless[400];
    memset(endless, 'a', sizeof endless);
    endless[sizeof endless - 1] = '\0';
    assert_null(text_part(LANGUAGE_ET, "problem", endless, "title"));
    assert_string_equal(text(LANGUAGE_ET, "field.required"), "Kohustuslik väli");
    assert_string_equal(text(LANGUAGE_RU, "field.required"), "Обязательное поле");
    assert_string_equal(text_part(LANGUAGE_EN, "field", "required", NULL), "Required field");
}

static void fills_placeholders(void **state)
{
    (void)state;
    const struct text_value values[] = {{"name", "Mari"}, {"empty", NULL}, {"brace", "{name}"}};
    static const char *const cases[][2] = {
        {"", ""},
        {"Tere!", "Tere!"},
        {"Tere, {name}!", "Tere, Mari!"},
        {"{name}{name}", "MariMari"},
        {"{unknown} {name}", "{unknown} Mari"},
        {"[{empty}]", "[]"},
        {"{brace}", "{name}"}, /* values are not filled again */
        {"open { end", "open { end"},
        {"{", "{"},
        {"{}", "{}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *filled = text_fill(cases[i][0], values, 3);
        assert_string_equal(filled, cases[i][1]);
        free(filled);
    }
}

static void fills_a_short_buffer_between_characters(void **state)
{
    (void)state;
    const struct text_value values[] = {{"name", "Õõö"}};
    char buffer[6];
    assert_int_equal(text_fill_into(buffer, sizeof buffer, "{name}", values, 1), 6);
    assert_string_equal(buffer, "Õõ");
    assert_int_equal(text_fill_into(buffer, sizeof buffer, "abcde", values, 1), 5);
    assert_string_equal(buffer, "abcde");
    assert_int_equal(text_fill_into(buffer, 1, "abcde", values, 1), 5);
    assert_string_equal(buffer, "");
}

static void picks_plural_forms(void **state)
{
    (void)state;
    static const struct {
        long count;
        const char *russian;
        const char *english;
    } cases[] = {{0, "{count} смен", "{count} shifts"},     {1, "{count} смена", "{count} shift"},
                 {2, "{count} смены", "{count} shifts"},    {4, "{count} смены", "{count} shifts"},
                 {5, "{count} смен", "{count} shifts"},     {11, "{count} смен", "{count} shifts"},
                 {12, "{count} смен", "{count} shifts"},    {14, "{count} смен", "{count} shifts"},
                 {21, "{count} смена", "{count} shifts"},   {22, "{count} смены", "{count} shifts"},
                 {111, "{count} смен", "{count} shifts"},   {121, "{count} смена", "{count} shifts"},
                 {1004, "{count} смены", "{count} shifts"}, {-1, "{count} смена", "{count} shift"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(text_plural(LANGUAGE_RU, "count.shifts", cases[i].count), cases[i].russian);
        assert_string_equal(text_plural(LANGUAGE_EN, "count.shifts", cases[i].count), cases[i].english);
    }
    assert_string_equal(text_plural(LANGUAGE_ET, "count.shifts", 1), "{count} kord");
    assert_string_equal(text_plural(LANGUAGE_ET, "count.shifts", 2), "{count} korda");
    assert_string_equal(text_plural(LANGUAGE_ET, "no.such", 2), "no.such");
}

static void reads_tags(void **state)
{
    (void)state;
    static const struct {
        const char *tag;
        int language;
    } cases[] = {{"et", LANGUAGE_ET},
                 {"ET", LANGUAGE_ET},
                 {"ru", LANGUAGE_RU},
                 {"en-GB", LANGUAGE_EN},
                 {"ru_EE", LANGUAGE_RU},
                 {"", -1},
                 {"e", -1},
                 {"eto", -1},
                 {"fi", -1},
                 {NULL, -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum language language = LANGUAGE_EN;
        assert_int_equal(language_from_tag(cases[i].tag, &language), cases[i].language >= 0);
        assert_int_equal(language, cases[i].language >= 0 ? cases[i].language : LANGUAGE_EN);
    }
}

static void negotiates(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        enum language language;
    } cases[] = {
        {NULL, LANGUAGE_ET},
        {"", LANGUAGE_ET},
        {"ru", LANGUAGE_RU},
        {"en-US,en;q=0.9", LANGUAGE_EN},
        {"fi,ru;q=0.5,en;q=0.6", LANGUAGE_EN},
        {"de, fr", LANGUAGE_ET},
        {"*", LANGUAGE_ET},
        {"en;q=0.5, *;q=0.9", LANGUAGE_EN},
        {"ru ; q=0.9 , en;q=1.000", LANGUAGE_EN},
        {"en;q=0, ru;q=0.001", LANGUAGE_RU},
        {"en;q=1.5, ru;q=0.1", LANGUAGE_RU},
        {"en;q=abc", LANGUAGE_ET},
        {"en;level=1", LANGUAGE_ET},
        {",,,ru", LANGUAGE_RU},
        {";;;", LANGUAGE_ET},
        {"ru,en", LANGUAGE_RU},
        {"a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,ru", LANGUAGE_ET},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (language_negotiate(cases[i].header) != cases[i].language)
            fail_msg("\"%s\" gives %s", cases[i].header, language_tag(language_negotiate(cases[i].header)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_sorted_and_unique),
        cmocka_unit_test(every_key_stands_in_every_language_with_the_same_placeholders),
        cmocka_unit_test(texts_are_clean),
        cmocka_unit_test(problems_have_a_title_and_a_detail),
        cmocka_unit_test(an_unknown_key_shows_itself),
        cmocka_unit_test(fills_placeholders),
        cmocka_unit_test(fills_a_short_buffer_between_characters),
        cmocka_unit_test(picks_plural_forms),
        cmocka_unit_test(reads_tags),
        cmocka_unit_test(negotiates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
