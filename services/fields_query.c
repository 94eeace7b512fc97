#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "services/fields_values.h"
#include "services/http.h"

enum { PARAMETER_SIZE = 512 };

/* A whole decimal number of up to 18 digits. */
static bool parse_integer(const char *text, int64_t *value)
{
    char *end;
    size_t digits = strspn(text + (*text == '-'), "0123456789");
    if (digits == 0 || digits > 18)
        return false;
    *value = strtoll(text, &end, 10);
    return *end == '\0';
}

static bool read_plain(struct reader *reader, const struct field *field, const char *value, char *target)
{
    int64_t integer;
    char *end;
    double real;
    switch (field->type) {
    case FIELD_TYPE_INTEGER:
        if (!parse_integer(value, &integer))
            return reader_refuse(reader, field, "not_an_integer");
        return value_store_integer(reader, field, integer, target);
    case FIELD_TYPE_REAL:
        real = strtod(value, &end);
        if (*value == '\0' || strspn(value, "0123456789.-") != strlen(value) || *end != '\0')
            return reader_refuse(reader, field, "not_a_number");
        return value_store_real(reader, field, real, target);
    case FIELD_TYPE_BOOLEAN:
        if (strcmp(value, "true") != 0 && strcmp(value, "false") != 0)
            return reader_refuse(reader, field, "not_a_boolean");
        return value_store_boolean(field, strcmp(value, "true") == 0, target);
    case FIELD_TYPE_LIST:
    case FIELD_TYPE_OBJECT:
    case FIELD_TYPE_MAP:
    case FIELD_TYPE_WORDS:
    case FIELD_TYPE_JSON:
        return reader_refuse(reader, field, "wrong_type");
    default:
        return value_store_text(reader, field, value, strlen(value), target);
    }
}

/* All parameters of a list's name, each of which may hold several items with commas between. */
static bool read_plain_list(struct reader *reader, const struct field *field, const struct http_parameter *parameters,
                            size_t parameter_count, char *structure)
{
    size_t count = 0;
    if (field->item == NULL)
        return reader_refuse(reader, field, "wrong_type");
    for (size_t i = 0; i < parameter_count; i++) {
        if (strcmp(parameters[i].name, field->name) != 0)
            continue;
        count++;
        for (const char *at = parameters[i].value; (at = strchr(at, ',')) != NULL; at++)
            count++;
    }
    char *items = list_start(reader, field, count, structure + field->offset, structure);
    if (items == NULL)
        return false;
    size_t index = 0;
    for (size_t i = 0; i < parameter_count; i++) {
        if (strcmp(parameters[i].name, field->name) != 0)
            continue;
        for (const char *at = parameters[i].value; at != NULL; index++) {
            size_t length = strcspn(at, ",");
            char value[PARAMETER_SIZE];
            if (length >= sizeof value)
                return reader_refuse(reader, field, "too_long");
            memcpy(value, at, length);
            value[length] = '\0';
            if (!read_plain(reader, field->item, value, items + index * field->item_size))
                return false;
            if (!field->repeats && list_repeats(field, items, index))
                return reader_refuse(reader, field, "duplicate_item");
            at = at[length] == ',' ? at + length + 1 : NULL;
        }
    }
    return true;
}

static size_t parameter_count_of(const struct http_parameter *parameters, size_t count, const char *name,
                                 const char **value)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(parameters[i].name, name) != 0)
            continue;
        *value = parameters[i].value;
        found++;
    }
    return found;
}

bool fields_read_parameters(const struct field *table, const struct http_parameter *parameters, size_t count,
                            void *target, struct arena *arena, struct field_errors *errors)
{
    struct reader reader = {.arena = arena, .errors = errors};
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        if (table_find(table, parameters[i].name) == NULL)
            good = field_error_add(errors, "unknown_field", "?%.60s", parameters[i].name);
    }
    for (const struct field *field = table; field != NULL && field->name != NULL; field++) {
        const char *value = NULL;
        size_t found = parameter_count_of(parameters, count, field->name, &value);
        snprintf(reader.path, sizeof reader.path, "?%s", field->name);
        char *member = (char *)target + field->offset;
        if (found == 0)
            good &= absent_store(&reader, field, member);
        else if (field->type == FIELD_TYPE_LIST)
            good &= read_plain_list(&reader, field, parameters, count, target) && given_mark(field, false, target);
        else if (found > 1)
            good = reader_refuse(&reader, field, "duplicate_field");
        else
            good &= read_plain(&reader, field, value, member) && given_mark(field, false, target);
    }
    return good && !reader.out_of_memory;
}

bool fields_read_value(const struct field *table, const char *name, const char *value, void *target,
                       struct arena *arena, struct field_errors *errors)
{
    struct reader reader = {.arena = arena, .errors = errors};
    const struct field *field = table_find(table, name);
    snprintf(reader.path, sizeof reader.path, "%.60s", name);
    if (field == NULL)
        return reader_refuse(&reader, NULL, "unknown_field");
    return read_plain(&reader, field, value, (char *)target + field->offset) && given_mark(field, false, target);
}
