#include "services/fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/error.h"
#include "services/fields_values.h"

enum { DEPTH_MAX = 16 };

const struct field field_code_item[] = {
    {.type = FIELD_TYPE_CODE, .name = "", .size = sizeof(char *), .required = true, .max = 60},
    FIELDS_END};
const struct field field_line_item[] = {
    {.type = FIELD_TYPE_LINE, .name = "", .size = sizeof(char *), .required = true, .max = 200},
    FIELDS_END};
const struct field field_uuid_item[] = {
    {.type = FIELD_TYPE_UUID, .name = "", .size = sizeof(struct uuid), .required = true},
    FIELDS_END};
const struct field field_date_item[] = {
    {.type = FIELD_TYPE_DATE, .name = "", .size = sizeof(int32_t), .required = true},
    FIELDS_END};

static bool read_object(struct reader *reader, const struct field *table, const json_t *json, char *target);
static bool read_value(struct reader *reader, const struct field *field, const json_t *json, char *target,
                       char *structure);

/* Steps into a member or item; returns where to come back to. */
static size_t path_enter(struct reader *reader, const char *name)
{
    size_t before = reader->path_length;
    int length = snprintf(reader->path + before, sizeof reader->path - before, "/%s", name);
    size_t room = sizeof reader->path - before - 1;
    reader->path_length += (size_t)length > room ? room : (size_t)length;
    return before;
}

static size_t path_enter_item(struct reader *reader, size_t index)
{
    char name[24];
    snprintf(name, sizeof name, "%zu", index);
    return path_enter(reader, name);
}

static void path_leave(struct reader *reader, size_t before)
{
    reader->path_length = before;
    reader->path[before] = '\0';
}

/* jansson nests up to 2,048 deep on the stack; our requests need four. */
static bool is_too_deep(const char *body, size_t length)
{
    int depth = 0;
    bool in_text = false;
    for (size_t i = 0; i < length; i++) {
        char c = body[i];
        if (in_text && c == '\\')
            i++;
        else if (c == '"')
            in_text = !in_text;
        else if (!in_text && (c == '{' || c == '['))
            depth++;
        else if (!in_text && (c == '}' || c == ']'))
            depth--;
        if (depth > DEPTH_MAX)
            return true;
    }
    return false;
}

json_t *fields_parse(const char *body, size_t length, struct error *error)
{
    if (is_too_deep(body, length)) {
        error_set(error, ERROR_MALFORMED, "bad_json", "nested more than %d deep", DEPTH_MAX);
        return NULL;
    }
    json_error_t fault;
    json_t *json = json_loadb(body, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &fault);
    if (json == NULL) {
        /* fault.text quotes the body, which may be personal. */
        error_set(error, ERROR_MALFORMED, "bad_json", "line %d, column %d", fault.line, fault.column);
        return NULL;
    }
    if (!json_is_object(json)) {
        json_decref(json);
        error_set(error, ERROR_MALFORMED, "bad_json", "not an object");
        return NULL;
    }
    return json;
}

static bool read_list(struct reader *reader, const struct field *field, const json_t *json, char *target,
                      char *structure)
{
    if (!json_is_array(json))
        return reader_refuse(reader, field, "not_a_list");
    size_t count = json_array_size(json);
    char *items = list_start(reader, field, count, target, structure);
    if (items == NULL)
        return false;
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        char *item = items + i * field->item_size;
        const json_t *value = json_array_get(json, i);
        size_t before = path_enter_item(reader, i);
        if (field->item == NULL)
            good &= read_object(reader, field->fields, value, item);
        else if (!read_value(reader, field->item, value, item, item))
            good = false;
        else if (!field->repeats && list_repeats(field, items, i))
            good = reader_refuse(reader, NULL, "duplicate_item");
        path_leave(reader, before);
    }
    return good;
}

static bool read_map(struct reader *reader, const struct field *field, const json_t *json, char *target,
                     char *structure)
{
    if (!json_is_object(json))
        return reader_refuse(reader, field, "not_an_object");
    char *item = list_start(reader, field, json_object_size(json), target, structure);
    if (item == NULL)
        return false;
    const struct field *key_field = &field->fields[0], *value_field = &field->fields[1];
    bool good = true;
    for (void *at = json_object_iter((json_t *)(uintptr_t)json); at != NULL; item += field->item_size) {
        const char *key = json_object_iter_key(at);
        size_t before = path_enter(reader, key);
        good &= value_store_text(reader, key_field, key, strlen(key), item + key_field->offset);
        good &= read_value(reader, value_field, json_object_iter_value(at), item + value_field->offset, item);
        path_leave(reader, before);
        at = json_object_iter_next((json_t *)(uintptr_t)json, at);
    }
    return good;
}

static bool read_words(struct reader *reader, const struct field *field, const json_t *json, char *target)
{
    if (!json_is_array(json))
        return reader_refuse(reader, field, "not_a_list");
    int64_t set = 0;
    bool good = true;
    for (size_t i = 0; i < json_array_size(json); i++) {
        const char *word = json_string_value(json_array_get(json, i));
        int place = word == NULL ? -1 : word_place(field->words, word);
        size_t before = path_enter_item(reader, i);
        if (place < 0)
            good = reader_refuse(reader, field, word == NULL ? "not_a_text" : "unknown_value");
        else if ((set & INT64_C(1) << place) != 0)
            good = reader_refuse(reader, field, "duplicate_item");
        else
            set |= INT64_C(1) << place;
        path_leave(reader, before);
    }
    member_set_integer(field, set, target);
    return good;
}

static bool read_struct(struct reader *reader, const struct field *field, const json_t *json, char *target)
{
    if (!field->by_pointer)
        return read_object(reader, field->fields, json, target);
    char *made = arena_alloc(reader->arena, field->item_size);
    if (made == NULL) {
        reader->out_of_memory = true;
        return false;
    }
    memcpy(target, &made, sizeof made);
    return read_object(reader, field->fields, json, made);
}

static bool read_value(struct reader *reader, const struct field *field, const json_t *json, char *target,
                       char *structure)
{
    if (json_is_null(json) && field->nullable)
        return true;
    switch (field->type) {
    case FIELD_TYPE_BOOLEAN:
        if (!json_is_boolean(json))
            return reader_refuse(reader, field, "not_a_boolean");
        return value_store_boolean(field, json_is_true(json), target);
    case FIELD_TYPE_INTEGER:
        if (!json_is_integer(json))
            return reader_refuse(reader, field, json_is_number(json) ? "not_an_integer" : "not_a_number");
        return value_store_integer(reader, field, json_integer_value(json), target);
    case FIELD_TYPE_REAL:
        if (!json_is_number(json))
            return reader_refuse(reader, field, "not_a_number");
        return value_store_real(reader, field, json_number_value(json), target);
    case FIELD_TYPE_WORDS:
        return read_words(reader, field, json, target);
    case FIELD_TYPE_OBJECT:
        return read_struct(reader, field, json, target);
    case FIELD_TYPE_LIST:
        return read_list(reader, field, json, target, structure);
    case FIELD_TYPE_MAP:
        return read_map(reader, field, json, target, structure);
    default:
        if (!json_is_string(json))
            return reader_refuse(reader, field, "not_a_text");
        return value_store_text(reader, field, json_string_value(json), json_string_length(json), target);
    }
}

static bool refuse_unknown(struct reader *reader, const struct field *table, const json_t *json)
{
    bool good = true;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)json, name, value)
    {
        if (table_find(table, name) != NULL)
            continue;
        size_t before = path_enter(reader, name);
        good = reader_refuse(reader, NULL, "unknown_field");
        path_leave(reader, before);
    }
    return good;
}

static bool read_object(struct reader *reader, const struct field *table, const json_t *json, char *target)
{
    if (!json_is_object(json))
        return reader_refuse(reader, NULL, "not_an_object");
    bool good = refuse_unknown(reader, table, json);
    for (const struct field *field = table; field->name != NULL; field++) {
        if (field->output_only)
            continue;
        const json_t *value = json_object_get(json, field->name);
        size_t before = path_enter(reader, field->name);
        if (value == NULL)
            good &= absent_store(reader, field, target + field->offset);
        else
            good &= read_value(reader, field, value, target + field->offset, target) &&
                    given_mark(field, json_is_null(value), target);
        path_leave(reader, before);
    }
    return good;
}

bool fields_read(const struct field *table, const json_t *json, void *target, struct arena *arena,
                 struct field_errors *errors)
{
    struct reader reader = {.arena = arena, .errors = errors};
    json_t *empty = json == NULL ? json_object() : NULL;
    if (json == NULL && empty == NULL)
        return false;
    bool good = read_object(&reader, table, json == NULL ? empty : json, target);
    json_decref(empty);
    return good && errors->count == 0;
}
