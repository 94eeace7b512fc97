/* Needs of centres and their shifts. */
#ifndef VAHETUS_DB_NEEDS_H
#define VAHETUS_DB_NEEDS_H

#include "db/types.h"

struct shift {
    struct uuid id;
    int64_t from_ms, to_ms;
    int32_t day; /* the date in Tallinn at its start */
    int32_t seats;
    int32_t filled;   /* agreed, done or absent */
    int32_t awaiting; /* accepted, something is missing */
    bool responsible; /* a worker is there who answers for minors (R5) */
};

struct need {
    struct uuid id;
    int64_t version;
    const char *centre, *centre_name, *municipality;
    double lat, lon; /* of the centre */
    const char *activity;
    int for_whom, purpose, role, state; /* enum need_for, need_purpose, seat_role, need_state */
    int32_t min_age, urgency;
    bool children;
    const char *note, *contact; /* NULL: none */
    const char *responsible;    /* the worker who answers for minors at every shift; NULL: nobody is named */
    int note_language;          /* or WORD_NONE */
    struct codes required_skills, preferred_skills, required_certificates, age_groups, bring;
    struct language_level *required_languages, *preferred_languages;
    size_t required_language_count, preferred_language_count;
    struct shift *shifts; /* not cancelled, by time */
    size_t shift_count;
    int32_t seats, filled; /* of all those shifts */
};

struct shift_input {
    struct uuid id;
    int64_t from_ms, to_ms;
    int32_t seats;
};

struct need_input {
    struct uuid id;
    const char *centre;
    const char *activity; /* a skill or an interest */
    int for_whom, purpose, role;
    struct codes required_skills, preferred_skills, required_certificates, age_groups, bring;
    const struct language_level *required_languages, *preferred_languages;
    size_t required_language_count, preferred_language_count;
    int32_t min_age, urgency;
    bool children;
    const char *contact, *note;
    int note_language;
    bool responsible_given; /* false: the manager who posts */
    const char *responsible;
    const struct shift_input *shifts;
    size_t shift_count;
};

/* ERROR_NOT_FOUND for a centre the actor does not reach; ERROR_INVALID "unknown_code", "no_shifts". */
DB_CHECKED bool need_create(struct db *db, const struct actor *actor, const struct need_input *input,
                            struct error *error);

/* What of a need changes; a member without its `*_given` stays. */
struct need_change {
    const char *activity; /* NULL: stays */
    bool required_skills_given, preferred_skills_given, required_certificates_given, age_groups_given, bring_given;
    struct codes required_skills, preferred_skills, required_certificates, age_groups, bring;
    bool required_languages_given, preferred_languages_given;
    const struct language_level *required_languages, *preferred_languages;
    size_t required_language_count, preferred_language_count;
    bool min_age_given, urgency_given, children_given, contact_given, note_given, responsible_given;
    int32_t min_age, urgency;
    bool children;
    const char *contact, *note, *responsible;
    int note_language;
    const struct shift_input *add; /* new shifts */
    size_t add_count;
    const struct shift_seats {
        struct uuid id;
        int32_t seats;
    } * seats; /* of shifts that stay */
    size_t seats_count;
    const struct uuid *remove; /* shifts */
    size_t remove_count;
    bool cancel_people; /* whoever holds a seat of those is cancelled, and told */
};

/* ERROR_NOT_FOUND; ERROR_STALE; ERROR_CONFLICT "need_closed", "shift_held" (a shift to remove has people, and they are
 * not to be cancelled), "seats_taken" (fewer seats than people), "children_fixed" (there are placements already);
 * ERROR_INVALID. */
DB_CHECKED bool need_update(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version,
                            const struct need_change *change, struct error *error);

/* Closes it: coming placements are cancelled, open invitations and offers end, all of them are told. Closing a closed
 * one changes nothing. */
DB_CHECKED bool need_close(struct db *db, const struct actor *actor, const struct uuid *id, struct error *error);

/* Needs by id, as the public sees them; `needs[i]` is NULL for an unknown one. Closed ones are answered too. At most
 * 64 ids, three statements. */
DB_CHECKED bool needs_read_many(struct db *db, struct arena *arena, const struct uuid *ids, size_t count,
                                struct need **needs, struct error *error);
/* One that the actor reaches for its centre; ERROR_NOT_FOUND otherwise. */
DB_CHECKED bool need_read_own(struct db *db, struct arena *arena, const struct actor *actor, const struct uuid *id,
                              struct need **need, struct error *error);

struct need_filter {
    const char *centre, *municipality, *skill, *language; /* NULL: any; language: one the need asks for */
    bool has_from, has_to;
    int32_t from_day, to_day; /* of a coming shift, both count */
    int for_whom;             /* enum need_for, or WORD_NONE; volunteer and worker also find "either" */
    bool after_given;         /* the cursor: the last need of the page before */
    int64_t after_from_ms;    /* its next open shift's start, need_list_item's */
    struct uuid after_id;
    size_t limit; /* 1 to 200 */
};

struct need_list_item {
    struct need *need;
    int64_t next_from_ms; /* start of its next open shift in the filter's days; part of the cursor */
};

/* Open needs with a coming shift that has a free seat, soonest first. */
DB_CHECKED bool needs_list_open(struct db *db, struct arena *arena, const struct need_filter *filter,
                                struct need_list_item **items, size_t *count, struct error *error);

/* All needs of a centre that the actor reaches, newest first: ids below `page.after`. `state` or WORD_NONE. */
DB_CHECKED bool needs_list_centre(struct db *db, struct arena *arena, const struct actor *actor, const char *centre,
                                  int state, struct page page, struct need ***needs, size_t *count,
                                  struct error *error);

/* Needs that are not closed, in order of id, for loading the index; at most 1,000 a page. */
DB_CHECKED bool needs_load(struct db *db, struct arena *arena, struct page page, struct need ***needs, size_t *count,
                           struct error *error);

#endif
