/* A comma-separated file (RFC 4180) in memory: a header of column names, then rows. */
#ifndef VAHETUS_DEMO_TABLE_H
#define VAHETUS_DEMO_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "db/error.h"

struct table {
    char *path, *text; /* the file, cut into cells in place */
    char **cells;      /* the header's row comes first */
    size_t columns, rows;
};

/* Reads `folder`/`name`. ERROR_INTERNAL ("bad_data") names file and line of what cannot be read. */
bool table_read(struct table *table, const char *folder, const char *name, struct error *error)
    __attribute__((warn_unused_result));
void table_free(struct table *table); /* takes half-built ones */

/* The cell of a row (from 0, the header not counted) under a column's name, which must exist. */
const char *table_cell(const struct table *table, size_t row, const char *column);
double table_number(const struct table *table, size_t row, const char *column);

/* The next of the words that stand in `*list`, separated by blanks or '|'; NULL at its end. Copies into `word`, and
 * moves
 * `*list` on; a word is at most `size` - 1 bytes long, or is cut. */
char *next_word(const char **list, char separator, char *word, size_t size);

#endif
