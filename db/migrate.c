#include "db/migrate.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/handle.h"
#include "db/statement.h"

enum { NAME_SIZE = 101, MIGRATIONS_MAX = 2000 };

struct migration {
    int number;
    char name[NAME_SIZE];
};

/* NNNN_name.sql */
static bool parse_name(const char *file, struct migration *migration)
{
    size_t length = strlen(file);
    if (length < 10 || length >= NAME_SIZE || strspn(file, "0123456789") != 4 || file[4] != '_' ||
        strcmp(file + length - 4, ".sql") != 0)
        return false;
    migration->number = atoi(file);
    memcpy(migration->name, file, length + 1);
    return true;
}

static int compare_numbers(const void *a, const void *b)
{
    const struct migration *left = a, *right = b;
    return (left->number > right->number) - (left->number < right->number);
}

static struct migration *list_files(const char *directory, size_t *count, struct error *error)
{
    struct migration *found = calloc(MIGRATIONS_MAX, sizeof *found);
    DIR *folder = opendir(directory);
    if (found == NULL || folder == NULL) {
        error_set(error, ERROR_INTERNAL, "migration_failed", "cannot read the folder of migrations");
        free(found);
        if (folder != NULL)
            closedir(folder);
        return NULL;
    }
    *count = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL && *count < MIGRATIONS_MAX; entry = readdir(folder))
        *count += parse_name(entry->d_name, &found[*count]);
    closedir(folder);
    qsort(found, *count, sizeof *found, compare_numbers);
    for (size_t i = 1; i < *count; i++)
        if (found[i].number == found[i - 1].number)
            error_set(error, ERROR_INTERNAL, "migration_failed", "number %d twice", found[i].number);
    if (error->kind == ERROR_NONE)
        return found;
    free(found);
    return NULL;
}

static char *read_file(const char *directory, const char *name, struct error *error)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t length = 0;
    if (file == NULL || getdelim(&text, &length, '\0', file) < 0) {
        error_set(error, ERROR_INTERNAL, "migration_failed", "cannot read %s", name);
        free(text);
        text = NULL;
    }
    if (file != NULL)
        fclose(file);
    return text;
}

static bool run_sql(struct db *db, const char *sql, size_t length, struct error *error)
{
    if (mysql_real_query(db->mysql, sql, length) == 0) {
        MYSQL_RES *result = mysql_store_result(db->mysql);
        if (result != NULL)
            mysql_free_result(result);
        return true;
    }
    return error_set(error, ERROR_INTERNAL, "migration_failed", "error %u: %.150s", mysql_errno(db->mysql),
                     mysql_error(db->mysql));
}

/* Statements end with a semicolon at the end of a line; a statement therefore holds none there. */
static bool run_script(struct db *db, const char *name, const char *text, struct error *error)
{
    int line = 1;
    for (const char *from = text; *from != '\0';) {
        const char *end = strstr(from, ";\n");
        size_t length = end == NULL ? strlen(from) : (size_t)(end - from);
        bool blank = strspn(from, " \t\n") >= length;
        struct error failure = {0};
        if (!blank && !run_sql(db, from, length, &failure))
            return error_set(error, ERROR_INTERNAL, "migration_failed", "%.60s, statement at line %d: %.110s", name,
                             line, failure.detail);
        for (const char *at = from; at < from + length; at++)
            line += *at == '\n';
        from += length + (end == NULL ? 0 : 1);
    }
    return true;
}

static bool is_applied(struct db *db, int number, bool *applied, struct error *error)
{
    int64_t one = 0;
    *applied = query_int(db, &one, error, "SELECT 1 FROM migration WHERE number = ?", "i", (int64_t)number);
    return error->kind == ERROR_NONE;
}

static bool apply_all(struct db *db, const char *directory, const struct migration *files, size_t count, int *applied,
                      struct error *error)
{
    int64_t newest = 0;
    if (!query_int(db, &newest, error, "SELECT COALESCE(MAX(number), 0) FROM migration", ""))
        return false;
    if (count == 0 || newest > files[count - 1].number)
        return error_set(error, ERROR_INTERNAL, "migration_newer", "the database is at %d, newer than this program",
                         (int)newest);
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        if (!is_applied(db, files[i].number, &known, error))
            return false;
        if (known)
            continue;
        char *text = read_file(directory, files[i].name, error);
        bool done = text != NULL && run_script(db, files[i].name, text, error) &&
                    execute(db, NULL, error, "INSERT INTO migration (number, name) VALUES (?, ?)", "is",
                            (int64_t)files[i].number, files[i].name);
        free(text);
        if (!done)
            return false;
        ++*applied;
    }
    return true;
}

static const char make_table[] = "CREATE TABLE IF NOT EXISTS migration ("
                                 "number INT NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL, "
                                 "applied_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)"
                                 ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci";

bool migrate(struct db *db, const char *directory, int *applied, struct error *error)
{
    int done = 0;
    size_t count = 0;
    struct migration *files = list_files(directory, &count, error);
    if (files == NULL)
        return false;
    int64_t locked = 0;
    static const char unlimited[] = "SET SESSION max_statement_time = 0";
    static const char limited[] = "SET SESSION max_statement_time = 10";
    bool ok = db_reopen(db, error) && run_sql(db, unlimited, strlen(unlimited), error);
    if (ok && !query_int(db, &locked, error, "SELECT GET_LOCK(CONCAT(DATABASE(), '.migrate'), 60)", ""))
        ok = error_set(error, ERROR_INTERNAL, "migration_failed", "no lock");
    else if (ok && locked != 1)
        ok = error_set(error, ERROR_BUSY, "migration_failed", "another instance has been migrating for 60 s");
    ok = ok && run_sql(db, make_table, strlen(make_table), error) &&
         apply_all(db, directory, files, count, &done, error);
    if (locked == 1 && !db->lost) {
        struct error ignored = {0};
        int64_t released = 0;
        if (!query_int(db, &released, &ignored, "SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.migrate'))", "") ||
            !run_sql(db, limited, strlen(limited), &ignored))
            db->lost = true; /* a new connection begins clean */
    }
    free(files);
    if (applied != NULL)
        *applied = done;
    return ok;
}
