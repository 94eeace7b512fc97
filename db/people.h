/* People: reading and changing a profile, leaving, and what the index in memory must know of everybody. */
#ifndef VAHETUS_DB_PEOPLE_H
#define VAHETUS_DB_PEOPLE_H

#include "db/types.h"

struct availability {
    int32_t day; /* 1 is Monday */
    int32_t from_minute, to_minute;
};

struct availability_exception {
    int32_t date_day;
    bool free;
    int32_t from_minute, to_minute;
};

struct certificate {
    const char *code;
    bool has_valid_until;
    int32_t valid_until;
};

/* What a person may tell of themselves. A NULL name or a false `*_given` leaves it as it is; a list given replaces. */
struct person_fields {
    const char *first_name, *last_name;
    bool has_birth_date; /* once, at registration or import */
    int32_t birth_date;
    bool phone_given;
    const char *phone;
    bool language_given;
    int language;
    bool home_given;
    bool has_settlement;
    int32_t settlement;
    bool has_position; /* without one, a settlement's own position is taken */
    double lat, lon;
    bool reach_given;
    bool has_reach_m;
    int32_t reach_m;
    struct codes centres;
    bool availability_given;
    const struct availability *availability;
    size_t availability_count;
    bool exceptions_given;
    const struct availability_exception *exceptions;
    size_t exception_count;
    bool commitment_given;
    int commitment; /* enum commitment or WORD_NONE */
    bool hours_given;
    bool has_hours_per_week;
    int32_t hours_per_week;
    bool languages_given;
    const struct language_level *languages;
    size_t language_count;
    bool skills_given, interests_given, age_groups_given, wants_given;
    struct codes skills, interests, age_groups, wants;
    bool certificates_given;
    const struct certificate *certificates;
    size_t certificate_count;
    bool about_given;
    const char *about;
    bool phone_calls_given, phone_calls, photos_given, photos, news_given, news;
    const char *terms; /* the version agreed to; NULL: not asked now */
    const char *guardian_name, *guardian_email;
    int guardian_language;
};

/* Sets every `*_given`: a whole profile rather than a change. */
void person_fields_give_all(struct person_fields *fields);

struct person {
    struct uuid id;
    int64_t version;
    int kind;  /* enum person_kind, today */
    int state; /* enum person_state */
    const char *first_name, *last_name, *email, *phone, *about;
    bool has_birth_date;
    int32_t birth_date;
    int language;
    const char *home_centre; /* of a worker, else NULL */
    bool has_settlement;
    int32_t settlement;
    const char *settlement_name;
    bool has_position;
    double lat, lon;
    bool has_reach_m;
    int32_t reach_m;
    struct codes centres;
    struct availability *availability;
    size_t availability_count;
    struct availability_exception *exceptions; /* coming ones */
    size_t exception_count;
    int commitment; /* or WORD_NONE */
    bool has_hours_per_week;
    int32_t hours_per_week;
    struct language_level *languages;
    size_t language_count;
    struct codes skills, interests, age_groups, wants;
    struct certificate *certificates;
    size_t certificate_count;
    bool phone_calls, photos, news;
    const char *guardian_name, *guardian_email; /* NULL: none */
    struct codes permitted_centres;             /* by the guardian, valid today */
    int32_t *permitted_until;                   /* the last day at each of them */
    int check_result;                           /* of the newest check: enum check_result or WORD_NONE */
    int32_t check_valid_until;
    bool foreign_citizen; /* a certificate of origin is needed, too (R1) */
    int64_t minutes_done;
    /* For the index alone: */
    bool employer_agreed;      /* workers: they may cover at other centres */
    struct check_held *checks; /* one a municipality: what counts is the host's own (R3) */
    size_t check_count;
    struct codes helped_centres; /* worked there before */
    int32_t invited_30d;         /* invitations of the last 30 days */
    int32_t kept, missed;        /* of the last 6 months; sickness is left out */
    struct agreed_span *agreed;  /* held now or later */
    size_t agreed_count;
    struct uuid *declined_needs; /* declined or withdrew from: not asked again */
    size_t declined_need_count;
};

/* The newest check of one municipality. */
struct check_held {
    const char *checker;
    int result; /* enum check_result */
    int32_t valid_until;
};

/* A placement that is held: when and where. */
struct agreed_span {
    struct uuid need, shift;
    int64_t from_ms, to_ms;
    double lat, lon;
};

/* The whole profile. False with ERROR_NOT_FOUND for an unknown or anonymised person. */
DB_CHECKED bool person_read(struct db *db, struct arena *arena, const struct uuid *id, struct person **person,
                            struct error *error);

/* People for the index, by id; `people[i]` is NULL for one that is unknown, ended or anonymised. At most 64. */
DB_CHECKED bool people_read_many(struct db *db, struct arena *arena, const struct uuid *ids, size_t count,
                                 struct person **people, struct error *error);

/* Today's workers at the home centres of those among these people who are workers, themselves included: whoever judges
 * whether one of them may cover elsewhere must know who stays. */
DB_CHECKED bool people_colleagues(struct db *db, struct arena *arena, const struct uuid *ids, size_t count,
                                  struct uuid **colleagues, size_t *colleague_count, struct error *error);

/* The next up to `page.limit` people (at most 5,000) in order of id, those of people_read_many, for loading. */
DB_CHECKED bool people_load(struct db *db, struct arena *arena, struct page page, struct person **people, size_t *count,
                            struct error *error);

/* Changes the actor's own profile. ERROR_STALE when `version` (0: any) is not the current one; ERROR_INVALID
 * "unknown_code" for a skill, centre or settlement that does not exist. */
DB_CHECKED bool person_update(struct db *db, const struct actor *actor, int64_t version,
                              const struct person_fields *fields, struct error *error);

/* A new person with an id of the caller's, for imports and workers; a worker has a home centre. `email` may be NULL. */
DB_CHECKED bool person_create(struct db *db, const struct actor *actor, const struct uuid *id, int kind,
                              const char *home_centre, const char *email, const struct person_fields *fields,
                              struct error *error);

/* active <-> paused. Coming invitations are withdrawn when pausing; agreed shifts stay. */
DB_CHECKED bool person_pause(struct db *db, const struct actor *actor, bool paused, struct error *error);

/* Deletes what is personal at once; hours stay without a name. Cancels what is to come, ends all sessions. */
DB_CHECKED bool person_forget(struct db *db, const struct actor *actor, const struct uuid *person, struct error *error);

/* The secret of the calendar's address; made from `fresh` when there is none, replaced by it when `rotate`. */
DB_CHECKED bool person_calendar_secret(struct db *db, struct arena *arena, const struct actor *actor, const char *fresh,
                                       bool rotate, const char **secret, struct error *error);
/* Whose calendar a secret opens. ERROR_NOT_FOUND for none. */
DB_CHECKED bool person_by_calendar(struct db *db, const char *secret, struct uuid *person, struct error *error);

struct consent_entry {
    const char *purpose, *text_version;
    int64_t given_at_ms;
    bool has_withdrawn_at;
    int64_t withdrawn_at_ms;
};
DB_CHECKED bool consents_list(struct db *db, struct arena *arena, const struct uuid *person,
                              struct consent_entry **entries, size_t *count, struct error *error);

/* ---- What staff may see of others -------------------------------------------------------------------------------- */

struct person_contact {
    struct uuid id;
    const char *first_name;
    const char *name, *email, *phone; /* NULL unless the person accepted or offered at a centre of the actor */
    bool urgent_call;                 /* the phone alone is shown, for an urgent need, since they agreed to calls */
    int kind;
    int age;              /* in years today; -1 unknown */
    int invitation_state; /* of this need: enum invitation_state or WORD_NONE */
};

/* First names, and contact where it may be shown, of candidates of a need that the actor reaches; one per id, NULL
 * where unknown. Showing contact is written to audit, so this runs in a transaction. At most 256 ids. */
DB_CHECKED bool people_contacts(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *need,
                                const struct uuid *ids, size_t count, struct person_contact **contacts,
                                struct error *error);

/* Notes in audit that the actor asked why these people are not candidates of the need (R9). */
DB_CHECKED bool people_note_asked(struct db *db, const struct actor *actor, const struct uuid *need,
                                  const struct uuid *ids, size_t count, struct error *error);

/* People whose first name begins with `prefix` or whose last name it is, and who know the need's centre (chose it, were
 * invited, offered or placed there, or work there); at most 10. */
DB_CHECKED bool people_find(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *need,
                            const char *prefix, struct uuid **ids, size_t *count, struct error *error);

struct worker {
    struct uuid id;
    const char *name, *home_centre;
    struct codes wants, skills;
    struct language_level *languages;
    size_t language_count;
    bool has_check;
    int32_t check_valid_until;
    bool cover_agreed; /* by the employer: covers at other centres */
};
/* Youth workers of the centres the actor reaches, by home centre and name. */
DB_CHECKED bool workers_list(struct db *db, struct arena *arena, const struct actor *actor, struct worker **workers,
                             size_t *count, struct error *error);

#endif
