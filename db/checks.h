/* Background checks (rules R1 to R3): when, by whom, permitted or prohibited; never more. */
#ifndef VAHETUS_DB_CHECKS_H
#define VAHETUS_DB_CHECKS_H

#include "db/types.h"

struct check {
    struct uuid id, person;
    int result, basis;
    int32_t checked_on, valid_until;
    const char *checker;   /* EHAK code of the municipality */
    const char *reference; /* NULL: none */
    bool has_source;
    struct uuid source; /* the check of another municipality that this one accepts */
};

struct check_input {
    struct uuid id, person;
    int result, basis;
    int32_t checked_on;
    const char *checker, *reference;
};

/* Records a check of somebody who accepted or offered at a centre the actor reaches, or works there. `permitted` makes
 * placements that waited for it alone agreed (their number in `agreed`); `prohibited` cancels what is agreed.
 * ERROR_NOT_FOUND; ERROR_INVALID "checked_in_future", "check_too_old", "unknown_code"; ERROR_FORBIDDEN
 * "not_your_municipality" when the checker is not one the actor acts for. */
DB_CHECKED bool check_create(struct db *db, const struct actor *actor, const struct check_input *input, int32_t *agreed,
                             struct error *error);

/* The municipality `checker` relies on the check `source` of another: a check of its own with the same dates (R3). It
 * may only accept what was permitted, is valid today, stands first hand and is not followed by a prohibited one.
 * ERROR_NOT_FOUND "unknown_check"; ERROR_FORBIDDEN "not_your_municipality"; ERROR_CONFLICT "check_not_acceptable",
 * "check_accepted" (it relies on it already). */
DB_CHECKED bool check_accept(struct db *db, const struct actor *actor, const struct uuid *source, const struct uuid *id,
                             const char *checker, struct uuid *person, int32_t *agreed, struct error *error);

/* Newest first, of a person whom the actor may know of as above: all by the actor's own municipalities, and of others
 * what was permitted, without the reference. The reading is written to audit. */
DB_CHECKED bool checks_list(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *person,
                            struct check **checks, size_t *count, struct error *error);

/* The same, where several centres of a municipality may come to accept the same check, and where who the person is has
 * been seen beside it: once it is relied on nothing changes, and the check of somebody else than `person` is
 * "unknown_check". */
DB_CHECKED bool check_rely(struct db *db, const struct actor *actor, const struct uuid *source, const struct uuid *id,
                           const char *checker, const struct uuid *person, struct error *error);

/* All there are of a person, whoever made them, newest first: for the person's own eyes. */
DB_CHECKED bool checks_of_person(struct db *db, struct arena *arena, const struct uuid *person, struct check **checks,
                                 size_t *count, struct error *error);

/* Whom staff may know of: who works at, accepted for, or offered to a centre that the actor reaches, or is to visit it
 * and has not yet done so; and whether the actor acts for a municipality. ERROR_NOT_FOUND "unknown_person";
 * ERROR_FORBIDDEN "not_your_municipality". */
DB_CHECKED bool check_person_known(struct db *db, const struct actor *actor, const struct uuid *person,
                                   struct error *error);
DB_CHECKED bool check_acts_for(struct db *db, const struct actor *actor, const char *municipality, struct error *error);

/* For imports and demonstrations: records without asking who may. */
DB_CHECKED bool check_import(struct db *db, const struct check_input *input, struct error *error);

#endif
