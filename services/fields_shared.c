#include <string.h>

#include "services/fields_values.h"

enum { ITEMS_MAX = 100 };

const struct field *table_find(const struct field *table, const char *name)
{
    for (const struct field *field = table; field != NULL && field->name != NULL; field++) {
        if (!field->output_only && strcmp(field->name, name) == 0)
            return field;
    }
    return NULL;
}

bool absent_store(struct reader *reader, const struct field *field, char *target)
{
    if (field->required)
        return reader_refuse(reader, field, "required");
    if (field->absent != 0)
        member_set_integer(field, field->absent, target);
    return true;
}

bool given_mark(const struct field *field, bool is_null, char *structure)
{
    if (field->given_offset != 0 && !(is_null && field->given_by_value)) {
        bool given = true;
        memcpy(structure + field->given_offset - 1, &given, sizeof given);
    }
    return true;
}

bool list_repeats(const struct field *field, const char *items, size_t count)
{
    const char *last = items + count * field->item_size;
    bool by_pointer = field->item->type <= FIELD_TYPE_TOKEN && !field->item->inline_text;
    for (size_t i = 0; i < count; i++) {
        const char *item = items + i * field->item_size;
        const char *one = NULL, *other = NULL;
        if (by_pointer) {
            memcpy(&one, item, sizeof one);
            memcpy(&other, last, sizeof other);
        }
        if (by_pointer ? one != NULL && other != NULL && strcmp(one, other) == 0
                       : memcmp(item, last, field->item_size) == 0)
            return true;
    }
    return false;
}

char *list_start(struct reader *reader, const struct field *field, size_t count, char *target, char *structure)
{
    int64_t max = field->max == 0 ? ITEMS_MAX : field->max;
    if ((int64_t)count < field->min || (int64_t)count > max) {
        const char *code = (int64_t)count > max ? "too_many_items" : "too_few_items";
        reader_refuse_bounds(reader, code, field->min, max);
        return NULL;
    }
    char *items = arena_alloc(reader->arena, count == 0 ? 1 : count * field->item_size);
    if (items == NULL) {
        reader->out_of_memory = true;
        return NULL;
    }
    memcpy(target, &items, sizeof items);
    memcpy(structure + field->count_offset, &count, sizeof count);
    return items;
}
