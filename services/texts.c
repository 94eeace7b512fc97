#include "services/texts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "services/texts/tables.h"

enum { KEY_SIZE = 128, RANGES_MAX = 16 };

static const struct text_table *table_of(enum language language)
{
    switch (language) {
    case LANGUAGE_RU:
        return &texts_ru;
    case LANGUAGE_EN:
        return &texts_en;
    case LANGUAGE_ET:
        break;
    }
    return &texts_et;
}

const char *language_tag(enum language language)
{
    switch (language) {
    case LANGUAGE_RU:
        return "ru";
    case LANGUAGE_EN:
        return "en";
    case LANGUAGE_ET:
        break;
    }
    return "et";
}

static bool language_from_range(const char *tag, size_t length, enum language *language)
{
    size_t primary = 0;
    while (primary < length && tag[primary] != '-' && tag[primary] != '_')
        primary++;
    if (primary != 2)
        return false;
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        if (strncasecmp(tag, language_tag((enum language)i), 2) == 0) {
            *language = (enum language)i;
            return true;
        }
    }
    return false;
}

bool language_from_tag(const char *tag, enum language *language)
{
    return tag != NULL && language_from_range(tag, strlen(tag), language);
}

/* Reads "0.8" as 800; anything that RFC 9110 does not allow is 0, so the range does not count. */
static int quality_of(const char *text_of_value, size_t length)
{
    if (length == 0 || length > 5 || (text_of_value[0] != '0' && text_of_value[0] != '1'))
        return 0;
    int quality = (text_of_value[0] - '0') * 1000;
    if (length > 1 && text_of_value[1] != '.')
        return 0;
    int scale = 100;
    for (size_t i = 2; i < length; i++, scale /= 10) {
        if (text_of_value[i] < '0' || text_of_value[i] > '9')
            return 0;
        quality += (text_of_value[i] - '0') * scale;
    }
    return quality > 1000 ? 0 : quality;
}

static size_t trim(const char **start, size_t length)
{
    while (length > 0 && (**start == ' ' || **start == '\t')) {
        (*start)++;
        length--;
    }
    while (length > 0 && ((*start)[length - 1] == ' ' || (*start)[length - 1] == '\t'))
        length--;
    return length;
}

/* One range, "ru-RU;q=0.8": its tag's length goes to `tag_length`; the quality in thousandths is returned. */
static int range_quality(const char *range, size_t length, size_t *tag_length)
{
    const char *semicolon = memchr(range, ';', length);
    *tag_length = semicolon == NULL ? length : (size_t)(semicolon - range);
    if (semicolon == NULL)
        return 1000;
    const char *weight = semicolon + 1;
    size_t weight_length = trim(&weight, length - *tag_length - 1);
    const char *tag = range;
    *tag_length = trim(&tag, *tag_length);
    if (weight_length < 2 || (weight[0] != 'q' && weight[0] != 'Q') || weight[1] != '=')
        return 0;
    return quality_of(weight + 2, weight_length - 2);
}

bool language_accepted(const char *accept_language, enum language *language)
{
    int best_quality = 0;
    const char *at = accept_language;
    for (int i = 0; at != NULL && i < RANGES_MAX; i++) {
        const char *comma = strchr(at, ',');
        const char *range = at;
        size_t length = trim(&range, comma == NULL ? strlen(at) : (size_t)(comma - at));
        size_t tag_length;
        int quality = range_quality(range, length, &tag_length);
        if (quality > best_quality && language_from_range(range, tag_length, language))
            best_quality = quality;
        at = comma == NULL ? NULL : comma + 1;
    }
    return best_quality > 0;
}

enum language language_negotiate(const char *accept_language)
{
    enum language language = LANGUAGE_ET;
    language_accepted(accept_language, &language);
    return language;
}

static int entry_compare(const void *key, const void *entry)
{
    return strcmp(key, ((const struct text_entry *)entry)->key);
}

const char *text_find(enum language language, const char *key)
{
    const struct text_table *table = table_of(language);
    const struct text_entry *entry = bsearch(key, table->entries, table->count, sizeof *table->entries, entry_compare);
    return entry == NULL ? NULL : entry->text;
}

const char *text(enum language language, const char *key)
{
    const char *found = text_find(language, key);
    return found == NULL ? key : found;
}

const char *text_part(enum language language, const char *first, const char *middle, const char *last)
{
    char key[KEY_SIZE];
    int length =
        snprintf(key, sizeof key, "%s.%s%s%s", first, middle, last == NULL ? "" : ".", last == NULL ? "" : last);
    return length < 0 || (size_t)length >= sizeof key ? NULL : text_find(language, key);
}

static const char *plural_form(enum language language, long count)
{
    unsigned long n = count < 0 ? 0UL - (unsigned long)count : (unsigned long)count;
    if (language != LANGUAGE_RU)
        return n == 1 ? "one" : "other";
    if (n % 10 == 1 && n % 100 != 11)
        return "one";
    if (n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14))
        return "few";
    return "many";
}

const char *text_plural(enum language language, const char *key, long count)
{
    const char *found = text_part(language, key, plural_form(language, count), NULL);
    return found == NULL ? key : found;
}

/* The value of the placeholder at `brace`, or NULL; its length with both braces goes to `length`. */
static const char *placeholder(const char *brace, const struct text_value *values, size_t count, size_t *length)
{
    const char *end = strchr(brace, '}');
    if (end == NULL)
        return NULL;
    size_t name_length = (size_t)(end - brace) - 1;
    *length = name_length + 2;
    for (size_t i = 0; i < count; i++) {
        if (strlen(values[i].name) == name_length && memcmp(values[i].name, brace + 1, name_length) == 0)
            return values[i].value == NULL ? "" : values[i].value;
    }
    return NULL;
}

struct target {
    char *buffer;
    size_t size;
    size_t length; /* what the whole text takes, also past the end of the buffer */
};

static void target_add(struct target *target, const char *from, size_t length)
{
    for (size_t i = 0; i < length; i++, target->length++) {
        if (target->length < target->size)
            target->buffer[target->length] = from[i];
    }
}

static void target_finish(struct target *target)
{
    if (target->size == 0)
        return;
    if (target->length < target->size) {
        target->buffer[target->length] = '\0';
        return;
    }
    size_t end = target->size - 1;
    while (end > 0 && ((unsigned char)target->buffer[end] & 0xC0) == 0x80)
        end--;
    target->buffer[end] = '\0';
}

size_t text_fill_into(char *buffer, size_t size, const char *pattern, const struct text_value *values, size_t count)
{
    struct target target = {.buffer = buffer, .size = size};
    for (const char *at = pattern; *at != '\0';) {
        size_t length = 1;
        const char *value = *at == '{' ? placeholder(at, values, count, &length) : NULL;
        if (value != NULL)
            target_add(&target, value, strlen(value));
        else
            target_add(&target, at, length);
        at += length;
    }
    target_finish(&target);
    return target.length;
}

char *text_fill(const char *pattern, const struct text_value *values, size_t count)
{
    size_t length = text_fill_into(NULL, 0, pattern, values, count);
    char *filled = malloc(length + 1);
    if (filled != NULL)
        text_fill_into(filled, length + 1, pattern, values, count);
    return filled;
}

const char *text_key(enum language language, size_t index)
{
    const struct text_table *table = table_of(language);
    return index < table->count ? table->entries[index].key : NULL;
}
