/* Brings the schema up to date. */
#ifndef VAHETUS_DB_MIGRATE_H
#define VAHETUS_DB_MIGRATE_H

#include "db/types.h"

/* Applies the files NNNN_name.sql of `directory` that are not yet applied, in order, one instance at a time (the others
 * wait up to 60 s). DDL commits by itself, so a run that was killed is simply run again. `applied` (may be NULL) is
 * their number. ERROR_INTERNAL "migration_failed" names file and line; "migration_newer" when the database knows a
 * number that the directory lacks. */
DB_CHECKED bool migrate(struct db *db, const char *directory, int *applied, struct error *error);

#endif
