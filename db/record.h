/* Private to db/: what every change leaves behind. */
#ifndef VAHETUS_DB_RECORD_H
#define VAHETUS_DB_RECORD_H

#include "db/statement.h"
#include "db/types.h"

/* Keys made here, for rows that the service does not name: version 7, ascending with time. */
void new_id(struct uuid *id);

/* A row of change_entry; `kind` is one of its words. NULLs are left out. */
DB_CHECKED bool record_change(struct db *db, const char *kind, const struct uuid *subject, const struct uuid *person,
                              const struct uuid *need, const char *centre, struct error *error);

/* A row of audit: the actor with the role that is theirs now. `person` is whose data it touches. */
DB_CHECKED bool record_audit(struct db *db, const struct actor *actor, const char *action, const struct uuid *subject,
                             const struct uuid *person, const char *centre, struct error *error);

/* That the actor saw a person's name at a centre. Once a person, account and day is enough for what is on the screen
 * all day. */
DB_CHECKED bool record_seen(struct db *db, const struct actor *actor, const char *centre, const struct uuid *person,
                            struct error *error);

/* A letter, sent no sooner than `delay_ms` from now. A second one for the same event, thing and recipient changes
 * nothing. */
DB_CHECKED bool record_letter(struct db *db, const char *event, const struct uuid *about, const char *recipient,
                              int language, const char *secret, int64_t delay_ms, struct error *error);

/* The same letter to everybody who manages a centre (managers with active accounts). */
DB_CHECKED bool record_letter_to_centre(struct db *db, const char *event, const struct uuid *about, const char *centre,
                                        struct error *error);

/* The centre of a need that the actor's account reaches, and locks the need first, before any other row, so that
 * transactions about one need follow one another. ERROR_NOT_FOUND ("unknown_need"). */
struct locked_need {
    char centre[33];
    char municipality[5];
    int state; /* enum need_state */
    int urgency;
    bool children;
    int64_t version;
};
DB_CHECKED bool lock_need(struct db *db, const struct uuid *need, struct locked_need *locked, struct error *error);
DB_CHECKED bool lock_need_own(struct db *db, const struct actor *actor, const struct uuid *need,
                              struct locked_need *locked, struct error *error);

/* `array` with room for one more item of `size`, in the arena; capacities are powers of two from 8. NULL, with the
 * error set, when out of memory. */
void *grow(struct arena *arena, void *array, size_t count, size_t size, struct error *error);
/* The same for codes: adds one. */
DB_CHECKED bool codes_add(struct codes *codes, const char *code, struct arena *arena, struct error *error);
/* Adds those of "a,b,c", which it splits in place and points to; NULL holds none. */
DB_CHECKED bool codes_split(char *text, struct codes *codes, struct arena *arena, struct error *error);

#endif
