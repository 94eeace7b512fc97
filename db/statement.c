#include "db/statement.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "db/handle.h"

enum { IN_LIST_MAX = 64, FIRST_BYTES = 128 };

struct parameters {
    MYSQL_BIND binds[PARAMETERS_MAX];
    union {
        int64_t integer;
        double real;
        MYSQL_TIME time;
    } values[PARAMETERS_MAX];
    unsigned long lengths[PARAMETERS_MAX];
    unsigned count;
};

void statement_close(struct statement *statement)
{
    if (statement->handle != NULL)
        mysql_stmt_close(statement->handle);
    for (unsigned i = 0; i < statement->column_count; i++)
        free(statement->columns[i].bytes);
    free(statement->columns);
    free(statement->binds);
    *statement = (struct statement){0};
}

static void bind_column(struct statement *statement, unsigned i, enum enum_field_types type)
{
    struct column *column = &statement->columns[i];
    MYSQL_BIND *bind = &statement->binds[i];
    *bind = (MYSQL_BIND){.length = &column->length, .is_null = &column->null, .error = &column->cut};
    switch (type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_YEAR:
        bind->buffer_type = MYSQL_TYPE_LONGLONG;
        bind->buffer = &column->value.integer;
        break;
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_DOUBLE:
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL:
        bind->buffer_type = MYSQL_TYPE_DOUBLE;
        bind->buffer = &column->value.real;
        break;
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_NEWDATE:
    case MYSQL_TYPE_DATETIME:
    case MYSQL_TYPE_TIMESTAMP:
        bind->buffer_type = MYSQL_TYPE_DATETIME;
        bind->buffer = &column->value.time;
        break;
    default:
        bind->buffer_type = MYSQL_TYPE_STRING;
        bind->buffer = column->bytes;
        bind->buffer_length = column->capacity;
        break;
    }
}

static bool describe_columns(struct statement *statement)
{
    MYSQL_RES *description = mysql_stmt_result_metadata(statement->handle);
    if (description == NULL)
        return true;
    unsigned count = mysql_num_fields(description);
    statement->columns = calloc(count, sizeof *statement->columns);
    statement->binds = calloc(count, sizeof *statement->binds);
    bool ok = statement->columns != NULL && statement->binds != NULL;
    for (unsigned i = 0; ok && i < count; i++) {
        struct column *column = &statement->columns[i];
        column->bytes = malloc(FIRST_BYTES);
        column->capacity = FIRST_BYTES;
        statement->column_count = i + 1;
        ok = column->bytes != NULL;
        bind_column(statement, i, mysql_fetch_field_direct(description, i)->type);
    }
    mysql_free_result(description);
    return ok;
}

static size_t slot_of(const char *sql)
{
    return (size_t)(((uintptr_t)sql >> 3) * 0x9e3779b97f4a7c15u >> 32) % STATEMENT_SLOTS;
}

struct statement *statement_get(struct db *db, const char *sql, struct error *error)
{
    size_t slot = slot_of(sql);
    while (db->statements[slot].sql != NULL && db->statements[slot].sql != sql)
        slot = (slot + 1) % STATEMENT_SLOTS;
    struct statement *statement = &db->statements[slot];
    if (statement->sql != NULL)
        return statement;
    if (db->statement_count == STATEMENT_SLOTS - 1) {
        error_set(error, ERROR_INTERNAL, "database_error", "too many prepared statements");
        return NULL;
    }
    statement->handle = mysql_stmt_init(db->mysql);
    if (statement->handle == NULL) {
        error_set(error, ERROR_INTERNAL, "out_of_memory", "mysql_stmt_init");
        return NULL;
    }
    if (mysql_stmt_prepare(statement->handle, sql, strlen(sql)) != 0) {
        db_fail(db, mysql_stmt_errno(statement->handle), mysql_stmt_error(statement->handle), sql, error);
        statement_close(statement);
        return NULL;
    }
    if (!describe_columns(statement)) {
        statement_close(statement);
        error_set(error, ERROR_INTERNAL, "out_of_memory", "columns");
        return NULL;
    }
    statement->sql = sql;
    db->statement_count++;
    return statement;
}

static void add_bytes(struct parameters *parameters, const void *bytes, size_t length)
{
    unsigned i = parameters->count;
    MYSQL_BIND *bind = &parameters->binds[i];
    parameters->lengths[i] = length;
    bind->buffer_type = bytes == NULL ? MYSQL_TYPE_NULL : MYSQL_TYPE_STRING;
    bind->buffer = (void *)(uintptr_t)bytes; /* only read */
    bind->buffer_length = length;
    bind->length = &parameters->lengths[i];
}

static void add_value(struct parameters *parameters, enum enum_field_types type)
{
    MYSQL_BIND *bind = &parameters->binds[parameters->count];
    bind->buffer_type = type;
    bind->buffer = &parameters->values[parameters->count];
    bind->buffer_length = sizeof parameters->values[0];
}

/* The next parameter of one letter; the letters with a flag (I, R, D) read it first. */
static bool add_parameter(struct parameters *parameters, char letter, va_list *arguments)
{
    if (parameters->count == PARAMETERS_MAX)
        return false;
    unsigned i = parameters->count;
    parameters->binds[i] = (MYSQL_BIND){0};
    bool present = letter != 'I' && letter != 'R' && letter != 'D' ? true : va_arg(*arguments, int) != 0;
    const void *bytes;
    switch (letter) {
    case 's':
        bytes = va_arg(*arguments, const char *);
        add_bytes(parameters, bytes, bytes == NULL ? 0 : strlen(bytes));
        break;
    case 'b':
        bytes = va_arg(*arguments, const void *);
        add_bytes(parameters, bytes, va_arg(*arguments, size_t));
        break;
    case 'u':
        bytes = va_arg(*arguments, const struct uuid *);
        add_bytes(parameters, bytes == NULL || uuid_is_none(bytes) ? NULL : bytes, 16);
        break;
    case 'h':
        bytes = va_arg(*arguments, const unsigned char *);
        add_bytes(parameters, bytes, 32);
        break;
    case 'i':
    case 'I':
        parameters->values[i].integer = va_arg(*arguments, int64_t);
        add_value(parameters, MYSQL_TYPE_LONGLONG);
        break;
    case 'r':
    case 'R':
        parameters->values[i].real = va_arg(*arguments, double);
        add_value(parameters, MYSQL_TYPE_DOUBLE);
        break;
    case 't':
        parameters->values[i].time = moment_from_ms(va_arg(*arguments, int64_t));
        add_value(parameters, MYSQL_TYPE_DATETIME);
        break;
    case 'd':
    case 'D':
        parameters->values[i].time = moment_from_day(va_arg(*arguments, int32_t));
        add_value(parameters, MYSQL_TYPE_DATE);
        break;
    default:
        return false;
    }
    if (!present)
        parameters->binds[i].buffer_type = MYSQL_TYPE_NULL;
    parameters->count++;
    return true;
}

static struct statement *run_once(struct db *db, const char *sql, struct parameters *parameters, struct error *error)
{
    if (!db_reopen(db, error))
        return NULL;
    struct statement *statement = statement_get(db, sql, error);
    if (statement == NULL)
        return NULL;
    if (mysql_stmt_param_count(statement->handle) != parameters->count) {
        error_set(error, ERROR_INTERNAL, "database_error", "%u parameters for: %.80s", parameters->count, sql);
        return NULL;
    }
    if ((parameters->count > 0 && mysql_stmt_bind_param(statement->handle, parameters->binds) != 0) ||
        mysql_stmt_execute(statement->handle) != 0 ||
        (statement->column_count > 0 && (mysql_stmt_bind_result(statement->handle, statement->binds) != 0 ||
                                         mysql_stmt_store_result(statement->handle) != 0))) {
        db_fail(db, mysql_stmt_errno(statement->handle), mysql_stmt_error(statement->handle), sql, error);
        return NULL;
    }
    return statement;
}

/* Outside a transaction a statement that lost a race had no effect and is run again; so is, once, one whose connection
 * was lost. */
static struct statement *run(struct db *db, const char *sql, struct parameters *parameters, struct error *error)
{
    if (db->in_transaction)
        return run_once(db, sql, parameters, error);
    bool reopened = false;
    for (int try = 0;; try++) {
        db->again = false;
        struct statement *statement = run_once(db, sql, parameters, error);
        if (statement != NULL || !db->again || try + 1 == TRIES_MAX || (db->lost && reopened))
            return statement;
        reopened |= db->lost;
        *error = (struct error){0};
        if (!db->lost)
            db_wait(try);
    }
}

static struct statement *run_listed(struct db *db, struct error *error, const char *sql, const char *types,
                                    va_list *arguments)
{
    if (error->kind != ERROR_NONE)
        return NULL;
    struct parameters parameters;
    parameters.count = 0;
    for (const char *letter = types; *letter != '\0'; letter++) {
        if (!add_parameter(&parameters, *letter, arguments)) {
            error_set(error, ERROR_INTERNAL, "database_error", "parameter types of: %.80s", sql);
            return NULL;
        }
    }
    return run(db, sql, &parameters, error);
}

bool query(struct db *db, struct rows *rows, struct error *error, const char *sql, const char *types, ...)
{
    va_list arguments;
    va_start(arguments, types);
    *rows = (struct rows){.db = db, .error = error, .statement = run_listed(db, error, sql, types, &arguments)};
    va_end(arguments);
    return rows->statement != NULL;
}

bool execute(struct db *db, uint64_t *affected, struct error *error, const char *sql, const char *types, ...)
{
    va_list arguments;
    va_start(arguments, types);
    struct statement *statement = run_listed(db, error, sql, types, &arguments);
    va_end(arguments);
    if (statement == NULL)
        return false;
    if (affected != NULL)
        *affected = mysql_stmt_affected_rows(statement->handle);
    return true;
}

bool query_int(struct db *db, int64_t *value, struct error *error, const char *sql, const char *types, ...)
{
    va_list arguments;
    va_start(arguments, types);
    struct rows rows = {.db = db, .error = error, .statement = run_listed(db, error, sql, types, &arguments)};
    va_end(arguments);
    if (rows.statement == NULL)
        return false;
    bool found = rows_next(&rows);
    if (found)
        *value = rows_int(&rows, 0);
    return rows_end(&rows, error) && found;
}

size_t in_list_size(size_t count)
{
    size_t size = 1;
    while (size < count && size < IN_LIST_MAX)
        size *= 2;
    return size;
}

const char *query_text(struct db *db, const char *format, size_t size, struct error *error)
{
    for (struct list_text *known = db->list_texts; known != NULL; known = known->next)
        if (known->format == format && known->size == size)
            return known->text;
    size_t lists = 0;
    for (const char *at = strstr(format, "%s"); at != NULL; at = strstr(at + 2, "%s"))
        lists++;
    struct list_text *made = malloc(sizeof *made + strlen(format) + lists * size * 2 + 1);
    if (made == NULL) {
        error_set(error, ERROR_INTERNAL, "out_of_memory", "query_text");
        return NULL;
    }
    char *to = made->text;
    for (const char *from = format; *from != '\0';) {
        if (strncmp(from, "%s", 2) != 0) {
            *to++ = *from++;
            continue;
        }
        for (size_t i = 0; i < size; i++) {
            *to++ = '?';
            *to++ = ',';
        }
        to--; /* the last comma */
        from += 2;
    }
    *to = '\0';
    made->format = format;
    made->size = size;
    made->next = db->list_texts;
    db->list_texts = made;
    return made->text;
}

bool query_ids(struct db *db, struct rows *rows, struct error *error, const char *format, const struct uuid *ids,
               size_t count)
{
    *rows = (struct rows){.db = db, .error = error};
    if (error->kind != ERROR_NONE)
        return false;
    if (count == 0 || count > IN_LIST_MAX)
        return error_set(error, ERROR_INTERNAL, "database_error", "%zu ids", count);
    size_t size = in_list_size(count);
    const char *sql = query_text(db, format, size, error);
    if (sql == NULL)
        return false;
    struct parameters parameters;
    parameters.count = 0;
    for (const char *at = strstr(format, "%s"); at != NULL; at = strstr(at + 2, "%s")) {
        for (size_t i = 0; i < size; i++) {
            if (parameters.count == PARAMETERS_MAX)
                return error_set(error, ERROR_INTERNAL, "database_error", "too many ids in: %.80s", format);
            parameters.binds[parameters.count] = (MYSQL_BIND){0};
            add_bytes(&parameters, &ids[i < count ? i : count - 1], 16);
            parameters.count++;
        }
    }
    rows->statement = run(db, sql, &parameters, error);
    return rows->statement != NULL;
}
