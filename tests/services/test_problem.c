/* Problem documents: status, language, every field named, nothing of ours inside. */
#include "services/problem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *member(const json_t *document, const char *name)
{
    return json_string_value(json_object_get(document, name));
}

static void test_every_kind(void **state)
{
    static const int expected[] = {
        [ERROR_MALFORMED] = 400, [ERROR_UNAUTHENTICATED] = 401,
        [ERROR_FORBIDDEN] = 403, [ERROR_NOT_FOUND] = 404,
        [ERROR_CONFLICT] = 409,  [ERROR_GONE] = 410,
        [ERROR_STALE] = 412,     [ERROR_INVALID] = 422,
        [ERROR_TOO_MANY] = 429,  [ERROR_INTERNAL] = 500,
        [ERROR_BUSY] = 503,
    };
    (void)state;
    for (int kind = ERROR_MALFORMED; kind <= ERROR_BUSY; kind++) {
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            const struct error error = {
                .kind = (enum error_kind)kind, .code = "a_code_without_texts", .detail = "secret"};
            json_t *document = problem_new(&error, NULL, (enum language)language, "label");
            assert_int_equal(json_integer_value(json_object_get(document, "status")), expected[kind]);
            assert_non_null(member(document, "title"));
            assert_non_null(member(document, "detail"));
            assert_string_equal(member(document, "request_id"), "label");
            char *text = json_dumps(document, 0);
            assert_null(strstr(text, "secret"));
            free(text);
            json_decref(document);
        }
    }
}

static void test_own_statuses(void **state)
{
    static const struct {
        const char *code;
        int status;
    } cases[] = {{"method_not_allowed", 405},
                 {"unsupported_media_type", 415},
                 {"precondition_required", 428},
                 {"idempotency_key_reused", 422}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct error error = {.kind = ERROR_MALFORMED, .code = cases[i].code};
        assert_int_equal(problem_status(&error), cases[i].status);
    }
}

static void test_internal_says_nothing(void **state)
{
    const struct error error = {.kind = ERROR_INTERNAL, .code = "sql_1064", .detail = "SELECT"};
    json_t *document = problem_new(&error, NULL, LANGUAGE_EN, NULL);
    (void)state;
    assert_string_equal(member(document, "code"), "internal");
    assert_string_equal(member(document, "type"), "/problems/internal");
    json_decref(document);
}

static void test_fields(void **state)
{
    struct field_errors errors = {0};
    const struct error error = {.kind = ERROR_INVALID, .code = "invalid"};
    (void)state;
    field_error_add(&errors, "too_long", "/shifts/%d/name", 3);
    errors.items[0].max = 200;
    field_error_add(&errors, "required", "/email");
    json_t *document = problem_new(&error, &errors, LANGUAGE_EN, NULL);
    const json_t *list = json_object_get(document, "errors");
    assert_int_equal(json_array_size(list), 2);
    assert_string_equal(member(json_array_get(list, 0), "field"), "/shifts/3/name");
    assert_string_equal(member(json_array_get(list, 0), "code"), "too_long");
    assert_non_null(strstr(member(json_array_get(list, 0), "message"), "200"));
    json_t *estonian = problem_new(&error, &errors, LANGUAGE_ET, NULL);
    const char *message = member(json_array_get(json_object_get(estonian, "errors"), 1), "message");
    assert_string_not_equal(message, member(json_array_get(list, 1), "message"));
    json_decref(document);
    json_decref(estonian);
}

/* Every code that reading fields can give has its text. */
static void test_field_texts(void **state)
{
    static const char *const codes[] = {
        "required",         "unknown_field", "unknown_value", "wrong_type",     "too_short",         "too_long",
        "too_small",        "too_large",     "too_few_items", "too_many_items", "duplicate_item",    "duplicate_field",
        "invalid_text",     "not_a_date",    "not_a_time",    "not_an_email",   "not_a_phone",       "not_an_id",
        "not_a_text",       "not_a_list",    "not_an_object", "not_a_boolean",  "not_a_number",      "not_an_integer",
        "end_before_start", "overlap",       "one_of",        "under_13",       "guardian_required", "in_the_future",
    };
    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            assert_non_null(text_part((enum language)language, "field", codes[i], NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind),  cmocka_unit_test(test_own_statuses),
        cmocka_unit_test(test_fields),      cmocka_unit_test(test_internal_says_nothing),
        cmocka_unit_test(test_field_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
