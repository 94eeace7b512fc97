/* Fields: JSON and parameters to structs and back, all errors at once. */
#include "services/fields.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "db/error.h"
#include "services/http.h"

enum colour { RED, GREEN };
static const char *const colours[] = {"red", "green", NULL};

struct part {
    int64_t at_ms;
    int16_t seats;
};

struct level {
    const char *code;
    int level;
};

struct thing {
    const char *name;
    char short_name[6];
    const char *note;
    const char *email, *phone, *code, *token;
    int colour;
    unsigned colours;
    bool open;
    int32_t count;
    bool count_given;
    uint8_t small;
    double lat;
    int32_t day;
    bool has_day;
    int32_t minute;
    struct uuid id;
    struct part part;
    struct part *parts;
    size_t part_count;
    const char **codes;
    size_t code_count;
    struct level *levels;
    size_t level_count;
    const char *secret;
    int32_t flat;
};

static const struct field part_fields[] = {
    FIELD_INSTANT(struct part, at_ms, "at", .required = true),
    FIELD_INTEGER(struct part, seats, "seats", .min = 1, .max = 50, .absent = 1),
    FIELDS_END,
};
static const struct field level_fields[] = {
    FIELD_CODE(struct level, code, "code", .max = 2),
    FIELD_WORD(struct level, level, "level", colours),
    FIELDS_END,
};
static const struct field group_fields[] = {
    FIELD_INTEGER(struct thing, flat, "flat", .required = true),
    FIELDS_END,
};
static const struct field thing_fields[] = {
    FIELD_LINE(struct thing, name, "name", .required = true, .max = 10),
    FIELD_LINE(struct thing, short_name, "short_name"),
    FIELD_TEXT(struct thing, note, "note", .nullable = true, .max = 100),
    FIELD_EMAIL(struct thing, email, "email"),
    FIELD_PHONE(struct thing, phone, "phone"),
    FIELD_CODE(struct thing, code, "code"),
    FIELD_TOKEN(struct thing, token, "token", .min = 8),
    FIELD_WORD(struct thing, colour, "colour", colours, .absent = -1),
    FIELD_WORDS(struct thing, colours, "colours", colours),
    FIELD_BOOLEAN(struct thing, open, "open"),
    FIELD_INTEGER(struct thing, count, "count", .min = -5, .max = 5, GIVEN(struct thing, count_given)),
    FIELD_INTEGER(struct thing, small, "small"),
    FIELD_REAL(struct thing, lat, "lat", .min_real = 57, .max_real = 60.5),
    FIELD_DATE(struct thing, day, "day", .nullable = true, HAS(struct thing, has_day)),
    FIELD_MINUTE(struct thing, minute, "minute"),
    FIELD_UUID(struct thing, id, "id"),
    FIELD_OBJECT(struct thing, part, "part", part_fields),
    FIELD_OBJECTS(struct thing, parts, part_count, "parts", part_fields, .max = 3),
    FIELD_LIST(struct thing, codes, code_count, "codes", field_code_item, .min = 1, .max = 4),
    FIELD_MAP(struct thing, levels, level_count, "levels", level_fields),
    FIELD_LINE(struct thing, secret, "secret", .input_only = true),
    FIELD_GROUP(struct thing, "group", group_fields),
    FIELDS_END,
};

struct reading {
    struct arena *arena;
    struct thing thing;
    struct field_errors errors;
    bool good;
};

static struct reading read_text(const char *text)
{
    struct reading reading = {.arena = arena_new()};
    struct error error = {0};
    json_t *json = fields_parse(text, strlen(text), &error);
    assert_non_null(json);
    reading.good = fields_read(thing_fields, json, &reading.thing, reading.arena, &reading.errors);
    json_decref(json);
    return reading;
}

/* Reads `{"name": "x", REST}` and expects exactly this one error, or none for NULL. */
static void expect(const char *rest, const char *path, const char *code)
{
    char text[1000];
    snprintf(text, sizeof text, "{\"name\": \"x\", \"group\": {\"flat\": 1}%s%s}", rest[0] ? ", " : "", rest);
    struct reading reading = read_text(text);
    const struct field_error *error = &reading.errors.items[0];
    if (code == NULL && !reading.good)
        fail_msg("%s: %s %s", rest, error->path, error->code);
    if (code != NULL && (reading.errors.count != 1 || strcmp(error->path, path) != 0 || strcmp(error->code, code) != 0))
        fail_msg("%s: %zu errors, first %s %s, expected %s %s", rest, reading.errors.count, error->path,
                 reading.errors.count > 0 ? error->code : "", path, code);
    assert_int_equal(reading.good, code == NULL);
    arena_free(reading.arena);
}

static void test_accepts(void **state)
{
    (void)state;
    expect("", NULL, NULL);
    expect("\"note\": null", NULL, NULL);
    expect("\"note\": \"two\\nlines\\there\"", NULL, NULL);
    expect("\"email\": \"Mari.Maasikas+x@Example.COM\"", NULL, NULL);
    expect("\"day\": \"2028-02-29\", \"minute\": \"24:00\"", NULL, NULL);
    expect("\"count\": -5", NULL, NULL);
    expect("\"small\": 255", NULL, NULL);
    expect("\"lat\": 59", NULL, NULL);
    expect("\"name2\": 1", "/name2", "unknown_field");
}

/* A required text of spaces alone, of whatever width, is none. */
static void test_blank_is_nothing(void **state)
{
    static const char *const blanks[] = {"", "   ", "\\u200b", "\\u00a0\\u3000", "\\ufeff", "\\u3164", "\\u2800"};
    (void)state;
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        char text[200];
        snprintf(text, sizeof text, "{\"name\": \"%s\", \"group\": {\"flat\": 1}}", blanks[i]);
        struct reading reading = read_text(text);
        assert_int_equal(reading.errors.count, 1);
        assert_string_equal(reading.errors.items[0].path, "/name");
        assert_string_equal(reading.errors.items[0].code, "required");
        arena_free(reading.arena);
    }
    expect("\"short_name\": \"a\\u200bb\"", NULL, NULL);
}

static void test_refuses(void **state)
{
    static const struct {
        const char *rest, *path, *code;
    } cases[] = {
        {"\"note\": 5", "/note", "not_a_text"},
        {"\"note\": \"\\u0007\"", "/note", "invalid_text"},
        {"\"short_name\": \"two\\nlines\"", "/short_name", "invalid_text"},
        {"\"short_name\": \"abcdef\"", "/short_name", "too_long"},
        {"\"short_name\": \"\\u202eabc\"", "/short_name", "invalid_text"},
        {"\"short_name\": null", "/short_name", "not_a_text"},
        {"\"email\": \"a@b\"", "/email", "not_an_email"},
        {"\"email\": \"a b@example.com\"", "/email", "not_an_email"},
        {"\"email\": \"a@@example.com\"", "/email", "not_an_email"},
        {"\"email\": \"a@-example.com\"", "/email", "not_an_email"},
        {"\"email\": \"<a@example.com>\"", "/email", "not_an_email"},
        {"\"phone\": \"55x\"", "/phone", "not_a_phone"},
        {"\"phone\": \"12\"", "/phone", "not_a_phone"},
        {"\"code\": \"Kehra!\"", "/code", "unknown_value"},
        {"\"token\": \"abc\"", "/token", "too_short"},
        {"\"token\": \"abcdefgh/\"", "/token", "not_an_id"},
        {"\"colour\": \"blue\"", "/colour", "unknown_value"},
        {"\"colours\": [\"red\", \"red\"]", "/colours/1", "duplicate_item"},
        {"\"colours\": [\"red\", 1]", "/colours/1", "not_a_text"},
        {"\"colours\": \"red\"", "/colours", "not_a_list"},
        {"\"open\": 1", "/open", "not_a_boolean"},
        {"\"count\": 6", "/count", "too_large"},
        {"\"count\": -6", "/count", "too_small"},
        {"\"count\": 1.5", "/count", "not_an_integer"},
        {"\"count\": \"1\"", "/count", "not_a_number"},
        {"\"small\": 256", "/small", "too_large"},
        {"\"small\": -1", "/small", "too_small"},
        {"\"lat\": 56.9", "/lat", "too_small"},
        {"\"lat\": \"59\"", "/lat", "not_a_number"},
        {"\"day\": \"2027-02-29\"", "/day", "not_a_date"},
        {"\"day\": \"2027-13-01\"", "/day", "not_a_date"},
        {"\"day\": \"2027-2-1\"", "/day", "not_a_date"},
        {"\"minute\": \"24:01\"", "/minute", "not_a_time"},
        {"\"id\": \"01890a5d-ac96-774b-bcce-b302099a805\"", "/id", "not_an_id"},
        {"\"part\": []", "/part", "not_an_object"},
        {"\"part\": {}", "/part/at", "required"},
        {"\"part\": {\"at\": \"2027-03-28T07:00:00\"}", "/part/at", "not_a_time"},
        {"\"part\": {\"at\": \"2027-03-28T07:00:00Z\", \"seats\": 0}", "/part/seats", "too_small"},
        {"\"parts\": [{\"at\": \"2027-03-28T07:00:00Z\", \"x\": 1}]", "/parts/0/x", "unknown_field"},
        {"\"parts\": [1]", "/parts/0", "not_an_object"},
        {"\"codes\": []", "/codes", "too_few_items"},
        {"\"codes\": [\"a\", \"b\", \"c\", \"d\", \"e\"]", "/codes", "too_many_items"},
        {"\"codes\": [\"a\", \"a\"]", "/codes/1", "duplicate_item"},
        {"\"codes\": [\"a\", null]", "/codes/1", "not_a_text"},
        {"\"levels\": {\"et\": \"blue\"}", "/levels/et", "unknown_value"},
        {"\"levels\": {\"estonian\": \"red\"}", "/levels/estonian", "too_long"},
        {"\"levels\": []", "/levels", "not_an_object"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].rest, cases[i].path, cases[i].code);
}

static void test_all_errors_at_once(void **state)
{
    (void)state;
    struct reading reading = read_text("{\"name\": \"\", \"count\": 9, \"x\": 1, \"parts\": [{}, {\"seats\": 0}]}");
    assert_false(reading.good);
    /* x, name, count, parts/0/at, parts/1/at, parts/1/seats, group/flat is not looked at: the group is absent */
    assert_int_equal(reading.errors.count, 6);
    arena_free(reading.arena);
    /* Many errors fill the list and no more. */
    char text[4000] = "{";
    for (int i = 0; i < 100; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s\"x%d\": 1", i > 0 ? "," : "", i);
    strcat(text, "}");
    reading = read_text(text);
    assert_int_equal(reading.errors.count, FIELD_ERRORS_MAX);
    arena_free(reading.arena);
}

static void test_values(void **state)
{
    (void)state;
    struct reading reading = read_text(
        "{\"name\": \"  Jüri  \", \"email\": \"A@Example.COM\", \"phone\": \"+372 (55) 55-1234\","
        "\"colour\": \"green\", \"colours\": [\"red\", \"green\"], \"open\": true, \"count\": -3, \"lat\": 59.25,"
        "\"day\": \"1970-01-02\", \"minute\": \"16:30\", \"parts\": [{\"at\": \"1970-01-01T00:00:01.5Z\"}],"
        "\"codes\": [\"b\", \"a\"], \"levels\": {\"et\": \"green\"}, \"secret\": \"s\", \"group\": {\"flat\": 7}}");
    const struct thing *thing = &reading.thing;
    assert_true(reading.good);
    assert_string_equal(thing->name, "Jüri");
    assert_string_equal(thing->email, "a@example.com");
    assert_string_equal(thing->phone, "+37255551234");
    assert_int_equal(thing->colour, GREEN);
    assert_int_equal(thing->colours, 3);
    assert_true(thing->open && thing->count_given && thing->has_day);
    assert_int_equal(thing->count, -3);
    assert_int_equal(thing->day, 1);
    assert_int_equal(thing->minute, 990);
    assert_int_equal(thing->part_count, 1);
    assert_int_equal(thing->parts[0].at_ms, 1500);
    assert_int_equal(thing->parts[0].seats, 1);
    assert_string_equal(thing->codes[1], "a");
    assert_string_equal(thing->levels[0].code, "et");
    assert_int_equal(thing->flat, 7);
    json_t *written = fields_write(thing_fields, thing);
    char *text = json_dumps(written, JSON_COMPACT | JSON_SORT_KEYS);
    assert_string_equal(text,
                        "{\"codes\":[\"b\",\"a\"],\"colour\":\"green\",\"colours\":[\"red\",\"green\"],\"count\":-3,"
                        "\"day\":\"1970-01-02\",\"email\":\"a@example.com\",\"group\":{\"flat\":7},\"lat\":59.25,"
                        "\"levels\":{\"et\":\"green\"},\"minute\":\"16:30\",\"name\":\"Jüri\",\"note\":null,"
                        "\"open\":true,\"part\":{\"at\":\"1970-01-01T00:00:00Z\",\"seats\":0},"
                        "\"parts\":[{\"at\":\"1970-01-01T00:00:01.500Z\",\"seats\":1}],"
                        "\"phone\":\"+37255551234\",\"small\":0}");
    free(text);
    json_decref(written);
    arena_free(reading.arena);
}

static void test_absent(void **state)
{
    (void)state;
    struct reading reading = read_text("{\"name\": \"x\", \"day\": null}");
    assert_true(reading.good);
    assert_int_equal(reading.thing.colour, -1);
    assert_false(reading.thing.count_given);
    assert_false(reading.thing.has_day);
    assert_null(reading.thing.codes);
    arena_free(reading.arena);
}

static void refuse_json(const char *text, size_t length)
{
    struct error error = {0};
    assert_null(fields_parse(text, length, &error));
    assert_int_equal(error.kind, ERROR_MALFORMED);
    assert_string_equal(error.code, "bad_json");
}

static void test_bad_json(void **state)
{
    static const char *const bad[] = {
        "",
        "[]",
        "1",
        "\"x\"",
        "null",
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": \"\xff\"}",
        "{a}",
        "{\"a\":}",
        "{} {}",
        "{\"a\": \"\\ud800\"}",
        "{\"a\": \"\\u0000\"}",
        "{\"a\": 1e999}",
        "{\"a\": 99999999999999999999}",
        "{\"a\": \"\xc3\"}",
        "\xef\xbb\xbf{}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuse_json(bad[i], strlen(bad[i]));
    char deep[64] = "";
    memset(deep, '[', 40);
    refuse_json(deep, 40);
    refuse_json("{\0}", 3);
    /* Brackets in texts do not count. */
    struct error error = {0};
    static const char brackets[] = "{\"a\": \"[[[[[[[[[[[[[[[[[[[[[[\\\"[[[\"}";
    json_t *json = fields_parse(brackets, sizeof brackets - 1, &error);
    assert_non_null(json);
    json_decref(json);
}

static void test_parameters(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct http_parameter good[] = {{"name", "x"},    {"count", "-2"}, {"codes", "a,b"},  {"codes", "c"},
                                          {"open", "true"}, {"lat", "59.5"}, {"colour", "red"}, {"day", "2027-01-01"}};
    struct thing thing = {0};
    struct field_errors errors = {0};
    assert_true(fields_read_parameters(thing_fields, good, 8, &thing, arena, &errors));
    assert_int_equal(thing.count, -2);
    assert_int_equal(thing.code_count, 3);
    assert_string_equal(thing.codes[2], "c");
    assert_int_equal(thing.colour, RED);
    assert_true(thing.has_day);
    const struct http_parameter bad[] = {{"count", "1x"}, {"lat", "1e1"}, {"open", "yes"},  {"who", "me"},
                                         {"small", "1"},  {"small", "2"}, {"codes", "a,a"}, {"parts", "1"}};
    static const char *const expected[] = {"?who unknown_field",    "?name required",         "?open not_a_boolean",
                                           "?count not_an_integer", "?small duplicate_field", "?lat not_a_number"};
    assert_false(fields_read_parameters(thing_fields, bad, 8, &thing, arena, &errors));
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        char text[160];
        snprintf(text, sizeof text, "%s %s", errors.items[i].path, errors.items[i].code);
        assert_string_equal(text, expected[i]);
    }
    errors.count = 0;
    assert_true(fields_read_value(thing_fields, "id", "01890a5d-ac96-774b-bcce-b302099a8057", &thing, arena, &errors));
    assert_false(fields_read_value(thing_fields, "id", "x", &thing, arena, &errors));
    assert_false(fields_read_value(thing_fields, "nothing", "x", &thing, arena, &errors));
    arena_free(arena);
}

/* Checks across fields run beside errors of reading, and neither repeat them nor draw on what was refused. */
static void test_checks_beside_refused_fields(void **state)
{
    struct field_errors errors = {0};
    (void)state;
    field_error_add(&errors, "not_a_time", "/shifts/1/from");
    field_error_add(&errors, "not_a_list", "/skills");
    errors.read = errors.count;
    assert_false(field_is_sound(&errors, "/shifts/%d", 1));
    assert_false(field_is_sound(&errors, "/shifts"));
    assert_false(field_is_sound(&errors, "/skills/0"));
    assert_true(field_is_sound(&errors, "/shifts/%d", 10));
    assert_true(field_is_sound(&errors, "/shifts/1/to"));
    assert_true(field_is_sound(&errors, "/skill"));
    field_error_add(&errors, "required", "/shifts");
    field_error_add(&errors, "unknown_value", "/skills/0");
    field_error_add(&errors, "required", "/skills");
    assert_int_equal(errors.count, 2);
    field_error_add(&errors, "guardian_required", "/guardian");
    field_error_add(&errors, "end_before_start", "/shifts/10/to");
    assert_int_equal(errors.count, 4);
    assert_string_equal(errors.items[3].path, "/shifts/10/to");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accepts),
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_blank_is_nothing),
        cmocka_unit_test(test_all_errors_at_once),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_absent),
        cmocka_unit_test(test_bad_json),
        cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_checks_beside_refused_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
