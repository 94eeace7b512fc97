/* Private to db/: putting people into seats, and what follows from it. */
#ifndef VAHETUS_DB_PLACING_H
#define VAHETUS_DB_PLACING_H

#include "db/record.h"
#include "db/types.h"

/* A placement of a person in a shift of a need that is locked; agreed when check, certificate of origin and
 * permission are there, else awaiting. ERROR_CONFLICT "seat_taken", "double_booking"; ERROR_INVALID "unknown_shift"
 * (not of this need, cancelled or over). `state` is filled. */
DB_CHECKED bool placement_make(struct db *db, const struct actor *actor, const struct uuid *need, const char *centre,
                               const struct uuid *shift, const struct uuid *person, const struct uuid *invitation,
                               const struct uuid *offer, int *state, struct error *error);

/* Judges the coming placements of a person anew: awaiting ones that miss nothing any more become agreed (told to the
 * person), agreed ones that now miss something wait again. `agreed` (may be NULL) counts the former. */
DB_CHECKED bool placements_rejudge(struct db *db, const struct uuid *person, int32_t *agreed, struct error *error);

/* What an awaiting placement `l` waits for. */
#define WAITING_FOR                                                                                                    \
    "IF(l.state <> 'awaiting', NULL, IF(l.children AND l.check_id IS NULL AND l.young = 0, 'check', "                  \
    "IF(l.children AND l.young = 0 AND l.foreign_citizen AND l.origin_id IS NULL, 'origin', "                          \
    "IF(l.minor AND l.permission_id IS NULL, 'guardian', IF(l.minor AND l.supervised = 0, 'responsible', "             \
    "'check'))))) "

/* A worker holds a responsible seat of the centre for the whole of shift `s` of need `n`. */
#define SEAT_RESPONSIBLE_HELD                                                                                          \
    "EXISTS (SELECT 1 FROM placement w JOIN need y ON y.id = w.need_id AND y.role = 'responsible' "                    \
    "WHERE w.centre_code = n.centre_code AND w.state IN ('agreed', 'done') AND w.starts_at <= s.starts_at "            \
    "AND w.ends_at >= s.ends_at)"

/* Who is responsible at a centre has changed (R5): its minors are judged anew, and memory learns of its needs. By a
 * responsible seat of `need` (nothing happens for other seats); by all seats of a person; of the need that named it. */
DB_CHECKED bool supervision_follows(struct db *db, const struct uuid *need, struct error *error);
DB_CHECKED bool supervision_follows_person(struct db *db, const struct uuid *person, struct error *error);
DB_CHECKED bool supervision_changes(struct db *db, const struct uuid *need, const char *centre, struct error *error);

/* Cancels one and tells the other side by `event` (NULL: nobody). */
DB_CHECKED bool placement_cancel_row(struct db *db, const struct uuid *id, const char *cancelled_by, int reason,
                                     struct error *error);

/* open <-> filled: filled when no coming shift has a free seat. A filled need's open invitations are withdrawn, and
 * told. Notes the change of the need. */
DB_CHECKED bool need_settle(struct db *db, const struct uuid *need, const char *centre, struct error *error);

/* Ends all open invitations and offers of a need; those whose letter has left hear of it. */
DB_CHECKED bool need_end_questions(struct db *db, const struct uuid *need, const char *centre, struct error *error);

#endif
