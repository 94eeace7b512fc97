/*
 * Rows of an invented region, written as they are: with a past, and without the letters, audit rows and changes that
 * the transactions of the other headers leave behind. For vahetus-demo and for tests alone; the service must not run
 * beside it. Everything inserts, in a transaction, and the schema's invariants hold as ever. Words are those of the
 * schema.
 */
#ifndef VAHETUS_DB_DEMO_H
#define VAHETUS_DB_DEMO_H

#include "db/types.h"

struct demo_person {
    struct uuid id;
    const char *state;                                          /* "active" or "paused" */
    const char *first_name, *last_name, *email, *phone, *about; /* phone, about: NULL for none */
    const char *language;
    int32_t birth_day;
    int32_t settlement;
    double lat, lon;
    int32_t reach_m;        /* 0: any distance, or the chosen centres alone */
    const char *commitment; /* NULL: not said */
    int32_t hours_per_week; /* 0: not said */
    int64_t created_ms;
};
DB_CHECKED bool demo_person_insert(struct db *db, const struct demo_person *person, struct error *error);

/* "volunteer" or "worker" (with a home centre, else NULL). */
DB_CHECKED bool demo_membership_insert(struct db *db, const struct uuid *person, const char *kind, const char *centre,
                                       int32_t since_day, struct error *error);

enum demo_list { DEMO_SKILL, DEMO_WANT, DEMO_CENTRE };
DB_CHECKED bool demo_list_insert(struct db *db, const struct uuid *person, enum demo_list list, const char *code,
                                 struct error *error);
/* A language has a level; a certificate may have a last day (0: none). */
DB_CHECKED bool demo_word_insert(struct db *db, const struct uuid *person, const char *kind, const char *code,
                                 const char *level, int32_t valid_until, struct error *error);
DB_CHECKED bool demo_availability_insert(struct db *db, const struct uuid *person, int day, int from_minute,
                                         int to_minute, struct error *error);
DB_CHECKED bool demo_consent_insert(struct db *db, const struct uuid *person, const char *purpose,
                                    const char *text_version, const char *language, int64_t given_ms,
                                    struct error *error);
DB_CHECKED bool demo_guardian_insert(struct db *db, const struct uuid *person, const char *name, const char *email,
                                     const char *language, struct error *error);

struct demo_permission {
    struct uuid id, person;
    const char *centre;
    int school_year;
    bool given; /* otherwise only asked */
    int32_t valid_until;
    int64_t created_ms;
};
DB_CHECKED bool demo_permission_insert(struct db *db, const struct demo_permission *permission, struct error *error);

struct demo_check {
    struct uuid id, person;
    int32_t checked_on, valid_until;
    const char *municipality, *result, *basis;
    struct uuid recorded_by;
    int64_t recorded_ms;
};
DB_CHECKED bool demo_check_insert(struct db *db, const struct demo_check *check, struct error *error);

struct demo_account {
    struct uuid id;
    const char *email, *language, *password_hash;
    struct uuid person;                               /* none: not a worker's */
    const char *role, *group, *municipality, *centre; /* the scope: at most one of the three */
};
DB_CHECKED bool demo_account_insert(struct db *db, const struct demo_account *account, struct error *error);

struct demo_need {
    struct uuid id;
    const char *centre, *for_whom, *purpose, *role, *activity, *note, *note_language, *contact, *responsible, *state;
    int min_age, urgency;
    bool children;
    struct uuid created_by;
    int64_t created_ms;
};
DB_CHECKED bool demo_need_insert(struct db *db, const struct demo_need *need, struct error *error);
DB_CHECKED bool demo_need_skill_insert(struct db *db, const struct uuid *need, const char *skill, bool required,
                                       struct error *error);
DB_CHECKED bool demo_need_word_insert(struct db *db, const struct uuid *need, const char *kind, const char *code,
                                      bool required, const char *level, struct error *error);
DB_CHECKED bool demo_shift_insert(struct db *db, const struct uuid *shift, const struct uuid *need, int64_t starts_ms,
                                  int64_t ends_ms, int seats, struct error *error);

/* An invitation of the centre, or ("offer") an offer of the person, for one shift. */
struct demo_promise {
    struct uuid id, need, shift, person;
    bool offer;
    const char *state, *decline_reason;          /* the reason: of declined invitations, else NULL */
    struct uuid by;                              /* who invited, or who answered the offer; may be none */
    int64_t created_ms, answered_ms, expires_ms; /* answered_ms 0: not yet */
};
DB_CHECKED bool demo_promise_insert(struct db *db, const struct demo_promise *promise, struct error *error);

struct demo_placement {
    struct uuid id, shift, need, person;
    const char *centre, *state;
    int64_t starts_ms, ends_ms;
    bool children, minor, young;
    const struct demo_check *check;           /* NULL: none */
    const struct demo_permission *permission; /* NULL: none */
    struct uuid invitation, offer;            /* at most one */
    int minutes;                              /* of done ones */
    int64_t created_ms;
};
DB_CHECKED bool demo_placement_insert(struct db *db, const struct demo_placement *placement, struct error *error);

#endif
