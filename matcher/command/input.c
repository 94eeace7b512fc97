/* JSON to values, with the place of every fault. */
#include "matcher/command/input.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void where(struct input *input, char *text, size_t size)
{
    int used = snprintf(text, size, "%s", input->file == NULL ? "vahetus-match" : input->file);

    if (input->line > 0 && used >= 0 && (size_t)used < size)
        used += snprintf(text + used, size - (size_t)used, ":%d", input->line);
    if (used >= 0 && (size_t)used < size)
        used += snprintf(text + used, size - (size_t)used, ": ");
    if (input->path[0] != '\0' && used >= 0 && (size_t)used < size)
        snprintf(text + used, size - (size_t)used, "%s: ", input->path);
}

bool input_fault(struct input *input, const char *format, ...)
{
    va_list arguments;
    char text[300];

    if (input->outcome != OUTCOME_SOLVED)
        return false;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    where(input, input->message, sizeof input->message);
    size_t used = strlen(input->message);
    snprintf(input->message + used, sizeof input->message - used, "%s", text);
    input->outcome = OUTCOME_BAD_INPUT;
    return false;
}

bool input_no_memory(struct input *input)
{
    if (input->outcome == OUTCOME_SOLVED) {
        snprintf(input->message, sizeof input->message, "out of memory");
        input->outcome = OUTCOME_MACHINE;
    }
    return false;
}

/* ---- Paths ---- */

size_t input_down(struct input *input, const char *member)
{
    size_t mark = strlen(input->path);

    snprintf(input->path + mark, sizeof input->path - mark, "%s%.80s", mark > 0 ? "." : "", member);
    return mark;
}

size_t input_down_at(struct input *input, size_t index)
{
    size_t mark = strlen(input->path);

    snprintf(input->path + mark, sizeof input->path - mark, "[%zu]", index);
    return mark;
}

void input_up(struct input *input, size_t mark)
{
    if (input->outcome == OUTCOME_SOLVED)
        input->path[mark] = '\0';
}

/* ---- Files ---- */

static bool parse_fault(struct input *input, const json_error_t *error)
{
    if (json_error_code(error) == json_error_out_of_memory)
        return input_no_memory(input);
    if (input->line == 0)
        input->line = error->line > 0 ? error->line : 1;
    return input_fault(input, "%s", error->text);
}

json_t *input_load(struct input *input, const char *file)
{
    json_error_t error;

    input->file = file;
    input->line = 0;
    input->path[0] = '\0';
    FILE *stream = fopen(file, "rb");
    if (stream == NULL) {
        input_fault(input, "%s", strerror(errno));
        return NULL;
    }
    json_t *root = json_loadf(stream, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL && ferror(stream)) /* a folder, a disk that fails */
        input_fault(input, "cannot be read");
    else if (root == NULL)
        parse_fault(input, &error);
    fclose(stream);
    return root;
}

static bool take_line(struct input *input, const char *text, size_t length,
                      bool (*take)(void *context, struct input *input, json_t *object), void *context)
{
    json_error_t error;
    json_t *object = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);

    input->path[0] = '\0';
    if (object == NULL)
        return parse_fault(input, &error);
    bool taken = input_is_object(input, object) && take(context, input, object);
    json_decref(object);
    return taken;
}

bool input_lines(struct input *input, const char *file,
                 bool (*take)(void *context, struct input *input, json_t *object), void *context)
{
    char *text = NULL;
    size_t room = 0;
    ssize_t length;
    bool ok = true;

    input->file = file;
    input->line = 0;
    input->path[0] = '\0';
    FILE *stream = fopen(file, "rb");
    if (stream == NULL)
        return input_fault(input, "%s", strerror(errno));
    errno = 0;
    while (ok && (length = getline(&text, &room, stream)) >= 0) {
        input->line++;
        if (length > 0 && text[length - 1] == '\n')
            length--;
        ok = take_line(input, text, (size_t)length, take, context);
    }
    if (ok && errno == ENOMEM)
        ok = input_no_memory(input);
    if (ok && ferror(stream))
        ok = input_fault(input, "cannot be read");
    free(text);
    fclose(stream);
    return ok;
}

/* ---- Members ---- */

bool input_is_object(struct input *input, const json_t *value)
{
    return json_is_object(value) || input_fault(input, "must be an object");
}

bool input_is_array(struct input *input, const json_t *value)
{
    return json_is_array(value) || input_fault(input, "must be a list");
}

bool input_only(struct input *input, const json_t *object, const char *const *known)
{
    void *iterator;

    if (!input_is_object(input, object))
        return false;
    for (iterator = json_object_iter((json_t *)(uintptr_t)object); iterator != NULL;
         iterator = json_object_iter_next((json_t *)(uintptr_t)object, iterator)) {
        const char *key = json_object_iter_key(iterator);
        size_t i = 0;
        while (known[i] != NULL && strcmp(known[i], key) != 0)
            i++;
        if (known[i] == NULL) {
            input_down(input, key);
            return input_fault(input, "unknown key");
        }
    }
    return true;
}

json_t *input_member(struct input *input, const json_t *object, const char *name, bool required)
{
    json_t *value = json_object_get(object, name);

    if (value == NULL && required) {
        input_down(input, name);
        input_fault(input, "is missing");
    }
    return !required && json_is_null(value) ? NULL : value;
}

bool input_integer(struct input *input, const json_t *value, int64_t least, int64_t most, int64_t *out)
{
    if (!json_is_integer(value))
        return input_fault(input, "must be an integer");
    json_int_t number = json_integer_value(value);
    if (number < least || number > most)
        return input_fault(input, "must be %lld to %lld, not %lld", (long long)least, (long long)most,
                           (long long)number);
    *out = number;
    return true;
}

bool input_integer_member(struct input *input, const json_t *object, const char *name, int64_t least, int64_t most,
                          int64_t *out)
{
    json_t *value = json_object_get(object, name);

    if (value == NULL)
        return true;
    size_t mark = input_down(input, name);
    if (!input_integer(input, value, least, most, out))
        return false;
    input_up(input, mark);
    return true;
}

bool input_bool_member(struct input *input, const json_t *object, const char *name, bool *out)
{
    json_t *value = json_object_get(object, name);

    if (value == NULL)
        return true;
    size_t mark = input_down(input, name);
    if (!json_is_boolean(value))
        return input_fault(input, "must be true or false");
    *out = json_is_true(value);
    input_up(input, mark);
    return true;
}

bool input_number_member(struct input *input, const json_t *object, const char *name, double least, double most,
                         double *out)
{
    json_t *value = input_member(input, object, name, true);

    if (value == NULL)
        return false;
    size_t mark = input_down(input, name);
    if (!json_is_number(value))
        return input_fault(input, "must be a number");
    *out = json_number_value(value);
    if (!(*out >= least && *out <= most))
        return input_fault(input, "must be %g to %g", least, most);
    input_up(input, mark);
    return true;
}

const char *input_string(struct input *input, const json_t *value)
{
    if (!json_is_string(value)) {
        input_fault(input, "must be a string");
        return NULL;
    }
    if (json_string_length(value) == 0) {
        input_fault(input, "must not be empty");
        return NULL;
    }
    if (strlen(json_string_value(value)) != json_string_length(value)) {
        input_fault(input, "must not contain NUL");
        return NULL;
    }
    return json_string_value(value);
}

/* ---- Names ---- */

bool names_open(struct names *names, const char *what, size_t most)
{
    *names = (struct names){.numbers = json_object(), .most = most, .what = what};
    return names->numbers != NULL;
}

void names_close(struct names *names)
{
    json_decref(names->numbers);
    free(names->names);
    *names = (struct names){0};
}

size_t names_find(const struct names *names, const char *name)
{
    const json_t *number = json_object_get(names->numbers, name);

    return number == NULL ? SIZE_MAX : (size_t)json_integer_value(number);
}

static size_t names_add(struct names *names, struct input *input, const char *name)
{
    if (names->count == names->most) {
        input_fault(input, "more than %zu different %s", names->most, names->what);
        return SIZE_MAX;
    }
    if (names->count == names->room) {
        size_t room = names->room == 0 ? 16 : names->room * 2;
        const char **grown = realloc(names->names, room * sizeof *grown);
        if (grown == NULL) {
            input_no_memory(input);
            return SIZE_MAX;
        }
        names->names = grown;
        names->room = room;
    }
    if (json_object_set_new(names->numbers, name, json_integer((json_int_t)names->count)) != 0) {
        input_no_memory(input);
        return SIZE_MAX;
    }
    names->names[names->count] = json_object_iter_key(json_object_iter_at(names->numbers, name));
    return names->count++;
}

size_t names_intern(struct names *names, struct input *input, const json_t *value)
{
    const char *name = input_string(input, value);

    if (name == NULL)
        return SIZE_MAX;
    size_t number = names_find(names, name);
    return number != SIZE_MAX ? number : names_add(names, input, name);
}
