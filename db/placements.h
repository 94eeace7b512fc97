/* Placements: people in seats; rosters, attendance, hours. */
#ifndef VAHETUS_DB_PLACEMENTS_H
#define VAHETUS_DB_PLACEMENTS_H

#include "db/types.h"

struct placement {
    struct uuid id, need, shift, person;
    int64_t version, updated_at_ms;
    int state;
    int64_t from_ms, to_ms;
    const char *centre, *centre_name, *activity;
    const char *contact, *how_to_find; /* NULL: none */
    struct codes bring;
    double lat, lon;
    int waiting_for;  /* enum waiting_for or WORD_NONE */
    bool has_minutes; /* worked */
    int32_t minutes;
};

enum { PLACEMENTS_SHOWN = 500 }; /* in a page or a calendar */

/* The person's, coming first, then past ones newest first; `most` of them at most. */
DB_CHECKED bool placements_of_person(struct db *db, struct arena *arena, const struct uuid *person, int32_t most,
                                     struct placement **placements, size_t *count, int64_t *minutes_done,
                                     struct error *error);
/* Those that an invitation or offer led to. */
DB_CHECKED bool placements_of_invitation(struct db *db, struct arena *arena, const struct uuid *invitation,
                                         struct placement **placements, size_t *count, struct error *error);
/* One that is the actor's own or at a centre the actor reaches. */
DB_CHECKED bool placement_read(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *id,
                               struct placement *placement, struct error *error);

/* "Ei saa tulla", by the person or the centre; the other side is told. ERROR_NOT_FOUND; ERROR_CONFLICT "shift_over",
 * "already_cancelled". */
DB_CHECKED bool placement_cancel(struct db *db, const struct actor *actor, const struct uuid *id, int reason,
                                 struct error *error);

/* Once the shift has begun: done with minutes (false: the shift's length), or absent; may be corrected. ERROR_CONFLICT
 * "not_begun", "not_agreed" (awaiting or cancelled). */
DB_CHECKED bool placement_attendance(struct db *db, const struct actor *actor, const struct uuid *id, bool done,
                                     bool has_minutes, int32_t minutes, struct error *error);

struct roster_person {
    struct uuid placement, person;
    const char *name, *phone, *email;
    int kind, state, waiting_for;
    bool has_check;
    int32_t check_valid_until;
    bool has_minutes;
    int32_t minutes;
};

struct roster_shift {
    struct uuid id, need;
    int64_t from_ms, to_ms;
    const char *activity;
    int32_t seats, filled, invited; /* invited: asked for this shift and not answered */
    struct roster_person *people;
    size_t person_count;
};

/* The shifts of a centre between two dates (both count), by time, with who comes. Names are shown: written to audit,
 * once a person and day, so this runs in a transaction. ERROR_NOT_FOUND for a centre the actor does not reach. */
DB_CHECKED bool roster_read(struct db *db, struct arena *arena, const struct actor *actor, const char *centre,
                            int32_t from_day, int32_t to_day, struct roster_shift **shifts, size_t *count,
                            struct error *error);

#endif
