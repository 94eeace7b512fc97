/*
 * One connection to MariaDB, used by one thread at a time, with its prepared statements kept beside it.
 *
 * A connection that the server has dropped (2006, 2013) is closed, opened and prepared anew by itself before the next
 * statement outside a transaction; a transaction that loses it is run again whole.
 */
#ifndef VAHETUS_DB_CONNECTION_H
#define VAHETUS_DB_CONNECTION_H

#include <stdbool.h>

#include "db/error.h"

struct db;

struct db_settings {
    const char *socket; /* path of the server's socket; NULL: host and port */
    const char *host;
    unsigned port;
    const char *user;     /* NULL: the user that runs the program */
    const char *password; /* may be NULL */
    const char *database; /* NULL: none is chosen */
    bool patient;         /* for loaders, beside which nobody follows changes: transactions may take long */
};

/* Copies the settings and connects. NULL with ERROR_BUSY ("database_away") when the server cannot be reached. */
struct db *db_open(const struct db_settings *settings, struct error *error) __attribute__((warn_unused_result));
void db_close(struct db *db); /* takes NULL */

/* Whether the server answers; reconnects if it must. */
bool db_ping(struct db *db, struct error *error) __attribute__((warn_unused_result));

/*
 * Runs `work` in a transaction and commits, durably. When it fails the transaction is rolled back. When it failed
 * because of a deadlock, a lock timeout, a newer row than its snapshot (1213, 1205, 1020) or a lost connection before
 * the commit, it is run again from its beginning, up to 8 times: `work` must therefore overwrite its results and do
 * nothing outside the database. `error` is cleared before each try. A transaction older than 10 s is given up (but see
 * `patient`) with ERROR_BUSY ("try_again"), as is one whose commit was under way when the connection broke
 * ("outcome_unknown").
 */
typedef bool db_work(struct db *db, void *context, struct error *error);
bool db_transaction(struct db *db, db_work *work, void *context, struct error *error)
    __attribute__((warn_unused_result));

/* Whether a transaction of db_transaction is open: most functions of db/ that write demand it. */
bool db_in_transaction(const struct db *db);

#endif
