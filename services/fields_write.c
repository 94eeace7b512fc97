#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "services/fields_values.h"

/* JSON text that grows. Once something cannot be written it stays `failed`. */
struct text {
    char *bytes;
    size_t length, capacity;
    bool failed;
};

enum { TEXT_FIRST = 1024, REAL_DIGITS = 12 };

/* ---- Text -------------------------------------------------------------------------------------------------------- */

static bool has_room(struct text *text, size_t length)
{
    if (text->failed || text->capacity - text->length > length)
        return !text->failed;
    size_t capacity = text->capacity == 0 ? TEXT_FIRST : 2 * text->capacity;
    while (capacity - text->length <= length)
        capacity *= 2;
    char *larger = realloc(text->bytes, capacity);
    if (larger == NULL) {
        text->failed = true;
        return false;
    }
    text->bytes = larger;
    text->capacity = capacity;
    return true;
}

static void put(struct text *text, const char *bytes, size_t length)
{
    if (!has_room(text, length))
        return;
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
}

static void put_char(struct text *text, char c)
{
    put(text, &c, 1);
}

static void put_escape(struct text *text, unsigned char c)
{
    static const char letters[] = "btn?fr"; /* of 8 to 13 */
    char escape[7] = {'\\', (char)c};
    size_t length = 2;
    if (c >= 8 && c <= 13 && c != 11)
        escape[1] = letters[c - 8];
    else if (c < 0x20)
        length = (size_t)snprintf(escape, sizeof escape, "\\u%04X", c);
    put(text, escape, length);
}

static void put_string(struct text *text, const char *string)
{
    if (string == NULL) {
        text->failed = true;
        return;
    }
    put_char(text, '"');
    for (const char *from = string;;) {
        const char *at = from;
        while ((unsigned char)*at >= 0x20 && *at != '"' && *at != '\\')
            at++;
        put(text, from, (size_t)(at - from));
        if (*at == '\0')
            break;
        put_escape(text, (unsigned char)*at);
        from = at + 1;
    }
    put_char(text, '"');
}

static void put_integer(struct text *text, int64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do
        digits[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (value < 0)
        digits[--at] = '-';
    put(text, digits + at, sizeof digits - at);
}

/* Shows that it is a real: 59 is written 59.0. */
static void put_real(struct text *text, double value)
{
    char digits[32];
    if (!isfinite(value)) {
        text->failed = true;
        return;
    }
    int length = snprintf(digits, sizeof digits, "%.*g", REAL_DIGITS, value);
    put(text, digits, (size_t)length);
    if (strpbrk(digits, ".e") == NULL)
        put(text, ".0", 2);
}

/* Before every item but the first. */
static void put_comma(struct text *text, bool *begun)
{
    if (*begun)
        put_char(text, ',');
    *begun = true;
}

static void put_name(struct text *text, const char *name, bool *begun)
{
    put_comma(text, begun);
    put_string(text, name);
    put_char(text, ':');
}

/* ---- Members ----------------------------------------------------------------------------------------------------- */

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

/* ---- Values ------------------------------------------------------------------------------------------------------ */

static void put_object(struct text *text, const struct field *table, const void *source);
static void put_value(struct text *text, const struct field *field, const char *member, const char *structure);

static void put_time(struct text *text, const struct field *field, const char *member)
{
    char time[25];
    int64_t value = member_integer(field, member);
    if (field->type == FIELD_TYPE_DATE)
        date_format((int32_t)value, time);
    else if (field->type == FIELD_TYPE_MINUTE)
        minute_format((int32_t)value, time);
    else
        instant_format(value, time);
    put_string(text, time);
}

static void put_words(struct text *text, const struct field *field, const char *member)
{
    int64_t set = member_integer(field, member);
    bool begun = false;
    put_char(text, '[');
    for (int i = 0; field->words[i] != NULL; i++) {
        if ((set & INT64_C(1) << i) == 0)
            continue;
        put_comma(text, &begun);
        put_string(text, field->words[i]);
    }
    put_char(text, ']');
}

static size_t list_of(const struct field *field, const char *member, const char *structure, const char **items)
{
    size_t count;
    memcpy(&count, structure + field->count_offset, sizeof count);
    memcpy(items, member, sizeof *items);
    return *items == NULL ? 0 : count;
}

static void put_list(struct text *text, const struct field *field, const char *member, const char *structure)
{
    const char *item;
    size_t count = list_of(field, member, structure, &item);
    bool begun = false;
    put_char(text, '[');
    for (size_t i = 0; i < count; i++, item += field->item_size) {
        put_comma(text, &begun);
        if (field->item == NULL)
            put_object(text, field->fields, item);
        else
            put_value(text, field->item, item, item);
    }
    put_char(text, ']');
}

static void put_map(struct text *text, const struct field *field, const char *member, const char *structure)
{
    const char *item;
    size_t count = list_of(field, member, structure, &item);
    const struct field *key = &field->fields[0], *value = &field->fields[1];
    bool begun = false;
    put_char(text, '{');
    for (size_t i = 0; i < count; i++, item += field->item_size) {
        put_name(text, member_text(key, item + key->offset), &begun);
        put_value(text, value, item + value->offset, item);
    }
    put_char(text, '}');
}

static void put_literal(struct text *text, const char *literal)
{
    put(text, literal, strlen(literal));
}

static void put_value(struct text *text, const struct field *field, const char *member, const char *structure)
{
    const void *pointer = member;
    char id[UUID_TEXT_SIZE];
    double real;
    bool boolean;
    switch (field->type) {
    case FIELD_TYPE_WORD:
        put_string(text, field->words[member_integer(field, member)]);
        break;
    case FIELD_TYPE_WORDS:
        put_words(text, field, member);
        break;
    case FIELD_TYPE_BOOLEAN:
        memcpy(&boolean, member, sizeof boolean);
        put_literal(text, boolean ? "true" : "false");
        break;
    case FIELD_TYPE_INTEGER:
        put_integer(text, member_integer(field, member));
        break;
    case FIELD_TYPE_REAL:
        memcpy(&real, member, sizeof real);
        put_real(text, real);
        break;
    case FIELD_TYPE_DATE:
    case FIELD_TYPE_INSTANT:
    case FIELD_TYPE_MINUTE:
        put_time(text, field, member);
        break;
    case FIELD_TYPE_UUID:
        put_string(text, uuid_format(pointer, id));
        break;
    case FIELD_TYPE_OBJECT:
        if (field->by_pointer)
            memcpy(&pointer, member, sizeof pointer);
        put_object(text, field->fields, pointer);
        break;
    case FIELD_TYPE_LIST:
        put_list(text, field, member, structure);
        break;
    case FIELD_TYPE_MAP:
        put_map(text, field, member, structure);
        break;
    case FIELD_TYPE_JSON:
        put_literal(text, member_text(field, member));
        break;
    default:
        put_string(text, member_text(field, member));
        break;
    }
}

static void put_object(struct text *text, const struct field *table, const void *source)
{
    bool begun = false;
    put_char(text, '{');
    for (const struct field *field = table; field->name != NULL; field++) {
        const char *member = (const char *)source + field->offset;
        bool absent = !field->input_only && is_absent(field, member, source);
        if (field->input_only || (absent && !field->nullable))
            continue;
        put_name(text, field->name, &begun);
        if (absent)
            put_literal(text, "null");
        else
            put_value(text, field, member, source);
    }
    put_char(text, '}');
}

char *fields_print(const struct field *table, const void *source, size_t *length)
{
    struct text text = {0};
    put_object(&text, table, source);
    if (!has_room(&text, 1)) {
        free(text.bytes);
        return NULL;
    }
    text.bytes[text.length] = '\0';
    *length = text.length;
    return text.bytes;
}

json_t *fields_write(const struct field *table, const void *source)
{
    size_t length;
    char *text = fields_print(table, source, &length);
    json_t *object = text == NULL ? NULL : json_loadb(text, length, 0, NULL);
    free(text);
    return object;
}
