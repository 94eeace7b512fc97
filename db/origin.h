/* Certificates of the country of origin (rule R1): of citizens of other countries a check needs one too. What is kept
 * is that it was seen: by whom, and of which date. */
#ifndef VAHETUS_DB_ORIGIN_H
#define VAHETUS_DB_ORIGIN_H

#include "db/types.h"

struct origin_input {
    struct uuid id, person;
    const char *checker; /* EHAK code of the municipality that saw it */
    bool is_needed;      /* false: not a citizen of another country after all */
    bool has_certificate;
    int32_t issued_on;
};

struct origin_certificate {
    const char *checker;
    int32_t issued_on, valid_until;
};

/* What the checking municipality knows: that a certificate is needed (with or without having seen one), or that none
 * is. Placements are judged anew; `agreed` counts those that become agreed. ERROR_NOT_FOUND "unknown_person";
 * ERROR_FORBIDDEN "not_your_municipality"; ERROR_INVALID "checked_in_future", "check_too_old" (a certificate counts for
 * a year). */
DB_CHECKED bool origin_record(struct db *db, const struct actor *actor, const struct origin_input *input,
                              int32_t *agreed, struct error *error);

/* Those of the actor's own municipalities, newest first; `is_needed` says whether one is. No audit of its own: it is
 * read with the checks. */
DB_CHECKED bool origin_list(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *person,
                            bool *is_needed, struct origin_certificate **list, size_t *count, struct error *error);

/* All there are of a person, whoever saw them, newest first: for the person's own eyes. */
DB_CHECKED bool origin_of_person(struct db *db, struct arena *arena, const struct uuid *person,
                                 struct origin_certificate **list, size_t *count, struct error *error);

/* Whether the person is a citizen of another country; placements are judged anew when that has changed. */
DB_CHECKED bool person_set_foreign(struct db *db, const struct uuid *person, bool foreign_citizen, struct error *error);

#endif
