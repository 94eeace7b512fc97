/* Pages of the log: what its cursor says, for the officer's list and for a person's own. */
#ifndef VAHETUS_SERVICES_API_AUDIT_PAGE_H
#define VAHETUS_SERVICES_API_AUDIT_PAGE_H

#include "db/audit.h"
#include "services/fields.h"

/* A cursor's text with its NUL: the number of the last entry that was shown. */
enum { AUDIT_CURSOR_SIZE = 24 };

/* `before` of audit_list and audit_views from the request's cursor (NULL: from the newest); else "bad_cursor". */
void audit_cursor_read(const char *cursor, int64_t *before, struct field_errors *errors);

/* Of `count` entries, read with one more than `limit`, how many this page shows; `next` becomes its cursor, "" at the
 * end. */
size_t audit_page_end(const struct audit_entry *entries, size_t count, int32_t limit, char next[AUDIT_CURSOR_SIZE]);

#endif
