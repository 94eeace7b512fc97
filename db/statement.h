/*
 * Prepared statements with typed parameters and typed columns; the only way in which db/ talks SQL.
 *
 *     struct rows rows;
 *     if (!query(db, &rows, error, "SELECT name, lat FROM centre WHERE code = ?", "s", code))
 *         return false;
 *     while (rows_next(&rows)) {
 *         const char *name = rows_text(&rows, 0, arena);
 *     }
 *     return rows_end(&rows, error);
 *
 * One letter per parameter:
 *     s const char *            NULL is NULL
 *     i int64_t                 cast it: varargs do not convert
 *     I bool, int64_t           false is NULL
 *     r double                  R bool, double
 *     u const struct uuid *     NULL and all zeros are NULL
 *     h const unsigned char *   32 bytes, a hash; NULL is NULL
 *     t int64_t                 milliseconds since 1970 UTC, as DATETIME(3)
 *     d int32_t                 days since 1970-01-01, as DATE; D bool, int32_t: false is NULL
 *     b const void *, size_t    bytes; NULL is NULL
 */
#ifndef VAHETUS_DB_STATEMENT_H
#define VAHETUS_DB_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/arena.h"
#include "db/connection.h"
#include "db/error.h"
#include "db/uuid.h"

/* A result under way; no other statement may run on the connection with the same text until rows_end. */
struct rows {
    struct db *db;
    struct statement *statement;
    struct error *error;
    bool failed;
};

/* `sql` must live as long as the connection: a literal, or text from query_text(). */
bool query(struct db *db, struct rows *rows, struct error *error, const char *sql, const char *types, ...)
    __attribute__((warn_unused_result));
bool rows_next(struct rows *rows);
bool rows_end(struct rows *rows, struct error *error)
    __attribute__((warn_unused_result)); /* false if any step failed */

bool rows_null(const struct rows *rows, unsigned column);
int64_t rows_int(const struct rows *rows, unsigned column); /* 0 for NULL */
double rows_real(const struct rows *rows, unsigned column);
int64_t rows_time(const struct rows *rows, unsigned column); /* milliseconds; 0 for NULL */
int32_t rows_date(const struct rows *rows, unsigned column); /* days; 0 for NULL */
struct uuid rows_uuid(const struct rows *rows, unsigned column);
/* A copy in the arena; NULL for NULL. Running out of memory fails the rows. */
char *rows_text(struct rows *rows, unsigned column, struct arena *arena);
size_t rows_copy(const struct rows *rows, unsigned column, void *buffer, size_t size); /* bytes; returns the length */
/* The word's place in a list ended by NULL; -1 for NULL or an unknown word. */
int rows_word(const struct rows *rows, unsigned column, const char *const *words);

/* Runs a statement that answers no rows; `affected` (may be NULL) is the number of rows it matched and changed. */
bool execute(struct db *db, uint64_t *affected, struct error *error, const char *sql, const char *types, ...)
    __attribute__((warn_unused_result));

/* One value of the first row. False when there is none and nothing failed: then error->kind is still ERROR_NONE. */
bool query_int(struct db *db, int64_t *value, struct error *error, const char *sql, const char *types, ...);

/*
 * One statement for many rows (array binding): `data` holds, for each letter of `types`, a pointer to that column's
 * values: s const char *const *, i const int64_t *, u const struct uuid *, h const unsigned char (*)[32],
 * t const int64_t *, d const int32_t *. All rows are written or none.
 */
bool execute_many(struct db *db, struct error *error, const char *sql, const char *types, size_t count,
                  const void *const *data) __attribute__((warn_unused_result));

/* For IN lists: the power of two at least `count`, up to 64; bind the last value again for what is left over. */
size_t in_list_size(size_t count);

/* The same statement text for an IN list of `size` marks: `format` holds one %s. Made once per connection. */
const char *query_text(struct db *db, const char *format, size_t size, struct error *error);

/* Like query, with a list of ids bound `repeats` times after one another (for UNIONs). */
bool query_ids(struct db *db, struct rows *rows, struct error *error, const char *format, const struct uuid *ids,
               size_t count) __attribute__((warn_unused_result));

#endif
