#include "services/fields_values.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_MAX = 1000, WORDS_MAX = 31 };

/* Is `inner` the same field as `outer`, or inside it? */
static bool is_within(const char *inner, const char *outer)
{
    size_t length = strlen(outer);
    return strncmp(inner, outer, length) == 0 && (inner[length] == '\0' || inner[length] == '/' || length == 0);
}

static bool touches_refused(const struct field_errors *errors, const char *path)
{
    for (size_t i = 0; i < errors->read; i++)
        if (is_within(path, errors->items[i].path) || is_within(errors->items[i].path, path))
            return true;
    return false;
}

static void __attribute__((format(printf, 3, 0)))
note_error(struct field_errors *errors, struct field_error error, const char *format, va_list arguments)
{
    if (errors->count == FIELD_ERRORS_MAX)
        return;
    vsnprintf(error.path, sizeof error.path, format, arguments);
    if (!touches_refused(errors, error.path))
        errors->items[errors->count++] = error;
}

bool field_error_add(struct field_errors *errors, const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    note_error(errors, (struct field_error){.code = code}, format, arguments);
    va_end(arguments);
    return false;
}

bool field_error_add_max(struct field_errors *errors, const char *code, int64_t max, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    note_error(errors, (struct field_error){.code = code, .max = max}, format, arguments);
    va_end(arguments);
    return false;
}

bool field_is_sound(const struct field_errors *errors, const char *format, ...)
{
    char path[FIELD_PATH_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(path, sizeof path, format, arguments);
    va_end(arguments);
    return !touches_refused(errors, path);
}

bool reader_refuse_bounds(struct reader *reader, const char *code, int64_t min, int64_t max)
{
    size_t before = reader->errors->count;
    field_error_add(reader->errors, code, "%s", reader->path);
    if (reader->errors->count > before) {
        reader->errors->items[before].min = min;
        reader->errors->items[before].max = max;
    }
    return false;
}

bool reader_refuse(struct reader *reader, const struct field *field, const char *code)
{
    return reader_refuse_bounds(reader, code, field == NULL ? 0 : field->min, field == NULL ? 0 : field->max);
}

int word_place(const char *const *words, const char *word)
{
    for (int i = 0; i < WORDS_MAX && words[i] != NULL; i++) {
        if (strcmp(words[i], word) == 0)
            return i;
    }
    return -1;
}

void member_set_integer(const struct field *field, int64_t value, char *target)
{
    int8_t one = (int8_t)value;
    int16_t two = (int16_t)value;
    int32_t four = (int32_t)value;
    const void *from = field->size == 1   ? (const void *)&one
                       : field->size == 2 ? (const void *)&two
                       : field->size == 4 ? (const void *)&four
                                          : (const void *)&value;
    memcpy(target, from, field->size);
}

int64_t member_integer(const struct field *field, const char *source)
{
    int64_t value = 0;
    memcpy(&value, source, field->size); /* little-endian: the low bytes come first */
    if (field->is_unsigned || field->size == sizeof value)
        return value;
    int unused_bits = (int)(sizeof value - field->size) * 8;
    return (int64_t)((uint64_t)value << unused_bits) >> unused_bits;
}

static int64_t member_largest(const struct field *field)
{
    int bits = (int)field->size * 8 - (field->is_unsigned && field->size < 8 ? 0 : 1);
    return (int64_t)((UINT64_C(1) << bits) - 1);
}

bool value_store_integer(struct reader *reader, const struct field *field, int64_t value, char *target)
{
    bool unbounded = field->min == 0 && field->max == 0;
    int64_t max = unbounded ? member_largest(field) : field->max;
    if (value < field->min)
        return reader_refuse_bounds(reader, "too_small", field->min, max);
    if (value > max)
        return reader_refuse_bounds(reader, "too_large", field->min, max);
    member_set_integer(field, value, target);
    return true;
}

bool value_store_real(struct reader *reader, const struct field *field, double value, char *target)
{
    bool unbounded = field->min_real == 0 && field->max_real == 0;
    if (!unbounded && (value < field->min_real || value > field->max_real)) {
        const char *code = value < field->min_real ? "too_small" : "too_large";
        return reader_refuse_bounds(reader, code, (int64_t)field->min_real, (int64_t)field->max_real);
    }
    memcpy(target, &value, sizeof value);
    return true;
}

bool value_store_boolean(const struct field *field, bool value, char *target)
{
    (void)field;
    memcpy(target, &value, sizeof value);
    return true;
}

/* The character at `text` (valid UTF-8), its length to `length`. */
static uint32_t character_at(const char *text, size_t *length)
{
    const unsigned char *at = (const unsigned char *)text;
    *length = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    if (*length == 1)
        return at[0];
    uint32_t character = at[0] & (0xFFU >> (*length + 1));
    for (size_t i = 1; i < *length; i++)
        character = character << 6 | (at[i] & 0x3F);
    return character;
}

/* Control characters, line separators, marks that turn the direction of what follows, and non-characters. */
static bool is_unwelcome(uint32_t character, bool lines_allowed)
{
    if (lines_allowed && (character == '\n' || character == '\t'))
        return false;
    return character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0x2028 || character == 0x2029 ||
           (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069) ||
           (character & 0xFFFE) == 0xFFFE;
}

/* Spaces of all widths, also of none, and letters that show nothing (fillers of Hangul, empty Braille): a name of these
 * alone is no name to whoever reads it. */
static bool is_blank(uint32_t character)
{
    static const uint32_t others[] = {0xA0,   0xAD,   0x115F, 0x1160, 0x1680, 0x180E,
                                      0x202F, 0x2800, 0x3000, 0x3164, 0xFEFF, 0xFFA0};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (character == others[i])
            return true;
    return character <= ' ' || (character >= 0x2000 && character <= 0x200F) ||
           (character >= 0x205F && character <= 0x2064);
}

/* Counts characters, and those that can be seen; false when one of them is unwelcome. */
static bool count_characters(const char *text, size_t length, bool lines_allowed, int64_t *characters, int64_t *seen)
{
    *characters = *seen = 0;
    for (size_t i = 0, step; i < length; i += step) {
        uint32_t character = character_at(text + i, &step);
        if (is_unwelcome(character, lines_allowed))
            return false;
        *seen += !is_blank(character);
        (*characters)++;
    }
    return true;
}

static bool all_of(const char *text, size_t length, const char *others)
{
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!plain && (c == '\0' || strchr(others, c) == NULL))
            return false;
    }
    return true;
}

/* Lower-cases in place. An address we could write to: ASCII, one @, a dotted domain. */
static bool check_email(char *email, size_t length)
{
    for (char *at = email; *at != '\0'; at++)
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
    const char *sign = strchr(email, '@');
    if (sign == NULL || length > 254 || !all_of(email, (size_t)(sign - email), ".!#$%&'*+/=?^_`{|}~-"))
        return false;
    size_t local = (size_t)(sign - email);
    if (local == 0 || local > 64 || email[0] == '.' || sign[-1] == '.' || strstr(email, "..") != NULL)
        return false;
    const char *domain = sign + 1;
    const char *dot = strrchr(domain, '.');
    size_t domain_length = strlen(domain);
    if (!all_of(domain, domain_length, ".-") || dot == NULL || strlen(dot) < 3 || domain[0] == '.' ||
        domain[0] == '-' || domain[domain_length - 1] == '-')
        return false;
    return strstr(domain, "-.") == NULL && strstr(domain, ".-") == NULL;
}

/* Cuts separators out in place. */
static bool check_phone(char *phone)
{
    size_t kept = 0, digits = 0;
    for (const char *at = phone; *at != '\0'; at++) {
        if (strchr(" -()", *at) != NULL)
            continue;
        bool digit = *at >= '0' && *at <= '9';
        if (!digit && !(*at == '+' && kept == 0))
            return false;
        digits += digit;
        phone[kept++] = *at;
    }
    phone[kept] = '\0';
    return digits >= 5 && digits <= 15;
}

/* What is wrong with the form of a text, or NULL. May shorten or lower-case it in place. */
static const char *text_fault(const struct field *field, char *text, size_t length)
{
    switch (field->type) {
    case FIELD_TYPE_CODE:
        return length > 0 && all_of(text, length, "_-") ? NULL : "unknown_value";
    case FIELD_TYPE_EMAIL:
        return check_email(text, length) ? NULL : "not_an_email";
    case FIELD_TYPE_PHONE:
        return check_phone(text) ? NULL : "not_a_phone";
    case FIELD_TYPE_TOKEN:
        return length > 0 && all_of(text, length, "_-ABCDEFGHIJKLMNOPQRSTUVWXYZ") ? NULL : "not_an_id";
    default:
        return NULL;
    }
}

static bool store_string(struct reader *reader, const struct field *field, const char *text, size_t length,
                         char *target)
{
    if (field->type != FIELD_TYPE_TEXT) {
        for (; length > 0 && text[0] == ' '; text++)
            length--;
        for (; length > 0 && text[length - 1] == ' ';)
            length--;
    }
    int64_t characters, seen;
    int64_t max = field->max == 0 ? TEXT_MAX : field->max;
    int64_t min = field->min == 0 && field->required ? 1 : field->min;
    if (!count_characters(text, length, field->type == FIELD_TYPE_TEXT, &characters, &seen))
        return reader_refuse(reader, field, "invalid_text");
    if (characters > max || (field->inline_text && length >= field->size))
        return reader_refuse_bounds(reader, "too_long", min, max);
    if (characters < min || (seen == 0 && min > 0))
        return reader_refuse_bounds(reader, seen == 0 ? "required" : "too_short", min, max);
    char *copy = field->inline_text ? target : arena_text(reader->arena, text, length);
    if (copy == NULL) {
        reader->out_of_memory = true;
        return false;
    }
    if (field->inline_text) {
        memcpy(target, text, length);
        target[length] = '\0';
    } else {
        memcpy(target, &copy, sizeof copy);
    }
    const char *fault = length == 0 ? NULL : text_fault(field, copy, length);
    return fault == NULL || reader_refuse(reader, field, fault);
}

static bool store_time(struct reader *reader, const struct field *field, const char *text, char *target)
{
    int32_t number = 0;
    int64_t unix_ms = 0;
    switch (field->type) {
    case FIELD_TYPE_DATE:
        if (!date_parse(text, &number))
            return reader_refuse(reader, field, "not_a_date");
        break;
    case FIELD_TYPE_MINUTE:
        if (!minute_parse(text, &number))
            return reader_refuse(reader, field, "not_a_time");
        break;
    default:
        if (!instant_parse(text, &unix_ms))
            return reader_refuse(reader, field, "not_a_time");
        break;
    }
    member_set_integer(field, field->type == FIELD_TYPE_INSTANT ? unix_ms : number, target);
    return true;
}

bool value_store_text(struct reader *reader, const struct field *field, const char *text, size_t length, char *target)
{
    switch (field->type) {
    case FIELD_TYPE_WORD: {
        int place = strlen(text) == length ? word_place(field->words, text) : -1;
        if (place < 0)
            return reader_refuse(reader, field, "unknown_value");
        member_set_integer(field, place, target);
        return true;
    }
    case FIELD_TYPE_DATE:
    case FIELD_TYPE_INSTANT:
    case FIELD_TYPE_MINUTE:
        return store_time(reader, field, text, target);
    case FIELD_TYPE_UUID: {
        struct uuid uuid;
        if (!uuid_parse(text, &uuid))
            return reader_refuse(reader, field, "not_an_id");
        memcpy(target, &uuid, sizeof uuid);
        return true;
    }
    default:
        return store_string(reader, field, text, length, target);
    }
}
