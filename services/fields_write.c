#include <string.h>

#include "services/fields_values.h"

static const char *member_text(const struct field *field, const char *source)
{
    if (field->inline_text)
        return source;
    const char *text;
    memcpy(&text, source, sizeof text);
    return text;
}

static bool is_text(const struct field *field)
{
    return field->type <= FIELD_TYPE_TOKEN || field->type == FIELD_TYPE_JSON;
}

/* Is there nothing to write? See the rule at the top of fields.h. */
static bool is_absent(const struct field *field, const char *member, const char *structure)
{
    if (field->given_offset != 0) {
        bool given;
        memcpy(&given, structure + field->given_offset - 1, sizeof given);
        if (!given || !is_text(field))
            return !given;
    }
    if (is_text(field)) {
        const char *text = member_text(field, member);
        return text == NULL || (*text == '\0' && (!field->required || field->nullable));
    }
    switch (field->type) {
    case FIELD_TYPE_UUID:
        return uuid_is_none((const struct uuid *)(const void *)member);
    case FIELD_TYPE_WORD:
        return member_integer(field, member) < 0;
    case FIELD_TYPE_INTEGER:
    case FIELD_TYPE_DATE:
    case FIELD_TYPE_INSTANT:
    case FIELD_TYPE_MINUTE:
        return field->nullable && member_integer(field, member) == 0;
    case FIELD_TYPE_OBJECT: {
        const void *pointer = member;
        if (field->by_pointer)
            memcpy(&pointer, member, sizeof pointer);
        return pointer == NULL;
    }
    default:
        return false;
    }
}

static json_t *write_time(const struct field *field, const char *member)
{
    char text[25];
    int64_t value = member_integer(field, member);
    if (field->type == FIELD_TYPE_DATE)
        date_format((int32_t)value, text);
    else if (field->type == FIELD_TYPE_MINUTE)
        minute_format((int32_t)value, text);
    else
        instant_format(value, text);
    return json_string(text);
}

static json_t *write_words(const struct field *field, const char *member)
{
    json_t *words = json_array();
    int64_t set = member_integer(field, member);
    for (int i = 0; words != NULL && field->words[i] != NULL; i++) {
        if ((set & INT64_C(1) << i) != 0 && json_array_append_new(words, json_string(field->words[i])) != 0) {
            json_decref(words);
            return NULL;
        }
    }
    return words;
}

static json_t *write_value(const struct field *field, const char *member, const char *structure);

static size_t list_of(const struct field *field, const char *member, const char *structure, const char **items)
{
    size_t count;
    memcpy(&count, structure + field->count_offset, sizeof count);
    memcpy(items, member, sizeof *items);
    return *items == NULL ? 0 : count;
}

static json_t *write_list(const struct field *field, const char *member, const char *structure)
{
    const char *item;
    size_t count = list_of(field, member, structure, &item);
    json_t *list = json_array();
    for (size_t i = 0; list != NULL && i < count; i++, item += field->item_size) {
        json_t *value = field->item == NULL ? fields_write(field->fields, item) : write_value(field->item, item, item);
        if (value == NULL || json_array_append_new(list, value) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *write_map(const struct field *field, const char *member, const char *structure)
{
    const char *item;
    size_t count = list_of(field, member, structure, &item);
    const struct field *key = &field->fields[0], *value = &field->fields[1];
    json_t *map = json_object();
    for (size_t i = 0; map != NULL && i < count; i++, item += field->item_size) {
        const char *name = member_text(key, item + key->offset);
        if (json_object_set_new(map, name, write_value(value, item + value->offset, item)) != 0) {
            json_decref(map);
            return NULL;
        }
    }
    return map;
}

static json_t *write_value(const struct field *field, const char *member, const char *structure)
{
    const void *pointer = member;
    switch (field->type) {
    case FIELD_TYPE_WORD:
        return json_string(field->words[member_integer(field, member)]);
    case FIELD_TYPE_WORDS:
        return write_words(field, member);
    case FIELD_TYPE_BOOLEAN: {
        bool value;
        memcpy(&value, member, sizeof value);
        return json_boolean(value);
    }
    case FIELD_TYPE_INTEGER:
        return json_integer(member_integer(field, member));
    case FIELD_TYPE_REAL: {
        double value;
        memcpy(&value, member, sizeof value);
        return json_real(value);
    }
    case FIELD_TYPE_DATE:
    case FIELD_TYPE_INSTANT:
    case FIELD_TYPE_MINUTE:
        return write_time(field, member);
    case FIELD_TYPE_UUID: {
        char text[UUID_TEXT_SIZE];
        return json_string(uuid_format((const struct uuid *)pointer, text));
    }
    case FIELD_TYPE_OBJECT:
        if (field->by_pointer)
            memcpy(&pointer, member, sizeof pointer);
        return fields_write(field->fields, pointer);
    case FIELD_TYPE_LIST:
        return write_list(field, member, structure);
    case FIELD_TYPE_MAP:
        return write_map(field, member, structure);
    case FIELD_TYPE_JSON:
        return json_loads(member_text(field, member), JSON_DECODE_ANY, NULL);
    default:
        return json_string(member_text(field, member));
    }
}

json_t *fields_write(const struct field *table, const void *source)
{
    json_t *object = json_object();
    for (const struct field *field = table; object != NULL && field->name != NULL; field++) {
        const char *member = (const char *)source + field->offset;
        if (field->input_only)
            continue;
        bool absent = is_absent(field, member, source);
        if (absent && !field->nullable)
            continue;
        json_t *value = absent ? json_null() : write_value(field, member, source);
        if (json_object_set_new(object, field->name, value) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}
