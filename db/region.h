/* The region: places and reference words, read whole; and how they come in. */
#ifndef VAHETUS_DB_REGION_H
#define VAHETUS_DB_REGION_H

#include "db/minors.h"
#include "db/types.h"

struct municipality {
    const char *ehak, *name, *kind, *county;
    double lat, lon;
};

struct settlement {
    int32_t id;
    const char *name, *kind, *municipality;
    double lat, lon;
    struct codes alternates;
};

struct centre {
    const char *id, *name, *municipality, *settlement;
    const char *address, *how_to_find, *email, *phone; /* NULL: none */
    double lat, lon;
    int32_t open_seats; /* free seats of coming shifts of open needs */
    int64_t version;
};

/* A way between two centres that differs from the rule, both ways. */
struct travel {
    const char *from, *to;
    int32_t metres, minutes;
};

struct word {
    const char *code, *group; /* group: of skills */
    const char *names[3];     /* by language */
};

struct cooperation_group {
    const char *code, *name;
};

struct region {
    const char *name;
    bool demonstration;
    struct cooperation_group *groups;
    size_t group_count;
    struct municipality *municipalities; /* by name */
    size_t municipality_count;
    struct settlement *settlements; /* by name */
    size_t settlement_count;
    struct centre *centres; /* by municipality and name */
    size_t centre_count;
    struct travel *travels;
    size_t travel_count;
    struct minor_hours minor_hours;
    struct day_span *school_free;
    size_t school_free_count;
    struct word *skills, *certificates, *languages, *interests, *age_groups, *bring;
    size_t skill_count, certificate_count, language_count, interest_count, age_group_count, bring_count;
};

DB_CHECKED bool region_read(struct db *db, struct arena *arena, struct region *region, struct error *error);
DB_CHECKED bool centres_list(struct db *db, struct arena *arena, struct centre **centres, size_t *count,
                             struct error *error);
DB_CHECKED bool centre_read(struct db *db, struct arena *arena, const char *code, struct centre *centre,
                            struct error *error);

/* Whether the actor may act for the centre. ERROR_NOT_FOUND ("unknown_centre") if not. */
DB_CHECKED bool centre_reached(struct db *db, const struct actor *actor, const char *code, struct error *error);

/* Loading; each inserts or updates by its key, in a transaction. */
DB_CHECKED bool group_put(struct db *db, const char *code, const char *name, struct error *error);
/* A member for all activities from `since` on. */
DB_CHECKED bool group_member_put(struct db *db, const char *group, const char *municipality, int32_t since_day,
                                 struct error *error);
DB_CHECKED bool municipality_put(struct db *db, const struct municipality *municipality, struct error *error);
DB_CHECKED bool settlement_put(struct db *db, const struct settlement *settlement, struct error *error);
DB_CHECKED bool centre_put(struct db *db, const struct centre *centre, struct error *error);
DB_CHECKED bool travel_put(struct db *db, const struct travel *travel, struct error *error);

/* The active centres of the groups that the actor coordinates (admin: all), by code, and the ways between them that are
 * set by hand. */
DB_CHECKED bool travels_read(struct db *db, struct arena *arena, const struct actor *actor, struct codes *centres,
                             struct travel **ways, size_t *count, struct error *error);
/* Sets the way between two of them, or goes back to the rule (`by_hand` false). ERROR_NOT_FOUND "unknown_centre". */
DB_CHECKED bool travel_set(struct db *db, const struct actor *actor, const struct travel *way, bool by_hand,
                           struct error *error);

DB_CHECKED bool setting_read(struct db *db, struct arena *arena, const char *name, const char **value,
                             struct error *error); /* NULL: not set */
DB_CHECKED bool setting_put(struct db *db, const char *name, const char *value, struct error *error);

#endif
