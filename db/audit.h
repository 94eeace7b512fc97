/* Who did and saw what. */
#ifndef VAHETUS_DB_AUDIT_H
#define VAHETUS_DB_AUDIT_H

#include "db/types.h"

struct audit_entry {
    int64_t id;
    int64_t at_ms;
    struct uuid actor_account, actor_person; /* none for none */
    const char *actor_role;                  /* "manager:kehra", "volunteer", NULL: the service itself */
    const char *scope_name;                  /* of the role's centre, municipality or group; NULL: none */
    const char *action;                      /* such as need_create, contact_seen */
    struct uuid subject, person;
};

/* Newest first; ids below `before` (0: from the newest). `person` none: all. */
DB_CHECKED bool audit_list(struct db *db, struct arena *arena, const struct uuid *person, int64_t before, size_t limit,
                           struct audit_entry **entries, size_t *count, struct error *error);

/* Who saw or changed a person's data, the person's own acts left out. */
DB_CHECKED bool audit_views(struct db *db, struct arena *arena, const struct uuid *person, int64_t before, size_t limit,
                            struct audit_entry **entries, size_t *count, struct error *error);

/* For what an endpoint does that no function of db/ writes by itself. `action` is a literal of at most 40 letters. */
DB_CHECKED bool audit_add(struct db *db, const struct actor *actor, const char *action, const struct uuid *subject,
                          const struct uuid *person, const char *centre, struct error *error);

#endif
