#include "db/connection.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/handle.h"

enum { TRANSACTION_LIMIT_MS = 10000, CONNECT_TIMEOUT_S = 5, ANSWER_TIMEOUT_S = 20 };

/* Strictness, UTC, isolation in which a stale read cannot be overwritten (error 1020), and limits in time.
 * Semi-joins are off because MariaDB 11.8.6 loses rows when one meets a derived table (LEFT JOIN of a UNION beside an
 * EXISTS, resolved by duplicate weed-out): tests/db/test_rounds shows it. */
static const char session_settings[] =
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
    "NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', innodb_snapshot_isolation = ON, innodb_lock_wait_timeout = 5, "
    "max_statement_time = 10, idle_transaction_timeout = 10, tx_isolation = 'REPEATABLE-READ', autocommit = 1, "
    "optimizer_switch = 'semijoin=off'";

/* Copies one text of the settings into `owned`, which is what db_close frees. */
static bool copy_text(const char **copy, char **owned, const char *text)
{
    *owned = text == NULL ? NULL : strdup(text);
    *copy = *owned;
    return text == NULL || *owned != NULL;
}

static bool connect_now(struct db *db, struct error *error)
{
    db->mysql = mysql_init(NULL);
    if (db->mysql == NULL)
        return error_set(error, ERROR_INTERNAL, "out_of_memory", "mysql_init");
    unsigned connect_timeout = CONNECT_TIMEOUT_S, answer_timeout = ANSWER_TIMEOUT_S;
    mysql_optionsv(db->mysql, MYSQL_OPT_CONNECT_TIMEOUT, (const void *)&connect_timeout);
    mysql_optionsv(db->mysql, MYSQL_OPT_READ_TIMEOUT, (const void *)&answer_timeout);
    mysql_optionsv(db->mysql, MYSQL_OPT_WRITE_TIMEOUT, (const void *)&answer_timeout);
    mysql_optionsv(db->mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_optionsv(db->mysql, MYSQL_INIT_COMMAND, session_settings);
    const struct db_settings *to = &db->settings;
    /* CLIENT_FOUND_ROWS: an UPDATE that matches a row but changes nothing counts as one. */
    if (mysql_real_connect(db->mysql, to->socket == NULL ? to->host : "localhost", to->user, to->password, to->database,
                           to->port, to->socket, CLIENT_FOUND_ROWS) != NULL)
        return true;
    error_set(error, ERROR_BUSY, "database_away", "cannot connect (%u)", mysql_errno(db->mysql));
    mysql_close(db->mysql);
    db->mysql = NULL;
    return false;
}

void db_drop(struct db *db)
{
    /* The connection first: Connector/C 3.4 frees no statement of an open one while another counts as being read, as
     * one does whose rows ended in an error. */
    if (db->mysql != NULL)
        mysql_close(db->mysql);
    db->mysql = NULL;
    for (size_t i = 0; i < STATEMENT_SLOTS; i++)
        statement_close(&db->statements[i]);
    db->statement_count = 0;
    db->lost = false;
}

bool db_reopen(struct db *db, struct error *error)
{
    if (db->lost)
        db_drop(db);
    return db->mysql != NULL || connect_now(db, error);
}

struct db *db_open(const struct db_settings *settings, struct error *error)
{
    struct db *db = calloc(1, sizeof *db);
    if (db == NULL) {
        error_set(error, ERROR_INTERNAL, "out_of_memory", "db_open");
        return NULL;
    }
    db->settings.port = settings->port;
    db->settings.patient = settings->patient;
    if (!copy_text(&db->settings.socket, &db->owned[0], settings->socket) ||
        !copy_text(&db->settings.host, &db->owned[1], settings->host) ||
        !copy_text(&db->settings.user, &db->owned[2], settings->user) ||
        !copy_text(&db->settings.password, &db->owned[3], settings->password) ||
        !copy_text(&db->settings.database, &db->owned[4], settings->database)) {
        error_set(error, ERROR_INTERNAL, "out_of_memory", "db_open");
    } else if (connect_now(db, error)) {
        return db;
    }
    db_close(db);
    return NULL;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    db_drop(db);
    while (db->list_texts != NULL) {
        struct list_text *next = db->list_texts->next;
        free(db->list_texts);
        db->list_texts = next;
    }
    for (size_t i = 0; i < sizeof db->owned / sizeof *db->owned; i++)
        free(db->owned[i]);
    free(db);
}

bool db_in_transaction(const struct db *db)
{
    return db->in_transaction;
}

static bool run_plain(struct db *db, const char *sql, struct error *error)
{
    if (mysql_real_query(db->mysql, sql, strlen(sql)) == 0)
        return true;
    return db_fail(db, mysql_errno(db->mysql), mysql_error(db->mysql), sql, error);
}

bool db_ping(struct db *db, struct error *error)
{
    if (!db_reopen(db, error))
        return false;
    if (mysql_ping(db->mysql) == 0)
        return true;
    db_drop(db);
    return db_reopen(db, error);
}

static int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

void db_wait(int try)
{
    long most_us = 1000L << (try < 6 ? try : 6);
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct timespec pause = {.tv_nsec = (most_us / 4 + now.tv_nsec / 1000 % most_us) * 1000};
    nanosleep(&pause, NULL);
}

bool db_begin(struct db *db, struct error *error)
{
    db->again = false;
    if (!db_reopen(db, error)) {
        db->again = true;
        return false;
    }
    db->begun_ms = clock_ms();
    db->in_transaction = run_plain(db, "START TRANSACTION", error);
    return db->in_transaction;
}

bool db_end(struct db *db, bool done, struct error *error)
{
    db->in_transaction = false;
    if (done && db->again)
        done = error_set(error, ERROR_BUSY, "try_again", "a lost race was passed over");
    if (done && !db->settings.patient && clock_ms() - db->begun_ms > TRANSACTION_LIMIT_MS)
        done = error_set(error, ERROR_BUSY, "try_again", "transaction over its time");
    if (!done) {
        if (!db->lost && mysql_rollback(db->mysql) != 0)
            db->lost = true;
        return false;
    }
    if (run_plain(db, "COMMIT", error))
        return true;
    if (db->lost) {
        db->again = false; /* it may have been durable before the answer was lost */
        *error = (struct error){0};
        return error_set(error, ERROR_BUSY, "outcome_unknown", "connection lost while committing");
    }
    return false;
}

bool db_transaction(struct db *db, db_work *work, void *context, struct error *error)
{
    if (db->in_transaction)
        return error_set(error, ERROR_INTERNAL, "database_error", "a transaction within a transaction");
    for (int try = 0;; try++) {
        *error = (struct error){0};
        if (db_begin(db, error) && db_end(db, work(db, context, error), error))
            return true;
        if (!db->again || try + 1 == TRIES_MAX)
            return false;
        db_wait(try);
    }
}
