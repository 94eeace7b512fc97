/* Days of a round that nobody covers, made needs. */
#ifndef VAHETUS_DB_COVER_H
#define VAHETUS_DB_COVER_H

#include "db/types.h"

struct cover_need {
    const char *centre;
    int32_t day;
    struct uuid need;
};

/* The cover needs of a round that are not closed. */
DB_CHECKED bool cover_needs_read(struct db *db, struct arena *arena, const struct uuid *round,
                                 struct cover_need **needs, size_t *count, struct error *error);

/* Notes a need (made in the same transaction) for a day. ERROR_CONFLICT "cover_posted" when an open one is there. */
DB_CHECKED bool cover_need_note(struct db *db, const struct uuid *round, const char *centre, int32_t day,
                                const struct uuid *need, struct error *error);

#endif
