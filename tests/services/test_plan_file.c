/* A plan as a table, a workbook and a calendar: what hostile and long texts become. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "services/plan_file.h"

static struct round_period periods[] = {{"2027-W05", 20850, 20854}, {"2027-W06", 20857, 20861}};
static struct round_centre centres[] = {{.id = "kehra", .name = "Kehra, \"vana\" maja", .takes_part = true},
                                        {.id = "loo", .name = "Loo", .takes_part = true}};
static struct round_worker workers[] = {
    {.id = {{1}}, .name = "=HYPERLINK(1)", .home_centre = "kehra", .takes_part = true},
    {.id = {{2}}, .name = "Mari\nMaasikas", .home_centre = "loo", .takes_part = true},
};
static struct visit visits[] = {
    {.id = {{9}}, .worker = {{1}}, .host = "loo", .period = "2027-W05", .pinned = true},
    {.id = {{8}}, .worker = {{2}}, .host = "kehra", .period = "2027-W05"},
    {.id = {{7}}, .worker = {{2}}, .host = "gone", .period = "2027-W06"},
    {.id = {{6}}, .worker = {{3}}, .host = "loo", .period = "2027-W06"},
    {.id = {{5}}, .worker = {{2}}, .host = "kehra", .period = "1999-W01"},
};
static struct round round_of_two = {.name = "Kevad",
                                    .version = 3,
                                    .periods = periods,
                                    .period_count = 2,
                                    .centres = centres,
                                    .centre_count = 2,
                                    .workers = workers,
                                    .worker_count = 2,
                                    .visits = visits,
                                    .visit_count = 5};

static struct arena *arena;

static struct plan_file filled(const struct uuid *worker)
{
    struct error error = {0};
    struct plan_file file = {.language = LANGUAGE_EN,
                             .public_url = "https://vahetus.example/",
                             .now_ms = 1700000000000,
                             .round = &round_of_two};
    assert_true(plan_file_fill(&file, arena, worker, &error));
    return file;
}

static void test_only_what_the_round_knows(void **state)
{
    (void)state;
    const struct uuid nobody = {0}, second = {{2}};
    assert_int_equal(filled(&nobody).line_count, 2);
    struct plan_file one = filled(&second);
    assert_int_equal(one.line_count, 1);
    assert_string_equal(one.lines[0].worker, "Mari\nMaasikas");
}

static void test_csv_is_quoted_and_runs_no_formula(void **state)
{
    (void)state;
    const struct uuid nobody = {0};
    struct error error = {0};
    struct plan_file file = filled(&nobody);
    size_t length;
    char *csv = plan_file_csv(&file, &length, &error);
    assert_non_null(csv);
    assert_string_equal(csv, "\xEF\xBB\xBF"
                             "Period,First day,Last day,Youth worker,From,To,Pinned\r\n"
                             "2027-W05,2027-02-01,2027-02-05,'=HYPERLINK(1),\"Kehra, \"\"vana\"\" maja\",Loo,yes\r\n"
                             "2027-W05,2027-02-01,2027-02-05,\"Mari\nMaasikas\",Loo,\"Kehra, \"\"vana\"\" maja\",\r\n");
    assert_int_equal(length, strlen(csv));
    free(csv);
}

static void test_xlsx_is_a_zip_with_two_sheets(void **state)
{
    (void)state;
    const struct uuid nobody = {0};
    struct error error = {0};
    struct plan_file file = filled(&nobody);
    size_t length;
    char *book = plan_file_xlsx(&file, &length, &error);
    assert_non_null(book);
    assert_true(length > 1000);
    assert_memory_equal(book, "PK\003\004", 4);
    free(book);
}

static void test_a_plan_without_visits_is_a_file_too(void **state)
{
    (void)state;
    struct error error = {0};
    struct round empty = round_of_two;
    empty.visit_count = 0;
    struct plan_file file = {.language = LANGUAGE_ET, .public_url = "http://localhost:8080", .round = &empty};
    const struct uuid nobody = {0};
    assert_true(plan_file_fill(&file, arena, &nobody, &error));
    char *(*const writers[])(const struct plan_file *, size_t *, struct error *) = {plan_file_csv, plan_file_xlsx,
                                                                                    plan_file_ics};
    for (size_t i = 0; i < 3; i++) {
        size_t length = 0;
        char *bytes = writers[i](&file, &length, &error);
        assert_non_null(bytes);
        assert_true(length > 0);
        free(bytes);
    }
}

static void test_calendar_is_tentative_until_published(void **state)
{
    (void)state;
    const struct uuid nobody = {0};
    struct error error = {0};
    struct plan_file file = filled(&nobody);
    size_t length;
    char *calendar = plan_file_ics(&file, &length, &error);
    assert_non_null(calendar);
    assert_non_null(strstr(calendar, "STATUS:TENTATIVE"));
    assert_non_null(strstr(calendar, "@vahetus.example\r\n"));
    assert_non_null(strstr(calendar, "DTSTART;VALUE=DATE:20270201\r\n"));
    free(calendar);
    round_of_two.has_published_at = true;
    calendar = plan_file_ics(&file, &length, &error);
    round_of_two.has_published_at = false;
    assert_non_null(calendar);
    assert_non_null(strstr(calendar, "STATUS:CONFIRMED"));
    assert_null(strstr(calendar, "STATUS:TENTATIVE"));
    free(calendar);
}

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    return arena == NULL;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_what_the_round_knows),
        cmocka_unit_test(test_csv_is_quoted_and_runs_no_formula),
        cmocka_unit_test(test_xlsx_is_a_zip_with_two_sheets),
        cmocka_unit_test(test_a_plan_without_visits_is_a_file_too),
        cmocka_unit_test(test_calendar_is_tentative_until_published),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
