#include "services/demo/table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_text(struct table *table, struct error *error)
{
    FILE *file = fopen(table->path, "re");
    size_t size = 0, room = 0;

    if (file == NULL)
        return error_set(error, ERROR_INTERNAL, "bad_data", "%s: %s", table->path, strerror(errno));
    do {
        char *grown = realloc(table->text, room += 16384);
        if (grown == NULL)
            break;
        table->text = grown;
        size += fread(table->text + size, 1, room - size - 1, file);
    } while (size == room - 1);
    bool good = table->text != NULL && feof(file) && !ferror(file);
    fclose(file);
    if (good)
        table->text[size] = '\0';
    return good || error_set(error, ERROR_INTERNAL, "bad_data", "%s cannot be read", table->path);
}

/* Ends the cell at `at` and returns what follows it; `*last` tells that it was the line's last. Quotes are undone in
 * place: the text only gets shorter. */
static char *cut_cell(char *at, char **cell, bool *last)
{
    char *out = at;
    bool quoted = *at == '"';

    *cell = out;
    at += quoted;
    while (*at != '\0' && (quoted || (*at != ',' && *at != '\n'))) {
        if (quoted && *at == '"') {
            at++;
            if (*at != '"') {
                quoted = false;
                continue;
            }
        }
        *out++ = *at++;
    }
    *last = *at != ',';
    char *next = *at == '\0' ? at : at + 1;
    *out = '\0';
    return next;
}

static bool add_cell(struct table *table, size_t count, size_t *room, char *cell)
{
    if (count == *room) {
        char **grown = realloc(table->cells, (*room = *room * 2 + 64) * sizeof *grown);
        if (grown == NULL)
            return false;
        table->cells = grown;
    }
    table->cells[count] = cell;
    return true;
}

static bool cut_cells(struct table *table, struct error *error)
{
    size_t count = 0, room = 0, line = 1;

    for (char *at = table->text; *at != '\0'; line++) {
        size_t first = count;
        bool last = false;
        while (!last) {
            char *cell;
            at = cut_cell(at, &cell, &last);
            if (!add_cell(table, count++, &room, cell))
                return error_set(error, ERROR_INTERNAL, "internal", "out of memory");
        }
        if (line == 1)
            table->columns = count;
        else if (count - first != table->columns)
            return error_set(error, ERROR_INTERNAL, "bad_data", "%s:%zu: %zu cells, not %zu", table->path, line,
                             count - first, table->columns);
    }
    if (line < 2)
        return error_set(error, ERROR_INTERNAL, "bad_data", "%s is empty", table->path);
    table->rows = line - 2;
    return true;
}

bool table_read(struct table *table, const char *folder, const char *name, struct error *error)
{
    *table = (struct table){0};
    if (asprintf(&table->path, "%s/%s", folder, name) < 0) {
        table->path = NULL;
        return error_set(error, ERROR_INTERNAL, "internal", "out of memory");
    }
    return read_text(table, error) && cut_cells(table, error);
}

void table_free(struct table *table)
{
    free(table->path);
    free(table->text);
    free(table->cells);
    *table = (struct table){0};
}

const char *table_cell(const struct table *table, size_t row, const char *column)
{
    for (size_t i = 0; i < table->columns; i++) {
        if (strcmp(table->cells[i], column) == 0)
            return table->cells[(row + 1) * table->columns + i];
    }
    fprintf(stderr, "%s has no column %s\n", table->path, column);
    abort(); /* our own file, our own code: not a thing of running */
}

double table_number(const struct table *table, size_t row, const char *column)
{
    return strtod(table_cell(table, row, column), NULL);
}

char *next_word(const char **list, char separator, char *word, size_t size)
{
    size_t length = 0;

    while (**list == separator)
        (*list)++;
    if (**list == '\0')
        return NULL;
    for (; **list != '\0' && **list != separator; (*list)++) {
        if (length + 1 < size)
            word[length++] = **list;
    }
    word[length] = '\0';
    return word;
}
