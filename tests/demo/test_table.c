/* The reader of the demonstration's tables, and its generator. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "services/demo/seed.h"
#include "services/demo/table.h"

static char folder[] = "/tmp/vahetus-table.XXXXXX";

static void write_file(const char *text)
{
    char path[64];
    snprintf(path, sizeof path, "%s/t.csv", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fputs(text, file) >= 0, 1);
    assert_int_equal(fclose(file), 0);
}

static void cells_stand_under_their_columns(void **state)
{
    struct table table;
    struct error error = {0};
    (void)state;

    write_file("code,name,lat\nloo,\"Loo, \"\"vald\"\"\",59.5\nkose,,\n");
    assert_true(table_read(&table, folder, "t.csv", &error));
    assert_int_equal(table.rows, 2);
    assert_string_equal(table_cell(&table, 0, "name"), "Loo, \"vald\"");
    assert_true(table_number(&table, 0, "lat") > 59.4);
    assert_string_equal(table_cell(&table, 1, "code"), "kose");
    assert_string_equal(table_cell(&table, 1, "name"), "");
    assert_string_equal(table_cell(&table, 1, "lat"), "");
    table_free(&table);
}

static void a_row_of_another_length_is_named_by_its_line(void **state)
{
    struct table table;
    struct error error = {0};
    (void)state;

    write_file("a,b\n1,2\n1,2,3\n");
    assert_false(table_read(&table, folder, "t.csv", &error));
    assert_non_null(strstr(error.detail, "t.csv:3"));
    table_free(&table);
}

static void a_missing_or_empty_file_is_an_error(void **state)
{
    struct table table;
    struct error error = {0};
    (void)state;

    assert_false(table_read(&table, folder, "none.csv", &error));
    table_free(&table);
    error = (struct error){0};
    write_file("");
    assert_false(table_read(&table, folder, "t.csv", &error));
    table_free(&table);
}

static void words_come_one_by_one(void **state)
{
    const char *list = "  photo design ";
    char word[4];
    (void)state;

    assert_string_equal(next_word(&list, ' ', word, sizeof word), "pho"); /* cut to its room */
    assert_string_equal(next_word(&list, ' ', word, sizeof word), "des");
    assert_null(next_word(&list, ' ', word, sizeof word));
}

static void the_same_seed_gives_the_same_and_keys_ascend_with_time(void **state)
{
    struct seed a = {7}, b = {7};
    int weights[] = {0, 3, 0};
    (void)state;

    for (int i = 0; i < 1000; i++) {
        int drawn = seed_between(&a, -3, 5);
        assert_in_range(drawn + 3, 0, 8);
        assert_int_equal(drawn, seed_between(&b, -3, 5));
        assert_int_equal(seed_weighted(&a, weights, 3), 1);
        (void)seed_weighted(&b, weights, 3);
    }
    struct uuid first = seed_uuid(&a, 1000), second = seed_uuid(&a, 1001);
    assert_true(uuid_compare(&first, &second) < 0);
    assert_int_equal(first.bytes[6] >> 4, 7);
    assert_int_equal(first.bytes[8] >> 6, 2);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    char path[64];
    (void)state;
    snprintf(path, sizeof path, "%s/t.csv", folder);
    return unlink(path) != 0 || rmdir(folder) != 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_stand_under_their_columns),
        cmocka_unit_test(a_row_of_another_length_is_named_by_its_line),
        cmocka_unit_test(a_missing_or_empty_file_is_an_error),
        cmocka_unit_test(words_come_one_by_one),
        cmocka_unit_test(the_same_seed_gives_the_same_and_keys_ascend_with_time),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
