/*
 * A migrated database of a test's own, on the server that tests/with-mariadb started (VAHETUS_TEST_SOCKET), and small
 * makers of what tests need. Everything fails the test by itself; without a server the program ends with 77 (skipped).
 */
#ifndef VAHETUS_TESTS_DB_DATABASE_H
#define VAHETUS_TESTS_DB_DATABASE_H

#include "db/connection.h"
#include "db/handle.h"
#include "db/needs.h"
#include "db/statement.h"
#include "db/types.h"

/* Makes the database afresh, without tables; the settings are good until the next call. */
const struct db_settings *database_make(const char *name);
/* The same, migrated, with the group harju, two municipalities and the centres kehra (0141) and loo (0245). */
struct db *database_ready(const char *name);
/* How to reach it, for what opens its own connections. */
const struct db_settings *database_settings(void);
/* Another connection to the same database. */
struct db *database_connect(void);
void database_drop(struct db *db); /* drops the database and closes */

/* Runs SQL that must succeed; `refused` runs SQL that the database must refuse and returns the error's code. */
void must(struct db *db, const char *sql);
const char *refused(struct db *db, const char *sql);
int64_t number(struct db *db, const char *sql);

/* Runs a call of db/ that takes `db` and `error` in one try of a transaction: `DOES(db, f(db, ..., &error))` must
 * succeed, `FAILS(db, "code", f(db, ..., &error))` must fail with this code. Both declare `error` themselves. */
#define DOES(db, call)                                                                                                 \
    do {                                                                                                               \
        struct error error = {0};                                                                                      \
        bool done_ = db_begin(db, &error);                                                                             \
        done_ = done_ && (call);                                                                                       \
        must_have_done(db, done_, &error, #call);                                                                      \
    } while (0)
#define FAILS(db, code, call)                                                                                          \
    do {                                                                                                               \
        struct error error = {0};                                                                                      \
        bool done_ = db_begin(db, &error);                                                                             \
        done_ = done_ && (call);                                                                                       \
        must_have_failed(db, code, done_, &error, #call);                                                              \
    } while (0)
void must_have_done(struct db *db, bool done, struct error *error, const char *call);
void must_have_failed(struct db *db, const char *code, bool done, struct error *error, const char *call);

struct uuid make_id(void);
struct link_secret make_secret(const char *text); /* a hash that stands for it, good for a day */
int64_t in_hours(int hours);                      /* from now, in milliseconds, on a full minute */

struct uuid make_person(struct db *db, const char *name, const char *email); /* a volunteer born 1990-01-01 */
/* A volunteer who registered and pressed the link's button, with all fields given; with a `guardian_link` for a minor.
 */
struct uuid register_person(struct db *db, struct arena *arena, const char *email, const char *first_name,
                            int32_t birth_date, const char *token, const struct link_secret *guardian_link);
/* A youth worker of a centre, who speaks Estonian at C1 and would like music. */
struct uuid make_worker(struct db *db, const char *name, const char *centre, const char *email);
struct uuid make_account(struct db *db, int role, const char *scope, const char *email);
/* A need of a centre with one shift from now + `hours`, two hours long. */
struct uuid make_need(struct db *db, const struct uuid *account, const char *centre, bool children, int hours,
                      int32_t seats, struct uuid *shift);
void make_check(struct db *db, const struct uuid *person, int32_t days_ago);

#endif
