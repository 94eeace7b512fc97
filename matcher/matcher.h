/*
 * The matcher: who fits which need, and who goes where in an exchange round.
 *
 * This header is the whole public interface of libmatcher.a and its manual. The library is pure: no input or output,
 * no clock, no log, no threads of its own, no global state. Plain structs go in, plain structs come out. Scores,
 * objectives and prices are integers; the same input gives the same bytes on any machine and any number of threads.
 *
 *   people and needs   matcher_new, matcher_put_person, matcher_put_need, matcher_remove_*, matcher_set_*
 *   ranking            matcher_rank_people (a need asks), matcher_rank_needs (a person asks)
 *   explaining         matcher_explain: hard rules that fail, and the smallest single changes that would let a person
 * in exchange rounds    matcher_rotate (plan), matcher_round_check (one plan), matcher_round_moves (one edited visit)
 *   assigning          matcher_assign_solve (everybody at once, proved), matcher_assign_* (one change after another)
 *   pairing            matcher_pairing_solve (people and shifts, with clashes, proved), matcher_pairing_* (editing it)
 *   judging            matcher_verify_round, matcher_verify_bound, matcher_verify_pairs, matcher_verify_pairing,
 * matcher_verify_assign: share no code with the solvers
 *
 * Conventions, true of everything below
 *   Owner     Arguments stay the caller's: what the library keeps, it copies. What a function returns through a pointer
 *             to a pointer, or from *_new, the caller frees with the named *_free; every *_free takes NULL.
 *   Errors    A function that can fail returns false and fills the caller's `struct matcher_error`; the first error
 *             wins. After a failure nothing has changed. Check every result: the compiler insists.
 *   Threads   A `struct matcher` may be read (const) by many threads at once; a writer needs it alone.
 *   Codes     Skills, certificates, languages, interests, age groups, centres and employers are small integers
 *             that the caller interns; the library never sees their names.
 *   Times     UTC minutes since 1970-01-01T00:00Z (`*_utc_min`) order events. Weekly patterns and ages need the wall
 *             clock, so the caller passes local calendar days since 1970-01-01 (`*_day`) and minutes since local
 * midnight
 *             (`*_minute`) beside them: the library knows no time zone. 1970-01-01 was a Thursday.
 *   Places    WGS84 in 1e-7 degrees. Distance is the great circle (haversine, radius 6,371,000 m) x 1.3 in metres, and
 *             travel time is metres / 500 in minutes, both rounded up, unless the pair of places has its own entry.
 */
#ifndef MATCHER_MATCHER_H
#define MATCHER_MATCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MATCHER_MUST_CHECK __attribute__((warn_unused_result))

/* ---- Errors ------------------------------------------------------------------------------------------------------ */

enum matcher_failure {
    MATCHER_NO_FAILURE = 0,
    MATCHER_NO_MEMORY, /* an allocation failed; nothing has changed */
    MATCHER_INVALID,   /* an argument is out of its bounds; `field` names it */
    MATCHER_UNKNOWN,   /* no person or need has this id */
};

/* The caller clears it with `struct matcher_error error = {0}`. */
struct matcher_error {
    enum matcher_failure failure;
    const char *field; /* static; the member that is wrong, e.g. "shifts.to_minute"; NULL when memory ran out */
    uint32_t at;       /* which element of an array member, from 0; 0 when `field` is no array */
};

/* ---- Small things ------------------------------------------------------------------------------------------------ */

#define MATCHER_ID_MAX       63        /* bytes of an id: a UUID as 16 bytes or as text, or any other name */
#define MATCHER_CODES        256       /* skills and interests: 0..255 each */
#define MATCHER_CERTIFICATES 64        /* certificates: 0..63 */
#define MATCHER_LANGUAGES    64        /* languages: 0..63 */
#define MATCHER_AGE_GROUPS   64        /* age groups: 0..63 */
#define MATCHER_SHIFTS       256       /* shifts of one need */
#define MATCHER_LIST_MAX     65535     /* elements of any list of one person */
#define MATCHER_NO_PLACE     (-1)      /* a position that is no named place */
#define MATCHER_NO_CENTRE    (-1)      /* a volunteer's home centre; a guardian's permission for every centre */
#define MATCHER_NO_EMPLOYER  (-1)      /* a check that everybody accepts; a need whose host accepts every check */
#define MATCHER_FOREVER      INT32_MAX /* a day that never comes: valid without end */

/* Compared byte by byte, a prefix first. Ties in every ranking fall by it. */
struct matcher_id {
    uint8_t length; /* 1..MATCHER_ID_MAX */
    unsigned char bytes[MATCHER_ID_MAX];
};

/* A set of codes 0..255; also the set of a need's shifts, by their place in its list. */
struct matcher_set {
    uint64_t bits[MATCHER_CODES / 64];
};

/* A week in quarter hours of the wall clock, Monday 00:00 first: quarter q of day d (1 Monday .. 7 Sunday) is bit
 * (d - 1) * 96 + q. */
struct matcher_week {
    uint64_t bits[11];
};

struct matcher_position {
    bool known;
    int32_t lat_e7, lon_e7; /* -900000000..900000000, -1800000000..1800000000 */
    int32_t place;          /* a named place with distances of its own (a centre has its centre number), or
                               MATCHER_NO_PLACE */
};

/* Language levels as in the Common European Framework; 0 is no knowledge. */
enum matcher_level {
    MATCHER_LEVEL_NONE = 0,
    MATCHER_LEVEL_A1,
    MATCHER_LEVEL_A2,
    MATCHER_LEVEL_B1,
    MATCHER_LEVEL_B2,
    MATCHER_LEVEL_C1,
    MATCHER_LEVEL_C2,
};

/* `bytes` need not end in NUL. False when length is 0 or over MATCHER_ID_MAX. */
bool matcher_id_set(struct matcher_id *id, const void *bytes, size_t length) MATCHER_MUST_CHECK;
/* <0, 0, >0 as memcmp. */
int matcher_id_compare(const struct matcher_id *a, const struct matcher_id *b);

void matcher_set_add(struct matcher_set *set, unsigned code);
bool matcher_set_has(const struct matcher_set *set, unsigned code);

/* Marks from_minute..to_minute of weekday 1..7 free. Both are multiples of 15, 0 <= from < to <= 1440; else false. */
bool matcher_week_add(struct matcher_week *week, int weekday, int from_minute, int to_minute) MATCHER_MUST_CHECK;

/* Calendar arithmetic (proleptic Gregorian; Howard Hinnant, "chrono-compatible low-level date algorithms"). */
int32_t matcher_day_from_date(int year, int month, int day); /* days since 1970-01-01; the date must exist */
void matcher_date_from_day(int32_t day, int *year, int *month, int *month_day);
int matcher_weekday(int32_t day);                      /* 1 Monday .. 7 Sunday */
int matcher_age_on(int32_t birth_day, int32_t on_day); /* whole years; who is born on 29 February ages on 1 March */

/* Distance rule of the library, in metres; haversine x 1.3, rounded up. Both positions known. */
int32_t matcher_distance_m(const struct matcher_position *from, const struct matcher_position *to);
int32_t matcher_travel_min(int32_t distance_m);

/* ---- A person and a need ---------------------------------------------------------------------------------------- */

#include "matcher/people.h"

/* ---- Rules, parts, flags ----------------------------------------------------------------------------------------- */

/* Hard rules. A candidate breaks none, in at least one open shift. Bit 1 << rule in every mask of rules. The first
 * group looks at person and need alone, the second at a shift as well. */
enum matcher_rule {
    MATCHER_RULE_STATUS = 0,   /* paused or ended */
    MATCHER_RULE_PROHIBITED,   /* a check said `prohibited`; shown as "no valid check" */
    MATCHER_RULE_DECLINED,     /* said no to this need */
    MATCHER_RULE_WHO,          /* the need is for the other kind, or its seat is for workers */
    MATCHER_RULE_SKILLS,       /* a required skill is missing */
    MATCHER_RULE_LANGUAGES,    /* a required language is missing or below its level */
    MATCHER_RULE_REACH,        /* beyond the distance and the centres the person named */
    MATCHER_RULE_EMPLOYER,     /* cover: the employer has not agreed */
    MATCHER_RULE_NO_SHIFT,     /* no open shift at all */
    MATCHER_RULE_AGE,          /* under 13, or under the need's age, on the day */
    MATCHER_RULE_CERTIFICATES, /* a required certificate is missing or over on the day */
    MATCHER_RULE_GUARDIAN,     /* 13 to 17: no guardian's permission for this centre on the day */
    MATCHER_RULE_RESPONSIBLE,  /* 13 to 17: no responsible worker present */
    MATCHER_RULE_MINOR_END,    /* 13 to 17: ends after the set hour */
    MATCHER_RULE_SCHOOL_HOURS, /* 13 to 17: in school hours on a school day */
    MATCHER_RULE_AVAILABLE,    /* availability is given and does not cover the shift with the way there and back */
    MATCHER_RULE_BUSY,         /* another agreed placement then, or no time to get from one to the other */
    MATCHER_RULE_HOME_STAFF,   /* cover: the home centre would be left without its own staff */
    MATCHER_RULE_REST,         /* cover: fewer than 11 hours of rest within 24 */
    MATCHER_RULES
};

/* Soft parts; a score is their sum. The order is the order in answers. More is better, never below 0. */
enum matcher_part {
    MATCHER_PART_SKILLS = 0, /* preferred skills met */
    MATCHER_PART_LANGUAGES,  /* preferred languages met, by level */
    MATCHER_PART_NEARNESS,   /* one point a step nearer than the farthest that counts */
    MATCHER_PART_INTEREST,   /* shares an interest with the activity */
    MATCHER_PART_AGE_GROUPS, /* likes to work with these ages */
    MATCHER_PART_EXPERIENCE, /* worked at this centre before */
    MATCHER_PART_PROMISES,   /* kept promises; the neutral half under 18 and for the new */
    MATCHER_PART_REST,       /* not asked much lately */
    MATCHER_PART_TIME,       /* the share of the open shifts this person fits */
    MATCHER_PARTS
};

/* Flags hide nobody. Bit 1 << flag. */
enum matcher_flag {
    MATCHER_FLAG_CHECK_NEEDED = 0, /* no check that the host accepts covers every shift that fits: blocks *agreed* */
    MATCHER_FLAG_ASK_TIME,         /* availability not given: listed after the known, never paired automatically */
    MATCHER_FLAG_OVER_HOURS,       /* the agreed hours of a week would pass hours_per_week */
    MATCHER_FLAGS
};

/* Stable words of the answers ("check_needed", "nearness", "skills"); NULL outside the enum. */
const char *matcher_rule_name(enum matcher_rule rule);
const char *matcher_part_name(enum matcher_part part);
const char *matcher_flag_name(enum matcher_flag flag);

/* What a group may set. Start from matcher_settings_default(). */
struct matcher_settings {
    int32_t points[MATCHER_PARTS]; /* the most a part can give, 0..1000000 */
    int32_t farthest_m;            /* nearness is 0 from here on (default 30,000 m; 1..1,000,000) */
    uint8_t youngest_age;          /* 13 */
    uint8_t adult_age;             /* 18 */
    uint8_t check_from_age;        /* 14: no check is asked of the younger (criminal liability starts there) */
    int16_t minor_end_minute;      /* 20:00 = 1200; 0..1440 */
    int16_t rest_min;              /* 660: 11 hours within 24 */
    uint16_t home_staff;           /* 1: own workers a home centre keeps while one covers elsewhere */
    int32_t scarcity_points; /* taken off a need's place in a person's list for each connection per open seat (200) */
    int32_t scarcity_most;   /* and at most so much (200) */
    bool travel_in_availability; /* true: the way there and back must be free time too */
};
struct matcher_settings matcher_settings_default(void);

/* ---- People and needs in memory ---------------------------------------------------------------------------------- */

struct matcher; /* an index of people and needs; README.md says how it is built */

/* NULL when memory ran out or a setting is out of bounds. `settings` NULL: the defaults. */
struct matcher *matcher_new(const struct matcher_settings *settings, struct matcher_error *error) MATCHER_MUST_CHECK;
void matcher_free(struct matcher *matcher);

/* Inserts, or replaces what has this id. O(size of the person or need). Fails with MATCHER_INVALID on a member out of
 * its bounds, MATCHER_NO_MEMORY; the index is then as it was. */
bool matcher_put_person(struct matcher *matcher, const struct matcher_person *person,
                        struct matcher_error *error) MATCHER_MUST_CHECK;
bool matcher_put_need(struct matcher *matcher, const struct matcher_need *need,
                      struct matcher_error *error) MATCHER_MUST_CHECK;
/* False when there was none: no error, removal is idempotent. */
bool matcher_remove_person(struct matcher *matcher, const struct matcher_id *id);
bool matcher_remove_need(struct matcher *matcher, const struct matcher_id *id);
size_t matcher_people_count(const struct matcher *matcher);
size_t matcher_needs_count(const struct matcher *matcher);

/* What is stored, to change and put again. Valid until the next change of the index: of a person the caller's struct is
 * filled, its lists point into the index. False and NULL when unknown. */
bool matcher_read_person(const struct matcher *matcher, const struct matcher_id *id,
                         struct matcher_person *person) MATCHER_MUST_CHECK;
bool matcher_has_person(const struct matcher *matcher, const struct matcher_id *id);
const struct matcher_need *matcher_find_need(const struct matcher *matcher, const struct matcher_id *id);

/* A pair of places with its own distance and time, both ways; replaces an earlier one. 0 <= places <= 1,000,000. */
bool matcher_set_travel(struct matcher *matcher, int32_t place_a, int32_t place_b, int32_t distance_m,
                        int32_t travel_min, struct matcher_error *error) MATCHER_MUST_CHECK;
/* Where a centre stands: the start of its workers whose own home is unknown. centre 0..65535. */
bool matcher_set_centre(struct matcher *matcher, int32_t centre, const struct matcher_position *at,
                        struct matcher_error *error) MATCHER_MUST_CHECK;

/* ---- Ranking ----------------------------------------------------------------------------------------------------- */

struct matcher_query {
    int32_t now_utc_min; /* shifts that start earlier are closed; INT32_MIN: none is */
    bool exhaustive;     /* score everybody: the same answer, more slowly (for checks) */
};

struct matcher_candidate {
    struct matcher_id id; /* of the person, or of the need when a person asks */
    int32_t score;        /* sum of parts */
    int32_t parts[MATCHER_PARTS];
    int32_t order;             /* what the list is ordered by: score; for a person's needs score less scarcity */
    uint32_t flags;            /* bit 1 << enum matcher_flag */
    int32_t distance_m;        /* -1 unknown */
    struct matcher_set shifts; /* the open shifts that fit, by their place in the need's list */
};

/* The best `k` people for a need: those with known times first, then ask_time; by score falling, then by id. `out` has
 * room for k; *count tells how many there are. Exact, and no allocation: of 1,000,000 people some fifty are judged
 * one by one. `query->exhaustive` judges all. MATCHER_UNKNOWN when there is no such need. */
bool matcher_rank_people(const struct matcher *matcher, const struct matcher_id *need,
                         const struct matcher_query *query, size_t k, struct matcher_candidate *out, size_t *count,
                         struct matcher_error *error) MATCHER_MUST_CHECK;

/* How many people fit the need in all: everybody rank_people could list. Judges all who may be free. */
bool matcher_count_people(const struct matcher *matcher, const struct matcher_id *need,
                          const struct matcher_query *query, size_t *count,
                          struct matcher_error *error) MATCHER_MUST_CHECK;

/* The best `k` needs for a person, ordered by score less a penalty that grows with the connections a need already has
 * per open seat (SmartSort: Manshadi, Rodilitz, Saban, Suresh, "Redesigning VolunteerMatch's Search Algorithm", 2023);
 * the score itself is the pair's and stays. Same cost and errors. */
bool matcher_rank_needs(const struct matcher *matcher, const struct matcher_id *person,
                        const struct matcher_query *query, size_t k, struct matcher_candidate *out, size_t *count,
                        struct matcher_error *error) MATCHER_MUST_CHECK;

/* ---- Why not, and what would change it --------------------------------------------------------------------------- */

/* One hard rule that fails. */
struct matcher_reason {
    enum matcher_rule rule;
    int32_t shift; /* its place in the need's list, -1 for a rule of person and need */
    int32_t code;  /* the skill, certificate or language at fault; the age, the metres or the minute for AGE, REACH and
                      MINOR_END (what the person has); -1 else */
};

/* One change that alone makes the person a candidate; `wanted` is the smallest that does. */
enum matcher_change_kind {
    MATCHER_CHANGE_STATUS = 0,   /* become active again */
    MATCHER_CHANGE_DECLINED,     /* take the no back */
    MATCHER_CHANGE_SKILL,        /* code: the one skill to add */
    MATCHER_CHANGE_LANGUAGE,     /* code: the language; wanted: its level */
    MATCHER_CHANGE_CERTIFICATE,  /* code: the certificate; wanted: the day until which it must hold */
    MATCHER_CHANGE_REACH_M,      /* wanted: the distance to allow, in metres */
    MATCHER_CHANGE_REACH_CENTRE, /* code: the centre to name */
    MATCHER_CHANGE_EMPLOYER,     /* the employer agrees */
    MATCHER_CHANGE_GUARDIAN,     /* code: the centre; wanted: the day until which permission must hold */
    MATCHER_CHANGE_RESPONSIBLE,  /* shift: a responsible worker to be there */
    MATCHER_CHANGE_MINOR_END,    /* shift: wanted: the minute at which it should end */
    MATCHER_CHANGE_MIN_AGE,      /* wanted: the need's minimum age to set */
    MATCHER_CHANGE_AVAILABLE, /* shift: to be free from `from_minute` to `wanted`, minutes on from its day's midnight */
    MATCHER_CHANGE_BUSY,      /* shift: code: which agreed placement (place in the person's list) to give up */
    MATCHER_CHANGE_HOME_STAFF, /* shift: one more own worker at the home centre */
    MATCHER_CHANGE_OPEN_SHIFT, /* shift: one more seat */
    MATCHER_CHANGES
};

struct matcher_change {
    enum matcher_change_kind kind;
    int32_t shift; /* -1 when it is about no single shift */
    int32_t code;
    int32_t from_minute; /* AVAILABLE alone */
    int32_t wanted;
};

struct matcher_why {
    bool candidate; /* true: nothing stands in the way; `fit` tells score, parts and flags */
    struct matcher_candidate fit;
    uint32_t rules;                 /* union of the rules that fail, over all open shifts */
    struct matcher_reason *reasons; /* by rule, shift, code */
    size_t reasons_count;
    struct matcher_change *changes; /* empty when no single change is enough; by kind, shift, code */
    size_t changes_count;
};

const char *matcher_change_name(enum matcher_change_kind kind);

/* Free with matcher_why_free. MATCHER_UNKNOWN when either is not in the index. O(shifts x rules) tries. */
bool matcher_explain(const struct matcher *matcher, const struct matcher_id *need, const struct matcher_id *person,
                     const struct matcher_query *query, struct matcher_why *why,
                     struct matcher_error *error) MATCHER_MUST_CHECK;
void matcher_why_free(struct matcher_why *why);

/* ---- Exchange rounds: planning, looking at a plan, editing and judging it ------------------------------------------
 */

#include "matcher/rounds.h"

/* ---- Assignment: seats filled to the most weight, with a proof --------------------------------------------------- */

#include "matcher/assign.h"

/* ---- Judging pairs: verify*.c, which shares no code with the solvers -----------------------------------------------
 */

/* One person on one shift, as a pairing proposes it. */
struct matcher_pair {
    struct matcher_id person, need;
    uint32_t shift; /* place in the need's list */
    int32_t score;
};

#include "matcher/pair.h"

/* Do the pairs keep every hard rule (judged minute by minute on the stored structs), the seats, at most one place at a
 * time for everybody, never ask_time, and the scores they claim? O(pairs x minutes). */
bool matcher_verify_pairs(const struct matcher *matcher, const struct matcher_pair *pairs, size_t pairs_count,
                          const struct matcher_query *query, struct matcher_verdict *verdict,
                          struct matcher_error *error) MATCHER_MUST_CHECK;

/* The hard rules that one shift breaks for a person, judged by the same separate code; 0: it fits. */
bool matcher_verify_fit(const struct matcher *matcher, const struct matcher_id *person, const struct matcher_id *need,
                        uint32_t shift, const struct matcher_query *query, uint32_t *rules,
                        struct matcher_error *error) MATCHER_MUST_CHECK;

#endif
