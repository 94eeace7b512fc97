/* Personal codes for background checks (rule R6): asked for by a mailed link after the first acceptance, kept sealed
 * (this folder never sees one), shown to the checking municipality alone, gone with the result or after CODE_DAYS. */
#ifndef VAHETUS_DB_PERSONAL_CODES_H
#define VAHETUS_DB_PERSONAL_CODES_H

#include "db/types.h"

enum { SEALED_CODE_BYTES = 51, CODE_DAYS = 14, CODE_AGAIN_MINUTES = 10 };

/* What is known of one without opening it. */
struct personal_code {
    struct uuid person;
    const char *first_name;
    bool has_birth_date;
    int32_t birth_date;
    const char *checker, *checker_name; /* the municipality: EHAK code and name */
    int64_t asked_at_ms, kept_until_ms;
    bool is_entered, has_code; /* entered without a code: by somebody who has none */
    int64_t entered_at_ms;
    unsigned char sealed[SEALED_CODE_BYTES];
    bool foreign_citizen;
};

/* Asks the person for the code, by letter, where a placement of theirs at the centre waits for a check; once, as long
 * as the municipality's question stands. Whoever has no address is not asked. */
DB_CHECKED bool personal_code_ask_waiting(struct db *db, const struct uuid *person, const char *centre,
                                          const struct link_secret *link, struct error *error);

/* The same by staff of the checking municipality: anew, with another link; the one before ends. ERROR_NOT_FOUND
 * "unknown_person"; ERROR_FORBIDDEN "not_your_municipality"; ERROR_CONFLICT "code_entered", "asked_recently",
 * "no_email". */
DB_CHECKED bool personal_code_ask(struct db *db, const struct actor *actor, const struct uuid *person,
                                  const char *checker, const struct link_secret *link, struct error *error);

/* By the hash of the link's secret, which ends when the code is entered. ERROR_GONE "link_unknown", "link_expired". */
DB_CHECKED bool personal_code_by_link(struct db *db, struct arena *arena, const unsigned char token_hash[32],
                                      struct personal_code *code, struct error *error);

/* Stores the sealed code (NULL: the person has none) and whether the person is a citizen of another country. */
DB_CHECKED bool personal_code_enter(struct db *db, const struct personal_code *code,
                                    const unsigned char sealed[SEALED_CODE_BYTES], bool foreign_citizen,
                                    const char *request, struct error *error);

/* A person's own; and those that the actor may see of somebody, as manager or specialist of the checker. */
DB_CHECKED bool personal_codes_of(struct db *db, struct arena *arena, const struct uuid *person,
                                  struct personal_code **codes, size_t *count, struct error *error);
DB_CHECKED bool personal_codes_seen_by(struct db *db, struct arena *arena, const struct actor *actor,
                                       const struct uuid *person, struct personal_code **codes, size_t *count,
                                       struct error *error);

/* One look at the code, written to audit. ERROR_NOT_FOUND "unknown_person", "no_personal_code"; ERROR_FORBIDDEN
 * "not_your_municipality". */
DB_CHECKED bool personal_code_see(struct db *db, struct arena *arena, const struct actor *actor,
                                  const struct uuid *person, const char *checker, struct personal_code *code,
                                  struct error *error);

/* Erased by the person. ERROR_NOT_FOUND "no_personal_code". */
DB_CHECKED bool personal_code_erase_own(struct db *db, const struct actor *person, const char *checker,
                                        struct error *error);

/* For db/ itself: erased with a result (`checker` NULL: everybody's). */
DB_CHECKED bool personal_code_settle(struct db *db, const struct uuid *person, const char *checker,
                                     struct error *error);

#endif
