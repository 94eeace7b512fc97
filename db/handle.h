/* Private to db/: what a connection is made of. */
#ifndef VAHETUS_DB_HANDLE_H
#define VAHETUS_DB_HANDLE_H

#include <mysql.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/connection.h"
#include "db/error.h"

enum { PARAMETERS_MAX = 640, STATEMENT_SLOTS = 512, TRIES_MAX = 8 };

/* A column of a result: numbers and times in place, everything else as bytes. */
struct column {
    union {
        int64_t integer;
        double real;
        MYSQL_TIME time;
    } value;
    char *bytes;
    size_t capacity;
    unsigned long length;
    my_bool null, cut;
};

struct statement {
    const char *sql; /* the key: its address */
    MYSQL_STMT *handle;
    unsigned column_count;
    MYSQL_BIND *binds; /* of the columns */
    struct column *columns;
};

/* A statement text made for an IN list. */
struct list_text {
    struct list_text *next;
    const char *format;
    size_t size;
    char text[];
};

struct db {
    MYSQL *mysql; /* NULL: closed, to be opened again */
    struct db_settings settings;
    char *owned[5]; /* the texts of the settings */
    struct statement statements[STATEMENT_SLOTS];
    size_t statement_count;
    struct list_text *list_texts;
    bool in_transaction;
    int64_t begun_ms;
    bool again; /* the failure is one after which the whole transaction may be run again */
    bool lost;  /* the connection is gone */
};

/* Opens the connection if it is closed. */
bool db_reopen(struct db *db, struct error *error);
/* Closes it, with its statements. */
void db_drop(struct db *db);

/* One try of a transaction: begins; commits when `done`, else rolls back. */
bool db_begin(struct db *db, struct error *error);
bool db_end(struct db *db, bool done, struct error *error);

/* A short pause before the next try, longer and more random each time. */
void db_wait(int try);

/* Puts the server's failure into `error` by the table of constraints, without any of its values, and notes whether
 * trying again may help. Always returns false. */
bool db_fail(struct db *db, unsigned code, const char *message, const char *sql, struct error *error);

/* The prepared statement of a text, prepared now if it is new. */
struct statement *statement_get(struct db *db, const char *sql, struct error *error);
void statement_close(struct statement *statement);

/* The date in Tallinn at an instant, and now. */
int32_t moment_tallinn_day(int64_t ms);
/* On the clock of that day: over 1440 on the next. */
int32_t moment_tallinn_minute(int64_t ms, int32_t day);
int32_t moment_today(void);

/* Times between C and Connector/C. */
MYSQL_TIME moment_from_ms(int64_t ms);
MYSQL_TIME moment_from_day(int32_t day);
int64_t moment_to_ms(const MYSQL_TIME *time);
int32_t moment_to_day(const MYSQL_TIME *time);

#endif
