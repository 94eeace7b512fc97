/*
 * A person and a need: the part of the matcher's manual that says what the caller tells of them. Included by
 * matcher/matcher.h, which is what users include; its conventions hold here.
 */
#ifndef MATCHER_PEOPLE_H
#define MATCHER_PEOPLE_H

#ifndef MATCHER_MATCHER_H
#error "include matcher/matcher.h"
#endif

/* ---- A person ---------------------------------------------------------------------------------------------------- */

enum matcher_kind { MATCHER_VOLUNTEER = 0, MATCHER_WORKER };
enum matcher_person_status { MATCHER_ACTIVE = 0, MATCHER_PAUSED, MATCHER_ENDED };
enum matcher_check_result { MATCHER_CHECK_NONE = 0, MATCHER_CHECK_PERMITTED, MATCHER_CHECK_PROHIBITED };

struct matcher_certificate {
    uint8_t code;            /* 0..63 */
    int32_t valid_until_day; /* the last day it holds; MATCHER_FOREVER without end */
};

/* One date's departure from the weekly pattern; of two that overlap the later in the list holds. */
struct matcher_exception {
    int32_t day;
    bool free;
    int16_t from_minute, to_minute; /* multiples of 15, 0 <= from < to <= 1440 */
};

/* A background check (rules R1-R3). Only the latest result of each employer is passed. */
struct matcher_check {
    int32_t employer;        /* whose check it is, or MATCHER_NO_EMPLOYER: accepted by all */
    uint8_t result;          /* enum matcher_check_result */
    int32_t valid_until_day; /* the last day it holds */
};

struct matcher_permission {
    int32_t centre;    /* MATCHER_NO_CENTRE: every centre */
    int32_t until_day; /* the last day it holds */
};

/* A promise that stands (an agreed shift, an exchange visit): nobody is in two places. */
struct matcher_agreed {
    int32_t start_utc_min, end_utc_min;
    struct matcher_position at; /* at.place = centre number counts as being away from the home centre */
};

struct matcher_person {
    struct matcher_id id;
    uint8_t kind;                 /* enum matcher_kind */
    uint8_t status;               /* enum matcher_person_status: paused and ended people are never candidates */
    int32_t birth_day;            /* date of birth as a day */
    struct matcher_position home; /* unknown: a worker starts from the home centre, others have no distance */
    int32_t home_centre;          /* workers; MATCHER_NO_CENTRE else */
    bool employer_agreed;         /* workers: the employer agrees that this person covers elsewhere */
    bool has_reach_m;             /* the person named a distance */
    int32_t reach_m;
    const uint16_t *reach_centres; /* the centres the person named. A need is in reach when its centre is named or */
    size_t reach_centres_count;    /* lies within reach_m; somebody who named neither can be asked anywhere */
    struct matcher_set skills;
    const struct matcher_certificate *certificates;
    size_t certificates_count;
    uint8_t languages[MATCHER_LANGUAGES]; /* enum matcher_level by language */
    bool availability_given;              /* false: flagged ask_time, listed after the known */
    struct matcher_week availability;
    const struct matcher_exception *exceptions;
    size_t exceptions_count;
    uint16_t hours_per_week; /* 0: not said; a shift that goes beyond is flagged, not refused */
    const struct matcher_check *checks;
    size_t checks_count;
    const struct matcher_permission *permissions; /* guardian's, for ages 13 to 17 */
    size_t permissions_count;
    struct matcher_set interests;
    uint64_t age_groups;       /* bit g: likes to work with age group g */
    const uint16_t *worked_at; /* centres of promises kept, one entry each time */
    size_t worked_at_count;
    uint16_t invited_30d;  /* invitations of the last 30 days */
    uint16_t kept, missed; /* promises of the last six months, sickness left out; not used under 18 */
    const struct matcher_agreed *agreed;
    size_t agreed_count;
    const struct matcher_id *declined; /* needs this person said no to */
    size_t declined_count;
};

/* ---- A need ------------------------------------------------------------------------------------------------------ */

enum matcher_for { MATCHER_FOR_VOLUNTEER = 0, MATCHER_FOR_WORKER, MATCHER_FOR_EITHER };
enum matcher_purpose { MATCHER_HELP = 0, MATCHER_COVER };
enum matcher_role { MATCHER_HELPER = 0, MATCHER_RESPONSIBLE };

struct matcher_shift {
    struct matcher_id id;
    int32_t start_utc_min, end_utc_min; /* start < end <= start + 7 days */
    int32_t day;                        /* the local date of the start */
    int16_t from_minute;                /* local wall clock at the start, 0..1439 */
    int16_t to_minute;                  /* local wall clock at the end, counted on from the midnight of `day`; over
                                           1440 when the shift ends on a later date */
    uint16_t seats;                     /* still open; 0: full, the shift takes part in nothing */
    bool responsible_present;           /* a worker is responsible on the spot (a minor may not come otherwise) */
    bool school_hours;                  /* touches the hours of a school day (a minor may not come then) */
};

struct matcher_need {
    struct matcher_id id;
    int32_t centre;   /* 0..65535, also its place for distances of its own */
    int32_t employer; /* whose checks count here; MATCHER_NO_EMPLOYER: anybody's */
    struct matcher_position at;
    uint8_t for_whom; /* enum matcher_for */
    uint8_t purpose;  /* enum matcher_purpose */
    uint8_t role;     /* enum matcher_role: a responsible seat is for workers alone */
    struct matcher_set required_skills, preferred_skills;
    uint64_t required_certificates; /* bit c; valid on the day of the shift */
    uint8_t required_languages[MATCHER_LANGUAGES], preferred_languages[MATCHER_LANGUAGES];
    uint8_t min_age;              /* whole years on the day of the shift; 0 none */
    bool children;                /* contact with children: a valid check is needed before it is agreed */
    uint8_t urgency;              /* 1..3 */
    struct matcher_set interests; /* what the activity is about */
    uint64_t age_groups;          /* who takes part */
    uint16_t connections;         /* invitations, offers and promises so far: pushes the need down a person's list */
    const struct matcher_shift *shifts;
    size_t shifts_count; /* 0..MATCHER_SHIFTS; without shifts the need is a bottleneck and has no candidates */
};

#endif
