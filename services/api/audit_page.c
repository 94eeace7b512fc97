#include "services/api/audit_page.h"

#include <stdio.h>
#include <stdlib.h>

void audit_cursor_read(const char *cursor, int64_t *before, struct field_errors *errors)
{
    char *end;
    if (!cursor)
        return;
    *before = strtoll(cursor, &end, 10);
    if (*end != '\0' || *before <= 0)
        field_error_add(errors, "bad_cursor", "?cursor");
}

size_t audit_page_end(const struct audit_entry *entries, size_t count, int32_t limit, char next[AUDIT_CURSOR_SIZE])
{
    next[0] = '\0';
    if (count <= (size_t)limit)
        return count;
    snprintf(next, AUDIT_CURSOR_SIZE, "%lld", (long long)entries[limit - 1].id);
    return (size_t)limit;
}
