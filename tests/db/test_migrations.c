/* Migrations: run twice, after a kill at every statement and at any moment, side by side; and equal to schema.sql. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "db/migrate.h"
#include "tests/db/database.h"

enum { TEXT_MAX = 1 << 20, FILES_MAX = 100 };

static const char *source_path(const char *name)
{
    static char path[4096];
    const char *source = getenv("srcdir");
    snprintf(path, sizeof path, "%s/db/%s", source == NULL ? "." : source, name);
    return path;
}

static char *read_text(const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL)
        fail_msg("cannot read %s", path);
    char *text = calloc(1, TEXT_MAX);
    size_t length = fread(text, 1, TEXT_MAX - 1, file);
    fclose(file);
    assert_in_range(length, 1, TEXT_MAX - 2);
    return text;
}

/* Runs the first `limit` statements of a script; answers how many it has. */
static int run_statements(struct db *db, const char *script, int limit)
{
    char *text = strdup(script);
    int count = 0;
    for (char *rest = text, *end; (end = strstr(rest, ";\n")) != NULL; rest = end + 2) {
        *end = '\0';
        if (count++ < limit)
            must(db, rest);
    }
    free(text);
    return count;
}

/* Everything that the server knows of a schema, as text, without the schema's own name. */
static char *describe(struct db *db)
{
    static const char *const queries[] = {
        "SELECT table_name, table_type, engine, table_collation FROM information_schema.tables "
        "WHERE table_schema = DATABASE() ORDER BY 1",
        "SELECT table_name, ordinal_position, column_name, column_type, is_nullable, column_default, collation_name, "
        "extra, generation_expression, column_comment FROM information_schema.columns "
        "WHERE table_schema = DATABASE() ORDER BY 1, 2",
        "SELECT table_name, index_name, non_unique, seq_in_index, column_name FROM information_schema.statistics "
        "WHERE table_schema = DATABASE() ORDER BY 1, 2, 4",
        "SELECT table_name, constraint_name, check_clause FROM information_schema.check_constraints "
        "WHERE constraint_schema = DATABASE() ORDER BY 1, 2",
        "SELECT k.table_name, k.constraint_name, k.ordinal_position, k.column_name, k.referenced_table_name, "
        "k.referenced_column_name, r.delete_rule, r.update_rule FROM information_schema.key_column_usage k "
        "LEFT JOIN information_schema.referential_constraints r ON r.constraint_schema = k.constraint_schema "
        "AND r.table_name = k.table_name AND r.constraint_name = k.constraint_name "
        "WHERE k.constraint_schema = DATABASE() ORDER BY 1, 2, 3, 4, 5, 6",
        "SELECT trigger_name, event_object_table, event_manipulation, action_timing, action_statement "
        "FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY 1",
        "SELECT table_name, REPLACE(view_definition, CONCAT('`', DATABASE(), '`'), '') FROM information_schema.views "
        "WHERE table_schema = DATABASE() ORDER BY 1",
    };
    char *text = calloc(1, TEXT_MAX);
    size_t used = 0;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        must(db, "SET SESSION max_statement_time = 0");
        if (mysql_real_query(db->mysql, queries[i], strlen(queries[i])) != 0)
            fail_msg("%s: %s", queries[i], mysql_error(db->mysql));
        MYSQL_RES *result = mysql_store_result(db->mysql);
        for (MYSQL_ROW row = mysql_fetch_row(result); row != NULL; row = mysql_fetch_row(result))
            for (unsigned j = 0; j < mysql_num_fields(result); j++)
                used += (size_t)snprintf(text + used, TEXT_MAX - used, "%s%s", row[j] == NULL ? "-" : row[j],
                                         j + 1 == mysql_num_fields(result) ? "\n" : " ");
        mysql_free_result(result);
        assert_true(used < TEXT_MAX);
    }
    return text;
}

/* Names the first line in which two descriptions differ. */
static void must_be_equal(const char *a, const char *b)
{
    size_t line = 0;
    for (size_t i = 0; a[i] != '\0' || b[i] != '\0'; i++) {
        if (a[i] != b[i])
            fail_msg("differ:\n%.300s\n%.300s", a + line, b + line);
        if (a[i] == '\n')
            line = i + 1;
    }
}

static char *migrated(const char *name)
{
    struct error error = {0};
    database_make(name);
    struct db *db = database_connect();
    if (!migrate(db, source_path("migrations"), NULL, &error))
        fail_msg("%s", error.detail);
    char *text = describe(db);
    database_drop(db);
    return text;
}

static void schema_sql_is_what_migrations_add_up_to(void **state)
{
    (void)state;
    char *expected = migrated("vahetus_schema");
    char *script = read_text(source_path("schema.sql"));
    database_make("vahetus_schema");
    struct db *db = database_connect();
    run_statements(db, script, 100000);
    char *text = describe(db);
    must_be_equal(expected, text);
    database_drop(db);
    free(text);
    free(script);
    free(expected);
}

static void migrations_run_twice(void **state)
{
    (void)state;
    struct error error = {0};
    int applied = 0;
    database_make("vahetus_twice");
    struct db *db = database_connect();
    assert_true(migrate(db, source_path("migrations"), &applied, &error));
    assert_true(applied >= 9);
    assert_true(migrate(db, source_path("migrations"), &applied, &error));
    assert_int_equal(applied, 0);
    must(db, "DELETE FROM migration"); /* killed before each row was written */
    assert_true(migrate(db, source_path("migrations"), &applied, &error));
    assert_true(applied >= 9);
    must(db, "INSERT INTO migration (number, name) VALUES (9999, 'later')");
    assert_false(migrate(db, source_path("migrations"), &applied, &error));
    assert_string_equal(error.code, "migration_newer");
    database_drop(db);
}

/* Killed after 1 statement and begun again, killed after 2 ... of every file. */
static void each_statement_is_safe_to_run_again(void **state)
{
    (void)state;
    struct error error = {0};
    char *expected = migrated("vahetus_again");
    char name[200];
    database_make("vahetus_again");
    struct db *db = database_connect();
    FILE *list = popen("ls \"${srcdir:-.}\"/db/migrations/*.sql", "r");
    while (fgets(name, sizeof name, list) != NULL) {
        name[strcspn(name, "\n")] = '\0';
        char *script = read_text(name);
        int count = run_statements(db, script, 0);
        for (int limit = 1; limit <= count; limit++)
            run_statements(db, script, limit);
        free(script);
    }
    pclose(list);
    assert_true(migrate(db, source_path("migrations"), NULL, &error));
    char *text = describe(db);
    must_be_equal(expected, text);
    database_drop(db);
    free(text);
    free(expected);
}

static void a_killed_run_is_simply_run_again(void **state)
{
    (void)state;
    char *expected = migrated("vahetus_killed");
    for (int delay_ms = 10; delay_ms <= 400; delay_ms = delay_ms * 3 / 2) {
        database_make("vahetus_killed");
        pid_t child = fork();
        if (child == 0) {
            struct error error = {0};
            struct db *db = database_connect();
            _exit(migrate(db, source_path("migrations"), NULL, &error) ? 0 : 1);
        }
        usleep((useconds_t)delay_ms * 1000);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        struct error error = {0};
        struct db *db = database_connect();
        if (!migrate(db, source_path("migrations"), NULL, &error))
            fail_msg("after %d ms: %s", delay_ms, error.detail);
        char *text = describe(db);
        must_be_equal(expected, text);
        database_drop(db);
        free(text);
    }
    free(expected);
}

static void instances_that_start_together_migrate_once(void **state)
{
    (void)state;
    database_make("vahetus_together");
    pid_t children[4];
    for (int i = 0; i < 4; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct error error = {0};
            struct db *db = database_connect();
            _exit(migrate(db, source_path("migrations"), NULL, &error) ? 0 : 1);
        }
    }
    for (int i = 0; i < 4; i++) {
        int status = 1;
        waitpid(children[i], &status, 0);
        assert_int_equal(status, 0);
    }
    database_drop(database_connect());
}

static void a_failing_statement_names_its_file_and_line(void **state)
{
    (void)state;
    char folder[] = "/tmp/vahetus-migrations-XXXXXX", path[200];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/0001_wrong.sql", folder);
    FILE *file = fopen(path, "w");
    fputs("CREATE TABLE a (x INT);\n\n-- a comment\nCREATE TABLE b (x WRONG);\n", file);
    fclose(file);
    struct error error = {0};
    database_make("vahetus_wrong");
    struct db *db = database_connect();
    assert_false(migrate(db, folder, NULL, &error));
    assert_string_equal(error.code, "migration_failed");
    assert_non_null(strstr(error.detail, "0001_wrong.sql, statement at line 1"));
    database_drop(db);
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schema_sql_is_what_migrations_add_up_to),
        cmocka_unit_test(migrations_run_twice),
        cmocka_unit_test(each_statement_is_safe_to_run_again),
        cmocka_unit_test(a_killed_run_is_simply_run_again),
        cmocka_unit_test(instances_that_start_together_migrate_once),
        cmocka_unit_test(a_failing_statement_names_its_file_and_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
