/* A guardian's permission for a person of 13 to 17: per centre and school year, by a mailed link, withdrawable. */
#ifndef VAHETUS_DB_GUARDIANS_H
#define VAHETUS_DB_GUARDIANS_H

#include "db/types.h"

struct guardian_centre {
    const char *id, *name;
    bool granted;
};

struct guardian_request {
    struct uuid person;
    const char *child_first_name, *guardian_name;
    int language;
    int32_t school_year_end;
    int32_t latest_end_minute;
    struct guardian_centre *centres; /* chosen by the person, or asked for by an invitation */
    size_t centre_count;
};

/* By the hash of the link's secret; the link stays good until it expires, so that permission can be withdrawn.
 * ERROR_GONE "link_expired", "link_unknown". */
DB_CHECKED bool guardian_request_read(struct db *db, struct arena *arena, const unsigned char token_hash[32],
                                      int32_t today, struct guardian_request *request, struct error *error);

/* Permits exactly these centres for the school year and withdraws the others; towards the end of August (setting
 * guardian_ask_days) for the year that ends and for the one that begins. Placements that waited for it alone become
 * agreed, agreed ones without it wait again. ERROR_INVALID "unknown_code". */
DB_CHECKED bool guardian_answer(struct db *db, const unsigned char token_hash[32], const struct codes *centres,
                                int32_t today, const char *request, struct error *error);

/* Asks the guardian of a minor, if there is one, for permission at the centres that the person chose, had permission
 * for, or (`centre`, may be NULL) is asked by. The links before this one end. */
DB_CHECKED bool guardian_ask(struct db *db, const struct uuid *person, const char *centre,
                             const struct link_secret *link, int32_t today, struct error *error);

/* A permission ends with the school year: asks anew, for at most `count` people who had one and were not asked for the
 * year that begins. In a transaction. */
DB_CHECKED bool guardians_renew(struct db *db, const struct link_secret *links, size_t count, int32_t today,
                                size_t *asked, struct error *error);

#endif
