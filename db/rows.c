/* Reading results, and writing many rows at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/handle.h"
#include "db/statement.h"

static bool fail_rows(struct rows *rows)
{
    MYSQL_STMT *handle = rows->statement->handle;
    rows->failed = true;
    return db_fail(rows->db, mysql_stmt_errno(handle), mysql_stmt_error(handle), rows->statement->sql, rows->error);
}

/* A column was longer than its buffer: a larger one, and the column again. */
static bool widen_cut_columns(struct rows *rows)
{
    struct statement *statement = rows->statement;
    for (unsigned i = 0; i < statement->column_count; i++) {
        struct column *column = &statement->columns[i];
        MYSQL_BIND *bind = &statement->binds[i];
        if (bind->buffer_type != MYSQL_TYPE_STRING || column->null || column->length <= column->capacity)
            continue;
        size_t capacity = column->length * 2;
        char *wider = realloc(column->bytes, capacity);
        if (wider == NULL) {
            rows->failed = true;
            return error_set(rows->error, ERROR_INTERNAL, "out_of_memory", "a long column");
        }
        column->bytes = wider;
        column->capacity = capacity;
        bind->buffer = wider;
        bind->buffer_length = capacity;
        if (mysql_stmt_fetch_column(statement->handle, bind, i, 0) != 0)
            return fail_rows(rows);
    }
    return mysql_stmt_bind_result(statement->handle, statement->binds) == 0 || fail_rows(rows);
}

bool rows_next(struct rows *rows)
{
    if (rows->failed || rows->statement == NULL)
        return false;
    switch (mysql_stmt_fetch(rows->statement->handle)) {
    case 0:
        return true;
    case MYSQL_DATA_TRUNCATED:
        return widen_cut_columns(rows);
    case MYSQL_NO_DATA:
        return false;
    default:
        return fail_rows(rows);
    }
}

bool rows_end(struct rows *rows, struct error *error)
{
    if (rows->statement != NULL)
        mysql_stmt_free_result(rows->statement->handle);
    rows->statement = NULL;
    return !rows->failed && error->kind == ERROR_NONE;
}

static const struct column *column_of(const struct rows *rows, unsigned column)
{
    return &rows->statement->columns[column];
}

bool rows_null(const struct rows *rows, unsigned column)
{
    return column_of(rows, column)->null;
}

int64_t rows_int(const struct rows *rows, unsigned column)
{
    const struct column *from = column_of(rows, column);
    if (from->null)
        return 0;
    if (rows->statement->binds[column].buffer_type == MYSQL_TYPE_DOUBLE)
        return (int64_t)from->value.real; /* SUM() answers a decimal */
    return from->value.integer;
}

double rows_real(const struct rows *rows, unsigned column)
{
    const struct column *from = column_of(rows, column);
    return from->null ? 0 : from->value.real;
}

int64_t rows_time(const struct rows *rows, unsigned column)
{
    const struct column *from = column_of(rows, column);
    return from->null ? 0 : moment_to_ms(&from->value.time);
}

int32_t rows_date(const struct rows *rows, unsigned column)
{
    const struct column *from = column_of(rows, column);
    return from->null ? 0 : moment_to_day(&from->value.time);
}

struct uuid rows_uuid(const struct rows *rows, unsigned column)
{
    struct uuid uuid = {{0}};
    rows_copy(rows, column, uuid.bytes, sizeof uuid.bytes);
    return uuid;
}

size_t rows_copy(const struct rows *rows, unsigned column, void *buffer, size_t size)
{
    const struct column *from = column_of(rows, column);
    if (from->null)
        return 0;
    memcpy(buffer, from->bytes, from->length < size ? from->length : size);
    return from->length;
}

char *rows_text(struct rows *rows, unsigned column, struct arena *arena)
{
    const struct column *from = column_of(rows, column);
    if (from->null)
        return NULL;
    char *text = arena_text(arena, from->bytes, from->length);
    if (text == NULL) {
        rows->failed = true;
        error_set(rows->error, ERROR_INTERNAL, "out_of_memory", "rows_text");
    }
    return text;
}

int rows_word(const struct rows *rows, unsigned column, const char *const *words)
{
    const struct column *from = column_of(rows, column);
    for (int i = 0; !from->null && words[i] != NULL; i++)
        if (strlen(words[i]) == from->length && memcmp(words[i], from->bytes, from->length) == 0)
            return i;
    return -1;
}

/* ---- Many rows in one statement -----------------------------------------------------------------------------------
 */

enum { MOMENT_TEXT_SIZE = 40 };

/* Array binding of Connector/C: numbers as an array, everything else as an array of pointers with lengths. */
struct bulk {
    MYSQL_BIND binds[PARAMETERS_MAX];
    size_t count;
    struct arena *arena;
};

static bool add_bulk_bytes(struct bulk *bulk, unsigned i, char letter, const void *data)
{
    const char **pointers = arena_alloc(bulk->arena, bulk->count * sizeof *pointers);
    unsigned long *lengths = arena_alloc(bulk->arena, bulk->count * sizeof *lengths);
    char *indicators = arena_alloc(bulk->arena, bulk->count);
    if (pointers == NULL || lengths == NULL || indicators == NULL)
        return false;
    for (size_t row = 0; row < bulk->count; row++) {
        char moment[MOMENT_TEXT_SIZE];
        MYSQL_TIME time;
        switch (letter) {
        case 's':
            pointers[row] = ((const char *const *)data)[row];
            lengths[row] = pointers[row] == NULL ? 0 : strlen(pointers[row]);
            break;
        case 'u':
            pointers[row] = (const char *)((const struct uuid *)data)[row].bytes;
            lengths[row] = 16;
            if (uuid_is_none(&((const struct uuid *)data)[row]))
                pointers[row] = NULL;
            break;
        case 'h':
            pointers[row] = (const char *)data + row * 32;
            lengths[row] = 32;
            break;
        default: /* t, d: as text, since the width of MYSQL_TIME in arrays is not documented */
            time = letter == 't' ? moment_from_ms(((const int64_t *)data)[row])
                                 : moment_from_day(((const int32_t *)data)[row]);
            snprintf(moment, sizeof moment, "%04u-%02u-%02u %02u:%02u:%02u.%03lu", time.year % 10000, time.month % 100,
                     time.day % 100, time.hour % 100, time.minute % 100, time.second % 100,
                     time.second_part / 1000 % 1000);
            lengths[row] = letter == 't' ? strlen(moment) : 10;
            pointers[row] = arena_text(bulk->arena, moment, lengths[row]);
            if (pointers[row] == NULL)
                return false;
        }
        indicators[row] = pointers[row] == NULL ? STMT_INDICATOR_NULL : STMT_INDICATOR_NONE;
    }
    bulk->binds[i] = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_STRING, .buffer = pointers, .length = lengths};
    bulk->binds[i].u.indicator = indicators;
    return true;
}

static bool bind_bulk(struct bulk *bulk, const char *types, const void *const *data, unsigned *bound)
{
    unsigned i = 0;
    for (; types[i] != '\0'; i++) {
        if (i == PARAMETERS_MAX)
            return false;
        if (types[i] == 'i')
            bulk->binds[i] =
                (MYSQL_BIND){.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = (void *)(uintptr_t)data[i]}; /* only read */
        else if (!add_bulk_bytes(bulk, i, types[i], data[i]))
            return false;
    }
    *bound = i;
    return true;
}

bool execute_many(struct db *db, struct error *error, const char *sql, const char *types, size_t count,
                  const void *const *data)
{
    if (count == 0)
        return true;
    if (error->kind != ERROR_NONE || !db_reopen(db, error))
        return false;
    struct statement *statement = statement_get(db, sql, error);
    if (statement == NULL)
        return false;
    struct bulk bulk = {.count = count, .arena = arena_new()};
    unsigned bound = 0, size = (unsigned)count;
    bool done = false;
    if (bulk.arena == NULL || !bind_bulk(&bulk, types, data, &bound))
        error_set(error, ERROR_INTERNAL, "out_of_memory", "execute_many");
    else if (bound != mysql_stmt_param_count(statement->handle))
        error_set(error, ERROR_INTERNAL, "database_error", "%u parameters for: %.80s", bound, sql);
    else if (mysql_stmt_attr_set(statement->handle, STMT_ATTR_ARRAY_SIZE, &size) != 0 ||
             mysql_stmt_bind_param(statement->handle, bulk.binds) != 0 || mysql_stmt_execute(statement->handle) != 0)
        db_fail(db, mysql_stmt_errno(statement->handle), mysql_stmt_error(statement->handle), sql, error);
    else
        done = true;
    arena_free(bulk.arena);
    return done;
}
